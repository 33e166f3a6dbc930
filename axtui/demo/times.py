"""When the invented records were made and last modified: all in a past that every clock has behind it."""

from datetime import UTC, datetime
from typing import Final

from axtui.demo.records import Company, Contact
from axtui.demo.words import scatter

LATEST_MADE: Final = 1_780_000_000_000
"""No invented record was modified at this time or later (milliseconds); what was, has been changed since."""

_CREATED: Final = 1_300_000_000_000
_MODIFIED: Final = 1_650_000_000_000
_SPAN: Final = 100_000_000_000


def company_modified(company: Company) -> int:
    """Return when a company was last modified, in milliseconds."""
    return company.modified or _modified(company.id)


def contact_modified(contact: Contact) -> int:
    """Return when a contact was last modified, in milliseconds."""
    return contact.modified or _modified(contact.id)


def created(record: Company | Contact) -> int:
    """Return when a record was made, in milliseconds."""
    return record.created or _CREATED + record.id * 1_000 % _SPAN


def _modified(record_id: int) -> int:
    return _MODIFIED + scatter(record_id) * 1_000 % _SPAN


def autotask_form(moment: int) -> str:
    """Write a time as Autotask does (autotask-api.md section 5)."""
    return datetime.fromtimestamp(moment / 1_000, tz=UTC).isoformat(timespec="milliseconds")[:-6] + "Z"
