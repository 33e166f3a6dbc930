"""A run as a value: the words and figures that both the progress screen and the report's line show."""

import pytest

from axtui.core.errors import Side, UnavailableError
from axtui.core.progress import Progress, Stage
from axtui.tui.run import Run, RunState, bar, clock, figures, run_line, seconds_to_wait

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
    [(None, None), (99.0, None), (100.0, None), (100.2, 1), (126.0, 27)],
    ids=["not waiting", "over", "just over", "a moment", "half a minute"],
)
def test_waiting_is_counted_in_whole_seconds_upwards(until: float | None, expected: int | None) -> None:
    """A wait shows its remaining seconds and vanishes when it is over."""
    progress = Progress(side=Side.XERO, stage=Stage.CUSTOMERS, waiting_until=until)
    assert seconds_to_wait(progress, 100.0) == expected


def test_the_line_names_both_sides() -> None:
    """Elsewhere than on the progress screen one line says how both sides stand."""
    run = Run(profile="acme").at(AUTOTASK_HALF)
    line = run_line(run, 110.0, shown="acme")
    assert line == "Autotask: reading contacts 3,000 of 6,000; Xero: waiting to start   P progress"


def test_the_line_of_a_failed_run_says_what_failed() -> None:
    """A failure shows its message and where to read on."""
    error = UnavailableError("Xero cannot be reached.", hint="Check the network.", side=Side.XERO)
    run = Run(profile="acme").ended(RunState.FAILED, error=error)
    assert run_line(run, 0.0, shown="acme") == "Xero cannot be reached.   P shows what to do"


def test_the_line_under_another_report_names_its_profile() -> None:
    """A run of acme is told of under the report of another, and so is that its report is ready."""
    run = Run(profile="acme")
    assert run_line(run, 0.0, shown="other").startswith("acme: Autotask: waiting to start")
    assert run_line(run.ended(RunState.READY), 0.0, shown="other") == (
        "The report of acme is ready   P opens it"
    )
    assert run_line(run.ended(RunState.READY), 0.0, shown="acme") == ""


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
