"""How one side's read is going, as a row of progress values."""

from collections.abc import Callable
from dataclasses import replace

from axtui.core.errors import Side
from axtui.core.progress import Progress, Stage
from axtui.sources.line import Wait


class Narrator:
    """Keeps one side's progress and tells every change."""

    def __init__(
        self, side: Side, *, monotonic: Callable[[], float], on_progress: Callable[[Progress], None]
    ) -> None:
        self.side = side
        self._monotonic = monotonic
        self._on_progress = on_progress
        self._at = Progress(side=side, stage=Stage.CONNECTING, started=monotonic())
        self._tell(self._at)

    def enter(self, stage: Stage) -> None:
        """Say that something else is being done now; whatever is read beside changes is a read in full."""
        changes_only = self._at.changes_only and stage is Stage.DONE
        self._tell(replace(self._at, stage=stage, changes_only=changes_only))

    def look_for_changes(self) -> None:
        """Say that no more is asked for than what has changed since the last read."""
        self._tell(replace(self._at, stage=Stage.CATCHING_UP, changes_only=True))

    def expect(self, total: int | None) -> None:
        """Say how many records there are to read in all."""
        if total is not None and total != self._at.total:
            self._tell(replace(self._at, total=total))

    def read_page(self, records: int) -> None:
        """Say that a page arrived."""
        self._tell(replace(self._at, done=self._at.done + records, pages=self._at.pages + 1))

    def read_again(self, records: int) -> None:
        """Take back records that are about to be read once more."""
        self._tell(replace(self._at, done=self._at.done - records))

    def heard_wait(self, wait: Wait | None) -> None:
        """Say what is waited for and until when, or that the wait is over."""
        until, why = (wait.until, wait.why) if wait else (None, "")
        self._tell(replace(self._at, waiting_until=until, waiting_for=why))

    def _tell(self, progress: Progress) -> None:
        self._at = replace(progress, seen=self._monotonic())
        self._on_progress(self._at)
