"""TLS that tells who issued a certificate that is not trusted: behind a company's proxy that says it all.

The name comes out of the failed handshake itself; nothing is connected a second time, and nothing that was
refused is used for anything but its name.
"""

import ssl
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final
from weakref import ref

import truststore

from axtui.core.text import visible

_LONGEST: Final = 100
_NAMES: Final = ("commonName", "organizationName")


class UntrustedIssuerError(Exception):
    """Stands behind a failed handshake as its cause, and carries the issuer's name, fit to be shown."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class TellingContext(truststore.SSLContext):
    """Verifies as truststore does, by the host's own store."""

    def wrap_bio(
        self,
        incoming: ssl.MemoryBIO,
        outgoing: ssl.MemoryBIO,
        server_side: bool = False,
        server_hostname: str | None = None,
        session: ssl.SSLSession | None = None,
    ) -> ssl.SSLObject:
        """Return what asyncio speaks TLS with; its handshake tells the issuer when it fails."""
        made = super().wrap_bio(
            incoming,
            outgoing,
            server_side=server_side,
            server_hostname=server_hostname,
            session=session,
        )
        made.do_handshake = partial(_telling_handshake, ref(made))  # type: ignore[method-assign]  # truststore makes that class anew for each context
        return made


def _telling_handshake(of: "ref[ssl.SSLObject]") -> None:
    """Do what its class does; a strong reference would keep every closed connection in memory for a while."""
    if (made := of()) is None:  # pragma: no cover  # whoever calls this method holds the object
        return
    try:
        type(made).do_handshake(made)
    except ssl.SSLCertVerificationError as error:
        if name := issuer_of(made):
            raise error from UntrustedIssuerError(name)
        raise


def issuer_of(made: ssl.SSLObject) -> str:
    """Return who issued the certificate that was presented; empty where that cannot be found out.

    Before Python 3.13 there is no public way to a certificate that was refused, so a private one is taken.
    """
    try:
        presented = made._sslobj.get_unverified_chain()  # type: ignore[attr-defined]  # noqa: SLF001  # as said
        return _name_in(presented[0].get_info()["issuer"])
    except (AttributeError, LookupError, TypeError, ValueError, ssl.SSLError):
        return ""


def _name_in(issuer: Sequence[Sequence[Sequence[str]]]) -> str:
    """Return the common name and the organisation of a name as the ssl module gives it."""
    parts: Mapping[str, str] = {pair[0]: pair[1] for group in issuer for pair in group}
    found = [visible(parts[name])[:_LONGEST] for name in _NAMES if parts.get(name)]
    return ", ".join(dict.fromkeys(found))
