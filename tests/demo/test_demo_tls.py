"""The imitation over TLS, and behind a proxy, as a client with the standard library's own checks sees it."""

import http.client
import json
import socket
import ssl
from collections.abc import Mapping
from urllib.parse import urlsplit

import pytest
from demo.callers import AUTOTASK_LOGIN, EVERYTHING

from axtui.demo.proxy import PASSWORD
from axtui.demo.server import DemoServer


def context_of(server: DemoServer) -> ssl.SSLContext:
    """Return a context that trusts what the imitation says is to be trusted, and nothing else."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if server.ca_file:
        context.load_verify_locations(server.ca_file)
    return context


def zone_over_tls(server: DemoServer, host: str = "127.0.0.1") -> Mapping[str, object]:
    """Ask for the zone by HTTPS."""
    port = urlsplit(server.addresses.zone_url).port
    connection = http.client.HTTPSConnection(host, port, timeout=10, context=context_of(server))
    try:
        connection.request("GET", "/atservicesrest/v1.0/zoneInformation?user=axtui-demo%40tenant.example")
        found: dict[str, object] = json.loads(connection.getresponse().read())
        return found
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("D20-expired", "certificate has expired"),
        ("D20-wrong-name", "IP address mismatch"),
        ("D20-self-signed", "self-signed certificate"),
        ("D20-untrusted", "unable to get local issuer certificate"),
    ],
)
def test_a_certificate_that_must_be_refused(name: str, why: str) -> None:
    """The client's own check finds what the name says; the imitation stays up for the next one."""
    with DemoServer(1, latency=0, switches=(name,)) as server:
        for _ in range(2):
            with pytest.raises(ssl.SSLCertVerificationError, match=why):
                zone_over_tls(server)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_good_certificate(host: str) -> None:
    """Both names of this machine are in it; addresses that the imitation gives are https too."""
    with DemoServer(1, latency=0, switches=("D21",)) as server:
        assert server.addresses.xero_api_url.startswith("https://127.0.0.1:")
        port = urlsplit(server.addresses.zone_url).port
        assert zone_over_tls(server, host)["url"] == f"https://{host}:{port}/ATServicesRest/"


def test_plain_imitations_need_no_trust() -> None:
    """Nor a proxy."""
    with DemoServer(1, latency=0) as server:
        assert (server.ca_file, server.proxy_url, list(server.proxied)) == ("", "", [])


def through_the_proxy(server: DemoServer, host: str) -> http.client.HTTPSConnection:
    """Return a connection to a vendor's host by way of the proxy."""
    proxy = urlsplit(server.proxy_url)
    connection = http.client.HTTPSConnection(
        proxy.hostname or "", proxy.port, timeout=10, context=context_of(server)
    )
    connection.set_tunnel(host, 443)
    return connection


def test_a_proxy_leads_to_both_sides() -> None:
    """Under the vendors' own names, with a certificate for them."""
    with DemoServer(1, latency=0, switches=("D22-works",)) as server:
        assert server.addresses.zone_url == "https://webservices.autotask.net"
        assert server.addresses.token_url == "https://identity.xero.com/connect/token"
        autotask = through_the_proxy(server, "webservices.autotask.net")
        body = json.dumps(EVERYTHING)
        autotask.request("POST", "/atservicesrest/v1.0/Companies/query", body=body, headers=AUTOTASK_LOGIN)
        assert len(json.loads(autotask.getresponse().read())["items"]) == 2
        autotask.close()
        xero = through_the_proxy(server, "api.xero.com")
        xero.request("GET", "/connections")
        assert xero.getresponse().status == 401
        xero.close()
        assert list(server.proxied) == ["webservices.autotask.net:443", "api.xero.com:443"]
        elsewhere = through_the_proxy(server, "elsewhere.example")
        with pytest.raises(OSError, match="502"):
            elsewhere.request("GET", "/")
        elsewhere.close()


def test_a_proxy_that_wants_a_login() -> None:
    """Whatever one is given; its own address holds a password that must not be shown."""
    with DemoServer(1, latency=0, switches=("D22-407",)) as server:
        assert PASSWORD in server.proxy_url
        connection = through_the_proxy(server, "api.xero.com")
        with pytest.raises(OSError, match="407"):
            connection.request("GET", "/connections")
        connection.close()


def test_a_proxy_that_is_down() -> None:
    """Nobody listens."""
    with DemoServer(1, latency=0, switches=("D22-down",)) as server:
        connection = through_the_proxy(server, "api.xero.com")
        with pytest.raises(ConnectionRefusedError):
            connection.request("GET", "/connections")
        connection.close()


@pytest.mark.parametrize("sent", [b"", b"nonsense\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"CONNECT x\r\n"])
def test_a_proxy_bears_with_what_is_no_request(sent: bytes) -> None:
    """And leads the next one."""
    with DemoServer(1, latency=0, switches=("D22-works",)) as server:
        proxy = urlsplit(server.proxy_url)
        with socket.create_connection((proxy.hostname, proxy.port), timeout=10) as connection:
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(1000):
                pass
        xero = through_the_proxy(server, "api.xero.com")
        xero.request("GET", "/connections")
        assert xero.getresponse().status == 401
        xero.close()


def test_stopping_ends_what_goes_through_the_proxy() -> None:
    """An idle tunnel does not keep the imitation from stopping."""
    server = DemoServer(1, latency=0, switches=("D22-works",))
    server.start()
    connection = through_the_proxy(server, "api.xero.com")
    connection.request("GET", "/connections")
    connection.getresponse().read()
    server.stop()
    connection.close()
