"""The order of the rows: one column, stable, numbers by value; and where each row then stands."""

import itertools
import re

import pytest
from builders import company
from hypothesis import given
from hypothesis import strategies as st
from small_reports import report_of

from axtui.core.cells import Column
from axtui.core.notes import Note
from axtui.core.report import Row
from axtui.core.report_lines import lines_of
from axtui.core.sorting import RowOrder, RowOrders, ShownRows, Sorting
from axtui.core.text import visible


def _numbered(*numbers: str) -> list[Row]:
    return [
        Row(company=company(at, f"Company {at}", number=number), note=Note.NO_MATCH)
        for at, number in enumerate(numbers)
    ]


def test_the_reading_order_costs_nothing() -> None:
    """Rows come in reading order already."""
    assert RowOrders(report_of(5).lines).under(Sorting()).rows == range(5)


def test_companies_the_other_way_round() -> None:
    """Reverse reading order is the reading order from its end."""
    assert list(RowOrders(report_of(3).lines).under(Sorting(reverse=True)).rows) == [2, 1, 0]


@pytest.mark.parametrize(
    ("numbers", "forwards", "backwards"),
    [
        (("A10", "A9", "A100"), [1, 0, 2], [2, 0, 1]),
        (("b", "A", "B", "a"), [1, 3, 0, 2], [0, 2, 1, 3]),
        (("2", "", "1", " "), [2, 0, 1, 3], [0, 2, 1, 3]),
        (("007", "7", "7"), [0, 1, 2], [0, 1, 2]),
    ],
    ids=["by value", "without case, stable", "blank cells last", "equal values stay"],
)
def test_text_sorts_naturally_and_stably(
    numbers: tuple[str, ...], forwards: list[int], backwards: list[int]
) -> None:
    """Numbers count by value, case does not count, blank cells stand last both ways, equal rows stay."""
    lines = lines_of(_numbered(*numbers))
    assert list(RowOrders(lines).under(Sorting(column=Column.NUMBER)).rows) == forwards
    assert list(RowOrders(lines).under(Sorting(column=Column.NUMBER, reverse=True)).rows) == backwards


def test_notes_sort_in_the_order_of_their_keys() -> None:
    """No Match comes first because its key is 1, not because of its letters."""
    lines = report_of(14, notes=tuple(reversed(Note))).lines
    notes = [lines.note(row) for row in RowOrders(lines).under(Sorting(column=Column.NOTE)).rows]
    assert notes == [note for note in Note for _ in range(2)]


@pytest.mark.parametrize("column", Column)
def test_every_column_can_be_sorted_by(column: Column) -> None:
    """A sort is a rearrangement of all rows, with equal cells next to each other."""
    lines = report_of(21).lines
    at = tuple(Column).index(column)
    order = RowOrders(lines).under(Sorting(column=column)).rows
    cells = [lines.cells(row)[at] for row in order]
    assert sorted(order) == list(range(21))
    changes = sum(one != other for one, other in itertools.pairwise(cells))
    assert changes + 1 == len(set(cells))


def test_the_same_column_again_reverses_and_another_begins_forwards() -> None:
    """`s` twice is the other way round, three times the first way again."""
    first = Sorting().by(Column.NOTE)
    assert first == Sorting(column=Column.NOTE)
    assert first.by(Column.NOTE) == Sorting(column=Column.NOTE, reverse=True)
    assert first.by(Column.NOTE).by(Column.NOTE) == first
    assert first.by(Column.NOTE).by(Column.EMAIL) == Sorting(column=Column.EMAIL)


CELLS = st.one_of(
    st.text("aB1 0é-", max_size=5),
    st.sampled_from(["", " ", "A2", "a10", "a010", "ÅB", "b", "A 2", "a2b10", "a2b9", "9" * 40, "\n", "²"]),
)


def _naive_key(cell: str) -> list[tuple[int, int, str]]:
    """Tell the natural order plainly: letters before their number, numbers by value, nothing before both."""
    parts = re.split("([0-9]+)", visible(cell).strip().casefold())
    return [(at % 2, int(part) if at % 2 else 0, "" if at % 2 else part) for at, part in enumerate(parts)]


@given(cells=st.lists(CELLS, max_size=9), reverse=st.booleans())
def test_the_order_is_that_of_a_plain_reading(cells: list[str], reverse: bool) -> None:
    """Natural, without case, equal cells in reading order, blank ones last either way."""
    filled = [at for at, cell in enumerate(cells) if visible(cell).strip()]
    blanks = [at for at in range(len(cells)) if at not in filled]
    expected = [*sorted(filled, key=lambda at: _naive_key(cells[at]), reverse=reverse), *blanks]
    sorting = Sorting(column=Column.NUMBER, reverse=reverse)
    assert list(RowOrders(lines_of(_numbered(*cells))).under(sorting).rows) == expected


def test_an_order_is_worked_out_once() -> None:
    """Sorting by a column that was sorted by before takes no time."""
    orders = RowOrders(report_of(5).lines)
    first = orders.under(Sorting(column=Column.NUMBER))
    assert list(first.rows) == [4, 3, 2, 1, 0]
    assert orders.under(Sorting(column=Column.NUMBER)) is first
    assert orders.under(Sorting(column=Column.NUMBER, reverse=True)) is not first


@st.composite
def _orders(draw: st.DrawFn) -> tuple[RowOrder, list[int]]:
    size = draw(st.integers(1, 60))
    order = draw(st.one_of(st.just(range(size)), st.permutations(range(size))))
    return RowOrder(order), sorted(draw(st.sets(st.integers(0, size - 1))))


@given(_orders())
def test_positions_and_rows_are_each_other_s_way_back(case: tuple[RowOrder, list[int]]) -> None:
    """What stands at a position is found there again; what is hidden is found nowhere."""
    order, visible = case
    shown = ShownRows(order, visible)
    assert sorted(shown) == visible
    assert list(shown) == [row for row in order.rows if row in set(visible)]
    assert [shown.position(shown[at]) for at in range(len(shown))] == list(range(len(shown)))
    assert all(shown.position(row) is None for row in order.rows if row not in set(visible))


@given(_orders())
def test_the_nearest_row_is_the_nearest(case: tuple[RowOrder, list[int]]) -> None:
    """No shown row stands nearer to a hidden one than the one that stands for it; a shown one is itself."""
    order, visible = case
    shown = ShownRows(order, visible)
    for row in order.rows:
        at = shown.nearest(row)
        if at is None:
            assert not visible
            continue
        distances = [abs(order.place_of[other] - order.place_of[row]) for other in visible]
        assert abs(order.place_of[shown[at]] - order.place_of[row]) == min(distances)


def test_of_two_equally_near_rows_the_later_one_is_taken() -> None:
    """The row that moves up into the place of a hidden one is the one below it."""
    shown = ShownRows(RowOrder(range(5)), [1, 3])
    assert shown.nearest(2) == 1
