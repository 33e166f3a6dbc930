"""The Xero side keeps to xero-api.md: login, tenant header, contacts, pages, errors."""

import re
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from demo.callers import XeroCaller, call

from axtui.demo import credentials
from axtui.demo.limits import Limits
from axtui.demo.records import Status
from axtui.demo.server import DemoServer

EVERY = "includeArchived=true&order=ContactID&pageSize=1000&page=1"
NOON = 1_780_000_000.0


def ids(body: dict[str, list[dict[str, str]]]) -> list[str]:
    """Return the ids of a list of contacts."""
    return [contact["ContactID"] for contact in body["Contacts"]]


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"scope": "accounting.contacts.read"},
        {"client_id": credentials.XERO_CLIENT_ID, "client_secret": credentials.XERO_CLIENT_SECRET},
    ],
    ids=["basic", "scope", "body"],
)
def test_client_credentials_give_a_token(form: dict[str, str], xero: XeroCaller) -> None:
    """By Basic header or in the body; no refresh token; half an hour (sections 2.3 and 2.6)."""
    answer = xero.token(**form)

    assert answer.status == 200
    assert set(answer.json) == {"access_token", "expires_in", "token_type", "scope"}
    assert (answer.json["expires_in"], answer.json["token_type"]) == (1800, "Bearer")
    assert answer.json["access_token"] != xero.token(**form).json["access_token"]


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"client_id": credentials.XERO_CLIENT_ID, "client_secret": "wrong"}, "invalid_client"),
        ({"client_id": "somebody"}, "invalid_client"),
        ({"scope": "accounting.transactions.read"}, "invalid_scope"),
        ({"grant_type": "device_code"}, "unsupported_grant_type"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
def test_wrong_token_requests_are_400(form: dict[str, str], error: str, xero: XeroCaller) -> None:
    """With a word and nothing else (section 5)."""
    answer = xero.token(**form)

    assert (answer.status, answer.json) == (400, {"error": error})


@pytest.mark.parametrize("header", ["Basic !!!", "Basic /w==", "Bearer x"])
def test_a_broken_basic_header_is_an_invalid_client(header: str, server: DemoServer) -> None:
    """Whatever is broken about it."""
    form = "grant_type=client_credentials"
    answer = call(server.addresses.token_url, "POST", headers={"Authorization": header}, body=form)

    assert (answer.status, answer.json) == (400, {"error": "invalid_client"})
    assert call(server.addresses.token_url).status == 405


def test_a_token_expires(xero: XeroCaller) -> None:
    """The Detail then begins with TokenExpired (section 5)."""
    now = [NOON]
    with DemoServer(1, latency=0, clock=lambda: now[0]) as server:
        xero = XeroCaller(server)
        headers = xero.headers()
        assert xero.get("Contacts", headers=headers).status == 200
        now[0] += 1800
        answer = xero.get("Contacts", headers=headers)

    assert answer.status == 401
    assert set(answer.json) == {"Type", "Title", "Status", "Detail", "Instance", "Extensions"}
    assert answer.json["Detail"].startswith("TokenExpired")


@pytest.mark.parametrize("header", ["", "Bearer stranger", "Basic abc"])
def test_an_unknown_token_is_401(header: str, xero: XeroCaller) -> None:
    """Missing, made up, or of another kind."""
    answer = xero.get("Contacts", headers={"Authorization": header, "Accept": "application/json"})

    assert (answer.status, answer.json["Title"]) == (401, "Unauthorized")


def test_a_token_without_the_scope_is_401(xero: XeroCaller) -> None:
    """With AuthorizationUnsuccessful as the Detail (section 5)."""
    token = xero.token(scope="accounting.contacts.read").json["access_token"]
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}

    assert xero.get("Contacts", headers=headers).status == 200
    answer = xero.get("Organisation", headers=headers)
    assert (answer.status, answer.json["Detail"]) == (401, "AuthorizationUnsuccessful")


@pytest.mark.parametrize(
    ("tenant", "status"),
    [(None, 200), ("", 200), (credentials.XERO_TENANT_ID.upper(), 200), ("another", 403)],
)
def test_the_tenant_header_may_be_missing_but_not_wrong(
    tenant: str | None, status: int, xero: XeroCaller
) -> None:
    """As for a Custom Connection (section 2.3)."""
    more = {} if tenant is None else {"xero-tenant-id": tenant}
    answer = xero.get("Contacts", headers=xero.headers(**more))

    assert answer.status == status
    if status == 403:
        assert (answer.json["Title"], answer.json["Detail"]) == ("Forbidden", "AuthenticationUnsuccessful")


def test_connections_are_a_bare_list(server: DemoServer, xero: XeroCaller) -> None:
    """In camel case, dates with seven fraction digits and no zone, one limit header (sections 2.7, 4.1)."""
    answer = call(server.addresses.connections_url, headers=xero.headers())
    (connection,) = answer.json

    assert (connection["tenantId"], connection["tenantType"]) == (credentials.XERO_TENANT_ID, "ORGANISATION")
    assert re.fullmatch(r"[\d-]{10}T[\d:]{8}\.\d{7}", connection["createdDateUtc"])
    limits = [name for name in answer.headers if "limit" in name]
    assert limits == ["x-appminlimit-remaining"]
    assert call(server.addresses.connections_url).status == 401


def test_the_organisation_says_its_name(xero: XeroCaller) -> None:
    """For those who may read settings."""
    (organisation,) = xero.get("Organisation").json["Organisations"]

    assert (organisation["Name"], organisation["IsDemoCompany"]) == ("Axtui Demonstrations Limited", True)


def test_the_authorise_page_is_html(server: DemoServer) -> None:
    """A Custom Connection has no browser login; the mistake is shown there and nowhere else (section 2.4)."""
    answer = call(server.addresses.authorize_url)

    assert answer.headers["content-type"] == "text/html"
    assert b"unauthorized_client" in answer.body


def test_pages_cover_everything_once(server: DemoServer, xero: XeroCaller) -> None:
    """`pagination` is lower case among capitals; the end is `pageCount` (section 3.2)."""
    seen: list[str] = []
    page, pages = 1, 1
    while page <= pages:
        body = xero.contacts(f"includeArchived=true&order=ContactID&pageSize=50&page={page}")
        assert body["pagination"] == {"page": page, "pageSize": 50, "pageCount": 4, "itemCount": 180}
        pages = body["pagination"]["pageCount"]
        seen += ids(body)
        page += 1

    assert seen == [customer.id for customer in server.tenant.customers]
    assert set(body) == {"Id", "Status", "ProviderName", "DateTimeUTC", "pagination", "Contacts"}


@pytest.mark.parametrize(
    ("query", "size", "rows"),
    [("page=1", 100, 100), ("page=1&pageSize=5000", 1000, 1000), ("pageSize=0", 1, 1), ("page=x", 100, 100)],
)
def test_page_sizes_are_clamped(query: str, size: int, rows: int) -> None:
    """Out of range is put right silently (section 3.1)."""
    with DemoServer(1000, latency=0) as server:
        body = XeroCaller(server).contacts(query)

    assert body["pagination"]["pageSize"] == size
    assert len(body["Contacts"]) == rows


def test_a_page_past_the_end_is_empty(xero: XeroCaller) -> None:
    """With the same figures as any page."""
    body = xero.contacts("page=9&includeArchived=true")

    assert body["Contacts"] == []
    assert body["pagination"] == {"page": 9, "pageSize": 100, "pageCount": 2, "itemCount": 180}


def test_without_page_everything_comes_without_pagination(server: DemoServer, xero: XeroCaller) -> None:
    """And only active contacts unless archived ones are asked for (section 3.1)."""
    active = [customer.id for customer in server.tenant.customers if customer.status is Status.ACTIVE]
    body = xero.contacts()

    assert "pagination" not in body
    assert sorted(ids(body)) == active
    assert len(ids(xero.contacts("includeArchived=True"))) == 180


def test_the_usual_order_is_by_change(xero: XeroCaller) -> None:
    """UpdatedDateUTC, then ContactID (section 3.1)."""
    body = xero.contacts("includeArchived=true&page=1&pageSize=1000")
    keys = [(each["UpdatedDateUTC"], each["ContactID"]) for each in body["Contacts"]]

    assert keys == sorted(keys)


@pytest.mark.parametrize(
    "order", ["Name", "EmailAddress DESC", "contactid desc", "LastName", "AccountNumber"]
)
def test_orders_are_kept(order: str, xero: XeroCaller) -> None:
    """By any of the usual fields, up or down."""
    body = xero.contacts(f"{EVERY}&order={order.replace(' ', '%20')}")
    field, _, direction = order.partition(" ")
    name = {"contactid": "ContactID"}.get(field, field)
    values = [each.get(name, "").lower() for each in body["Contacts"]]

    assert values == sorted(values, reverse=direction.lower() == "desc")
    assert len(values) == 180


def test_single_contacts_come_by_id(server: DemoServer, xero: XeroCaller) -> None:
    """An unknown one is 404 with an empty web page (section 5)."""
    wanted = server.tenant.customers[7]
    assert ids(xero.get(f"Contacts/{wanted.id}").json) == [wanted.id]

    for unknown in ("00000000-0000-4000-8000-000000000000", "x", "ffffffff-ffff"):
        answer = xero.get(f"Contacts/{unknown}")
        assert (answer.status, answer.body, answer.headers["content-type"]) == (404, b"", "text/html")


@pytest.mark.parametrize("path", ["Invoices", "contacts/", "../x"])
def test_what_is_not_there_is_404(path: str, xero: XeroCaller) -> None:
    """Any other resource."""
    answer = xero.get(path)

    assert answer.status == (200 if path == "contacts/" else 404)


def test_ids_pick_contacts_in_pages(server: DemoServer, xero: XeroCaller) -> None:
    """A list of ids is answered in pages (section 3.1)."""
    wanted = [server.tenant.customers[place].id for place in (3, 5, 8)]
    body = xero.contacts(f"IDs={','.join(wanted)}&includeArchived=true&order=ContactID")

    assert ids(body) == wanted
    assert body["pagination"]["itemCount"] == 3


def test_search_ignores_case_and_the_account_number(xero: XeroCaller) -> None:
    """It looks at names, address and contact number (section 3.1)."""
    found = [each["Name"] for each in xero.contacts("searchTerm=bad%20[/close")["Contacts"]]

    assert found == ["Bad [/close] Ltd"]
    assert xero.contacts("searchTerm=S-1001")["Contacts"] == []


@pytest.mark.parametrize("form", ["%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S", "%a, %d %b %Y %H:%M:%S GMT"])
def test_only_what_changed_since_is_sent(form: str, server: DemoServer, xero: XeroCaller) -> None:
    """To the second, in each form that clients use (section 3.1)."""
    times = sorted(customer.updated for customer in server.tenant.customers)
    since = datetime.fromtimestamp(times[90] // 1000, tz=UTC)
    body = xero.contacts(EVERY, **{"If-Modified-Since": since.strftime(form)})

    assert len(body["Contacts"]) == 90
    late = xero.contacts(EVERY, **{"If-Modified-Since": "2040-01-01T00:00:00Z"})
    assert late["Contacts"] == []
    assert late["pagination"]["pageCount"] == 0
    unreadable = xero.contacts(EVERY, **{"If-Modified-Since": "yesterday"})
    assert len(unreadable["Contacts"]) == 180


def test_a_summary_has_fewer_fields_and_is_paged(xero: XeroCaller) -> None:
    """Addresses, groups, persons and the two flags are dropped (section 3.1)."""
    body = xero.contacts("summaryOnly=true")
    full = xero.contacts("page=1")
    dropped = {"Addresses", "ContactGroups", "ContactPersons", "IsSupplier", "IsCustomer"}

    assert body["pagination"]["pageSize"] == 100
    for light, heavy in zip(body["Contacts"], full["Contacts"], strict=True):
        assert set(heavy) - set(light) == dropped


def test_missing_values_are_missing_keys_or_empty_texts(xero: XeroCaller) -> None:
    """Never null; four telephones and two addresses always, in an order that varies (section 3.4)."""
    contacts = xero.contacts(EVERY)["Contacts"]
    assert {each.get("EmailAddress") for each in contacts} > {None, ""}
    assert {each.get("LastName") for each in contacts} > {None, ""}
    assert any("AccountNumber" not in each for each in contacts)
    assert all(value is not None for each in contacts for value in each.values())
    assert {len(each["Phones"]) for each in contacts} == {4}
    assert {len(each["Addresses"]) for each in contacts} == {2}
    assert len({tuple(phone["PhoneType"] for phone in each["Phones"]) for each in contacts}) > 1
    assert {"PhoneType": "DDI"} in [phone for each in contacts for phone in each["Phones"]]
    assert {each["ContactStatus"] for each in contacts} == {"ACTIVE", "ARCHIVED", "GDPRREQUEST"}


def test_dates_are_milliseconds_with_a_note_of_the_zone(xero: XeroCaller) -> None:
    """That of a contact has an offset, that of the answer has none (section 3.4)."""
    body = xero.contacts(EVERY)

    assert re.fullmatch(r"/Date\(\d+\)/", body["DateTimeUTC"])
    assert all(re.fullmatch(r"/Date\(\d+\+0000\)/", each["UpdatedDateUTC"]) for each in body["Contacts"])


@pytest.mark.parametrize("accept", ["*/*", "", "text/xml"])
def test_those_who_do_not_ask_for_json_get_xml(accept: str, xero: XeroCaller) -> None:
    """As section 1 warns."""
    answer = xero.get("Contacts?page=1&pageSize=1000", headers={**xero.headers(), "Accept": accept})

    assert answer.headers["content-type"].startswith("text/xml")
    assert answer.body.startswith(b"<Response>")
    assert b"O'Neil" in answer.body


@pytest.mark.parametrize(
    ("query", "kind"),
    [("where=Name%3D%3D%22a%22", "QueryParseException"), ("order=Nickname", "QueryParseException")],
)
def test_what_cannot_be_parsed_is_400(query: str, kind: str, xero: XeroCaller) -> None:
    """With a number and a kind (section 5)."""
    answer = xero.get(f"Contacts?{query}")

    assert (answer.status, answer.json["ErrorNumber"], answer.json["Type"]) == (400, 16, kind)


def test_writing_is_not_offered(server: DemoServer, xero: XeroCaller) -> None:
    """The imitation is as read-only as the program."""
    for method in ("POST", "PUT", "DELETE"):
        url = f"{server.addresses.xero_api_url}/Contacts"
        assert call(url, method, headers=xero.headers(), body="{}").status == 405


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("page=1&order=EmailAddress", 400),
        ("page=2&pageSize=1000&order=ContactID&includeArchived=true", 200),
    ],
)
def test_above_100_000_contacts_slow_requests_are_refused(query: str, status: int) -> None:
    """Unpaged ones, and those in a slow order (section 3.2)."""
    with DemoServer(70_000, latency=0) as server:
        answer = XeroCaller(server).get(f"Contacts?{query}")

    assert answer.status == status
    if status == 400:
        assert (answer.json["ErrorNumber"], answer.json["Type"]) == (51, "HighVolumeException")
    else:
        assert len(answer.json["Contacts"]) == 1000
        assert all(one < other for one, other in pairwise(ids(answer.json)))


def test_a_short_life_can_be_given_to_tokens() -> None:
    """For a client that must renew its token in the middle of a run."""
    with DemoServer(1, latency=0, limits=Limits(xero_token_seconds=60)) as server:
        assert XeroCaller(server).token().json["expires_in"] == 60


def test_tokens_can_be_forgotten(server: DemoServer, xero: XeroCaller) -> None:
    """As after a revocation."""
    headers = xero.headers()
    server.xero.login.forget_tokens()

    assert xero.get("Contacts", headers=headers).status == 401
