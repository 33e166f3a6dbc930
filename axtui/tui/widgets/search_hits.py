"""What a search has hit in the cells of a row: worked out for rows that are drawn, where there may be any."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from axtui.core.cells import COLUMNS
from axtui.core.report_lines import BETWEEN
from axtui.core.search_terms import Words

if TYPE_CHECKING:
    from axtui.core.search_query import Query

Span = tuple[int, int]
_NOTHING: tuple[Sequence[Span], ...] = ((),) * len(COLUMNS)


def hits_in(texts: Sequence[str], folded: str, query: Query | None) -> Sequence[Sequence[Span]]:
    """Return per cell, in the order of `Column`, the parts that the query has hit.

    To find where in a cell a hit stands takes longer than to see in its folded text that there is none.
    """
    if query is None or query.is_empty:
        return _NOTHING
    sought = [term.sought for term in query.terms if not term.negated]
    words = [each.needle for each in sought if isinstance(each, Words)]
    may_be_anywhere = len(words) < len(sought)
    return [
        query.spans(text, column) if may_be_anywhere or any(word in bare for word in words) else ()
        for column, text, bare in zip(COLUMNS, texts, folded.split(BETWEEN), strict=True)
    ]
