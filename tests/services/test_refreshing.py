"""A run that only asks for changes finds what a full read finds, whatever happened in between."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from faults.tiers import times
from http_fakes import NOON, FakeTime, surroundings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from axtui.__main__ import demo_profile
from axtui.core.errors import CannotWriteError
from axtui.core.models import FetchedAt, Snapshot
from axtui.demo.faults import Side
from axtui.demo.live import LiveTenant
from axtui.demo.records import Company, CompanyType, Contact, Customer, Status
from axtui.demo.server import DemoServer
from axtui.services import reporting
from axtui.services.checkpoints import Checkpoints
from axtui.services.config import AppSettings, Profile
from axtui.services.page_log import ListName, NotedPage
from axtui.services.read_plan import fingerprint_of
from axtui.services.run_wishes import Resume, RunWishes
from axtui.services.surroundings import Surroundings

SIZE = 24
Change = Callable[[LiveTenant, int], None]


def rename_company(live: LiveTenant, place: int) -> None:
    """Give a company another name."""
    live.companies.change(live.companies.ids[place % len(live.companies)], name=f"Renamed {place}")


def make_customer_of_company(live: LiveTenant, place: int) -> None:
    """Let a company enter the report, or stay in it."""
    company = live.companies.ids[place % len(live.companies)]
    live.companies.change(company, company_type=CompanyType.CUSTOMER, is_active=True)


def make_vendor_of_company(live: LiveTenant, place: int) -> None:
    """Let a company leave the report."""
    company = live.companies.ids[place % len(live.companies)]
    live.companies.change(company, company_type=CompanyType.VENDOR)


def add_company(live: LiveTenant, place: int) -> None:
    """Add a company with a contact."""
    company = live.companies.insert(Company(name=f"New {place}"))
    live.contacts.insert(Contact(company_id=company.id, first_name="New", last_name=str(place)))


def delete_company(live: LiveTenant, place: int) -> None:
    """Delete a company without a trace."""
    live.companies.delete(live.companies.ids[place % len(live.companies)])


def change_contact(live: LiveTenant, place: int) -> None:
    """Let a contact carry the link."""
    live.contacts.change(live.contacts.ids[place % len(live.contacts)], position="Accounts")


def add_contact(live: LiveTenant, place: int) -> None:
    """Add a contact to a company, of the report or not."""
    company = live.companies.ids[place % len(live.companies)]
    live.contacts.insert(Contact(company_id=company, first_name="Added", last_name=str(place)))


def delete_contact(live: LiveTenant, place: int) -> None:
    """Delete a contact without a trace but the count."""
    live.contacts.delete(live.contacts.ids[place % len(live.contacts)])


def change_customer(live: LiveTenant, place: int) -> None:
    """Give a customer another name."""
    live.customers.change(live.customers.ids[place % len(live.customers)], name=f"Customer {place}")


def archive_customer(live: LiveTenant, place: int) -> None:
    """Archive a customer."""
    live.customers.change(live.customers.ids[place % len(live.customers)], status=Status.ARCHIVED)


def add_customer(live: LiveTenant, place: int) -> None:
    """Add a customer, whose id stands anywhere among the others."""
    live.customers.insert(Customer(name=f"Added {place}"))


CHANGES: tuple[Change, ...] = (
    rename_company,
    make_customer_of_company,
    make_vendor_of_company,
    add_company,
    delete_company,
    change_contact,
    add_contact,
    delete_contact,
    change_customer,
    archive_customer,
    add_customer,
)


class Tenants:
    """The imitation with a clock that tests move, and the program's own places."""

    def __init__(self) -> None:
        self.time = FakeTime()
        self.server = DemoServer(
            SIZE, latency=0, clock=lambda: self.time.clock.now().timestamp(), sleep=self.time.sleep
        )
        self.notices: list[str] = []

    @property
    def profile(self) -> Profile:
        """The profile that reads the imitation."""
        return demo_profile(self.server.addresses)

    def run(self, own: Surroundings, *, full: bool = False, resume: Resume = Resume.IF_RECENT) -> Snapshot:
        """Run as the doors do."""
        return asyncio.run(
            reporting.run(
                self.profile,
                surroundings=own,
                settings=AppSettings(),
                wishes=RunWishes(full=full, resume=resume),
                on_progress=lambda _: None,
                on_not_kept=_raise,
                on_notice=self.notices.append,
            )
        )

    def interrupt(self, own: Surroundings) -> None:
        """Leave what a run leaves that is stopped after its first page."""
        left = Checkpoints.of(own).new(self.profile.name, fingerprint=fingerprint_of(self.profile))
        left.note(ListName.COMPANIES, NotedPage(after=0, up_to=1, items=()))
        left.close()


def _raise(error: CannotWriteError) -> None:
    raise error


@pytest.fixture(scope="module")
def tenants() -> Iterator[Tenants]:
    """One imitation for all examples: what one leaves is as good a beginning as any for the next."""
    found = Tenants()
    with found.server:
        yield found


def content(snapshot: Snapshot) -> Snapshot:
    """Return the snapshot without the times."""
    return replace(snapshot, fetched_at=FetchedAt(autotask=NOON, xero=NOON))


@settings(
    max_examples=times(500, quick=6),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    rounds=st.lists(
        st.lists(st.tuples(st.sampled_from(CHANGES), st.integers(0, 10_000)), max_size=6),
        min_size=1,
        max_size=3,
    )
)
def test_a_refresh_finds_what_a_full_read_finds(
    tenants: Tenants, rounds: list[list[tuple[Change, int]]]
) -> None:
    """After any changes and deletions, round after round, each built on the one before."""
    own = surroundings(tenants.time)
    tenants.time.passed += 3_600
    tenants.run(own)
    for changes in rounds:
        tenants.time.passed += 600
        for change, place in changes:
            change(tenants.server.live, place)
        tenants.time.passed += 600
        refreshed = tenants.run(own)
        assert content(refreshed) == content(tenants.run(surroundings(tenants.time)))


def test_a_refresh_asks_for_little_and_a_deletion_for_everything(tenants: Tenants) -> None:
    """Pages are read again only on the side whose count shows that something is gone."""
    own = surroundings(tenants.time)
    tenants.run(own)
    tenants.notices.clear()
    tenants.time.passed += 600
    rename_company(tenants.server.live, 3)
    before = len(tenants.server.log.requests)
    tenants.run(own)
    asked = tenants.server.log.requests[before:]
    assert len(asked) <= 11
    assert not tenants.notices
    delete_contact(tenants.server.live, 5)
    xero_before = len(tenants.server.log.to(Side.XERO))
    tenants.run(own)
    assert tenants.notices == [
        "Autotask is read anew in full: what has changed since the last read is not enough this time."
    ]
    assert len(tenants.server.log.to(Side.XERO)) - xero_before <= 3


def test_pages_that_are_too_old_are_spoken_of_once_and_go(tenants: Tenants) -> None:
    """They go at the end of a run, not before it has looked at them."""
    own = surroundings(tenants.time)
    tenants.interrupt(own)
    tenants.time.passed += 8 * 24 * 3_600
    tenants.notices.clear()
    tenants.run(own)
    assert tenants.notices == ["What an interrupted run has left is older than 7 days, and is not used."]
    tenants.notices.clear()
    tenants.run(own, full=True)
    assert not tenants.notices


def test_a_full_read_that_was_interrupted_is_gone_on_with_rather_than_a_refresh(tenants: Tenants) -> None:
    """As its end has promised; what it had read would go with the refresh."""
    own = surroundings(tenants.time)
    tenants.run(own)
    left = Checkpoints.of(own).new(tenants.profile.name, fingerprint=fingerprint_of(tenants.profile))
    left.note(ListName.COMPANIES, NotedPage(after=0, up_to=1, items=()))
    left.close()
    tenants.time.passed += 600
    tenants.notices.clear()
    tenants.run(own)
    (notice,) = tenants.notices
    assert notice.startswith("Going on where the run of ")


def test_pages_that_were_gone_on_with_are_no_younger_for_that(tenants: Tenants) -> None:
    """Within a day of the interrupted run's beginning everything is read anew, not of the end of the next."""
    own = surroundings(tenants.time)
    tenants.interrupt(own)
    for hours, resume, pages in ((20, Resume.YES, True), (3, Resume.NO, False), (2, Resume.NO, True)):
        tenants.time.passed += hours * 3_600
        before = len(tenants.server.log.requests)
        tenants.run(own, resume=resume)
        paths = [request.path for request in tenants.server.log.requests[before:]]
        assert any("UserDefinedFieldDefinitions" in path for path in paths) is pages


def test_everything_is_read_anew_after_a_day_and_on_request(tenants: Tenants) -> None:
    """Not every change is told by a date."""
    own = surroundings(tenants.time)
    tenants.run(own)
    for hours, full, pages in ((1, False, False), (1, True, True), (23, False, False), (2, False, True)):
        tenants.time.passed += hours * 3_600
        before = len(tenants.server.log.requests)
        tenants.run(own, full=full)
        paths = [request.path for request in tenants.server.log.requests[before:]]
        assert any("UserDefinedFieldDefinitions" in path for path in paths) is pages
