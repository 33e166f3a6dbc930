"""One row of the report: a company, its note, and what that note was decided by (PRODUCT.md section 2)."""

from axtui.core.models import Company, Contact, Customer
from axtui.core.notes import Note, Reason, ReasonCode
from axtui.core.record import record


@record
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
