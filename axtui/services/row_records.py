"""Runs as records of a file: the first of its kind whole, each later one by what has changed since.

So a hundred runs take little more than one, and a record is all that is written of a run.
"""

import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from axtui.core.models import CompanyId, FetchedAt
from axtui.services.row_states import SIZE, Packed, is_open, is_whole

_HEAD: Final = 5
"""Bytes of a state before its hashes: they repeat, and are worth compressing."""
_ID: Final = "q"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunHead:
    """A run as it is remembered, its rows aside."""

    series: str
    """What tells runs apart that cannot be compared: other rules, other settings, other tenants."""
    rule: str
    """Of the match, for people."""
    fetched_at: FetchedAt
    noted_at: datetime
    is_complete: bool
    rows: int
    open: int
    """Rows with a problem that nobody had acknowledged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """A run as it is written down."""

    head: RunHead
    ids: bytes
    """Of the rows that differ from those of the run before it in the series, or of all."""
    heads: bytes
    hashes: bytes
    gone: bytes
    """Ids of rows that the run before had, and this one has not."""
    had_problem: bytes = b""
    """Companies with a problem in runs that are forgotten by now; with the first run of a series only."""


def record_of(
    head: RunHead,
    rows: Packed,
    *,
    before: Mapping[CompanyId, bytes],
    had_problem: Set[CompanyId] = frozenset(),
) -> RunRecord:
    """Return what is to be written of a run; `before` are the rows of the one before it in the series."""
    changed = {company: state for company, state in rows.items() if before.get(company) != state}
    states = changed.values()
    return RunRecord(
        head=head,
        ids=_ids(changed),
        heads=zlib.compress(b"".join(state[:_HEAD] for state in states)),
        hashes=b"".join(state[_HEAD:] for state in states),
        gone=_ids(before.keys() - rows.keys()),
        had_problem=_ids(sorted(had_problem)),
    )


def apply(record: RunRecord, rows: Packed) -> None:
    """Make of the rows of the run before those of this run; ValueError where the record is none of ours."""
    ids, heads, tail = _ids_in(record.ids), zlib.decompress(record.heads), SIZE - _HEAD
    if len(heads) != len(ids) * _HEAD or len(record.hashes) != len(ids) * tail:
        raise ValueError("a record whose parts do not fit together")
    for at, company in enumerate(ids):
        state = heads[at * _HEAD : (at + 1) * _HEAD] + record.hashes[at * tail : (at + 1) * tail]
        if is_whole(state):
            rows[company] = state
        else:  # a note of a newer version: as if the company were not there
            rows.pop(company, None)
    for company in _ids_in(record.gone):
        rows.pop(company, None)


def had_problem_in(record: RunRecord) -> Sequence[CompanyId]:
    """Return the companies with a problem in runs before the first one of its series."""
    return _ids_in(record.had_problem)


def open_in(rows: Mapping[CompanyId, bytes]) -> int:
    """Return how many rows are a problem that nobody has acknowledged."""
    return sum(map(is_open, rows.values()))


def _ids(ids: Iterable[CompanyId]) -> bytes:
    return zlib.compress(array(_ID, ids).tobytes())


def _ids_in(data: bytes) -> Sequence[CompanyId]:
    ids = array(_ID)
    ids.frombytes(zlib.decompress(data) if data else b"")
    return ids  # type: ignore[return-value]  # an id is an int by another name
