"""What an export wrote, as a value: enough to see later whether an import of it took effect.

Everything is exact, because what stands in Autotask after the import is compared with it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from axtui.core.contact_import.file_kinds import FileKind
from axtui.core.contact_import.format import ImportFormat
from axtui.core.contact_import.headings import Meaning
from axtui.core.contact_import.plan import ImportPlan, NotWritten
from axtui.core.contact_import.template import Template
from axtui.core.models import CompanyId, ContactId
from axtui.core.report import Report
from axtui.core.report_row import Row

FORM: Final = 1
"""Which keys a manifest has; another number is another form."""


class RowKind(StrEnum):
    """What an import of a row does."""

    CREATE = "create"
    UPDATE = "update"


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestFile:
    """One of the files that were written together."""

    kind: FileKind
    name: str
    """Its name in the manifest's own directory."""
    sha256: str
    rows: int
    """Contacts in it; headings are none."""
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestRow:
    """A contact that an import creates or updates."""

    kind: RowKind
    company_id: CompanyId
    company: str
    contact_id: ContactId | None = None
    """None for a contact to create: Autotask gives the number."""
    first_name: str
    last_name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestRefusal:
    """A row of the report that stands in no import file."""

    company_id: CompanyId
    company: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Which files, from what, in which form, and row by row what they ask Autotask for."""

    form: int = FORM
    axtui: str
    """Version of the program."""
    profile: str
    rule: str
    scope: str
    """Which rows of the report were meant, in words."""
    written_at: datetime
    autotask_at: datetime
    """When the read of Autotask began, on which the rows are built."""
    xero_at: datetime
    incomplete_because: tuple[str, ...] = ()
    """Why the report was incomplete; empty when everything had been read."""
    zone_url: str
    """Which Autotask tenant's zone was read."""
    organisation: str
    """Name of the Xero organisation, where it was known."""
    template: str | None
    """Name of the template's file; None for our reading of the format."""
    template_sha256: str | None
    header: tuple[str, ...]
    encoding: str
    delimiter: str
    udf_name: str
    udf_id: int | None
    udf_value: str
    """What Autotask stores for an accounts contact."""
    udf_cell: str
    """What the files hold in its place."""
    files: tuple[ManifestFile, ...]
    rows: tuple[ManifestRow, ...] = field(repr=False)
    rejected: tuple[ManifestRefusal, ...] = field(repr=False)
    left_out: tuple[ManifestRefusal, ...] = field(repr=False)


def manifest_of(
    plan: ImportPlan,
    report: Report,
    *,
    axtui: str,
    scope: str,
    written_at: datetime,
    template: Template | None,
    files: tuple[ManifestFile, ...],
) -> Manifest:
    """Say of a plan what was written of it, and from which report."""
    facts, fmt = report.facts, plan.fmt
    return Manifest(
        axtui=axtui,
        profile=report.profile,
        rule=report.rules.match.match_by.value,
        scope=scope,
        written_at=written_at,
        autotask_at=report.fetched_at.autotask,
        xero_at=report.fetched_at.xero,
        incomplete_because=report.incomplete_because,
        zone_url=facts.zone_url,
        organisation=facts.organisation,
        template=template.name if template else None,
        template_sha256=template.sha256 if template else None,
        header=fmt.header,
        encoding=fmt.dialect.encoding,
        delimiter=fmt.dialect.delimiter,
        udf_name=facts.udf_name,
        udf_id=facts.udf_id,
        udf_value=facts.udf_value,
        udf_cell=fmt.udf_cell,
        files=files,
        rows=tuple(_rows(plan)),
        rejected=_refusals(plan.rejected),
        left_out=_refusals(plan.left_out),
    )


def _rows(plan: ImportPlan) -> Iterator[ManifestRow]:
    for each in plan.rows:
        yield _asked(RowKind.CREATE, each.row, each.cells, plan.fmt)
    for update in plan.updates:
        asked = _asked(RowKind.UPDATE, update.row, update.cells, plan.update_fmt or plan.fmt)
        yield replace(asked, contact_id=update.contact.id)


def _asked(kind: RowKind, row: Row, cells: Sequence[str], fmt: ImportFormat) -> ManifestRow:
    """Return what a row of a file asks for: its cells, which may come from an export of the person's own."""
    places, company = fmt.places, row.company
    return ManifestRow(
        kind=kind,
        company_id=company.id,
        company=company.name,
        first_name=cells[places[Meaning.FIRST_NAME]],
        last_name=cells[places[Meaning.LAST_NAME]],
        email=cells[places[Meaning.EMAIL]],
    )


def _refusals(rows: Iterable[NotWritten]) -> tuple[ManifestRefusal, ...]:
    return tuple(
        ManifestRefusal(company_id=row.company.id, company=row.company.name, reason=reason)
        for row, reason in rows
    )
