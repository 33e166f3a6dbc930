"""Autotask read from the imitation: complete, resumable, polite, and brought up to date exactly."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from faults.tiers import LONG, times
from http_fakes import NOON, FakeTime, surroundings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from axtui.__main__ import demo_profile
from axtui.core.errors import AxtuiError, ConfigError, LimitReachedError, LoginRefusedError, Side
from axtui.core.models import Contact as KeptContact
from axtui.core.progress import Progress, Stage
from axtui.core.run_cost import RunCost
from axtui.demo.churn import Churn
from axtui.demo.data import make_tenant
from axtui.demo.faults import Fault, FaultKind
from axtui.demo.faults import Side as DemoSide
from axtui.demo.limits import Limits
from axtui.demo.records import Company, CompanyType, Contact
from axtui.demo.server import DemoServer
from axtui.services.autotask_reading import read_autotask, refresh_autotask
from axtui.services.narrator import Narrator
from axtui.services.page_log import ListName, NoPageLog, NotedPage, PageLog
from axtui.services.read_state import AutotaskRead
from axtui.services.sides import autotask_settings, opened
from axtui.sources.autotask import Autotask, connected

BIG = make_tenant(1_300, contacts=4_200)
"""Three pages of companies, nine or more of contacts."""


class Stopped(Exception):  # noqa: N818  # stands for a kill
    """The run ends here."""


@dataclass
class MemoryLog:
    """A log in memory, which may stop the run at a page."""

    begun: datetime | None = None
    pages: list[tuple[ListName, NotedPage[object]]] = field(default_factory=list)
    stop_at: int | None = None

    def since(self, side: Side) -> datetime | None:
        """Return when the run began."""
        return self.begun

    def begin(self, side: Side, since: datetime) -> None:
        """Note when the run began."""
        assert self.begun is None
        self.begun = since

    def noted(self, name: ListName) -> Sequence[NotedPage[object]]:
        """Return the pages of a list."""
        return [page for of, page in self.pages if of is name]

    def note(self, name: ListName, page: NotedPage[object]) -> None:
        """Keep a page, or stop the run with it."""
        self.pages.append((name, page))
        if len(self.pages) == self.stop_at:
            raise Stopped

    def forget(self, name: ListName) -> None:
        """Drop a list."""
        self.pages = [one for one in self.pages if one[0] is not name]


class Moment:
    """The imitation's clock, which a test sets."""

    def __init__(self) -> None:
        self.now = NOON + timedelta(days=200)

    def __call__(self) -> float:
        """Return seconds since 1970."""
        return self.now.timestamp()


@pytest.fixture
def server() -> Iterator[DemoServer]:
    """An imitation that answers at once."""
    with DemoServer(120, latency=0) as running:
        yield running


async def at_once(seconds: float) -> None:
    """Let the imitation's own slowness pass at once."""
    await asyncio.sleep(0)


async def agree(cost: RunCost) -> None:
    """Agree to any cost."""


@asynccontextmanager
async def source_of(
    server: DemoServer, *, told: list[Progress] | None = None, time: FakeTime | None = None, **changed: Any
) -> AsyncIterator[tuple[Autotask, Narrator]]:
    """Connect to the imitation with its own profile, changed where a test says so."""
    profile = demo_profile(server.addresses)
    profile = replace(profile, autotask=replace(profile.autotask, **changed))
    around = surroundings(time or FakeTime())
    told = [] if told is None else told
    narrator = Narrator(Side.AUTOTASK, monotonic=around.monotonic, on_progress=told.append)
    async with opened(around, ca_file="") as line:
        found = await autotask_settings(profile, around)
        yield await connected(found, line(Side.AUTOTASK, narrator.heard_wait)), narrator


async def read(
    server: DemoServer,
    *,
    log: PageLog | None = None,
    told: list[Progress] | None = None,
    consent: Callable[[RunCost], Awaitable[None]] = agree,
    **changed: Any,
) -> AutotaskRead:
    """Read in full."""
    async with source_of(server, told=told, **changed) as (source, narrator):
        return await read_autotask(source, narrator=narrator, log=log or NoPageLog(), consent=consent)


async def refresh(server: DemoServer, kept: AutotaskRead, **changed: Any) -> AutotaskRead | None:
    """Bring a read up to date."""
    async with source_of(server, **changed) as (source, narrator):
        return await refresh_autotask(source, kept=kept, narrator=narrator)


def pages_asked(server: DemoServer) -> Counter[str]:
    """Count the pages that were asked for by list, changes not counted."""
    return Counter(
        request.endpoint
        for request in server.log.to(DemoSide.AUTOTASK)
        if request.path.lower().endswith("/query") and b"Modified" not in request.body
        if request.endpoint in ("companies", "contacts")
    )


def same(one: AutotaskRead, other: AutotaskRead) -> bool:
    """Say whether two reads found the same, whenever they began."""
    return replace(one, since=NOON) == replace(other, since=NOON)


def what_is_there(server: DemoServer) -> tuple[dict[int, str], dict[int, str]]:
    """Return names of companies and contacts of the report as the imitation has them now."""
    companies = {one.id: one.name for one in server.live.companies.all() if one.in_report}
    contacts = {one.id: one.last_name for one in server.live.contacts.all() if one.company_id in companies}
    return companies, contacts


def what_was_found(found: AutotaskRead) -> tuple[dict[int, str], dict[int, str]]:
    """Return the same of a read, which must hold no record twice."""
    companies = {int(one.id): one.name for one in found.companies}
    contacts = {int(one.id): one.last_name for one in found.contacts}
    assert (len(companies), len(contacts)) == (len(found.companies), len(found.contacts))
    return companies, contacts


@pytest.mark.parametrize("lanes", [1, 3])
async def test_everything_arrives(lanes: int) -> None:
    """Each record of the report once, by rising id, and the ids of all others."""
    with DemoServer(tenant=BIG, latency=0) as server:
        found = await read(server, lanes=lanes)
        assert what_was_found(found) == what_is_there(server)
        assert not found.incomplete_because
        assert [one.id for one in found.contacts] == sorted(one.id for one in found.contacts)
        assert len(found.contacts) + len(found.other_contacts) == len(server.live.contacts)
        assert server.log.most_at_once("contacts") <= lanes
        assert server.log.most_at_once("companies") <= lanes
        assert sum(pages_asked(server).values()) <= 12 + 2 * 3


async def test_few_requests_come_first(server: DemoServer) -> None:
    """Zone and login one after the other, then everything that must be known at once."""
    await read(server)
    asked = [request.path.lower().partition("/v1.0/")[2] for request in server.log.to(DemoSide.AUTOTASK)]
    assert asked[:2] == ["zoneinformation", "companies/entityinformation/fields"]
    assert Counter(asked) == {
        "zoneinformation": 1,
        "companies/entityinformation/fields": 1,
        "thresholdinformation": 1,
        "contacts/entityinformation/userdefinedfields": 1,
        "contacts/entityinformation/fields": 1,
        "companies/entityinformation/userdefinedfields": 1,
        "userdefinedfielddefinitions/entityinformation/fields": 1,
        "userdefinedfielddefinitions/query": 1,
        "companies/query/count": 2,
        "contacts/query/count": 2,
        "companies/query": 2,
        "contacts/query": 2,
    }


async def test_progress_goes_through_the_stages() -> None:
    """Forward only, and as much as was counted."""
    told: list[Progress] = []
    with DemoServer(tenant=BIG, latency=0) as server:
        await read(server, told=told)
    stages = list(dict.fromkeys(progress.stage for progress in told))
    assert stages == [
        Stage.CONNECTING, Stage.COUNTING, Stage.COMPANIES, Stage.CONTACTS, Stage.CATCHING_UP, Stage.DONE
    ]  # fmt: skip
    assert [one.done for one in told] == sorted(one.done for one in told)
    assert told[-1].done == told[-1].total


@pytest.mark.parametrize("stop_at", range(1, 12) if LONG else (2, 9))
async def test_a_resumed_run_reads_the_rest(stop_at: int) -> None:
    """The rows are those of an unbroken run, and at most a page of each lane is read twice."""
    with DemoServer(tenant=BIG, latency=0) as server:
        unbroken = await read(server)
        needed = pages_asked(server)
        log = MemoryLog(stop_at=stop_at)
        with pytest.raises(Stopped):
            await read(server, log=log)
        log.stop_at = None
        assert same(await read(server, log=log), unbroken)
        asked = pages_asked(server)
        for name in ("companies", "contacts"):
            assert (
                asked[name] - needed[name] <= needed[name] + 2 + 2
            )  # a page of each lane, and of each share


async def test_a_finished_log_needs_no_page() -> None:
    """All pages are there already; what changed since is asked for all the same."""
    with DemoServer(tenant=BIG, latency=0) as server:
        log = MemoryLog()
        first = await read(server, log=log)
        before = pages_asked(server)
        server.live.companies.change(first.companies[5].id, name="Renamed meanwhile")
        told: list[Progress] = []
        again = await read(server, log=log, told=told)
        assert pages_asked(server) == before
        assert again.companies[5].name == "Renamed meanwhile"
        assert told[-1].done == told[-1].total


@pytest.mark.parametrize("seed", range(times(20, quick=1)))
async def test_tenants_in_motion_are_read_as_they_are_at_the_end(seed: int) -> None:
    """Three updates, an insert and an archive after every page: none missing, twice, or out of date."""
    with DemoServer(tenant=BIG, latency=0) as server:
        server.churner.begin(Churn(seed=seed))
        found = await read(server)
        server.churner.end()
        assert found.incomplete_because == ()
        assert what_was_found(found) == what_is_there(server)


async def test_a_deletion_on_the_way_is_read_again() -> None:
    """It leaves no trace but the count."""
    with DemoServer(tenant=BIG, latency=0) as server:
        gone = server.live.contacts.ids[3]

        class Deleting(MemoryLog):
            def note(self, name: ListName, page: NotedPage[object]) -> None:
                super().note(name, page)
                if len(self.pages) == 9 and gone in server.live.contacts.ids:
                    server.live.contacts.delete(gone)

        log = Deleting()
        found = await read(server, log=log)
        assert not found.incomplete_because
        assert what_was_found(found) == what_is_there(server)
        noted = [one for page in log.noted(ListName.CONTACTS) for one in page.items]
        assert gone not in {one.id for one in noted if isinstance(one, KeptContact)}


async def test_falling_ids_are_read_along_the_cursor(server: DemoServer) -> None:
    """Asking for later ids would lose some."""
    usual = await read(server)
    server.faults.add(Fault(kind=FaultKind.FALLING_IDS))
    found = await read(server)
    assert same(found, usual)


async def test_a_count_that_never_agrees_makes_the_read_incomplete(server: DemoServer) -> None:
    """After a second read."""
    body = b'{"queryCount": 9999}'
    server.faults.add(
        Fault(
            kind=FaultKind.STATUS,
            path="contacts/query/count",
            status=200,
            body=body,
            content_type="application/json",
        )
    )
    found = await read(server)
    (sentence,) = found.incomplete_because
    assert sentence.startswith("Autotask counted 9,999 contacts, but ")
    assert sentence.endswith("arrived, even in a second read.")


async def test_without_companies_no_contacts_are_read(server: DemoServer) -> None:
    """None would belong anywhere."""
    server.faults.add(Fault(kind=FaultKind.NO_COMPANIES))
    found = await read(server)
    assert not found.companies
    assert not found.incomplete_because
    assert pages_asked(server)["contacts"] == 0


async def test_a_tenant_that_cannot_be_asked_for_changes_is_read_in_full(server: DemoServer) -> None:
    """It is complete by its counts; a refresh is not possible."""
    usual = await read(server)
    server.faults.add(Fault(kind=FaultKind.NO_MODIFIED))
    assert same(await read(server), usual)
    assert await refresh(server, usual) is None


async def test_a_person_may_take_long_to_consent(server: DemoServer) -> None:
    """It is no time without progress: what fails first after that is tried again."""
    time = FakeTime()

    async def think(cost: RunCost) -> None:
        this = asyncio.current_task()
        await asyncio.wait([task for task in asyncio.all_tasks() if task is not this])
        time.passed += 3_600
        server.faults.add(
            Fault(kind=FaultKind.STATUS, side=DemoSide.AUTOTASK, path="/query", status=503, times=1)
        )

    async with source_of(server, time=time) as (source, narrator):
        assert (await read_autotask(source, narrator=narrator, log=NoPageLog(), consent=think)).companies
    assert [request.status for request in server.log.requests].count(503) == 1


async def test_much_of_what_is_left_needs_consent() -> None:
    """The person hears the cost beside what the tenant has left, and may say no."""
    heard: list[RunCost] = []

    async def object_to(cost: RunCost) -> None:
        heard.append(cost)
        raise Stopped

    with DemoServer(120, latency=0, limits=Limits(autotask_hourly=60)) as server:
        with pytest.raises(Stopped):
            await read(server, consent=object_to)
        (cost,) = heard
        assert cost.limit == 60
        assert 2 <= cost.used <= 10
        assert cost.requests >= 4
        assert pages_asked(server).total() == 0


async def test_a_little_is_told_too(server: DemoServer) -> None:
    """A few requests of ten thousand: who reads along knows what the run takes."""
    heard: list[RunCost] = []

    async def hear(cost: RunCost) -> None:
        heard.append(cost)

    assert (await read(server, consent=hear)).companies
    assert [cost.needs_consent for cost in heard] == [False]


@pytest.mark.parametrize("status", [403, 404, 500, 200])
async def test_an_unknown_cost_stops_nothing(server: DemoServer, status: int) -> None:
    """The figure may be forbidden, or come in another form."""
    server.faults.add(
        Fault(
            kind=FaultKind.STATUS,
            path="threshold",
            status=status,
            body=b'{"errors": ["no"], "externalRequestThreshold": []}',
            content_type="application/json",
        )
    )
    assert (await read(server)).companies


async def test_an_hour_that_is_used_up_ends_the_run(server: DemoServer) -> None:
    """With the time at which to come back, before any page."""
    body = b'{"externalRequestThreshold": 10000, "currentTimeframeRequestCount": 10000}'
    server.faults.add(
        Fault(kind=FaultKind.STATUS, path="threshold", status=200, body=body, content_type="application/json")
    )
    with pytest.raises(LimitReachedError) as caught:
        await read(server)
    assert caught.value.resume_at is not None
    assert "10,000 of 10,000" in caught.value.message
    assert pages_asked(server).total() == 0


async def test_a_refusal_for_the_hours_limit_ends_the_run_at_once() -> None:
    """Waiting a minute and asking again would keep every other integration out."""
    time = FakeTime()
    with DemoServer(tenant=BIG, latency=0, limits=Limits(autotask_hourly=14), sleep=at_once) as server:
        with pytest.raises(LimitReachedError) as caught:
            await read(server)
        asked = len(server.log.to(DemoSide.AUTOTASK))
        assert caught.value.resume_at is not None
        assert "has used up its requests of this hour" in caught.value.message
        assert asked <= 14 + 1 + 6
        assert time.slept == []


async def test_a_login_refused_on_the_way_ends_every_lane() -> None:
    """Nothing is repeated: each further failure could lock the user."""
    with DemoServer(tenant=BIG, latency=0) as server:

        class Locking(MemoryLog):
            def note(self, name: ListName, page: NotedPage[object]) -> None:
                super().note(name, page)
                if len(self.pages) == 3:
                    server.faults.add(Fault(kind=FaultKind.REFUSE_LOGIN, side=DemoSide.AUTOTASK))

        with pytest.raises(LoginRefusedError):
            await read(server, log=Locking(), lanes=3)
        refused = [request.status == 401 for request in server.log.to(DemoSide.AUTOTASK)]
        assert sum(refused) <= 3 + 3
        first = refused.index(True)
        assert len(server.log.to(DemoSide.AUTOTASK, "zoneinformation")) == 2
        assert len(refused) - first <= 1 + 5 + 1


async def test_a_tenant_that_has_moved_is_found(server: DemoServer) -> None:
    """Discovery named the old zone: asked once more, and one further login."""
    server.faults.add(Fault(kind=FaultKind.ZONE_MOVED, side=DemoSide.AUTOTASK))
    found = await read(server)
    assert what_was_found(found) == what_is_there(server)
    assert len(server.log.to(DemoSide.AUTOTASK, "zoneinformation")) == 2
    assert [request.status for request in server.log.to(DemoSide.AUTOTASK)].count(401) == 1


async def test_a_tenant_that_moves_on_the_way_is_followed() -> None:
    """The run goes on where the tenant lives now."""
    with DemoServer(tenant=BIG, latency=0) as server:
        server.faults.add(Fault(kind=FaultKind.ZONE_MOVES, side=DemoSide.AUTOTASK, skip=12))
        found = await read(server, lanes=3)
        assert what_was_found(found) == what_is_there(server)
        assert len(server.log.to(DemoSide.AUTOTASK, "zoneinformation")) == 2
        assert "localhost" in found.facts.zone_url


UDF_STATES = {
    FaultKind.NO_UDF: "no UDF `Position`",
    FaultKind.MULTI_UDF: "takes several values at once",
    FaultKind.REFERENCE_UDF: "refers to other records",
    FaultKind.VALUE_INACTIVE: "is inactive",
    FaultKind.VALUE_MISSING: "has no value `Accounts`",
    FaultKind.UDF_NEARLY: "differs in case or spaces",
}


@pytest.mark.parametrize(("kind", "words"), UDF_STATES.items(), ids=str)
async def test_each_wrong_state_of_the_field_has_its_message(
    server: DemoServer, kind: FaultKind, words: str
) -> None:
    """Before any page is read."""
    server.faults.add(Fault(kind=kind))
    with pytest.raises(ConfigError) as caught:
        await read(server)
    assert words in caught.value.message
    assert pages_asked(server).total() == 0


async def test_a_refresh_takes_eight_requests() -> None:
    """However large the tenant is, as long as the changes fit a page."""
    with DemoServer(tenant=BIG, latency=0) as server:
        kept = await read(server)
        for company in kept.companies[::100]:
            server.live.companies.change(company.id, name="Renamed")
        for contact in kept.contacts[::100]:
            server.live.contacts.change(contact.id, last_name="Renamed")
        before = len(server.log.to(DemoSide.AUTOTASK))
        found = await refresh(server, kept)
        assert len(server.log.to(DemoSide.AUTOTASK)) - before == 8
        assert found is not None
        assert same(found, await read(server))


async def test_a_refresh_sees_companies_enter_and_leave(server: DemoServer) -> None:
    """With all their contacts, which nobody has changed."""
    kept = await read(server)
    leaves = kept.companies[0].id
    enters = next(
        one.id
        for one in server.live.companies.all()
        if one.company_type is CompanyType.PROSPECT and one.is_active
    )
    server.live.companies.archive(leaves)
    server.live.companies.change(enters, company_type=CompanyType.CUSTOMER)
    server.live.contacts.insert(Contact(company_id=enters, first_name="New", last_name="One"))
    found = await refresh(server, kept)
    assert found is not None
    assert same(found, await read(server))
    ids = {one.id for one in found.companies}
    assert enters in ids
    assert leaves not in ids


@pytest.mark.parametrize("kind", ["companies", "contacts"])
async def test_a_deletion_makes_a_refresh_impossible(server: DemoServer, kind: str) -> None:
    """The count tells, even where as many records were added."""
    kept = await read(server)
    if kind == "companies":
        server.live.companies.delete(kept.companies[3].id)
        server.live.companies.insert(Company(name="New"))
    else:
        server.live.contacts.delete(kept.contacts[3].id)
        server.live.contacts.insert(Contact(company_id=kept.companies[0].id, first_name="N", last_name="M"))
    assert await refresh(server, kept) is None


async def test_a_field_that_has_changed_makes_a_refresh_impossible(server: DemoServer) -> None:
    """What links a contact must be what it was."""
    kept = await read(server)
    server.faults.add(Fault(kind=FaultKind.DISPLAY_DIFFERS))
    assert await refresh(server, kept) is None


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["rename", "archive", "revive", "person", "newcomer", "firm", "delete", "no person"]),
        st.integers(0, 10**6),
    ),
    max_size=12,
)


def change(server: DemoServer, what: str, pick: int) -> None:
    """Make one change of a random kind to a random record."""
    companies, contacts = server.live.companies, server.live.contacts
    company = companies.ids[1 + pick % (len(companies.ids) - 1)]
    contact = contacts.ids[pick % len(contacts.ids)]
    match what:
        case "rename":
            companies.change(company, name=f"Renamed {pick}")
        case "archive":
            companies.archive(company)
        case "revive":
            companies.change(company, is_active=True, company_type=CompanyType.CUSTOMER)
        case "person":
            contacts.change(contact, last_name=f"Renamed {pick}", is_active=pick % 2)
        case "newcomer":
            contacts.insert(Contact(company_id=company, first_name="New", last_name=str(pick)))
        case "firm":
            companies.insert(Company(name=f"New {pick}"))
        case "delete":
            companies.delete(company)
        case _:
            contacts.delete(contact)


@given(CHANGES, CHANGES)
@settings(max_examples=times(300, quick=4), deadline=None, suppress_health_check=[HealthCheck.too_slow])
async def test_a_refresh_equals_a_full_read(
    first: list[tuple[str, int]], then: list[tuple[str, int]]
) -> None:
    """Whatever changed, once or twice; where it cannot, it says so and nothing is returned."""
    clock = Moment()
    with DemoServer(30, latency=0, clock=clock) as server:
        kept = await read(server)
        for changes in (first, then):
            clock.now += timedelta(minutes=30)
            for what, pick in changes:
                change(server, what, pick)
            clock.now += timedelta(minutes=30)
            full, found = await read(server), await refresh(server, kept)
            if not any(what in ("delete", "no person") for what, _ in changes):
                assert found is not None
            assert found is None or same(found, full)
            kept = found or full


async def test_the_error_of_one_list_ends_the_other(server: DemoServer) -> None:
    """Nothing goes on in the background."""
    server.faults.add(
        Fault(kind=FaultKind.STATUS, path="companies/query$", status=404, content_type="application/json"),
        Fault(kind=FaultKind.HOLD, path="contacts/query$"),
    )
    with pytest.raises(AxtuiError):
        await asyncio.wait_for(read(server), timeout=30)
    server.faults.clear()
