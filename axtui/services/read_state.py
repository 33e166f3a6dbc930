"""What a later read must know of an earlier one in order to ask for changes only."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from axtui.core.models import Company, Contact, Customer, Snapshot, TenantFacts

MARGIN: Final = timedelta(minutes=2)
"""How far before its beginning a read counts as begun, for clocks and dates that are not exact."""
FULL_READ_EVERY: Final = timedelta(hours=24)
"""Not every change is told by a date, so everything is read again at least this often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AutotaskRead:
    """One complete look at Autotask."""

    since: datetime
    """Autotask's clock when the read began: from here on the next read looks for changes."""
    companies: tuple[Company, ...]
    contacts: tuple[Contact, ...]
    other_companies: frozenset[int]
    """Ids that the server counts as well, and that do not belong in the report."""
    other_contacts: frozenset[int]
    """Ids of the tenant's contacts at companies outside the report."""
    facts: TenantFacts
    incomplete_because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class XeroRead:
    """One complete look at Xero."""

    since: datetime
    """Xero's clock when the read began."""
    customers: tuple[Customer, ...]
    organisation: str
    incomplete_because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadState:
    """What is kept beside a snapshot for the next refresh."""

    fingerprint: str
    """Of the tenants and of what is read of them; under another one everything is read anew."""
    full_at: datetime
    """When everything was last read, by our clock."""
    autotask_since: datetime
    xero_since: datetime
    other_companies: frozenset[int]
    other_contacts: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The last read of a profile."""

    snapshot: Snapshot
    state: ReadState | None
    """None where the read cannot be built on: it is incomplete."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """A complete read that a later one can bring up to date."""

    autotask: AutotaskRead
    xero: XeroRead
    full_at: datetime


def base_of(snapshot: Snapshot, state: ReadState) -> Base:
    """Return both sides of a kept read as they were read."""
    return Base(
        autotask=AutotaskRead(
            since=state.autotask_since,
            companies=snapshot.companies,
            contacts=snapshot.contacts,
            other_companies=state.other_companies,
            other_contacts=state.other_contacts,
            facts=snapshot.facts,
        ),
        xero=XeroRead(
            since=state.xero_since, customers=snapshot.customers, organisation=snapshot.facts.organisation
        ),
        full_at=state.full_at,
    )
