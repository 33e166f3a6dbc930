"""What runs are compared with: noted after every read, and asked by who watches for new rows."""

from collections.abc import Iterator, Mapping, Sequence

from axtui.cli.streams import Streams
from axtui.core.compare import TO_WATCH, ChangeKind
from axtui.core.errors import ConfigError
from axtui.core.models import CompanyId, Snapshot
from axtui.core.report import Report
from axtui.core.text import visible
from axtui.services import last_reports
from axtui.services.change_words import FIRST_RUN, INCOMPLETE, compared_words, kind_words, other_rule_words
from axtui.services.config import Config, Profile
from axtui.services.run_changes import HISTORY_TROUBLES, KnownRun, remember
from axtui.services.surroundings import Surroundings


def refuse_without_memory(*, config: Config, surroundings: Surroundings) -> None:
    """Refuse to watch for new rows where no run is ever noted; before anything is read."""
    if not last_reports.keeps(config.settings, surroundings):
        raise ConfigError(
            "--fail-on new compares with earlier runs, of which retention_days = 0 keeps nothing.",
            hint="Set retention_days to 1 or more, or watch for notes: --fail-on any.",
        )


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


def opened_since(
    report: Report, profile: Profile, *, config: Config, surroundings: Surroundings, streams: Streams
) -> Mapping[CompanyId, ChangeKind]:
    """Return which rows are open and were not in the run before; say what that was."""
    known = remember(report, None, profile=profile, surroundings=surroundings, settings=config.settings)
    before = known.comparable[-1] if known and known.comparable else None
    if known is None or before is None:
        streams.say(FIRST_RUN)
        return {}
    changes = known.since(before)
    incomplete = "" if report.complete else INCOMPLETE
    for sentence in (compared_words(changes), other_rule_words(known, before), incomplete):
        if sentence:
            streams.say(sentence)
    return {each.company: each.kind for each in changes.changes if each.kind in TO_WATCH}


def watched_lines(
    report: Report, places: Sequence[int], opened: Mapping[CompanyId, ChangeKind]
) -> Iterator[str]:
    """Yield a line per row, its parts between tabs: kind, id, company, note and codes."""
    for row in report.rows_at(places):
        codes = ",".join(reason.code for reason in row.reasons)
        parts = (kind_words(opened[row.company.id]), str(row.company.id), row.company.name, row.note, codes)
        yield "\t".join(map(visible, parts)) + "\n"
