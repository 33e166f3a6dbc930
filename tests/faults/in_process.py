"""The imitation without sockets, in the client's own event loop, so that both share one virtual clock."""

import asyncio
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, unquote

import httpx
from http_fakes import Chunks

from axtui.core.errors import Side
from axtui.core.secret import Secret
from axtui.demo import credentials
from axtui.demo.data import Tenant
from axtui.demo.http import Request
from axtui.demo.imitation import Imitation
from axtui.demo.limits import Limits
from axtui.services.pace import shared_pace
from axtui.sources.autotask import Autotask, AutotaskSettings, connected
from axtui.sources.line import Clock, Line, ServerClock
from axtui.sources.patience import Patience
from axtui.sources.xero import Xero, XeroSettings
from axtui.sources.xero_auth import CustomConnection

_ZONE: Final = "http://127.0.0.1:1"
_XERO: Final = "http://127.0.0.1:2"
_BEGAN: Final = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
_PACKET: Final = 1_460
"""Bytes."""


class _Within(httpx.AsyncBaseTransport):
    """Hands requests to the imitation and its replies to the client; loses packets where it is told to."""

    def __init__(self, imitation: Imitation, *, loss: float, round_trip: float) -> None:
        self._imitation = imitation
        self._loss = loss
        self._round_trip = round_trip
        self._draw = random.Random(26)  # noqa: S311  # draws, not secrets
        self.spans: list[tuple[str, float, float]] = []
        """Path, begin and end of every exchange, by the loop's clock."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one request."""
        began = asyncio.get_running_loop().time()
        is_xero = request.url.port == 2  # the address above
        handle = self._imitation.handle_xero if is_xero else self._imitation.handle_autotask
        reply = await handle(_as_arrived(request, await request.aread()))
        await self._lose(len(reply.body))
        self.spans.append((request.url.path.lower(), began, asyncio.get_running_loop().time()))
        if reply.is_nothing:
            raise httpx.ReadError("lost", request=request)
        headers = {"Content-Type": reply.content_type, **reply.headers}
        return httpx.Response(reply.status, headers=headers, stream=Chunks([reply.body]))

    async def _lose(self, size: int) -> None:
        """Wait a round trip where a packet is lost; a connection of which too many are lost breaks."""
        if not self._loss:
            return
        packets = 1 + size // _PACKET
        if self._draw.random() > (1 - self._loss) ** packets:
            await asyncio.sleep(self._round_trip)
        if self._draw.random() < self._loss:
            raise httpx.ReadError("reset")


def _as_arrived(request: httpx.Request, body: bytes) -> Request:
    target = request.url.raw_path.decode("ascii")
    path, _, query = target.partition("?")
    return Request(
        method=request.method,
        target=target,
        path=unquote(path),
        query=dict(parse_qsl(query, keep_blank_values=True)),
        headers={name.lower(): value for name, value in request.headers.items()},
        body=body,
    )


class World:
    """Client and imitation in one virtual time; made inside the loop."""

    def __init__(
        self,
        tenant: Tenant,
        *,
        latency: float,
        bytes_per_second: float = 0.0,
        loss: float = 0.0,
        limits: Limits | None = None,
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self.imitation = Imitation(
            0,
            latency=latency,
            bytes_per_second=bytes_per_second,
            tenant=tenant,
            limits=limits,
            clock=lambda: self.now().timestamp(),
            sleep=asyncio.sleep,
        )
        self.wire = _Within(self.imitation, loss=loss, round_trip=latency)
        self.http = httpx.AsyncClient(transport=self.wire)

    def now(self) -> datetime:
        """Return the time of day."""
        return _BEGAN + timedelta(seconds=self._loop.time())

    def line(self, side: Side, *, seed: int = 1) -> Line:
        """Return a line of one client."""
        draw = random.Random(seed)  # noqa: S311  # draws, not secrets
        clock = Clock(now=self.now, monotonic=self._loop.time, sleep=asyncio.sleep, jitter=draw.random)
        return Line(
            http=self.http,
            side=side,
            clock=clock,
            patience=Patience(clock.monotonic()),
            server_clock=ServerClock(clock.now),
            on_wait=lambda _: None,
        )

    async def autotask(self, *, lanes: int, seed: int = 1) -> Autotask:
        """Return one client of the Autotask side."""
        settings = AutotaskSettings(
            username=credentials.AUTOTASK_USERNAME,
            secret=Secret(credentials.AUTOTASK_SECRET),
            integration_code=Secret(credentials.AUTOTASK_INTEGRATION_CODE),
            base_url=f"{_ZONE}/atservicesrest",
            lanes=lanes,
        )
        return await connected(settings, self.line(Side.AUTOTASK, seed=seed))

    def xero(self, cache_dir: Path, *, seed: int = 1) -> Xero:
        """Return one client of the Xero side; clients of one cache directory share their pace."""
        line = self.line(Side.XERO, seed=seed)
        tokens = CustomConnection(
            line,
            token_url=f"{_XERO}/connect/token",
            client_id=credentials.XERO_CLIENT_ID,
            client_secret=Secret(credentials.XERO_CLIENT_SECRET),
        )
        pace = shared_pace(cache_dir, app=credentials.XERO_CLIENT_ID, clock=line.clock)
        return Xero(XeroSettings(api_url=f"{_XERO}/api.xro/2.0"), line, tokens, pace=pace)
