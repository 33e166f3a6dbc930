"""A lazy table that draws its rows itself.

Textual draws a cell through a Rich console and notes in every segment which cell it is. Here a row is one
line of a few segments, and where the mouse is, is worked out. Whatever is unusual (the heading, fixed rows
and columns) is left to Textual; the comparison with its own table holds for both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, Self

from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.color import Color
from textual.coordinate import Coordinate
from textual.events import Click, MouseEvent, MouseMove
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets._data_table import RowRenderables

from axtui.tui.widgets.lazy_rows import Cells
from axtui.tui.widgets.lazy_table import LazyTable
from axtui.tui.widgets.row_painter import CellLook, Frame, Ink, painted
from axtui.tui.widgets.table_scene import HEADING, NOWHERE, Scene

_LINES_KEPT: Final = 2_000


class PaintedTable(LazyTable):
    """Draws what a subclass says of a row, and keeps the lines that it has drawn."""

    hit_component = ""
    """The component class for what a search has hit."""

    def __init__(
        self, looks: Callable[[int], Sequence[CellLook]], *, ellipsis: bool = True, **options: Any
    ) -> None:
        self._looks = looks
        self._ellipsis = ellipsis
        self._strips: LRUCache[object, Strip] = LRUCache(_LINES_KEPT)
        self._headings: dict[object, Strip] = {}
        self._inks: dict[object, Ink] = {}
        self._frame: Frame | None = None
        self._last_scene: Scene | None = None
        super().__init__(self._cells, **options)

    # What it looks like

    def _cells(self, row: int) -> Cells:
        keys = [column.key for column in self.ordered_columns]
        plain = (look._replace(hits=()) for look in self._looks(row))
        return {
            key: look.as_text(ellipsis=self._ellipsis, hit=Style.null())
            for key, look in zip(keys, plain, strict=True)
        }

    def _compute_row_renderables(self, row_index: int) -> RowRenderables:
        """Show hits also where Textual draws."""
        row = None if row_index == HEADING else self._lazy.at(row_index)
        if row is None:
            return super()._compute_row_renderables(row_index)
        hit = self._framed().hit
        return RowRenderables(
            None, [look.as_text(ellipsis=self._ellipsis, hit=hit) for look in self._looks(row)]
        )

    def _clear_caches(self) -> None:
        super()._clear_caches()
        self._forget_looks()

    def notify_style_update(self) -> None:
        """Draw in other colours."""
        super().notify_style_update()
        self._forget_looks()

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Draw again; to draw everything is all that Textual asks for when a component's style changes."""
        if repaint and not regions:
            self._update_count += 1
            self._get_styles_to_render_cell.cache_clear()
            self._forget_looks()
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def _forget_looks(self) -> None:
        self._strips.clear()
        self._headings.clear()
        self._inks.clear()
        self._frame = None

    def _framed(self) -> Frame:
        if self._frame is None:
            self._frame = Frame(
                widths=tuple(column.width for column in self.ordered_columns),
                padding=self.cell_padding,
                ellipsis=self._ellipsis,
                hit=self.get_component_rich_style(self.hit_component, partial=True),
            )
        return self._frame

    @property
    def _scene(self) -> Scene:
        return self._last_scene or self._look_around()

    def _look_around(self) -> Scene:
        """Ask once for what all lines of a frame have in common."""
        before = self._last_scene
        self._pseudo_class_state = self.get_pseudo_class_state()
        self._last_scene = scene = Scene(
            heading=self.header_height if self.show_header else 0,
            scroll=self.scroll_offset,
            width=self.scrollable_content_region.width,  # what is under the scroll bar nobody sees
            cursor_type=self.cursor_type,
            cursor=self.cursor_coordinate,
            hover=self.hover_coordinate,
            shows_hover=self._show_hover_cursor,
            zebra=self.zebra_stripes,
            base=self.rich_style,
            state=self._pseudo_class_state,
            is_unusual=self.fixed_columns > 0 or 0 < self.fixed_rows <= len(self._lazy),
        )
        if before is None or (before.base, before.state) != (scene.base, scene.state):
            self._forget_looks()
        elif before.width != scene.width:
            self._update_count += 1  # Textual keeps its own lines until it hears of the new size
        return scene

    def _strip(self, y: int) -> Strip:
        """Return a line as it looks."""
        scene = self._scene
        if scene.is_unusual:
            return super().render_line(y)
        if y < scene.heading:
            return self._heading(y)
        position = y - scene.heading + scene.scroll.y
        row = self._lazy.at(position)
        if row is None:
            return Strip.blank(scene.width, scene.base)
        cursor, hover = scene.in_row(scene.cursor, position), scene.in_row(scene.hover, position)
        key = (row, cursor, hover, scene.shows_hover, scene.is_odd(position), scene.scroll.x, scene.width)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = self._painted(row, position, cursor, hover)
        return strip

    def _heading(self, y: int) -> Strip:
        scene = self._scene
        cursors: object = (scene.cursor, scene.hover)
        if scene.cursor_type == "row":
            cursors = scene.hover.row == HEADING
        key = (y, cursors, scene.shows_hover, scene.scroll.x, scene.width)
        strip = self._headings.get(key)
        if strip is None:
            strip = self._headings[key] = super().render_line(y)
        return strip

    def _painted(self, row: int, position: int, cursor: Coordinate, hover: Coordinate) -> Strip:
        frame, scene = self._framed(), self._scene
        room = max(0, scene.width - frame.columns_width)
        end = Segment(" " * room, self._end_style(position, cursor, hover))
        inks = self._inks_of(position, cursor, hover, len(frame.widths))
        looks = self._looks(row) if frame.widths else ()  # before the first layout there are no columns
        strip = painted(looks, inks, frame, end=end)
        first, last = scene.scroll.x, scene.scroll.x + scene.width
        if first or strip.cell_length != scene.width:
            strip = strip.crop(first, last).adjust_cell_length(scene.width, scene.base)
        return strip

    def _inks_of(self, position: int, cursor: Coordinate, hover: Coordinate, columns: int) -> Iterator[Ink]:
        if self._scene.cursor_type == "row":
            ink = self._ink(position, is_cursor=cursor != NOWHERE, is_hover=hover != NOWHERE)
            return (ink for _ in range(columns))
        return (
            self._ink(position, is_cursor=cursor.column == column, is_hover=hover.column == column)
            for column in range(columns)
        )

    def _ink(self, position: int, *, is_cursor: bool, is_hover: bool) -> Ink:
        key = (self._scene.is_odd(position), is_cursor, is_hover, self._scene.shows_hover)
        ink = self._inks.get(key)
        if ink is None:
            before, after = self._styles_under(is_cursor=is_cursor, is_hover=is_hover)
            row_style = self._get_row_style(position, self._scene.base)
            ink = self._inks[key] = Ink(row_style + before, after)
        return ink

    def _styles_under(self, *, is_cursor: bool, is_hover: bool, css: bool = True) -> tuple[Style, Style]:
        return self._get_styles_to_render_cell(
            False,
            False,
            False,
            is_hover,
            is_cursor,
            self.show_cursor,
            self._show_hover_cursor,
            css and self.cursor_foreground_priority == "css",
            css and self.cursor_background_priority == "css",
        )

    def _end_style(self, position: int, cursor: Coordinate, hover: Coordinate) -> Style:
        """Return the style of what is to the right of the last column."""
        row_style = self._get_row_style(position, self._scene.base)
        if self._scene.cursor_type == "row":
            under, _ = self._styles_under(is_cursor=cursor != NOWHERE, is_hover=hover != NOWHERE, css=False)
            return row_style + under
        background = row_style.bgcolor
        if background is not None:
            faded = Color.from_rich_color(background).blend(self.background_colors[1], factor=0.25)
            background = faded.rich_color
        return Style.from_color(row_style.color, background)

    # The mouse

    def _on_mouse_move(self, event: MouseMove) -> None:
        """Say on which cell the mouse is, before Textual asks; its own handler comes next."""
        event.style = self._style_under_mouse(event)

    async def _on_click(self, event: Click) -> None:
        """Say which cell was clicked, before Textual asks; its own handler comes next."""
        event.style = self._style_under_mouse(event)

    def _style_under_mouse(self, event: MouseEvent) -> Style:
        """Return what Textual's own segments would say."""
        first = self.header_height if self.show_header else 0
        offset = event.get_content_offset(self)
        if offset is None or offset.y < first or self._scene.is_unusual:
            return event.style
        position = offset.y - first + self.scroll_offset.y
        if self._lazy.at(position) is None:
            return Style()
        right = 0
        for at, column in enumerate(self.ordered_columns):
            right += column.get_render_width(self)
            if offset.x + self.scroll_offset.x < right:
                return Style.from_meta({"row": position, "column": at})
        return Style.from_meta({"row": position, "column": 0, "out_of_bounds": True})

    def _set_hover_cursor(self, active: bool) -> None:
        """Leave the row under the mouse alone when nothing about it changes."""
        if active or self._show_hover_cursor:
            super()._set_hover_cursor(active)
