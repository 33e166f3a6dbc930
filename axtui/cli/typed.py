"""What a person types or pastes into a command, line by line.

Read when there is something and not before, without a thread: a thread that sits in a read cannot be called
off, and the process would wait for it at its end.
"""

import asyncio
import os
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, TextIO

_AT_ONCE: Final = 4096
_LOCAL_FLAGS: Final = 3
"""Where tcgetattr keeps the flag of the echo."""


class Typed:
    """Standard input, or None for a process that has none."""

    def __init__(self, stdin: TextIO | None) -> None:
        self._stdin = stdin
        self._descriptor = _descriptor_of(stdin)
        self._read = b""
        self._ended = False

    @property
    def by_a_person(self) -> bool:
        """Whether somebody can be asked."""
        return self._stdin is not None and self._stdin.isatty()

    async def line(self) -> str | None:
        """Return the next line without its end, or None when nothing more will come."""
        if self._descriptor is None:
            line = self._stdin.readline() if self._stdin is not None else ""
            return line.rstrip("\r\n") if line else None
        while b"\n" not in self._read and not self._ended:
            await self._more(self._descriptor)
        line_read, _, self._read = self._read.partition(b"\n")
        if not line_read and self._ended and not self._read:
            return None
        return line_read.decode("utf-8", "replace").rstrip("\r")

    async def _more(self, descriptor: int) -> None:
        await _readable(descriptor)
        read = os.read(descriptor, _AT_ONCE)
        self._read += read
        self._ended = not read

    @contextmanager
    def unseen(self) -> Iterator[None]:
        """Keep what is typed off the screen, for as long as it may be a secret."""
        descriptor = self._descriptor
        if descriptor is None or not self.by_a_person or _belongs_to_others(descriptor):
            yield
            return
        before = termios.tcgetattr(descriptor)
        silent = [*before]
        silent[_LOCAL_FLAGS] = before[_LOCAL_FLAGS] & ~termios.ECHO
        termios.tcsetattr(descriptor, termios.TCSADRAIN, silent)
        try:
            yield
        finally:
            termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def _belongs_to_others(descriptor: int) -> bool:
    """Say whether another program has this terminal just now: who changes it then is stopped."""
    try:
        return os.tcgetpgrp(descriptor) != os.getpgrp()
    except OSError:
        return False  # not the terminal that we were started from


def _descriptor_of(stdin: TextIO | None) -> int | None:
    if stdin is None:
        return None
    try:
        return stdin.fileno()
    except OSError:  # a stream without a file behind it says so with a kind of OSError
        return None


async def _readable(descriptor: int) -> None:
    """Wait until there is something to read, or the end."""
    loop = asyncio.get_running_loop()
    ready: asyncio.Future[None] = loop.create_future()

    def tell() -> None:
        if not ready.done():
            ready.set_result(None)

    try:
        loop.add_reader(descriptor, tell)
    except PermissionError:
        return  # a plain file or /dev/null, which never makes anybody wait
    try:
        await ready
    finally:
        loop.remove_reader(descriptor)
