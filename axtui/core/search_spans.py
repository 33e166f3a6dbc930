"""Where in a cell a search found something, so that the part can be shown in another colour."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from axtui.core.cells import Column
from axtui.core.search_pattern import Patience, Pattern
from axtui.core.search_terms import Blank, Term, Words
from axtui.core.text import folded_for_search

if TYPE_CHECKING:
    import regex

Span = tuple[int, int]
"""First position, and the one after the last."""

_LONGEST_SECONDS: Final = 0.002
"""For one pattern in one cell; a screenful has hundreds of cells."""


def spans_of(terms: Iterable[Term], cell: str, column: Column) -> tuple[Span, ...]:
    """Return the parts of a cell's display text that the terms found, in order and apart from each other."""
    wanted = [term for term in terms if not term.negated and term.looks_in(column)]
    if not wanted or not cell:
        return ()
    folded = _folded(cell)
    return _merged(span for term in wanted for span in _spans(term, cell, folded))


@dataclass(frozen=True, slots=True)
class _Folded:
    """A cell without case and accents, and how its positions lead back to the display text."""

    text: str
    at: tuple[int, ...]
    """Where each cluster begins in the folded text, and where the last one ends."""
    came_from: tuple[int, ...]
    """The same in the display text."""

    def origin(self, span: Span) -> Span:
        first = bisect_right(self.at, span[0]) - 1
        last = bisect_right(self.at, span[1] - 1) - 1
        return self.came_from[first], self.came_from[last + 1]


@cache
def _cluster() -> regex.Pattern[str]:
    """Find what a reader takes for one character; case and accents never reach across two of them."""
    import regex  # loaded with the first accent that is highlighted: the start of the program is short

    return regex.compile(r"\X")


def _folded(cell: str) -> _Folded | None:
    """Fold a cell cluster by cluster; None where that is not the same as folding it as a whole."""
    folded = folded_for_search(cell)
    if cell.isascii():
        every = tuple(range(len(cell) + 1))
        return _Folded(folded, every, every)
    at, came_from, pieces = [0], [0], []
    for cluster in _cluster().finditer(cell):
        pieces.append(folded_for_search(cluster.group()))
        at.append(at[-1] + len(pieces[-1]))
        came_from.append(cluster.end())
    return _Folded(folded, tuple(at), tuple(came_from)) if "".join(pieces) == folded else None


def _spans(term: Term, cell: str, folded: _Folded | None) -> Iterator[Span]:
    match term.sought:
        case Words(needle=needle) if folded:
            yield from map(folded.origin, _places(needle, folded.text))
        case Pattern() as pattern:
            yield from _pattern_spans(pattern, cell, folded)
        case Words() | Blank():
            return


def _places(needle: str, text: str) -> Iterator[Span]:
    at = text.find(needle)
    while at >= 0:
        yield at, at + len(needle)
        at = text.find(needle, at + len(needle))


def _pattern_spans(pattern: Pattern, cell: str, folded: _Folded | None) -> tuple[Span, ...]:
    """Return nothing for a pattern that takes too long: the rows do not depend on it."""
    patience = Patience(for_one=_LONGEST_SECONDS)
    try:
        exact = tuple(pattern.spans_in(cell, patience))
        if exact or folded is None:
            return exact
        return tuple(map(folded.origin, pattern.spans_in_folded(folded.text, patience)))
    except TimeoutError:
        return ()


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
