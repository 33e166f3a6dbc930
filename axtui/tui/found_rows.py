"""The rows that a search lets through, for a table of cells and as plain text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, overload

from axtui.tui.plain_text import rows_as_text

_WIDTH: Final = 28
"""Of a column in plain text where not everything fits side by side."""
MOST_PLAIN: Final = 1_000
"""Rows in plain text: a terminal that shows a hundred thousand lines shows the last of them."""


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row as the table shows it."""

    cells: tuple[str, ...]


class FoundRows(Sequence[FoundRow]):
    """Rows by their places; each is made when it is looked at."""

    def __init__(self, places: Sequence[int], cells_at: Callable[[int], tuple[str, ...]]) -> None:
        self.places = places
        self._cells_at = cells_at

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, at: int) -> FoundRow: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[FoundRow]: ...

    def __getitem__(self, at: int | slice) -> FoundRow | Sequence[FoundRow]:
        if isinstance(at, slice):
            return tuple(map(self._row, self.places[at]))
        return self._row(self.places[at])

    def _row(self, place: int) -> FoundRow:
        return FoundRow(self._cells_at(place))


NO_ROWS: Final = FoundRows((), lambda _: ())


def found_as_text(header: Sequence[str], rows: FoundRows, *, width: int) -> list[str]:
    """Return lines with the first rows under their headings, and how many more there are; none for none."""
    shown = rows[:MOST_PLAIN]
    if not shown:
        return []
    cells = [row.cells for row in shown]
    lines = ["", rows_as_text(header, cells, on_screen=[_WIDTH] * len(header), width=width)]
    if len(rows) > len(shown):
        lines.append(f"and {len(rows) - len(shown):,} more; a search makes them fewer")
    return lines
