"""Which columns of the report fit into a width, and how wide each becomes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from axtui.core.cells import COLUMNS, Column


@dataclass(frozen=True, slots=True, kw_only=True)
class _Share:
    least: int
    most: int


_BY_PRIORITY: Final = {
    Column.COMPANY: _Share(least=20, most=44),
    Column.NOTE: _Share(least=11, most=11),
    Column.CONTACT: _Share(least=16, most=30),
    Column.CUSTOMER: _Share(least=15, most=40),
    Column.EMAIL: _Share(least=16, most=40),
    Column.NUMBER: _Share(least=8, most=14),
    Column.LAST: _Share(least=7, most=20),
    Column.FIRST: _Share(least=7, most=16),
}
"""The columns that a technician misses first stand first; all of them fit into 120 cells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnFit:
    """The outcome: what is shown, from left to right, and what had to go."""

    widths: tuple[tuple[Column, int], ...] = ()
    """Each shown column with its width in cells, without padding."""

    @property
    def shown(self) -> tuple[Column, ...]:
        """The columns that are shown."""
        return tuple(column for column, _ in self.widths)

    @property
    def hidden(self) -> tuple[Column, ...]:
        """The columns for which there is no room."""
        shown = self.shown
        return tuple(column for column in COLUMNS if column not in shown)


def fit_columns(width: int, *, padding: int, active: Column) -> ColumnFit:
    """Give the width to columns by priority; company and the active column are always among them.

    That the active column always fits is what keeps every column in reach on a narrow screen.
    """
    shown = _chosen(width, padding=padding, active=active)
    room = width - sum(_BY_PRIORITY[column].least + padding for column in shown)
    return ColumnFit(widths=_widened(shown, room))


def _chosen(width: int, *, padding: int, active: Column) -> Sequence[Column]:
    first = [Column.COMPANY] if active is Column.COMPANY else [Column.COMPANY, active]
    wanted = [*first, *(column for column in _BY_PRIORITY if column not in first)]
    used = 0
    chosen = set()
    for column in wanted:
        used += _BY_PRIORITY[column].least + padding
        if used > width and column not in first:
            break
        chosen.add(column)
    return [column for column in COLUMNS if column in chosen]


def _widened(shown: Sequence[Column], room: int) -> tuple[tuple[Column, int], ...]:
    widths = {column: _BY_PRIORITY[column].least for column in shown}
    for _ in range(max(0, room)):
        growing = [column for column in shown if widths[column] < _BY_PRIORITY[column].most]
        if not growing:
            break
        neediest = min(growing, key=lambda column: widths[column] / _BY_PRIORITY[column].most)
        widths[neediest] += 1
    return tuple(widths.items())
