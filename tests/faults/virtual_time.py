"""An event loop whose clock jumps to the next timer whenever nothing else is left to do.

Hours pass in milliseconds, and exactly: what a test measures on `loop.time()` is what the program would take.
Only for code whose whole world lives in the loop; real sockets and threads would be overtaken.
"""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _JumpingSelector(selectors.DefaultSelector):
    """Waits for nothing: time moves on by what it was asked to wait."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 1_000.0

    def select(self, timeout: float | None = None) -> Any:
        """Return what is ready, or move the time on."""
        ready = super().select(0)
        if ready or timeout is None:
            return ready or super().select(None)
        self.now += max(0.0, timeout)
        return ready


class _VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._jumping = _JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        """Return the seconds that have passed for the loop."""
        return self._jumping.now


def run_virtually(main: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end in a loop of its own with a clock of its own."""
    with asyncio.Runner(loop_factory=_VirtualLoop) as runner:
        return runner.run(main)
