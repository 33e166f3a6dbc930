"""Faults are values in a list, and each does what it says."""

import http.client
import json
from urllib.parse import urlsplit

import pytest
from demo.callers import AUTOTASK_LOGIN, EVERYTHING, AutotaskCaller, XeroCaller, call

from axtui.demo.faults import STATES, Fault, FaultKind, FaultPlan, Side
from axtui.demo.server import DemoServer

COMPANIES = "Companies/entityInformation"


def test_a_status_comes_so_often_and_then_no_more(server: DemoServer, autotask: AutotaskCaller) -> None:
    """503 twice for one path, then fine; other paths are not touched."""
    server.faults.add(Fault(kind=FaultKind.STATUS, status=503, times=2, path="companies/"))

    statuses = [autotask.get("Contacts/entityInformation").status]
    statuses += [autotask.get(COMPANIES).status for _ in range(3)]
    assert statuses == [200, 503, 503, 200]


def test_the_first_requests_can_be_spared(server: DemoServer, autotask: AutotaskCaller) -> None:
    """A fault in the middle of a run."""
    server.faults.add(Fault(kind=FaultKind.STATUS, status=401, skip=1, times=1))

    assert [autotask.get(COMPANIES).status for _ in range(3)] == [200, 401, 200]


def test_a_fault_may_be_about_one_side(
    server: DemoServer, autotask: AutotaskCaller, xero: XeroCaller
) -> None:
    """And is then not seen on the other."""
    server.faults.add(Fault(kind=FaultKind.STATUS, status=500, side=Side.XERO))

    assert autotask.get(COMPANIES).status == 200
    assert xero.token().status == 500


def test_the_first_fault_that_fits_is_used(server: DemoServer, autotask: AutotaskCaller) -> None:
    """The list is in order; when one is used up, the next has its turn."""
    server.faults.add(
        Fault(kind=FaultKind.STATUS, status=502, times=1), Fault(kind=FaultKind.STATUS, status=504, times=1)
    )

    assert [autotask.get(COMPANIES).status for _ in range(3)] == [502, 504, 200]


def test_a_429_can_say_when_to_come_back(server: DemoServer, xero: XeroCaller) -> None:
    """Body and headers are the fault's own."""
    headers = {"Retry-After": "7", "X-Rate-Limit-Problem": "minute"}
    server.faults.add(Fault(kind=FaultKind.STATUS, status=429, path="Contacts", headers=headers))
    answer = xero.get("Contacts", headers=xero.headers())

    assert (answer.status, answer.body, answer.headers["retry-after"]) == (429, b"", "7")


def test_a_web_page_can_come_with_200(server: DemoServer, autotask: AutotaskCaller) -> None:
    """As from a proxy's login or a maintenance notice."""
    server.faults.add(Fault(kind=FaultKind.HTML))
    answer = autotask.get(COMPANIES)

    assert (answer.status, answer.headers["content-type"]) == (200, "text/html")
    assert answer.body.startswith(b"<!DOCTYPE html>")


def test_an_answer_can_be_cut(server: DemoServer, autotask: AutotaskCaller) -> None:
    """Fewer bytes come than were promised."""
    server.faults.add(Fault(kind=FaultKind.CUT, after_bytes=20))

    with pytest.raises(http.client.IncompleteRead) as broken:
        autotask.post("Companies/query", EVERYTHING)
    assert broken.value.partial.startswith(b'{"items":[{"id":0')
    assert len(broken.value.partial) == 20


def test_an_answer_can_drip() -> None:
    """Byte by byte, with a pause after each; the sleep is injected here."""
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    with DemoServer(1, latency=0, sleep=sleep) as server:
        server.faults.add(Fault(kind=FaultKind.DRIP, seconds=0.5))
        answer = call(f"{server.addresses.zone_url}/atservicesrest/VersionInformation")

    assert answer.json == {"apiVersions": ["1.0"]}
    assert slept == [0.5] * len(answer.body)


def test_a_connection_can_close_without_a_word(server: DemoServer, autotask: AutotaskCaller) -> None:
    """The log then has status 0."""
    server.faults.add(Fault(kind=FaultKind.CLOSE, times=1))

    with pytest.raises(http.client.RemoteDisconnected):
        autotask.get(COMPANIES)
    assert [each.status for each in server.log.requests] == [0]
    assert autotask.get(COMPANIES).status == 200


@pytest.mark.parametrize(("status", "sent"), [(0, 302), (307, 307)])
def test_a_redirect_can_lead_elsewhere(
    status: int, sent: int, server: DemoServer, autotask: AutotaskCaller
) -> None:
    """To whatever address the fault names."""
    elsewhere = "http://evil.example/"
    server.faults.add(Fault(kind=FaultKind.REDIRECT, status=status, location=elsewhere))
    answer = autotask.get(COMPANIES)

    assert (answer.status, answer.headers["location"]) == (sent, elsewhere)


def test_logins_can_be_refused(server: DemoServer, autotask: AutotaskCaller, xero: XeroCaller) -> None:
    """On both sides; tokens that were given out open nothing any more."""
    headers = xero.headers()
    server.faults.add(Fault(kind=FaultKind.REFUSE_LOGIN))

    assert autotask.get(COMPANIES).status == 401
    assert xero.token().json == {"error": "invalid_client"}
    assert xero.get("Contacts", headers=headers).status == 401
    server.faults.take_away(FaultKind.REFUSE_LOGIN)
    assert autotask.get(COMPANIES).status == 200
    assert xero.get("Contacts", headers=headers).status == 200


@pytest.mark.parametrize(
    ("kind", "entity", "other"),
    [
        (FaultKind.NO_COMPANIES, "Companies", "Contacts"),
        (FaultKind.NO_CONTACTS, "Contacts", "Companies"),
    ],
)
def test_autotask_can_be_empty(
    kind: FaultKind, entity: str, other: str, server: DemoServer, autotask: AutotaskCaller
) -> None:
    """No rows and no error: what a narrow security level looks like too (section 3)."""
    assert autotask.post(f"{entity}/query/count", EVERYTHING).json["queryCount"] > 0
    server.faults.add(Fault(kind=kind))

    assert autotask.post(f"{entity}/query", EVERYTHING).json == {
        "items": [],
        "pageDetails": {"count": 0, "requestCount": 500, "prevPageUrl": None, "nextPageUrl": None},
    }
    assert autotask.post(f"{entity}/query/count", EVERYTHING).json == {"queryCount": 0}
    assert autotask.get(f"{entity}/0").json == {"item": None}
    assert autotask.items(other, *EVERYTHING["filter"])
    by_company = {"op": "eq", "field": "companyID" if entity == "Contacts" else "id", "value": 0}
    assert autotask.items(entity, by_company) == []


def test_xero_can_be_empty(server: DemoServer, xero: XeroCaller) -> None:
    """A page without rows."""
    someone = server.tenant.customers[0].id
    server.faults.add(Fault(kind=FaultKind.NO_CUSTOMERS))
    body = xero.contacts("page=1&order=ContactID&includeArchived=true")

    assert body["Contacts"] == []
    assert body["pagination"] == {"page": 1, "pageSize": 100, "pageCount": 0, "itemCount": 0}
    assert xero.get(f"Contacts/{someone}").status == 404


def test_the_contact_udf_can_be_missing(server: DemoServer, autotask: AutotaskCaller) -> None:
    """From metadata, definitions and records; a query by it is refused."""
    server.faults.add(Fault(kind=FaultKind.NO_UDF))
    fields = autotask.get("Contacts/entityInformation/userDefinedFields").json["fields"]

    assert [field["name"] for field in fields] == ["Alternate Email"]
    named = {"op": "eq", "field": "name", "value": "Position"}
    assert [each["udfType"] for each in autotask.items("UserDefinedFieldDefinitions", named)] == [8]
    assert not any("userDefinedFields" in each for each in autotask.items("Contacts", *EVERYTHING["filter"]))
    by_udf = {"op": "eq", "field": "Position", "value": "Accounts", "udf": True}
    assert autotask.query("Contacts", by_udf).status == 500


def test_the_stored_value_can_differ_from_the_label(server: DemoServer, autotask: AutotaskCaller) -> None:
    """Records hold the stored value all the same (section 9.3)."""
    server.faults.add(Fault(kind=FaultKind.DISPLAY_DIFFERS))
    fields = autotask.get("Contacts/entityInformation/userDefinedFields").json["fields"]
    entry = next(field for field in fields if field["name"] == "Position")["picklistValues"][0]

    assert (entry["value"], entry["label"]) == ("Accounts", "Accounts Contact")
    by_udf = {"op": "eq", "field": "Position", "value": "Accounts", "udf": True}
    assert len(autotask.items("Contacts", by_udf)) > 50


def test_the_contact_udf_can_be_a_text_field(server: DemoServer, autotask: AutotaskCaller) -> None:
    """Then there is no picklist, and the type is 1 instead of 5 (section 9.4)."""
    server.faults.add(Fault(kind=FaultKind.TEXT_UDF))
    fields = autotask.get("Contacts/entityInformation/userDefinedFields").json["fields"]
    position = next(field for field in fields if field["name"] == "Position")

    assert (position["isPickList"], position["picklistValues"]) == (False, None)
    named = {"op": "eq", "field": "name", "value": "Position"}
    found = autotask.items("UserDefinedFieldDefinitions", named)
    assert {(each["udfType"], each["dataType"]) for each in found} == {(8, 5), (2, 1)}


def test_clearing_takes_every_fault_away(server: DemoServer, autotask: AutotaskCaller) -> None:
    """Those of single answers and lasting ones."""
    server.faults.add(Fault(kind=FaultKind.STATUS, status=500), Fault(kind=FaultKind.NO_COMPANIES))
    server.faults.clear()

    assert autotask.items("Companies", *EVERYTHING["filter"])


def test_states_last_and_spoil_no_single_answer() -> None:
    """A lasting fault is asked for by name, per side."""
    plan = FaultPlan()
    plan.add(*(Fault(kind=kind, side=Side.XERO) for kind in STATES))

    for kind in STATES:
        assert plan.in_force(kind, Side.XERO)
        assert not plan.in_force(kind, Side.AUTOTASK)


def test_a_broken_connection_does_not_disturb_the_next(server: DemoServer) -> None:
    """Whoever goes away in the middle of an answer is not missed."""
    parts = urlsplit(server.addresses.zone_url)
    for _ in range(3):
        connection = http.client.HTTPConnection(parts.netloc, timeout=10)
        connection.request(
            "POST", "/atservicesrest/v1.0/Contacts/query", json.dumps(EVERYTHING), AUTOTASK_LOGIN
        )
        connection.close()

    assert call(f"{server.addresses.zone_url}/atservicesrest/VersionInformation").status == 200
