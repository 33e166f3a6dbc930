"""What the export dialog says: its help, what is not in the file and why, and what was written."""

from collections.abc import Iterator, Sequence
from typing import Final

from textual.content import Content

from axtui.core.contact_import.file_kinds import FileKind
from axtui.core.contact_import.plan import ImportPlan, NotWritten
from axtui.core.contact_import.words import NEXT_STEPS, READING_OF_FORMAT, ROLLBACK_LIMITS, UPDATES_WARNING
from axtui.core.errors import AxtuiError
from axtui.core.sentences import counted
from axtui.core.text import visible
from axtui.services.export import ExportedFile, Written
from axtui.tui.widgets.panel import Line

_MOST_NAMED: Final = 20
"""Rows of one kind that are named one by one; the rest is counted."""
_PURPOSE: Final = {
    FileKind.IMPORT: "creates contacts",
    FileKind.UPDATES: "changes contacts that exist",
    FileKind.UNDO: "what those contacts hold at present",
    FileKind.REVIEW: "for reading, not for import",
    FileKind.REJECTS: "says what is in no import, and why",
    FileKind.MANIFEST: "what was asked for: Verify needs it",
}
_ONE_AFTER_THE_OTHER: Final = (
    "These are two imports, one after the other: first that of the new contacts, then that of the updates."
)
HELP: Final = """\
# Export

Writes the file for Autotask's Contact Import: one row for each Link row, which creates one accounts
contact. axtui only writes the file; you import it into Autotask yourself.

Nothing is written until you have typed the number of rows that will stand in the file. Contacts that exist
are left out unless you include them as updates, in a second file: an import of that one cannot be rolled
back, so it is confirmed in words of its own.

| key | does |
|---|---|
| `tab`, `shift+tab` | in a path: complete it, list what it can become; else next field, previous field |
| `left`, `right`, `space` | change the scope, or the file that is shown |
| `space` | tick a box |
| up, down, `pageup`, `pagedown` | scroll |
| preview: arrows, `pageup`, `pagedown`, `home`, `end`, `g`, `G` | choose a cell, which is shown in full |
| preview: `n` | the next cell with a `!`, which should be looked at |
| `enter` | press the button that has the focus |
| `y` | once the files are written: copy the line that fetches the file |
| `escape`, outside a field `q` | cancel; while the files are being written it waits |

The cells are exact, so a name that begins with `=` stays as it is: do not open the file in a spreadsheet.
"""


def note_lines(plan: ImportPlan) -> Iterator[Line]:
    """Name what is not in the file and why, then what is worth knowing of what is."""
    yield from _named("Rejected", plan.rejected)
    yield from _named("Left out", plan.left_out)
    for sentence in (*plan.fmt.warnings, *plan.warnings):
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


def afterwards_words(outcome: Written | AxtuiError) -> str:
    """Say what has become of an export that the end of the app has overtaken."""
    if isinstance(outcome, AxtuiError):
        return f"The export was not written. {outcome}"
    paths = ", ".join(str(each.path) for each in outcome.files)
    return f"The export was written: {paths}, {outcome.manifest.name}."


def result_lines(written: Written, *, is_our_reading: bool, copy_lines: Sequence[str]) -> Iterator[Line]:
    """Say which files there are, what proves that they are these, and what to do with them."""
    several = "The files are written." if len(written.files) > 1 else "The file is written."
    yield Line("", Content.styled(several, "bold"))
    yield Line("", "")
    for each in written.files:
        yield from _file_lines(each)
    yield Line("manifest  ", visible(str(written.manifest)))
    yield Line(" " * 10, _PURPOSE[FileKind.MANIFEST])
    if copy_lines:
        what = "it" if len(copy_lines) == 1 else "them"
        yield Line("", "")
        yield Line("", f"To fetch {what} from here, type on your own machine (y copies that):")
        yield from (Line("  ", Content.styled(each, "bold")) for each in copy_lines)
    yield from _next_lines(written, is_our_reading=is_our_reading)


def _file_lines(each: ExportedFile) -> Iterator[Line]:
    yield Line(f"{each.kind.value:<10}", visible(str(each.path)))
    yield Line(" " * 10, f"{counted(each.rows, 'row')}, {each.bytes:,} bytes; {_PURPOSE[each.kind]}")
    if each.kind.is_to_import:
        yield Line(f"{'sha256':<10}", each.sha256)


def _next_lines(written: Written, *, is_our_reading: bool) -> Iterator[Line]:
    has_updates = any(each.kind is FileKind.UPDATES for each in written.to_import)
    sentences = (
        NEXT_STEPS,
        _ONE_AFTER_THE_OTHER if len(written.to_import) > 1 else "",
        UPDATES_WARNING if has_updates else "",
        READING_OF_FORMAT if is_our_reading else "",
        ROLLBACK_LIMITS,
        "After the import, Verify reads Autotask and says row by row what took effect.",
    )
    for sentence in filter(None, sentences):
        yield Line("", "")
        yield Line("", sentence)
