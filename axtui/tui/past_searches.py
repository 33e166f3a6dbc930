"""A walk through earlier searches and back to what was being typed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """Where a person stands among earlier searches."""

    stops: tuple[str, ...]
    """What was being typed, and behind it the searches, the latest first."""
    at: int = 0

    @property
    def text(self) -> str:
        """What stands in the search line."""
        return self.stops[self.at]

    def gone(self, steps: int) -> Walk:
        """Go on to earlier searches, or back; no further than there are any."""
        return replace(self, at=max(0, min(self.at + steps, len(self.stops) - 1)))


def walk_from(typed: str, searches: Iterable[str]) -> Walk:
    """Begin at what is being typed; the same search among the earlier ones would be a step to nowhere."""
    earlier = [search for search in searches if search != typed.strip()]
    return Walk(stops=(typed, *reversed(earlier)))
