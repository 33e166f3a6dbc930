"""The profiles of the configuration, with what a letter does to the highlighted one."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from axtui.core.text import visible


class ProfileList(OptionList):
    """A list whose letters act only while it has the focus, so that they can be typed elsewhere.

    The screen that shows it has the actions.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "screen.add", "Add", id="config.add"),
        Binding("enter", "select", "Edit", id="config.edit", key_display="enter"),
        Binding("delete", "screen.delete", "Delete", id="config.delete", key_display="del"),
        Binding("t", "screen.test", "Test", id="config.test"),
        Binding("l", "screen.sign_in", "Sign in to Xero", id="config.sign-in"),
        Binding("o", "screen.sign_out", "Sign out of Xero", id="config.sign-out", show=False),
        Binding("space", "screen.use", "Use", id="config.use"),
        Binding("j", "cursor_down", "Down", id="config.down", show=False),
        Binding("k", "cursor_up", "Up", id="config.up", show=False),
    ]

    DEFAULT_CSS = """
    ProfileList {
        padding: 0 1;
        background: transparent;
        border: round $foreground 35%;
        border-title-color: $foreground;
        border-subtitle-color: $text-warning;
        scrollbar-size-vertical: 1;
        &:focus { border: round $border; background-tint: transparent; }
        &:disabled { opacity: 1; color: $text-disabled; }
    }
    """

    def show(self, names: Sequence[str], *, current: str, at: int | None) -> None:
        """List these profiles, mark the one in use, and put the highlight on one of them or nowhere."""
        with self.prevent(OptionList.OptionHighlighted):
            self.clear_options()
            self.add_options(Option(_line(name, in_use=name == current)) for name in names)
            self.highlighted = at


def _line(name: str, *, in_use: bool) -> Content:
    return Content.assemble(("* " if in_use else "  ", "bold"), visible(name))
