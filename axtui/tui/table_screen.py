"""Screens over the report with one table each: its keys, its search line, and what is said of a row.

A screen that inherits says which rows there are, and puts the parts where it wants them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.screen import ModalScreen, ScreenResultType
from textual.widgets import Static

from axtui.core.clipboard import pasteable
from axtui.core.report_lines import lines_of
from axtui.tui.deferred import Deferred
from axtui.tui.plain_text import PlainTextRequested
from axtui.tui.searching import Searching
from axtui.tui.terminal_app import TerminalApp
from axtui.tui.widgets.cell_table import CellTable
from axtui.tui.widgets.search_input import SearchInput

if TYPE_CHECKING:
    from axtui.core.report_lines import ReportLines


class TableScreen(ModalScreen[ScreenResultType]):
    """A table, and under it all that there is to say of the chosen row."""

    NOTHING: ClassVar[str] = ""
    """What is said where no row is chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "move(1)", "Row down", id="rows.down", show=False),
        Binding("k", "move(-1)", "Row up", id="rows.up", show=False),
        Binding("y", "copy_cell", "Cell to the clipboard", id="rows.copy-cell", show=False),
        Binding("Y", "copy_row", "Row to the clipboard", id="rows.copy-row", show=False),
        Binding("L", "plain_text", "Plain text", id="rows.plain", show=False),
        Binding("question_mark,f1", "app.help", "Help", id="rows.help", show=False),
    ]

    AUTO_FOCUS = "CellTable"

    DEFAULT_CSS = """
    TableScreen {
        align: center middle;
        .box {
            width: 132;
            max-width: 100%;
            height: 100%;
            max-height: 48;
            padding: 0 1;
            background: $surface;
            border: round $primary;
        }
        &.-ascii .box { border: ascii $primary; }
        CellTable { height: 1fr; min-height: 3; max-height: 100%; }
        .buttons PushButton { margin: 0; }
    }
    """

    def __init__(
        self,
        part: str,
        remark: Callable[[str], str],
        *,
        ascii: bool,  # noqa: A002  # the setting's own name
    ) -> None:
        """`part` begins the ids of the screen's widgets; `remark` tells which cells want a look."""
        super().__init__()
        self._table = CellTable(remark, id=f"{part}-table")
        self._row_words = Static(id=f"{part}-row", markup=False)
        self.set_class(ascii, "-ascii")

    @property
    def _sentence(self) -> str:
        """What is said of the chosen row, display-safe; empty where there is none."""
        raise NotImplementedError

    def _plain_text(self, width: int) -> str:
        """Return the whole screen without frames and colours; empty while there is nothing to tell."""
        raise NotImplementedError

    @on(CellTable.Moved)
    def _moved(self, event: CellTable.Moved) -> None:
        event.stop()
        self._row_words.update(self._sentence or self.NOTHING)

    def action_move(self, rows: int) -> None:
        """Go to another row."""
        self._table.action_move(rows, 0)

    def action_copy_cell(self) -> None:
        """Send the chosen cell to the terminal's clipboard."""
        if self._table.heading:
            self._copy(self._table.heading, pasteable(self._table.cell))

    def action_copy_row(self) -> None:
        """Send what is said of the row to the terminal's clipboard."""
        if self._sentence:
            self._copy("The row", self._sentence)

    def _copy(self, what: str, text: str) -> None:
        if not text:
            self.notify(f"Nothing was sent: {what} is empty.", markup=False)
        elif isinstance(self.app, TerminalApp):
            self.notify(self.app.send_to_clipboard(what, text), markup=False)

    def action_plain_text(self) -> None:
        """Ask for the same as plain text."""
        if text := self._plain_text(self.app.size.width):
            self.post_message(PlainTextRequested(text))


class SearchedTableScreen(TableScreen[ScreenResultType]):
    """A table of which a search line shows a part, as in the report."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash,f3", "search", "Search", id="rows.search"),
    ]

    DEFAULT_CSS = """
    SearchedTableScreen {
        .search { height: 1; }
        .search-sign { width: 2; color: $text-muted; }
        .search-count { width: auto; }
    }
    """

    def __init__(
        self,
        part: str,
        remark: Callable[[str], str],
        *,
        ascii: bool,  # noqa: A002  # the setting's own name
    ) -> None:
        super().__init__(part, remark, ascii=ascii)
        self._searching = Searching(lines_of(()), clock=time.monotonic)
        self._input = SearchInput(id=f"{part}-query")
        self._count = Static(id=f"{part}-count", classes="search-count", markup=False)

    def _search_line(self) -> Horizontal:
        sign = Static("/", classes="search-sign", markup=False)
        return Horizontal(sign, self._input, self._count, classes="search")

    def _show_rows(self, places: Sequence[int]) -> None:
        """Show those lines that a search has found."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Answer every letter of a search."""
        self.watch(self._input, "value", self._search, init=False)

    def _open(self, lines: ReportLines) -> None:
        """Show other lines, as far as the search lets them through; with none there is no table."""
        self._searching.open(lines)
        self.set_class(len(lines) > 0, "-any")
        self._search()

    def _search(self) -> None:
        self._searching.ask(self._input.value)
        self._show_found()
        if not self._searching.is_done:
            going_on = Deferred(self._searching.go_on, self._show_found)
            self.run_worker(going_on, group="search", exclusive=True)

    def _show_found(self) -> None:
        found = self._searching.found
        problem = f"{found.query.problem} " if found.query.problem else ""
        self._count.update(f"{problem}{len(found):,} of {self._searching.total:,}")
        self._show_rows(found.indexes)

    def action_search(self) -> None:
        """Go to the search line."""
        if self.has_class("-any"):
            self._input.focus()

    def action_leave_search(self) -> None:
        """Go on to the table; what was typed stays."""
        self._table.focus()
