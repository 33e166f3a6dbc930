"""How a run went is written down however it ends, and only where something may be kept."""

import asyncio

import pytest
from builders import NOON
from http_fakes import Server, line

from axtui.core.errors import DataError, Side
from axtui.core.progress import Progress, Stage
from axtui.services.run_ledger import LimitsTold, RunEntry, RunKind, RunLedger, RunOutcome, SideFigures
from axtui.services.run_watch import RunWatch, watched
from axtui.services.surroundings import Surroundings


async def _run(at: Surroundings, *, error: BaseException | None = None, is_kept: bool = True) -> RunWatch:
    """Watch a run that reads two pages of Autotask, and hears of its hour, before it ends."""
    heard: list[Progress] = []
    watching = watched(
        "acme", surroundings=at, is_kept=is_kept, kind=lambda: RunKind.RESUMED, on_progress=heard.append
    )
    async with watching as watch:
        at_line = line(Server(), side=Side.AUTOTASK)
        watch.uses(at_line)
        at_line.patience.requests = 5
        at_line.limits.hour_used, at_line.limits.hour_limit = 10, 100
        watch.progressed(Progress(side=at_line.side, stage=Stage.DONE, done=700, pages=2))
        assert [progress.done for progress in heard] == [700]
        if error is not None:
            raise error
    return watch


def _kept(at: Surroundings) -> RunEntry:
    (entry,) = RunLedger.of(at).runs("acme")
    return entry


async def test_a_run_is_written_down(surroundings: Surroundings) -> None:
    """With what each side took, and what was said of limits."""
    await _run(surroundings)
    kept = _kept(surroundings)
    assert (kept.kind, kept.outcome, kept.error) == (RunKind.RESUMED, RunOutcome.DONE, "")
    assert kept.autotask == SideFigures(records=700, pages=2, requests=5)
    assert kept.xero == SideFigures()
    assert kept.limits == LimitsTold(hour_used=10, hour_limit=100)
    assert kept.began <= kept.ended
    assert kept.began.tzinfo is NOON.tzinfo


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (DataError("the words may hold a name"), RunOutcome.FAILED),
        (RuntimeError("a bug"), RunOutcome.FAILED),
        (asyncio.CancelledError(), RunOutcome.CANCELLED),
        (KeyboardInterrupt(), RunOutcome.CANCELLED),
    ],
)
async def test_a_run_that_fails_or_is_stopped_is_written_down(
    surroundings: Surroundings, error: BaseException, outcome: RunOutcome
) -> None:
    """By the kind of its error alone; and the error goes on its way."""
    with pytest.raises(type(error)):
        await _run(surroundings, error=error)
    kept = _kept(surroundings)
    assert (kept.outcome, kept.error) == (outcome, type(error).__name__)
    path = surroundings.state_dir / "runs" / "acme.jsonl"
    assert b"words" not in path.read_bytes()


async def test_nothing_is_written_where_nothing_may_be_kept(surroundings: Surroundings) -> None:
    """Not even figures."""
    await _run(surroundings, is_kept=False)
    assert not (surroundings.state_dir / "runs").exists()
