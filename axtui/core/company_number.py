"""Finding a company of a report by its number, as it is typed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from axtui.core.cells import COLUMNS, Column
from axtui.core.report_lines import BETWEEN
from axtui.core.text import folded_for_search, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

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


class CompanyNumbers:
    """The company numbers of a report, without case and accents, taken when first asked for."""

    def __init__(self, lines: ReportLines) -> None:
        self.lines = lines

    def find(self, typed: str) -> Numbered | None:
        """Return the company with this number, or else the one whose number needs least more to be typed.

        Case and accents count for nothing. Among numbers that begin alike the shortest come first, and so
        they stand in natural order: C-9 before C-10.
        """
        needle = folded_for_search(visible(typed.strip()))
        found = [number for number in self._numbers if number.startswith(needle)] if needle else []
        if not found:
            return None
        shortest = min(map(len, found))
        nearest = min(number for number in found if len(number) == shortest)
        return Numbered(
            row=self._numbers.index(nearest), is_exact=nearest == needle, same=found.count(nearest)
        )

    @cached_property
    def _numbers(self) -> Sequence[str]:
        return [text.split(BETWEEN, _NUMBER + 1)[_NUMBER].strip() for text in self.lines.folded]
