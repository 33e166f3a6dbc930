"""The last runs of each profile: when, how they ended and how much they read. No names, and no addresses.

A small file of lines, one JSON object each: a run, or the report that was built of the run before it. What a
newer axtui has written is passed over, and so is what is damaged: nothing depends on it.
"""

import contextlib
import json
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from axtui.core.errors import CannotWriteError
from axtui.services.files import private_directory
from axtui.services.locked_file import LockedFile, read_unlocked
from axtui.services.profile_files import move, path_of, remove
from axtui.services.stored_times import stored_time
from axtui.services.surroundings import Surroundings

_FORM: Final = 1
_ENDING: Final = ".jsonl"
_MOST: Final = 100
"""Runs that are kept; a line each, and one more for each report."""
_LONGEST: Final = 1024 * 1024
_TRIES: Final = 50
"""Another run has the file for an instant only."""


class RunKind(StrEnum):
    """How much a run reads."""

    FULL = "full"
    CHANGES = "changes"
    RESUMED = "resumed"
    """In full, with pages that an interrupted run had read."""


class RunOutcome(StrEnum):
    """How a run ended."""

    DONE = "done"
    INCOMPLETE = "incomplete"
    """Read to the end, and known to be short."""
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class SideFigures:
    """What one side took."""

    records: int = 0
    pages: int = 0
    requests: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitsTold:
    """What the servers last said of their limits during a run; None where they said nothing."""

    hour_used: int | None = None
    """Autotask's requests of the last hour, by all integrations together."""
    hour_limit: int | None = None
    minute_left: int | None = None
    """Xero's, of this app."""
    day_left: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEntry:
    """One run as it is remembered."""

    began: datetime
    ended: datetime
    kind: RunKind
    outcome: RunOutcome
    error: str = ""
    """Which kind of error ended it; never its words."""
    autotask: SideFigures = field(default_factory=SideFigures)
    xero: SideFigures = field(default_factory=SideFigures)
    limits: LimitsTold = field(default_factory=LimitsTold)
    version: str = ""
    """Of the axtui that ran."""
    rule: str = ""
    """Under which the report was built; empty where none was."""
    notes: Mapping[str, int] = field(default_factory=dict)
    """How many rows the report has of each note."""


class RunLedger:
    """What is remembered of runs. Every method blocks: from the event loop, use a thread."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    @classmethod
    def of(cls, surroundings: Surroundings) -> "RunLedger":
        """Return the ledger of this user."""
        return cls(surroundings.state_dir / "runs")

    def runs(self, profile: str) -> tuple[RunEntry, ...]:
        """Return what is remembered, the oldest first; nothing where nothing can be read."""
        try:
            data = read_unlocked(self._path_of(profile), most=_LONGEST)
        except OSError:
            return ()
        return _entries_in(data)

    def add(self, profile: str, entry: RunEntry) -> None:
        """Remember a run that has ended; where that cannot be written, it is forgotten."""
        self._change(profile, lambda entries: (*entries, entry))

    def add_report(self, profile: str, *, rule: str, notes: Mapping[str, int]) -> None:
        """Remember what the report of the last run shows, unless that is known or it brought none."""

        def with_notes(entries: tuple[RunEntry, ...]) -> tuple[RunEntry, ...]:
            if not entries or entries[-1].rule or entries[-1].outcome not in _WITH_REPORT:
                return entries
            return (*entries[:-1], replace(entries[-1], rule=rule, notes=notes))

        self._change(profile, with_notes)

    def forget(self, profile: str) -> None:
        """Remember nothing of the profile's runs."""
        remove(self._path_of(profile))

    def rename(self, was: str, now: str) -> None:
        """Let what is remembered follow a profile to its new name."""
        move(self._path_of(was), self._path_of(now))

    def _change(self, profile: str, change: Callable[[tuple[RunEntry, ...]], tuple[RunEntry, ...]]) -> None:
        with contextlib.suppress(CannotWriteError, OSError):
            private_directory(self._directory)
            with closing(_opened(self._path_of(profile))) as file:
                before = _entries_in(file.read())
                after = change(before)[-_MOST:]
                if after != before:
                    file.cut(0)
                    file.add(b"".join(map(_line_of, after)))

    def _path_of(self, profile: str) -> Path:
        return path_of(self._directory, profile, ending=_ENDING)


_WITH_REPORT: Final = (RunOutcome.DONE, RunOutcome.INCOMPLETE)


def _opened(path: Path) -> LockedFile:
    for _ in range(_TRIES):
        with contextlib.suppress(BlockingIOError):
            return LockedFile.opened(path)
    raise BlockingIOError


def _entries_in(data: bytes) -> tuple[RunEntry, ...]:
    found = map(_entry_from, data.split(b"\n"))
    return tuple(entry for entry in found if entry is not None)


def _entry_from(line: bytes) -> RunEntry | None:
    """Return the run that a line tells of; None for a line that is none of ours, or cut off."""
    try:
        return _read(json.loads(line))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _read(plain: dict[str, Any]) -> RunEntry | None:
    if plain["form"] != _FORM:
        return None
    return RunEntry(
        began=stored_time(plain["began"]),
        ended=stored_time(plain["ended"]),
        kind=RunKind(plain["kind"]),
        outcome=RunOutcome(plain["outcome"]),
        error=str(plain["error"]),
        autotask=SideFigures(**_numbers(plain["autotask"])),
        xero=SideFigures(**_numbers(plain["xero"])),
        limits=LimitsTold(**_numbers(plain["limits"])),
        version=str(plain["version"]),
        rule=str(plain["rule"]),
        notes=_numbers(plain["notes"]),
    )


def _numbers(plain: dict[str, object]) -> dict[str, int]:
    return {name: number for name, number in plain.items() if type(number) is int}


def _line_of(entry: RunEntry) -> bytes:
    plain = {
        "form": _FORM,
        "began": entry.began.isoformat(),
        "ended": entry.ended.isoformat(),
        "kind": entry.kind,
        "outcome": entry.outcome,
        "error": entry.error,
        "autotask": _plain(entry.autotask),
        "xero": _plain(entry.xero),
        "limits": _plain(entry.limits),
        "version": entry.version,
        "rule": entry.rule,
        "notes": dict(entry.notes),
    }
    return f"{json.dumps(plain)}\n".encode("ascii")


def _plain(figures: SideFigures | LimitsTold) -> dict[str, int | None]:
    return {name: getattr(figures, name) for name in figures.__slots__}
