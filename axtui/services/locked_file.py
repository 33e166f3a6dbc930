"""A private file that one process at a time has to itself, and that any may read while nobody has it.

The lock is the system's own: it ends with the process, however that ends.
"""

import errno
import fcntl
import os
import stat
from pathlib import Path
from typing import Final, Self

from axtui.services.partial_files import is_at, make_certain, make_durable, write_all

_READ: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_ADD: Final = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_ADD_BEHIND: Final = _ADD | os.O_APPEND
_PRIVATE_FILE: Final = 0o600
_TRIES: Final = 5
"""How often a file is opened in whose place another run puts one at that moment."""


class NoPlainFileError(OSError):
    """A pipe, a device or the like stands where a file should."""


class LockedFile:
    """A file that is ours to add to until it is closed. Every method may raise OSError."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path = path
        self._descriptor = descriptor

    @classmethod
    def opened(cls, path: Path) -> Self:
        """Open or make the file; BlockingIOError when another run has it."""
        for _ in range(_TRIES):
            descriptor = open_locked(path)
            try:
                if is_at(path, descriptor):
                    _refuse_what_is_no_file(descriptor)
                    os.fchmod(descriptor, _PRIVATE_FILE)
                    return cls(path, descriptor)
            except OSError:
                os.close(descriptor)
                raise
            os.close(descriptor)
        raise BlockingIOError

    def read(self) -> bytes:
        """Return what the file holds."""
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        return _read_all(self._descriptor)

    def cut(self, end: int) -> None:
        """Drop what comes after so many bytes; what is added comes there."""
        os.ftruncate(self._descriptor, end)
        os.lseek(self._descriptor, end, os.SEEK_SET)

    def add(self, data: bytes) -> None:
        """Add this at the end; a part of it may stand there when that fails."""
        write_all(self._descriptor, data)

    def make_certain(self) -> None:
        """Bring what was added to the disk, and the file's name with it."""
        make_certain(self._descriptor)
        make_durable(self._path.parent)

    def remove(self) -> None:
        """Empty the file and take it away; empty it even where it has another name by now."""
        os.ftruncate(self._descriptor, 0)
        if is_at(self._path, self._descriptor):
            self._path.unlink()

    def close(self) -> None:
        """Let others add to the file."""
        os.close(self._descriptor)


def open_locked(path: Path) -> int:
    """Open or make a private file and lock it until it is closed; BlockingIOError when somebody else has it.

    Somebody else may be another part of this process.
    """
    descriptor = os.open(path, _ADD, _PRIVATE_FILE)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def open_shared(path: Path) -> int:
    """Open or make a file to which several processes add whole lines; raises OSError.

    A new one is private; one that is there keeps its mode until the caller knows what it is. What is no plain
    file, or another user's, or known by a second name, is refused: somebody may have put it there so that we
    write to something else.
    """
    descriptor = os.open(path, _ADD_BEHIND, _PRIVATE_FILE)
    try:
        _refuse_what_is_no_file(descriptor)
        found = os.fstat(descriptor)
        if found.st_uid != os.geteuid() or found.st_nlink > 1:
            raise NoPlainFileError(errno.EPERM, "it is another user's, or has a second name")
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def read_unlocked(path: Path, *, most: int = -1) -> bytes:
    """Return what a file holds, or the first so many bytes; BlockingIOError while somebody adds to it."""
    descriptor = os.open(path, _READ)
    try:
        _refuse_what_is_no_file(descriptor)
        before = _state_of_free(descriptor)
        data = _read_all(descriptor, most)
        if _state_of_free(descriptor) != before:
            raise BlockingIOError
        return data
    finally:
        os.close(descriptor)


def _state_of_free(descriptor: int) -> tuple[int, int]:
    """Return what changes whenever somebody writes to a file; BlockingIOError when somebody has it.

    The lock is given back at once: whoever wants to add meanwhile must not find the file taken.
    """
    fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    fcntl.flock(descriptor, fcntl.LOCK_UN)
    found = os.fstat(descriptor)
    return found.st_mtime_ns, found.st_size


def _refuse_what_is_no_file(descriptor: int) -> None:
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        raise NoPlainFileError(errno.EINVAL, "it is no plain file")


def _read_all(descriptor: int, most: int = -1) -> bytes:
    with open(descriptor, "rb", closefd=False) as stream:
        return stream.read(most)
