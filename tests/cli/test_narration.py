"""The two streams: what goes where, what a terminal gets, and what a reader that is gone does."""

import asyncio
import errno
import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import pytest

from axtui.cli.progress import Narration
from axtui.cli.streams import Streams
from axtui.core.errors import (
    CannotWriteError,
    ConfigError,
    ConfigProblem,
    LimitReachedError,
    Side,
    UnavailableError,
)
from axtui.core.progress import Progress, Stage
from axtui.services.run_words import come_back_words
from axtui.services.surroundings import Surroundings


class _Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


class _Broken(io.StringIO):
    """A stream whose other end fails."""

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self._error = error

    def write(self, text: str) -> NoReturn:
        raise self._error


class _Clock:
    """Monotonic seconds that a test sets."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def _streams(stdout: io.StringIO, stderr: io.StringIO, **env: str) -> Streams:
    return Streams(stdout, stderr, env=env)


def _waiting(until: float) -> Progress:
    return Progress(
        side=Side.XERO,
        stage=Stage.CUSTOMERS,
        waiting_until=until,
        waiting_for="Xero is at its limit of requests a minute",
    )


def _surroundings(clock: _Clock) -> Surroundings:
    return Surroundings(
        env={},
        config_file=Path("none"),
        cache_dir=Path("none"),
        state_dir=Path("none"),
        now=lambda: datetime(2026, 3, 2, 12, 0, tzinfo=UTC),
        monotonic=clock,
        sleep=asyncio.sleep,
        jitter=lambda: 0.0,
    )


def test_an_error_is_said_with_its_hint_and_nothing_that_moves_the_cursor() -> None:
    """Message, then what to do; control characters as stand-ins; stdout stays empty."""
    out, err = io.StringIO(), io.StringIO()
    _streams(out, err).complain(UnavailableError("Xero said \x1b[2Jno.", hint="Try again\x07."))
    assert err.getvalue() == "axtui: Xero said ␛[2Jno.\nTry again␇.\n"
    assert out.getvalue() == ""


def test_every_problem_of_a_configuration_is_said() -> None:
    """One line per problem, with its key."""
    err = io.StringIO()
    problems = (ConfigProblem(key="theme", message="bad."), ConfigProblem(key="", message="worse."))
    _streams(io.StringIO(), err).complain(ConfigError("The file is wrong.", problems=problems))
    assert err.getvalue() == "axtui: The file is wrong.\n  theme: bad.\n  worse.\n"


def test_a_problem_that_is_the_whole_error_is_said_once() -> None:
    """A setting that the tenant contradicts stands in the message already."""
    err = io.StringIO()
    problem = ConfigProblem(key="contact_udf", message="there is no UDF `Postion`")
    error = ConfigError("`contact_udf` does not fit: there is no UDF `Postion`.", problems=(problem,))
    _streams(io.StringIO(), err).complain(error)
    assert err.getvalue() == "axtui: `contact_udf` does not fit: there is no UDF `Postion`.\n"


def test_a_reader_that_has_had_enough_is_no_fault() -> None:
    """`axtui report | head` ends quietly."""
    _streams(_Broken(BrokenPipeError()), io.StringIO()).data(["x\n"])


def test_a_full_disk_under_stdout_is_said() -> None:
    """Redirected to a full disk, the command fails with its own exit code."""
    with pytest.raises(CannotWriteError, match="No space left"):
        _streams(_Broken(OSError(errno.ENOSPC, "No space left on device")), io.StringIO()).data(["x\n"])


@pytest.mark.parametrize("error", [BrokenPipeError(), OSError(errno.ENOSPC, "No space left on device")])
def test_a_gone_or_full_stderr_does_not_end_the_command(error: OSError) -> None:
    """Nobody hears the narration: the data still counts."""
    out = io.StringIO()
    streams = _streams(out, _Broken(error))
    streams.say("hello")
    streams.data(["x\n"])
    assert out.getvalue() == "x\n"


@pytest.mark.parametrize(("env", "columns"), [({"COLUMNS": "100"}, 100), ({"COLUMNS": "x"}, 80), ({}, 80)])
def test_the_width_of_a_terminal(env: dict[str, str], columns: int) -> None:
    """COLUMNS wins; a terminal that does not say is 80 wide."""
    assert _streams(_Terminal(), io.StringIO(), **env).columns == columns


def test_a_pipe_has_no_width() -> None:
    """A file or a pipe gets every column at full width."""
    assert _streams(io.StringIO(), _Terminal(), COLUMNS="100").columns is None


def test_a_short_wait_after_a_long_silence_says_why_nothing_has_come() -> None:
    """An answer that never came ends in a wait of half a second, and has taken a minute by then."""
    err, clock = io.StringIO(), _Clock()
    narrate = Narration(_streams(io.StringIO(), err), surroundings=_surroundings(clock))
    reading = Progress(side=Side.XERO, stage=Stage.CUSTOMERS)
    for seconds in (60.0, 0.5, 60.0):
        narrate(reading)
        clock.now += seconds
        narrate(replace(reading, waiting_until=clock.now + 0.5, waiting_for="Xero did not answer"))
    assert err.getvalue().count("Xero did not answer; going on at ") == 2


def test_progress_on_a_terminal_is_one_line_at_most_twice_a_second() -> None:
    """It is written over, never wider than the terminal, and wiped before anything else is said."""
    err, clock = _Terminal(), _Clock()
    streams = _streams(io.StringIO(), err, COLUMNS="70")
    narrate = Narration(streams, surroundings=_surroundings(clock))
    for done in range(0, 1000, 100):
        narrate(Progress(side=Side.AUTOTASK, stage=Stage.CONTACTS, done=done, total=1000))
        clock.now += 0.1
    said = err.getvalue().split("\r")[1:]
    assert len(said) == 2
    assert said[0].startswith("Autotask: reading contacts 0 of 1,000 | Xero: waiting to start")
    assert all(len(line) < 70 for line in said)
    streams.say("done")
    last = err.getvalue().split("\r")
    assert last[-2] == " " * len(said[-1])
    assert last[-1] == "done\n"


def test_a_side_that_is_not_read_is_not_narrated() -> None:
    """It would wait to start for ever."""
    err = _Terminal()
    narrate = Narration(
        _streams(io.StringIO(), err), surroundings=_surroundings(_Clock()), sides=[Side.AUTOTASK]
    )
    narrate(Progress(side=Side.AUTOTASK, stage=Stage.CONTACTS, done=7))
    assert err.getvalue() == "\rAutotask: reading contacts 7"


def test_a_long_progress_line_is_cut_to_the_terminal() -> None:
    """A line that wrapped could not be written over."""
    err = _Terminal()
    _streams(io.StringIO(), err, COLUMNS="20").say_passing("Autotask: reading contacts 1,000 of 6,000")
    assert err.getvalue() == "\rAutotask: reading …"


def test_a_shorter_progress_line_leaves_nothing_of_the_longer_one() -> None:
    """Padding wipes the rest."""
    err = _Terminal()
    streams = _streams(io.StringIO(), err)
    streams.say_passing("12345")
    streams.say_passing("12")
    streams.clear_passing()
    streams.clear_passing()
    assert err.getvalue() == "\r12345\r12   \r  \r"


def test_progress_elsewhere_is_a_few_plain_lines() -> None:
    """A log gets a line per stage, not per page, and the end."""
    err, clock = io.StringIO(), _Clock()
    narrate = Narration(_streams(io.StringIO(), err), surroundings=_surroundings(clock))
    for done in (0, 500, 1000):
        narrate(Progress(side=Side.AUTOTASK, stage=Stage.CONTACTS, done=done, total=1000))
    narrate(Progress(side=Side.AUTOTASK, stage=Stage.DONE, done=1120, total=1120))
    assert err.getvalue() == "Autotask: reading contacts.\nAutotask: done, 1,120 records read.\n"


def test_a_wait_is_said_with_its_cause_and_its_end() -> None:
    """Nobody wonders whether it hangs."""
    err, clock = io.StringIO(), _Clock()
    narrate = Narration(_streams(io.StringIO(), err), surroundings=_surroundings(clock))
    narrate(_waiting(clock.now + 30))
    assert err.getvalue() == (
        "Xero: reading customers.\nXero is at its limit of requests a minute; going on at 12:00:30.\n"
    )


def test_requests_that_wait_for_the_same_limit_are_one_wait() -> None:
    """Five at once are sent back with almost the same moment; a later moment is news."""
    err, clock = io.StringIO(), _Clock()
    narrate = Narration(_streams(io.StringIO(), err), surroundings=_surroundings(clock))
    for until in (30.0, 30.4, 31.1, 29.0, 40.0):
        narrate(_waiting(clock.now + until))
    assert err.getvalue().count("going on at") == 2


@pytest.mark.parametrize(
    ("seconds", "can_go_on", "said"), [(121.0, True, True), (120.0, True, False), (600.0, False, False)]
)
def test_a_long_wait_says_that_the_run_may_be_stopped(seconds: float, can_go_on: bool, said: bool) -> None:
    """Nobody sits through minutes for fear of losing what was read; where it is lost, nothing is said."""
    err, clock = io.StringIO(), _Clock()
    streams = _streams(io.StringIO(), err)
    narrate = Narration(streams, surroundings=_surroundings(clock), can_go_on=can_go_on)
    narrate(_waiting(clock.now + seconds))
    assert ("You may stop it now" in err.getvalue()) is said


def test_a_limit_says_when_to_come_back_by_this_computer_s_clock() -> None:
    """The vendor's day ends at its own midnight; nobody should have to convert."""
    err = io.StringIO()
    resume_at = datetime(2026, 3, 3, 0, 0, tzinfo=UTC)
    _streams(io.StringIO(), err).complain(
        LimitReachedError("Xero is at its limit of requests a day.", hint="Wait.", resume_at=resume_at)
    )
    assert err.getvalue() == (
        "axtui: Xero is at its limit of requests a day.\n"
        "By the clock here it is free again on 2026-03-03 at 00:00.\nWait.\n"
    )


def test_a_time_that_the_message_names_is_not_said_twice() -> None:
    """On a host whose clock shows UTC, as most do."""
    resume_at = datetime(2026, 3, 3, 0, 0, tzinfo=UTC)
    error = LimitReachedError("Come back at 2026-03-03 00:00 UTC.", resume_at=resume_at)
    assert not come_back_words(error)


def test_a_look_for_changes_that_waits_does_not_say_that_anything_is_kept() -> None:
    """Only the pages of a full read are."""
    err, clock = io.StringIO(), _Clock()
    narrate = Narration(_streams(io.StringIO(), err), surroundings=_surroundings(clock), can_go_on=True)
    narrate(replace(_waiting(clock.now + 600.0), changes_only=True))
    assert "what was read is kept" not in err.getvalue()


def test_a_wait_is_said_in_full_on_a_narrow_terminal_too() -> None:
    """At once, since nothing else is heard until it is over, and on lines of its own, since one is cut."""
    err, clock = _Terminal(), _Clock()
    streams = _streams(io.StringIO(), err, COLUMNS="40")
    narrate = Narration(streams, surroundings=_surroundings(clock))
    narrate(Progress(side=Side.XERO, stage=Stage.CUSTOMERS))
    clock.now += 0.1
    why = "Xero is at its limit of requests a minute"
    waiting = Progress(side=Side.XERO, stage=Stage.CUSTOMERS, waiting_until=clock.now + 30, waiting_for=why)
    narrate(waiting)
    said = err.getvalue().splitlines()
    assert sum(line.endswith(f"{why}; going on at 12:00:30.") for line in said) == 1
    assert "waiting" in said[-1]
    clock.now += 1
    narrate(replace(waiting, done=1))
    assert err.getvalue().count(why) == 1


def test_a_retry_after_a_moment_takes_no_line_of_a_terminal() -> None:
    """It is over before it could be read."""
    err, clock = _Terminal(), _Clock()
    narrate = Narration(_streams(io.StringIO(), err), surroundings=_surroundings(clock))
    narrate(Progress(side=Side.XERO, stage=Stage.CUSTOMERS, waiting_until=clock.now + 0.5, waiting_for="x"))
    assert "\n" not in err.getvalue()


def test_a_wait_that_is_over_is_not_said() -> None:
    """A value that was made before the wait ended does not linger."""
    err, clock = io.StringIO(), _Clock()
    narrate = Narration(_streams(io.StringIO(), err), surroundings=_surroundings(clock))
    narrate(Progress(side=Side.XERO, stage=Stage.CUSTOMERS, waiting_until=clock.now - 1, waiting_for="x"))
    assert err.getvalue() == "Xero: reading customers.\n"


@pytest.mark.parametrize(
    ("changes_only", "done", "said"),
    [
        (False, 0, "0 records read"),
        (False, 5_000, "5,000 records read"),
        (True, 0, "nothing has changed"),
        (True, 12, "12 changed since the last read"),
    ],
)
def test_the_end_of_a_side_says_what_was_read_or_has_changed(
    changes_only: bool, done: int, said: str
) -> None:
    """A read of changes that finds none has not failed."""
    err = io.StringIO()
    narrate = Narration(_streams(io.StringIO(), err), surroundings=_surroundings(_Clock()))
    narrate(Progress(side=Side.XERO, stage=Stage.DONE, done=done, changes_only=changes_only))
    assert err.getvalue() == f"Xero: done, {said}.\n"
