"""What both doors say about a run: what it costs, what it waits for and until when, and when to come back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from axtui.core.errors import AxtuiError, LimitReachedError, Side

if TYPE_CHECKING:
    from datetime import datetime

    from axtui.core.run_cost import RunCost

LONG_WAIT: Final = 120.0
"""Seconds from which on a person would rather do something else than look on."""


def cost_words(cost: RunCost) -> str:
    """Say how much of what is left a run takes; goes on after `would take` or `takes`."""
    if not cost.left:
        return f"about {cost.requests:,} Autotask requests, and all integrations have used up this hour's"
    if cost.requests > cost.left:
        return (
            f"about {cost.requests:,} Autotask requests, more than the {cost.left:,} that are left this "
            "hour, which all integrations share"
        )
    return (
        f"about {cost.requests:,} of the {cost.left:,} Autotask requests that are left this hour, "
        "which all integrations share"
    )


def about_side(words: str, side: Side | None) -> str:
    """Name the side before words that do not begin with it."""
    return words if side is None or words.startswith(side) else f"{side}: {words}"


def wait_words(why: str, *, side: Side, until: datetime) -> str:
    """Say what is waited for, and until when by the clock on the wall: nothing has to count seconds down."""
    return f"{about_side(why, side)}; going on at {until.astimezone():%H:%M:%S}"


def come_back_words(error: AxtuiError) -> str:
    """Say by the clock of this computer when a limit is free again; empty where nothing is left to say."""
    if not isinstance(error, LimitReachedError) or error.resume_at is None:
        return ""
    here = error.resume_at.astimezone()
    if not here.utcoffset() and f"{here:%Y-%m-%d %H:%M} UTC" in error.message:
        return ""
    return f"By the clock here it is free again on {here:%Y-%m-%d at %H:%M}."
