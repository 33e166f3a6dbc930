"""How far a read has come: shares, amounts and estimates, and when there is none."""

from dataclasses import replace

import pytest

from axtui.core.errors import Side
from axtui.core.progress import Progress, Stage

_HALF = Progress(side=Side.XERO, stage=Stage.CUSTOMERS, done=500, total=1000, started=100.0)


def test_a_share_is_known_once_the_total_is() -> None:
    """More than was counted is all of it, and the end is the end whatever was counted."""
    assert _HALF.fraction == 0.5
    assert replace(_HALF, done=2000).fraction == 1.0
    assert replace(_HALF, total=None).fraction is None
    assert replace(_HALF, total=0).fraction is None
    assert replace(_HALF, total=None, stage=Stage.DONE).fraction == 1.0


@pytest.mark.parametrize(
    ("done", "changes_only", "words"),
    [
        (1234, False, "1,234 records read"),
        (0, False, "0 records read"),
        (7, True, "7 changed since the last read"),
        (0, True, "nothing has changed"),
    ],
)
def test_what_was_read_is_said_in_words(done: int, *, changes_only: bool, words: str) -> None:
    """A read of changes is another amount than a read of all."""
    assert replace(_HALF, done=done, changes_only=changes_only).amount == words


def test_time_is_counted_from_the_start_and_never_backwards() -> None:
    """While a side waits to start none passes, nor where a clock has jumped."""
    assert _HALF.elapsed(130.0) == 30.0
    assert _HALF.elapsed(99.0) == 0.0
    assert replace(_HALF, started=0.0).elapsed(130.0) == 0.0


def test_a_rate_needs_records_and_time() -> None:
    """Nothing is divided by nothing."""
    assert _HALF.rate(110.0) == 50.0
    assert _HALF.rate(100.0) is None
    assert replace(_HALF, done=0).rate(110.0) is None


def test_the_time_left_follows_from_rate_and_total() -> None:
    """It is never negative, and unknown without a total, without a rate and after the end."""
    assert _HALF.time_left(110.0) == 10.0
    assert replace(_HALF, done=1200).time_left(110.0) == 0.0
    assert replace(_HALF, total=None).time_left(110.0) is None
    assert replace(_HALF, done=0).time_left(110.0) is None
    assert replace(_HALF, stage=Stage.DONE).time_left(110.0) is None
