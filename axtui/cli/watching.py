"""What runs are compared with: noted after every read, and asked by who watches for new rows."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from axtui.cli.command_requests import ReportRequest
from axtui.cli.streams import Streams
from axtui.core.compare import TO_WATCH, ChangeKind
from axtui.core.errors import ConfigError
from axtui.core.models import CompanyId, Snapshot
from axtui.core.report import Report, ReportRules
from axtui.core.text import visible
from axtui.services import last_reports
from axtui.services.change_words import FIRST_RUN, INCOMPLETE, compared_words, kind_words, other_rule_words
from axtui.services.config import Config, Profile
from axtui.services.row_watch import Look, RowWatch
from axtui.services.run_changes import HISTORY_TROUBLES, KnownRun, remember
from axtui.services.surroundings import Surroundings

_LOST: Final = (
    "The run that was told last is not remembered any more: this one is compared with the oldest that is. "
    "Rows may be told again; what opened before that one, and was not told, is not found."
)
_ALL_LOST: Final = (
    "The run that was told last is not remembered any more, nor any other to compare with: what has opened "
    "since is not found."
)
_NONE_COMPLETE: Final = (
    "This run is not complete, and there is no earlier one to compare it with: nothing counts as new."
)
_NOT_TOLD: Final = "It does not count as told either: the next complete run has these rows again."
_NOT_WRITTEN: Final = "Not all of it was read by whoever reads the output: the next run has these rows again."


def remember_run(
    report: Report,
    snapshot: Snapshot | None,
    profile: Profile,
    *,
    config: Config,
    surroundings: Surroundings,
    streams: Streams,
) -> KnownRun | None:
    """Note a run for later ones; where that cannot be done, say so and go on."""
    try:
        return remember(
            report, snapshot, profile=profile, surroundings=surroundings, settings=config.settings
        )
    except HISTORY_TROUBLES as error:
        streams.complain(error)
        return None


def begun_watch(
    request: ReportRequest,
    profile: Profile,
    rules: ReportRules,
    *,
    config: Config,
    surroundings: Surroundings,
) -> RowWatch | None:
    """Begin to watch for new rows where that is asked for; before anything is read.

    Refused where no run is ever noted, and where the history of runs is not to be had.
    """
    if not request.watches_new:
        return None
    if not last_reports.keeps(config.settings, surroundings):
        raise ConfigError(
            "--fail-on new compares with earlier runs, of which retention_days = 0 keeps nothing.",
            hint="Set retention_days to 1 or more, or watch for notes: --fail-on any.",
        )
    source = request.source
    looked_at = (source.filter.strip(), *sorted(request.notes))
    watch = RowWatch.of(profile, looked_at, surroundings=surroundings, settings=config.settings)
    if not source.cached:
        watch.begin(rules)
    return watch


def look_since_told(watch: RowWatch, report: Report, *, streams: Streams) -> Look:
    """Hold a run against the one that was last told; say which that is, and why."""
    look = watch.look(report)
    for sentence in _look_words(look):
        streams.say(sentence)
    return look


def _look_words(look: Look) -> Iterator[str]:
    known, base = look.known, look.base
    if base.rule_before is not None:
        yield _anew_words(base.rule_before, known.head.rule)
    if base.is_lost:
        yield _LOST if look.changes else _ALL_LOST
    if look.changes is None:
        yield FIRST_RUN if known.head.is_complete else _NONE_COMPLETE
        return
    yield compared_words(look.changes)
    if base.rule_before is None and (others := other_rule_words(known, base.place)):
        yield others
    if not known.head.is_complete:
        yield from (INCOMPLETE, _NOT_TOLD)


def _anew_words(before: str, now: str) -> str:
    if before != now:
        why = f"earlier runs went by the rule {before}, and this one goes by {now}"
    else:
        why = (
            f"the rule is {now} as before, but its settings, the tenants, or what is read of them are not "
            "those of earlier runs"
        )
    return f"Watching begins anew: {why}. They cannot be compared."


def opened_in(look: Look) -> Mapping[CompanyId, ChangeKind]:
    """Return which rows are open by now and were not."""
    changes = look.changes.changes if look.changes else ()
    return {each.company: each.kind for each in changes if each.kind in TO_WATCH}


def note_told(watch: RowWatch, look: Look, *, is_written: bool, streams: Streams) -> None:
    """Note that the rows of a look are told, where they are; else the next look has them again."""
    if is_written:
        watch.told(look)
    else:
        streams.say(_NOT_WRITTEN)


def watched_lines(
    report: Report, places: Sequence[int], opened: Mapping[CompanyId, ChangeKind]
) -> Iterator[str]:
    """Yield a line per row, its parts between tabs: kind, id, company, note and codes."""
    for row in report.rows_at(places):
        codes = ",".join(reason.code for reason in row.reasons)
        parts = (kind_words(opened[row.company.id]), str(row.company.id), row.company.name, row.note, codes)
        yield "\t".join(map(visible, parts)) + "\n"
