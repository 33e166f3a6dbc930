"""Small builders of the domain's values, so that a test states only what it is about.

The defaults make one ordinary company with its customer; what a test does not name is of no matter to it.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from axtui.core.match_by import MatchBy
from axtui.core.matching import MatchRule
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
    NumberField,
    Snapshot,
    TenantFacts,
)
from axtui.core.report import ReportRules

NAME: Final = "Acme Ltd"
NOON: Final = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def company(at: int = 1, name: str = NAME, *, number: str = "", exclude: str | None = None) -> Company:
    """Return a company with this id."""
    return Company(id=CompanyId(at), name=name, number=number, exclude_value=exclude)


def contact(
    at: int = 1,
    company_at: int = 1,
    *,
    first: str = "Ada",
    last: str = "Byron",
    emails: Sequence[str] = ("ada@acme.example",),
    active: bool | None = True,
    udf: str | None = None,
) -> Contact:
    """Return a contact with this id, of company 1 unless told; it carries no link."""
    return Contact(
        id=ContactId(at),
        company_id=CompanyId(company_at),
        first_name=first,
        last_name=last,
        emails=tuple(emails),
        is_active=active,
        udf_value=udf,
    )


def addresses(*fields: str | None) -> tuple[str, ...]:
    """Return what a contact holds of Autotask's fields for addresses."""
    last = max((at for at, field in enumerate(fields, start=1) if field), default=0)
    return tuple(field or "" for field in fields[:last])


def linked(
    at: int = 1,
    company_at: int = 1,
    *,
    first: str = "Ada",
    last: str = "Byron",
    emails: Sequence[str] = ("ada@acme.example",),
    active: bool | None = True,
) -> Contact:
    """Return a contact that carries the link."""
    return contact(at, company_at, first=first, last=last, emails=emails, active=active, udf="Accounts")


def customer(
    at: str = "x1",
    name: str = NAME,
    *,
    number: str = "",
    contact_number: str = "",
    status: CustomerStatus = CustomerStatus.ACTIVE,
    first: str = "Grace",
    last: str = "Hopper",
    email: str = "grace@acme.example",
    invoiced: bool | None = None,
    changed: datetime | None = None,
) -> Customer:
    """Return a customer with this id, active, with a person that an import can take."""
    return Customer(
        id=CustomerId(at),
        name=name,
        account_number=number,
        contact_number=contact_number,
        status=status,
        first_name=first,
        last_name=last,
        email=email,
        is_customer=invoiced,
        changed_ms=None if changed is None else int(changed.timestamp() * 1000),
    )


def archived(at: str = "x9", name: str = NAME, *, number: str = "") -> Customer:
    """Return an archived customer."""
    return customer(at, name, number=number, status=CustomerStatus.ARCHIVED)


def facts(
    *,
    udf_value: str = "Accounts",
    udf_values: Sequence[tuple[str, str]] = (),
    limits: FieldLimits | None = None,
) -> TenantFacts:
    """Return what Autotask says of itself; `udf_values` are pairs of stored and display value."""
    return TenantFacts(
        udf_name="Position",
        udf_value=udf_value,
        udf_id=29680003,
        udf_values=tuple(ListValue(stored=stored, display=display) for stored, display in udf_values),
        limits=limits or FieldLimits(),
    )


def snapshot(
    companies: Sequence[Company] = (),
    contacts: Sequence[Contact] = (),
    customers: Sequence[Customer] = (),
    *,
    tenant: TenantFacts | None = None,
    incomplete_because: Sequence[str] = (),
) -> Snapshot:
    """Return both systems at one time."""
    return Snapshot(
        profile="acme",
        fetched_at=FetchedAt(autotask=NOON, xero=NOON),
        companies=tuple(companies),
        contacts=tuple(contacts),
        customers=tuple(customers),
        facts=tenant or facts(),
        incomplete_because=tuple(incomplete_because),
    )


def rules(
    match_by: MatchBy = MatchBy.NAME,
    *,
    ignore_case: bool = False,
    field: NumberField = NumberField.ACCOUNT_NUMBER,
    sole: bool = False,
) -> ReportRules:
    """Return how a report is built; `ignore_case` is the setting `name_ignore_case`."""
    return ReportRules(
        match=MatchRule(match_by=match_by, name_ignore_case=ignore_case, number_field=field),
        sole_contact_is_enough=sole,
    )
