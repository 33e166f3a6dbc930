"""Textual's scroll bar, drawn in one go instead of line by line: it changes with every key of a search."""

from __future__ import annotations

from rich.color import Color
from rich.segment import Segment
from textual.geometry import Region
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip

from axtui.tui.widgets.bare_lines import filtered, is_bare


class LeanScrollBar(ScrollBar):
    """An upright scroll bar that looks and acts as Textual's does."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw lines: a few different ones, each of them made once."""
        bar = self.render()
        if not isinstance(bar, ScrollBarRender) or not is_bare(self):
            return super().render_lines(crop)
        segments = self._segments(bar)
        different = {id(segment): self._line(segment) for segment in segments}
        lines = dict(zip(different, filtered(self, tuple(different.values())), strict=True))
        return [lines[id(segment)] for segment in segments[crop.y : crop.bottom]]

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

    def _line(self, segment: Segment) -> Strip:
        style = self.visual_style.rich_style + segment.style
        return Strip([Segment(segment.text, style)], self.size.width)
