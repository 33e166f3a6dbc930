"""Stand-ins for the dictionaries in which Textual's table keeps its rows: nothing is stored per row.

They answer from a report's own sequence of rows and the order in which some of them are shown. Textual reads
its containers through these methods only, which the comparison with its own table proves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar, cast, overload

from rich.text import Text
from textual.widgets.data_table import ColumnKey, RowKey
from textual.widgets.data_table import Row as TableRow

from axtui.core.report_lines import ReportLines, lines_of
from axtui.core.sorting import RowOrder, RowOrders, ShownRows, Sorting

if TYPE_CHECKING:
    from axtui.core.models import CompanyId

T = TypeVar("T")
Cells = Mapping[ColumnKey, Text]


class PlacedKey(RowKey):
    """A row key that remembers where its row stands in the report, so that nothing needs to be searched."""

    def __init__(self, value: str, row: int) -> None:
        super().__init__(value)
        self.row = row


class LazyRows:
    """A report's lines, those that are shown, and how one becomes cells."""

    def __init__(self, cells: Callable[[int], Cells]) -> None:
        self.cells = cells
        """Returns the cells of a row of the report."""
        self.lines: ReportLines = lines_of(())
        self.orders = RowOrders(self.lines)
        self.order = self.orders.under(Sorting())
        self.shown = ShownRows(self.order, range(0))

    def replace(self, lines: ReportLines, *, following: int | None = None) -> int | None:
        """Take other lines, none of them shown yet; return where the row `following` now stands.

        It is found by its company; its nearest neighbour that is still there stands for one that is gone.
        """
        around = () if following is None else _companies_around(following, self.lines, self.order)
        self.lines = lines
        self.orders = RowOrders(lines)
        self.order = self.orders.under(Sorting())
        self.shown = ShownRows(self.order, range(0))
        found = map(lines.row_of, around)
        return next((row for row in found if row is not None), None)

    def __len__(self) -> int:
        return len(self.shown)

    def at(self, position: int) -> int | None:
        """Return which row of the report stands at a position among those shown."""
        return self.shown[position] if 0 <= position < len(self.shown) else None

    def key_at(self, position: int) -> PlacedKey | None:
        """Return the key of the row at a position; made when asked for."""
        if not 0 <= position < len(self.shown):
            return None
        row = self.shown[position]
        return PlacedKey(self.key_of(row), row)

    def key_of(self, row: int) -> str:
        """Return the key of a row: the id of its company."""
        return str(self.lines.companies[row])

    def find(self, key: RowKey | str) -> int | None:
        """Return the place in the report of the row with this key, shown or not."""
        value = key if isinstance(key, str) else key.value
        if value is None:
            return None
        if isinstance(key, PlacedKey) and key.row < len(self.lines) and self.key_of(key.row) == value:
            return key.row
        row = self.lines.row_of(cast("CompanyId", int(value))) if value.isdecimal() else None
        return row if row is not None and self.key_of(row) == value else None

    def position(self, key: RowKey | str) -> int | None:
        """Return where the row with this key is shown; None when it is hidden or not there."""
        row = self.find(key)
        return None if row is None else self.shown.position(row)


def _companies_around(row: int, lines: ReportLines, order: RowOrder) -> Iterator[CompanyId]:
    """Yield the companies of all rows, those that stand nearest to this one first."""
    place = order.place_of[row]
    for step in range(len(lines)):
        for at in (place + step, place - step):
            if 0 <= at < len(lines):
                yield lines.companies[order.rows[at]]


class RowLocations:
    """Stands for `TwoWayDict[RowKey, int]`: key to position and back."""

    def __init__(self, rows: LazyRows) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, key: RowKey | str) -> bool:
        return self._rows.position(key) is not None

    def get(self, key: RowKey | str) -> int | None:
        """Return the position of a key."""
        return self._rows.position(key)

    def get_key(self, position: int) -> RowKey | None:
        """Return the key at a position."""
        return self._rows.key_at(position)


class _ByKey(Mapping[RowKey, T]):
    """Whatever is looked up by the key of a shown row."""

    def __init__(self, rows: LazyRows) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[RowKey]:
        return _keys(self._rows)


class RowsByKey(_ByKey[TableRow]):
    """Stands for `dict[RowKey, Row]`; every row is one line high and has no label."""

    def __getitem__(self, key: RowKey) -> TableRow:
        if self._rows.position(key) is None:
            raise KeyError(key)
        return TableRow(key, height=1)


class CellsByKey(_ByKey[Cells]):
    """Stands for `dict[RowKey, dict[ColumnKey, cell]]`; cells are made when asked for."""

    def __getitem__(self, key: RowKey) -> Cells:
        row = self._rows.find(key)
        if row is None or self._rows.shown.position(row) is None:
            raise KeyError(key)
        return self._rows.cells(row)


class ByPosition(Sequence[T]):
    """Stands for a list with one entry per shown row, from top to bottom; a slice of it is as lazy."""

    def __init__(self, rows: LazyRows, make: Callable[[RowKey], T], span: range | None = None) -> None:
        self._rows = rows
        self._make = make
        self._fixed_span = span

    @property
    def _span(self) -> range:
        return range(len(self._rows)) if self._fixed_span is None else self._fixed_span

    def __len__(self) -> int:
        return len(self._span)

    @overload
    def __getitem__(self, at: int) -> T: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...

    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        if isinstance(at, slice):
            return ByPosition(self._rows, self._make, self._span[at])
        key = self._rows.key_at(self._span[at])
        if key is None:
            raise IndexError(at)
        return self._make(key)


def ordered_rows(rows: LazyRows) -> Sequence[TableRow]:
    """Stand for the list of rows; every row is one line high."""
    return ByPosition(rows, lambda key: TableRow(key, height=1))


def line_offsets(rows: LazyRows) -> Sequence[tuple[RowKey, int]]:
    """Stand for the list of lines: the key of each line's row, and the line inside it."""
    return ByPosition(rows, lambda key: (key, 0))


def _keys(rows: LazyRows) -> Iterator[RowKey]:
    for position in range(len(rows)):
        key = rows.key_at(position)
        if key is not None:
            yield key
