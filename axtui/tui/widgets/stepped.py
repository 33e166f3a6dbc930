"""A block of text in which one of several is chosen with keys, drawn for the width that there is."""

from collections.abc import Callable
from typing import ClassVar

from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget


class Stepped(Widget, can_focus=True):
    """Draws what it is told to draw; who listens knows what is chosen, and what stands beside it."""

    class Chosen(Message):
        """The person wants what stands so many places further."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    ALLOW_SELECT: ClassVar[bool] = False

    DEFAULT_CSS = """
    Stepped {
        height: auto;
        color: $text-muted;
        &:focus { color: $foreground; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._drawn: Callable[[int], Content] = lambda _: Content("")

    def show(self, drawn: Callable[[int], Content]) -> None:
        """Show what this returns for a width."""
        self._drawn = drawn
        self.refresh(layout=True)

    def render(self) -> Content:
        """Draw for the width that there is."""
        return self._drawn(self.size.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  # Textual's
        """Take as many lines as it has at such a width."""
        return self._drawn(width).plain.count("\n") + 1

    def action_choose(self, step: int) -> None:
        """Ask for what stands so many places further."""
        self.post_message(self.Chosen(step))
