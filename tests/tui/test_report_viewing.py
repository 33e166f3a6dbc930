"""The report as it stands on the screen: the row beside the table, copies, plain text, columns."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from small_reports import hostile_report, plain_name, report_of
from textual.pilot import Pilot
from textual.screen import Screen

from axtui.core.cells import Column
from axtui.core.clipboard import Clipboard
from axtui.core.column_choice import ColumnChoice
from axtui.core.notes import Note
from axtui.core.report import Report
from axtui.core.sorting import Sorting
from axtui.core.view import View
from axtui.tui.memory import Memory
from axtui.tui.plain_text import PlainTextRequested
from axtui.tui.screens.report import ReportScreen
from axtui.tui.terminal_app import TerminalApp
from axtui.tui.widgets.report_table import ReportTable
from axtui.tui.widgets.row_detail import RowBeside
from axtui.tui.widgets.search_input import SearchInput
from axtui.tui.widgets.status_line import StatusLine


class ViewingApp(TerminalApp):
    """Shows a report, and keeps what it asks for."""

    def __init__(self, report: Report, *, clipboard: Clipboard, view: View | None) -> None:
        super().__init__(theme="textual-dark", clipboard=clipboard)
        self.report_screen = ReportScreen()
        self.memory = Memory(view)
        self.texts: list[str] = []
        self.choices: list[ColumnChoice] = []
        self.report_screen.show_report(report, profile="acme", memory=self.memory)

    def get_default_screen(self) -> Screen[None]:
        return self.report_screen

    def on_plain_text_requested(self, event: PlainTextRequested) -> None:
        self.texts.append(event.text)

    def on_report_viewing_columns_requested(self, event: ReportScreen.ColumnsRequested) -> None:
        self.choices.append(event.choice)

    @property
    def table(self) -> ReportTable:
        """The screen's table."""
        return self.report_screen.query_one(ReportTable)

    @property
    def beside(self) -> RowBeside:
        """The detail beside the table."""
        return self.report_screen.query_one(RowBeside)

    def has_detail(self) -> bool:
        """Whether the detail stands beside the table."""
        return any(detail.display for detail in self.report_screen.query(RowBeside))

    @property
    def status(self) -> str:
        """The last line but one."""
        return str(self.report_screen.query_one(StatusLine).visual)

    def drawn_beside(self) -> str:
        """Return what the detail beside the table draws."""
        return "\n".join(self.beside.render_line(y).text.strip() for y in range(self.beside.size.height))


@asynccontextmanager
async def shown(
    report: Report,
    size: tuple[int, int] = (160, 40),
    *,
    clipboard: Clipboard = Clipboard.OSC52,
    view: View | None = None,
) -> AsyncIterator[tuple[ViewingApp, Pilot[None]]]:
    """Show a report and wait until it is drawn."""
    app = ViewingApp(report, clipboard=clipboard, view=view)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.pause()  # the detail beside the table comes behind the first frame
        yield app, pilot


# The row beside the table


async def test_the_row_under_the_cursor_stands_beside_the_table() -> None:
    """It follows moves, filters and a report without rows; scrolling it moves nothing else."""
    async with shown(report_of(30), (160, 16)) as (app, pilot):
        assert app.drawn_beside().startswith(plain_name(1))
        app.beside._look_again()  # the pause between two rows is over
        await pilot.press("j")
        await pilot.pause()
        assert app.drawn_beside().startswith(plain_name(2))
        assert "more lines: ctrl+d" in app.drawn_beside()
        await pilot.press("ctrl+d")
        assert not app.drawn_beside().startswith(plain_name(2))
        assert (app.table.current, app.focused) == (1, app.table)
        await pilot.press("ctrl+u")
        assert app.drawn_beside().startswith(plain_name(2))
        app.beside._look_again()
        app.report_screen.show_report(None, profile="acme")
        await pilot.pause()
        assert not app.has_detail()


async def test_rows_on_the_way_are_left_out_while_keys_come_quickly() -> None:
    """The one that the cursor stops on is shown in the end."""
    async with shown(report_of(30)) as (app, pilot):
        for _ in range(5):
            app.table.action_cursor_down()
        await pilot.pause()
        assert app.drawn_beside().startswith(plain_name(1))
        app.beside._look_again()
        await pilot.pause()
        assert app.drawn_beside().startswith(plain_name(6))


async def test_it_is_there_where_there_is_room_and_nobody_minds() -> None:
    """From 140 cells on, unless the person has turned it off."""
    async with shown(report_of(9), (139, 30)) as (app, pilot):
        assert not app.has_detail()
        await pilot.press("j")
        await pilot.resize_terminal(140, 30)
        await pilot.pause()
        await pilot.pause()
        assert app.has_detail()
        assert app.drawn_beside().startswith(plain_name(2))
        await pilot.resize_terminal(140, 12)
        await pilot.press("ctrl+d")
        assert not app.drawn_beside().startswith(plain_name(2))
        await pilot.resize_terminal(140, 40)
        await pilot.pause()
        assert app.drawn_beside().startswith(plain_name(2))
        app.report_screen.show_columns(ColumnChoice(has_detail=False))
        await pilot.pause()
        assert not app.has_detail()


async def test_the_table_fits_beside_it_whenever_it_appears() -> None:
    """Also while another screen is looked at, and somebody asks too early where a widget stands."""
    async with shown(report_of(0), (160, 40)) as (app, pilot):
        app.push_screen(Screen())
        await pilot.pause()
        app.report_screen.show_report(report_of(9), profile="acme")
        await pilot.pause()
        assert app.table.region.width < 120
        app.pop_screen()
        await pilot.pause()
        assert app.has_detail()
        assert sum(cells + 2 for _, cells in app.table.fit.widths) <= app.table.size.width


# Copies


@pytest.mark.fault("A20")
async def test_the_cell_of_the_active_column_is_sent_exactly() -> None:
    """But for what would steer a terminal; the words are honest."""
    async with shown(hostile_report(), (80, 24)) as (app, pilot):
        sent = []
        for name in ("Esc ␛[31m Ltd", "Zero�Width Ltd"):
            lines = app.table.lines
            app.table.go_to(next(row for row in range(len(lines)) if lines.cells(row)[0] == name))
            await pilot.press("y")
            sent.append(app.clipboard)
        assert sent == ["Esc ␛[31m Ltd", "Zero\u200bWidth Ltd"]
        assert app.status.startswith("Company was sent to the terminal (OSC 52).")


async def test_the_row_is_sent_as_its_chosen_columns() -> None:
    """Tabs between them, in the person's order, room or no room; a formula is none any more."""
    choice = ColumnChoice().moved(Column.NOTE, -7).toggled(Column.CUSTOMER).toggled(Column.CONTACT)
    async with shown(report_of(3, names=("=cmd()",)), (60, 15), view=View(columns=choice)) as (app, pilot):
        await pilot.press("Y")
        cells = app.clipboard.split("\t")
        assert cells[:3] == ["No Match", "'=cmd()", "C-2"]
        assert len(cells) == 6


@pytest.mark.parametrize(
    ("clipboard", "says"),
    [
        (Clipboard.OFF, "Nothing was sent: the setting"),
        (Clipboard.OSC52, "Nothing was sent: E-mail is empty."),
    ],
)
async def test_what_is_not_sent_is_said(clipboard: Clipboard, says: str) -> None:
    """A setting against it, and a cell without anything in it."""
    async with shown(report_of(3, notes=(Note.NO_MATCH,)), (80, 24), clipboard=clipboard) as (app, pilot):
        if clipboard is Clipboard.OSC52:
            app.table.active_column = Column.EMAIL
        await pilot.press("y")
        assert app.status.startswith(says)
        assert app.clipboard == ""


async def test_without_a_row_nothing_fails() -> None:
    """A report without rows has nothing to send, nothing to acknowledge and little to show."""
    async with shown(report_of(0), (80, 24)) as (app, pilot):
        await pilot.press("Y", "L", "ctrl+d")
        assert app.status.startswith("Nothing was sent: there is no row.")
        await pilot.press("a")
        assert app.status.startswith("There is no row to acknowledge.")
        assert app.clipboard == ""
        assert len(app.texts) == 1


# Plain text and columns


async def test_the_plain_text_is_what_the_screen_shows() -> None:
    """The rows in sight under the columns in sight, with what was searched for, and the marks."""
    async with shown(report_of(60), (80, 24)) as (app, pilot):
        await pilot.press("7", "j", "space", "L")
        (text,) = app.texts
        lines = text.splitlines()
        assert lines[0].startswith("acme")
        assert lines[1].startswith("8 of 60, Excluded, 1 marked")
        assert lines[3].split() == ["Mark", "Company", "Xero", "customer", "Accounts", "contact", "Note"]
        assert [line.split()[0] for line in lines[4:7]] == ["Company", "*", "Company"]
        assert len(lines) == 4 + 8


async def test_columns_are_asked_for_shown_and_remembered() -> None:
    """The screen begins with what is remembered, and keeps what comes back."""
    choice = ColumnChoice().toggled(Column.LAST)
    async with shown(report_of(9), (130, 24), view=View(columns=choice)) as (app, pilot):
        assert app.status == "Hidden: Last (o)"
        app.table.sort_by(Sorting(column=Column.LAST, reverse=True))
        app.report_screen.query_one(SearchInput).value = "last:hopper"
        await pilot.pause()
        assert len(app.table.shown) == 6
        assert app.status.startswith("Sorted by Last, backwards")
        await pilot.press("o")
        assert app.choices == [choice]
        app.report_screen.keep_columns(choice.toggled(Column.FIRST))
        assert app.memory.view.columns.hidden == {Column.FIRST, Column.LAST}
