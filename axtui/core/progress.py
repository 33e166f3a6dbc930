"""How far a read has come: values that both doors put into words."""

from dataclasses import dataclass
from enum import StrEnum

from axtui.core.errors import Side


class Stage(StrEnum):
    """What a source is doing."""

    WAITING = "waiting to start"
    CONNECTING = "connecting"
    COUNTING = "counting"
    COMPANIES = "reading companies"
    CONTACTS = "reading contacts"
    CUSTOMERS = "reading customers"
    CATCHING_UP = "looking for changes"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One source's state; a newer value replaces an older one of the same side."""

    side: Side
    stage: Stage = Stage.WAITING
    done: int = 0
    """Records read so far."""
    total: int | None = None
    """Records expected; None until the source has said."""
    pages: int = 0
    started: float = 0.0
    """Monotonic seconds at which this source began; 0 while waiting to start."""
    seen: float = 0.0
    """Monotonic seconds at which this value was made."""
    changes_only: bool = False
    """Whether no more is asked for than what has changed since the last read."""
    waiting_until: float | None = None
    """Monotonic seconds until which a rate limit or a retry is waited for."""
    waiting_for: str = ""
    """Why, in words, for example `Xero is at its limit of requests a minute`."""

    @property
    def finished(self) -> bool:
        """Whether this source has been read to its end."""
        return self.stage is Stage.DONE

    @property
    def fraction(self) -> float | None:
        """Share read, 0 to 1; None while the total is unknown."""
        if self.finished:
            return 1.0
        if not self.total:
            return None
        return min(1.0, self.done / self.total)

    @property
    def amount(self) -> str:
        """What was read so far, in words that go on after the stage."""
        if not self.changes_only:
            return f"{self.done:,} records read"
        return f"{self.done:,} changed since the last read" if self.done else "nothing has changed"

    def elapsed(self, now: float) -> float:
        """Seconds since this source began."""
        return max(0.0, now - self.started) if self.started else 0.0

    def rate(self, now: float) -> float | None:
        """Records a second since the start; None before anything was read."""
        elapsed = self.elapsed(now)
        return self.done / elapsed if self.done and elapsed > 0 else None

    def time_left(self, now: float) -> float | None:
        """Estimated seconds to the end; None while it cannot be known."""
        rate = self.rate(now)
        if rate is None or self.total is None or self.finished:
            return None
        return max(0.0, (self.total - self.done) / rate)
