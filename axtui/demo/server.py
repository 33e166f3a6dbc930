"""The imitation as a whole: both APIs on loopback ports of their own, in a thread of their own.

with DemoServer(120, latency=0) as server:
    ...  # server.addresses.zone_url and the others take the place of the vendors' addresses

What answers is loaded with the first request: the terminal app starts the server before it shows anything.
"""

import asyncio
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from axtui.demo.http import Reply, Request, Sleep
from axtui.demo.server_thread import ServerThread

if TYPE_CHECKING:  # kept out of start-up
    from axtui.demo.autotask import AutotaskApi
    from axtui.demo.churn import Churner
    from axtui.demo.contact_import import ContactImports
    from axtui.demo.data import Tenant
    from axtui.demo.faults import FaultPlan
    from axtui.demo.imitation import Imitation
    from axtui.demo.limits import Limits
    from axtui.demo.live import LiveTenant
    from axtui.demo.log import RequestLog
    from axtui.demo.setup import Setup
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


_VENDORS: Final = DemoAddresses(
    zone_url="https://webservices.autotask.net",
    xero_api_url="https://api.xero.com" + _API_PATH,
    token_url="https://identity.xero.com" + _TOKEN_PATH,
    connections_url="https://api.xero.com" + _CONNECTIONS_PATH,
    authorize_url="https://login.xero.com" + _AUTHORIZE_PATH,
)
"""The vendors' own, which a proxy of the imitation leads to it."""


class DemoServer:
    """Both imitations; `tenant` may be given instead of a size, `clock` tells seconds since 1970.

    `switches` names faults of the catalogue (`fault_rows`) that hold from the start.
    """

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
        switches: Sequence[str] = (),
    ) -> None:
        self._size = size
        self._latency = latency
        self._bytes_per_second = bytes_per_second
        self._given_tenant = tenant
        self._limits = limits
        self._clock = clock
        self._sleep = sleep
        self._setup = _setup_of(switches) if switches else None
        self._loading = threading.Lock()
        self._thread: ServerThread | None = None
        self._addresses: DemoAddresses | None = None
        self._proxy_port = 0

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
            setup=self._setup,
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

    def switch(self, *names: str) -> None:
        """Switch on faults of the catalogue now; ValueError for one that a running imitation cannot have."""
        setup = _setup_of(names)
        if not setup.at_run_time():
            raise ValueError(f"{', '.join(names)}: to be given when the imitation is made")
        self._loaded().take_on(setup)

    @property
    def imports(self) -> "ContactImports":
        """The contact import of the user interface."""
        return self._loaded().imports

    def warm(self) -> None:
        """Make every record's text now instead of when it is first asked for."""
        self._loaded().warm()

    def counters(self) -> Mapping[str, object]:
        """Return what was asked so far, and which limits were broken, as a script reads it."""
        from axtui.demo.control import counters  # deferred, like all that answers

        return counters(self._loaded())

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
        thread = ServerThread(self._handle_autotask, self._handle_xero, sleep=self._sleep, setup=self._setup)
        autotask_port, xero_port, self._proxy_port = thread.start()
        self._thread = thread
        scheme = "https" if self._setup and self._setup.certificate else "http"
        xero = f"{scheme}://127.0.0.1:{xero_port}"
        self._addresses = DemoAddresses(
            zone_url=f"{scheme}://127.0.0.1:{autotask_port}",
            xero_api_url=xero + _API_PATH,
            token_url=xero + _TOKEN_PATH,
            connections_url=xero + _CONNECTIONS_PATH,
            authorize_url=xero + _AUTHORIZE_PATH,
        )
        if self._setup and self._setup.proxy:
            self._addresses = _VENDORS
        return self._addresses

    @property
    def ca_file(self) -> str:
        """The file that a client must trust; empty without TLS, or where it must not trust it."""
        setup = self._setup
        if setup is None or setup.certificate is None or not setup.is_trusted:
            return ""
        from axtui.demo.tls import AUTHORITY_FILE  # deferred: most imitations speak plain HTTP

        return str(AUTHORITY_FILE)

    @property
    def proxy_url(self) -> str:
        """What `HTTPS_PROXY` must say to reach the imitation; empty where it needs no proxy."""
        if not self._proxy_port:
            return ""
        from axtui.demo.proxy import PASSWORD, USER  # deferred: as above

        return f"http://{USER}:{PASSWORD}@127.0.0.1:{self._proxy_port}"

    @property
    def proxied(self) -> Sequence[str]:
        """Host and port of every connection that the proxy was asked for."""
        return self._thread.proxied if self._thread else ()

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


def _setup_of(switches: Sequence[str]) -> "Setup":
    from axtui.demo.fault_rows import setup_of  # deferred: most imitations have no faults

    return setup_of(switches)
