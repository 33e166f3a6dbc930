"""Every record once, whatever order the server keeps, and an end to everything."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from axtui.core.errors import DataError
from axtui.sources.autotask_paging import all_records
from axtui.sources.autotask_query import ALL, Condition, Operator, after
from axtui.sources.autotask_wire import DefinitionWire, PageDetailsWire, QueryWire

Record = DefinitionWire


def page(ids: Sequence[int], next_page: str = "") -> QueryWire[Record]:
    """Return a page with these records."""
    items = [Record(id=each, name="x") for each in ids]
    return QueryWire(items=items, details=PageDetailsWire(next_page=next_page) if next_page else None)


class FakeTable:
    """A server with these ids, in this order, so many a page; it may ignore `gt`."""

    def __init__(self, ids: Sequence[int], *, size: int = 2, ignores_start: bool = False) -> None:
        self._ids = list(ids)
        self._size = size
        self._ignores_start = ignores_start
        self.asked: list[str] = []

    async def ask(self, start: Condition) -> QueryWire[Record]:
        """Answer a query from this start."""
        self.asked.append(f"{start.operator} {start.value}")
        assert isinstance(start.value, int)
        least = start.value if start.operator is Operator.AT_LEAST else start.value + 1
        ids = [each for each in self._ids if each >= least or self._ignores_start]
        return page(ids[: self._size], "next?2" if len(ids) > self._size else "")

    async def ask_next(self, address: str) -> QueryWire[Record]:
        """Answer the n-th page of everything."""
        self.asked.append(address)
        number = int(address.removeprefix("next?"))
        ids = self._ids[(number - 1) * self._size :]
        return page(ids[: self._size], f"next?{number + 1}" if len(ids) > self._size else "")

    async def read(self, *, expected: int | None = None) -> list[int]:
        """Return all ids as they arrive."""
        counted = len(self._ids) if expected is None else expected
        return [
            each.id async for some in all_records(self.ask, self.ask_next, expected=counted) for each in some
        ]


async def test_rising_ids_are_read_by_id() -> None:
    """The first page begins with company 0, the next ones behind the last id; no cursor is followed."""
    table = FakeTable([0, 3, 4, 9, 11])
    assert await table.read() == [0, 3, 4, 9, 11]
    assert table.asked == ["gte 0", "gt 3", "gt 9"]


async def test_nothing_is_one_request() -> None:
    """An empty result needs no second look."""
    table = FakeTable([])
    assert await table.read() == []
    assert table.asked == ["gte 0"]


async def test_unordered_ids_are_read_along_the_cursor() -> None:
    """Where ids do not rise, asking for later ids would lose some."""
    table = FakeTable([5, 2, 9, 1, 7])
    assert sorted(await table.read()) == [1, 2, 5, 7, 9]
    assert table.asked[-2:] == ["next?2", "next?3"]


async def test_disorder_on_a_later_page_reads_everything_again() -> None:
    """What arrived before is not yielded twice."""
    table = FakeTable([1, 2, 4, 3, 0])
    found = await table.read()
    assert sorted(found) == [0, 1, 2, 3, 4]
    assert len(found) == 5


async def test_records_missing_by_count_are_looked_for_along_the_cursor() -> None:
    """Each page rises, and yet the ids do not: only the count can tell."""
    table = FakeTable([5, 6, 1, 2])
    assert await table.read() == [5, 6, 1, 2]
    assert table.asked == ["gte 0", "gt 6", "gte 0", "next?2"]


async def test_a_server_that_ignores_the_start_is_noticed() -> None:
    """An operator that is silently dropped sends the first page for ever."""
    table = FakeTable([1, 2, 3, 4, 5], ignores_start=True)
    assert await table.read() == [1, 2, 3, 4, 5]


@given(
    st.lists(st.integers(min_value=0, max_value=99), unique=True, max_size=10),
    st.integers(min_value=1, max_value=7),
)
async def test_every_record_arrives_once(ids: list[int], size: int) -> None:
    """In whatever order the server keeps them."""
    found = await FakeTable(ids, size=size).read()
    assert sorted(found) == sorted(ids)


async def test_repeated_ids_on_a_page_arrive_once() -> None:
    """Disorder, and the same record twice."""
    assert sorted(await FakeTable([1, 1, 2, 2, 3]).read()) == [1, 2, 3]


@pytest.mark.parametrize("circle", [1, 2, 3])
async def test_a_cursor_that_runs_in_a_circle_ends(circle: int) -> None:
    """The same address twice is enough, whether at once or later."""
    asked: list[str] = []

    async def ask(start: Condition) -> QueryWire[Record]:
        return page([2, 1], "next?0")

    async def ask_next(address: str) -> QueryWire[Record]:
        asked.append(address)
        return page([], f"next?{len(asked) % circle}")

    with pytest.raises(DataError, match="circle"):
        [each async for each in all_records(ask, ask_next, expected=100_000)]
    assert len(asked) <= circle


@pytest.mark.parametrize("first", [[2, 1], [1]])
async def test_pages_without_end_are_cut_off(first: list[int]) -> None:
    """Ten pages more than were counted for, by id or by cursor."""
    asked: list[object] = []

    async def ask(start: Condition) -> QueryWire[Record]:
        asked.append(start)
        return page(first if start == ALL else [len(asked)], "more")

    async def ask_next(address: str) -> QueryWire[Record]:
        asked.append(address)
        return page([], f"next?{len(asked)}")

    with pytest.raises(DataError, match="more pages than it counted"):
        [each async for each in all_records(ask, ask_next, expected=501)]
    assert len(asked) <= 14


def test_the_first_page_must_not_lose_company_0() -> None:
    """`gt 0` would."""
    assert ALL.as_json() == {"op": "gte", "field": "id", "value": 0}
    assert after(7).as_json() == {"op": "gt", "field": "id", "value": 7}
