"""Two runs of one profile held against each other: which rows are new, fixed, back again, or changed.

Of a row only its state counts. It holds no name: hashes tell whether a name has changed, not what it is.
"""

from collections.abc import Iterable, Iterator, Mapping, Set
from enum import StrEnum
from typing import Final

from axtui.core.errors import Side
from axtui.core.models import CompanyId
from axtui.core.notes import Note, ReasonCode
from axtui.core.record import record


class ChangeKind(StrEnum):
    """What became of a row between two runs; stable, for scripts, in the order in which they are shown."""

    NEW = "new"
    CAME_BACK = "came-back"
    """Was open, then not, and is again: fixed or acknowledged in between."""
    OTHER_NOTE = "other-note"
    OTHER_CUSTOMER = "other-customer"
    RENAMED = "renamed"
    """On one side only; with it the note has stayed."""
    OTHER_REASON = "other-reason"
    FIXED = "fixed"
    ACKNOWLEDGED = "acknowledged"
    APPEARED = "appeared"
    """A company that the report did not have, without a problem."""
    GONE = "gone"
    """A company that the report has no longer, and that had no problem."""


TO_WATCH: Final = frozenset({ChangeKind.NEW, ChangeKind.CAME_BACK})
"""What `--fail-on new` is about: rows that are open and were not."""


@record
class RowState:
    """What is remembered of a row."""

    note: Note
    codes: frozenset[ReasonCode] = frozenset()
    company_name: bytes = b""
    """A hash."""
    customer: bytes = b""
    """A hash of which customer it matches, or matched last; empty where it never matched one."""
    customer_name: bytes = b""
    """A hash of that customer's name as it is by now; empty where Xero has no active customer of that id."""
    is_acknowledged: bool = False

    @property
    def is_problem(self) -> bool:
        """Whether the note is neither OK nor Excluded."""
        return self.note.is_problem

    @property
    def is_open(self) -> bool:
        """Whether it is a problem that nobody has acknowledged."""
        return self.is_problem and not self.is_acknowledged


@record
class Change:
    """What became of one row."""

    company: CompanyId
    kind: ChangeKind
    before: RowState | None
    """None where the report did not have the company."""
    after: RowState | None
    """None where the report has it no longer."""

    @property
    def renamed(self) -> Side | None:
        """The side that alone has given its record another name; None where none has, or both have."""
        return renamed_side(self.before, self.after) if self.before and self.after else None


def compare(
    before: Mapping[CompanyId, RowState],
    after: Mapping[CompanyId, RowState],
    *,
    was_problem: Set[CompanyId] = frozenset(),
    is_complete: bool = True,
) -> tuple[Change, ...]:
    """Return what became of every row that has changed, by kind and company id.

    `was_problem` are companies that had a problem at any time before: what is new is not new for them. Where
    the later run is not complete, nothing counts as fixed or gone: it may not have been read.
    """
    changes = _changes(before, after, was_problem=was_problem)
    kept = changes if is_complete else (each for each in changes if each.kind not in _NEEDS_ALL)
    return in_order(kept)


def in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return changes as they are shown: by kind and company id."""
    return tuple(sorted(changes, key=lambda change: (_ORDER[change.kind], change.company)))


_NEEDS_ALL: Final = frozenset({ChangeKind.FIXED, ChangeKind.GONE})
_ORDER: Final = {kind: at for at, kind in enumerate(ChangeKind)}


def counts_of(changes: Iterable[Change]) -> dict[ChangeKind, int]:
    """Return how many changes there are of each kind that occurs, in the order of the kinds."""
    kinds = [change.kind for change in changes]
    return {kind: number for kind in ChangeKind if (number := kinds.count(kind))}


def _changes(
    before: Mapping[CompanyId, RowState],
    after: Mapping[CompanyId, RowState],
    *,
    was_problem: Set[CompanyId],
) -> Iterator[Change]:
    for company in before.keys() | after.keys():
        was, now = before.get(company), after.get(company)
        kind = _kind(was, now, was_problem=company in was_problem)
        if kind is not None:
            yield Change(company=company, kind=kind, before=was, after=now)


def _kind(was: RowState | None, now: RowState | None, *, was_problem: bool) -> ChangeKind | None:
    """Decide by the first line that applies."""
    if now and now.is_open and not (was and was.is_open):
        known = was_problem or (was is not None and was.is_problem)
        return ChangeKind.CAME_BACK if known else ChangeKind.NEW
    if was and was.is_problem and not (now and now.is_problem):
        return ChangeKind.FIXED
    if now and now.is_problem and now.is_acknowledged:
        return ChangeKind.ACKNOWLEDGED if was and was.is_open else None
    if was is None:
        return ChangeKind.APPEARED
    if now is None:
        return ChangeKind.GONE
    return _smaller_change(was, now)


def _smaller_change(was: RowState, now: RowState) -> ChangeKind | None:
    """Say what has changed of a row that is as open as it was."""
    if was.note is not now.note:
        return ChangeKind.OTHER_NOTE
    if was.customer != now.customer:
        return ChangeKind.OTHER_CUSTOMER
    if renamed_side(was, now) is not None:
        return ChangeKind.RENAMED
    return ChangeKind.OTHER_REASON if was.codes != now.codes else None


def renamed_side(was: RowState, now: RowState) -> Side | None:
    """Return the side whose record alone has another name; None for none, for both, and where that is open.

    It is open where the row has another customer, or where that customer is no longer there.
    """
    if was.customer != now.customer:
        return None
    in_autotask = was.company_name != now.company_name
    in_xero = was.customer_name != now.customer_name
    if in_autotask == in_xero:
        return None
    if in_autotask:
        return Side.AUTOTASK
    return Side.XERO if was.customer_name and now.customer_name else None
