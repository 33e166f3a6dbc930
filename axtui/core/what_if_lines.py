"""What would change under another rule, as lines that are shown and searched like those of a report."""

from collections.abc import Iterator, Sequence
from typing import Final

from axtui.core.cells import COLUMNS, Column
from axtui.core.harm import harm_place
from axtui.core.match_by import MatchBy
from axtui.core.models import Customer
from axtui.core.notes import Note
from axtui.core.report_lines import BETWEEN, NOTES, ReportLines
from axtui.core.sentences import listed
from axtui.core.text import folded_for_search, quoted, visible
from axtui.core.what_if import Change, Outcome, WhatIf

_MOST_NAMED: Final = 3
"""Customers of one company that are named: a name may be that of thousands."""
_BECOMES: Final = " -> "
_NOBODY: Final = "none"


def change_lines(found: WhatIf, places: Sequence[int], was: MatchBy, now: MatchBy) -> ReportLines:
    """Return a line for each company that changes; a search for a note by `note:` finds what it becomes."""
    changes = [found.change(place, was, now) for place in places]
    texts = [BETWEEN.join(_cells(change)) for change in changes]
    return ReportLines(
        companies=[change.company.id for change in changes],
        texts=texts,
        folded=list(map(folded_for_search, texts)),
        notes=bytes(NOTES.index(change.now.note) for change in changes),
        reasons=lambda: [""] * len(changes),
    )


def move_words(was: Note, now: Note) -> str:
    """Name what becomes of a note; where it stays, the customer is another one."""
    return f"{was}, other customer" if was is now else f"{was}{_BECOMES}{now}"


def is_worse(was: Note, now: Note) -> bool:
    """Say whether a change asks for a look: more harm, or an invoice that goes to somebody else."""
    return harm_place(now) <= harm_place(was)


def change_sentence(change: Change) -> str:
    """Say all of one change; display-safe."""
    number = f", number {visible(change.company.number)}" if change.company.number.strip() else ""
    return (
        f"{visible(change.company.name)} (id {change.company.id}{number}): "
        f"{_outcome_words(change.was)}; would be {_outcome_words(change.now)}."
    )


def _outcome_words(outcome: Outcome) -> str:
    if not outcome.customers:
        return str(outcome.note)
    return f"{outcome.note} with {_named([quoted(each.name) for each in outcome.customers])}"


def _cells(change: Change) -> Iterator[str]:
    cells = {
        Column.COMPANY: visible(change.company.name),
        Column.NUMBER: visible(change.company.number),
        Column.CUSTOMER: _customers_cell(change),
        Column.NOTE: move_words(change.was.note, change.now.note),
    }
    return (cells.get(column, "") for column in COLUMNS)


def _customers_cell(change: Change) -> str:
    was, now = _names(change.was.customers), _names(change.now.customers)
    if change.was.customers == change.now.customers:
        return now
    return f"{was}{_BECOMES}{now}"


def _names(customers: Sequence[Customer]) -> str:
    return _named([visible(each.name) for each in customers]) or _NOBODY


def _named(names: Sequence[str]) -> str:
    return listed(names, most=_MOST_NAMED)
