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
"""Of a row; a section leaves out what says the same of all its rows."""
_LEFT_OUT: Final[Mapping[Note, frozenset[str]]] = {
    Note.NO_MATCH: frozenset({"Xero customer", "Accounts contact", "Person in Xero"}),
    Note.NOT_FOUND: frozenset({"Accounts contact"}),
    Note.LINK: frozenset({"Accounts contact"}),
    Note.EXCLUDED: frozenset({"Accounts contact"}),
}
"""Columns that hold nothing or the note under a note (PRODUCT.md section 2): the heading says it once."""
COUNTS_HEADER: Final = ("Note", "Rows", "What it means")
_RULES: Final = {
    MatchBy.NAME: "company name equals customer name, to the character",
    MatchBy.NAME_IGNORE_CASE: "company name equals customer name, ignoring upper and lower case",
    MatchBy.NUMBER: "company number equals the Xero number, to the character",
    MatchBy.NUMBER_THEN_NAME: "company number equals the Xero number, or else the names are equal",
}
_STAND_INS: Final = ("Names", "replaced by stand-ins; the same name has the same one throughout")
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
    """Under the section's header, but for the last one."""
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

    @property
    def header(self) -> tuple[str, ...]:
        """The titles above its rows."""
        return header_of(self.note)

    def rows(self) -> Iterator[PaperRow]:
        """Yield the rows in reading order."""
        shown = [HEADER.index(title) for title in self.header[:-1]]
        for place in self._places:
            yield _paper_row(self._report, place, shown, self._said.get(place, ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What is printed for others."""

    title: str
    headline: str
    """The whole report in one sentence."""
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
    report: Report,
    places: Sequence[int],
    *,
    said: Mapping[int, str] = _NOTHING_SAID,
    left_out: int = 0,
    has_stand_ins: bool = False,
) -> Paper:
    """Return a report for others, of which these rows are printed.

    `said` are sentences behind the reasons of some rows; `left_out` is how many acknowledged rows are not
    part of the report, nor of its counts; `has_stand_ins` says that nobody is named in it.
    """
    by_note: Mapping[Note, list[int]] = defaultdict(list)
    for place in places:
        by_note[report.lines.note(place)].append(place)
    facts = [*_facts(report, len(places), left_out), *([_STAND_INS] if has_stand_ins else [])]
    return Paper(
        title=f"Autotask to Xero: {visible(report.profile)}",
        headline=_headline(report),
        facts=tuple(facts),
        warnings=remarks_on(report),
        counts=[
            Counted(note=note, rows=report.counts[note], meaning=f"{capitalised(MEANINGS[note])}.")
            for note in BY_HARM
        ],
        sections=[Section(note, report, by_note[note], said) for note in BY_HARM if note in by_note],
    )


def _headline(report: Report) -> str:
    total = counted(sum(report.counts.values()), "company", "companies")
    problems = sum(rows for note, rows in report.counts.items() if note.is_problem)
    if not problems:
        return f"None of {total} has an open problem."
    has = "has" if problems == 1 else "have"
    worst = report.counts[Note.AMBIGUOUS]
    which = f"; in {worst:,} of them an invoice may reach the wrong customer" if worst else ""
    return f"{problems:,} of {total} {has} an open problem{which}."


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


def _paper_row(report: Report, place: int, shown: Sequence[int], said: str) -> PaperRow:
    company, number, customer, contact, first, last, email, _ = report.lines.cells(place)
    name = " ".join(filter(str.strip, (first, last)))
    cells = (company, number, customer, contact, ", ".join(filter(str.strip, (name, email))))
    return PaperRow(
        cells=tuple([cells[at] for at in shown]),
        reasons=(*(reason.text for reason in report.rows[place].reasons), *filter(None, (said,))),
    )


def header_of(note: Note) -> tuple[str, ...]:
    """Return the titles of the columns that tell the rows of a note apart."""
    left_out = _LEFT_OUT.get(note, frozenset())
    return tuple([title for title in HEADER if title not in left_out])


def section_title(section: Section) -> str:
    """Return a section's heading."""
    return f"{section.note}: {counted(len(section), 'row')}"
