"""One run of the report as a value: what both sides are doing, and how it ended."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from axtui.core.errors import AxtuiError, Side
from axtui.core.progress import Progress


class RunState(StrEnum):
    """Where a run stands."""

    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"
    CANCELLED = "cancelled"
    SHOWN = "shown"
    """Its report has been opened."""


def _nothing_yet() -> dict[Side, Progress]:
    return {side: Progress(side=side) for side in Side}


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Now, by both clocks: one never jumps, the other one hangs on the wall."""

    monotonic: float
    time: datetime

    def time_at(self, monotonic: float) -> datetime:
        """Return the time of day, in this place, of a moment of the clock that never jumps."""
        return (self.time + timedelta(seconds=monotonic - self.monotonic)).astimezone()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a run must know before it goes on."""

    words: str
    answers: tuple[str, str]
    """The safe one first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run under way or ended; the app replaces it by a newer value as news arrive."""

    profile: str
    state: RunState = RunState.RUNNING
    progress: Mapping[Side, Progress] = field(default_factory=_nothing_yet)
    question: Question | None = None
    notices: tuple[str, ...] = ()
    """What is worth knowing of how it reads."""
    can_go_on: bool = False
    """Whether a later run goes on with what this one has read, should it be stopped."""
    error: AxtuiError | None = None
    because: str = ""
    """Why it was cancelled, where somebody else than the person did it."""
    ended_at: float | None = None
    """Monotonic seconds; every clock of the run stands still from then on."""

    @property
    def is_running(self) -> bool:
        """Whether requests are still being made."""
        return self.state is RunState.RUNNING

    @property
    def is_stopped(self) -> bool:
        """Whether it ended before both sides were read."""
        return self.state in (RunState.FAILED, RunState.CANCELLED)

    @property
    def has_read(self) -> bool:
        """Whether anything was read that another run could go on from; changes alone are looked for anew."""
        return any(side.pages and not side.changes_only for side in self.progress.values())

    @property
    def keeps_pages(self) -> bool:
        """Whether another run could go on from there, should this one be stopped."""
        return self.can_go_on and self.has_read

    @property
    def leaves_pages(self) -> bool:
        """Whether it has ended before its time, and another run can go on from there."""
        return self.is_stopped and self.keeps_pages

    def at(self, progress: Progress) -> "Run":
        """Return the run with one side's newer progress."""
        return replace(self, progress={**self.progress, progress.side: progress})

    def told(self, notice: str) -> "Run":
        """Return the run with one more notice."""
        return replace(self, notices=(*self.notices, notice))

    def ended(
        self, state: RunState, *, at: float | None = None, error: AxtuiError | None = None, because: str = ""
    ) -> "Run":
        """Return the run as it ended."""
        ended_at = at if self.ended_at is None else self.ended_at
        return replace(self, state=state, question=None, error=error, because=because, ended_at=ended_at)

    def clock(self, now: float) -> float:
        """Return the time that the run's figures are about."""
        return now if self.ended_at is None else self.ended_at


def run_line(run: Run, now: Moment, *, shown: str = "") -> str:
    """Say in one line how the run stands, under the report of the profile `shown`."""
    of = "" if run.profile == shown else f"{run.profile}: "
    match run.state:
        case RunState.RUNNING if run.question is not None:
            return f"{of}The run waits for an answer   P asks"
        case RunState.RUNNING:
            sides = "; ".join(f"{side}: {_short(progress, now)}" for side, progress in run.progress.items())
            return f"{of}{sides}   P progress"
        case RunState.FAILED:
            return f"{of}{run.error.message if run.error else 'The run failed.'}   P shows what to do"
        case RunState.CANCELLED:
            return f"{of}The run was cancelled; the last report is still there."
        case RunState.READY:
            return f"The report of {run.profile} is ready   P opens it" if of else ""
        case RunState.SHOWN:
            return ""


def _short(progress: Progress, now: Moment) -> str:
    if waits(progress, now):
        return f"waiting until {now.time_at(progress.waiting_until or 0.0):%H:%M:%S}"
    if progress.total:
        return f"{progress.stage} {progress.done:,} of {progress.total:,}"
    return str(progress.stage)


def waits(progress: Progress, now: Moment) -> float:
    """Return the seconds that the side still waits for a limit or a retry; 0 when it does not."""
    if progress.finished or progress.waiting_until is None:
        return 0.0
    return max(0.0, progress.waiting_until - now.monotonic)


def figures(progress: Progress, now: float) -> str:
    """Return pages, rate, elapsed time and time left of one side, as far as they are known."""
    if not progress.started:
        return ""
    end = progress.seen if progress.finished else now
    parts = [f"{progress.pages} pages" if progress.pages != 1 else "1 page"]
    if (rate := progress.rate(end)) is not None:
        parts.append(f"{rate:,.0f} records/s")
    parts.append(f"{clock(progress.elapsed(end))} elapsed")
    if (left := progress.time_left(end)) is not None:
        parts.append(f"about {clock(left)} left")
    return ", ".join(parts)


def clock(seconds: float) -> str:
    """Return minutes and seconds, for example `2:07`."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"


def bar(fraction: float | None, width: int, *, ascii_only: bool) -> str:
    """Return a bar of the given width in cells; empty while the share is unknown."""
    full, empty = ("#", ".") if ascii_only else ("█", "░")
    filled = int((fraction or 0.0) * width)
    return full * filled + empty * (width - filled)
