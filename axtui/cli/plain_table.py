"""Cells under titles, aligned, for a terminal's width or at full width."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from axtui.cli.widths import fitted, width

_GAP: Final = "  "
_NARROWEST: Final = 6


def table_lines(
    titles: Sequence[str], rows: Sequence[Sequence[str]], *, columns: int | None
) -> Iterator[str]:
    """Yield titles, a rule and a line per row of display-safe cells; `columns` is None for a pipe."""
    natural = [max(map(width, cells)) for cells in zip(titles, *rows, strict=True)]
    widths = natural if columns is None else narrowed(natural, columns)
    for cells in (titles, ["-" * wide for wide in widths], *rows):
        yield aligned(cells, widths)


def narrowed(natural: Sequence[int], columns: int, *, narrowest: int = _NARROWEST) -> list[int]:
    """Narrow the widest column until the line fits, or all are as narrow as they may be."""
    widths = list(natural)
    room = columns - len(_GAP) * (len(widths) - 1)
    while sum(widths) > room and max(widths) > narrowest:
        widths[widths.index(max(widths))] -= 1
    return widths


def aligned(cells: Iterable[str], widths: Sequence[int]) -> str:
    """Return a line of cells, each as wide as its column."""
    line = _GAP.join(fitted(cell, wide) for cell, wide in zip(cells, widths, strict=True))
    return f"{line.rstrip()}\n"
