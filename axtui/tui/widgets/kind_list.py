"""The kinds of trouble with how often each was found: a small list, of which one kind is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from axtui.tui.trouble_words import kinds_content, rows_of_kinds

if TYPE_CHECKING:
    from axtui.core.trouble import Trouble, TroubleKind


class KindList(Widget, can_focus=True):
    """Shows all kinds in two columns, as far as the screen has room for them."""

    class Chosen(Message):
        """The person wants the kind so many places further."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    ALLOW_SELECT: ClassVar[bool] = False

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "choose(-1)", "Kind above", id="kinds.up", show=False),
        Binding("down,j", "choose(1)", "Kind below", id="kinds.down", show=False),
        Binding("left,right", "across", "Kind beside", id="kinds.across", show=False),
    ]

    DEFAULT_CSS = """
    KindList {
        height: auto;
        color: $text-muted;
        &:focus { color: $foreground; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._trouble: Trouble | None = None
        self._chosen: TroubleKind | None = None

    def show(self, trouble: Trouble, chosen: TroubleKind | None) -> None:
        """Show these findings' kinds, with the one that is chosen."""
        self._trouble, self._chosen = trouble, chosen
        self.refresh(layout=True)

    def render(self) -> Content:
        """Draw the list for the width that there is."""
        return self._content(self.size.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  # Textual's
        """Take as many lines as the list has on such a screen."""
        return self._content(width).plain.count("\n") + 1

    def _content(self, width: int) -> Content:
        if self._trouble is None:
            return Content("")
        return kinds_content(self._trouble, self._chosen, width=width, lines=self.app.size.height)

    def action_choose(self, step: int) -> None:
        """Ask for the kind above or below the chosen one."""
        self.post_message(self.Chosen(step))

    def action_across(self) -> None:
        """Ask for the kind in the other column."""
        self.post_message(self.Chosen(rows_of_kinds()))
