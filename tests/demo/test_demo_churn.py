"""Tenants in motion: after every page something changes, always the same for the same seed."""

from typing import Any

import pytest
from demo.callers import EVERYTHING, AutotaskCaller, XeroCaller

from axtui.demo.churn import Churn
from axtui.demo.records import Status
from axtui.demo.server import DemoServer

ALL = EVERYTHING["filter"][0]
PAGE = "pageSize=50&includeArchived=true&order=ContactID"


def walk(server: DemoServer, churn: Churn) -> tuple[object, ...]:
    """Read every list along its pages while it changes, and return the state at the end."""
    server.churner.begin(churn)
    autotask, xero = AutotaskCaller(server), XeroCaller(server)
    for entity in ("Companies", "Contacts"):
        last = -1
        while items := autotask.query(entity, {"op": "gt", "field": "id", "value": last}, MaxRecords=40).json[
            "items"
        ]:
            last = items[-1]["id"]
    for page in range(1, 5):
        xero.contacts(f"page={page}&{PAGE}")
    server.churner.end()
    return server.live.companies.all(), server.live.contacts.all(), server.live.customers.all()


def walked(churn: Churn) -> Any:
    """Walk through a tenant of its own, whose clock stands still."""
    with DemoServer(120, latency=0, clock=lambda: 1_790_000_000.0) as server:
        return walk(server, churn)


def test_the_same_seed_gives_the_same_changes() -> None:
    """And another seed gives others."""
    first = walked(Churn(seed=3))

    assert first == walked(Churn(seed=3))
    assert first != walked(Churn(seed=4))


def test_the_figures_are_those_of_the_row(server: DemoServer, autotask: AutotaskCaller) -> None:
    """3 updates, 1 insert and 1 archive after a page that has a next one, and nothing after a last one."""
    server.churner.begin(Churn())
    autotask.query("Contacts", ALL, MaxRecords=100)
    contacts = server.live.contacts

    assert len(contacts.journal) == 5
    assert len(contacts) == 382
    assert (server.live.companies.journal, server.live.customers.journal) == ([], [])
    autotask.query("Contacts", ALL)
    assert len(contacts.journal) == 5


def test_every_kind_of_change_can_be_had(server: DemoServer, autotask: AutotaskCaller) -> None:
    """Deletions too, and changes after last pages, for so many pages."""
    server.churner.begin(Churn(updates=0, inserts=0, archives=0, deletions=2, pages=3, last_pages_too=True))
    sizes = []
    for _ in range(5):
        autotask.query("Companies", ALL)
        sizes.append(len(server.live.companies))

    assert sizes == [139, 137, 135, 135, 135]
    assert server.live.companies.get(0) is not None


def test_xero_deletes_nothing(server: DemoServer, xero: XeroCaller) -> None:
    """What would be deleted is archived."""
    server.churner.begin(Churn(updates=0, inserts=0, archives=0, deletions=5))
    active = sum(each.status is Status.ACTIVE for each in server.live.customers.all())
    xero.contacts(f"page=1&{PAGE}")
    left = sum(each.status is Status.ACTIVE for each in server.live.customers.all())

    assert len(server.live.customers) == 180
    assert active - 5 <= left < active


@pytest.fixture
def xero_in_motion(server: DemoServer) -> XeroCaller:
    """Xero, whose contacts change."""
    server.churner.begin(Churn())
    return XeroCaller(server)


def test_inserts_shift_the_pages_of_xero(server: DemoServer, xero_in_motion: XeroCaller) -> None:
    """Which is what a client must bear with: the count goes up from page to page."""
    counts = [
        xero_in_motion.contacts(f"page={page}&{PAGE}")["pagination"]["itemCount"] for page in range(1, 5)
    ]

    assert counts == [180, 181, 182, 183]
    assert len(server.live.customers) == 183


def test_without_churn_nothing_changes(server: DemoServer, autotask: AutotaskCaller) -> None:
    """Nor after it has ended."""
    autotask.items("Contacts", ALL, MaxRecords=100)
    server.churner.begin(Churn())
    server.churner.end()
    autotask.items("Contacts", ALL, MaxRecords=100)

    assert server.live.contacts.journal == []
