"""`axtui export`: write the import file, after the person has said that the warning has been read."""

from pathlib import Path
from typing import Final

from axtui.cli.command_requests import ExportRequest
from axtui.cli.reading import checked_query, chosen_places, read_report
from axtui.cli.streams import Streams
from axtui.core.contact_import.format import ImportFormat
from axtui.core.contact_import.plan import ImportPlan, NotWritten, plan_import
from axtui.core.contact_import.words import (
    BULK_IMPORT_WARNING,
    NEXT_STEPS,
    READING_OF_FORMAT,
    ROLLBACK_LIMITS,
)
from axtui.core.errors import ExitCode, IncompleteError, UsageError
from axtui.core.notes import Note
from axtui.core.report import Report
from axtui.core.text import visible
from axtui.services.config import Config, Profile
from axtui.services.export import Written, default_name, export_path, write_import
from axtui.services.import_template import chosen_format, template_at
from axtui.services.surroundings import Surroundings

_MOST_NAMED: Final = 20
"""Rows of one kind that are named one by one; the rest is counted."""
_NOTHING: Final = "There is no row to write, so no file was made."


def export(
    request: ExportRequest, *, config: Config, surroundings: Surroundings, streams: Streams
) -> ExitCode:
    """Write the chosen Link rows; print the path, and on stderr what stands in the file and what does not."""
    _check_accepted(request)
    query = checked_query(request.source)
    profile = config.profile(request.common.profile)
    template = template_at(profile.export.template if request.template is None else request.template)
    report = read_report(profile, request.source, config=config, surroundings=surroundings, streams=streams)
    _check_complete(report, request)
    rows = report.rows_at(chosen_places(report, query, notes=frozenset({Note.LINK})))
    if not rows:  # then it does not matter whether a file could be written
        _say_taken(0, report, streams)
        streams.say(_NOTHING)
        return ExitCode.DONE
    fmt = chosen_format(report.facts, profile.export, template=template)
    plan = plan_import(rows, fmt, report.facts)
    _say_plan(plan, report, streams)
    if plan.rows:
        path = _path(request, profile, surroundings)
        written = write_import(plan, path, overwrite=request.overwrite)
        _say_written(written, streams, fmt=fmt)
        streams.data([_path_line(written.path, streams)])
    return ExitCode.FOUND if plan.rejected else ExitCode.DONE


def _check_accepted(request: ExportRequest) -> None:
    if not request.warning_accepted:
        raise UsageError(
            f"Nothing was written. {BULK_IMPORT_WARNING} {ROLLBACK_LIMITS}",
            hint="If you accept that, run the command again with --accept-bulk-import-warning.",
        )


def _check_complete(report: Report, request: ExportRequest) -> None:
    if not report.complete and not request.allow_incomplete:
        raise IncompleteError(
            "The report is incomplete, so nothing was written.",
            hint="Run it again, or write what is there with --allow-incomplete.",
        )


def _path(request: ExportRequest, profile: Profile, surroundings: Surroundings) -> Path:
    """Return where the file goes: as on any command line, a path given is relative to where the person is."""
    if request.out is not None:
        return export_path(str(request.out))
    name = default_name(profile.name, surroundings.now())
    return export_path(name, directory=profile.export.directory)


def _path_line(path: Path, streams: Streams) -> str:
    """Return the path to the character for a program, display-safe for a terminal."""
    return f"{path}\n" if streams.columns is None else f"{visible(str(path))}\n"


def _say_taken(rows: int, report: Report, streams: Streams) -> None:
    streams.say(
        f"{report.profile}: {rows:,} of {report.counts[Note.LINK]:,} Link rows, "
        f"{len(report.rows):,} rows in all; rule {report.rules.match.match_by}."
    )


def _say_plan(plan: ImportPlan, report: Report, streams: Streams) -> None:
    _say_taken(len(plan.rows), report, streams)
    _say_rows("Rejected", plan.rejected, streams)
    _say_rows("Left out", plan.left_out, streams)
    for sentence in (*plan.fmt.warnings, *plan.warnings, *plan.preflight):
        streams.say(sentence)
    if not plan.rows:
        streams.say(_NOTHING)


def _say_rows(word: str, rows: tuple[NotWritten, ...], streams: Streams) -> None:
    for row, reason in rows[:_MOST_NAMED]:
        streams.say(f"{word}: {visible(row.company.name)} (company {row.company.id}). {reason}")
    if len(rows) > _MOST_NAMED:
        streams.say(f"{word}: {len(rows) - _MOST_NAMED:,} more.")


def _say_written(written: Written, streams: Streams, *, fmt: ImportFormat) -> None:
    streams.say(f"Wrote {written.rows:,} rows, {written.bytes:,} bytes, sha256 {written.sha256}.")
    if fmt.is_our_reading:
        streams.say(READING_OF_FORMAT)
    for sentence in (ROLLBACK_LIMITS, NEXT_STEPS):
        streams.say(sentence)
