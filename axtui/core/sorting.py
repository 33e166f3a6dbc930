"""In which order the rows of a report stand, and where each one stands among those that are shown.

Rows are meant by their index in the report. Nothing here costs more than what is shown, except a sort.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from axtui.core.cells import COLUMNS, Column
from axtui.core.text import natural_key

if TYPE_CHECKING:
    from axtui.core.report_lines import ReportLines


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorting:
    """One column, forwards or backwards; by company, forwards, is the report's reading order."""

    column: Column = Column.COMPANY
    reverse: bool = False

    def by(self, column: Column) -> Sorting:
        """Return what choosing a column leads to: sorted by it, and the other way round the second time."""
        return Sorting(column=column, reverse=column is self.column and not self.reverse)


def sort_rows(lines: ReportLines, sorting: Sorting) -> Sequence[int]:
    """Return every row under the sorting: equal ones in reading order, blank cells last either way.

    Text sorts without regard to case, numbers inside it by value, notes in the order of the note keys.
    """
    if sorting == Sorting():
        return range(len(lines))
    if sorting.column is Column.NOTE:
        return sorted(range(len(lines)), key=lines.notes.__getitem__, reverse=sorting.reverse)
    at = COLUMNS.index(sorting.column)
    keys = [natural_key(lines.cells(row)[at].strip()) for row in range(len(lines))]
    blank = natural_key("")
    filled = [row for row, key in enumerate(keys) if key != blank]
    blanks = [row for row, key in enumerate(keys) if key == blank]
    return [*sorted(filled, key=keys.__getitem__, reverse=sorting.reverse), *blanks]


class RowOrder:
    """Every row of a report in one order, and the place of each in it."""

    def __init__(self, rows: Sequence[int]) -> None:
        self.rows = rows
        """The rows as they stand from top to bottom."""
        self.place_of: Sequence[int] = rows if isinstance(rows, range) else _inverted(rows)
        """The place of each row, by row."""

    def of(self, visible: Sequence[int]) -> Sequence[int]:
        """Return the visible rows (ascending) in this order."""
        if isinstance(self.rows, range):
            return visible
        if len(visible) == len(self.rows):
            return self.rows
        wanted = frozenset(visible)
        return [row for row in self.rows if row in wanted]


def _inverted(rows: Sequence[int]) -> Sequence[int]:
    places = [0] * len(rows)
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
