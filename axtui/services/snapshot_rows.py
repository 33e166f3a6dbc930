"""A snapshot and its read state as rows of SQLite tables, and back, exact to the character.

SQLite takes any text but half a surrogate pair; such a text is stored as bytes. Columns have no types, so
that SQLite converts nothing.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from axtui.core.models import (
    Company,
    CompanyId,
    Contact,
    ContactId,
    Customer,
    CustomerId,
    CustomerStatus,
    FetchedAt,
    FieldLimits,
    ListValue,
    Snapshot,
    TenantFacts,
)
from axtui.services.read_state import Kept, ReadState
from axtui.services.stored_times import stored_time

_TABLES: Final = {
    "snapshot": ("profile", "autotask_at", "xero_at", "facts", "incomplete_because"),
    "companies": ("id", "name", "number", "exclude_value"),
    "contacts": ("id", "company_id", "first_name", "last_name", "emails", "is_active", "udf_value"),
    "customers": (
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
    "state": ("fingerprint", "full_at", "autotask_since", "xero_since", "other_companies", "other_contacts"),
}

_Cell = str | bytes | int | None


def write_kept(database: sqlite3.Connection, kept: Kept) -> None:
    """Make the tables and fill them; the sequence of the rows is kept."""
    snapshot = kept.snapshot
    for table, columns in _TABLES.items():
        database.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
    _insert(database, "snapshot", [_about(snapshot)])
    _insert(database, "companies", map(_of_company, snapshot.companies))
    _insert(database, "contacts", map(_of_contact, snapshot.contacts))
    _insert(database, "customers", map(_of_customer, snapshot.customers))
    _insert(database, "state", [_of_state(kept.state)] if kept.state else [])


def read_kept(database: sqlite3.Connection) -> Kept:
    """Return the read that the tables hold; whatever else they hold raises one of Python's own errors."""
    return Kept(snapshot=_read_snapshot(database), state=read_state(database))


def read_state(database: sqlite3.Connection) -> ReadState | None:
    """Return what a refresh must know of the read that the tables hold; None where nothing builds on it."""
    states = [_state(row) for row in _select(database, "state")]
    if len(states) > 1:
        raise ValueError("several states")
    return states[0] if states else None


def read_fetched_at(database: sqlite3.Connection) -> FetchedAt:
    """Return when the read was made that the tables hold, without reading the rest of it."""
    ((_, autotask_at, xero_at, _, _),) = _select(database, "snapshot")
    return FetchedAt(autotask=_time(autotask_at), xero=_time(xero_at))


def _read_snapshot(database: sqlite3.Connection) -> Snapshot:
    ((profile, _, _, facts, incomplete_because),) = _select(database, "snapshot")
    return Snapshot(
        profile=_text(profile),
        fetched_at=read_fetched_at(database),
        companies=tuple(_company(row) for row in _select(database, "companies")),
        contacts=tuple(_contact(row) for row in _select(database, "contacts")),
        customers=tuple(_customer(row) for row in _select(database, "customers")),
        facts=_facts(json.loads(_text(facts))),
        incomplete_because=_texts(incomplete_because),
    )


def _insert(database: sqlite3.Connection, table: str, rows: Iterable[tuple[_Cell, ...]]) -> None:
    marks = ", ".join("?" for _ in _TABLES[table])
    database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608  # our own names


def _select(database: sqlite3.Connection, table: str) -> Iterator[tuple[Any, ...]]:
    columns = ", ".join(_TABLES[table])
    return database.execute(f"SELECT {columns} FROM {table} ORDER BY rowid")  # noqa: S608  # our own names


def _about(snapshot: Snapshot) -> tuple[_Cell, ...]:
    return (
        _cell(snapshot.profile),
        snapshot.fetched_at.autotask.isoformat(),
        snapshot.fetched_at.xero.isoformat(),
        _cell(_json(asdict(snapshot.facts))),
        _cell(_json(snapshot.incomplete_because)),
    )


def _of_company(company: Company) -> tuple[_Cell, ...]:
    return (
        company.id,
        _cell(company.name),
        _cell(company.number),
        None if company.exclude_value is None else _cell(company.exclude_value),
    )


def _of_contact(contact: Contact) -> tuple[_Cell, ...]:
    return (
        contact.id,
        contact.company_id,
        _cell(contact.first_name),
        _cell(contact.last_name),
        _cell(_json(contact.emails)) if contact.emails else "",
        contact.is_active,
        None if contact.udf_value is None else _cell(contact.udf_value),
    )


def _of_customer(customer: Customer) -> tuple[_Cell, ...]:
    return (
        _cell(customer.id),
        _cell(customer.name),
        _cell(customer.account_number),
        _cell(customer.contact_number),
        customer.status.value,
        _cell(customer.first_name),
        _cell(customer.last_name),
        _cell(customer.email),
        customer.is_customer,
        customer.changed_ms,
    )


def _of_state(state: ReadState) -> tuple[_Cell, ...]:
    return (
        _cell(state.fingerprint),
        state.full_at.isoformat(),
        state.autotask_since.isoformat(),
        state.xero_since.isoformat(),
        _json(sorted(state.other_companies)),
        _json(sorted(state.other_contacts)),
    )


def _state(row: tuple[Any, ...]) -> ReadState:
    fingerprint, full_at, autotask_since, xero_since, other_companies, other_contacts = row
    return ReadState(
        fingerprint=_text(fingerprint),
        full_at=_time(full_at),
        autotask_since=_time(autotask_since),
        xero_since=_time(xero_since),
        other_companies=frozenset(map(_number, json.loads(_text(other_companies)))),
        other_contacts=frozenset(map(_number, json.loads(_text(other_contacts)))),
    )


def _company(row: tuple[Any, ...]) -> Company:
    at, name, number, exclude_value = row
    return Company(
        id=CompanyId(_number(at)),
        name=_text(name),
        number=_text(number),
        exclude_value=None if exclude_value is None else _text(exclude_value),
    )


def _contact(row: tuple[Any, ...]) -> Contact:
    at, company_at, first_name, last_name, emails, is_active, udf_value = row
    return Contact(
        id=ContactId(_number(at)),
        company_id=CompanyId(_number(company_at)),
        first_name=_text(first_name),
        last_name=_text(last_name),
        emails=_texts(emails) if emails else (),
        is_active=None if is_active is None else bool(_number(is_active)),
        udf_value=None if udf_value is None else _text(udf_value),
    )


def _customer(row: tuple[Any, ...]) -> Customer:
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
        id=CustomerId(_text(at)),
        name=_text(name),
        account_number=_text(account_number),
        contact_number=_text(contact_number),
        status=CustomerStatus(status),
        first_name=_text(first_name),
        last_name=_text(last_name),
        email=_text(email),
        is_customer=None if is_customer is None else bool(_number(is_customer)),
        changed_ms=None if changed_ms is None else _number(changed_ms),
    )


def _facts(found: object) -> TenantFacts:
    if not isinstance(found, dict):
        raise TypeError("the facts are missing")
    values = tuple(ListValue(**each) for each in found.pop("udf_values"))
    return TenantFacts(udf_values=values, limits=FieldLimits(**found.pop("limits")), **found)


_json: Final = json.JSONEncoder(ensure_ascii=False).encode
"""Escaped, the two halves of a surrogate pair would come back as one character; like this they stay two."""


def _texts(cell: object) -> tuple[str, ...]:
    return tuple(map(_text, json.loads(_text(cell))))


def _cell(text: str) -> _Cell:
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
    return text


def _text(cell: object) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bytes):
        return cell.decode("utf-8", "surrogatepass")
    raise TypeError("a text is missing")


def _time(cell: object) -> datetime:
    return stored_time(_text(cell))


def _number(cell: object) -> int:
    if isinstance(cell, int):
        return cell
    raise TypeError("a number is missing")
