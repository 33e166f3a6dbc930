"""The detail of a row laid out for a width."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from small_reports import hostile_report, report_of

from axtui.core.text import visible
from axtui.tui.row_lines import Look, detail_lines, folded, plain_detail

TEXT = st.text(st.sampled_from("ab  é日👩-")) | st.text(max_size=80).map(visible)


@given(TEXT, st.integers(2, 40))
def test_folding_leaves_out_nothing_but_spaces(text: str, width: int) -> None:
    """Every line fits, and what fits as it is stays as it is."""
    lines = folded(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    if cell_len(text) <= width:
        assert list(lines) == [text]


def test_words_stay_whole_where_they_can() -> None:
    """An address is cut only where a line is too short for all of it; spaces in front count."""
    assert folded("  the quick brown fox", 11) == ["  the quick", "brown fox"]
    assert folded("to ada.byron@acme.example", 10) == ["to", "ada.byron@", "acme.examp", "le"]


@pytest.mark.parametrize("width", [1, 20, 41, 100])
def test_every_line_fits_into_its_width(width: int) -> None:
    """Names of every kind, on a panel and on a screen; on an absurd one nothing breaks."""
    report = hostile_report()
    for row in report.rows:
        lines = detail_lines(row, report, width=width)
        if width >= 20:
            assert max(cell_len(line) for line in plain_detail(lines)) <= width
        assert lines[0][0].look is Look.HEADING


def test_a_broad_screen_sets_names_apart_from_values() -> None:
    """A panel has less room for that."""
    report = report_of(1)
    broad, narrow = (
        plain_detail(detail_lines(report.rows[0], report, width=width, ascii_only=True)) for width in (90, 42)
    )
    assert broad[1] == narrow[1]
    assert next(line for line in broad if "Id" in line) == "  Id                1"
    assert next(line for line in narrow if "Id" in line) == " Id             1"
