"""How many companies have each note under each match rule: a small table, of which one column is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from axtui.tui.what_if_words import grid_content

if TYPE_CHECKING:
    from axtui.tui.what_if_words import Compared


class RuleGrid(Widget, can_focus=True):
    """Shows the rules beside each other."""

    class Chosen(Message):
        """The person wants the rule to the left or to the right."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    ALLOW_SELECT: ClassVar[bool] = False

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "choose(-1)", "Rule to the left", id="rules.left", show=False),
        Binding("right", "choose(1)", "Rule to the right", id="rules.right", show=False),
    ]

    DEFAULT_CSS = """
    RuleGrid {
        height: auto;
        color: $text-muted;
        &:focus { color: $foreground; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._compared: Compared | None = None

    def show(self, compared: Compared) -> None:
        """Show these rules, with the one that is chosen."""
        self._compared = compared
        self.refresh(layout=True)

    def render(self) -> Content:
        """Draw the table for the width that there is."""
        return self._content(self.size.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  # Textual's
        """Take a line for each note that occurs, and those that name the rules."""
        return self._content(width).plain.count("\n") + 1

    def _content(self, width: int) -> Content:
        return Content("") if self._compared is None else grid_content(self._compared, width=width)

    def action_choose(self, step: int) -> None:
        """Ask for the rule beside the chosen one."""
        self.post_message(self.Chosen(step))
