"""The file for Autotask's Contact Import: which rows stand in it, which do not and why, and its bytes.

Every cell is exact: no apostrophe before a formula, no trimming, no replaced character, because an import
cannot be undone everywhere (autotask-contact-import.md section 8). What cannot stand in the file is left
out with its reason, and all rows are accounted for.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from axtui.core.contact_import.checks import (
    comparable,
    preflight_notes,
    same_name_warnings,
    udf_warnings,
)
from axtui.core.contact_import.format import ImportFormat
from axtui.core.contact_import.headings import Meaning
from axtui.core.models import Company, Customer, FieldLimits, TenantFacts
from axtui.core.notes import Note, ReasonCode
from axtui.core.report_row import Row

_OWN_ORGANISATION: Final = 0
_NO_CUSTOMER: Final = "It has no single Xero customer to take the contact from."


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
    """What an import file will hold, and what becomes of every other row."""

    fmt: ImportFormat
    rows: tuple[ImportRow, ...]
    rejected: tuple[NotWritten, ...]
    """Link rows that were wanted and cannot be written."""
    left_out: tuple[NotWritten, ...]
    """Rows that are not meant to be written."""
    warnings: tuple[str, ...]
    """Sentences about the file as a whole that a person must weigh."""
    preflight: tuple[str, ...]
    """Sentences about cells that are written exactly and may surprise."""

    @property
    def header(self) -> tuple[str, ...]:
        """The headings."""
        return self.fmt.header


def plan_import(rows: Iterable[Row], fmt: ImportFormat, facts: TenantFacts) -> ImportPlan:
    """Decide for every row whether it is written, rejected or left out, in their order."""
    written: list[ImportRow] = []
    rejected: list[NotWritten] = []
    left_out: list[NotWritten] = []
    taken, cells_for = _Taken(), _Layout(fmt).cells_for
    for row in rows:
        company, customer = row.company, row.customer
        if why := _why_left_out(row) or taken.why_left_out(company):
            left_out.append(NotWritten(row, why))
        elif customer is None:
            rejected.append(NotWritten(row, _NO_CUSTOMER))
        elif why := _why_rejected(company, customer, fmt, facts.limits) or taken.why_rejected(
            company, customer
        ):
            rejected.append(NotWritten(row, why))
        else:
            taken.add(company, customer)
            written.append(ImportRow(row=row, cells=cells_for(company, customer)))
    names = [each.row.company.name for each in written]
    return ImportPlan(
        fmt=fmt,
        rows=tuple(written),
        rejected=tuple(rejected),
        left_out=tuple(left_out),
        warnings=(*udf_warnings(facts), *same_name_warnings(names)),
        preflight=tuple(preflight_notes(cell for each in written for cell in each.cells)),
    )


def import_bytes(plan: ImportPlan) -> bytes:
    """Return the file."""
    return b"".join(import_lines(plan))


def import_lines(plan: ImportPlan) -> Iterator[bytes]:
    """Yield the file line by line; a template's own first line stays as it is, to the byte."""
    fmt = plan.fmt
    if fmt.header_line:
        yield fmt.header_line
    else:
        yield fmt.dialect.mark + next(fmt.dialect.lines([fmt.header]))
    yield from fmt.dialect.lines(each.cells for each in plan.rows)


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


class _Layout:
    """Where in a line of this format the cells go that we fill."""

    def __init__(self, fmt: ImportFormat) -> None:
        self._places = fmt.places
        self._blank = ["" for _ in fmt.header]
        self._blank[fmt.places[Meaning.CONTACT_UDF]] = fmt.udf_cell

    def cells_for(self, company: Company, customer: Customer) -> tuple[str, ...]:
        cells = self._blank.copy()
        values = {
            Meaning.COMPANY_ID: str(company.id),
            Meaning.COMPANY_NAME: company.name,
            Meaning.FIRST_NAME: customer.first_name,
            Meaning.LAST_NAME: customer.last_name,
            Meaning.EMAIL: customer.email,
        }
        for meaning, value in values.items():
            if (at := self._places.get(meaning)) is not None:
                cells[at] = value
        return tuple(cells)


def _why_left_out(row: Row) -> str:
    if row.note is not Note.LINK:
        return f"Its note is {row.note.value}; only Link rows are written."
    return next((reason.text for reason in row.reasons if reason.code is ReasonCode.CONTACT_EXISTS), "")


def _why_rejected(company: Company, customer: Customer, fmt: ImportFormat, limits: FieldLimits) -> str:
    if company.id == _OWN_ORGANISATION:
        return "Company id 0 is the tenant's own organisation, which an import must not touch."
    for what, value, limit in _values(company, customer, limits):
        if not value.strip():
            return f"The {what} is missing."
        if limit is not None and len(value) > limit:
            return f"The {what} has {len(value)} characters; Autotask takes {limit}."
        if misfit := fmt.dialect.misfit(value):
            return f"The {what} holds what a {fmt.dialect.encoding} file cannot hold: {misfit}."
    return ""


def _values(
    company: Company, customer: Customer, limits: FieldLimits
) -> Iterator[tuple[str, str, int | None]]:
    """Yield what is written of a row: what to call it, the exact value, and how much Autotask takes."""
    yield "company name", company.name, None
    yield "first name", customer.first_name, limits.first_name
    yield "last name", customer.last_name, limits.last_name
    yield "e-mail address", customer.email, limits.email
