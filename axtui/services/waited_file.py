"""A locked file that another run has for a moment: asked for again and again, and not for ever.

A wait in the kernel would last as long as a stopped process does, and nothing could end it.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from axtui.core.errors import CannotWriteError, DataError, UnavailableError
from axtui.core.text import visible
from axtui.services.file_troubles import cannot_write
from axtui.services.locked_file import LockedFile, NoPlainFileError, read_unlocked

Sleep = Callable[[float], None]

_STEP: Final = 0.02
_TRIES: Final = 500
GIVEN_UP_AFTER: Final = _STEP * _TRIES
"""Seconds: whoever has the file writes some megabytes to it at most."""


def turns(sleep: Sleep) -> Iterator[None]:
    """Yield for each time that a file may be asked for, with a moment between two."""
    for _ in range(_TRIES):
        yield
        sleep(_STEP)


def opened_in_turn(path: Path, *, sleep: Sleep = time.sleep) -> LockedFile:
    """Open or make the file as soon as nobody has it; CannotWriteError where that does not come. Blocks."""
    for _ in turns(sleep):
        try:
            return LockedFile.opened(path)
        except BlockingIOError:
            continue
        except NoPlainFileError as error:
            raise CannotWriteError(
                f"{visible(str(path))} is not a plain file.", hint="Move it out of the way."
            ) from error
        except OSError as error:
            raise cannot_write(path, error) from error
    raise CannotWriteError(
        f"Another axtui has had {visible(str(path))} for {GIVEN_UP_AFTER:g} seconds.",
        hint="See what that process does; it may be stopped.",
    )


def read_in_turn(path: Path, *, sleep: Sleep = time.sleep) -> bytes:
    """Return what the file holds as soon as nobody writes to it; nothing where there is no such file. Blocks.

    A file that somebody keeps is no empty one: UnavailableError; nor is one that cannot be read: DataError.
    """
    for _ in turns(sleep):
        try:
            return read_unlocked(path)
        except BlockingIOError:
            continue
        except (FileNotFoundError, NotADirectoryError):
            return b""
        except OSError as error:
            raise DataError(
                f"{visible(str(path))} cannot be read: {error.strerror or 'unknown cause'}.",
                hint="See what lies there, and who may read it.",
            ) from error
    raise UnavailableError(
        f"Another axtui has had {visible(str(path))} for {GIVEN_UP_AFTER:g} seconds: what it holds is not "
        "known.",
        hint="See what that process does; it may be stopped. Then try again.",
    )
