"""Pages and what else is noted of a run, as bytes and back, exact to the character.

A record is a line of JSON that says what it is, and for a page a second line with its items: so what a file
holds can be told without reading the items. Half a surrogate pair stays one, which an escape would not.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, Final

from axtui.core.errors import Side
from axtui.core.models import Company, CompanyId, Contact, ContactId, Customer, CustomerId, CustomerStatus
from axtui.services.page_log import ListName, NotedPage
from axtui.services.stored_times import stored_time

UNREADABLE: Final = (ValueError, TypeError, KeyError, IndexError, RecursionError)
"""What reading bytes that are no record of ours may raise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The first record: whose pages these are."""

    fingerprint: str
    began: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A side's read began at this time of its clock."""

    side: Side
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """The pages of a list so far do not count."""

    name: ListName


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRecord:
    """A page arrived."""

    name: ListName
    at: datetime
    records: int
    body: bytes
    """The page itself; see `page_of`."""


Record = Heading | Begun | Forgotten | PageRecord


def heading_bytes(fingerprint: str, began: datetime) -> bytes:
    """Return the first record of a file."""
    return _line("heading", fingerprint, began.isoformat())


def begun_bytes(side: Side, since: datetime) -> bytes:
    """Return the record of a side's beginning."""
    return _line("begun", side.value, since.isoformat())


def forgotten_bytes(name: ListName) -> bytes:
    """Return the record of a list that is read anew."""
    return _line("forgotten", name.value)


def page_bytes(name: ListName, page: NotedPage[object], at: datetime) -> bytes:
    """Return the record of a page that arrived at this time."""
    about = _line("page", name.value, at.isoformat(), len(page.items) + len(page.others))
    return about + b"\n" + _line(page.after, page.up_to, list(map(_ROWS[name], page.items)), page.others)


def record_of(data: bytes) -> Record:
    """Return what a record says; raises one of `UNREADABLE` for anything else."""
    line, _, body = data.partition(b"\n")
    match _parsed(line):
        case ["heading", str(fingerprint), str(began)]:
            return Heading(fingerprint=fingerprint, began=stored_time(began))
        case ["begun", str(side), str(since)]:
            return Begun(side=Side(side), since=stored_time(since))
        case ["forgotten", str(name)]:
            return Forgotten(name=ListName(name))
        case ["page", str(name), str(at), int(records)]:
            return PageRecord(name=ListName(name), at=stored_time(at), records=records, body=body)
    raise ValueError("no record of ours")


def page_of(record: PageRecord) -> NotedPage[object]:
    """Return the page that a record holds; raises one of `UNREADABLE` for anything else."""
    after, up_to, rows, others = _parsed(record.body)
    return NotedPage(
        after=after, up_to=up_to, items=tuple(map(_ITEMS[record.name], rows)), others=tuple(others)
    )


def _line(*parts: object) -> bytes:
    return _json(parts).encode("utf-8", "surrogatepass")


def _parsed(line: bytes) -> Any:
    return json.loads(line.decode("utf-8", "surrogatepass"))


_json: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
"""A line break inside a text is always escaped, so a line is one value."""


_ROWS: Final[Mapping[ListName, Callable[[Any], tuple[Any, ...]]]] = {
    ListName.COMPANIES: attrgetter("id", "name", "number", "exclude_value"),
    ListName.CONTACTS: attrgetter(
        "id", "company_id", "first_name", "last_name", "emails", "is_active", "udf_value"
    ),
    ListName.CUSTOMERS: attrgetter(
        "id",
        "name",
        "account_number",
        "contact_number",
        "status",
        "first_name",
        "last_name",
        "email",
        "is_customer",
        "changed_ms",
    ),
}


def _company(row: Sequence[Any]) -> Company:
    at, name, number, exclude_value = row
    return Company(id=CompanyId(at), name=name, number=number, exclude_value=exclude_value)


def _contact(row: Sequence[Any]) -> Contact:
    at, company_at, first_name, last_name, emails, is_active, udf_value = row
    return Contact(
        id=ContactId(at),
        company_id=CompanyId(company_at),
        first_name=first_name,
        last_name=last_name,
        emails=tuple(emails),
        is_active=is_active,
        udf_value=udf_value,
    )


def _customer(row: Sequence[Any]) -> Customer:
    (
        at,
        name,
        account_number,
        contact_number,
        status,
        first_name,
        last_name,
        email,
        is_customer,
        changed_ms,
    ) = row
    return Customer(
        id=CustomerId(at),
        name=name,
        account_number=account_number,
        contact_number=contact_number,
        status=CustomerStatus(status),
        first_name=first_name,
        last_name=last_name,
        email=email,
        is_customer=is_customer,
        changed_ms=changed_ms,
    )


_ITEMS: Final[Mapping[ListName, Callable[[Sequence[Any]], object]]] = {
    ListName.COMPANIES: _company,
    ListName.CONTACTS: _contact,
    ListName.CUSTOMERS: _customer,
}
