"""What is known of one Autotask list, and what changes make of it: no requests, no clock."""

from collections.abc import Iterable
from datetime import datetime
from typing import Generic, TypeVar

from axtui.core.models import Company, Contact, TenantFacts
from axtui.services.read_state import AutotaskRead
from axtui.sources.autotask_listing import Standing
from axtui.sources.autotask_paging import Identified

T = TypeVar("T", bound=Identified)


class Known(Generic[T]):
    """The records of the report by id, and the ids of the others that the server counts as well."""

    def __init__(self, items: Iterable[T] = (), others: Iterable[int] = ()) -> None:
        self.items: dict[int, T] = {item.id: item for item in items}
        self.others = set(others)

    def __len__(self) -> int:
        """Return how many records there are by the server's way of counting."""
        return len(self.items) + len(self.others)

    def keep(self, items: Iterable[T], others: Iterable[int] = ()) -> int:
        """Take in what has arrived, the newest of each; return how many were not known before."""
        before = len(self)
        for item in items:
            self.others.discard(item.id)
            self.items[item.id] = item
        for record_id in others:
            self.items.pop(record_id, None)
            self.others.add(record_id)
        return len(self) - before

    def change(self, changes: Iterable[Standing[T]]) -> None:
        """Let records enter, leave and become others, as they stand now."""
        for one in changes:
            self.items.pop(one.id, None)
            self.others.discard(one.id)
            if one.value is not None:
                self.items[one.id] = one.value
            elif one.is_counted:
                self.others.add(one.id)

    def clear(self) -> None:
        """Forget everything."""
        self.items.clear()
        self.others.clear()


def as_read(
    companies: Known[Company],
    contacts: Known[Contact],
    *,
    since: datetime,
    facts: TenantFacts,
    incomplete_because: tuple[str, ...] = (),
) -> AutotaskRead:
    """Return the read, by rising ids; of contacts whose company is not in the report only the id is kept."""
    ours = [one for one in contacts.items.values() if one.company_id in companies.items]
    elsewhere = contacts.items.keys() - {one.id for one in ours}
    return AutotaskRead(
        since=since,
        companies=tuple(sorted(companies.items.values(), key=lambda company: company.id)),
        contacts=tuple(sorted(ours, key=lambda contact: contact.id)),
        other_companies=frozenset(companies.others),
        other_contacts=frozenset(contacts.others | elsewhere),
        facts=facts,
        incomplete_because=incomplete_because,
    )
