"""Who issued a certificate that is not trusted, out of the failed handshake itself; TLS without a socket."""

import gc
import ssl
from contextlib import suppress
from types import SimpleNamespace
from weakref import ref

import pytest
from faults.fronts import CERTIFICATES, COMPANY_CA

from axtui.sources.issuer import TellingContext, UntrustedIssuerError, issuer_of


class _Ends:
    """Both ends of a connection whose bytes stay in memory."""

    def __init__(self, certificate: str, *, trusted: str = "") -> None:
        serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        serving.load_cert_chain(CERTIFICATES / f"{certificate}.pem")
        context = TellingContext(ssl.PROTOCOL_TLS_CLIENT)
        if trusted:
            context.load_verify_locations(cafile=trusted)
        self._up, self._down = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.client = context.wrap_bio(self._down, self._up, server_hostname="localhost")
        self._server = serving.wrap_bio(self._up, self._down, server_side=True)

    def shake_hands(self) -> None:
        """Let both speak until the client has what it wants, or raises what it has against it."""
        for _ in range(5):
            with suppress(ssl.SSLWantReadError):
                self.client.do_handshake()
                return
            with suppress(ssl.SSLWantReadError):
                self._server.do_handshake()


@pytest.mark.parametrize(
    ("certificate", "issuer"),
    [
        ("untrusted", "axtui test stranger CA"),
        ("self-signed", "axtui test"),
        ("expired", "axtui test company CA"),
        ("wrong-name", "axtui test company CA"),
    ],
)
def test_a_failed_handshake_tells_the_issuer(certificate: str, issuer: str) -> None:
    """What leads to it is private to Python: where that changes, this fails and messages lose the name."""
    with pytest.raises(ssl.SSLCertVerificationError) as caught:
        _Ends(certificate, trusted=str(COMPANY_CA)).shake_hands()
    cause = caught.value.__cause__
    assert isinstance(cause, UntrustedIssuerError)
    assert cause.name == issuer


def test_a_failed_handshake_fails_without_a_name_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """Should Python keep what was presented elsewhere, a certificate is refused all the same."""
    monkeypatch.setattr("axtui.sources.issuer.issuer_of", lambda _: "")
    with pytest.raises(ssl.SSLCertVerificationError) as caught:
        _Ends("untrusted").shake_hands()
    assert caught.value.__cause__ is None


def test_a_trusted_certificate_is_no_matter() -> None:
    """The handshake ends as it always does, and with the certificate verified."""
    ends = _Ends("good", trusted=str(COMPANY_CA))
    ends.shake_hands()
    assert ends.client.version() == "TLSv1.3"
    assert ends.client.getpeercert()


def test_a_closed_connection_is_forgotten_at_once() -> None:
    """No circle of references keeps it until somebody looks for such."""
    ends = _Ends("good", trusted=str(COMPANY_CA))
    ends.shake_hands()
    was_on = gc.isenabled()
    gc.disable()
    try:
        gone = ref(ends.client)
        del ends
        assert gone() is None
    finally:
        if was_on:
            gc.enable()


def _refused(**names: str) -> ssl.SSLObject:
    """Return what a handshake leaves when a certificate of this issuer was refused."""
    issuer = tuple(((name, value),) for name, value in names.items())
    certificate = SimpleNamespace(get_info=lambda: {"issuer": issuer})
    inner = SimpleNamespace(get_unverified_chain=lambda: [certificate])
    return SimpleNamespace(_sslobj=inner)  # type: ignore[return-value]  # the two names that are looked at


def test_the_name_is_remote_text() -> None:
    """Whoever makes a certificate chooses it: it is cleaned, and cut."""
    named = _refused(commonName="Evil\x1b]0;owned\x07 CA", organizationName="x" * 5000)
    assert issuer_of(named).startswith("Evil␛]0;owned␇ CA, xxx")
    assert len(issuer_of(named)) < 250


@pytest.mark.parametrize(
    "refused",
    [
        SimpleNamespace(),
        SimpleNamespace(_sslobj=SimpleNamespace(get_unverified_chain=lambda: None)),
        SimpleNamespace(_sslobj=SimpleNamespace(get_unverified_chain=list)),
        SimpleNamespace(_sslobj=SimpleNamespace(get_unverified_chain=lambda: [b"DER"])),
        _refused(),
    ],
)
def test_without_a_name_the_message_does_without(refused: ssl.SSLObject) -> None:
    """A Python that keeps it elsewhere, a chain that is empty, a certificate that names nobody."""
    assert issuer_of(refused) == ""
