"""Companies and customers that are there twice, or without the other side's record."""

import functools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, TypeVar

from axtui.core.company_names import comparable_name
from axtui.core.explain import NoMatchExplainer
from axtui.core.matching import CustomerIndex, MatchRule
from axtui.core.models import Company, Customer, CustomerStatus
from axtui.core.text import comparable
from axtui.core.trouble_finding import Finding, TroubleKind
from axtui.core.verdict import is_excluded

_Record = TypeVar("_Record", Company, Customer)

_BY_INVOICES: Final = {True: 0, None: 1, False: 2}


class RecordTrouble:
    """Looks at all companies and customers under one match rule."""

    def __init__(self, companies: Sequence[Company], customers: Sequence[Customer], rule: MatchRule) -> None:
        """Records come in reading order, and so do the findings of a kind."""
        self._all_companies = companies
        self._companies = [company for company in companies if not is_excluded(company)]
        self._customers = customers
        self._active = [each for each in customers if each.status is CustomerStatus.ACTIVE]
        self._rule = rule
        self._index = CustomerIndex(self._active, rule)
        self._comparable = functools.cache(comparable_name)

    def findings(self) -> Iterator[Finding]:
        """Yield what is found, kind by kind."""
        yield from self._companies_sharing(self._name, TroubleKind.DUPLICATE_COMPANIES)
        yield from self._customers_sharing(self._name, TroubleKind.DUPLICATE_CUSTOMERS)
        yield from self._companies_sharing(_company_number, TroubleKind.COMPANY_NUMBER_TWICE)
        yield from self._customers_sharing(self._customer_number, TroubleKind.CUSTOMER_NUMBER_TWICE)
        yield from self._without_company()
        yield from self._out_of_use()

    def _name(self, record: Company | Customer) -> str:
        return self._comparable(record.name)

    def _customer_number(self, customer: Customer) -> str:
        return comparable(customer.number(self._rule.number_field))

    def _companies_sharing(self, key: Callable[[Company], str], kind: TroubleKind) -> Iterator[Finding]:
        for group in _groups(self._companies, key):
            for company in group:
                yield Finding(kind=kind, company=company, companies=group)

    def _customers_sharing(self, key: Callable[[Customer], str], kind: TroubleKind) -> Iterator[Finding]:
        for group in _groups(self._active, key):
            for customer in group:
                yield Finding(kind=kind, customer=customer, customers=group)

    def _without_company(self) -> Iterator[Finding]:
        """Those that were invoiced come first: somebody is billed whom Autotask does not know."""
        matches = {id(match): match for match in map(self._index.find, self._all_companies)}
        matched = {customer.id for match in matches.values() for customer in match.customers}
        alone = [customer for customer in self._active if customer.id not in matched]
        called = _by_key(self._companies, self._name)
        for customer in sorted(alone, key=_by_invoices):
            alike = called.get(self._name(customer), ())
            yield Finding(kind=TroubleKind.CUSTOMER_WITHOUT_COMPANY, customer=customer, companies=alike)

    def _out_of_use(self) -> Iterator[Finding]:
        """Companies whose nearest customer is one that cannot match, as their row's reason says."""
        alone = [company for company in self._companies if not self._index.find(company).customers]
        explainer = NoMatchExplainer(self._customers if alone else (), self._rule)
        nearest_to: dict[tuple[str, str], Customer | None] = {}
        for company in alone:
            looked_for = company.name, company.number
            if looked_for not in nearest_to:
                nearest_to[looked_for] = explainer.nearest(company)
            nearest = nearest_to[looked_for]
            if nearest is not None and nearest.status is not CustomerStatus.ACTIVE:
                yield Finding(kind=TroubleKind.CUSTOMER_OUT_OF_USE, company=company, customer=nearest)


def _company_number(company: Company) -> str:
    return comparable(company.number)


def _by_invoices(customer: Customer) -> int:
    return _BY_INVOICES[customer.is_customer]


def _by_key(records: Iterable[_Record], key: Callable[[_Record], str]) -> dict[str, tuple[_Record, ...]]:
    """Return those of each key as one tuple, which all findings share; an empty key is shared by nobody."""
    found: defaultdict[str, list[_Record]] = defaultdict(list)
    for record in records:
        found[key(record)].append(record)
    found.pop("", None)
    return {shared: tuple(group) for shared, group in found.items()}


def _groups(records: Iterable[_Record], key: Callable[[_Record], str]) -> list[tuple[_Record, ...]]:
    """Return those that share a key with others."""
    return [group for group in _by_key(records, key).values() if len(group) > 1]
