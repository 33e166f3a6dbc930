"""The file for Autotask's Contact Import: which rows stand in it, which do not and why, and its bytes.

Every cell is exact: no apostrophe before a formula, no trimming, no replaced character, because an import
cannot be undone everywhere (autotask-contact-import.md section 8). What cannot stand in the file is left
out with its reason, and all rows are accounted for.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final, NamedTuple

from axtui.core.contact_import.checks import (
    preflight_notes,
    same_address_warnings,
    same_name_warnings,
    udf_warnings,
)
from axtui.core.contact_import.exported import ExportedPeople
from axtui.core.contact_import.format import ImportFormat, cells_for, why_not_written
from axtui.core.contact_import.headings import Meaning
from axtui.core.contact_import.lookalikes import names_of_several, why_like_another
from axtui.core.contact_import.template import Template
from axtui.core.contact_import.updates import NotUpdated, UpdateRow, UpdateRows, Updates
from axtui.core.models import Company, CompanyId, Contact, Customer, FieldLimits, TenantFacts
from axtui.core.notes import Note, ReasonCode
from axtui.core.report_row import Row
from axtui.core.text import comparable, without_invisible

_OWN_ORGANISATION: Final = 0
_NO_CUSTOMER: Final = "It has no single Xero customer to take the contact from."
_SHARES_NAME: Final = (
    "The template has no column for the company's id, and another company of the report has the same name; "
    "add this contact in Autotask by hand."
)
_IS_OWN: Final = "Company id 0 is the tenant's own organisation, which an import must not touch."


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRow:
    """One contact to create."""

    row: Row
    cells: tuple[str, ...]
    """Exact values, one for each heading; blank where Autotask is to decide."""


class NotWritten(NamedTuple):
    """A row that does not stand in the file, with a display-safe sentence that says why."""

    row: Row
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """What the files of an export will hold, and what becomes of every other row."""

    fmt: ImportFormat
    rows: tuple[ImportRow, ...]
    updates: tuple[UpdateRow, ...] = ()
    """For a file of their own: only one without updates can be rolled back (section 8, rule 9)."""
    update_fmt: ImportFormat | None = None
    """The form of that file; None where updates were not wanted."""
    rejected: tuple[NotWritten, ...]
    """Link rows that were wanted and cannot be written."""
    left_out: tuple[NotWritten, ...]
    """Rows that are not meant to be written."""
    warnings: tuple[str, ...]
    """Sentences about the files as a whole that a person must weigh, beside those of the format."""
    preflight: tuple[str, ...]
    """Sentences about cells that are written exactly and may surprise."""

    @property
    def header(self) -> tuple[str, ...]:
        """The headings."""
        return self.fmt.header

    @property
    def total(self) -> int:
        """How many rows were meant: each is written, rejected or left out, once."""
        return len(self.rows) + len(self.updates) + len(self.rejected) + len(self.left_out)


def plan_import(
    rows: Iterable[Row],
    fmt: ImportFormat,
    facts: TenantFacts,
    *,
    contacts_of: Mapping[CompanyId, Sequence[Contact]] | None = None,
    updates: Updates | None = None,
    template: Template | None = None,
) -> ImportPlan:
    """Decide for every row whether it is written, rejected or left out, in their order.

    Contacts that exist are left out; with `updates` they are updated, for which every contact of their
    companies is needed. A template that the format was made of may be an export: whom it holds already is
    not created. Raise an error where the export of the updates has not the columns of a template.
    """
    rows = tuple(rows)
    updating = UpdateRows(updates, fmt, facts) if updates else None
    sorting = _Sorting(
        fmt=fmt,
        facts=facts,
        contacts_of=contacts_of or {},
        updating=updating,
        exported=ExportedPeople(template, fmt.places),
        unclear=frozenset() if Meaning.COMPANY_ID in fmt.places else names_of_several(rows),
    )
    for row in rows:
        sorting.take(row)
    created, updated = sorting.created, sorting.updated
    names = [each.row.company.name for each in created]
    cells = [*(each.cells for each in created), *(each.cells for each in updated)]
    return ImportPlan(
        fmt=fmt,
        rows=tuple(created),
        updates=tuple(updated),
        update_fmt=updating.fmt if updating else None,
        rejected=tuple(sorting.rejected),
        left_out=tuple(sorting.left_out),
        warnings=(
            *udf_warnings(facts),
            *same_name_warnings(names),
            *same_address_warnings(each.row.customer.email for each in created if each.row.customer),
            *(updating.warnings(updated) if updating else ()),
        ),
        preflight=tuple(preflight_notes(chain.from_iterable(cells))),
    )


def import_lines(plan: ImportPlan) -> Iterator[bytes]:
    """Yield the file that creates contacts line by line."""
    return file_lines(plan.fmt, (each.cells for each in plan.rows))


def file_lines(fmt: ImportFormat, rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """Yield a file line by line; a template's own first line stays as it is, to the byte."""
    if fmt.header_line:
        yield fmt.header_line
    else:
        yield fmt.dialect.mark + next(fmt.dialect.lines([fmt.header]))
    yield from fmt.dialect.lines(rows)


class _Taken:
    """What the rows written so far have taken: at most one row for a company (section 8, rule 6)."""

    def __init__(self) -> None:
        self._companies: set[int] = set()
        self._people: set[tuple[str, str]] = set()

    def add(self, company: Company, customer: Customer) -> None:
        self._companies.add(company.id)
        self._people.add(self._person(company, customer))

    def why_left_out(self, company: Company) -> str:
        return "The company stands in the file already." if company.id in self._companies else ""

    def why_rejected(self, company: Company, customer: Customer) -> str:
        if self._person(company, customer) not in self._people:
            return ""
        return (
            "Another row of the file has the same company name and the same e-mail address; "
            "add this contact in Autotask by hand."
        )

    def _person(self, company: Company, customer: Customer) -> tuple[str, str]:
        return comparable(company.name), comparable(customer.email)


@dataclass(slots=True, kw_only=True)
class _Sorting:
    """Puts each row where it belongs."""

    fmt: ImportFormat
    facts: TenantFacts
    contacts_of: Mapping[CompanyId, Sequence[Contact]]
    updating: UpdateRows | None
    exported: ExportedPeople
    unclear: frozenset[str]
    """Names that would have to tell companies apart, and do not."""
    created: list[ImportRow] = field(default_factory=list)
    updated: list[UpdateRow] = field(default_factory=list)
    rejected: list[NotWritten] = field(default_factory=list)
    left_out: list[NotWritten] = field(default_factory=list)
    taken: _Taken = field(default_factory=_Taken)

    def take(self, row: Row) -> None:
        exists = _existing_contact(row)
        why = _why_left_out(row) or ("" if self.updating else exists) or self.taken.why_left_out(row.company)
        if why:
            self.left_out.append(NotWritten(row, why))
        elif row.company.id == _OWN_ORGANISATION:
            self.rejected.append(NotWritten(row, _IS_OWN))
        elif row.customer is None:
            self.rejected.append(NotWritten(row, _NO_CUSTOMER))
        elif self.updating and exists:
            self._update(row, row.customer, self.updating)
        else:
            self._create(row, row.customer)

    def _create(self, row: Row, customer: Customer) -> None:
        company, limits = row.company, self.facts.limits
        why = (
            _why_rejected(company, customer, self.fmt, limits)
            or (_SHARES_NAME if comparable(company.name) in self.unclear else "")
            or self.exported.why_exists(company, customer.email)
            or why_like_another(customer.email, self.contacts_of.get(company.id, ()))
            or self.taken.why_rejected(company, customer)
        )
        if why:
            self.rejected.append(NotWritten(row, why))
            return
        self.taken.add(company, customer)
        self.created.append(ImportRow(row=row, cells=_cells(company, customer, self.fmt)))

    def _update(self, row: Row, customer: Customer, updating: UpdateRows) -> None:
        outcome = updating.of(row, customer, self.contacts_of.get(row.company.id, ()))
        if isinstance(outcome, NotUpdated):
            refused = self.left_out if outcome.is_settled else self.rejected
            refused.append(NotWritten(row, outcome.reason))
            return
        self.taken.add(row.company, customer)
        self.updated.append(outcome)


def _cells(company: Company, customer: Customer, fmt: ImportFormat) -> tuple[str, ...]:
    values = {
        Meaning.COMPANY_ID: str(company.id),
        Meaning.COMPANY_NAME: company.name,
        Meaning.FIRST_NAME: customer.first_name,
        Meaning.LAST_NAME: customer.last_name,
        Meaning.EMAIL: customer.email,
        Meaning.CONTACT_UDF: fmt.udf_cell,
    }
    return cells_for(fmt, values)


def _why_left_out(row: Row) -> str:
    return "" if row.note is Note.LINK else f"Its note is {row.note.value}; only Link rows are written."


def _existing_contact(row: Row) -> str:
    """Return the report's sentence about a contact that has the address already; empty without one."""
    return next((reason.text for reason in row.reasons if reason.code is ReasonCode.CONTACT_EXISTS), "")


def _why_rejected(company: Company, customer: Customer, fmt: ImportFormat, limits: FieldLimits) -> str:
    for what, value, limit in _values(company, customer, limits):
        if not without_invisible(value).strip():
            return f"The {what} is missing." if not value.strip() else f"The {what} shows nothing."
        if limit is not None and len(value) > limit:
            return f"The {what} has {len(value)} characters; Autotask takes {limit}."
        if why := why_not_written(what, value, fmt.dialect):
            return why
    return ""


def _values(
    company: Company, customer: Customer, limits: FieldLimits
) -> Iterator[tuple[str, str, int | None]]:
    """Yield what is written of a row: what to call it, the exact value, and how much Autotask takes."""
    yield "company name", company.name, None
    yield "first name", customer.first_name, limits.first_name
    yield "last name", customer.last_name, limits.last_name
    yield "e-mail address", customer.email, limits.email
