"""A lock that holds across processes, waits with words, and is free again when its holder dies.

The file is never removed: who unlinks a locked file parts the waiters, who then hold different locks under
one name. It tells the holder's process id.
"""

import fcntl
import os
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from axtui.core.errors import CannotWriteError, UnavailableError
from axtui.core.text import visible
from axtui.services.file_troubles import cannot_write
from axtui.sources.http import Line, Wait

SAID_AFTER: Final = 10.0
"""Seconds until the wait is told."""
GIVEN_UP_AFTER: Final = 300.0
_STEP: Final = 0.02
_FLAGS: Final = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_PRIVATE: Final = 0o600
_OPEN_TO_OTHERS: Final = 0o077
_LONGEST_PID: Final = 16


@asynccontextmanager
async def locked(path: Path, line: Line, *, doing: str) -> AsyncIterator[None]:
    """Hold the lock; `doing` says what its holder does, for those who wait: `renews the Xero login`."""
    descriptor = await _taken(path, line, doing)
    try:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode("ascii"), 0)
        yield
    finally:
        os.close(descriptor)


async def _taken(path: Path, line: Line, doing: str) -> int:
    """Return the locked file; asked for again and again, since a wait in the kernel cannot be cancelled."""
    began, told = line.clock.monotonic(), ""
    try:
        while (descriptor := _tried(path)) is None:
            waited = line.clock.monotonic() - began
            holder = f"another axtui{_holder(path)} {doing}"
            if waited >= GIVEN_UP_AFTER:
                raise _given_up(holder)
            if waited >= SAID_AFTER and holder != told:
                told = holder
                line.on_wait(Wait(until=began + GIVEN_UP_AFTER, why=holder))
            await line.clock.sleep(_STEP * (1 + line.clock.jitter()))
        return descriptor
    finally:
        if told:
            line.on_wait(None)


def _tried(path: Path) -> int | None:
    """Return the file if it could be locked."""
    try:
        descriptor = os.open(path, _FLAGS, _PRIVATE)
    except OSError as error:
        raise cannot_write(path, error) from error
    try:
        if _is_locked_by_us(descriptor, path):
            return descriptor
    except BaseException:
        os.close(descriptor)
        raise
    os.close(descriptor)
    return None


def _is_locked_by_us(descriptor: int, path: Path) -> bool:
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid():
        raise CannotWriteError(
            f"{visible(str(path))} is not a plain file of yours.", hint="Move it out of the way."
        )
    if found.st_mode & _OPEN_TO_OTHERS:
        os.fchmod(descriptor, _PRIVATE)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        raise CannotWriteError(
            f"{visible(str(path))} cannot be locked: {os.strerror(error.errno or 0)}.",
            hint="Some network file systems have no locks: point XDG_STATE_HOME to a local directory.",
        ) from error
    return os.fstat(descriptor).st_nlink > 0  # somebody may have removed it after all


def _holder(path: Path) -> str:
    """Return the holder as words; empty where the file does not tell."""
    try:
        with path.open("rb") as file:
            text = file.read(_LONGEST_PID).strip()
    except OSError:
        return ""
    return f" (process {int(text)})" if text.isdigit() else ""


def _given_up(holder: str) -> UnavailableError:
    return UnavailableError(
        f"{holder[:1].upper()}{holder[1:]}, for {GIVEN_UP_AFTER / 60:g} minutes by now.",
        hint="See what that process does; it may be stopped, or wait for a terminal.",
    )
