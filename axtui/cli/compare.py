"""`axtui compare`: what has changed between two runs that are remembered; neither system is asked."""

from datetime import UTC, datetime, timedelta
from typing import Final

from axtui.cli.change_forms import NamedChange, change_lines
from axtui.cli.command_requests import CompareRequest
from axtui.cli.streams import Streams
from axtui.core.compare import TO_WATCH
from axtui.core.errors import AxtuiError, ExitCode, UsageError
from axtui.core.report import Report
from axtui.core.search import Query, SearchIndex, parse
from axtui.services import last_reports
from axtui.services.change_words import (
    FIRST_RUN,
    INCOMPLETE,
    compared_words,
    open_counts,
    open_words,
    other_rule_words,
    run_words,
)
from axtui.services.config import Config, Profile
from axtui.services.row_history import Changes
from axtui.services.run_changes import KnownRun, known_run, last_run
from axtui.services.surroundings import Surroundings

_NO_NAMES: Final = "The report is no longer kept, so companies have no names here: `axtui report` reads them."
_ALL_LATER: Final = "No run that can be compared is that old: this is the first one."


def compare(
    request: CompareRequest, *, config: Config, surroundings: Surroundings, streams: Streams
) -> ExitCode:
    """Print what has changed; say on stderr what was compared, in numbers."""
    query = _checked_query(request)
    profile = config.profile(request.common.profile)
    known = last_run(profile, surroundings=surroundings)
    if known is None:
        raise UsageError(
            f"No run of the profile {profile.name} is remembered.", hint="Run `axtui report` at least twice."
        )
    now = surroundings.now()
    before = _before(request, known, now=now)
    if before is None:
        streams.data(change_lines(request.format, known, None, (), columns=streams.columns))
        _say(streams, FIRST_RUN, other_rule_words(known, None))
        return ExitCode.DONE
    report = _kept_report(profile, config=config, surroundings=surroundings)
    if report is None and not query.is_empty:
        raise UsageError(
            "The report is no longer kept, so --filter has nothing to look at.",
            hint="Run `axtui report` first, or compare without --filter.",
        )
    known = _as_acknowledged(known, report, profile, surroundings=surroundings)
    changes = known.since(before)
    named = _named(changes, report, query)
    streams.data(change_lines(request.format, known, changes, named, columns=streams.columns))
    if request.since is not None and changes.before.fetched_at.autotask > _moment(request.since, now=now):
        streams.say(_ALL_LATER)
    _say_what(streams, known, before, changes, shown=len(named))
    if report is None and named:
        streams.say(_NO_NAMES)
    is_found = request.fail_on and any(each.change.kind in TO_WATCH for each in named)
    return ExitCode.FOUND if is_found else ExitCode.DONE


def _checked_query(request: CompareRequest) -> Query:
    query = parse(request.filter)
    if query.problem:
        raise UsageError(f"The filter is not understood: {query.problem}")
    return query


def _before(request: CompareRequest, known: KnownRun, *, now: datetime) -> int | None:
    """Return the place of the run that is meant; None where there is no earlier one at all."""
    if not known.comparable:
        return None
    if request.since is not None:
        return _last_before(_moment(request.since, now=now), known)
    ago = request.run or 1
    if ago > len(known.comparable):
        oldest = run_words(known.history.runs[known.comparable[0]])
        raise UsageError(
            f"There is no run {ago} before the last one: the oldest to compare it with is {oldest}.",
            hint=f"Use --run {len(known.comparable)} for that one.",
        )
    return known.comparable[-ago]


def _moment(since: datetime | timedelta, *, now: datetime) -> datetime:
    try:
        return since if isinstance(since, datetime) else now - since
    except OverflowError:  # so long ago that no calendar has it
        return datetime.min.replace(tzinfo=UTC)


def _last_before(moment: datetime, known: KnownRun) -> int:
    """Return the last run before a time; where all are later, the first."""
    runs = known.history.runs
    earlier = [place for place in known.comparable if runs[place].fetched_at.autotask <= moment]
    return (earlier or known.comparable[:1])[-1]


def _kept_report(profile: Profile, *, config: Config, surroundings: Surroundings) -> Report | None:
    """Return the report that is kept, for the names in it; None where it cannot be had: ids do without."""
    try:
        return last_reports.last_report(
            profile.name, profile.rules, surroundings=surroundings, settings=config.settings
        ).report
    except AxtuiError:
        return None


def _as_acknowledged(
    known: KnownRun, report: Report | None, profile: Profile, *, surroundings: Surroundings
) -> KnownRun:
    """Return the run with what is acknowledged by now, where its report is there to hold that against."""
    found = known_run(report, profile=profile, surroundings=surroundings) if report else None
    return found if found and found.head == known.head else known


def _named(changes: Changes, report: Report | None, query: Query) -> tuple[NamedChange, ...]:
    """Return the changes with the names of their companies; with a filter, those whose rows it finds."""
    if report is None:
        return tuple(NamedChange(change=each) for each in changes.changes)
    found = SearchIndex(report.lines).find(query)
    if found.query.problem:
        raise UsageError(f"The filter cannot be applied: {found.query.problem}")
    shown = frozenset(found.indexes) if not query.is_empty else None
    named = []
    for each in changes.changes:
        row = report.lines.row_of(each.company)
        if shown is None or row in shown:
            exact = "" if row is None else report.rows[row].company.name
            named.append(NamedChange(change=each, name=exact))
    return tuple(named)


def _say_what(streams: Streams, known: KnownRun, before: int, changes: Changes, *, shown: int) -> None:
    total = len(changes.changes)
    _say(
        streams,
        compared_words(changes),
        other_rule_words(known, before),
        "" if changes.after.is_complete else INCOMPLETE,
        f"{shown:,} of {total:,} changes pass --filter." if shown != total else "",
        open_words(open_counts(known, now=changes.open), ascii=True),
    )


def _say(streams: Streams, *sentences: str) -> None:
    for sentence in filter(None, sentences):
        streams.say(sentence)
