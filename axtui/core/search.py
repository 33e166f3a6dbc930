"""The filter engine: a report's lines narrowed by each key, widened by going back.

`parse` reads a query, `SearchIndex.find` returns the rows that it lets through, `SearchIndex.scan` does so
bit by bit.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from axtui.core.search_filters import Filter, note_filter, pattern_filter, places_without, term_filter
from axtui.core.search_pattern import Clock, Patience, Pattern, too_slow
from axtui.core.search_query import Query, describe, parse
from axtui.core.search_terms import Term
from axtui.core.text import folded_for_search

if TYPE_CHECKING:
    from axtui.core.notes import Note
    from axtui.core.report_lines import ReportLines

__all__ = ["SLICED_ROWS", "Found", "Query", "Scan", "SearchIndex", "describe", "parse"]

SLICED_ROWS: Final = 200_000
"""More rows than this are not searched within a frame; a pattern takes longer than one on fewer."""
_AT_ONCE: Final = 8_192
_WITH_PATTERN_AT_ONCE: Final = 512
"""Rows between two looks at the clock of a scan: about a millisecond each."""
_WITH_SLOW_PATTERN_AT_ONCE: Final = 16
"""One that may take long is mostly as quick, but some take milliseconds for each row."""


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
class Step:
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
    """The lines of one report, ready to be searched.

    A question that narrows the last one looks only at what that one found; one that widens it goes back to
    the nearest earlier answer that still covers it. What is found never depends on that way.
    """

    def __init__(
        self, lines: ReportLines, *, without: Collection[int] = (), clock: Clock | None = None
    ) -> None:
        """Search these lines, `without` those at some places.

        With a clock of monotonic seconds the time that a pattern may take for all rows is limited;
        without one only the time for a single cell is.
        """
        self.lines = lines
        self.clock = clock
        self.gave_up_at: dict[Pattern, int] = {}
        """Patterns that took too long, and on how many rows: they are tried again on half as many."""
        self._everything = Step(indexes=range(len(lines)))
        self.left_out = frozenset(without)
        self.left = places_without(len(lines), self.left_out)
        """The rows that a question without terms finds."""
        self._way: list[Step] = []
        self._folded_reasons: Sequence[str] | None = None

    def find(self, query: Query, *, notes: frozenset[Note] = frozenset()) -> Found:
        """Return the rows that meet the query and have one of the notes (none: any note)."""
        scan = self.scan(query, notes=notes)
        scan.finish()
        return scan.found

    def scan(self, query: Query, *, notes: frozenset[Note] = frozenset()) -> Scan:
        """Begin to look for what `find` returns; to leave it unfinished does no harm."""
        while self._way and not self._way[-1].covers(query.terms, notes):
            self._way.pop()
        return Scan(self, query, notes, start=self._way[-1] if self._way else self._everything)

    def remember(self, step: Step) -> None:
        """Keep an answer for the questions that narrow it, and for going back to it."""
        self._way.append(step)

    @property
    def everything(self) -> Sequence[int]:
        """All rows, those that are left out among them."""
        return self._everything.indexes

    def is_left(self, rows: Sequence[int]) -> Sequence[int]:
        """Return those of the rows that are not left out."""
        return [row for row in rows if row not in self.left_out]

    def reasons(self) -> Sequence[str]:
        """Return codes and sentences of every row's reasons, without case and accents."""
        if self._folded_reasons is None:
            self._folded_reasons = list(map(folded_for_search, self.lines.reasons))
        return self._folded_reasons


class Scan:
    """A question on its way through the rows: each step takes it further, and what it found so far stands."""

    def __init__(self, index: SearchIndex, query: Query, notes: frozenset[Note], *, start: Step) -> None:
        self._index = index
        self._query = query
        self._notes = notes
        self._start = start
        self._indexes: Sequence[int] = ()
        self._patience: Patience | None = None
        self._blocks = self._looking()
        self.is_done = False
        """Whether all rows have been looked at."""

    @property
    def found(self) -> Found:
        """What was found: the first of the rows while it goes on, all of them once it is done."""
        indexes = self._indexes if self.is_done else tuple(self._indexes)
        return Found(indexes=indexes, query=self._query)

    def finish(self) -> None:
        """Look at all the rows that are left."""
        if self._patience:
            self._patience.go_on()
        for _ in self._blocks:
            pass
        self.is_done = True

    def advance(self, seconds: float, clock: Clock) -> None:
        """Look at more rows for about so long; at some in any case, so that it comes to its end."""
        until = clock() + seconds
        if self._patience:
            self._patience.go_on()
        for _ in self._blocks:
            if clock() >= until:
                break
        else:
            self.is_done = True
        if self._patience:
            self._patience.pause()

    def _looking(self) -> Iterator[None]:
        """Apply the terms that are new since the start, patterns last because they cost most."""
        kept, given_up = self._start.indexes, dict[Term, Pattern]()
        new = [term for term in self._query.terms if term not in self._start.terms]
        patterns = {term: term.sought for term in new if isinstance(term.sought, Pattern)}
        quick = self._quick_filters(term for term in new if term not in patterns)
        if self._index.left_out and self._start.indexes is self._index.everything:
            if quick:  # these are quickest with a range, and find few of those that are left out
                quick.append(self._index.is_left)
            else:
                kept = self._index.left
        if quick:
            kept = yield from self._sift(kept, quick, _AT_ONCE, is_last=not patterns)
        for at, (term, pattern) in enumerate(patterns.items(), start=1):
            try:
                kept = yield from self._try(pattern, term, kept, is_last=at == len(patterns))
            except TimeoutError:
                given_up[term] = pattern
        self._conclude(kept, given_up)

    def _quick_filters(self, terms: Iterable[Term]) -> list[Filter]:
        by_note = [note_filter(self._index.lines, self._notes)] if self._notes != self._start.notes else []
        return [*by_note, *(term_filter(self._index.lines, self._index.reasons, term) for term in terms)]

    def _sift(
        self, rows: Sequence[int], filters: Sequence[Filter], at_once: int, *, is_last: bool
    ) -> Generator[None, None, Sequence[int]]:
        found: list[int] = []
        if is_last:
            self._indexes = found
        for at in range(0, len(rows), at_once):
            some = rows[at : at + at_once]
            for keep in filters:
                some = keep(some)
            found += some
            yield
        return found

    def _try(
        self, pattern: Pattern, term: Term, rows: Sequence[int], *, is_last: bool
    ) -> Generator[None, None, Sequence[int]]:
        """Apply a pattern; raise TimeoutError when it takes too long, or did on as many rows.

        It is then tried again only on half as many, so that the keys typed after it stay quick.
        """
        if len(rows) * 2 > self._index.gave_up_at.get(pattern, len(rows) * 2):
            raise TimeoutError
        self._patience = Patience(self._index.clock)
        keep = pattern_filter(self._index.lines, term, pattern, self._patience)
        at_once = _WITH_PATTERN_AT_ONCE if pattern.is_quick else _WITH_SLOW_PATTERN_AT_ONCE
        try:
            return (yield from self._sift(rows, [keep], at_once, is_last=is_last))
        except TimeoutError:
            self._index.gave_up_at[pattern] = len(rows)
            raise

    def _conclude(self, kept: Sequence[int], given_up: Mapping[Term, Pattern]) -> None:
        self._indexes = kept
        if given_up:
            problem = " ".join(map(too_slow, given_up.values()))
            self._query = self._query.without(given_up, problem=problem)
        elif (self._query.terms, self._notes) != (self._start.terms, self._start.notes):
            self._index.remember(Step(terms=self._query.terms, notes=self._notes, indexes=kept))
