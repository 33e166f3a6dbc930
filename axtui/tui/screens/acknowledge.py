"""Acknowledge one row: why it may stay as it is, and until when."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import HorizontalGroup, VerticalGroup
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from axtui.core.acknowledgements import Standings
from axtui.core.errors import AxtuiError
from axtui.core.report import Row
from axtui.tui import acknowledge_words as words
from axtui.tui.acknowledging import Acknowledging
from axtui.tui.widgets.form_field import FormField
from axtui.tui.widgets.push_button import PushButton


class AcknowledgeScreen(ModalScreen[str | None]):
    """Asks and writes; ends with what was done, in words, or with none where all is as it was."""

    HELP: ClassVar[str] = words.HELP

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f10", "leave", "Leave", id="acknowledge.leave"),
        Binding("f3", "put", "Acknowledge", id="acknowledge.put"),
        Binding("f2", "take_back", "Take back", id="acknowledge.take-back"),
        Binding("question_mark,f1", "app.help", "Help", id="acknowledge.help", show=False),
    ]

    AUTO_FOCUS = "#acknowledge-reason Input"

    DEFAULT_CSS = """
    AcknowledgeScreen {
        align: center middle;
        #acknowledge {
            width: 84;
            max-width: 100%;
            height: auto;
            max-height: 100%;
            padding: 0 1;
            background: $surface;
            border: round $primary;
        }
        &.-ascii #acknowledge { border: ascii $primary; }
        #acknowledge-row { text-style: bold; }
        #acknowledge-known, #acknowledge-said { display: none; }
        &.-known #acknowledge-known { display: block; }
        &.-wrong #acknowledge-said { display: block; color: $text-error; }
        .form-field--label { width: 18; }
        .form-field--problem { margin-left: 18; }
        #acknowledge-buttons { height: 1; margin-top: 1; }
        #acknowledge-buttons PushButton { margin: 0; }
    }
    """

    def __init__(
        self,
        row: Row,
        acknowledging: Acknowledging,
        *,
        known: Standings | None = None,
        ascii: bool = False,  # noqa: A002  # the setting's own name
    ) -> None:
        """Ask about a row, of which something may be known already."""
        super().__init__()
        self._row = row
        self._acknowledging = acknowledging
        self._known = known
        self._reason = FormField("reason", "Reason", placeholder="why it may stay as it is")
        self._until = FormField("until", "Until (last day)", placeholder="2027-01-31; empty: no end")
        self._reason.id, self._until.id = "acknowledge-reason", "acknowledge-until"
        self.set_class(ascii, "-ascii")
        self.set_class(known is not None, "-known")

    def compose(self) -> ComposeResult:
        """The row, the two fields, and what can be done."""
        with VerticalGroup(id="acknowledge") as box:
            box.border_title = "Acknowledge"
            yield Static(words.question(self._row), id="acknowledge-row", markup=False)
            yield Static(words.standing_words(self._known), id="acknowledge-known", markup=False)
            yield self._reason
            yield self._until
            yield Static(id="acknowledge-said", markup=False)
            with HorizontalGroup(id="acknowledge-buttons"):
                yield PushButton("Save", key="enter", id="acknowledge-put")
                yield PushButton("Take back", key="f2", id="acknowledge-back", disabled=self._known is None)
                yield PushButton("Cancel", key="esc", id="acknowledge-cancel")

    def on_mount(self) -> None:
        """Begin with what was acknowledged before."""
        if self._known is not None:
            given = self._known.acknowledgement
            self._reason.load(given.reason)
            self._until.load(given.until.isoformat() if given.until else "")

    @on(FormField.Edited)
    def _edited(self, event: FormField.Edited) -> None:
        event.stop()
        event.field.show_problem("")

    @on(Input.Submitted)
    @on(PushButton.Pressed, "#acknowledge-put")
    def action_put(self) -> None:
        """Acknowledge, once there is a reason."""
        if not self._reason.text.strip():
            self._reason.show_problem(words.REASON_MISSING)
            self._reason.editor.focus()
            return
        self._write()

    @work(group="write", exclusive=True)
    async def _write(self) -> None:
        reason, until = self._reason.text, self._until.text
        try:
            await asyncio.to_thread(self._acknowledging.put, self._row, reason, until)
        except AxtuiError as error:
            self._say(error)
        else:
            self.dismiss(words.done_words(self._row))

    @on(PushButton.Pressed, "#acknowledge-back")
    @work(group="write", exclusive=True)
    async def action_take_back(self) -> None:
        """Let the row be shown again; what was typed for it is one key away from being written again."""
        if self._known is None:
            return
        try:
            await asyncio.to_thread(self._acknowledging.take_back, self._row.company.id)
        except AxtuiError as error:
            self._say(error)
        else:
            self.dismiss(words.taken_back_words(self._known))

    def _say(self, error: AxtuiError) -> None:
        self.query_one("#acknowledge-said", Static).update(f"! {error}")
        self.add_class("-wrong")

    @on(PushButton.Pressed, "#acknowledge-cancel")
    def action_leave(self) -> None:
        """Leave all as it was."""
        self.dismiss(None)
