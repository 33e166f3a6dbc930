"""Answers that do not come, or not as they should: tried again within bounds, never half believed."""

import asyncio
import random
import socket
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any, Final

import httpx
import pytest
from faults.figures import Figure
from faults.scene import Site, json_fault
from faults.tiers import LONG, crossed, times
from faults.virtual_time import run_virtually
from http_fakes import FakeTime, Server, line, reply

from axtui.core.errors import ExitCode, UnavailableError
from axtui.core.errors import Side as OurSide
from axtui.demo.data import make_tenant
from axtui.demo.faults import Fault, FaultKind, Side
from axtui.demo.server import DemoServer
from axtui.sources.connecting import open_http
from axtui.sources.http import ApiClient
from axtui.sources.xero_wire import ORGANISATION

PLACES: Final = [
    ("zoneInformation", Side.AUTOTASK),
    ("Companies/entityInformation/fields$", Side.AUTOTASK),
    ("companies/query$", Side.AUTOTASK),
    ("contacts/query$", Side.AUTOTASK),
    ("contacts/query/count$", Side.AUTOTASK),
    ("connect/token", Side.XERO),
    ("2.0/Contacts", Side.XERO),
]
"""One request of every kind."""

BREAKDOWNS: Final = [
    Fault(kind=FaultKind.STATUS, status=502, body=b"<html>Bad Gateway</html>", content_type="text/html"),
    Fault(kind=FaultKind.STATUS, status=503),
    Fault(kind=FaultKind.STATUS, status=504),
    Fault(kind=FaultKind.STATUS, status=408),
    Fault(kind=FaultKind.STATUS, status=500, body=b"Server Error", content_type="text/plain"),
    Fault(
        kind=FaultKind.STATUS,
        status=500,
        body=b'{"Message": "An error has occurred."}',
        content_type="application/json",
    ),
]


def _name(of: object) -> str | None:
    return f"{of.kind}-{of.status}" if isinstance(of, Fault) else None


def _recovers(site: Site, fault: Fault, place: tuple[str, Side], often: int) -> float:
    """Check that so many faults in a row leave no trace in the report; return how long the run waited."""
    kept = site.keep_report()
    path, side = place
    site.spoil(replace(fault, path=path, side=side, times=often))
    before = site.time.passed
    assert site.full_report().well().rows == kept.rows
    slept = site.time.slept[-often:] if often else []
    assert all(0 < seconds <= 0.5 * 2**at for at, seconds in enumerate(slept))
    return site.time.passed - before


def _is_given_up(site: Site, fault: Fault, place: tuple[str, Side], *words: str) -> int:
    """Check that a fault that lasts ends the run, named; return the most attempts at one request."""
    site.keep_report()
    path, side = place
    site.spoil(replace(fault, path=path, side=side))
    site.full_report().refused(ExitCode.UNAVAILABLE, side.value.capitalize(), "5 times in a row", *words)
    tried = [(each.path, each.body, tuple(each.query.items())) for each in site.asked(side, path)]
    return max(map(tried.count, tried))


# D08: the server has a bad moment


@pytest.mark.fault("D08")
@pytest.mark.parametrize(("fault", "place"), crossed(BREAKDOWNS, PLACES), ids=_name)
@pytest.mark.parametrize("often", [1, 2] if LONG else [2])
def test_a_breakdown_once_or_twice_leaves_no_trace(
    site: Site, fault: Fault, place: tuple[str, Side], often: int
) -> None:
    """Tried again after a jittered pause that doubles; the report is that of an undisturbed run."""
    _recovers(site, fault, place, often)


@pytest.mark.fault("D08")
@pytest.mark.parametrize(("fault", "place"), crossed(BREAKDOWNS, PLACES), ids=_name)
def test_a_breakdown_that_lasts_is_named(
    site: Site, fault: Fault, place: tuple[str, Side], figure: Figure
) -> None:
    """With the status, after five attempts."""
    attempts = _is_given_up(site, fault, place, str(fault.status))
    figure("attempts", attempts)
    assert attempts == 5


@pytest.mark.fault("D08")
@pytest.mark.parametrize("path", ["companies/query$", "contacts/query$", "contacts/query/count$"])
def test_a_refusal_of_autotask_is_no_breakdown(site: Site, path: str) -> None:
    """A 500 with `errors` is final: asked once, and its text is shown without what a terminal would obey."""
    site.keep_report()
    body = b'{"errors": ["Unable to find \\u001b[31mFoo\\u202e in the Contact Entity."]}'
    site.spoil(Fault(kind=FaultKind.STATUS, **json_fault(path, body, status=500)))
    done = site.full_report().refused(ExitCode.UNAVAILABLE, "Autotask", "Unable to find")
    assert "Contact Entity" in done.err
    tried = [(each.path, each.body) for each in site.asked(Side.AUTOTASK) if each.status == 500]
    assert len(tried) == len(set(tried))


@pytest.mark.fault("D08")
@pytest.mark.size(times(3_000, quick=600), times(30_000, quick=4_000))
def test_one_request_in_twenty_that_fails_costs_little(site: Site, figure: Figure) -> None:
    """The server counts the requests of both runs."""
    site.heal()
    kept = site.full_report().well()
    undisturbed = len(site.asked())
    site.heal()
    faults = [
        Fault(kind=FaultKind.STATUS, status=status, skip=at, times=1)
        for at, status in zip(range(7, 4 * undisturbed, 20), 100 * (503, 502, 504, 500), strict=False)
    ]
    site.spoil(*faults)
    assert site.full_report().well().rows == kept.rows
    asked = site.asked()
    assert any(each.status >= 500 for each in asked)
    figure("times the requests", f"{len(asked) / undisturbed:.3f}")
    assert len(asked) <= 1.1 * undisturbed


# D09: the connection has a bad moment


CONNECTIONS: Final = [
    Fault(kind=FaultKind.CLOSE),
    Fault(kind=FaultKind.CUT, after_bytes=0),
    Fault(kind=FaultKind.CUT, after_bytes=9),
]


@pytest.mark.fault("D09")
@pytest.mark.parametrize(("fault", "place"), crossed(CONNECTIONS, PLACES), ids=_name)
def test_a_connection_that_breaks_is_tried_again(site: Site, fault: Fault, place: tuple[str, Side]) -> None:
    """Before the headers, after them, in the middle of the body."""
    _recovers(site, fault, place, 2)


@pytest.mark.fault("D09")
@pytest.mark.parametrize(("fault", "place"), crossed(CONNECTIONS, PLACES), ids=_name)
def test_a_connection_that_always_breaks_is_named(site: Site, fault: Fault, place: tuple[str, Side]) -> None:
    """Side and host, after five attempts."""
    assert _is_given_up(site, fault, place, "127.0.0.1") == 5


def _closed_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@pytest.mark.fault("D09")
@pytest.mark.parametrize("side", Side)
def test_a_refused_connection_is_named(site: Site, side: Side) -> None:
    """Nobody listens: four more attempts, then host, side and what to look at."""
    site.keep_report()
    nowhere = f"http://127.0.0.1:{_closed_port()}"
    if side is Side.AUTOTASK:
        site.change(autotask={"zone_url": nowhere})
    else:
        site.change(xero={"token_url": f"{nowhere}/connect/token"})
    before = len(site.time.slept)
    site.full_report().refused(ExitCode.UNAVAILABLE, side.value.capitalize(), "refuses the connection")
    assert len(site.time.slept) - before == 4


@pytest.mark.fault("D09")
def test_a_name_that_nobody_knows_is_named(site: Site) -> None:
    """The name server says no; the message says which name."""
    site.keep_report()
    site.change(xero={"token_url": "https://xero.invalid/connect/token"})
    site.full_report().refused(ExitCode.UNAVAILABLE, "Xero cannot be found", "xero.invalid")


def _failing_once(error: Exception) -> Server:
    return Server(error, reply({"Organisations": []}))


async def _recovery(error: Exception, jitter: float) -> float:
    time = FakeTime(jitter=jitter)
    own = line(_failing_once(error), side=OurSide.XERO, time=time)
    await ApiClient(own, httpx.URL("https://api.xero.com")).get("/Organisation", ORGANISATION)
    return time.passed


@pytest.mark.fault("D09")
def test_one_fault_costs_seconds_at_most(figure: Figure) -> None:
    """The pause before the second attempt, over many draws of its jitter."""
    draw = random.Random(9)  # noqa: S311  # draws, not secrets
    errors = (httpx.ConnectError("x"), httpx.ReadError("x"), httpx.RemoteProtocolError("x"))
    waits = [
        asyncio.run(_recovery(draw.choice(errors), draw.random())) for _ in range(times(1_000, quick=100))
    ]
    p95 = sorted(waits)[int(0.95 * len(waits))]
    figure("p95 recovery s", f"{p95:.2f}")
    assert p95 <= 5
    assert len(set(waits)) > len(waits) // 2, "not jittered"


# D09 and D10: bytes that do not come


class _Silent(httpx.AsyncByteStream):
    """A body of which nothing ever arrives."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield nothing for a day."""
        await asyncio.sleep(86_400)
        yield b""


class _Dripping(httpx.AsyncByteStream):
    """A body that arrives at one byte every half second."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield a byte at a time, for hours."""
        while True:
            await asyncio.sleep(0.5)
            yield b" "


async def _until_given_up(body: Callable[[], httpx.AsyncByteStream], deadline: float) -> tuple[float, str]:
    """Return for how long each attempt was waited, by the loop's own clock, and what was said at the end."""
    requests: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200, headers={"content-type": "application/json"}, stream=body())

    loop = asyncio.get_running_loop()
    began = loop.time()
    own = line(answer, side=OurSide.XERO, deadline=deadline)
    client = ApiClient(own, httpx.URL("https://api.xero.com"))
    with pytest.raises(UnavailableError) as caught:
        await client.get("/Organisation", ORGANISATION)
    assert len(requests) == 5
    return (loop.time() - began) / len(requests), str(caught.value)


@pytest.mark.fault("D10", "D09")
@pytest.mark.parametrize("body", [_Silent, _Dripping])
@pytest.mark.parametrize("deadline", [3.0, 60.0])
def test_an_answer_that_does_not_come_to_an_end_is_left_at_the_deadline(
    body: Callable[[], httpx.AsyncByteStream], deadline: float, figure: Figure
) -> None:
    """Each attempt, whether a byte comes now and then or none at all."""
    waited, said = run_virtually(_until_given_up(body, deadline))
    figure(f"deadline {deadline:g} s, ended after s", f"{waited:.2f}")
    assert abs(waited - deadline) <= 1
    assert f"did not answer in full within {deadline:g} seconds, 5 times in a row" in said


@pytest.mark.fault("D10", "D09")
@pytest.mark.parametrize(
    "fault", [Fault(kind=FaultKind.DRIP, seconds=0.02), Fault(kind=FaultKind.HOLD)], ids=_name
)
async def test_a_deadline_holds_on_a_real_connection(fault: Fault) -> None:
    """The same over a socket, with a deadline of a moment."""
    with DemoServer(tenant=make_tenant(1), latency=0) as server:
        server.faults.add(replace(fault, side=Side.XERO))
        async with open_http() as http:
            own = replace(line(Server(), side=OurSide.XERO, deadline=0.1), http=http)
            client = ApiClient(own, httpx.URL(server.addresses.xero_api_url))
            with pytest.raises(UnavailableError, match=r"in full within 0\.1 seconds, 5 times"):
                await client.get("/Organisation", ORGANISATION)
        server.faults.clear()
        assert own.patience.requests == 5


# D13: something else than an answer

PAGES: Final = [
    (Fault(kind=FaultKind.HTML), "web page"),
    (Fault(kind=FaultKind.STATUS, status=200, content_type="application/json"), "empty answer"),
    (Fault(kind=FaultKind.STATUS, status=204), "empty answer"),
    (
        Fault(kind=FaultKind.STATUS, status=200, body=b'{"items": []}', content_type="text/plain"),
        "web page",
    ),
]


@pytest.mark.fault("D13")
@pytest.mark.parametrize(("page", "place"), crossed(PAGES, PLACES))
def test_what_is_no_answer_is_asked_for_again_and_then_named(
    site: Site, page: tuple[Fault, str], place: tuple[str, Side], figure: Figure
) -> None:
    """A maintenance page, a proxy's login, nothing, JSON that does not say so."""
    fault, words = page
    _recovers(site, fault, place, 1)
    site.heal()
    figure("attempts", attempts := _is_given_up(site, fault, place, words))
    assert attempts == 5


# D16: pointed elsewhere


class Elsewhere:
    """A port at which nobody should ever knock, and that would notice."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.setblocking(False)
        self.port: int = self._listener.getsockname()[1]

    def visits(self) -> int:
        """Return how many connections were made."""
        found = 0
        while True:
            try:
                self._listener.accept()[0].close()
            except BlockingIOError:
                return found
            found += 1

    def close(self) -> None:
        """Close the port."""
        self._listener.close()


@pytest.fixture
def elsewhere() -> Any:
    """Return a port that notices visits."""
    port = Elsewhere()
    yield port
    port.close()


TARGETS: Final = [
    "http://localhost:{port}/x",
    "http://127.0.0.1:{port}/x",
    "https://127.0.0.1:{port}/x",
    "//127.0.0.1:{port}/",
    "/elsewhere",
]


@pytest.mark.fault("D16")
@pytest.mark.parametrize("redirect", crossed([301, 302, 307, 308], TARGETS, PLACES))
def test_a_redirect_is_followed_nowhere(
    site: Site, elsewhere: Elsewhere, redirect: tuple[int, str, tuple[str, Side]], figure: Figure
) -> None:
    """Not to another host or port, not to another scheme, and not on the same host either."""
    site.keep_report()
    status, target, (path, side) = redirect
    location = target.format(port=elsewhere.port)
    site.spoil(Fault(kind=FaultKind.REDIRECT, path=path, side=side, location=location, status=status))
    site.full_report().refused(ExitCode.UNAVAILABLE, side.value.capitalize(), "redirect")
    figure("requests there", elsewhere.visits())
    assert elsewhere.visits() == 0
    assert [each for each in site.asked(side) if "elsewhere" in each.path] == []


# D19: a zone that is not Autotask's

FOREIGN: Final = [
    "https://evil.example/atservicesrest/",
    "https://webservices2.autotask.net.evil.example/",
    "https://webservices2.autotask.net@evil.example/",
    "https://evil.example/?webservices2.autotask.net",
    "http://webservices2.autotask.net/",
    "https://autotask.net/",
    "https://xn--zzz.webservices2.autotask.net/",
    "ftp://webservices2.autotask.net/",
    "https://user:pass@webservices2.autotask.net/",
    "//evil.example/",
    "",
]


@pytest.mark.fault("D19")
@pytest.mark.parametrize("url", FOREIGN)
def test_a_foreign_zone_gets_no_credentials(site: Site, url: str, figure: Figure) -> None:
    """Discovery that names anything but an Autotask host ends there."""
    site.keep_report()
    body = f'{{"zoneName":"x","url":"{url}","webUrl":"https://x.example/","ci":1}}'.encode()
    site.spoil(Fault(kind=FaultKind.STATUS, **json_fault("zoneInformation", body)))
    site.full_report().refused(ExitCode.BAD_DATA, "Zone discovery", "No credentials were sent")
    figure("credentials sent", len(site.logins()))
    assert site.logins() == []
