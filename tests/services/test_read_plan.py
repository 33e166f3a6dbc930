"""Which read follows from what is kept, what is wished, and the time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from configs import profile

from axtui.services.config import Profile, UdfFilter
from axtui.services.read_plan import can_refresh, fingerprint_of, goes_on
from axtui.services.read_state import ReadState
from axtui.services.run_wishes import Resume, RunWishes

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def state(*, fingerprint: str = "same", full_at: datetime = NOON) -> ReadState:
    """Return what is kept of a complete read."""
    return ReadState(
        fingerprint=fingerprint,
        full_at=full_at,
        autotask_since=full_at,
        xero_since=full_at,
        other_companies=frozenset(),
        other_contacts=frozenset(),
    )


@pytest.mark.parametrize(
    ("hours", "possible"), [(0, True), (23.99, True), (24, False), (48, False), (-1, False)]
)
def test_changes_are_enough_for_a_day_after_a_full_read(hours: float, possible: bool) -> None:
    """A clock that was put back makes the age unknown, so that it counts as too old."""
    now = NOON + timedelta(hours=hours)
    assert can_refresh(state(), fingerprint="same", now=now) is possible


def test_changes_are_not_enough_for_other_tenants() -> None:
    """Nor for other settings: both show in the fingerprint."""
    assert not can_refresh(state(), fingerprint="other", now=NOON)


@pytest.mark.parametrize(
    ("wishes", "minutes", "used"),
    [
        (RunWishes(), 59, True),
        (RunWishes(), 60, False),
        (RunWishes(), -59, True),
        (RunWishes(), -60, False),
        (RunWishes(resume=Resume.YES), 600, True),
        (RunWishes(resume=Resume.NO), 1, False),
        (RunWishes(full=True), 1, False),
    ],
)
def test_an_interrupted_run_is_gone_on_with_for_an_hour_or_when_asked_for(
    wishes: RunWishes, minutes: int, used: bool
) -> None:
    """Beyond the hour only a person's wish counts."""
    assert goes_on(wishes, read_at=NOON, now=NOON + timedelta(minutes=minutes)) is used


def _variants() -> list[Profile]:
    base = profile()
    autotask, xero = base.autotask, base.xero
    return [
        base,
        replace(base, autotask=replace(autotask, username="other@acme.example")),
        replace(base, autotask=replace(autotask, base_url="https://webservices3.autotask.net")),
        replace(base, autotask=replace(autotask, company_types=("Customer", "Partner"))),
        replace(base, autotask=replace(autotask, company_exclude_udf="XeroNoSync")),
        replace(base, autotask=replace(autotask, company_filter_udf=UdfFilter(name="Books", value="A"))),
        replace(base, autotask=replace(autotask, contact_udf="Role")),
        replace(base, autotask=replace(autotask, contact_udf_value="Billing")),
        replace(base, xero=replace(xero, client_id="other")),
        replace(base, xero=replace(xero, tenant_id="70784a63")),
        replace(base, xero=replace(xero, api_url="https://proxy.example/api.xro/2.0")),
    ]


def test_every_setting_that_decides_what_is_read_shows_in_the_fingerprint() -> None:
    """So that no read is built on that looked at something else."""
    prints = {fingerprint_of(each) for each in _variants()} | {fingerprint_of(profile(), organisation="x")}
    assert len(prints) == len(_variants()) + 1


def test_settings_that_decide_nothing_about_the_read_leave_the_fingerprint_alone() -> None:
    """Another name, lane count or port reads the same tenants."""
    base = profile()
    same = (
        replace(base, name="renamed"),
        replace(base, autotask=replace(base.autotask, lanes=3)),
        replace(base, autotask=replace(base.autotask, username="API@acme.example")),
    )
    assert {fingerprint_of(each) for each in same} == {fingerprint_of(base)}
    ports = [
        replace(base, autotask=replace(base.autotask, zone_url=f"http://127.0.0.1:{at}")) for at in (1, 2)
    ]
    assert len({fingerprint_of(each) for each in ports}) == 1
