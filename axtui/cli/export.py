"""`axtui export`: write the files to import, after the person has said that the warnings have been read."""

from pathlib import Path

from axtui.cli.acknowledged import ByPlace, acknowledged_rows, without
from axtui.cli.command_requests import ExportRequest
from axtui.cli.export_narration import (
    say_nothing_to_write,
    say_plan,
    say_scope,
    say_what_updates_would_do,
    say_written,
    scope_words,
)
from axtui.cli.reading import checked_query, chosen_places, read_report
from axtui.cli.streams import Streams
from axtui.core.contact_import.plan import ImportPlan
from axtui.core.contact_import.words import BULK_IMPORT_WARNING, ROLLBACK_LIMITS, UPDATES_WARNING
from axtui.core.errors import ExitCode, IncompleteError, UsageError
from axtui.core.notes import Note
from axtui.core.report import Report
from axtui.core.text import visible
from axtui.services.config import Config, Profile
from axtui.services.export import Order, default_name, export_path, keep_older_undo, write_export
from axtui.services.import_template import planned, template_at
from axtui.services.surroundings import Surroundings
from axtui.services.unbroken import unbroken


def export(
    request: ExportRequest, *, config: Config, surroundings: Surroundings, streams: Streams
) -> ExitCode:
    """Write the chosen Link rows; print which files to import, and on stderr all there is to know of them."""
    _check_accepted(request)
    query = checked_query(request.source)
    profile = config.profile(request.common.profile)
    template = template_at(profile.export.template if request.template is None else request.template)
    report = read_report(profile, request.source, config=config, surroundings=surroundings, streams=streams)
    _check_complete(report, request)
    aside = acknowledged_rows(report, profile, surroundings=surroundings, streams=streams)
    hidden = {} if request.include_acknowledged else _links_of(report, aside)
    report = without(report, hidden, flag="--include-acknowledged", streams=streams)
    rows = report.rows_at(chosen_places(report, query, notes=frozenset({Note.LINK}), without=hidden))
    scope = scope_words(len(rows), report, query=request.source.filter)
    say_scope(scope, report, streams)
    if not rows:  # then it does not matter whether a file could be written
        say_nothing_to_write(streams)
        return ExitCode.DONE
    plan = planned(rows, report, profile.export, template=template, with_updates=request.include_updates)
    say_plan(plan, streams)
    if not request.include_updates:
        say_what_updates_would_do(plan, streams)
    if not plan.rows and not plan.updates:
        say_nothing_to_write(streams)
        return _code(plan)
    order = Order(
        plan=plan,
        path=_path(request, profile, surroundings),
        report=report,
        scope=scope,
        now=surroundings.now(),
        template=template,
        overwrite=request.overwrite,
        review=request.review,
    )
    if order.overwrite:
        keep_older_undo(order)
    with unbroken(at_most=1):  # what is written is also said; a terminal that takes no words may be left
        written = write_export(order)
        say_written(written, plan, streams, env=surroundings.env)
        streams.data(_path_line(file.path, streams) for file in written.to_import)
    return _code(plan)


def _links_of(report: Report, aside: ByPlace) -> ByPlace:
    """Return the acknowledged rows that would otherwise be taken."""
    return {place: each for place, each in aside.items() if report.lines.note(place) is Note.LINK}


def _check_accepted(request: ExportRequest) -> None:
    if not request.warning_accepted:
        raise UsageError(
            f"Nothing was written. {BULK_IMPORT_WARNING} {ROLLBACK_LIMITS}",
            hint="If you accept that, run the command again with --accept-bulk-import-warning.",
        )
    if request.include_updates and not request.updates_accepted:
        raise UsageError(
            f"Nothing was written. {UPDATES_WARNING}",
            hint="If you accept that too, run the command again with --accept-updates-cannot-be-undone.",
        )


def _check_complete(report: Report, request: ExportRequest) -> None:
    if not report.complete and not request.allow_incomplete:
        raise IncompleteError(
            "The report is incomplete, so nothing was written.",
            hint="Run it again, or write what is there with --allow-incomplete.",
        )


def _code(plan: ImportPlan) -> ExitCode:
    return ExitCode.FOUND if plan.rejected else ExitCode.DONE


def _path(request: ExportRequest, profile: Profile, surroundings: Surroundings) -> Path:
    """Return where the file goes: as on any command line, a path given is relative to where the person is."""
    if request.out is not None:
        return export_path(str(request.out))
    name = default_name(profile.name, surroundings.now())
    return export_path(name, directory=profile.export.directory)


def _path_line(path: Path, streams: Streams) -> str:
    """Return the path to the character for a program, display-safe for a terminal."""
    return f"{path}\n" if streams.columns is None else f"{visible(str(path))}\n"
