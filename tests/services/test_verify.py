"""The look at Autotask after an import: what is asked for, what is told, and what ends it."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from http_fakes import FakeTime, surroundings
from manifests import asked, manifest

from axtui.__main__ import demo_profile
from axtui.core.contact_import.manifest import Manifest, ManifestRow
from axtui.core.contact_import.verification import Outcome, Verification
from axtui.core.errors import LoginRefusedError, NotAuthorisedError, Side, UsageError
from axtui.core.progress import Progress, Stage
from axtui.demo.faults import Fault, FaultKind
from axtui.demo.faults import Side as DemoSide
from axtui.demo.records import Contact, UdfForm
from axtui.demo.server import DemoServer
from axtui.demo.spoil import Spoil
from axtui.services.config import AppSettings, Profile
from axtui.services.surroundings import Surroundings
from axtui.services.verify import verify


@pytest.fixture
def server() -> Iterator[DemoServer]:
    """An imitation that answers at once."""
    with DemoServer(30, latency=0) as running:
        yield running


@pytest.fixture
def own() -> Surroundings:
    """Surroundings in which time passes at once."""
    return surroundings(FakeTime())


def imported(server: DemoServer, company_at: int, **fields: str | None) -> ManifestRow:
    """Add a contact as an import does; return the row that asked for it."""
    contact = Contact(
        company_id=company_at,
        first_name="Ada",
        last_name="Byron",
        email="ada@new.example",
        position="Accounts",
        udf_form=UdfForm.LISTED,
    )
    server.live.contacts.insert(replace(contact, **fields))  # type: ignore[arg-type]  # texts only
    return asked(company_at, email="ada@new.example")


def companies(server: DemoServer) -> list[int]:
    """Return the numbers of the tenant's companies, without its own organisation."""
    return [at for at in server.live.companies.ids if at]


async def look(
    server: DemoServer,
    own: Surroundings,
    asked_for: Manifest,
    *,
    profile: Profile | None = None,
    retry_auth: bool = False,
    told: list[Progress] | None = None,
) -> Verification:
    """Verify a manifest of the demo's profile."""
    heard: list[Progress] = [] if told is None else told
    return await verify(
        asked_for,
        profile or demo_profile(server.addresses),
        surroundings=own,
        settings=AppSettings(),
        retry_auth=retry_auth,
        on_progress=heard.append,
    )


async def test_contacts_that_were_imported_are_found(server: DemoServer, own: Surroundings) -> None:
    """The contacts of the companies in the manifest are asked for, and nothing else; nothing is written."""
    rows = [imported(server, at) for at in companies(server)[:3]]
    found = await look(server, own, manifest(*rows, profile="demo"))
    assert [row.outcome for row in found.rows] == [Outcome.CREATED] * 3
    assert found.ok
    assert found.remarks == ()
    queries = server.log.to(DemoSide.AUTOTASK, "contacts")
    assert [request.path.rpartition("/")[2] for request in queries] == ["query"]
    (condition,) = [each for each in json.loads(queries[0].body)["filter"] if each["field"] != "id"]
    assert condition == {"op": "in", "field": "companyID", "value": companies(server)[:3]}
    assert server.log.to(DemoSide.XERO) == ()


async def test_a_missing_contact_is_looked_for_at_every_company(
    server: DemoServer, own: Surroundings
) -> None:
    """An import that put it elsewhere is named; addresses are asked for without regard to case."""
    right, wrong = companies(server)[:2]
    imported(server, wrong, email="ADA@straße.example")
    found = await look(server, own, manifest(asked(right, email=" ada@Straße.example"), profile="demo"))
    assert found.counts[Outcome.MISSING] == 1
    assert f"of company {wrong} has this address." in found.rows[0].text


async def test_a_contact_that_a_page_has_lost_is_found_by_its_address(
    server: DemoServer, own: Surroundings
) -> None:
    """The second look is at all companies, the right one too: a slip is no missing contact."""
    row = imported(server, companies(server)[0])
    lost = Fault(
        kind=FaultKind.SPOIL, side=DemoSide.AUTOTASK, path="Contacts/query", spoil=Spoil.ROW_LOST, times=1
    )
    server.faults.add(lost)
    found = await look(server, own, manifest(row, profile="demo"))
    assert found.ok


async def test_a_refused_look_elsewhere_stops_nothing(server: DemoServer, own: Surroundings) -> None:
    """The rows are told all the same, and that it is not known where the missing ones are."""
    refusal = Fault(
        kind=FaultKind.STATUS,
        path="Contacts/query",
        status=500,
        body=b'{"errors":["emailAddress may not be used here"]}',
        content_type="application/json",
        skip=1,
    )
    server.faults.add(refusal)
    found = await look(server, own, manifest(asked(companies(server)[0]), profile="demo"))
    assert found.counts[Outcome.MISSING] == 1
    assert any("could not be asked" in remark for remark in found.remarks)


async def test_a_login_refused_on_the_look_elsewhere_ends_it(server: DemoServer, own: Surroundings) -> None:
    """It is more than a hint that is missing: the same login must not be sent again."""
    server.faults.add(Fault(kind=FaultKind.STATUS, path="Contacts/query", status=401, body=b"", skip=1))
    what = manifest(asked(companies(server)[0]), profile="demo")
    for _ in range(2):
        with pytest.raises(LoginRefusedError):
            await look(server, own, what)
    queries = server.log.to(DemoSide.AUTOTASK, "contacts")
    assert [request.status for request in queries] == [200, 401]


async def test_an_address_that_cannot_be_sent_is_not_asked_for(server: DemoServer, own: Surroundings) -> None:
    """Half of a surrogate pair, in a manifest that somebody has edited."""
    row = asked(companies(server)[0], email="\ud800@new.example")
    found = await look(server, own, manifest(row, profile="demo"))
    assert found.counts[Outcome.MISSING] == 1
    assert len(server.log.to(DemoSide.AUTOTASK, "contacts")) == 1


async def test_a_tenant_whose_ids_do_not_rise_is_read_in_full(server: DemoServer, own: Surroundings) -> None:
    """Then only the server's cursor leads through the contacts."""
    rows = [imported(server, at) for at in companies(server)[:3]]
    server.faults.add(Fault(kind=FaultKind.FALLING_IDS))
    found = await look(server, own, manifest(*rows, profile="demo"))
    assert found.ok


async def test_many_companies_are_asked_for_some_hundred_at_a_time(own: Surroundings) -> None:
    """A query takes at most 500 values."""
    with DemoServer(1_200, latency=0) as server:
        all_companies = companies(server)[:1_100]
        row = imported(server, all_companies[-1])
        told: list[Progress] = []
        others = [asked(at, email="") for at in all_companies[:-1]]
        found = await look(server, own, manifest(*others, row, profile="demo"), told=told)
        asked_for = [
            condition["value"]
            for request in server.log.to(DemoSide.AUTOTASK, "contacts")
            for condition in json.loads(request.body)["filter"]
            if condition["field"] == "companyID"
        ]
    assert sorted({at for some in asked_for for at in some}) == all_companies
    assert max(map(len, asked_for)) == 500
    assert (found.counts[Outcome.CREATED], found.counts[Outcome.MISSING]) == (1, 1_099)
    assert told[-1].stage is Stage.DONE
    assert told[-1].done > 0


async def test_the_field_of_the_manifest_is_read_whatever_the_profile_names(
    server: DemoServer, own: Surroundings
) -> None:
    """The file set one field; that the profile has another one since does not change the question."""
    row = imported(server, companies(server)[0])
    profile = demo_profile(server.addresses)
    profile = replace(profile, autotask=replace(profile.autotask, contact_udf="Role"))
    assert (await look(server, own, manifest(row, profile="demo"), profile=profile)).ok


async def test_the_manifest_of_another_profile_is_refused(server: DemoServer, own: Surroundings) -> None:
    """Before anything is asked: the same numbers mean other companies there."""
    with pytest.raises(UsageError, match='"acme", not of demo'):
        await look(server, own, manifest(asked(), profile="acme"))
    assert server.log.requests == ()


async def test_another_address_of_the_tenant_is_said(server: DemoServer, own: Surroundings) -> None:
    """A tenant may move between zones, so it is no error; a wrong tenant looks the same."""
    row = imported(server, companies(server)[0])
    elsewhere = "https://webservices9.autotask.net/ATServicesRest/v1.0/"
    found = await look(server, own, manifest(row, profile="demo", zone_url=elsewhere))
    assert "check that it is the same tenant" in found.remarks[0]
    assert found.ok


async def test_another_port_of_an_imitation_is_no_other_tenant(server: DemoServer, own: Surroundings) -> None:
    """The demo has another one at each start."""
    row = imported(server, companies(server)[0])
    before = "http://127.0.0.1:1/ATServicesRest/v1.0/"
    assert not (await look(server, own, manifest(row, profile="demo", zone_url=before))).remarks


async def test_a_refused_login_is_not_sent_again(server: DemoServer, own: Surroundings) -> None:
    """Repeated, it locks the API user; a person may insist."""
    server.faults.add(Fault(kind=FaultKind.REFUSE_LOGIN, side=DemoSide.AUTOTASK))
    what = manifest(asked(companies(server)[0]), profile="demo")
    for retry_auth, failures in ((False, 1), (False, 1), (True, 2)):
        with pytest.raises(LoginRefusedError):
            await look(server, own, what, retry_auth=retry_auth)
        assert server.autotask.failed_logins == failures


async def test_a_login_that_is_let_in_again_is_held_back_no_more(
    server: DemoServer, own: Surroundings
) -> None:
    """Once a person has insisted and was right, the next look needs no insisting."""
    server.faults.add(Fault(kind=FaultKind.REFUSE_LOGIN, side=DemoSide.AUTOTASK))
    what = manifest(imported(server, companies(server)[0]), profile="demo")
    with pytest.raises(LoginRefusedError):
        await look(server, own, what)
    server.faults.take_away(FaultKind.REFUSE_LOGIN)
    assert (await look(server, own, what, retry_auth=True)).ok
    assert (await look(server, own, what)).ok


async def test_contacts_that_may_not_be_read_are_an_error(server: DemoServer, own: Surroundings) -> None:
    """No row is called missing where nobody could look."""
    server.faults.add(
        Fault(
            kind=FaultKind.STATUS,
            path="Contacts/query",
            status=500,
            body=b'{"errors":["The logged in Resource does not have the adequate permissions"]}',
            content_type="application/json",
        )
    )
    with pytest.raises(NotAuthorisedError) as failure:
        await look(server, own, manifest(asked(companies(server)[0]), profile="demo"))
    assert failure.value.side is Side.AUTOTASK


async def test_a_tenant_without_contacts_is_suspicious(server: DemoServer, own: Surroundings) -> None:
    """A narrow security level hides rows without an error."""
    server.faults.add(Fault(kind=FaultKind.NO_CONTACTS))
    found = await look(server, own, manifest(asked(companies(server)[0]), profile="demo"))
    assert "security level may hide them" in found.remarks[0]
