"""A disk of a few pages, for as long as a function runs: a real one, which gets full.

It is mounted in a forked process with mounts of its own, so that nothing of it outlives the process.
"""

import ctypes
import os
import pickle
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

import pytest

T = TypeVar("T")

PAGE: Final = os.sysconf("SC_PAGE_SIZE")
_NEW_MOUNTS: Final = 0x00020000
_NEW_USERS: Final = 0x10000000
_PRIVATE: Final = 0x4000 | 0x40000
"""Recursively: no mount is told to other processes."""
_REMOUNTED: Final = 0x20
_READ_ONLY: Final = 0x1


def on_small_disk(place: Path, pages: int, body: Callable[[Path], T]) -> T:
    """Run a function with a directory that is a disk of its own; skip the test where that is not allowed."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.write(writing, pickle.dumps(_result_of(place, pages, body)))
        finally:
            os._exit(0)  # never back into the test run, of which this is a copy
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        refused, failed, result = pickle.loads(pipe.read())  # noqa: S301  # our own child wrote it
    os.waitpid(child, 0)
    if refused:
        pytest.skip(f"no disk can be mounted here: {refused}")
    assert not failed, failed
    found: T = result
    return found


def _result_of(place: Path, pages: int, body: Callable[[Path], T]) -> tuple[str, str, T | None]:
    """Return why no disk could be had, how the function failed, and what it returned."""
    try:
        _mount(place, pages)
    except OSError as error:
        return str(error), "", None
    try:
        return "", "", body(place)
    except BaseException:  # noqa: BLE001  # told to the test, which fails with it
        return "", traceback.format_exc(), None


def _mount(place: Path, pages: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.geteuid(), os.getegid()
    _checked(libc.unshare(_NEW_MOUNTS if user == 0 else _NEW_MOUNTS | _NEW_USERS))
    if user != 0:
        _write("/proc/self/setgroups", "deny")
        _write("/proc/self/uid_map", f"{user} {user} 1")
        _write("/proc/self/gid_map", f"{group} {group} 1")
    _checked(libc.mount(b"none", b"/", None, _PRIVATE, None))
    size = f"size={pages * PAGE},mode=0700".encode()
    _checked(libc.mount(b"tmpfs", os.fsencode(place), b"tmpfs", 0, size))


def _write(path: str, text: str) -> None:
    Path(path).write_text(text, encoding="ascii")


def _checked(result: int) -> None:
    if result:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


def make_read_only(place: Path) -> None:
    """Let nobody write to the disk any more."""
    libc = ctypes.CDLL(None, use_errno=True)
    _checked(libc.mount(b"none", os.fsencode(place), None, _REMOUNTED | _READ_ONLY, None))


def leave_free(place: Path, pages: int) -> None:
    """Fill the disk but for so many pages."""
    ballast = place / "ballast"
    ballast.unlink(missing_ok=True)
    found = os.statvfs(place)
    taken = found.f_bavail * found.f_frsize - pages * PAGE
    descriptor = os.open(ballast, os.O_RDWR | os.O_CREAT)
    try:
        if taken > 0:
            os.posix_fallocate(descriptor, 0, taken)
    finally:
        os.close(descriptor)
