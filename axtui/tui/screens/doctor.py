"""The doctor: what there is to know of this installation, on one page that can be pasted into a ticket."""

import asyncio
from collections.abc import Callable
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from axtui.core.clipboard import pasteable
from axtui.core.doctor import Doctor, lines_of
from axtui.core.errors import AxtuiError
from axtui.tui import doctor_words as words
from axtui.tui.plain_text import PlainTextRequested
from axtui.tui.terminal_app import TerminalApp
from axtui.tui.widgets.key_line import KeyLine

Examine = Callable[[], Doctor]
"""Looks at everything; blocks."""


class DoctorScreen(Screen[None]):
    """Shows what `axtui doctor` prints."""

    class Examined(Message):
        """This was found."""

        def __init__(self, lines: tuple[str, ...]) -> None:
            super().__init__()
            self.lines = lines

    HELP: ClassVar[str] = words.HELP

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,f10", "leave", "Close", id="doctor.leave"),
        Binding("y", "copy", "To the clipboard", id="doctor.copy"),
        Binding("L", "plain_text", "Plain text", id="doctor.plain"),
        Binding("R,f5", "look", "Look again", id="doctor.look"),
        Binding("j", "line(1)", "Down", id="doctor.down", show=False),
        Binding("k", "line(-1)", "Up", id="doctor.up", show=False),
        Binding("g", "end(-1)", "Top", id="doctor.top", show=False),
        Binding("G", "end(1)", "Bottom", id="doctor.bottom", show=False),
    ]

    AUTO_FOCUS = "#doctor"

    DEFAULT_CSS = """
    DoctorScreen #doctor-title { height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
    DoctorScreen #doctor { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
    DoctorScreen #doctor-said { height: auto; padding: 0 1; color: $text-muted; }
    """

    def __init__(self, examine: Examine) -> None:
        super().__init__()
        self._examine = examine
        self._lines: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        """The lines, and what was said of a copy."""
        yield Static(Content.assemble(("Doctor  ", "bold"), (words.WHAT, "dim")), id="doctor-title")
        with VerticalScroll(id="doctor"):
            yield Static(words.LOOKING, id="doctor-lines", markup=False)
        yield Static("", id="doctor-said", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        """Look at once."""
        self.action_look()

    @property
    def _scroll(self) -> VerticalScroll:
        return self.query_one("#doctor", VerticalScroll)

    @work(group="look", exclusive=True)
    async def action_look(self) -> None:
        """Look at everything, in a thread: some of it lies on slow disks."""
        self._say("")
        try:
            found = await asyncio.to_thread(self._examine)
        except AxtuiError as error:
            self._say(str(error))
        else:
            self.post_message(self.Examined(lines_of(found)))

    @on(Examined)
    def _found(self, event: Examined) -> None:
        self._lines = event.lines
        self._draw()

    def on_resize(self) -> None:
        """Break the lines anew."""
        self._draw()

    def _draw(self) -> None:
        if self._lines:
            width = self.size.width - 3  # padding and the scroll bar
            self.query_one("#doctor-lines", Static).update(words.doctor_content(self._lines, width=width))

    def _say(self, sentence: str) -> None:
        self.query_one("#doctor-said", Static).update(sentence)

    # What the person does

    def action_copy(self) -> None:
        """Send all of it to the terminal's clipboard, where the settings allow it."""
        if self._lines and isinstance(self.app, TerminalApp):
            text = "\n".join(map(pasteable, self._lines))
            self._say(self.app.send_to_clipboard("The doctor's page", text))

    def action_plain_text(self) -> None:
        """Show all of it without the app around it."""
        if self._lines:
            self.post_message(PlainTextRequested("\n".join(self._lines)))

    def action_line(self, by: int) -> None:
        """Scroll by a line."""
        self._scroll.scroll_relative(y=by, animate=False)

    def action_end(self, way: int) -> None:
        """Scroll to the first or to the last line."""
        scroll = self._scroll
        scroll.scroll_end(animate=False) if way > 0 else scroll.scroll_home(animate=False)

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)
