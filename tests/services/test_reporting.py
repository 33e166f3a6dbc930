"""What is kept of a run, and how its report opens again."""

from dataclasses import replace
from pathlib import Path

import pytest
from builders import company, customer, snapshot
from configs import profile
from http_fakes import FakeTime, surroundings

from axtui.__main__ import demo_profile
from axtui.core.errors import CannotWriteError
from axtui.core.match_by import MatchBy
from axtui.core.models import Customer, Snapshot
from axtui.core.report import build_report
from axtui.demo.server import DemoServer
from axtui.services import belongings, last_reports, reporting
from axtui.services.config import AppSettings
from axtui.services.snapshots import SnapshotStore
from axtui.services.surroundings import Surroundings

ACME = profile()


def acme(*customers: Customer) -> Snapshot:
    """Return a small read of the profile."""
    return snapshot([company(), company(2, "Apex")], customers=customers)


@pytest.fixture
def own() -> Surroundings:
    """Places with the last read of one profile in them, and the report that was built from it."""
    found = surroundings(FakeTime())
    kept = acme(customer())
    SnapshotStore.of(found).save(kept, None)
    last_reports.store_report(build_report(kept, ACME.rules), surroundings=found, settings=AppSettings())
    return found


def files(own: Surroundings) -> set[str]:
    """Return the names of everything in the cache but its tag."""
    return {path.name for path in own.cache_dir.rglob("*") if path.is_file()} - {"CACHEDIR.TAG"}


def test_the_stored_report_opens_without_what_it_was_built_from(own: Surroundings) -> None:
    """It equals one that is built anew."""
    last = last_reports.last_report("acme", ACME.rules, surroundings=own, settings=AppSettings())
    assert last.snapshot is None
    kept = last_reports.last_snapshot("acme", surroundings=own, settings=AppSettings())
    assert kept is not None
    assert last.report == build_report(kept, ACME.rules)


def test_another_rule_is_built_from_the_snapshot(own: Surroundings) -> None:
    """The stored report holds for one set of rules."""
    rules = ACME.rules.matching_by(MatchBy.NUMBER)
    last = last_reports.last_report("acme", rules, surroundings=own, settings=AppSettings())
    assert last.snapshot is not None
    assert last.report == build_report(last.snapshot, rules)


def test_a_newer_read_makes_the_stored_report_an_old_one(own: Surroundings) -> None:
    """It is built from the newer one then."""
    kept = acme(customer())
    later = FakeTime()
    later.passed = 60.0
    newer = replace(kept, fetched_at=replace(kept.fetched_at, xero=later.clock.now()))
    SnapshotStore.of(own).save(newer, None)
    last = last_reports.last_report("acme", ACME.rules, surroundings=own, settings=AppSettings())
    assert last.snapshot == newer


def test_a_report_in_memory_is_built_without_looking_at_the_disk(own: Surroundings) -> None:
    """So it is where nothing may be kept there."""
    mine = acme()
    last = last_reports.last_report(
        "acme", ACME.rules, snapshot=mine, surroundings=own, settings=AppSettings()
    )
    assert last.report == build_report(mine, ACME.rules)


def test_a_profile_without_a_read_has_no_report(own: Surroundings) -> None:
    """Neither stored nor built."""
    last = last_reports.last_report("other", ACME.rules, surroundings=own, settings=AppSettings())
    assert (last.report, last.snapshot) == (None, None)


def test_what_is_kept_follows_a_rename_and_goes_with_its_profile(own: Surroundings) -> None:
    """The report is built anew under the new name, which stands in it."""
    belongings.follow_rename("acme", "apex", surroundings=own)
    assert (
        last_reports.last_report("acme", ACME.rules, surroundings=own, settings=AppSettings()).report is None
    )
    moved = last_reports.last_report("apex", ACME.rules, surroundings=own, settings=AppSettings()).report
    assert moved is not None
    assert moved.profile == "apex"
    belongings.forget("apex", surroundings=own)
    assert files(own) == set()


def test_nothing_is_stored_where_nothing_may_stay_on_disk(tmp_path: Path) -> None:
    """Retention of no days means none."""
    own = replace(surroundings(FakeTime()), cache_dir=tmp_path)
    report = build_report(acme(), ACME.rules)
    last_reports.store_report(report, surroundings=own, settings=AppSettings(retention_days=0))
    assert files(own) == set()


async def test_what_cannot_be_kept_takes_no_room_from_the_next_run() -> None:
    """The report is there all the same; its pages, as large as itself, do not stay in its place."""
    own, not_kept = surroundings(FakeTime()), list[CannotWriteError]()
    own.cache_dir.mkdir(parents=True)
    (own.cache_dir / "snapshots").touch()
    with DemoServer(40, latency=0) as server:
        found = await reporting.run(
            demo_profile(server.addresses),
            surroundings=own,
            settings=AppSettings(),
            on_progress=lambda _: None,
            on_not_kept=not_kept.append,
            on_notice=lambda _: None,
        )
    assert len(found.companies) == 40
    assert len(not_kept) == 1
    assert not list((own.cache_dir / "checkpoints").glob("*.pages"))
