"""The report as aligned plain text: for reading on a terminal, in a mail, or by a screen reader."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from axtui.cli.widths import fitted, width
from axtui.core.cells import COLUMNS, Column

_GAP: Final = "  "
_NARROWEST: Final = 12
"""Columns are not cut below this; before that, whole columns are left out."""
_FIRST_LEFT_OUT: Final = (
    Column.LAST,
    Column.FIRST,
    Column.EMAIL,
    Column.NUMBER,
    Column.CONTACT,
    Column.CUSTOMER,
)
"""What a narrow terminal loses, in this order; company and note always stay."""


class Table:
    """Rows laid out for a terminal's width, or at full width where there is none (a pipe, a file)."""

    def __init__(self, rows: Iterable[Sequence[str]], *, columns: int | None) -> None:
        cells = tuple(rows)
        natural = {
            column: max((width(line[at]) for line in cells), default=0) for at, column in enumerate(COLUMNS)
        }
        natural = {column: max(wide, width(column.title)) for column, wide in natural.items()}
        self._widths = natural if columns is None else _fit(natural, columns)
        self._cells = cells

    @property
    def left_out(self) -> tuple[Column, ...]:
        """The columns for which there was no room."""
        return tuple(column for column in COLUMNS if column not in self._widths)

    def lines(self) -> Iterator[str]:
        """Yield the heading, a rule, and a line per row, each with its line end."""
        yield self._line([column.title for column in COLUMNS])
        yield self._line(["-" * self._widths.get(column, 0) for column in COLUMNS])
        for cells in self._cells:
            yield self._line(cells)

    def _line(self, cells: Sequence[str]) -> str:
        shown = zip(COLUMNS, cells, strict=True)
        line = _GAP.join(
            fitted(cell, self._widths[column]) for column, cell in shown if column in self._widths
        )
        return f"{line.rstrip()}\n"


def _fit(natural: dict[Column, int], columns: int) -> dict[Column, int]:
    """Leave out columns until the rest could fit, then narrow the widest ones until it does."""
    widths = dict(natural)
    for column in _FIRST_LEFT_OUT:
        if _total({each: min(wide, _NARROWEST) for each, wide in widths.items()}) <= columns:
            break
        del widths[column]
    while _total(widths) > columns and max(widths.values()) > 1:
        widest = max(widths, key=lambda column: widths[column])
        widths[widest] -= 1
    return widths


def _total(widths: dict[Column, int]) -> int:
    return sum(widths.values()) + len(_GAP) * (len(widths) - 1)
