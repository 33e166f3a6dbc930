"""Lines that go to the screen as a widget draws them: Textual looks for borders and the like line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.strip import Strip
from textual.widget import Widget


def is_bare(widget: Widget) -> bool:
    """Say whether there is nothing around a widget's lines, and nothing over them."""
    styles = widget.styles
    has_outline = any(kind for kind, _ in styles.outline)
    is_clear = widget.opacity == 1.0 and styles.text_opacity == 1.0 and not styles.tint.a
    return is_clear and not has_outline and not styles.gutter


def filtered(widget: Widget, lines: Sequence[Strip]) -> Iterator[Strip]:
    """Yield lines as the app lets them through to the terminal."""
    filters, background = widget.get_line_filters(), widget.background_colors[1]
    for line in lines:
        through = line
        for each in filters:
            through = through.apply_filter(each, background)
        yield through
