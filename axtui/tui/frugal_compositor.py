"""Textual's compositor, which asks no widget for lines that a frame does not need.

Textual asks every visible widget for all of its lines as soon as one of them has changed: the screen behind
all others, titles and bars far from the change. With a dozen widgets that is a third of a key's time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from textual._compositor import Compositor
from textual.geometry import Region
from textual.strip import Strip

_TAKEN: Final = b"\x01"


class FrugalCompositor(Compositor):
    """Draws a part of the screen from the widgets that are seen in it, front to back."""

    def _render_chops(
        self, crop: Region, is_rendered_line: Callable[[int], bool]
    ) -> Sequence[Mapping[int, Strip]]:
        rendered = [y for y in crop.line_range if is_rendered_line(y)]
        band = Region(0, crop.y, self.size.width, crop.height)
        if rendered:  # a crop reaches from the first change to the last
            band = Region(0, rendered[0], self.size.width, rendered[-1] - rendered[0] + 1)
        return super()._render_chops(band, is_rendered_line)

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """Yield a widget's region, the part of it that is drawn, and the lines of that part."""
        if crop is None:
            yield from super()._get_renders(crop)
            return
        cover = _Cover(crop)
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip).intersection(crop)
            if not seen or not cover.lets_through(seen):
                continue
            cover.add(seen)
            yield region, seen, widget.render_lines(seen.translate(-region.offset))


class _Cover:
    """Which cells of a part of the screen have been drawn already."""

    def __init__(self, part: Region) -> None:
        self._part = part
        self._lines = [bytearray(part.width) for _ in range(part.height)]

    def lets_through(self, region: Region) -> bool:
        """Say whether anything of a region can still be seen."""
        first, last = region.translate(-self._part.offset).column_span
        return any(0 in line[first:last] for line in self._lines_of(region))

    def add(self, region: Region) -> None:
        """Take a region for drawn."""
        first, last = region.translate(-self._part.offset).column_span
        for line in self._lines_of(region):
            line[first:last] = _TAKEN * (last - first)

    def _lines_of(self, region: Region) -> list[bytearray]:
        first, last = region.translate(-self._part.offset).line_span
        return self._lines[first:last]
