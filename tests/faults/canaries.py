"""What must never be seen anywhere but in a request: the secrets of a run, and addresses of people."""

import base64
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain
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


_SOMEBODY: Final = re.compile(rb"[\w.+-]+@(?!tenant\.example\b)[\w.-]+\.example\b")
"""The address of a person of an invented tenant; at `tenant.example` is the API user, a setting."""
_CONFIGS: Final = (".toml", ".toml.bak")
_HOLD_PEOPLE: Final = frozenset({"cache", ".cache"})
_DATA: Final = (".csv", ".json", ".partial", ".out", ".err")
"""Exports, those that a kill has cut off too, and what a person was shown: an export quotes odd cells."""


def hits_in_files(directories: Iterable[Path], *, since: float = 0.0) -> list[str]:
    """Name the files written since then in which a secret or a person stands who may not stand there.

    Secrets stand in the configuration that a test has written, and with the logins; people in the cache and
    in data; the names of API users in a configuration. None of that stands in a log or a crash report.
    """
    found = chain.from_iterable(directory.rglob("*") for directory in directories)
    return [f"{why} in {path}" for path in found if _is_written(path, since) for why in _why_hit(path)]


def _is_written(path: Path, since: float) -> bool:
    with suppress(OSError):  # it may go while it is looked at
        return path.is_file() and not path.is_symlink() and path.stat().st_mtime >= since
    return False


def _why_hit(path: Path) -> Iterator[str]:
    data = path.read_bytes()
    is_config = path.name.endswith(_CONFIGS)
    is_for_secrets = is_config or path.parent.name in ("tokens", "credentials")
    if not is_for_secrets and secrets_in(data):
        yield "a secret"
    is_for_people = is_config or path.name.endswith(_DATA) or _HOLD_PEOPLE.intersection(path.parts)
    if not is_for_people and _SOMEBODY.search(data):
        yield "a person"


def hits_in_process(pid: int) -> list[str]:
    """Name what may be read of a process and of its children, and should not: secrets, and people."""
    hits = []
    for each in (pid, *_children_of(pid)):
        for name in ("cmdline", "environ"):
            with suppress(OSError):  # it may have ended, or forbid it
                data = Path(f"/proc/{each}/{name}").read_bytes()
                if secrets_in(data) or _SOMEBODY.search(data):
                    hits.append(f"a canary in {name} of process {each}")
    return hits


def _children_of(pid: int) -> Iterator[int]:
    with suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in map(int, (thread / "children").read_text().split()):
                yield child
                yield from _children_of(child)


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
