"""The one client: pinned to its origin, reading only, patient within bounds, and never early."""

import asyncio
import gzip
import json
import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from email.utils import format_datetime
from http import HTTPStatus

import httpx
import pytest
from http_fakes import NOON, Chunks, FakeTime, Reply, Server, line, reply
from hypothesis import given
from hypothesis import strategies as st

from axtui.core.errors import AxtuiError, ConfigError, DataError, LimitReachedError, UnavailableError
from axtui.sources.answers import Answer, Ruling, Verdict, judged_by_status
from axtui.sources.autotask_wire import COUNT
from axtui.sources.http import ApiClient
from axtui.sources.lanes import Lanes
from axtui.sources.line import Line, Wait, Waits

BASE = httpx.URL("https://api.example/rest/v1.0")
GOOD = {"queryCount": 7}


def client(at: Line, **options: object) -> ApiClient:
    """Return a client of the line."""
    return ApiClient(at, BASE, **options)  # type: ignore[arg-type]  # options are passed through as they are


async def count(server: Server, *, time: FakeTime | None = None, path: str = "/count") -> object:
    """Read one count from the server."""
    return await client(line(server, time=time)).get(path, COUNT, headers={"Secret": "hush"})


async def refused(server: Server, *, time: FakeTime | None = None) -> AxtuiError:
    """Read one count and return the error that it ends with."""
    with pytest.raises(AxtuiError) as caught:
        await count(server, time=time)
    assert "hush" not in str(caught.value)
    return caught.value


async def test_a_read_asks_for_json_below_the_base() -> None:
    """Path, parameters and headers are as given."""
    server = Server(reply(GOOD))
    found = await client(line(server)).get(
        "/a/b", COUNT, params={"user": "ada+x@acme.example"}, headers={"Secret": "s"}
    )
    assert not isinstance(found, Answer)
    assert found.count == 7
    (request,) = server.requests
    assert str(request.url) == "https://api.example/rest/v1.0/a/b?user=ada%2Bx%40acme.example"
    assert request.headers["accept"] == "application/json"
    assert request.headers["secret"] == "s"


async def test_a_query_is_posted_as_json() -> None:
    """The body stands as it was given."""
    server = Server(reply(GOOD))
    await client(line(server)).query("/Companies/query/count", COUNT, body={"filter": [1]}, headers={})
    assert server.asked == ["POST /rest/v1.0/Companies/query/count"]
    assert server.bodies == [{"filter": [1]}]
    assert server.requests[0].headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    "path", ["/Companies", "/query/Companies", "/Companies/query/../1", "/Contacts/queryx"]
)
async def test_nothing_but_queries_is_posted(path: str) -> None:
    """The client cannot be made to write."""
    server = Server()
    with pytest.raises(ValueError, match="nothing but a query is posted"):
        await client(line(server)).query(path, COUNT, body={}, headers={})
    assert server.requests == []


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/rest/v1.0/query", "https://api.example:8443/rest/v1.0/query", "http://api.example/rest/v1.0/query",
     "https://api.example@evil.example/rest/query", "//evil.example/query", "query", "https://[::1/query", "https://xn--/query"],
)  # fmt: skip
async def test_another_origin_is_refused_before_anything_is_sent(address: str) -> None:
    """Secrets never leave the host that they are meant for."""
    server = Server()
    with pytest.raises(DataError):
        await client(line(server)).query(address, COUNT, body={}, headers={"Secret": "hush"})
    assert server.requests == []


async def test_an_address_of_the_same_origin_is_followed() -> None:
    """The server may write host, port and path in its own way."""
    server = Server(reply(GOOD))
    address = "https://API.example:443/REST/V1.0/Companies/query/next?paging=x"
    await client(line(server)).query(address, COUNT, body={}, headers={})
    assert str(server.requests[0].url) == "https://api.example/REST/V1.0/Companies/query/next?paging=x"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "target",
    ["https://evil.example/x", "http://api.example/", "/elsewhere", "http://[", "https://xn--/", "x"],
)
async def test_a_redirect_is_never_followed(status: int, target: str) -> None:
    """Nothing is sent to where it leads, which the message names if it has a name."""
    server = Server(*[reply(status=status, headers={"location": target}) for _ in range(5)])
    error = await refused(server)
    assert {request.url.host for request in server.requests} == {"api.example"}
    if target.startswith("https://evil"):
        assert isinstance(error, UnavailableError)
        assert "redirect to evil.example" in error.message
        assert len(server.requests) == 1


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
async def test_a_breakdown_is_tried_again(status: int) -> None:
    """Twice broken, then fine: the value arrives, and the waits grow."""
    time = FakeTime(jitter=1.0)
    server = Server(reply(status=status), reply(status=status), reply(GOOD))
    assert getattr(await count(server, time=time), "count") == 7  # noqa: B009  # the union is of no matter here
    assert time.slept == [0.5, 1.0]


async def test_a_lasting_breakdown_is_named() -> None:
    """Five attempts, then the side and the status in words."""
    server = Server(*[reply(status=503) for _ in range(5)])
    error = await refused(server)
    assert error.message == "Autotask answered 503 (Service Unavailable), 5 times in a row."
    assert error.hint


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409])
async def test_a_refusal_is_handed_back_at_once(status: int) -> None:
    """What it means is the vendor module's matter; nothing is repeated."""
    server = Server(reply({"message": "no"}, status=status))
    found = await count(server)
    assert isinstance(found, Answer)
    assert found.status == status
    assert len(server.requests) == 1


CUT = httpx.RemoteProtocolError("peer closed connection without sending complete message body")


@pytest.mark.parametrize(
    "broken",
    [
        httpx.ConnectError("x"),
        httpx.ReadError("x"),
        httpx.ConnectTimeout("x"),
        reply(GOOD, error=CUT),
        reply(body=b'{"queryCount": 7'),
        reply(body=gzip.compress(json.dumps(GOOD).encode())[:-3], headers={"content-encoding": "gzip"}),
        reply(body=b"<html>", headers={"content-type": "text/html"}),
        reply(GOOD, headers={"content-type": "text/plain"}),
        reply(body=b""),
        reply(status=204, body=b""),
    ],
)
async def test_what_breaks_on_the_way_is_tried_again(broken: Reply) -> None:
    """A cut body is never parsed, a web page is never taken for data."""
    server = Server(broken, reply(GOOD))
    assert not isinstance(await count(server), Answer)
    assert len(server.requests) == 2


async def test_a_web_page_that_stays_is_named() -> None:
    """The message says what came instead."""
    page = {"content-type": "text/html"}
    error = await refused(Server(*[reply(body=b"<html>", headers=page) for _ in range(5)]))
    assert "sent a web page instead of a count, 5 times" in error.message


async def test_bad_data_is_not_asked_for_again() -> None:
    """A field of the wrong kind will be the same the next time."""
    server = Server(reply({"queryCount": "7"}))
    error = await refused(server)
    assert isinstance(error, DataError)
    assert "`queryCount`" in error.message


async def test_a_body_beyond_the_limit_ends_the_read() -> None:
    """A bomb is not repeated either."""
    server = Server(reply(body=gzip.compress(bytes(2 * 1024 * 1024)), headers={"content-encoding": "gzip"}))
    assert isinstance(await refused(server), DataError)
    assert len(server.requests) == 1


@given(st.integers(min_value=0, max_value=900), st.floats(min_value=0, max_value=1))
async def test_a_wait_that_is_asked_for_is_never_cut_short(seconds: int, jitter: float) -> None:
    """Neither as seconds nor as a date."""
    moment = format_datetime(NOON + timedelta(seconds=seconds), usegmt=True)
    for value in (str(seconds), moment):
        time = FakeTime(jitter=jitter)
        server = Server(reply(status=429, headers={"retry-after": value}), reply(GOOD))
        await count(server, time=time)
        assert seconds <= time.slept[0] <= seconds + 1


@given(
    st.integers(min_value=0, max_value=900),
    st.floats(min_value=-7200, max_value=7200),
)
async def test_a_date_is_read_by_the_servers_own_clock(seconds: int, ahead: float) -> None:
    """Ours may be hours off; a Date header is at most a second behind."""
    true_now = NOON + timedelta(seconds=int(ahead))
    headers = {
        "date": format_datetime(true_now, usegmt=True),
        "retry-after": format_datetime(true_now + timedelta(seconds=seconds), usegmt=True),
    }
    time = FakeTime(jitter=0.0)
    await count(Server(reply(status=429, headers=headers), reply(GOOD)), time=time)
    assert time.slept == ([float(seconds)])


async def test_a_limit_that_is_given_up_says_when_it_ends() -> None:
    """Four waits did not help, the fifth is not taken."""
    server = Server(*[reply(status=429, headers={"retry-after": "30"}) for _ in range(5)])
    time = FakeTime(jitter=0.0)
    error = await refused(server, time=time)
    assert isinstance(error, LimitReachedError)
    assert error.resume_at == NOON + timedelta(seconds=150)


async def test_of_several_waits_the_longest_is_told() -> None:
    """And that all are over, once."""
    waits, told = Waits(), list[Wait | None]()
    short, long = Wait(until=1.0, why="short"), Wait(until=2.0, why="long")
    told += [waits.begun(short), waits.begun(long), waits.over(long), waits.over(short)]
    assert told == [short, long, short, None]


async def test_a_lane_is_free_while_its_request_waits() -> None:
    """Others go on meanwhile; the wait of one breakdown holds up nobody else."""
    order: list[str] = []
    paused = asyncio.Event()
    time = FakeTime()

    async def sleep(seconds: float) -> None:
        await paused.wait()

    time.sleep = sleep  # type: ignore[method-assign]  # a pause that lasts until the test ends it

    def answer(request: httpx.Request) -> httpx.Response:
        order.append(request.url.path)
        return reply(status=503) if order == ["/rest/v1.0/a"] else reply(GOOD)

    at = client(line(answer, time=time), lanes=Lanes(1))

    async def ask(path: str) -> None:
        await at.get(path, COUNT)

    first, second = asyncio.create_task(ask("/a")), asyncio.create_task(ask("/b"))
    await second
    paused.set()
    await first
    assert order == ["/rest/v1.0/a", "/rest/v1.0/b", "/rest/v1.0/a"]


async def test_requests_refused_together_narrow_the_lanes_once() -> None:
    """Five at once are one breach, not five."""

    def judge(answer: Answer) -> Ruling:
        if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
            return Ruling(verdict=Verdict.LIMIT, why="is busy", wait=1.0, narrow=True)
        return judged_by_status(answer)

    seen = 0

    async def answer(request: httpx.Request) -> httpx.Response:
        nonlocal seen
        seen += 1
        refuse = seen <= 4
        await asyncio.sleep(0)
        return reply(status=429) if refuse else reply(GOOD)

    lanes = Lanes(4)
    at = client(line(answer), judge=judge, lanes=lanes)

    async def ask() -> None:
        await at.get("/x", COUNT)

    await asyncio.gather(*(ask() for _ in range(4)))
    assert lanes.width == 2


@pytest.mark.parametrize("value", ["-5", "junk", ""])
async def test_a_limit_without_a_time_waits_a_minute(value: str) -> None:
    """Junk is no time."""
    time = FakeTime(jitter=0.0)
    await count(Server(reply(status=429, headers={"retry-after": value}), reply(GOOD)), time=time)
    assert time.slept == [60.0]


async def test_a_breakdown_may_name_a_time_as_well() -> None:
    """503 with Retry-After waits at least as long as our own back-off."""
    time = FakeTime(jitter=1.0)
    await count(Server(reply(status=503, headers={"retry-after": "20"}), reply(GOOD)), time=time)
    assert time.slept == [21.0]


@pytest.mark.parametrize(
    "value", ["901", "999999999", format_datetime(NOON + timedelta(hours=5), usegmt=True)]
)
async def test_a_wait_beyond_a_quarter_of_an_hour_ends_the_run(value: str) -> None:
    """Nothing is slept; the error says when to come back."""
    time = FakeTime()
    error = await refused(Server(reply(status=429, headers={"retry-after": value})), time=time)
    assert isinstance(error, LimitReachedError)
    assert error.resume_at is not None
    assert time.slept == []


async def test_a_limit_that_never_ends_is_given_up() -> None:
    """Five attempts, as for everything else."""
    server = Server(*[reply(status=429, headers={"retry-after": "1"}) for _ in range(5)])
    assert isinstance(await refused(server), LimitReachedError)
    assert len(server.requests) == 5


async def test_waits_are_told_and_taken_back() -> None:
    """A progress screen can say what is waited for, and until when."""
    told: list[Wait | None] = []
    time = FakeTime(jitter=0.0)
    server = Server(reply(status=429, headers={"retry-after": "30"}), reply(GOOD))
    await client(line(server, time=time, on_wait=told.append)).get("/x", COUNT)
    assert told == [Wait(until=1030.0, why="Autotask is at its limit of requests"), None]


async def test_a_cancelled_wait_is_taken_back() -> None:
    """Whoever cancels is not left with a countdown."""
    told: list[Wait | None] = []
    at = line(Server(reply(status=429)), on_wait=told.append)

    async def interrupted(seconds: float) -> None:
        raise asyncio.CancelledError

    time = FakeTime()
    time.sleep = interrupted  # type: ignore[method-assign]  # this clock never gets to the end of a sleep
    at = line(Server(reply(status=429)), time=time, on_wait=told.append)
    with pytest.raises(asyncio.CancelledError):
        await client(at).get("/x", COUNT)
    assert told[-1] is None


async def test_the_run_has_one_budget_of_retries() -> None:
    """After ten retries in few requests the next failure is final at once."""
    at = line(Server(reply(status=503)))
    at.patience.retries = 11
    at.patience.requests = 5
    with pytest.raises(UnavailableError, match="once"):
        await client(at).get("/x", COUNT)


async def test_five_minutes_without_an_answer_end_the_run() -> None:
    """Time that passes in trouble counts; announced waits do not."""
    time = FakeTime()

    def slow(request: httpx.Request) -> httpx.Response:
        time.passed += 301
        return reply(status=503)

    server = Server(slow, reply(GOOD))
    with pytest.raises(UnavailableError, match="once"):
        await client(line(server, time=time)).get("/x", COUNT)
    waited = Server(*[reply(status=429, headers={"retry-after": "200"}) for _ in range(3)], reply(GOOD))
    assert not isinstance(await count(waited, time=FakeTime()), Answer)


class Endless(httpx.AsyncByteStream):
    """A body that drips and never ends."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield a byte, then wait for ever."""
        yield b"{"
        await asyncio.Event().wait()


async def test_a_dripping_answer_meets_the_deadline() -> None:
    """The deadline counts to the last byte, and the attempt is repeated."""
    server = Server(lambda _: httpx.Response(200, stream=Endless()), reply(GOOD))
    found = await client(line(server, deadline=0.01)).get("/x", COUNT)
    assert not isinstance(found, Answer)


async def test_a_deadline_that_is_always_missed_is_named() -> None:
    """The message says how long was waited."""
    server = Server(*[lambda _: httpx.Response(200, stream=Endless()) for _ in range(5)])
    with pytest.raises(UnavailableError, match=r"did not answer in full within 0\.01 seconds, 5 times"):
        await client(line(server, deadline=0.01)).get("/x", COUNT)


@pytest.mark.parametrize("value", ["hush\n", "hush\r\nX: y", "hüsh", " hush", "hu\x00sh"])
async def test_a_secret_that_no_header_can_hold_is_never_shown(value: str) -> None:
    """The message names the header, not what is in it, and nothing is sent."""
    server = Server()
    with pytest.raises(ConfigError) as caught:
        await client(line(server)).get("/x", COUNT, headers={"Secret": value})
    assert "Secret" in caught.value.message
    assert "sh" not in caught.value.message.replace("cannot be sent", "")
    assert server.requests == []


async def test_nothing_is_logged_by_us_and_no_secret_by_others(caplog: pytest.LogCaptureFixture) -> None:
    """Not even at the highest level."""
    caplog.set_level(logging.DEBUG)
    await count(Server(reply(GOOD)))
    assert "hush" not in caplog.text


async def test_a_complaint_narrows_the_lanes() -> None:
    """A limit of requests at once is met by fewer of them for the rest of the run."""

    def judge(answer: Answer) -> Ruling:
        if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
            return Ruling(verdict=Verdict.LIMIT, why="is busy", wait=1.0, narrow=True)
        return judged_by_status(answer)

    lanes = Lanes(3)
    server = Server(reply(status=429), reply(GOOD))
    await client(line(server), judge=judge, lanes=lanes).get("/x", COUNT)
    assert lanes.width == 1


async def test_a_token_form_goes_to_the_base_itself() -> None:
    """The one other thing that is posted."""
    server = Server(reply(GOOD))
    form = {"grant_type": "client_credentials", "scope": "a b"}
    await client(line(server)).ask_for_token(COUNT, form=form, headers={"Authorization": "Basic x"})
    (request,) = server.requests
    assert str(request.url) == str(BASE)
    assert request.content == b"grant_type=client_credentials&scope=a+b"
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"


async def test_pieces_of_an_answer_are_put_together() -> None:
    """A body that arrives byte by byte within the deadline is whole."""
    body = [bytes([byte]) for byte in json.dumps(GOOD).encode()]
    response = httpx.Response(200, headers={"content-type": "application/json"}, stream=Chunks(body))
    assert not isinstance(await count(Server(response)), Answer)
