"""Which ids of a list are still to be read, and which of them a free lane asks for next: arithmetic only.

A list is read by several walks side by side. A walk asks for the ids above its start, a page at a time, and
ends where the next walk began. Nobody knows beforehand how the ids are spread, so the walks are laid out by
estimate (ids between two records so far, records counted) and laid out anew whenever a lane has nothing left
to do: it takes its share of the longest walk. Estimates decide how evenly the lanes are busy, never what is
read: what no page has covered stays on the list.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from axtui.sources.autotask_query import PAGE_SIZE

BEFORE_ALL: Final = -1
"""Stands before the first id: company 0 is a real one (autotask-api.md section 9.1)."""
_WORTH_PARTING: Final = 1.3
"""Pages that a walk must have left, by estimate, before another lane takes a share of it."""
_KNOWN_GAP: Final = 0.5
"""Weight of a walk's newest page in the estimate of its gaps: clusters are near, chance evens out."""
_EARLY: Final = 0.06
"""A share begins so much earlier than estimated: a few records twice cost less than a page with few."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Ids above `after`, up to `up_to`."""

    after: int = BEFORE_ALL
    up_to: int | None = None
    """None for all that follow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """A stretch that was read before, and the ids that it had."""

    stretch: Stretch
    ids: tuple[int, ...]


@dataclass(slots=True, kw_only=True, eq=False)
class _Walk:
    """What is left of one walk."""

    after: int
    up_to: int | None
    gap: float
    """Ids from one record to the next, by estimate; 0 while nobody knows."""
    asked: Stretch | None = None
    """What is being asked for at this moment."""


class Ranges:
    """The ids of one list that are still to be read; `expected` is how many records the server counted."""

    def __init__(self, *, expected: int, covered: Iterable[Covered] = ()) -> None:
        self.shares = 0
        """How often a walk was parted; each may cost a page that is not full."""
        self._missing = expected
        self._walks = [_Walk(after=BEFORE_ALL, up_to=None, gap=0.0)]
        for part in sorted(covered, key=lambda part: part.stretch.after):
            self._missing -= len(part.ids)
            self._cover(part.stretch, gap=_gap_between(part.ids))

    def take(self, lanes: int) -> Stretch | None:
        """Return what a free lane of so many asks for next; None when there is nothing for it now."""
        waiting = [walk for walk in self._walks if walk.asked is None]
        if waiting:
            return _begun(max(waiting, key=self._records_in))
        if not self._walks:
            return None
        longest = max(self._walks, key=self._records_in)
        share = self._share_of(longest, lanes=1 + lanes - len(self._walks))
        return _begun(share) if share else None

    def arrived(self, asked: Stretch, ids: Sequence[int], *, more: bool) -> Stretch:
        """Take note of a page, `more` when records follow it; return the stretch that it covers."""
        end = ids[-1] if ids and more else asked.up_to
        covered = Stretch(after=asked.after, up_to=end)
        for walk in self._walks:
            if walk.asked is asked:
                walk.asked = None
                walk.gap = _smoothed(walk.gap, _gap_between(ids))
        self._missing -= len(ids)
        self._cover(covered)
        return covered

    def _cover(self, part: Stretch, *, gap: float = 0.0) -> None:
        self._walks = [left for walk in self._walks for left in _left_of(walk, part, gap)]

    def _share_of(self, walk: _Walk, *, lanes: int) -> _Walk | None:
        """Part a walk among so many lanes: it keeps the first share, the rest is returned."""
        pages = self._records_in(walk) / PAGE_SIZE
        if not walk.gap or pages < _WORTH_PARTING or lanes <= 1:
            return None
        kept = pages / lanes
        whole = max(1, round(kept)) if pages > 2 else kept  # noqa: PLR2004  # two lanes, a page each
        start = walk.after + max(1, int(walk.gap * PAGE_SIZE * whole * (1 - _EARLY)))
        if walk.up_to is not None and start >= walk.up_to:  # pragma: no cover  # not where it is worth it
            return None
        share = _Walk(after=start, up_to=walk.up_to, gap=walk.gap)
        walk.up_to = start
        self.shares += 1
        self._walks.insert(self._walks.index(walk) + 1, share)
        return share

    def _records_in(self, walk: _Walk) -> float:
        """Estimate the records left in a walk; one without an end has what the others do not have."""
        if walk.up_to is not None:
            return min(max(self._missing, 0), _records_by_gap(walk))
        return max(0.0, self._missing - sum(map(_records_by_gap, self._walks)))


def _begun(walk: _Walk) -> Stretch:
    walk.asked = Stretch(after=walk.after, up_to=walk.up_to)
    return walk.asked


def _left_of(walk: _Walk, part: Stretch, gap: float) -> Iterable[_Walk]:
    """Return what is left of a walk once a stretch is covered: nothing, one part or two."""
    begins_before = walk.up_to is None or part.after < walk.up_to
    ends_behind = part.up_to is None or part.up_to > walk.after
    if not (begins_before and ends_behind):
        return (walk,)
    left: list[_Walk] = []
    if part.after > walk.after:
        left.append(_Walk(after=walk.after, up_to=part.after, gap=walk.gap or gap))
    if part.up_to is not None and (walk.up_to is None or part.up_to < walk.up_to):
        walk.after = part.up_to
        walk.gap = gap or walk.gap
        left.append(walk)
    return left


def _records_by_gap(walk: _Walk) -> float:
    if walk.up_to is None or not walk.gap:
        return 0.0
    return (walk.up_to - walk.after) / walk.gap


def _smoothed(known: float, newest: float) -> float:
    if not known or not newest:
        return known or newest
    return (1 - _KNOWN_GAP) * known + _KNOWN_GAP * newest


def _gap_between(ids: Sequence[int]) -> float:
    """Return the usual distance between ids; one that outweighs all others together is a hole, not a gap."""
    distances = sorted(later - earlier for earlier, later in pairwise(sorted(ids)))
    total = sum(distances)
    while len(distances) > 1 and distances[-1] > total / 2:
        total -= distances.pop()
    return total / len(distances) if distances else 0.0
