"""How often and how long a source tries again: arithmetic and counting, without a clock of its own.

The figures are reliability-bar figures: at most 4 retries a request, full jitter, 10 % of a run's requests
plus 10, five minutes without progress, and no wait of more than 15 minutes.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from axtui.core.errors import AxtuiError, LimitReachedError, Side, UnavailableError

MOST_RETRIES: Final = 4
LONGEST_WAIT: Final = 15 * 60.0
"""Seconds; a server that asks for more is not waited for."""
NO_PROGRESS_LIMIT: Final = 5 * 60.0
"""Seconds without an answer or an announced wait, after which a run ends."""
_SHARE_OF_REQUESTS: Final = 0.1
_FREE_RETRIES: Final = 10
_LONGEST_BACK_OFF: Final = 30.0
_FIRST_BACK_OFF: Final = 0.5
_SECONDS: Final = re.compile(r"[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why one attempt brought nothing, and what may be done about it."""

    why: str
    """Goes on after the side's name: `answered 503 (Service Unavailable)`."""
    hint: str = ""
    wait: float | None = None
    """Seconds that the server asks for; None leaves it to our own back-off."""
    is_limit: bool = False
    """The server's limit is reached, rather than something broken."""
    ends_run: bool = False
    """The limit will not be free again while a run may wait, for example a day's."""
    narrow: bool = False
    """Fewer requests at once from now on."""
    error: type[AxtuiError] = UnavailableError
    """What to raise when trying again has not helped."""


class TryAgainError(Exception):
    """Ends one attempt inside the client; never leaves it."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.why)
        self.trouble = trouble


class Patience:
    """What is left of the retries that one side's read may use."""

    def __init__(self, now: float) -> None:
        self.requests = 0
        self.retries = 0
        self._progressed_at = now

    def progressed(self, now: float) -> None:
        """Note that an answer arrived, or that an announced wait is over: both count as progress."""
        self._progressed_at = now

    def is_left(self, now: float) -> bool:
        """Say whether one more retry is within the run's budget and time."""
        within_budget = self.retries < _FREE_RETRIES + _SHARE_OF_REQUESTS * self.requests
        return within_budget and now - self._progressed_at <= NO_PROGRESS_LIMIT


def back_off(attempt: int, share: float) -> float:
    """Return seconds before the next attempt (0 is the first retry): full jitter, so that clients spread."""
    return share * min(_LONGEST_BACK_OFF, _FIRST_BACK_OFF * 2.0**attempt)


def retry_after(value: str | None, now: datetime) -> float | None:
    """Read a Retry-After header, seconds or an HTTP date; None for a missing, negative or junk one."""
    text = (value or "").strip()
    if _SECONDS.fullmatch(text):
        return float(text)
    moment = http_date(text)
    return None if moment is None else max(0.0, (moment - now).total_seconds())


def http_date(value: str | None) -> datetime | None:
    """Read a date as HTTP headers have it; None for a missing or broken one."""
    try:
        moment: datetime = parsedate_to_datetime((value or "").strip())
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def come_back(trouble: Trouble, *, side: Side, now: datetime) -> LimitReachedError:
    """Return the end of a run that would have to wait too long, with the time at which to come back."""
    resume_at = _later(now, trouble.wait)
    when = f"Come back at {resume_at:%Y-%m-%d %H:%M} UTC." if resume_at else "Come back tomorrow."
    return LimitReachedError(
        f"{side} {trouble.why}, and will not be free again soon. {when}",
        hint="Nothing is wrong with the profile.",
        side=side,
        resume_at=resume_at,
    )


def given_up(trouble: Trouble, *, side: Side, attempts: int, now: datetime) -> AxtuiError:
    """Return the end of a run in which trying again has not helped."""
    times = "once" if attempts == 1 else f"{attempts} times in a row"
    message = f"{side} {trouble.why}, {times}."
    if trouble.is_limit:
        resume_at = _later(now, trouble.wait)
        return LimitReachedError(message, hint=trouble.hint, side=side, resume_at=resume_at)
    return trouble.error(message, hint=trouble.hint, side=side)


def _later(now: datetime, seconds: float | None) -> datetime | None:
    if seconds is None:
        return None
    try:
        return (now + timedelta(seconds=seconds)).astimezone(UTC)
    except (OverflowError, ValueError):
        return None
