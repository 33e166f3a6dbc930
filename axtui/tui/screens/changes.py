"""What has changed: the report on the screen against an earlier run."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, HorizontalGroup, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from axtui.core.clipboard import pasteable
from axtui.core.models import CompanyId
from axtui.core.report_lines import lines_of
from axtui.core.text import visible
from axtui.services.change_words import FIRST_RUN
from axtui.tui import changes_words as words
from axtui.tui.plain_text import PlainTextRequested
from axtui.tui.searching import Searching
from axtui.tui.terminal_app import TerminalApp
from axtui.tui.widgets.cell_table import CellTable
from axtui.tui.widgets.push_button import PushButton
from axtui.tui.widgets.search_input import SearchInput

if TYPE_CHECKING:
    from axtui.core.report import Report
    from axtui.services.run_changes import KnownRun


class ChangesScreen(ModalScreen[CompanyId | None]):
    """Compares; ends with the company whose row the person wants to see."""

    HELP: ClassVar[str] = words.HELP

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,d,f10", "leave", "Leave", id="changes.leave"),
        Binding("less_than_sign", "earlier(1)", "Run before", id="changes.earlier"),
        Binding("greater_than_sign", "earlier(-1)", "Run after", id="changes.later"),
        Binding("slash,f3", "search", "Search", id="changes.search"),
        Binding("enter", "choose", "To the row", id="changes.choose", show=False),
        Binding("j", "move(1)", "Row down", id="changes.down", show=False),
        Binding("k", "move(-1)", "Row up", id="changes.up", show=False),
        Binding("y", "copy_cell", "Cell to the clipboard", id="changes.copy-cell", show=False),
        Binding("Y", "copy_row", "Row to the clipboard", id="changes.copy-row", show=False),
        Binding("L", "plain_text", "Plain text", id="changes.plain", show=False),
        Binding("question_mark,f1", "app.help", "Help", id="changes.help", show=False),
    ]

    AUTO_FOCUS = "CellTable"

    DEFAULT_CSS = """
    ChangesScreen {
        align: center middle;
        #changes {
            width: 132;
            max-width: 100%;
            height: 100%;
            max-height: 48;
            padding: 0 1;
            background: $surface;
            border: round $primary;
        }
        &.-ascii #changes { border: ascii $primary; }
        #changes-head { height: auto; max-height: 5; }
        #changes-open { height: auto; max-height: 2; color: $text-muted; }
        #changes-search { height: 1; }
        #changes-sign { width: 2; color: $text-muted; }
        #changes-count { width: auto; }
        CellTable { height: 1fr; min-height: 3; max-height: 100%; }
        #changes-row { height: auto; max-height: 3; }
        #changes-buttons PushButton { margin: 0; }
        #changes-search, CellTable, #changes-row { visibility: hidden; }
        &.-compared #changes-search, &.-compared CellTable, &.-compared #changes-row { visibility: visible; }
    }
    """

    def __init__(
        self,
        report: Report,
        look: Callable[[], Awaitable[KnownRun | str]],
        *,
        ascii: bool = False,  # noqa: A002  # the setting's own name
    ) -> None:
        """Hold a report against its earlier runs; `look` finds them, or says why there are none."""
        super().__init__()
        self._report = report
        self._look = look
        self._ascii = ascii
        self._known: KnownRun | None = None
        self._ago = 1
        self._compared: words.Compared | None = None
        self._shown = words.ShownChanges(None, ())
        self._searching = Searching(lines_of(()), clock=time.monotonic)
        self._table = CellTable(words.remark_of, id="changes-table")
        self._input = SearchInput(id="changes-query")
        self.set_class(ascii, "-ascii")

    def compose(self) -> ComposeResult:
        """What is compared, how it has gone, and what has changed."""
        with Vertical(id="changes") as box:
            box.border_title = Content(f"What has changed: {visible(self._report.profile)}")
            yield Static(words.LOOKING, id="changes-head", markup=False)
            yield Static(id="changes-open", markup=False)
            with Horizontal(id="changes-search"):
                yield Static("/", id="changes-sign", markup=False)
                yield self._input
                yield Static(id="changes-count", markup=False)
            yield self._table
            yield Static(id="changes-row", markup=False)
            with HorizontalGroup(id="changes-buttons"):
                yield PushButton("Run before", key="<", id="changes-earlier", disabled=True)
                yield PushButton("Run after", key=">", id="changes-later", disabled=True)
                yield PushButton("Close", key="esc", id="changes-close")

    def on_mount(self) -> None:
        """Look for the runs; of a large report that takes a moment."""
        self.watch(self._input, "value", self._search, init=False)
        self._begin()

    @work(group="look")
    async def _begin(self) -> None:
        known = await self._look()
        if isinstance(known, str):
            self._say(known)
            return
        self._known = known
        if known.comparable:
            self._compare_with(1)
        else:
            self._say(FIRST_RUN)
            self._say_open(known)

    # The run that it is held against

    @on(PushButton.Pressed, "#changes-earlier")
    def _earlier_pressed(self) -> None:
        self.action_earlier(1)

    @on(PushButton.Pressed, "#changes-later")
    def _later_pressed(self) -> None:
        self.action_earlier(-1)

    def action_earlier(self, runs: int) -> None:
        """Hold it against an earlier run, or a later one."""
        if self._known is None:
            return
        ago = self._ago + runs
        if ago < 1 or ago > len(self._known.comparable):
            self.notify(words.LATEST if ago < 1 else words.OLDEST, markup=False)
        else:
            self._compare_with(ago)

    def _compare_with(self, ago: int) -> None:
        self._ago = ago
        known = self._known
        if known is None:
            return
        self._say(words.COMPARING)
        self.query_one("#changes-earlier", PushButton).disabled = ago == len(known.comparable)
        self.query_one("#changes-later", PushButton).disabled = ago == 1
        self._compare(known, known.comparable[-ago])

    @work(group="compare", exclusive=True)
    async def _compare(self, known: KnownRun, before: int) -> None:
        changes = await asyncio.to_thread(known.since, before)
        compared = await asyncio.to_thread(words.compared, changes, self._report)
        self._compared = compared
        self._searching.open(compared.lines)
        self._say(words.head_words(known, before, changes))
        self._say_open(known)
        self.set_class(bool(changes.changes), "-compared")
        self._search()
        if self.focused is not self._input:
            self._table.focus()

    def _say(self, sentence: str) -> None:
        self.query_one("#changes-head", Static).update(sentence)

    def _say_open(self, known: KnownRun) -> None:
        changes = self._compared.changes if self._compared else None
        self.query_one("#changes-open", Static).update(words.history_words(known, changes, ascii=self._ascii))

    # What has changed

    def _search(self) -> None:
        self._searching.ask(self._input.value)
        self._show_found()
        if not self._searching.is_done:
            self.run_worker(self._searching.go_on(self._show_found), group="search", exclusive=True)

    def _show_found(self) -> None:
        found = self._searching.found
        total = len(self._compared.changes.changes) if self._compared else 0
        self._shown = words.ShownChanges(self._compared, found.indexes)
        problem = f"{found.query.problem} " if found.query.problem else ""
        self.query_one("#changes-count", Static).update(f"{problem}{len(found):,} of {total:,}")
        self._table.show(words.HEADER, self._shown)

    def action_search(self) -> None:
        """Go to the search line."""
        if self.has_class("-compared"):
            self._input.focus()

    def action_leave_search(self) -> None:
        """Go on to the changes; what was typed stays."""
        self._table.focus()

    def action_move(self, rows: int) -> None:
        """Go to another change."""
        self._table.action_move(rows, 0)

    @on(CellTable.Moved)
    def _moved(self, event: CellTable.Moved) -> None:
        event.stop()
        self.query_one("#changes-row", Static).update(self._sentence)

    @property
    def _row(self) -> int | None:
        return self._shown.rows[self._table.row] if self._shown else None

    @property
    def _sentence(self) -> str:
        """What is said of the change under the cursor."""
        row, compared = self._row, self._compared
        if row is None or compared is None:
            return "No change is found."
        return words.change_sentence(compared.changes.changes[row], compared.names[row], self._report)

    # What follows

    def action_choose(self) -> None:
        """Go to the row of the company under the cursor."""
        row, compared = self._row, self._compared
        if row is not None and compared is not None:
            self.dismiss(compared.lines.companies[row])

    def action_copy_cell(self) -> None:
        """Send the chosen cell to the terminal's clipboard."""
        if self._shown:
            self._copy(self._table.heading, pasteable(self._table.cell))

    def action_copy_row(self) -> None:
        """Send what is said of the row to the terminal's clipboard."""
        if self._shown:
            self._copy("The row", self._sentence)

    def _copy(self, what: str, text: str) -> None:
        if text and isinstance(self.app, TerminalApp):
            self.notify(self.app.send_to_clipboard(what, text), markup=False)

    def action_plain_text(self) -> None:
        """Ask for all of it as plain text."""
        if self._known is None:
            return
        titled = [f"What has changed: {visible(self._report.profile)}"]
        said = [str(self.query_one(each, Static).content) for each in ("#changes-head", "#changes-open")]
        text = words.plain_text([*titled, *said], self._shown, width=self.app.size.width)
        self.post_message(PlainTextRequested(text))

    @on(PushButton.Pressed, "#changes-close")
    def action_leave(self) -> None:
        """Go back to the report."""
        self.dismiss(None)
