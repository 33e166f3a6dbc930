"""Both sides' own trouble: what is amiss within Autotask or Xero alone, kind by kind."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import HorizontalGroup, Vertical
from textual.content import Content
from textual.widgets import Static

from axtui.core.models import CompanyId
from axtui.core.report_lines import ReportLines, lines_of
from axtui.core.text import visible
from axtui.core.trouble_lines import part_of, trouble_lines
from axtui.tui import trouble_words as words
from axtui.tui.found_rows import NO_ROWS
from axtui.tui.table_screen import SearchedTableScreen
from axtui.tui.widgets.kind_list import KindList
from axtui.tui.widgets.push_button import PushButton

if TYPE_CHECKING:
    from axtui.core.trouble import Finding, Trouble, TroubleKind


class TroubleScreen(SearchedTableScreen[CompanyId | None]):
    """Shows what was found, and leads to the rows of the companies that it is about."""

    HELP: ClassVar[str] = words.HELP

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,v,f10", "leave", "Leave", id="trouble.leave"),
        Binding("enter", "choose", "To the report's row", id="trouble.choose"),
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
    ]

    NOTHING = "Nothing is found."

    AUTO_FOCUS = "KindList"

    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]  # noqa: RUF012  # Textual has not typed it as a class's

    DEFAULT_CSS = """
    TroubleScreen {
        #trouble-summary { height: auto; max-height: 3; }
        &.-low.-found #trouble-summary, &.-low .buttons { display: none; }
        &.-low.-found #trouble-row { max-height: 3; }
        CellTable { min-height: 4; }
        #trouble-row { height: auto; max-height: 5; }
        KindList, .search, CellTable, #trouble-row { display: none; }
        &.-found KindList { display: block; }
        &.-any .search, &.-any CellTable, &.-any #trouble-row { display: block; }
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
        super().__init__("trouble", words.remark_of, ascii=ascii)
        self._look = look
        self._profile = profile
        self._trouble: Trouble | None = None
        self._kind: TroubleKind | None = None
        self._lines: ReportLines = lines_of(())
        self._shown = NO_ROWS
        self._kinds = KindList()

    def compose(self) -> ComposeResult:
        """The kinds above, the findings of the chosen one below."""
        with Vertical(classes="box") as box:
            box.border_title = Content(f"Both sides' own trouble: {visible(self._profile)}")
            yield self._kinds
            yield Static(words.LOOKING, id="trouble-summary", markup=False)
            yield self._search_line()
            yield self._table
            yield self._row_words
            with HorizontalGroup(classes="buttons"):
                yield PushButton("Close", key="esc", id="trouble-close")

    def on_mount(self) -> None:
        """Look through both sides; that takes seconds for a large report."""
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
        self._kinds.show(partial(self._kinds_content, trouble, kind))
        self.query_one("#trouble-summary", Static).update(words.summary_words(trouble, kind))
        self._open(part_of(self._lines, trouble.places(kind)))

    def _kinds_content(self, trouble: Trouble, kind: TroubleKind | None, width: int) -> Content:
        return words.kinds_content(trouble, kind, width=width, lines=self.app.size.height)

    # The findings

    def _show_rows(self, places: Sequence[int]) -> None:
        if self._trouble is not None:
            self._shown = words.found_findings(self._trouble, self._kind, places)
            self._table.show(words.header_of(self._kind), self._shown)

    @property
    def _finding(self) -> Finding | None:
        if self._trouble is None or not self._shown:
            return None
        return words.finding_at(self._trouble, self._kind, self._shown.places[self._table.row])

    @property
    def _sentence(self) -> str:
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

    def _plain_text(self, width: int) -> str:
        if self._trouble is None:
            return ""
        head = [f"Both sides' own trouble: {visible(self._profile)}"]
        return words.plain_text(head, self._trouble, self._kind, self._shown, width=width)

    @on(PushButton.Pressed, "#trouble-close")
    def action_leave(self) -> None:
        """Leave everything as it is."""
        self.dismiss(None)
