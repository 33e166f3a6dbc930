"""What is said of a finding: what it is, why it matters, and what to do. All of it is display-safe."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from axtui.core.models import Company, Customer, CustomerStatus, NumberField
from axtui.core.text import quoted, visible
from axtui.core.trouble_finding import Finding, TroubleKind

_MOST_NAMED: Final = 3
"""Of those that share something: a name may be that of thousands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What holds for every finding of a kind."""

    title: str
    """As a list of kinds names it."""
    short: str
    """As a table names it."""
    why: str
    advice: str


ABOUT: Final[Mapping[TroubleKind, About]] = {
    TroubleKind.DUPLICATE_COMPANIES: About(
        title="Companies called alike in Autotask",
        short="Company twice",
        why="If they are one company, its contacts, tickets and invoices are spread over both.",
        advice="See whether they are one. If so, move everything to one of them in Autotask and make the "
        "other inactive; if not, make the names tell them apart.",
    ),
    TroubleKind.DUPLICATE_CUSTOMERS: About(
        title="Customers called alike in Xero",
        short="Customer twice",
        why="If they are one customer, some invoices and payments stand where nobody looks for them.",
        advice="See whether they are one. If so, merge them in Xero, which archives the one that is not "
        "kept; if not, make the names tell them apart.",
    ),
    TroubleKind.COMPANY_NUMBER_TWICE: About(
        title="Same number twice in Autotask",
        short="Company number twice",
        why="A match by number finds the same customer for all of them.",
        advice="Find out in Autotask whose number it is, and correct the others.",
    ),
    TroubleKind.CUSTOMER_NUMBER_TWICE: About(
        title="Same number twice in Xero",
        short="Customer number twice",
        why="A match by number cannot tell which of them is meant.",
        advice="Find out in Xero whose number it is, and correct the others.",
    ),
    TroubleKind.CUSTOMER_WITHOUT_COMPANY: About(
        title="Xero customers without a company",
        short="No company",
        why="Whoever is billed in Xero alone gets no invoice from Autotask; suppliers and private persons "
        "are no trouble.",
        advice="Look for it in Autotask: it may have another name there, or be inactive or of a type that "
        "the profile does not read (company_types).",
    ),
    TroubleKind.CUSTOMER_OUT_OF_USE: About(
        title="Companies with an archived customer",
        short="Customer archived",
        why="Only active customers match: a sync would create a second one.",
        advice="If the company is still billed, restore the customer in Xero; if not, make the company "
        "inactive in Autotask.",
    ),
    TroubleKind.ACCOUNTS_CONTACT_INACTIVE: About(
        title="Accounts contacts that are inactive",
        short="Accounts contact inactive",
        why="An inactive contact gets no invoice, although it is marked as the one who does.",
        advice="In Autotask, mark somebody who is there as the accounts contact and take the mark off this "
        "one, or make it active again.",
    ),
    TroubleKind.ACCOUNTS_CONTACT_WITHOUT_EMAIL: About(
        title="Accounts contacts without e-mail",
        short="No e-mail",
        why="An invoice cannot be sent to it.",
        advice="Add its e-mail address in Autotask.",
    ),
    TroubleKind.EMAIL_OF_SEVERAL_COMPANIES: About(
        title="One e-mail for several companies",
        short="E-mail shared",
        why="Invoices of several companies arrive in one place; right for a group or a bookkeeper, wrong "
        "where an address was copied.",
        advice="See whether the same person pays for all of them. If not, correct the address in Autotask.",
    ),
    TroubleKind.EMAIL_OF_OTHER_DOMAIN: About(
        title="E-mail of an unusual domain",
        short="Other e-mail domain",
        why="Invoices may go to somebody who does not belong to the company; right for a bookkeeper.",
        advice="See whether the address belongs to whoever pays for the company. If not, correct it in "
        "Autotask.",
    ),
}


def what(finding: Finding, field: NumberField) -> str:
    """Say in a sentence or two what was found, and which records it is about."""
    return _WHAT[finding.kind](finding, field)


def sentences(finding: Finding, field: NumberField) -> str:
    """Say what was found, why that matters and what to do."""
    about = ABOUT[finding.kind]
    return f"{what(finding, field)} {about.why} {about.advice}"


def others_words(finding: Finding) -> str:
    """Name the others that share something with the record, or are called like it: the first of them."""
    records: Sequence[Company | Customer] = finding.companies or finding.customers
    own = finding.company or finding.customer
    first = [each for each in records[: _MOST_NAMED + 1] if own is None or each.id != own.id][:_MOST_NAMED]
    is_one_of_them = finding.kind is not TroubleKind.CUSTOMER_WITHOUT_COMPANY
    more = len(records) - is_one_of_them - len(first)
    return ", ".join(map(_record_words, first)) + (f" and {more:,} more" if more > 0 else "")


def domains_words(finding: Finding) -> str:
    """Name the domains of the company's other contacts: the first of them."""
    more = finding.more_domains
    return ", ".join(map(visible, finding.domains)) + (f" and {more:,} more" if more else "")


def invoiced_words(customer: Customer | None) -> str:
    """Say whether Xero has ever made the customer an invoice; empty where it did not say."""
    return "" if customer is None else _INVOICED[customer.is_customer]


def changed_words(customer: Customer | None) -> str:
    """Say on which day the customer was last changed; empty where Xero did not say."""
    changed = customer and customer.changed_at
    return f"{changed:%Y-%m-%d}" if changed else ""


INVOICED: Final = "yes"
"""What a table says of a customer that Xero has invoiced."""
_INVOICED: Final = {True: INVOICED, False: "never", None: ""}
_HISTORY: Final = {
    True: " Xero has invoiced it, as of the last full read.",
    False: " Xero has never invoiced it, as of the last full read.",
    None: "",
}


def _record_words(record: Company | Customer) -> str:
    return _company_words(record) if isinstance(record, Company) else quoted(record.name)


def _company_words(company: Company | None) -> str:
    return f"{quoted(company.name)} (id {company.id})" if company else ""


def _customer_words(customer: Customer | None, field: NumberField) -> str:
    number = customer.number(field).strip() if customer else ""
    name = quoted(customer.name) if customer else ""
    return f"{name} ({field} {visible(number)})" if number else name


def _history_words(customer: Customer | None) -> str:
    invoiced = _HISTORY[customer.is_customer if customer else None]
    changed = changed_words(customer)
    return invoiced + (f" Last changed on {changed}." if changed else "")


def _accounts_words(finding: Finding) -> str:
    called = visible(finding.contact.called) if finding.contact else ""
    return f"{called}, accounts contact of {_company_words(finding.company)}"


def _email_words(finding: Finding) -> str:
    return visible(finding.contact.email.strip()) if finding.contact else ""


def _companies_alike(finding: Finding, _: NumberField) -> str:
    return f"{_company_words(finding.company)} is called like {others_words(finding)}."


def _customers_alike(finding: Finding, field: NumberField) -> str:
    words = _customer_words(finding.customer, field)
    return f"{words} is called like {others_words(finding)}.{_history_words(finding.customer)}"


def _company_number_twice(finding: Finding, _: NumberField) -> str:
    number = quoted(finding.company.number) if finding.company else ""
    return (
        f"The number {number} of {_company_words(finding.company)} is also that of {others_words(finding)}."
    )


def _customer_number_twice(finding: Finding, field: NumberField) -> str:
    number = quoted(finding.customer.number(field)) if finding.customer else ""
    name = quoted(finding.customer.name) if finding.customer else ""
    return f"The {field} {number} of {name} is also that of {others_words(finding)}."


def _without_company(finding: Finding, field: NumberField) -> str:
    words = _customer_words(finding.customer, field)
    alike = others_words(finding)
    called = f" Called nearly the same: {alike}." if alike else ""
    return f"No company that was read matches {words}.{called}{_history_words(finding.customer)}"


def _out_of_use(finding: Finding, field: NumberField) -> str:
    customer = finding.customer
    is_archived = customer is None or customer.status is CustomerStatus.ARCHIVED
    state = "is archived in Xero" if is_archived else "is under an erasure request in Xero"
    words = _customer_words(customer, field)
    return f"The customer of {_company_words(finding.company)} {state}: {words}.{_history_words(customer)}"


def _inactive(finding: Finding, _: NumberField) -> str:
    return f"{_accounts_words(finding)}, is inactive."


def _no_email(finding: Finding, _: NumberField) -> str:
    return f"{_accounts_words(finding)}, has no e-mail address."


def _shared_email(finding: Finding, _: NumberField) -> str:
    return f"{_email_words(finding)} of {_accounts_words(finding)}, is also that of {others_words(finding)}."


def _other_domain(finding: Finding, _: NumberField) -> str:
    used = f"its other contacts use {domains_words(finding)}."
    return f"{_email_words(finding)} of {_accounts_words(finding)}: {used}"


_WHAT: Final[Mapping[TroubleKind, Callable[[Finding, NumberField], str]]] = {
    TroubleKind.DUPLICATE_COMPANIES: _companies_alike,
    TroubleKind.DUPLICATE_CUSTOMERS: _customers_alike,
    TroubleKind.COMPANY_NUMBER_TWICE: _company_number_twice,
    TroubleKind.CUSTOMER_NUMBER_TWICE: _customer_number_twice,
    TroubleKind.CUSTOMER_WITHOUT_COMPANY: _without_company,
    TroubleKind.CUSTOMER_OUT_OF_USE: _out_of_use,
    TroubleKind.ACCOUNTS_CONTACT_INACTIVE: _inactive,
    TroubleKind.ACCOUNTS_CONTACT_WITHOUT_EMAIL: _no_email,
    TroubleKind.EMAIL_OF_SEVERAL_COMPANIES: _shared_email,
    TroubleKind.EMAIL_OF_OTHER_DOMAIN: _other_domain,
}
