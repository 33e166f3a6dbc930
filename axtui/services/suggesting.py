"""Suggestions beside a program that has more urgent things to do: prepared piece by piece, in a thread."""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable
from typing import Final

from axtui.core.models import Company, FetchedAt, Snapshot
from axtui.core.report import Report
from axtui.core.suggest import Suggester, Suggestion

_PIECE_SECONDS: Final = 0.01
_PAUSE_SECONDS: Final = 0.01
"""Python runs one thread at a time: whoever types waits for the rest of a piece at most."""


class Suggesting:
    """The suggestions for the companies of one snapshot under one rule.

    Preparing takes seconds where customers are very many. It makes pauses as long as nobody waits for it.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        report: Report,
        *,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._fetched_at: FetchedAt = snapshot.fetched_at
        self._rule = report.rules.match
        self._suggester = Suggester(snapshot, self._rule)
        self._steps = self._suggester.prepare()
        self._clock, self._pause = clock, pause
        self._one_at_a_time = threading.Lock()
        self._waiting = 0

    def is_about(self, report: Report) -> bool:
        """Say whether these are the suggestions for the companies of a report."""
        return self._fetched_at == report.fetched_at and self._rule == report.rules.match

    async def prepare(self) -> None:
        """Get ready; when this is cancelled, it can be gone on with."""
        while not await asyncio.to_thread(self._prepare_a_piece):
            if not self._waiting:
                await self._pause(_PAUSE_SECONDS)

    async def of(self, company: Company) -> tuple[Suggestion, ...]:
        """Return the customers that may be meant by a company, as soon as they are known."""
        self._waiting += 1
        try:
            await self.prepare()
        finally:
            self._waiting -= 1
        return await asyncio.to_thread(self._suggester.suggestions, company)

    def _prepare_a_piece(self) -> bool:
        """Go on for a moment; say whether all is done."""
        with self._one_at_a_time:  # a thread whose task was cancelled is still at its piece
            end = self._clock() + _PIECE_SECONDS
            return all(self._clock() < end for _ in self._steps)
