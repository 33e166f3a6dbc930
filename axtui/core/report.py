"""The report: one row per company, one note per row, decided by one table; and the reasons for it.

The rules are PRODUCT.md section 2.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from axtui.core.matching import MatchRule
from axtui.core.models import Company, Contact, Customer, FetchedAt, TenantFacts


class Note(StrEnum):
    """The row's verdict, in the order of the note keys 1 to 7."""

    NO_MATCH = "No Match"
    NOT_FOUND = "Not Found"
    LINK = "Link"
    AMBIGUOUS = "Ambiguous"
    MULTIPLE = "Multiple"
    OK = "OK"
    EXCLUDED = "Excluded"


class ReasonCode(StrEnum):
    """Why a note was given; stable, for scripts."""

    DIFFERS_IN_CASE = "differs-in-case"
    DIFFERS_IN_SPACE = "differs-in-space"
    DIFFERS_IN_NORMAL_FORM = "differs-in-normal-form"
    INVISIBLE_CHARACTER = "invisible-character"
    ARCHIVED_IN_XERO = "archived-in-xero"
    NO_NUMBER = "no-number"
    NUMBER_DIFFERS_IN_CASE = "number-differs-in-case"
    NAME_MATCHES_BUT_NUMBER_DOES_NOT = "name-matches-but-number-does-not"
    NOT_IN_XERO = "not-in-xero"
    SEVERAL_CUSTOMERS = "several-customers"
    SHARED_CUSTOMER = "shared-customer"
    SEVERAL_LINKS = "several-links"
    NO_EMAIL = "no-email"
    ONLY_CONTACT = "only-contact"
    NO_FIRST_NAME = "no-first-name"
    NO_LAST_NAME = "no-last-name"
    TOO_LONG = "too-long"
    CONTACT_EXISTS = "contact-exists"
    INACTIVE_CONTACT_CARRIES_LINK = "inactive-contact-carries-link"
    NO_CONTACTS = "no-contacts"
    MATCHED_BY_NAME_ONLY = "matched-by-name-only"
    ACTIVITY_UNKNOWN = "activity-unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason: a stable code, and a display-safe sentence that a technician can act on."""

    code: ReasonCode
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRules:
    """How a report is built from a snapshot."""

    match: MatchRule = field(default_factory=MatchRule)
    sole_contact_is_enough: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One company in the report. Strings are exact; `core.cells` makes them fit to show."""

    company: Company
    note: Note
    customers: tuple[Customer, ...] = ()
    """Those that match; exactly one for OK, Link, Not Found and Multiple."""
    contacts: tuple[Contact, ...] = ()
    """Those that carry the link and are active."""
    sole_contact: Contact | None = None
    """The only active contact, where it stands for the accounts contact without carrying the link."""
    reasons: tuple[Reason, ...] = ()

    @property
    def customer(self) -> Customer | None:
        """The customer, where exactly one matches."""
        return self.customers[0] if len(self.customers) == 1 else None

    def has(self, code: ReasonCode) -> bool:
        """Say whether the row carries this reason."""
        return any(reason.code is code for reason in self.reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All rows in reading order (company name, natural order), with what they were made from."""

    profile: str
    rules: ReportRules
    fetched_at: FetchedAt
    rows: tuple[Row, ...]
    counts: Mapping[Note, int]
    """Rows per note; every note is there, zero included."""
    facts: TenantFacts
    contacts_of: Mapping[int, tuple[Contact, ...]]
    """Every contact of a company by company id, active or not."""
    customers_read: int
    """How many customers Xero has, archived ones included: none at all is worth a sentence."""
    incomplete_because: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether both sides were read to their end."""
        return not self.incomplete_because
