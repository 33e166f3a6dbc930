"""Tenants in motion: so many updates, inserts and archives after every page, the same for the same seed.

Each kind of record has draws of its own, so that changes of contacts are the same however many pages of
companies were asked for meanwhile.
"""

import random
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from axtui.demo.live import LiveTenant
from axtui.demo.records import Company, Contact, Customer
from axtui.demo.scenario import ACCOUNTS
from axtui.demo.words import company_name


class Listing(StrEnum):
    """The three lists whose pages people ask for."""

    COMPANIES = "companies"
    CONTACTS = "contacts"
    CUSTOMERS = "customers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Churn:
    """How much changes after a page; the usual figures are those of row E01."""

    seed: int = 1
    updates: int = 3
    inserts: int = 1
    archives: int = 1
    deletions: int = 0
    """Of Autotask's records; Xero has none, and archives so many more."""
    pages: int | None = None
    """Nothing changes any more after so many pages of each list; None never ends."""
    last_pages_too: bool = False
    """Also after a page that has no next one: then hardly any walk ends with what the server counts."""


class Churner:
    """Changes the tenants as a churn says; thread-safe as the tenants are."""

    def __init__(self, live: LiveTenant) -> None:
        self._live = live
        self._kinds: dict[Listing, _Kind] = {
            Listing.COMPANIES: _CompanyKind(live),
            Listing.CONTACTS: _ContactKind(live),
            Listing.CUSTOMERS: _CustomerKind(live),
        }
        self._draws: dict[Listing, random.Random] = {}
        self._pages: dict[Listing, int] = {}
        self._churn: Churn | None = None

    def begin(self, churn: Churn) -> None:
        """Let pages be followed by changes from now on, from the first draw of the seed."""
        with self._live.lock:
            self._churn = churn
            self._draws = {each: random.Random(f"{churn.seed} {each}") for each in Listing}  # noqa: S311  # no secret
            self._pages = dict.fromkeys(Listing, 0)

    def end(self) -> None:
        """Let the tenants be as they are."""
        with self._live.lock:
            self._churn = None

    def after_page(self, listing: Listing, *, is_last: bool) -> None:
        """Change what is due after a page of a list."""
        churn = self._churn
        if churn is None or (is_last and not churn.last_pages_too):
            return
        if churn.pages is not None and self._pages[listing] >= churn.pages:
            return
        self._pages[listing] += 1
        self.change(listing, churn, self._draws[listing])

    def change(self, listing: Listing, churn: Churn, draw: random.Random) -> None:
        """Change a list at once, by these figures."""
        kind = self._kinds[listing]
        for times, change in (
            (churn.updates, kind.update),
            (churn.inserts, kind.insert),
            (churn.archives, kind.archive),
            (churn.deletions, kind.delete),
        ):
            for _ in range(times):
                change(draw)


class _Kind(ABC):
    """What an update, an insert, an archive and a deletion are for one kind of record."""

    @abstractmethod
    def update(self, draw: random.Random) -> None:
        """Give some record a value that shows in a report."""

    @abstractmethod
    def insert(self, draw: random.Random) -> None:
        """Add a record."""

    @abstractmethod
    def archive(self, draw: random.Random) -> None:
        """Make some record inactive."""

    @abstractmethod
    def delete(self, draw: random.Random) -> None:
        """Take some record away."""


class _CompanyKind(_Kind):
    """Companies; the own organisation stays as it is (autotask-api.md section 9.1)."""

    def __init__(self, live: LiveTenant) -> None:
        self._live = live

    def _some(self, draw: random.Random) -> int:
        return _some_of(self._live.companies.ids, draw, least=1)

    def update(self, draw: random.Random) -> None:
        self._live.companies.change(self._some(draw), name=_name(draw), is_active=True)

    def insert(self, draw: random.Random) -> None:
        self._live.companies.insert(Company(name=_name(draw), number=f"N-{int(draw.random() * 10**6)}"))

    def archive(self, draw: random.Random) -> None:
        self._live.companies.archive(self._some(draw))

    def delete(self, draw: random.Random) -> None:
        self._live.companies.delete(self._some(draw))


class _ContactKind(_Kind):
    """Contacts; a new one belongs to any company, and a new value may be the link."""

    def __init__(self, live: LiveTenant) -> None:
        self._live = live

    def _some(self, draw: random.Random) -> int:
        return _some_of(self._live.contacts.ids, draw)

    def update(self, draw: random.Random) -> None:
        position = (None, ACCOUNTS, "Director")[int(draw.random() * 3)]
        self._live.contacts.change(self._some(draw), last_name=_name(draw), position=position)

    def insert(self, draw: random.Random) -> None:
        company_id = _some_of(self._live.companies.ids, draw)
        self._live.contacts.insert(Contact(company_id=company_id, first_name="New", last_name=_name(draw)))

    def archive(self, draw: random.Random) -> None:
        self._live.contacts.archive(self._some(draw))

    def delete(self, draw: random.Random) -> None:
        self._live.contacts.delete(self._some(draw))


class _CustomerKind(_Kind):
    """Xero's contacts, which nobody can delete: Xero archives them instead (xero-api.md section 3.4)."""

    def __init__(self, live: LiveTenant) -> None:
        self._live = live

    def _some(self, draw: random.Random) -> str:
        return _some_of(self._live.customers.ids, draw)

    def update(self, draw: random.Random) -> None:
        self._live.customers.change(self._some(draw), name=_name(draw))

    def insert(self, draw: random.Random) -> None:
        self._live.customers.insert(Customer(name=_name(draw)))

    def archive(self, draw: random.Random) -> None:
        self._live.customers.archive(self._some(draw))

    def delete(self, draw: random.Random) -> None:
        self.archive(draw)


Key = TypeVar("Key", int, str)


def _some_of(ids: Sequence[Key], draw: random.Random, *, least: int = 0) -> Key:
    """Return some id; always one draw, so that a list of another length does not change all that follows."""
    return ids[least + int(draw.random() * (len(ids) - least))]


def _name(draw: random.Random) -> str:
    return company_name(int(draw.random() * (1 << 20)))
