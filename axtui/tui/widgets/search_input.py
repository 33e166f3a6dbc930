"""The search line: an input in which every letter types, and which enter, tab and escape leave."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Key
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from axtui.tui.past_searches import Walk, walk_from
from axtui.tui.terminal_app import TerminalApp


class SearchInput(Input):
    """One line of text that is read as it is typed; leaving it never changes what stands in it.

    Up and down walk through earlier searches, and back to what was being typed. The screen has the action
    `leave_search`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        # An action, not a message: what is typed behind it in one go must find the table with the focus.
        Binding(
            "escape,enter,tab", "screen.leave_search", "To the table", id="search.leave", key_display="enter"
        ),
        Binding("up", "walk(1)", "Earlier search", id="search.earlier", show=False),
        Binding("down", "walk(-1)", "Later search", id="search.later", show=False),
    ]

    DEFAULT_CSS = """
    SearchInput {
        width: 1fr;
        background: $background;
        &:focus { background-tint: transparent; }
    }
    """

    virtual_size = Reactive(Size(0, 0), layout=False)
    """How much room the text would take; it scrolls, so that no other widget has to move for a letter."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's own name
        super().__init__(
            placeholder="search: words, column:word, -word, /pattern/",
            compact=True,
            select_on_focus=False,
            id=id,
        )
        self.cursor_blink = False  # a blinking cursor sends bytes all day (terminal.md section 2)
        self.searches: Sequence[str] = ()
        """Earlier searches, the latest last."""
        self._walk: Walk | None = None

    def on_focus(self) -> None:
        """Begin the next walk at the latest search: since the last one others may have come in."""
        self._walk = None

    def on_key(self, event: Key) -> None:
        """Take letters that came together for one change of the text: all of them are answered at once."""
        if not event.is_printable or not isinstance(self.app, TerminalApp):
            return
        more = self.app.take_letters()
        if more:
            event.stop()
            event.prevent_default()
            self.replace(f"{event.character}{more}", *self.selection)

    def action_walk(self, steps: int) -> None:
        """Go to an earlier search, or back."""
        walk = self._walk
        if walk is None or walk.text != self.value:
            walk = walk_from(self.value, self.searches)
        self._walk = walk.gone(steps)
        self.value = self._walk.text
        self.cursor_position = len(self.value)
