"""What `axtui report --suggest` adds to rows without a match: customers that may be meant."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from axtui.cli.as_json import Beside
from axtui.cli.streams import Streams
from axtui.core.models import Snapshot
from axtui.core.notes import Note
from axtui.core.report import Report
from axtui.core.sentences import counted
from axtui.core.text import visible
from axtui.services import last_reports
from axtui.services.config import Config
from axtui.services.surroundings import Surroundings

if TYPE_CHECKING:
    from axtui.core.suggest import Suggestion

SUGGESTION: Final = "Suggestion"
"""Title of the column in CSV."""
NO_GOOD_CANDIDATE: Final = "no good candidate"
_LINES_ABOVE: Final = 2
"""A table's heading, and the rule under it."""

Suggested = Mapping[int, "tuple[Suggestion, ...]"]
"""What is suggested, by the row's place; rows that have a match are not in it."""


def suggested_for(
    report: Report,
    places: Iterable[int],
    records: Snapshot | None,
    *,
    config: Config,
    surroundings: Surroundings,
    streams: Streams,
) -> Suggested:
    """Return what is suggested for those rows that found nothing; say so where that cannot be known."""
    unmatched = [place for place in places if report.lines.note(place) is Note.NO_MATCH]
    if not unmatched:
        return {}
    if records is None:
        records = last_reports.last_snapshot(
            report.profile, surroundings=surroundings, settings=config.settings
        )
    if records is None or records.fetched_at != report.fetched_at:
        streams.say("No suggestions: what this report was built from is gone. Run it without --cached.")
        return {}
    from axtui.core.suggest import suggester_of  # rapidfuzz is loaded only when it is needed

    streams.say(f"Looking for similar customers for {counted(len(unmatched), 'row')}.")
    suggester = suggester_of(records, report.rules.match)
    return {place: suggester.suggestions(report.rows[place].company) for place in unmatched}


def beside_suggested(report: Report, suggested: Suggested, beside: Beside) -> Beside:
    """Return what JSON says beside its rows, with the suggestions of those that found nothing."""
    found = dict(beside)
    for place, suggestions in suggested.items():
        company = report.lines.companies[place]
        found[company] = {**found.get(company, {}), "suggestions": list(map(_as_json, suggestions))}
    return found


def with_column(
    rows: Iterable[Sequence[str]], places: Iterable[int], suggested: Suggested
) -> Iterator[tuple[str, ...]]:
    """Yield the cells of rows, and behind them the suggestions in one cell, the best first."""
    for place, cells in zip(places, rows, strict=True):
        yield (*cells, "; ".join(map(_in_short, suggested.get(place, ()))))


def with_lines(lines: Iterator[str], places: Iterable[int], suggested: Suggested) -> Iterator[str]:
    """Yield a table's lines; under each row that found nothing, a line for each suggestion."""
    yield from islice(lines, _LINES_ABOVE)
    for line, place in zip(lines, places, strict=True):
        yield line
        if place in suggested:
            yield from _under(suggested[place])


def _under(suggestions: Sequence["Suggestion"]) -> Iterator[str]:
    if not suggestions:
        yield f"    {NO_GOOD_CANDIDATE}\n"
    for each in suggestions:
        yield f"    {_in_short(each)}: {' '.join(each.why)}\n"


def _in_short(suggestion: "Suggestion") -> str:
    sure = "likely" if suggestion.is_confident else "perhaps"
    return f"{sure} {visible(suggestion.customer.name)} ({suggestion.score} of 100)"


def _as_json(suggestion: "Suggestion") -> dict[str, Any]:
    return {
        "customer_id": suggestion.customer.id,
        "customer": suggestion.customer.name,
        "score": suggestion.score,
        "why": list(suggestion.why),
    }
