"""What all clients of one side share: connections, time, patience, and who hears of waits."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import httpx

from axtui.core.errors import Side
from axtui.sources.answers import LARGEST_BODY
from axtui.sources.patience import Patience, http_date

DEADLINE: Final = 60.0
"""Seconds for one request, from connecting to the last byte."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Time and chance, handed in so that tests need neither."""

    now: Callable[[], datetime]
    monotonic: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]]
    jitter: Callable[[], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """A pause that the client takes before it tries again."""

    until: float
    """Monotonic seconds."""
    why: str
    """Whose pause and why, for example `Xero is at its limit of requests a minute`."""


class ServerClock:
    """A side's own time of day, told by the dates of its answers: what "changed since" must be asked by."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._ahead = timedelta()

    def hear(self, date: str | None) -> None:
        """Take note of an answer's Date header; a missing or broken one changes nothing."""
        if (told := http_date(date)) is not None:
            self._ahead = told - self._now()

    def now(self) -> datetime:
        """Return the side's time; our own until it has told its time."""
        return self._now() + self._ahead


class Waits:
    """The pauses that several requests take at the same time, of which the longest is told."""

    def __init__(self) -> None:
        self._under_way: list[Wait] = []

    def begun(self, wait: Wait) -> Wait | None:
        """Add a pause, and return what is to be told now."""
        self._under_way.append(wait)
        return self._longest()

    def over(self, wait: Wait) -> Wait | None:
        """Take a pause away, and return what is to be told now; None when nobody waits any more."""
        self._under_way = [each for each in self._under_way if each is not wait]
        return self._longest()

    def _longest(self) -> Wait | None:
        return max(self._under_way, key=lambda wait: wait.until, default=None)


@dataclass(slots=True, kw_only=True)
class LimitsHeard:
    """What a side last said of its limits; None where it has said nothing."""

    hour_used: int | None = None
    """Autotask's requests of the last hour, by all integrations together."""
    hour_limit: int | None = None
    minute_left: int | None = None
    """Xero's requests that this app may still make in the minute under way."""
    day_left: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What all clients of one side share."""

    http: httpx.AsyncClient
    side: Side
    clock: Clock
    patience: Patience
    server_clock: ServerClock
    on_wait: Callable[[Wait | None], None]
    """Called with the pause when one begins, and with None when it is over."""
    deadline: float = DEADLINE
    largest_body: int = LARGEST_BODY
    waits: Waits = field(default_factory=Waits)
    limits: LimitsHeard = field(default_factory=LimitsHeard)

    @asynccontextmanager
    async def waiting(self, seconds: float, why: str) -> AsyncIterator[None]:
        """Tell a pause of so many seconds, and that it is over however the block ends."""
        wait = Wait(until=self.clock.monotonic() + seconds, why=f"{self.side} {why}")
        self.on_wait(self.waits.begun(wait))
        try:
            yield
        finally:
            self.on_wait(self.waits.over(wait))
