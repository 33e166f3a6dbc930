"""Which way requests go from this host, and whose certificates count: proxies and authorities in effect."""

import os
import ssl
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from axtui.core.doctor import Fact, Section
from axtui.core.sentences import counted

_PROXIES: Final = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY")
_STORE_FILES: Final = (
    "/etc/ssl/cert.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/pki/tls/cert.pem",
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/ssl/ca-bundle.pem",
)
"""Where truststore looks when OpenSSL's own places are empty, in its order."""
_NO_STORE: Final = (
    "No certificate of an authority is found: install the system's package of them (ca-certificates), or "
    "name a PEM file in the setting `ca_file`."
)


def facts_of_network(env: Mapping[str, str], *, ca_file: str) -> Section:
    """Return the proxies and the authorities that count. Reads files, and asks nobody."""
    proxies = (_proxy(name, env) for name in _PROXIES)
    return Section(title="Network", facts=(*proxies, *_authorities(env, ca_file)))


def _proxy(name: str, env: Mapping[str, str]) -> Fact:
    """Return a variable of either spelling; the lower-case one wins, as it does for the connections."""
    found = next((each for each in (name.lower(), name) if env.get(each)), None)
    if found is None:
        return Fact(label=name, value="not set")
    problem = "" if name == "NO_PROXY" else _wrong_proxy(env[found])
    return Fact(label=name, value=without_login(env[found]), source=f"variable {found}", problem=problem)


def _wrong_proxy(address: str) -> str:
    scheme, sign, _ = address.partition("://")
    if not sign or scheme.lower() in ("http", "https"):
        return ""
    return "It must be an http:// address; SOCKS is not supported."


def without_login(address: str) -> str:
    """Return an address with `***` for user and password, however it is written: they end at the last @."""
    login, at, host = address.rpartition("@")
    scheme, sign, _ = login.partition("://")
    return f"{scheme if sign else ''}{sign}***@{host}" if at else address


def _authorities(env: Mapping[str, str], ca_file: str) -> Iterator[Fact]:
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        if named := env.get(name):
            gone = not Path(named).exists()
            problem = "There is no such file: OpenSSL passes over it in silence." if gone else ""
            yield Fact(label=name, value=named, problem=problem)
        else:
            yield Fact(label=name, value="not set")
    yield _store()
    yield _own_file(ca_file)


def _store() -> Fact:
    """Return the store that truststore takes: OpenSSL's own places, else the first of the usual files."""
    places = ssl.get_default_verify_paths()
    hashed = _hashed_in(places.capath) if places.capath else 0
    if not places.cafile and not hashed:
        file = next((each for each in _STORE_FILES if Path(each).is_file()), "")
    else:
        file = places.cafile or ""
    held = _certificates_in(file) if file else 0
    parts = (_in_file(file, held) if file else "", f"{hashed:,} in {places.capath}" if hashed else "")
    value = "; ".join(part for part in parts if part) or "none"
    return Fact(
        label="the host's authorities",
        value=value,
        source="truststore",
        problem="" if held or hashed else _NO_STORE,
    )


def _in_file(file: str, held: int) -> str:
    return f"{counted(held, 'certificate')} in {file}"


def _hashed_in(directory: str) -> int:
    """Count what OpenSSL finds in a directory: names of eight hexadecimal digits, a dot and a number."""
    try:
        names = os.listdir(directory)  # noqa: PTH208  # names alone are needed
    except OSError:
        return 0
    return sum(len(stem) == 8 and last.isdigit() for stem, _, last in (name.partition(".") for name in names))  # noqa: PLR2004  # as said


def _certificates_in(file: str) -> int:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        context.load_verify_locations(cafile=Path(file).expanduser())
    except (OSError, RuntimeError, ValueError):  # unreadable, no such home, or no name of a file
        return 0
    return context.cert_store_stats()["x509"]


def _own_file(ca_file: str) -> Fact:
    if not ca_file:
        return Fact(label="ca_file", value="not set")
    held = _certificates_in(ca_file)
    problem = "" if held else "It holds no certificate in PEM form, or cannot be read."
    return Fact(label="ca_file", value=_in_file(ca_file, held), problem=problem)
