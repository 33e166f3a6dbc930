"""Both sides read at once from the imitation: what arrives, what is told, and how it ends in trouble."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from builders import addresses
from http_fakes import NOON, FakeTime, surroundings

from axtui.__main__ import demo_profile
from axtui.core.errors import (
    AxtuiError,
    ConfigError,
    DataError,
    LimitReachedError,
    NotAuthorisedError,
    Side,
    UnavailableError,
)
from axtui.core.models import Snapshot
from axtui.core.progress import Progress, Stage
from axtui.demo.data import make_tenant
from axtui.demo.faults import Fault, FaultKind
from axtui.demo.faults import Side as DemoSide
from axtui.demo.server import DemoServer
from axtui.services.config import (
    AutotaskProfile,
    Profile,
    SecretKind,
    SecretSource,
    UdfFilter,
    XeroLogin,
    XeroProfile,
)
from axtui.services.fetch import Reading, fetch
from axtui.services.run_pages import RunPages
from axtui.services.run_wishes import RunWishes

Told = list[Progress]


@pytest.fixture
def server() -> Iterator[DemoServer]:
    """An imitation that answers at once."""
    with DemoServer(120, latency=0) as running:
        yield running


def reading_of(profile: Profile) -> Reading:
    """Return a full read of the profile that leaves nothing on disk."""
    wishes = RunWishes()
    pages = RunPages(
        None, profile.name, fingerprint="", wishes=wishes, now=lambda: NOON, on_notice=lambda _: None
    )
    return Reading(
        profile=profile, fingerprint="", wishes=wishes, base=None, pages=pages, on_notice=lambda _: None
    )


async def read(
    server: DemoServer,
    *,
    told: Told | None = None,
    time: FakeTime | None = None,
    autotask: dict[str, Any] | None = None,
    xero: dict[str, Any] | None = None,
) -> Snapshot:
    """Read the imitation with its own profile, changed where a test says so."""
    profile = demo_profile(server.addresses)
    profile = replace(
        profile,
        autotask=replace(profile.autotask, **(autotask or {})),
        xero=replace(profile.xero, **(xero or {})),
    )
    kept = await fetch(
        reading_of(profile),
        surroundings=surroundings(time or FakeTime()),
        ca_file="",
        on_progress=(told if told is not None else []).append,
    )
    return kept.snapshot


async def refused(
    server: DemoServer, *, autotask: dict[str, Any] | None = None, xero: dict[str, Any] | None = None
) -> AxtuiError:
    """Read, and return the error that it ends with, which always says what to do next."""
    with pytest.raises(AxtuiError) as caught:
        await read(server, autotask=autotask, xero=xero)
    assert caught.value.hint
    assert "demo-autotask-secret" not in str(caught.value)
    return caught.value


def untold(progress: Progress) -> None:
    """Take no notice of progress."""


def json_fault(path: str, body: bytes, *, status: int = 200, times: int | None = None) -> Fault:
    """Return a fault that answers with this JSON."""
    kind = "application/json"
    return Fault(kind=FaultKind.STATUS, path=path, status=status, body=body, content_type=kind, times=times)


def plain(value: str) -> SecretSource:
    """Return a secret that stands in the configuration."""
    return SecretSource(kind=SecretKind.PLAIN, plain=value)


async def test_everything_arrives_exactly() -> None:
    """Three pages of companies, more of contacts and customers, each value to the character."""
    tenant = make_tenant(1200)
    with DemoServer(tenant=tenant, latency=0) as server:
        found = await read(server)
    companies = {one.id: one for one in tenant.companies if one.in_report}
    assert [(one.id, one.name, one.number, one.exclude_value) for one in found.companies] == [
        (one.id, one.name, one.number or "", one.no_sync) for one in companies.values()
    ]
    contacts = [one for one in tenant.contacts if one.company_id in companies]
    assert [
        (one.id, one.company_id, one.first_name, one.last_name, one.emails, one.is_active, one.udf_value)
        for one in found.contacts
    ] == [
        (
            one.id,
            one.company_id,
            one.first_name,
            one.last_name,
            addresses(one.email, one.email2, one.email3),
            None if one.is_active is None else bool(one.is_active),
            one.position,
        )
        for one in contacts
    ]
    assert [
        (one.id, one.name, one.account_number, one.status.value, one.first_name, one.last_name, one.email)
        for one in found.customers
    ] == [
        (
            one.id,
            one.name,
            one.account_number or "",
            one.status.value,
            one.first_name or "",
            one.last_name or "",
            one.email or "",
        )
        for one in tenant.customers
    ]
    assert found.complete
    assert (found.profile, found.fetched_at.autotask, found.fetched_at.xero) == ("demo", NOON, NOON)


async def test_the_tenants_facts_are_kept(server: DemoServer) -> None:
    """What an export needs without a network."""
    facts = (await read(server)).facts
    assert (facts.udf_name, facts.udf_value) == ("Position", "Accounts")
    assert facts.udf_id is not None
    assert "Accounts" in {value.stored for value in facts.udf_values}
    assert facts.limits.email == 254
    assert facts.organisation == "Axtui Demonstrations Limited"
    assert facts.zone_url.startswith(server.addresses.zone_url)


async def test_progress_tells_each_side_to_its_end(server: DemoServer) -> None:
    """Stages in their order, never backwards, totals as the servers counted, both sides done."""
    told: Told = []
    found = await read(server, told=told)
    for side, stages in (
        (
            Side.AUTOTASK,
            [
                Stage.CONNECTING,
                Stage.COUNTING,
                Stage.COMPANIES,
                Stage.CONTACTS,
                Stage.CATCHING_UP,
                Stage.DONE,
            ],
        ),
        (Side.XERO, [Stage.CONNECTING, Stage.CUSTOMERS, Stage.CATCHING_UP, Stage.DONE]),
    ):
        mine = [progress for progress in told if progress.side is side]
        assert list(dict.fromkeys(progress.stage for progress in mine)) == stages
        assert [progress.done for progress in mine] == sorted(progress.done for progress in mine)
        assert mine[-1].done == mine[-1].total
        assert mine[-1].pages >= 1
        assert mine[-1].fraction == 1.0
        assert all(progress.started == 1000.0 for progress in mine)
    customers = [progress for progress in told if progress.side is Side.XERO][-1]
    assert customers.done == len(found.customers)


async def test_requests_stay_within_the_vendors_limits(server: DemoServer) -> None:
    """Two lanes at Autotask, and exactly one login before anything else."""
    await read(server)
    assert server.log.most_at_once("contacts") <= 2
    assert server.log.most_at_once("companies") <= 2
    asked = [request.path.lower() for request in server.log.to(DemoSide.AUTOTASK)]
    assert [path.rpartition("/v1.0/")[2] for path in asked[:2]] == [
        "zoneinformation",
        "companies/entityinformation/fields",
    ]
    assert {
        request.method for request in server.log.to(DemoSide.AUTOTASK) if "query" not in request.path
    } == {"GET"}


async def test_a_refused_autotask_login_is_one_request_and_cancels_xero(server: DemoServer) -> None:
    """The error of the side that failed, although the other one never answers."""
    server.faults.add(
        Fault(kind=FaultKind.REFUSE_LOGIN, side=DemoSide.AUTOTASK),
        Fault(kind=FaultKind.HOLD, side=DemoSide.XERO),
    )
    error = await refused(server)
    assert isinstance(error, NotAuthorisedError)
    assert error.side is Side.AUTOTASK
    assert server.autotask.failed_logins == 1


async def test_a_refused_xero_login_cancels_autotask(server: DemoServer) -> None:
    """The same the other way round."""
    server.faults.add(
        Fault(kind=FaultKind.REFUSE_LOGIN, side=DemoSide.XERO),
        Fault(kind=FaultKind.HOLD, side=DemoSide.AUTOTASK),
    )
    error = await refused(server)
    assert isinstance(error, NotAuthorisedError)
    assert error.side is Side.XERO


async def test_a_cancelled_read_ends_at_once(server: DemoServer) -> None:
    """Whoever cancels waits for no answer."""
    server.faults.add(Fault(kind=FaultKind.HOLD))
    reading = asyncio.create_task(read(server))
    assert await asyncio.to_thread(
        server.log.wait_until, lambda log: log.count("zoneinformation") == 1 and log.count("token") == 1
    )
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    server.faults.clear()


@pytest.mark.parametrize(
    ("autotask", "words"),
    [
        ({"username": "nobody@tenant.example"}, "does not know this API user name"),
        ({"secret": plain("wrong")}, "refused the login"),
        ({"integration_code": plain("wrong")}, "does not know the integration code"),
    ],
)
async def test_each_part_of_the_autotask_login_has_its_words(
    server: DemoServer, autotask: dict[str, Any], words: str
) -> None:
    """And none is tried twice; where the zone is may be asked once more, without it."""
    error = await refused(server, autotask=autotask)
    assert isinstance(error, NotAuthorisedError)
    assert words in error.message
    asked = [one for one in server.log.to(DemoSide.AUTOTASK) if one.endpoint != "zoneinformation"]
    assert len(asked) <= 1


async def test_a_wrong_xero_secret_has_its_words(server: DemoServer) -> None:
    """One request."""
    error = await refused(server, xero={"client_secret": plain("wrong")})
    assert "does not know this app or its secret" in error.message
    assert len(server.log.to(DemoSide.XERO)) == 1


@pytest.mark.parametrize(
    ("xero", "kind", "words"),
    [
        ({"login": XeroLogin.PKCE}, NotAuthorisedError, "Nobody has signed in"),
        ({"client_secret": None}, ConfigError, "no client secret"),
        ({"api_url": "http://api.xero.com"}, ConfigError, "address"),
    ],
)
async def test_a_xero_side_that_cannot_be_read_asks_for_nothing(
    server: DemoServer, xero: dict[str, Any], kind: type[AxtuiError], words: str
) -> None:
    """The configuration itself rules it out."""
    error = await refused(server, xero=xero)
    assert type(error) is kind
    assert words in error.message
    assert server.log.to(DemoSide.XERO, "contacts") == ()


BREAKDOWNS = [
    Fault(kind=FaultKind.STATUS, status=503),
    Fault(kind=FaultKind.STATUS, status=500, body=b"oops", content_type="text/plain"),
    Fault(kind=FaultKind.HTML),
    Fault(kind=FaultKind.CUT, after_bytes=300),
    Fault(kind=FaultKind.CLOSE),
    Fault(kind=FaultKind.STATUS, status=204),
]


@pytest.mark.parametrize("fault", BREAKDOWNS)
@pytest.mark.parametrize("path", ["contacts/query", "zoneinformation", "connect/token", "2.0/Contacts"])
async def test_a_breakdown_twice_leaves_no_trace(server: DemoServer, fault: Fault, path: str) -> None:
    """Both sides try again, and the result is that of an unbroken read."""
    unbroken = await read(server)
    if fault.kind is FaultKind.CUT and path in ("zoneinformation", "connect/token"):
        fault = replace(fault, after_bytes=20)
    server.faults.add(replace(fault, path=path, times=2))
    told: Told = []
    found = await read(server, told=told)
    assert (found.companies, found.contacts, found.customers) == (
        unbroken.companies,
        unbroken.contacts,
        unbroken.customers,
    )
    assert any(progress.waiting_until for progress in told)


@pytest.mark.parametrize("fault", BREAKDOWNS)
async def test_a_breakdown_that_lasts_is_named(server: DemoServer, fault: Fault) -> None:
    """After five requests."""
    server.faults.add(replace(fault, path="companies/query$"))
    error = await refused(server)
    assert error.side is Side.AUTOTASK
    assert "5 times in a row" in error.message
    assert (
        Counter(
            request.path.lower().endswith("/query")
            for request in server.log.to(DemoSide.AUTOTASK, "companies")
        )[True]
        == 5
    )


@pytest.mark.parametrize(
    ("path", "side"),
    [
        ("contacts/query$", Side.AUTOTASK),
        ("zoneinformation", Side.AUTOTASK),
        ("2.0/Contacts", Side.XERO),
        ("connect/token", Side.XERO),
    ],
)
@pytest.mark.parametrize("status", [301, 307])
async def test_a_redirect_is_followed_nowhere(server: DemoServer, path: str, side: Side, status: int) -> None:
    """Not one request arrives at the other server."""
    with DemoServer(1, latency=0) as other:
        location = f"{other.addresses.zone_url}/atservicesrest/v1.0/Companies/entityInformation"
        server.faults.add(Fault(kind=FaultKind.REDIRECT, path=path, location=location, status=status))
        error = await refused(server)
        assert other.log.requests == ()
    assert isinstance(error, UnavailableError)
    assert error.side is side
    assert "redirect to 127.0.0.1" in error.message


async def test_a_foreign_zone_gets_no_credentials(server: DemoServer) -> None:
    """Zone discovery that names another host ends there."""
    body = b'{"url": "https://evil.example/atservicesrest/"}'
    server.faults.add(json_fault("zoneinformation", body))
    error = await refused(server)
    assert isinstance(error, DataError)
    assert "evil.example" in error.message
    assert len(server.log.to(DemoSide.AUTOTASK)) == 1


@pytest.mark.parametrize(
    ("path", "side", "headers"),
    [("contacts/query$", Side.AUTOTASK, {}), ("2.0/Contacts", Side.XERO, {"X-Rate-Limit-Problem": "minute"})],
)
async def test_a_limit_is_waited_for_and_told(
    server: DemoServer, path: str, side: Side, headers: dict[str, str]
) -> None:
    """Never shorter than asked for; the progress says until when and why."""
    server.faults.add(
        Fault(kind=FaultKind.STATUS, path=path, status=429, times=1, headers={"Retry-After": "26", **headers})
    )
    told: Told = []
    time = FakeTime(jitter=0.0)
    await read(server, told=told, time=time)
    assert time.slept == [26.0]
    waiting = [progress for progress in told if progress.waiting_until is not None]
    assert {progress.side for progress in waiting} == {side}
    assert waiting[0].waiting_until == 1026.0
    assert waiting[0].waiting_for.startswith(f"{side} is at its limit")
    last = [progress for progress in told if progress.side is side][-1]
    assert (last.waiting_until, last.waiting_for) == (None, "")


async def test_the_limit_of_a_day_says_when_to_come_back(server: DemoServer) -> None:
    """And asks for nothing more."""
    headers = {"X-Rate-Limit-Problem": "day", "Retry-After": "66975"}
    server.faults.add(Fault(kind=FaultKind.STATUS, path="2.0/Contacts", status=429, headers=headers))
    error = await refused(server)
    assert isinstance(error, LimitReachedError)
    assert error.resume_at == NOON + timedelta(seconds=66975)
    assert len(server.log.to(DemoSide.XERO, "contacts")) == 1


async def test_a_token_that_dies_under_way_is_renewed(server: DemoServer) -> None:
    """One request more to the token address, one more for the page; the third asks for changes."""
    body = b'{"Title":"Unauthorized","Status":401,"Detail":"TokenExpired: token expired"}'
    server.faults.add(json_fault("2.0/Contacts", body, status=401, times=1))
    assert (await read(server)).complete
    assert Counter(request.endpoint for request in server.log.to(DemoSide.XERO)) == {
        "token": 2,
        "organisation": 1,
        "contacts": 3,
    }


async def test_a_count_that_differs_is_read_again_and_then_said(server: DemoServer) -> None:
    """A short result is never silent."""
    server.faults.add(json_fault("contacts/query/count", b'{"queryCount": 9999}'))
    told: Told = []
    found = await read(server, told=told)
    (sentence,) = found.incomplete_because
    assert sentence.startswith("Autotask counted 9,999 contacts, but ")
    assert not found.complete
    assert found.contacts
    assert [progress.fraction for progress in told if progress.side is Side.AUTOTASK][-1] == 1.0


async def test_a_count_that_differs_once_is_no_matter(server: DemoServer) -> None:
    """Somebody added a contact between the pages and the count."""
    fault = json_fault("contacts/query/count", b'{"queryCount": 1}', times=1)
    server.faults.add(replace(fault, skip=1))
    assert (await read(server)).complete


async def test_customers_that_are_missing_are_said(server: DemoServer) -> None:
    """Xero's count stands on the page itself."""
    contact = b'{"ContactID":"a","ContactStatus":"ACTIVE","Name":"A"}'
    body = b'{"pagination":{"pageCount":1,"itemCount":2},"Contacts":[' + contact + b"]}"
    server.faults.add(json_fault("2.0/Contacts", body))
    found = await read(server)
    assert found.incomplete_because == ("Xero counted 2 customers, but 1 arrived, even in a second read.",)


@pytest.mark.parametrize("kind", [FaultKind.NO_COMPANIES, FaultKind.NO_CONTACTS, FaultKind.NO_CUSTOMERS])
async def test_nothing_is_a_result(server: DemoServer, kind: FaultKind) -> None:
    """Zero companies, contacts or customers are no error here."""
    server.faults.add(Fault(kind=kind))
    found = await read(server)
    assert found.complete
    assert not (found.companies and found.contacts and found.customers)
    if kind is FaultKind.NO_COMPANIES:
        assert {request.path[-5:] for request in server.log.to(DemoSide.AUTOTASK, "contacts")}.isdisjoint(
            {"query"}
        )


@pytest.mark.parametrize("kind", [FaultKind.TEXT_UDF, FaultKind.DISPLAY_DIFFERS])
async def test_the_contact_udf_may_be_of_either_kind(server: DemoServer, kind: FaultKind) -> None:
    """List or text, shown as stored or otherwise."""
    server.faults.add(Fault(kind=kind))
    found = await read(server)
    assert {contact.udf_value for contact in found.contacts} >= {"Accounts", None}
    assert bool(found.facts.udf_values) == (kind is FaultKind.DISPLAY_DIFFERS)


async def test_a_label_in_the_configuration_means_what_is_stored_for_it(server: DemoServer) -> None:
    """The records hold the stored value; with the label alone every company would seem unlinked."""
    server.faults.add(Fault(kind=FaultKind.DISPLAY_DIFFERS))
    by_label = await read(server, autotask={"contact_udf_value": "Accounts Contact"})
    by_value = await read(server)
    assert by_label.facts == by_value.facts
    assert by_label.facts.udf_value == "Accounts"


@pytest.mark.parametrize(
    ("autotask", "words"),
    [
        ({"contact_udf": "position"}, "differs in case or spaces: `Position`"),
        ({"contact_udf_value": "Payables"}, "no value `Payables`"),
        ({"company_types": ("Client",)}, "no company type `Client`"),
        ({"company_exclude_udf": "Nope"}, "no UDF `Nope` for companies"),
        ({"company_filter_udf": UdfFilter(name="Nope", value="x")}, "no UDF `Nope` for companies"),
        ({"base_url": "https://evil.example"}, "no Autotask host"),
    ],
)
async def test_settings_that_the_tenant_contradicts_are_named(
    server: DemoServer, autotask: dict[str, Any], words: str
) -> None:
    """Each with its own message, and as a configuration error."""
    error = await refused(server, autotask=autotask)
    assert isinstance(error, ConfigError)
    assert words in error.message


async def test_a_missing_contact_udf_is_named(server: DemoServer) -> None:
    """The tenant never created it."""
    server.faults.add(Fault(kind=FaultKind.NO_UDF))
    assert "no UDF `Position` for contacts" in (await refused(server)).message


async def test_more_company_types_bring_more_companies(server: DemoServer) -> None:
    """Labels in any case."""
    customers = await read(server)
    more = await read(server, autotask={"company_types": ("customer", "Partner")})
    assert {one.id for one in customers.companies} < {one.id for one in more.companies}


async def test_a_filter_udf_picks_companies(server: DemoServer) -> None:
    """Only those that hold the value to the character."""
    everything = await read(server)
    chosen = await read(server, autotask={"company_filter_udf": UdfFilter(name="XeroNoSync", value="true")})
    assert [one.id for one in chosen.companies] == [
        one.id for one in everything.companies if one.exclude_value == "true"
    ]
    assert {one.company_id for one in chosen.contacts} <= {one.id for one in chosen.companies}


async def test_discovery_can_be_skipped(server: DemoServer) -> None:
    """With the zone's address in the configuration."""
    await read(server, autotask={"base_url": f"{server.addresses.zone_url}/ATServicesRest"})
    assert server.log.to(DemoSide.AUTOTASK, "zoneinformation") == ()


async def test_a_server_that_is_not_there_is_named() -> None:
    """Refused connections are tried again, then named with host and side."""
    with DemoServer(1, latency=0) as server:
        addresses = server.addresses
    profile = demo_profile(addresses)
    time = FakeTime()
    with pytest.raises(UnavailableError, match=r"refuses the connection, 5 times"):
        await fetch(reading_of(profile), surroundings=surroundings(time), ca_file="", on_progress=untold)


async def test_a_ca_file_that_is_missing_is_named(server: DemoServer) -> None:
    """Before anything is asked for."""
    profile = demo_profile(server.addresses)
    with pytest.raises(ConfigError) as caught:
        await fetch(
            reading_of(profile),
            surroundings=surroundings(FakeTime()),
            ca_file="/missing.pem",
            on_progress=untold,
        )
    assert caught.value.problems[0].key == "ca_file"
    assert server.log.requests == ()


async def test_secrets_come_from_where_the_profile_says(server: DemoServer) -> None:
    """Here from the environment; one that is missing ends the read before any request with it."""
    demo = demo_profile(server.addresses)
    profile = Profile(
        name="acme",
        autotask=replace(demo.autotask, secret=SecretSource(kind=SecretKind.ENV, name="AT_SECRET")),
        xero=demo.xero,
    )
    assert isinstance(profile.autotask, AutotaskProfile)
    assert isinstance(profile.xero, XeroProfile)
    with_it = surroundings(FakeTime(), env={"AT_SECRET": demo.autotask.secret.plain})
    kept = await fetch(reading_of(profile), surroundings=with_it, ca_file="", on_progress=untold)
    assert kept.snapshot.profile == "acme"
    with pytest.raises(ConfigError, match="AT_SECRET"):
        await fetch(
            reading_of(profile), surroundings=surroundings(FakeTime()), ca_file="", on_progress=untold
        )
