"""Autotask's requests to the letter, and what is made of its answers."""

from typing import TypeVar

import httpx
import pytest
from http_fakes import FakeTime, Server, line, reply

from axtui.core.errors import (
    AxtuiError,
    ConfigError,
    DataError,
    LimitReachedError,
    LoginRefusedError,
    NotAuthorisedError,
    UnavailableError,
)
from axtui.core.models import FieldLimits, ListValue
from axtui.core.secret import Secret
from axtui.sources.answers import Answer
from axtui.sources.autotask import Autotask, AutotaskSettings
from axtui.sources.autotask_answers import refusal
from axtui.sources.autotask_facts import CompanyScope, CompanyType
from axtui.sources.autotask_listing import ListOf, ListPage
from axtui.sources.autotask_ranges import Ranges, Stretch
from axtui.sources.autotask_zone import Zone

T = TypeVar("T")

BASE = "https://webservices3.autotask.net/ATServicesRest/v1.0"
ZONE = Zone(base=httpx.URL(BASE), name="East", web_url="https://ww3.autotask.net/")
CUSTOMERS = CompanyScope(types=(CompanyType(id=1, label="Customer"),))
COMPANY_FIELDS = {
    "fields": [{"name": "companyType", "picklistValues": [{"value": "1", "label": "Customer"}]}]
}


def source(
    server: Server,
    *,
    time: FakeTime | None = None,
    types: tuple[str, ...] = ("Customer",),
    exclude: str = "",
    chosen: tuple[str, str] | None = None,
    base_url: str = BASE,
) -> Autotask:
    """Return the source of a tenant whose server is a list of replies."""
    settings = AutotaskSettings(
        username="api@acme.example",
        secret=Secret("hush"),
        integration_code=Secret("hush-code"),
        base_url=base_url,
        company_types=types,
        company_exclude_udf=exclude,
        company_filter_udf=chosen,
    )
    return Autotask(settings, line(server, time=time), ZONE)


def contact_page(*ids: int, next_page: str | None = None) -> httpx.Response:
    """Return a page of contacts of company 174."""
    items = [{"id": each, "companyID": 174, "isActive": 1} for each in ids]
    return reply({"items": items, "pageDetails": {"count": len(ids), "nextPageUrl": next_page}})


async def pages_of(listing: ListOf[T]) -> list[ListPage[T]]:
    """Read a list by ids, or along the cursor."""
    pages: list[ListPage[T]] = []
    if not await listing.read(Ranges(expected=5), counted=5, on_page=pages.append):
        await listing.read_along_cursor(counted=5, on_page=pages.append)
    return pages


async def contact_ids(server: Server) -> list[int]:
    """Read all contacts and return their ids."""
    return [one.id for page in await pages_of(source(server).all_contacts()) for one in page.items]


async def refused(server: Server, *, time: FakeTime | None = None) -> AxtuiError:
    """Probe, and return the error."""
    with pytest.raises(AxtuiError) as caught:
        await source(server, time=time).probe()
    assert "hush" not in str(caught.value)
    return caught.value


async def test_the_probe_carries_the_three_headers() -> None:
    """And nothing that a read does not need."""
    server = Server(reply(COMPANY_FIELDS))
    await source(server).probe()
    assert server.asked == ["GET /ATServicesRest/v1.0/Companies/entityInformation/fields"]
    headers = server.requests[0].headers
    assert headers["apiintegrationcode"] == "hush-code"
    assert headers["username"] == "api@acme.example"
    assert headers["secret"] == "hush"
    assert headers["content-type"] == "application/json"
    assert "impersonationresourceid" not in headers
    assert "authorization" not in headers


async def test_a_refused_login_is_one_request() -> None:
    """Repeating it would lock the user."""
    server = Server(reply(status=401, body=b""))
    error = await refused(server)
    assert isinstance(error, NotAuthorisedError)
    assert error.message == "Autotask refused the login of the API user."
    assert "locked" in error.hint
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("status", "body", "kind", "words"),
    [
        (500, {"errors": ["IntegrationCode is invalid."]}, LoginRefusedError, "know the integration code"),
        (500, {"errors": ["... the adequate permissions."]}, NotAuthorisedError, "may not read companies"),
        (403, {"Message": "Forbidden"}, NotAuthorisedError, "may not read companies"),
        (500, {"errors": ["Unable to find x in the Company Entity."]}, UnavailableError, "Unable to find x"),
        (404, {}, UnavailableError, "404 (Not Found)"),
        (405, {"Message": "does not support http method"}, UnavailableError, "405 (Method Not Allowed)"),
        (409, {}, UnavailableError, "409 (Conflict)"),
    ],
)  # fmt: skip
async def test_refusals_are_put_into_words_once(
    status: int, body: object, kind: type[AxtuiError], words: str
) -> None:
    """A 500 with an `errors` array is an answer; its text is shown, and it is not asked for again."""
    server = Server(reply(body, status=status))
    error = await refused(server)
    assert type(error) is kind
    assert words in error.message
    assert error.hint
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (429, {"errors": ["thread threshold of 3 threads has been exceeded. Itgenatr005"]}),
        (500, {"errors": ["The Thread Threshold of 3 threads has been exceeded"]}),
        (503, {"errors": [{"code": "x", "message": "Itgenatr005"}]}),
        (429, None),
    ],
)
async def test_a_limit_is_waited_for_whatever_its_status(status: int, body: object) -> None:
    """Without Retry-After a minute."""
    time = FakeTime(jitter=0.0)
    await source(Server(reply(body, status=status), reply(COMPANY_FIELDS)), time=time).probe()
    assert time.slept == [60.0]


async def test_an_hourly_limit_that_stays_says_so() -> None:
    """After five attempts."""
    error = await refused(Server(*[reply(status=429) for _ in range(5)]))
    assert isinstance(error, LimitReachedError)
    assert "limit of requests an hour" in error.message


async def test_a_breakdown_is_tried_again() -> None:
    """A 500 without JSON, and 503 twice."""
    page = {"content-type": "text/html"}
    server = Server(
        reply(status=500, body=b"<html>", headers=page),
        reply(status=503),
        reply(status=503),
        reply(COMPANY_FIELDS),
    )
    await source(server).probe()
    assert len(server.requests) == 4


async def test_companies_are_asked_for_by_type() -> None:
    """Active ones of these types, only the fields the report needs, by POST; the next page by id."""
    cursor = f"{BASE}/Companies/query/next?paging=x"
    server = Server(
        reply({
            "items": [
                {"id": 0, "companyName": "We", "companyNumber": None, "companyType": 1, "isActive": True},
                {"id": 174, "companyName": "A [/] ", "companyNumber": "C-1", "companyType": 1, "isActive": 1},
                {"id": 175, "companyName": "Gone", "companyType": 1, "isActive": False},
                {"id": 176, "companyName": "Lead", "companyType": 3, "isActive": True},
            ],
            "pageDetails": {"nextPageUrl": cursor},
        }),
        reply({"items": [{"id": 180, "companyName": "Zed", "companyType": 1}], "pageDetails": None}),
    )  # fmt: skip
    pages = await pages_of(source(server).companies_of(CUSTOMERS))
    assert [[(one.id, one.name, one.number) for one in page.items] for page in pages] == [
        [(174, "A [/] ", "C-1")],
        [(180, "Zed", "")],
    ]
    assert [page.others for page in pages] == [(0, 175, 176), ()]
    assert [page.covers for page in pages] == [Stretch(after=-1, up_to=176), Stretch(after=176)]
    assert server.asked == ["POST /ATServicesRest/v1.0/Companies/query"] * 2
    assert server.bodies == [
        {
            "MaxRecords": 500,
            "filter": [
                {"op": "gte", "field": "id", "value": 0},
                {"op": "eq", "field": "isActive", "value": True},
                {"op": "in", "field": "companyType", "value": [1]},
            ],
            "IncludeFields": ["id", "companyName", "companyNumber", "companyType", "isActive"],
        },
        {
            "MaxRecords": 500,
            "filter": [
                {"op": "gt", "field": "id", "value": 176},
                {"op": "eq", "field": "isActive", "value": True},
                {"op": "in", "field": "companyType", "value": [1]},
            ],
            "IncludeFields": ["id", "companyName", "companyNumber", "companyType", "isActive"],
        },
    ]


async def test_company_udfs_are_read_with_whole_records() -> None:
    """With `IncludeFields` the collection would be empty."""
    scope = CompanyScope(
        types=CUSTOMERS.types, exclude_udf="XeroNoSync", filter_udf="Brand", filter_values=frozenset({"N"})
    )
    udfs = [{"name": "XeroNoSync", "value": " TRUE "}, {"name": "Brand", "value": "N"}]
    acme = {"id": 174, "companyName": "Acme", "companyType": 1, "userDefinedFields": udfs}
    server = Server(reply({"items": [acme, {**acme, "id": 175, "userDefinedFields": {}}]}))
    (page,) = await pages_of(source(server).companies_of(scope))
    assert [(company.id, company.exclude_value) for company in page.items] == [(174, " TRUE ")]
    (body,) = server.bodies
    assert isinstance(body, dict)
    assert "IncludeFields" not in body


async def test_contacts_are_read_whole_and_all() -> None:
    """Inactive ones and those of every company; the UDF comes with the record."""
    record = {
        "id": 9, "companyID": 174, "firstName": "Ada", "lastName": None, "emailAddress": "a@x.example",
        "emailAddress2": "", "emailAddress3": "c@x.example", "isActive": 0,
        "userDefinedFields": [{"name": "Position", "value": "Accounts"}],
    }  # fmt: skip
    server = Server(reply({"items": [record]}))
    (page,) = await pages_of(source(server).all_contacts())
    (contact,) = page.items
    assert (contact.first_name, contact.last_name, contact.udf_value) == ("Ada", "", "Accounts")
    assert contact.emails == ("a@x.example", "", "c@x.example")
    assert contact.is_active is False
    assert server.bodies == [{"MaxRecords": 500, "filter": [{"op": "gte", "field": "id", "value": 0}]}]


async def test_the_cursor_is_followed_by_post_with_the_same_body() -> None:
    """GET would be a 405."""
    cursor = "https://WEBSERVICES3.autotask.net/atservicesrest/V1.0/contacts/query/next?paging=abc%3D"
    server = Server(
        contact_page(5, 3, next_page=cursor), contact_page(5, 3, next_page=cursor), contact_page(4)
    )
    assert sorted(await contact_ids(server)) == [3, 4, 5]
    assert server.requests[2].method == "POST"
    assert server.requests[2].url.raw_path.endswith(b"/contacts/query/next?paging=abc%3D")
    assert server.bodies[2] == server.bodies[1] == server.bodies[0]


@pytest.mark.parametrize(
    "cursor",
    [
        "https://evil.example/ATServicesRest/v1.0/Contacts/query/next?paging=x",
        "http://webservices3.autotask.net/ATServicesRest/v1.0/Contacts/query/next?paging=x",
        f"{BASE}/Companies/query/next?paging=x",
        f"{BASE}/Contacts/1",
        "https://[/Contacts/query/next",
        "/Contacts/query/next?paging=x",
        "//webservices3.autotask.net/Contacts/query/next",
        "http\x00s://x/Contacts/query/next",
    ],
)
async def test_a_cursor_that_leads_elsewhere_is_refused(cursor: str) -> None:
    """Another host, scheme, entity or path: nothing is sent there."""
    server = Server(contact_page(2, 1, next_page=cursor), contact_page(2, 1, next_page=cursor))
    with pytest.raises(DataError):
        await contact_ids(server)
    assert server.asked == ["POST /ATServicesRest/v1.0/Contacts/query"] * 2


async def test_counts_are_asked_for_with_the_same_filter() -> None:
    """What is counted is what is read."""
    server = Server(reply({"queryCount": 1209}), reply({"queryCount": 3}))
    one = source(server)
    assert await one.count_companies(CUSTOMERS.types) == 1209
    assert await one.count_contacts() == 3
    assert server.asked == [
        "POST /ATServicesRest/v1.0/Companies/query/count",
        "POST /ATServicesRest/v1.0/Contacts/query/count",
    ]
    assert server.bodies == [
        {
            "filter": [
                {"op": "gte", "field": "id", "value": 0},
                {"op": "eq", "field": "isActive", "value": True},
                {"op": "in", "field": "companyType", "value": [1]},
            ]
        },
        {"filter": [{"op": "gte", "field": "id", "value": 0}]},
    ]


UDF_FIELDS = {
    "fields": [
        {
            "name": "Position",
            "type": "string",
            "isPickList": True,
            "picklistValues": [{"value": "Accounts", "label": "Accounts Contact"}],
        }
    ]
}
LENGTHS = {"fields": [{"name": "firstName", "length": 40}]}
UDF_TYPES = {"fields": [{"name": "udfType", "picklistValues": [{"value": "2", "label": "Contact"}]}]}
DEFINITIONS = {"items": [{"id": 29680003, "name": "Position", "udfType": 2}]}


async def test_the_scope_reads_company_udfs_only_where_they_matter() -> None:
    """One request for the types; a second one where the configuration names a UDF."""
    server = Server(reply(COMPANY_FIELDS), reply(COMPANY_FIELDS), reply({"fields": [{"name": "XeroNoSync"}]}))
    plain, excluding = source(server), source(server, exclude="XeroNoSync")
    await plain.probe()
    assert await plain.scope() == CUSTOMERS
    await excluding.probe()
    scope = await excluding.scope()
    assert scope.exclude_udf == "XeroNoSync"
    assert await excluding.scope(was_checked=True) == scope
    assert [path.rpartition("/")[2] for path in server.asked] == ["fields", "fields", "userDefinedFields"]


async def test_facts_are_what_the_tenant_says() -> None:
    """List values, UDF number, lengths and addresses."""
    server = Server(reply(UDF_FIELDS), reply(UDF_TYPES), reply(DEFINITIONS), reply(LENGTHS))
    one = source(server)
    udf, udf_id = await one.usable_contact_udf(), await one.contact_udf_id()
    facts = one.facts_of(udf, udf_id=udf_id, limits=await one.contact_limits())
    assert facts.udf_values == (ListValue(stored="Accounts", display="Accounts Contact"),)
    assert facts.udf_id == 29680003
    assert facts.limits == FieldLimits(first_name=40)
    assert (facts.zone_url, facts.web_url) == (BASE, "https://ww3.autotask.net/")
    assert server.bodies[2] == {
        "MaxRecords": 500,
        "filter": [
            {"op": "gte", "field": "id", "value": 0},
            {"op": "eq", "field": "name", "value": "Position"},
        ],
    }


@pytest.mark.parametrize(
    ("fields", "key"),
    [({"fields": []}, "contact_udf"), (UDF_FIELDS, "contact_udf_value")],
)
async def test_a_contact_udf_that_does_not_fit_ends_the_read(
    fields: dict[str, list[dict[str, object]]], key: str
) -> None:
    """A report without the link's field would call every company unlinked."""
    renamed = {
        "fields": [{**field, "picklistValues": [{"value": "x", "label": "y"}]} for field in fields["fields"]]
    }
    with pytest.raises(ConfigError) as caught:
        await source(Server(reply(renamed))).usable_contact_udf()
    assert caught.value.problems[0].key == key


async def test_a_udf_number_that_may_not_be_read_is_none() -> None:
    """The report does not need it."""
    no = {"errors": ["The logged in Resource does not have the adequate permissions"]}
    assert await source(Server(reply(no, status=500), reply(no, status=500))).contact_udf_id() is None
    assert await source(Server(reply(no, status=500), reply(DEFINITIONS))).contact_udf_id() == 29680003


async def test_a_refused_login_ends_even_what_is_optional() -> None:
    """The same secret is not sent again."""
    server = Server(reply(status=401))
    with pytest.raises(NotAuthorisedError):
        await source(server).contact_udf_id()
    assert len(server.requests) == 1


async def test_a_wrong_record_ends_the_read_with_its_id() -> None:
    """Field and record are named."""
    server = Server(reply({"items": [{"id": 9, "companyID": "174"}]}))
    with pytest.raises(DataError, match=r"contact 9 .*`companyID`"):
        await contact_ids(server)


def test_the_types_of_companies_are_known_after_the_probe_only() -> None:
    """Whoever asks before is a bug."""
    with pytest.raises(RuntimeError, match="probed"):
        source(Server()).company_types()


async def test_how_much_of_the_hour_is_left_stops_nothing_but_a_limit_does() -> None:
    """What is not told is unknown; a limit that is reached ends the run, whoever notices it first."""
    for unknown in (reply({}), reply(status=404), reply({"currentTimeframeRequestCount": {}})):
        assert await source(Server(unknown)).threshold() is None
    limited = [reply({"errors": ["Itgenatr005"]}, status=429) for _ in range(5)]
    with pytest.raises(LimitReachedError):
        await source(Server(*limited)).threshold()


async def test_an_integration_code_that_is_refused_ends_even_what_is_optional() -> None:
    """Autotask says so with a 500 that is no breakdown."""
    server = Server(reply({"errors": ["IntegrationCode is invalid."]}, status=500))
    with pytest.raises(LoginRefusedError):
        await source(server).threshold()
    assert len(server.requests) == 1


def test_a_refused_login_is_one_whatever_was_asked_for() -> None:
    """The words do not depend on what stands in the body."""
    answer = Answer(status=401, headers=httpx.Headers(), body=b'{"errors":["IntegrationCode"]}')
    assert isinstance(refusal(answer, "contacts"), LoginRefusedError)
    assert "API user" in refusal(answer, "contacts").message


async def test_a_company_of_an_unknown_form_is_named() -> None:
    """As a message calls it."""
    item = {"id": 7, "companyName": "Acme", "companyType": 1, "isActive": "perhaps"}
    server = Server(reply({"items": [item], "pageDetails": {}}))
    with pytest.raises(DataError, match=r"company 7 .*`isActive`"):
        await pages_of(source(server).companies_of(CUSTOMERS))
