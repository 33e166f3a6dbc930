"""The Autotask side keeps to autotask-api.md: zone, login, metadata, single records."""

from collections.abc import Mapping

import pytest
from demo.callers import AUTOTASK_LOGIN, EVERYTHING, AutotaskCaller, call

from axtui.demo.limits import Limits
from axtui.demo.server import DemoServer

USER = "axtui-demo%40tenant.example"


def test_the_zone_is_told_without_credentials(autotask: AutotaskCaller) -> None:
    """For a known user, whatever the case; the address has no version and ends in a slash (section 2)."""
    answer = autotask.get(f"zoneInformation?user={USER.upper()}", headers={})

    assert answer.status == 200
    assert set(answer.json) == {"zoneName", "url", "webUrl", "ci"}
    assert answer.json["url"].endswith("/ATServicesRest/")
    assert answer.json["url"].lower() == f"{autotask.root}/".lower()


@pytest.mark.parametrize("query", ["", "?user=", "?user=stranger%40tenant.example"])
def test_an_unknown_user_has_no_zone(query: str, autotask: AutotaskCaller) -> None:
    """The answer is 500 with a sentence, not 404 (section 2)."""
    answer = autotask.get(f"zoneInformation{query}", headers={})

    assert (answer.status, answer.json) == (500, {"errors": ["Zone information could not be determined"]})


@pytest.mark.parametrize("path", ["Companies/query", "COMPANIES/Query", "companies/QUERY"])
@pytest.mark.parametrize("root", ["atservicesrest/v1.0", "ATServicesRest/V1.0"])
def test_letter_case_of_a_path_does_not_matter(root: str, path: str, server: DemoServer) -> None:
    """As clients find in practice (section 4)."""
    url = f"{server.addresses.zone_url}/{root}/{path}"
    answer = call(url, "POST", headers=AUTOTASK_LOGIN, body='{"filter":[{"op":"exist","field":"ID"}]}')

    assert answer.status == 200


@pytest.mark.parametrize(
    "change",
    [
        {"Secret": "wrong"},
        {"Secret": ""},
        {"UserName": "stranger@tenant.example"},
        {"Secret": None},
        {"UserName": None},
        {"ApiIntegrationCode": None},
    ],
)
def test_a_refused_login_is_401_without_a_body(
    change: Mapping[str, str | None], autotask: AutotaskCaller
) -> None:
    """A wrong secret, an unknown user and a missing header look the same (section 8)."""
    headers = {name: value for name, value in {**AUTOTASK_LOGIN, **change}.items() if value is not None}
    answer = autotask.get("Companies/entityInformation", headers=headers)

    assert (answer.status, answer.body) == (401, b"")
    assert "content-type" not in answer.headers


def test_a_wrong_integration_code_is_500(autotask: AutotaskCaller) -> None:
    """With a sentence in the list of errors (section 8)."""
    headers = {**AUTOTASK_LOGIN, "ApiIntegrationCode": "OTHER"}
    answer = autotask.get("Companies/entityInformation", headers=headers)

    assert (answer.status, answer.json) == (500, {"errors": ["IntegrationCode is invalid"]})


def test_repeated_wrong_secrets_lock_the_user() -> None:
    """After that the right secret is refused too, and looks the same (section 8)."""
    with DemoServer(1, latency=0, limits=Limits(autotask_lock_after=2)) as server:
        autotask = AutotaskCaller(server)
        wrong = {**AUTOTASK_LOGIN, "Secret": "wrong"}
        assert autotask.get("Companies/entityInformation").status == 200
        assert [autotask.get("ThresholdInformation", headers=wrong).status for _ in range(2)] == [401, 401]
        assert server.autotask.failed_logins == 2
        assert autotask.get("Companies/entityInformation").status == 401


def test_versions_and_threshold_have_the_shapes_of_the_file(autotask: AutotaskCaller) -> None:
    """The version list needs no version in its path; asking for the threshold counts (sections 2 and 7)."""
    assert call(f"{autotask.root}/VersionInformation").json == {"apiVersions": ["1.0"]}
    autotask.get("Companies/entityInformation")

    assert autotask.get("ThresholdInformation").json == {
        "externalRequestThreshold": 10_000,
        "requestThresholdTimeframe": 60,
        "currentTimeframeRequestCount": 2,
    }


def test_entity_information_says_what_may_be_done(autotask: AutotaskCaller) -> None:
    """The cheap probe proves read access to companies (section 3)."""
    info = autotask.get("Companies/entityInformation").json["info"]

    assert (info["name"], info["canQuery"], info["hasUserDefinedFields"]) == ("Company", True, True)
    assert not info["canCreate"]


def test_company_types_are_a_picklist_of_texts(autotask: AutotaskCaller) -> None:
    """The value is a string although records hold a number; there is no type 5 (section 9)."""
    fields = autotask.get("Companies/entityInformation/fields").json["fields"]
    company_type = next(field for field in fields if field["name"] == "companyType")

    pairs = {entry["value"]: entry["label"] for entry in company_type["picklistValues"]}
    assert company_type["isPickList"]
    assert pairs["1"] == "Customer"
    assert set(pairs) == {"1", "2", "3", "4", "6", "7", "8"}


def test_contact_fields_have_their_lengths(autotask: AutotaskCaller) -> None:
    """Names 50, addresses 254 (section 9.2)."""
    fields = autotask.get("Contacts/entityInformation/fields").json["fields"]
    lengths = {field["name"]: field["length"] for field in fields}

    assert (lengths["firstName"], lengths["lastName"], lengths["emailAddress"]) == (50, 50, 254)
    assert lengths["emailAddress3"] == 254


def test_the_contact_udf_is_a_list_that_stores_accounts(autotask: AutotaskCaller) -> None:
    """The metadata give values and labels, but no numeric id (section 9.4)."""
    fields = autotask.get("Contacts/entityInformation/userDefinedFields").json["fields"]
    position = next(field for field in fields if field["name"] == "Position")

    assert position["isPickList"]
    assert ("Accounts", "Accounts") in {
        (entry["value"], entry["label"]) for entry in position["picklistValues"]
    }
    assert "id" not in position


def test_the_id_of_a_udf_is_found_by_name_and_type(autotask: AutotaskCaller) -> None:
    """The name alone is not enough: another entity has a UDF of that name (section 9.4)."""
    entity = "UserDefinedFieldDefinitions"
    fields = autotask.get(f"{entity}/entityInformation/fields").json["fields"]
    types = next(field for field in fields if field["name"] == "udfType")["picklistValues"]
    contact = next(entry["value"] for entry in types if entry["label"] == "Contact")

    found = autotask.items(entity, {"op": "eq", "field": "name", "value": "Position"})
    assert len(found) == 2
    mine = [each for each in found if str(each["udfType"]) == contact]
    assert [(each["dataType"], each["isActive"]) for each in mine] == [(5, True)]

    items = autotask.items(
        "UserDefinedFieldListItems", {"op": "eq", "field": "udfFieldId", "value": mine[0]["id"]}
    )
    assert ("Accounts", "Accounts") in {(each["valueForExport"], each["valueForDisplay"]) for each in items}


def test_companies_have_a_udf_that_keeps_them_out(autotask: AutotaskCaller) -> None:
    """`XeroNoSync` is what the demo's profile excludes by."""
    fields = autotask.get("Companies/entityInformation/userDefinedFields").json["fields"]

    assert {field["name"] for field in fields} == {"XeroNoSync", "BillingEntity"}


def test_single_records_come_by_id(server: DemoServer, autotask: AutotaskCaller) -> None:
    """Id 0 is a real row; an unknown id is null (section 4)."""
    own = autotask.get("Companies/0").json["item"]
    contact = server.tenant.contacts[5]

    assert (own["id"], own["companyType"], own["isActive"]) == (0, 8, True)
    assert autotask.get(f"Contacts/{contact.id}").json["item"]["lastName"] == contact.last_name
    assert autotask.get("Companies/17").json == {"item": None}
    assert autotask.get(f"Contacts/{10**9}").json == {"item": None}


@pytest.mark.parametrize("path", ["Companies", "Contacts/query/sideways"])
def test_what_is_not_offered_is_405(path: str, autotask: AutotaskCaller) -> None:
    """There is no plain list of a collection (section 4)."""
    answer = autotask.get(path)

    assert answer.status == 405
    assert "does not support" in answer.json["Message"]


@pytest.mark.parametrize("url", ["/", "/atservicesrest/v2.0/Companies/query", "/atservicesrest/v1.0/Wishes"])
def test_unknown_paths_are_404(url: str, server: DemoServer) -> None:
    """With a message of the web server's layer."""
    answer = call(server.addresses.zone_url + url, headers=AUTOTASK_LOGIN)

    assert answer.status == 404
    assert "Message" in answer.json


def test_writing_is_not_offered(autotask: AutotaskCaller) -> None:
    """The imitation is as read-only as the program."""
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = call(f"{autotask.root}/v1.0/Contacts", method, headers=AUTOTASK_LOGIN, body="{}")
        assert answer.status == 405
    answer = call(f"{autotask.root}/v1.0/ThresholdInformation", "POST", headers=AUTOTASK_LOGIN)
    assert answer.status == 405


def test_companies_say_active_with_a_boolean_and_contacts_with_a_number(autotask: AutotaskCaller) -> None:
    """And some contacts do not say it at all (section 9)."""
    companies = autotask.post("Companies/query", EVERYTHING).json["items"]
    contacts = autotask.post("Contacts/query", EVERYTHING).json["items"]

    assert {type(company["isActive"]) for company in companies} == {bool}
    assert {type(each.get("isActive")) for each in contacts} == {int, type(None)}
    assert any("isActive" not in each for each in contacts)
    assert {each["isActive"] for each in contacts if "isActive" in each} == {0, 1}
