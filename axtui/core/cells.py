"""What the report shows of a row, column by column (PRODUCT.md section 2).

The text is display-safe, and the same on screen, in a search and in a file for reading.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from axtui.core.notes import Note
from axtui.core.text import visible

if TYPE_CHECKING:
    from axtui.core.report_row import Row

SEPARATOR: Final = "; "
"""Stands between several customers or contacts in one cell."""
_MOST_CUSTOMERS: Final = 50
"""Named in one cell: where thousands on either side have one name, every row would hold them all."""

_LOOKED_FOR: Final = (Note.LINK, Note.NOT_FOUND)
"""Notes of rows whose accounts contact was looked for and is not there."""
_NOT_LOOKED_FOR: Final = (Note.EXCLUDED, Note.NO_MATCH)


class Column(StrEnum):
    """The columns of the report from left to right; the values are the search's column words."""

    COMPANY = "company"
    NUMBER = "number"
    CUSTOMER = "customer"
    CONTACT = "contact"
    FIRST = "first"
    LAST = "last"
    EMAIL = "email"
    NOTE = "note"

    @property
    def title(self) -> str:  # type: ignore[override]  # str.title is of no use on a column
        """The column's heading."""
        return _TITLES[self]


_TITLES: Final = {
    Column.COMPANY: "Company",
    Column.NUMBER: "Number",
    Column.CUSTOMER: "Xero customer",
    Column.CONTACT: "Accounts contact",
    Column.FIRST: "First",
    Column.LAST: "Last",
    Column.EMAIL: "E-mail",
    Column.NOTE: "Note",
}

COLUMNS: Final = tuple(Column)
TITLES: Final = tuple(column.title for column in COLUMNS)
"""The headings in the order of `cells_of`."""


def cells_of(row: Row) -> tuple[str, ...]:
    """Return the row's cells in the order of `Column`: safe to show anywhere, each on one line."""
    return tuple(map(visible, exact_cells_of(row)))


def exact_cells_of(row: Row) -> tuple[str, ...]:
    """Return the same cells as both systems have them; not to be shown anywhere."""
    customer = row.customer
    person = (customer.first_name, customer.last_name, customer.email) if customer else ("", "", "")
    company = row.company
    return (company.name, company.number, _customer_cell(row), _contact_cell(row), *person, str(row.note))


def _customer_cell(row: Row) -> str:
    if row.note is Note.NO_MATCH:
        return str(Note.NO_MATCH)
    names = [customer.name for customer in row.customers[:_MOST_CUSTOMERS]]
    more = len(row.customers) - len(names)
    return SEPARATOR.join(names) + (f"{SEPARATOR}and {more:,} more" if more else "")


def _contact_cell(row: Row) -> str:
    if row.note in _NOT_LOOKED_FOR:
        return ""
    if row.note in _LOOKED_FOR:
        return str(Note.NOT_FOUND)
    found = row.contacts or ((row.sole_contact,) if row.sole_contact else ())
    return SEPARATOR.join([contact.called for contact in found])
