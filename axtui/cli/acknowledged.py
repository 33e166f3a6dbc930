"""What the headless commands make of acknowledged rows: left out unless asked for, and never in silence."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from axtui.cli.as_json import Beside
from axtui.cli.streams import Streams
from axtui.core.acknowledgements import Acknowledgement, counts_without
from axtui.core.cells import TITLES
from axtui.core.report import Report
from axtui.core.sentences import counted
from axtui.core.text import visible
from axtui.services.acknowledging import ALL_SHOWN, acknowledged_of
from axtui.services.config import Profile
from axtui.services.surroundings import Surroundings

ByPlace = Mapping[int, Acknowledgement]
"""What is acknowledged of a report, by the row's place."""
WITH_REASON: Final = (*TITLES, "Acknowledged")


def acknowledged_rows(
    report: Report, profile: Profile, *, surroundings: Surroundings, streams: Streams
) -> ByPlace:
    """Return what of the report is acknowledged; where the file cannot be used, say so and return nothing."""
    found = acknowledged_of(report, profile, surroundings=surroundings)
    for problem in found.problems:
        streams.say(problem)
    if found.problems:
        streams.say(ALL_SHOWN)
    return found.by_place


def without(report: Report, hidden: ByPlace, *, flag: str, streams: Streams) -> Report:
    """Return the report with the counts of the rows that are left; say how many are not, and the way back."""
    if not hidden:
        return report
    are = counted(len(hidden), "acknowledged row is", "acknowledged rows are")
    streams.say(f"{are} left out; {flag} takes them too.")
    return replace(report, counts=counts_without(report, hidden))


def with_reasons(report: Report, places: Sequence[int], aside: ByPlace) -> list[tuple[str, ...]]:
    """Return the cells of rows, and behind them why each is acknowledged."""
    return [(*report.lines.cells(place), _reason(aside.get(place))) for place in places]


def with_words(report: Report, places: Sequence[int], aside: ByPlace) -> list[tuple[str, ...]]:
    """Return the cells of rows; a table has no room for reasons, so the note's cell says it."""
    cells = map(report.lines.cells, places)
    return [_marked(each) if place in aside else each for place, each in zip(places, cells, strict=True)]


def beside_rows(report: Report, aside: ByPlace) -> Beside:
    """Return what JSON says of the acknowledged rows."""
    return {report.lines.companies[place]: {"acknowledged": _as_json(aside[place])} for place in aside}


def as_sentences(aside: ByPlace) -> Mapping[int, str]:
    """Return what a document says of the acknowledged rows."""
    return {place: f"Acknowledged: {_reason(given)}." for place, given in aside.items()}


def redacted(aside: ByPlace, places: Sequence[int]) -> ByPlace:
    """Return what is acknowledged of the rows at these places, numbered anew, without anybody's own words."""
    return {now: replace(aside[was], reason="", by="") for now, was in enumerate(places) if was in aside}


def _reason(given: Acknowledgement | None) -> str:
    if given is None:
        return ""
    until = f" (until {given.until.isoformat()})" if given.until else ""
    return f"{visible(given.reason) or 'yes'}{until}"


def _marked(cells: Sequence[str]) -> tuple[str, ...]:
    return (*cells[:-1], f"{cells[-1]} (acknowledged)")


def _as_json(given: Acknowledgement) -> dict[str, Any]:
    return {
        "reason": given.reason or None,
        "until": given.until and given.until.isoformat(),
        "since": given.since and given.since.isoformat(),
        "by": given.by or None,
    }
