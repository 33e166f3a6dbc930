"""What stands in the file of an interrupted run: a line that says what it is, a heading, and records.

Decides what of such a file can be used, and says in a sentence when something cannot.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from axtui.core.errors import Side
from axtui.services.checked_records import Checked, framed, read_checked
from axtui.services.page_log import ListName
from axtui.services.page_records import (
    UNREADABLE,
    Begun,
    Forgotten,
    Heading,
    PageRecord,
    Record,
    heading_bytes,
    record_of,
)

KEPT_FOR: Final = timedelta(days=7)
"""Names and addresses do not lie on the disk for longer because a run was never finished."""
_KIND: Final = b"axtui checkpoint "
_FIRST_LINE: Final = _KIND + b"3\n"
"""The number is raised with every change of the records; a file with another one is not used."""
_LEFT: Final = "What an interrupted run has left"


@dataclass(slots=True, kw_only=True)
class Told:
    """What the records of a file come to."""

    since: dict[Side, datetime] = field(default_factory=dict)
    pages: dict[ListName, list[PageRecord]] = field(default_factory=dict)
    began: datetime
    """When the first of the runs began that have written to the file."""
    at: datetime
    """When the last page arrived, or the run began."""

    def hear(self, record: Record) -> None:
        """Take in the next record."""
        match record:
            case Begun():
                self.since[record.side] = record.since
            case Forgotten():
                self.pages.pop(record.name, None)
            case PageRecord():
                self.pages.setdefault(record.name, []).append(record)
                self.at = record.at
            case Heading():
                raise ValueError("a second heading")


@dataclass(frozen=True, slots=True, kw_only=True)
class Usable:
    """A file that can be gone on with."""

    told: Told
    end: int
    """How much of the file is whole."""
    sum: int
    """The sum of its last record, which goes into that of the next."""
    notice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusable:
    """A file that cannot be used; `notice` says why."""

    notice: str


def beginning(fingerprint: str, began: datetime) -> tuple[bytes, int]:
    """Return the first bytes of a file, and the sum that goes into that of the next record."""
    heading, total = framed(heading_bytes(fingerprint, began), before=0)
    return _FIRST_LINE + heading, total


def judge(file: bytes, *, fingerprint: str, now: datetime) -> Usable | Unusable:
    """Say what can be used of a file, by a run with this fingerprint."""
    if not file.startswith(_FIRST_LINE):
        return Unusable(notice=_damaged_or_of_another_version(file))
    found = read_checked(file, start=len(_FIRST_LINE))
    heading = _heading(found.records)
    if heading is None:
        return Unusable(notice=f"{_LEFT} is damaged, and is not used.")
    if heading.fingerprint != fingerprint:
        return Unusable(notice=f"{_LEFT} is of another tenant or of other settings, and is not used.")
    if is_too_old(heading.began, now):
        return Unusable(notice=f"{_LEFT} is older than {KEPT_FOR.days} days, and is not used.")
    usable = _replayed(found.records, Told(began=heading.began, at=heading.began))
    if found.is_damaged or usable.end < found.records[-1].end:
        return replace(usable, notice=f"{_LEFT} is damaged in part; that part is read again.")
    return usable


def began_at(file: bytes) -> datetime | None:
    """Return when the run of a file began, or None where that cannot be told."""
    if not file.startswith(_FIRST_LINE):
        return None
    heading = _heading(read_checked(file, start=len(_FIRST_LINE)).records)
    return heading.began if heading else None


def is_too_old(began: datetime, now: datetime, *, kept_for: timedelta = KEPT_FOR) -> bool:
    """Say whether nobody should go on with a run of then; a beginning in the future is a clock gone wrong."""
    return abs(now - began) > min(kept_for, KEPT_FOR)


def _damaged_or_of_another_version(file: bytes) -> str:
    if file.startswith(_KIND) and b"\n" in file[len(_KIND) : len(_KIND) + 8]:
        return f"{_LEFT} was noted by another version of axtui, and is not used."
    return f"{_LEFT} is damaged, and is not used."


def _heading(records: tuple[Checked, ...]) -> Heading | None:
    try:
        heading = record_of(records[0].data)
    except UNREADABLE:
        return None
    return heading if isinstance(heading, Heading) else None


def _replayed(records: tuple[Checked, ...], told: Told) -> Usable:
    """Take in the records after the heading, up to one that cannot be read."""
    end, total = records[0].end, records[0].sum
    for each in records[1:]:
        try:
            told.hear(record_of(each.data))
        except UNREADABLE:
            break
        end, total = each.end, each.sum
    return Usable(told=told, end=end, sum=total)
