"""The report under all four rules at once: how many rows each note has, and which companies would change.

No second report is built: per rule and company there are a byte for the note and a number for the customers.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from operator import ne
from typing import Final

from axtui.core.cases import Cases
from axtui.core.match_by import MatchBy
from axtui.core.matching import MatchRule
from axtui.core.models import Company, CompanyId, Customer, CustomerId, FetchedAt, Snapshot
from axtui.core.notes import Note
from axtui.core.record import record
from axtui.core.report import Report, ReportRules
from axtui.core.text import natural_key
from axtui.core.verdict import decide

_NOTES: Final = tuple(Note)
_PLACES: Final = {note: place for place, note in enumerate(_NOTES)}
_EXCLUDED: Final = _PLACES[Note.EXCLUDED]


@record
class Outcome:
    """What one rule says of a company: as the report's row under that rule."""

    note: Note
    customers: tuple[Customer, ...]


@record
class Change:
    """A company that another rule gives another note, or another customer under the same note."""

    company: Company
    was: Outcome
    now: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class _Verdicts:
    """What one rule says of every company, place by place."""

    notes: bytes
    """Which note, as its place among `_NOTES`."""
    found: Sequence[int]
    """Which customers matched, as a place among all sets of customers that any rule has found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """What each of the four rules says of each company.

    A company is meant by its place, which is that of its row in a report under any rule.
    """

    rules: ReportRules
    """What they say beside `match_by` holds under every rule."""
    fetched_at: FetchedAt
    companies: Sequence[Company] = field(repr=False)
    """In reading order."""
    _sets: Sequence[tuple[Customer, ...]] = field(repr=False)
    _verdicts: Mapping[MatchBy, _Verdicts] = field(repr=False)

    def is_about(self, report: Report) -> bool:
        """Say whether a report is one of those that are held beside each other here."""
        return (
            self.fetched_at == report.fetched_at
            and self.rules.matching_by(report.rules.match.match_by) == report.rules
        )

    def counts(self, match_by: MatchBy, *, without: Iterable[int] = ()) -> dict[Note, int]:
        """Return how many rows each note has under a rule, but for some; no note is left out."""
        notes = self._verdicts[match_by].notes
        counts = {note: notes.count(place) for place, note in enumerate(_NOTES)}
        for place in without:
            counts[_NOTES[notes[place]]] -= 1
        return counts

    def outcome(self, place: int, match_by: MatchBy) -> Outcome:
        """Return what a rule says of the company at a place."""
        verdicts = self._verdicts[match_by]
        return Outcome(note=_NOTES[verdicts.notes[place]], customers=self._sets[verdicts.found[place]])

    def changed(self, was: MatchBy, now: MatchBy) -> list[int]:
        """Return the places of all companies that one rule tells otherwise than another, ascending.

        Whatever an excluded company matches, nothing is done with it.
        """
        before, after = self._verdicts[was], self._verdicts[now]
        other_note = map(ne, before.notes, after.notes)
        other_found = map(ne, before.found, after.found)
        is_changed = (
            note or (found and place != _EXCLUDED)
            for note, found, place in zip(other_note, other_found, before.notes, strict=True)
        )
        return list(compress(range(len(self.companies)), is_changed))

    def unchanged(self, places: Iterable[int], was: MatchBy, now: MatchBy) -> list[int]:
        """Return those of the places of which one rule says what another does."""
        return [place for place in places if self.outcome(place, was) == self.outcome(place, now)]

    def change(self, place: int, was: MatchBy, now: MatchBy) -> Change:
        """Return what becomes of one company when a rule is exchanged for another."""
        return Change(
            company=self.companies[place],
            was=self.outcome(place, was),
            now=self.outcome(place, now),
        )

    def moves(self, places: Sequence[int], was: MatchBy, now: MatchBy) -> list[tuple[Note, Note, int]]:
        """Return how many of the companies go from which note to which, the most frequent move first.

        Both notes are the same where only the customer is another one.
        """
        before, after = self._verdicts[was].notes, self._verdicts[now].notes
        counts = Counter((before[place], after[place]) for place in places)
        inorder = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
        return [(_NOTES[old], _NOTES[new], number) for (old, new), number in inorder]


def what_if(
    snapshot: Snapshot, rules: ReportRules, *, reading_order: Sequence[CompanyId] | None = None
) -> WhatIf:
    """Work out what each rule says of each company, exactly as `build_report` would.

    Takes seconds for a hundred thousand companies: from an event loop, call it in a thread. A report of the
    snapshot knows the order already; to sort so many names would hold up all other threads for that while.
    """
    cases = Cases(snapshot, sole_contact_is_enough=rules.sole_contact_is_enough)
    order = _order(cases.companies, reading_order)
    sets = _Sets()
    verdicts = {
        match_by: _verdicts(cases, rules.matching_by(match_by).match, order, sets) for match_by in MatchBy
    }
    return WhatIf(
        rules=rules,
        fetched_at=snapshot.fetched_at,
        companies=tuple(map(cases.companies.__getitem__, order)),
        _sets=sets.known,
        _verdicts=verdicts,
    )


def _order(companies: Sequence[Company], reading_order: Sequence[CompanyId] | None) -> list[int]:
    if reading_order is not None:
        places = {company.id: place for place, company in enumerate(companies)}
        return [places[company] for company in reading_order]
    names = [natural_key(company.name) for company in companies]
    return sorted(range(len(names)), key=names.__getitem__)


class _Sets:
    """Gives the same number to the same customers, whichever rule has found them."""

    def __init__(self) -> None:
        self.known: list[tuple[Customer, ...]] = [()]
        self._numbers: dict[tuple[CustomerId, ...], int] = {(): 0}

    def number(self, customers: tuple[Customer, ...]) -> int:
        key = tuple([customer.id for customer in customers])
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self.known)
            self.known.append(customers)
        return number


def _verdicts(cases: Cases, rule: MatchRule, order: Sequence[int], sets: _Sets) -> _Verdicts:
    notes, found = bytearray(), array("l")
    for case in cases.under(rule):
        notes.append(_PLACES[decide(case)])
        found.append(sets.number(case.match.customers))
    return _Verdicts(
        notes=bytes(map(notes.__getitem__, order)), found=array("l", map(found.__getitem__, order))
    )
