"""The vendors' limits: requests in a window of time, and requests at the same time."""

from collections import deque
from dataclasses import dataclass
from enum import StrEnum

from axtui.demo.http import Reply


class Breach(StrEnum):
    """A limit that a request went against."""

    THREADS = "threads"
    HOUR = "hour"
    CONCURRENT = "concurrent"
    MINUTE = "minute"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Refused:
    """A request that a limit stood against, and what it was answered."""

    breach: Breach
    reply: Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The vendors' limits; the defaults are the real ones (autotask-api.md 7, xero-api.md 4.1)."""

    autotask_threads: int = 3
    autotask_hourly: int = 10_000
    autotask_used_before: int = 0
    """Requests that other integrations of the tenant made just before."""
    autotask_lock_after: int = 5
    """Wrong secrets until the API user is locked; the real figure is a setting of each tenant."""
    xero_at_once: int = 5
    xero_per_minute: int = 60
    xero_per_day: int = 5_000
    xero_token_seconds: int = 1_800


class RollingWindow:
    """So many requests within any stretch of the window's length (Autotask, autotask-api.md section 7)."""

    def __init__(self, limit: int, seconds: float, *, used_before: int = 0) -> None:
        self.limit = limit
        self._seconds = seconds
        self._used_before = used_before
        self._times: deque[float] = deque()

    def used(self, now: float) -> int:
        """Return how many requests count at this time; those from before count from the first look on."""
        self._times.extend([now] * self._used_before)
        self._used_before = 0
        while self._times and self._times[0] <= now - self._seconds:
            self._times.popleft()
        return len(self._times)

    def enter(self, now: float) -> bool:
        """Count a request, unless the limit is reached."""
        if self.used(now) >= self.limit:
            return False
        self._times.append(now)
        return True


class FixedWindow:
    """So many requests between two fixed points in time (Xero, xero-api.md section 4.1)."""

    def __init__(self, limit: int, seconds: int, *, offset: int = 0) -> None:
        self.limit = limit
        self._seconds = seconds
        self._offset = offset
        self._window = -1
        self._used = 0

    def remaining(self, now: float) -> int:
        """Return how many requests are left in the window that holds this time."""
        window = int(now - self._offset) // self._seconds
        if window != self._window:
            self._window, self._used = window, 0
        return self.limit - self._used

    def count(self) -> None:
        """Count a request in the window that was last looked at."""
        self._used += 1

    def seconds_left(self, now: float) -> int:
        """Return the whole seconds after which the next window has begun."""
        return self._seconds - int(now - self._offset) % self._seconds


class Lanes:
    """How many requests are under way at once per endpoint, and how many there ever were."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.under_way: dict[str, int] = {}

    def enter(self, endpoint: str) -> bool:
        """Take a lane of the endpoint, unless all are taken."""
        if self.under_way.get(endpoint, 0) >= self.limit:
            return False
        self.under_way[endpoint] = self.under_way.get(endpoint, 0) + 1
        return True

    def leave(self, endpoint: str) -> None:
        """Give the lane back."""
        self.under_way[endpoint] -= 1
