"""Autotask read completely, page by page and resumable, or brought up to date by what has changed.

Companies and contacts are read at the same time, each by several walks over its ids. Pages arrive while the
tenant is at work, so what changed since the start is asked for afterwards, and only a list that then has as
many records as the server counts is called complete.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from axtui.core.errors import Side
from axtui.core.models import Company, Contact
from axtui.core.progress import Stage
from axtui.core.run_cost import RunCost
from axtui.services.autotask_known import Known, as_read
from axtui.services.autotask_lists import ListRead
from axtui.services.narrator import Narrator
from axtui.services.page_log import ListName, PageLog
from axtui.services.read_state import MARGIN, AutotaskRead
from axtui.services.together import together
from axtui.sources.autotask import Autotask
from axtui.sources.autotask_answers import hour_used_up
from axtui.sources.autotask_facts import CompanyScope, Threshold
from axtui.sources.autotask_listing import Standing
from axtui.sources.autotask_udfs import Udf

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
            source.go_on()
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
    narrator.look_for_changes()
    changes = await _changes(source, kept.since)
    if changes.companies is None or changes.contacts is None or not _is_as_before(changes.udf, source, kept):
        return None
    companies = Known(kept.companies, kept.other_companies)
    contacts = Known(kept.contacts, kept.other_contacts)
    companies.change(changes.companies)
    contacts.change(changes.contacts)
    theirs = await source.contacts_of(companies.items.keys() - {one.id for one in kept.companies})
    if theirs is None:
        return None
    contacts.keep(theirs)
    if (len(companies), len(contacts)) != changes.counts:
        return None
    narrator.expect(len(changes.companies) + len(changes.contacts))
    narrator.read_page(len(changes.companies) + len(changes.contacts))
    narrator.enter(Stage.DONE)
    facts = replace(kept.facts, zone_url=str(source.zone.base), web_url=source.zone.web_url)
    return as_read(companies, contacts, since=since, facts=facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Changes:
    """What has changed since an earlier read, beside how many records the server counts now."""

    udf: Udf
    companies: tuple[Standing[Company], ...] | None
    contacts: tuple[Standing[Contact], ...] | None
    counts: tuple[int, int]


async def _changes(source: Autotask, since: datetime) -> _Changes:
    """Ask for both lists, and whether the contact UDF is still right, at once."""
    companies, contacts = source.companies_of(await source.scope(was_checked=True)), source.all_contacts()
    async with together() as group:
        group.create_task(_hour(source))
        udf = group.create_task(source.usable_contact_udf())
        company_changes = group.create_task(companies.changed_since(since))
        contact_changes = group.create_task(contacts.changed_since(since))
        company_count = group.create_task(companies.count())
        contact_count = group.create_task(contacts.count())
    return _Changes(
        udf=udf.result(),
        companies=company_changes.result(),
        contacts=contact_changes.result(),
        counts=(company_count.result(), contact_count.result()),
    )


def _is_as_before(udf: Udf, source: Autotask, kept: AutotaskRead) -> bool:
    """Say whether the contact UDF still means what it meant."""
    facts = kept.facts
    return (udf.name, source.contact_value(udf), udf.values) == (
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
        self.companies: ListRead[Company] = ListRead(
            ListName.COMPANIES, source.companies_of(found.scope), narrator, log, counted=found.companies
        )
        self.contacts: ListRead[Contact] = ListRead(
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
        for is_last in (False, True):
            self._narrator.enter(Stage.CATCHING_UP)
            differing = await self._caught_up()
            if any(one.can_catch_up and one.is_short for one in differing):
                differing = await self._caught_up()
            if not differing or is_last:
                break
            await self._read_again(differing)
        return tuple(one.missing() for one in differing)

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


_AnyList = ListRead[Company] | ListRead[Contact]
