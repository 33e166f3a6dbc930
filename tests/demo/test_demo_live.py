"""Tenants change while they are read, and both APIs tell every change as the vendors do."""

import random
import threading
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from demo.callers import EVERYTHING, AutotaskCaller, XeroCaller

from axtui.demo.records import Company, Contact, Customer, Status
from axtui.demo.server import DemoServer

ALL = EVERYTHING["filter"][0]
EVERY = "page=1&pageSize=1000&includeArchived=true&order=ContactID"
NOW = 1_790_000_000.25
BEFORE = "2026-09-21T14:13:19"
SAME = "2026-09-21T14:13:20"
AFTER = "2026-09-21T14:13:21"


class Clock:
    """A clock that stands still until it is set."""

    now = NOW

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """The server's clock."""
    return Clock()


@pytest.fixture
def server(clock: Clock) -> Any:
    """An imitation whose clock stands still."""
    with DemoServer(120, latency=0, clock=clock) as running:
        yield running


def since(field: str, value: str, operator: str = "gte") -> dict[str, object]:
    """Return the condition that asks for changes."""
    return {"op": operator, "field": field, "value": value}


def counted(autotask: AutotaskCaller, entity: str, *conditions: object) -> int:
    """Return what the server counts."""
    answer = autotask.post(f"{entity}/query/count", {"filter": list(conditions)})
    figure = answer.json["queryCount"]
    assert isinstance(figure, int)
    return figure


def test_a_changed_company_is_sent_with_its_time(server: DemoServer, autotask: AutotaskCaller) -> None:
    """The new values come with the pages, by id and by time of change, to the millisecond."""
    company = server.live.companies.all()[7]
    autotask.items("Companies", ALL)  # what was sent before is not sent again
    server.live.companies.change(company.id, name="Renamed Ltd")

    sent = next(each for each in autotask.items("Companies", ALL) if each["id"] == company.id)
    assert (sent["companyName"], sent["lastTrackedModifiedDateTime"]) == (
        "Renamed Ltd",
        "2026-09-21T14:13:20.250Z",
    )
    assert autotask.get(f"Companies/{company.id}").json["item"]["companyName"] == "Renamed Ltd"
    field = "lastTrackedModifiedDateTime"
    for operator, value, found in (
        ("gte", SAME, [sent]),
        ("gt", BEFORE, [sent]),
        ("gt", f"{SAME}.250Z", []),
        ("gte", f"{SAME}.250Z", [sent]),
        ("gte", AFTER, []),
    ):
        assert autotask.items("Companies", since(field, value, operator)) == found
        assert counted(autotask, "Companies", since(field, value, operator)) == len(found)
    assert len(autotask.items("Companies", since(field, BEFORE, "lte"))) == 140


def test_a_changed_contact_is_sent_with_its_time(server: DemoServer, autotask: AutotaskCaller) -> None:
    """`lastModifiedDate` moves, `createDate` does not."""
    contact = server.live.contacts.all()[5]
    before = autotask.get(f"Contacts/{contact.id}").json["item"]
    server.live.contacts.change(contact.id, position="Accounts")

    (sent,) = autotask.items("Contacts", since("lastModifiedDate", SAME))
    assert sent["id"] == contact.id
    assert sent["createDate"] == before["createDate"] < before["lastModifiedDate"] < sent["lastModifiedDate"]
    assert {"name": "Position", "value": "Accounts"} in sent["userDefinedFields"]


@pytest.mark.parametrize("with_pages_before", [True, False])
def test_new_autotask_records_come_last(
    with_pages_before: bool, server: DemoServer, autotask: AutotaskCaller
) -> None:
    """Under new ids, created and modified now; counts, filters and owners know them."""
    is_active, is_customer = (
        {"op": "eq", "field": "isActive", "value": True},
        {"op": "eq", "field": "companyType", "value": 1},
    )
    if with_pages_before:
        assert counted(autotask, "Companies", is_active, is_customer) == 120
        assert counted(autotask, "Contacts", ALL) == 381
    company = server.live.companies.insert(Company(name="New Ltd"))
    contact = server.live.contacts.insert(Contact(company_id=company.id, first_name="N", last_name="Ew"))

    assert autotask.items("Companies", ALL)[-1]["id"] == company.id
    assert autotask.items("Contacts", ALL)[-1]["id"] == contact.id
    assert [each["id"] for each in autotask.items("Companies", since("createDate", SAME))] == [company.id]
    owned = {"op": "in", "field": "companyID", "value": [company.id]}
    assert [each["id"] for each in autotask.items("Contacts", owned)] == [contact.id]
    assert counted(autotask, "Companies", is_active, is_customer) == 121
    assert counted(autotask, "Contacts", ALL) == 382


def test_an_archived_company_leaves_a_filter(server: DemoServer, autotask: AutotaskCaller) -> None:
    """And comes back when it is made active again."""
    is_active = {"op": "eq", "field": "isActive", "value": True}
    before = counted(autotask, "Companies", is_active)
    gone = next(each for each in server.live.companies.all() if each.in_report)

    server.live.companies.archive(gone.id)
    assert counted(autotask, "Companies", is_active) == before - 1
    server.live.companies.change(gone.id, is_active=True)
    assert counted(autotask, "Companies", is_active) == before


def test_a_deleted_contact_leaves_no_trace_but_the_count(
    server: DemoServer, autotask: AutotaskCaller
) -> None:
    """Nothing is modified since; the record is gone by id, by owner and from the pages."""
    contact = server.live.contacts.all()[9]
    server.live.contacts.delete(contact.id)

    assert counted(autotask, "Contacts", ALL) == 380
    assert autotask.items("Contacts", since("lastModifiedDate", BEFORE)) == []
    assert autotask.get(f"Contacts/{contact.id}").json == {"item": None}
    owned = {"op": "eq", "field": "companyID", "value": contact.company_id}
    assert contact.id not in [each["id"] for each in autotask.items("Contacts", owned)]
    assert contact.id not in [each["id"] for each in autotask.items("Contacts", ALL)]


def test_a_contact_that_was_changed_and_deleted_is_gone(server: DemoServer, autotask: AutotaskCaller) -> None:
    """Its change is forgotten with it."""
    contact = server.live.contacts.all()[9]
    server.live.contacts.change(contact.id, first_name="X")
    server.live.contacts.delete(contact.id)

    assert autotask.items("Contacts", since("lastModifiedDate", BEFORE)) == []
    with pytest.raises(KeyError):
        server.live.contacts.change(contact.id, first_name="Y")
    with pytest.raises(KeyError):
        server.live.contacts.delete(contact.id)


@pytest.mark.parametrize(("moment", "found"), [(BEFORE, 1), (SAME, 1), (AFTER, 0)])
def test_what_changed_at_xero_is_found_to_the_second(
    moment: str, found: int, server: DemoServer, xero: XeroCaller
) -> None:
    """Archived ones are found only where they are asked for."""
    customer = server.live.customers.all()[3]
    server.live.customers.archive(customer.id)

    body = xero.contacts(EVERY, **{"If-Modified-Since": moment})
    assert [each["ContactStatus"] for each in body["Contacts"]] == ["ARCHIVED"] * found
    assert body["pagination"]["itemCount"] == found
    if found:
        assert body["Contacts"][0]["UpdatedDateUTC"] == "/Date(1790000000250+0000)/"
    active = xero.contacts("page=1", **{"If-Modified-Since": moment})
    assert active["Contacts"] == []


def test_new_customers_come_anywhere_in_the_order(server: DemoServer, xero: XeroCaller) -> None:
    """A guid says nothing of age; every list counts the new ones."""
    xero.contacts(EVERY)
    new = {server.live.customers.insert(Customer(name=f"New {at}")).id for at in range(30)}
    body = xero.contacts(EVERY)
    ids = [each["ContactID"] for each in body["Contacts"]]

    assert body["pagination"]["itemCount"] == 210
    assert ids == sorted(ids)
    assert new < set(ids)
    assert ids[-30:] != sorted(new)
    assert xero.get(f"Contacts/{min(new).upper()}").json["Contacts"][0]["Name"].startswith("New")


def test_each_order_and_filter_follows_changes(server: DemoServer, xero: XeroCaller) -> None:
    """What was found before is not found again by mistake."""
    customer = next(each for each in server.live.customers.all() if each.status is Status.ACTIVE)
    active = xero.contacts("page=1")["pagination"]["itemCount"]
    server.live.customers.archive(customer.id)

    assert xero.contacts("page=1")["pagination"]["itemCount"] == active - 1
    last = xero.contacts(f"{EVERY.replace('ContactID', 'UpdatedDateUTC')}")["Contacts"][-1]
    assert last["ContactID"] == customer.id


def test_answers_carry_the_servers_time(
    clock: Clock, server: DemoServer, autotask: AutotaskCaller, xero: XeroCaller
) -> None:
    """On both sides, whatever the status."""
    clock.now = NOW + 3_600
    answers = (autotask.get("Nothing"), autotask.get("zoneInformation?user=x"), xero.token(), xero.get("No"))

    wanted = datetime.fromtimestamp(int(clock.now), tz=UTC)
    assert [parsedate_to_datetime(each.headers["date"]) for each in answers] == [wanted] * 4


def test_times_of_change_are_in_the_metadata(autotask: AutotaskCaller) -> None:
    """As dates that a query may use."""
    for entity, names in (
        ("Companies", {"createDate", "lastTrackedModifiedDateTime"}),
        ("Contacts", {"createDate", "lastModifiedDate"}),
    ):
        fields = autotask.get(f"{entity}/entityInformation/fields").json["fields"]
        found = {each["name"] for each in fields if each["dataType"] == "datetime" and each["isQueryable"]}
        assert found == names


def test_pages_stay_right_under_changes_from_another_thread(
    server: DemoServer, autotask: AutotaskCaller
) -> None:
    """Whoever reads meanwhile sees whole records in rising order, and in the end what is there."""
    stop = threading.Event()

    def change() -> None:
        draw = random.Random(1)  # noqa: S311  # no secret
        while not stop.is_set():
            live = server.live
            live.contacts.change(draw.choice(live.contacts.ids), last_name=f"L{draw.random()}")
            live.contacts.delete(live.contacts.insert(Contact(first_name="A", last_name="B")).id)

    thread = threading.Thread(target=change)
    thread.start()
    try:
        for _ in range(10):
            ids = [each["id"] for each in autotask.items("Contacts", ALL, MaxRecords=50)]
            assert ids == sorted(set(ids))
    finally:
        stop.set()
        thread.join()
    sent = {each["id"]: each["lastName"] for each in autotask.items("Contacts", ALL)}
    assert sent == {each.id: each.last_name for each in server.live.contacts.all()}
