"""A program on a real pty that answers as a terminal does, with the moment at which each piece was sent.

A frame is whole when its synchronized output ends; of a program that brackets nothing, each piece that is
read counts as one. The screen is worked out afterwards, so that it costs the program no time.
"""

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import pyte

MILLISECONDS: Final = 1_000
_NANOSECONDS: Final = 1_000_000
"""In a millisecond."""
QUIET_SECONDS: Final = 0.08
"""What follows a frame within this time belongs to the same answer: Textual draws 60 times a second."""
PAUSE_SECONDS: Final = 0.4
"""How long nothing may come before keys count as dealt with that are sent without waiting for an answer."""
_LONGEST_WORK: Final = 0.3
"""How long a program may work without sending anything until that is no part of its answer any more."""
_LIMIT_SECONDS: Final = 60.0
_PIECE: Final = 1 << 16
_FRAME_BEGIN: Final = b"\x1b[?2026h"
_FRAME_END: Final = b"\x1b[?2026l"
_QUERIES: Final = {
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",
    b"\x1b[?2048$p": b"\x1b[?2048;0$y",
    b"\x1b[?u": b"\x1b[?0u",
    b"\x1b[6n": b"\x1b[1;1R",
    b"\x1b[c": b"\x1b[?62;c",
}
"""What a terminal is asked, and what one with synchronized output and without the kitty keys says."""
_LONGEST_QUERY: Final = max(map(len, _QUERIES))
_NOT_FOR_PYTE: Final = re.compile(
    rb"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[<>=][0-9;]*[a-z]|\x1b\[\?[0-9;]*(?:\$p|u)"
)
"""What pyte 0.8 would print as text."""
_UNFINISHED: Final = re.compile(rb"\x1b(?:\[[0-9;?<>=$]*|\][^\x07]*)?\Z")

Region = Callable[[pyte.Screen], object]
"""The part of a screen that has to be there for an answer to be whole."""
Wanted = Callable[[Sequence[str]], bool]
"""Whether the lines of a screen are what the key asked for."""


class NotSeenError(Exception):
    """What was waited for has not come, or the program has ended."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What one read brought, and when."""

    at: float
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How a program answered a key, in milliseconds from the key."""

    whole: float
    """Until the first frame that shows what the screen shows once it is quiet."""
    settled: float
    """Until the last byte."""
    size: int
    """How many bytes."""
    frames: int
    worked: float
    """How long the program has been on a CPU for it, all threads together."""
    waited: float
    """How long it was ready to work and got no CPU: what other programs on the computer cost."""


def everything(screen: pyte.Screen) -> object:
    """Take the whole screen, colours included."""
    return lines_between(0, None)(screen)


def lines_between(first: int, last: int | None, *, without_last_column: bool = False) -> Region:
    """Take some lines with their colours; the last column is the scrollbar's."""

    def region(screen: pyte.Screen) -> object:
        width = screen.columns - without_last_column
        return [
            [screen.buffer[line][column] for column in range(width)]
            for line in range(screen.lines)[first:last]
        ]

    return region


class Program:
    """A program on a pty of its own; leaving the context kills it."""

    def __init__(
        self, command: Sequence[str], *, env: Mapping[str, str], size: tuple[int, int] = (120, 40)
    ) -> None:
        columns, rows = size
        self.began = time.perf_counter()
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            _become(command, env, columns, rows)
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.works_anyway = False
        """Whether it does other things, too: then only its silence tells that it has answered."""
        self.received = 0
        """How many bytes have come so far."""
        self._unfed = b""
        self._maybe_asked = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._terminal)

    @property
    def lines(self) -> list[str]:
        """The screen as it stood when the program was quiet."""
        return [line.rstrip() for line in self._screen.display]

    def resident(self) -> float:
        """Return the MB of memory that the process holds."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        (line,) = (line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) * 1024 / 1e6

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the process."""
        os.kill(self.pid, number)

    def frame_with(self, words: bytes) -> float:
        """Return the milliseconds from the start to the end of the first frame with these words in it."""
        pieces: list[Piece] = []
        sent = b""
        while _FRAME_END not in sent.partition(words)[2]:
            if time.perf_counter() > self.began + _LIMIT_SECONDS:
                raise NotSeenError(repr(sent[-1_000:]))
            new = list(self._read(1.0))
            pieces += new
            sent += b"".join(piece.data for piece in new)
        for _ in self._fed(pieces):
            pass
        return (pieces[-1].at - self.began) * MILLISECONDS

    def shown(self, wanted: Wanted, *, region: Region = everything, quiet: float = QUIET_SECONDS) -> Answer:
        """Wait for the screen that follows the start."""
        return self._answer(self.began, (0, 0), wanted, region, quiet)

    def press(
        self,
        keys: str,
        wanted: Wanted | None = None,
        *,
        region: Region = everything,
        quiet: float = QUIET_SECONDS,
    ) -> Answer:
        """Send keys in one write and wait for their answer, and for what they asked for."""
        scheduled = self._scheduled()
        began = time.perf_counter()
        os.write(self._terminal, keys.encode())
        return self._answer(began, scheduled, wanted, region, quiet)

    def send(self, keys: str, *, quiet: float = PAUSE_SECONDS) -> None:
        """Send keys whose answer does not matter, or that may have none, and wait until it is quiet."""
        os.write(self._terminal, keys.encode())
        pieces = self._until_quiet(quiet, time.perf_counter() + _LIMIT_SECONDS, has_some=True)
        for _ in self._fed(pieces):
            pass

    def bytes_within(self, seconds: float) -> int:
        """Count what comes while nobody types."""
        end = time.perf_counter() + seconds
        pieces: list[Piece] = []
        while (left := end - time.perf_counter()) > 0:
            pieces += self._read(left)
        for _ in self._fed(pieces):
            pass
        return sum(len(piece.data) for piece in pieces)

    def _answer(
        self, began: float, scheduled: tuple[int, int], wanted: Wanted | None, region: Region, quiet: float
    ) -> Answer:
        pieces: list[Piece] = []
        states: list[tuple[float, object]] = []
        end = began + _LIMIT_SECONDS
        while True:
            new = self._until_quiet(quiet, end, has_some=bool(pieces))
            pieces += new
            states += [(at, region(self._screen)) for at in self._fed(new)]
            if states and (wanted is None or wanted(self.lines)):
                break
            if time.perf_counter() > end:
                raise NotSeenError("\n".join(self.lines))
        worked, waited = self._scheduled()
        whole = next(at for at, state in states if state == states[-1][1])
        return Answer(
            whole=(whole - began) * MILLISECONDS,
            settled=(pieces[-1].at - began) * MILLISECONDS,
            size=sum(len(piece.data) for piece in pieces),
            frames=len(states),
            worked=(worked - scheduled[0]) / _NANOSECONDS,
            waited=(waited - scheduled[1]) / _NANOSECONDS,
        )

    def _until_quiet(self, quiet: float, end: float, *, has_some: bool) -> list[Piece]:
        """Read until nothing has come for a moment in which the program did not work either."""
        pieces: list[Piece] = []
        last = time.perf_counter()
        while (now := time.perf_counter()) < end:
            worked = self._ticks_worked()
            new = list(self._read(quiet if pieces or has_some else end - now))
            if new:
                pieces += new
                last = time.perf_counter()
            elif self.works_anyway or self._ticks_worked() == worked or now - last > _LONGEST_WORK:
                break
        return pieces

    def _scheduled(self) -> tuple[int, int]:
        """Return the nanoseconds that the threads have worked, and those that they have waited for a CPU."""
        worked = waited = 0
        for thread in Path(f"/proc/{self.pid}/task").iterdir():
            with contextlib.suppress(FileNotFoundError):  # it has just ended
                on_cpu, on_queue, _ = (thread / "schedstat").read_text(encoding="ascii").split()
                worked, waited = worked + int(on_cpu), waited + int(on_queue)
        return worked, waited

    def _ticks_worked(self) -> int:
        """Return how much CPU the process has used, in hundredths of a second."""
        try:
            status = Path(f"/proc/{self.pid}/stat").read_text(encoding="utf-8")
        except FileNotFoundError:
            return 0
        user, system = status.rpartition(")")[2].split()[11:13]
        return int(user) + int(system)

    def _read(self, seconds: float) -> Iterator[Piece]:
        """Take what comes within some seconds, at most one piece, and answer what it asks."""
        if not select.select([self._terminal], [], [], seconds)[0]:
            return
        try:
            data = os.read(self._terminal, _PIECE)
        except OSError as error:  # Linux says so when the other side is gone
            raise NotSeenError("\n".join(("the program has ended", *self.lines))) from error
        yield Piece(time.perf_counter(), data)
        self.received += len(data)
        self._answer_queries(data)

    def _answer_queries(self, data: bytes) -> None:
        asked = self._maybe_asked + data
        for query, answer in _QUERIES.items():
            if query in asked:
                os.write(self._terminal, answer)
                asked = asked.replace(query, b"")
        self._maybe_asked = asked[-_LONGEST_QUERY:]

    def _fed(self, pieces: Sequence[Piece]) -> Iterator[float]:
        """Show the pieces on the screen; stop at the end of each frame and say when it came."""
        for number, piece in enumerate(pieces, 1):
            self._unfed += piece.data
            while _FRAME_END in self._unfed:
                frame, _, self._unfed = self._unfed.partition(_FRAME_END)
                self._feed(frame)
                yield piece.at
            is_bracketed = _FRAME_BEGIN in self._unfed and number < len(pieces)
            if self._unfed and not is_bracketed:
                self._feed_whole_sequences()
                yield piece.at

    def _feed_whole_sequences(self) -> None:
        cut = _UNFINISHED.search(self._unfed)
        whole = len(self._unfed) - len(cut[0] if cut else b"")
        self._feed(self._unfed[:whole])
        self._unfed = self._unfed[whole:]

    def _feed(self, data: bytes) -> None:
        self._stream.feed(_NOT_FOR_PYTE.sub(b"", data))


def _become(command: Sequence[str], env: Mapping[str, str], columns: int, rows: int) -> None:
    """Turn this forked process into the program."""
    try:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.execvpe(command[0], list(command), dict(env))  # noqa: S606  # our own words, and no shell
    finally:
        os._exit(127)
