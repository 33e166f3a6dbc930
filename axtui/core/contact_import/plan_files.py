"""Which files a plan makes, in which order they get their names, and how many rows each has."""

from collections.abc import Iterator

from axtui.core.contact_import.file_kinds import FileKind
from axtui.core.contact_import.plan import ImportPlan, file_lines, import_lines
from axtui.core.contact_import.review import reject_lines, review_lines


def kinds_of(plan: ImportPlan, *, review: bool) -> tuple[FileKind, ...]:
    """Return the files that there will be; none where there is nothing to import.

    What is to be imported comes last, the undo file before the updates it undoes, and the manifest before
    the file that counts: who sees that one sees the others.
    """
    if not plan.rows and not plan.updates:
        return ()
    before = tuple(_for_reading(plan, review=review))
    if not plan.updates:
        return (*before, FileKind.MANIFEST, FileKind.IMPORT)
    if not plan.rows:
        return (*before, FileKind.UNDO, FileKind.MANIFEST, FileKind.UPDATES)
    return (*before, FileKind.UNDO, FileKind.UPDATES, FileKind.MANIFEST, FileKind.IMPORT)


def lines_of(kind: FileKind, plan: ImportPlan) -> Iterator[bytes]:
    """Yield a file of rows line by line; the manifest is none."""
    fmt = plan.update_fmt or plan.fmt
    match kind:
        case FileKind.UPDATES:
            return file_lines(fmt, (each.cells for each in plan.updates))
        case FileKind.UNDO:
            return file_lines(fmt, (each.before for each in plan.updates))
        case FileKind.REJECTS:
            return reject_lines(plan)
        case FileKind.REVIEW:
            return review_lines(plan)
    return import_lines(plan)


def rows_in(kind: FileKind, plan: ImportPlan) -> int:
    """Return how many rows of the plan stand in a file; headings are none."""
    match kind:
        case FileKind.IMPORT:
            return len(plan.rows)
        case FileKind.UPDATES | FileKind.UNDO:
            return len(plan.updates)
        case FileKind.REJECTS:
            return len(plan.rejected)
        case FileKind.REVIEW:
            return len(plan.rows) + len(plan.updates)
        case FileKind.MANIFEST:
            return plan.total


def _for_reading(plan: ImportPlan, *, review: bool) -> Iterator[FileKind]:
    if plan.rejected:
        yield FileKind.REJECTS
    if review:
        yield FileKind.REVIEW
