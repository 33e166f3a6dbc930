"""The report: one row per company, one note per row, decided by one table; and the reasons for it.

The rules are PRODUCT.md section 2.
"""

import functools
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Final

from axtui.core.explain import NoMatchExplainer
from axtui.core.match_by import MatchBy
from axtui.core.matching import CustomerIndex, Match, MatchRule
from axtui.core.models import (
    Company,
    CompanyId,
    Contact,
    Customer,
    CustomerId,
    CustomerStatus,
    FetchedAt,
    Snapshot,
    TenantFacts,
)
from axtui.core.notes import Note
from axtui.core.report_lines import ReportLines, lines_of
from axtui.core.report_row import Row
from axtui.core.text import natural_key
from axtui.core.verdict import Case, Measures, decide, is_excluded, link_values, reasons_for

__all__ = ["Report", "ReportRules", "Row", "build_report"]

_id_of: Final = attrgetter("id")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRules:
    """How a report is built from a snapshot."""

    match: MatchRule = field(default_factory=MatchRule)
    sole_contact_is_enough: bool = False

    def matching_by(self, match_by: MatchBy) -> "ReportRules":
        """Return the same rules but for what is compared."""
        return replace(self, match=replace(self.match, match_by=match_by))


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All rows in reading order (company name, natural order), with what they were made from."""

    profile: str
    rules: ReportRules
    fetched_at: FetchedAt
    rows: Sequence[Row]
    lines: ReportLines = field(compare=False, repr=False)
    """What is shown and searched of the rows."""
    counts: Mapping[Note, int]
    """Rows per note; every note is there, zero included."""
    facts: TenantFacts
    contacts_of: Mapping[CompanyId, tuple[Contact, ...]]
    """Every contact of a company, active or not; companies without one are left out."""
    customers_read: int
    """How many customers Xero has, archived ones included: none at all is worth a sentence."""
    incomplete_because: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether both sides were read to their end."""
        return not self.incomplete_because

    def rows_at(self, places: Collection[int]) -> list[Row]:
        """Return the rows at these places, in this order; rows in a file come quickest in their own."""
        rows = {place: self.rows[place] for place in sorted(places)}
        return [rows[place] for place in places]


def build_report(snapshot: Snapshot, rules: ReportRules) -> Report:
    """Match every company and give each its note and reasons; the order of reading does not matter."""
    companies = sorted(snapshot.companies, key=_id_of)
    customers = sorted(snapshot.customers, key=_id_of)
    contacts_of = _contacts_by_company(companies, snapshot.contacts)
    matches = _matches(companies, customers, rules.match)
    sharing = _sharing(zip(companies, matches, strict=True))
    explainer = functools.cache(lambda: NoMatchExplainer(customers, rules.match))
    measures = Measures(
        link_values=link_values(snapshot.facts),
        limits=snapshot.facts.limits,
        sole_contact_is_enough=rules.sole_contact_is_enough,
    )

    def row(company: Company, match: Match) -> Row:
        contacts = contacts_of.get(company.id, ())
        case = Case.of(company, match, sharing=sharing(match), contacts=contacts, measures=measures)
        note = decide(case)
        return Row(
            company=company,
            note=note,
            customers=match.customers,
            contacts=case.links,
            sole_contact=case.only_contact if note is Note.OK else None,
            reasons=reasons_for(case, note, explainer),
        )

    # Sorting is stable: companies of the same name stay in the sequence of their ids.
    rows = tuple(sorted(map(row, companies, matches), key=lambda row: natural_key(row.company.name)))
    lines = lines_of(rows)
    return Report(
        profile=snapshot.profile,
        rules=rules,
        fetched_at=snapshot.fetched_at,
        rows=rows,
        lines=lines,
        counts=lines.counts,
        facts=snapshot.facts,
        contacts_of=contacts_of,
        customers_read=len(customers),
        incomplete_because=snapshot.incomplete_because,
    )


def _matches(companies: Iterable[Company], customers: Iterable[Customer], rule: MatchRule) -> list[Match]:
    active = (customer for customer in customers if customer.status is CustomerStatus.ACTIVE)
    index = CustomerIndex(active, rule)
    return [index.find(company) for company in companies]


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
