"""A read's progress in words: one line that is written over on a terminal, a few plain lines elsewhere."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from axtui.cli.streams import Streams
from axtui.core.errors import Side
from axtui.core.progress import Progress, Stage
from axtui.services.run_words import LONG_WAIT, wait_words
from axtui.services.surroundings import Surroundings

_SECONDS_BETWEEN: Final = 0.5
_SECONDS_WORTH_A_LINE: Final = 2.0
"""A shorter wait is over before a line about it could be read."""
_SILENCE: Final = 30.0
"""After so many seconds without a word from a side, even the shortest wait tells why."""
_MAY_STOP: Final = (
    "You may stop it now (ctrl+c) and go on later: what was read is kept. The next run goes on by itself "
    "within an hour, and after that with --resume."
)
_UNCOUNTED: Final = frozenset({Stage.WAITING, Stage.CONNECTING, Stage.COUNTING})


class Narration:
    """Hears every step of a read and says it, at most twice a second on a terminal."""

    def __init__(
        self,
        streams: Streams,
        *,
        surroundings: Surroundings,
        can_go_on: bool = False,
        sides: Iterable[Side] = tuple(Side),
    ) -> None:
        """Take the sides that are read; `can_go_on` says that a run can be stopped and gone on with later."""
        self._streams = streams
        self._surroundings = surroundings
        self._can_go_on = can_go_on
        self._sides = {side: Progress(side=side) for side in sides}
        self._stages: dict[Side, Stage] = {}
        self._waits_said: dict[Side, float] = {}
        self._heard_at: dict[Side, float] = {}
        self._shown_at = float("-inf")

    def __call__(self, progress: Progress) -> None:
        """Take the newest state of one side."""
        self._sides[progress.side] = progress
        now = self._surroundings.monotonic()
        silent, self._heard_at[progress.side] = now - self._heard_at.get(progress.side, now), now
        on_terminal = self._streams.narrates_on_terminal
        if not on_terminal:
            self._say_stage(progress)
        self._say_wait(progress, silent=silent)
        if on_terminal:
            self._pass()

    def _pass(self) -> None:
        now = self._surroundings.monotonic()
        if now - self._shown_at < _SECONDS_BETWEEN:
            return
        self._shown_at = now
        sides = (f"{_words(each)}{', waiting' if self._waits(each) else ''}" for each in self._sides.values())
        self._streams.say_passing(" | ".join(sides))

    def _say_stage(self, progress: Progress) -> None:
        """Say a stage when it begins, and the end; not every page."""
        if self._stages.get(progress.side) is progress.stage:
            return
        self._stages[progress.side] = progress.stage
        words = _words(progress) if progress.finished else f"{progress.side}: {progress.stage}"
        self._streams.say(f"{words}.")

    def _say_wait(self, progress: Progress, *, silent: float) -> None:
        """Say a wait when it begins; several requests that wait for the same are one wait."""
        seconds, until = self._waits(progress), progress.waiting_until or 0.0
        if not seconds or (seconds < _SECONDS_WORTH_A_LINE and silent < _SILENCE):
            return
        if until < self._waits_said.get(progress.side, float("-inf")) + _SECONDS_WORTH_A_LINE:
            return
        self._waits_said[progress.side] = until
        ends = self._surroundings.now() + timedelta(seconds=seconds)
        self._streams.say(f"{wait_words(progress.waiting_for, side=progress.side, until=ends)}.")
        if seconds > LONG_WAIT and self._can_go_on and not progress.changes_only:
            self._streams.say(_MAY_STOP)
        self._shown_at = float("-inf")  # the passing line has been wiped

    def _waits(self, progress: Progress) -> float:
        """Return for how many seconds more this side waits."""
        return max(0.0, (progress.waiting_until or 0.0) - self._surroundings.monotonic())


def _words(progress: Progress) -> str:
    words = f"{progress.side}: {progress.stage}"
    if progress.finished:
        return f"{words}, {progress.amount}"
    if progress.stage in _UNCOUNTED:
        return words
    return f"{words} {progress.done:,}" + (f" of {progress.total:,}" if progress.total is not None else "")
