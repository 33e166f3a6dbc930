"""The screen that shows both sides' own trouble, and what it says."""

from asking_app import AskingApp
from builders import archived, company, customer, linked, rules, snapshot

from axtui.core.models import CompanyId
from axtui.core.trouble import Trouble, TroubleKind, trouble_of
from axtui.tui import trouble_words as words
from axtui.tui.found_rows import NO_ROWS, FoundRows
from axtui.tui.screens.trouble import TroubleScreen
from axtui.tui.widgets.cell_table import CellTable
from axtui.tui.widgets.kind_list import KindList


def some_trouble(*, many: int = 2, incomplete: bool = False) -> Trouble:
    """Return companies called alike, one of them without anybody in reach, and a customer that is alone."""
    companies = [company(at, "Acme Ltd", number=f"C-{at}") for at in range(1, many + 1)]
    customers = [customer("x1", "Stranger", number="X-1", invoiced=False), archived("x9", "Bygone")]
    return trouble_of(
        snapshot(
            [*companies, company(900, "Bygone")],
            [linked(1, 1, active=False)],
            customers,
            incomplete_because=["Xero counted 4 customers, but 2 arrived."] if incomplete else [],
        ),
        rules(),
    )


def shown(trouble: Trouble, kind: TroubleKind | None) -> FoundRows:
    """Return all findings of a kind as the table shows them."""
    return words.found_findings(trouble, kind, range(len(trouble.places(kind))))


def test_the_kinds_stand_in_two_columns_with_their_counts() -> None:
    """In full where there is room; which is chosen is seen without colour."""
    trouble = some_trouble()
    broad = words.kinds_content(trouble, TroubleKind.CUSTOMER_WITHOUT_COMPANY, width=116, lines=40).plain
    assert "> 5 Xero customers without a company: 1" in broad
    assert "  7 Accounts contacts that are inactive: 1" in broad
    assert len(broad.splitlines()) == words.rows_of_kinds()
    narrow = words.kinds_content(trouble, None, width=76, lines=24).plain
    assert narrow.startswith("> 0 All: 5 ")
    assert max(map(len, narrow.splitlines())) <= 76


def test_on_a_low_screen_only_the_chosen_kind_stands() -> None:
    """With how to come to the others."""
    line = words.kinds_content(some_trouble(), TroubleKind.DUPLICATE_COMPANIES, width=56, lines=15).plain
    assert line == "> 1 Company twice: 2  (2 of 11: [ and ] choose)"


def test_the_summary_says_what_a_kind_means_and_what_is_in_doubt() -> None:
    """Nothing at all is said, too."""
    trouble = some_trouble(incomplete=True)
    assert words.summary_words(trouble, None) == (
        "5 findings on both sides together, matching by name. "
        "! Not everything was read, so some of this may be wrong."
    )
    assert words.summary_words(some_trouble(), TroubleKind.CUSTOMER_OUT_OF_USE).startswith(
        "Companies with an archived customer: 1. Only active"
    )
    nothing = trouble_of(snapshot(), rules())
    assert words.summary_words(nothing, None) == "Nothing on both sides together, matching by name."


def test_what_tells_the_findings_of_a_kind_apart_stands_first() -> None:
    """Of a customer whether it was ever invoiced; of all kinds, which it is."""
    trouble = some_trouble()
    alone = shown(trouble, TroubleKind.CUSTOMER_WITHOUT_COMPANY)
    assert words.header_of(TroubleKind.CUSTOMER_WITHOUT_COMPANY) == (
        "Xero customer",
        "Invoiced",
        "Changed",
        "Number",
        "Called like",
    )
    assert alone[0].cells == ("Stranger", "never", "", "X-1", "")
    assert [each.cells[0] for each in shown(trouble, None)[1:3]] == ["Company twice", "No company"]


def test_plain_text_holds_all_of_it() -> None:
    """A list that no terminal keeps is cut, and that is said."""
    trouble = some_trouble(many=1_100)
    text = words.plain_text(["Trouble"], trouble, None, shown(trouble, None), width=99)
    assert "and 103 more; a search makes them fewer" in text
    assert '"Acme Ltd" (id 1) is called like' in text
    nothing = trouble_of(snapshot(), rules())
    text = words.plain_text(["Trouble"], nothing, None, NO_ROWS, width=99)
    assert text.endswith(words.summary_words(nothing, None))


class TroubleApp(AskingApp[Trouble | None, CompanyId | None]):
    """Shows both sides' own trouble."""

    shown: TroubleScreen

    def __init__(self, found: Trouble | None) -> None:
        super().__init__(found, part="trouble")
        self.shown = TroubleScreen(self.look, profile="acme", ascii=True)


async def test_it_is_searched_and_leads_to_a_company() -> None:
    """Keys before it is worked out do no harm."""
    app = TroubleApp(some_trouble())
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.said("summary") == words.LOOKING
        await pilot.press("slash", "y", "Y", "L", "1", "right_square_bracket", "j", "enter")
        assert app.answers == []
        app.may_answer.set()
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert app.said("count") == "5 of 5"
        await pilot.press("slash", *"acme", "enter", "1", "j", "L")
        assert app.said("count") == "2 of 2"
        assert app.said("row").startswith('"Acme Ltd" (id 2) is called like "Acme Ltd" (id 1).')
        assert "Stranger" not in app.texts[0]
        await pilot.press("enter")
        assert app.answers == [2]


async def test_a_finding_without_a_company_leads_nowhere() -> None:
    """And that is said; a kind without findings has no table, on a low screen neither."""
    app = TroubleApp(some_trouble())
    app.may_answer.set()
    async with app.run_test(size=(60, 15)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.press("5", "enter", "enter")
        assert app.answers == []
        assert [each.message for each in app._notifications] == [words.NO_ROW]
        await pilot.press("2")
        assert not app.shown.query_one(CellTable).display
        await pilot.press("slash", "enter")
        assert app.focused is app.shown.query_one(KindList)
        await pilot.press("up", "right")
        assert app.said("summary").startswith("Accounts contacts that are inactive: 1.")
        await pilot.press("escape")
        assert app.answers == [None]


async def test_it_closes_where_there_is_nothing_to_look_through() -> None:
    """The app says why."""
    app = TroubleApp(None)
    app.may_answer.set()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.answers == [None]
