"""How connections are opened, and why they fail, in words."""

import errno
import socket
import ssl
from pathlib import Path

import httpx
import pytest

from axtui.core.errors import AxtuiError, ConfigError, Side, UnavailableError
from axtui.sources.connecting import _tls_context, base_address, is_loopback, open_http, origin, translated
from axtui.sources.patience import TryAgainError

_AUTHORITY = Path(__file__).parents[1] / "faults" / "certificates" / "company.pem"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.9.9.9", "::1", "[::1]"])
def test_this_machine_is_known_by_its_names(host: str) -> None:
    """Only loopback addresses and their one name count."""
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1", "9.9.9.9"]
)
def test_other_hosts_are_not_this_machine(host: str) -> None:
    """A name that only looks like it, and the rest of the network, need TLS."""
    assert not is_loopback(host)


@pytest.mark.parametrize(
    "text", ["https://api.xero.com/api.xro/2.0", "http://127.0.0.1:8001/x", " http://[::1]:1 "]
)
def test_a_base_address_is_read(text: str) -> None:
    """https anywhere, http on this machine."""
    assert str(base_address(text, key="api_url")) == text.strip()


@pytest.mark.parametrize(
    "text",
    ["", "api.xero.com", "http://api.xero.com", "ftp://127.0.0.1", "https://", "https://u:p@x.example", "https://x.example/?a=1",
     "https://x.example/#a", "http://[::1", "https://x.example:abc"],
)  # fmt: skip
def test_other_addresses_are_refused_with_their_key(text: str) -> None:
    """The message names the setting; a password in the address is not in it."""
    with pytest.raises(ConfigError) as caught:
        base_address(text, key="api_url")
    assert caught.value.problems[0].key == "api_url"
    assert "u:p" not in str(caught.value.problems[0])


def test_an_origin_is_scheme_host_and_port() -> None:
    """A port that goes without saying is the same port."""
    assert origin(httpx.URL("https://A.example/x")) == origin(httpx.URL("https://a.example:443/y"))
    assert origin(httpx.URL("https://a.example")) != origin(httpx.URL("http://a.example"))
    assert origin(httpx.URL("https://a.example")) != origin(httpx.URL("https://a.example:444"))


async def test_the_client_follows_nothing_and_verifies_always() -> None:
    """The safe settings are the only ones."""
    async with open_http() as http:
        assert not http.follow_redirects
        assert http.headers["user-agent"].startswith("axtui/")
        assert http.headers["accept-encoding"] == "gzip"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "127.9.9.9"])
async def test_a_proxy_is_used_but_never_for_this_machine(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    """The environment's proxy stands between us and the vendors, not between us and ourselves."""
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example:3128")
    async with open_http() as http:
        direct = http._transport_for_url(httpx.URL(f"http://{host}:8000/"))
        proxied = http._transport_for_url(httpx.URL("https://api.xero.com/"))
    assert direct is http._transport
    assert proxied is not http._transport


def test_a_proxy_that_cannot_be_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken proxy setting is a configuration error, without its password."""
    monkeypatch.setenv("HTTPS_PROXY", "gopher://user:hunter2@proxy.example:3128")
    with pytest.raises(ConfigError) as caught:
        open_http()
    assert "proxy" in caught.value.message
    assert "hunter2" not in str(caught.value)


def test_a_proxy_of_a_kind_that_is_not_supported_is_told_from_a_broken_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Jump hosts may have a SOCKS proxy for other programs; what can be used is said."""
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:1080")
    with pytest.raises(ConfigError) as caught:
        open_http()
    assert "ALL_PROXY" in caught.value.hint
    assert "SOCKS" in caught.value.hint


def test_a_ca_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """Missing, empty and a directory: each is a problem of the setting `ca_file`."""
    empty = tmp_path / "empty.pem"
    empty.write_text("", encoding="ascii")
    for ca_file in (tmp_path / "missing.pem", empty, tmp_path, "~no-such-user/ca.pem"):
        with pytest.raises(ConfigError) as caught:
            open_http(ca_file=str(ca_file))
        assert caught.value.problems[0].key == "ca_file"


def caused(error: httpx.HTTPError, cause: BaseException) -> httpx.HTTPError:
    """Return the error with a cause two steps behind it, as httpx and httpcore raise theirs."""
    middle = OSError("All connection attempts failed")
    middle.__cause__ = cause
    error.__cause__ = middle
    return error


def untrusted() -> ssl.SSLCertVerificationError:
    """Return what the ssl module raises for a certificate that nobody vouches for."""
    error = ssl.SSLCertVerificationError("certificate verify failed")
    error.verify_message = "self-signed certificate\x1b"
    return error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            caused(httpx.ConnectError("x"), socket.gaierror(-2, "unknown")),
            "no address is known for api.example",
        ),
        (
            caused(httpx.ConnectError("x"), ConnectionRefusedError(errno.ECONNREFUSED, "x")),
            "refuses the connection",
        ),
        (
            caused(httpx.ConnectError("x"), ExceptionGroup("x", [OSError("y"), ConnectionRefusedError("z")])),
            "refuses the connection",
        ),
        (caused(httpx.ConnectError("x"), ssl.SSLError("wrong version")), "TLS with api.example fails"),
        (httpx.ConnectTimeout("x"), "does not answer"),
        (httpx.ConnectError("x"), "cannot be reached at api.example"),
        (httpx.ReadError("x"), "broke off"),
        (httpx.RemoteProtocolError("peer closed connection"), "broke off"),
    ],
)
def test_what_may_pass_is_tried_again(error: httpx.HTTPError, words: str) -> None:
    """Each cause has its own words, and a hint."""
    found = translated(error, host="api.example", side=Side.XERO)
    assert isinstance(found, TryAgainError)
    assert words in found.trouble.why
    assert found.trouble.hint


@pytest.mark.parametrize(
    ("error", "words", "hint"),
    [
        (caused(httpx.ConnectError("x"), untrusted()), "not trusted: self-signed certificate␛", "ca_file"),
        (
            httpx.ProxyError("407 Proxy Authentication Required"),
            "proxy wants another login",
            "HTTPS_PROXY",
        ),
        (httpx.ProxyError("403 \x1b[2JNo"), "proxy does not let us through to api.example.", "HTTPS_PROXY"),
    ],
)
def test_what_will_not_pass_is_said_at_once(error: httpx.HTTPError, words: str, hint: str) -> None:
    """A certificate does not become trusted by asking again."""
    found = translated(error, host="api.example", side=Side.XERO)
    assert isinstance(found, UnavailableError)
    assert isinstance(found, AxtuiError)
    assert words in found.message
    assert hint in found.hint
    assert found.side is Side.XERO


def test_an_error_that_is_its_own_cause_ends() -> None:
    """A circle of causes is walked once."""
    error = httpx.ReadError("x")
    error.__context__ = inner = OSError("y")
    inner.__context__ = error
    assert isinstance(translated(error, host="x", side=Side.XERO), TryAgainError)


def test_a_ca_file_is_trusted_besides_the_hosts_own_store() -> None:
    """A company's CA, as a PEM file."""
    context = _tls_context(str(_AUTHORITY))
    subjects = str([each["subject"] for each in vars(context)["_ctx"].get_ca_certs()])
    assert "axtui test company CA" in subjects
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


async def test_a_host_without_a_proxy_may_be_named_with_its_port(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in other programs; another port is another host."""
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", "api.xero.com:443, other.example:8443,")
    async with open_http() as http:
        direct = http._transport_for_url(httpx.URL("https://api.xero.com/"))
        proxied = http._transport_for_url(httpx.URL("https://other.example/"))
    assert direct is http._transport
    assert proxied is not http._transport


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "ALL_PROXY"])
def test_a_proxy_that_does_not_answer_is_named_by_its_variable(
    monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    """Not by its address, which may hold a password."""
    monkeypatch.setenv(variable, "http://u:hunter2@proxy.example:3128")
    error = translated(httpx.ConnectError("x"), host="api.example", side=Side.XERO)
    assert isinstance(error, TryAgainError)
    assert f"the proxy that {variable} names does not answer" in error.trouble.why
    assert "hunter2" not in f"{error.trouble}"


def test_a_store_that_the_environment_names_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenSSL passes in silence over a variable that names no certificates."""
    monkeypatch.setenv("SSL_CERT_DIR", "/gone")
    monkeypatch.setenv("SSL_CERT_FILE", "/gone/too.pem")
    error = translated(caused(httpx.ConnectError("x"), ssl.SSLError("x")), host="api.example", side=Side.XERO)
    assert isinstance(error, TryAgainError)
    assert error.trouble.hint.endswith("depends here on the environment: SSL_CERT_FILE and SSL_CERT_DIR.")
