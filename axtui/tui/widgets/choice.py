"""One of a few words, on one line, changed in place."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget


class Choice(Widget, can_focus=True):
    """Shows `< name >`; left, right and space change it.

    A menu that opens over the form would cost two more keys and a repaint for four words.
    """

    class Changed(Message):
        """Another word was chosen."""

        def __init__(self, choice: "Choice") -> None:
            super().__init__()
            self.choice = choice

        @property
        def control(self) -> "Choice":
            """The widget that changed, for `@on` selectors."""
            return self.choice

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space,enter", "step(1)", "Next choice", id="choice.next", show=False),
        Binding("left", "step(-1)", "Previous choice", id="choice.previous", show=False),
    ]

    DEFAULT_CSS = """
    Choice {
        width: auto;
        height: 1;
        &:focus { text-style: bold reverse; }
        &:disabled { color: $text-disabled; }
    }
    """

    value: reactive[str] = reactive("", layout=True)

    def __init__(
        self,
        options: Sequence[str],
        *,
        value: str = "",
        labels: Sequence[str] = (),
        id: str | None = None,  # noqa: A002  # Textual's own name for it
    ) -> None:
        super().__init__(id=id)
        self._options = tuple(options)
        self._labels = dict(zip(options, labels, strict=False))
        self.set_reactive(Choice.value, value or self._options[0])

    def render(self) -> Content:
        """The word in force between two arrows; the arrows say that there are others."""
        shown = self._labels.get(self.value, self.value)
        return Content(f"< {shown} >" if len(self._options) > 1 else shown)

    def relabel(self, option: str, label: str) -> None:
        """Show another label for one of the words."""
        self._labels[option] = label
        self.refresh(layout=True)

    def action_step(self, by: int) -> None:
        """Choose the next word, or the one before; round the end."""
        at = self._options.index(self.value) if self.value in self._options else -by
        self.value = self._options[(at + by) % len(self._options)]
        self.post_message(self.Changed(self))

    def on_click(self, event: events.Click) -> None:
        """Choose the next word."""
        event.stop()
        self.action_step(1)
