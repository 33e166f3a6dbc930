"""A read's progress in words: one line that is written over on a terminal, a few plain lines elsewhere."""

from datetime import timedelta
from typing import Final

from axtui.cli.streams import Streams
from axtui.core.errors import Side
from axtui.core.progress import Progress, Stage
from axtui.services.surroundings import Surroundings

_SECONDS_BETWEEN: Final = 0.5
_SECONDS_WORTH_A_LINE: Final = 2.0
"""A shorter wait is over before a line about it could be read."""
_UNCOUNTED: Final = frozenset({Stage.WAITING, Stage.CONNECTING, Stage.COUNTING})


class Narration:
    """Hears every step of a read and says it, at most twice a second on a terminal."""

    def __init__(self, streams: Streams, *, surroundings: Surroundings) -> None:
        self._streams = streams
        self._surroundings = surroundings
        self._sides = {side: Progress(side=side) for side in Side}
        self._said: dict[Side, tuple[Stage, float | None]] = {}
        self._shown_at = float("-inf")

    def __call__(self, progress: Progress) -> None:
        """Take the newest state of one side."""
        self._sides[progress.side] = progress
        if not self._streams.narrates_on_terminal:
            self._say_once(progress)
            return
        if self._waits(progress) >= _SECONDS_WORTH_A_LINE:
            self._say_once(progress)
        self._pass()

    def _pass(self) -> None:
        now = self._surroundings.monotonic()
        if now - self._shown_at < _SECONDS_BETWEEN:
            return
        self._shown_at = now
        sides = (f"{_words(each)}{', waiting' if self._waits(each) else ''}" for each in self._sides.values())
        self._streams.say_passing(" | ".join(sides))

    def _say_once(self, progress: Progress) -> None:
        """Say a stage when it begins, a wait when it begins, and the end; not every page."""
        step = progress.stage, progress.waiting_until
        if self._said.get(progress.side) == step:
            return
        self._said[progress.side] = step
        words = _words(progress) if progress.finished else f"{progress.side}: {progress.stage}"
        self._streams.say(f"{words}{self._wait(progress)}.")
        self._shown_at = float("-inf")  # the passing line has been wiped

    def _waits(self, progress: Progress) -> float:
        """Return for how many seconds more this side waits."""
        return max(0.0, (progress.waiting_until or 0.0) - self._surroundings.monotonic())

    def _wait(self, progress: Progress) -> str:
        """Say until when by the clock on the wall: nothing counts the seconds down while it waits."""
        if not (seconds := self._waits(progress)):
            return ""
        until = (self._surroundings.now() + timedelta(seconds=seconds)).astimezone()
        return f", waiting until {until:%H:%M:%S}: {progress.waiting_for}"


def _words(progress: Progress) -> str:
    words = f"{progress.side}: {progress.stage}"
    if progress.finished:
        return f"{words}, {progress.done:,} records"
    if progress.stage in _UNCOUNTED:
        return words
    return f"{words} {progress.done:,}" + (f" of {progress.total:,}" if progress.total is not None else "")
