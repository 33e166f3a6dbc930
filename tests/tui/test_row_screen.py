"""The detail of a row: everything about one company, exactly, with the reasons for its note."""

import pytest
from builders import company, contact, customer, facts, linked, rules, snapshot
from faults.tiers import foremost
from small_reports import HOSTILE_NAMES, hostile_report, report_of
from textual.app import App
from textual.pilot import Pilot

from axtui.core.match_by import MatchBy
from axtui.core.models import Company, Contact, Customer, NumberField, TenantFacts
from axtui.core.notes import Note
from axtui.core.report import Report, ReportRules, build_report
from axtui.core.text import visible
from axtui.tui.notes import NOTE_LOOKS
from axtui.tui.row_words import Section, oddities, sections_of
from axtui.tui.screens.row import RowScreen

SIZES = pytest.mark.parametrize("size", foremost([(80, 24), (120, 40)]))


class RowApp(App[None]):
    """Shows the first row of a report over an empty screen."""

    def __init__(self, report: Report, *, ascii_only: bool = False) -> None:
        super().__init__()
        self.report = report
        self.ascii_only = ascii_only
        self.closed = 0

    def on_mount(self) -> None:
        self.open()

    def open(self) -> None:
        """Show the row again."""
        self.push_screen(RowScreen(self.report.rows[0], self.report, ascii=self.ascii_only), self._count)

    def _count(self, _: None) -> None:
        self.closed += 1


def drawn_by(app: App[None]) -> str:
    """Return what stands on the terminal."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


async def read_through(pilot: Pilot[None]) -> str:
    """Return everything that can be read by paging down."""
    seen = [drawn_by(pilot.app)]
    for _ in range(30):
        await pilot.press("pagedown")
        await pilot.pause()
        seen.append(drawn_by(pilot.app))
        if seen[-1] == seen[-2]:
            break
    return "\n".join(seen)


def one_row(
    here: Company,
    *,
    contacts: tuple[Contact, ...] = (),
    customers: tuple[Customer, ...] = (),
    under: ReportRules | None = None,
    tenant: TenantFacts | None = None,
) -> Report:
    """Return the report of one company."""
    return build_report(snapshot([here], contacts, customers, tenant=tenant), under or rules())


def told_in(report: Report) -> dict[str, list[list[tuple[str, str]]]]:
    """Return the sections of the first row: per heading its entries, as pairs of name and value."""
    return {section.title: _pairs(section) for section in sections_of(report.rows[0], report)}


def _pairs(section: Section) -> list[list[tuple[str, str]]]:
    return [[(line.name, line.value) for line in entry] for entry in section.entries]


def test_everything_is_told_in_sections() -> None:
    """Company, customers, contacts, each with what both systems know of them."""
    report = one_row(
        company(7, number="C-7"),
        customers=(customer(number="X-1", contact_number="K-1"),),
        contacts=(
            linked(1, 7),
            contact(2, 7, first="", last="Turing", emails=["a@x.example", "", "b@x.example"], active=False),
            contact(3, 7, emails=(), active=None),
        ),
    )
    ada, turing = [("Name", "Ada Byron")], [("Name", "Turing")]
    told = told_in(report)
    del told["Why"]
    assert told == {
        "Company in Autotask": [[("Name", "Acme Ltd"), ("Number", "C-7"), ("Id", "7")]],
        "1 customer in Xero": [
            [
                ("Name", "Acme Ltd"),
                ("Account number", "X-1"),
                ("Contact number", "K-1"),
                ("First name", "Grace"),
                ("Last name", "Hopper"),
                ("E-mail", "grace@acme.example"),
            ]
        ],
        "3 contacts in Autotask": [
            [*ada, ("E-mail", "ada@acme.example"), ("Activity", "active"), ("Position", "Accounts")],
            [*turing, ("E-mail", "a@x.example"), ("E-mail", "b@x.example"), ("Activity", "inactive")],
            [*ada, ("E-mail", "none"), ("Activity", "not said by Autotask, counts as active")],
        ],
    }


def test_the_reasons_come_first_with_their_codes() -> None:
    """A sentence to act on, and the code that scripts and the search know it by."""
    report = one_row(company())
    first = sections_of(report.rows[0], report)[0]
    assert (first.title, _pairs(first)) == (
        "Why",
        [[("", reason.text), ("", reason.code.value)] for reason in report.rows[0].reasons],
    )
    assert report.rows[0].reasons


def test_without_reasons_there_is_no_heading_for_them() -> None:
    """An OK row has nothing to explain."""
    report = one_row(company(), customers=(customer(),), contacts=(linked(),))
    assert report.rows[0].reasons == ()
    assert "Why" not in told_in(report)


def test_what_is_not_there_is_said() -> None:
    """No customer, no contact, no number: a word, not a gap."""
    told = told_in(one_row(company()))
    assert told["No customers in Xero"] == []
    assert told["No contacts in Autotask"] == []
    assert ("Number", "none") in told["Company in Autotask"][0]


def test_the_number_that_the_rule_compares_is_always_shown() -> None:
    """Also when Xero has none; the other one only when there is something to see."""
    report = one_row(
        company(),
        customers=(customer(),),
        under=rules(MatchBy.NUMBER_THEN_NAME, field=NumberField.CONTACT_NUMBER),
    )
    assert told_in(report)["1 customer in Xero"][0][:3] == [
        ("Name", "Acme Ltd"),
        ("Contact number", "none"),
        ("First name", "Grace"),
    ]


def test_an_excluded_company_shows_the_value_that_excludes_it() -> None:
    """The person sees what to change in Autotask."""
    told = told_in(one_row(company(exclude="TRUE")))
    assert ("Exclude UDF", "TRUE") in told["Company in Autotask"][0]


def test_a_stored_list_value_is_shown_with_its_label() -> None:
    """People know the label, the file needs the stored value."""
    report = one_row(
        company(),
        customers=(customer(),),
        contacts=(contact(udf="29"), contact(2, udf="Owner")),
        tenant=facts(udf_value="29", udf_values=[("29", "Accounts")]),
    )
    told = told_in(report)["2 contacts in Autotask"]
    assert [entry[-1] for entry in told] == [("Position", "Accounts (stored as 29)"), ("Position", "Owner")]


def test_more_contacts_than_anyone_reads_are_counted() -> None:
    """A company with thousands of contacts opens as quickly as any other."""
    contacts = tuple(contact(at, 1) for at in range(1, 1001))
    told = told_in(one_row(company(), contacts=contacts))
    assert len(told["1000 contacts in Autotask, the first 200 of them"]) == 200


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Acme Ltd", ""),
        ("Zero\u200bWidth", "has U+200B ZERO WIDTH SPACE at position 5"),
        ("A\u00a0B\x1b", "has U+00A0 NO-BREAK SPACE at position 2, U+001B CONTROL CHARACTER at position 4"),
    ],
)
def test_characters_that_cannot_be_seen_are_named(text: str, said: str) -> None:
    """What looks like nothing, or like a plain space, stands there by its code point."""
    assert oddities(text) == said


@SIZES
async def test_it_can_be_read_to_its_end(size: tuple[int, int]) -> None:
    """Whatever does not fit can be scrolled to."""
    report = one_row(
        company(number="C-1"),
        customers=(customer(), customer("x2")),
        contacts=tuple(contact(at, emails=[f"mail{at}@x.example"]) for at in range(1, 9)),
    )
    app = RowApp(report)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        text = await read_through(pilot)
        for words in ("Acme Ltd", "? Ambiguous", "Why", "several-customers", "C-1", "grace@acme.example"):
            assert words in text
        assert all(f"mail{at}@x.example" in text for at in range(1, 9))


@pytest.mark.parametrize("key", ["escape", "q", "enter"])
async def test_three_keys_close_it(key: str) -> None:
    """Every way out ends whoever waits for the screen."""
    app = RowApp(report_of(1))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
        await pilot.pause()
        assert (app.closed, len(app.screen_stack)) == (1, 1)


async def test_letters_scroll_as_on_the_table() -> None:
    """`j` and `k` a line, `g` and `G` to the ends."""
    report = one_row(company(), contacts=tuple(contact(at) for at in range(1, 20)))
    app = RowApp(report)
    async with app.run_test(size=(80, 24)) as pilot:
        scroll = app.screen.query_one("#row")
        places = []
        for key in "jjkGkg":
            await pilot.press(key)
            await pilot.pause()
            places.append(int(scroll.scroll_offset.y))
        end = int(scroll.max_scroll_y)
        assert places == [1, 2, 1, end, end - 1, 0]


@pytest.mark.parametrize("note", Note)
async def test_the_note_is_a_glyph_and_a_word(note: Note) -> None:
    """The same look as in the table."""
    look = NOTE_LOOKS[note]
    for ascii_only in (False, True):
        app = RowApp(report_of(1, notes=[note]), ascii_only=ascii_only)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            assert f"{look.sign(ascii_only=ascii_only)} {look.word}" in drawn_by(app)
            assert ("+---" in drawn_by(app)) is ascii_only


@SIZES
async def test_hostile_names_are_shown_exactly(size: tuple[int, int]) -> None:
    """Markup stays text and what a terminal would obey has a stand-in, named by its code point."""
    report = hostile_report(Note.LINK)
    app = RowApp(report)
    async with app.run_test(size=size) as pilot:
        app.pop_screen()
        for row in report.rows:
            app.push_screen(RowScreen(row, report))
            await pilot.pause()
            text = await read_through(pilot)
            assert visible(row.company.name) in text
            assert text.replace("\n", "").isprintable()
            assert ("U+001B CONTROL CHARACTER" in text) is ("\x1b" in row.company.name)
            assert ("U+200B ZERO WIDTH SPACE" in text) is ("\u200b" in row.company.name)
            await pilot.press("q")
        assert len(HOSTILE_NAMES) == len(report.rows)
