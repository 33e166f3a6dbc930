"""TLS that should not be trusted, TLS of the company, and proxies: through the door, over real sockets."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pytest
from faults.canaries import secrets_in
from faults.figures import Figure
from faults.fronts import BROKEN_HANDSHAKES, COMPANY_CA, COMPANY_CA_HASH, Proxy, TlsFront
from faults.scene import Site

from axtui.cli.parser import build_parser
from axtui.core.errors import ExitCode
from axtui.services.config import AppSettings
from axtui.services.config_keys import KEYS

pytestmark = BROKEN_HANDSHAKES


_ZONE: Final = "webservices2.autotask.net"
_XERO: Final = "xero.invalid"


@pytest.fixture
def open_things() -> Iterator[ExitStack]:
    """Return what closes whatever a test opens."""
    with ExitStack() as stack:
        yield stack


def _port(url: str) -> int:
    port = urlsplit(url).port
    assert port is not None
    return port


def _trust(site: Site, ca_file: Path | str) -> None:
    site.settings = AppSettings(ca_file=str(ca_file))


def _behind_tls(site: Site, open_things: ExitStack, certificate: str, *, host: str = "127.0.0.1") -> None:
    """Put TLS in front of both sides of the imitation, and let the profile go there."""
    at = site.server.addresses
    zone = open_things.enter_context(TlsFront(certificate, _port(at.zone_url), host=host))
    xero = open_things.enter_context(TlsFront(certificate, _port(at.xero_api_url), host=host))
    site.change(
        autotask={"base_url": f"https://{host}:{zone.port}/atservicesrest"},
        xero={
            "api_url": f"https://{host}:{xero.port}/api.xro/2.0",
            "token_url": f"https://{host}:{xero.port}/connect/token",
        },
    )


# D20: nobody should trust these

UNTRUSTED: Final = {
    "expired": ("expired", "axtui test company CA"),
    "wrong-name": ("not valid for", "axtui test company CA"),
    "self-signed": ("self-signed", "axtui test"),
    "untrusted": ("unable to get local issuer", "axtui test stranger CA"),
}
"""What is wrong with each, and who issued it."""


@pytest.mark.fault("D20")
@pytest.mark.parametrize(("certificate", "words"), UNTRUSTED.items())
def test_a_bad_certificate_is_refused(
    site: Site, open_things: ExitStack, certificate: str, words: tuple[str, str], figure: Figure
) -> None:
    """With its cause, its issuer, and the hint about the company's CA; not one byte of a request is sent."""
    site.keep_report()
    _trust(site, COMPANY_CA)
    _behind_tls(site, open_things, certificate)
    site.spoil()
    done = site.full_report().refused(ExitCode.UNAVAILABLE, "certificate", "is not trusted", "127.0.0.1")
    cause, issuer = words
    assert f'issued by "{issuer}"' in done.err
    assert cause in done.err.lower().replace("mismatch", "not valid for").replace(
        "self signed", "self-signed"
    )
    assert "`ca_file`" in done.err
    figure("requests", len(site.asked()))
    assert site.asked() == []
    assert site.time.slept == []


@pytest.mark.fault("D20")
def test_nothing_turns_the_check_of_certificates_off() -> None:
    """No flag and no key of the configuration is about it."""
    words = build_parser().format_help().split()
    for word in ("insecure", "verify", "no-check", "skip-tls"):
        assert not [flag for flag in words if flag.startswith("-") and word in flag]
        assert not [key for key in KEYS if word in key.name]


# D21: the company's own CA


def _by_setting(site: Site, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    _trust(site, COMPANY_CA)


def _by_variable(site: Site, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(COMPANY_CA))


def _by_store(site: Site, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """The host's store is a directory of hashed names; OpenSSL looks where SSL_CERT_DIR says."""
    store = home / "store"
    store.mkdir()
    (store / f"{COMPANY_CA_HASH}.0").write_bytes(COMPANY_CA.read_bytes())
    monkeypatch.setenv("SSL_CERT_DIR", str(store))


@pytest.mark.fault("D21")
@pytest.mark.parametrize("trusting", [_by_setting, _by_variable, _by_store])
def test_the_company_s_ca_works(
    site: Site,
    open_things: ExitStack,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    trusting: Callable[[Site, pytest.MonkeyPatch, Path], None],
) -> None:
    """Named in the configuration, by the environment, or put into the host's own store."""
    kept = site.keep_report()
    _behind_tls(site, open_things, "good")
    trusting(site, monkeypatch, tmp_path)
    assert site.full_report().well().rows == kept.rows


def _missing(home: Path) -> Path:
    return home / "missing.pem"


def _empty(home: Path) -> Path:
    (home / "empty.pem").touch()
    return home / "empty.pem"


def _directory(home: Path) -> Path:
    (home / "directory").mkdir()
    return home / "directory"


UNREADABLE: Final = [_missing, _empty, _directory]


@pytest.mark.fault("D21")
@pytest.mark.parametrize("made", UNREADABLE)
def test_a_ca_file_that_is_none_is_named(site: Site, tmp_path: Path, made: Callable[[Path], Path]) -> None:
    """Before anything is asked for, as a problem of that setting."""
    site.keep_report()
    _trust(site, made(tmp_path))
    site.spoil()
    done = site.full_report().refused(ExitCode.CONFIG, "The CA file of the configuration")
    assert "`ca_file`" in done.err
    assert site.asked() == []


@pytest.mark.fault("D21")
@pytest.mark.parametrize("made", UNREADABLE)
def test_a_variable_that_names_no_ca_file_is_named(
    site: Site,
    open_things: ExitStack,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    made: Callable[[Path], Path],
) -> None:
    """OpenSSL passes over it in silence; without a word of it the person would look in the wrong place."""
    site.keep_report()
    _behind_tls(site, open_things, "good")
    monkeypatch.setenv("SSL_CERT_FILE", str(made(tmp_path)))
    done = site.full_report()
    assert done.code in (ExitCode.CONFIG, ExitCode.UNAVAILABLE)
    assert "SSL_CERT_FILE" in done.err


# D22, proxies


def _proxied(site: Site, open_things: ExitStack, monkeypatch: pytest.MonkeyPatch) -> Proxy:
    """Let the profile go to hosts that only a proxy can find."""
    at = site.server.addresses
    zone = open_things.enter_context(TlsFront("good", _port(at.zone_url)))
    xero = open_things.enter_context(TlsFront("good", _port(at.xero_api_url)))
    proxy = open_things.enter_context(Proxy({f"{_ZONE}:443": zone.port, f"{_XERO}:443": xero.port}))
    _go_out(site)
    monkeypatch.setenv("HTTPS_PROXY", f"http://person:proxy-password@127.0.0.1:{proxy.port}")
    return proxy


def _go_out(site: Site) -> None:
    _trust(site, COMPANY_CA)
    site.change(
        autotask={"base_url": f"https://{_ZONE}/atservicesrest"},
        xero={"api_url": f"https://{_XERO}/api.xro/2.0", "token_url": f"https://{_XERO}/connect/token"},
    )


@pytest.mark.fault("D22")
def test_a_proxy_is_heeded_and_sees_no_secret(
    site: Site, open_things: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both sides go through it, in tunnels; its password is used and never shown."""
    kept = site.keep_report()
    proxy = _proxied(site, open_things, monkeypatch)
    done = site.full_report().well()
    assert done.rows == kept.rows
    assert set(proxy.asked) == {f"{_ZONE}:443", f"{_XERO}:443"}
    assert b"Proxy-Authorization: Basic" in proxy.heard
    assert not secrets_in(proxy.heard)
    assert "proxy-password" not in done.err


@pytest.mark.fault("D22")
@pytest.mark.parametrize("value", [".invalid", "invalid", _XERO, f"{_XERO}:443", "*"])
def test_hosts_without_a_proxy_are_asked_directly(
    site: Site, open_things: ExitStack, monkeypatch: pytest.MonkeyPatch, value: str, figure: Figure
) -> None:
    """By suffix, by name, by name and port: the proxy hears nothing of them."""
    site.keep_report()
    proxy = _proxied(site, open_things, monkeypatch)
    site.change(autotask={"base_url": f"{site.server.addresses.zone_url}/atservicesrest"})
    monkeypatch.setenv("NO_PROXY", value)
    site.full_report().refused(ExitCode.UNAVAILABLE, "Xero cannot be found", _XERO)
    figure("asked of the proxy", len(proxy.asked))
    assert proxy.asked == []


@pytest.mark.fault("D22")
def test_an_address_without_a_proxy_is_asked_directly(
    site: Site, open_things: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """NO_PROXY may name an address."""
    kept = site.keep_report()
    proxy = _proxied(site, open_things, monkeypatch)
    _behind_tls(site, open_things, "good", host="127.0.0.2")
    monkeypatch.setenv("NO_PROXY", "127.0.0.2")
    assert site.full_report().well().rows == kept.rows
    assert proxy.asked == []


@pytest.mark.fault("D22")
def test_a_proxy_that_is_down_is_named(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the proxy: it is not the vendor who refuses the connection."""
    site.keep_report()
    _go_out(site)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    monkeypatch.setenv("HTTPS_PROXY", f"http://person:proxy-password@127.0.0.1:{port}")
    done = site.full_report().refused(ExitCode.UNAVAILABLE, "proxy")
    assert "HTTPS_PROXY" in done.err
    assert "proxy-password" not in done.err


@pytest.mark.fault("A18")
@pytest.mark.fault("D22")
def test_a_proxy_that_wants_a_login_is_named(
    site: Site, open_things: ExitStack, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    """Asked once, without the password in the message."""
    site.keep_report()
    _go_out(site)
    proxy = open_things.enter_context(Proxy({}, refuses=True))
    monkeypatch.setenv("HTTPS_PROXY", f"http://person:proxy-password@127.0.0.1:{proxy.port}")
    done = site.full_report().refused(ExitCode.UNAVAILABLE, "The proxy wants another login")
    assert "HTTPS_PROXY" in done.err
    figure("hits of the password", done.err.count("proxy-password"))
    assert "proxy-password" not in done.err
    figure("asked at 407", len(proxy.asked))
    assert len(proxy.asked) <= 2, "one for each side"
