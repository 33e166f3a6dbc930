"""Files that are being written: under a name of their own, until they are whole and on the disk.

Every file of the program gets its name here, and only here: by a link or a rename, never by writing under it.
"""

import contextlib
import errno
import fcntl
import os
import secrets
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from axtui.core.errors import CannotWriteError
from axtui.core.text import visible
from axtui.services.file_troubles import cannot_write, exists_already

_PRIVATE_FILE: Final = 0o600
_NEW_FILE: Final = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_PARTIAL_START: Final = ".axtui-"
_PARTIAL_END: Final = ".partial"
_NO_HARD_LINKS: Final = frozenset({errno.EPERM, errno.EACCES, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})
"""What file systems without hard links answer to the wish for one."""
_NO_SUCH_RENAME: Final = frozenset({errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP})
"""What is answered where a rename cannot be made to depend on the name's being free."""
_HERE: Final = -100
_UNLESS_TAKEN: Final = 1
"""AT_FDCWD and RENAME_NOREPLACE of renameat2(2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialFile:
    """A file that is being written and does not have its final name yet."""

    path: Path
    descriptor: int


@contextlib.contextmanager
def explained(path: Path, *, size: int = 0) -> Iterator[None]:
    """Turn what the system answers into an error with words; `size` is for the one about a full disk."""
    try:
        yield
    except OSError as error:
        raise cannot_write(path, error, size=size) from error


def refuse_target(path: Path, *, overwrite: bool) -> None:
    """Raise an error where no file may be written: a name that is taken, a link, what is no plain file."""
    if is_taken(path) and not overwrite:
        raise exists_already(path)


def is_taken(path: Path) -> bool:
    """Say whether there is a file; raise an error when something else is there, or the name is impossible."""
    try:
        os.fsencode(path)
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return False
    except ValueError:  # NUL, or half of a surrogate pair
        raise CannotWriteError(
            f"{visible(str(path))} holds a character that no file name can hold.", hint="Choose another name."
        ) from None
    if what := _what_is_no_file(mode):
        raise CannotWriteError(
            f"{visible(str(path))} is {what}; only plain files are written.", hint="Choose another name."
        )
    return True


def _what_is_no_file(mode: int) -> str:
    if stat.S_ISREG(mode):
        return ""
    if stat.S_ISDIR(mode):
        return "a directory"
    if stat.S_ISLNK(mode):
        return "a symbolic link"
    return "a device, a pipe or a socket"


@contextlib.contextmanager
def partial_in(directory: Path) -> Iterator[PartialFile]:
    """Give a new private file to write to; at the end it goes, unless it has been given a name by then."""
    partial = _new_partial(directory)
    try:
        yield partial
    finally:
        remove_ours(partial.path)
        # Only now: with it goes the lock, and another run would sweep the file before it has its name.
        with contextlib.suppress(OSError):
            os.close(partial.descriptor)


def _new_partial(directory: Path) -> PartialFile:
    while True:
        path = partial_path(directory)
        descriptor = os.open(path, _NEW_FILE, _PRIVATE_FILE)
        try:
            if _is_locked_by_us(descriptor):
                return PartialFile(path=path, descriptor=descriptor)
        except OSError:
            remove_ours(path)
            os.close(descriptor)
            raise
        os.close(descriptor)


def partial_path(directory: Path) -> Path:
    """Return a name that nobody has, and that is swept when a kill leaves it behind."""
    return directory / f"{_PARTIAL_START}{secrets.token_hex(8)}{_PARTIAL_END}"


def _is_locked_by_us(descriptor: int) -> bool:
    """Lock a new file against sweeping; another run may have swept it between its making and this lock."""
    with contextlib.suppress(OSError):  # a file system without locks: there nothing is swept either
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    return os.fstat(descriptor).st_nlink > 0


def partials_in(directory: Path) -> Iterator[Path]:
    """Yield the files in a directory that are being written, or were when a run was killed."""
    return directory.glob(f"{_PARTIAL_START}*{_PARTIAL_END}")


def sweep_partials(directory: Path) -> None:
    """Remove what killed runs left half-written; whoever still writes holds a lock."""
    with contextlib.suppress(OSError):
        for path in partials_in(directory):
            with contextlib.suppress(OSError):  # one that is written at this moment keeps no other one
                _remove_if_abandoned(path)


def _remove_if_abandoned(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink()
    finally:
        os.close(descriptor)


def write_all(descriptor: int, data: bytes) -> None:
    """Write every byte; a system may take fewer at a time."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def make_certain(descriptor: int) -> None:
    """Bring a file to the disk; network file systems report a failed write as late as when it is closed."""
    os.fsync(descriptor)
    os.close(os.dup(descriptor))


def make_durable(directory: Path) -> None:
    """Bring the names in a directory to the disk."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def second_name(path: Path) -> Path | None:
    """Give a file another name beside its own, which is swept in the end; None without hard links."""
    second = partial_path(path.parent)
    try:
        second.hardlink_to(path)
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        return None
    return second


def give_name(partial: Path, path: Path, *, overwrite: bool) -> None:
    """Let a whole file be found under its name; without `overwrite` this fails when the name is taken."""
    if overwrite:
        partial.replace(path)
        return
    try:
        path.hardlink_to(partial)  # unlike a rename, this fails when the name is taken
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        if not _renamed_if_free(partial, path):
            _claim_name(partial, path)


def _renamed_if_free(partial: Path, path: Path) -> bool:
    """Rename unless the name is taken, which Linux can do without hard links; False where it cannot."""
    import ctypes  # takes a while to load, and is hardly ever needed

    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if not rename(_HERE, os.fsencode(partial), _HERE, os.fsencode(path), _UNLESS_TAKEN):
        return True
    code = ctypes.get_errno()
    if code in _NO_SUCH_RENAME:
        return False
    raise OSError(code, os.strerror(code))


def _claim_name(partial: Path, path: Path) -> None:
    """Take the name with an empty file first: the last way never to replace another's file.

    Only here something may be seen under the name that is not whole, for a moment.
    """
    os.close(os.open(path, _NEW_FILE, _PRIVATE_FILE))
    try:
        partial.replace(path)
    except OSError:
        remove_ours(path)
        raise


def is_at(path: Path, descriptor: int) -> bool:
    """Say whether a path names an open file."""
    try:
        return os.path.samestat(path.lstat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def remove_ours(path: Path) -> None:
    """Remove a file of ours, at the second try if need be; after that the next write sweeps it."""
    for _ in range(2):
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
            return
