"""What the screen says that holds an import against what was asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from axtui.core.contact_import.file_kinds import FileKind
from axtui.core.contact_import.manifest import Manifest, RowKind
from axtui.core.contact_import.verification import AS_ASKED, Outcome, Verification, VerifiedRow
from axtui.core.contact_import.verification_table import contact_ids, counts_in_words
from axtui.core.contact_import.way_back import way_back
from axtui.core.progress import Progress
from axtui.core.sentences import counted
from axtui.core.text import visible

HELP: Final = """\
# Verify an import

After you have imported a file in Autotask, this reads the contacts of its companies and says of each row what
became of it. The manifest, written beside the file, says what the file asked for. Nothing is ever written to
Autotask.

| outcome | what it means |
|---|---|
| created, updated | the contact is as the file asked |
| no UDF value | the contact is there, but does not carry the link |
| missing | no contact of the company has the address |
| twice | several contacts of the company have it |
| changed | the contact is there and carries the link, but is not as the file asked |

| key | does |
|---|---|
| `R`, `f5` | reads Autotask; so does `enter` beside the path |
| `tab` | completes the path, or goes to the next field |
| up, down, left, right, page up, page down | move in the table; home, end, `g`, `G` go to its ends |
| `n` | the next row that needs a look; those stand first |
| `s` | saves the table as CSV beside the manifest |
| `y` | sends what is said of the row to the terminal's clipboard (OSC 52) |
| `escape`, `q`, `f10` | leaves; a read that is under way ends |

In the field of the path letters are text.
"""
HEADER: Final = ("Outcome", "Company", "E-mail", "Contact", "What is there")
IMPORT_FIRST: Final = "Import the file in Autotask first; R then reads what came of it."
NEWEST: Final = "This is the newest manifest in the profile's directory for exports."
READING: Final = "Reading Autotask."
_LOOK: Final = ", look"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRow:
    """A row as the table shows it."""

    cells: tuple[str, ...]
    verified: VerifiedRow


def shown_rows(verification: Verification) -> tuple[ShownRow, ...]:
    """Return the rows for the table: those that need a look first, otherwise in the file's order."""
    rows = sorted(verification.rows, key=lambda row: not row.needs_a_look)
    return tuple(ShownRow(cells=_cells(row), verified=row) for row in rows)


def _cells(row: VerifiedRow) -> tuple[str, ...]:
    outcome = f"{row.outcome}{_LOOK if row.ok and row.needs_a_look else ''}"
    return outcome, row.row.company, row.row.email, contact_ids(row), row.text


_REMARKABLE: Final = frozenset(f"{outcome}{_LOOK if outcome in AS_ASKED else ''}" for outcome in Outcome)
"""What the first cell of a row says that needs a look."""


def remark_of(cell: str) -> str:
    """Say whether a cell needs a look; empty for all others."""
    return cell if cell in _REMARKABLE else ""


def manifest_words(manifest: Manifest) -> str:
    """Say which import is meant."""
    files = {each.kind: each.name for each in manifest.files}
    names = [files[kind] for kind in FileKind if kind.is_to_import and kind in files]
    updates = sum(row.kind is RowKind.UPDATE for row in manifest.rows)
    return (
        f"{visible(' and '.join(names))}, written {manifest.written_at:%Y-%m-%d %H:%M} UTC: "
        f"{len(manifest.rows) - updates:,} new, {counted(updates, 'update')}."
    )


def progress_words(progress: Progress) -> str:
    """Say how far the read has come, and what it waits for."""
    waits = f" {visible(progress.waiting_for)}." if progress.waiting_for else ""
    amount = f", {progress.amount}" if progress.done else ""
    return f"{progress.side}: {progress.stage}{amount}.{waits}"


def summary_words(verification: Verification) -> str:
    """Say in numbers what became of the rows."""
    counts = counts_in_words(verification)
    rows = counted(len(verification.rows), "row")
    if verification.ok:
        return f"All as asked. {rows}: {counts or 'nothing was asked for'}."
    return f"! Not all is as asked. {rows}: {counts}."


def advice(verification: Verification) -> Iterator[str]:
    """Yield what is to be said beyond the rows: remarks, and the way back."""
    yield from verification.remarks
    yield from way_back(verification)


def row_words(row: VerifiedRow) -> str:
    """Say all that there is to say of one row."""
    asked = row.row
    person = visible(f"{asked.first_name} {asked.last_name}, {asked.email}")
    return f"{row.outcome}: {visible(asked.company)} ({asked.company_id}), {person}. {row.text}"
