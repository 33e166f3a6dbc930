"""What a scenario is, and the few words in which one is told.

A scenario is one company of the report with its contacts and its customers, and what the report must say
of it.
"""

from dataclasses import dataclass, replace
from typing import Final

from axtui.demo.records import Company, Contact, Customer

OWN_NUMBER: Final = "(the company's number)"
"""Stands for the number that a scenario's company gets from its place in the cast."""

ACCOUNTS: Final = "Accounts"
"""Stored value of the UDF `Position` that makes a contact the accounts contact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One company of the cast, with everything that belongs to it."""

    key: str
    company: Company
    contacts: tuple[Contact, ...]
    customers: tuple[Customer, ...]
    note: str
    """The note under the default rule, with `XeroNoSync` as the exclude UDF."""
    reasons: tuple[str, ...] = ()
    """Codes that the row carries at least, under the default rule."""
    other_rules: tuple[tuple[str, str], ...] = ()
    """Pairs of a rule and a code that the row carries at least under that rule."""

    def numbered(self, number: str) -> "Scenario":
        """Return the scenario with the company's number filled in on both sides."""
        company = self.company
        if company.number == OWN_NUMBER:
            company = replace(company, number=number)
        return replace(
            self, company=company, customers=tuple(_numbered(each, number) for each in self.customers)
        )


def _numbered(customer: Customer, number: str) -> Customer:
    return replace(customer, account_number=number) if customer.account_number == OWN_NUMBER else customer


def company(name: str, *, number: str | None = OWN_NUMBER, no_sync: str | None = None) -> Company:
    """Return a company of the report."""
    return Company(name=name, number=number, no_sync=no_sync)


def person(full_name: str, email: str | None = None, *, is_active: int | None = 1) -> Contact:
    """Return a contact that does not carry the link; the last word of the name is the last name."""
    first, _, last = full_name.rpartition(" ")
    return Contact(first_name=first, last_name=last, email=email, is_active=is_active)


def accounts(full_name: str, email: str | None = None, *, is_active: int | None = 1) -> Contact:
    """Return a contact that carries the link."""
    return replace(person(full_name, email, is_active=is_active), position=ACCOUNTS)


def customer(name: str, full_name: str = "", email: str | None = None) -> Customer:
    """Return an active customer with the company's number; no name given means that the keys are missing."""
    first, _, last = full_name.rpartition(" ")
    return Customer(
        name=name,
        first_name=first or None,
        last_name=last or None,
        email=email,
        account_number=OWN_NUMBER,
    )
