"""The terminal while the app is away from it: a text stands there until somebody presses a key."""

import asyncio
import os
import termios
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from typing import Any, Final

_QUIET: Final = termios.ECHO | termios.ICANON | termios.ISIG
"""What keys would otherwise do to the text, or to the program: ctrl+c after selecting is a habit."""


async def show_until_typed(
    text: str, *, keyboard: int, write: Callable[[str], None], ends: Callable[[str], bool]
) -> str:
    """Write the text, and return what was typed that ends it.

    A line that takes nothing must not hold up the event loop, which answers to signals.
    """
    writer = Thread(target=write, args=(text,), name="plain-text", daemon=True)
    with _quiet(keyboard):  # before the text invites to type
        writer.start()
        typed = await _typed(keyboard, ends)
    await asyncio.to_thread(writer.join)
    return typed


@contextmanager
def _quiet(keyboard: int) -> Iterator[None]:
    """Let keys arrive one by one and do nothing by themselves."""
    before = _settings(keyboard)
    if before is not None:
        quiet = list(before)
        quiet[tty.LFLAG] &= ~_QUIET
        quiet[tty.IFLAG] &= ~termios.IXON
        _set(keyboard, quiet)
    try:
        yield
    finally:
        if before is not None:
            _set(keyboard, before)


def _settings(keyboard: int) -> list[Any] | None:
    with suppress(termios.error):  # a terminal that is gone
        return termios.tcgetattr(keyboard)
    return None


def _set(keyboard: int, settings: list[Any]) -> None:
    with suppress(termios.error):
        termios.tcsetattr(keyboard, termios.TCSANOW, settings)


async def _typed(keyboard: int, ends: Callable[[str], bool]) -> str:
    """Wait for what ends the text; for ever where the terminal is gone, which ends the app by another way."""
    loop = asyncio.get_running_loop()
    found: asyncio.Future[str] = loop.create_future()

    def read() -> None:
        data = b""
        with suppress(OSError):
            data = os.read(keyboard, 1024)
        if not data:
            loop.remove_reader(keyboard)
        elif not found.done() and ends(typed := data.decode(errors="replace")):
            found.set_result(typed)

    loop.add_reader(keyboard, read)
    try:
        return await found
    finally:
        loop.remove_reader(keyboard)
