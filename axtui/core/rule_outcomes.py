"""What each match rule says of one company, and which customers nearly match it, without a whole report.

Only the records that can have a part in it are looked at: those that a name or a number links to the company
at one remove. The decisions are those of the report.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from axtui.core.cases import Cases
from axtui.core.explain import NoMatchExplainer, near_key
from axtui.core.match_by import MatchBy
from axtui.core.models import Company, CompanyId, Customer, Snapshot
from axtui.core.notes import Note
from axtui.core.report import ReportRules
from axtui.core.text import ignoring_case
from axtui.core.verdict import decide, is_excluded
from axtui.core.what_if import Outcome

_NOBODY: Final = CompanyId(-1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What is known of a company beyond its row."""

    outcomes: dict[MatchBy, Outcome]
    """Under each of the four rules."""
    nearest: Customer | None
    """The customer that the reasons of a row without a match speak of."""
    taken_by: Company | None = None
    """Another company that matches that customer already, under the rule in force."""


def explanation_of(company: Company, snapshot: Snapshot, rules: ReportRules) -> Explanation:
    """Work out what every rule says of a company of the snapshot.

    Looks once at every name and number: from an event loop, call it in a thread.
    """
    around = _around(company, snapshot, rules)
    cases = Cases(around, sole_contact_is_enough=rules.sole_contact_is_enough)
    outcomes = {match_by: _outcome(company, cases, rules.matching_by(match_by)) for match_by in MatchBy}
    finds_nothing = outcomes[rules.match.match_by].note is Note.NO_MATCH
    nearest = _nearest(company, snapshot, rules) if finds_nothing else None
    return Explanation(
        outcomes=outcomes,
        nearest=nearest,
        taken_by=_taken_by(nearest, snapshot, rules) if nearest else None,
    )


def _outcome(company: Company, cases: Cases, rules: ReportRules) -> Outcome:
    case = next(case for case in cases.under(rules.match) if case.company.id == company.id)
    return Outcome(note=decide(case), customers=case.match.customers)


def _around(company: Company, snapshot: Snapshot, rules: ReportRules) -> Snapshot:
    """Return the part of a snapshot on which the company's note can depend, under whichever rule."""
    field = rules.match.number_field
    names, numbers = {ignoring_case(company.name)}, _numbers([company.number])
    found = [each for each in snapshot.customers if _has(each.name, each.number(field), names, numbers)]
    names |= {ignoring_case(customer.name) for customer in found}
    numbers |= _numbers(customer.number(field) for customer in found)
    companies = [each for each in snapshot.companies if _has(each.name, each.number, names, numbers)]
    names |= {ignoring_case(each.name) for each in companies}
    numbers |= _numbers(each.number for each in companies)
    return replace(
        snapshot,
        companies=tuple(companies),
        contacts=tuple(contact for contact in snapshot.contacts if contact.company_id == company.id),
        customers=tuple(
            each for each in snapshot.customers if _has(each.name, each.number(field), names, numbers)
        ),
    )


def _has(name: str, number: str, names: set[str], numbers: set[str]) -> bool:
    return number in numbers or ignoring_case(name) in names


def _numbers(numbers: Iterable[str]) -> set[str]:
    return {number for number in numbers if number.strip()}


def _nearest(company: Company, snapshot: Snapshot, rules: ReportRules) -> Customer | None:
    key, numbers = near_key(company.name), _numbers([ignoring_case(company.number)])
    field = rules.match.number_field
    near = (
        customer
        for customer in snapshot.customers
        if ignoring_case(customer.number(field)) in numbers or near_key(customer.name) == key
    )
    return NoMatchExplainer(near, rules.match).nearest(company)


def _taken_by(customer: Customer, snapshot: Snapshot, rules: ReportRules) -> Company | None:
    """Return the first company, excluded ones aside, that matches a customer."""
    alike = Company(id=_NOBODY, name=customer.name, number=customer.number(rules.match.number_field))
    cases = Cases(_around(alike, snapshot, rules), sole_contact_is_enough=rules.sole_contact_is_enough)
    matching = (
        case.company
        for case in cases.under(rules.match)
        if customer in case.match.customers and not is_excluded(case.company)
    )
    return next(matching, None)
