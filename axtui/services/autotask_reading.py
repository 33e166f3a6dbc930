"""Autotask read completely, page by page and resumable, or brought up to date by what has changed.

Companies and contacts are read at the same time, each by several walks over its ids. Pages arrive while the
tenant is at work, so what changed since the start is asked for afterwards, and only a list that then has as
many records as the server counts is called complete.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Generic, TypeVar, cast

from axtui.core.errors import Side
from axtui.core.models import Company, Contact
from axtui.core.progress import Stage
from axtui.core.run_cost import RunCost
from axtui.services.autotask_known import Known, as_read
from axtui.services.narrator import Narrator
from axtui.services.page_log import ListName, NotedPage, PageLog
from axtui.services.read_state import AutotaskRead
from axtui.services.together import together
from axtui.sources.autotask import Autotask
from axtui.sources.autotask_answers import hour_used_up
from axtui.sources.autotask_facts import CompanyScope, Threshold
from axtui.sources.autotask_listing import ListOf, ListPage
from axtui.sources.autotask_paging import Identified
from axtui.sources.autotask_query import PAGE_SIZE
from axtui.sources.autotask_ranges import Covered, Ranges, Stretch
from axtui.sources.autotask_udfs import Udf

T = TypeVar("T", bound=Identified)

MARGIN: Final = timedelta(minutes=2)
"""Changes are looked for from a little before the read began: clocks and their seconds are not exact."""
_REQUESTS_BESIDE_PAGES: Final = 12
"""Changes, counts, what is looked up on the way, and pages that are not full."""


async def read_autotask(
    source: Autotask,
    *,
    narrator: Narrator,
    log: PageLog,
    consent: Callable[[RunCost], Awaitable[None]],
) -> AutotaskRead:
    """Read everything that the log does not hold yet; `consent` hears beforehand what that costs."""
    since = log.since(Side.AUTOTASK)
    if since is None:
        since = source.now() - MARGIN
        log.begin(Side.AUTOTASK, since)
    narrator.enter(Stage.COUNTING)
    async with together() as group:
        udf_id = group.create_task(source.contact_udf_id())
        found = await _looked_around(source)
        limits = group.create_task(source.contact_limits())
        reading = _Reading(source, found, since=since, narrator=narrator, log=log)
        if found.hour is not None:
            await consent(reading.cost(found.hour))
        await reading.read()
        missing = await reading.settle()
    narrator.enter(Stage.DONE)
    facts = source.facts_of(found.udf, udf_id=udf_id.result(), limits=limits.result())
    return as_read(
        reading.companies.known, reading.contacts.known, since=since, facts=facts, incomplete_because=missing
    )


async def refresh_autotask(
    source: Autotask, *, kept: AutotaskRead, narrator: Narrator
) -> AutotaskRead | None:
    """Bring a read up to date; None where only a full read can tell what the tenant has now.

    Deleted records leave no trace but the count, so the counts must agree exactly afterwards.
    """
    if kept.incomplete_because:
        return None
    since = source.now() - MARGIN
    narrator.enter(Stage.CATCHING_UP)
    async with together() as group:
        scope = await source.scope(was_checked=True)
        company_list, contact_list = source.companies_of(scope), source.all_contacts()
        group.create_task(_hour(source))
        udf = group.create_task(source.contact_udf())
        company_changes = group.create_task(company_list.changed_since(kept.since))
        contact_changes = group.create_task(contact_list.changed_since(kept.since))
        company_count = group.create_task(company_list.count())
        contact_count = group.create_task(contact_list.count())
    changed_companies, changed_contacts = company_changes.result(), contact_changes.result()
    if changed_companies is None or changed_contacts is None:
        return None
    if not _is_as_before(udf.result(), source, kept):
        return None
    companies = Known(kept.companies, kept.other_companies)
    contacts = Known(kept.contacts, kept.other_contacts)
    companies.change(changed_companies)
    contacts.change(changed_contacts)
    narrator.expect(len(changed_companies) + len(changed_contacts))
    narrator.read_page(len(changed_companies) + len(changed_contacts))
    entered = companies.items.keys() - {company.id for company in kept.companies}
    theirs = await source.contacts_of(tuple(companies.items[each].id for each in sorted(entered)))
    if theirs is None:
        return None
    contacts.keep(theirs)
    if (len(companies), len(contacts)) != (company_count.result(), contact_count.result()):
        return None
    narrator.enter(Stage.DONE)
    facts = replace(kept.facts, zone_url=str(source.zone.base), web_url=source.zone.web_url)
    return as_read(companies, contacts, since=since, facts=facts)


def _is_as_before(udf: Udf, source: Autotask, kept: AutotaskRead) -> bool:
    """Say whether the contact UDF still means what it meant; what is wrong with it, a full read will say."""
    facts = kept.facts
    return not udf.unreadable and (udf.name, source.contact_value(udf), udf.values) == (
        facts.udf_name,
        facts.udf_value,
        facts.udf_values,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What the tenant says before anything is read."""

    hour: Threshold | None
    udf: Udf
    scope: CompanyScope
    companies: int
    contacts: int


async def _looked_around(source: Autotask) -> _Found:
    """Ask everything that must be known before anything is read, at once."""
    types = source.company_types()
    async with together() as group:
        hour = group.create_task(_hour(source))
        udf = group.create_task(source.usable_contact_udf())
        contacts = group.create_task(source.count_contacts())
        scope = group.create_task(source.scope())
        companies = group.create_task(source.count_companies(types))
    return _Found(
        hour=hour.result(),
        udf=udf.result(),
        scope=scope.result(),
        companies=companies.result(),
        contacts=contacts.result(),
    )


async def _hour(source: Autotask) -> Threshold | None:
    """Return what is used of the hour; where that is all of it, end the run before anything else is asked."""
    hour = await source.threshold()
    if hour is not None and hour.used >= hour.limit:
        raise hour_used_up(used=hour.used, limit=hour.limit, now=source.now())
    return hour


class _Reading:
    """Both lists of one run."""

    def __init__(
        self, source: Autotask, found: _Found, *, since: datetime, narrator: Narrator, log: PageLog
    ) -> None:
        self._since = since
        self._narrator = narrator
        self._lanes = source.lanes
        self.companies: _List[Company] = _List(
            ListName.COMPANIES, source.companies_of(found.scope), narrator, log, counted=found.companies
        )
        self.contacts: _List[Contact] = _List(
            ListName.CONTACTS, source.all_contacts(), narrator, log, counted=found.contacts
        )

    def cost(self, hour: Threshold) -> RunCost:
        """Return what the rest of the run takes of the tenant's hour."""
        pages = self.companies.pages_left() + self.contacts.pages_left()
        return RunCost(requests=pages + _REQUESTS_BESIDE_PAGES, used=hour.used, limit=hour.limit)

    async def read(self) -> None:
        """Read both lists at the same time; without companies no contact belongs anywhere."""
        narrator = self._narrator
        narrator.enter(Stage.COMPANIES)
        narrator.expect(sum(one.counted for one in self._wanted()))
        async with together() as group:
            contacts = [group.create_task(one.read()) for one in self._wanted()[1:]]
            await self.companies.read()
            if contacts and not contacts[0].done():
                narrator.enter(Stage.CONTACTS)

    async def settle(self) -> tuple[str, ...]:
        """Catch up with what changed meanwhile until the counts agree; say so where they do not."""
        for again in (True, False):
            self._narrator.enter(Stage.CATCHING_UP)
            differing = await self._caught_up()
            if any(one.can_catch_up and one.is_short for one in differing):
                differing = await self._caught_up()
            if not differing:
                break
            if again:
                await self._read_again(differing)
                continue
            return tuple(one.missing() for one in differing)
        return ()

    async def _caught_up(self) -> "list[_AnyList]":
        """Ask both lists for changes and counts at once; return the ones that differ from their count."""
        async with together() as group:
            for one in self._wanted():
                group.create_task(one.catch_up(self._since))
                group.create_task(one.count())
        return [one for one in self._wanted() if one.differs]

    async def _read_again(self, lists: "list[_AnyList]") -> None:
        async with together() as group:
            for one in lists:
                group.create_task(one.read_again())

    def _wanted(self) -> "list[_AnyList]":
        return [self.companies, self.contacts] if self.companies.counted else [self.companies]


class _List(Generic[T]):
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
        arrived = f"{len(self.known):,} arrived"
        return f"{self._narrator.side} counted {self.counted:,} {self._name}, but {arrived}, in two reads."

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


_AnyList = _List[Company] | _List[Contact]
