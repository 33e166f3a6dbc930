"""What Xero sends, as structs, and how it becomes domain values; the one place with its field names.

A missing value is a missing key or an empty text (xero-api.md section 3.4); unknown fields are ignored.
"""

import re
from typing import Final

import msgspec

from axtui.core.errors import Side
from axtui.core.models import Customer, CustomerId, CustomerStatus
from axtui.sources.decoding import JsonReader, Records


class ContactWire(msgspec.Struct, frozen=True, rename="pascal"):
    """A contact of Xero: a customer or supplier firm with its primary person."""

    id: str = msgspec.field(name="ContactID")
    contact_status: CustomerStatus
    name: str | None = None
    account_number: str | None = None
    contact_number: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    email_address: str | None = None
    is_customer: bool | None = None
    updated: str | None = msgspec.field(name="UpdatedDateUTC", default=None)


class PaginationWire(msgspec.Struct, frozen=True):
    """How many pages and contacts there are; lower case among capitals (section 3.2)."""

    page_count: int | None = msgspec.field(name="pageCount", default=None)
    item_count: int | None = msgspec.field(name="itemCount", default=None)


class ContactsWire(msgspec.Struct, frozen=True):
    """One page of contacts."""

    contacts: list[ContactWire] = msgspec.field(name="Contacts")
    pagination: PaginationWire | None = None


class OrganisationWire(msgspec.Struct, frozen=True, rename="pascal"):
    """One organisation."""

    name: str | None = None


class OrganisationsWire(msgspec.Struct, frozen=True, rename="pascal"):
    """The answer of `/Organisation`."""

    organisations: list[OrganisationWire]


class TokenWire(msgspec.Struct, frozen=True):
    """The answer of the token address; client credentials bring no refresh token (sections 2.3 and 2.6)."""

    access_token: str
    refresh_token: str | None = None
    expires_in: int | None = None


class ConnectionWire(msgspec.Struct, frozen=True, rename="camel"):
    """One entry of `/connections`: an organisation or a practice, whose name may be null (section 2.7)."""

    tenant_id: str
    tenant_type: str
    tenant_name: str | None = None


CONTACTS: Final = JsonReader(
    ContactsWire,
    side=Side.XERO,
    what="customers",
    records=Records(key="Contacts", one="customer", id_key="ContactID", once=("ContactID", "ContactStatus")),
)
ORGANISATION: Final = JsonReader(OrganisationsWire, side=Side.XERO, what="the organisation")
TOKEN: Final = JsonReader(TokenWire, side=Side.XERO, what="a token")
CONNECTIONS: Final = JsonReader(list[ConnectionWire], side=Side.XERO, what="the list of organisations")


_MOMENT: Final = re.compile(r"/Date\((\d{1,14})(?:[+-]\d{4})?\)/", re.ASCII)
"""Milliseconds since 1970, already UTC: the offset is only a note (xero-api.md section 3.4)."""
_END_OF_TIME: Final = 253_402_300_800_000
"""The year 10000, which no date of Python's reaches."""


def customer_from(wire: ContactWire) -> Customer:
    """Return the customer, every text exactly as Xero has it."""
    return Customer(
        id=CustomerId(wire.id),
        name=wire.name or "",
        account_number=wire.account_number or "",
        contact_number=wire.contact_number or "",
        status=wire.contact_status,
        first_name=wire.first_name or "",
        last_name=wire.last_name or "",
        email=wire.email_address or "",
        is_customer=wire.is_customer,
        changed_ms=_milliseconds(wire.updated),
    )


def _milliseconds(date: str | None) -> int | None:
    """Return when that was; None for anything else than a date of ours, on which no note depends."""
    found = _MOMENT.fullmatch(date or "")
    if found is None:
        return None
    milliseconds = int(found[1])
    return milliseconds if milliseconds < _END_OF_TIME else None
