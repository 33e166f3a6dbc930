"""The report's table and search alone, over lines that are made up: `python made_up_app.py ROWS`."""

import sys
import time
from pathlib import Path
from typing import ClassVar

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.made_up_rows import made_up_lines
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from axtui.__main__ import collect_seldom
from axtui.core.report_lines import ReportLines
from axtui.tui.searching import Searching
from axtui.tui.terminal_app import TerminalApp
from axtui.tui.widgets.report_table import ReportTable
from axtui.tui.widgets.search_input import SearchInput


class MadeUpScreen(Screen[None]):
    """What the report screen does with a key, and nothing else of it."""

    CSS = "ReportTable { height: 1fr; } Static { height: 1; }"
    BINDINGS: ClassVar = [("slash", "search")]

    def __init__(self, lines: ReportLines) -> None:
        super().__init__()
        self._lines = lines
        self._searching = Searching(lines, clock=time.monotonic)

    def compose(self) -> ComposeResult:
        """Search, table, count."""
        yield SearchInput()
        yield ReportTable()
        yield Static()

    def on_mount(self) -> None:
        """Show all rows, and answer every key in the watcher."""
        self._table.show(self._lines)
        self._count()
        self.watch(self._input, "value", self._search, init=False)
        self._input.focus()

    @property
    def _input(self) -> SearchInput:
        return self.query_one(SearchInput)

    @property
    def _table(self) -> ReportTable:
        return self.query_one(ReportTable)

    def action_leave_search(self) -> None:
        """Go to the table."""
        self._table.focus()

    def action_search(self) -> None:
        """Go back to the search."""
        self._input.focus()

    def _search(self, value: str) -> None:
        self._searching.ask(value)
        self._show()
        if not self._searching.is_done:
            self.call_after_refresh(self._go_on)

    def _go_on(self) -> None:
        self.run_worker(self._searching.go_on(self._show), group="search", exclusive=True)

    def _show(self) -> None:
        found = self._searching.found
        self._table.show_only(found.indexes, query=found.query)
        self._count()

    def _count(self) -> None:
        more = "" if self._searching.is_done else ", searching"
        self.query_one(Static).update(
            f"{len(self._searching.found)} of {len(self._lines)}{more}", layout=False
        )


class MadeUpApp(TerminalApp):
    """The terminal as the program uses it, and that screen."""

    def __init__(self, lines: ReportLines) -> None:
        super().__init__(theme="textual-dark")
        self._lines = lines

    def get_default_screen(self) -> Screen[None]:
        """Return the only screen."""
        return MadeUpScreen(self._lines)


if __name__ == "__main__":
    collect_seldom()
    MadeUpApp(made_up_lines(int(sys.argv[1]))).run()
