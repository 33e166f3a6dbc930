"""How often and how long is tried again."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from axtui.core.errors import DataError, LimitReachedError, Side, UnavailableError
from axtui.sources.patience import Patience, Trouble, back_off, come_back, given_up, retry_after

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        ("26", 26.0),
        (" 26 ", 26.0),
        ("3.7", 3.7),
        ("999999999", 999999999.0),
        ("Mon, 02 Mar 2026 12:01:30 GMT", 90.0),
        ("Mon, 02 Mar 2026 12:01:30 -0000", 90.0),
        ("Mon, 02 Mar 2026 11:00:00 GMT", 0.0),
        (None, None),
        ("", None),
        ("-5", None),
        ("soon", None),
        ("1e3", None),
        ("٣", None),
        ("Mon, 02 Mar 99999 12:00:00 GMT", None),
        ("Mon, 02 Mar 2026 12:00:00 +99999999999999999999", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_date(value: str | None, seconds: float | None) -> None:
    """Seconds and dates count; junk and negative numbers leave the wait to our own back-off."""
    assert retry_after(value, NOW) == seconds


@given(st.integers(min_value=0, max_value=10**7))
def test_a_date_is_never_read_as_an_earlier_one(seconds: int) -> None:
    """The wait that an HTTP date asks for is never shortened."""
    moment = NOW + timedelta(seconds=seconds)
    assert retry_after(format_datetime(moment, usegmt=True), NOW) == seconds


@given(st.text(max_size=30))
def test_no_header_text_makes_it_stumble(text: str) -> None:
    """Whatever a server writes there, the result is no number below zero and no exception."""
    seconds = retry_after(text, NOW)
    assert seconds is None or seconds >= 0


@given(st.integers(min_value=0, max_value=50), st.floats(min_value=0, max_value=1))
def test_back_off_is_jittered_and_bounded(attempt: int, share: float) -> None:
    """The back-off lies between nothing and 30 seconds, doubling from half a second."""
    assert 0 <= back_off(attempt, share) <= min(30.0, 0.5 * 2.0**attempt)


def test_the_budget_is_ten_percent_of_requests_and_ten() -> None:
    """After ten free retries only a tenth of the requests may be repeated."""
    patience = Patience(0.0)
    patience.retries = 10
    assert not patience.is_left(0.0)
    patience.requests = 11
    assert patience.is_left(0.0)


def test_five_minutes_without_progress_end_the_patience() -> None:
    """Time counts from the last answer."""
    patience = Patience(100.0)
    assert patience.is_left(400.0)
    assert not patience.is_left(400.1)
    patience.progressed(400.1)
    assert patience.is_left(500.0)


def test_a_long_wait_says_when_to_come_back() -> None:
    """The time to come back stands in the message and in the error."""
    trouble = Trouble(why="is at its limit of requests a day", wait=3600.0, is_limit=True)
    error = come_back(trouble, side=Side.XERO, now=NOW)
    assert "Come back at 2026-03-02 13:00 UTC" in error.message
    assert error.resume_at == NOW + timedelta(hours=1)
    assert error.side is Side.XERO


@pytest.mark.parametrize("wait", [None, 1e300, float("inf")])
def test_a_wait_that_no_date_can_hold_still_ends_in_words(wait: float | None) -> None:
    """A missing or absurd time leaves the error without a date."""
    error = come_back(Trouble(why="is at its limit", wait=wait), side=Side.XERO, now=NOW)
    assert error.resume_at is None
    assert "Come back tomorrow" in error.message


def test_giving_up_names_cause_and_attempts() -> None:
    """The error is the kind that the trouble names."""
    assert given_up(Trouble(why="answered 503"), side=Side.XERO, attempts=5, now=NOW).message == (
        "Xero answered 503, 5 times in a row."
    )
    assert type(given_up(Trouble(why="x"), side=Side.XERO, attempts=1, now=NOW)) is UnavailableError
    assert type(given_up(Trouble(why="x", error=DataError), side=Side.XERO, attempts=1, now=NOW)) is DataError
    limit = given_up(Trouble(why="x", is_limit=True), side=Side.XERO, attempts=1, now=NOW)
    assert type(limit) is LimitReachedError
    assert limit.message == "Xero x, once."


@pytest.mark.parametrize(("wait", "resume_at"), [(None, None), (26.0, NOW + timedelta(seconds=26))])
def test_a_limit_that_is_given_up_says_when_it_is_free(
    wait: float | None, resume_at: datetime | None
) -> None:
    """Where the server has told it."""
    error = given_up(Trouble(why="x", wait=wait, is_limit=True), side=Side.XERO, attempts=5, now=NOW)
    assert isinstance(error, LimitReachedError)
    assert error.resume_at == resume_at
