"""Why a file cannot be written, in words: one sentence per cause, with what to do next."""

import errno
import os
import shlex
import shutil
from pathlib import Path
from typing import Final

from axtui.core.errors import CannotWriteError
from axtui.core.text import visible

_ELSEWHERE: Final = "Choose another directory, or have its permissions changed."
_MAKE_ROOM: Final = "Make room there, or choose another directory."
_NO_LOCKS: Final = (
    "Some network file systems have no locks: point XDG_STATE_HOME and XDG_CACHE_HOME to local directories."
)
_REPLACE: Final = "Choose another name, or say that it may be replaced (--overwrite)."


def exists_already(path: Path) -> CannotWriteError:
    """Return the error for a name that is taken."""
    return CannotWriteError(f"{visible(str(path))} exists already, and was left as it is.", hint=_REPLACE)


def too_little_room(path: Path, *, free: int, size: int) -> CannotWriteError:
    """Return the error for a disk that is too full for a file, found before it is written."""
    return CannotWriteError(
        f"There is too little room to write {visible(str(path))}: {size:,} bytes are needed, "
        f"{free:,} are free.",
        hint=_MAKE_ROOM,
    )


def cannot_write(path: Path, error: OSError, *, size: int = 0) -> CannotWriteError:
    """Return the error for what the system answered; `size` is how many bytes were to be written."""
    shown, directory = visible(str(path)), visible(str(path.parent))
    match error.errno:
        case errno.ENOENT:
            command = visible(f"mkdir -p {shlex.quote(str(path.parent))}")
            return CannotWriteError(f"The directory {directory} does not exist.", hint=f"Make it: {command}")
        case errno.ENOTDIR:
            return CannotWriteError(f"{directory} is not a directory.", hint="Choose another directory.")
        case errno.EEXIST:
            return exists_already(path)
        case errno.EACCES | errno.EPERM:
            return CannotWriteError(f"There is no permission to write {shown}.", hint=_ELSEWHERE)
        case errno.EROFS:
            return CannotWriteError(
                f"{directory} is on a read-only file system.", hint="Choose another directory."
            )
        case errno.ENAMETOOLONG:
            return CannotWriteError(
                f"The file name is too long: {shown}",
                hint="Most file systems take 255 bytes; choose a shorter one.",
            )
    return _out_of_something(path, error, size=size)


def _out_of_something(path: Path, error: OSError, *, size: int) -> CannotWriteError:
    shown = visible(str(path))
    match error.errno:
        case errno.ENOSPC:
            return CannotWriteError(
                f"The disk is too full to write {shown}{_room(path, size)}.", hint=_MAKE_ROOM
            )
        case errno.EDQUOT:
            return CannotWriteError(f"Your disk quota is used up: {shown} was not written.", hint=_MAKE_ROOM)
        case errno.EFBIG:
            return CannotWriteError(
                f"{shown} would be larger than a file may be here.", hint="See the limit with: ulimit -f"
            )
        case errno.EMFILE | errno.ENFILE:
            return CannotWriteError(
                f"Too many files are open to write {shown}.", hint="Close other programs and try again."
            )
        case errno.ENOLCK:
            return CannotWriteError(f"{shown} cannot be locked.", hint=_NO_LOCKS)
        case errno.EIO:
            return CannotWriteError(
                f"The disk failed while {shown} was written.", hint="Choose another disk."
            )
    reason = os.strerror(error.errno) if error.errno else "unknown cause"
    return CannotWriteError(f"{shown} cannot be written: {reason}.", hint="Choose another place.")


def _room(path: Path, size: int) -> str:
    try:
        free = shutil.disk_usage(path.parent).free
    except OSError:
        return ""
    needed = f"{size:,} bytes are needed, " if size else ""
    return f": {needed}{free:,} are free" if needed else f": {free:,} bytes are free"
