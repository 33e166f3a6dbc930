"""The many companies that have no story of their own, each made from its place in the report alone.

Nothing is stored: asking for the same place twice gives equal records. Shares of the roles are those of a
tenant that is in fair order.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Final

from axtui.demo.records import Company, CompanyType, Contact, Customer, Status, UdfForm
from axtui.demo.scenario import ACCOUNTS
from axtui.demo.words import company_name, domain_of, person_name, scatter

_FIRST_UPDATE: Final = 1_700_000_000_000
_UPDATE_SPAN: Final = 80_000_000_000
_FIRST_NUMBER: Final = 10_001


class Role(StrEnum):
    """What an ordinary company is like."""

    OK = "ok"
    NO_EMAIL = "no-email"
    LINK = "link"
    SOLE_CONTACT = "sole-contact"
    NO_CONTACTS = "no-contacts"
    NOT_FOUND = "not-found"
    SEVERAL_LINKS = "several-links"
    OTHER_CASE = "other-case"
    OTHER_SPACE = "other-space"
    ARCHIVED = "archived"
    NO_CUSTOMER = "no-customer"
    SHARED = "shared"
    """Bears the name of the company before it, and has no customer of its own."""
    EXCLUDED = "excluded"


_SHARES: Final = (
    (Role.OK, 68),
    (Role.NO_EMAIL, 1),
    (Role.LINK, 8),
    (Role.SOLE_CONTACT, 2),
    (Role.NO_CONTACTS, 1),
    (Role.NOT_FOUND, 5),
    (Role.SEVERAL_LINKS, 2),
    (Role.OTHER_CASE, 2),
    (Role.OTHER_SPACE, 2),
    (Role.ARCHIVED, 2),
    (Role.NO_CUSTOMER, 5),
    (Role.SHARED, 1),
    (Role.EXCLUDED, 1),
)
_ROLES: Final = tuple(role for role, share in _SHARES for _ in range(share))
_LINKED_CONTACTS: Final = {Role.SEVERAL_LINKS: 2, Role.LINK: 0, Role.SOLE_CONTACT: 0, Role.NOT_FOUND: 0}
_LEAST_CONTACTS: Final = {Role.SEVERAL_LINKS: 2, Role.LINK: 2, Role.NO_CONTACTS: 0}
_NO_MORE_CONTACTS: Final = frozenset({Role.SOLE_CONTACT, Role.NO_CONTACTS})
_WITHOUT_CUSTOMER: Final = frozenset({Role.NO_CUSTOMER, Role.SHARED})
_POSITIONS: Final = (None, "Director", None, "Technical", "AccountsIncludedPerson", None)


def drawn_role(place: int) -> Role:
    """Return the role that a place draws; whether it can be played depends on its neighbour."""
    return _ROLES[scatter(place) % len(_ROLES)] if place else Role.OK


def least_contacts(role: Role) -> int:
    """Return how many contacts the role needs."""
    return _LEAST_CONTACTS.get(role, 1)


def takes_more_contacts(role: Role) -> bool:
    """Say whether further contacts leave the role what it is."""
    return role not in _NO_MORE_CONTACTS


def own_customers(role: Role) -> int:
    """Return how many customers the role brings into Xero."""
    return 0 if role in _WITHOUT_CUSTOMER else 1


def report_name(place: int) -> str:
    """Return the name of the ordinary company at a place of the report."""
    return company_name(3 * place)


def company_of(place: int, company_id: int, role: Role) -> Company:
    """Return the company at a place of the report."""
    name = report_name(place - 1 if role is Role.SHARED else place)
    if role is Role.OTHER_CASE:
        name = name.upper()
    if role is Role.OTHER_SPACE:
        name = name.replace(" ", "  ", 1)
    return Company(
        id=company_id,
        name=name,
        number=f"C-{_FIRST_NUMBER + place}",
        no_sync="true" if role is Role.EXCLUDED else None,
    )


def contact_of(place: int, slot: int, *, contact_id: int, company_id: int, role: Role) -> Contact:
    """Return a contact of the company at a place; the first ones carry the link where the role says so."""
    draw = scatter(place * 64 + slot)
    first, last = person_name(draw)
    linked = slot < _LINKED_CONTACTS.get(role, 1)
    email = f"{first}.{last}@{domain_of(report_name(place))}".lower()
    return Contact(
        id=contact_id,
        company_id=company_id,
        first_name=first,
        last_name=last,
        email=None if linked and role is Role.NO_EMAIL else email,
        email2=f"{first}@{domain_of(last)}".lower() if draw % 16 == 0 else None,
        is_active=0 if slot >= least_contacts(role) and draw % 8 == 1 else 1,
        position=ACCOUNTS if linked else _POSITIONS[(draw >> 12) % len(_POSITIONS)],
        udf_form=UdfForm.LISTED if draw % 32 else UdfForm.ABSENT,
    )


def customer_of(place: int, customer_id: str, role: Role) -> Customer:
    """Return the customer of the company at a place of the report."""
    draw = scatter(place * 64 + 63)
    name = report_name(place)
    first, last = person_name(scatter(place * 64) if role is Role.OK else draw)
    lacks = draw % 3 if role is Role.NOT_FOUND else None
    number = f"C-{_FIRST_NUMBER + place}"
    return Customer(
        id=customer_id,
        name=name,
        first_name=None if lacks == 0 else first,
        last_name="" if lacks == 1 else last,
        email=("" if draw % 2 else None) if lacks == 2 else f"accounts@{domain_of(name)}",  # noqa: PLR2004  # drawn
        account_number=None if draw % 11 == 0 else number,
        contact_number=number if draw % 3 == 0 else None,
        status=Status.ARCHIVED if role is Role.ARCHIVED else Status.ACTIVE,
        is_customer=draw % 9 != 0,
        updated=updated_at(draw),
    )


def bystander_company(number: int, company_id: int, namesake: str) -> Company:
    """Return one of the companies that do not belong in the report, by type or because they are inactive."""
    kind = number % 8
    if kind == 0:
        return Company(id=company_id, name=namesake, number=f"B-{number}", is_active=False)
    return Company(
        id=company_id,
        name=bystander_name(number),
        number=f"B-{number}",
        company_type=_BYSTANDER_TYPES[kind],
        is_active=kind not in _INACTIVE_KINDS,
    )


_BYSTANDER_TYPES: Final = (
    CompanyType.CUSTOMER,
    CompanyType.VENDOR,
    CompanyType.LEAD,
    CompanyType.PROSPECT,
    CompanyType.DEAD,
    CompanyType.CANCELATION,
    CompanyType.PARTNER,
    CompanyType.CUSTOMER,
)
_INACTIVE_KINDS: Final = frozenset({0, 5, 7})


def bystander_name(number: int) -> str:
    """Return the name that the numbered bystander has, unless it is somebody's namesake."""
    return company_name(3 * number + 1)


def bystander_contact(number: int, company_name: str, *, contact_id: int, company_id: int) -> Contact:
    """Return the one contact of a bystander; it carries the link, which must not matter."""
    first, last = person_name(scatter(~number))
    email = f"{first}.{last}@{domain_of(company_name)}".lower()
    return Contact(
        id=contact_id,
        company_id=company_id,
        first_name=first,
        last_name=last,
        email=email,
        is_active=number % 2,
        position=ACCOUNTS,
    )


def stranger(
    number: int, customer_id: str, *, bystanders: int, archived_namesake: Callable[[], str]
) -> Customer:
    """Return a customer to whom no company of the report belongs: supplier, bystander, or one of long ago."""
    draw = scatter(number * 64 + 62)
    whose, kind = divmod(number, 5)
    name = company_name(3 * number + 2)
    if kind == 0 and whose < bystanders and whose % 8:
        name = bystander_name(whose)
    if kind == 1:
        name = archived_namesake()
    first, last = person_name(draw)
    return Customer(
        id=customer_id,
        name=name,
        first_name=first if draw % 4 else None,
        last_name=last if draw % 4 else None,
        email=f"hello@{domain_of(company_name(3 * number + 2))}" if draw % 5 else "",
        account_number=f"X-{number}" if draw % 2 else None,
        status=_stranger_status(kind, draw),
        is_customer=kind != 2,  # noqa: PLR2004  # the third kind is a supplier
        is_supplier=kind == 2,  # noqa: PLR2004  # same
        updated=updated_at(draw),
    )


def _stranger_status(kind: int, draw: int) -> Status:
    if kind == 1:
        return Status.ARCHIVED
    if draw % 50 == 0:
        return Status.GDPRREQUEST
    return Status.ARCHIVED if draw % 12 == 1 else Status.ACTIVE


def updated_at(draw: int) -> int:
    """Return a time in the past, in milliseconds."""
    return _FIRST_UPDATE + draw * 19 % _UPDATE_SPAN
