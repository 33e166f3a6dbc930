"""What there is to know of a place before anything is written there; looking changes nothing.

The write itself decides: between the look and the write anything may happen.
"""

import errno
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from axtui.core.errors import CannotWriteError
from axtui.services.file_troubles import cannot_write, too_little_room
from axtui.services.partial_files import is_taken

_MARGIN: Final = 10
"""Per cent of a file's size that must be free beside it: sizes are estimates, and file systems need some."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a file is to be written."""

    path: Path
    is_there: bool = False
    """Whether a plain file has the name, which would be replaced."""
    problem: CannotWriteError | None = None
    """Why nothing can be written there, whether or not a file may be replaced."""
    free: int | None = None
    """Bytes that this user may still write there; None where the system does not tell."""


def look_at(path: Path) -> Place:
    """Say what is at a path and whether a file can be written there. Blocks."""
    free = free_bytes(path.parent)
    try:
        is_there = is_taken(path)
        _refuse_directory(path, is_there=is_there)
    except CannotWriteError as problem:
        return Place(path=path, problem=problem, free=free)
    except OSError as error:
        return Place(path=path, problem=cannot_write(path, error), free=free)
    return Place(path=path, is_there=is_there, free=free)


def enough(place: Place, size: int) -> bool:
    """Say whether there is room for so many bytes and a tenth more; where nobody knows, there is."""
    return place.free is None or place.free * 100 >= size * (100 + _MARGIN)


def shortage(place: Place, size: int) -> CannotWriteError | None:
    """Return what to say when there is too little room for so many bytes."""
    if place.free is None or enough(place, size):
        return None
    return too_little_room(place.path, free=place.free, size=size)


def free_bytes(directory: Path) -> int | None:
    """Return how much this user may still write to a directory's disk; None where that cannot be told."""
    try:
        found = os.statvfs(directory)
    except (OSError, ValueError):
        return None
    if not found.f_blocks:  # /proc and the like have no size
        return None
    return found.f_bavail * found.f_frsize


def _refuse_directory(path: Path, *, is_there: bool) -> None:
    """Raise OSError where the system would refuse a new name in the file's directory."""
    directory = path.parent
    found = directory.stat()
    if _is_read_only(directory):
        raise _refused(errno.EROFS)
    if not _may_write(directory):
        raise _refused(errno.EACCES)
    if is_there and found.st_mode & stat.S_ISVTX and not _is_ours(found, path.lstat()):
        raise _refused(errno.EPERM)  # such a directory, as /tmp, lets nobody replace the files of others


def _refused(code: int) -> OSError:
    return OSError(code, os.strerror(code))


def _is_read_only(directory: Path) -> bool:
    return bool(os.statvfs(directory).f_flag & os.ST_RDONLY)


def _may_write(directory: Path) -> bool:
    effective = os.access in os.supports_effective_ids
    return os.access(directory, os.W_OK | os.X_OK, effective_ids=effective)


def _is_ours(directory: os.stat_result, file: os.stat_result) -> bool:
    return os.geteuid() in (0, directory.st_uid, file.st_uid)
