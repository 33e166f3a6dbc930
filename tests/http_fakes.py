"""Time that does not pass, and a server that is a list of replies: what tests of the sources stand on."""

import atexit
import json
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Final

import httpx

from axtui.core.errors import Side
from axtui.services.surroundings import Surroundings
from axtui.sources.line import Clock, Line, ServerClock, Wait
from axtui.sources.patience import Patience

NOON: Final = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class FakeTime:
    """A clock that only moves when somebody sleeps, and that remembers every sleep."""

    def __init__(self, *, jitter: float = 0.5) -> None:
        self.slept: list[float] = []
        self.passed = 0.0
        self._jitter = jitter

    async def sleep(self, seconds: float) -> None:
        """Let the time pass at once."""
        self.slept.append(seconds)
        self.passed += seconds

    @property
    def clock(self) -> Clock:
        """The same, as the client takes it."""
        return Clock(
            now=lambda: NOON + timedelta(seconds=self.passed),
            monotonic=lambda: 1000.0 + self.passed,
            sleep=self.sleep,
            jitter=lambda: self._jitter,
        )


class Chunks(httpx.AsyncByteStream):
    """A body that arrives in pieces, and may break off with an error."""

    def __init__(self, chunks: Iterable[bytes], *, error: Exception | None = None) -> None:
        self._chunks = tuple(chunks)
        self._error = error

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield the pieces, then the error if there is one."""
        for chunk in self._chunks:
            yield chunk
        if self._error is not None:
            raise self._error


def reply(
    value: object = None,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    error: Exception | None = None,
) -> httpx.Response:
    """Return an answer with this JSON value, or with these bytes."""
    content = json.dumps(value).encode() if body is None else body
    kind = {"content-type": "application/json; charset=utf-8"}
    return httpx.Response(status, headers={**kind, **(headers or {})}, stream=Chunks([content], error=error))


Answering = (
    Callable[[httpx.Request], httpx.Response]
    | Callable[[httpx.Request], Coroutine[None, None, httpx.Response]]
)
Reply = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]


class Server:
    """Answers requests with the replies in their order, and keeps the requests."""

    def __init__(self, *replies: Reply) -> None:
        self._replies = list(replies)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer the next request."""
        self.requests.append(request)
        if not self._replies:
            raise AssertionError(f"nobody expected {request.method} {request.url}")
        reply = self._replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return reply(request) if callable(reply) else reply

    @property
    def asked(self) -> list[str]:
        """Method and path of each request."""
        return [f"{request.method} {request.url.path}" for request in self.requests]

    @property
    def bodies(self) -> list[object]:
        """The JSON body of each request; None where there is none."""
        return [json.loads(request.content) if request.content else None for request in self.requests]


def line(
    server: Answering,
    *,
    side: Side = Side.AUTOTASK,
    time: FakeTime | None = None,
    on_wait: Callable[[Wait | None], None] = lambda _: None,
    deadline: float = 60.0,
    largest_body: int = 1024 * 1024,
) -> Line:
    """Return a line to this server."""
    clock = (time or FakeTime()).clock
    return Line(
        http=httpx.AsyncClient(transport=httpx.MockTransport(server)),
        side=side,
        clock=clock,
        patience=Patience(clock.monotonic()),
        server_clock=ServerClock(clock.now),
        on_wait=on_wait,
        deadline=deadline,
        largest_body=largest_body,
    )


@cache
def _folders() -> Path:
    """Make the folder that holds the tests' places on disk until the process ends."""
    folder = Path(tempfile.mkdtemp(prefix="axtui-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def surroundings(time: FakeTime, *, env: Mapping[str, str] | None = None) -> Surroundings:
    """Return surroundings in which time only passes in sleeps, with new, empty places on disk."""
    clock, folder = time.clock, Path(tempfile.mkdtemp(dir=_folders()))
    return Surroundings(
        env=env or {},
        config_file=folder / "config.toml",
        cache_dir=folder / "cache",
        state_dir=folder / "state",
        now=clock.now,
        monotonic=clock.monotonic,
        sleep=clock.sleep,
        jitter=clock.jitter,
    )
