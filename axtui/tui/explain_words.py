"""What the explanation of a row says beyond the row itself: what to do, and what each rule makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from axtui.core.errors import Side
from axtui.core.notes import Note
from axtui.core.remedies import remedies_of
from axtui.core.sentences import listed
from axtui.core.text import quoted
from axtui.tui.notes import NOTE_LOOKS
from axtui.tui.row_words import Line, Section

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from axtui.core.match_by import MatchBy
    from axtui.core.models import Company, Customer
    from axtui.core.remedy import Remedy
    from axtui.core.report import Report, Row
    from axtui.core.rule_outcomes import Explanation
    from axtui.core.suggest import Suggestion
    from axtui.core.what_if import Outcome

LOOKING: Final = "Looking ..."
NO_CANDIDATE: Final = "No good candidate: no customer's name, address or number is anything like this."
_NOT_HERE: Final = "Not known: what this report was built from is no longer here. R reads anew."
_THEN: Final = "Then R reads both systems again and shows what has become of it."
_MOST_NAMED: Final = 3


class Found(StrEnum):
    """How far the search for what is beyond the row has come."""

    LOOKING = "looking"
    THERE = "there"
    NOT_HERE = "not here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beyond:
    """What is known of a row beyond the report, as far as it has been found."""

    found: Found = Found.LOOKING
    explanation: Explanation | None = None
    suggestions: tuple[Suggestion, ...] | None = None
    """Customers that may be meant by a row without a match, the best first; None while they are unknown."""
    seeks_suggestions: bool = False
    """Whether they are still being looked for."""
    acknowledged: str = ""
    """What is acknowledged of the row, in a sentence; display-safe, empty where nothing is."""

    @property
    def nearest(self) -> Customer | None:
        """The customer that the reasons speak of, where the row has no match."""
        return self.explanation.nearest if self.explanation else None

    @property
    def taken_by(self) -> Company | None:
        """Another company that matches the nearest customer already."""
        return self.explanation.taken_by if self.explanation else None

    @property
    def has_candidates(self) -> bool:
        """Whether somebody is suggested, or may still be."""
        return self.suggestions is None or bool(self.suggestions)

    @property
    def meant(self) -> Customer | None:
        """The customer that the company is to match: the nearest, else one suggested with confidence."""
        if self.nearest is not None:
            return self.nearest
        first = next(iter(self.suggestions or ()), None)
        is_free = first is not None and first.is_confident and first.matched_by is None
        return first.customer if first is not None and is_free else None


def acknowledged_section(beyond: Beyond) -> Section:
    """Say that somebody knows of the row, and why it may stay as it is."""
    return Section(title="Acknowledged", entries=((Line(name="", value=beyond.acknowledged),),))


def remedy_section(row: Row, remedies: Sequence[Remedy], beyond: Beyond) -> Section:
    """Say what can be done, one way after the other, and what the key y sends."""
    entries = [tuple(_remedy_lines(at, remedy)) for at, remedy in enumerate(remedies)]
    if remedies and row.note is not Note.OK:
        entries.append((Line(name="", value=_THEN, is_aside=True),))
    if not remedies and row.note is Note.NO_MATCH:
        words = LOOKING if beyond.found is Found.LOOKING else _NOT_HERE
        entries.append((Line(name="", value=words),))
    return Section(title="What to do", entries=tuple(entries))


def _remedy_lines(at: int, remedy: Remedy) -> Iterator[Line]:
    if at:
        yield Line(name="", value="or", is_aside=True)
    for number, step in enumerate(remedy.steps, start=1):
        yield Line(name="", value=f"{number}. {step}" if len(remedy.steps) > 1 else step)


def suggested_words(suggestion: Suggestion) -> tuple[str, tuple[str, ...]]:
    """Say which customer is suggested and how sure that is, and in further sentences why."""
    customer = suggestion.customer
    sure = "most likely this one" if suggestion.is_confident else "perhaps this one"
    return f"{quoted(customer.name)}: {suggestion.score} of 100, {sure}", suggestion.why


def remedies_beyond(row: Row, report: Report, beyond: Beyond) -> tuple[Remedy, ...]:
    """Return what can be done about a row, as far as is known by now."""
    return remedies_of(
        row,
        report,
        nearest=beyond.meant,
        taken_by=beyond.taken_by,
        has_candidates=beyond.has_candidates,
    )


def typed_in(remedies: Iterable[Remedy]) -> tuple[str, str]:
    """Return what the first way that has anything to type needs, exactly, and on which side."""
    first = next((remedy for remedy in remedies if remedy.types), None)
    return (first.types, first.side) if first else ("", Side.AUTOTASK)


def rules_section(report: Report, beyond: Beyond, *, ascii_only: bool) -> Section:
    """Say which rule is in force, and what each of them makes of the company."""
    in_force = report.rules.match.match_by
    if beyond.explanation is None:
        words = LOOKING if beyond.found is Found.LOOKING else _NOT_HERE
        return Section(title="Under each match rule", entries=((Line(name=in_force.value, value=words),),))
    lines = [
        line
        for match_by, outcome in beyond.explanation.outcomes.items()
        for line in _rule_lines(match_by, outcome, is_in_force=match_by is in_force, ascii_only=ascii_only)
    ]
    return Section(title="Under each match rule", entries=(tuple(lines),))


def _rule_lines(
    match_by: MatchBy, outcome: Outcome, *, is_in_force: bool, ascii_only: bool
) -> Iterator[Line]:
    note = NOTE_LOOKS[outcome.note].words(ascii_only=ascii_only)
    names = listed([quoted(customer.name) for customer in outcome.customers], most=_MOST_NAMED)
    yield Line(name=match_by.value, value=f"{note}: {names}" if names else note)
    if is_in_force:
        yield Line(name="", value="the rule in force", is_aside=True)
