"""What the imitation was asked: every request that it answered, and how many there were at the same time."""

import threading
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from axtui.demo.faults import Side
from axtui.demo.http import Request
from axtui.demo.limits import Breach

_KEPT: Final = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedRequest:
    """A request and the status it was answered with; 0 where the connection was closed without a word."""

    side: Side
    endpoint: str
    at: float
    """When it arrived, by the server's clock."""
    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    status: int


class RequestLog:
    """Counters and requests; written by the server's thread, read by any."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._requests: deque[LoggedRequest] = deque(maxlen=_KEPT)
        self._under_way: Counter[tuple[Side, str]] = Counter()
        self._most: Counter[tuple[Side, str]] = Counter()
        self._arrived: Counter[str] = Counter()
        self._breaches: Counter[Breach] = Counter()
        self._bytes = 0

    def forget(self) -> None:
        """Begin to count anew; requests under way stay so."""
        with self._changed:
            self._requests.clear()
            self._arrived.clear()
            self._breaches.clear()
            self._most = Counter(self._under_way)
            self._bytes = 0

    def breached(self, breach: Breach) -> None:
        """Note that a request was refused because of a limit."""
        with self._changed:
            self._breaches[breach] += 1

    @property
    def breaches(self) -> Mapping[Breach, int]:
        """How many requests went against each limit; a limit that was kept is not named."""
        with self._changed:
            return dict(self._breaches)

    def arrived(self, side: Side, endpoint: str) -> None:
        """Note that a request is under way."""
        at = (side, endpoint)
        with self._changed:
            self._arrived[endpoint] += 1
            self._under_way[at] += 1
            self._most[at] = max(self._most[at], self._under_way[at])
            self._changed.notify_all()

    def answered(
        self, side: Side, endpoint: str, request: Request, *, at: float, status: int, size: int = 0
    ) -> None:
        """Note that a request is done with."""
        entry = LoggedRequest(
            side=side,
            endpoint=endpoint,
            at=at,
            method=request.method,
            path=request.path,
            query=request.query,
            headers=request.headers,
            body=request.body,
            status=status,
        )
        with self._changed:
            self._under_way[side, endpoint] -= 1
            self._requests.append(entry)
            self._bytes += size
            self._changed.notify_all()

    @property
    def requests(self) -> tuple[LoggedRequest, ...]:
        """Every request answered so far, in the order of the answers."""
        with self._changed:
            return tuple(self._requests)

    def to(self, side: Side, endpoint: str = "") -> tuple[LoggedRequest, ...]:
        """Return the requests to a side, or to one of its endpoints."""
        return tuple(each for each in self.requests if each.side is side and endpoint in ("", each.endpoint))

    def count(self, endpoint: str) -> int:
        """Return how many requests have arrived at an endpoint."""
        with self._changed:
            return self._arrived[endpoint]

    def most_at_once(self, endpoint: str, *, side: Side | None = None) -> int:
        """Return how many requests were ever under way at an endpoint of a side, or of either, at once."""
        with self._changed:
            return max(self._most[each, endpoint] for each in (Side if side is None else (side,)))

    def most_at_once_everywhere(self) -> Mapping[str, int]:
        """Return for each endpoint of each side how many requests were ever under way at the same time."""
        with self._changed:
            return {f"{side}/{endpoint}": most for (side, endpoint), most in self._most.items() if most}

    @property
    def bytes_sent(self) -> int:
        """The length of all bodies that were sent, as far as they were sent whole."""
        with self._changed:
            return self._bytes

    def under_way(self, endpoint: str) -> int:
        """Return how many requests are being answered at this moment."""
        with self._changed:
            return sum(self._under_way[side, endpoint] for side in Side)

    def busiest_minute(self, side: Side) -> int:
        """Return the largest number of requests that arrived at a side within any sixty seconds."""
        times = sorted(each.at for each in self.to(side))
        window: deque[float] = deque()
        most = 0
        for time in times:
            window.append(time)
            while window[0] <= time - 60:
                window.popleft()
            most = max(most, len(window))
        return most

    def wait_until(self, condition: Callable[["RequestLog"], bool], *, seconds: float = 10.0) -> bool:
        """Block until the condition holds after some request came or went; False when time is up."""
        with self._changed:
            return self._changed.wait_for(lambda: condition(self), timeout=seconds)
