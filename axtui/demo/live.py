"""Tenants that change while they are read: a layer of changes over the invented data, which never changes.

    live.companies.change(29_683_501, name="Renamed Ltd")
    live.contacts.delete(30_682_900)            # leaves no trace but the count
    live.customers.insert(Customer(name="New"))

Every change but a deletion stamps the record with the server's time, as both vendors do. Any thread may read
and change.
"""

from abc import ABC, abstractmethod
from bisect import bisect_left, insort
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from operator import itemgetter
from threading import RLock
from typing import Any, Final, Generic, TypeVar

from axtui.demo import times
from axtui.demo.data import Tenant
from axtui.demo.records import Company, Contact, Customer, Status
from axtui.demo.words import scatter

Key = TypeVar("Key", int, str)
Row = TypeVar("Row", Company, Contact, Customer)

_time_of: Final = itemgetter(0)


class Table(ABC, Generic[Key, Row]):
    """The records of one kind, by rising id."""

    def __init__(self, ids: list[Key], *, lock: RLock, now: Callable[[], int]) -> None:
        self._ids: list[Key] = ids
        self._lock = lock
        self._now = now
        self._own: dict[Key, Row] = {}
        self._by_time: list[tuple[int, Key]] = []
        self._journal: list[Key] = []
        self._memory: dict[object, dict[Key, Any]] = {}

    @property
    def ids(self) -> Sequence[Key]:
        """Every id there is, rising; not to be changed."""
        return self._ids

    @property
    def journal(self) -> Sequence[Key]:
        """The id of every change so far, in their order: whoever keeps results reads on from where it was."""
        return self._journal

    def __len__(self) -> int:
        return len(self._ids)

    def all(self) -> tuple[Row, ...]:
        """Return every record as it is now."""
        with self._lock:
            return tuple(map(self.row, self._ids))

    def get(self, key: Key) -> Row | None:
        """Return the record with an id, or None where there is none."""
        with self._lock:
            return self.row(key) if self._has(key) else None

    def row(self, key: Key) -> Row:
        """Return the record with an id that is known to be there."""
        own = self._own.get(key)
        return self._made(key) if own is None else own

    def memory(self, name: object) -> dict[Key, Any]:
        """Return a memory by id for whoever makes something of records; it forgets what changes."""
        if len(self._memory) > _MOST_MEMORIES:
            self._memory.clear()
        return self._memory.setdefault(name, {})

    def changed_since(self, moment: int) -> list[Key]:
        """Return the ids of what was last modified at a time (in milliseconds) or later, rising."""
        with self._lock:
            if moment <= times.LATEST_MADE:
                return [key for key in self._ids if self._modified(self.row(key)) >= moment]
            first = bisect_left(self._by_time, moment, key=_time_of)
            return sorted(key for _time, key in self._by_time[first:])

    def change(self, key: Key, **fields: Any) -> Row:
        """Give a record new values, and return it."""
        with self._lock:
            if not self._has(key):
                raise KeyError(key)
            return self._put(key, self._touched(replace(self.row(key), **fields), self._now()))

    def archive(self, key: Key) -> Row:
        """Make a record inactive, in the way of its kind."""
        return self.change(key, **self._archived())

    def insert(self, row: Row) -> Row:
        """Add a record under a new id, and return it."""
        with self._lock:
            key = self._next_key()
            insort(self._ids, key)
            return self._put(key, self._fresh(row, key, self._now()))

    def delete(self, key: Key) -> None:
        """Take a record away for good."""
        with self._lock:
            if not self._has(key):
                raise KeyError(key)
            del self._ids[bisect_left(self._ids, key)]
            self._forget(key)
            self._journal.append(key)

    def _put(self, key: Key, row: Row) -> Row:
        self._forget(key)
        self._own[key] = row
        insort(self._by_time, (self._modified(row), key))
        self._journal.append(key)
        return row

    def _forget(self, key: Key) -> None:
        own = self._own.pop(key, None)
        if own is not None:
            del self._by_time[bisect_left(self._by_time, (self._modified(own), key))]
        for memory in self._memory.values():
            memory.pop(key, None)

    def _has(self, key: Key) -> bool:
        at = bisect_left(self._ids, key)
        return at < len(self._ids) and self._ids[at] == key

    @abstractmethod
    def _made(self, key: Key) -> Row:
        """Return the record as it was invented."""

    @abstractmethod
    def _modified(self, row: Row) -> int:
        """Return when a record was last modified, in milliseconds."""

    @abstractmethod
    def _touched(self, row: Row, now: int) -> Row:
        """Return the record with its time of change."""

    @abstractmethod
    def _fresh(self, row: Row, key: Key, now: int) -> Row:
        """Return a new record with its id and times."""

    @abstractmethod
    def _next_key(self) -> Key:
        """Return an id that nothing has or ever had."""

    @abstractmethod
    def _archived(self) -> dict[str, object]:
        """Return the values that make a record inactive."""


_MOST_MEMORIES: Final = 12


class Companies(Table[int, Company]):
    """The companies of the Autotask tenant."""

    def __init__(self, tenant: Tenant, *, lock: RLock, now: Callable[[], int]) -> None:
        super().__init__(tenant.company_ids(), lock=lock, now=now)
        self._tenant = tenant
        self._last = self._ids[-1]

    def _made(self, key: int) -> Company:
        return self._tenant.companies[self._tenant.company_place_from(key)]

    def _modified(self, row: Company) -> int:
        return times.company_modified(row)

    def _touched(self, row: Company, now: int) -> Company:
        return replace(row, modified=now)

    def _fresh(self, row: Company, key: int, now: int) -> Company:
        return replace(row, id=key, created=now, modified=now)

    def _next_key(self) -> int:
        self._last += 2
        return self._last

    def _archived(self) -> dict[str, object]:
        return {"is_active": False}


class Contacts(Table[int, Contact]):
    """The contacts of the Autotask tenant; `company_id` says whose a new one is and stays as it is."""

    def __init__(self, tenant: Tenant, *, lock: RLock, now: Callable[[], int]) -> None:
        super().__init__(tenant.contact_ids(), lock=lock, now=now)
        self._tenant = tenant
        self._last = self._ids[-1]
        self._inserted: dict[int, list[int]] = {}

    def owned_by(self, company_id: int) -> list[int]:
        """Return the ids of a company's contacts, rising."""
        made = map(self._tenant.contact_id_at, self._tenant.contact_places_of(company_id))
        return [key for key in (*made, *self._inserted.get(company_id, ())) if self._has(key)]

    def _made(self, key: int) -> Contact:
        return self._tenant.contacts[self._tenant.contact_place_from(key)]

    def _modified(self, row: Contact) -> int:
        return times.contact_modified(row)

    def _touched(self, row: Contact, now: int) -> Contact:
        return replace(row, modified=now)

    def _fresh(self, row: Contact, key: int, now: int) -> Contact:
        self._inserted.setdefault(row.company_id, []).append(key)
        return replace(row, id=key, created=now, modified=now)

    def _next_key(self) -> int:
        self._last += 2
        return self._last

    def _archived(self) -> dict[str, object]:
        return {"is_active": 0}


class Customers(Table[str, Customer]):
    """The contacts of the Xero organisation."""

    def __init__(self, tenant: Tenant, *, lock: RLock, now: Callable[[], int]) -> None:
        super().__init__(tenant.customer_ids(), lock=lock, now=now)
        self._tenant = tenant
        self._given = 0

    def _made(self, key: str) -> Customer:
        made = self._tenant.customer_with(key)
        if made is None:
            raise KeyError(key)
        return made

    def _modified(self, row: Customer) -> int:
        return row.updated

    def _touched(self, row: Customer, now: int) -> Customer:
        return replace(row, updated=now)

    def _fresh(self, row: Customer, key: str, now: int) -> Customer:
        return replace(row, id=key, updated=now)

    def _next_key(self) -> str:
        """Return a guid that may stand anywhere among the others."""
        self._given += 1
        high, low = scatter(-self._given), scatter(self._given)
        return f"{high:08x}-{low >> 16:04x}-4fff-bfff-{self._given:012x}"

    def _archived(self) -> dict[str, object]:
        return {"status": Status.ARCHIVED}


class LiveTenant:
    """Both sides of the imitation as they are at this moment."""

    def __init__(self, tenant: Callable[[], Tenant], *, clock: Callable[[], float]) -> None:
        self._tenant = tenant
        self._clock = clock
        self.lock = RLock()
        """Held by whoever wants several looks or changes to count as one."""

    def _now(self) -> int:
        return int(self._clock() * 1_000)

    @cached_property
    def companies(self) -> Companies:
        """The companies, the own organisation included."""
        return Companies(self._tenant(), lock=self.lock, now=self._now)

    @cached_property
    def contacts(self) -> Contacts:
        """The contacts of every company."""
        return Contacts(self._tenant(), lock=self.lock, now=self._now)

    @cached_property
    def customers(self) -> Customers:
        """The Xero contacts, archived ones included."""
        return Customers(self._tenant(), lock=self.lock, now=self._now)
