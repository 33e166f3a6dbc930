"""Textual's `DataTable` over a report's own rows: nothing is stored or measured per row.

Filter, sort and refill cost what is on the screen. That leans on private names of Textual, whose version is
therefore pinned; a comparison with the stock widget, cell by cell, keeps it honest.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn, cast

from rich.text import Text
from textual._two_way_dict import TwoWayDict
from textual.coordinate import Coordinate
from textual.geometry import Region
from textual.widgets import DataTable
from textual.widgets.data_table import ColumnKey, RowKey
from textual.widgets.data_table import Row as TableRow

from axtui.tui.widgets.lazy_rows import (
    Cells,
    CellsByKey,
    LazyRows,
    RowLocations,
    RowsByKey,
    line_offsets,
    ordered_rows,
)


def _refused(name: str, instead: str) -> Callable[..., NoReturn]:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise NotImplementedError(
            f"A report's table shows the report's own rows: no {name}(), but {instead}."
        )

    return refuse


class LazyTable(DataTable[Text]):
    """Shows rows that stay where they are; cells are made when they come on the screen.

    A subclass says which rows, through `_lazy`, which columns, and what their cells are.
    """

    def __init__(self, cells: Callable[[int], Cells], **options: Any) -> None:
        self._lazy = LazyRows(cells)
        super().__init__(**options)
        self._data = cast("dict[RowKey, dict[ColumnKey, Text]]", CellsByKey(self._lazy))
        self.rows = cast("dict[RowKey, TableRow]", RowsByKey(self._lazy))
        self._row_locations = cast("TwoWayDict[RowKey, int]", RowLocations(self._lazy))

    def _clamp_cursor_coordinate(self, coordinate: Coordinate) -> Coordinate:
        """Keep the cursor inside; Textual lets it go to -1 in an empty table, and says so in a message."""
        row, column = super()._clamp_cursor_coordinate(coordinate)
        return Coordinate(max(0, row), max(0, column))

    @property
    def ordered_rows(self) -> list[TableRow]:
        """Every shown row, made when asked for."""
        return cast("list[TableRow]", ordered_rows(self._lazy))

    @property
    def _y_offsets(self) -> list[tuple[RowKey, int]]:
        return cast("list[tuple[RowKey, int]]", line_offsets(self._lazy))

    def _get_row_region(self, row_index: int) -> Region:
        if not self.is_valid_row_index(row_index):
            return Region(0, 0, 0, 0)
        width = sum(column.get_render_width(self) for column in self.ordered_columns)
        return Region(0, self._line_of(row_index), max(self.size.width, width), 1)

    def _get_cell_region(self, coordinate: Coordinate) -> Region:
        if not self.is_valid_coordinate(coordinate):
            return Region(0, 0, 0, 0)
        widths = [column.get_render_width(self) for column in self.ordered_columns]
        at = coordinate.column
        return Region(sum(widths[:at]), self._line_of(coordinate.row), widths[at], 1)

    def _line_of(self, row_index: int) -> int:
        """Return a row's line; Textual adds up the heights of all rows above it."""
        return row_index + (self.header_height if self.show_header else 0)

    add_row = _refused("add_row", "show()")
    add_rows = _refused("add_rows", "show()")
    remove_row = _refused("remove_row", "show_only()")
    update_cell = _refused("update_cell", "show() with newer rows")
    update_cell_at = _refused("update_cell_at", "show() with newer rows")
    add_column = _refused("add_column", "the report's own columns")
    add_columns = _refused("add_columns", "the report's own columns")
    remove_column = _refused("remove_column", "the report's own columns")
    clear = _refused("clear", "show(())")
    sort = _refused("sort", "sort_by()")
