"""Files of a verification: the manifest that was written last, and the outcome kept beside it."""

from datetime import datetime
from pathlib import Path

from axtui.core.contact_import.dialect import FOR_SPREADSHEETS
from axtui.core.contact_import.file_kinds import MANIFEST_ENDING
from axtui.core.contact_import.verification import Verification
from axtui.core.contact_import.verification_table import TITLES, table_cells
from axtui.core.errors import CannotWriteError
from axtui.core.text import safe_in_spreadsheet
from axtui.services.export_paths import export_path
from axtui.services.files import write_private


def newest_manifest(directory: str) -> Path | None:
    """Return the manifest in a directory that was written last, None where none is to be seen. Blocks."""
    try:
        manifests = export_path("", directory=directory).glob(f"*{MANIFEST_ENDING}")
        found = [(each.stat().st_mtime, each) for each in manifests]
    except (OSError, CannotWriteError):
        return None  # whoever types a path there is told what is wrong with it
    return max(found, default=(0.0, None))[1]


def save_beside(manifest: Path, verification: Verification, *, now: datetime) -> Path:
    """Write the outcome as CSV for reading beside its manifest, under a name with the time. Blocks."""
    stem = manifest.name.removesuffix(MANIFEST_ENDING)
    path = manifest.with_name(f"{stem}-verified-{now.astimezone():%Y%m%d-%H%M%S}.csv")
    rows = (tuple(map(safe_in_spreadsheet, table_cells(row))) for row in verification.rows)
    lines = FOR_SPREADSHEETS.lines([TITLES, *rows])
    write_private(path, FOR_SPREADSHEETS.mark + b"".join(lines), overwrite=False)
    return path
