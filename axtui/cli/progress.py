"""A read's progress in words: one line that is written over on a terminal, a few plain lines elsewhere."""

from datetime import timedelta
from typing import Final

from axtui.cli.streams import Streams
from axtui.core.errors import Side
from axtui.core.progress import Progress, Stage
from axtui.services.surroundings import Surroundings

_SECONDS_BETWEEN: Final = 0.5
_UNCOUNTED: Final = frozenset({Stage.WAITING, Stage.CONNECTING, Stage.COUNTING})


class Narration:
    """Hears every step of a read and says it, at most twice a second on a terminal."""

    def __init__(self, streams: Streams, *, surroundings: Surroundings) -> None:
        self._streams = streams
        self._surroundings = surroundings
        self._sides = {side: Progress(side=side) for side in Side}
        self._said: dict[Side, str] = {}
        self._shown_at = float("-inf")

    def __call__(self, progress: Progress) -> None:
        """Take the newest state of one side."""
        self._sides[progress.side] = progress
        if self._streams.narrates_on_terminal:
            self._pass()
        else:
            self._say_once(progress)

    def _pass(self) -> None:
        now = self._surroundings.monotonic()
        if now - self._shown_at < _SECONDS_BETWEEN:
            return
        self._shown_at = now
        sides = (f"{_words(each)}{self._wait(each)}" for each in self._sides.values())
        self._streams.say_passing(" | ".join(sides))

    def _say_once(self, progress: Progress) -> None:
        """Say a stage when it begins, a wait when it begins, and the end; not every page."""
        words = _words(progress) if progress.finished else f"{progress.side}: {progress.stage}"
        sentence = f"{words}{self._wait(progress)}."
        if self._said.get(progress.side) != sentence:
            self._said[progress.side] = sentence
            self._streams.say(sentence)

    def _wait(self, progress: Progress) -> str:
        """Say until when by the clock on the wall: nothing counts the seconds down while it waits."""
        seconds = (progress.waiting_until or 0.0) - self._surroundings.monotonic()
        if seconds <= 0:
            return ""
        until = (self._surroundings.now() + timedelta(seconds=seconds)).astimezone()
        return f", waiting until {until:%H:%M:%S} for {progress.waiting_for}"


def _words(progress: Progress) -> str:
    words = f"{progress.side}: {progress.stage}"
    if progress.finished:
        return f"{words}, {progress.done:,} records"
    if progress.stage in _UNCOUNTED:
        return words
    return f"{words} {progress.done:,}" + (f" of {progress.total:,}" if progress.total is not None else "")
