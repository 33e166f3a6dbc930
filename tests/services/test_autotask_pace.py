"""How many round trips a full read of Autotask takes, measured in time that only answers let pass."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest
from faults.tiers import LONG
from faults.virtual_time import run_virtually
from http_fakes import Chunks, Server, line

from axtui.core.progress import Progress
from axtui.core.run_cost import RunCost
from axtui.core.secret import Secret
from axtui.demo import credentials
from axtui.demo.data import make_tenant
from axtui.demo.http import Request
from axtui.demo.imitation import Imitation
from axtui.services.autotask_reading import read_autotask
from axtui.services.narrator import Narrator
from axtui.services.page_log import NoPageLog
from axtui.sources.autotask import AutotaskSettings, connected
from axtui.sources.line import Clock, Line

LATENCY = 0.3
PAGE = 500
FIRST_AND_LAST = 5
"""Zone, login, what must be known first, the first page alone; changes and counts at the end."""


class Nearby:
    """The imitation without sockets, each answer a while after its request."""

    def __init__(self, *, contacts: int, latency: float) -> None:
        self.loop = asyncio.get_running_loop()
        self.imitation = Imitation(
            40,
            latency=latency,
            bytes_per_second=0,
            tenant=make_tenant(40, contacts=contacts),
            limits=None,
            clock=self.seconds,
            sleep=asyncio.sleep,
        )

    def seconds(self) -> float:
        """Return the time of day."""
        return 1_795_000_000 + self.loop.time()

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer a request."""
        asked = Request(
            method=request.method,
            target=request.url.raw_path.decode(),
            path=request.url.path,
            query=dict(request.url.params),
            headers={name.lower(): value for name, value in request.headers.items()},
            body=request.content,
        )
        found = await self.imitation.handle_autotask(asked)
        headers = {"content-type": found.content_type, **found.headers}
        return httpx.Response(found.status, headers=headers, stream=Chunks([found.body]))

    def line(self) -> Line:
        """Return a line to it."""
        clock = Clock(
            now=lambda: datetime.fromtimestamp(self.seconds(), UTC),
            monotonic=self.loop.time,
            sleep=asyncio.sleep,
            jitter=lambda: 0.5,
        )
        return replace(
            line(Server()), http=httpx.AsyncClient(transport=httpx.MockTransport(self.__call__)), clock=clock
        )


async def agree(cost: RunCost) -> None:
    """Agree to any cost."""


def untold(progress: Progress) -> None:
    """Take no notice."""


async def round_trips(*, contacts: int, lanes: int) -> tuple[float, int]:
    """Read everything; return how many round trips that took, and how many contacts there are."""
    nearby = Nearby(contacts=contacts, latency=LATENCY)
    own, began = nearby.line(), nearby.loop.time()
    settings = AutotaskSettings(
        username=credentials.AUTOTASK_USERNAME,
        secret=Secret(credentials.AUTOTASK_SECRET),
        integration_code=Secret(credentials.AUTOTASK_INTEGRATION_CODE),
        zone_url="http://127.0.0.1:1",
        lanes=lanes,
    )
    source = await connected(settings, own)
    narrator = Narrator(own.side, monotonic=nearby.loop.time, on_progress=untold)
    found = await read_autotask(source, narrator=narrator, log=NoPageLog(), consent=agree)
    took = (nearby.loop.time() - began) / LATENCY
    await own.http.aclose()
    assert not found.incomplete_because
    assert nearby.imitation.log.most_at_once("contacts") <= lanes
    return took, len(found.contacts) + len(found.other_contacts)


@pytest.mark.parametrize("lanes", [2, 3])
def test_a_read_takes_hardly_longer_than_the_limits_allow(lanes: int) -> None:
    """Every lane has a page to ask for from the second one to the last but one."""
    took, contacts = run_virtually(round_trips(contacts=30_000 if LONG else 5_000, lanes=lanes))
    pages = -(-contacts // PAGE)
    assert took <= FIRST_AND_LAST + pages / lanes + 1.5
