"""Autotask's queries keep to autotask-api.md sections 5 and 6: operators, UDFs, fields, pages and cursors."""

import json
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from demo.callers import AUTOTASK_LOGIN, EVERYTHING, AutotaskCaller, call

from axtui.demo.records import Company, Contact
from axtui.demo.server import DemoServer

ALL = {"op": "gte", "field": "id", "value": 0}


def eq(field: str, value: object) -> dict[str, object]:
    """Return the most usual condition."""
    return {"op": "eq", "field": field, "value": value}


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (eq("companyName", "BAD [/CLOSE] ltd"), lambda each: each.name == "Bad [/close] Ltd"),
        ({"op": "noteq", "field": "companyType", "value": 1}, lambda each: each.company_type != 1),
        ({"op": "gt", "field": "id", "value": 0}, lambda each: each.id > 0),
        ({"op": "gte", "field": "ID", "value": "0"}, lambda _each: True),
        ({"op": "lt", "field": "id", "value": 29_683_600}, lambda each: each.id < 29_683_600),
        ({"op": "lte", "field": "id", "value": 0}, lambda each: each.id == 0),
        ({"op": "beginsWith", "field": "companyName", "value": "BAD"}, lambda each: each.name[:3] == "Bad"),
        (
            {"op": "endsWith", "field": "companyName", "value": "pty ltd"},
            lambda each: each.name.lower().endswith("pty ltd"),
        ),
        (
            {"op": "contains", "field": "companyname", "value": "SHADOW"},
            lambda each: "Shadow" in each.name,
        ),
        ({"op": "exist", "field": "companyNumber"}, lambda each: each.number is not None),
        ({"op": "notExist", "field": "companyNumber"}, lambda each: each.number is None),
        ({"op": "in", "field": "companyType", "value": [2, 7]}, lambda each: each.company_type in (2, 7)),
        (
            {"op": "notIn", "field": "companyType", "value": [1, 8]},
            lambda each: each.company_type not in (1, 8),
        ),
        (eq("isActive", False), lambda each: not each.is_active),
        (
            {"op": "or", "items": [eq("companyType", 7), eq("companyType", 8)]},
            lambda each: each.company_type in (7, 8),
        ),
        (
            {
                "op": "and",
                "items": [
                    eq("companyType", 1),
                    {"op": "or", "items": [eq("isActive", False), eq("companyNumber", "s-1001")]},
                ],
            },
            lambda each: each.company_type == 1 and (not each.is_active or each.number == "S-1001"),
        ),
        (
            {"op": "contains", "field": "XeroNoSync", "value": "TRUE", "udf": True},
            lambda each: "true" in (each.no_sync or "").lower(),
        ),
        (
            {"op": "exist", "field": "XeroNoSync", "udf": True},
            lambda each: each.no_sync is not None,
        ),
        ({"op": "ne", "field": "companyType", "value": 1}, lambda _each: True),
        ({"op": "or", "items": [{"op": "isNull", "field": "companyNumber"}]}, lambda _each: True),
    ],
)
def test_operators_find_what_they_say(
    condition: object, holds: Callable[[Company], bool], server: DemoServer, autotask: AutotaskCaller
) -> None:
    """By rising id, strings without regard to case; a wrong operator is dropped and everything comes back."""
    found = [item["id"] for item in autotask.items("Companies", condition)]

    assert found == [company.id for company in server.tenant.companies if holds(company)]
    counted = autotask.post("Companies/query/count", {"filter": [condition]}).json
    assert counted == {"queryCount": len(found)}


def test_conditions_of_the_list_are_and_ed(server: DemoServer, autotask: AutotaskCaller) -> None:
    """A condition after a wrong operator still counts."""
    found = autotask.items(
        "Companies", {"op": "like", "field": "id"}, eq("isActive", False), eq("companyType", 1)
    )

    wanted = [each.id for each in server.tenant.companies if not each.is_active and each.company_type == 1]
    assert [item["id"] for item in found] == wanted


def test_contacts_are_found_by_company(server: DemoServer, autotask: AutotaskCaller) -> None:
    """One company, several companies, and together with other conditions."""
    tenant = server.tenant

    def wanted(holds: Callable[[Contact], bool]) -> list[int]:
        return [contact.id for contact in tenant.contacts if holds(contact)]

    def found(*conditions: object) -> list[int]:
        return [item["id"] for item in autotask.items("Contacts", *conditions, MaxRecords=7)]

    some = [company.id for company in tenant.companies[10:60]]
    assert found(eq("companyID", 0)) == wanted(lambda each: each.company_id == 0)
    inside = {"op": "in", "field": "companyID", "value": some}
    assert found(inside) == wanted(lambda each: each.company_id in some)
    later = {"op": "gt", "field": "id", "value": tenant.contacts[50].id}
    assert found(later, inside) == wanted(
        lambda each: each.company_id in some and each.id > tenant.contacts[50].id
    )
    linked = {"op": "eq", "field": "Position", "value": "accounts", "udf": True}
    assert found(linked) == wanted(lambda each: each.position == "Accounts")
    assert found(eq("isActive", 1)) == wanted(lambda each: each.is_active == 1)
    assert found(eq("isActive", "true")) == wanted(lambda each: each.is_active == 1)


def test_dates_compare_as_dates(autotask: AutotaskCaller) -> None:
    """With and without a zone they are UTC."""
    rows = autotask.items("Contacts", ALL)
    middle = sorted(row["lastModifiedDate"] for row in rows)[len(rows) // 2]

    after = autotask.items("Contacts", {"op": "gte", "field": "lastModifiedDate", "value": middle[:-1]})
    assert {row["id"] for row in after} == {row["id"] for row in rows if row["lastModifiedDate"] >= middle}


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"filter": [eq("projectID", 1)]}, "Unable to find projectID in the Company Entity"),
        ({"filter": [eq("XeroNoSync", "true")]}, "Unable to find XeroNoSync in the Company Entity"),
        ({"filter": [{**eq("xeronosync", "true"), "udf": True}]}, "Unable to find xeronosync"),
        ({"filter": [eq("isActive", 1)]}, "not a boolean"),
        ({"filter": [eq("isActive", None)]}, "not a boolean"),
        ({"filter": [eq("companyType", "Customer")]}, "Conversion failed when converting varchar"),
        ({"filter": [eq("createDate", "yesterday")]}, "not a date"),
        ({"filter": []}, "filter is required"),
        ({}, "filter is required"),
        ({"filter": "id"}, "list of filter conditions"),
        ({"filter": ["id"]}, "must be an object"),
        ({"filter": [{"op": "or", "items": 3}]}, "list of filter conditions"),
        ({"filter": [{"op": "in", "field": "id", "value": 3}]}, "list of values"),
        ({"filter": [{"op": "in", "field": "id", "value": list(range(501))}]}, "limited to 500 or fewer"),
        ({"filter": [{"op": "or", "items": [eq("id", at) for at in range(501)]}]}, "limited to 500 or fewer"),
        (
            {"filter": [{**eq("XeroNoSync", "a"), "udf": True}, {**eq("BillingEntity", "b"), "udf": True}]},
            "only one user-defined field",
        ),
        ({"filter": [ALL], "MaxRecords": 0}, "must be between 1 and 500"),
        ({"filter": [ALL], "MaxRecords": 501}, "must be between 1 and 500"),
        ({"filter": [ALL], "IncludeFields": ["id", "nickname"]}, "Unable to find nickname"),
        ({"filter": [ALL], "IncludeFields": ["companyName"], "MaxRecords": 10}, "must contain id"),
        ([], "must be an object"),
    ],
    ids=str,
)
def test_wrong_queries_are_500_with_a_sentence(body: object, text: str, autotask: AutotaskCaller) -> None:
    """Loud where the vendor's server is loud (sections 5 and 8)."""
    answer = autotask.post("Companies/query", body)

    assert answer.status == 500
    assert text in answer.json["errors"][0]


def test_a_body_that_is_no_json_is_refused(autotask: AutotaskCaller) -> None:
    """As any other wrong query."""
    answer = call(f"{autotask.root}/v1.0/Companies/query", "POST", headers=AUTOTASK_LOGIN, body="{")

    assert (answer.status, "not valid JSON" in answer.json["errors"][0]) == (500, True)


def test_500_conditions_are_allowed(autotask: AutotaskCaller) -> None:
    """The limit is for the alternatives of one group; what is AND-ed does not count (section 5)."""
    five_hundred = {"op": "in", "field": "companyID", "value": list(range(500))}

    assert autotask.query("Contacts", ALL, five_hundred).status == 200


def test_names_of_the_query_ignore_case(autotask: AutotaskCaller) -> None:
    """Keys, operators and field names."""
    body = {"FILTER": [{"OP": "GTE", "Field": "Id", "Value": 0}], "maxrecords": 2, "includefields": ["ID"]}
    answer = autotask.post("Companies/query", body)

    assert [set(item) for item in answer.json["items"]] == [{"id", "userDefinedFields"}] * 2


def test_include_fields_returns_only_these(autotask: AutotaskCaller) -> None:
    """A UDF is returned where it is named; where none is, the list is empty (section 5)."""
    without = autotask.query("Contacts", ALL, IncludeFields=["id", "lastName"]).json["items"]
    named = autotask.query("Contacts", ALL, IncludeFields=["id", "Position"]).json["items"]

    assert {tuple(item) for item in without} == {("id", "lastName", "userDefinedFields")}
    assert all(item["userDefinedFields"] == [] for item in without)
    udfs = [udf for item in named for udf in item.get("userDefinedFields", [])]
    assert {udf["name"] for udf in udfs} == {"Position"}
    assert "Accounts" in {udf["value"] for udf in udfs}


def test_udfs_come_with_every_row_that_has_some(autotask: AutotaskCaller) -> None:
    """Values are the stored ones; rows without values have null, an empty list or no key (section 9.3)."""
    rows = autotask.items("Contacts", ALL)
    lists = [row["userDefinedFields"] for row in rows if "userDefinedFields" in row]

    assert len(lists) < len(rows)
    assert [] in lists
    assert {tuple(udf["name"] for udf in each) for each in lists if each} == {("Alternate Email", "Position")}
    values = {udf["value"] for each in lists for udf in each}
    assert {"Accounts", "AccountsIncludedPerson", None} <= values


def test_udfs_are_left_out_when_no_row_has_a_value(server: DemoServer, autotask: AutotaskCaller) -> None:
    """The whole collection is missing then (section 9.3)."""
    company = next(
        played.company_id for played in server.tenant.cast if played.scenario.key == "sole-contact"
    )
    rows = autotask.items("Contacts", eq("companyID", company))

    assert len(rows) == 1
    assert "userDefinedFields" not in rows[0]


def test_a_page_says_its_own_size_and_not_the_total(autotask: AutotaskCaller) -> None:
    """`count` is of this page, `requestCount` what was asked for (section 6)."""
    first = autotask.query("Companies", ALL, MaxRecords=100).json["pageDetails"]
    second_body = {"filter": [ALL], "MaxRecords": 100}
    second = call(first["nextPageUrl"], "POST", headers=AUTOTASK_LOGIN, body=json.dumps(second_body)).json

    assert {**first, "nextPageUrl": ""} == {
        "count": 100,
        "requestCount": 100,
        "prevPageUrl": None,
        "nextPageUrl": "",
    }
    assert second["pageDetails"] == {
        "count": 41,
        "requestCount": 100,
        "prevPageUrl": None,
        "nextPageUrl": None,
    }


def test_without_a_size_a_page_has_500_rows() -> None:
    """The default is also the largest (section 5)."""
    with DemoServer(1000, latency=0) as server:
        details = AutotaskCaller(server).query("Companies", ALL).json["pageDetails"]

    assert (details["count"], details["requestCount"]) == (500, 500)


def test_the_id_loop_and_the_cursor_find_the_same(autotask: AutotaskCaller) -> None:
    """Both official ways through the pages give every row once (section 6)."""
    by_cursor = [item["id"] for item in autotask.items("Contacts", ALL, MaxRecords=50)]
    by_loop: list[int] = []
    while page := autotask.query(
        "Contacts", {"op": "gt", "field": "id", "value": by_loop[-1] if by_loop else -1}, MaxRecords=50
    ).json["items"]:
        by_loop += [item["id"] for item in page]

    assert by_cursor == by_loop
    assert len(set(by_loop)) == 381


def test_the_next_page_is_absolute_and_continued_as_it_was_begun(
    server: DemoServer, autotask: AutotaskCaller
) -> None:
    """A cursor of a POST refuses GET with 405, and the other way round (section 6)."""
    body = {"filter": [ALL], "MaxRecords": 10}
    by_post = autotask.post("Companies/query", body).json["pageDetails"]["nextPageUrl"]
    by_get = autotask.search("Companies", body).json["pageDetails"]["nextPageUrl"]

    assert by_post.startswith(f"{server.addresses.zone_url}/ATServicesRest/V1.0/Companies/query/next?paging=")
    assert "search=" in urlsplit(by_get).query
    refused = call(by_post, headers=AUTOTASK_LOGIN)
    assert refused.status == 405
    assert refused.json == {"Message": "The requested resource does not support http method 'GET'."}
    assert call(by_get, "POST", headers=AUTOTASK_LOGIN, body=json.dumps(body)).status == 405
    assert call(by_get, headers=AUTOTASK_LOGIN).json["pageDetails"]["count"] == 10


@pytest.mark.parametrize("body", [{}, {"filter": [eq("companyType", 1)], "MaxRecords": 10}])
def test_a_cursor_needs_the_body_that_it_began_with(body: object, autotask: AutotaskCaller) -> None:
    """Same method, same body (section 6)."""
    url = autotask.query("Companies", ALL, MaxRecords=10).json["pageDetails"]["nextPageUrl"]

    assert call(url, "POST", headers=AUTOTASK_LOGIN, body=json.dumps(body)).status == 500


@pytest.mark.parametrize("token", ["", "nonsense", "bnVsbA=="])
def test_a_broken_cursor_is_refused(token: str, autotask: AutotaskCaller) -> None:
    """With a sentence, as any wrong query."""
    answer = autotask.post(f"Companies/query/next?paging={token}", EVERYTHING)

    assert (answer.status, answer.json) == (500, {"errors": ["The paging token is not valid."]})


def test_get_finds_the_same_as_post(autotask: AutotaskCaller) -> None:
    """Rows and count."""
    assert autotask.search("Contacts", EVERYTHING).json == autotask.post("Contacts/query", EVERYTHING).json
    counted = autotask.get(
        'Contacts/query/count?search={"filter":[{"op":"exist","field":"id"}]}'.replace('"', "%22")
    )
    assert counted.json == {"queryCount": 381}


def test_an_over_long_address_is_404(autotask: AutotaskCaller) -> None:
    """The reason why clients change to POST (section 6)."""
    long = {"filter": [{"op": "in", "field": "id", "value": list(range(400))}]}

    assert autotask.search("Companies", long).status == 404


def test_a_count_by_ids_alone_needs_no_search(server: DemoServer, autotask: AutotaskCaller) -> None:
    """The short cut gives the right figure, and still refuses what is wrong."""
    middle = server.tenant.contacts[100].id

    def counted(*conditions: object) -> object:
        return autotask.post("Contacts/query/count", {"filter": list(conditions)}).json

    assert counted({"op": "gt", "field": "id", "value": middle}) == {"queryCount": 280}
    assert counted({"op": "gte", "field": "id", "value": 10**9}) == {"queryCount": 0}
    assert counted({"op": "gt", "field": "id", "value": "x"}) == {
        "errors": ["Conversion failed when converting varchar value 'x' to data type int."]
    }
