"""A search in a report some of whose rows are left out: it finds what is left of what it would find."""

from hypothesis import given
from hypothesis import strategies as st
from small_reports import report_of

from axtui.core.notes import Note
from axtui.core.search import SearchIndex, parse
from axtui.core.search_filters import places_without

_QUERIES = ("", "a", "ltd", "-note:ok", "note:link", "/a/", "/(a|b)c?/ l", 'email:""', "reason:no")
_ROWS = 40
_LINES = report_of(_ROWS).lines


@given(st.integers(0, _ROWS), st.frozensets(st.integers(0, _ROWS - 1)))
def test_places_without_some(total: int, some: frozenset[int]) -> None:
    """Every place is either left out or left, in the report's order."""
    out = frozenset(place for place in some if place < total)
    left = places_without(total, out)
    assert list(left) == [place for place in range(total) if place not in out]
    assert isinstance(left, range) is not bool(out)


@given(
    st.frozensets(st.integers(0, _ROWS - 1), max_size=8),
    st.lists(st.tuples(st.sampled_from(_QUERIES), st.sampled_from([None, *Note])), min_size=1, max_size=6),
)
def test_what_is_left_out_is_never_found(out: frozenset[int], asked: list[tuple[str, Note | None]]) -> None:
    """Whatever was asked before, in whatever order: narrowing, widening, notes and patterns."""
    whole, part = SearchIndex(_LINES), SearchIndex(_LINES, without=out)
    for query, note in asked:
        notes = frozenset({note} if note else ())
        found = part.find(parse(query), notes=notes).indexes
        assert list(found) == [at for at in whole.find(parse(query), notes=notes).indexes if at not in out]
