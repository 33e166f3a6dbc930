"""The values the program works on: what was read from both systems, exactly as it was read.

Strings are exact. What a screen, a file for reading or a log shows of them goes through `core.text.visible`.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import NewType

from axtui.core.record import record

CompanyId = NewType("CompanyId", int)
ContactId = NewType("ContactId", int)
CustomerId = NewType("CustomerId", str)


class CustomerStatus(StrEnum):
    """Only an active customer can match (xero-api.md section 3.4)."""

    ACTIVE = "ACTIVE"
    ARCHIVED = "ARCHIVED"
    GDPRREQUEST = "GDPRREQUEST"


class NumberField(StrEnum):
    """Which of Xero's two numbers is compared with the company number (setting `xero_number_field`)."""

    ACCOUNT_NUMBER = "AccountNumber"
    CONTACT_NUMBER = "ContactNumber"


@record
class Company:
    """An Autotask company that belongs in the report."""

    id: CompanyId
    name: str
    number: str = ""
    """Company number; empty where Autotask has none."""
    exclude_value: str | None = None
    """Value of the exclude UDF, where one is configured and set."""


@record
class Contact:
    """A person at one company in Autotask."""

    id: ContactId
    company_id: CompanyId
    first_name: str = ""
    last_name: str = ""
    emails: tuple[str, ...] = ()
    """Autotask's three fields for addresses in their order, blank ones empty; none at the end is empty."""
    is_active: bool | None = True
    """None where Autotask did not say: counts as active, with a reason."""
    udf_value: str | None = None
    """Value of the contact UDF (`Position`), stored form as Autotask sends it."""

    @property
    def email(self) -> str:
        """The first address that there is, or an empty string."""
        return next((email for email in self.emails if email.strip()), "")

    @property
    def called(self) -> str:
        """Full name, else address, else id: what the contact is called, exact and so not fit to show."""
        full_name = f"{self.first_name.strip()} {self.last_name.strip()}".strip()
        return full_name or self.email.strip() or f"contact {self.id}"


@record
class Customer:
    """A Xero contact: a customer or supplier firm, with its primary person."""

    id: CustomerId
    name: str
    account_number: str = ""
    contact_number: str = ""
    status: CustomerStatus = CustomerStatus.ACTIVE
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    is_customer: bool | None = None
    """Whether Xero has a sales invoice for it; None where it did not say. A change does not count as a change
    of the record, so it is as of the last full read (xero-api.md section 3.3)."""
    changed_ms: int | None = None
    """When the record was last changed in Xero, in milliseconds since 1970; None where it did not say. A
    plain number, since a large organisation has a hundred thousand of them."""

    @property
    def changed_at(self) -> datetime | None:
        """When the record was last changed in Xero, in UTC."""
        return None if self.changed_ms is None else datetime.fromtimestamp(self.changed_ms / 1000, UTC)

    def number(self, field: NumberField) -> str:
        """The number that the setting `xero_number_field` names; empty where Xero has none."""
        return self.account_number if field is NumberField.ACCOUNT_NUMBER else self.contact_number


@dataclass(frozen=True, slots=True, kw_only=True)
class ListValue:
    """One entry of a list UDF: what is stored and what Autotask's screens show."""

    stored: str
    display: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldLimits:
    """How many characters Autotask's contact fields hold; defaults from autotask-api.md section 9.2."""

    first_name: int = 50
    last_name: int = 50
    email: int = 254


@dataclass(frozen=True, slots=True, kw_only=True)
class TenantFacts:
    """What Autotask says of itself, kept so that a stored report can be exported without a network."""

    udf_name: str
    """Name of the contact UDF that was read, as configured (`contact_udf`)."""
    udf_value: str
    """What records store to mark the accounts contact; the configuration may name its label instead."""
    udf_id: int | None = None
    """Number for the heading `Contact UDF:<id> <name>`; None where it could not be found."""
    udf_values: tuple[ListValue, ...] = ()
    """Entries of a list UDF; empty for a text UDF."""
    limits: FieldLimits = field(default_factory=FieldLimits)
    zone_url: str = ""
    web_url: str = ""
    organisation: str = ""
    """Name of the Xero organisation, where the login may read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedAt:
    """When each side's read began, in UTC."""

    autotask: datetime
    xero: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Both systems at one time: everything a report, an export or a change of rule needs.

    Records stay out of its `repr`: they are personal data, and `asyncio.run` makes one of what it returns.
    """

    profile: str
    fetched_at: FetchedAt
    companies: tuple[Company, ...] = field(repr=False)
    contacts: tuple[Contact, ...] = field(repr=False)
    customers: tuple[Customer, ...] = field(repr=False)
    facts: TenantFacts
    incomplete_because: tuple[str, ...] = ()
    """Sentences that say what is missing; empty when everything was read."""

    @property
    def complete(self) -> bool:
        """Whether both sides were read to their end."""
        return not self.incomplete_because
