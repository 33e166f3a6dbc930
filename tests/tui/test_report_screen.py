"""The report screen: search, notes, marks, what it asks the app for, and what it says in words."""

from dataclasses import replace
from datetime import timedelta

import pytest
from builders import NOON, rules, snapshot
from builders import company as company_of
from faults.tiers import foremost
from small_reports import HOSTILE_NAMES, CountingRows, hostile_report, plain_name, report_of
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static

from axtui.core.match_by import MatchBy
from axtui.core.models import CompanyId, FetchedAt
from axtui.core.notes import Note
from axtui.core.report import Report, build_report
from axtui.core.text import visible
from axtui.tui.report_words import read_words, rule_words
from axtui.tui.screens.report import ReportScreen
from axtui.tui.widgets.jump_prompt import JumpPrompt
from axtui.tui.widgets.note_bar import NoteBar
from axtui.tui.widgets.report_table import ReportTable
from axtui.tui.widgets.search_input import SearchInput
from axtui.tui.widgets.worded_table import WordedTable

SIZES = ((80, 24), (120, 40))
SIZED = pytest.mark.parametrize("size", foremost(SIZES))


class ReportApp(App[None]):
    """Shows the screen, and keeps what it asks for."""

    def __init__(
        self, report: Report | None = None, *, initial_filter: str = "", ascii_only: bool = False
    ) -> None:
        super().__init__()
        self.asked: list[object] = []
        self.report_screen = ReportScreen(ascii=ascii_only, initial_filter=initial_filter)
        if report is not None:
            self.report_screen.show_report(report, profile="acme")

    def get_default_screen(self) -> Screen[None]:
        return self.report_screen

    def on_report_screen_run_requested(self) -> None:
        self.asked.append("run")

    def on_report_screen_open_new_report(self) -> None:
        self.asked.append("open")

    def on_report_screen_row_chosen(self, event: ReportScreen.RowChosen) -> None:
        self.asked.append(("row", event.row.company.name))

    def on_report_screen_rule_menu_requested(self, event: ReportScreen.RuleMenuRequested) -> None:
        self.asked.append(("rule", event.report.profile))

    def on_report_screen_export_requested(self, event: ReportScreen.ExportRequested) -> None:
        self.asked.append(("export", sorted(event.marked), len(event.shown), len(event.report.rows)))


def text_in(app: ReportApp, name: str) -> str:
    """Return the text of one of the screen's lines."""
    return str(app.report_screen.query_one(f"#report-{name}", Static).visual)


def words_in(app: ReportApp) -> str:
    """Return what stands in the place of rows."""
    return app.report_screen.query_one(WordedTable).words


def table_in(app: ReportApp) -> ReportTable:
    """Return the screen's table."""
    return app.report_screen.query_one(ReportTable)


def ids_in(app: ReportApp) -> list[int]:
    """Return the ids of the companies shown, from top to bottom."""
    table = table_in(app)
    return [table.lines.companies[row] for row in table.shown]


def company_in(app: ReportApp) -> int | None:
    """Return the id of the company under the cursor."""
    table = table_in(app)
    return None if table.current is None else table.lines.companies[table.current]


def notes_in(app: ReportApp) -> set[Note]:
    """Return the notes of the rows shown."""
    table = table_in(app)
    return {table.lines.note(row) for row in table.shown}


def query_in(app: ReportApp) -> SearchInput:
    """Return the search line."""
    return app.report_screen.query_one(SearchInput)


def drawn_by(app: ReportApp) -> str:
    """Return what stands on the terminal."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


async def type_in(pilot: Pilot[None], text: str) -> None:
    """Type into whatever has the focus, key by key."""
    for char in text:
        await pilot.press("space" if char == " " else char)


# Search


@SIZED
async def test_the_rows_follow_every_letter(size: tuple[int, int]) -> None:
    """Each key is answered by itself, and `n of m` always says how much is shown."""
    app = ReportApp(report_of(21))
    async with app.run_test(size=size) as pilot:
        await pilot.press("slash")
        assert query_in(app).has_focus
        shown = []
        for letter in "ny 20":
            await type_in(pilot, letter)
            shown.append(len(ids_in(app)))
            assert text_in(app, "found") == f"{shown[-1]} of 21"
        assert shown == [21, 21, 21, 7, 2]
        await pilot.press("backspace")
        assert len(ids_in(app)) == 7


async def test_a_letter_lays_nothing_out_again() -> None:
    """Rows, count and search line keep their places; only what stands in them changes."""
    app = ReportApp(report_of(400))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash")
        layouts: list[object] = []
        app.screen.screen_layout_refresh_signal.subscribe(app, layouts.append)
        await pilot.press("y", "space", "2", "backspace", "q", "q")
        assert "No row is found" in drawn_by(app)
        assert layouts == []


@pytest.mark.parametrize("leave", ["enter", "tab", "escape"])
async def test_the_search_line_is_left_with_the_filter_kept(leave: str) -> None:
    """Enter, tab and escape go on to the table; a second escape shows all rows again."""
    app = ReportApp(report_of(21), initial_filter="no match")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash")
        assert query_in(app).has_focus
        await pilot.press(leave)
        assert table_in(app).has_focus
        assert query_in(app).value == "no match"
        assert notes_in(app) == {Note.NO_MATCH}
        await pilot.press("escape")
        assert (query_in(app).value, len(ids_in(app))) == ("", 21)
        assert table_in(app).has_focus


async def test_letters_type_while_the_search_has_the_focus() -> None:
    """No letter that means something on the table does it while one types; the function keys still do."""
    app = ReportApp(report_of(21))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f3")
        await type_in(pilot, "jkgGseumR0123 /")
        assert query_in(app).value == "jkgGseumR0123 /"
        assert app.asked == []
        await pilot.press("f4", "f5", "f7")
        await pilot.pause()
        assert app.asked == [("export", [], 0, 21), "run", ("rule", "acme")]


async def test_a_broken_pattern_is_said_while_typing_and_filters_nothing() -> None:
    """The sentence goes away with the mistake."""
    app = ReportApp(report_of(21))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("slash")
        await type_in(pilot, "/(2/")
        assert text_in(app, "found") == "pattern? 21 of 21"
        assert "cannot be used" in text_in(app, "status")
        await pilot.press("backspace", "backspace")
        await type_in(pilot, "2|3)$/")
        assert query_in(app).value == "/(2|3)$/"
        assert 0 < len(ids_in(app)) < 21
        assert text_in(app, "found").endswith("of 21")
        assert "cannot be used" not in text_in(app, "status")


async def test_an_empty_result_says_what_was_searched_and_the_way_back() -> None:
    """Nobody is left in front of an empty table."""
    app = ReportApp(report_of(21))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("3", "slash")
        await type_in(pilot, "[red]zzz")
        await pilot.pause()
        assert '"[red]zzz"' in words_in(app)
        assert "Link" in words_in(app)
        assert "escape" in words_in(app)
        assert "[red]zzz" in drawn_by(app)
        await pilot.press("escape", "enter", "space", "s")
        assert app.asked == []
        await pilot.press("escape")
        await pilot.pause()
        assert len(ids_in(app)) == 21
        assert words_in(app) == ""
        await pilot.press("enter")
        await pilot.pause()
        assert app.asked == [("row", plain_name(1))]


async def test_the_command_line_s_filter_is_there_from_the_start() -> None:
    """`axtui --filter` fills the search line before the first report comes, and it stays."""
    app = ReportApp(initial_filter="note:ok")
    async with app.run_test(size=(80, 24)) as pilot:
        assert query_in(app).value == "note:ok"
        app.report_screen.show_report(report_of(21), profile="acme")
        await pilot.pause()
        assert notes_in(app) == {Note.OK}
        assert table_in(app).has_focus


async def test_ten_thousand_rows_are_searched() -> None:
    """The cursor stays on its company through a filter of many rows."""
    app = ReportApp(report_of(10_000))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash")
        await type_in(pilot, "777")
        assert text_in(app, "found") == f"{len(ids_in(app))} of 10,000"
        await pilot.press("enter", "down", "down")
        chosen = table_in(app).current
        await pilot.press("escape")
        await pilot.pause()
        assert chosen is not None
        assert table_in(app).current == chosen
        assert table_in(app).lines.cells(chosen)[0] in drawn_by(app)


async def test_a_row_is_read_only_when_something_is_asked_about_it() -> None:
    """To read a row of a stored report takes time: what is shown, searched and sorted are its lines."""
    report = report_of(50)
    rows = CountingRows(report.rows)
    app = ReportApp(replace(report, rows=rows))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash", "1", "enter", "right", "s", "G")
        assert text_in(app, "found") == "26 of 50"
        assert rows.asked_for == []
        await pilot.press("enter")
        assert rows.asked_for == [table_in(app).current]


# Notes


@SIZED
async def test_every_note_has_its_key(size: tuple[int, int]) -> None:
    """1 to 7 show one note each, in the order of the legend; 0 shows all."""
    app = ReportApp(report_of(21))
    async with app.run_test(size=size) as pilot:
        for key, note in enumerate(Note, start=1):
            await pilot.press(str(key))
            assert notes_in(app) == {note}
            assert text_in(app, "found") == f"3 of 21, {note.value}"
        await pilot.press("0")
        assert text_in(app, "found") == "21 of 21"


async def test_note_and_query_hold_together() -> None:
    """A note key narrows what was searched for; escape on the table takes both away."""
    app = ReportApp(report_of(21))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("6", "slash")
        await type_in(pilot, "2")
        await pilot.press("enter")
        assert ids_in(app) == [20]
        await pilot.press("escape")
        assert len(ids_in(app)) == 21
        await pilot.press("1", "escape")
        assert len(ids_in(app)) == 21


@pytest.mark.parametrize("size", SIZES)
async def test_the_legend_shows_key_glyph_word_and_count(size: tuple[int, int]) -> None:
    """Every entry stands whole on the screen at every width."""
    app = ReportApp(report_of(22))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        entries = ["0 All 22", "1 ✗ No Match 4", "2 ○ Not Found 3", "3 → Link 3"]
        entries += ["4 ? Ambiguous 3", "5 ≡ Multiple 3", "6 ✓ OK 3", "7 – Excluded 3"]
        assert all(entry in drawn_by(app) for entry in entries)


async def test_the_legend_can_be_clicked() -> None:
    """An entry does what its key does."""
    app = ReportApp(report_of(21))
    async with app.run_test(size=(40, 24)) as pilot:
        await pilot.pause()
        await pilot.click(NoteBar, offset=(2, 1))
        assert notes_in(app) == {Note.NOT_FOUND}
        await pilot.click(NoteBar, offset=(2, 0))
        assert len(notes_in(app)) == len(Note)
        await pilot.click(NoteBar, offset=(39, 0))
        assert len(notes_in(app)) == len(Note)


# Marks


async def test_marks_survive_filter_and_sort_and_are_counted_aloud() -> None:
    """The count stands beside the search, and says how many of them the filter hides."""
    app = ReportApp(report_of(21, notes=[Note.LINK, Note.OK]))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space", "j", "j", "space")
        assert text_in(app, "found") == "21 of 21, 2 marked"
        await pilot.press("slash")
        await type_in(pilot, "company:1")
        await pilot.press("enter")
        assert text_in(app, "found") == f"{len(ids_in(app))} of 21, 2 marked (1 hidden)"
        await pilot.press("s", "e")
        assert app.asked == [("export", [1, 3], len(ids_in(app)), 21)]
        await pilot.press("u")
        await pilot.pause()
        assert "marked" not in text_in(app, "found")


async def test_a_mark_that_exports_nothing_is_said_so() -> None:
    """Any row may be marked, but only Link rows reach the file."""
    app = ReportApp(report_of(14))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("space")
        await pilot.pause()
        assert text_in(app, "status") == (
            "Company 1 is marked, but its note is No Match: only Link rows are exported"
        )
        await pilot.press("space")
        await pilot.pause()
        assert text_in(app, "status") == ""
        await pilot.press("j", "j", "space")
        await pilot.pause()
        assert text_in(app, "status") == ""


# What the app is asked for


async def test_each_key_asks_the_app_for_its_thing() -> None:
    """Letters, and the function keys that double them."""
    app = ReportApp(report_of(14))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "enter", "e", "f4", "m", "f7", "R", "f5")
        await pilot.pause()
        export: object = ("export", [], 14, 14)
        rule = ("rule", "acme")
        expected: list[object] = [("row", plain_name(2)), export, export, rule, rule, "run", "run"]
        assert app.asked == expected


async def test_the_export_gets_the_rows_as_they_are_filtered_and_sorted() -> None:
    """What is shown is what the dialog speaks of."""
    app = ReportApp(report_of(21))
    shown: list[int] = []
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("3", "right", "s")
        shown = ids_in(app)
        assert shown == [17, 10, 3]


async def test_a_new_report_waits_until_it_is_asked_for() -> None:
    """It is announced in the status line, where it moves nothing; then enter and R open it."""
    app = ReportApp(report_of(14))
    async with app.run_test(size=(80, 24)) as pilot:
        before = drawn_by(app).splitlines()
        app.report_screen.report_is_waiting = True
        await pilot.pause()
        assert text_in(app, "status").startswith("new report ready: R again, or enter")
        assert drawn_by(app).splitlines()[:20] == before[:20]
        await pilot.press("enter", "R")
        assert app.asked == ["open", "open"]
        await pilot.press("slash")
        await type_in(pilot, "zzz")
        await pilot.press("enter", "enter")
        assert app.asked == ["open", "open", "open"]
        app.report_screen.report_is_waiting = False
        await pilot.press("escape", "R", "enter")
        assert app.asked[3:] == ["run", ("row", plain_name(1))]


async def test_a_running_fetch_has_one_line_that_comes_and_goes() -> None:
    """What the app says is shown as it is, markup and control characters included."""
    app = ReportApp(report_of(14))
    async with app.run_test(size=(120, 40)) as pilot:
        app.report_screen.run_line = "Reading Xero: page 3 of 7 [/]\x1b"
        await pilot.pause()
        assert "Reading Xero: page 3 of 7 [/]␛" in drawn_by(app)
        app.report_screen.run_line = ""
        await pilot.pause()
        assert text_in(app, "status") == ""


async def test_a_refresh_keeps_cursor_marks_query_and_sorting() -> None:
    """The newer report of the same profile comes up where the person was."""
    app = ReportApp(report_of(21))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash")
        await type_in(pilot, "company:1")
        await pilot.press("enter", "right", "s", "j", "j", "space")
        company = company_in(app)
        app.report_screen.show_report(report_of(42), profile="acme")
        await pilot.pause()
        assert company is not None
        assert company_in(app) == company
        assert table_in(app).marked == {company}
        assert query_in(app).value == "company:1"
        assert ids_in(app)[0] == 41


async def test_another_profile_begins_afresh() -> None:
    """Marks and search belong to the profile: the same ids mean other companies there."""
    app = ReportApp(report_of(21))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "j", "space", "3", "slash")
        await type_in(pilot, "1")
        app.report_screen.show_report(report_of(21), profile="other")
        await pilot.pause()
        assert (query_in(app).value, table_in(app).marked) == ("", frozenset())
        assert text_in(app, "found") == "21 of 21"
        assert table_in(app).cursor_row == 0
        assert text_in(app, "title").startswith("other")


# In words


async def test_without_a_report_every_key_is_borne_and_answered() -> None:
    """The screen says what to do; only R asks for something."""
    app = ReportApp()
    async with app.run_test(size=(80, 24)) as pilot:
        assert words_in(app) == "No report yet. Press R to run it."
        app.report_screen.no_report_sentence = "Opening [/] ..."
        await pilot.pause()
        assert "Opening [/] ..." in drawn_by(app)
        await pilot.press("e")
        assert "no report yet" in text_in(app, "status")
        await pilot.press("m", "enter", "space", "u", "s", "right", "3", "escape", "j", "G", "slash", "a")
        await pilot.press("enter", "R")
        assert app.asked == ["run"]


async def test_no_companies_speak_of_permissions() -> None:
    """An empty answer of Autotask is no error, but may be a missing permission."""
    app = ReportApp(report_of(0))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Autotask returned no companies" in words_in(app)
        assert "permissions" in words_in(app)
        assert "permissions" in drawn_by(app)


async def test_what_is_missing_stands_above_the_search() -> None:
    """No customers, no contacts, nothing to export: each is a sentence."""
    app = ReportApp(build_report(snapshot([company_of()], [], []), rules()))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        remarks = text_in(app, "remarks")
        for words in ("no contacts", "Xero returned no customers", "nothing to export"):
            assert words in remarks
        assert "Xero returned no customers" in drawn_by(app)


async def test_an_ordinary_report_has_no_banner() -> None:
    """Every line that can go to rows goes to rows."""
    app = ReportApp(report_of(14))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert not app.report_screen.query_one("#report-remarks").display


async def test_an_incomplete_report_says_why_above_everything() -> None:
    """A report that is short never looks like one that is not, whatever is searched; the way out is named."""
    app = ReportApp(report_of(14, incomplete_because=["Xero stopped at page 3 [/]."]))
    async with app.run_test(size=(80, 24)) as pilot:
        for keys in ((), ("3",), ("slash", "x", "y", "z"), ("escape",)):
            await pilot.press(*keys)
            await pilot.pause()
            first, second = drawn_by(app).splitlines()[1:3]
            assert first.strip() == "! Incomplete: rows may be missing or have a wrong note. R reads again."
            assert second.strip() == "Xero stopped at page 3 [/]."


async def test_the_banner_goes_with_the_incomplete_report() -> None:
    """The next report is complete, and says nothing."""
    app = ReportApp(report_of(14, incomplete_because=["Xero stopped at page 3."]))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.report_screen.show_report(report_of(14), profile="acme")
        await pilot.pause()
        assert "Incomplete" not in drawn_by(app)


async def test_an_incomplete_report_without_rows_has_its_banner() -> None:
    """Nothing found is not the same as nothing there."""
    app = ReportApp(report_of(0, incomplete_because=["Autotask stopped."]))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "! Incomplete" in drawn_by(app)
        assert "Autotask returned no companies" in drawn_by(app)


async def test_the_title_says_whose_report_under_which_rule_and_how_old() -> None:
    """A rule that was chosen for this report only is marked as such."""
    report = report_of(14, under=rules(MatchBy.NUMBER_THEN_NAME, ignore_case=True))
    app = ReportApp(report)
    async with app.run_test(size=(120, 40)) as pilot:
        noon = NOON.astimezone()
        assert text_in(app, "title") == (
            f"acme  by number, then name ignoring case, read {noon:%d %b}: "
            f"Autotask {noon:%H:%M}, Xero {noon:%H:%M}"
        )
        app.report_screen.show_report(report, profile="acme", rule_is_configured=False)
        await pilot.pause()
        assert "(this report only)" in text_in(app, "title")


@pytest.mark.parametrize("rule", MatchBy)
def test_every_rule_has_its_own_words(rule: MatchBy) -> None:
    """The title tells one rule from another."""
    others = [rule_words(rules(other).match) for other in MatchBy if other is not rule]
    assert rule_words(rules(rule).match) not in others


def test_sides_that_were_read_on_different_days_say_so() -> None:
    """A cached side is not taken for a fresh one."""
    words = read_words(FetchedAt(autotask=NOON, xero=NOON + timedelta(days=1)))
    assert f"{NOON.astimezone():%d %b}" in words
    assert f"{(NOON + timedelta(days=1)).astimezone():%d %b}" in words


@SIZED
async def test_hostile_names_are_shown_exactly(size: tuple[int, int]) -> None:
    """Markup stays text, and what a terminal would obey has a stand-in, in the table and in every line."""
    report = hostile_report(Note.OK)
    app = ReportApp(replace(report, profile="[/] Ltd"))
    async with app.run_test(size=size) as pilot:
        for _ in HOSTILE_NAMES:
            await pilot.press("space", "j")
            await pilot.pause()
            drawn = drawn_by(app)
            assert drawn.replace("\n", "").isprintable()
        cells = {cell.plain for cell in table_in(app).get_column("company")}
        assert cells == {visible(name) for name in HOSTILE_NAMES}
        for name in ("Bad [/close] Ltd", "[red]Acme[/red]", "Esc ␛[31m Ltd", "=cmd()"):
            assert name in drawn
        app.report_screen.show_report(report, profile="[/] \x1b Ltd")
        await pilot.pause()
        assert drawn_by(app).splitlines()[0].strip().startswith("[/] ␛ Ltd")


async def test_hidden_columns_are_named_in_one_line() -> None:
    """At 80 cells the status line says what has no room, and how to see it."""
    app = ReportApp(report_of(14))
    async with app.run_test(size=(120, 40)) as pilot:
        assert text_in(app, "status") == ""
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert text_in(app, "status") == "No room for Number, First, Last, E-mail (left/right shows them)"
        await pilot.press("right")
        await pilot.pause()
        assert "Number" not in text_in(app, "status")


async def test_a_sorting_that_no_heading_shows_is_said_until_another_one_is_chosen() -> None:
    """The sorted column may have lost its room; what is said of it ends with the next sorting."""
    app = ReportApp(report_of(21))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("right", "s", *["right"] * 6)
        assert text_in(app, "status").startswith("Sorted by Number   No room for Number")
        await pilot.press("s")
        assert text_in(app, "status").startswith("No room for Number")


@SIZED
async def test_it_can_be_drawn_in_plain_ascii(size: tuple[int, int]) -> None:
    """Every note is told apart by its glyph and word alone."""
    app = ReportApp(report_of(14), ascii_only=True)
    async with app.run_test(size=size) as pilot:
        await pilot.press("space")
        await pilot.pause()
        assert "x No Match" in drawn_by(app)
        assert [line for line in drawn_by(app).splitlines() if not line.isascii()] == []


def test_the_help_names_every_note() -> None:
    """The help is the legend in sentences."""
    assert all(f"| {note.value} |" in ReportScreen.HELP for note in Note)


async def test_another_screen_can_put_the_cursor_on_a_company() -> None:
    """Where the search hides it all rows are shown again; a company without a row is said to have none."""
    app = ReportApp(report_of(6), initial_filter="note:link")
    async with app.run_test(size=(80, 24)) as pilot:
        assert ids_in(app) == [3]
        app.report_screen.show_company(CompanyId(5))
        await pilot.pause()
        assert (len(ids_in(app)), table_in(app).current) == (6, 4)
        app.report_screen.show_company(CompanyId(7))
        await pilot.pause()
        assert "no row in this report" in text_in(app, "status")
        assert table_in(app).current == 4


# The jump to a number


def prompt_in(app: ReportApp) -> str:
    """Return the answer beside the number that is typed; empty where the prompt is not on the screen."""
    prompt = app.report_screen.query_one(JumpPrompt)
    return str(prompt.query_one(".jump-answer", Static).visual) if prompt.display else ""


async def test_a_number_leads_to_its_company() -> None:
    """Where it leads stands beside it while it is typed; enter goes there, escape leaves all as it was."""
    app = ReportApp(report_of(21))
    async with app.run_test(size=(60, 15)) as pilot:
        await pilot.press("number_sign")
        await type_in(pilot, "c-")
        assert prompt_in(app) == f"C-0  {plain_name(21)}"
        await type_in(pilot, "4")
        assert prompt_in(app) == plain_name(17)
        await pilot.press("escape")
        assert (company_in(app), prompt_in(app), table_in(app).has_focus) == (1, "", True)
        await pilot.press("number_sign")
        await type_in(pilot, "C-4")
        await pilot.press("enter")
        assert (company_in(app), prompt_in(app), table_in(app).has_focus) == (17, "", True)
        await pilot.press("number_sign", "x", "enter")
        assert prompt_in(app) == "No company number begins with that."


async def test_a_jump_to_a_hidden_company_asks_before_it_shows_all_rows() -> None:
    """The filter was set on purpose; a second enter gives it up, and escape keeps it."""
    app = ReportApp(report_of(21))
    async with app.run_test(size=(60, 15)) as pilot:
        await pilot.press("6", "number_sign")
        await type_in(pilot, "C-4")
        assert prompt_in(app) == f"{plain_name(17)} (hidden)"
        await pilot.press("enter")
        assert "enter again" in prompt_in(app)
        assert "enter again shows all rows" in drawn_by(app)
        assert notes_in(app) == {Note.OK}
        await pilot.press("escape")
        assert notes_in(app) == {Note.OK}
        await pilot.press("number_sign")
        await type_in(pilot, "C-4")
        await pilot.press("enter", "enter")
        assert (company_in(app), len(ids_in(app)), table_in(app).has_focus) == (17, 21, True)
