"""What is acknowledged: all of it, with what of it no longer holds."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import HorizontalGroup, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from axtui.core.clipboard import pasteable
from axtui.core.errors import AxtuiError
from axtui.core.models import CompanyId
from axtui.core.text import visible
from axtui.tui import acknowledge_words as words
from axtui.tui.acknowledging import Acknowledging
from axtui.tui.plain_text import PlainTextRequested
from axtui.tui.terminal_app import TerminalApp
from axtui.tui.widgets.ask import AskScreen
from axtui.tui.widgets.cell_table import CellTable
from axtui.tui.widgets.push_button import PushButton


class AcknowledgedScreen(ModalScreen[CompanyId | None]):
    """Lists; ends with the company whose row the person wants to see."""

    HELP: ClassVar[str] = words.LIST_HELP

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,A,f10", "leave", "Leave", id="acknowledged.leave"),
        Binding("u,delete", "take_back", "Take back", id="acknowledged.take-back"),
        Binding("enter", "choose", "To the row", id="acknowledged.choose", show=False),
        Binding("j", "move(1)", "Row down", id="acknowledged.down", show=False),
        Binding("k", "move(-1)", "Row up", id="acknowledged.up", show=False),
        Binding("y", "copy_cell", "Cell to the clipboard", id="acknowledged.copy-cell", show=False),
        Binding("Y", "copy_row", "Row to the clipboard", id="acknowledged.copy-row", show=False),
        Binding("L", "plain_text", "Plain text", id="acknowledged.plain", show=False),
        Binding("question_mark,f1", "app.help", "Help", id="acknowledged.help", show=False),
    ]

    AUTO_FOCUS = "CellTable"

    DEFAULT_CSS = """
    AcknowledgedScreen {
        align: center middle;
        #acknowledged {
            width: 132;
            max-width: 100%;
            height: 100%;
            max-height: 48;
            padding: 0 1;
            background: $surface;
            border: round $primary;
        }
        &.-ascii #acknowledged { border: ascii $primary; }
        #acknowledged-head { height: auto; max-height: 4; }
        CellTable { height: 1fr; min-height: 3; max-height: 100%; visibility: hidden; }
        &.-any CellTable { visibility: visible; }
        #acknowledged-row { height: auto; max-height: 4; }
        #acknowledged-buttons PushButton { margin: 0; }
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
        super().__init__()
        self._acknowledging = acknowledging
        self._changed = changed
        self._shown: tuple[words.ShownAcknowledgement, ...] = ()
        self._said = words.LOOKING
        self._table = CellTable(words.remark_of, id="acknowledged-table")
        self.set_class(ascii, "-ascii")

    def compose(self) -> ComposeResult:
        """How many there are, the list, and what is said of one."""
        with Vertical(id="acknowledged") as box:
            box.border_title = Content(f"Acknowledged rows: {visible(self._acknowledging.report.profile)}")
            yield Static(self._said, id="acknowledged-head", markup=False)
            yield self._table
            yield Static(id="acknowledged-row", markup=False)
            with HorizontalGroup(id="acknowledged-buttons"):
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
        self._shown, self._said = rows, said
        self.query_one("#acknowledged-head", Static).update(said)
        self.set_class(bool(rows), "-any")
        self._table.show(words.HEADER, rows)
        self._table.focus()

    @property
    def _current(self) -> words.ShownAcknowledgement | None:
        return self._shown[self._table.row] if self._shown else None

    @property
    def _sentence(self) -> str:
        return words.sentence(self._current.standings) if self._current else ""

    @on(CellTable.Moved)
    def _moved(self, event: CellTable.Moved) -> None:
        event.stop()
        self.query_one("#acknowledged-row", Static).update(self._sentence)

    def action_move(self, rows: int) -> None:
        """Go to another row."""
        self._table.action_move(rows, 0)

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
        """Ask for the list as plain text."""
        profile = self._acknowledging.report.profile
        text = words.plain_text(profile, self._said, self._shown, width=self.app.size.width)
        self.post_message(PlainTextRequested(text))

    @on(PushButton.Pressed, "#acknowledged-close")
    def action_leave(self) -> None:
        """Go back to the report."""
        self.dismiss(None)
