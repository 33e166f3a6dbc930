"""Signals that come while files are written: they wait, and then they count."""

import gc
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from types import FrameType

import pytest
from disk import interrupted_calls
from faults.figures import Figure
from file_writers import EXPORT, NOTHING

from axtui.core.errors import CannotWriteError
from axtui.services.unbroken import unbroken


class EndedBySignal(BaseException):
    """What the handler of a test raises."""


@contextmanager
def handled(number: signal.Signals) -> Iterator[list[int]]:
    """Let a signal raise an error, as the program does; give a list of those that did."""
    came: list[int] = []

    def end(given: int, frame: FrameType | None) -> None:
        came.append(given)
        raise EndedBySignal

    before = signal.signal(number, end)
    try:
        yield came
    finally:
        signal.signal(number, before)


@pytest.fixture
def _no_clearing_up() -> Iterator[None]:
    """Let Python clear up what others have left before and after a test, not in between."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.fault("E06")
@pytest.mark.usefixtures("_no_clearing_up")
@pytest.mark.parametrize("before", [NOTHING, 1], ids=["new", "replaced"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
def test_an_export_that_has_begun_is_finished(
    tmp_path: Path, number: signal.Signals, before: int, figure: Figure
) -> None:
    """A signal after each call to the system in turn: all files are there, and then the program ends."""
    ended = 0
    for after in count(1):
        directory = tmp_path / str(after)
        directory.mkdir()
        if before != NOTHING:
            EXPORT.write(directory, before)
        with handled(number) as came, interrupted_calls(after=after, number=number) as calls:
            try:
                EXPORT.write(directory, 2)
            except EndedBySignal:
                ended += 1
        assert EXPORT.read(directory) == 2
        assert not EXPORT.strays(directory)
        if calls.made < after:
            break
        assert came == [number]
    assert ended == after - 1 > 50
    figure("moments of a write", ended)


def hears(*numbers: signal.Signals, at_most: int | None = None, heard: list[int] | None = None) -> None:
    """Get these signals while nothing may be broken off, and note those after which it goes on."""
    with unbroken(at_most=at_most):
        for number in numbers:
            signal.raise_signal(number)
            if heard is not None:
                heard.append(number)


def test_several_signals_count_as_the_first() -> None:
    """However many come while it is written; and afterwards each acts at once again."""
    heard: list[int] = []
    several = (signal.SIGHUP, signal.SIGTERM, signal.SIGHUP)
    with handled(signal.SIGTERM) as term, handled(signal.SIGHUP) as hang_up:
        with pytest.raises(EndedBySignal):
            hears(*several, heard=heard)
        assert (heard, term, hang_up) == (list(several), [], [signal.SIGHUP])
        with pytest.raises(EndedBySignal):
            signal.raise_signal(signal.SIGTERM)


def test_who_insists_gets_away() -> None:
    """Where only so many signals wait, the next one acts, and no more than that."""
    heard: list[int] = []
    with handled(signal.SIGINT) as came:
        with pytest.raises(EndedBySignal):
            hears(signal.SIGINT, signal.SIGINT, signal.SIGINT, at_most=1, heard=heard)
        assert came == [signal.SIGINT]
    assert heard == [signal.SIGINT]


def test_a_failure_comes_before_a_signal() -> None:
    """It is what the person has to hear of, and ends the program as well."""

    def fail() -> None:
        with unbroken():
            signal.raise_signal(signal.SIGINT)
            raise CannotWriteError("The disk is full.")

    with handled(signal.SIGINT) as came:
        with pytest.raises(CannotWriteError):
            fail()
        assert came == []


@pytest.mark.parametrize("stays", [signal.SIG_IGN, signal.SIG_DFL])
def test_what_is_no_handler_of_ours_stays(stays: signal.Handlers) -> None:
    """What is ignored stays so, and what the system does is not for us to put off."""
    before = signal.signal(signal.SIGHUP, stays)
    with unbroken():
        assert signal.getsignal(signal.SIGHUP) is stays
    signal.signal(signal.SIGHUP, before)


def test_other_threads_hold_nothing_back() -> None:
    """Python would not let them, and hears signals in the main thread alone."""
    found: list[object] = []

    def look() -> None:
        with unbroken():
            found.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert found == [signal.getsignal(signal.SIGINT)]
