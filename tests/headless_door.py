"""The headless door of a machine with one profile, whose runs are what a test says."""

import io
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TextIO

from builders import NOON, company, customer, linked, snapshot
from configs import profile

from axtui.cli import run
from axtui.core.models import FetchedAt, Snapshot
from axtui.core.report import build_report
from axtui.services.config import Config
from axtui.services.last_reports import last_snapshot
from axtui.services.run_changes import remember
from axtui.services.snapshots import SnapshotStore
from axtui.services.surroundings import Surroundings

HOSTILE = "Bad [/close] \x1b]0;owned\x07\tLtd"


@dataclass(slots=True, kw_only=True)
class Door:
    """The headless door of a machine with one profile, whose runs are what a test says."""

    surroundings: Surroundings
    config: Config
    code: int = 0
    out: str = ""
    err: str = ""

    def __call__(self, *argv: str, stdout: TextIO | None = None) -> str:
        """Run a command line; return what it prints."""
        out, err = io.StringIO(), io.StringIO()
        self.code = run(
            argv, surroundings=self.surroundings, stdout=stdout or out, stderr=err, config=self.config
        )
        self.out, self.err = out.getvalue(), err.getvalue()
        return self.out

    def keeps(self, hour: int, *names: str, without: tuple[int, ...] = (), short: str = "") -> None:
        """Make this the last read: companies of these names, all matched but some."""
        read = snapshot(
            [company(at, name) for at, name in enumerate(names, start=1)],
            [linked(at, at) for at in range(1, len(names) + 1)],
            [customer(f"x{at}", name) for at, name in enumerate(names, start=1) if at not in without],
            incomplete_because=[short] if short else [],
        )
        self._save(read, hour)

    def _save(self, read: Snapshot, hour: int) -> None:
        at = NOON - timedelta(days=1) + timedelta(hours=hour)
        kept = replace(read, profile="acme", fetched_at=FetchedAt(autotask=at, xero=at))
        SnapshotStore.of(self.surroundings).save(kept, None)

    def notes(self, hour: int, *names: str, without: tuple[int, ...] = ()) -> None:
        """Read as the app does, which notes its report when that opens."""
        self.keeps(hour, *names, without=without)
        (of,) = self.config.profiles
        read = last_snapshot("acme", surroundings=self.surroundings, settings=self.config.settings)
        assert read is not None
        remember(
            build_report(read, of.rules),
            read,
            profile=of,
            surroundings=self.surroundings,
            settings=self.config.settings,
        )

    def watches(self, *flags: str, stdout: TextIO | None = None) -> list[str]:
        """Watch for new rows of the last read; return kind and id of those that are told."""
        self("report", "--cached", "--fail-on", "new", *flags, stdout=stdout)
        return [" ".join(line.split("\t")[:2]) for line in self.out.splitlines()]

    def runs(self, *runs: tuple[int, ...]) -> None:
        """Have seen one run after another, each without the customers of these companies."""
        for hour, without in enumerate(runs, start=1):
            self.keeps(hour, "Acme", HOSTILE, "Cee", without=without)
            self("report", "--cached", "--fail-on", "new")


def door_of(surroundings: Surroundings) -> Door:
    """Return the door of a machine that has never run anything."""
    return Door(surroundings=surroundings, config=Config(profiles=(replace(profile(), name="acme"),)))
