"""What a command line wishes of a run, and the consent to its cost that only a flag can give."""

import asyncio
import io

import pytest

from axtui.cli.command_requests import Source
from axtui.cli.streams import Streams
from axtui.cli.wishes import wishes_of
from axtui.core.errors import ExitCode, LimitReachedError, Side
from axtui.core.run_cost import RunCost
from axtui.services.run_wishes import Resume

_MUCH = RunCost(requests=2_400, used=2_000, limit=10_000)
_LITTLE = RunCost(requests=24, used=2_000, limit=10_000)
_FIGURES = "about 2,400 of the 8,000 Autotask requests that are left this hour, which all integrations share"


def _ask(source: Source, cost: RunCost) -> str:
    """Return what is said on stderr when a run of this cost is about to begin."""
    err = io.StringIO()
    wishes = wishes_of(source, streams=Streams(io.StringIO(), err, env={}))

    async def ask() -> None:
        await wishes.consent(cost)

    asyncio.run(ask())
    return err.getvalue()


def test_what_is_not_given_is_left_to_the_run() -> None:
    """Only changes are read, a recent run is gone on with, and a refused login is not sent again."""
    wishes = wishes_of(Source(), streams=Streams(io.StringIO(), io.StringIO(), env={}))
    assert (wishes.full, wishes.resume, wishes.retry_auth) == (False, Resume.IF_RECENT, False)


@pytest.mark.parametrize("resume", Resume)
def test_every_wish_is_passed_on(resume: Resume) -> None:
    """A flag that was dropped on the way would do harm in a script."""
    source = Source(full=True, resume=resume, retry_auth=True)
    wishes = wishes_of(source, streams=Streams(io.StringIO(), io.StringIO(), env={}))
    assert (wishes.full, wishes.resume, wishes.retry_auth) == (True, resume, True)


def test_a_costly_run_is_refused_with_its_figures_and_the_flag() -> None:
    """Nobody can be asked, so it does not begin; the exit code is that of a limit."""
    with pytest.raises(LimitReachedError) as refused:
        _ask(Source(), _MUCH)
    assert refused.value.message == f"The run would take {_FIGURES}."
    assert "--accept-cost" in refused.value.hint
    assert refused.value.side is Side.AUTOTASK
    assert refused.value.exit_code == ExitCode.UNAVAILABLE


def test_a_run_that_takes_more_than_is_left_is_no_part_of_it() -> None:
    """Nor where nothing is left: both are sentences of their own."""
    much = RunCost(requests=2_400, used=9_000, limit=10_000)
    assert _ask(Source(accept_cost=True), much) == (
        "The run takes about 2,400 Autotask requests, more than the 1,000 that are left this hour, which all "
        "integrations share.\n"
    )
    nothing = RunCost(requests=2_400, used=10_000, limit=10_000)
    assert "requests, and all integrations have used up this hour's." in _ask(
        Source(accept_cost=True), nothing
    )


def test_the_flag_lets_a_costly_run_begin_and_its_cost_is_said() -> None:
    """What was agreed to stands in the log."""
    assert _ask(Source(accept_cost=True), _MUCH) == f"The run takes {_FIGURES}.\n"


def test_a_cheap_run_needs_no_flag() -> None:
    """Its cost is said all the same."""
    assert _ask(Source(), _LITTLE).startswith("The run takes about 24 of the 8,000 ")


def test_where_nothing_is_left_no_share_is_said() -> None:
    """Zero requests left make no sentence with `of the 0`."""
    with pytest.raises(LimitReachedError, match="all integrations have used up this hour's"):
        _ask(Source(), RunCost(requests=24, used=10_000, limit=10_000))
