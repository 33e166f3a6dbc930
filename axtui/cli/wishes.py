"""From the flags of a command line to the wishes of a run."""

from axtui.cli.command_requests import Source
from axtui.cli.streams import Streams
from axtui.core.errors import LimitReachedError, Side
from axtui.core.run_cost import RunCost
from axtui.services.run_wishes import Resume, RunWishes
from axtui.services.run_words import cost_words


def wishes_of(source: Source, *, streams: Streams) -> RunWishes:
    """Return how the run is to go; nobody is asked, so consent to its cost is a flag."""

    async def consent(cost: RunCost) -> None:
        if cost.needs_consent and not source.accept_cost:
            raise LimitReachedError(
                f"The run would take {cost_words(cost)}.",
                hint="Run it later, or with --accept-cost.",
                side=Side.AUTOTASK,
            )
        streams.say(f"The run takes {cost_words(cost)}.")

    return RunWishes(
        full=source.full,
        resume=source.resume or Resume.IF_RECENT,
        retry_auth=source.retry_auth,
        consent=consent,
    )
