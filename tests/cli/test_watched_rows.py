"""`--fail-on new` tells every row that opens at least once, whatever happens between two watches."""

import errno
import io
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from faults.tiers import times
from headless_door import HOSTILE, Door, door_of

from axtui.core.match_by import MatchBy
from axtui.core.models import FetchedAt
from axtui.core.report import build_report
from axtui.services.config import AppSettings
from axtui.services.last_reports import last_snapshot
from axtui.services.row_ledger import RowLedger
from axtui.services.row_watch import Look, RowWatch
from axtui.services.surroundings import Surroundings

_NAMES = ("Acme", HOSTILE, "Cee")


@pytest.fixture
def axtui(surroundings: Surroundings) -> Door:
    """The headless door."""
    return door_of(surroundings)


# What comes between two watches


def test_what_the_app_has_noted_in_between_is_told(axtui: Door) -> None:
    """It notes a run whenever its report opens, and tells nobody who watches."""
    axtui.runs(())
    axtui.notes(2, *_NAMES, without=(3,))
    axtui.keeps(3, *_NAMES, without=(3,))
    assert (axtui.watches(), axtui.code) == (["new 3"], 1)
    assert "against the run of 2026-03-01 13:00:00" in axtui.err
    axtui.keeps(4, *_NAMES, without=(3,))
    assert (axtui.watches(), axtui.code) == ([], 0)


def test_the_apps_own_read_is_told_as_well(axtui: Door) -> None:
    """Whoever watches with --cached has the run that the app has noted."""
    axtui.runs(())
    axtui.notes(2, *_NAMES, without=(3,))
    assert axtui.watches() == ["new 3"]


def test_what_was_fixed_and_came_back_between_two_watches_is_told(axtui: Door) -> None:
    """Once told is not told for ever; and what nobody was told of is new, or has come back."""
    axtui.runs((), (1,))
    axtui.notes(3, *_NAMES)
    axtui.notes(4, *_NAMES, without=(3,))
    axtui.notes(5, *_NAMES)
    axtui.keeps(6, *_NAMES, without=(1, 2, 3))
    assert axtui.watches() == ["came back 1", "new 2", "came back 3"]
    assert "1 new, 2 came back" in axtui.err
    axtui.notes(7, *_NAMES)
    axtui.keeps(8, *_NAMES, without=(1, 2))
    assert axtui.watches() == ["came back 1", "came back 2"]


class _Gone(io.StringIO):
    """A reader that goes, or a disk that is full: `lines` can be written, and then it fails."""

    def __init__(self, error: OSError, *, lines: int) -> None:
        super().__init__()
        self._error = error
        self._lines = lines

    def write(self, text: str) -> int:
        if self._lines <= 0:
            raise self._error
        self._lines -= 1
        return super().write(text)

    def flush(self) -> None:
        raise self._error


@pytest.mark.parametrize("lines", [0, 1, 2])
@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (BrokenPipeError(), 1, "the next run has these rows again"),
        (OSError(errno.ENOSPC, "No space left on device"), 73, "cannot be written"),
    ],
)
def test_what_could_not_be_written_is_told_again(
    axtui: Door, lines: int, error: OSError, code: int, said: str
) -> None:
    """Before the first line, between two, and when the last one is flushed."""
    axtui.runs(())
    axtui.keeps(2, *_NAMES, without=(2, 3))
    axtui.watches(stdout=_Gone(error, lines=lines))
    assert axtui.code == code
    assert said in axtui.err
    axtui.keeps(3, *_NAMES, without=(2, 3))
    assert axtui.watches() == ["new 2", "new 3"]


def test_the_same_run_says_the_same_again(axtui: Door) -> None:
    """In another form, or for fewer rows; the first run of all as well, which has nothing to say."""
    axtui.runs((1,))
    assert (axtui.watches(), "first complete run" in axtui.err) == ([], True)
    axtui.keeps(2, *_NAMES, without=(1, 2, 3))
    for flags, rows in (((), ["new 2", "new 3"]), (("--filter", "cee"), ["new 3"]), ((), ["new 2", "new 3"])):
        assert axtui.watches(*flags) == rows
    axtui.keeps(3, *_NAMES, without=(1, 2, 3))
    assert axtui.watches() == axtui.watches("--filter", "cee") == []


def test_who_filters_otherwise_is_told_apart(axtui: Door) -> None:
    """Two watches over one profile take no rows from each other, nor does a look by hand."""
    cee = ("--filter", "cee")
    axtui.runs(())
    assert axtui.watches(*cee) == []
    for hour in (2, 3):
        axtui.keeps(hour, *_NAMES, without=(2, 3))
        told = [axtui.watches(*cee), axtui.watches("--note", "link")]
        assert told == [["new 3"] if hour == 2 else [], []]
    assert axtui.watches() == ["new 2", "new 3"]
    axtui.keeps(4, *_NAMES, without=(1, 2, 3))
    assert (axtui.watches(*cee), axtui.watches()) == ([], ["new 1"])


def test_a_filter_that_is_changed_goes_on_from_what_was_told(axtui: Door) -> None:
    """Not from whatever run the app has noted last."""
    axtui.runs(())
    axtui.notes(2, *_NAMES, without=(3,))
    axtui.notes(3, *_NAMES, without=(3,))
    assert axtui.watches("--filter", "cee") == ["new 3"]


def test_a_first_watch_is_held_against_the_last_run(axtui: Door) -> None:
    """Whoever noted that: it is where the watch begins."""
    axtui.notes(1, *_NAMES)
    axtui.notes(2, *_NAMES, without=(1,))
    axtui.keeps(3, *_NAMES, without=(1, 2))
    assert axtui.watches() == ["new 2"]


def test_a_very_first_watch_that_was_killed_is_where_it_began(axtui: Door) -> None:
    """What the app has noted since takes nothing away."""
    axtui.keeps(1, *_NAMES, without=(1,))
    axtui.watches(stdout=_Gone(BrokenPipeError(), lines=0))
    axtui.notes(2, *_NAMES, without=(1, 3))
    axtui.keeps(3, *_NAMES, without=(1, 3))
    assert axtui.watches() == ["new 3"]


def test_an_older_read_than_what_was_told_moves_nothing(axtui: Door) -> None:
    """It may be the one that is kept, where a later one could not be."""
    axtui.runs((), (1,), (1, 2))
    axtui.keeps(2, *_NAMES, without=(1,))
    assert axtui.watches() == ["new 1"]
    axtui.keeps(4, *_NAMES, without=(1, 2))
    assert axtui.watches() == []


# What is not complete


def test_an_incomplete_run_is_not_told(axtui: Door) -> None:
    """It has its rows, and the next complete one has them again with those that it could not see."""
    axtui.runs(())
    axtui.keeps(2, "Acme", HOSTILE, without=(2,), short="Autotask was short.")
    assert (axtui.watches(), axtui.code) == (["new 2"], 69)
    assert "does not count as told" in axtui.err
    axtui.keeps(3, *_NAMES, without=(2, 3))
    assert (axtui.watches(), axtui.code) == (["new 2", "new 3"], 1)


def test_an_incomplete_run_is_no_first_one(axtui: Door) -> None:
    """Nothing will be compared with it, and nothing says so."""
    axtui.keeps(1, *_NAMES, without=(1,), short="Xero was short.")
    assert (axtui.watches(), axtui.code) == ([], 69)
    assert "there is no earlier one to compare it with" in axtui.err
    assert "first complete run" not in axtui.err
    axtui.keeps(2, *_NAMES)
    assert axtui.watches() == []
    assert "first complete run" in axtui.err


# What is no longer remembered


def _forget_all_but_two(axtui: Door) -> None:
    """Have the history made shorter behind one more run, which is as the last."""
    directory = axtui.surroundings.history_dir
    history = RowLedger(directory).history("acme")
    last = len(history.runs) - 1
    at = history.runs[last].fetched_at.autotask + timedelta(minutes=1)
    head = replace(history.runs[last], fetched_at=FetchedAt(autotask=at, xero=at))
    RowLedger(directory, most=2).add("acme", head, history.rows_at(last))
    assert len(RowLedger(directory).history("acme").runs) == 2


def test_a_told_run_that_is_forgotten_leads_to_the_oldest(axtui: Door) -> None:
    """Never to a later one: rather rows twice than never; and it is said, with what cannot be found."""
    axtui.runs(())
    axtui.notes(2, *_NAMES, without=(1,))
    axtui.notes(3, *_NAMES, without=(1,))
    _forget_all_but_two(axtui)
    axtui.notes(5, *_NAMES, without=(1, 2))
    axtui.keeps(6, *_NAMES, without=(1, 2, 3))
    assert axtui.watches() == ["new 2", "new 3"]
    assert "not remembered any more" in axtui.err
    axtui.keeps(7, *_NAMES, without=(1, 2, 3))
    assert axtui.watches() == []
    assert "not remembered any more" not in axtui.err


def test_a_history_that_is_gone_is_no_first_run(axtui: Door) -> None:
    """What has opened since cannot be found, and that is said."""
    axtui.runs((), ())
    (axtui.surroundings.history_dir / "acme.rows").unlink()
    axtui.keeps(3, *_NAMES, without=(1,))
    assert axtui.watches() == []
    assert "not remembered any more, nor any other" in axtui.err


@pytest.mark.parametrize("found", [b"noise", b"[]", b"null", b'{"form": 2}', b'{"form": 1, "marks": [{}]}'])
def test_a_damaged_file_leads_to_the_oldest_run(axtui: Door, found: bytes) -> None:
    """Nobody knows what was told: everything that is remembered is told again."""
    axtui.runs((), (1,), (1, 2))
    (axtui.surroundings.history_dir / "acme.told").write_bytes(found)
    axtui.keeps(4, *_NAMES, without=(1, 2))
    assert axtui.watches() == ["new 1", "new 2"]
    assert "not remembered any more" in axtui.err
    axtui.keeps(5, *_NAMES, without=(1, 2))
    assert axtui.watches() == []


# What begins anew


def test_another_rule_is_said_with_the_one_before(axtui: Door) -> None:
    """Not taken for a first run, nor passed over; each rule goes on from its own."""
    axtui.runs((), (1,))
    other = ("--match-by", "number")
    assert axtui.watches(*other) == []
    assert (
        "Watching begins anew: earlier runs went by the rule name, and this one goes by number." in axtui.err
    )
    assert "in between" not in axtui.err
    axtui.keeps(3, *_NAMES, without=(1,))
    assert axtui.watches(*other) == []
    assert "anew" not in axtui.err
    axtui.keeps(4, *_NAMES, without=(1, 2))
    assert axtui.watches() == ["new 2"]
    assert "anew" not in axtui.err
    assert "2 runs in between went by the rule number" in axtui.err


def test_a_rule_that_is_changed_for_good_begins_where_nothing_is_lost(axtui: Door) -> None:
    """With the first run under it, which the app may have noted."""
    axtui.runs(())
    (of,) = axtui.config.profiles
    changed = replace(of, report=replace(of.report, match_by=MatchBy.NAME_IGNORE_CASE))
    axtui.config = replace(axtui.config, profiles=(changed,))
    axtui.notes(2, *_NAMES)
    axtui.notes(3, *_NAMES, without=(2,))
    axtui.keeps(4, *_NAMES, without=(2, 3))
    assert axtui.watches() == ["new 2", "new 3"]
    assert "rule name, and this one goes by name-ignore-case" in axtui.err


def test_other_settings_are_said(axtui: Door) -> None:
    """Of the same rule, or of what is read: a profile that was edited."""
    axtui.runs(())
    (of,) = axtui.config.profiles
    edited = replace(of, autotask=replace(of.autotask, contact_udf_value="Billing"))
    for each in (edited, replace(of, report=replace(of.report, sole_contact_is_enough=True))):
        axtui.config = replace(axtui.config, profiles=(each,))
        axtui.keeps(2, *_NAMES, without=(1,))
        assert axtui.watches() == []
        assert "Watching begins anew: the rule is name as before, but its settings" in axtui.err


def test_runs_that_nobody_was_told_of_count_as_earlier_ones(axtui: Door) -> None:
    """A first watch after a change of the rule is no first run either."""
    axtui.notes(1, *_NAMES)
    axtui.keeps(2, *_NAMES, without=(1,))
    assert axtui.watches("--match-by", "number") == []
    assert "earlier runs went by the rule name, and this one goes by number" in axtui.err


# Kills, and several at once


def test_two_watches_at_once_lose_nothing(axtui: Door) -> None:
    """The slower one does not take back what the faster one has told, nor the other way round."""
    axtui.runs(())
    slow, fast = _look(axtui, 2, (1,)), _look(axtui, 3, (1, 2))
    for watch, look in (fast, slow):
        watch.told(look)
    axtui.keeps(4, *_NAMES, without=(1, 2, 3))
    assert axtui.watches() == ["new 3"]
    killed, other = _look(axtui, 5, (1, 2, 3)), _look(axtui, 6, (3,))
    other[0].told(other[1])
    assert killed[1].changes is not None
    axtui.keeps(7, *_NAMES, without=(1, 3))
    assert axtui.watches() == ["came back 1"]


def _look(axtui: Door, hour: int, without: tuple[int, ...]) -> tuple[RowWatch, Look]:
    axtui.keeps(hour, *_NAMES, without=without)
    (of,) = axtui.config.profiles
    settings = AppSettings()
    read = last_snapshot("acme", surroundings=axtui.surroundings, settings=settings)
    assert read is not None
    watch = RowWatch.of(of, ("",), surroundings=axtui.surroundings, settings=settings)
    return watch, watch.look(build_report(read, of.rules))


class _Kill:
    """Ends this process for good at one of the steps that it takes."""

    def __init__(self, at: int) -> None:
        self._left = at

    def __call__(self, *_: object) -> None:
        """Take a step."""
        self._left -= 1
        if not self._left:
            os.kill(os.getpid(), signal.SIGKILL)


class _Pipe(io.StringIO):
    """A stdout of which every line is in the reader's hands at once; a step before it, and one behind."""

    def __init__(self, descriptor: int, step: Callable[[], None]) -> None:
        super().__init__()
        self._descriptor = descriptor
        self._step = step

    def write(self, text: str) -> int:
        self._step()
        os.write(self._descriptor, text.encode())
        return len(text)

    def flush(self) -> None:
        self._step()


_FILE_STEPS = ("open", "os.rename", "os.remove", "os.truncate", "os.mkdir", "os.chmod", "os.link")


def _watch_killed_at(axtui: Door, step: int) -> tuple[bool, list[str]]:
    """Watch in a process that is killed at a step; return whether it came so far, and what it has told."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        kill = _Kill(step)
        sys.addaudithook(lambda event, _: kill() if event in _FILE_STEPS else None)
        try:
            axtui("report", "--cached", "--fail-on", "new", stdout=_Pipe(writing, kill))
        finally:
            os._exit(0)  # never back into the test run, of which this is a copy
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        told = pipe.read().splitlines()
    killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
    return killed, [" ".join(line.split("\t")[:2]) for line in told]


@pytest.mark.parametrize("is_first", [False, True])
def test_a_kill_at_any_step_loses_nothing(axtui: Door, is_first: bool) -> None:
    """Of what one watch does with files and lines: the next one tells all that was not told by then."""
    steps, again = 0, 0
    while True:
        steps += times(1, quick=7)
        hour = 10 * steps
        for path in axtui.surroundings.history_dir.glob("acme.*"):
            path.unlink()
        axtui.notes(hour, *_NAMES)
        if not is_first:
            axtui.watches()
        axtui.keeps(hour + 1, *_NAMES, without=(2, 3))
        is_killed, told = _watch_killed_at(axtui, steps)
        axtui.keeps(hour + 2, *_NAMES, without=(2, 3))
        later = axtui.watches()
        assert {*told, *later} == {"new 2", "new 3"}, steps
        again += bool(told) and bool(later)
        if not is_killed:
            break
    assert (later, told) == ([], ["new 2", "new 3"])
    assert steps > 20
    assert again
