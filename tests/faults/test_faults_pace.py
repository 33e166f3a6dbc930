"""How fast a read may be and how fast it is, counted by the server in a time that both share."""

import asyncio
from pathlib import Path
from typing import Final

import pytest
from faults.figures import Figure
from faults.in_process import World
from faults.tiers import LONG, times
from faults.virtual_time import run_virtually

from axtui.core.errors import Side
from axtui.demo.data import make_tenant
from axtui.demo.faults import Side as DemoSide
from axtui.services.autotask_reading import read_autotask
from axtui.services.narrator import Narrator
from axtui.services.page_log import NoPageLog
from axtui.services.run_wishes import no_objection
from axtui.services.xero_reading import read_xero
from axtui.sources.autotask import Autotask
from axtui.sources.xero import Xero

_MINUTES: Final = times(10, quick=2)
_CUSTOMERS: Final = times(45_000, quick=32_000)
"""More pages for two than a minute allows."""


def _narrator(side: Side) -> Narrator:
    return Narrator(side, monotonic=asyncio.get_running_loop().time, on_progress=lambda _: None)


async def _read_autotask(source: Autotask) -> int:
    found = await read_autotask(
        source, narrator=_narrator(Side.AUTOTASK), log=NoPageLog(), consent=no_objection
    )
    assert found.incomplete_because == ()
    return len(found.contacts) + len(found.other_contacts)


async def _read_xero(source: Xero) -> int:
    found = await read_xero(source, narrator=_narrator(Side.XERO), log=NoPageLog())
    assert found.incomplete_because == ()
    return len(found.customers)


async def _ten_minutes(home: Path) -> tuple[World, int]:
    """Read both sides again and again for some minutes; return how many whole reads there were."""
    world = World(make_tenant(12, contacts=1_100, customers=3_100), latency=0.2)
    loop = asyncio.get_running_loop()
    end, reads = loop.time() + 60 * _MINUTES, 0
    async with world.http:
        autotask, xero = await world.autotask(lanes=3), world.xero(home)
        while loop.time() < end:
            await asyncio.gather(_read_autotask(autotask), _read_xero(xero))
            reads += 1
    return world, reads


@pytest.mark.fault("D23")
def test_no_limit_is_broken_in_minutes_of_reading(tmp_path: Path, figure: Figure) -> None:
    """By the server's own counters: threads per endpoint, requests at once, requests a minute."""
    world, reads = run_virtually(_ten_minutes(tmp_path))
    log = world.imitation.log
    figure("minutes", _MINUTES)
    figure("reads", reads)
    figure("breaches", sum(log.breaches.values()))
    figure("Xero a minute, with its tokens", log.busiest_minute(DemoSide.XERO))
    assert reads > 2
    assert log.breaches == {}


async def _two(home: Path, *, shared: bool) -> tuple[World, list[int]]:
    """Let two instances read the same organisation at once."""
    world = World(make_tenant(12, customers=_CUSTOMERS), latency=0.1)
    homes = [home, home] if shared else [home / "one", home / "other"]
    async with world.http:
        sources = [world.xero(each, seed=at) for at, each in enumerate(homes)]
        counts = await asyncio.gather(*map(_read_xero, sources))
    return world, counts


@pytest.mark.fault("D24")
@pytest.mark.parametrize("shared", [True, False] if LONG else [True])
def test_two_instances_keep_to_one_quota(tmp_path: Path, shared: bool, figure: Figure) -> None:
    """Of one home by a joint pace, without a single 429; of two homes by waiting for it. No row is lost."""
    world, counts = run_virtually(_two(tmp_path, shared=shared))
    log = world.imitation.log
    figure("lost rows", 2 * _CUSTOMERS - sum(counts))
    figure("breaches, one home" if shared else "breaches, two homes", sum(log.breaches.values()))
    assert counts == [_CUSTOMERS, _CUSTOMERS]
    if shared:
        assert log.breaches == {}


async def _large(contacts: int) -> tuple[float, float, int]:
    """Read contacts over a poor line; return the seconds, those of an ideal pipeline, and the rows."""
    lanes = 3
    world = World(
        make_tenant(contacts // 30, contacts=contacts), latency=0.3, bytes_per_second=5e6, loss=0.01
    )
    loop = asyncio.get_running_loop()
    began = loop.time()
    async with world.http:
        found = await _read_autotask(await world.autotask(lanes=lanes))
    took = loop.time() - began
    pages = [(start, end) for path, start, end in world.wire.spans if path.endswith("/contacts/query")]
    pages.pop()  # the look for changes
    before, after = min(pages)[0] - began, loop.time() - max(end for _, end in pages)
    ideal = before + sum(end - start for start, end in pages) / lanes + after
    assert world.imitation.log.breaches == {}
    return took, ideal, found


@pytest.mark.fault("D26")
def test_a_large_tenant_over_a_poor_line_takes_hardly_longer_than_the_line(figure: Figure) -> None:
    """5 MB a second, 300 ms a round trip, one packet of a hundred lost."""
    contacts = 30_000
    took, ideal, found = run_virtually(_large(contacts))
    figure("rows", found)
    figure("seconds", f"{took:.1f}")
    figure("times ideal", f"{took / ideal:.2f}")
    assert found >= contacts
    assert took <= 60
    assert took <= 1.2 * ideal
