"""The pace that all runs of this user keep together, with an app's organisation and with a tenant.

A few small shared files say what is under way. A request holds one of the locks there are for it, which the
system frees when its process dies. The times of the last minute, which Xero counts, stand in one small file
of fixed size, by the wall clock, since processes share no other. No lock is ever waited for in here: whoever
finds one taken asks again later. Where files cannot be written, each process keeps its own pace.
"""

import contextlib
import hashlib
import os
import shutil
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from axtui.core.errors import CannotWriteError
from axtui.services.files import private_directory
from axtui.services.locked_file import open_locked
from axtui.sources.line import Clock
from axtui.sources.pace import (
    A_MINUTE,
    AT_ONCE,
    AT_ONCE_WHY,
    BUSY,
    LANES,
    LANES_WHY,
    MINUTE_WHY,
    LocalPace,
    LocalPermit,
    NotYet,
    OpenPace,
    Pace,
    Permit,
    closed_for,
    next_turn,
    sane,
)

_BOOK: Final = struct.Struct(f"<{A_MINUTE + 1}d")
"""The times of the last requests in any order, and until when nothing may be sent; seconds since 1970."""
_TRIES: Final = 5
"""How often the book is tried at the end of a request, when nobody can be asked to come back later."""
_KEPT_FOR: Final = timedelta(days=7)
"""No run lasts that long; each demo has places of its own, which nobody needs after it."""
_CLOSED_WHY: Final = "is at its limit of requests a minute, as another run was told"


def shared_pace(
    cache_dir: Path, *, api_url: str = "", app: str, organisation: str = "", clock: Clock
) -> Pace:
    """Return the pace of an app (its client id) at an organisation; of this process alone without files."""
    local = LocalPace(clock.monotonic)
    directory = _directory(cache_dir, api_url, app, organisation, clock=clock)
    return SharedPace(directory, local=local, now=clock.now) if directory else local


def shared_lanes(cache_dir: Path, *, zone_url: str, username: str, clock: Clock) -> Pace:
    """Return the lanes of an API user to each list of its tenant; without files there are the run's own."""
    gate = OpenPace(clock.monotonic)
    directory = _directory(cache_dir, zone_url, username.lower(), clock=clock)
    return SharedLanes(directory, gate=gate) if directory else gate


def _directory(cache_dir: Path, *parties: str, clock: Clock) -> Path | None:
    """Return the place that those share whom a server counts as one; None where it cannot be made."""
    key = hashlib.sha256("\0".join(parties).encode()).hexdigest()[:32]
    directory = cache_dir / "pace" / key
    now = clock.now().timestamp()
    try:
        private_directory(directory)
        os.utime(directory, (now, now))
        _sweep(directory.parent, used_since=now - _KEPT_FOR.total_seconds())
    except (CannotWriteError, OSError):
        return None
    return directory


def _sweep(places: Path, *, used_since: float) -> None:
    """Remove places that no run has used for long; every run marks its own at its beginning."""
    for place in places.iterdir():
        with contextlib.suppress(OSError):  # another run sweeps as well
            if place.stat().st_mtime < used_since:
                shutil.rmtree(place)


class SharedPace:
    """Permits that all processes with the same directory share."""

    def __init__(self, directory: Path, *, local: LocalPace, now: Callable[[], datetime]) -> None:
        self._directory = directory
        self._local = local
        self._now = now

    def take(self, endpoint: str = "") -> Permit | NotYet:
        """Return a permit if this process, and all of them together, may make one more request."""
        local = self._local.take(endpoint)
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
        slot = _free_slot(self._directory, AT_ONCE)
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
        descriptor = _if_free(self._directory / "minute")
        if descriptor is None:
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


class SharedLanes:
    """The lanes to each endpoint that all processes with the same directory share."""

    def __init__(self, directory: Path, *, gate: OpenPace) -> None:
        self._directory = directory
        self._gate = gate

    def take(self, endpoint: str = "") -> Permit | NotYet:
        """Return a permit while fewer requests than are allowed are under way to the endpoint."""
        found = self._gate.take(endpoint)
        if isinstance(found, NotYet):
            return found
        try:
            slot = _free_slot(self._directory, LANES, of=f"{endpoint}-")
        except OSError:
            return found
        if slot is None:
            return NotYet(seconds=BUSY, why=LANES_WHY, is_known=False)
        return _Lane(slot)

    def close(self, seconds: float, why: str) -> None:
        """Give no permits for so long, to this process: others hear it from the server themselves."""
        self._gate.close(seconds, why)


class _Lane:
    def __init__(self, slot: int) -> None:
        self._slot = slot

    def release(self) -> None:
        with contextlib.suppress(OSError):
            os.close(self._slot)


def _free_slot(directory: Path, count: int, *, of: str = "") -> int | None:
    """Return one of so many files, locked for us; None when all of them are taken."""
    for number in range(count):
        if (descriptor := _if_free(directory / f"{of}slot-{number}")) is not None:
            return descriptor
    return None


def _if_free(path: Path) -> int | None:
    """Return the file, open and locked for us; None when another process, or another request, has it."""
    try:
        return open_locked(path)
    except BlockingIOError:
        return None
