"""The three kinds of record that the imitation holds, in words that both a person and a test can read.

What a record looks like on the wire is the business of `autotask` and `xero`. None means that the vendor
sends no value: null at Autotask, a missing key at Xero.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

OWN_ORGANISATION: Final = 0
"""Id of the tenant's own company: a real row that is never in the report (autotask-api.md section 9.1)."""


class CompanyType(IntEnum):
    """Autotask's fixed list; there is no 5 (autotask-api.md section 9.1)."""

    CUSTOMER = 1
    LEAD = 2
    PROSPECT = 3
    DEAD = 4
    CANCELATION = 6
    VENDOR = 7
    PARTNER = 8


class Status(StrEnum):
    """What Xero says of a customer (xero-api.md section 3.4)."""

    ACTIVE = "ACTIVE"
    ARCHIVED = "ARCHIVED"
    GDPRREQUEST = "GDPRREQUEST"


class UdfForm(StrEnum):
    """How a contact without a UDF value arrives; all forms mean "no values" (autotask-api.md section 9.3)."""

    LISTED = "listed"
    """The name with the value null."""
    EMPTY = "empty"
    """An empty list."""
    ABSENT = "absent"
    """No key at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """An Autotask company."""

    id: int = 0
    name: str
    number: str | None = None
    company_type: CompanyType = CompanyType.CUSTOMER
    is_active: bool = True
    no_sync: str | None = None
    """Value of the UDF `XeroNoSync`."""
    created: int | None = None
    """Milliseconds since 1970, UTC, like `modified`; None for the invented time."""
    modified: int | None = None

    @property
    def in_report(self) -> bool:
        """Whether it is active, a customer, and not the own organisation (PRODUCT.md section 1)."""
        return self.is_active and self.company_type is CompanyType.CUSTOMER and self.id != OWN_ORGANISATION


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person at an Autotask company."""

    id: int = 0
    company_id: int = 0
    first_name: str
    last_name: str
    email: str | None = None
    email2: str | None = None
    email3: str | None = None
    is_active: int | None = 1
    """1 or 0, as Autotask sends it; None where the key is missing."""
    position: str | None = None
    """Stored value of the list UDF `Position`."""
    udf_form: UdfForm = UdfForm.LISTED
    created: int | None = None
    """Milliseconds since 1970, UTC, like `modified`; None for the invented time."""
    modified: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A Xero contact: a customer or supplier firm with its primary person."""

    id: str = ""
    name: str
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    account_number: str | None = None
    contact_number: str | None = None
    status: Status = Status.ACTIVE
    is_customer: bool = True
    is_supplier: bool = False
    updated: int = 0
    """Milliseconds since 1970, UTC."""
