"""Stand-ins for whatever tells who somebody is: the same value always has the same one, under one salt.

Which values are equal, and which addresses share a domain, can still be seen; that is what a report is about.
"""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Final

from axtui.core.models import Company, CompanyId, Contact, ContactId, Customer, CustomerId
from axtui.core.reasons_without_names import without_names
from axtui.core.report import Report
from axtui.core.report_lines import lines_of
from axtui.core.report_row import Row
from axtui.core.text import comparable

CODE_BYTES: Final = 5
"""Of a hash: of a hundred thousand names two have the same code in one report of two hundred."""
_SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Those of Crockford's base 32: none is taken for another, and few words come about."""
_BITS: Final = 5
_LENGTH: Final = 8
_HALF: Final = _LENGTH // 2


class StandIns:
    """Gives every value its stand-in; `hashed` is a keyed hash of `CODE_BYTES` bytes."""

    def __init__(self, hashed: Callable[[str], bytes]) -> None:
        self._hashed = hashed

    def report(self, report: Report, places: Collection[int]) -> Report:
        """Return a report of these rows in which nobody is named; counts are still those of all rows.

        What is never printed of a report, the contacts that carry no link, stays as it is.
        """
        rows = tuple(self.row(row) for row in report.rows_at(places))
        organisation = self._named("Organisation", "organisation", report.facts.organisation)
        return replace(
            report,
            profile=self._named("Profile", "profile", report.profile),
            rows=rows,
            lines=lines_of(rows),
            facts=replace(report.facts, organisation=organisation),
        )

    def row(self, row: Row) -> Row:
        """Return a row in which nobody is named."""
        return Row(
            company=self.company(row.company),
            note=row.note,
            customers=tuple(map(self.customer, row.customers)),
            contacts=tuple(map(self.contact, row.contacts)),
            sole_contact=row.sole_contact and self.contact(row.sole_contact),
            reasons=tuple(map(without_names, row.reasons)),
        )

    def company(self, company: Company) -> Company:
        """Return the company under another name, number and id."""
        return Company(
            id=self.company_id(company.id),
            name=self._named("Company", "name", company.name),
            number=self._number(company.number),
        )

    def company_id(self, company: CompanyId) -> CompanyId:
        """Return another id: a company's number is often its id."""
        return CompanyId(self._whole_number("company", company))

    def customer(self, customer: Customer) -> Customer:
        """Return the customer under another name, numbers and id; a company of the same name has its code."""
        return Customer(
            id=CustomerId(f"customer-{self._code('customer', customer.id).lower()}"),
            name=self._named("Customer", "name", customer.name),
            account_number=self._number(customer.account_number),
            contact_number=self._number(customer.contact_number),
            status=customer.status,
            first_name=self._first_name(customer.first_name, customer.last_name),
            last_name=self._last_name(customer.first_name, customer.last_name),
            email=self.address(customer.email),
        )

    def contact(self, contact: Contact) -> Contact:
        """Return the contact under another name and id, with other addresses."""
        return Contact(
            id=ContactId(self._whole_number("contact", contact.id)),
            company_id=self.company_id(contact.company_id),
            first_name=self._first_name(contact.first_name, contact.last_name),
            last_name=self._last_name(contact.first_name, contact.last_name),
            emails=tuple(map(self.address, contact.emails)),
            is_active=contact.is_active,
        )

    def address(self, email: str) -> str:
        """Return another e-mail address; those of one domain still share one."""
        if not email.strip():
            return ""
        whole = comparable(email)
        person, _, domain = whole.rpartition("@")
        if not person:
            return f"address-{self._code('address', whole).lower()}"
        return (
            f"person-{self._code('address', whole).lower()}@"
            f"domain-{self._code('domain', domain).lower()}.example"
        )

    def _named(self, kind: str, what: str, name: str) -> str:
        return f"{kind} {self._code(what, name)}" if name.strip() else ""

    def _number(self, number: str) -> str:
        return f"No. {self._code('number', number)}" if number.strip() else ""

    def _first_name(self, first: str, last: str) -> str:
        """A code for both names at once: how often a first name occurs would tell which one it is."""
        return f"First {self._person(first, last)}" if first.strip() else ""

    def _last_name(self, first: str, last: str) -> str:
        return f"Last {self._person(first, last)}" if last.strip() else ""

    def _person(self, first: str, last: str) -> str:
        return self._code("person", f"{first}\0{last}")

    def _whole_number(self, what: str, number: int) -> int:
        return int.from_bytes(self._hash(what, str(number)))

    def _code(self, what: str, text: str) -> str:
        """Return eight signs in two groups, others for a name than for an equal number."""
        rest, signs = int.from_bytes(self._hash(what, text)), ""
        for _ in range(_LENGTH):
            signs += _SIGNS[rest % len(_SIGNS)]
            rest >>= _BITS
        return f"{signs[:_HALF]}-{signs[_HALF:]}"

    def _hash(self, what: str, text: str) -> bytes:
        return self._hashed(f"{what}\0{text}")
