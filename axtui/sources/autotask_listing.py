"""One list of the tenant: counted, read by several walks over its ids, and asked for what has changed.

Reading by ids needs no address from the server, and a record that leaves the list cannot make others slip.
It holds only while ids rise, which nothing official promises for REST: every page is checked, and where they
do not rise, the list is read along the server's cursor instead (autotask-api.md section 6).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Generic, Protocol, TypeVar

from axtui.core.errors import DataError, Side
from axtui.sources.answers import Answer
from axtui.sources.autotask_access import Access
from axtui.sources.autotask_answers import is_unknown_field, value_of
from axtui.sources.autotask_paging import Identified, along_cursor, endless, most_pages, rises
from axtui.sources.autotask_query import MOST_VALUES, Condition, Operator, Query, since, within
from axtui.sources.autotask_ranges import BEFORE_ALL, Ranges, Stretch
from axtui.sources.autotask_walks import walk
from axtui.sources.autotask_wire import COUNT, QueryWire
from axtui.sources.decoding import JsonReader

T = TypeVar("T")
R = TypeVar("R", bound=Identified)

_MOST_PAGES_OF_FEW: Final = 1_000
"""The page cap of other clients (section 6), for records that nobody has counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing(Generic[T]):
    """A record as the report sees it."""

    id: int
    value: T | None
    """None where it does not belong in the report."""
    is_counted: bool = True
    """Whether it is among those that the server counts for this list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage(Generic[T]):
    """One page of a list."""

    covers: Stretch | None
    """The ids that need not be asked for again; None along the cursor, which keeps no order."""
    items: tuple[T, ...]
    others: tuple[int, ...]
    """Ids of records that do not belong in the report."""


OnPage = Callable[[ListPage[T]], None]


class ListOf(Protocol[T]):
    """What a reader may do with a list, whatever its records look like on the wire."""

    async def count(self) -> int:
        """Return how many records the server counts."""

    async def read(self, ranges: Ranges, *, counted: int, on_page: OnPage[T]) -> bool:
        """Read what the ranges still lack; return False where ids do not rise, so that this cannot be."""

    async def read_along_cursor(self, *, counted: int, on_page: OnPage[T]) -> None:
        """Read everything, one page after the other, in the server's own order."""

    async def changed_since(self, moment: datetime) -> tuple[Standing[T], ...] | None:
        """Return the records changed since then; None where the tenant cannot be asked that."""

    async def with_values(
        self, field: str, values: Sequence[int] | Sequence[str]
    ) -> tuple[Standing[T], ...] | None:
        """Return the records that have one of these values; None where they cannot be told completely."""


class Listing(Generic[R, T]):
    """A list behind one query."""

    def __init__(
        self,
        access: Access,
        query: Query,
        reader: JsonReader[QueryWire[R]],
        *,
        what: str,
        changed_field: str,
        convert: Callable[[R], T | None],
        is_counted: Callable[[R], bool],
    ) -> None:
        """Take what records become (None outside the report), and which ones the server counts."""
        self._access = access
        self._query = query
        self._reader = reader
        self._what = what
        self._changed_field = changed_field
        self._convert = convert
        self._is_counted = is_counted

    async def count(self) -> int:
        """Return how many records the server counts."""
        path, body = f"{self._query.path}/count", self._query.count_body()
        found = await self._access.query(path, COUNT, body)
        return value_of(found, self._what).count

    async def read(self, ranges: Ranges, *, counted: int, on_page: OnPage[T]) -> bool:
        """Read what the ranges still lack, as many pages at once as there are lanes."""

        async def ask(asked: Stretch) -> QueryWire[R]:
            return await self._page(*within(asked.after, asked.up_to))

        def arrived(covers: Stretch, records: list[R]) -> None:
            on_page(self._as_page(covers, records))

        return await walk(
            ranges,
            ask,
            lanes=lambda: self._access.lanes,
            most_pages=most_pages(counted),
            on_page=arrived,
        )

    async def read_along_cursor(self, *, counted: int, on_page: OnPage[T]) -> None:
        """Read everything along the addresses that the server gives."""
        first = await self._page()
        async for records in along_cursor(first, self._next_page, most_pages=most_pages(counted)):
            on_page(self._as_page(None, records))

    async def changed_since(self, moment: datetime) -> tuple[Standing[T], ...] | None:
        """Return what was changed since then, in the list or not: what left it is told by no filter."""
        return await self._few(since(self._changed_field, moment))

    async def with_values(
        self, field: str, values: Sequence[int] | Sequence[str]
    ) -> tuple[Standing[T], ...] | None:
        """Return the records that have one of these values; None where they cannot be told completely."""
        found: list[Standing[T]] = []
        for at in range(0, len(values), MOST_VALUES):
            some = Condition(field=field, operator=Operator.IN, value=values[at : at + MOST_VALUES])
            if (part := await self._few(some)) is None:
                return None
            found += part
        return tuple(found)

    async def _few(self, condition: Condition) -> tuple[Standing[T], ...] | None:
        """Return all records that fulfil a condition, one page after the other."""
        query = Query(entity=self._query.entity, conditions=(condition,), fields=self._query.fields)
        found: list[Standing[T]] = []
        last = BEFORE_ALL
        for _ in range(_MOST_PAGES_OF_FEW):
            body = query.page_body(*within(last, None))
            answer = await self._access.query(query.path, self._reader, body)
            if isinstance(answer, Answer) and is_unknown_field(answer):
                return None
            page = value_of(answer, self._what)
            if not rises(page.items, last):
                return None
            found += map(self._standing, page.items)
            if not page.items or not page.next_page:
                return tuple(found)
            last = page.items[-1].id
        raise endless()

    def _as_page(self, covers: Stretch | None, records: list[R]) -> ListPage[T]:
        items: list[T] = []
        others: list[int] = []
        for record in records:
            if (value := self._convert(record)) is None:
                others.append(record.id)
            else:
                items.append(value)
        return ListPage(covers=covers, items=tuple(items), others=tuple(others))

    def _standing(self, record: R) -> Standing[T]:
        return Standing(id=record.id, value=self._convert(record), is_counted=self._is_counted(record))

    async def _page(self, *bounds: Condition) -> QueryWire[R]:
        found = await self._access.query(self._query.path, self._reader, self._query.page_body(*bounds))
        return value_of(found, self._what)

    async def _next_page(self, address: str) -> QueryWire[R]:
        """Follow the cursor as live reports say it must be: by POST, with the same body (section 6)."""
        _check_continues(address, self._query)
        found = await self._access.query(address, self._reader, self._query.page_body())
        return value_of(found, self._what)


def _check_continues(address: str, query: Query) -> None:
    """Refuse a cursor that leads to another entity; the client itself refuses another host."""
    path = address.partition("?")[0].lower()
    if not path.startswith("http") or not path.endswith(f"{query.path}/next".lower()):
        raise DataError(
            f"Autotask's next page of {query.entity} leads somewhere else; it was not followed.",
            hint="Run again; if it stays, report it to Autotask with the time of the run.",
            side=Side.AUTOTASK,
        )
