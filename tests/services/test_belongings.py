"""What lies on the disk for a profile follows it to a new name, and goes with it."""

import asyncio
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from builders import NOON, company, snapshot

from axtui.core.errors import CannotWriteError
from axtui.core.models import FetchedAt
from axtui.core.report import Report, ReportRules, build_report
from axtui.core.secret import Secret
from axtui.services.belongings import follow_rename, forget
from axtui.services.checkpoints import Checkpoints
from axtui.services.page_log import ListName, NotedPage
from axtui.services.profile_salt import salt_of
from axtui.services.read_state import Kept, ReadState
from axtui.services.refused_logins import RefusedLogins
from axtui.services.report_store import ReportStore
from axtui.services.row_ledger import RowLedger
from axtui.services.row_records import RunHead
from axtui.services.run_ledger import RunEntry, RunKind, RunLedger, RunOutcome
from axtui.services.snapshots import SnapshotStore
from axtui.services.surroundings import Surroundings
from axtui.services.told_runs import Mark, ToldRuns
from axtui.services.views import ViewStore

_KEPT = Kept(
    snapshot=snapshot([company()]),
    state=ReadState(
        fingerprint="f00d",
        full_at=NOON,
        autotask_since=NOON,
        xero_since=NOON,
        other_companies=frozenset(),
        other_contacts=frozenset(),
    ),
)


def _fill(surroundings: Surroundings, profile: str = "acme") -> None:
    SnapshotStore.of(surroundings).save(replace(_KEPT.snapshot, profile=profile), _KEPT.state)
    with closing(Checkpoints.of(surroundings).new(profile, fingerprint="f00d")) as log:
        log.note(ListName.COMPANIES, NotedPage(after=0, up_to=1, items=(company(),)))
    RefusedLogins.of(surroundings).remember(profile, Secret("x"), now=NOON)
    ReportStore.of(surroundings).save(_report(profile))
    tokens = surroundings.state_dir / "tokens"
    tokens.mkdir(parents=True, exist_ok=True)
    (tokens / f"{profile}.json").write_text("{}")
    asyncio.run(ViewStore.of(surroundings).change(profile, lambda view: view.searched(profile)))
    (surroundings.state_dir / "views" / f"{profile}.json.aside").write_text("{}")
    run = RunEntry(began=NOON, ended=NOON, kind=RunKind.FULL, outcome=RunOutcome.DONE)
    RunLedger.of(surroundings).add(profile, run)
    read_at = FetchedAt(autotask=NOON, xero=NOON)
    head = RunHead(
        series="s", rule="name", fetched_at=read_at, noted_at=NOON, is_complete=True, rows=0, open=0
    )
    RowLedger.of(surroundings).add(profile, head, {})
    salt_of(profile, surroundings)
    mark = Mark(watch="w", series="s", rule="name", run=read_at)
    ToldRuns.of(surroundings).put(profile, mark, may_follow=lambda _: True)


def _report(profile: str) -> Report:
    return build_report(replace(_KEPT.snapshot, profile=profile), ReportRules())


def _has(surroundings: Surroundings, profile: str) -> list[bool]:
    return [
        SnapshotStore.of(surroundings).load(profile) is not None,
        Checkpoints.of(surroundings).found(profile, fingerprint="f00d") is not None,
        RefusedLogins.of(surroundings).is_refused(profile, Secret("x")) is not None,
        (surroundings.state_dir / "tokens" / f"{profile}.json").exists(),
        (surroundings.state_dir / "views" / f"{profile}.json").exists(),
        (surroundings.state_dir / "views" / f"{profile}.json.aside").exists(),
        bool(RunLedger.of(surroundings).runs(profile)),
        bool(RowLedger.of(surroundings).history(profile).runs),
        (surroundings.history_dir / f"{profile}.salt").exists(),
        bool(ToldRuns.of(surroundings).marks(profile).marks),
        (surroundings.cache_dir / "snapshots" / f"{profile}.report").exists(),
    ]


def test_everything_follows_a_profile(surroundings: Surroundings) -> None:
    """Nothing is left under the old name, where the next profile of that name would find it.

    Only the built report goes, which names its profile, and so does one that was there before.
    """
    _fill(surroundings)
    ReportStore.of(surroundings).save(_report("bolt"))
    follow_rename("acme", "bolt", surroundings=surroundings)
    assert (_has(surroundings, "acme"), _has(surroundings, "bolt")) == ([False] * 11, [*[True] * 10, False])
    expected = replace(_KEPT, snapshot=replace(_KEPT.snapshot, profile="bolt"))
    assert SnapshotStore.of(surroundings).load("bolt") == expected
    assert _named_files(surroundings, "acme") == []


def _named_files(surroundings: Surroundings, profile: str) -> list[Path]:
    return [
        path for top in (surroundings.cache_dir, surroundings.state_dir) for path in top.rglob(f"{profile}*")
    ]


def test_everything_goes_with_a_profile(surroundings: Surroundings) -> None:
    """And that of others stays."""
    _fill(surroundings)
    _fill(surroundings, "bolt")
    forget("acme", surroundings=surroundings)
    assert _named_files(surroundings, "acme") == []
    assert _has(surroundings, "bolt") == [True] * 11


def test_a_profile_without_anything_can_be_renamed_and_removed(surroundings: Surroundings) -> None:
    """It was never run; and nothing is made for it."""
    follow_rename("acme", "bolt", surroundings=surroundings)
    forget("bolt", surroundings=surroundings)
    assert _named_files(surroundings, "") == []


def test_what_cannot_be_removed_keeps_nothing_else(surroundings: Surroundings) -> None:
    """The first failure is told, after all the rest is gone."""
    _fill(surroundings)
    snapshots = surroundings.cache_dir / "snapshots"
    (snapshots / "acme.sqlite3").unlink()
    (snapshots / "acme.sqlite3").mkdir()
    with pytest.raises(CannotWriteError, match=r"acme\.sqlite3"):
        forget("acme", surroundings=surroundings)
    assert _named_files(surroundings, "acme") == [snapshots / "acme.sqlite3"]


def test_a_read_that_cannot_be_used_any_more_does_not_hinder_a_rename(surroundings: Surroundings) -> None:
    """It goes, and the rest follows."""
    _fill(surroundings)
    (surroundings.cache_dir / "snapshots" / "acme.sqlite3").write_bytes(b"of another version")
    follow_rename("acme", "bolt", surroundings=surroundings)
    assert (_has(surroundings, "acme"), _has(surroundings, "bolt")) == (
        [False] * 11,
        [False, *[True] * 9, False],
    )
