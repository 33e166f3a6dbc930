"""Pages along the cursor: every one once, and an end to everything."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from axtui.core.errors import DataError
from axtui.sources.autotask_paging import along_cursor, most_pages, rises
from axtui.sources.autotask_query import ALL, within
from axtui.sources.autotask_wire import DefinitionWire, PageDetailsWire, QueryWire

Record = DefinitionWire


def page(ids: Sequence[int], next_page: str = "") -> QueryWire[Record]:
    """Return a page with these records."""
    items = [Record(id=each, name="x") for each in ids]
    return QueryWire(items=items, details=PageDetailsWire(next_page=next_page) if next_page else None)


class FakeTable:
    """A server with these ids, in this order, so many a page."""

    def __init__(self, ids: Sequence[int], *, size: int) -> None:
        self._ids = list(ids)
        self._size = size

    async def page(self, address: str = "next?1") -> QueryWire[Record]:
        """Answer the n-th page of everything."""
        number = int(address.removeprefix("next?"))
        ids = self._ids[(number - 1) * self._size :]
        return page(ids[: self._size], f"next?{number + 1}" if len(ids) > self._size else "")


@given(
    st.lists(st.integers(min_value=0, max_value=99), unique=True, max_size=10),
    st.integers(min_value=1, max_value=7),
)
async def test_every_record_arrives_in_the_servers_order(ids: list[int], size: int) -> None:
    """Whatever that is."""
    table = FakeTable(ids, size=size)
    pages = along_cursor(await table.page(), table.page, most_pages=20)
    assert [one.id async for some in pages for one in some] == ids


@pytest.mark.parametrize("circle", [1, 2, 3])
async def test_a_cursor_that_runs_in_a_circle_ends(circle: int) -> None:
    """The same address twice is enough, whether at once or later."""
    asked: list[str] = []

    async def ask_next(address: str) -> QueryWire[Record]:
        asked.append(address)
        return page([], f"next?{len(asked) % circle}")

    with pytest.raises(DataError, match="circle"):
        [each async for each in along_cursor(page([2, 1], "next?0"), ask_next, most_pages=1_000)]
    assert len(asked) <= circle


async def test_pages_without_end_are_cut_off() -> None:
    """Ten pages more than were counted for."""
    asked: list[object] = []

    async def ask_next(address: str) -> QueryWire[Record]:
        asked.append(address)
        return page([], f"next?{len(asked)}")

    most = most_pages(501)
    with pytest.raises(DataError, match="more pages than it counted"):
        [each async for each in along_cursor(page([1], "next?0"), ask_next, most_pages=most)]
    assert len(asked) == most == 12


@pytest.mark.parametrize(
    ("ids", "last", "good"),
    [((), 5, True), ((6, 9), 5, True), ((5, 6), 5, False), ((6, 6), 5, False), ((9, 6), 5, False)],
)
def test_ids_rise_strictly(ids: tuple[int, ...], last: int, good: bool) -> None:
    """From the last one of the page before."""
    assert rises(page(ids).items, last) is good


def test_the_first_page_must_not_lose_company_0() -> None:
    """`gt 0` would."""
    assert ALL.as_json() == {"op": "gte", "field": "id", "value": 0}
    assert within(-1, None) == (ALL,)
    assert [one.as_json() for one in within(0, 7)] == [
        {"op": "gt", "field": "id", "value": 0},
        {"op": "lte", "field": "id", "value": 7},
    ]
