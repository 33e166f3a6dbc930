"""`axtui report`: print the report in one of its forms."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from axtui.cli.acknowledged import (
    WITH_REASON,
    ByPlace,
    acknowledged_rows,
    as_sentences,
    beside_rows,
    redacted,
    with_reasons,
    with_words,
    without,
)
from axtui.cli.as_csv import csv_lines
from axtui.cli.as_html import html_lines
from axtui.cli.as_json import json_lines, jsonl_lines
from axtui.cli.as_markdown import markdown_lines
from axtui.cli.as_table import Table
from axtui.cli.command_requests import ReportRequest
from axtui.cli.reading import checked_query, chosen_places, read_with_records, rules_of
from axtui.cli.redacting import stand_ins_of
from axtui.cli.requests import Format, PaperForm
from axtui.cli.streams import Streams
from axtui.cli.suggestions import (
    SUGGESTION,
    Suggested,
    beside_suggested,
    suggested_for,
    with_column,
    with_lines,
)
from axtui.cli.watching import begun_watch, look_since_told, note_told, opened_in, watched_lines
from axtui.core.cells import TITLES
from axtui.core.errors import ExitCode
from axtui.core.notes import Note
from axtui.core.paper import paper_of
from axtui.core.report import Report
from axtui.services.config import Config
from axtui.services.surroundings import Surroundings

_NOTHING_NEW: Final = "No row that passes --filter and --note is new."


def print_report(
    request: ReportRequest, *, config: Config, surroundings: Surroundings, streams: Streams
) -> ExitCode:
    """Print the chosen rows; say on stderr how many they are and what is missing."""
    query = checked_query(request.source)
    profile = config.profile(request.common.profile)
    rules = rules_of(profile, request.source)
    watch = begun_watch(request, profile, rules, config=config, surroundings=surroundings)
    report, records = read_with_records(
        profile, request.source, config=config, surroundings=surroundings, streams=streams
    )
    aside = acknowledged_rows(report, profile, surroundings=surroundings, streams=streams)
    hidden = {} if request.acknowledged else aside
    report = without(report, hidden, flag="--acknowledged", streams=streams)
    places = chosen_places(report, query, notes=request.notes, without=hidden)
    look = look_since_told(watch, report, streams=streams) if watch else None
    opened = opened_in(look) if look else {}
    if look:
        places = [place for place in places if report.lines.companies[place] in opened]
    suggested: Suggested = {}
    if request.suggest:
        suggested = suggested_for(
            report, places, records, config=config, surroundings=surroundings, streams=streams
        )
    del records  # as large as both systems
    notes, acknowledged = Counter(map(report.lines.note, places)), len(aside)
    watched = {report.lines.note(place) for place in places if place not in aside}
    summary = _summary(report, notes)
    if request.redact:
        stand_ins = stand_ins_of(profile, surroundings=surroundings, streams=streams)
        opened = {stand_ins.company_id(company): kind for company, kind in opened.items()}
        report = stand_ins.report(report, places)
        aside = redacted(aside, places)
        places = range(len(places))
    if look and request.format is None:
        lines = watched_lines(report, places, opened)
    else:
        lines = _lines(
            request, report, places, aside, streams, suggested=suggested, acknowledged=acknowledged
        )
    is_written = streams.data(lines)
    streams.say(summary)
    if sum(report.counts.values()) and not notes:
        streams.say(_NOTHING_NEW if look else "No row passes --filter and --note.")
    if watch and look:
        note_told(watch, look, is_written=is_written, streams=streams)
    return _exit_code(request, report, watched)


def _lines(
    request: ReportRequest,
    report: Report,
    places: Sequence[int],
    aside: ByPlace,
    streams: Streams,
    *,
    suggested: Suggested,
    acknowledged: int,
) -> Iterator[str]:
    match request.format or Format.TABLE:
        case Format.CSV:
            return _csv_lines(request, report, places, aside, suggested=suggested)
        case Format.JSON:
            rows = map(report.rows.__getitem__, places)
            beside = beside_suggested(report, suggested, beside_rows(report, aside))
            return json_lines(report, rows, acknowledged=acknowledged, beside=beside)
        case Format.JSONL:
            rows = map(report.rows.__getitem__, places)
            beside = beside_suggested(report, suggested, beside_rows(report, aside))
            return jsonl_lines(report, rows, beside=beside)
        case PaperForm() as form:
            lines = markdown_lines if form is PaperForm.MARKDOWN else html_lines
            left_out = 0 if request.acknowledged else acknowledged
            said = as_sentences(aside)
            paper = paper_of(report, places, said=said, left_out=left_out, has_stand_ins=request.redact)
            return lines(paper)
        case Format.TABLE:
            table = Table(with_words(report, places, aside), columns=streams.columns)
            if table.left_out:
                titles = ", ".join(column.title for column in table.left_out)
                streams.say(f"Too narrow for: {titles} (a pipe gets every column).")
            return with_lines(table.lines(), places, suggested)


def _csv_lines(
    request: ReportRequest, report: Report, places: Sequence[int], aside: ByPlace, *, suggested: Suggested
) -> Iterator[str]:
    titles: Sequence[str] = TITLES
    cells: Iterable[Sequence[str]] = map(report.lines.cells, places)
    if request.acknowledged:
        titles, cells = WITH_REASON, with_reasons(report, places, aside)
    if request.suggest:
        titles, cells = (*titles, SUGGESTION), with_column(cells, places, suggested)
    return csv_lines(cells, titles=titles)


def _summary(report: Report, notes: Mapping[Note, int]) -> str:
    shown = f"{sum(notes.values()):,} of {sum(report.counts.values()):,} rows"
    counts = ", ".join(f"{note} {notes[note]:,}" for note in Note if notes[note])
    rule = f"rule {report.rules.match.match_by}"
    return (
        f"{report.profile}: {shown}; {counts}; {rule}." if counts else f"{report.profile}: {shown}; {rule}."
    )


def _exit_code(request: ReportRequest, report: Report, notes: Collection[Note]) -> ExitCode:
    """Incomplete comes first: rows that were watched for may be among those that are missing."""
    if not report.complete:
        return ExitCode.UNAVAILABLE
    if not request.fail_on.isdisjoint(notes) or (request.watches_new and notes):
        return ExitCode.FOUND
    return ExitCode.DONE
