"""What a search has hit in the cells of a row: the quick way finds what the query itself says."""

import pytest
from small_reports import report_of

from axtui.core.cells import COLUMNS
from axtui.core.search_query import parse
from axtui.tui.widgets.search_hits import SearchHits

_NAMES = ("Acme Pty Ltd", "Ünal & Söhne", "Banana Acme", "é\u0301clair", "日本語 株式会社")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "acm cme",
        "a an ana",
        "pty company:acme",
        "unal",
        "-acme pty",
        "note:link",
        "/a.m/ pty",
        "本",
        'email:""',
    ],
)
def test_hits_are_those_of_the_query(typed: str) -> None:
    """Words that overlap or touch make one hit; accents, patterns, columns and notes are no exception."""
    lines, query = report_of(30, names=_NAMES).lines, parse(typed)
    hits = SearchHits(query)
    for row in range(len(lines)):
        texts = lines.cells(row)
        expected = [list(query.spans(text, column)) for column, text in zip(COLUMNS, texts, strict=True)]
        assert list(map(list, hits.in_row(texts, lines.folded[row]))) == expected
