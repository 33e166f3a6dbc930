"""What each condition of a query lets through, some rows at a time: plain loops over strings.

A filter takes places of rows, ascending, and returns those of them that it lets through. Consecutive rows
come as a range: to walk along is quicker than to look each of them up.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import chain, compress
from typing import TYPE_CHECKING, Final

from axtui.core.cells import Column
from axtui.core.report_lines import BETWEEN, NOTES, column_of
from axtui.core.search_terms import Blank, Extra, Place, Term, Words
from axtui.core.text import folded_for_search

if TYPE_CHECKING:
    from axtui.core.notes import Note
    from axtui.core.report_lines import ReportLines
    from axtui.core.search_pattern import Patience, Pattern

Filter = Callable[[Sequence[int]], Sequence[int]]

_BYTES: Final = 256
_FOLDED_NOTES: Final = {note: folded_for_search(note.value) for note in NOTES}


def places_without(total: int, places: Collection[int]) -> Sequence[int]:
    """Return the places of so many rows without some of them; a range where none is left out."""
    if not places:
        return range(total)
    ends = sorted(places)
    starts = [0, *(place + 1 for place in ends)]
    return tuple(chain.from_iterable(map(range, starts, [*ends, total])))


def note_filter(lines: ReportLines, wanted: Collection[Note], *, negated: bool = False) -> Filter:
    """Let rows through that have one of the notes."""
    lets_through = bytes((note in wanted) is not negated for note in NOTES).ljust(_BYTES, b"\0")

    def keep(rows: Sequence[int]) -> Sequence[int]:
        if isinstance(rows, range):
            return list(compress(rows, lines.notes[rows.start : rows.stop].translate(lets_through)))
        notes = lines.notes
        return [row for row in rows if lets_through[notes[row]]]

    return keep


def term_filter(lines: ReportLines, folded_reasons: Callable[[], Sequence[str]], term: Term) -> Filter:
    """Let rows through that meet a term which is no pattern."""
    match term.sought, term.place:
        case Words(needle=needle), Column.NOTE:
            notes = [note for note, text in _FOLDED_NOTES.items() if needle in text]
            return note_filter(lines, notes, negated=term.negated)
        case Words(needle=needle), Column() as column:
            return _column_filter(lines.folded, column, needle, negated=term.negated)
        case Words(needle=needle), place:
            texts = lines.folded if place is Extra.ANYWHERE else folded_reasons()
            return _text_filter(texts, needle, negated=term.negated)
        case Blank(), place:
            return _blank_filter(lines, place, negated=term.negated)
    raise AssertionError(term)  # pragma: no cover  # patterns are no business of this function


def pattern_filter(lines: ReportLines, term: Term, pattern: Pattern, patience: Patience) -> Filter:
    """Let rows through in which a pattern is found in one of the texts; TimeoutError when it takes too long.

    It is tried on each text by itself, and on equal ones once.
    """

    def in_column(rows: Sequence[int]) -> Sequence[int]:
        cells = column_of(_at(lines.texts, rows), Column(term.place))
        hits = pattern.found_among(set(cells), patience)
        return [row for row, cell in zip(rows, cells, strict=True) if (cell in hits) is not term.negated]

    def in_any_text(rows: Sequence[int]) -> Sequence[int]:
        texts = lines.reasons if term.place is Extra.REASON else lines.texts
        cells = [text.split(BETWEEN) for text in _at(texts, rows)]
        hits = pattern.found_among(set(chain.from_iterable(cells)), patience)
        return [row for row, each in zip(rows, cells, strict=True) if hits.isdisjoint(each) is term.negated]

    return in_column if isinstance(term.place, Column) else in_any_text


def _text_filter(texts: Sequence[str], needle: str, *, negated: bool) -> Filter:
    def keep(rows: Sequence[int]) -> Sequence[int]:
        if not isinstance(rows, range):
            return [row for row in rows if needle in texts[row]]
        return [row for row, text in zip(rows, texts[rows.start : rows.stop], strict=True) if needle in text]

    def keep_others(rows: Sequence[int]) -> Sequence[int]:
        return [row for row, text in zip(rows, _at(texts, rows), strict=True) if needle not in text]

    return keep_others if negated else keep


def _column_filter(folded: Sequence[str], column: Column, needle: str, *, negated: bool) -> Filter:
    in_line = _text_filter(folded, needle, negated=False)

    def keep(rows: Sequence[int]) -> Sequence[int]:
        likely = in_line(rows)
        cells = column_of(_at(folded, likely), column)
        return [row for row, cell in zip(likely, cells, strict=True) if needle in cell]

    def keep_others(rows: Sequence[int]) -> Sequence[int]:
        cells = column_of(_at(folded, rows), column)
        return [row for row, cell in zip(rows, cells, strict=True) if needle not in cell]

    return keep_others if negated else keep


def _blank_filter(lines: ReportLines, place: Place, *, negated: bool) -> Filter:
    """What shows nothing is blank: nothing at all, or spaces."""

    def texts_of(rows: Sequence[int]) -> Iterable[str]:
        if isinstance(place, Column):
            return column_of(_at(lines.texts, rows), place)
        return _at(lines.reasons, rows)

    def keep(rows: Sequence[int]) -> Sequence[int]:
        return [row for row, text in zip(rows, texts_of(rows), strict=True) if not text or text.isspace()]

    def keep_others(rows: Sequence[int]) -> Sequence[int]:
        return [row for row, text in zip(rows, texts_of(rows), strict=True) if text and not text.isspace()]

    return keep_others if negated else keep


def _at(texts: Sequence[str], rows: Sequence[int]) -> Sequence[str]:
    if isinstance(rows, range):
        return texts[rows.start : rows.stop]
    return [texts[row] for row in rows]
