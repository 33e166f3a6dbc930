"""How many requests may be under way at one endpoint at the same time."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Lanes:
    """A limit per endpoint, or for all of them together, which the server may narrow for the rest of the run.

    Autotask allows 3 requests at once per endpoint and integration (autotask-api.md section 7), Xero 5 per
    organisation (xero-api.md section 4.1).
    """

    def __init__(self, width: int, *, per_endpoint: bool = True) -> None:
        self.width = max(1, width)
        self._per_endpoint = per_endpoint
        self._under_way: Counter[str] = Counter()
        self._freed = asyncio.Event()

    @asynccontextmanager
    async def at(self, endpoint: str) -> AsyncIterator[None]:
        """Wait for a free lane at the endpoint and hold it."""
        name = endpoint if self._per_endpoint else ""
        while self._under_way[name] >= self.width:
            self._freed.clear()
            await self._freed.wait()
        self._under_way[name] += 1
        try:
            yield
        finally:
            self._under_way[name] -= 1
            self._freed.set()

    def narrow(self, *, seen: int | None = None) -> None:
        """Halve the lanes, down to one, for the rest of the run.

        `seen` is how many there were when the refused request set out: of several that are refused together,
        only the first one narrows.
        """
        if seen is None or seen == self.width:
            self.width = max(1, self.width // 2)
