"""The read of all customers: complete whatever happens meanwhile, gone on with after a stop, and refreshed.

Pages are read several at a time, what changed meanwhile is asked for at the end, and Xero's own count must
agree; else everything is read once more, page after page, and after that the result says that it is short.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, cast

from axtui.core.errors import Side
from axtui.core.models import Customer, CustomerId
from axtui.core.progress import Stage
from axtui.services.narrator import Narrator
from axtui.services.page_log import ListName, NotedPage, PageLog
from axtui.services.read_state import MARGIN, XeroRead
from axtui.services.together import together
from axtui.sources.pace import AT_ONCE
from axtui.sources.xero import PAGE_SIZE, CustomersPage, Xero
from axtui.sources.xero_pages import are_in_order, stale_page

_ROUNDS: Final = 3
"""How often changes and count are asked for while customers are being added."""
_BESIDE_PAGES: Final = 2
"""Requests for the organisation's name and for the changes."""
_SPARE: Final = 10
"""Pages read again beyond what a list that is only added to can need."""
_LIST: Final = ListName.CUSTOMERS


async def read_xero(source: Xero, *, narrator: Narrator, log: PageLog) -> XeroRead:
    """Read all customers and the organisation's name; pages in the log are not asked for again."""
    reading = _Reading(source, narrator, log)
    first = await reading.first_page()  # if the login is refused, then here, and nothing else is asked
    async with together() as group:
        organisation = group.create_task(source.organisation())
        group.create_task(reading.many_at_once(first))
    problem = await reading.catch_up()
    if problem:
        reading.forget()
        await reading.one_by_one()
        problem = await reading.catch_up()
    if not problem:
        narrator.expect(len(reading.known))
    narrator.enter(Stage.DONE)
    return XeroRead(
        since=reading.since,
        customers=_sorted(reading.known),
        organisation=organisation.result(),
        incomplete_because=(f"{problem}, even in a second read.",) if problem else (),
    )


async def refresh_xero(source: Xero, *, kept: XeroRead, narrator: Narrator) -> XeroRead | None:
    """Bring an earlier read up to date; None where Xero's count does not prove that it is complete."""
    if kept.incomplete_because:
        return None
    narrator.look_for_changes()
    known = {customer.id: customer for customer in kept.customers}
    for _ in range(_ROUNDS):
        began = source.stopwatch()
        changed = await source.changed_since(kept.since)
        since = began() - MARGIN
        known |= {customer.id: customer for customer in changed}
        counted = await source.count_customers()
        if counted == len(known):
            narrator.expect(len(changed))
            narrator.read_page(len(changed))
            narrator.enter(Stage.DONE)
            return XeroRead(since=since, customers=_sorted(known), organisation=kept.organisation)
        if counted is None or counted < len(known):
            return None
    return None


class _Reading:
    """The pages of one run, and what is known from them."""

    def __init__(self, source: Xero, narrator: Narrator, log: PageLog) -> None:
        self._source = source
        self._narrator = narrator
        self._log = log
        self._began = source.stopwatch()
        self.since = self._began()
        """From when on changes are looked for, by Xero's clock."""
        self._pages: dict[int, CustomersPage] = {}
        self.known: dict[CustomerId, Customer] = {}

    async def first_page(self) -> CustomersPage:
        """Take up the log's pages, and read the first one that is missing: it tells what Xero counts now."""
        self._narrator.enter(Stage.CUSTOMERS)
        self._take_up(self._log.noted(_LIST))
        page = await self._source.page(self._first_to_read)
        if self._pages and (page.total is None or page.total < self._counted):
            self.forget()  # customers have left the list, which they never do
            page = page if page.number == 1 else await self._source.page(1)
        self._begin()
        self._arrived(page)
        return page

    async def many_at_once(self, first: CustomersPage) -> None:
        """Read the other missing pages, then again those before which rows may be missing."""
        if first.pages is None:
            if not first.is_last:
                await self._follow(after=first.number)
            return
        missing = [number for number in range(1, first.pages + 1) if number not in self._pages]
        self._source.demand_of_day(len(missing) + _BESIDE_PAGES)
        await self._read(missing)
        await self._mend()

    async def one_by_one(self) -> None:
        """Read every page after the one before it."""
        self._narrator.enter(Stage.CUSTOMERS)
        await self._follow(after=0)

    async def catch_up(self) -> str:
        """Add what changed since the read began; return what is wrong with the result, or nothing."""
        self._narrator.enter(Stage.CATCHING_UP)
        is_whole = self._is_whole_by_count
        new = self._learn(await self._source.changed_since(self.since))
        if not is_whole and not self._is_gapless:
            return "The pages of customers that Xero sent overlap, or leave gaps"
        if all(page.total is None for page in self._pages.values()):
            return ""
        return "" if is_whole and not new else await self._difference()

    def forget(self) -> None:
        """Begin anew."""
        self._narrator.read_again(len(self.known))
        self._log.forget(_LIST)
        self._pages, self.known = {}, {}

    async def _difference(self) -> str:
        """Compare with Xero's count until it holds; customers may be added between changes and count.

        Fewer than were counted before the changes prove that some are missing. Where one is added every time,
        more than were counted before are proof enough of the contrary, since the pages leave no gap.
        """
        counted, grew = self._counted, False
        for _ in range(_ROUNDS):
            if len(self.known) < counted:
                return self._short_of(counted)
            grew = grew or len(self.known) > counted
            counted = await self._source.count_customers() or 0
            if counted <= len(self.known):
                return "" if counted == len(self.known) else self._short_of(counted)
            self._learn(await self._source.changed_since(self.since))
        return "" if grew and len(self.known) >= counted else self._short_of(counted)

    def _short_of(self, counted: int) -> str:
        return f"Xero counted {counted:,} customers, but {len(self.known):,} arrived"

    @property
    def _counted(self) -> int:
        """How many customers Xero counted for the latest page."""
        return max((page.total or 0 for page in self._pages.values()), default=0)

    @property
    def _first_to_read(self) -> int:
        """The first page that is not here; the last one where all are, to see what Xero counts now."""
        pages = max(1, _pages_of(self._counted))
        return next((number for number in range(1, pages + 1) if number not in self._pages), pages)

    @property
    def _is_whole_by_count(self) -> bool:
        """Whether the pages hold as many customers as Xero counted for each of them: then in any order."""
        return {page.total for page in self._pages.values()} == {len(self.known)}

    @property
    def _is_gapless(self) -> bool:
        pages = [self._pages[number] for number in sorted(self._pages)]
        return stale_page(pages) is None and are_in_order(pages)

    def _begin(self) -> None:
        """Note when this run began, unless it goes on with another one; Xero has told its time by now."""
        since = self._log.since(Side.XERO)
        if since is None:
            since = self._began() - MARGIN
            self._log.begin(Side.XERO, since)
        self.since = since

    def _take_up(self, noted: Sequence[NotedPage[object]]) -> None:
        """Count the pages of an interrupted run as read; those without a count prove nothing."""
        for page in noted:
            if page.up_to is not None:
                items = cast("tuple[Customer, ...]", page.items)  # noted below, and nowhere else
                self._keep(_page_again(page, items, page.up_to))

    async def _read(self, numbers: Iterable[int]) -> None:
        """Read pages, as many at once as Xero allows."""
        left = iter(numbers)

        async def work() -> None:
            for number in left:
                self._arrived(await self._source.page(number))

        async with together() as group:
            for _ in range(AT_ONCE):
                group.create_task(work())

    async def _follow(self, *, after: int) -> None:
        async for page in self._source.customers(after=after):
            self._arrived(page)
            if page.pages is not None:
                self._source.demand_of_day(page.pages - page.number + 1)

    async def _mend(self) -> None:
        """Read again, in their order, the pages that were made too early, and those added at the end."""
        for _ in range(2 * len(self._pages) + _SPARE):
            number = self._next_to_mend()
            if number is None:
                return
            page = await self._source.page(number)
            self._arrived(page)
            if (page.total or 0) < self._counted:
                return  # customers have left the list: only a new read can tell

    def _next_to_mend(self) -> int | None:
        pages = [self._pages[number] for number in sorted(self._pages)]
        stale = stale_page(pages)
        if stale is not None:
            return stale
        last = pages[-1]
        return last.number + 1 if not last.is_last else None

    def _arrived(self, page: CustomersPage) -> None:
        self._log.note(_LIST, NotedPage(after=page.number, up_to=page.total, items=page.items))
        self._keep(page)

    def _keep(self, page: CustomersPage) -> None:
        self._pages[page.number] = page
        if page.total is not None:
            self._narrator.expect(self._counted)
        self._learn(page.items)

    def _learn(self, customers: Iterable[Customer]) -> int:
        """Add customers, the newest version of each; return how many of them are new."""
        before = len(self.known)
        self.known |= {customer.id: customer for customer in customers}
        new = len(self.known) - before
        self._narrator.read_page(new)
        return new


def _page_again(noted: NotedPage[object], items: tuple[Customer, ...], total: int) -> CustomersPage:
    return CustomersPage(items=items, total=total, number=noted.after, pages=_pages_of(total))


def _pages_of(total: int) -> int:
    return -(-total // PAGE_SIZE)


def _sorted(known: Mapping[CustomerId, Customer]) -> tuple[Customer, ...]:
    """Return customers in an order of their own, so that a refresh has the same one as a full read."""
    return tuple(known[key] for key in sorted(known))
