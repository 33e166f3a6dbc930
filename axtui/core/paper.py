"""A report as somebody reads it who has never seen the program: a summary, then the rows by harm."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from axtui.core.harm import BY_HARM, MEANINGS
from axtui.core.match_by import MatchBy
from axtui.core.matching import MatchRule
from axtui.core.notes import Note
from axtui.core.remarks import remarks_on
from axtui.core.report import Report
from axtui.core.sentences import capitalised, counted
from axtui.core.text import visible

HEADER: Final = ("Company", "Number", "Xero customer", "Accounts contact", "Person in Xero", "Why")
COUNTS_HEADER: Final = ("Note", "Rows", "What it means")
_RULES: Final = {
    MatchBy.NAME: "company name equals customer name, to the character",
    MatchBy.NAME_IGNORE_CASE: "company name equals customer name, ignoring upper and lower case",
    MatchBy.NUMBER: "company number equals the Xero number, to the character",
    MatchBy.NUMBER_THEN_NAME: "company number equals the Xero number, or else the names are equal",
}
_NOTHING_SAID: Final[Mapping[int, str]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One line of the summary."""

    note: Note
    rows: int
    """Of the whole report, whatever is printed of it."""
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRow:
    """One company, as texts that are safe to show."""

    cells: tuple[str, ...]
    """Under `HEADER`, but for the last one."""
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The printed rows of one note; they are made when they are asked for."""

    note: Note
    _report: Report
    _places: Sequence[int]
    _said: Mapping[int, str]

    def __len__(self) -> int:
        return len(self._places)

    @property
    def meaning(self) -> str:
        """What the note means, as a sentence."""
        return f"{capitalised(MEANINGS[self.note])}."

    def rows(self) -> Iterator[PaperRow]:
        """Yield the rows in reading order."""
        for place in self._places:
            yield _paper_row(self._report, place, self._said.get(place, ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What is printed for others."""

    title: str
    facts: Sequence[tuple[str, str]]
    """What holds for the whole report: a label, and what there is to say."""
    warnings: Sequence[str]
    counts: Sequence[Counted]
    """Every note, the worst first."""
    sections: Sequence[Section]
    """Those that have a printed row, the worst note first."""

    @property
    def is_empty(self) -> bool:
        """Whether no row is printed."""
        return not self.sections


def paper_of(
    report: Report, places: Sequence[int], *, said: Mapping[int, str] = _NOTHING_SAID, left_out: int = 0
) -> Paper:
    """Return a report for others, of which these rows are printed.

    `said` are sentences behind the reasons of some rows; `left_out` is how many acknowledged rows are not
    part of the report, nor of its counts.
    """
    by_note: Mapping[Note, list[int]] = defaultdict(list)
    for place in places:
        by_note[report.lines.note(place)].append(place)
    return Paper(
        title=f"Autotask to Xero: {visible(report.profile)}",
        facts=tuple(_facts(report, len(places), left_out)),
        warnings=remarks_on(report),
        counts=[
            Counted(note=note, rows=report.counts[note], meaning=f"{capitalised(MEANINGS[note])}.")
            for note in BY_HARM
        ],
        sections=[Section(note, report, by_note[note], said) for note in BY_HARM if note in by_note],
    )


def _facts(report: Report, printed: int, left_out: int) -> Iterator[tuple[str, str]]:
    yield "Profile", visible(report.profile)
    if report.facts.organisation:
        yield "Xero organisation", visible(report.facts.organisation)
    yield "Match rule", _rule_words(report.rules.match)
    yield "Autotask read", _time(report.fetched_at.autotask)
    yield "Xero read", _time(report.fetched_at.xero)
    yield "Complete", "yes" if report.complete else "no: rows may be missing or have a wrong note"
    total = sum(report.counts.values())
    yield (
        "Companies",
        f"{total:,}" if printed == total else f"{total:,}, of which {printed:,} are printed here",
    )
    if left_out:
        yield "Acknowledged", f"{counted(left_out, 'more row')}, left out"


def _rule_words(rule: MatchRule) -> str:
    words = f"{rule.match_by}: {_RULES[rule.match_by]}"
    if rule.match_by is MatchBy.NUMBER_THEN_NAME and rule.name_ignore_case:
        words += ", ignoring upper and lower case"
    return f"{words} ({rule.number_field})" if rule.by_number else words


def _time(moment: datetime) -> str:
    """In UTC: whoever reads it may be elsewhere."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _paper_row(report: Report, place: int, said: str) -> PaperRow:
    company, number, customer, contact, first, last, email, _ = report.lines.cells(place)
    name = " ".join(filter(str.strip, (first, last)))
    return PaperRow(
        cells=(company, number, customer, contact, ", ".join(filter(str.strip, (name, email)))),
        reasons=(*(reason.text for reason in report.rows[place].reasons), *filter(None, (said,))),
    )


def section_title(section: Section) -> str:
    """Return a section's heading."""
    return f"{section.note}: {counted(len(section), 'row')}"
