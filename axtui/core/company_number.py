"""Finding a company of a report by its number, as it is typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from axtui.core.cells import COLUMNS, Column
from axtui.core.report_lines import BETWEEN
from axtui.core.text import folded_for_search, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from axtui.core.report_lines import ReportLines

_NUMBER: Final = COLUMNS.index(Column.NUMBER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """The company that a number leads to."""

    row: int
    """Its place in the report."""
    is_exact: bool
    """Whether its number is the one that was typed, and not only begins with it."""
    same: int = 1
    """How many companies have exactly this number; the first of them in reading order is meant."""


def find_number(lines: ReportLines, typed: str) -> Numbered | None:
    """Return the company with this number, or else the one whose number needs least more to be typed.

    Case and accents count for nothing. Among numbers that begin alike the shortest come first, and so they
    stand in natural order: C-9 before C-10.
    """
    needle = folded_for_search(visible(typed.strip()))
    if not needle:
        return None
    found = [*_beginning(lines, needle, after=BETWEEN)] or [*_beginning(lines, needle, after=" ")]
    if not found:
        return None
    _, number, row = min(found)
    same = sum(other == number for _, other, _ in found)
    return Numbered(row=row, is_exact=number == needle, same=same)


def _beginning(lines: ReportLines, needle: str, *, after: str) -> Iterator[tuple[int, str, int]]:
    """Yield length, folded number and row where a number begins with the needle, blanks before it left out.

    The whole text is looked through first: to take every row apart would take ten times as long.
    """
    sought = f"{after}{needle}"
    for row, text in enumerate(lines.folded):
        if sought in text:
            number = text.split(BETWEEN, _NUMBER + 1)[_NUMBER].strip()
            if number.startswith(needle):
                yield len(number), number, row
