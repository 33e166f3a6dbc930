"""For every reason two tenants that differ in one thing: the first is given the reason, the second is not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from builders import archived, company, contact, customer, facts, linked, rules, snapshot

from axtui.core.match_by import MatchBy
from axtui.core.models import Company, Contact, Customer, FieldLimits, TenantFacts
from axtui.core.notes import ReasonCode
from axtui.core.report import Report, ReportRules, Row, build_report


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenants:
    """What both systems hold, and the rule; the row that counts is that of company 1."""

    company: Company = field(default_factory=company)
    others: Sequence[Company] = ()
    contacts: Sequence[Contact] = ()
    customers: Sequence[Customer] = field(default_factory=lambda: (customer(),))
    rules: ReportRules = field(default_factory=rules)
    facts: TenantFacts = field(default_factory=facts)

    @property
    def report(self) -> Report:
        """The report of both."""
        both = snapshot([self.company, *self.others], self.contacts, self.customers, tenant=self.facts)
        return build_report(both, self.rules)

    @property
    def row(self) -> Row:
        """The row that counts."""
        return next(row for row in self.report.rows if row.company.id == self.company.id)


def _named(ours: str, theirs: str) -> Tenants:
    return Tenants(company=company(name=ours), customers=(customer(name=theirs),))


def _numbered(ours: str, *theirs: Customer, match_by: MatchBy = MatchBy.NUMBER) -> Tenants:
    return Tenants(company=company(number=ours), customers=theirs, rules=rules(match_by))


def _with(*contacts: Contact, sole: bool = False) -> Tenants:
    return Tenants(contacts=contacts, rules=rules(sole=sole))


def _billed(theirs: Customer, *, limits: FieldLimits | None = None) -> Tenants:
    return Tenants(customers=(theirs,), contacts=_TWO, facts=facts(limits=limits))


_TWO: Final = (contact(1, emails=["a@acme.example"]), contact(2, emails=["b@acme.example"]))
"""Two active contacts without the link: no reason comes from them."""
_HER_ADDRESS: Final = "grace@acme.example"

PAIRS: Final[Mapping[ReasonCode, tuple[Tenants, Tenants]]] = {
    ReasonCode.DIFFERS_IN_CASE: (_named("acme ltd", "Acme Ltd"), _named("Acme Ltd", "Acme Ltd")),
    ReasonCode.DIFFERS_IN_SPACE: (_named("Acme  Ltd", "Acme Ltd"), _named("Acme Ltd", "Acme Ltd")),
    ReasonCode.DIFFERS_IN_NORMAL_FORM: (_named("Cafe\u0301", "Caf\u00e9"), _named("Caf\u00e9", "Caf\u00e9")),
    ReasonCode.INVISIBLE_CHARACTER: (_named("Ac\u200bme", "Acme"), _named("Acme", "Acme")),
    ReasonCode.ARCHIVED_IN_XERO: (Tenants(customers=(archived(),)), Tenants()),
    ReasonCode.NO_NUMBER: (_numbered("", customer(number="C-1")), _numbered("C-1", customer(number="C-1"))),
    ReasonCode.NUMBER_DIFFERS_IN_CASE: (
        _numbered("c-1", customer(number="C-1")),
        _numbered("C-1", customer(number="C-1")),
    ),
    ReasonCode.NAME_MATCHES_BUT_NUMBER_DOES_NOT: (
        _numbered("C-1", customer(number="C-2")),
        _numbered("C-1", customer(name="Bolt", number="C-2")),
    ),
    ReasonCode.NOT_IN_XERO: (_named("Acme", "Bolt"), _named("Acme", "Acme")),
    ReasonCode.SEVERAL_CUSTOMERS: (
        Tenants(customers=(customer("x1"), customer("x2"))),
        Tenants(customers=(customer("x1"), customer("x2", "Bolt"))),
    ),
    ReasonCode.SHARED_CUSTOMER: (
        Tenants(others=(company(2),)),
        Tenants(others=(company(2, exclude="true"),)),
    ),
    ReasonCode.SEVERAL_LINKS: (_with(linked(1), linked(2)), _with(linked(1), linked(2, active=False))),
    ReasonCode.NO_FIRST_NAME: (_billed(customer(first=" ")), _billed(customer(first="Grace"))),
    ReasonCode.NO_LAST_NAME: (_billed(customer(last="")), _billed(customer(last="Hopper"))),
    ReasonCode.NO_EMAIL: (_billed(customer(email="")), _billed(customer(email="x@acme.example"))),
    ReasonCode.TOO_LONG: (
        _billed(customer(first="Grace"), limits=FieldLimits(first_name=4)),
        _billed(customer(first="Grace"), limits=FieldLimits(first_name=5)),
    ),
    ReasonCode.CONTACT_EXISTS: (
        _with(*_TWO, contact(3, emails=["", _HER_ADDRESS.upper()])),
        _with(*_TWO, contact(3, emails=["", f"x{_HER_ADDRESS}"])),
    ),
    ReasonCode.ONLY_CONTACT: (_with(contact(1)), _with(contact(1), contact(2))),
    ReasonCode.INACTIVE_CONTACT_CARRIES_LINK: (
        _with(*_TWO, linked(3, active=False)),
        _with(*_TWO, contact(3, active=False)),
    ),
    ReasonCode.NO_CONTACTS: (_with(contact(1, active=False)), _with(contact(1, active=True))),
    ReasonCode.MATCHED_BY_NAME_ONLY: (
        _numbered("C-9", customer(number="C-1"), match_by=MatchBy.NUMBER_THEN_NAME),
        _numbered("C-1", customer(number="C-1"), match_by=MatchBy.NUMBER_THEN_NAME),
    ),
    ReasonCode.ACTIVITY_UNKNOWN: (_with(linked(1, active=None)), _with(linked(1, active=True))),
}
