"""What a person may choose of the columns, and how it is kept."""

import json

import pytest
from faults.tiers import times
from hypothesis import given, settings
from hypothesis import strategies as st

from axtui.core.cells import COLUMNS, Column
from axtui.core.column_choice import LEAST_WIDTH, MOST_WIDTH, ColumnChoice, choice_from

CHOICES = st.builds(
    ColumnChoice,
    order=st.permutations(COLUMNS).map(tuple),
    hidden=st.frozensets(st.sampled_from(COLUMNS[1:])),
    widths=st.dictionaries(st.sampled_from(COLUMNS), st.integers(LEAST_WIDTH, MOST_WIDTH)),
    has_detail=st.booleans(),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(COLUMNS),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["columns", "name", "hidden", "width", "detail"]) | st.text(max_size=3), inner
        )
    ),
    max_leaves=12,
)


@given(CHOICES)
def test_a_choice_survives_being_kept(choice: ColumnChoice) -> None:
    """What is written as JSON is the same choice when it is read."""
    assert choice_from(json.loads(json.dumps(choice.as_plain()))) == choice


@settings(max_examples=times(300, quick=40))
@given(JSON)
def test_whatever_a_file_holds_is_a_choice(plain: object) -> None:
    """Every column has one place, company is shown, widths are possible ones."""
    choice = choice_from(plain)
    assert sorted(choice.order) == sorted(COLUMNS)
    assert Column.COMPANY in choice.shown
    assert all(LEAST_WIDTH <= width <= MOST_WIDTH for width in choice.widths.values())


def test_a_column_that_a_file_does_not_name_stands_behind_the_one_it_follows() -> None:
    """A file of an older version does not know the newer columns."""
    plain = {"columns": [{"name": each.value} for each in COLUMNS if each is not Column.CONTACT]}
    assert choice_from(plain) == ColumnChoice()


def test_the_company_cannot_be_hidden() -> None:
    """Neither by hand nor by a file."""
    assert ColumnChoice().toggled(Column.COMPANY) == ColumnChoice()
    assert choice_from({"columns": [{"name": "company", "hidden": True}]}) == ColumnChoice()


def test_hiding_twice_shows_again() -> None:
    """One key does both."""
    hidden = ColumnChoice().toggled(Column.EMAIL)
    assert Column.EMAIL not in hidden.shown
    assert hidden.toggled(Column.EMAIL) == ColumnChoice()


@pytest.mark.parametrize(
    ("step", "place"), [(-1, 1), (1, 3), (-9, 0), (9, 7)], ids=["left", "right", "to the start", "to the end"]
)
def test_a_column_is_moved_as_far_as_the_end(step: int, place: int) -> None:
    """The others keep their order."""
    moved = ColumnChoice().moved(Column.CUSTOMER, step)
    assert moved.order.index(Column.CUSTOMER) == place
    assert [each for each in moved.order if each is not Column.CUSTOMER] == [
        each for each in COLUMNS if each is not Column.CUSTOMER
    ]


def test_a_width_stays_possible_and_can_be_given_back() -> None:
    """Neither nothing nor more than any screen has."""
    assert ColumnChoice().sized(Column.EMAIL, -5).widths == {Column.EMAIL: LEAST_WIDTH}
    wide = ColumnChoice().sized(Column.EMAIL, 9_999)
    assert wide.widths == {Column.EMAIL: MOST_WIDTH}
    assert wide.sized(Column.EMAIL, None) == ColumnChoice()


def test_moved_to_the_left_or_given_a_width_is_asked_for() -> None:
    """What only gave way to such a column is not."""
    choice = ColumnChoice().moved(Column.EMAIL, -4).sized(Column.LAST, 12)
    assert choice.asked_for == (Column.EMAIL, Column.LAST)


def test_left_and_right_go_over_the_shown_columns_in_their_order() -> None:
    """Hidden ones are stepped over; at both ends they stay."""
    choice = ColumnChoice().toggled(Column.NUMBER).moved(Column.NOTE, -7)
    assert choice.shown[:3] == (Column.NOTE, Column.COMPANY, Column.CUSTOMER)
    assert choice.beside(Column.COMPANY, 1) is Column.CUSTOMER
    assert choice.beside(Column.NOTE, -1) is Column.NOTE
    assert choice.beside(Column.EMAIL, 1) is Column.EMAIL


def test_a_hidden_column_hands_over_to_the_one_on_its_left() -> None:
    """The active column may be hidden under the person's hands."""
    choice = ColumnChoice().toggled(Column.NUMBER)
    assert choice.nearest(Column.NUMBER) is Column.COMPANY
    assert choice.moved(Column.NUMBER, -1).nearest(Column.NUMBER) is Column.COMPANY


@pytest.mark.parametrize("odd", ["company", 7, None, {"name": "colour", "hidden": True}, {"hidden": True}])
def test_what_is_no_column_in_a_file_is_passed_over(odd: object) -> None:
    """The columns beside it count all the same."""
    assert choice_from({"columns": [odd, {"name": "email", "hidden": True}]}).hidden == {Column.EMAIL}
