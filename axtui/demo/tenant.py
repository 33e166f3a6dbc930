"""One pair of tenants: companies, contacts and customers in the sequence in which the APIs give them.

Records are made when they are asked for, so a tenant of 100,000 companies costs no more than a few arrays of
small numbers.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from math import gcd
from typing import TypeVar, overload

from axtui.demo.words import scatter

Record = TypeVar("Record")


class Rows(Sequence[Record]):
    """A sequence whose records are made one by one, when somebody looks at them."""

    def __init__(self, count: int, record_at: Callable[[int], Record]) -> None:
        self._count = count
        self._record_at = record_at

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> Record: ...
    @overload
    def __getitem__(self, place: slice) -> list[Record]: ...
    def __getitem__(self, place: int | slice) -> Record | list[Record]:
        if isinstance(place, slice):
            return [self._record_at(at) for at in range(*place.indices(self._count))]
        if not -self._count <= place < self._count:
            raise IndexError(place)
        return self._record_at(place % self._count)

    def __iter__(self) -> Iterator[Record]:
        return map(self._record_at, range(self._count))


class Shuffle:
    """A fixed rearrangement of 0 to count-1, and the way back, without a table."""

    def __init__(self, count: int) -> None:
        step = max(1, round(count * 0.618))
        while gcd(step, count) > 1:
            step += 1
        self._count = count
        self._step = step
        self._back = pow(step, -1, count) if count else 0

    def item_at(self, place: int) -> int:
        """Return which item stands at a place."""
        return place * self._step % self._count

    def place_of(self, item: int) -> int:
        """Return where an item stands."""
        return item * self._back % self._count


class Shares:
    """Consecutive items dealt out to owners: the first few to owner 0, the next to owner 1, and so on."""

    def __init__(self, counts: Sequence[int]) -> None:
        self._ends = array("Q", accumulate(counts))

    @property
    def total(self) -> int:
        """How many items were dealt out."""
        return self._ends[-1] if self._ends else 0

    def owner_of(self, item: int) -> tuple[int, int]:
        """Return who has the item, and as which of their own."""
        owner = bisect_right(self._ends, item)
        return owner, item - self._first(owner)

    def items_of(self, owner: int) -> range:
        """Return what an owner has."""
        return range(self._first(owner), self._ends[owner])

    def _first(self, owner: int) -> int:
        return self._ends[owner - 1] if owner else 0


class RisingIds:
    """Numeric ids that rise with gaps, so that nothing can count on their being consecutive."""

    _GAP = 3

    def __init__(self, base: int) -> None:
        self._base = base

    def id_at(self, place: int) -> int:
        """Return the id at a place."""
        return self._base + self._GAP * place + scatter(place) % self._GAP

    def first_place_from(self, least: int) -> int:
        """Return the first place whose id is not below `least`; it may lie behind the last record."""
        place = max(0, (least - self._base) // self._GAP)
        return place if self.id_at(place) >= least else place + 1


class Guids:
    """Guids that rise with their place, as `order=ContactID` needs, and otherwise look random."""

    _SPAN = 1 << 32

    def __init__(self, count: int) -> None:
        gap = max(1, self._SPAN // max(1, count))
        self._heads = range(gap // 2, self._SPAN, gap)[:count]

    def id_at(self, place: int) -> str:
        """Return the guid at a place."""
        low, high = scatter(place), scatter(~place)
        return (
            f"{self._heads[place]:08x}-{low >> 16:04x}-4{low & 0xFFF:03x}"
            f"-{0x8000 | high & 0x3FFF:04x}-{high:08x}{low & 0xFFFF:04x}"
        )

    def place_of(self, guid: str) -> int | None:
        """Return the place of a guid; None where there is none."""
        try:
            place = bisect_left(self._heads, int(guid[:8], 16))
        except ValueError:
            return None
        known = place < len(self._heads) and self.id_at(place) == guid.lower()
        return place if known else None
