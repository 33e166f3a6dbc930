"""One client for both APIs: it only reads, never leaves its origin, and is patient within bounds.

A request ends in the value asked for, in an `Answer` that the vendor's own module has to explain (401, 403,
404 ...), or in an AxtuiError. Secrets travel in headers that are handed in per request and logged nowhere.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final, TypeVar

import httpx
import msgspec

from axtui.core.errors import ConfigError, DataError, UnavailableError
from axtui.sources.answers import Answer, Judge, Ruling, Verdict, judged_by_status, read_body
from axtui.sources.connecting import address_in, origin, translated
from axtui.sources.decoding import JsonReader
from axtui.sources.lanes import Lanes
from axtui.sources.line import Line
from axtui.sources.pace import NotYet, OpenPace, Pace
from axtui.sources.patience import (
    LONGEST_WAIT,
    MOST_RETRIES,
    NO_PROGRESS_LIMIT,
    Trouble,
    TryAgainError,
    back_off,
    come_back,
    given_up,
    retry_after,
)
from axtui.sources.portal import NO_REDIRECT, redirect_error, refuse_portal, shown_host
from axtui.sources.request_log import log_answer, log_failure, log_wait

T = TypeVar("T")

_QUERY_PATH: Final = re.compile(r"/query(/count|/next)?$", re.IGNORECASE)
_JSON: Final = {"Accept": "application/json"}
_UNTOLD: Final = 1.0
"""Seconds for which a wait for other requests to end is not worth a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Call:
    method: str
    url: httpx.URL
    headers: Mapping[str, str] = field(repr=False)
    endpoint: str
    content: bytes | None = field(default=None, repr=False)


class ApiClient:
    """Reads from one origin."""

    def __init__(
        self,
        line: Line,
        base: httpx.URL,
        *,
        judge: Judge = judged_by_status,
        lanes: Lanes | None = None,
        pace: Pace | None = None,
    ) -> None:
        self._line = line
        self._base = base
        self._judge = judge
        self._lanes = lanes or Lanes(1)
        self._pace = pace or OpenPace(line.clock.monotonic)

    async def get(
        self,
        path: str,
        reader: JsonReader[T],
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> T | Answer:
        """Read the path below the base address."""
        url = self._url(path)
        if params:
            url = url.copy_merge_params(params)
        return await self._send(self._call("GET", url, headers), reader)

    async def query(
        self, path: str, reader: JsonReader[T], *, body: Mapping[str, object], headers: Mapping[str, str]
    ) -> T | Answer:
        """Post a query; Autotask reads by POST, and only on such paths (autotask-api.md section 4)."""
        url = self._url(path)
        if not _QUERY_PATH.search(url.path):
            raise ValueError(f"{url.path} is no query, and nothing but a query is posted")
        with_type = {**headers, "Content-Type": "application/json"}
        return await self._send(self._call("POST", url, with_type, msgspec.json.encode(body)), reader)

    async def ask_for_token(
        self, reader: JsonReader[T], *, form: Mapping[str, str], headers: Mapping[str, str]
    ) -> T | Answer:
        """Post a form to the base address itself, which is a token address."""
        with_type = {**headers, "Content-Type": "application/x-www-form-urlencoded"}
        content = str(httpx.QueryParams(form)).encode("ascii")
        return await self._send(self._call("POST", self._base, with_type, content), reader)

    def _call(
        self, method: str, url: httpx.URL, headers: Mapping[str, str] | None, content: bytes | None = None
    ) -> _Call:
        below = url.path.lower().removeprefix(self._base.path.lower()).strip("/")
        endpoint = below.partition("/")[0]
        return _Call(
            method=method, url=url, headers={**_JSON, **(headers or {})}, endpoint=endpoint, content=content
        )

    def _url(self, path: str) -> httpx.URL:
        """Return the address of a path, or check one that the server supplied: it must not lead elsewhere."""
        if path.startswith("/") and not path.startswith("//"):
            return self._base.copy_with(path=self._base.path.rstrip("/") + path)
        url = address_in(path)
        if origin(url) != origin(self._base):
            raise DataError(
                f"{self._line.side} pointed to another host, {shown_host(url.host)}; nothing was sent there.",
                hint="Report this to the vendor; the answer may have been tampered with.",
                side=self._line.side,
            )
        return url

    async def _send(self, call: _Call, reader: JsonReader[T]) -> T | Answer:
        """Try until there is an answer; a lane is held while a request is made, not during pauses."""
        attempt = 0
        while True:
            width = self._lanes.width
            try:
                async with self._lanes.at(call.endpoint), self._turn(call.endpoint):
                    width = self._lanes.width
                    return await self._attempt(call, reader)
            except TryAgainError as error:
                log_failure(self._line.side, call.method, call.endpoint, attempt=attempt + 1, error=error)
                if error.trouble.narrow:
                    self._lanes.narrow(seen=width)
                await self._pause(attempt, error.trouble)
            attempt += 1

    @asynccontextmanager
    async def _turn(self, endpoint: str) -> AsyncIterator[None]:
        """Wait for the pace to allow one more request, and hold its permit."""
        began = self._line.clock.monotonic()
        while isinstance(found := self._pace.take(endpoint), NotYet):
            await self._wait_for_turn(found, since=began)
        try:
            yield
        finally:
            found.release()

    async def _wait_for_turn(self, found: NotYet, *, since: float) -> None:
        line = self._line
        waited = line.clock.monotonic() - since
        if not found.is_known and waited > NO_PROGRESS_LIMIT:
            raise UnavailableError(
                f"{line.side} {found.why}, for more than {NO_PROGRESS_LIMIT / 60:.0f} minutes.",
                hint="Look for axtui processes that were stopped, and end them or let them go on.",
                side=line.side,
            )
        if found.is_known:
            await self._sleep(found.seconds, found.why)
        elif waited < _UNTOLD:
            await line.clock.sleep(found.seconds)
        else:
            await self._sleep(_UNTOLD, found.why)
        await asyncio.sleep(0)  # those whose requests are under way come first, whatever clock sleeps here
        line.patience.progressed(line.clock.monotonic())

    async def _sleep(self, seconds: float, why: str) -> None:
        """Wait, and say so."""
        log_wait(self._line.side, seconds)
        async with self._line.waiting(seconds, why):
            await self._line.clock.sleep(seconds)

    async def _attempt(self, call: _Call, reader: JsonReader[T]) -> T | Answer:
        self._line.patience.requests += 1
        answer = await self._exchange(call)
        ruling = self._judge(answer)
        if ruling.verdict is Verdict.FINAL:
            return answer
        if ruling.verdict is not Verdict.GOOD:
            raise TryAgainError(self._trouble_of(ruling, answer))
        value = reader(answer)
        self._line.patience.progressed(self._line.clock.monotonic())
        return value

    async def _exchange(self, call: _Call) -> Answer:
        """Send once and read the whole body, within the deadline."""
        line, began = self._line, self._line.clock.monotonic()
        try:
            async with asyncio.timeout(line.deadline):
                answer = await self._stream(call)
        except TimeoutError as error:
            why = f"did not answer in full within {line.deadline:g} seconds"
            raise TryAgainError(Trouble(why=why, hint="Check the network, then run again.")) from error
        except (httpx.InvalidURL, UnicodeError) as error:
            message = f"{line.side} answered with a redirect to an address that is none."
            raise DataError(message, hint=NO_REDIRECT, side=line.side) from error
        except httpx.HTTPError as error:
            raise translated(error, host=shown_host(call.url.host), side=line.side) from error
        seconds, size = line.clock.monotonic() - began, len(answer.body)
        log_answer(line.side, call.method, call.endpoint, status=answer.status, size=size, seconds=seconds)
        return answer

    async def _stream(self, call: _Call) -> Answer:
        line = self._line
        request = line.http.build_request(
            call.method, call.url, headers=_sendable(call.headers), content=call.content
        )
        response = await line.http.send(request, stream=True, follow_redirects=False)
        try:
            if response.is_redirect and response.status_code != HTTPStatus.NOT_MODIFIED:
                raise redirect_error(response, side=line.side)
            refuse_portal(response, side=line.side)
            body = await read_body(response, limit=line.largest_body, side=line.side)
        finally:
            await response.aclose()
        line.server_clock.hear(response.headers.get("date"))
        return Answer(status=response.status_code, headers=response.headers, body=body)

    def _trouble_of(self, ruling: Ruling, answer: Answer) -> Trouble:
        is_limit = ruling.verdict is Verdict.LIMIT
        wait = retry_after(answer.headers.get("retry-after"), self._line.server_clock.now())
        if wait is None and is_limit and not ruling.ends_run:
            wait = ruling.wait
        return Trouble(
            why=ruling.why,
            hint="Run again later." if is_limit else "Run again in a few minutes.",
            wait=wait,
            is_limit=is_limit,
            ends_run=ruling.ends_run,
            narrow=ruling.narrow,
        )

    async def _pause(self, attempt: int, trouble: Trouble) -> None:
        """Wait before the next attempt, or raise what the run ends with."""
        line = self._line
        if trouble.ends_run or (trouble.wait or 0.0) > LONGEST_WAIT:
            raise come_back(trouble, side=line.side, now=line.clock.now())
        if attempt >= MOST_RETRIES or not line.patience.is_left(line.clock.monotonic()):
            raise given_up(trouble, side=line.side, attempts=attempt + 1, now=line.clock.now())
        line.patience.retries += 1
        seconds = self._seconds(attempt, trouble)
        if trouble.is_limit and not trouble.narrow:
            self._pace.close(seconds, trouble.why)
        await self._sleep(seconds, trouble.why)
        if trouble.wait is not None:
            line.patience.progressed(line.clock.monotonic())

    def _seconds(self, attempt: int, trouble: Trouble) -> float:
        """Return how long to wait: never less than the server asks for, spread by up to a second."""
        share = self._line.clock.jitter()
        if trouble.wait is None:
            return back_off(attempt, share)
        return max(trouble.wait + share, 0.0 if trouble.is_limit else back_off(attempt, share))


def _sendable(headers: Mapping[str, str]) -> dict[str, str]:
    """Refuse what no header can hold, before a library names the value in its own message."""
    for name, value in headers.items():
        if not (value.isascii() and value.isprintable() and value == value.strip()):
            raise ConfigError(
                f"What is configured for the request header {name} cannot be sent: "
                "it holds a line break, a space at an end, or a character outside ASCII.",
                hint="Look at where the value comes from; a command may print more than the value.",
            )
    return dict(headers)
