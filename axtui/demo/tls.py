"""TLS for the imitation, with the certificates beside it: a good one, and each kind that must be refused."""

import ssl
from enum import StrEnum
from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).parent / "certificates"
AUTHORITY_FILE: Final = _FOLDER / "authority.pem"
"""Who trusts this one, as `ca_file` says, finds nothing wrong with the good certificate."""


class Certificate(StrEnum):
    """What the imitation shows of itself."""

    GOOD = "good"
    EXPIRED = "expired"
    WRONG_NAME = "wrong-name"
    SELF_SIGNED = "self-signed"


def server_context(certificate: Certificate) -> ssl.SSLContext:
    """Return what a server needs to show this certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_FOLDER / f"{certificate.value}.pem")
    return context
