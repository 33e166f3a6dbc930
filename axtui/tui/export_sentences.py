"""What the parts of the export dialog say of the files before they are written."""

from typing import Final

from axtui.core.contact_import.checks import cell_remark
from axtui.core.contact_import.file_kinds import FileKind, name_beside
from axtui.core.contact_import.plan import ImportPlan
from axtui.core.contact_import.plan_files import kinds_of, rows_in
from axtui.core.contact_import.template import Template
from axtui.core.contact_import.words import READING_OF_FORMAT
from axtui.core.sentences import counted
from axtui.core.text import quoted, visible
from axtui.tui.export_choice import Existing

_OLDER_UNDO: Final = ": the undo file there may be the only way back from updates that were imported"


def template_words(template: Template | None) -> str:
    """Say where the columns come from."""
    if template is None:
        return READING_OF_FORMAT
    form = f"{len(template.header)} columns, {template.dialect.encoding}"
    return f"The columns, their order and the form are those of {visible(template.name)}: {form}."


def include_words(existing: Existing) -> str:
    """Offer to write updates: as many as there will be, of how many contacts that exist."""
    of = "" if existing.updatable == existing.found else f" of {existing.found:,}"
    are, what = (
        ("contact that exists", "an update") if existing.found == 1 else ("contacts that exist", "updates")
    )
    return f"Include {existing.updatable:,}{of} {are}, as {what} in a second file"


def acknowledged_words(rows: int) -> str:
    """Offer to take acknowledged rows."""
    return f"Include {counted(rows, 'row that is', 'rows that are')} acknowledged"


def preview_words(rows: int, *, are_updates: bool = False) -> str:
    """Say what the preview shows."""
    if not rows:
        return "No row will stand in the file."
    which = "The file of updates" if are_updates else "The file"
    return f"{which} as it will be written, {counted(rows, 'row')}:"


def cell_words(heading: str, cell: str, *, row: int) -> str:
    """Say what stands in the chosen cell, whole, and why it should be looked at."""
    if not heading:
        return ""
    where = f"Row {row + 1:,}, {visible(heading)}:"
    remark = cell_remark(cell)
    return f"{where} {quoted(cell) if cell else 'blank'}" + (f"  ! {remark}" if remark else "")


def replace_words(plan: ImportPlan | None, there: tuple[str, ...], name: str, *, review: bool) -> str:
    """Offer to replace the files that are there; name those that go without a successor."""
    kinds = kinds_of(plan, review=review) if plan else tuple(FileKind)
    made = {visible(name_beside(kind, name)) for kind in kinds}
    gone = [each for each in there if each not in made]
    removed = f", and remove {', '.join(gone)}" if gone else ""
    is_precious = visible(name_beside(FileKind.UNDO, name)) in there
    return f"Replace what is there{removed}{_OLDER_UNDO if is_precious else ''}"


def files_words(plan: ImportPlan, name: str, *, review: bool) -> str:
    """Name the files that there will be, and how many rows each has."""
    kinds = kinds_of(plan, review=review)
    shown = (kind for kind in FileKind if kind in kinds)
    return ", ".join(f"{visible(name_beside(kind, name))}{_rows_words(kind, plan)}" for kind in shown)


def _rows_words(kind: FileKind, plan: ImportPlan) -> str:
    return "" if kind is FileKind.MANIFEST else f" ({rows_in(kind, plan):,})"
