"""Homes with a profile and its last report, stored as the program itself stores them."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.cpu import snapshot_of
from bench.pages import Bodies, make_pages, read_pages

from axtui.__main__ import demo_profile
from axtui.core.cells import cells_of
from axtui.core.models import FetchedAt, Snapshot
from axtui.core.report import build_report
from axtui.demo.server import DemoAddresses
from axtui.services.config import AppSettings, Config, Profile, save
from axtui.services.report_store import ReportStore
from axtui.services.snapshots import SnapshotStore

PROFILE: Final = "bench"
_NOWHERE: Final = "http://127.0.0.1:9"
_READ_AT: Final = FetchedAt(
    autotask=datetime(2026, 3, 2, 12, 0, tzinfo=UTC), xero=datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
)
_NAMES: Final = (("Abbott", "Smith"), ("Birch", "Bright"), ("Colby", "Goldsmith"), ("Finch", "Brightman"))
"""The imitation's owners that become those whom the bench searches for: one company in a hundred or so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """A home directory, and what the table of its report shows."""

    directory: Path
    lines: Path
    """The rows as the table shows them: cells between tabs, one row a line."""
    rows: int

    @property
    def cells(self) -> list[list[str]]:
        """The rows' cells."""
        return [line.split("\t") for line in self.lines.read_text(encoding="utf-8").split("\n")]


def environment(home: Path) -> dict[str, str]:
    """Return surroundings without the developer's own, on a terminal of 256 colours.

    Without PYTHONDONTWRITEBYTECODE, too: ours would be compiled at each start, unlike what is installed.
    """
    own = (
        "AXTUI",
        "COLORTERM",
        "FZF",
        "LC_",
        "NO_COLOR",
        "PYTHONDONTWRITEBYTECODE",
        "TEXTUAL",
        "TMUX",
        "XDG",
    )
    kept = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    return kept | {"HOME": str(home), "LANG": "C.UTF-8", "TERM": "xterm-256color"}


@contextmanager
def folder_for_homes(kept: Path | None) -> Iterator[Path]:
    """Give the directory that was named, to be used again, or one that goes at the end."""
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with tempfile.TemporaryDirectory(prefix="axtui-bench-") as folder:
        yield Path(folder)


def stored_home(folder: Path, rows: int) -> Home:
    """Return a home with the stored report of so many rows; one that still holds is used again."""
    directory = folder / f"home-{rows}"
    home = Home(directory=directory, lines=folder / f"lines-{rows}.tsv", rows=rows)
    if not _holds(home):
        _store(home)
    point_at(home, None)
    return home


@contextmanager
def throw_away(home: Home) -> Iterator[Home]:
    """Give a copy that a run may change."""
    with tempfile.TemporaryDirectory(prefix="axtui-bench-") as folder:
        directory = Path(folder, "home")
        shutil.copytree(home.directory, directory)
        yield replace(home, directory=directory)


def point_at(home: Home, addresses: DemoAddresses | None) -> None:
    """Let the home's profile read an imitation, or nothing at all."""
    directory = home.directory / ".config" / "axtui"
    directory.mkdir(parents=True, exist_ok=True)
    settings = AppSettings(default_profile=PROFILE, retention_days=3650)  # the reads are of a fixed day
    config = Config(settings=settings, profiles=(_profile(addresses),))
    (directory / "config.toml").unlink(missing_ok=True)
    save(config, directory / "config.toml")


def empty_home(folder: Path) -> Path:
    """Return a home with nothing in it."""
    directory = folder / "home-empty"
    directory.mkdir(exist_ok=True)
    return directory


def _profile(addresses: DemoAddresses | None) -> Profile:
    nowhere = DemoAddresses(**dict.fromkeys(_address_names(), _NOWHERE))
    return replace(demo_profile(addresses or nowhere), name=PROFILE)


def _address_names() -> tuple[str, ...]:
    return tuple(DemoAddresses.__dataclass_fields__)


def _kept_in(home: Home) -> Path:
    return home.directory / ".cache" / "axtui" / "snapshots"


def _holds(home: Home) -> bool:
    rules = _profile(None).rules
    kept = ReportStore(_kept_in(home)).load(PROFILE, rules=rules, fetched_at=_READ_AT)
    return kept is not None and home.lines.exists()


def _store(home: Home) -> None:
    snapshot = _invented(home.rows)
    report = build_report(snapshot, _profile(None).rules)
    SnapshotStore(_kept_in(home)).save(snapshot, None)
    ReportStore(_kept_in(home)).save(report)
    home.lines.write_text("\n".join("\t".join(cells_of(row)) for row in report.rows), encoding="utf-8")


def _invented(rows: int) -> Snapshot:
    """Return what the imitation's pages of such a tenant say, with some of its people under other names."""
    with tempfile.TemporaryDirectory() as folder:
        make_pages(Path(folder), companies=rows, contacts=rows * 3 // 2, customers=rows * 3 // 2)
        snapshot = snapshot_of(_renamed(read_pages(Path(folder))))
    return replace(snapshot, profile=PROFILE, fetched_at=_READ_AT)


def _renamed(bodies: Bodies) -> Bodies:
    return {name: [_with_other_names(page) for page in pages] for name, pages in bodies.items()}


def _with_other_names(page: bytes) -> bytes:
    for one, other in _NAMES:
        for form in (str, str.lower, str.upper):
            page = page.replace(form(one).encode(), form(other).encode())
    return page
