"""Both sides' own trouble: what is amiss within Autotask or Xero alone, kind by kind."""

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
from axtui.core.report_lines import ReportLines, lines_of
from axtui.core.text import visible
from axtui.core.trouble_lines import part_of, trouble_lines
from axtui.tui import trouble_words as words
from axtui.tui.plain_text import PlainTextRequested
from axtui.tui.searching import Searching
from axtui.tui.terminal_app import TerminalApp
from axtui.tui.widgets.cell_table import CellTable
from axtui.tui.widgets.kind_list import KindList
from axtui.tui.widgets.push_button import PushButton
from axtui.tui.widgets.search_input import SearchInput

if TYPE_CHECKING:
    from axtui.core.trouble import Finding, Trouble, TroubleKind


class TroubleScreen(ModalScreen[CompanyId | None]):
    """Shows what was found, and leads to the rows of the companies that it is about."""

    HELP: ClassVar[str] = words.HELP

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,v,f10", "leave", "Leave", id="trouble.leave"),
        Binding("enter", "choose", "To the report's row", id="trouble.choose"),
        Binding("slash,f3", "search", "Search", id="trouble.search"),
        *(
            Binding(
                str(at),
                f"show_kind({at})",
                f"Kind {kind or 'all'}",
                id=f"trouble.{kind or 'all'}",
                show=False,
            )
            for at, kind in enumerate(words.KINDS[:10])
        ),
        Binding("left_square_bracket", "step(-1)", "Kind before", id="trouble.before", show=False),
        Binding("right_square_bracket", "step(1)", "Kind after", id="trouble.after", show=False),
        Binding("j", "move(1)", "Row down", id="trouble.down", show=False),
        Binding("k", "move(-1)", "Row up", id="trouble.up", show=False),
        Binding("y", "copy_cell", "Cell to the clipboard", id="trouble.copy-cell", show=False),
        Binding("Y", "copy_row", "Finding to the clipboard", id="trouble.copy-row", show=False),
        Binding("L", "plain_text", "Plain text", id="trouble.plain", show=False),
        Binding("question_mark,f1", "app.help", "Help", id="trouble.help", show=False),
    ]

    AUTO_FOCUS = "KindList"

    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]  # noqa: RUF012  # Textual has not typed it as a class's

    DEFAULT_CSS = """
    TroubleScreen {
        align: center middle;
        #trouble {
            width: 132;
            max-width: 100%;
            height: 100%;
            max-height: 48;
            padding: 0 1;
            background: $surface;
            border: round $primary;
        }
        &.-ascii #trouble { border: ascii $primary; }
        #trouble-summary { height: auto; max-height: 3; }
        &.-low.-found #trouble-summary, &.-low #trouble-buttons { display: none; }
        &.-low.-found #trouble-row { max-height: 3; }
        #trouble-search { height: 1; }
        #trouble-sign { width: 2; color: $text-muted; }
        #trouble-count { width: auto; }
        CellTable { height: 1fr; min-height: 4; max-height: 100%; }
        #trouble-row { height: auto; max-height: 5; }
        #trouble-buttons PushButton { margin: 0; }
        KindList, #trouble-search, CellTable, #trouble-row { display: none; }
        &.-found KindList { display: block; }
        &.-any #trouble-search, &.-any CellTable, &.-any #trouble-row { display: block; }
    }
    """

    def __init__(
        self,
        look: Callable[[], Awaitable[Trouble | None]],
        *,
        profile: str,
        ascii: bool = False,  # noqa: A002  # the setting's own name
    ) -> None:
        """Show what `look` comes back with; with None, the app has said why there is nothing."""
        super().__init__()
        self._look = look
        self._profile = profile
        self._trouble: Trouble | None = None
        self._kind: TroubleKind | None = None
        self._lines: ReportLines = lines_of(())
        self._shown: words.ShownFindings | None = None
        self._searching = Searching(self._lines, clock=time.monotonic)
        self._kinds = KindList()
        self._table = CellTable(words.remark_of, id="trouble-table")
        self._input = SearchInput(id="trouble-query")
        self.set_class(ascii, "-ascii")

    def compose(self) -> ComposeResult:
        """The kinds above, the findings of the chosen one below."""
        with Vertical(id="trouble") as box:
            box.border_title = Content(f"Both sides' own trouble: {visible(self._profile)}")
            yield self._kinds
            yield Static(words.LOOKING, id="trouble-summary", markup=False)
            with Horizontal(id="trouble-search"):
                yield Static("/", id="trouble-sign", markup=False)
                yield self._input
                yield Static(id="trouble-count", markup=False)
            yield self._table
            yield Static(id="trouble-row", markup=False)
            with HorizontalGroup(id="trouble-buttons"):
                yield PushButton("Close", key="esc", id="trouble-close")

    def on_mount(self) -> None:
        """Look through both sides; that takes seconds for a large report."""
        self.watch(self._input, "value", self._search, init=False)
        self._begin()

    @work(group="look")
    async def _begin(self) -> None:
        trouble = await self._look()
        if trouble is None:
            self.dismiss(None)
            return
        self._lines = await asyncio.to_thread(trouble_lines, trouble)
        self._trouble = trouble
        self.add_class("-found")
        self._kinds.focus()
        self._show_kind(None)

    # The kind that is chosen

    @on(KindList.Chosen)
    def _kind_chosen(self, event: KindList.Chosen) -> None:
        event.stop()
        self.action_step(event.step)

    def action_step(self, step: int) -> None:
        """Show the kind so many places further in the list."""
        self._show_kind(words.kind_beside(self._kind, step))

    def action_show_kind(self, at: int) -> None:
        """Show the findings of one kind, or all of them."""
        self._show_kind(words.KINDS[at])

    def _show_kind(self, kind: TroubleKind | None) -> None:
        trouble = self._trouble
        if trouble is None:
            return
        self._kind = kind
        self._kinds.show(trouble, kind)
        self._searching.open(part_of(self._lines, trouble.places(kind)))
        self.query_one("#trouble-summary", Static).update(words.summary_words(trouble, kind))
        self.set_class(bool(trouble.places(kind)), "-any")
        self._search()

    # The findings

    def _search(self) -> None:
        self._searching.ask(self._input.value)
        self._show_found()
        if not self._searching.is_done:
            self.run_worker(self._searching.go_on(self._show_found), group="search", exclusive=True)

    def _show_found(self) -> None:
        trouble = self._trouble
        if trouble is None:
            return
        found = self._searching.found
        self._shown = words.ShownFindings(trouble, self._kind, found.indexes)
        problem = f"{found.query.problem} " if found.query.problem else ""
        count = f"{problem}{len(found):,} of {len(trouble.places(self._kind)):,}"
        self.query_one("#trouble-count", Static).update(count)
        self._table.show(self._shown.header, self._shown)

    def action_search(self) -> None:
        """Go to the search line."""
        if self.has_class("-any"):
            self._input.focus()

    def action_leave_search(self) -> None:
        """Go on to the findings; what was typed stays."""
        self._table.focus()

    def action_move(self, rows: int) -> None:
        """Go to another finding."""
        self._table.action_move(rows, 0)

    @on(CellTable.Moved)
    def _moved(self, event: CellTable.Moved) -> None:
        event.stop()
        self.query_one("#trouble-row", Static).update(self._sentence or "Nothing is found.")

    @property
    def _finding(self) -> Finding | None:
        return self._shown.finding(self._table.row) if self._shown else None

    @property
    def _sentence(self) -> str:
        """What is said of the finding under the cursor."""
        trouble, finding = self._trouble, self._finding
        return words.finding_words(trouble, finding) if trouble and finding else ""

    # What follows

    def action_choose(self) -> None:
        """Go on to the findings, and from a finding to its company's row in the report."""
        finding = self._finding
        if finding is None:
            return
        if self.focused is not self._table:
            self._table.focus()
            return
        company = finding.company or next(iter(finding.companies), None)
        if company is None:
            self.notify(words.NO_ROW, markup=False)
        else:
            self.dismiss(company.id)

    def action_copy_cell(self) -> None:
        """Send the chosen cell to the terminal's clipboard."""
        if self._shown:
            self._copy(self._table.heading, pasteable(self._table.cell))

    def action_copy_row(self) -> None:
        """Send what is said of the finding to the terminal's clipboard."""
        self._copy("The finding", self._sentence)

    def _copy(self, what: str, text: str) -> None:
        if text and isinstance(self.app, TerminalApp):
            self.notify(self.app.send_to_clipboard(what, text), markup=False)

    def action_plain_text(self) -> None:
        """Ask for all of it as plain text."""
        trouble, shown = self._trouble, self._shown
        if trouble is None or shown is None:
            return
        head = [f"Both sides' own trouble: {visible(self._profile)}"]
        summary, width = words.summary_words(trouble, self._kind), self.app.size.width
        self.post_message(PlainTextRequested(words.plain_text(head, trouble, summary, shown, width=width)))

    @on(PushButton.Pressed, "#trouble-close")
    def action_leave(self) -> None:
        """Leave everything as it is."""
        self.dismiss(None)
