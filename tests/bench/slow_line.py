"""A slow line between a terminal and a program: so many bits a second each way, and a round trip.

    python slow_line.py BITS SECONDS COMMAND ...

Stands on the terminal in place of the program, which runs on a pty of its own. A byte leaves when the ones
before it have left, and arrives half a round trip later. What waits to leave is limited, as it is in a
socket: behind that the program waits, too.
"""

import contextlib
import fcntl
import os
import pty
import select
import sys
import termios
import time
import tty
from collections import deque
from collections.abc import Sequence
from typing import Final

_PACKET: Final = 256
"""Bytes that travel together, so that a screen arrives bit by bit."""
_MOST_WAITING: Final = 65_536
_WINDOW_SIZE: Final = bytes(8)


class OneWay:
    """What travels in one direction."""

    def __init__(self, source: int, target: int, *, bits: float, delay: float) -> None:
        self.source = source
        self._target = target
        self._seconds_a_byte = 8 / bits
        self._delay = delay
        self._free_at = 0.0
        self._travelling: deque[tuple[float, bytes]] = deque()
        self._waiting = 0

    @property
    def takes_more(self) -> bool:
        """Whether there is room for what waits to leave."""
        return self._waiting < _MOST_WAITING

    @property
    def next_at(self) -> float | None:
        """When the next packet arrives."""
        return self._travelling[0][0] if self._travelling else None

    def take(self, now: float) -> bool:
        """Take what the source has; False at its end."""
        try:
            data = os.read(self.source, 4_096)
        except OSError:  # the other side of a pty is gone
            return False
        for start in range(0, len(data), _PACKET):
            packet = data[start : start + _PACKET]
            self._free_at = max(self._free_at, now) + len(packet) * self._seconds_a_byte
            self._travelling.append((self._free_at + self._delay, packet))
            self._waiting += len(packet)
        return bool(data)

    def deliver(self, now: float) -> None:
        """Hand over what has arrived."""
        while self._travelling and self._travelling[0][0] <= now:
            _, packet = self._travelling.popleft()
            self._waiting -= len(packet)
            with contextlib.suppress(OSError):
                os.write(self._target, packet)


def relay(command: Sequence[str], *, bits: float, round_trip: float) -> None:
    """Run the program behind the line until it ends."""
    program, terminal = pty.fork()
    if program == 0:
        os.execvp(command[0], list(command))  # noqa: S606  # the bench's own words, and no shell
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, fcntl.ioctl(0, termios.TIOCGWINSZ, _WINDOW_SIZE))
    tty.setraw(0)
    ways = [
        OneWay(0, terminal, bits=bits, delay=round_trip / 2),
        OneWay(terminal, 1, bits=bits, delay=round_trip / 2),
    ]
    while _moved(ways):
        pass
    os.waitpid(program, 0)


def _moved(ways: Sequence[OneWay]) -> bool:
    """Move what can be moved; False once one of the ends is gone."""
    now = time.monotonic()
    due = [way.next_at for way in ways if way.next_at is not None]
    patience = max(0.0, min(due) - now) if due else None
    sources = [way.source for way in ways if way.takes_more]
    ready, _, _ = select.select(sources, [], [], patience)
    now = time.monotonic()
    for way in ways:
        way.deliver(now)
    return all(way.take(now) for way in ways if way.source in ready)


if __name__ == "__main__":
    relay(sys.argv[3:], bits=float(sys.argv[1]), round_trip=float(sys.argv[2]))
