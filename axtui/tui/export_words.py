"""What the export dialog says: its help, what is not in the file and why, and what was written."""

from collections.abc import Iterator
from typing import Final

from textual.content import Content

from axtui.core.contact_import.plan import ImportPlan, NotWritten
from axtui.core.contact_import.template import Template
from axtui.core.contact_import.words import NEXT_STEPS, READING_OF_FORMAT, ROLLBACK_LIMITS
from axtui.core.text import quoted, starts_like_formula, visible
from axtui.services.export import Written
from axtui.tui.widgets.panel import Line

_MOST_NAMED: Final = 20
"""Rows of one kind that are named one by one; the rest is counted."""
HELP: Final = """\
# Export

Writes the file for Autotask's Contact Import: one row for each Link row, which creates one accounts
contact. axtui only writes the file; you import it into Autotask yourself.

Nothing is written until you have typed the number of rows that will stand in the file.

| key | does |
|---|---|
| `tab`, `shift+tab` | next field, previous field |
| `left`, `right`, `space` | change the scope; scroll the preview |
| up, down, `pageup`, `pagedown` | scroll |
| `space` | tick a box |
| `enter` | press the button that has the focus |
| `escape`, outside a field `q` | cancel; while the file is being written it waits |

The cells are exact, so a name that begins with `=` stays as it is: do not open the file in a spreadsheet.
"""


def template_words(template: Template | None) -> str:
    """Say where the columns come from."""
    if template is None:
        return READING_OF_FORMAT
    form = f"{len(template.header)} columns, {template.dialect.encoding}"
    return f"The columns, their order and the form are those of {visible(template.name)}: {form}."


def cell_remark(value: str) -> str:
    """Say why a cell should be looked at; empty for an ordinary one."""
    if starts_like_formula(value):
        return "begins like a formula"
    if not value.isprintable():
        return "holds a character that cannot be seen"
    return "" if value == value.strip() else "has spaces at an end"


def preview_words(rows: int) -> str:
    """Say what the preview shows."""
    if not rows:
        return "No row will stand in the file."
    return (
        "The file as it will be written:" if rows == 1 else f"The file as it will be written, {rows:,} rows:"
    )


def cell_words(heading: str, cell: str, *, row: int) -> str:
    """Say what stands in the chosen cell, whole, and why it should be looked at."""
    if not heading:
        return ""
    where = f"Row {row + 1:,}, {visible(heading)}:"
    remark = cell_remark(cell)
    return f"{where} {quoted(cell) if cell else 'blank'}" + (f"  ! {remark}" if remark else "")


def note_lines(plan: ImportPlan) -> Iterator[Line]:
    """Name what is not in the file and why, then what is worth knowing of what is."""
    yield from _named("Rejected", plan.rejected)
    yield from _named("Left out", plan.left_out)
    for sentence in plan.warnings:
        yield Line(Content.styled("! ", "bold $text-warning"), sentence)
    for sentence in plan.preflight:
        yield Line("Note: ", sentence)


def _named(word: str, rows: tuple[NotWritten, ...]) -> Iterator[Line]:
    if not rows:
        return
    yield Line("", Content.styled(f"{word} ({len(rows):,}):", "bold"))
    for row, reason in rows[:_MOST_NAMED]:
        yield Line("  - ", f"{visible(row.company.name)}: {reason}")
    if len(rows) > _MOST_NAMED:
        yield Line("    ", f"and {len(rows) - _MOST_NAMED:,} more")


def result_lines(written: Written) -> Iterator[Line]:
    """Say where the file is, what proves that it is this one, and what to do with it."""
    rows = "1 row" if written.rows == 1 else f"{written.rows:,} rows"
    yield Line("", Content.styled("The file is written.", "bold"))
    yield Line("", "")
    yield Line("File    ", visible(str(written.path)))
    yield Line("Rows    ", f"{rows}, {written.bytes:,} bytes")
    yield Line("sha256  ", written.sha256)
    for sentence in (NEXT_STEPS, READING_OF_FORMAT, ROLLBACK_LIMITS):
        yield Line("", "")
        yield Line("", sentence)
