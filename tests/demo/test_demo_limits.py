"""The vendors' limits are kept, by an injected clock, and what was asked can be read afterwards."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from demo.callers import AUTOTASK_LOGIN, Answer, AutotaskCaller, XeroCaller, call

from axtui.demo.faults import Fault, FaultKind, Side
from axtui.demo.limits import FixedWindow, Lanes, Limits, RollingWindow
from axtui.demo.server import DemoServer


class Clock:
    """A clock that stands still until it is told to go on."""

    def __init__(self, now: float = 1_780_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


@contextmanager
def held_requests(server: DemoServer, count: int, path: str, ask: object) -> Iterator[list[Answer]]:
    """Keep some requests under way at one endpoint for as long as the block lasts."""
    answers: list[Answer] = []
    server.faults.add(Fault(kind=FaultKind.HOLD, path=path, times=count))
    assert callable(ask)
    threads = [threading.Thread(target=lambda: answers.append(ask())) for _ in range(count)]
    for thread in threads:
        thread.start()
    endpoint = path.lower()
    assert server.log.wait_until(lambda log: log.under_way(endpoint) == count)
    try:
        yield answers
    finally:
        server.faults.clear()
        for thread in threads:
            thread.join()


def test_a_fourth_thread_at_an_entity_is_429(server: DemoServer, autotask: AutotaskCaller) -> None:
    """Per entity endpoint, with the vendor's code; other endpoints are free, zones exempt (section 7)."""

    def ask() -> Answer:
        return autotask.get("Companies/entityInformation")

    with held_requests(server, 3, "Companies", ask) as answers:
        refused = ask()
        assert refused.status == 429
        assert "thread threshold of 3 threads has been exceeded" in refused.json["errors"][0]
        assert "Itgenatr005" in refused.json["errors"][0]
        assert autotask.get("Contacts/entityInformation").status == 200

    assert [answer.status for answer in answers] == [200] * 3
    assert ask().status == 200
    assert server.log.most_at_once("companies") == 4


def test_a_sixth_request_at_once_is_429(server: DemoServer, xero: XeroCaller) -> None:
    """With the problem `concurrent` and no time to wait (xero-api.md section 4.2)."""
    headers = xero.headers()

    def ask() -> Answer:
        return xero.get("Contacts?page=1", headers=headers)

    with held_requests(server, 5, "Contacts", ask) as answers:
        refused = ask()
        assert (refused.status, refused.body) == (429, b"")
        assert refused.headers["x-rate-limit-problem"] == "concurrent"
        assert "retry-after" not in refused.headers
        assert "content-type" not in refused.headers

    assert [answer.status for answer in answers] == [200] * 5


def test_the_hour_of_autotask_rolls() -> None:
    """What is older than an hour no longer counts; refused requests never do (section 7)."""
    clock = Clock()

    async def sleep(_seconds: float) -> None:
        """Take no time: calls become slower as the hour fills."""

    with DemoServer(1, latency=0, limits=Limits(autotask_hourly=3), clock=clock, sleep=sleep) as server:
        autotask = AutotaskCaller(server)

        def used() -> int:
            value = autotask.get("ThresholdInformation").json["currentTimeframeRequestCount"]
            assert isinstance(value, int)
            return value

        assert (used(), used()) == (1, 2)
        clock.now += 1800
        assert used() == 3
        refused = autotask.get("ThresholdInformation")
        assert refused.status == 429
        assert "3 external requests" in refused.json["errors"][0]
        assert autotask.get("zoneInformation?user=x", headers={}).status == 500
        clock.now += 1801
        assert used() == 2


def test_calls_become_slower_from_half_of_the_hour_on() -> None:
    """0.5 to 1 second is added; the sleep is injected here (section 7)."""
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    with DemoServer(1, latency=0, limits=Limits(autotask_hourly=8), sleep=sleep) as server:
        autotask = AutotaskCaller(server)
        for _ in range(7):
            autotask.get("ThresholdInformation")

    assert slept == [0.5, 0.5, 1.0, 1.0]


def test_the_61st_request_of_a_minute_is_429() -> None:
    """The answer is empty, says how long to wait, and what is left (xero-api.md section 4.2)."""
    clock = Clock()
    with DemoServer(1, latency=0, clock=clock) as server:
        xero = XeroCaller(server)
        headers = xero.headers()
        left = [xero.get("Contacts", headers=headers).headers["x-minlimit-remaining"] for _ in range(60)]
        refused = xero.get("Contacts", headers=headers)
        wait = int(refused.headers["retry-after"])
        clock.now += wait - 1
        early = xero.get("Contacts", headers=headers)
        clock.now += 1
        later = xero.get("Contacts", headers=headers)

    assert left == [str(count) for count in range(59, -1, -1)]
    assert (refused.status, refused.body, refused.headers["x-rate-limit-problem"]) == (429, b"", "minute")
    assert refused.headers["x-daylimit-remaining"] == "4940"
    assert 0 < wait <= 60
    assert (early.status, later.status) == (429, 200)
    assert later.headers["x-minlimit-remaining"] == "59"


def test_the_day_of_xero_ends() -> None:
    """The problem is `day`, and the wait may take hours (xero-api.md section 4.2)."""
    clock = Clock()
    with DemoServer(1, latency=0, limits=Limits(xero_per_day=1), clock=clock) as server:
        xero = XeroCaller(server)
        headers = xero.headers()
        statuses = [xero.get("Organisation", headers=headers).status for _ in range(2)]
        refused = xero.get("Contacts", headers=headers)
        clock.now += int(refused.headers["retry-after"])
        later = xero.get("Contacts", headers=xero.headers())

    assert statuses == [200, 429]
    assert refused.headers["x-rate-limit-problem"] == "day"
    assert 60 < int(refused.headers["retry-after"]) <= 86_400
    assert later.status == 200


def test_the_token_address_has_no_limit_of_the_organisation() -> None:
    """Only tenanted requests count (xero-api.md section 4.1)."""
    with DemoServer(1, latency=0, limits=Limits(xero_per_minute=1)) as server:
        xero = XeroCaller(server)
        statuses = [xero.token().status for _ in range(5)]

    assert statuses == [200] * 5


def test_the_log_keeps_what_was_asked(server: DemoServer, autotask: AutotaskCaller, xero: XeroCaller) -> None:
    """Side, endpoint, method, path, query, headers, body and status; counted per endpoint."""
    autotask.get("zoneInformation?user=nobody", headers={})
    autotask.query("Contacts", {"op": "lte", "field": "id", "value": 7})
    xero.contacts("page=1")

    zone, query = server.log.to(Side.AUTOTASK)
    assert (zone.endpoint, zone.method, zone.query, zone.status) == (
        "zoneinformation",
        "GET",
        {"user": "nobody"},
        500,
    )
    assert "secret" not in zone.headers
    assert (query.endpoint, query.method, query.status) == ("contacts", "POST", 200)
    assert query.headers["secret"] == AUTOTASK_LOGIN["Secret"]
    assert b'"lte"' in query.body
    token, contacts = server.log.to(Side.XERO)
    assert (token.endpoint, contacts.endpoint, contacts.query["page"]) == ("token", "contacts", "1")
    assert server.log.to(Side.XERO, "contacts") == (contacts,)
    assert server.log.count("contacts") == 2
    assert server.log.under_way("contacts") == 0


def test_the_busiest_minute_is_found() -> None:
    """Over any sixty seconds, not over the minutes of a clock."""
    clock = Clock()
    with DemoServer(1, latency=0, clock=clock) as server:
        for step in (0, 50, 5, 4, 1, 100):
            clock.now += step
            call(f"{server.addresses.zone_url}/atservicesrest/VersionInformation")

    assert server.log.busiest_minute(Side.AUTOTASK) == 4
    assert server.log.busiest_minute(Side.XERO) == 0


def test_waiting_for_the_log_ends_when_time_is_up(server: DemoServer) -> None:
    """A condition that never holds is reported, not waited for."""
    assert not server.log.wait_until(lambda log: log.count("contacts") > 0, seconds=0)


@pytest.mark.parametrize("seconds", [0, 16, 17, 59])
def test_a_fixed_window_begins_anew_on_time(seconds: int) -> None:
    """All of it is there again at its boundary, whenever the first request came."""
    window = FixedWindow(2, 60, offset=17)
    now = 6_000.0 + seconds
    assert window.remaining(now) == 2
    window.count()
    window.count()
    assert window.remaining(now) == 0
    assert window.remaining(now + window.seconds_left(now) - 0.5) == 0
    assert window.remaining(now + window.seconds_left(now)) == 2


def test_a_rolling_window_forgets_one_by_one() -> None:
    """Each request leaves on its own time."""
    window = RollingWindow(2, 10)
    assert [window.enter(now) for now in (0, 4, 5, 10, 11, 14)] == [True, True, False, True, False, True]


def test_lanes_are_counted_per_endpoint() -> None:
    """A lane given back can be taken again."""
    lanes = Lanes(1)
    assert (lanes.enter("a"), lanes.enter("a"), lanes.enter("b")) == (True, False, True)
    lanes.leave("a")
    assert lanes.enter("a")
