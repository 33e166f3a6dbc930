"""What is acknowledged: all of it, with what of it no longer holds."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import HorizontalGroup, Vertical
from textual.content import Content
from textual.widgets import Static

from axtui.core.errors import AxtuiError
from axtui.core.models import CompanyId
from axtui.core.text import visible
from axtui.tui import acknowledge_words as words
from axtui.tui.acknowledging import Acknowledging
from axtui.tui.table_screen import SearchedTableScreen
from axtui.tui.widgets.ask import AskScreen
from axtui.tui.widgets.push_button import PushButton


class AcknowledgedScreen(SearchedTableScreen[CompanyId | None]):
    """Lists; ends with the company whose row the person wants to see."""

    HELP: ClassVar[str] = words.LIST_HELP

    NOTHING = "No acknowledged row is found."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,A,f10", "leave", "Leave", id="acknowledged.leave"),
        Binding("u,delete", "take_back", "Take back", id="acknowledged.take-back"),
        Binding("enter", "choose", "To the row", id="acknowledged.choose", show=False),
    ]

    DEFAULT_CSS = """
    AcknowledgedScreen {
        #acknowledged-head { height: auto; }
        &.-any #acknowledged-head { max-height: 4; }
        .search, CellTable { visibility: hidden; }
        &.-any .search, &.-any CellTable { visibility: visible; }
        #acknowledged-row { height: auto; max-height: 4; }
        #acknowledged-row, #acknowledged-choose, #acknowledged-back { display: none; }
        &.-any #acknowledged-row, &.-any #acknowledged-choose, &.-any #acknowledged-back { display: block; }
    }
    """

    def __init__(
        self,
        acknowledging: Acknowledging,
        *,
        changed: Callable[[], None],
        ascii: bool = False,  # noqa: A002  # the setting's own name
    ) -> None:
        """List what is acknowledged for a report; `changed` hears when some of it was taken back."""
        super().__init__("acknowledged", words.remark_of, ascii=ascii)
        self._acknowledging = acknowledging
        self._changed = changed
        self._rows: tuple[words.ShownAcknowledgement, ...] = ()
        self._shown: Sequence[words.ShownAcknowledgement] = ()
        self._said = words.LOOKING

    def compose(self) -> ComposeResult:
        """How many there are, the list, and what is said of one."""
        with Vertical(classes="box") as box:
            box.border_title = Content(f"Acknowledged rows: {visible(self._acknowledging.report.profile)}")
            yield Static(self._said, id="acknowledged-head", markup=False)
            yield self._search_line()
            yield self._table
            yield self._row_words
            with HorizontalGroup(classes="buttons"):
                yield PushButton("To the row", key="enter", id="acknowledged-choose")
                yield PushButton("Take back", key="u", id="acknowledged-back")
                yield PushButton("Close", key="esc", id="acknowledged-close")

    def on_mount(self) -> None:
        """Read the file, which may be on a slow network."""
        self._look()

    @work(group="look", exclusive=True)
    async def _look(self, row: int = 0) -> None:
        try:
            found = await asyncio.to_thread(self._acknowledging.standings)
        except AxtuiError as error:
            self._show((), f"! {error}")
        else:
            self._show(words.shown(found), words.summary(found))
            self._table.action_move(row, 0)

    def _show(self, rows: tuple[words.ShownAcknowledgement, ...], said: str) -> None:
        self._rows, self._said = rows, said
        self.query_one("#acknowledged-head", Static).update(said)
        self._open(words.lines_to_search(rows))
        self._table.focus()

    def _show_rows(self, places: Sequence[int]) -> None:
        self._shown = [self._rows[place] for place in places]
        self._table.show(words.HEADER, self._shown)

    @property
    def _current(self) -> words.ShownAcknowledgement | None:
        return self._shown[self._table.row] if self._shown else None

    @property
    def _sentence(self) -> str:
        return words.sentence(self._current.standings) if self._current else ""

    # What follows

    @on(PushButton.Pressed, "#acknowledged-choose")
    def action_choose(self) -> None:
        """Go to the row of the company, where the report has one."""
        current = self._current
        if current is None:
            return
        if current.standings.place is None:
            self.notify(self._sentence, markup=False)
        else:
            self.dismiss(current.standings.acknowledgement.company_id)

    @on(PushButton.Pressed, "#acknowledged-back")
    @work(group="ask", exclusive=True)
    async def action_take_back(self) -> None:
        """Ask, and let the row be shown again."""
        current, at = self._current, self._table.row
        if current is None:
            return
        asked = AskScreen(
            words.take_back_question(current.standings), detail=self._sentence, yes="Take back", no="Keep"
        )
        if not await self.app.push_screen_wait(asked):
            return
        company = current.standings.acknowledgement.company_id
        try:
            await asyncio.to_thread(self._acknowledging.take_back, company)
        except AxtuiError as error:
            self.query_one("#acknowledged-head", Static).update(f"! {error}")
        else:
            self._changed()
            self._look(at)

    def _plain_text(self, width: int) -> str:
        profile = self._acknowledging.report.profile
        return words.plain_text(profile, self._said, self._shown, width=width)

    @on(PushButton.Pressed, "#acknowledged-close")
    def action_leave(self) -> None:
        """Go back to the report."""
        self.dismiss(None)
