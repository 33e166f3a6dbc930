"""What has changed: the report on the screen against an earlier run."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import HorizontalGroup, Vertical
from textual.content import Content
from textual.widgets import Static

from axtui.core.models import CompanyId
from axtui.core.text import visible
from axtui.services.change_words import FIRST_RUN
from axtui.tui import changes_words as words
from axtui.tui.found_rows import NO_ROWS
from axtui.tui.table_screen import SearchedTableScreen
from axtui.tui.widgets.push_button import PushButton

if TYPE_CHECKING:
    from axtui.core.report import Report
    from axtui.services.run_changes import KnownRun


class ChangesScreen(SearchedTableScreen[CompanyId | None]):
    """Compares; ends with the company whose row the person wants to see."""

    HELP: ClassVar[str] = words.HELP

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,d,f10", "leave", "Leave", id="changes.leave"),
        Binding("less_than_sign", "earlier(1)", "Run before", id="changes.earlier"),
        Binding("greater_than_sign", "earlier(-1)", "Run after", id="changes.later"),
        Binding("enter", "choose", "To the row", id="changes.choose", show=False),
    ]

    NOTHING = "No change is found."

    DEFAULT_CSS = """
    ChangesScreen {
        #changes-head { height: auto; max-height: 5; }
        #changes-open { height: auto; max-height: 2; color: $text-muted; }
        #changes-row { height: auto; max-height: 3; }
        .search, CellTable, #changes-row { visibility: hidden; }
        &.-any .search, &.-any CellTable, &.-any #changes-row { visibility: visible; }
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
        super().__init__("changes", words.remark_of, ascii=ascii)
        self._report = report
        self._look = look
        self._ascii = ascii
        self._known: KnownRun | None = None
        self._ago = 1
        self._compared: words.Compared | None = None
        self._shown = NO_ROWS

    def compose(self) -> ComposeResult:
        """What is compared, how it has gone, and what has changed."""
        with Vertical(classes="box") as box:
            box.border_title = Content(f"What has changed: {visible(self._report.profile)}")
            yield Static(words.LOOKING, id="changes-head", markup=False)
            yield Static(id="changes-open", markup=False)
            yield self._search_line()
            yield self._table
            yield self._row_words
            with HorizontalGroup(classes="buttons"):
                yield PushButton("Run before", key="<", id="changes-earlier", disabled=True)
                yield PushButton("Run after", key=">", id="changes-later", disabled=True)
                yield PushButton("Close", key="esc", id="changes-close")

    def on_mount(self) -> None:
        """Look for the runs; of a large report that takes a moment."""
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
        self._say(words.head_words(known, before, changes))
        self._say_open(known)
        self._open(compared.lines)
        if self.focused is not self._input:
            self._table.focus()

    def _say(self, sentence: str) -> None:
        self.query_one("#changes-head", Static).update(sentence)

    def _say_open(self, known: KnownRun) -> None:
        changes = self._compared.changes if self._compared else None
        self.query_one("#changes-open", Static).update(words.history_words(known, changes, ascii=self._ascii))

    # What has changed

    def _show_rows(self, places: Sequence[int]) -> None:
        self._shown = words.found_changes(self._compared, places) if self._compared else NO_ROWS
        self._table.show(words.HEADER, self._shown)

    @property
    def _row(self) -> int | None:
        return self._shown.places[self._table.row] if self._shown else None

    @property
    def _sentence(self) -> str:
        row, compared = self._row, self._compared
        if row is None or compared is None:
            return ""
        return words.change_sentence(compared.changes.changes[row], compared.names[row], self._report)

    # What follows

    def action_choose(self) -> None:
        """Go to the row of the company under the cursor."""
        row, compared = self._row, self._compared
        if row is not None and compared is not None:
            self.dismiss(compared.lines.companies[row])

    def _plain_text(self, width: int) -> str:
        if self._known is None:
            return ""
        titled = [f"What has changed: {visible(self._report.profile)}"]
        said = [str(self.query_one(each, Static).content) for each in ("#changes-head", "#changes-open")]
        return words.plain_text([*titled, *said], self._shown, width=width)

    @on(PushButton.Pressed, "#changes-close")
    def action_leave(self) -> None:
        """Go back to the report."""
        self.dismiss(None)
