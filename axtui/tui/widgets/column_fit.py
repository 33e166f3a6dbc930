"""Which columns of the report fit into a width, and how wide each becomes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from axtui.core.cells import Column
from axtui.core.column_choice import ColumnChoice


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

AS_IT_COMES: Final = ColumnChoice()


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnFit:
    """The outcome: what is shown, from left to right, and what had to go."""

    widths: tuple[tuple[Column, int], ...] = ()
    """Each shown column with its width in cells, without padding."""
    choice: ColumnChoice = field(default=AS_IT_COMES)
    """What the person wanted to see."""

    @property
    def shown(self) -> tuple[Column, ...]:
        """The columns that are shown."""
        return tuple(column for column, _ in self.widths)

    @property
    def hidden(self) -> tuple[Column, ...]:
        """Every column that is not shown, whatever the reason."""
        shown = self.shown
        return tuple(column for column in self.choice.order if column not in shown)

    @property
    def without_room(self) -> tuple[Column, ...]:
        """The columns that the person wants to see and for which there is no room."""
        return tuple(column for column in self.hidden if column not in self.choice.hidden)

    @property
    def hidden_by_choice(self) -> tuple[Column, ...]:
        """The columns that the person does not want to see."""
        return tuple(column for column in self.choice.order if column in self.choice.hidden)


def fit_columns(width: int, *, padding: int, active: Column, choice: ColumnChoice = AS_IT_COMES) -> ColumnFit:
    """Give the width to columns by priority; company and the active column are always among them.

    That the active column always fits is what keeps every column in reach on a narrow screen. What the person
    has moved to the left or given a width goes last; such a width is kept as far as there is room for it.
    """
    widths = _wanted_widths(width, padding=padding, active=choice.nearest(active), choice=choice)
    room = width - sum(cells + padding for cells in widths.values())
    shown = [column for column in choice.shown if column in widths]
    widths |= _widened({column: widths[column] for column in shown if column not in choice.widths}, room)
    return ColumnFit(widths=tuple((column, widths[column]) for column in shown), choice=choice)


def _wanted_widths(width: int, *, padding: int, active: Column, choice: ColumnChoice) -> dict[Column, int]:
    """Return the columns that fit: each as narrow as it may be, or as wide as the person has set it."""
    widths = {column: _least(column, choice) for column in (Column.COMPANY, active)}
    room = width - sum(cells + padding for cells in widths.values())
    for column in _by_priority(active, choice):
        if column not in widths:
            room -= _least(column, choice) + padding
            if room < 0:
                break
            widths[column] = _least(column, choice)
        more = min(choice.widths.get(column, 0) - widths[column], room)
        if more > 0:
            widths[column] += more
            room -= more
    return widths


def _by_priority(active: Column, choice: ColumnChoice) -> Iterator[Column]:
    wanted = (Column.COMPANY, active, *choice.asked_for, *_BY_PRIORITY)
    yield from (column for column in dict.fromkeys(wanted) if column not in choice.hidden)


def least_width(column: Column) -> int:
    """Return how narrow a column may become where nobody has set its width."""
    return _BY_PRIORITY[column].least


def _least(column: Column, choice: ColumnChoice) -> int:
    least = least_width(column)
    return min(choice.widths.get(column, least), least)


def _widened(widths: dict[Column, int], room: int) -> dict[Column, int]:
    widths = dict(widths)
    for _ in range(max(0, room)):
        growing = [column for column, cells in widths.items() if cells < _BY_PRIORITY[column].most]
        if not growing:
            break
        neediest = min(growing, key=lambda column: widths[column] / _BY_PRIORITY[column].most)
        widths[neediest] += 1
    return widths
