"""The way to one tenant: where its zone is, the login, and what becomes of both when the login is refused.

A refused login is never sent again: repeated failures lock the user (autotask-api.md section 8). But a tenant
may have moved to another zone, which refuses in the same way. So after the first refusal nothing more is
sent; the zone is asked for once, without credentials; and only where it is another one, one request tries
the login there. All other requests wait for that and then go on at the new zone, or end as refused.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import TypeVar

from axtui.core.errors import AxtuiError
from axtui.sources.answers import Answer
from axtui.sources.autotask_answers import judged, login_refused
from axtui.sources.autotask_zone import Zone
from axtui.sources.decoding import JsonReader
from axtui.sources.http import ApiClient
from axtui.sources.lanes import Lanes
from axtui.sources.line import Line
from axtui.sources.pace import Pace

T = TypeVar("T")

FindZone = Callable[[], Awaitable[Zone]]
"""Asks once more where the tenant lives."""


class _MovedError(Exception):
    """The tenant lives elsewhere now; never leaves this module."""


class _Door(Lanes):
    """The lanes to one zone, which stay shut while a refused login is looked into, and perhaps for good."""

    def __init__(self, line: Line, zone: Zone, width: int, pace: Pace | None) -> None:
        super().__init__(width)
        self.zone = zone
        self.client = ApiClient(line, zone.base, judge=judged, lanes=self, pace=pace)
        self._decided = asyncio.Event()
        self._decided.set()
        self._closed: Callable[[], Exception] | None = None

    @asynccontextmanager
    async def at(self, endpoint: str) -> AsyncIterator[None]:
        """Wait for a free lane and an open door; raise where the door is closed for good."""
        async with super().at(endpoint):
            await self.decided()
            yield

    @property
    def is_in_question(self) -> bool:
        """Whether a refused login is being looked into, or was."""
        return not self._decided.is_set() or self._closed is not None

    async def decided(self) -> None:
        """Wait until it is known whether this door leads anywhere; raise when it does not."""
        await self._decided.wait()
        if self._closed is not None:
            raise self._closed()

    def hold(self) -> None:
        """Let nothing through for now."""
        self._decided.clear()

    def close(self, why: Callable[[], Exception]) -> None:
        """Let nothing through any more."""
        self._closed = why
        self._decided.set()


class Access:
    """Asks one tenant, as one user."""

    def __init__(
        self,
        line: Line,
        zone: Zone,
        *,
        headers: Callable[[], Mapping[str, str]],
        lanes: int,
        find_zone: FindZone | None,
        pace: Pace | None = None,
    ) -> None:
        self._line = line
        self._headers = headers
        self._find_zone = find_zone
        self._pace = pace
        self._door = _Door(line, zone, lanes, pace)

    @property
    def zone(self) -> Zone:
        """Where the tenant lives, as far as is known."""
        return self._door.zone

    @property
    def lanes(self) -> int:
        """How many requests may be under way at one endpoint; a complaint of the server makes it fewer."""
        return self._door.width

    async def get(self, path: str, reader: JsonReader[T]) -> T | Answer:
        """Read a path."""
        return await self._asked(lambda client: client.get(path, reader, headers=self._headers()))

    async def query(self, path: str, reader: JsonReader[T], body: Mapping[str, object]) -> T | Answer:
        """Post a query."""
        return await self._asked(
            lambda client: client.query(path, reader, body=body, headers=self._headers())
        )

    async def _asked(self, ask: Callable[[ApiClient], Awaitable[T | Answer]]) -> T | Answer:
        while True:
            door = self._door
            try:
                found = await ask(door.client)
                if not _is_refused(found):
                    return found
                if not door.is_in_question:
                    return await self._asked_elsewhere(door, ask)
                await door.decided()
            except _MovedError:
                continue

    async def _asked_elsewhere(
        self, door: _Door, ask: Callable[[ApiClient], Awaitable[T | Answer]]
    ) -> T | Answer:
        """Look once whether the tenant has moved, and ask there; a login refused there, too, is the end."""
        door.hold()
        outcome: Callable[[], Exception] = login_refused
        try:
            if (zone := await self._another_zone(door)) is None:
                raise login_refused()
            there = _Door(self._line, zone, door.width, self._pace)
            if _is_refused(found := await ask(there.client)):
                raise login_refused()
            self._door, outcome = there, _MovedError
            return found
        finally:
            door.close(outcome)

    async def _another_zone(self, door: _Door) -> Zone | None:
        find_zone, self._find_zone = self._find_zone, None
        if find_zone is None:
            return None
        try:
            zone = await find_zone()
        except AxtuiError:  # that the login is refused is what counts, wherever it would have to go
            return None
        return None if zone.base == door.zone.base else zone


def _is_refused(found: object) -> bool:
    return isinstance(found, Answer) and found.status == HTTPStatus.UNAUTHORIZED
