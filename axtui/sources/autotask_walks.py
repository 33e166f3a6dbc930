"""Several walks over the ids of one list at the same time, each page checked before it is trusted."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import TypeVar

from axtui.sources.autotask_paging import Identified, endless, rises
from axtui.sources.autotask_ranges import Ranges, Stretch
from axtui.sources.autotask_wire import QueryWire

R = TypeVar("R", bound=Identified)

AskStretch = Callable[[Stretch], Coroutine[None, None, QueryWire[R]]]
"""Asks for the first page of a stretch of ids."""


async def walk(
    ranges: Ranges,
    ask: AskStretch[R],
    *,
    lanes: Callable[[], int],
    most_pages: int,
    on_page: Callable[[Stretch, list[R]], None],
) -> bool:
    """Ask until the ranges lack nothing; return False, at once, where ids do not rise as they must.

    The first failure ends all walks; what was under way is dropped.
    """
    under_way: dict[asyncio.Task[QueryWire[R]], Stretch] = {}
    pages = 0
    try:
        while True:
            while len(under_way) < lanes() and (asked := ranges.take(lanes())) is not None:
                under_way[asyncio.create_task(ask(asked))] = asked
            if not under_way:
                return True
            done, _ = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                page, asked = task.result(), under_way[task]
                del under_way[task]
                if not _keeps_within(asked, page.items):
                    return False
                ids = [record.id for record in page.items]
                on_page(ranges.arrived(asked, ids, more=bool(page.next_page)), page.items)
                pages += 1
            if pages > most_pages + ranges.shares:
                raise endless()
    finally:
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)


def _keeps_within(asked: Stretch, records: list[R]) -> bool:
    """Say whether ids rise and lie in what was asked for: a server may ignore a condition without a word."""
    if not rises(records, asked.after):
        return False
    return asked.up_to is None or not records or records[-1].id <= asked.up_to
