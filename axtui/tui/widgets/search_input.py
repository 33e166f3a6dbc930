"""The search line: an input in which every letter types, and which enter, tab and escape leave."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input


class SearchInput(Input):
    """One line of text that is read as it is typed; leaving it never changes what stands in it."""

    class Left(Message):
        """The person is done typing and wants to go on to the table."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,tab", "leave", "To the table", id="search.leave", key_display="enter"),
    ]

    DEFAULT_CSS = """
    SearchInput {
        width: 1fr;
        background: $background;
        &:focus { background-tint: transparent; }
    }
    """

    def __init__(self, *, value: str = "", id: str | None = None) -> None:  # noqa: A002  # Textual's own name
        super().__init__(
            value,
            placeholder="search: words, column:word, -word, /pattern/",
            compact=True,
            select_on_focus=False,
            id=id,
        )
        self.cursor_blink = False  # a blinking cursor sends bytes all day (terminal.md section 2)

    def action_leave(self) -> None:
        """Go on to the table; what was typed stays."""
        self.post_message(self.Left())
