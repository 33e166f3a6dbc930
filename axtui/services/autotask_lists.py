"""One of Autotask's lists in a full read: what has arrived, what is noted, what the server counts."""

from datetime import datetime
from typing import Generic, TypeVar, cast

from axtui.services.autotask_known import Known
from axtui.services.narrator import Narrator
from axtui.services.page_log import ListName, NotedPage, PageLog
from axtui.sources.autotask_listing import ListOf, ListPage
from axtui.sources.autotask_paging import Identified
from axtui.sources.autotask_query import PAGE_SIZE
from axtui.sources.autotask_ranges import Covered, Ranges, Stretch

T = TypeVar("T", bound=Identified)


class ListRead(Generic[T]):
    """One list of one run: what has arrived of it, and what the server counts."""

    def __init__(
        self, name: ListName, listing: ListOf[T], narrator: Narrator, log: PageLog, *, counted: int
    ) -> None:
        self._name = name
        self._listing = listing
        self._narrator = narrator
        self._log = log
        self.counted = counted
        self.known: Known[T] = Known()
        self.can_catch_up = True
        """Whether the tenant can be asked for changes of this list, as far as is known."""

    @property
    def differs(self) -> bool:
        """Whether more or less has arrived than the server counts."""
        return len(self.known) != self.counted

    @property
    def is_short(self) -> bool:
        """Whether less has arrived than the server counts."""
        return len(self.known) < self.counted

    def missing(self) -> str:
        """Return the sentence that makes the report an incomplete one."""
        arrived = f"{len(self.known):,} arrived, even in a second read."
        return f"{self._narrator.side} counted {self.counted:,} {self._name}, but {arrived}"

    def pages_left(self) -> int:
        """Return how many pages are still to be read, if all are full."""
        records = self.counted - sum(len(part.ids) for part in self._covered())
        return max(0, -(-records // PAGE_SIZE))

    async def read(self) -> None:
        """Read what the log does not hold, by ids; where these do not rise, along the server's cursor."""
        for page in self._noted():
            self._narrator.read_page(self.known.keep(page.items, page.others))
        if not await self._read_by_ids(Ranges(expected=self.counted, covered=self._covered())):
            await self._read_along_cursor()

    async def read_again(self) -> None:
        """Read everything anew: in the server's own order where the order of ids has lost something."""
        if self.is_short:
            await self._read_along_cursor()
            return
        self._start_over()
        if not await self._read_by_ids(Ranges(expected=self.counted)):
            await self._read_along_cursor()

    async def catch_up(self, since: datetime) -> None:
        """Take in what was changed since then, where the tenant can be asked that."""
        if not self.can_catch_up:
            return
        changes = await self._listing.changed_since(since)
        self.can_catch_up = changes is not None
        self.known.change(changes or ())

    async def count(self) -> None:
        """Let the server count again."""
        self.counted = await self._listing.count()

    async def _read_by_ids(self, ranges: Ranges) -> bool:
        return await self._listing.read(ranges, counted=self.counted, on_page=self._arrived)

    async def _read_along_cursor(self) -> None:
        self._start_over()
        await self._listing.read_along_cursor(counted=self.counted, on_page=self._arrived)

    def _start_over(self) -> None:
        self._narrator.read_again(len(self.known))
        self._log.forget(self._name)
        self.known.clear()

    def _arrived(self, page: ListPage[T]) -> None:
        self._narrator.read_page(self.known.keep(page.items, page.others))
        if page.covers is not None:
            covers = page.covers
            noted: NotedPage[object] = NotedPage(
                after=covers.after, up_to=covers.up_to, items=page.items, others=page.others
            )
            self._log.note(self._name, noted)

    def _noted(self) -> tuple[NotedPage[T], ...]:
        """Return the pages of an interrupted run; they were noted under this list's own name."""
        return tuple(cast("NotedPage[T]", page) for page in self._log.noted(self._name))

    def _covered(self) -> tuple[Covered, ...]:
        return tuple(
            Covered(
                stretch=Stretch(after=page.after, up_to=page.up_to),
                ids=(*(item.id for item in page.items), *page.others),
            )
            for page in self._noted()
        )
