"""Which active customers match each company, under one of four rules (PRODUCT.md section 1)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from axtui.core.match_by import MatchBy
from axtui.core.models import Company, Customer, NumberField
from axtui.core.text import ignoring_case


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchRule:
    """The rule in force: what is compared, and the two settings that refine it."""

    match_by: MatchBy = MatchBy.NAME
    name_ignore_case: bool = False
    """Read by `number-then-name` only."""
    number_field: NumberField = NumberField.ACCOUNT_NUMBER

    @property
    def by_number(self) -> bool:
        """Whether the rule looks at numbers."""
        return self.match_by in (MatchBy.NUMBER, MatchBy.NUMBER_THEN_NAME)

    @property
    def by_name(self) -> bool:
        """Whether the rule looks at names."""
        return self.match_by is not MatchBy.NUMBER

    @property
    def ignores_case(self) -> bool:
        """Whether names that differ only in case match; numbers never do."""
        if self.match_by is MatchBy.NUMBER_THEN_NAME:
            return self.name_ignore_case
        return self.match_by is MatchBy.NAME_IGNORE_CASE

    def name_key(self, name: str) -> str:
        """Return what is compared of a name under this rule; empty when there is nothing to compare."""
        return ignoring_case(name) if self.ignores_case else name


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What one company found: no customer, one, or several."""

    customers: tuple[Customer, ...] = ()
    by_name_only: bool = False
    """The number was tried first and found nothing."""


class CustomerIndex:
    """Customers by every key that a rule looks up; built once per report."""

    def __init__(self, customers: Iterable[Customer], rule: MatchRule) -> None:
        self._name_key = ignoring_case if rule.ignores_case else str
        self._looks_at_number, self._looks_at_name = rule.by_number, rule.by_name
        self._by_name: defaultdict[str, list[Customer]] = defaultdict(list)
        self._by_number: defaultdict[str, list[Customer]] = defaultdict(list)
        for customer in customers:
            if self._looks_at_name and customer.name:
                self._by_name[self._name_key(customer.name)].append(customer)
            if self._looks_at_number and (number := customer.number(rule.number_field)).strip():
                self._by_number[number].append(customer)

    def find(self, company: Company) -> Match:
        """Return what the rule finds for the company; several customers are an outcome, never "the first"."""
        if self._looks_at_number and company.number.strip() and company.number in self._by_number:
            return Match(customers=tuple(self._by_number[company.number]))
        if not self._looks_at_name or not company.name:
            return Match()
        found = tuple(self._by_name.get(self._name_key(company.name), ()))
        return Match(customers=found, by_name_only=bool(found) and self._looks_at_number)
