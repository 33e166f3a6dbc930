"""The report as JSON for programs: exact values, absent ones null (PRODUCT.md section 5).

Everything outside printable ASCII is escaped, so that a hostile name is inert on a terminal too.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from axtui.core.models import CompanyId, Contact, Customer, NumberField
from axtui.core.report import Report, Row

_DELETE: Final = "\x7f"


Beside = Mapping[CompanyId, Mapping[str, Any]]
"""What else is said of a company's row, by key."""


def json_lines(
    report: Report, rows: Iterable[Row], *, acknowledged: int = 0, beside: Beside | None = None
) -> Iterator[str]:
    """Yield one object: what holds for the whole report, and the rows chosen of it.

    `acknowledged` is how many rows are, whether or not they are printed.
    """
    head = _head(report) | {"acknowledged": acknowledged}
    yield json_line(head | {"rows": [_row(row, report, beside) for row in rows]})


def jsonl_lines(report: Report, rows: Iterable[Row], *, beside: Beside | None = None) -> Iterator[str]:
    """Yield an object per row, a line each."""
    for row in rows:
        yield json_line(_row(row, report, beside))


def json_line(value: dict[str, Any]) -> str:
    """Return a value on one line. DEL is the one control character that JSON leaves as it is."""
    return json.dumps(value, ensure_ascii=True).replace(_DELETE, "\\u007f") + "\n"


def _head(report: Report) -> dict[str, Any]:
    return {
        "profile": report.profile,
        "rule": report.rules.match.match_by.value,
        "fetched_at": {
            "autotask": json_time(report.fetched_at.autotask),
            "xero": json_time(report.fetched_at.xero),
        },
        "complete": report.complete,
        "incomplete_because": list(report.incomplete_because),
        "counts": {note.value: count for note, count in report.counts.items()},
    }


def _row(row: Row, report: Report, beside: Beside | None) -> dict[str, Any]:
    field = report.rules.match.number_field
    customer = row.customer
    return {
        "company_id": row.company.id,
        "company": row.company.name,
        "company_number": row.company.number or None,
        "note": row.note.value,
        "customers": [_customer(each, field) for each in row.customers],
        "contacts": [_contact(each) for each in row.contacts],
        "first_name": (customer and customer.first_name) or None,
        "last_name": (customer and customer.last_name) or None,
        "email": (customer and customer.email) or None,
        "reasons": [{"code": reason.code.value, "text": reason.text} for reason in row.reasons],
        **(beside or {}).get(row.company.id, {}),
    }


def _customer(customer: Customer, field: NumberField) -> dict[str, Any]:
    return {"id": customer.id, "name": customer.name, "number": customer.number(field) or None}


def _contact(contact: Contact) -> dict[str, Any]:
    return {
        "id": contact.id,
        "first_name": contact.first_name or None,
        "last_name": contact.last_name or None,
        "email": contact.email or None,
    }


def json_time(moment: datetime) -> str:
    """Return a time in UTC, to the second."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
