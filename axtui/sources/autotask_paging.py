"""All records of a query, page by page, complete and in bounds whatever the server does.

Main way: repeat the query with `id > last id seen`. It needs no address from the server, and a row that
leaves the set cannot make others slip. It holds only while ids rise, which nothing official promises for
REST, so every page is checked; where they do not, or where fewer records arrive than were counted, they are
read again along the server's cursor (autotask-api.md section 6).
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Final, Protocol, TypeVar

from axtui.core.errors import DataError, Side
from axtui.sources.autotask_query import ALL, PAGE_SIZE, Condition, after
from axtui.sources.autotask_wire import QueryWire

_SPARE_PAGES: Final = 10


class Identified(Protocol):
    """A record with an id."""

    @property
    def id(self) -> int:
        """Its id."""


R = TypeVar("R", bound=Identified)

AskPage = Callable[[Condition], Awaitable[QueryWire[R]]]
"""Asks for the page that begins at the condition."""
AskNext = Callable[[str], Awaitable[QueryWire[R]]]
"""Asks for the page at an address that the server gave."""


async def all_records(ask: AskPage[R], ask_next: AskNext[R], *, expected: int) -> AsyncIterator[list[R]]:
    """Yield every record once, in lists as they arrive; `expected` is what the server counted."""
    most = most_pages(expected)
    seen: set[int] = set()
    start, last = ALL, -1
    for _ in range(most):
        page = await ask(start)
        if not rises(page.items, last):
            break
        yield _new(page.items, seen)
        if not page.items or not page.next_page:
            break
        last = page.items[-1].id
        start = after(last)
    else:
        raise endless()
    if len(seen) < expected:
        async for records in along_cursor(await ask(ALL), ask_next, most_pages=most):
            yield _new(records, seen)


async def along_cursor(
    first: QueryWire[R], ask_next: AskNext[R], *, most_pages: int
) -> AsyncIterator[list[R]]:
    """Yield pages from the first one on, each at the address that the one before names."""
    page = first
    addresses: set[str] = set()
    for _ in range(most_pages):
        yield page.items
        address = page.next_page
        if not address:
            return
        if address in addresses:
            raise DataError(
                "Autotask's pages lead round in a circle; nothing was lost, but they never end.",
                hint="Run again; if it stays, report it to Autotask with the time of the run.",
                side=Side.AUTOTASK,
            )
        addresses.add(address)
        page = await ask_next(address)
    raise endless()


def rises(records: Sequence[Identified], last: int) -> bool:
    """Say whether ids rise strictly, from an id on."""
    for record in records:
        if record.id <= last:
            return False
        last = record.id
    return True


def _new(records: list[R], seen: set[int]) -> list[R]:
    """Return the records not seen before, and remember them."""
    new: dict[int, R] = {record.id: record for record in records if record.id not in seen}
    seen.update(new)
    return list(new.values())


def most_pages(expected: int) -> int:
    """Return how many pages a list of so many records may have before it is called endless."""
    return -(-expected // PAGE_SIZE) + _SPARE_PAGES


def endless() -> DataError:
    """Return the error for a list that does not end."""
    return DataError(
        "Autotask sends more pages than it counted records for.",
        hint="Run again; if it stays, report it to Autotask with the time of the run.",
        side=Side.AUTOTASK,
    )
