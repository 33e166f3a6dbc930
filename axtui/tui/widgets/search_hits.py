"""What a search has hit in the cells of a row: worked out for rows that are drawn, where there may be any."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from axtui.core.cells import COLUMNS
from axtui.core.report_lines import BETWEEN
from axtui.core.search_terms import Words

if TYPE_CHECKING:
    from axtui.core.search_query import Query

Span = tuple[int, int]
_NONE: Final[Sequence[Sequence[Span]]] = ((),) * len(COLUMNS)


class SearchHits:
    """What one query hits; where it is about words, the folded text of a cell answers most of it."""

    def __init__(self, query: Query | None = None) -> None:
        self.query = query
        terms = [] if query is None else [term for term in query.terms if not term.negated]
        self._words = [
            [term.sought.needle for term in terms if term.looks_in(column) and isinstance(term.sought, Words)]
            for column in COLUMNS
        ]
        self._is_about_words = all(isinstance(term.sought, Words) for term in terms)

    def in_row(self, texts: Sequence[str], folded: str) -> Sequence[Sequence[Span]]:
        """Return per cell, in the order of `Column`, the parts that were hit."""
        query = self.query
        if query is None or query.is_empty:
            return _NONE
        cells = zip(COLUMNS, texts, folded.split(BETWEEN), self._words, strict=True)
        if not self._is_about_words:
            return [query.spans(text, column) for column, text, _, _ in cells]
        return [
            ()
            if not any(word in bare for word in words)
            else _places(bare, words)
            if text.isascii()  # then a letter stands where its folded form stands
            else query.spans(text, column)
            for column, text, bare, words in cells
        ]


def _places(bare: str, words: Iterable[str]) -> Sequence[Span]:
    places = sorted(place for word in words for place in _places_of(word, bare))
    merged: list[Span] = []
    for start, end in places:
        if merged and start <= merged[-1][1]:
            start, end = merged[-1][0], max(end, merged.pop()[1])  # noqa: PLW2901  # the two are one
        merged.append((start, end))
    return merged


def _places_of(word: str, bare: str) -> Iterator[Span]:
    at = bare.find(word)
    while at >= 0:
        yield at, at + len(word)
        at = bare.find(word, at + len(word))
