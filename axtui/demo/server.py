"""The imitation as a whole: both APIs on loopback ports of their own, in a thread of their own.

with DemoServer(120, latency=0) as server:
    ...  # server.addresses.zone_url and the others take the place of the vendors' addresses

What answers is loaded with the first request: the terminal app starts the server before it shows anything.
"""

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from axtui.demo.http import Handler, Reply, Request, Sleep, listen

if TYPE_CHECKING:  # kept out of start-up
    from axtui.demo.autotask import AutotaskApi
    from axtui.demo.churn import Churner
    from axtui.demo.data import Tenant
    from axtui.demo.faults import FaultPlan
    from axtui.demo.imitation import Imitation
    from axtui.demo.limits import Limits
    from axtui.demo.live import LiveTenant
    from axtui.demo.log import RequestLog
    from axtui.demo.xero import XeroApi

DEFAULT_SIZE: Final = 120
DEFAULT_LATENCY: Final = 0.15
"""Seconds per request: little, but enough to see the progress."""

_API_PATH: Final = "/api.xro/2.0"
_TOKEN_PATH: Final = "/connect/token"  # noqa: S105  # a path
_CONNECTIONS_PATH: Final = "/connections"
_AUTHORIZE_PATH: Final = "/identity/connect/authorize"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoAddresses:
    """Where the imitation answers; each takes the place of the vendor's address of the same purpose."""

    zone_url: str
    xero_api_url: str
    token_url: str
    connections_url: str
    authorize_url: str


class DemoServer:
    """Both imitations; `tenant` may be given instead of a size, `clock` tells seconds since 1970."""

    def __init__(
        self,
        size: int = DEFAULT_SIZE,
        *,
        latency: float = DEFAULT_LATENCY,
        bytes_per_second: float = 0.0,
        tenant: "Tenant | None" = None,
        limits: "Limits | None" = None,
        clock: Callable[[], float] = time.time,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._size = size
        self._latency = latency
        self._bytes_per_second = bytes_per_second
        self._given_tenant = tenant
        self._limits = limits
        self._clock = clock
        self._sleep = sleep
        self._loading = threading.Lock()
        self._thread: _ServerThread | None = None
        self._addresses: DemoAddresses | None = None

    @cached_property
    def _imitation(self) -> "Imitation":
        from axtui.demo.imitation import Imitation  # deferred: costs more than opening the ports

        return Imitation(
            self._size,
            latency=self._latency,
            bytes_per_second=self._bytes_per_second,
            tenant=self._given_tenant,
            limits=self._limits,
            clock=self._clock,
            sleep=self._sleep,
        )

    def _loaded(self) -> "Imitation":
        """Return what answers; the server's thread and a test may both be the first to ask."""
        with self._loading:
            return self._imitation

    @property
    def tenant(self) -> "Tenant":
        """The data as invented; made when first needed."""
        return self._loaded().tenant()

    @property
    def live(self) -> "LiveTenant":
        """The data as they are now; change them here."""
        return self._loaded().live

    @property
    def churner(self) -> "Churner":
        """Begins and ends changes after every page."""
        return self._loaded().churner

    @property
    def faults(self) -> "FaultPlan":
        """The faults in force; add some, take some away."""
        return self._loaded().faults

    @property
    def log(self) -> "RequestLog":
        """What was asked so far."""
        return self._loaded().log

    @property
    def autotask(self) -> "AutotaskApi":
        """The Autotask side."""
        return self._loaded().autotask

    @property
    def xero(self) -> "XeroApi":
        """The Xero side."""
        return self._loaded().xero

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
        thread = _ServerThread(self._handle_autotask, self._handle_xero, sleep=self._sleep)
        autotask_port, xero_port = thread.start()
        self._thread = thread
        xero = f"http://127.0.0.1:{xero_port}"
        self._addresses = DemoAddresses(
            zone_url=f"http://127.0.0.1:{autotask_port}",
            xero_api_url=xero + _API_PATH,
            token_url=xero + _TOKEN_PATH,
            connections_url=xero + _CONNECTIONS_PATH,
            authorize_url=xero + _AUTHORIZE_PATH,
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

    async def _handle_autotask(self, request: Request) -> Reply:
        return await self._loaded().handle_autotask(request)

    async def _handle_xero(self, request: Request) -> Reply:
        return await self._loaded().handle_xero(request)


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
