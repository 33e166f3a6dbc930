"""How the text of a cell is cut, and what a search has hit in it: as Rich and as the search say."""

import io
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from rich.text import Text

from axtui.core.cells import COLUMNS, Column
from axtui.core.search_query import parse
from axtui.core.text import folded_for_search, visible
from axtui.tui.widgets.row_painter import CellLook, Frame, Ink, painted
from axtui.tui.widgets.search_hits import SearchHits

_CONSOLE = Console(width=80, file=io.StringIO(), color_system="truecolor")
_LETTERS = "aB é\u0301ßﬁ日本한🎉\u200d\u2764\ufe0fش[]/\\␛"
_texts = st.text(alphabet=_LETTERS, max_size=25).map(visible)
_RED = Style(color="red")
_HIT = Style(underline=True)


def drawn_by_rich(look: CellLook, width: int, *, ellipsis: bool) -> list[tuple[str, Style]]:
    """Return the letters of a cell with their styles, as a table of Textual's has them drawn."""
    options = _CONSOLE.options.update_dimensions(width, 1).update(no_wrap=True)
    segments = _CONSOLE.render_lines(look.as_text(ellipsis=ellipsis, hit=_HIT), options)[0]
    return letters_of(segments)


def letters_of(segments: list[Segment]) -> list[tuple[str, Style]]:
    """Return letters with their styles; what is not said of one is nothing."""
    return [(letter, Style() + (style or Style())) for text, style, _ in segments for letter in text]


@st.composite
def _looks(draw: st.DrawFn) -> CellLook:
    text = draw(_texts)
    if draw(st.booleans()):
        return CellLook(text, draw(st.sampled_from([Style.null(), _RED])))
    text = text.replace("\ufe0f", "").replace(
        "\u200d", ""
    )  # a hit never parts what is one letter to a reader
    ends = sorted(draw(st.sets(st.integers(0, len(text)), max_size=4)))
    hits = list(zip(ends[::2], ends[1::2], strict=False))
    return CellLook(text, draw(st.sampled_from([Style.null(), _RED])), hits)


@given(look=_looks(), width=st.integers(1, 30), ellipsis=st.booleans())
def test_a_cell_is_cut_and_styled_as_rich_does_it(look: CellLook, width: int, ellipsis: bool) -> None:
    """Wide letters, accents and emoji at the edge included."""
    frame = Frame(widths=(width,), padding=0, ellipsis=ellipsis, hit=_HIT)
    strip = painted([look], [Ink(Style(), Style())], frame, end=None)
    assert letters_of(list(strip)) == drawn_by_rich(look, width, ellipsis=ellipsis)
    assert strip.cell_length == width


def test_cells_of_one_style_are_one_segment() -> None:
    """That is what makes a line cheap to make and to send."""
    frame = Frame(widths=(4, 4, 4), padding=1, ellipsis=True, hit=_HIT)
    looks = [CellLook("one"), CellLook("two"), CellLook("three", _RED)]
    plain = Ink(Style(bgcolor="blue"), Style())
    strip = painted(looks, [plain] * 3, frame, end=Segment("  ", plain.plain))
    assert [text for text, _, _ in strip] == [" one   two   ", "thr…", "   "]


Way = Literal["before", "after"]


@pytest.mark.parametrize(("way", "colour"), [("before", "red"), ("after", "blue")])
def test_the_colours_of_a_cursor_come_before_or_after_those_of_a_cell(way: Way, colour: str) -> None:
    """What comes after wins."""
    cursor = Style(color="blue")
    ink = Ink(cursor, Style()) if way == "before" else Ink(cursor, cursor)
    mixed = ink.mixed_with(_RED).color
    assert mixed is not None
    assert mixed.name == colour


_ROWS = st.lists(_texts, min_size=len(COLUMNS), max_size=len(COLUMNS))


@given(
    texts=_ROWS,
    typed=st.sampled_from(
        ["", "a", "b a", "é", "aa", "company:a", "-a b", "/[ab]+/", "note:ß b", 'email:""', "日 a", "ab b"]
    ),
)
def test_hits_are_those_of_the_query(texts: list[str], typed: str) -> None:
    """The short way over the folded text of a row finds what the query finds cell by cell."""
    query = parse(typed)
    found = SearchHits(query).in_row(texts, folded_for_search("\n".join(texts)))
    wanted = [query.spans(text, column) for column, text in zip(Column, texts, strict=True)]
    assert [tuple(hits) for hits in found] == wanted


def test_without_a_query_there_are_no_hits() -> None:
    """Nothing is looked for, nothing is found."""
    assert not any(SearchHits().in_row(["a"] * len(COLUMNS), "\n".join(["a"] * len(COLUMNS))))
    assert CellLook("a").as_text(ellipsis=True, hit=_HIT) == Text("a", no_wrap=True, end="")
