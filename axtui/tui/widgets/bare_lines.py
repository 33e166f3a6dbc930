"""Lines that go to the screen as a widget draws them: Textual looks for borders and the like line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter
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
    all_filters = _all_of(tuple(widget.get_line_filters()))
    background = widget.background_colors[1]
    return (line.apply_filter(all_filters, background) for line in lines)


class _AllOf(LineFilter):
    """Several filters as one: Textual makes and keeps a line for each of them."""

    def __init__(self, filters: Sequence[LineFilter]) -> None:
        super().__init__()
        self._filters = filters

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        for each in self._filters:
            segments = each.apply(segments, background)
        return segments


@lru_cache(4)
def _all_of(filters: tuple[LineFilter, ...]) -> LineFilter:
    return _AllOf(filters)
