"""How connections are opened (TLS with the host's CA store, proxies, origins) and why they fail, in words."""

import ipaddress
import os
import socket
import ssl
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.request import getproxies_environment, proxy_bypass

import httpx

from axtui import __version__
from axtui.core.errors import ConfigError, ConfigProblem, Side, UnavailableError
from axtui.core.text import visible
from axtui.sources.issuer import TellingContext, UntrustedIssuerError
from axtui.sources.patience import Trouble, TryAgainError

_CONNECT_SECONDS: Final = 15.0
_LOOPBACK: Final = ("localhost", "127.0.0.1", "[::1]")
_PORTS: Final = {"http": 80, "https": 443}
_CA_HINT: Final = (
    "Check the address and this host's clock; if your company inspects TLS, name its CA certificate "
    "in the setting `ca_file`, or add it to this host's store."
)
_PROXY_KINDS: Final = (
    "It must be an http:// address (SOCKS is not supported): look at HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and "
    "NO_PROXY, and take away for this command what does not fit."
)
_PROXY_HINT: Final = "Check HTTPS_PROXY and NO_PROXY, and the proxy's own login."


def open_http(*, ca_file: str = "") -> httpx.AsyncClient:
    """Return a client that verifies certificates always and follows no redirect.

    The host's CA store counts, and `ca_file` in addition. A proxy named in the environment is used, but
    never for loopback hosts, the only ones that are spoken to without TLS.
    """
    try:
        return httpx.AsyncClient(
            verify=_tls_context(ca_file),
            follow_redirects=False,
            timeout=httpx.Timeout(None, connect=_CONNECT_SECONDS),
            mounts=dict.fromkeys(("http://", *_asked_directly())),
            headers={"User-Agent": f"axtui/{__version__}", "Accept-Encoding": "gzip"},
        )
    except (ValueError, ImportError, httpx.InvalidURL) as error:
        raise ConfigError(
            "The proxy that the environment names cannot be used.", hint=_PROXY_KINDS
        ) from error


def _asked_directly() -> Iterator[str]:
    """Yield the hosts that no proxy is used for beyond what httpx knows of NO_PROXY.

    httpx takes the port in `example.com:443` for another one than that of an https address without a port.
    """
    yield from (f"all://{host}" for host in _LOOPBACK)
    for entry in getproxies_environment().get("no", "").split(","):
        host, _, port = entry.strip().rpartition(":")
        if host and port == str(_PORTS["https"]):
            yield f"https://*{host}"


def _tls_context(ca_file: str) -> ssl.SSLContext:
    context = TellingContext(ssl.PROTOCOL_TLS_CLIENT)
    if not ca_file:
        return context
    try:
        context.load_verify_locations(cafile=Path(ca_file).expanduser())
    except (OSError, RuntimeError) as error:
        problem = ConfigProblem(
            key="ca_file", message=f"cannot be read as PEM certificates: {_why_unreadable(error)}"
        )
        raise ConfigError(
            f"The CA file of the configuration {problem.message}.",
            hint="Give the path of a PEM file, or leave `ca_file` out to use this host's own store.",
            problems=(problem,),
        ) from error
    return context


def _why_unreadable(error: OSError | RuntimeError) -> str:
    if isinstance(error, RuntimeError):
        return "there is no home directory that ~ could mean"
    if isinstance(error, ssl.SSLError):
        return "it holds no certificate"
    return visible(error.strerror or "it is not readable").lower()


def is_loopback(host: str) -> bool:
    """Say whether the host is this machine: the only one that may be spoken to without TLS."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def address_in(text: str) -> httpx.URL:
    """Read an address from the outside; an empty one for a text that is none.

    httpx finds out only later, and with another kind of error, that a host in punycode is none.
    """
    try:
        url = httpx.URL(text.strip())
        return url if url.host else httpx.URL("")
    except (httpx.InvalidURL, UnicodeError):
        return httpx.URL("")


def base_address(text: str, *, key: str) -> httpx.URL:
    """Read a configured base address; https is a must except for loopback hosts."""
    url = address_in(text)
    if problem := _problem_of(url):
        raise ConfigError(
            f"The address in the setting `{key}` {problem}.",
            hint="Leave the setting out to use the vendor's own address.",
            problems=(ConfigProblem(key=key, message=problem),),
        )
    return url


def _problem_of(url: httpx.URL) -> str:
    if url.scheme not in _PORTS or not url.host:
        return "must be an address that begins with https://"
    if url.scheme == "http" and not is_loopback(url.host):
        return "must begin with https://; only this machine itself may be spoken to over http"
    if url.userinfo or url.query or url.fragment:
        return "must be a plain address, without a user, a question mark or a hash"
    return ""


def origin(url: httpx.URL) -> tuple[str, str, int | None]:
    """Return scheme, host and port: what must stay the same for a secret to be sent along."""
    return url.scheme, url.host, url.port or _PORTS.get(url.scheme)


def translated(error: httpx.HTTPError, *, host: str, side: Side) -> TryAgainError | UnavailableError:
    """Say in words what went wrong with a connection, and whether trying again can help."""
    causes = tuple(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            why = visible(cause.verify_message).rstrip(".")
            message = f"{side}'s certificate for {host}{_issued_by(causes)} is not trusted: {why}."
            return UnavailableError(message, hint=_ca_hint(), side=side)
    if isinstance(error, httpx.ProxyError):
        return UnavailableError(f"{_proxy_words(error)} {host}.", hint=_PROXY_HINT, side=side)
    return TryAgainError(_trouble_of(error, causes, host))


def _proxy_words(error: httpx.ProxyError) -> str:
    """Say what a proxy refuses; the phrase beside its status is remote text, and is left out."""
    if str(error).startswith(str(HTTPStatus.PROXY_AUTHENTICATION_REQUIRED.value)):
        return "The proxy wants another login, or one at all, before it lets us through to"
    return "The proxy does not let us through to"


def _issued_by(causes: tuple[BaseException, ...]) -> str:
    issuer = next((cause.name for cause in causes if isinstance(cause, UntrustedIssuerError)), "")
    return f', issued by "{issuer}",' if issuer else ""


def _trouble_of(error: httpx.HTTPError, causes: tuple[BaseException, ...], host: str) -> Trouble:
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout) and (variable := _proxy_variable(host)):
        return Trouble(
            why=f"cannot be reached: the proxy that {variable} names does not answer", hint=_PROXY_HINT
        )
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return Trouble(
            why=f"cannot be found: no address is known for {host}",
            hint="Check the network and the name server of this host, and the configured address.",
        )
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return Trouble(
            why=f"cannot be reached: {host} refuses the connection",
            hint="Check the configured address, the firewall and the proxy.",
        )
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return Trouble(why=f"cannot be reached: TLS with {host} fails", hint=_ca_hint())
    if isinstance(error, httpx.TimeoutException):
        return Trouble(
            why=f"cannot be reached: {host} does not answer", hint="Check the network and the firewall."
        )
    if isinstance(error, httpx.ConnectError):
        return Trouble(
            why=f"cannot be reached at {host}", hint="Check the network, the firewall and the proxy."
        )
    return Trouble(why=f"broke off the answer ({host})", hint="Check the network, then run again.")


def _proxy_variable(host: str) -> str:
    """Return the variable of the environment whose proxy stands before the host; empty where none does."""
    proxies = getproxies_environment()
    if is_loopback(host) or proxy_bypass(f"{host}:{_PORTS['https']}"):
        return ""
    return next((f"{kind.upper()}_PROXY" for kind in ("https", "all") if kind in proxies), "")


def _ca_hint() -> str:
    """Say what to look at; OpenSSL passes in silence over a variable that names no certificates."""
    named = [name for name in ("SSL_CERT_FILE", "SSL_CERT_DIR") if os.environ.get(name)]
    if not named:
        return _CA_HINT
    return f"{_CA_HINT} Where that store is depends here on the environment: {' and '.join(named)}."


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield the error and everything that led to it; one connection may have failed at several addresses."""
    seen: set[int] = set()
    waiting: list[BaseException] = [error]
    while waiting:
        at = waiting.pop()
        if id(at) in seen:
            continue
        seen.add(id(at))
        yield at
        if isinstance(at, BaseExceptionGroup):
            waiting.extend(at.exceptions)
        waiting.extend(cause for cause in (at.__cause__, at.__context__) if cause is not None)
