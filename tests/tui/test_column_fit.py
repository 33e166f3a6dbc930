"""Columns by priority: what is shown at which width."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from axtui.core.cells import COLUMNS, Column
from axtui.core.column_choice import ColumnChoice
from axtui.tui.widgets.column_fit import ColumnFit, fit_columns


def _fit(width: int, active: Column = Column.COMPANY, choice: ColumnChoice | None = None) -> ColumnFit:
    return fit_columns(width, padding=2, active=active, choice=choice or ColumnChoice())


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


CHOICES = st.builds(
    ColumnChoice,
    order=st.permutations(COLUMNS).map(tuple),
    hidden=st.frozensets(st.sampled_from(COLUMNS[1:])),
    widths=st.dictionaries(st.sampled_from(COLUMNS), st.integers(4, 200)),
)
ACTIVE = st.sampled_from(Column)


@given(st.integers(0, 400), ACTIVE, CHOICES)
def test_columns_fit_into_the_width_in_their_order(width: int, active: Column, choice: ColumnChoice) -> None:
    """What is shown fits, unless there is not even room for the company and the active column."""
    fit = fit_columns(width, padding=2, active=active, choice=choice)
    assert sorted(fit.shown + fit.without_room + fit.hidden_by_choice) == sorted(COLUMNS)
    assert fit.shown == tuple(column for column in choice.order if column in fit.shown)
    assert {Column.COMPANY, choice.nearest(active)} <= set(fit.shown)
    if len(fit.shown) > 2:
        assert sum(cells + 2 for _, cells in fit.widths) <= width


@given(st.integers(0, 300), ACTIVE, CHOICES)
def test_a_wider_screen_never_shows_less(width: int, active: Column, choice: ColumnChoice) -> None:
    """Widening adds columns and cells, and takes none away."""
    narrow, wide = (
        fit_columns(cells, padding=2, active=active, choice=choice) for cells in (width, width + 1)
    )
    assert set(narrow.shown) <= set(wide.shown)


@given(CHOICES)
def test_where_there_is_room_a_chosen_width_is_kept_to_the_cell(choice: ColumnChoice) -> None:
    """On a screen that is wide enough for everything."""
    widths = dict(fit_columns(2_000, padding=2, active=Column.COMPANY, choice=choice).widths)
    assert all(widths[column] == choice.widths[column] for column in choice.shown if column in choice.widths)


def test_a_chosen_width_takes_from_columns_that_nobody_asked_for() -> None:
    """And when it is wider than the screen, company and the active column still have what they need."""
    asked = ColumnChoice().sized(Column.CUSTOMER, 40)
    assert _fit(78, choice=asked).widths == ((Column.COMPANY, 21), (Column.CUSTOMER, 40), (Column.NOTE, 11))
    greedy = ColumnChoice().sized(Column.COMPANY, 200)
    assert _fit(76, Column.EMAIL, greedy).widths == ((Column.COMPANY, 56), (Column.EMAIL, 16))


def test_a_column_moved_to_the_left_goes_last() -> None:
    """Whoever moves the e-mail address to the front wants to see it at 80 cells, too."""
    assert Column.EMAIL in _fit(76, choice=ColumnChoice().moved(Column.EMAIL, -5)).shown


def test_what_is_hidden_by_choice_makes_room_for_others() -> None:
    """It is told apart from what has none."""
    fit = _fit(76, choice=ColumnChoice().toggled(Column.CUSTOMER).toggled(Column.LAST))
    assert fit.shown == (Column.COMPANY, Column.CONTACT, Column.EMAIL, Column.NOTE)
    assert fit.hidden_by_choice == (Column.CUSTOMER, Column.LAST)
    assert fit.without_room == (Column.NUMBER, Column.FIRST)
