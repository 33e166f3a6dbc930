"""What a test of both connections finds, and that neither side hides the other."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from http_fakes import FakeTime, surroundings

from axtui.__main__ import demo_profile
from axtui.core.errors import ConfigError, NotAuthorisedError, Side
from axtui.core.progress import Progress
from axtui.demo.faults import Fault, FaultKind
from axtui.demo.faults import Side as DemoSide
from axtui.demo.server import DemoServer
from axtui.services.config import SecretKind, SecretSource
from axtui.services.connections import SideFindings, check_connections


@pytest.fixture
def server() -> Iterator[DemoServer]:
    """An imitation that answers at once."""
    with DemoServer(120, latency=0) as running:
        yield running


async def look(
    server: DemoServer, *, ca_file: str = "", **autotask: Any
) -> tuple[SideFindings, SideFindings]:
    """Look at both sides of the imitation, with a changed Autotask side where a test says so."""
    profile = demo_profile(server.addresses)
    profile = replace(profile, autotask=replace(profile.autotask, **autotask))
    return await check_connections(profile, surroundings=surroundings(FakeTime()), ca_file=ca_file)


def texts(side: SideFindings) -> dict[str, str]:
    """Return the findings by label."""
    return {finding.label: finding.text for finding in side.findings}


async def test_everything_that_a_report_needs_is_named(server: DemoServer) -> None:
    """Zone, login, field, companies; login, organisation, customers."""
    autotask, xero = await look(server)
    assert (autotask.side, xero.side) == (Side.AUTOTASK, Side.XERO)
    assert (autotask.ok, xero.ok) == (True, True)
    assert texts(autotask)["Zone"] == "Demonstration (127.0.0.1)"
    assert texts(autotask)["Company types"] == "Customer: 120 active"
    assert texts(autotask)["Requests"].endswith(
        " of the hour's 10,000 are used, by all integrations together"
    )
    assert texts(autotask)["Contact UDF"].startswith("`Position`, a list (number 29")
    assert texts(autotask)["Contact UDF"].endswith("with the value `Accounts`")
    assert texts(xero)["Organisation"] == "Axtui Demonstrations Limited"
    assert texts(xero)["Customers"] == f"{len(server.tenant.customers)}, archived ones included"


async def test_a_look_reads_no_records(server: DemoServer) -> None:
    """Counts are enough; one contact of Xero carries its count."""
    await look(server)
    asked = [request.path for request in server.log.requests]
    assert not any(path.endswith(("Companies/query", "Contacts/query")) for path in asked)
    (page,) = server.log.to(DemoSide.XERO, "contacts")
    assert page.query["pageSize"] == "1"


@pytest.mark.parametrize("down", list(DemoSide))
async def test_one_side_never_hides_the_other(server: DemoServer, down: DemoSide) -> None:
    """The side that refuses has an error, the other one all its findings."""
    server.faults.add(Fault(kind=FaultKind.REFUSE_LOGIN, side=down))
    sides = await look(server)
    for side in sides:
        if side.side.lower() == down:
            assert isinstance(side.error, NotAuthorisedError)
            assert not side.ok
        else:
            assert side.ok
            assert len(side.findings) >= 3


async def test_a_wait_is_told(server: DemoServer) -> None:
    """A limit may hold one of the few requests up for minutes."""
    busy = {"X-Rate-Limit-Problem": "minute", "Retry-After": "40"}
    server.faults.add(
        Fault(kind=FaultKind.STATUS, side=DemoSide.XERO, path="Contacts", status=429, times=1, headers=busy)
    )
    told: list[Progress] = []
    _, xero = await check_connections(
        demo_profile(server.addresses),
        surroundings=surroundings(FakeTime()),
        ca_file="",
        on_progress=told.append,
    )
    assert xero.ok
    waits = {(each.side, each.waiting_for) for each in told if each.waiting_until}
    assert waits == {(Side.XERO, "Xero is at its limit of requests a minute")}


async def test_an_unknown_use_of_the_hour_is_no_failure(server: DemoServer) -> None:
    """The login may not be allowed to see it."""
    server.faults.add(
        Fault(kind=FaultKind.STATUS, path="threshold", status=403, content_type="application/json")
    )
    autotask, _ = await look(server)
    assert autotask.ok
    assert "is not told" in texts(autotask)["Requests"]


async def test_what_was_found_before_an_error_stays(server: DemoServer) -> None:
    """The zone is known although the login is refused."""
    autotask, _ = await look(server, secret=SecretSource(kind=SecretKind.PLAIN, plain="wrong"))
    assert list(texts(autotask)) == ["Zone"]
    assert isinstance(autotask.error, NotAuthorisedError)
    assert server.autotask.failed_logins == 1


async def test_both_sides_may_fail(server: DemoServer) -> None:
    """Each with its own error."""
    server.faults.add(Fault(kind=FaultKind.REFUSE_LOGIN))
    autotask, xero = await look(server)
    assert autotask.error is not None
    assert xero.error is not None
    assert (autotask.error.side, xero.error.side) == (Side.AUTOTASK, Side.XERO)


@pytest.mark.parametrize(
    ("autotask", "text"),
    [
        ({"contact_udf": "position"}, "differs in case or spaces: `Position`"),
        ({"contact_udf": "Role"}, "no UDF `Role` for contacts"),
        ({"contact_udf_value": "Payables"}, "no value `Payables`; it has `Accounts`"),
    ],
)
async def test_a_field_that_does_not_fit_is_a_finding(
    server: DemoServer, autotask: dict[str, str], text: str
) -> None:
    """The look goes on to the companies."""
    side, _ = await look(server, **autotask)
    (finding,) = [finding for finding in side.findings if not finding.ok]
    assert finding.label == "Contact UDF"
    assert text in finding.text
    assert side.error is None
    assert not side.ok
    assert "Company types" in texts(side)


async def test_a_text_field_can_hold_the_value(server: DemoServer) -> None:
    """Which cannot be checked, and is said so."""
    server.faults.add(Fault(kind=FaultKind.TEXT_UDF))
    side, _ = await look(server)
    assert side.ok
    assert "a text" in texts(side)["Contact UDF"]
    assert "can hold `Accounts`" in texts(side)["Contact UDF"]


async def test_company_types_are_counted_one_by_one(server: DemoServer) -> None:
    """Each label with its figure."""
    side, _ = await look(server, company_types=("Customer", "Partner"))
    assert texts(side)["Company types"].startswith("Customer: 120 active, Partner: ")


async def test_an_unknown_company_type_is_the_sides_error(server: DemoServer) -> None:
    """With the labels there are."""
    side, _ = await look(server, company_types=("Client",))
    assert isinstance(side.error, ConfigError)
    assert "`Customer`" in side.error.message


async def test_no_companies_point_to_permissions(server: DemoServer) -> None:
    """A narrow security level looks like an empty tenant."""
    server.faults.add(Fault(kind=FaultKind.NO_COMPANIES))
    side, _ = await look(server)
    (finding,) = [finding for finding in side.findings if not finding.ok]
    assert "Customer: 0 active" in finding.text
    assert "security level" in finding.text


async def test_a_hidden_organisation_is_no_failure(server: DemoServer) -> None:
    """The report does not need its name."""
    body = b'{"Title":"Unauthorized","Status":401,"Detail":"AuthorizationUnsuccessful"}'
    server.faults.add(
        Fault(
            kind=FaultKind.STATUS, path="organisation", status=401, body=body, content_type="application/json"
        )
    )
    _, xero = await look(server)
    assert xero.ok
    assert "may not be read" in texts(xero)["Organisation"]


async def test_a_ca_file_that_is_missing_concerns_both(server: DemoServer) -> None:
    """It belongs to no side, so it is raised."""
    with pytest.raises(ConfigError, match="CA file"):
        await look(server, ca_file="/no.pem")
