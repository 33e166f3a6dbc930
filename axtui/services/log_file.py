"""The log that a person asks for with `--log`: a private file of lines, and a few older ones beside it.

Its lines carry ids, counts, times and the names of endpoints: whoever logs gives no names, addresses, query
strings, bodies or secrets. Each line is searched for secrets and addresses all the same before it is written.
Several processes may add to one file: a line is written in one piece, and whoever finds the file full renames
it under a lock. Only loggers called `axtui` are heard, never those of libraries.
"""

import contextlib
import fcntl
import logging
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Final

from axtui import __version__
from axtui.core.errors import AxtuiError, CannotWriteError, ExitCode
from axtui.core.redaction import redacted
from axtui.core.text import visible
from axtui.services.file_troubles import cannot_write
from axtui.services.locked_file import NoPlainFileError, open_shared
from axtui.services.partial_files import is_at, write_all

LARGEST: Final = 1024 * 1024
"""Bytes; a file that would become larger is set aside under a number."""
OLDER_FILES: Final = 4
_FIRST_LINE: Final = b"axtui log 1\n"
"""By it a log is told from a file that somebody named by mistake."""
_LONGEST_LINE: Final = 2_000
_PRIVATE: Final = 0o600
_LOG: Final = logging.getLogger("axtui.process")


class LogFile(logging.Handler):
    """Adds lines to a file; `problem` says why some could not be written."""

    def __init__(self, path: Path, *, now: Callable[[], datetime], largest: int = LARGEST) -> None:
        super().__init__()
        self._path = path
        self._now = now
        self._largest = largest
        self._descriptor = _opened(path)
        self.problem: CannotWriteError | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Add a line; what fails is kept to be said at the end, since no run must fail for its log."""
        try:
            self._add(self._line(record))
        except CannotWriteError as error:
            self.problem = error
        except OSError as error:
            self.problem = cannot_write(self._path, error)

    def close(self) -> None:
        """Add no more lines."""
        os.close(self._descriptor)
        super().close()

    def _line(self, record: logging.LogRecord) -> bytes:
        """Return the record as ASCII without anything that a terminal obeys; never a traceback's values."""
        text = visible(redacted(record.getMessage()))[:_LONGEST_LINE]
        time = f"{self._now():%Y-%m-%dT%H:%M:%S.%f}"[:-3]
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        parts = (f"{time}Z", str(os.getpid()), record.name.removeprefix("axtui."), text, kind)
        return f"{' '.join(filter(None, parts))}\n".encode("ascii", "backslashreplace")

    def _add(self, line: bytes) -> None:
        if not is_at(self._path, self._descriptor):  # another process has set it aside
            self._reopen()
        if os.fstat(self._descriptor).st_size + len(line) > self._largest:
            self._set_aside()
        write_all(self._descriptor, line)

    def _set_aside(self) -> None:
        """Begin a new file, unless another process is doing so; then a few lines more do no harm."""
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if is_at(self._path, self._descriptor):
                _renumber(self._path)
            self._reopen()

    def _reopen(self) -> None:
        descriptor = _opened(self._path)
        os.close(self._descriptor)  # with it goes the lock
        self._descriptor = descriptor


def logged(
    work: Callable[[], int],
    *,
    path: Path,
    now: Callable[[], datetime],
    monotonic: Callable[[], float],
    words: Sequence[str],
    on_trouble: Callable[[CannotWriteError], None],
    interrupted: Callable[[], int] = lambda: ExitCode.INTERRUPTED,
) -> int:
    """Do some work with a log, and return its exit code; `words` is the command line without values.

    `interrupted` tells the exit code of an end by signal, which depends on the signal.

    Raises CannotWriteError where the file cannot be used; `on_trouble` hears at the end what is missing.
    """
    with _listening(LogFile(_absolute(path), now=now), on_trouble):
        began = monotonic()
        version = ".".join(map(str, sys.version_info[:3]))
        _LOG.info("begin axtui=%s python=%s command=%s", __version__, version, " ".join(words))
        try:
            code = work()
        except BaseException as error:
            _LOG.info("end %s seconds=%.3f", _end_of(error, interrupted), monotonic() - began)
            raise
        _LOG.info("end exit=%d seconds=%.3f", code, monotonic() - began)
        return code


def _absolute(path: Path) -> Path:
    try:
        return path.absolute()
    except OSError as error:
        raise CannotWriteError(
            f"{visible(str(path))} cannot be made: the directory that you are in is gone.",
            hint="Change to another directory, or give --log a whole path.",
        ) from error


def _end_of(error: BaseException, interrupted: Callable[[], int]) -> str:
    """Say how work ended that raised; not what the error says, which may quote a remote system."""
    kind = type(error).__name__
    if isinstance(error, AxtuiError):
        return f"exit={error.exit_code} error={kind} side={error.side or '-'}"
    if isinstance(error, KeyboardInterrupt):
        return f"exit={interrupted()} error={kind}"
    return f"exit={ExitCode.BUG} error={kind}" if isinstance(error, Exception) else f"error={kind}"


@contextlib.contextmanager
def _listening(log: LogFile, on_trouble: Callable[[CannotWriteError], None]) -> Iterator[None]:
    ours = logging.getLogger("axtui")
    before = ours.level, ours.propagate
    ours.addHandler(log)
    ours.setLevel(logging.INFO)
    ours.propagate = False
    try:
        yield
    finally:
        ours.removeHandler(log)
        ours.setLevel(before[0])
        ours.propagate = before[1]
        log.close()
        if log.problem:
            on_trouble(log.problem)


def _opened(path: Path) -> int:
    """Open the file, or raise CannotWriteError: what is no log of ours is never added to."""
    try:
        descriptor = open_shared(path)
    except (NoPlainFileError, IsADirectoryError):
        raise _not_ours(path) from None
    except OSError as error:
        if path.is_symlink():
            raise _not_ours(path) from None
        raise cannot_write(path, error) from error
    try:
        _make_ours(descriptor, path)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _make_ours(descriptor: int, path: Path) -> None:
    """See that a file is empty or a log, and only then make it private."""
    found = os.pread(descriptor, len(_FIRST_LINE), 0)
    if found not in (b"", _FIRST_LINE):
        raise _not_ours(path)
    try:
        os.fchmod(descriptor, _PRIVATE)
        if not found:
            write_all(descriptor, _FIRST_LINE)
    except OSError as error:
        raise cannot_write(path, error) from error


def _not_ours(path: Path) -> CannotWriteError:
    return CannotWriteError(
        f"{visible(str(path))} is no log of axtui's, and was left as it is.",
        hint="Give --log a name that is free, in a directory of your own.",
    )


def _numbered(path: Path, number: int) -> Path:
    return path.with_name(f"{path.name}.{number}") if number else path


def _renumber(path: Path) -> None:
    """Let every file take the next number, the last one's place too; files of others there are left alone."""
    files = [_numbered(path, number) for number in range(OLDER_FILES + 1)]
    for each in files[1:]:
        if os.path.lexists(each):
            os.close(_opened(each))
    for each, next_one in reversed(list(pairwise(files))):
        with contextlib.suppress(FileNotFoundError):
            each.replace(next_one)
