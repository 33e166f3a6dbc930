"""How fast requests may follow each other: arithmetic on times, and the pace of one process."""

import asyncio
import math
from collections.abc import Sequence

import httpx
import pytest
from http_fakes import FakeTime, Server, line, reply
from hypothesis import given
from hypothesis import strategies as st

from axtui.core.errors import LimitReachedError, UnavailableError
from axtui.sources.autotask_wire import COUNT
from axtui.sources.http import ApiClient
from axtui.sources.line import Wait
from axtui.sources.pace import (
    A_MINUTE,
    AT_ONCE,
    FREE,
    WINDOW,
    LocalPace,
    NotYet,
    OpenPace,
    Pace,
    Permit,
    closed_for,
    next_turn,
    sane,
)
from axtui.sources.xero_quota import Quota

GOOD = {"queryCount": 7}
TIMES = st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=60, max_size=60)


def most_in_a_minute(times: Sequence[float]) -> int:
    """Return the largest number of moments within any sixty seconds."""
    ordered = sorted(times)
    return max((sum(at <= each < at + 60 for each in ordered) for at in ordered), default=0)


def granted(pace: Pace) -> Permit:
    """Take a permit that must be there."""
    found = pace.take()
    assert not isinstance(found, NotYet)
    return found


def refused(pace: Pace) -> NotYet:
    """Ask for a permit that must not be there."""
    found = pace.take()
    assert isinstance(found, NotYet)
    return found


@given(st.lists(st.floats(0, 3), min_size=1, max_size=300))
def test_no_minute_holds_more_than_sixty(gaps: list[float]) -> None:
    """However the requests come: each takes the place of the oldest of the last sixty."""
    times: list[float] = [0.0] * A_MINUTE
    made: list[float] = []
    now = 1_000_000.0
    for gap in gaps:
        now += gap
        place, seconds = next_turn(times, now)
        now += seconds
        times[place] = now
        made.append(now)
    assert most_in_a_minute(made) <= A_MINUTE


@given(TIMES, st.floats(0, 1e10))
def test_whatever_stands_in_the_file_a_minute_is_the_longest_wait(times: list[float], now: float) -> None:
    """Damage and clocks that were set back cost a minute at most."""
    found = sane(times, now)
    assert all(at <= now for at in found)
    assert 0 <= next_turn(found, now)[1] <= WINDOW + 1e-3


@pytest.mark.parametrize(
    ("until", "seconds"),
    [(1010.0, 10.0), (1000.0, 0.0), (0.0, 0.0), (1e12, 0.0), (math.nan, 0.0), (math.inf, 0.0)],
)
def test_a_closing_time_is_believed_within_reason(until: float, seconds: float) -> None:
    """One that lies further off than anybody waits is damage."""
    assert closed_for(until, 1000.0) == seconds


def test_five_are_under_way_at_once() -> None:
    """A sixth gets its permit when one comes back."""
    pace = LocalPace(FakeTime().clock.monotonic)
    permits = [granted(pace) for _ in range(AT_ONCE)]
    assert not refused(pace).is_known
    permits[0].release()
    granted(pace)
    refused(pace)


def test_sixty_a_minute_count_from_their_end() -> None:
    """The server counted a slow request at some moment before its answer arrived."""
    time = FakeTime()
    pace = LocalPace(time.clock.monotonic)
    for _ in range(A_MINUTE):
        permit = granted(pace)
        time.passed += 0.5
        permit.release()
    not_yet = refused(pace)
    assert not_yet.is_known
    assert not_yet.why == "allows 60 requests a minute"
    assert not_yet.seconds == pytest.approx(WINDOW - 29.5)
    time.passed += not_yet.seconds
    granted(pace)
    assert refused(pace).seconds == pytest.approx(0.5)


def test_a_permit_that_was_not_used_does_not_count() -> None:
    """Its place is free again at once."""
    pace = LocalPace(FakeTime().clock.monotonic)
    for _ in range(3 * A_MINUTE):
        permit = pace.take()
        assert not isinstance(permit, NotYet)
        permit.withdraw()
    granted(pace)


@pytest.mark.parametrize("kind", [LocalPace, OpenPace])
def test_a_closed_pace_opens_again_by_itself(kind: type[LocalPace | OpenPace]) -> None:
    """The longest closing counts."""
    time = FakeTime()
    pace = kind(time.clock.monotonic)
    pace.close(20.0, "is at its limit")
    pace.close(5.0, "is less so")
    assert refused(pace) == NotYet(seconds=20.0, why="is at its limit")
    time.passed += 20.0
    granted(pace)


async def test_the_client_waits_for_its_turn_and_says_so() -> None:
    """The 61st request waits until a minute after the first one, and tells until when."""
    time, told = FakeTime(), list[Wait | None]()
    server = Server(*[reply(GOOD) for _ in range(61)])
    to_it = line(server, time=time, on_wait=told.append)
    client = ApiClient(to_it, httpx.URL("https://api.example"), pace=LocalPace(time.clock.monotonic))
    for _ in range(61):
        await client.get("/x", COUNT)
    assert time.slept == [pytest.approx(WINDOW)]
    assert told[0] is not None
    assert told[0].why == "Autotask allows 60 requests a minute"
    assert told[0].until == pytest.approx(1000.0 + WINDOW)
    assert told[1:] == [None]


async def test_a_refusal_of_one_request_holds_back_the_others() -> None:
    """Nothing is sent before the time that the server named, on whichever lane."""
    time = FakeTime(jitter=0.0)
    sent: list[float] = []

    async def sleep(seconds: float) -> None:
        until = time.passed + seconds
        for _ in range(50):  # so long that all others get their turn meanwhile
            await asyncio.sleep(0)
        time.passed = max(time.passed, until)

    time.sleep = sleep  # type: ignore[method-assign]  # several sleep at the same time here

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(time.passed)
        refuse = len(sent) == 1
        return reply(status=429, headers={"retry-after": "26"}) if refuse else reply(GOOD)

    client = ApiClient(line(answer, time=time), httpx.URL("https://api.example"))

    async def ask(name: str) -> None:
        await client.get(f"/{name}", COUNT)

    await asyncio.gather(*(ask(name) for name in "abcde"))
    assert sent[0] == 0.0
    assert sent[1:] == [26.0] * 5


class Occupied:
    """A pace of which other runs hold every permit for a while."""

    def __init__(self, time: FakeTime, seconds: float) -> None:
        self._time = time
        self._seconds = seconds

    def take(self, endpoint: str = "") -> Permit | NotYet:  # the protocol's signature
        """Return a permit once the others are done."""
        if self._time.passed >= self._seconds:
            return FREE
        return NotYet(
            seconds=0.05, why="allows 5 requests at once, and other runs are using them", is_known=False
        )

    def close(self, seconds: float, why: str) -> None:
        """Nothing closes it."""


@pytest.mark.parametrize(("seconds", "words"), [(0.5, 0), (30.0, 1)])
async def test_other_runs_are_waited_for(seconds: float, words: int) -> None:
    """In silence for a second, then with words."""
    time, told = FakeTime(), list[Wait | None]()
    to_it = line(Server(reply(GOOD)), time=time, on_wait=told.append)
    client = ApiClient(to_it, httpx.URL("https://api.example"), pace=Occupied(time, seconds))
    await client.get("/x", COUNT)
    assert time.passed >= seconds
    assert len({wait.why for wait in told if wait}) == words


async def test_other_runs_that_never_end_are_named() -> None:
    """One that was stopped holds its permits for ever."""
    time = FakeTime()
    client = ApiClient(
        line(Server(), time=time), httpx.URL("https://api.example"), pace=Occupied(time, math.inf)
    )
    with pytest.raises(UnavailableError, match="other runs are using them, for more than 5 minutes"):
        await client.get("/x", COUNT)


def quota(time: FakeTime) -> Quota:
    """Return a quota that only heeds headers."""
    return Quota(OpenPace(time.clock.monotonic), time.clock.monotonic)


def test_a_minute_that_others_have_used_up_is_waited_out() -> None:
    """At most until a minute after it was first seen."""
    time = FakeTime()
    pace = quota(time)
    pace.hear({"x-minlimit-remaining": "2"})
    time.passed += 10
    granted(pace)
    granted(pace)
    assert refused(pace).seconds == pytest.approx(WINDOW - 10)
    time.passed += WINDOW
    granted(pace)


def test_a_new_minute_is_seen_by_what_it_leaves() -> None:
    """Answers that overtook each other are no new minute."""
    time = FakeTime()
    pace = quota(time)
    pace.hear({"x-minlimit-remaining": "1"})
    pace.hear({"x-minlimit-remaining": "3"})
    granted(pace)
    refused(pace)
    pace.hear({"x-minlimit-remaining": "58"})
    granted(pace)


@pytest.mark.parametrize("value", ["", "-1", "soon", "1e3", "٣", "9" * 30])
def test_odd_headers_say_nothing(value: str) -> None:
    """They are taken for missing ones."""
    pace = quota(FakeTime())
    pace.hear({"x-minlimit-remaining": value, "x-daylimit-remaining": value})
    granted(pace)
    assert pace.day_left is None


def test_what_the_day_leaves_must_be_enough() -> None:
    """The error says how many there are and how many are needed."""
    pace = quota(FakeTime())
    pace.demand_of_day(1000)
    pace.hear({"x-daylimit-remaining": "12"})
    pace.demand_of_day(12)
    with pytest.raises(LimitReachedError, match=r"only 12 more requests .* takes 13"):
        pace.demand_of_day(13)
