"""What `axtui export` says on stderr: what stands in the files and what not, and what was written."""

from collections.abc import Iterator, Mapping
from typing import Final

from axtui.cli.streams import Streams
from axtui.core.contact_import.file_kinds import FileKind
from axtui.core.contact_import.plan import ImportPlan, NotWritten
from axtui.core.contact_import.words import NEXT_FOR_REJECTED, NEXT_STEPS, READING_OF_FORMAT, ROLLBACK_LIMITS
from axtui.core.notes import Note, ReasonCode
from axtui.core.report import Report
from axtui.core.sentences import counted
from axtui.core.text import visible
from axtui.services.export import ExportedFile, Written, copy_line_from_here

_MOST_NAMED: Final = 20
"""Rows of one kind that are named one by one where a file names the others."""
_NOTHING: Final = "There is no row to write, so no file was made."
_WHAT_FOR: Final[Mapping[FileKind, str]] = {
    FileKind.IMPORT: "its import creates contacts",
    FileKind.UPDATES: "its import changes contacts, which cannot be rolled back",
    FileKind.UNDO: "what those contacts hold now, in the same form",
    FileKind.REVIEW: "for reading in a spreadsheet, not for import",
    FileKind.REJECTS: "what could not be written and why, for reading",
}


def scope_words(rows: int, report: Report, *, query: str) -> str:
    """Say which rows of the report were meant."""
    found = f", found by the filter {query}" if query.strip() else ""
    return f"{rows:,} of {report.counts[Note.LINK]:,} Link rows, {len(report.rows):,} rows in all{found}"


def say_scope(scope: str, report: Report, streams: Streams) -> None:
    """Say what is taken, from which report."""
    streams.say(f"{report.profile}: {scope}; rule {report.rules.match.match_by}.")


def say_plan(plan: ImportPlan, streams: Streams) -> None:
    """Say what becomes of every row, and what to weigh."""
    streams.say(
        f"{counted(plan.total, 'row')}: {len(plan.rows):,} to create, {len(plan.updates):,} to update, "
        f"{len(plan.rejected):,} rejected, {len(plan.left_out):,} left out."
    )
    is_kept = bool(plan.rows or plan.updates)  # in the file of rejects, and in the manifest
    for word, rows in (("Rejected", plan.rejected), ("Left out", plan.left_out)):
        for sentence in _named(word, rows, most=_MOST_NAMED if is_kept else len(rows)):
            streams.say(sentence)
    if plan.rejected:
        streams.say(NEXT_FOR_REJECTED)
    for sentence in (*plan.fmt.warnings, *plan.warnings, *plan.preflight):
        streams.say(sentence)


def say_what_updates_would_do(plan: ImportPlan, streams: Streams) -> None:
    """Name the flag where contacts were left out that could be updated."""
    if existing := sum(row.has(ReasonCode.CONTACT_EXISTS) for row, _ in plan.left_out):
        are = counted(existing, "contact exists", "contacts exist")
        streams.say(f"{are} already; --include-updates writes a file that updates those it can.")


def say_nothing_to_write(streams: Streams) -> None:
    """Say why there is no file."""
    streams.say(_NOTHING)


def say_written(written: Written, plan: ImportPlan, streams: Streams, *, env: Mapping[str, str]) -> None:
    """Say which files there are, what each is for, and what to do next; over ssh how to fetch them."""
    for file in written.files:
        streams.say(_file_words(file))
    manifest = visible(str(written.manifest))
    streams.say(f"Wrote {manifest}, which tells `axtui verify` what to look for after the import.")
    for file in written.to_import if "SSH_CONNECTION" in env else ():
        if line := copy_line_from_here(file.path, env):
            streams.say(f"To fetch it, type at home: {line}")
    if plan.fmt.is_our_reading:
        streams.say(READING_OF_FORMAT)
    for sentence in (ROLLBACK_LIMITS, NEXT_STEPS):
        streams.say(sentence)


def _file_words(file: ExportedFile) -> str:
    return (
        f"Wrote {visible(str(file.path))}: {counted(file.rows, 'row')}, {file.bytes:,} bytes, "
        f"sha256 {file.sha256}; {_WHAT_FOR[file.kind]}."
    )


def _named(word: str, rows: tuple[NotWritten, ...], *, most: int) -> Iterator[str]:
    for row, reason in rows[:most]:
        yield f"{word}: {visible(row.company.name)} (company {row.company.id}). {reason}"
    if len(rows) > most:
        yield f"{word}: {len(rows) - most:,} more; all of them stand in the files beside the import file."
