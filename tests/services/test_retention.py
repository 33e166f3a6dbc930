"""How long what was read stays on the disk, and what is never shown though it lies there."""

import os
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from operator import methodcaller
from pathlib import Path

import pytest
from builders import NOON, company, customer, rules, snapshot
from disk import as_nobody
from faults.figures import Figure
from noted_pages import A_RUN, take

from axtui.core.match_by import MatchBy
from axtui.core.report import build_report
from axtui.services.checkpoints import Checkpoints
from axtui.services.config import AppSettings
from axtui.services.last_reports import last_report
from axtui.services.locked_file import LockedFile
from axtui.services.report_store import ReportStore
from axtui.services.retention import is_expired, sweep
from axtui.services.snapshot_rows import _TABLES
from axtui.services.snapshots import SnapshotStore
from axtui.services.surroundings import Surroundings
from axtui.services.views import ViewStore

_WEEK = timedelta(days=7)
_KEPT = AppSettings()


def _at(surroundings: Surroundings, moment: datetime) -> Surroundings:
    return replace(surroundings, now=lambda: moment)


def _files(surroundings: Surroundings) -> set[str]:
    roots = (surroundings.cache_dir, surroundings.state_dir)
    names = {path.name for root in roots for path in root.rglob("*") if path.is_file()}
    return names - {"CACHEDIR.TAG", "lock"}


async def _leave(surroundings: Surroundings, profile: str = "acme") -> None:
    """Leave one of everything that names people, as of noon."""
    kept = replace(snapshot([company()], customers=(customer(),)), profile=profile)
    SnapshotStore.of(surroundings).save(kept, None)
    ReportStore.of(surroundings).save(build_report(kept, rules()))
    with closing(Checkpoints.of(surroundings).new(profile, fingerprint="f00d")) as log:
        take(A_RUN, log)
    await ViewStore.of(surroundings).change(profile, lambda view: view.searched("Ada Byron"))


@pytest.mark.fault("F02")
async def test_what_is_too_old_is_gone_after_a_start(surroundings: Surroundings, figure: Figure) -> None:
    """Reads, reports, pages of interrupted runs and searches, on the second after their last one."""
    await _leave(surroundings)
    found = _files(surroundings)
    sweep(["acme"], settings=_KEPT, surroundings=_at(surroundings, NOON + _WEEK))
    assert _files(surroundings) == found
    late = _at(surroundings, NOON + _WEEK + timedelta(seconds=1))
    assert sweep(["acme"], settings=_KEPT, surroundings=late).left == ()
    assert _files(surroundings) == {"acme.json"}
    assert (await ViewStore.of(late).load("acme")).view.searches == ()
    figure("removed", f"{len(found)}/{len(found)}")


@pytest.mark.fault("F02")
async def test_what_is_too_old_is_never_shown(surroundings: Surroundings) -> None:
    """Not even before the sweep, or where it could not be removed."""
    await _leave(surroundings)
    for passed, is_shown in ((_WEEK, True), (_WEEK + timedelta(seconds=1), False)):
        late = _at(surroundings, NOON + passed)
        last = last_report("acme", rules(), surroundings=late, settings=_KEPT)
        assert (last.report is not None) is is_shown
        other = rules(MatchBy.NUMBER)
        built = last_report("acme", other, surroundings=late, settings=_KEPT)
        assert (built.report is not None) is is_shown


@pytest.mark.fault("F02")
async def test_the_time_that_stands_in_a_read_counts(surroundings: Surroundings) -> None:
    """A backup that was brought back has a new file time; a read under a new profile name has one, too."""
    await _leave(surroundings)
    SnapshotStore.of(surroundings).rename("acme", "apex")
    path = surroundings.cache_dir / "snapshots" / "apex.sqlite3"
    late = NOON + _WEEK + timedelta(seconds=1)
    os.utime(path, (late.timestamp(), late.timestamp()))
    sweep([], settings=_KEPT, surroundings=_at(surroundings, late))
    assert not path.exists()


async def test_a_damaged_read_goes_by_the_time_of_its_file(surroundings: Surroundings) -> None:
    """Nothing else can be told of it."""
    await _leave(surroundings)
    path = surroundings.cache_dir / "snapshots" / "acme.sqlite3"
    path.write_bytes(b"damaged")
    now = _at(surroundings, NOON + 2 * _WEEK)
    sweep([], settings=_KEPT, surroundings=now)
    assert path.exists()
    os.utime(path, (NOON.timestamp(), NOON.timestamp()))
    sweep([], settings=_KEPT, surroundings=now)
    assert not path.exists()


async def test_a_clock_that_stood_in_the_future_costs_nothing(surroundings: Surroundings) -> None:
    """What seems to be of tomorrow counts as of this moment."""
    await _leave(surroundings)
    found = _files(surroundings)
    sweep(["acme"], settings=_KEPT, surroundings=_at(surroundings, NOON - timedelta(days=6)))
    assert _files(surroundings) == found
    assert not is_expired(snapshot().fetched_at, settings=_KEPT, now=NOON - timedelta(days=6))


async def test_nothing_of_a_profile_stays_where_nothing_may(surroundings: Surroundings) -> None:
    """`retention_days = 0` takes away what an earlier setting has kept; other profiles keep theirs."""
    await _leave(surroundings)
    await _leave(surroundings, "other")
    sweep(["acme"], settings=AppSettings(retention_days=0), surroundings=surroundings)
    assert _files(surroundings) == {
        *("other.sqlite3", "other.report", "other.pages", "other.json"),
        "acme.json",
    }
    assert (await ViewStore.of(surroundings).load("acme")).view.searches == ()
    assert (await ViewStore.of(surroundings).load("other")).view.searches == ("Ada Byron",)


async def test_each_search_has_its_own_time(surroundings: Surroundings) -> None:
    """A search that is made every day keeps no older one on the disk; one that is made anew is as new."""
    for day, text in enumerate(("old", "again", "new", "again")):
        store = ViewStore.of(_at(surroundings, NOON + timedelta(days=day)))
        await store.change("acme", methodcaller("searched", text))
    sweep(
        [], settings=AppSettings(retention_days=1), surroundings=_at(surroundings, NOON + timedelta(days=3))
    )
    assert (await ViewStore.of(surroundings).load("acme")).view.searches == ("new", "again")


async def test_searches_of_an_older_axtui_are_as_old_as_their_file(surroundings: Surroundings) -> None:
    """It noted no times."""
    path = surroundings.state_dir / "views" / "acme.json"
    path.parent.mkdir(parents=True)
    path.write_text('{"form": 1, "columns": null, "filters": [], "searches": ["Ada"]}', encoding="ascii")
    os.utime(path, (NOON.timestamp(), NOON.timestamp()))
    assert (await ViewStore.of(surroundings).load("acme")).view.searches == ("Ada",)
    sweep([], settings=_KEPT, surroundings=_at(surroundings, NOON + 2 * _WEEK))
    assert (await ViewStore.of(surroundings).load("acme")).view.searches == ()


def test_crash_reports_and_what_was_set_aside_go_as_well(surroundings: Surroundings) -> None:
    """By the time of their files; what a killed run has left half-written goes at once.

    A person's own notes beside crash reports stay.
    """
    notes = surroundings.state_dir / "crashes" / "notes.txt"
    paths = [
        surroundings.state_dir / "crashes" / "20260302T120000Z-1.txt",
        surroundings.state_dir / "views" / "acme.json.aside",
        surroundings.cache_dir / "snapshots" / "gone.report",
        surroundings.cache_dir / "demo" / "snapshots" / "demo.sqlite3",
    ]
    partial = surroundings.cache_dir / "snapshots" / ".axtui-0123.partial"
    for path in (*paths, partial, notes):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        os.utime(path, (NOON.timestamp(), NOON.timestamp()))
    assert sweep([], settings=_KEPT, surroundings=_at(surroundings, NOON + 2 * _WEEK)).removed == 4
    assert [path for path in (*paths, partial, notes) if path.exists()] == [notes]


def test_what_cannot_be_removed_is_told(surroundings: Surroundings, tmp_path: Path) -> None:
    """Somebody has to do something about it."""
    with as_nobody(tmp_path) as home:
        place = replace(
            _at(surroundings, NOON + 2 * _WEEK), cache_dir=home / "cache", state_dir=home / "state"
        )
        path = home / "cache" / "snapshots" / "acme.sqlite3"
        path.parent.mkdir(parents=True)
        path.touch()
        os.utime(path, (NOON.timestamp(), NOON.timestamp()))
        path.parent.chmod(0o500)
        assert sweep([], settings=_KEPT, surroundings=place).left == (path,)
        path.parent.chmod(0o700)


def test_a_first_start_makes_nothing(surroundings: Surroundings) -> None:
    """A sweep of an empty home leaves it empty."""
    assert sweep(["acme"], settings=_KEPT, surroundings=surroundings).removed == 0
    sweep(["acme"], settings=AppSettings(retention_days=0), surroundings=surroundings)
    assert not surroundings.cache_dir.exists()
    assert not surroundings.state_dir.exists()


def test_any_number_of_days_is_counted() -> None:
    """The largest setting reaches back before the first year of the calendar."""
    early = NOON.replace(year=2)
    assert not is_expired(snapshot().fetched_at, settings=AppSettings(retention_days=3650), now=early)


def test_no_more_is_kept_of_anybody_than_the_report_judges_or_shows() -> None:
    """Ids, names, numbers, addresses, who counts and since when; no telephone, no street, no balance."""
    people = {table: columns for table, columns in _TABLES.items() if table not in ("snapshot", "state")}
    assert people == {
        "companies": ("id", "name", "number", "exclude_value"),
        "contacts": ("id", "company_id", "first_name", "last_name", "emails", "is_active", "udf_value"),
        "customers": (
            *("id", "name", "account_number", "contact_number", "status"),
            *("first_name", "last_name", "email", "is_customer", "changed_ms"),
        ),
    }


async def test_what_another_program_changes_at_this_moment_waits_for_the_next_start(
    surroundings: Surroundings,
) -> None:
    """Nobody waits for a lock when the program starts, and nothing is said of it."""
    await _leave(surroundings)
    late = _at(surroundings, NOON + 2 * _WEEK)
    with closing(LockedFile.opened(surroundings.state_dir / "views" / "lock")):
        assert sweep([], settings=_KEPT, surroundings=late).left == ()
    assert (await ViewStore.of(surroundings).load("acme")).view.searches == ("Ada Byron",)
    sweep([], settings=_KEPT, surroundings=late)
    assert (await ViewStore.of(surroundings).load("acme")).view.searches == ()


def test_views_that_cannot_be_read_wait_until_their_profile_is_opened(surroundings: Surroundings) -> None:
    """They are set aside then, which a sweep of all profiles does not do; what was set aside lately stays."""
    directory = surroundings.state_dir / "views"
    directory.mkdir(parents=True)
    for name in ("acme.json", "other.json.aside"):
        (directory / name).write_bytes(b"?")
    swept = sweep([], settings=_KEPT, surroundings=_at(surroundings, NOON + 2 * _WEEK))
    assert (swept.removed, swept.left) == (0, ())
    assert {path.name for path in directory.iterdir()} == {"acme.json", "other.json.aside"}
