"""How fast requests may follow each other: so many at once, so many within any minute, none while closed.

A `Pace` hands out permits, one for each request; whoever gets none is told how long to wait before asking
again, and why. Deciding is arithmetic on times; sleeping is the client's affair. Xero counts 5 requests at
once and 60 a minute for each app and organisation (xero-api.md section 4.1).
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

AT_ONCE: Final = 5
A_MINUTE: Final = 60
WINDOW: Final = 60.1
"""Seconds that a request counts: a minute, and a little for clocks that are corrected under way."""
LONGEST_CLOSED: Final = 15 * 60.0
"""Seconds; nobody waits for longer, so what is further off is a clock that jumped, or damage."""
BUSY: Final = 0.05
"""Seconds after which to look again whether another run's request has ended."""
ROUNDING: Final = 1e-6
"""Seconds by which sums of times may be off."""
_INSTANT: Final = 1e-3
"""Seconds too short to be waited for; far less than the window has to spare."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotYet:
    """No permit for now."""

    seconds: float
    """When to ask again."""
    why: str
    """Goes on after the side's name: `allows 60 requests a minute`."""
    is_known: bool = True
    """Whether it is free again then; otherwise somebody else decides when."""


class Permit(Protocol):
    """The right to one request."""

    def release(self) -> None:
        """Give it back once the request is answered, or has failed."""


class Pace(Protocol):
    """Decides when requests may be sent."""

    def take(self, endpoint: str = "") -> Permit | NotYet:
        """Return a permit for one request to an endpoint now, or how long to wait before asking again."""

    def close(self, seconds: float, why: str) -> None:
        """Give no permits for so long: the server has refused one request of many."""


MINUTE_WHY: Final = f"allows {A_MINUTE} requests a minute"
AT_ONCE_WHY: Final = f"allows {AT_ONCE} requests at once, and other runs are using them"
LANES: Final = 3
"""Requests at once that Autotask allows an integration at each endpoint (autotask-api.md section 7)."""
LANES_WHY: Final = f"allows {LANES} requests at once to a list, and other runs are using them"


def sane(times: Sequence[float], now: float) -> tuple[float, ...]:
    """Return times at which requests were made, none of them later than now.

    A later one is a clock that was set back, or damage; it counts as just made, which is a minute at most.
    """
    return tuple(at if at <= now else now for at in times)  # a NaN is not `<=` anything


def next_turn(times: Sequence[float], now: float) -> tuple[int, float]:
    """Return which time the next request replaces, and the seconds until it may be made.

    There is one time for each request that the window allows, so the oldest decides.
    """
    oldest = min(range(len(times)), key=times.__getitem__)
    seconds = times[oldest] + WINDOW - now
    return oldest, seconds if seconds > _INSTANT else 0.0


def closed_for(until: float, now: float) -> float:
    """Return how long nothing may be sent, by a time that another run wrote down."""
    left = until - now
    return left if math.isfinite(left) and 0 < left <= LONGEST_CLOSED else 0.0


class OpenPace:
    """No limit of its own: only what the server refuses is waited for."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._closed_until = -math.inf
        self._why = ""

    def take(self, endpoint: str = "") -> Permit | NotYet:  # noqa: ARG002  # the same for all of them
        """Return a permit unless closed."""
        left = self._closed_until - self._monotonic()
        return NotYet(seconds=left, why=self._why) if left > ROUNDING else FREE

    def close(self, seconds: float, why: str) -> None:
        """Give no permits for so long."""
        until = self._monotonic() + seconds
        if until > self._closed_until:
            self._closed_until, self._why = until, why


class _Free:
    def release(self) -> None:
        """Nothing is held."""


FREE: Final = _Free()


class LocalPace:
    """The pace of this process alone, by a clock that never jumps."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._gate = OpenPace(monotonic)
        self._times = [-math.inf] * A_MINUTE
        self._under_way = 0

    def take(self, endpoint: str = "") -> "LocalPermit | NotYet":  # noqa: ARG002  # the same for all of them
        """Return a permit if the last minute has room and fewer than five requests are under way."""
        closed = self._gate.take()
        if isinstance(closed, NotYet):
            return closed
        if self._under_way >= AT_ONCE:
            return NotYet(seconds=BUSY, why=AT_ONCE_WHY, is_known=False)
        now = self._monotonic()
        place, seconds = next_turn(self._times, now)
        if seconds > 0:
            return NotYet(seconds=seconds, why=MINUTE_WHY)
        permit = LocalPermit(self, place, before=self._times[place])
        self._times[place] = now
        self._under_way += 1
        return permit

    def close(self, seconds: float, why: str) -> None:
        """Give no permits for so long."""
        self._gate.close(seconds, why)

    def over(self, place: int, *, at: float | None = None) -> None:
        """Take a permit back; its request counts from its end on, before which the server counted it."""
        self._under_way -= 1
        self._times[place] = self._monotonic() if at is None else at


class LocalPermit:
    """One request of this process."""

    def __init__(self, pace: LocalPace, place: int, *, before: float) -> None:
        self._pace = pace
        self._place = place
        self._before = before

    def release(self) -> None:
        """Give it back after the request."""
        self._pace.over(self._place)

    def withdraw(self) -> None:
        """Give it back without a request."""
        self._pace.over(self._place, at=self._before)
