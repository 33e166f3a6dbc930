"""One row of the report told in full, as sections of named values; names exactly as they are stored."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from axtui.core.models import Contact, Customer, CustomerId, CustomerStatus, NumberField, TenantFacts
from axtui.core.report import Report, Row
from axtui.core.text import describe_character, is_invisible, visible

_ACTIVITY: Final = {True: "active", False: "inactive", None: "not said by Autotask, counts as active"}
_NUMBERS: Final = {
    NumberField.ACCOUNT_NUMBER: "Account number",
    NumberField.CONTACT_NUMBER: "Contact number",
}
_MOST_CONTACTS: Final = 200
"""More are counted, not listed: nobody reads them here, and each takes time to draw."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One value with its name, if it has one; both display-safe."""

    name: str
    value: str
    is_aside: bool = False
    """Whether it is a remark on the line above."""
    is_address: bool = False
    """Whether the value is a web address of a checked form, which a terminal may open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What belongs together under a heading; entries are set apart from each other."""

    title: str
    entries: tuple[tuple[Line, ...], ...]


def sections_of(row: Row, report: Report) -> tuple[Section, ...]:
    """Tell everything that is known about the row's company, the reasons for its note first."""
    sections = (
        reasons_section(row),
        company_section(row),
        customers_section(row.customers, report),
        contacts_section(row, report),
    )
    return sections if row.reasons else sections[1:]


def reasons_section(row: Row) -> Section:
    """Say why the row has its note."""
    return Section(
        title="Why",
        entries=tuple(
            (Line(name="", value=reason.text), Line(name="", value=reason.code.value, is_aside=True))
            for reason in row.reasons
        ),
    )


def company_section(row: Row, *, address: str = "") -> Section:
    """Tell what Autotask has of the company, with where a browser opens it."""
    lines = (*_company_lines(row), *_address_lines(address))
    return Section(title="Company in Autotask", entries=(lines,))


def customers_section(
    customers: Sequence[Customer],
    report: Report,
    *,
    title: str = "",
    address_of: Callable[[CustomerId], str] = lambda _: "",
) -> Section:
    """Tell what Xero has of some customers, with where a browser opens each."""
    return Section(
        title=title or _counted(len(customers), "customer", "in Xero"),
        entries=tuple(
            (*_customer_lines(customer, report), *_address_lines(address_of(customer.id)))
            for customer in customers
        ),
    )


def contacts_section(row: Row, report: Report) -> Section:
    """Tell what Autotask has of the company's contacts."""
    contacts = report.contacts_of.get(row.company.id, ())
    return Section(
        title=_counted(len(contacts), "contact", "in Autotask"),
        entries=tuple(tuple(_contact_lines(contact, report.facts)) for contact in contacts[:_MOST_CONTACTS]),
    )


def oddities(text: str) -> str:
    """Name every character that cannot be seen, or looks like a plain space and is none."""
    odd = [
        f"{describe_character(char)} at position {at}"
        for at, char in enumerate(text, start=1)
        if is_invisible(char) or (char.isspace() and char != " ")
    ]
    return f"has {', '.join(odd)}" if odd else ""


def _counted(number: int, what: str, where: str) -> str:
    shown = f", the first {_MOST_CONTACTS} of them" if number > _MOST_CONTACTS else ""
    return f"{number or 'No'} {what}{'' if number == 1 else 's'} {where}{shown}"


def _lines(name: str, text: str) -> Iterator[Line]:
    """Yield a value exactly, and under it what cannot be seen of it."""
    yield Line(name=name, value=visible(text) or "none")
    if odd := oddities(text):
        yield Line(name="", value=odd, is_aside=True)


def _address_lines(address: str) -> Iterator[Line]:
    if address:
        yield Line(name="Web", value=address, is_address=True)


def _company_lines(row: Row) -> Iterator[Line]:
    company = row.company
    yield from _lines("Name", company.name)
    yield from _lines("Number", company.number)
    yield Line(name="Id", value=str(company.id))
    if company.exclude_value is not None:
        yield from _lines("Exclude UDF", company.exclude_value)


def _customer_lines(customer: Customer, report: Report) -> Iterator[Line]:
    yield from _lines("Name", customer.name)
    for field, name in _NUMBERS.items():
        if customer.number(field) or field is report.rules.match.number_field:
            yield from _lines(name, customer.number(field))
    yield from _lines("First name", customer.first_name)
    yield from _lines("Last name", customer.last_name)
    yield from _lines("E-mail", customer.email)
    if customer.status is not CustomerStatus.ACTIVE:
        yield Line(name="Status", value=customer.status.value)


def _contact_lines(contact: Contact, facts: TenantFacts) -> Iterator[Line]:
    yield from _lines("Name", f"{contact.first_name} {contact.last_name}".strip(" "))
    for email in [each for each in contact.emails if each.strip()] or [""]:
        yield from _lines("E-mail", email)
    yield Line(name="Activity", value=_ACTIVITY[contact.is_active])
    if contact.udf_value:
        yield from _lines(visible(facts.udf_name), _with_label(contact.udf_value, facts))


def _with_label(stored: str, facts: TenantFacts) -> str:
    labels = [value.display for value in facts.udf_values if value.stored == stored != value.display]
    return f"{labels[0]} (stored as {stored})" if labels else stored
