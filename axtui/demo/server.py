"""The imitation as a whole: both APIs on loopback ports of their own, in a thread of their own.

with DemoServer(120, latency=0) as server:
    ...  # server.addresses.zone_url and the others take the place of the vendors' addresses
"""

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cache
from types import TracebackType
from typing import Final, Self

from axtui.demo.autotask import AutotaskApi
from axtui.demo.data import Tenant, make_tenant
from axtui.demo.faults import FaultKind, FaultPlan, Side
from axtui.demo.http import Handler, Reply, Request, Sleep, listen
from axtui.demo.log import RequestLog
from axtui.demo.xero import API_PATH, AUTHORIZE_PATH, CONNECTIONS_PATH, TOKEN_PATH, XeroApi

DEFAULT_SIZE: Final = 120
DEFAULT_LATENCY: Final = 0.15
"""Seconds per request: little, but enough to see the progress."""

_HOLD_STEP: Final = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoAddresses:
    """Where the imitation answers; each takes the place of the vendor's address of the same purpose."""

    zone_url: str
    xero_api_url: str
    token_url: str
    connections_url: str
    authorize_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The vendors' limits; the defaults are the real ones (autotask-api.md 7, xero-api.md 4.1)."""

    autotask_threads: int = 3
    autotask_hourly: int = 10_000
    autotask_lock_after: int = 5
    """Wrong secrets until the API user is locked; the real figure is a setting of each tenant."""
    xero_at_once: int = 5
    xero_per_minute: int = 60
    xero_per_day: int = 5_000
    xero_token_seconds: int = 1_800


class DemoServer:
    """Both imitations; `tenant` may be given instead of a size, `clock` tells seconds since 1970."""

    def __init__(
        self,
        size: int = DEFAULT_SIZE,
        *,
        latency: float = DEFAULT_LATENCY,
        tenant: Tenant | None = None,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.time,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        limits = limits or Limits()
        self.latency = latency
        self.faults = FaultPlan()
        self.log = RequestLog()
        self._clock = clock
        self._sleep = sleep
        self._tenant = cache(lambda: tenant or make_tenant(size))
        self.autotask = AutotaskApi(
            self._tenant,
            self.faults,
            threads=limits.autotask_threads,
            hourly_requests=limits.autotask_hourly,
            lock_after=limits.autotask_lock_after,
        )
        self.xero = XeroApi(
            self._tenant,
            self.faults,
            at_once=limits.xero_at_once,
            per_minute=limits.xero_per_minute,
            per_day=limits.xero_per_day,
            token_seconds=limits.xero_token_seconds,
        )
        self._thread: _ServerThread | None = None
        self._addresses: DemoAddresses | None = None

    @property
    def tenant(self) -> Tenant:
        """The data; made when first needed."""
        return self._tenant()

    @property
    def addresses(self) -> DemoAddresses:
        """Where the imitation answers; known once it was started."""
        if self._addresses is None:
            raise RuntimeError("the imitation was not started")
        return self._addresses

    def start(self) -> DemoAddresses:
        """Open both ports and answer from now on."""
        if self._thread is not None:
            raise RuntimeError("the imitation is already running")
        self._thread = _ServerThread(
            lambda request: self._handle(Side.AUTOTASK, self.autotask, request),
            lambda request: self._handle(Side.XERO, self.xero, request),
            sleep=self._sleep,
        )
        autotask_port, xero_port = self._thread.start()
        xero = f"http://127.0.0.1:{xero_port}"
        self._addresses = DemoAddresses(
            zone_url=f"http://127.0.0.1:{autotask_port}",
            xero_api_url=xero + API_PATH,
            token_url=xero + TOKEN_PATH,
            connections_url=xero + CONNECTIONS_PATH,
            authorize_url=xero + AUTHORIZE_PATH,
        )
        return self._addresses

    def stop(self) -> None:
        """Close ports and connections; requests under way are dropped."""
        if self._thread is not None:
            self._thread.stop()
            self._thread = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    async def _handle(self, side: Side, api: AutotaskApi | XeroApi, request: Request) -> Reply:
        endpoint, now = api.endpoint_of(request), self._clock()
        reply = Reply(silent=True)
        self.log.arrived(endpoint)
        try:
            reply = api.enter(endpoint, now) or await self._admitted(side, api, request, endpoint)
        finally:
            status = 0 if reply.silent else reply.status
            self.log.answered(side, endpoint, request, at=now, status=status)
        return reply

    async def _admitted(
        self, side: Side, api: AutotaskApi | XeroApi, request: Request, endpoint: str
    ) -> Reply:
        """Answer a request that is within the limits, after the latency, and as the faults let it."""
        try:
            fault = self.faults.take(side, request)
            while fault and fault.kind is FaultKind.HOLD and self.faults.holds(fault):  # noqa: ASYNC110  # another thread lets go
                await asyncio.sleep(_HOLD_STEP)
            if delay := self.latency + api.slow_down(self._clock()):
                await self._sleep(delay)
            if fault and (instead := fault.instead()):
                return instead
            reply = api.answer(request, self._clock())
            return fault.spoilt(reply) if fault else reply
        finally:
            api.leave(endpoint)


class _ServerThread:
    """The event loop of both ports, in a daemon thread, so that a crash of the program never waits for it."""

    def __init__(self, autotask: Handler, xero: Handler, *, sleep: Sleep) -> None:
        self._handlers = (autotask, xero)
        self._sleep = sleep
        self._opened: Future[tuple[int, int]] = Future()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None
        self._thread = threading.Thread(target=self._run, name="axtui-demo", daemon=True)

    def start(self) -> tuple[int, int]:
        """Start the thread and return the two ports once they are open."""
        self._thread.start()
        return self._opened.result()

    def stop(self) -> None:
        """End the loop and wait for the thread."""
        if self._loop is not None and self._stopping is not None:
            self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except OSError as error:
            self._opened.set_exception(error)

    async def _serve(self) -> None:
        """Answer until told to stop; connections that are still open then end with their tasks."""
        self._loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        servers = [await listen(handler, sleep=self._sleep) for handler in self._handlers]
        autotask, xero = (server.sockets[0].getsockname()[1] for server in servers)
        self._opened.set_result((autotask, xero))
        await self._stopping.wait()
        for server in servers:
            server.close()
        connections = asyncio.all_tasks() - {asyncio.current_task()}
        for connection in connections:
            connection.cancel()
        await asyncio.gather(*connections)
        await asyncio.sleep(0)  # lets the sockets close
