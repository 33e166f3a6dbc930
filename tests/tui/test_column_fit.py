"""Columns by priority: what is shown at which width."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from axtui.core.cells import Column
from axtui.tui.widgets.column_fit import ColumnFit, fit_columns


def _fit(width: int, active: Column = Column.COMPANY) -> ColumnFit:
    return fit_columns(width, padding=2, active=active)


def test_a_screen_of_120_cells_shows_every_column() -> None:
    """119 cells beside the scrollbar, three of them for the mark."""
    assert not _fit(116).hidden


def test_a_screen_of_80_cells_keeps_what_matters_most() -> None:
    """The company, its note, and why: customer and accounts contact."""
    assert _fit(76).shown == (Column.COMPANY, Column.CUSTOMER, Column.CONTACT, Column.NOTE)


@pytest.mark.parametrize("active", Column)
@pytest.mark.parametrize("width", [40, 76, 90])
def test_every_column_is_in_reach_on_a_narrow_screen(width: int, active: Column) -> None:
    """The active column is shown at every width, so that left and right reach all of them."""
    assert active in _fit(width, active).shown


@given(st.integers(0, 400), st.sampled_from(Column))
def test_columns_fit_into_the_width_in_reading_order(width: int, active: Column) -> None:
    """What is shown fits, unless there is not even room for the company and the active column."""
    fit = _fit(width, active)
    assert sorted(fit.shown + fit.hidden, key=list(Column).index) == list(Column)
    assert fit.shown == tuple(column for column in Column if column in fit.shown)
    if len(fit.shown) > 2:
        assert sum(cells + 2 for _, cells in fit.widths) <= width


@given(st.integers(0, 300))
def test_a_wider_screen_never_shows_less(width: int) -> None:
    """Widening adds columns and cells, and takes none away."""
    narrow, wide = _fit(width), _fit(width + 1)
    assert set(narrow.shown) <= set(wide.shown)
