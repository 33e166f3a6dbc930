"""Which columns of the report a person wants to see, in which order and how wide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from axtui.core.cells import COLUMNS, Column

ALWAYS_SHOWN: Final = Column.COMPANY
"""Without it nobody could tell whose row it is."""
LEAST_WIDTH: Final = 4
MOST_WIDTH: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnChoice:
    """What a person has chosen; without that, every column is shown in its usual place."""

    order: tuple[Column, ...] = COLUMNS
    """Every column, from left to right, hidden ones included."""
    hidden: frozenset[Column] = frozenset()
    widths: Mapping[Column, int] = field(default_factory=dict)
    """Widths in cells that the person has set; a column that is missing here gets what is good for it."""
    has_detail: bool = True
    """Whether everything about a row may stand beside the table, where there is room for it."""

    @property
    def shown(self) -> tuple[Column, ...]:
        """The columns that the person wants to see, from left to right."""
        return tuple(column for column in self.order if column not in self.hidden)

    @property
    def asked_for(self) -> tuple[Column, ...]:
        """The columns that mean most to the person: those given a width, or moved before one they follow."""
        return tuple(column for column in self.shown if column in self.widths or self._is_moved_up(column))

    def _is_moved_up(self, column: Column) -> bool:
        usual, at = COLUMNS.index(column), self.order.index(column)
        return any(COLUMNS.index(other) < usual for other in self.order[at + 1 :])

    def beside(self, column: Column, step: int) -> Column:
        """Return the shown column that stands some steps further, or the last one on the way."""
        shown = self.shown
        at = shown.index(self.nearest(column)) + step
        return shown[max(0, min(at, len(shown) - 1))]

    def nearest(self, column: Column) -> Column:
        """Return the column, or the shown one to the left of it where it is hidden, or else the first."""
        before = self.order[: self.order.index(column) + 1]
        return next((each for each in reversed(before) if each not in self.hidden), self.shown[0])

    # What a person does

    def toggled(self, column: Column) -> ColumnChoice:
        """Show a column or hide it; one of them always stays."""
        return self if column is ALWAYS_SHOWN else replace(self, hidden=self.hidden ^ {column})

    def moved(self, column: Column, step: int) -> ColumnChoice:
        """Move a column among all the others, as far as the end."""
        others = [each for each in self.order if each is not column]
        at = max(0, min(self.order.index(column) + step, len(others)))
        return replace(self, order=(*others[:at], column, *others[at:]))

    def sized(self, column: Column, width: int | None) -> ColumnChoice:
        """Set a column's width; None leaves it to the screen again."""
        others = {each: cells for each, cells in self.widths.items() if each is not column}
        if width is None:
            return replace(self, widths=others)
        return replace(self, widths=others | {column: max(LEAST_WIDTH, min(width, MOST_WIDTH))})

    # As plain values

    def as_plain(self) -> dict[str, object]:
        """Return what a file keeps of it: lists, texts and numbers."""
        return {"columns": [self._plain_column(column) for column in self.order], "detail": self.has_detail}

    def _plain_column(self, column: Column) -> dict[str, object]:
        plain: dict[str, object] = {"name": column.value}
        if column in self.hidden:
            plain["hidden"] = True
        if column in self.widths:
            plain["width"] = self.widths[column]
        return plain


def choice_from(plain: object) -> ColumnChoice:
    """Return the choice that a file keeps.

    What cannot be read of it counts as not chosen: at worst somebody hides a column a second time.
    """
    kept = plain if isinstance(plain, Mapping) else {}
    columns = _columns_in(kept.get("columns"))
    hidden = {column for column, each in columns.items() if each.get("hidden") is True} - {ALWAYS_SHOWN}
    choice = ColumnChoice(
        order=_with_missing(tuple(columns)),
        hidden=frozenset(hidden),
        has_detail=kept.get("detail") is not False,
    )
    for column, each in columns.items():
        width = each.get("width")
        if isinstance(width, int) and not isinstance(width, bool):
            choice = choice.sized(column, width)
    return choice


def _columns_in(plain: object) -> dict[Column, Mapping[str, object]]:
    found: dict[Column, Mapping[str, object]] = {}
    for each in plain if isinstance(plain, list) else ():
        if isinstance(each, Mapping) and each.get("name") in COLUMNS:
            found.setdefault(Column(each["name"]), each)
    return found


def _with_missing(order: tuple[Column, ...]) -> tuple[Column, ...]:
    """Put the columns that a file does not name behind the ones that they usually follow."""
    for at, column in enumerate(COLUMNS):
        if column not in order:
            before = max((order.index(each) + 1 for each in COLUMNS[:at] if each in order), default=0)
            order = (*order[:before], column, *order[before:])
    return order
