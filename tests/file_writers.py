"""Everything that writes whole files, in one shape: for tests of what a disk or a kill does to them.

Each writes contents that tell their version, and knows which version stands in a directory, to the byte.
"""

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final

from builders import company, contact, customer, facts, rules, snapshot
from configs import config

from axtui.core.contact_import.format import format_for
from axtui.core.contact_import.plan import ImportPlan, plan_import
from axtui.core.contact_import.updates import Updates
from axtui.core.report import Report, build_report
from axtui.core.secret import Secret
from axtui.services.config_file import load, save
from axtui.services.export import Order, write_export
from axtui.services.snapshots import SnapshotStore
from axtui.services.token_store import StoredLogin, TokenStore
from axtui.sources.xero_personal import Organisation

NOTHING: Final = 0
"""The version of what is not there."""
VERSIONS: Final = (1, 2, 3)
_LINES: Final = 400
_COMPANIES: Final = 60
_IMPORTED: Final = "x.csv"
_SET: Final = (
    *("x-rejects.csv", "x-review.csv", "x-undo.csv", "x-updates.csv", "x.manifest.json"),
    _IMPORTED,
)
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


def export(directory: Path, version: int, *, overwrite: bool = True, review: bool = True) -> None:
    """Write an export with every file that there can be, or without the one for reading."""
    plan, report = _planned(version)
    write_export(
        Order(
            plan=plan,
            path=directory / "x.csv",
            report=report,
            scope="all",
            now=_AT,
            overwrite=overwrite,
            review=review,
        )
    )


@cache
def _planned(version: int) -> tuple[ImportPlan, Report]:
    """Return rows of which most create a contact, one updates one, and one is rejected."""
    names = [f"{version} Ltd", *(f"{version} Ltd {at}" for at in range(_COMPANIES)), "Half \ud83d Ltd"]
    people = [(at, name, f"a{at}@x.example") for at, name in enumerate(names, start=1)]
    report = build_report(
        snapshot(
            [company(at, name) for at, name, _ in people],
            [contact(1, 1, emails=("a1@x.example",)), contact(2, 1)],
            [customer(f"x{at}", name, email=email) for at, name, email in people],
        ),
        rules(),
    )
    fmt = format_for(facts(), term="Company", locale="uk", encoding="utf-8")
    plan = plan_import(
        report.rows, fmt, facts(), contacts_of=report.contacts_of, updates=Updates(export=None)
    )
    return plan, report


def _write_export(directory: Path, version: int) -> None:
    export(directory, version)


def _read_export(directory: Path) -> int:
    """Every file is a whole one, of this version or of that; with the import file, all are there."""
    found = {path.name: path.read_bytes() for path in map(directory.joinpath, _SET) if path.exists()}
    for name, data in found.items():
        assert any(data == _whole(version)[name] for version in VERSIONS), name
    if _IMPORTED not in found:
        return NOTHING
    assert all((directory / name).exists() for name in _SET)
    return next(version for version in VERSIONS if found[_IMPORTED] == _whole(version)[_IMPORTED])


@cache
def _whole(version: int) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as name:
        export(Path(name), version)
        return {path.name: path.read_bytes() for path in Path(name).iterdir()}


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
EXPORT: Final = Writer(name="export", write=_write_export, read=_read_export, names=frozenset(_SET))
WRITERS: Final = (CONFIG, LOGIN, SNAPSHOT, EXPORT)
