"""The pace that every run of this host keeps together, per app and organisation: a few small shared files.

A request holds one of five locks, which the system frees when its process dies. The times of the last minute
stand in one small file of fixed size, by the wall clock, since processes share no other. No lock is ever
waited for in here: whoever finds one taken asks again later. Beside the files each process keeps its own pace
by a clock that never jumps; it is all there is where files cannot be written.
"""

import contextlib
import fcntl
import hashlib
import os
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from axtui.core.errors import CannotWriteError
from axtui.services.files import private_directory
from axtui.sources.line import Clock
from axtui.sources.pace import (
    A_MINUTE,
    AT_ONCE,
    AT_ONCE_WHY,
    BUSY,
    MINUTE_WHY,
    LocalPace,
    LocalPermit,
    NotYet,
    Pace,
    Permit,
    closed_for,
    next_turn,
    sane,
)

_BOOK: Final = struct.Struct(f"<{A_MINUTE + 1}d")
"""The times of the last requests in any order, and until when nothing may be sent; seconds since 1970."""
_OPEN: Final = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_PRIVATE: Final = 0o600
_TRIES: Final = 5
"""How often the book is tried at the end of a request, when nobody can be asked to come back later."""
_CLOSED_WHY: Final = "is at its limit of requests a minute, as another run was told"


def shared_pace(cache_dir: Path, *, app: str, organisation: str = "", clock: Clock) -> Pace:
    """Return the pace of an app (its client id) at an organisation; of this process alone without files."""
    local = LocalPace(clock.monotonic)
    key = hashlib.sha256(f"{app}\0{organisation}".encode()).hexdigest()[:32]
    directory = cache_dir / "pace" / key
    try:
        private_directory(directory)
    except CannotWriteError:
        return local
    return SharedPace(directory, local=local, now=clock.now)


class SharedPace:
    """Permits that all processes with the same directory share."""

    def __init__(self, directory: Path, *, local: LocalPace, now: Callable[[], datetime]) -> None:
        self._directory = directory
        self._local = local
        self._now = now

    def take(self) -> Permit | NotYet:
        """Return a permit if this process, and all of them together, may make one more request."""
        local = self._local.take()
        if isinstance(local, NotYet):
            return local
        try:
            found = self._take_shared(local)
        except OSError:
            return local
        if isinstance(found, NotYet):
            local.withdraw()
        return found

    def close(self, seconds: float, why: str) -> None:
        """Give no permits for so long, to no process."""
        self._local.close(seconds, why)
        with contextlib.suppress(OSError), self._book() as book:
            if book is not None:
                now = self._seconds()
                book.write(book.times(now), max(book.closed_until(now), now + seconds))

    def finished(self, place: int, began: float) -> None:
        """Count a request from its end on: the server counted it at some moment before that."""
        for _ in range(_TRIES):
            with contextlib.suppress(OSError), self._book() as book:
                if book is not None:
                    book.move(place, began, self._seconds())
                    return

    def _take_shared(self, local: LocalPermit) -> Permit | NotYet:
        slot = self._free_slot()
        if slot is None:
            return NotYet(seconds=BUSY, why=AT_ONCE_WHY, is_known=False)
        try:
            turn = self._turn()
        except BaseException:
            os.close(slot)
            raise
        if isinstance(turn, NotYet):
            os.close(slot)
            return turn
        return _SharedPermit(self, slot, turn, local)

    def _free_slot(self) -> int | None:
        for number in range(AT_ONCE):
            descriptor = os.open(self._directory / f"slot-{number}", _OPEN, _PRIVATE)
            if _is_locked(descriptor):
                return descriptor
        return None

    def _turn(self) -> "_Turn | NotYet":
        with self._book() as book:
            if book is None:
                return NotYet(seconds=BUSY, why=AT_ONCE_WHY, is_known=False)
            now = self._seconds()
            times, until = book.times(now), book.closed_until(now)
            if left := closed_for(until, now):
                return NotYet(seconds=left, why=_CLOSED_WHY)
            place, seconds = next_turn(times, now)
            if seconds > 0:
                book.write(times, until)  # times that seem to lie ahead grow old from here on
                return NotYet(seconds=seconds, why=MINUTE_WHY)
            book.write((*times[:place], now, *times[place + 1 :]), until)
            return _Turn(place=place, began=now)

    @contextlib.contextmanager
    def _book(self) -> Iterator["_Book | None"]:
        """Give the book, locked; None while another process has it."""
        descriptor = os.open(self._directory / "minute", _OPEN, _PRIVATE)
        if not _is_locked(descriptor):
            yield None
            return
        try:
            yield _Book(descriptor)
        finally:
            os.close(descriptor)

    def _seconds(self) -> float:
        return self._now().timestamp()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    place: int
    """Where in the book the request stands."""
    began: float


class _Book:
    """The open, locked file of times; damage counts as no requests, or as requests made just now."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        data = os.pread(descriptor, _BOOK.size, 0).ljust(_BOOK.size, b"\0")
        *self._times, self._closed_until = _BOOK.unpack(data)

    def times(self, now: float) -> tuple[float, ...]:
        return sane(self._times, now)

    def closed_until(self, now: float) -> float:
        return self._closed_until if closed_for(self._closed_until, now) else 0.0

    def move(self, place: int, began: float, now: float) -> None:
        """Give a request another time, unless another one has taken its place."""
        if self._times[place] == began:
            times = self.times(now)
            self.write((*times[:place], now, *times[place + 1 :]), self._closed_until)

    def write(self, times: tuple[float, ...], closed_until: float) -> None:
        if os.fstat(self._descriptor).st_size > _BOOK.size:
            os.ftruncate(self._descriptor, _BOOK.size)
        os.pwrite(self._descriptor, _BOOK.pack(*times, closed_until), 0)


class _SharedPermit:
    def __init__(self, pace: SharedPace, slot: int, turn: _Turn, local: LocalPermit) -> None:
        self._pace = pace
        self._slot = slot
        self._turn = turn
        self._local = local

    def release(self) -> None:
        self._local.release()
        self._pace.finished(self._turn.place, self._turn.began)
        with contextlib.suppress(OSError):
            os.close(self._slot)


def _is_locked(descriptor: int) -> bool:
    """Lock an open file for us, or close it; False when another process, or another request, has it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return False
    except OSError:
        os.close(descriptor)
        raise
    return True
