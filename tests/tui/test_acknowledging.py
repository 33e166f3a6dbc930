"""Acknowledging in the app: a row goes with its reason, is listed, gone to, and comes back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from app_driver import at_rest, drawn, driven, kinds_of_screens, read, report_of, started
from configs import profile
from small_reports import report_of as small_report
from textual.app import App
from textual.screen import Screen

from axtui.__main__ import demo_profile
from axtui.core.acknowledgements import acknowledgement_of, standings_in
from axtui.core.models import CompanyId
from axtui.core.notes import Note
from axtui.demo.server import DemoServer
from axtui.services.acknowledgement_file import AcknowledgementFile
from axtui.services.surroundings import Surroundings
from axtui.tui import acknowledge_words as words
from axtui.tui.acknowledging import Acknowledging
from axtui.tui.aside import Aside
from axtui.tui.plain_text import PlainTextRequested
from axtui.tui.screens.acknowledge import AcknowledgeScreen
from axtui.tui.screens.acknowledged import AcknowledgedScreen
from axtui.tui.screens.report import ReportScreen
from axtui.tui.widgets.ask import AskScreen
from axtui.tui.widgets.found_count import FoundCount
from axtui.tui.widgets.note_bar import NoteBar
from axtui.tui.widgets.report_table import ReportTable

_TODAY = date(2026, 3, 2)


@pytest.fixture
def server() -> Iterator[DemoServer]:
    """The imitation at full speed."""
    with DemoServer(20, latency=0.0) as server:
        yield server


async def test_from_the_row_to_the_list_and_back(server: DemoServer, surroundings: Surroundings) -> None:
    """The row goes from table and counts, the list leads to it, and taken back it is there again."""
    app = started(server, replace(surroundings, env={"LOGNAME": "ada", "TERM": "xterm-256color"}))
    async with driven(app) as pilot:
        await read(app, pilot)
        table = report_of(app).query_one(ReportTable)
        before = dict(report_of(app).query_one(NoteBar).counts)
        await pilot.press("1", "a")
        await at_rest(app, pilot)
        await pilot.press("enter", *"cash", "enter")
        await at_rest(app, pilot)
        company = table.lines.companies[next(iter(report_of(app).acknowledged))]
        assert report_of(app).query_one(NoteBar).counts[Note.NO_MATCH] == before[Note.NO_MATCH] - 1
        assert len(table.shown) == before[Note.NO_MATCH] - 1
        assert f"of {sum(before.values()) - 1}" in report_of(app).query_one(FoundCount).words
        assert "1 acknowledged: A lists them" in drawn(app)
        await pilot.press("A")
        await at_rest(app, pilot)
        assert isinstance(app.screen, AcknowledgedScreen)
        assert "1 row: 1 in force." in drawn(app)
        await pilot.press("slash", *"zz", "enter")
        assert "0 of 1" in drawn(app)
        await pilot.press("slash", "backspace", "backspace", *"ada cash", "enter")
        assert "1 of 1" in drawn(app)
        await pilot.press("enter")
        await at_rest(app, pilot)
        assert table.current == table.lines.row_of(company)
        assert "escape hides them" in drawn(app)
        await pilot.press("enter")
        await at_rest(app, pilot)
        assert "by ada, no end: cash" in drawn(app)
        await pilot.press("escape")
        await pilot.press("escape")
        assert len(table.shown) == sum(before.values()) - 1
        await pilot.press("A")
        await at_rest(app, pilot)
        await pilot.press("u")
        await pilot.pause()
        assert isinstance(app.screen, AskScreen)
        await pilot.press("y")
        await at_rest(app, pilot)
        assert "Nothing is acknowledged" in drawn(app)
        assert "Take back" not in drawn(app)
        assert "To the row" not in drawn(app)
        await pilot.press("escape")
        assert dict(report_of(app).query_one(NoteBar).counts) == before


async def test_a_day_that_is_over_is_said_and_what_was_typed_stays(
    server: DemoServer, surroundings: Surroundings
) -> None:
    """A row that needs none is told so; the file is where the list and the next start find it."""
    app = started(server, surroundings)
    async with driven(app) as pilot:
        await read(app, pilot)
        await pilot.press("6", "a")
        await at_rest(app, pilot)
        assert kinds_of_screens(app) == [ReportScreen]
        assert any("nothing to acknowledge" in str(each.message) for each in app._notifications)
        await pilot.press("1", "a")
        await at_rest(app, pilot)
        await pilot.press("x", "tab", *"2020-01-01", "enter")
        await at_rest(app, pilot)
        assert isinstance(app.screen, AcknowledgeScreen)
        assert "2020-01-01 is over" in drawn(app)
        await pilot.press("escape")
        assert not report_of(app).acknowledged
    file = AcknowledgementFile.of(demo_profile(server.addresses), surroundings)
    assert file.load().acknowledgements == ()


async def test_a_file_that_cannot_be_used_is_said_and_left(
    server: DemoServer, surroundings: Surroundings
) -> None:
    """The report stands with all rows; nothing is written."""
    file = AcknowledgementFile.of(demo_profile(server.addresses), surroundings)
    file.path.parent.mkdir(parents=True)
    file.path.write_text("<<<<<<< HEAD\n")
    app = started(server, surroundings)
    async with driven(app) as pilot:
        await read(app, pilot)
        assert any("merge conflict" in str(each.message) for each in app._notifications)
        assert not report_of(app).acknowledged
        await pilot.press("A")
        await at_rest(app, pilot)
        assert "merge conflict" in " ".join(drawn(app).split())
        await pilot.press("escape", "1", "a")
        await at_rest(app, pilot)
        assert isinstance(app.screen, ReportScreen)
    assert file.path.read_text() == "<<<<<<< HEAD\n"


class _ReportApp(App[None]):
    """Shows a report with rows laid aside."""

    def __init__(self, size: int, *aside: int) -> None:
        super().__init__()
        report = small_report(size)
        given = {at: acknowledgement_of(report.rows[at], reason="known") for at in aside}
        self.report_screen = ReportScreen()
        self.report_screen.show_report(report, profile="acme", aside=Aside(by_place=given))

    def get_default_screen(self) -> Screen[None]:
        return self.report_screen


async def test_going_to_a_row_that_is_laid_aside_shows_it_whatever_is_searched_for() -> None:
    """From a list, from a number that is typed: the filter gives way, too, and escape lays it aside again."""
    app = _ReportApp(14, 3, 5)
    screen = app.report_screen
    async with app.run_test(size=(80, 24)) as pilot:
        table = screen.query_one(ReportTable)
        assert list(table.shown) == [0, 1, 2, 4, *range(6, 14)]
        await pilot.press("slash", *"company:1", "enter")
        screen.show_company(table.lines.companies[3])
        assert table.current == 3
        assert len(table.shown) == 14
        await pilot.pause()
        assert [line[1] for line in drawn(app).splitlines()[5:19]] == list("   a a        ")
        await pilot.press("escape")
        assert len(table.shown) == 12
        screen.lay_aside(Aside())
        assert len(table.shown) == 14


async def test_all_rows_laid_aside_are_no_empty_report() -> None:
    """The words say where they are."""
    app = _ReportApp(2, 0, 1)
    async with app.run_test(size=(80, 24)):
        assert "Every row is acknowledged" in drawn(app)


def test_words_of_the_list() -> None:
    """What no longer holds stands first, and says why."""
    report = small_report(21)
    changed = replace(acknowledgement_of(report.rows[0], reason="a"), note=Note.MULTIPLE, by="ada")
    over = acknowledgement_of(report.rows[1], reason="b", until=date(2026, 3, 1), since=date(2025, 1, 1))
    held = acknowledgement_of(report.rows[2], reason="c\x1b")
    gone = replace(held, company_id=CompanyId(9999), company="Gone")
    standings = standings_in(report, (held, gone, over, changed), _TODAY)
    rows = words.shown(standings)
    assert [each.cells[0] for each in rows] == ["changed", "expired", "no row", "in force"]
    assert [bool(words.remark_of(each.cells[0])) for each in rows] == [True, True, True, False]
    assert words.summary(standings) == "4 rows: 1 in force, 1 expired, 1 changed, 1 no row."
    told = [words.sentence(each.standings) for each in rows]
    assert "Since then the note was Multiple and is No Match." in told[0]
    assert "acknowledged since 2025-01-01, until 2026-03-01: b" in told[1]
    assert told[2].endswith("The report has no row for it.")
    assert all(each.isprintable() for each in told)
    text = words.plain_text("acme", "said", rows, width=80)
    assert text.startswith("Acknowledged rows: acme\nsaid\n")
    assert told[0] in text


def test_words_of_what_is_known_already() -> None:
    """Who opens the form sees what was said before, and whether it holds."""
    report = small_report(7)
    row = report.rows[0]
    assert words.standing_words(None) == ""
    assert words.question(row) == "Company 1 is No Match (not-in-xero)."
    assert words.question(replace(row, reasons=())) == "Company 1 is No Match."
    for given, said in (
        (acknowledgement_of(row, reason="a", by="ada"), "Acknowledged by ada, no end."),
        (
            acknowledgement_of(row, reason="a", until=date(2026, 3, 1)),
            "Was acknowledged until 2026-03-01, which is over.",
        ),
        (
            replace(acknowledgement_of(row, reason="a"), codes=()),
            "Was acknowledged. Since then the reasons were none and are not-in-xero.",
        ),
    ):
        assert words.standing_words(standings_in(report, [given], _TODAY)[0]) == said


class _ListApp(App[None]):
    """Shows the list, and keeps what it asks for."""

    def __init__(self, acknowledging: Acknowledging) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.chosen: list[CompanyId | None] = []
        self._acknowledging = acknowledging

    def on_mount(self) -> None:
        screen = AcknowledgedScreen(self._acknowledging, changed=lambda: self.asked.append("changed"))
        self.push_screen(screen, self.chosen.append)

    def on_plain_text_requested(self, event: PlainTextRequested) -> None:
        self.asked.append(event.text)


async def test_what_has_no_row_is_listed_and_leads_nowhere(surroundings: Surroundings) -> None:
    """It can be read as plain text, and taken back when that is confirmed."""
    report = small_report(7)
    acknowledging = Acknowledging(report=report, profile=profile(), surroundings=surroundings)
    acknowledging.put(report.rows[0], "known", "")
    gone = replace(report.rows[1], company=replace(report.rows[1].company, id=CompanyId(99), name="Gone"))
    acknowledging.put(gone, "sold", "2026-03-09")
    app = _ListApp(acknowledging)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_rest(app, pilot)
        await pilot.press("enter", "L", "u", "n")
        assert app.chosen == []
        assert "no row" in app.asked[0]
        assert "Gone" in app.asked[0]
        assert len(acknowledging.standings()) == 2
        await pilot.press("u", "y")
        await at_rest(app, pilot)
        assert app.asked[1:] == ["changed"]
        await pilot.press("enter")
        assert app.chosen == [report.rows[0].company.id]
    assert [each.acknowledgement.company for each in acknowledging.standings()] == ["Company 1"]


async def test_the_whole_question_has_room_on_a_small_terminal(surroundings: Surroundings) -> None:
    """No key and no example is cut at 60 columns."""
    app, report = App[None](), small_report(1)
    acknowledging = Acknowledging(report=report, profile=profile(), surroundings=surroundings)
    async with app.run_test(size=(60, 15)) as pilot:
        await app.push_screen(AcknowledgeScreen(report.rows[0], acknowledging))
        await pilot.pause()
        assert "[ Cancel  esc ]" in drawn(app)
        assert "empty: no end" in drawn(app)


async def test_all_that_is_wrong_with_the_file_can_be_read(surroundings: Surroundings) -> None:
    """There is nothing else to show, so no line of it is cut."""
    app, report = App[None](), small_report(1)
    acknowledging = Acknowledging(report=report, profile=profile(), surroundings=surroundings)
    file = AcknowledgementFile.of(profile(), surroundings)
    file.path.parent.mkdir(parents=True)
    file.path.write_text('form = 1\n[companies.1]\nname = "A"\nnote = "Link"\nraeson = "x"\n')
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(AcknowledgedScreen(acknowledging, changed=lambda: None))
        await at_rest(app, pilot)
        assert "meanwhile." in drawn(app)
