"""What the imitation answers is what the vendors' own specifications declare."""

from pathlib import Path

import pytest
from demo.callers import EVERYTHING, AutotaskCaller, XeroCaller
from demo.specification import AutotaskSpecification, XeroSpecification

from axtui.demo.churn import Churn
from axtui.demo.server import DemoServer

ENTITIES = {
    "Companies": "CompanyModel",
    "Contacts": "ContactModel",
    "UserDefinedFieldDefinitions": "UserDefinedFieldDefinitionModel",
    "UserDefinedFieldListItems": "UserDefinedFieldListItemModel",
}


@pytest.mark.parametrize(
    "query",
    [
        "page=1&pageSize=1000&order=ContactID&includeArchived=true",
        "page=2&pageSize=50",
        "page=1&summaryOnly=true",
        "page=99",
        "",
    ],
)
def test_xero_contacts_are_as_declared(
    query: str, xero: XeroCaller, xero_specification: XeroSpecification
) -> None:
    """Every kind of list keeps to the schema, and no contact has a name that Xero does not know."""
    body = xero.contacts(query)

    assert xero_specification.violations("Contacts", body) == []
    known = xero_specification.properties("Contact")
    assert [set(contact) - known for contact in body["Contacts"] if set(contact) - known] == []


def test_one_xero_contact_and_the_organisation_are_as_declared(
    server: DemoServer, xero: XeroCaller, xero_specification: XeroSpecification
) -> None:
    """A single contact and the organisation keep to their schemas."""
    contact = xero.get(f"Contacts/{server.tenant.customers[3].id}").json
    organisation = xero.get("Organisation").json

    assert xero_specification.violations("Contacts", contact) == []
    assert xero_specification.violations("Organisations", organisation) == []
    assert set(organisation["Organisations"][0]) <= xero_specification.properties("Organisation")


def test_a_thousand_xero_contacts_are_as_declared(xero_specification: XeroSpecification) -> None:
    """Ordinary customers keep to the schema as much as the cast does."""
    with DemoServer(700, latency=0) as server:
        body = XeroCaller(server).contacts("page=1&pageSize=1000&includeArchived=true")

    assert len(body["Contacts"]) == 1000
    assert xero_specification.violations("Contacts", body) == []


def test_what_has_changed_is_as_declared(
    server: DemoServer,
    autotask: AutotaskCaller,
    xero: XeroCaller,
    autotask_specification: AutotaskSpecification,
    xero_specification: XeroSpecification,
) -> None:
    """New and changed records keep to the schemas as much as the invented ones do."""
    server.churner.begin(Churn(updates=30, inserts=30, archives=30, last_pages_too=True))
    for entity in ("Companies", "Contacts"):
        autotask.post(f"{entity}/query", EVERYTHING)
    xero.contacts("page=1&pageSize=100")
    body = xero.contacts("page=1&pageSize=1000&includeArchived=true")

    assert xero_specification.violations("Contacts", body) == []
    for entity in ("Companies", "Contacts"):
        items = autotask.post(f"{entity}/query", EVERYTHING).json["items"]
        assert len(items) > 140
        for item in items:
            assert autotask_specification.violations(ENTITIES[entity], item) == []


def test_the_measure_finds_what_is_wrong(xero_specification: XeroSpecification) -> None:
    """A null, an unknown status and a broken id are named, so the other tests prove something."""
    contact = {"ContactID": "no-guid", "ContactStatus": "GONE", "Name": None}

    assert len(xero_specification.violations("Contacts", {"Contacts": [contact]})) == 3


@pytest.mark.parametrize(("entity", "model"), ENTITIES.items())
def test_autotask_records_are_as_declared(
    entity: str, model: str, autotask: AutotaskCaller, autotask_specification: AutotaskSpecification
) -> None:
    """Each record is a model; the file declares the bare model although the wire sends items in pages."""
    body = autotask.post(f"{entity}/query", EVERYTHING).json

    assert set(body) == {"items", "pageDetails"}
    assert body["items"]
    for item in body["items"]:
        assert autotask_specification.violations(model, item) == []


@pytest.mark.parametrize("entity", ENTITIES)
def test_autotask_metadata_are_as_declared(
    entity: str, autotask: AutotaskCaller, autotask_specification: AutotaskSpecification
) -> None:
    """What Autotask says of its entities, and how many records there are, keeps to the file."""
    violations = autotask_specification.violations
    about = f"{entity}/entityInformation"

    assert violations("EntityInformationResultModel", autotask.get(about).json) == []
    assert violations("FieldInformationResultModel", autotask.get(f"{about}/fields").json) == []
    udfs = autotask.get(f"{about}/userDefinedFields").json
    assert violations("UserDefinedFieldInformationResultModel", udfs) == []
    counted = autotask.post(f"{entity}/query/count", EVERYTHING).json
    assert violations("QueryCountResultModel", counted) == []


def test_autotask_services_are_as_declared(
    autotask: AutotaskCaller, autotask_specification: AutotaskSpecification
) -> None:
    """Zone, threshold and versions keep to the file."""
    violations = autotask_specification.violations
    zone = autotask.get("zoneInformation?user=axtui-demo%40tenant.example", headers={}).json

    assert violations("ZoneInformationResultModel", zone) == []
    assert violations("ThresholdStatusResultModel", autotask.get("ThresholdInformation").json) == []


def test_the_autotask_measure_finds_what_is_wrong(autotask_specification: AutotaskSpecification) -> None:
    """A wrong type, a number out of range and an unknown name are named."""
    contact = {"id": "1", "companyID": 2**31, "nickname": "Al"}

    assert len(autotask_specification.violations("ContactModel", contact)) == 3


def test_missing_specifications_fail_where_they_are_required(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A gate that has the specifications beside it cannot skip them by accident."""
    monkeypatch.setattr("demo.specification.FOLDER", tmp_path)
    monkeypatch.delenv("AXTUI_REQUIRE_SPECS", raising=False)
    with pytest.raises(pytest.skip.Exception, match="is missing"):
        AutotaskSpecification()

    monkeypatch.setenv("AXTUI_REQUIRE_SPECS", "1")
    with pytest.raises(pytest.fail.Exception, match="AXTUI_REQUIRE_SPECS"):
        AutotaskSpecification()
