"""Work that no signal breaks off in its middle: what would end the program waits until it is done."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

_ENDING: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def unbroken(*, at_most: int | None = None) -> Iterator[None]:
    """Let the signals that end the program wait for the block; the first of them counts once it is done.

    With `at_most`, only so many wait, for a block that may stand still: whoever insists gets away. Where the
    block itself fails, that ends the program, and the signals are forgotten. Python handles signals in the
    main thread alone, so that in others there is nothing to hold back.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    waiting = _Waiting(at_most)
    try:
        yield
    finally:
        waiting.give_back()
    waiting.act()


class _Waiting:
    """Stands in for the handlers of signals, and keeps which ones have come."""

    def __init__(self, at_most: int | None) -> None:
        self._at_most = at_most
        self._came: list[int] = []
        self._handlers: dict[int, Callable[[int, FrameType | None], object]] = {}
        for number in _ENDING:
            handler = signal.getsignal(number)
            if callable(handler):  # neither ignored nor left to the system
                self._handlers[number] = handler
                signal.signal(number, self._wait)

    def _wait(self, number: int, frame: FrameType | None) -> None:
        self._came.append(number)
        if self._at_most is not None and len(self._came) > self._at_most:
            self._handlers[number](number, frame)

    def give_back(self) -> None:
        """Let signals act at once again."""
        for number, handler in self._handlers.items():
            signal.signal(number, handler)

    def act(self) -> None:
        """Do what the first one is for."""
        if self._came:
            self._handlers[self._came[0]](self._came[0], None)
