"""Everything that is known of each company of a snapshot when its note is decided, under any match rule.

The report and the comparison of rules both begin here, so that they cannot disagree.
"""

import functools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import Final

from axtui.core.matching import CustomerIndex, Match, MatchRule
from axtui.core.models import (
    Company,
    CompanyId,
    Contact,
    CustomerId,
    CustomerStatus,
    Snapshot,
)
from axtui.core.verdict import Case, Measures, is_excluded, link_values

_id_of: Final = attrgetter("id")


class Cases:
    """A snapshot's records, put in order once; the order of reading does not matter."""

    def __init__(self, snapshot: Snapshot, *, sole_contact_is_enough: bool) -> None:
        self.companies = sorted(snapshot.companies, key=_id_of)
        """In the sequence of their ids, as the customers are."""
        self.customers = sorted(snapshot.customers, key=_id_of)
        self.contacts_of = _contacts_by_company(self.companies, snapshot.contacts)
        """Every contact of a company, active or not; companies without one are left out."""
        self._measures = Measures(
            link_values=link_values(snapshot.facts),
            limits=snapshot.facts.limits,
            sole_contact_is_enough=sole_contact_is_enough,
        )

    def under(self, rule: MatchRule) -> Iterator[Case]:
        """Yield the case of each company in turn; all of them are matched before the first one comes."""
        matches = self._matches(rule)
        sharing = _sharing(zip(self.companies, matches, strict=True))
        for company, match in zip(self.companies, matches, strict=True):
            yield Case.of(
                company,
                match,
                sharing=sharing(match),
                contacts=self.contacts_of.get(company.id, ()),
                measures=self._measures,
            )

    def _matches(self, rule: MatchRule) -> list[Match]:
        active = (customer for customer in self.customers if customer.status is CustomerStatus.ACTIVE)
        index = CustomerIndex(active, rule)
        return [index.find(company) for company in self.companies]


def _sharing(matched: Iterable[tuple[Company, Match]]) -> Callable[[Match], tuple[Company, ...]]:
    """Return what tells which companies, excluded ones aside, match a customer of the match, if several do.

    The companies come in the sequence of their ids. All that found the same customers get the same tuple:
    a name that a thousand companies have would otherwise be a million entries.
    """
    first: dict[CustomerId, Company] = {}
    matched_by: dict[CustomerId, list[Company]] = {}
    for company, match in matched:
        if not is_excluded(company):
            for customer in match.customers:
                earlier = first.setdefault(customer.id, company)
                if earlier is not company:
                    matched_by.setdefault(customer.id, [earlier]).append(company)

    @functools.cache
    def matching_one_of(customers: tuple[CustomerId, ...]) -> tuple[Company, ...]:
        found = {company.id: company for customer in customers for company in matched_by.get(customer, ())}
        return tuple(found[key] for key in sorted(found))

    def sharing(match: Match) -> tuple[Company, ...]:
        for customer in match.customers:
            if customer.id in matched_by:
                return matching_one_of(tuple(each.id for each in match.customers))
        return ()

    return sharing


def _contacts_by_company(
    companies: Iterable[Company], contacts: Iterable[Contact]
) -> dict[CompanyId, tuple[Contact, ...]]:
    known = {company.id for company in companies}
    found: defaultdict[CompanyId, list[Contact]] = defaultdict(list)
    for contact in sorted(contacts, key=_id_of):
        if contact.company_id in known:
            found[contact.company_id].append(contact)
    return {company: tuple(theirs) for company, theirs in found.items()}
