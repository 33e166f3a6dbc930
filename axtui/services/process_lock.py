"""A lock that holds across processes, waits with words, and is free again when its holder dies.

The file is never removed: who unlinks a locked file parts the waiters, who then hold different locks under
one name. It tells the holder's process id.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path
from typing import Final

from axtui.core.errors import CannotWriteError, UnavailableError
from axtui.core.sentences import capitalised
from axtui.core.text import visible
from axtui.services.file_troubles import cannot_write
from axtui.services.locked_file import LockedFile, NoPlainFileError
from axtui.sources.line import Line, Wait

SAID_AFTER: Final = 10.0
"""Seconds until the wait is told."""
GIVEN_UP_AFTER: Final = 300.0
_STEP: Final = 0.02
_LONGEST_PID: Final = 16


@asynccontextmanager
async def locked(path: Path, line: Line, *, doing: str) -> AsyncIterator[None]:
    """Hold the lock; `doing` says what its holder does, for those who wait: `renews the Xero login`."""
    with closing(await _taken(path, line, doing)) as file:
        with suppress(OSError):  # on a full disk those who wait hear less, and that is all
            file.cut(0)
            file.add(f"{os.getpid()}\n".encode("ascii"))
        yield


async def _taken(path: Path, line: Line, doing: str) -> LockedFile:
    """Return the locked file; asked for again and again, since a wait in the kernel cannot be cancelled."""
    began, told = line.clock.monotonic(), ""
    try:
        while (file := _tried(path)) is None:
            waited = line.clock.monotonic() - began
            holder = f"another axtui{_holder(path)} {doing}"
            if waited >= GIVEN_UP_AFTER:
                raise _given_up(holder)
            if waited >= SAID_AFTER and holder != told:
                told = holder
                line.on_wait(Wait(until=began + GIVEN_UP_AFTER, why=holder))
            await line.clock.sleep(_STEP * (1 + line.clock.jitter()))
        return file
    finally:
        if told:
            line.on_wait(None)


def _tried(path: Path) -> LockedFile | None:
    """Return the file if it could be locked."""
    try:
        return LockedFile.opened(path)
    except BlockingIOError:
        return None
    except NoPlainFileError as error:
        raise CannotWriteError(
            f"{visible(str(path))} is not a plain file.", hint="Move it out of the way."
        ) from error
    except OSError as error:
        raise cannot_write(path, error) from error


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
        f"{capitalised(holder)}, for {GIVEN_UP_AFTER / 60:g} minutes by now.",
        hint="See what that process does; it may be stopped, or wait for a terminal.",
    )
