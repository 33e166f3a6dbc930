"""What is shown and searched of a report: cell by cell what the rows say, in two strings a row."""

import pytest
from any_values import any_company, any_contact, any_customer
from builders import company, rules, snapshot
from hypothesis import given
from hypothesis import strategies as st
from small_reports import hostile_report, report_of

from axtui.core.cells import COLUMNS, Column, cells_of
from axtui.core.models import CompanyId, Snapshot
from axtui.core.notes import Note
from axtui.core.report import build_report
from axtui.core.report_lines import column_of, lines_of
from axtui.core.text import folded_for_search

_ANY_WORLDS = st.builds(
    snapshot,
    st.lists(any_company, max_size=4, unique_by=lambda each: each.id),
    st.lists(any_contact, max_size=4, unique_by=lambda each: each.id),
    st.lists(any_customer, max_size=4, unique_by=lambda each: each.id),
)


@given(world=_ANY_WORLDS)
def test_a_line_is_the_row_s_cells(world: Snapshot) -> None:
    """Whatever the names hold; and the cells alone say what is found in them."""
    report = build_report(world, rules())
    lines = report.lines
    assert len(lines) == len(report.rows)
    for at, row in enumerate(report.rows):
        assert lines.cells(at) == cells_of(row)
        assert lines.folded[at] == folded_for_search("\n".join(cells_of(row)))
        assert (lines.companies[at], lines.note(at)) == (row.company.id, row.note)
        assert lines.row_of(row.company.id) == at
    assert lines.counts == {note: [row.note for row in report.rows].count(note) for note in Note}


@pytest.mark.parametrize("column", Column)
def test_a_column_is_that_cell_of_every_line(column: Column) -> None:
    """Empty cells before and after it are cells too."""
    lines = hostile_report(Note.NO_MATCH).lines
    at = COLUMNS.index(column)
    assert column_of(lines.texts, column) == [lines.cells(row)[at] for row in range(len(lines))]


def test_reasons_are_told_with_their_codes() -> None:
    """One after the other, each in its own words; a row without one has an empty text."""
    report = report_of(7)
    for row, text in zip(report.rows, report.lines.reasons, strict=True):
        told = [part for reason in row.reasons for part in (str(reason.code), reason.text)]
        assert text == "\n".join(told)


def test_a_company_that_is_not_in_the_report_has_no_row() -> None:
    """Nor has any in a report without rows."""
    assert report_of(3).lines.row_of(CompanyId(4)) is None
    assert lines_of(()).row_of(CompanyId(1)) is None


def test_rows_of_one_note_are_picked_in_the_order_they_are_given_in() -> None:
    """The order of the screen, for one, is not that of the report."""
    lines = report_of(14).lines
    links = [at for at in range(14) if lines.note(at) is Note.LINK]
    assert len(links) == 2
    assert lines.having(Note.LINK, range(14)) == links
    assert lines.having(Note.LINK, range(13, -1, -1)) == links[::-1]


def test_an_id_beyond_64_bits_is_an_id() -> None:
    """Autotask's are smaller, but a report is not where that is checked."""
    lines = build_report(snapshot([company(2**70)]), rules()).lines
    assert list(lines.companies) == [2**70]
    assert lines.row_of(CompanyId(2**70)) == 0
