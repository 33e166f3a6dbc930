"""What must never be seen anywhere but in a request: the secrets of a run, and addresses of people."""

import base64
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from axtui.demo import credentials
from axtui.demo.data import Tenant

_PLAIN: Final = (
    credentials.AUTOTASK_SECRET,
    credentials.AUTOTASK_INTEGRATION_CODE,
    credentials.XERO_CLIENT_SECRET,
    "demo-access-token-",
    "demo-refresh-token-",
)
"""The secrets as they are configured, and how every token of the imitation begins."""
_BASIC: Final = f"{credentials.XERO_CLIENT_ID}:{credentials.XERO_CLIENT_SECRET}"


def _forms(secret: str) -> Iterator[bytes]:
    yield secret.encode()
    yield base64.b64encode(secret.encode()).rstrip(b"=")[:-1]
    yield secret.encode().hex().encode()
    yield secret.encode("utf-16-le")


SECRETS: Final = tuple(form for secret in (*_PLAIN, _BASIC) for form in _forms(secret))


def secrets_in(data: bytes) -> list[bytes]:
    """Return every form of a secret that stands in some bytes."""
    return [form for form in SECRETS if form in data]


def files_with_secrets(*directories: Path) -> list[Path]:
    """Return the files below some directories that hold a secret in whatever form."""
    files = (path for directory in directories for path in directory.rglob("*") if path.is_file())
    return [path for path in files if secrets_in(path.read_bytes())]


def addresses_of(tenant: Tenant) -> frozenset[str]:
    """Return the e-mail addresses of the people in a tenant; no narration has a reason to name one."""
    contacts = (address for each in tenant.contacts for address in (each.email, each.email2, each.email3))
    return _whole_ones((*contacts, *(each.email for each in tenant.customers)))


def _whole_ones(addresses: Iterable[str | None]) -> frozenset[str]:
    return frozenset(address for address in addresses if address and len(address) > len("a@b.example"))
