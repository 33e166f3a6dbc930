"""What of a cell is highlighted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from axtui.core.cells import Column
from axtui.core.search import parse
from axtui.core.text import folded_for_search, visible


@pytest.mark.parametrize(
    ("typed", "cell", "parts"),
    [
        ("", "Acme", []),
        ("acme", "", []),
        ("acme", "The ACME Company, Acme Ltd", ["ACME", "Acme"]),
        ("company:acme", "Acme Ltd", ["Acme"]),
        ("number:acme", "Acme Ltd", []),
        ("reason:acme", "Acme Ltd", []),
        ("-acme", "Acme Ltd", []),
        ('company:""', "Acme Ltd", []),
        ("acme me", "Acme Ltd", ["Acme"]),
        ("acme ltd", "Acme Ltd", ["Acme", "Ltd"]),
        ("ac cm", "Acme", ["Acm"]),
        ("strom", "Ångström AB", ["ström"]),
        ("strom", "A\u030angstro\u0308m AB", ["stro\u0308m"]),
        ("ss", "Straße 1", ["ß"]),
        ("strase", "Straße 1", []),
        ("s", "Straße", ["S", "ß"]),
        ("ffi", "Oﬃce", ["ﬃ"]),
        ("한", "\u1112\u1161\u11ab국", ["\u1112\u1161\u11ab"]),
        ("/l.d/", "Acme Ltd, Lid", ["Ltd", "Lid"]),
        ("/x*/", "Acme", []),
        ("/muller/", "Herr Müller", ["Müller"]),
        ("/(a|aa)+$/", "a" * 60 + "!", []),
    ],
)
def test_the_parts_that_were_looked_for(typed: str, cell: str, parts: list[str]) -> None:
    """Positions lead back to the display text, also where folding changes its length."""
    assert [cell[start:end] for start, end in parse(typed).spans(cell, Column.COMPANY)] == parts


@given(
    cell=st.text(alphabet=st.sampled_from("aAäÄßﬃŁø\u0308\u0301İıσς가각ᄀ한 1-́"), max_size=12)
    | st.text().map(visible),
    needle=st.text(alphabet="aäsfi1 ᄀ", min_size=1, max_size=3),
)
def test_parts_lie_in_the_cell_apart_and_hold_the_needle(cell: str, needle: str) -> None:
    """Every part is within the cell, after the one before, and contains what was looked for."""
    query = parse(f'"{needle}"')
    end_before = -1
    for start, end in query.spans(cell, Column.COMPANY):
        assert end_before < start < end <= len(cell)
        assert folded_for_search(needle) in folded_for_search(cell[start:end])
        end_before = end


@given(cell=st.text().map(visible), typed=st.text(max_size=5))
def test_highlighting_never_fails(cell: str, typed: str) -> None:
    """Whatever is typed, on whatever text."""
    assert all(end <= len(cell) for _, end in parse(typed).spans(cell, Column.NOTE))
