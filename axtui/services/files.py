"""Private directories and files: 0700 and 0600 whatever the umask, and writes that are whole or absent.

A file is written under another name in the same directory, made durable, and only then given its own name.
So nothing partial is ever seen under that name, a link is never followed, and a kill leaves the old file.
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

_PRIVATE_DIRECTORY: Final = 0o700
_PRIVATE_FILE: Final = 0o600
_OPEN_TO_OTHERS: Final = 0o077
_NEW_FILE: Final = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_PARTIAL_START: Final = ".axtui-"
_PARTIAL_END: Final = ".partial"
_NO_HARD_LINKS: Final = frozenset({errno.EPERM, errno.EACCES, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})
"""What file systems without hard links answer to the wish for one."""
_CACHE_TAG: Final = (
    b"Signature: 8a477f597d28d172789f06886806bc55\n"
    b"# Copies of data that axtui can read again: backups may leave this directory out.\n"
    b"# See https://bford.info/cachedir/\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialFile:
    """A file that is being written and does not have its final name yet."""

    path: Path
    descriptor: int


def private_directory(path: Path) -> None:
    """Make a directory that only its owner can enter, with its missing parents; tighten one that is there."""
    with _explained(path):
        _make_with_parents(path)
        found = path.stat()
        if not stat.S_ISDIR(found.st_mode):
            raise CannotWriteError(
                f"{visible(str(path))} should be a directory, and is not.", hint="Move it out of the way."
            )
        if found.st_uid != os.geteuid():
            raise CannotWriteError(
                f"The directory {visible(str(path))} belongs to another user, who could read it.",
                hint="Choose another one, or have its owner changed.",
            )
        if found.st_mode & _OPEN_TO_OTHERS:
            path.chmod(_PRIVATE_DIRECTORY)


def _make_with_parents(path: Path) -> None:
    if path.exists():
        return
    _make_with_parents(path.parent)
    # Another run may make it at the same time, which is as good.
    path.mkdir(mode=_PRIVATE_DIRECTORY, exist_ok=True)


def cache_directory(path: Path) -> None:
    """Make a private directory whose tag tells backup programs that they may leave it out."""
    private_directory(path)
    tag = path / "CACHEDIR.TAG"
    if not tag.exists():
        write_private(tag, _CACHE_TAG, overwrite=True)


def write_private(path: Path, data: bytes, *, overwrite: bool) -> None:
    """Write a whole file, 0600 and durable; without `overwrite` an existing one is never replaced."""
    with private_file(path, overwrite=overwrite, size=len(data)) as partial:
        write_all(partial.descriptor, data)


@contextlib.contextmanager
def private_file(path: Path, *, overwrite: bool, size: int = 0) -> Iterator[PartialFile]:
    """Give a new private file to write to; it becomes `path` when the block ends without an error.

    `size` is how much will be written, for the message about a full disk.
    """
    with _explained(path, size=size):
        _refuse_target(path, overwrite=overwrite)
        sweep_partials(path.parent)
        partial = _new_partial(path.parent)
        try:
            yield partial
            _make_certain(partial.descriptor)
            _give_name(partial.path, path, overwrite=overwrite)
            _make_durable(path.parent)
        finally:
            _remove(partial.path)
            # Only now: with it goes the lock, and another run would sweep the file before it has its name.
            with contextlib.suppress(OSError):
                os.close(partial.descriptor)


@contextlib.contextmanager
def _explained(path: Path, *, size: int = 0) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise cannot_write(path, error, size=size) from error


def _make_certain(descriptor: int) -> None:
    """Bring a file to the disk; network file systems report a failed write as late as when it is closed."""
    os.fsync(descriptor)
    os.close(os.dup(descriptor))


def _refuse_target(path: Path, *, overwrite: bool) -> None:
    try:
        os.fsencode(path)
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    except ValueError:  # NUL, or half of a surrogate pair
        raise CannotWriteError(
            f"{visible(str(path))} holds a character that no file name can hold.", hint="Choose another name."
        ) from None
    if what := _what_is_no_file(mode):
        raise CannotWriteError(
            f"{visible(str(path))} is {what}; only plain files are written.", hint="Choose another name."
        )
    if not overwrite:
        raise exists_already(path)


def _what_is_no_file(mode: int) -> str:
    if stat.S_ISREG(mode):
        return ""
    if stat.S_ISDIR(mode):
        return "a directory"
    if stat.S_ISLNK(mode):
        return "a symbolic link"
    return "a device, a pipe or a socket"


def _new_partial(directory: Path) -> PartialFile:
    while True:
        path = directory / f"{_PARTIAL_START}{secrets.token_hex(8)}{_PARTIAL_END}"
        descriptor = os.open(path, _NEW_FILE, _PRIVATE_FILE)
        try:
            if _is_locked_by_us(descriptor):
                return PartialFile(path=path, descriptor=descriptor)
        except OSError:
            _remove(path)
            os.close(descriptor)
            raise
        os.close(descriptor)


def _is_locked_by_us(descriptor: int) -> bool:
    """Lock a new file against sweeping; another run may have swept it between its making and this lock."""
    with contextlib.suppress(OSError):  # a file system without locks: there nothing is swept either
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    return os.fstat(descriptor).st_nlink > 0


def sweep_partials(directory: Path) -> None:
    """Remove what killed runs left half-written; whoever still writes holds a lock."""
    with contextlib.suppress(OSError):
        for path in directory.glob(f"{_PARTIAL_START}*{_PARTIAL_END}"):
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


def _give_name(partial: Path, path: Path, *, overwrite: bool) -> None:
    if overwrite:
        partial.replace(path)
        return
    try:
        path.hardlink_to(partial)  # unlike a rename, this fails when the name is taken
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        _claim_name(partial, path)


def _claim_name(partial: Path, path: Path) -> None:
    """Take the name with an empty file first: the way without hard links never to replace another's file."""
    os.close(os.open(path, _NEW_FILE, _PRIVATE_FILE))
    try:
        partial.replace(path)
    except OSError:
        _remove(path)
        raise


def _make_durable(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove(path: Path) -> None:
    """Remove a file of ours, at the second try if need be; after that the next write sweeps it."""
    for _ in range(2):
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
            return
