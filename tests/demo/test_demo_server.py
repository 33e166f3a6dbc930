"""The server starts at once, speaks HTTP/1.1 as it should, and leaves nothing behind."""

import gc
import http.client
import json
import socket
import subprocess
import sys
import threading
from dataclasses import FrozenInstanceError
from urllib.parse import urlsplit

import pytest
from demo.callers import AUTOTASK_LOGIN, EVERYTHING, AutotaskCaller, XeroCaller, call

from axtui.demo.data import make_tenant
from axtui.demo.faults import Fault, FaultKind
from axtui.demo.server import DemoAddresses, DemoServer

VERSIONS = b"GET /atservicesrest/VersionInformation HTTP/1.1\r\nHost: x\r\n"


def talk(server: DemoServer, sent: bytes) -> bytes:
    """Send bytes to the Autotask port, and return all that comes back until the connection closes."""
    parts = urlsplit(server.addresses.zone_url)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        received = b""
        while piece := connection.recv(65536):
            received += piece
    return received


def test_addresses_are_loopback_and_do_not_change(server: DemoServer) -> None:
    """Two ports of the system's choice; the value is frozen."""
    addresses = server.addresses
    urls = [getattr(addresses, name) for name in DemoAddresses.__slots__]

    assert {urlsplit(url).hostname for url in urls} == {"127.0.0.1"}
    assert len({urlsplit(url).port for url in urls}) == 2
    assert addresses.xero_api_url.endswith("/api.xro/2.0")
    with pytest.raises(FrozenInstanceError):
        addresses.zone_url = "http://elsewhere.example"  # type: ignore[misc]  # what must not be possible


def test_two_servers_do_not_disturb_each_other() -> None:
    """Each has its own ports, data and log."""
    with DemoServer(1, latency=0) as one, DemoServer(2, latency=0) as two:
        assert len(AutotaskCaller(one).items("Companies", *EVERYTHING["filter"])) == 2
        assert len(AutotaskCaller(two).items("Companies", *EVERYTHING["filter"])) == 3
        assert one.addresses != two.addresses


def test_a_server_stops_and_starts_again() -> None:
    """Stopping twice does no harm, starting twice is a mistake; the thread is gone afterwards."""
    server = DemoServer(1, latency=0)
    with pytest.raises(RuntimeError, match="not started"):
        _ = server.addresses
    first = server.start()
    with pytest.raises(RuntimeError, match="already running"):
        server.start()
    server.stop()
    server.stop()
    assert not [thread for thread in threading.enumerate() if thread.name == "axtui-demo"]
    with pytest.raises(ConnectionRefusedError):
        call(first.zone_url)
    server.start()
    assert AutotaskCaller(server).get("Companies/0").status == 200
    server.stop()


def test_stopping_drops_what_is_under_way() -> None:
    """Idle connections and requests that wait are closed, and the wait is short."""
    server = DemoServer(1, latency=0)
    server.start()
    server.faults.add(Fault(kind=FaultKind.HOLD, path="Companies"))
    parts = urlsplit(server.addresses.zone_url)
    idle = http.client.HTTPConnection(parts.netloc, timeout=10)
    idle.request("GET", "/atservicesrest/VersionInformation")
    idle.getresponse().read()
    waiting = http.client.HTTPConnection(parts.netloc, timeout=10)
    waiting.request("GET", "/atservicesrest/v1.0/Companies/0", headers=AUTOTASK_LOGIN)
    assert server.log.wait_until(lambda log: log.under_way("companies") == 1)

    server.stop()
    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        waiting.getresponse()
    idle.close()
    waiting.close()


def test_stopping_leaves_no_socket_open_however_far_a_connection_has_got() -> None:
    """Accepted, about to be, or without its task yet: what stayed open would fail a later test."""
    for _ in range(30):
        server = DemoServer(3, latency=0)
        host, port = urlsplit(server.start().zone_url).netloc.split(":")
        callers = [socket.create_connection((host, int(port))) for _ in range(4)]
        server.stop()
        for caller in callers:
            caller.close()
    gc.collect()


def test_a_tenant_can_be_given() -> None:
    """So that a test knows the data of an exact scenario."""
    tenant = make_tenant(150, contacts=400, customers=300)
    with DemoServer(tenant=tenant, latency=0) as server:
        assert server.tenant is tenant
        body = XeroCaller(server).contacts("page=1&includeArchived=true")

    assert body["pagination"]["itemCount"] == 300


def test_the_data_are_made_when_first_needed() -> None:
    """Ports of the largest imitation open without any of its data."""
    with DemoServer(100_000, latency=0) as server:
        assert call(f"{server.addresses.zone_url}/atservicesrest/VersionInformation").status == 200
        made = server._loaded().tenant.cache_info
        assert made().misses == 0
        assert AutotaskCaller(server).get("Companies/0").status == 200
        assert made().misses == 1


def test_every_request_takes_its_latency() -> None:
    """By the injected sleep."""
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    with DemoServer(1, latency=0.15, sleep=sleep) as server:
        autotask = AutotaskCaller(server)
        autotask.get("zoneInformation?user=x", headers={})
        autotask.get("Companies/0")
        XeroCaller(server).token()

    assert slept == [0.15] * 3


def test_connections_are_kept_alive(server: DemoServer) -> None:
    """Several requests of both kinds on one connection."""
    connection = http.client.HTTPConnection(urlsplit(server.addresses.zone_url).netloc, timeout=10)
    for _ in range(3):
        connection.request("GET", "/atservicesrest/VersionInformation")
        response = connection.getresponse()
        assert response.getheader("Connection") == "keep-alive"
        response.read()
        own = connection.sock
        connection.request(
            "POST", "/atservicesrest/v1.0/Companies/query", json.dumps(EVERYTHING), AUTOTASK_LOGIN
        )
        assert len(json.loads(connection.getresponse().read())["items"]) == 141
        assert connection.sock is own
    connection.close()


def test_bodies_may_come_in_chunks(server: DemoServer) -> None:
    """With sizes in hexadecimal, and trailers that say nothing."""
    body = json.dumps(EVERYTHING).encode()
    connection = http.client.HTTPConnection(urlsplit(server.addresses.zone_url).netloc, timeout=10)
    connection.request(
        "POST",
        "/atservicesrest/v1.0/Companies/query",
        body=iter([body[:10], body[10:]]),
        headers=AUTOTASK_LOGIN,
        encode_chunked=True,
    )
    response = connection.getresponse()

    assert response.status == 200
    assert len(json.loads(response.read())["items"]) == 141
    connection.close()


def test_requests_may_come_one_behind_the_other(server: DemoServer) -> None:
    """Answers come in the order of the requests; `Connection: close` ends it."""
    received = talk(server, VERSIONS + b"\r\n" + VERSIONS + b"Connection: close\r\n\r\n" + VERSIONS + b"\r\n")

    assert received.count(b"HTTP/1.1 200 OK") == 2
    assert received.count(b"Connection: close") == 1


def test_head_sends_no_body(server: DemoServer) -> None:
    """Only what a body would have been."""
    received = talk(server, VERSIONS.replace(b"GET", b"HEAD", 1) + b"\r\n")

    assert b"Content-Length: 23" in received
    assert received.endswith(b"\r\n\r\n")


@pytest.mark.parametrize(
    "sent",
    [
        b"nonsense\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
        b"GET / HTTP/1.1\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: many\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"x" * 70_000 + b"\r\n\r\n",
    ],
    ids=lambda sent: repr(sent[:40]),
)
def test_what_is_no_request_is_400(sent: bytes, server: DemoServer) -> None:
    """And the connection closes."""
    assert talk(server, sent).startswith(b"HTTP/1.1 400 Bad Request")


@pytest.mark.parametrize(
    "sent", [b"", b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nshort"], ids=["nothing", "half a body"]
)
def test_who_goes_away_gets_no_answer(sent: bytes, server: DemoServer) -> None:
    """Neither a greeting nor a complaint."""
    assert talk(server, sent) == b""


def test_starting_loads_nothing_that_answers() -> None:
    """The terminal app starts the server before its first frame; the rest comes with the first request."""
    script = (
        "import sys; from axtui.demo.server import DemoServer; DemoServer().start();"
        "print(sorted(name for name in sys.modules if name.startswith('axtui.')))"
    )
    done = subprocess.run(  # noqa: S603  # our own interpreter and a fixed text
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    loaded = ["axtui.demo", "axtui.demo.http", "axtui.demo.server", "axtui.demo.server_thread"]
    assert done.stdout.strip() == str(loaded)
