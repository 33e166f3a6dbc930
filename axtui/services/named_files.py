"""Files that a person names to be read: plain ones, of a size that can be meant; a sentence per refusal."""

import errno
import os
import stat
from collections.abc import Callable
from io import BufferedReader
from pathlib import Path
from typing import Final

from axtui.core.errors import AxtuiError
from axtui.core.text import visible

_OPEN_FLAGS: Final = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK
"""Without waiting for whoever writes to a pipe of that name."""
_MEBIBYTE: Final = 1024 * 1024


class _NotPlainError(OSError):
    """A directory, a device, a pipe or a socket has the name."""


def read_named(path: Path, *, what: str, most: int, refused: Callable[[str], AxtuiError]) -> bytes:
    """Return the bytes of a file of at most `most` bytes; relative to the start directory, `~` is home.

    `what` is what a sentence calls it, for example `template`; `refused` makes the error of a sentence.
    """
    called = f"The {what} {visible(str(path))}"
    try:
        with open_plain(path.expanduser()) as file:  # where a link leads is for the person to know
            data = file.read(most + 1)
    except OSError as error:
        raise refused(f"{called} {_why_not(error)}.") from error
    except RuntimeError:
        raise refused(f"{called} begins with ~, and there is no such home directory.") from None
    except ValueError:  # NUL, or half of a surrogate pair
        raise refused(f"{called} holds a character that no file name can hold.") from None
    if len(data) > most:
        raise refused(f"{called} is larger than {most // _MEBIBYTE} MiB, so it is no {what}.")
    return data


def open_plain(path: Path, *, follows_links: bool = True) -> BufferedReader:
    """Open a plain file to read; raise OSError for a directory, a device and the like as well."""
    descriptor = os.open(path, _OPEN_FLAGS | (0 if follows_links else os.O_NOFOLLOW))
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise _NotPlainError
    except OSError:
        os.close(descriptor)
        raise
    return os.fdopen(descriptor, "rb")


def _why_not(error: OSError) -> str:
    if isinstance(error, _NotPlainError):
        return "is no plain file"
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return "does not exist"
    return f"cannot be read: {os.strerror(error.errno) if error.errno else 'unknown cause'}"
