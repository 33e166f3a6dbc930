"""A report's rows as its table shows them and its search reads them: two strings a row, nothing per cell.

A report of a hundred thousand companies holds millions of values; of those, what is on the screen and what is
searched as one types are these lines alone.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

from axtui.core.cells import COLUMNS, Column, exact_cells_of
from axtui.core.notes import Note
from axtui.core.text import folded_for_search, visible

if TYPE_CHECKING:
    from axtui.core.models import CompanyId
    from axtui.core.report_row import Row

BETWEEN: Final = "\n"
"""Stands between the texts of a line: display text and what is looked for are printable, so that nothing
matches across."""
NOTES: Final = tuple(Note)
_PLACES: Final = {str(note): place for place, note in enumerate(NOTES)}
"""By the note's words: an enumeration's members are slow to look up."""


class ReportLines:
    """What a table shows and a search reads of rows in reading order; a row is meant by its place."""

    def __init__(
        self,
        *,
        companies: Sequence[CompanyId],
        texts: Sequence[str],
        folded: Sequence[str],
        notes: bytes,
        reasons: Callable[[], Sequence[str]],
    ) -> None:
        self.companies = companies
        self.texts = texts
        """Per row its cells in the order of `Column`, `BETWEEN` between them."""
        self.folded = folded
        """The same without case and accents."""
        self.notes = notes
        """Per row the place of its note among `NOTES`."""
        self._read_reasons = reasons

    def __len__(self) -> int:
        return len(self.texts)

    def cells(self, row: int) -> tuple[str, ...]:
        """Return the cells of a row in the order of `Column`."""
        return tuple(self.texts[row].split(BETWEEN))

    def note(self, row: int) -> Note:
        """Return the note of a row."""
        return NOTES[self.notes[row]]

    @property
    def counts(self) -> dict[Note, int]:
        """Rows per note; every note is there, zero included."""
        return {note: self.notes.count(place) for place, note in enumerate(NOTES)}

    def having(self, note: Note, rows: Iterable[int]) -> list[int]:
        """Return those of the rows that have this note."""
        place = _PLACES[note]
        return [row for row in rows if self.notes[row] == place]

    def row_of(self, company: CompanyId) -> int | None:
        """Return the row of a company; None where it has none."""
        return self._rows_by_company.get(company)

    @cached_property
    def reasons(self) -> Sequence[str]:
        """Per row the codes and sentences of its reasons, `BETWEEN` between them; few searches ask for it."""
        return self._read_reasons()

    @cached_property
    def _rows_by_company(self) -> dict[CompanyId, int]:
        return dict(zip(self.companies, range(len(self)), strict=True))


def lines_of(rows: Sequence[Row]) -> ReportLines:
    """Return what is shown and searched of rows."""
    texts = [_text_of(row) for row in rows]
    return ReportLines(
        companies=_companies_of(rows),
        texts=texts,
        folded=[text.lower() if text.isascii() else folded_for_search(text) for text in texts],
        notes=bytes([_PLACES[text[text.rindex(BETWEEN) + 1 :]] for text in texts]),
        reasons=lambda: reasons_of(rows),
    )


def _text_of(row: Row) -> str:
    """Return the row's cells in one string; nearly all rows are fit to show as they are."""
    exact = exact_cells_of(row)
    return BETWEEN.join(exact if "".join(exact).isprintable() else map(visible, exact))


def column_of(texts: Iterable[str], column: Column) -> list[str]:
    """Return the cells of one column of lines."""
    at, from_end = COLUMNS.index(column), len(COLUMNS) - COLUMNS.index(column)
    if at == 0:
        return [text.partition(BETWEEN)[0] for text in texts]
    if at < from_end:
        return [text.split(BETWEEN, at + 1)[at] for text in texts]
    return [text.rsplit(BETWEEN, from_end)[1] for text in texts]


def reasons_of(rows: Iterable[Row]) -> list[str]:
    """Return per row what `ReportLines.reasons` holds."""
    return [BETWEEN.join(f"{reason.code}{BETWEEN}{reason.text}" for reason in row.reasons) for row in rows]


def _companies_of(rows: Iterable[Row]) -> Sequence[CompanyId]:
    ids = [row.company.id for row in rows]
    try:
        return array("q", ids)  # type: ignore[return-value]  # an id is an int by another name
    except OverflowError:  # Autotask's ids are 64 bits wide; whatever else it sends is kept too
        return ids
