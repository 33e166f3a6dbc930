"""Builders of what a manifest holds, so that a test states only the rows that it is about."""

from collections.abc import Sequence

from builders import NAME, NOON

from axtui.core.contact_import.file_kinds import FileKind, name_beside
from axtui.core.contact_import.manifest import Manifest, ManifestFile, ManifestRow, RowKind
from axtui.core.models import CompanyId, ContactId
from axtui.services.manifest_file import manifest_lines


def asked(
    company_at: int = 1,
    name: str = NAME,
    *,
    first: str = "Ada",
    last: str = "Byron",
    email: str = "ada@acme.example",
    update: int | None = None,
) -> ManifestRow:
    """Return a row that creates this contact, or, with `update`, links the contact of this number."""
    return ManifestRow(
        kind=RowKind.CREATE if update is None else RowKind.UPDATE,
        company_id=CompanyId(company_at),
        company=name,
        contact_id=None if update is None else ContactId(update),
        first_name=first,
        last_name=last,
        email=email,
    )


def manifest(
    *rows: ManifestRow, profile: str = "acme", zone_url: str = "", udf_cell: str = "Accounts Contact"
) -> Manifest:
    """Return the manifest of an export of these rows, with the files that it needs."""
    return Manifest(
        axtui="1.0",
        profile=profile,
        rule="name",
        scope="all Link rows",
        written_at=NOON,
        autotask_at=NOON,
        xero_at=NOON,
        zone_url=zone_url,
        organisation="",
        template=None,
        template_sha256=None,
        header=("Company ID",),
        encoding="utf-8",
        delimiter=",",
        udf_name="Position",
        udf_id=29680003,
        udf_value="Accounts",
        udf_cell=udf_cell,
        files=tuple(_files(rows)),
        rows=rows,
        rejected=(),
        left_out=(),
    )


def manifest_bytes(manifest: Manifest) -> bytes:
    """Return the whole file of a manifest."""
    return b"".join(manifest_lines(manifest))


def _files(rows: Sequence[ManifestRow]) -> Sequence[ManifestFile]:
    creates = sum(row.kind is RowKind.CREATE for row in rows)
    updates = len(rows) - creates
    counts = {FileKind.UNDO: updates, FileKind.UPDATES: updates, FileKind.IMPORT: creates}
    return [
        ManifestFile(kind=kind, name=name_beside(kind, "acme.csv"), sha256="0" * 64, rows=count, bytes=100)
        for kind, count in counts.items()
        if count
    ]
