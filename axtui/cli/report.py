"""`axtui report`: print the report in one of its forms."""

from collections.abc import Iterator, Sequence

from axtui.cli.as_csv import csv_lines
from axtui.cli.as_json import json_lines, jsonl_lines
from axtui.cli.as_table import Table
from axtui.cli.reading import checked_query, chosen_rows, read_report
from axtui.cli.requests import Format, ReportRequest
from axtui.cli.streams import Streams
from axtui.core.errors import ExitCode
from axtui.core.report import Report, Row, count_notes
from axtui.services.config import Config
from axtui.services.surroundings import Surroundings


def print_report(
    request: ReportRequest, *, config: Config, surroundings: Surroundings, streams: Streams
) -> ExitCode:
    """Print the chosen rows; say on stderr how many they are and what is missing."""
    query = checked_query(request.source)
    profile = config.profile(request.common.profile)
    report = read_report(profile, request.source, config=config, surroundings=surroundings, streams=streams)
    rows = chosen_rows(report, query, notes=request.notes)
    streams.data(_lines(request.format, report, rows, streams))
    streams.say(_summary(report, rows))
    if report.rows and not rows:
        streams.say("No row passes --filter and --note.")
    return _exit_code(request, report, rows)


def _lines(form: Format, report: Report, rows: Sequence[Row], streams: Streams) -> Iterator[str]:
    match form:
        case Format.CSV:
            return csv_lines(rows)
        case Format.JSON:
            return json_lines(report, rows)
        case Format.JSONL:
            return jsonl_lines(report, rows)
        case Format.TABLE:
            table = Table(rows, columns=streams.columns)
            if table.left_out:
                titles = ", ".join(column.title for column in table.left_out)
                streams.say(f"Too narrow for: {titles} (a pipe gets every column).")
            return table.lines()


def _summary(report: Report, rows: Sequence[Row]) -> str:
    shown = f"{len(rows):,} of {len(report.rows):,} rows"
    counts = ", ".join(f"{note} {count:,}" for note, count in count_notes(rows).items() if count)
    rule = f"rule {report.rules.match.match_by}"
    return (
        f"{report.profile}: {shown}; {counts}; {rule}." if counts else f"{report.profile}: {shown}; {rule}."
    )


def _exit_code(request: ReportRequest, report: Report, rows: Sequence[Row]) -> ExitCode:
    """Incomplete comes first: rows that were watched for may be among those that are missing."""
    if not report.complete:
        return ExitCode.UNAVAILABLE
    if any(row.note in request.fail_on for row in rows):
        return ExitCode.FOUND
    return ExitCode.DONE
