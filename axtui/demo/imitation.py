"""Both imitated APIs with their data, limits, faults and log: everything but the sockets.

Kept apart from `server` because a program that shows its first screen should not wait for any of this; it is
loaded when the first request arrives, or when a test reaches for it.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from email.utils import formatdate
from functools import cache
from typing import Final

from axtui.demo.autotask import AutotaskApi
from axtui.demo.churn import Churner
from axtui.demo.contact_import import ContactImports
from axtui.demo.control import controlled, is_control
from axtui.demo.data import Tenant, make_tenant
from axtui.demo.faults import FaultKind, FaultPlan, Side
from axtui.demo.http import Reply, Request, Sleep
from axtui.demo.limits import Limits
from axtui.demo.live import LiveTenant
from axtui.demo.log import RequestLog
from axtui.demo.setup import Setup
from axtui.demo.xero import XeroApi

_HOLD_STEP: Final = 0.005


class Imitation:
    """Answers requests as both vendors would."""

    def __init__(
        self,
        size: int,
        *,
        latency: float,
        bytes_per_second: float,
        tenant: Tenant | None,
        limits: Limits | None,
        clock: Callable[[], float],
        sleep: Sleep,
        setup: Setup | None = None,
    ) -> None:
        setup = setup or Setup()
        limits = setup.limits_from(limits or Limits())
        self.tenant = cache(lambda: tenant or make_tenant(size))
        """Makes the data when first called."""
        self.live = LiveTenant(self.tenant, clock=clock)
        """The data as changed so far."""
        self.churner = Churner(self.live)
        self.faults = FaultPlan()
        self.log = RequestLog()
        self.autotask = AutotaskApi(self.live, self.faults, self.churner, limits=limits)
        self.xero = XeroApi(self.live, self.faults, self.churner, limits=limits)
        self.imports = ContactImports(self.live, udfs=self.autotask.contact_udfs)
        """What a person would give to the contact import in the browser."""
        self._pipe = Pipe(setup.bytes_per_second or bytes_per_second)
        self._latency = latency if setup.latency is None else setup.latency
        self._clock = clock
        self._sleep = sleep
        self.take_on(setup)

    def warm(self) -> None:
        """Make every record's text now instead of when it is first asked for."""
        with self.live.lock:
            self.autotask.warm()
            self.xero.warm()

    def take_on(self, setup: Setup) -> None:
        """Let faults and changes of a setup hold from now on."""
        self.faults.add(*setup.faults)
        if setup.churn:
            self.churner.begin(setup.churn)

    async def handle_autotask(self, request: Request) -> Reply:
        """Answer a request to the Autotask port."""
        if is_control(request):
            return controlled(request, self)
        return await self._handle(Side.AUTOTASK, self.autotask, request)

    async def handle_xero(self, request: Request) -> Reply:
        """Answer a request to the Xero port."""
        return await self._handle(Side.XERO, self.xero, request)

    async def _handle(self, side: Side, api: AutotaskApi | XeroApi, request: Request) -> Reply:
        endpoint, now = api.endpoint_of(request), self._clock()
        reply = Reply(silent=True)
        self.log.arrived(side, endpoint)
        try:
            refused = api.enter(endpoint, now)
            if refused:
                self.log.breached(refused.breach)
            reply = refused.reply if refused else await self._admitted(side, api, request, endpoint)
            reply = replace(reply, headers={"Date": formatdate(self._clock(), usegmt=True), **reply.headers})
        finally:
            status = 0 if reply.is_nothing else reply.status
            size = 0 if reply.is_nothing else len(reply.body)
            self.log.answered(side, endpoint, request, at=now, status=status, size=size)
        return reply

    async def _admitted(
        self, side: Side, api: AutotaskApi | XeroApi, request: Request, endpoint: str
    ) -> Reply:
        """Answer a request that is within the limits, after the latency, and as the faults let it."""
        try:
            fault = self.faults.take(side, request)
            while fault and fault.kind is FaultKind.HOLD and self.faults.holds(fault):  # noqa: ASYNC110  # another thread lets go
                await asyncio.sleep(_HOLD_STEP)
            if delay := self._latency + api.slow_down(self._clock()):
                await self._sleep(delay)
            if fault and (instead := fault.instead(self._clock())):
                return instead
            with self.live.lock:
                reply = api.answer(request, self._clock())
            if wait := self._pipe.seconds_for(len(reply.body), self._clock()):
                await self._sleep(wait)
            return fault.spoilt(reply) if fault else reply
        finally:
            api.leave(endpoint)


class Pipe:
    """The line that all answers share, one behind the other; a rate of 0 stands for one without bounds."""

    def __init__(self, bytes_per_second: float) -> None:
        self._rate = bytes_per_second
        self._free_at = 0.0

    def seconds_for(self, size: int, now: float) -> float:
        """Take up the line for so many bytes, and return when they are through, in seconds from now."""
        if not self._rate:
            return 0.0
        self._free_at = max(now, self._free_at) + size / self._rate
        return self._free_at - now
