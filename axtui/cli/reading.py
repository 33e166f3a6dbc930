"""From a request to a report: which profile, read now or read before, and which of its rows are meant."""

import asyncio
from collections.abc import Collection, Sequence

from axtui.cli.asking import ask_for_secrets
from axtui.cli.command_requests import Source
from axtui.cli.progress import Narration
from axtui.cli.streams import Streams
from axtui.cli.watching import remember_run
from axtui.cli.wishes import wishes_of
from axtui.core.errors import UsageError
from axtui.core.models import FetchedAt, Snapshot
from axtui.core.notes import Note
from axtui.core.remarks import remarks_on
from axtui.core.report import Report, ReportRules, build_report
from axtui.core.search import Query, SearchIndex, parse
from axtui.core.sentences import counted
from axtui.services import last_reports, reporting
from axtui.services.config import Config, Profile
from axtui.services.surroundings import Surroundings


def checked_query(source: Source) -> Query:
    """Return the filter as a query; a broken pattern is refused before anything is read."""
    query = parse(source.filter)
    if query.problem:
        raise UsageError(f"The filter is not understood: {query.problem}")
    return query


def rules_of(profile: Profile, source: Source) -> ReportRules:
    """Return the rules in force: the profile's, or with another rule for this once."""
    if source.match_by is None:
        return profile.rules
    return profile.rules.matching_by(source.match_by)


def read_report(
    profile: Profile, source: Source, *, config: Config, surroundings: Surroundings, streams: Streams
) -> Report:
    """Return the profile's report under the rule in force; say on stderr what is worth saying about it."""
    report, _ = read_with_records(profile, source, config=config, surroundings=surroundings, streams=streams)
    return report


def read_with_records(
    profile: Profile, source: Source, *, config: Config, surroundings: Surroundings, streams: Streams
) -> tuple[Report, Snapshot | None]:
    """Return the report with what it was built from; a stored one is opened without that."""
    rules = rules_of(profile, source)
    snapshot: Snapshot | None
    if source.cached:
        report, snapshot = _read_before(profile, rules, config=config, surroundings=surroundings)
        streams.say(f"Nothing is read: {_age(report.fetched_at)}")
    else:
        ask_for_secrets(profile, surroundings=surroundings, streams=streams)
        snapshot = _read_now(profile, source, config=config, surroundings=surroundings, streams=streams)
        streams.say(_age(snapshot.fetched_at))
        report = build_report(snapshot, rules)
        if rules == profile.rules:
            last_reports.store_report(report, surroundings=surroundings, settings=config.settings)
        remember_run(report, snapshot, profile, config=config, surroundings=surroundings, streams=streams)
    for remark in (*remarks_on(report), reporting.login_warning(profile, surroundings=surroundings)):
        if remark:
            streams.say(remark)
    return report, snapshot


def chosen_places(
    report: Report, query: Query, *, notes: frozenset[Note], without: Collection[int] = ()
) -> Sequence[int]:
    """Return where in the report the rows stand that the filter and the notes leave, `without` some of them.

    Never rows that a given-up filter let through.
    """
    found = SearchIndex(report.lines, without=without).find(query, notes=notes)
    if found.query.problem:
        raise UsageError(f"The filter cannot be applied: {found.query.problem}")
    return found.indexes


def _read_before(
    profile: Profile, rules: ReportRules, *, config: Config, surroundings: Surroundings
) -> tuple[Report, Snapshot | None]:
    settings = config.settings
    last = last_reports.last_report(profile.name, rules, surroundings=surroundings, settings=settings)
    if last.report is None:
        days = counted(settings.retention_days, "day")
        kept = f"in the last {days}" if settings.retention_days else "that is kept"
        raise UsageError(
            f"Nothing has been read for the profile {profile.name} {kept}.",
            hint="Run it once without --cached.",
        )
    return last.report, last.snapshot


def _age(fetched_at: FetchedAt) -> str:
    """Say in the person's own time when each side was read."""
    autotask, xero = fetched_at.autotask.astimezone(), fetched_at.xero.astimezone()
    return f"Autotask as of {autotask:%Y-%m-%d %H:%M}, Xero as of {xero:%Y-%m-%d %H:%M}."


def _read_now(
    profile: Profile, source: Source, *, config: Config, surroundings: Surroundings, streams: Streams
) -> Snapshot:
    keeps = last_reports.keeps(config.settings, surroundings)
    snapshot: Snapshot | None = None
    try:
        snapshot = asyncio.run(
            reporting.run(
                profile,
                surroundings=surroundings,
                settings=config.settings,
                wishes=wishes_of(source, streams=streams),
                on_progress=Narration(streams, surroundings=surroundings, can_go_on=keeps),
                on_not_kept=streams.complain,
                on_notice=streams.say,
            )
        )
    finally:
        streams.clear_passing()
        if snapshot is None:  # whatever ended the run
            _say_what_is_left(profile, surroundings, streams)
    return snapshot


def _say_what_is_left(profile: Profile, surroundings: Surroundings, streams: Streams) -> None:
    """Say that a run that was stopped need not begin from nothing."""
    left = reporting.interrupted(profile, surroundings=surroundings)
    if left is not None:
        streams.say(
            f"What was read is kept, {left.records:,} records: the next run goes on from there by itself "
            "within an hour, and after that with --resume."
        )
