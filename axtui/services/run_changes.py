"""From a report to what has changed since earlier runs of the profile; both doors note and compare here."""

import json
from collections.abc import Set
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from axtui.core.errors import CannotWriteError, DataError, UnavailableError
from axtui.core.match_by import MatchBy
from axtui.core.matching import MatchRule
from axtui.core.models import CompanyId, Snapshot
from axtui.core.report import Report, ReportRules
from axtui.services.acknowledging import acknowledged_of
from axtui.services.config_values import AppSettings, Profile
from axtui.services.last_reports import keeps
from axtui.services.profile_salt import salt_of, salted
from axtui.services.reporting import fingerprint_of_tenants
from axtui.services.row_history import Changes, RowHistory
from axtui.services.row_ledger import RowLedger
from axtui.services.row_records import RunHead, open_in
from axtui.services.row_states import Packed, packed_rows
from axtui.services.snapshots import SnapshotStore
from axtui.services.surroundings import Surroundings

HISTORY_TROUBLES: Final = (CannotWriteError, DataError, UnavailableError)
"""What may be wrong with the history of runs: it cannot be written or read, or another process keeps it."""
_SERIES_BYTES: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownRun:
    """A run that is remembered, among the others of its profile."""

    history: RowHistory
    place: int
    acknowledged: Set[CompanyId] | None = None
    """Companies whose row is acknowledged by now; None where only what was noted with the run is known."""

    @property
    def head(self) -> RunHead:
        """What is known of it."""
        return self.history.runs[self.place]

    @property
    def comparable(self) -> tuple[int, ...]:
        """The places of the runs that it can be compared with, the latest last."""
        return self.history.comparable(self.place)

    def since(self, before: int) -> Changes:
        """Return what has changed since an earlier run."""
        return self.history.changes(before, self.place, acknowledged=self.acknowledged)

    def watched_since(self, before: int) -> Changes:
        """Return the same for who has seen no run in between."""
        return self.history.watched(before, self.place, acknowledged=self.acknowledged)


def remember(
    report: Report,
    snapshot: Snapshot | None,
    *,
    profile: Profile,
    surroundings: Surroundings,
    settings: AppSettings,
) -> KnownRun | None:
    """Note the run that a report was built from, unless it is noted; None where nothing may be kept.

    Without the snapshot nobody can tell what a customer is called by now that a row has lost. Raises one of
    HISTORY_TROUBLES. Blocks.
    """
    if not keeps(settings, surroundings):
        return None
    series = series_of(report, profile, surroundings)
    ledger = RowLedger.of(surroundings)
    history = ledger.history(profile.name)
    acknowledged = acknowledged_of(report, profile, surroundings=surroundings).companies
    if known := _known(history, report, series, acknowledged):
        return known
    rows = packed_rows(
        report.rows,
        snapshot.customers if snapshot else (),
        salt=salt_of(profile.name, surroundings),
        earlier=history.last_rows(series, complete=True),
        acknowledged=acknowledged,
        is_complete=report.complete and snapshot is not None,
    )
    ledger.add(profile.name, _head_of(report, series, rows, now=surroundings.now()), rows)
    return _known(ledger.history(profile.name), report, series, acknowledged)


def known_run(report: Report, *, profile: Profile, surroundings: Surroundings) -> KnownRun | None:
    """Return the run that a report was built from; None where it is not noted. Raises as `remember`.

    Blocks.
    """
    series = series_of(report, profile, surroundings)
    acknowledged = acknowledged_of(report, profile, surroundings=surroundings).companies
    return _known(RowLedger.of(surroundings).history(profile.name), report, series, acknowledged)


def last_run(profile: Profile, *, surroundings: Surroundings) -> KnownRun | None:
    """Return the last run of a profile under its own rule, else under whatever rule. Raises as `remember`.

    Blocks.
    """
    history = RowLedger.of(surroundings).history(profile.name)
    if not history.runs:
        return None
    own = history.last_of(series_ahead(profile.rules, profile, surroundings))
    return KnownRun(history=history, place=len(history.runs) - 1 if own is None else own)


def series_of(report: Report, profile: Profile, surroundings: Surroundings) -> str:
    """Return the series of the run that a report was built from: only the same is compared."""
    salt = salt_of(profile.name, surroundings)
    return _series_of(report.rules, _fingerprint_of(report, profile, surroundings), salt)


def series_ahead(rules: ReportRules, profile: Profile, surroundings: Surroundings) -> str:
    """Return the series of a run that would read now, and be held under these rules."""
    salt = salt_of(profile.name, surroundings)
    return _series_of(rules, fingerprint_of_tenants(profile, surroundings), salt)


def _known(history: RowHistory, report: Report, series: str, acknowledged: Set[CompanyId]) -> KnownRun | None:
    place = history.place_of(report.fetched_at, series=series)
    return None if place is None else KnownRun(history=history, place=place, acknowledged=acknowledged)


def _head_of(report: Report, series: str, rows: Packed, *, now: datetime) -> RunHead:
    return RunHead(
        series=series,
        rule=str(report.rules.match.match_by),
        fetched_at=report.fetched_at,
        noted_at=now,
        is_complete=report.complete,
        rows=len(rows),
        open=open_in(rows),
    )


def _series_of(rules: ReportRules, fingerprint: str, salt: bytes) -> str:
    """Return what must be equal of two runs that are compared: rules, tenants, and what is read of them.

    The salt is part of it: under another one every name would look changed.
    """
    parts = (_match_parts(rules.match), rules.sole_contact_is_enough, fingerprint)
    return salted(salt, json.dumps(parts), size=_SERIES_BYTES).hex()


def _fingerprint_of(report: Report, profile: Profile, surroundings: Surroundings) -> str:
    """Return what was read for a report: the profile may have been edited since."""
    snapshots = SnapshotStore.of(surroundings)
    with suppress(DataError):  # what cannot be read is not what the report was built from
        if snapshots.fetched_at(profile.name) == report.fetched_at:
            state = snapshots.state(profile.name)
            if state is not None:
                return state.fingerprint
    return fingerprint_of_tenants(profile, surroundings)


def _match_parts(match: MatchRule) -> tuple[str, ...]:
    """Return those settings of a rule that it reads (PRODUCT.md section 1)."""
    parts = [str(match.match_by)]
    if match.match_by in (MatchBy.NUMBER, MatchBy.NUMBER_THEN_NAME):
        parts.append(str(match.number_field))
    if match.match_by is MatchBy.NUMBER_THEN_NAME:
        parts.append(str(match.name_ignore_case))
    return tuple(parts)
