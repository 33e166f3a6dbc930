"""What a disk may do to a program, for as long as a test wants it; and how private a file is."""

import fcntl
import os
import resource
import signal
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

_NOBODY: Final = 65534


def mode_of(path: Path) -> int:
    """Return who may do what with a file or a directory."""
    return stat.S_IMODE(path.stat().st_mode)


@contextmanager
def as_nobody(place: Path) -> Iterator[Path]:
    """Give a directory, and be a user whom permissions hold while it is used: root is held by none."""
    if os.geteuid() != 0:
        yield place
        return
    with tempfile.TemporaryDirectory() as name:
        os.chown(name, _NOBODY, _NOBODY)
        os.seteuid(_NOBODY)
        try:
            yield Path(name)
        finally:
            os.seteuid(0)


@contextmanager
def umask(mask: int) -> Iterator[None]:
    """Let new files be as open as this mask leaves them."""
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Fail every write beyond so many bytes: the nearest to a full disk that a test can have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


_CALLS: Final = (
    *(
        (os, name)
        for name in ("open", "close", "dup", "write", "fsync", "ftruncate", "lseek", "fstat", "fchmod")
    ),
    *(
        (os, name)
        for name in ("stat", "statvfs", "mkdir", "unlink", "replace", "link", "chmod", "listdir", "scandir")
    ),
    (fcntl, "flock"),
)
"""What a program asks of the system in order to read and write files."""


class Interruption:
    """Counts the calls to the system, and sends this process a signal right after one of them."""

    def __init__(self, *, after: int, number: signal.Signals) -> None:
        self.made = 0
        """Once fewer calls are made than the one that is followed by a signal, each has been."""
        self._after = after
        self._number = number

    def wrapped(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        """Return the call as it is made meanwhile."""

        def call(*args: Any, **kwargs: Any) -> Any:
            self.made += 1
            try:
                return real(*args, **kwargs)
            finally:
                if self.made == self._after:
                    signal.raise_signal(self._number)

        return call


class Calls:
    """Counts the calls to the system, and lets some of them fail."""

    def __init__(self, *, at: int, code: int, lasting: bool) -> None:
        self.made = 0
        """Once fewer calls are made than the one that should fail, each has failed."""
        self._at = at
        self._code = code
        self._lasting = lasting

    def wrapped(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        """Return the call as it behaves on such a disk."""

        def call(*args: Any, **kwargs: Any) -> Any:
            self.made += 1
            if not self._fails():
                return real(*args, **kwargs)
            self._half_done(name, real, args)
            raise OSError(self._code, os.strerror(self._code))

        return call

    def _fails(self) -> bool:
        return self.made >= self._at if self._lasting else self.made == self._at

    def _half_done(self, name: str, real: Callable[..., Any], args: tuple[Any, ...]) -> None:
        """A failed write may have written a part, and a failed close has closed all the same."""
        if name == "write":
            real(args[0], bytes(args[1])[: len(args[1]) // 2])
        if name == "close":
            real(*args)


@contextmanager
def failing_calls(*, at: int, code: int, lasting: bool = False) -> Iterator[Calls]:
    """Fail the `at`-th call to the system with this code, and with `lasting` all that follow."""
    calls = Calls(at=at, code=code, lasting=lasting)
    with _calls_replaced(calls.wrapped):
        yield calls


@contextmanager
def interrupted_calls(*, after: int, number: signal.Signals) -> Iterator[Interruption]:
    """Send this process a signal right after the call to the system that has this number."""
    interruption = Interruption(after=after, number=number)
    with _calls_replaced(interruption.wrapped):
        yield interruption


@contextmanager
def _calls_replaced(wrapped: Callable[[str, Callable[..., Any]], Callable[..., Any]]) -> Iterator[None]:
    before = [(module, name, getattr(module, name)) for module, name in _CALLS]
    for module, name, real in before:
        setattr(module, name, wrapped(name, real))
    try:
        yield
    finally:
        for module, name, real in before:
            setattr(module, name, real)
