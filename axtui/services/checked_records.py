"""Records one after another in a file, each checked together with all before it.

Whatever is cut off or changed, what can be read is the first so many records, whole and unchanged.
"""

import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

_LENGTH: Final = struct.Struct(">I")
_SUM: Final = struct.Struct(">I")
_FRAME: Final = _LENGTH.size + _SUM.size


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A whole record."""

    data: bytes
    end: int
    """Where in the file the next one begins."""
    sum: int
    """Of this record and all before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFile:
    """What can be read of a file."""

    records: tuple[Checked, ...]
    is_damaged: bool
    """Whether the record after the last whole one is there in full length, and is not what was written.

    One that is cut off is what a kill leaves, and no damage.
    """


def framed(data: bytes, *, before: int) -> tuple[bytes, int]:
    """Return a record as it goes into the file, and its sum; `before` is the sum of the one before it."""
    length = _LENGTH.pack(len(data))
    total = _sum(length, data, before)
    return length + _SUM.pack(total) + data, total


def read_checked(file: bytes, *, start: int) -> CheckedFile:
    """Return the records from `start` up to the first that is not whole."""
    records: list[Checked] = []
    at, total = start, 0
    while (begin := at + _FRAME) <= len(file):
        length = file[at : at + _LENGTH.size]
        (stored,) = _SUM.unpack_from(file, at + _LENGTH.size)
        at = begin + _LENGTH.unpack(length)[0]
        if at > len(file):
            break
        data = file[begin:at]
        total = _sum(length, data, total)
        if total != stored:
            return CheckedFile(records=tuple(records), is_damaged=True)
        records.append(Checked(data=data, end=at, sum=total))
    return CheckedFile(records=tuple(records), is_damaged=False)


def checked_records(file: BinaryIO) -> Iterator[bytes]:
    """Yield the records of a file one by one, up to the first that is not whole."""
    total, left = 0, os.fstat(file.fileno()).st_size
    while len(frame := file.read(_FRAME)) == _FRAME:
        length, stored = frame[: _LENGTH.size], frame[_LENGTH.size :]
        (size,) = _LENGTH.unpack(length)
        left -= _FRAME + size
        if left < 0:
            return  # a damaged length must not ask for gigabytes of memory
        data = file.read(size)
        total = _sum(length, data, total)
        if _SUM.pack(total) != stored:
            return
        yield data


def _sum(length: bytes, data: bytes, before: int) -> int:
    return zlib.crc32(data, zlib.crc32(length, before))
