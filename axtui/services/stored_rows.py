"""The rows of a stored report and the contacts of its companies, made from their packed form when asked for.

A report of a hundred thousand companies takes a second to make and 300 MB to hold; a screenful of it
and the row that a person looks into take next to nothing. Packed, all of it is small enough to be held, so
that it does not matter what becomes of the file, and a file that is damaged shows when it is opened.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import eq
from typing import TYPE_CHECKING, Final, Generic, TypeVar, overload

from axtui.core.models import CompanyId, Contact

if TYPE_CHECKING:
    from axtui.core.report_lines import ReportLines

T = TypeVar("T")

AT_ONCE: Final = 128
"""Items in a block: to make them all takes well under a millisecond, and they still pack well."""
_BLOCKS_KEPT: Final = 8
_QUICKLY: Final = 1
"""How hard zlib tries; harder takes three times as long for a seventh less."""


def packed(items: Sequence[object], encode: Callable[[Sequence[object]], bytes]) -> Iterator[bytes]:
    """Yield the items in blocks, packed."""
    for at in range(0, len(items), AT_ONCE):
        yield zlib.compress(encode(items[at : at + AT_ONCE]), _QUICKLY)


def blocks_of(items: int) -> int:
    """Return how many blocks so many items are packed in."""
    return -(-items // AT_ONCE)


class StoredItems(Sequence[T], Generic[T]):
    """Items that are made block by block when asked for; equal to a sequence of the same ones."""

    def __init__(
        self, blocks: Sequence[bytes], decode: Callable[[bytes], Sequence[T]], *, length: int
    ) -> None:
        self._blocks = blocks
        self._decode = decode
        self._length = length
        # Not a method's own cache: that would hold the items by a cycle, and cycles are collected seldom.
        self._block = lru_cache(_BLOCKS_KEPT)(lambda at: decode(zlib.decompress(blocks[at])))

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, at: int) -> T: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...

    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        if isinstance(at, slice):
            return tuple(self[each] for each in range(self._length)[at])
        block, place = divmod(range(self._length)[at], AT_ONCE)
        return self._block(block)[place]

    def __iter__(self) -> Iterator[T]:
        for block in self._blocks:
            yield from self._decode(zlib.decompress(block))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(map(eq, self, other))

    __hash__ = None  # type: ignore[assignment]  # as for any sequence that is compared with tuples


class StoredContacts(Mapping[CompanyId, tuple[Contact, ...]]):
    """Every contact of a company, where it has any; kept by the row of the company."""

    def __init__(self, by_row: Sequence[tuple[Contact, ...]], lines: ReportLines, *, companies: int) -> None:
        self._by_row = by_row
        self._lines = lines
        self._companies = companies

    def __len__(self) -> int:
        return self._companies

    def __getitem__(self, company: CompanyId) -> tuple[Contact, ...]:
        row = self._lines.row_of(company)
        if row is None or not (contacts := self._by_row[row]):
            raise KeyError(company)
        return contacts

    def __iter__(self) -> Iterator[CompanyId]:
        for company, contacts in zip(self._lines.companies, self._by_row, strict=True):
            if contacts:
                yield company
