"""A button of one line that reads as a button without colour and without a border."""

from typing import Literal

from textual.content import Content
from textual.widgets import Button

Variant = Literal["default", "primary", "success", "warning", "error"]


class PushButton(Button):
    """A `Button` that shows as `[ Save ]`, its key beside the word where it has one.

    Three-line buttons with borders would take an eighth of a screen of 80x24.
    """

    DEFAULT_CSS = """
    PushButton.-style-default {
        min-width: 0;
        width: auto;
        margin: 0 1 0 0;
        background: $surface-lighten-2;
        color: $foreground;
        text-style: none;
        &:focus { text-style: bold reverse; }
        &:hover { background: $surface-lighten-1; }
        &:disabled { text-style: dim; text-opacity: 1; color: $text-disabled; }
        &.-textual-compact:ansi:disabled { border: none !important; }
        &.-textual-compact:ansi:hover { border: none !important; }
        &.-textual-compact.-active:ansi { border: none !important; }
    }
    """

    def __init__(self, word: str, *, key: str = "", id: str | None = None, disabled: bool = False) -> None:  # noqa: A002  # Textual's own name for it
        super().__init__(_label(word, key), id=id, disabled=disabled, compact=True)
        self.active_effect_duration = 0  # no second repaint over a slow line

    def rename(self, word: str) -> None:
        """Show another word."""
        self.label = _label(word, "")


def _label(word: str, key: str) -> Content:
    """Put the word in brackets; Content, because a bracket in a str would be markup."""
    parts = [Content("[ "), Content(word)]
    if key:
        parts += [Content("  "), Content.styled(key, "dim")]
    return Content("").join([*parts, Content(" ]")])
