"""The last report of a profile: opened as it was stored, or built from what was last read.

It is what somebody who starts the program waits for, so this imports no more than that needs: nothing of how
reports are read anew (`axtui.services.reporting`).
"""

import contextlib
from dataclasses import dataclass

from axtui.core.errors import CannotWriteError
from axtui.core.models import Snapshot
from axtui.core.report import Report, ReportRules, build_report
from axtui.services.config_values import AppSettings
from axtui.services.report_store import ReportStore
from axtui.services.retention import is_expired
from axtui.services.snapshots import SnapshotStore
from axtui.services.surroundings import Surroundings


def last_snapshot(profile_name: str, *, surroundings: Surroundings, settings: AppSettings) -> Snapshot | None:
    """Return what the profile's last read found, or None before the first one, or when that is too old.

    Reads a file: from the event loop, call it in a thread.
    """
    if not surroundings.uses_cache:
        return None
    kept = SnapshotStore.of(surroundings).load(profile_name)
    if kept is None or is_expired(kept.snapshot.fetched_at, settings=settings, now=surroundings.now()):
        return None
    return kept.snapshot


def keeps(settings: AppSettings, surroundings: Surroundings) -> bool:
    """Say whether what a run reads may stay on the disk."""
    return surroundings.uses_cache and settings.retention_days > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LastReport:
    """The report of the last read, and what it was built from, where it had to be built."""

    report: Report | None
    snapshot: Snapshot | None


def last_report(
    profile_name: str,
    rules: ReportRules,
    *,
    snapshot: Snapshot | None = None,
    surroundings: Surroundings,
    settings: AppSettings,
) -> LastReport:
    """Return the report of a snapshot, or of what was last read: as it was stored, or built.

    Reads files: from the event loop, call it in a thread.
    """
    if snapshot is None and (report := _stored_report(profile_name, rules, surroundings, settings)):
        return LastReport(report=report, snapshot=None)
    snapshot = snapshot or last_snapshot(profile_name, surroundings=surroundings, settings=settings)
    report = build_report(snapshot, rules) if snapshot else None
    return LastReport(report=report, snapshot=snapshot)


def _stored_report(
    profile_name: str, rules: ReportRules, surroundings: Surroundings, settings: AppSettings
) -> Report | None:
    if not surroundings.uses_cache:
        return None
    fetched_at = SnapshotStore.of(surroundings).fetched_at(profile_name)
    if fetched_at is None or is_expired(fetched_at, settings=settings, now=surroundings.now()):
        return None
    return ReportStore.of(surroundings).load(profile_name, rules=rules, fetched_at=fetched_at)


def store_report(report: Report, *, surroundings: Surroundings, settings: AppSettings) -> None:
    """Keep a report that was built, so that it opens at once next time; without it, it is built again."""
    if not keeps(settings, surroundings):
        return
    with contextlib.suppress(CannotWriteError):
        ReportStore.of(surroundings).save(report)
    from axtui.services.run_ledger import RunLedger  # not needed where a stored report opens

    counts = {str(note): number for note, number in report.counts.items() if number}
    rule = str(report.rules.match.match_by)
    RunLedger.of(surroundings).add_report(report.profile, rule=rule, notes=counts)
