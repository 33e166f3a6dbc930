"""The filter engine: rows prepared once, narrowed by each key, widened by going back.

`parse` reads a query, `SearchIndex.find` returns the rows that it lets through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from axtui.core.cells import COLUMNS, Column
from axtui.core.report_lines import BETWEEN, NOTES
from axtui.core.search_pattern import Clock, Patience, Pattern, too_slow
from axtui.core.search_query import Query, describe, parse
from axtui.core.search_terms import Blank, Extra, Place, Term, Words
from axtui.core.text import folded_for_search

if TYPE_CHECKING:
    from axtui.core.notes import Note
    from axtui.core.report_lines import ReportLines

__all__ = ["Found", "Query", "SearchIndex", "describe", "parse"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The rows that a query lets through."""

    indexes: Sequence[int]
    """Their places in the report, ascending; a range where nothing is restricted."""
    query: Query
    """The query as it was applied: without patterns that took too long, which its `problem` then says."""

    def __len__(self) -> int:
        return len(self.indexes)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """One earlier question with its answer."""

    terms: tuple[Term, ...] = ()
    notes: frozenset[Note] = frozenset()
    indexes: Sequence[int]

    def covers(self, terms: tuple[Term, ...], notes: frozenset[Note]) -> bool:
        """Say whether every row of a new question is surely among the rows of this one."""
        if self.notes and not (notes and notes <= self.notes):
            return False
        return all(any(new.implies(old) for new in terms) for old in self.terms)


class SearchIndex:
    """The rows of one report, ready to be searched.

    A question that narrows the last one looks only at what that one found; one that widens it goes back to
    the nearest earlier answer that still covers it. What is found never depends on that way.
    """

    def __init__(self, lines: ReportLines, *, clock: Clock | None = None) -> None:
        """Search these lines.

        With a clock of monotonic seconds the time that a pattern may take for all rows is limited;
        without one only the time for a single cell is.
        """
        self._lines = lines
        self._clock = clock
        self._folded_columns: dict[Column, list[str]] = {}
        self._everything = _Step(indexes=range(len(lines)))
        self._way: list[_Step] = []
        self._gave_up_at: dict[Pattern, int] = {}

    def find(self, query: Query, *, notes: frozenset[Note] = frozenset()) -> Found:
        """Return the indexes of the rows that meet the query and have one of the notes (none: any note)."""
        start = self._nearest(query.terms, notes)
        kept = start.indexes if notes == start.notes else self._with_notes(start.indexes, notes)
        kept, too_slow_terms = self._narrowed(kept, [term for term in query.terms if term not in start.terms])
        if too_slow_terms:
            problem = " ".join(too_slow(pattern) for pattern in too_slow_terms.values())
            return Found(indexes=kept, query=query.without(too_slow_terms, problem=problem))
        if (query.terms, notes) != (start.terms, start.notes):
            self._way.append(_Step(terms=query.terms, notes=notes, indexes=kept))
        return Found(indexes=kept, query=query)

    def _nearest(self, terms: tuple[Term, ...], notes: frozenset[Note]) -> _Step:
        while self._way and not self._way[-1].covers(terms, notes):
            self._way.pop()
        return self._way[-1] if self._way else self._everything

    def _with_notes(self, candidates: Sequence[int], notes: frozenset[Note]) -> Sequence[int]:
        wanted = {place for place, note in enumerate(NOTES) if note in notes}
        places = self._lines.notes
        return [at for at in candidates if places[at] in wanted]

    def _narrowed(
        self, candidates: Sequence[int], terms: Iterable[Term]
    ) -> tuple[Sequence[int], dict[Term, Pattern]]:
        """Apply the terms, patterns last because they cost most; return those that were given up on too."""
        too_slow_terms: dict[Term, Pattern] = {}
        for term in sorted(terms, key=lambda term: isinstance(term.sought, Pattern)):
            match term.sought:
                case Words(needle=needle):
                    candidates = self._containing(candidates, term, needle)
                case Blank():
                    blank = self._is_blank(term.place)
                    candidates = [at for at in candidates if blank(at) is not term.negated]
                case Pattern() as pattern:
                    try:
                        candidates = self._matching(candidates, term, pattern)
                    except TimeoutError:
                        too_slow_terms[term] = pattern
        return candidates, too_slow_terms

    def _containing(self, candidates: Sequence[int], term: Term, needle: str) -> Sequence[int]:
        texts = self._texts(term.place)
        if term.negated:
            return [at for at in candidates if needle not in texts[at]]
        if len(candidates) == len(texts):  # every row: walking along is quicker than looking up
            return [at for at, text in enumerate(texts) if needle in text]
        return [at for at in candidates if needle in texts[at]]

    def _matching(self, candidates: Sequence[int], term: Term, pattern: Pattern) -> Sequence[int]:
        """Try a pattern on each cell by itself; raise TimeoutError when it takes too long.

        It is then tried again only on half as many rows, so that the keys typed after it stay quick.
        """
        if len(candidates) * 2 > self._gave_up_at.get(pattern, len(candidates) * 2):
            raise TimeoutError
        texts_of = self._texts_of(term.place)
        try:
            hits = pattern.found_among(
                {text for at in candidates for text in texts_of(at)}, Patience(self._clock)
            )
        except TimeoutError:
            self._gave_up_at[pattern] = len(candidates)
            raise
        return [at for at in candidates if hits.isdisjoint(texts_of(at)) is term.negated]

    def _texts(self, place: Place) -> Sequence[str]:
        """Return per row what plain text is looked for in, without case and accents."""
        if isinstance(place, Column):
            if place not in self._folded_columns:
                number = COLUMNS.index(place)
                self._folded_columns[place] = [row.split(BETWEEN)[number] for row in self._lines.folded]
            return self._folded_columns[place]
        return self._lines.folded if place is Extra.ANYWHERE else self._folded_reasons

    def _texts_of(self, place: Place) -> Callable[[int], Sequence[str]]:
        """Return a function from row to the display texts that a pattern is tried on, one by one."""
        if isinstance(place, Column):
            number = COLUMNS.index(place)
            return lambda at: self._lines.cells(at)[number : number + 1]
        if place is Extra.ANYWHERE:
            return self._lines.cells
        reasons = self._lines.reasons
        return lambda at: reasons[at].split(BETWEEN)

    def _is_blank(self, place: Place) -> Callable[[int], bool]:
        """Return a function that says whether nothing is to be seen in a row's cell."""
        texts_of = self._texts_of(place)
        return lambda at: not "".join(texts_of(at)).strip()

    @cached_property
    def _folded_reasons(self) -> list[str]:
        return list(map(folded_for_search, self._lines.reasons))
