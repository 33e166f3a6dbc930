"""A box to tick that can be read without colour."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget


class Tick(Widget, can_focus=True):
    """Shows `[x] words` or `[ ] words`; Textual's own box tells the two apart by colour alone."""

    class Changed(Message):
        """The box was ticked or cleared."""

        def __init__(self, tick: "Tick") -> None:
            super().__init__()
            self.tick = tick

        @property
        def control(self) -> "Tick":
            """The widget that changed, for `@on` selectors."""
            return self.tick

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "flip", "Tick or clear", id="tick.toggle", show=False),
    ]

    DEFAULT_CSS = """
    Tick {
        width: auto;
        max-width: 100%;
        height: auto;
        &:focus { text-style: bold reverse; }
        &:disabled { color: $text-disabled; }
    }
    """

    value: reactive[bool] = reactive(False)

    def __init__(self, words: str, *, id: str | None = None) -> None:  # noqa: A002  # Textual's own name for it
        super().__init__(id=id)
        self._words = words

    def render(self) -> Content:
        """The box and its words, to the letter."""
        return Content(f"[{'x' if self.value else ' '}] {self._words}")

    def rename(self, words: str) -> None:
        """Show other words; the box stays as it is."""
        if words != self._words:
            self._words = words
            self.refresh(layout=True)

    def action_flip(self) -> None:
        """Tick the box, or clear it."""
        self.value = not self.value
        self.post_message(self.Changed(self))

    def on_click(self, event: events.Click) -> None:
        """Tick the box, or clear it."""
        event.stop()
        self.action_flip()
