"""The report as CSV for reading: the columns of the screen, safe in a spreadsheet. Never for import."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from axtui.core.cells import TITLES
from axtui.core.text import safe_in_spreadsheet


def csv_lines(rows: Iterable[Sequence[str]], *, titles: Sequence[str] = TITLES) -> Iterator[str]:
    """Yield the heading and a line per row, given as its cells, each with its line end."""
    yield _line(titles)
    yield from map(_line, rows)


def _line(cells: Iterable[str]) -> str:
    """Return one line; it ends in CR LF, because with LF alone Python leaves a lone CR unquoted."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(map(safe_in_spreadsheet, cells))
    return line.getvalue()
