"""A table whose rows and looks change with every key: of its lines it draws those that look different."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from textual._two_way_dict import TwoWayDict
from textual.geometry import Region, Size
from textual.scrollbar import ScrollBar
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets.data_table import Column

from axtui.tui.widgets.bare_lines import filtered, is_bare
from axtui.tui.widgets.lean_scroll_bar import LeanScrollBar
from axtui.tui.widgets.painted_table import PaintedTable
from axtui.tui.widgets.row_painter import CellLook

_NOTHING: Final = Region(0, 0, 0, 0)


class ChangingTable(PaintedTable):
    """Compares, once for all changes since the last frame, what stands on the screen with what should.

    A subclass calls `_changed` when other rows are shown, `_repaint` when rows look different.
    """

    def __init__(self, looks: Callable[[int], Sequence[CellLook]], **options: Any) -> None:
        self._drawn: dict[int, Strip] = {}
        self._may_look_different = False
        super().__init__(looks, **options)

    def _set_columns(self, columns: Sequence[Column]) -> None:
        """Replace all columns; Textual's own way of adding one writes a cell into every row."""
        self.columns = {column.key: column for column in columns}
        self._column_locations = TwoWayDict({column.key: at for at, column in enumerate(columns)})
        self._clear_caches()
        self._changed()

    def _repaint(self) -> None:
        """Draw the lines whose rows look different now."""
        self._strips.clear()
        self._compare_soon()

    def _changed(self) -> None:
        """Draw the lines in which other rows stand now, or other columns."""
        self._update_dimensions(())
        self._compare_soon()

    def _compare_soon(self) -> None:
        self._update_count += 1
        self._may_look_different = True
        self.refresh(_NOTHING)

    def _exchange_repaint_regions(self) -> Any:
        self._compare()
        return super()._exchange_repaint_regions()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw lines; what is drawn is compared with later, to know what has to be drawn again."""
        self._compare()
        if not is_bare(self):
            return super().render_lines(crop)
        lines = list(filtered(self, [self.render_line(y) for y in crop.line_range]))
        first, last = crop.column_span
        return lines if (first, last) == (0, self.size.width) else [line.crop(first, last) for line in lines]

    def _compare(self) -> None:
        """Find the lines that look different: once for all changes since the last frame."""
        self._look_around()
        if not self._may_look_different:
            return
        self._may_look_different = False
        width, height = self.size
        different = [Region(0, y, width, 1) for y in range(height) if self._looks_different(y)]
        if different:
            self._set_dirty(*different)

    def _looks_different(self, y: int) -> bool:
        before = self._drawn.get(y)
        if before is None:
            return True
        strip = self._strip(y)
        return strip is not before and list(strip) != list(before)

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The scroll bar, made when it is asked for first."""
        if self._vertical_scrollbar is None:
            thickness = self.scrollbar_size_vertical
            self._vertical_scrollbar = LeanScrollBar(vertical=True, name="vertical", thickness=thickness)
            self._vertical_scrollbar.display = False
            self.app._start_widget(self, self._vertical_scrollbar)  # noqa: SLF001  # as Textual itself does
        return self._vertical_scrollbar

    def _update_dimensions(self, new_rows: object) -> None:  # noqa: ARG002  # Textual's signature
        """Take another size without a new layout: the scroll bar is always there, only its length changes."""
        lines = len(self._lazy) + (self.header_height if self.show_header else 0)
        size = Size(sum(column.get_render_width(self) for column in self.ordered_columns), lines)
        if size == self.virtual_size:
            return
        if not self.size or self.styles.auto_dimensions:
            self.virtual_size = size
            return
        self.set_reactive(Widget.virtual_size, size)
        self._scroll_update(size)

    def render_line(self, y: int) -> Strip:
        """Draw a line, and remember what is on the screen."""
        strip = self._drawn[y] = self._strip(y)
        return strip
