"""How a person wants a run to go, beyond what the profile says."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from axtui.core.run_cost import RunCost
from axtui.services.resume import Resume

__all__ = ["Resume", "RunWishes", "no_objection"]


async def no_objection(cost: RunCost) -> None:
    """Agree to any cost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunWishes:
    """The choices of one run."""

    full: bool = False
    """Read everything anew, instead of what has changed since the last read."""
    resume: Resume = Resume.IF_RECENT
    retry_auth: bool = False
    """Send a login once more that was refused before."""
    consent: Callable[[RunCost], Awaitable[None]] = no_objection
    """Hears what a run takes before it does; raises where that needs a person's yes and there is none."""
