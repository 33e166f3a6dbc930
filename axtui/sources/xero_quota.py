"""What Xero's answers say is left of the minute and of the day, which all programs of the same app use up."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from axtui.core.errors import LimitReachedError, Side
from axtui.sources.pace import AT_ONCE, ROUNDING, WINDOW, NotYet, Pace, Permit

_MINUTE: Final = "x-minlimit-remaining"
_DAY: Final = "x-daylimit-remaining"
_WHOLE: Final = re.compile(r"[0-9]{1,9}")
_WHY: Final = "has no request left in this minute for this app"


class Quota:
    """A pace that also leaves room for the app's other programs, by the headers of xero-api.md section 4.1.

    The minutes are fixed ones that begin nobody knows when; one that was seen is over a minute later.
    """

    def __init__(self, pace: Pace, monotonic: Callable[[], float]) -> None:
        self._pace = pace
        self._monotonic = monotonic
        self._minute_left: int | None = None
        self._over_by = 0.0
        self.day_left: int | None = None
        """Requests that the day still allows; None until Xero has said."""

    @property
    def minute_left(self) -> int | None:
        """Requests that the minute under way still allows; None where nothing is known of it."""
        return self._minute_left

    def hear(self, headers: Mapping[str, str]) -> None:
        """Take note of an answer's headers; a missing or odd one changes nothing."""
        if (day := _whole(headers.get(_DAY))) is not None:
            self.day_left = day
        if (minute := _whole(headers.get(_MINUTE))) is not None:
            self._hear_minute(minute)

    def take(self, endpoint: str = "") -> Permit | NotYet:
        """Return a permit if the minute has one left, and the pace gives it."""
        now = self._monotonic()
        if self._minute_left is not None and now >= self._over_by - ROUNDING:
            self._minute_left = None
        if self._minute_left is not None and self._minute_left <= 0:
            return NotYet(seconds=self._over_by - now, why=_WHY)
        found = self._pace.take(endpoint)
        if self._minute_left is not None and not isinstance(found, NotYet):
            self._minute_left -= 1
        return found

    def close(self, seconds: float, why: str) -> None:
        """Give no permits for so long, which is when the minute is over."""
        self._pace.close(seconds, why)
        self._over_by = min(self._over_by, self._monotonic() + seconds)

    def demand_of_day(self, requests: int) -> None:
        """Refuse to begin what the day does not allow to finish, and so leave others what is left of it."""
        if self.day_left is None or self.day_left >= requests:
            return
        raise LimitReachedError(
            f"Xero allows only {self.day_left:,} more requests to this organisation today, "
            f"and reading the rest takes {requests:,}.",
            hint="Come back when Xero's day is over; other programs of this app use up the same requests.",
            side=Side.XERO,
        )

    def _hear_minute(self, left: int) -> None:
        """Answers may overtake each other, so a little more left than we think is no new minute."""
        if self._minute_left is None or left > self._minute_left + AT_ONCE:
            self._minute_left = left
            self._over_by = self._monotonic() + WINDOW
        else:
            self._minute_left = min(self._minute_left, left)


def _whole(text: str | None) -> int | None:
    return int(text) if text and _WHOLE.fullmatch(text) else None
