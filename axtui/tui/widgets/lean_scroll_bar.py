"""Textual's scroll bar, drawn in one go instead of line by line: it changes with every key of a search."""

from __future__ import annotations

from typing import Any

from rich.color import Color
from rich.segment import Segment
from textual.geometry import Region
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip

from axtui.tui.widgets.bare_lines import filtered, is_bare


class LeanScrollBar(ScrollBar):
    """An upright scroll bar that looks and acts as Textual's does."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._drawn: tuple[object, list[Strip]] = (None, [])

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw lines, all of them anew only where the bar looks different."""
        bar = self.render()
        if not isinstance(bar, ScrollBarRender) or not is_bare(self):
            return super().render_lines(crop)
        base, filters = self.visual_style.rich_style, tuple(self.get_line_filters())
        look = (base, bar.style, bar.window_size, bar.virtual_size, bar.position, self.size, filters)
        if self._drawn[0] != look:
            self._drawn = look, self._lines(self._segments(bar))
        return self._drawn[1][crop.y : crop.bottom]

    def _segments(self, bar: ScrollBarRender) -> list[Segment]:
        colours = self.app.console.get_style(bar.style)
        width, height = self.size
        rendered = bar.render_bar(
            size=height,
            window_size=bar.window_size,
            virtual_size=bar.virtual_size,
            position=bar.position,
            thickness=width,
            vertical=True,
            back_color=colours.bgcolor or Color.default(),
            bar_color=colours.color or Color.default(),
        )
        return list(rendered.segments)

    def _lines(self, segments: list[Segment]) -> list[Strip]:
        """Return the lines; most of them are one and the same."""
        width, base = self.size.width, self.visual_style.rich_style
        different = {id(segment): segment for segment in segments}
        strips = [Strip([Segment(text, base + style)], width) for text, style, _ in different.values()]
        line_of = dict(zip(different, filtered(self, strips), strict=True))
        return [line_of[id(segment)] for segment in segments]
