"""Pages one behind the other along the server's own cursor, in bounds whatever the server does.

It is the fall-back where ids do not rise (autotask-api.md section 6): slower, and led by addresses that the
server gives.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Final, Protocol, TypeVar

from axtui.core.errors import DataError, Side
from axtui.sources.autotask_query import PAGE_SIZE
from axtui.sources.autotask_wire import QueryWire

_SPARE_PAGES: Final = 10


class Identified(Protocol):
    """A record with an id."""

    @property
    def id(self) -> int:
        """Its id."""


R = TypeVar("R", bound=Identified)

AskNext = Callable[[str], Awaitable[QueryWire[R]]]
"""Asks for the page at an address that the server gave."""


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
