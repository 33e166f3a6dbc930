"""The read of both systems at once, into one snapshot that says of itself whether it is complete."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Generic, TypeVar

from axtui.core.errors import Side
from axtui.core.models import Company, Contact, Customer, FetchedAt, Snapshot, TenantFacts
from axtui.core.progress import Progress, Stage
from axtui.services.config import Profile
from axtui.services.narrator import Narrator
from axtui.services.page_log import PageLog
from axtui.services.read_state import Kept
from axtui.services.run_wishes import RunWishes
from axtui.services.sides import OpenLine, autotask_settings, opened, xero_source
from axtui.services.surroundings import Surroundings
from axtui.services.together import together
from axtui.sources.autotask import Autotask, zone_of
from axtui.sources.autotask_facts import CompanyScope
from axtui.sources.pages import Page

T = TypeVar("T")

_READS: Final = 2
"""How often a list is read whose length is not what the server counted, before it is called incomplete."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _AutotaskRead:
    began: datetime
    companies: tuple[Company, ...]
    contacts: tuple[Contact, ...]
    facts: TenantFacts
    incomplete_because: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _XeroRead:
    began: datetime
    customers: tuple[Customer, ...]
    organisation: str
    incomplete_because: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a run reads, and how: in full, or the changes since an earlier read."""

    profile: Profile
    fingerprint: str
    wishes: RunWishes
    base: Kept | None
    """The read that is brought up to date; None for a full one."""
    log: Callable[[], Awaitable[PageLog]]
    """Gives the log of pages, which only a full read needs; the same one at every call."""
    on_notice: Callable[[str], None]
    """Hears sentences about how the run goes."""


async def fetch(
    reading: Reading, *, surroundings: Surroundings, ca_file: str, on_progress: Callable[[Progress], None]
) -> Kept:
    """Read both sides at once; when one fails, cancel the other and raise the failure's own error."""
    profile = reading.profile
    async with opened(surroundings, ca_file=ca_file) as line, together() as group:
        run = _Reading(profile, surroundings, line, on_progress)
        autotask_task = group.create_task(run.autotask())
        xero_task = group.create_task(run.xero())
    autotask, xero = autotask_task.result(), xero_task.result()
    snapshot = Snapshot(
        profile=profile.name,
        fetched_at=FetchedAt(autotask=autotask.began, xero=xero.began),
        companies=autotask.companies,
        contacts=autotask.contacts,
        customers=xero.customers,
        facts=replace(autotask.facts, organisation=xero.organisation),
        incomplete_because=autotask.incomplete_because + xero.incomplete_because,
    )
    return Kept(snapshot=snapshot, state=None)


class _Reading:
    """One run over both sides."""

    def __init__(
        self,
        profile: Profile,
        surroundings: Surroundings,
        line: OpenLine,
        on_progress: Callable[[Progress], None],
    ) -> None:
        self._profile = profile
        self._surroundings = surroundings
        self._line = line
        self._on_progress = on_progress

    async def autotask(self) -> _AutotaskRead:
        """Read the companies of the report, their contacts, and what Autotask says of itself."""
        began, narrator = self._surroundings.now(), self._narrator(Side.AUTOTASK)
        settings = await autotask_settings(self._profile, self._surroundings.env)
        line = self._line(Side.AUTOTASK, narrator.heard_wait)
        zone = await zone_of(settings, line)
        source = Autotask(settings, line, zone)
        await source.probe()
        narrator.enter(Stage.COUNTING)
        async with together() as group:
            facts = group.create_task(source.facts(zone))
            scope = group.create_task(source.scope())
        companies, contacts = await self._records(source, scope.result(), narrator)
        narrator.enter(Stage.DONE)
        return _AutotaskRead(
            began=began,
            companies=companies.items,
            contacts=contacts.items,
            facts=facts.result(),
            incomplete_because=companies.missing + contacts.missing,
        )

    async def _records(
        self, source: Autotask, scope: CompanyScope, narrator: Narrator
    ) -> tuple["_List[Company]", "_List[Contact]"]:
        async with together() as group:
            company_count = group.create_task(source.count_companies(scope.types))
            contact_count = group.create_task(source.count_contacts())
        narrator.expect(company_count.result() + contact_count.result())
        narrator.enter(Stage.COMPANIES)
        companies = await _read_completely(
            lambda expected: source.companies(scope, expected=expected),
            counted=company_count.result(),
            count=lambda: source.count_companies(scope.types),
            narrator=narrator,
            what="companies",
        )
        ids = {company.id for company in companies.items}
        if not ids:
            return companies, _List(items=())
        narrator.enter(Stage.CONTACTS)
        contacts = await _read_completely(
            lambda expected: source.contacts(expected=expected),
            counted=contact_count.result(),
            count=source.count_contacts,
            keep=lambda contact: contact.company_id in ids,
            narrator=narrator,
            what="contacts",
        )
        return companies, contacts

    async def xero(self) -> _XeroRead:
        """Read all customers and the organisation's name."""
        began, narrator = self._surroundings.now(), self._narrator(Side.XERO)
        line = self._line(Side.XERO, narrator.heard_wait)
        source = await xero_source(self._profile, line, self._surroundings)
        organisation = await source.organisation()
        narrator.enter(Stage.CUSTOMERS)
        customers = await _read_completely(lambda _: source.customers(), narrator=narrator, what="customers")
        narrator.enter(Stage.DONE)
        return _XeroRead(
            began=began,
            customers=customers.items,
            organisation=organisation,
            incomplete_because=customers.missing,
        )

    def _narrator(self, side: Side) -> Narrator:
        return Narrator(side, monotonic=self._surroundings.monotonic, on_progress=self._on_progress)


@dataclass(frozen=True, slots=True, kw_only=True)
class _List(Generic[T]):
    items: tuple[T, ...]
    missing: tuple[str, ...] = ()
    """A sentence when more or less arrived than was counted."""


async def _read_completely(
    read: Callable[[int], AsyncIterator[Page[T]]],
    *,
    narrator: Narrator,
    what: str,
    counted: int = 0,
    count: Callable[[], Awaitable[int]] | None = None,
    keep: Callable[[T], bool] = lambda _: True,
) -> _List[T]:
    """Read all pages; where the number differs from the server's count, once more, and then say so.

    Autotask counts on request (`count`), before and after; Xero's count stands on each page.
    """
    reads_left = _READS
    while True:
        items: list[T] = []
        arrived, total = 0, None
        async for page in read(counted):
            items.extend(item for item in page.items if keep(item))
            arrived, total = arrived + page.read, page.total
            narrator.read_page(page.read)
            if count is None:
                narrator.expect(total)
        if count is not None:
            total = counted = await count()
        if total is None or arrived == total:
            return _List(items=tuple(items))
        reads_left -= 1
        if not reads_left:
            sentence = f"{narrator.side} counted {total:,} {what}, but {arrived:,} arrived, in two reads."
            return _List(items=tuple(items), missing=(sentence,))
        narrator.read_again(arrived)
