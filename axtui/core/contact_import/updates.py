"""Rows that change a contact which exists: which contact, and what stands in its row.

An update cannot be rolled back, and whether a blank cell clears a field is not known, so a row is built only
of what the contact is known to hold (autotask-contact-import.md sections 5, 7 and 8). It comes from the
person's own export, of which one cell differs; without an export the row has only the columns that name the
contact, because a column that is not in the file holds no blank cell.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from axtui.core.contact_import.dialect import Dialect
from axtui.core.contact_import.format import ImportFormat, cells_for, why_not_written
from axtui.core.contact_import.headings import Meaning
from axtui.core.contact_import.template import Template, format_from
from axtui.core.contact_import.words import LEAN_UPDATES, UNDO_LIMITS, UPDATES_FROM_EXPORT
from axtui.core.models import Contact, Customer, TenantFacts
from axtui.core.report_row import Row
from axtui.core.sentences import listed
from axtui.core.text import comparable, quoted, visible
from axtui.core.verdict import link_values

_MOST_NAMED: Final = 10
_NAMED: Final = (
    (Meaning.FIRST_NAME, "first name"),
    (Meaning.LAST_NAME, "last name"),
    (Meaning.EMAIL, "e-mail address"),
)
"""What Autotask wants of every row, an update too (section 5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Updates:
    """The person's wish that contacts which exist are updated, in a file of their own."""

    export: Template | None = None
    """Their export In Import Template Format; without rows it only tells the form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateRow:
    """One contact to change."""

    row: Row
    contact: Contact
    cells: tuple[str, ...] = field(repr=False)
    """Exact values, one for each heading of the updates file."""
    before: tuple[str, ...] = field(repr=False)
    """The same row with what the contact holds at present."""


class NotUpdated(NamedTuple):
    """Why there is no row for a contact that exists."""

    reason: str
    is_settled: bool = False
    """Whether the contact has already what the row would give it."""


class UpdateRows:
    """Makes the rows of the updates file."""

    def __init__(self, updates: Updates, fmt: ImportFormat, facts: TenantFacts) -> None:
        """Raise an error where the export has not the columns of a template."""
        export = updates.export
        self._facts, self._said = facts, fmt.warnings
        self._export = None if export is None or not export.rows else _Export(export, fmt, facts)
        self.fmt = self._export.fmt if self._export else _lean(fmt)

    def of(self, row: Row, customer: Customer, contacts: Sequence[Contact]) -> UpdateRow | NotUpdated:
        """Return the row that makes the link on the contact with the customer's address, or why not."""
        if Meaning.CONTACT_ID not in self.fmt.places:
            return NotUpdated(_NO_CONTACT_ID)
        contact = _contact_to_update(customer, contacts)
        if isinstance(contact, NotUpdated):
            return contact
        before = self._export.row_of(row, contact) if self._export else self._present(row, contact)
        if isinstance(before, NotUpdated):
            return before
        if why := self._why_not(before):
            return why
        return UpdateRow(row=row, contact=contact, cells=_linked(before, self.fmt), before=before)

    def warnings(self, rows: Sequence[UpdateRow]) -> Iterator[str]:
        """Say what a person must weigh before these rows are imported."""
        if not rows:
            return
        yield from (warning for warning in self.fmt.warnings if warning not in self._said)
        name = quoted(self.fmt.template_name)
        yield UPDATES_FROM_EXPORT.format(export=name) if self._export else LEAN_UPDATES
        at = self.fmt.places[Meaning.CONTACT_UDF]
        if replaced := Counter(each.before[at] for each in rows if each.before[at].strip()):
            yield _replaced_words(replaced, self._facts)
        yield UNDO_LIMITS

    def _present(self, row: Row, contact: Contact) -> tuple[str, ...]:
        """Return the lean row of what was read over the API."""
        values = {
            Meaning.CONTACT_ID: str(contact.id),
            Meaning.COMPANY_ID: str(row.company.id),
            Meaning.COMPANY_NAME: row.company.name,
            Meaning.FIRST_NAME: contact.first_name,
            Meaning.LAST_NAME: contact.last_name,
            Meaning.EMAIL: contact.emails[0] if contact.emails else "",
            Meaning.CONTACT_UDF: _shown(contact.udf_value or "", self._facts),
        }
        return cells_for(self.fmt, values)

    def _why_not(self, before: tuple[str, ...]) -> NotUpdated | None:
        places = self.fmt.places
        if before[places[Meaning.CONTACT_UDF]].strip() in link_values(self._facts):
            return NotUpdated(_IS_SETTLED, is_settled=True)
        for meaning, words in _NAMED:
            if not before[places[meaning]].strip():
                return NotUpdated(
                    f"The contact has no {words} in Autotask, and an import refuses such a row."
                )
        why = _misfit(before, self.fmt.dialect)
        return NotUpdated(why) if why else None


class _Export:
    """The rows of the person's own export, by the contact's number."""

    def __init__(self, export: Template, fmt: ImportFormat, facts: TenantFacts) -> None:
        self.fmt = format_from(export, facts, encoding=fmt.dialect.encoding)
        self._called = f"the export {quoted(export.name)}"
        self._rows: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
        at = self.fmt.places.get(Meaning.CONTACT_ID, len(self.fmt.header))
        for cells in export.rows:
            self._rows[cells[at].strip() if at < len(cells) else ""].append(cells)

    def row_of(self, row: Row, contact: Contact) -> tuple[str, ...] | NotUpdated:
        """Return the contact's row to the character, or why it cannot be taken."""
        rows, words = self._rows.get(str(contact.id), []), _contact_words(contact)
        if not rows:
            return NotUpdated(f"The contact {words} is not in {self._called}; export it too.")
        if len(rows) > 1:
            return NotUpdated(f"The contact {words} stands in {self._called} {len(rows)} times.")
        (cells,) = rows
        if len(cells) != len(self.fmt.header):
            return NotUpdated(
                f"The row of contact {words} in {self._called} has {len(cells)} cells under "
                f"{len(self.fmt.header)} headings; export anew."
            )
        if why := self._contradiction(cells, row, contact):
            return NotUpdated(f"The report and {self._called} differ: {why} Read both anew.")
        return cells

    def _contradiction(self, cells: tuple[str, ...], row: Row, contact: Contact) -> str:
        company_id, company = self._cell(cells, Meaning.COMPANY_ID), self._cell(cells, Meaning.COMPANY_NAME)
        whose, words = row.company, _contact_words(contact)
        elsewhere = (
            company_id != str(whose.id) if company_id else comparable(company) != comparable(whose.name)
        )
        if elsewhere:
            there = f"company {visible(company_id)}" if company_id else quoted(company)
            return f"contact {words} belongs to {there} there."
        email, seen = self._cell(cells, Meaning.EMAIL), contact.emails[0] if contact.emails else ""
        if comparable(email) != comparable(seen):
            return f"contact {words} has the e-mail address {quoted(email)} there, {quoted(seen)} here."
        return ""

    def _cell(self, cells: tuple[str, ...], meaning: Meaning) -> str:
        at = self.fmt.places.get(meaning)
        return "" if at is None else cells[at].strip()


_NO_CONTACT_ID: Final = (
    "The template has no column for the Contact ID, so an import of it cannot change a contact. Use an "
    "export of contacts In Import Template Format."
)
_NOT_READ: Final = "The contact with this e-mail address was not among those that were read."
_IS_SETTLED: Final = "The contact carries the link already."


def _contact_to_update(customer: Customer, contacts: Sequence[Contact]) -> Contact | NotUpdated:
    """Return the one active contact that has the customer's address."""
    address = comparable(customer.email)
    found = [contact for contact in contacts if address and address in map(comparable, contact.emails)]
    active = [contact for contact in found if contact.is_active is not False]
    if len(active) == 1:
        return active[0]
    if active:
        return NotUpdated(
            f"{len(active)} active contacts of the company have this e-mail address: {_named(active)}. "
            "Set the link on the right one in Autotask."
        )
    if found:
        return NotUpdated(
            f"The contact with this e-mail address is inactive: {_named(found)}. Activate it in Autotask "
            "first: on an inactive contact the link does not count."
        )
    return NotUpdated(_NOT_READ)


def _lean(fmt: ImportFormat) -> ImportFormat:
    """Return the same form with only the columns whose present value is known."""
    places = sorted(fmt.places.items(), key=lambda place: place[1])
    return replace(
        fmt,
        header=tuple(fmt.header[at] for _, at in places),
        places={meaning: at for at, (meaning, _) in enumerate(places)},
        header_line=b"",
        warnings=(),
    )


def _misfit(cells: Sequence[str], dialect: Dialect) -> str:
    """Say why a row cannot be written; all cells at once first, because nearly every row can."""
    if not dialect.misfit("".join(cells)):
        return ""
    return next(filter(None, (why_not_written("contact in Autotask", cell, dialect) for cell in cells)))


def _linked(before: tuple[str, ...], fmt: ImportFormat) -> tuple[str, ...]:
    at = fmt.places[Meaning.CONTACT_UDF]
    return (*before[:at], fmt.udf_cell, *before[at + 1 :])


def _shown(stored: str, facts: TenantFacts) -> str:
    """Return what an import takes for a value that Autotask stores (section 8, rule 5)."""
    return next(
        (value.display for value in facts.udf_values if value.stored == stored and value.display.strip()),
        stored,
    )


def _replaced_words(replaced: Mapping[str, int], facts: TenantFacts) -> str:
    values = [f"{quoted(value)} ({count:,})" for value, count in sorted(replaced.items())]
    return (
        f"Contacts to update have another value in {visible(facts.udf_name)} at present, which the import "
        f"replaces: {listed(values, most=_MOST_NAMED)}."
    )


def _named(contacts: Sequence[Contact]) -> str:
    return listed(list(map(_contact_words, contacts)), most=_MOST_NAMED)


def _contact_words(contact: Contact) -> str:
    return f"{visible(contact.called)} (id {contact.id})"
