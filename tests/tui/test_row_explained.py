"""The explanation of a row: its parts in order, links, what a key sends, what is found a moment later."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from builders import archived, company, contact, customer, facts, linked, rules, snapshot
from rich.cells import cell_len
from small_reports import hostile_report
from textual.pilot import Pilot

from axtui.core.match_by import MatchBy
from axtui.core.models import Company, Contact, Customer, Snapshot
from axtui.core.report import Report, ReportRules, build_report
from axtui.core.rule_outcomes import Explanation, explanation_of
from axtui.core.suggest import Suggestion, suggester_of
from axtui.tui.explain_lines import explained_lines
from axtui.tui.explain_words import Beyond, Found
from axtui.tui.plain_text import PlainTextRequested
from axtui.tui.row_lines import DetailLine, Look, plain_detail
from axtui.tui.screens.row import RowScreen
from axtui.tui.terminal import takes_links
from axtui.tui.terminal_app import TerminalApp

GUID = "5f0c3a90-77aa-4c2e-9d1f-0123456789ab"
WEB = replace(facts(), web_url="https://ww3.autotask.net/")


def tenants(ours: Company, *theirs: Customer, contacts: tuple[Contact, ...] = ()) -> Snapshot:
    """Return both systems, with a web host."""
    return snapshot([ours], contacts, theirs, tenant=WEB)


def laid_out(
    both: Snapshot,
    under: ReportRules | None = None,
    *,
    width: int = 76,
    beyond: Beyond | None = None,
    ascii_only: bool = False,
) -> tuple[DetailLine, ...]:
    """Return the explanation of the first row; without `beyond` everything has been found."""
    report = build_report(both, under or rules())
    row = report.rows[0]
    found = beyond or Beyond(found=Found.THERE, explanation=explanation_of(row.company, both, report.rules))
    return explained_lines(row, report, found, width=width, ascii_only=ascii_only)


def headings(lines: tuple[DetailLine, ...]) -> list[str]:
    """Return the headings, the company's name aside."""
    return [line[0].text for line in lines if line and line[0].look is Look.HEADING][1:]


def test_a_row_without_a_match_tells_all_in_order() -> None:
    """Why, where the names differ, what to do, both records, the rules, the contacts."""
    both = tenants(company(name="ACME Ltd"), customer(), contacts=(contact(),))
    lines = laid_out(both)
    assert headings(lines) == [
        "Why",
        "The names, letter by letter",
        "What to do",
        "Company in Autotask",
        "Nearest customer in Xero: it does not match",
        "Under each match rule",
        "1 contact in Autotask",
    ]
    text = "\n".join(plain_detail(lines))
    assert '1. In Autotask, open the company "ACME Ltd" and edit its name.' in text
    assert 'name-ignore-case  → Link: "Acme Ltd"' in text
    assert "the rule in force" in text


def test_a_row_that_is_well_tells_less() -> None:
    """No heading stands over nothing; a name that differs under the rule in force is shown all the same."""
    well = tenants(company(), customer(), contacts=(linked(),))
    assert headings(laid_out(well)) == [
        "Company in Autotask",
        "1 customer in Xero",
        "Under each match rule",
        "1 contact in Autotask",
    ]
    other = tenants(company(number="C-1"), customer(name="Bolt", number="C-1"), contacts=(linked(),))
    assert headings(laid_out(other, rules(MatchBy.NUMBER)))[0] == "The names, letter by letter"


def suggested(*suggestions: Suggestion, both: Snapshot) -> str:
    """Return what is told of the first row when these are the suggestions."""
    found = Beyond(found=Found.THERE, suggestions=suggestions)
    return "\n".join(plain_detail(laid_out(both, beyond=found)))


def test_a_customer_that_may_be_meant_is_told_with_why() -> None:
    """Its score, how sure that is, who has it already, and its name under the company's."""
    other = customer(name="Acme Limited")
    both = tenants(company(name="Acme Pty Ltd"), other)
    perhaps = Suggestion(
        customer=other, score=71, why=("The words are the same.",), matched_by=company(2, "Bolt")
    )
    text = suggested(perhaps, both=both)
    assert '"Acme Limited": 71 of 100, perhaps this one' in text
    assert "The words are the same." in text
    assert "Acme Pty Ltd" in text
    assert "Type the name anew" not in text
    taken = replace(perhaps, is_confident=True)
    assert "Type the name anew" not in suggested(taken, both=both)
    sure = replace(perhaps, is_confident=True, matched_by=None)
    text = suggested(sure, perhaps, both=both)
    assert "71 of 100, most likely this one" in text
    assert 'Type the name anew: "Acme Limited".' in text
    assert text.count("Similar customers in Xero") == 1
    assert "Most likely customer in Xero: it does not match" in text
    assert text.index("Similar customers") < text.index("What to do")


def test_that_nobody_is_like_it_is_said() -> None:
    """And that it is still being looked for; where the nearest is known, neither."""
    both = tenants(company(name="Acme"), customer(name="Bolt"))
    assert "No good candidate" in suggested(both=both)
    looking = Beyond(found=Found.THERE, seeks_suggestions=True)
    assert "Looking ..." in "\n".join(plain_detail(laid_out(both, beyond=looking)))
    near = tenants(company(name="ACME LTD"), customer())
    explained = explanation_of(company(name="ACME LTD"), near, rules())
    same = Suggestion(customer=customer(), score=99, why=())
    beyond = Beyond(found=Found.THERE, explanation=explained, suggestions=(same,))
    assert "Similar customers" not in "\n".join(plain_detail(laid_out(near, beyond=beyond)))


def test_before_anything_is_found_the_person_knows_that_it_is_looked_for() -> None:
    """And when it cannot be found, why."""
    both = tenants(company(name="ACME Ltd"), customer())
    looking = "\n".join(plain_detail(laid_out(both, beyond=Beyond())))
    gone = "\n".join(plain_detail(laid_out(both, beyond=Beyond(found=Found.NOT_HERE))))
    assert looking.count("Looking ...") == 2
    assert "Looking ..." not in gone
    assert gone.count("Not known:") == 2


@pytest.mark.parametrize(("width", "is_beside"), [(76, False), (110, True)])
def test_the_records_stand_beside_each_other_where_there_is_room(width: int, is_beside: bool) -> None:
    """Under each other where there is none."""
    text = plain_detail(laid_out(tenants(company(), customer()), width=width))
    assert any("Company in Autotask" in line and "1 customer in Xero" in line for line in text) is is_beside


@pytest.mark.parametrize("width", [1, 24, 56, 76, 111, 136])
@pytest.mark.parametrize("ascii_only", [False, True])
def test_every_line_fits(width: int, ascii_only: bool) -> None:
    """Hostile names included; on an absurdly narrow screen nothing breaks."""
    report = hostile_report()
    for row in report.rows:
        lines = plain_detail(explained_lines(row, report, Beyond(), width=width, ascii_only=ascii_only))
        assert all(line.isprintable() for line in lines)
        if width >= 24:
            assert max(cell_len(line) for line in lines) <= width


def test_addresses_are_links_and_stand_there_in_full() -> None:
    """So that they can be used where a terminal knows no links."""
    lines = laid_out(tenants(company(174), customer(GUID)), width=136)
    linked_to = {piece.link for line in lines for piece in line if piece.link}
    assert linked_to == {
        "https://ww3.autotask.net/Autotask/AutotaskExtend/ExecuteCommand.aspx?Code=OpenAccount&AccountID=174",
        f"https://go.xero.com/Contacts/View/{GUID}",
    }
    for address in linked_to:
        parts = [piece.text for line in lines for piece in line if piece.link == address]
        assert "".join(parts) == address


def test_an_odd_id_or_host_is_no_link() -> None:
    """Nothing that a stranger has typed gets into one."""
    odd = snapshot(
        [company()], [], [customer("x\x1b]8;;evil")], tenant=replace(facts(), web_url="https://e.example")
    )
    assert not [piece for line in laid_out(odd, width=136) for piece in line if piece.link]


@pytest.mark.parametrize(("term", "takes"), [("xterm-256color", True), ("linux", False), ("", False)])
def test_old_terminals_get_no_links(term: str, takes: bool) -> None:
    """They may draw what they do not know."""
    assert takes_links({"TERM": term}) is takes


class Explained(TerminalApp):
    """Explains the first row of a report over an empty screen."""

    def __init__(self, both: Snapshot, *, has_links: bool = True) -> None:
        super().__init__(theme="textual-dark")
        self.both = both
        self.report: Report = build_report(both, rules())
        self.found = asyncio.Event()
        self.has_links = has_links
        self.suggestions: tuple[Suggestion, ...] | None = None
        self.plain = ""
        self.is_gone = False

    def on_mount(self) -> None:
        """Show the row."""
        row = self.report.rows[0]
        screen = RowScreen(row, self.report, look=self._look, suggest=self._suggest, has_links=self.has_links)
        self.push_screen(screen)

    async def _look(self) -> Explanation | None:
        await self.found.wait()
        if self.is_gone:
            return None
        return explanation_of(self.report.rows[0].company, self.both, self.report.rules)

    async def _suggest(self) -> tuple[Suggestion, ...] | None:
        await self.found.wait()
        return self.suggestions

    def on_plain_text_requested(self, event: PlainTextRequested) -> None:
        """Keep the text."""
        self.plain = event.text


@asynccontextmanager
async def explained(
    both: Snapshot, *, size: tuple[int, int] = (120, 40), has_links: bool = True
) -> AsyncIterator[tuple[Explained, Pilot[None]]]:
    """Show a row."""
    app = Explained(both, has_links=has_links)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot


def drawn_by(app: Explained) -> str:
    """Return what stands on the terminal."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


async def test_what_is_found_comes_into_the_screen_and_into_what_y_sends() -> None:
    """Until then the company's name is sent; then the right one, to the letter. `Y` sends the row."""
    both = tenants(company(name="Ac\u200bme Ltd"), customer())
    async with explained(both) as (app, pilot):
        assert "Looking ..." in drawn_by(app)
        await pilot.press("y")
        assert app.clipboard == "Ac\u200bme Ltd"
        app.found.set()
        await pilot.press("y")
        assert app.clipboard == "Acme Ltd"
        assert "U+200B ZERO WIDTH SPACE: nothing is drawn for it." in drawn_by(app)
        assert 'y sends "Acme Ltd" for Autotask' in drawn_by(app)
        await pilot.press("Y", "L")
        assert app.clipboard.split("\t")[:3] == ["Ac\u200bme Ltd", "", "No Match"]
        assert "The names, letter by letter" in app.plain
        assert "Under each match rule" in app.plain


async def test_suggestions_come_a_moment_later() -> None:
    """And what y sends is then the name of the one that is most likely meant."""
    other = customer(name="Acme Limited")
    both = tenants(company(), other)
    async with explained(both) as (app, pilot):
        app.suggestions = suggester_of(both, rules().match).suggestions(company())
        app.found.set()
        await pilot.pause()
        assert app.suggestions[0].is_confident
        assert '"Acme Limited"' in drawn_by(app)
        await pilot.press("y")
        assert app.clipboard == "Acme Limited"


async def test_nobody_is_suggested_where_the_snapshot_is_gone() -> None:
    """Nor looked for: what the others say is not known, and that is said."""
    async with explained(tenants(company())) as (app, pilot):
        assert "Similar customers in Xero" in drawn_by(app)
        app.is_gone = True
        app.found.set()
        await pilot.pause()
        assert "no longer here" in drawn_by(app)
        assert "Similar customers in Xero" not in drawn_by(app)


async def test_what_would_steer_a_terminal_is_not_sent() -> None:
    """A name is pasted into who knows what."""
    async with explained(tenants(company(name="Ac\x1b[2Jme"))) as (app, pilot):
        app.found.set()
        await pilot.press("y")
        assert app.clipboard == "Ac␛[2Jme"


async def test_a_company_without_a_name_has_nothing_to_send() -> None:
    """And that is said."""
    async with explained(tenants(company(name=""), archived())) as (app, pilot):
        app.found.set()
        await pilot.press("y")
        assert app.clipboard == ""
        (told,) = app._notifications
        assert "is empty" in told.message


@pytest.mark.parametrize("has_links", [False, True])
async def test_links_are_drawn_where_the_terminal_takes_them(has_links: bool) -> None:
    """One link object for one address, so that it is not sent again and again."""
    async with explained(tenants(company(174), customer(GUID)), has_links=has_links) as (app, pilot):
        app.found.set()
        await pilot.pause()
        styles = {
            style.link_id: style.link
            for strip in app.screen._compositor.render_strips()
            for _, style, _ in strip
            if style and style.link
        }
        assert len(styles) == (2 if has_links else 0)
        assert all(address and address.startswith("https://") for address in styles.values())
        assert "go.xero.com" in drawn_by(app)
