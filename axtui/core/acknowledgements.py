"""Rows that somebody has acknowledged: known, with a reason, and so out of the way until something changes.

An acknowledgement is given for a row as it stands: its note, its reasons, the customers that match. It says
nothing about the row once one of these is another, whether the records have changed or the match rule.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from axtui.core.models import CompanyId, CustomerId
from axtui.core.notes import Note, ReasonCode
from axtui.core.report import Report, Row
from axtui.core.sentences import counted, shortened
from axtui.core.text import visible

MOST_NAMED: Final = 10
"""Customers whose names are kept beside their ids."""
LONGEST_NAME: Final = 300
"""Characters of a name; Autotask and Xero take fewer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """One row, as it was when somebody acknowledged it."""

    company_id: CompanyId
    company: str
    """Its name at that time, for people: the id says which company is meant."""
    reason: str
    """Why the row may stay as it is, in that person's words."""
    note: Note
    codes: tuple[ReasonCode, ...] = ()
    """The row's reasons, each once, in the order of their words."""
    customers: tuple[CustomerId, ...] = ()
    """The customers that matched, in the order of their ids."""
    customer_names: tuple[str, ...] = ()
    """Names of the first of them at that time, for people."""
    until: date | None = None
    """The last day on which it holds; None for no end."""
    since: date | None = None
    by: str = ""
    """Who gave it."""

    @property
    def key(self) -> tuple[Note, tuple[ReasonCode, ...], tuple[CustomerId, ...]]:
        """What it was given for: for a row with another one it does not hold."""
        return self.note, self.codes, self.customers


class Standing(StrEnum):
    """Whether an acknowledgement holds, or why it does not; stable, for scripts."""

    IN_FORCE = "in force"
    EXPIRED = "expired"
    CHANGED = "changed"
    NO_ROW = "no row"
    """The report has no row for this company."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standings:
    """One acknowledgement beside the report's row that it is about."""

    acknowledgement: Acknowledgement
    standing: Standing
    place: int | None
    """Where the row stands in the report; None where it has none."""
    changes: tuple[str, ...] = ()
    """What of the row is another than it was, in words."""


def acknowledgement_of(
    row: Row, *, reason: str, until: date | None = None, since: date | None = None, by: str = ""
) -> Acknowledgement:
    """Acknowledge a row as it stands."""
    note, codes, customers = _key(row)
    names = {customer.id: customer.name for customer in row.customers}
    return Acknowledgement(
        company_id=row.company.id,
        company=_name(row.company.name),
        reason=reason,
        note=note,
        codes=codes,
        customers=customers,
        customer_names=tuple(_name(names[customer]) for customer in customers[:MOST_NAMED]),
        until=until,
        since=since,
        by=by,
    )


def acknowledged_in(
    report: Report, acknowledgements: Iterable[Acknowledgement], today: date
) -> dict[int, Acknowledgement]:
    """Return the acknowledgements that hold for a row of the report today, by the row's place, ascending."""
    held = {
        each.place: each.acknowledgement
        for each in standings_in(report, acknowledgements, today)
        if each.place is not None and each.standing is Standing.IN_FORCE
    }
    return dict(sorted(held.items()))


def standings_in(
    report: Report, acknowledgements: Iterable[Acknowledgement], today: date
) -> tuple[Standings, ...]:
    """Hold every acknowledgement against the report's row, in the order in which they come."""
    given = tuple(acknowledgements)
    places = [report.lines.row_of(each.company_id) for each in given]
    there = [place for place in places if place is not None]
    rows = dict(zip(there, report.rows_at(there), strict=True))
    return tuple(
        _beside(each, place, rows.get(place) if place is not None else None, today)
        for each, place in zip(given, places, strict=True)
    )


def counts_of_standings(standings: Iterable[Standings]) -> dict[Standing, int]:
    """Return how many there are of each kind, zero included."""
    told = [each.standing for each in standings]
    return {standing: told.count(standing) for standing in Standing}


def counts_without(report: Report, places: Sequence[int] | Mapping[int, object]) -> dict[Note, int]:
    """Return the rows per note without those at these places."""
    counts = dict(report.counts)
    for place in places:
        counts[report.lines.note(place)] -= 1
    return counts


def changes_of(acknowledgement: Acknowledgement, row: Row) -> tuple[str, ...]:
    """Say in words what of a row is another than when it was acknowledged."""
    note, codes, customers = _key(row)
    changes = []
    if note is not acknowledgement.note:
        changes.append(f"the note was {acknowledgement.note.value} and is {note.value}")
    if codes != acknowledgement.codes:
        changes.append(f"the reasons were {_listed(acknowledgement.codes)} and are {_listed(codes)}")
    if customers != acknowledgement.customers:
        changes.append(_about_customers(len(acknowledgement.customers), len(customers)))
    return tuple(changes)


def _key(row: Row) -> tuple[Note, tuple[ReasonCode, ...], tuple[CustomerId, ...]]:
    codes = tuple(sorted({reason.code for reason in row.reasons}))
    return row.note, codes, tuple(sorted(customer.id for customer in row.customers))


def _beside(acknowledgement: Acknowledgement, place: int | None, row: Row | None, today: date) -> Standings:
    """Decide by the first that applies: one that is over has nothing to say about what has changed."""
    changes = changes_of(acknowledgement, row) if row else ()
    if row is None:
        standing = Standing.NO_ROW
    elif acknowledgement.until is not None and acknowledgement.until < today:
        standing = Standing.EXPIRED
    else:
        standing = Standing.CHANGED if changes else Standing.IN_FORCE
    return Standings(acknowledgement=acknowledgement, standing=standing, place=place, changes=changes)


def _name(text: str) -> str:
    return shortened(visible(text), most=LONGEST_NAME)


def _listed(codes: Sequence[ReasonCode]) -> str:
    return ", ".join(codes) if codes else "none"


def _about_customers(before: int, after: int) -> str:
    if before == after == 1:
        return "it matches another customer"
    if before == after:
        return "it matches other customers"
    return f"it matched {counted(before, 'customer')} and matches {after:,}"
