"""Lists that change while they are read, and pages that are not as they should be."""

import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from faults.figures import Figure
from faults.scene import Site
from faults.tiers import times

from axtui.core.errors import ExitCode
from axtui.demo.churn import Churn
from axtui.services.snapshots import SnapshotStore

OpenSite = Callable[..., Site]

SEEDS = range(1, times(20, quick=1) + 1)


def _read_in_motion(site: Site, churn: Churn) -> tuple[int, int, int, int]:
    """Read while everything changes; return what is missing, doubled, a ghost, and out of date."""
    site.server.churner.begin(churn)
    site.report("--full").well()
    site.server.churner.end()
    kept = SnapshotStore(site.surroundings.cache_dir / "snapshots").load("demo")
    assert kept is not None
    live = site.server.live
    found: list[Any] = [*kept.snapshot.companies, *kept.snapshot.contacts, *kept.snapshot.customers]
    companies = {each.id: each.name for each in live.companies.all() if each.in_report}
    contacts = {
        each.id: (each.first_name, each.last_name, each.position)
        for each in live.contacts.all()
        if each.company_id in companies
    }
    customers = {each.id: (each.name, each.status.value) for each in live.customers.all()}
    there = {*companies, *contacts, *customers}
    doubled = sum(count - 1 for count in Counter(each.id for each in found).values())
    stale = sum(int(companies.get(each.id) != each.name) for each in kept.snapshot.companies)
    stale += sum(
        contacts.get(each.id) != (each.first_name, each.last_name, each.udf_value)
        for each in kept.snapshot.contacts
    )
    stale += sum(customers.get(each.id) != (each.name, each.status.value) for each in kept.snapshot.customers)
    ids = {each.id for each in found}
    return len(there - ids), doubled, len(ids - there), stale


@pytest.mark.fault("E01")
@pytest.mark.parametrize("seed", SEEDS)
def test_a_read_in_motion_ends_in_a_true_state(open_site: OpenSite, seed: int, figure: Figure) -> None:
    """After every page 3 updates, 1 insert and 1 archive of each list: nothing missing, nothing twice."""
    site = open_site(
        times(900, quick=600), contacts=times(3_000, quick=1_900), customers=times(3_500, quick=2_200)
    )
    missing, doubled, ghosts, stale = _read_in_motion(site, Churn(seed=seed))
    figure("missing", missing)
    figure("twice", doubled)
    figure("ghosts", ghosts)
    figure("out of date", stale)
    assert (missing, doubled, ghosts, stale) == (0, 0, 0, 0)


@pytest.mark.fault("E01")
@pytest.mark.parametrize("seed", SEEDS)
def test_a_refresh_after_motion_ends_in_a_true_state(open_site: OpenSite, seed: int) -> None:
    """What changed during and after the last read, deletions in Autotask too, is as after a full read.

    Xero deletes no contact, it archives them (xero-api.md section 3.4).
    """
    draw = random.Random(seed)  # noqa: S311  # draws, not secrets
    site = open_site(times(300, quick=100), contacts=times(1_200, quick=700), customers=1_500)
    site.server.churner.begin(Churn(seed=seed))
    site.report("--full").well()
    site.server.churner.end()
    live = site.server.live
    for _ in range(draw.randrange(4)):
        live.contacts.delete(draw.choice(live.contacts.ids))
        live.companies.change(draw.choice(live.companies.ids[1:]), name=f"Renamed {draw.random()}")
        live.customers.archive(draw.choice(live.customers.ids))
    refreshed = site.report().well()
    assert refreshed.rows == site.report("--full").well().rows


@pytest.mark.fault("E01")
@pytest.mark.parametrize("seed", SEEDS)
def test_a_list_that_never_rests_is_not_silently_short(
    open_site: OpenSite, seed: int, figure: Figure
) -> None:
    """Where no two counts agree, the report says that it is incomplete."""
    site = open_site(12, contacts=1_200, customers=2_100)
    site.server.churner.begin(Churn(seed=seed, last_pages_too=True))
    done = site.report("--full")
    site.server.churner.end()
    assert done.code in (ExitCode.DONE, ExitCode.UNAVAILABLE)
    assert done.report["complete"] == (done.code == ExitCode.DONE)
    figure("restless", "whole" if done.report["complete"] else "marked")
