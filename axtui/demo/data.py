"""Invented data of any size: the same size always gives the same tenants, record for record.

A tenant mixes a cast of companies that each play a scenario with ordinary ones, adds companies that do not
belong in the report, and customers to whom no company belongs. From 120 companies on the whole cast is there.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from axtui.demo import ordinary
from axtui.demo.cast_hostile import CLOSING_TAG, HOSTILE_CAST
from axtui.demo.cast_link import LINK_CAST, NOT_FOUND_CAST
from axtui.demo.cast_no_match import NO_MATCH_CAST
from axtui.demo.cast_numbers import NUMBERS_CAST
from axtui.demo.cast_rules import FIRST_CAST, REST_CAST
from axtui.demo.ordinary import Role
from axtui.demo.records import OWN_ORGANISATION, Company, CompanyType, Contact, Customer
from axtui.demo.scenario import Scenario
from axtui.demo.tenant import Guids, RisingIds, Rows, Shares, Shuffle
from axtui.demo.words import scatter

LARGEST_SIZE: Final = 100_000
WHOLE_CAST_FROM: Final = 120
"""The smallest size at which every scenario is played."""

CAST: Final = tuple(
    scenario.numbered(f"S-{1001 + at}")
    for at, scenario in enumerate(
        (
            CLOSING_TAG,
            *FIRST_CAST,
            *NO_MATCH_CAST,
            *LINK_CAST,
            *NOT_FOUND_CAST,
            *REST_CAST,
            *NUMBERS_CAST,
            *HOSTILE_CAST,
        )
    )
)
_OWN_NAME: Final = "Axtui Demonstrations"
_GROUP: Final = 7
"""Six companies of the report, then one that does not belong there."""

_COMPANY_IDS: Final = RisingIds(29_683_500)
_CONTACT_IDS: Final = RisingIds(30_682_900)


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """Who plays which scenario."""

    company_id: int
    scenario: Scenario


def make_tenant(size: int, *, contacts: int | None = None, customers: int | None = None) -> "Tenant":
    """Return tenants with `size` companies that belong in the report: active, type Customer, id not 0.

    `contacts` counts the people at those companies, active or not (default: about three each); companies
    outside the report have one contact each on top. `customers` counts every Xero contact, archived ones
    included (default: three for two companies).
    """
    if not 1 <= size <= LARGEST_SIZE:
        raise ValueError(f"a tenant has 1 to {LARGEST_SIZE} companies, not {size}")
    return Tenant(_Plan(size), contacts=contacts, customers=customers)


class _Plan:
    """Who stands at which place of the report, and how many contacts and customers they bring at least."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.bystanders = size // (_GROUP - 1)
        self.roles = tuple(_played_roles(size))

    def scenario_at(self, place: int) -> Scenario | None:
        """Return the scenario that is played at a place, or None for an ordinary company."""
        return _scenario_at(place)

    def least_contacts(self, place: int) -> int:
        """Return how many contacts the company at a place has at least."""
        scenario = _scenario_at(place)
        return len(scenario.contacts) if scenario else ordinary.least_contacts(self.roles[place])

    def takes_more_contacts(self, place: int) -> bool:
        """Say whether the company at a place may be given further contacts."""
        return _scenario_at(place) is None and ordinary.takes_more_contacts(self.roles[place])

    def customers(self, place: int) -> int:
        """Return how many customers the company at a place has."""
        scenario = _scenario_at(place)
        return len(scenario.customers) if scenario else ordinary.own_customers(self.roles[place])


def _scenario_at(place: int) -> Scenario | None:
    """Two of three places belong to the cast until it is used up."""
    third, within = divmod(place, 3)
    at = 2 * third + within - 1
    return CAST[at] if within and at < len(CAST) else None


def _played_roles(size: int) -> Iterator[Role]:
    """Yield the role at each place; a name is shared only with an ordinary neighbour who is fine."""
    before = Role.NO_CUSTOMER
    for place in range(size):
        role = ordinary.drawn_role(place)
        if role is Role.SHARED and before is not Role.OK:
            role = Role.OK
        yield role
        before = role if _scenario_at(place) is None else Role.NO_CUSTOMER


def _contacts_per_place(plan: _Plan, wanted: int | None) -> list[int]:
    """Deal the contacts that are wanted beyond the least ones out evenly, with a little unevenness."""
    counts = [plan.least_contacts(place) for place in range(plan.size)]
    open_places = [place for place in range(plan.size) if plan.takes_more_contacts(place)]
    least = sum(counts)
    more = (max(3 * plan.size, least) if wanted is None else wanted) - least
    if more < 0:
        raise ValueError(f"{plan.size} companies need at least {least} contacts, not {wanted}")
    given = 0
    for at, place in enumerate(open_places, start=1):
        due = at * more // len(open_places)
        if at < len(open_places) and due > given:
            due -= scatter(at) & 1
        counts[place] += due - given
        given = due
    return counts


class Tenant:
    """Both sides of the imitation, in the sequence of their ids; records are made when looked at."""

    def __init__(self, plan: _Plan, *, contacts: int | None, customers: int | None) -> None:
        self._plan = plan
        self._contact_shares = self._dealt_contacts(_contacts_per_place(plan, contacts))
        self._customer_shares = Shares([plan.customers(place) for place in range(plan.size)])
        owned = self._customer_shares.total
        total = max((3 * plan.size + 1) // 2, owned) if customers is None else customers
        if total < owned:
            raise ValueError(f"{plan.size} companies need at least {owned} customers, not {total}")
        self._contact_order = Shuffle(self._contact_shares.total)
        self._customer_order = Shuffle(total)
        self._guids = Guids(total)
        self.companies = Rows(1 + plan.size + plan.bystanders, self._company_at)
        """Every company, the own organisation and those outside the report included, by rising id."""
        self.contacts = Rows(self._contact_shares.total, self._contact_at)
        """Every contact of every company, by rising id."""
        self.customers = Rows(total, self._customer_at)
        """Every Xero contact, archived ones included, by rising ContactID."""

    @property
    def size(self) -> int:
        """How many companies belong in the report."""
        return self._plan.size

    @property
    def cast(self) -> tuple[Played, ...]:
        """Return who plays which scenario in a tenant of this size."""
        return tuple(
            Played(company_id=_COMPANY_IDS.id_at(_place_in_tenant(place)), scenario=scenario)
            for place in range(min(self.size, WHOLE_CAST_FROM))
            if (scenario := _scenario_at(place))
        )

    def company_ids(self) -> list[int]:
        """Return the id of every company, rising."""
        return list(map(_company_id, range(len(self.companies))))

    def contact_ids(self) -> list[int]:
        """Return the id of every contact, rising."""
        return list(map(_CONTACT_IDS.id_at, range(len(self.contacts))))

    def customer_ids(self) -> list[str]:
        """Return the id of every customer, rising."""
        return list(map(self._guids.id_at, range(len(self.customers))))

    def contact_id_at(self, place: int) -> int:
        """Return the id of the contact at a place."""
        return _CONTACT_IDS.id_at(place)

    def company_place_from(self, least_id: int) -> int:
        """Return the place of the first company whose id is not below `least_id`."""
        return 0 if least_id <= OWN_ORGANISATION else max(1, _COMPANY_IDS.first_place_from(least_id))

    def contact_place_from(self, least_id: int) -> int:
        """Return the place of the first contact whose id is not below `least_id`."""
        return _CONTACT_IDS.first_place_from(least_id)

    def contact_places_of(self, company_id: int) -> list[int]:
        """Return the places of the contacts of a company."""
        place = self.company_place_from(company_id)
        if place >= len(self.companies) or _company_id(place) != company_id:
            return []
        return sorted(map(self._contact_order.place_of, self._contact_shares.items_of(place)))

    def customer_with(self, guid: str) -> Customer | None:
        """Return the customer with a ContactID."""
        place = self._guids.place_of(guid)
        return None if place is None else self.customers[place]

    def _dealt_contacts(self, per_place: list[int]) -> Shares:
        counts = [1] * (1 + self._plan.size + self._plan.bystanders)
        for place, count in enumerate(per_place):
            counts[_place_in_tenant(place)] = count
        return Shares(counts)

    def _company_at(self, place: int) -> Company:
        company_id = _company_id(place)
        if place == 0:
            return Company(id=company_id, name=_OWN_NAME, number="0", company_type=CompanyType.PARTNER)
        group, within = divmod(place - 1, _GROUP)
        first = group * (_GROUP - 1)
        if within == _GROUP - 1:
            return ordinary.bystander_company(group, company_id, namesake=self._report_name(first))
        return self._report_company(first + within, company_id)

    def _report_company(self, place: int, company_id: int) -> Company:
        if scenario := self._plan.scenario_at(place):
            return replace(scenario.company, id=company_id)
        return ordinary.company_of(place, company_id, self._plan.roles[place])

    def _report_name(self, place: int) -> str:
        return self._report_company(place, 0).name

    def _contact_at(self, place: int) -> Contact:
        contact_id = _CONTACT_IDS.id_at(place)
        owner, slot = self._contact_shares.owner_of(self._contact_order.item_at(place))
        company_id = _company_id(owner)
        group, within = divmod(owner - 1, _GROUP)
        if owner == 0 or within == _GROUP - 1:
            name = ordinary.bystander_name(group) if owner else _OWN_NAME
            return ordinary.bystander_contact(group, name, contact_id=contact_id, company_id=company_id)
        at = group * (_GROUP - 1) + within
        if scenario := self._plan.scenario_at(at):
            return replace(scenario.contacts[slot], id=contact_id, company_id=company_id)
        role = self._plan.roles[at]
        return ordinary.contact_of(at, slot, contact_id=contact_id, company_id=company_id, role=role)

    def _customer_at(self, place: int) -> Customer:
        guid = self._guids.id_at(place)
        item = self._customer_order.item_at(place)
        number = item - self._customer_shares.total
        if number >= 0:
            return ordinary.stranger(
                number,
                guid,
                bystanders=self._plan.bystanders,
                archived_namesake=lambda: self._report_name(scatter(number) % self.size),
            )
        at, slot = self._customer_shares.owner_of(item)
        if scenario := self._plan.scenario_at(at):
            return replace(
                scenario.customers[slot], id=guid, updated=ordinary.updated_at(scatter(at * 64 + slot))
            )
        return ordinary.customer_of(at, guid, self._plan.roles[at])


def _place_in_tenant(place: int) -> int:
    """Return where the company at a place of the report stands among all companies."""
    return 1 + place + place // (_GROUP - 1)


def _company_id(place: int) -> int:
    return OWN_ORGANISATION if place == 0 else _COMPANY_IDS.id_at(place)
