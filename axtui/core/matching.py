"""Which active customers match each company, under one of four rules (PRODUCT.md section 1)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from axtui.core.match_by import MatchBy
from axtui.core.models import Company, Customer, NumberField
from axtui.core.record import record
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


@record
class Match:
    """What one company found: no customer, one, or several."""

    customers: tuple[Customer, ...] = ()
    by_name_only: bool = False
    """The number was tried first and found nothing."""


_NOTHING: Final = Match()


class CustomerIndex:
    """What every key that a rule looks up finds; built once per report."""

    def __init__(self, customers: Iterable[Customer], rule: MatchRule) -> None:
        self._name_key = ignoring_case if rule.ignores_case else str
        by_name: defaultdict[str, list[Customer]] = defaultdict(list)
        by_number: defaultdict[str, list[Customer]] = defaultdict(list)
        looks_at_number, looks_at_name = rule.by_number, rule.by_name
        for customer in customers:
            if looks_at_name and customer.name:
                by_name[self._name_key(customer.name)].append(customer)
            if looks_at_number and (number := customer.number(rule.number_field)).strip():
                by_number[number].append(customer)
        self._by_name = _matches(by_name, by_name_only=looks_at_number)
        self._by_number = _matches(by_number, by_name_only=False)

    def find(self, company: Company) -> Match:
        """Return what the rule finds for the company; several customers are an outcome, never "the first"."""
        if self._by_number and (match := self._by_number.get(company.number)):
            return match
        return self._by_name.get(self._name_key(company.name), _NOTHING)


def _matches(customers: Mapping[str, list[Customer]], *, by_name_only: bool) -> dict[str, Match]:
    return {key: Match(customers=tuple(found), by_name_only=by_name_only) for key, found in customers.items()}
