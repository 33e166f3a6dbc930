"""A run as a value: the words and figures that both the progress screen and the report's line show."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from axtui.core.errors import Side, UnavailableError
from axtui.core.progress import Progress, Stage
from axtui.tui.run import Moment, Question, Run, RunState, bar, clock, figures, run_line, waits


def _at(monotonic: float) -> Moment:
    """Return a moment; second 100 of the clock that never jumps is noon."""
    noon = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    return Moment(monotonic=monotonic, time=noon + timedelta(seconds=monotonic - 100.0))


AUTOTASK_HALF = Progress(
    side=Side.AUTOTASK, stage=Stage.CONTACTS, done=3_000, total=6_000, pages=6, started=100.0, seen=110.0
)


def test_a_new_value_replaces_the_older_one_of_the_same_side_only() -> None:
    """News of one side leave the other side's figures alone."""
    run = Run(profile="acme").at(AUTOTASK_HALF)
    assert run.progress[Side.AUTOTASK] is AUTOTASK_HALF
    assert run.progress[Side.XERO] == Progress(side=Side.XERO)


def test_figures_say_pages_rate_elapsed_and_time_left() -> None:
    """Half of 6,000 records after ten seconds: 300 a second, ten seconds to go."""
    assert figures(AUTOTASK_HALF, 110.0) == "6 pages, 300 records/s, 0:10 elapsed, about 0:10 left"


def test_figures_of_a_finished_side_stand_still() -> None:
    """Once done, the clock of a side stops at its last news."""
    done = Progress(side=Side.XERO, stage=Stage.DONE, done=500, total=500, pages=1, started=100.0, seen=105.0)
    assert figures(done, 999.0) == "1 page, 100 records/s, 0:05 elapsed"


def test_nothing_is_said_before_the_start() -> None:
    """A side that has not begun has no figures."""
    assert figures(Progress(side=Side.XERO), 50.0) == ""


@pytest.mark.parametrize(
    ("until", "expected"),
    [(None, 0.0), (99.0, 0.0), (100.0, 0.0), (126.0, 26.0)],
    ids=["not waiting", "over", "just over", "half a minute"],
)
def test_a_wait_lasts_until_its_moment(until: float | None, expected: float) -> None:
    """A value that was made before the wait ended does not linger."""
    progress = Progress(side=Side.XERO, stage=Stage.CUSTOMERS, waiting_until=until)
    assert waits(progress, _at(100.0)) == expected


@pytest.mark.parametrize("now", [100.0, 115.0])
def test_the_line_says_until_when_a_side_waits(now: float) -> None:
    """A time of day does not change while it is waited for, so nothing is sent over a slow line."""
    waiting = Progress(side=Side.XERO, stage=Stage.CUSTOMERS, waiting_until=130.0, waiting_for="x")
    assert "Xero: waiting until 12:00:30 " in run_line(
        Run(profile="acme").at(waiting), _at(now), shown="acme"
    )


def test_the_line_says_that_a_run_has_a_question() -> None:
    """It is asked where the person looks for it, and never over something else."""
    run = replace(Run(profile="acme"), question=Question(words="Go on?", answers=("no", "yes")))
    assert run_line(run, _at(0.0), shown="acme") == "The run waits for an answer   P asks"
    assert run.ended(RunState.CANCELLED).question is None


@pytest.mark.parametrize(
    ("can_go_on", "pages", "state", "expected"),
    [
        (True, 6, RunState.CANCELLED, True),
        (True, 6, RunState.FAILED, True),
        (True, 6, RunState.READY, False),
        (True, 0, RunState.FAILED, False),
        (False, 6, RunState.FAILED, False),
    ],
)
def test_only_a_stopped_run_that_read_something_is_gone_on_with(
    *, can_go_on: bool, pages: int, state: RunState, expected: bool
) -> None:
    """Nothing is promised that is not there."""
    run = Run(profile="acme", can_go_on=can_go_on).at(replace(AUTOTASK_HALF, pages=pages)).ended(state)
    assert run.leaves_pages is expected


def test_changes_that_were_looked_for_are_nothing_to_go_on_from() -> None:
    """They are asked for anew; only the pages of a full read stay on the disk."""
    run = Run(profile="acme", can_go_on=True).at(replace(AUTOTASK_HALF, changes_only=True))
    assert not run.ended(RunState.CANCELLED).leaves_pages
    assert run.at(replace(AUTOTASK_HALF, side=Side.XERO)).keeps_pages


def test_the_line_names_both_sides() -> None:
    """Elsewhere than on the progress screen one line says how both sides stand."""
    run = Run(profile="acme").at(AUTOTASK_HALF)
    line = run_line(run, _at(110.0), shown="acme")
    assert line == "Autotask: reading contacts 3,000 of 6,000; Xero: waiting to start   P progress"


def test_the_line_of_a_failed_run_says_what_failed() -> None:
    """A failure shows its message and where to read on."""
    error = UnavailableError("Xero cannot be reached.", hint="Check the network.", side=Side.XERO)
    run = Run(profile="acme").ended(RunState.FAILED, error=error)
    assert run_line(run, _at(0.0), shown="acme") == "Xero cannot be reached.   P shows what to do"


def test_the_line_under_another_report_names_its_profile() -> None:
    """A run of acme is told of under the report of another, and so is that its report is ready."""
    run = Run(profile="acme")
    assert run_line(run, _at(0.0), shown="other").startswith("acme: Autotask: waiting to start")
    assert run_line(run.ended(RunState.READY), _at(0.0), shown="other") == (
        "The report of acme is ready   P opens it"
    )
    assert run_line(run.ended(RunState.READY), _at(0.0), shown="acme") == ""


def test_the_clock_of_a_run_stands_still_when_it_has_ended() -> None:
    """A side that was not read to its end has no time of its own at which it stopped."""
    failed = Run(profile="acme").at(AUTOTASK_HALF).ended(RunState.FAILED, at=110.0)
    assert failed.clock(999.0) == 110.0
    assert failed.ended(RunState.SHOWN, at=500.0).clock(999.0) == 110.0


@pytest.mark.parametrize(
    ("share", "expected"), [(None, "...."), (0.0, "...."), (0.5, "##.."), (0.99, "###."), (1.0, "####")]
)
def test_a_bar_is_full_only_at_the_end(share: float | None, expected: str) -> None:
    """The bar never shows more than was read."""
    assert bar(share, 4, ascii_only=True) == expected


def test_clock_shows_minutes_and_seconds() -> None:
    """Seconds have two digits."""
    assert (clock(0), clock(127.9), clock(3600)) == ("0:00", "2:07", "60:00")
