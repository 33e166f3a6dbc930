"""Everything that is known of each company of a snapshot when its note is decided, under any match rule.

The report and the comparison of rules both begin here, so that they cannot disagree.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
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
        sharing = _Sharing()
        for company, match in zip(self.companies, matches, strict=True):
            if match.customers and not is_excluded(company):
                sharing.add(company, match)
        for company, match in zip(self.companies, matches, strict=True):
            yield Case.of(
                company,
                match,
                sharing=sharing.of(match),
                contacts=self.contacts_of.get(company.id, ()),
                measures=self._measures,
            )

    def _matches(self, rule: MatchRule) -> list[Match]:
        active = (customer for customer in self.customers if customer.status is CustomerStatus.ACTIVE)
        index = CustomerIndex(active, rule)
        return [index.find(company) for company in self.companies]


class _Sharing:
    """Which companies, excluded ones aside, match a customer of a match, if several do.

    All that found the same are looked at once: a name that a thousand companies and customers have would
    otherwise be a million steps. An index returns one match for one key.
    """

    def __init__(self) -> None:
        self._first: dict[CustomerId, Company] = {}
        self._alone: dict[CustomerId, list[Company]] = {}
        """Companies that match this customer and no other, where there are several."""
        self._among: defaultdict[CustomerId, list[list[Company]]] = defaultdict(list)
        """Companies that match this customer among others."""
        self._finders: dict[int, list[Company]] = {}
        self._known: dict[int, tuple[Company, ...]] = {}

    def add(self, company: Company, match: Match) -> None:
        """Take a company with what it found; whoever adds keeps the match."""
        if len(match.customers) == 1:
            customer = match.customers[0].id
            earlier = self._first.setdefault(customer, company)
            if earlier is not company:
                self._alone.setdefault(customer, [earlier]).append(company)
            return
        if (companies := self._finders.get(id(match))) is None:
            companies = self._finders[id(match)] = []
            for each in match.customers:
                self._among[each.id].append(companies)
        companies.append(company)

    def of(self, match: Match) -> tuple[Company, ...]:
        """Return the companies in the sequence of their ids; the same tuple for the same match."""
        if len(match.customers) == 1:
            customer = match.customers[0].id
            if customer not in self._alone and customer not in self._among:  # as for nearly every company
                return ()
        if (companies := self._known.get(id(match))) is None:
            companies = self._known[id(match)] = self._matching_one_of(match)
        return companies

    def _matching_one_of(self, match: Match) -> tuple[Company, ...]:
        ids = [customer.id for customer in match.customers]
        groups = {id(group): group for each in ids for group in self._among.get(each, ())}
        alone = (self._alone.get(each, (self._first[each],)) for each in ids if each in self._first)
        found = {company.id: company for group in (*groups.values(), *alone) for company in group}
        return tuple(found[key] for key in sorted(found)) if len(found) > 1 else ()


def _contacts_by_company(
    companies: Iterable[Company], contacts: Iterable[Contact]
) -> dict[CompanyId, tuple[Contact, ...]]:
    known = {company.id for company in companies}
    found: defaultdict[CompanyId, list[Contact]] = defaultdict(list)
    for contact in sorted(contacts, key=_id_of):
        if contact.company_id in known:
            found[contact.company_id].append(contact)
    return {company: tuple(theirs) for company, theirs in found.items()}
