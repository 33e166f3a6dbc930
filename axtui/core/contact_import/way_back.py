"""What to do about an import that did not do as asked: the way back in Autotask, and where there is none.

The sections named here are those of autotask-contact-import.md.
"""

from collections.abc import Iterator
from typing import Final

from axtui.core.contact_import.file_kinds import FileKind
from axtui.core.contact_import.manifest import RowKind
from axtui.core.contact_import.verification import Outcome, Verification
from axtui.core.text import visible

_NOT_AGAIN: Final = (
    "Import the same file again only where Import History shows that no import of it has created anything: "
    "whether Autotask notices contacts that it has already is not known."
)
_MISSING: Final = (
    "Missing rows: look in Autotask whether the import ran, and what it said. When the cause is gone, make a "
    "new report and a new file from it: it holds what still lacks the link."
)
_TWICE: Final = "Contacts that are there twice: keep one of them; the other is deleted in Autotask by hand."
_CHANGED: Final = "Changed contacts: look at each in Autotask, and set there what should stand there."
_BATCH: Final = (
    "To take back what an import created: Import History, beside Contact Import in Autotask's Admin menu, "
    "lists it with its Batch ID; right-click it and choose "
    '"Delete [Items] created by this Import Batch".'
)
_IN_USE: Final = (
    "That does not delete contacts which are tied to other data by then, for example to tickets, as "
    "recipients of invoice e-mails, as portal users or as primary contacts."
)

_NO_ROLLBACK: Final = "Updates cannot be rolled back."


def way_back(verification: Verification) -> tuple[str, ...]:
    """Return display-safe sentences for what is not as asked; none where everything is (section 7)."""
    return () if verification.ok else tuple(_sentences(verification))


def _sentences(verification: Verification) -> Iterator[str]:
    counts, manifest = verification.counts, verification.manifest
    kinds = {row.kind for row in manifest.rows}
    if counts[Outcome.MISSING]:
        yield _MISSING
    if counts[Outcome.NO_UDF]:
        udf = visible(manifest.udf_name)
        yield (
            f"Contacts without the link: set {udf} in Autotask by hand, or make a new report and write them "
            "as updates."
        )
    if counts[Outcome.TWICE]:
        yield _TWICE
    if counts[Outcome.CHANGED]:
        yield _CHANGED
    yield _NOT_AGAIN
    if RowKind.CREATE in kinds:
        yield _BATCH
        yield _IN_USE
    if RowKind.UPDATE in kinds:
        yield _updates(verification)


def _updates(verification: Verification) -> str:
    """Name the undo file, and promise nothing of it: what a blank cell does is not known (section 5)."""
    names = [each.name for each in verification.manifest.files if each.kind is FileKind.UNDO]
    if not names:
        return _NO_ROLLBACK
    return (
        f"{_NO_ROLLBACK} What the contacts held before stands in {visible(names[0])}. Importing that is an "
        "update as well, and whether a blank cell clears a field is not known."
    )
