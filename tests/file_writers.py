"""Everything that writes whole files, in one shape: for tests of what a disk or a kill does to them.

Each writes contents that tell their version, and knows which version stands in a directory, to the byte.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from builders import company, snapshot
from configs import config

from axtui.core.secret import Secret
from axtui.services.config_file import load, save
from axtui.services.file_sets import ToWrite, write_together
from axtui.services.snapshots import SnapshotStore
from axtui.services.token_store import StoredLogin, TokenStore
from axtui.sources.xero_personal import Organisation

NOTHING: Final = 0
"""The version of what is not there."""
VERSIONS: Final = (1, 2, 3)
_LINES: Final = 400
_SET: Final = ("x-rejects.csv", "x-undo.csv", "x.manifest.json", "x.csv")
"""An export, in the order in which its files get their names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """One of those that write files."""

    name: str
    write: Callable[[Path, int], None]
    """Writes a version into a directory, in place of the one that is there."""
    read: Callable[[Path], int]
    """Returns the version that is there, whole; fails when something is there that is none."""
    names: frozenset[str]
    """Everything that may be found in the directory when nobody writes."""

    def strays(self, directory: Path) -> set[str]:
        """Return what is left beside the files."""
        return {path.name for path in directory.iterdir()} - self.names

    def __str__(self) -> str:
        return self.name


def _write_config(directory: Path, version: int) -> None:
    save(config(*(f"profile-{version}-{at}" for at in range(20))), directory / "config.toml")


def _read_config(directory: Path) -> int:
    return _one_of(each.name.split("-")[1] for each in load(directory / "config.toml").profiles)


def _write_login(directory: Path, version: int) -> None:
    login = StoredLogin(
        client_id=str(version),
        token_url="https://identity.example/token",
        organisation=Organisation(id=str(version), name="Maple"),
        access=Secret(str(version) * 8_000),
        access_until=_AT,
        refresh=Secret(str(version) * 8_000),
        refreshed=_AT,
    )
    TokenStore(directory).save("acme", login)


def _read_login(directory: Path) -> int:
    login = TokenStore(directory).load("acme")
    if login is None:
        return NOTHING
    return _one_of({login.client_id, login.organisation.id, *login.access.reveal(), *login.refresh.reveal()})


_AT: Final = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def _write_snapshot(directory: Path, version: int) -> None:
    SnapshotStore(directory).save(replace(_SNAPSHOTS[version], profile="acme"), None)


def _read_snapshot(directory: Path) -> int:
    kept = SnapshotStore(directory).load("acme")
    return NOTHING if kept is None else _one_of(each.name for each in kept.snapshot.companies)


_SNAPSHOTS: Final = {
    version: snapshot([company(at, str(version)) for at in range(1, _LINES)]) for version in VERSIONS
}


def _write_set(directory: Path, version: int) -> None:
    write_together(set_of(directory, version), overwrite=True)


def set_of(directory: Path, version: int) -> tuple[ToWrite, ...]:
    """Return the files of an export; its manifest tells what the import file must be."""
    lines = [f"{version},{at},Café Ltd\r\n".encode() for at in range(_LINES)]
    whole = b"".join(lines)
    manifest = json.dumps({"sha256": hashlib.sha256(whole).hexdigest()}).encode()
    chunks = {"x.manifest.json": [manifest]}
    return tuple(
        ToWrite(path=directory / name, chunks=chunks.get(name, lines), size_hint=len(whole)) for name in _SET
    )


def _read_set(directory: Path) -> int:
    """Every file is a whole one; after a write that was cut off, of this version or of that."""
    for name in (*_SET[:2], _SET[3]):
        if (path := directory / name).exists():
            assert path.read_bytes() in _WHOLE
    manifest = directory / "x.manifest.json"
    assert not manifest.exists() or manifest.read_bytes() in _MANIFESTS
    imported = directory / "x.csv"
    if not imported.exists():
        return NOTHING
    assert all((directory / name).exists() for name in _SET)
    return 1 + _WHOLE.index(imported.read_bytes())


_WHOLE: Final = [b"".join(set_of(Path(), version)[3].chunks) for version in VERSIONS]
_MANIFESTS: Final = [b"".join(set_of(Path(), version)[2].chunks) for version in VERSIONS]


def _one_of(versions: Iterable[str]) -> int:
    """Return the version that everything of a file tells; NOTHING where there is nothing."""
    found = set(versions)
    assert len(found) <= 1
    return int(found.pop()) if found else NOTHING


CONFIG: Final = Writer(
    name="config",
    write=_write_config,
    read=_read_config,
    names=frozenset({"config.toml", "config.toml.bak"}),
)
LOGIN: Final = Writer(name="login", write=_write_login, read=_read_login, names=frozenset({"acme.json"}))
SNAPSHOT: Final = Writer(
    name="snapshot",
    write=_write_snapshot,
    read=_read_snapshot,
    names=frozenset({"acme.sqlite3", "CACHEDIR.TAG"}),
)
EXPORT: Final = Writer(name="export", write=_write_set, read=_read_set, names=frozenset(_SET))
WRITERS: Final = (CONFIG, LOGIN, SNAPSHOT, EXPORT)
