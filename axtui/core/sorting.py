"""In which order the rows of a report stand, and where each one stands among those that are shown.

Rows are meant by their index in the report. Nothing here costs more than what is shown, except a sort.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from axtui.core.cells import Column
from axtui.core.report_lines import column_of
from axtui.core.text import natural_keys

if TYPE_CHECKING:
    from axtui.core.report_lines import ReportLines

_FEW: Final = 8
"""One of so many rows, and to sort what is visible is quicker than to pick it from all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorting:
    """One column, forwards or backwards; by company, forwards, is the report's reading order."""

    column: Column = Column.COMPANY
    reverse: bool = False

    def by(self, column: Column) -> Sorting:
        """Return what choosing a column leads to: sorted by it, and the other way round the second time."""
        return Sorting(column=column, reverse=column is self.column and not self.reverse)


def _keys_of(lines: ReportLines, column: Column) -> Sequence[str] | bytes:
    """Return for each row what it is sorted by."""
    if column is Column.NOTE:
        return lines.notes
    return natural_keys(cell.strip() for cell in column_of(lines.texts, column))


def _sorted_by(keys: Sequence[str] | bytes, sorting: Sorting) -> Sequence[int]:
    order = array("l", sorted(range(len(keys)), key=keys.__getitem__, reverse=sorting.reverse))
    if sorting.reverse or isinstance(keys, bytes):
        return order
    blank = keys.count("")  # they sort before everything else
    return order[blank:] + order[:blank]


class RowOrder:
    """Every row of a report in one order, and the place of each in it."""

    def __init__(self, rows: Sequence[int]) -> None:
        self.rows = rows
        """The rows as they stand from top to bottom."""

    @cached_property
    def place_of(self) -> Sequence[int]:
        """The place of each row, by row."""
        return self.rows if isinstance(self.rows, range) else _inverted(self.rows)

    def of(self, visible: Sequence[int]) -> Sequence[int]:
        """Return the visible rows (ascending) in this order."""
        if isinstance(self.rows, range):
            return visible
        if len(visible) == len(self.rows):
            return self.rows
        if len(visible) * _FEW < len(self.rows):
            return sorted(visible, key=self.place_of.__getitem__)
        is_visible = bytearray(len(self.rows))
        for row in visible:
            is_visible[row] = True
        return list(compress(self.rows, self._in_order(is_visible)))

    @cached_property
    def _in_order(self) -> Callable[[bytearray], Sequence[int]]:
        """Returns a value for each row, given in reading order, in this order; quicker than any loop."""
        return itemgetter(*self.rows)


class RowOrders:
    """The orders of one report's rows, each worked out once.

    Equal rows stay in reading order, blank cells come last either way. Text sorts without regard to case,
    numbers inside it by value, notes in the order of the note keys.
    """

    def __init__(self, lines: ReportLines) -> None:
        self._lines = lines
        self._orders = {Sorting(): RowOrder(range(len(lines)))}
        self._keys: tuple[Column | None, Sequence[str] | bytes] = (None, ())

    def under(self, sorting: Sorting) -> RowOrder:
        """Return the order of all rows under a sorting."""
        if sorting not in self._orders:
            self._orders[sorting] = RowOrder(_sorted_by(self._keys_by(sorting.column), sorting))
        return self._orders[sorting]

    def _keys_by(self, column: Column) -> Sequence[str] | bytes:
        """Return what rows are sorted by, kept for the other way round: that is what follows most often."""
        if self._keys[0] is not column:
            self._keys = (column, _keys_of(self._lines, column))
        return self._keys[1]


def _inverted(rows: Sequence[int]) -> Sequence[int]:
    places = array("l", bytes(array("l").itemsize * len(rows)))
    for place, row in enumerate(rows):
        places[row] = place
    return places


class ShownRows:
    """The rows that are shown, from top to bottom; positions are found by bisection."""

    def __init__(self, order: RowOrder, visible: Sequence[int]) -> None:
        self._place_of = order.place_of
        self.rows = order.of(visible)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, position: int) -> int:
        return self.rows[position]

    def __iter__(self) -> Iterator[int]:
        return iter(self.rows)

    def position(self, row: int) -> int | None:
        """Return where a row stands; None when it is hidden."""
        at = self._first_not_before(row)
        return at if at < len(self) and self.rows[at] == row else None

    def nearest(self, row: int) -> int | None:
        """Return where a row, or else the shown one nearest to it, stands; None when nothing is shown."""
        if not len(self):
            return None
        at = self._first_not_before(row)
        around = [position for position in (at, at - 1) if 0 <= position < len(self)]
        place = self._place_of[row]
        return min(around, key=lambda position: abs(self._place_of[self.rows[position]] - place))

    def _first_not_before(self, row: int) -> int:
        return bisect_left(self.rows, self._place_of[row], key=self._place_of.__getitem__)
