"""The read of all customers: equal to the organisation whatever happens meanwhile, or said to be short."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from http_fakes import NOON, FakeTime, reply
from hypothesis import given
from hypothesis import strategies as st
from xero_fakes import (
    MemoryLog,
    Organisation,
    Row,
    Stopped,
    narrator,
    organisation,
    state_of,
    xero_of,
)

from axtui.core.errors import DataError, LimitReachedError, Side
from axtui.core.models import Customer as KnownCustomer
from axtui.core.models import CustomerStatus
from axtui.core.progress import Progress, Stage
from axtui.core.secret import Secret
from axtui.demo import credentials
from axtui.demo.limits import Limits
from axtui.demo.records import Customer
from axtui.demo.server import DemoServer
from axtui.services.page_log import ListName, NoPageLog, PageLog
from axtui.services.read_state import XeroRead
from axtui.services.xero_reading import read_xero, refresh_xero
from axtui.sources.connecting import open_http
from axtui.sources.line import Line, ServerClock
from axtui.sources.patience import Patience
from axtui.sources.xero import Xero, XeroSettings
from axtui.sources.xero_auth import CustomConnection

SINCE = NOON - timedelta(minutes=2)


async def read(
    at: Organisation, *, log: PageLog | None = None, told: list[Progress] | None = None
) -> XeroRead:
    """Read everything."""
    return await read_xero(xero_of(at), narrator=narrator(told), log=log or NoPageLog())


def seen(customers: Sequence[KnownCustomer]) -> dict[str, tuple[str, bool]]:
    """Return name and state by id, and check that nothing is there twice."""
    found = {str(one.id): (one.name, one.status is CustomerStatus.ARCHIVED) for one in customers}
    assert len(found) == len(customers)
    return found


def restless(seed: int, *, edits: int = 3, adds: int = 1, archives: int = 1) -> Organisation:
    """Return an organisation that changes after every answer, and whose answers overtake each other."""
    chance = random.Random(seed)  # noqa: S311  # no secret
    at = organisation(83, page_size=10)
    at.delays = lambda: chance.randrange(30)

    def churn(here: Organisation) -> None:
        for _ in range(edits):
            here.edit(chance.choice(list(here.rows)))
        for _ in range(adds):
            here.add(f"{chance.randrange(10**8):08}")
        for _ in range(archives):
            here.archive(chance.choice(list(here.rows)))

    at.churn = churn
    return at


async def test_everything_is_read_once_five_pages_at_a_time() -> None:
    """The name, the first page, the others at once, and one look for changes; no further count."""
    at = organisation(113, page_size=10)
    at.delays = lambda: 10
    found = await read(at)
    assert seen(found.customers) == at.truth
    assert found.incomplete_because == ()
    assert (found.organisation, found.since) == ("Maple Florist", SINCE)
    assert sorted(at.pages_asked) == list(range(1, 13))
    assert at.pages_asked[0] == 1
    assert len(at.requests) == 14
    assert at.most_at_once == 5


async def test_progress_goes_from_the_customers_to_the_changes_to_the_end() -> None:
    """And ends with as many as there are."""
    at, told = organisation(25, page_size=10), list[Progress]()
    await read(at, told=told)
    assert list(dict.fromkeys(one.stage for one in told)) == [
        Stage.CONNECTING,
        Stage.CUSTOMERS,
        Stage.CATCHING_UP,
        Stage.DONE,
    ]
    assert (told[-1].done, told[-1].total) == (25, 25)


@pytest.mark.parametrize("seed", range(20))
async def test_churn_while_reading_loses_nothing(seed: int) -> None:
    """The result is the organisation as it was when its changes were last asked for."""
    at = restless(seed)
    found = await read(at)
    assert seen(found.customers) == state_of(at.at_last_change)
    assert found.incomplete_because == ()


@given(st.integers(0, 10**6), st.integers(1, 60), st.integers(0, 40))
async def test_additions_at_any_moment_lose_nothing(seed: int, every: int, count: int) -> None:
    """One contact is added here and there, on whichever page; what was there before is never lost."""
    chance = random.Random(seed)  # noqa: S311  # no secret
    at = organisation(count, page_size=4)
    at.delays = lambda: chance.randrange(20)

    def churn(here: Organisation) -> None:
        if chance.randrange(every) == 0:
            here.add(f"{chance.randrange(10 * count + 10):08}x")

    at.churn = churn
    found = await read(at)
    assert seen(found.customers) == state_of(at.at_last_change)
    assert found.incomplete_because == ()


async def test_a_page_made_before_its_neighbour_is_read_again() -> None:
    """The contact that slid out of both is on it; the other pages are not read again."""
    at = organisation(50, page_size=10)
    turns = iter([0, 0, 10, 20, 0, 5])
    at.delays = lambda: next(turns, 0)  # page 4 overtakes 2 and 3

    def churn(here: Organisation) -> None:
        if here.pages_asked and len(here.rows) == 50 and len(here.pages_asked) >= 5:
            here.add("00000001")

    at.churn = churn
    found = await read(at)
    assert seen(found.customers) == at.truth
    assert found.incomplete_because == ()
    assert 5 < len(at.pages_asked) < 10


@pytest.mark.parametrize("stop_after", range(1, 9))
async def test_a_stopped_read_goes_on_after_any_page(stop_after: int) -> None:
    """No page that was kept is asked for again, and changes are looked for since the first beginning."""
    at, log = organisation(75, page_size=10), MemoryLog()
    log.stop_after = stop_after
    with pytest.raises(Stopped):
        await read(at, log=log)
    kept = {page.after for page in log.noted(ListName.CUSTOMERS)}
    at.requests.clear()
    log.stop_after = None
    at.time.passed += 3600
    at.edit("00000010")
    found = await read(at, log=log)
    assert seen(found.customers) == at.truth
    assert found.since == SINCE
    assert len(kept & set(at.pages_asked)) <= 1
    assert len(at.pages_asked) <= 9 - stop_after


@given(st.integers(1, 8), st.integers(0, 3), st.integers(0, 3), st.integers(0, 10**6))
async def test_a_read_that_goes_on_equals_an_unbroken_one(
    stop: int, adds: int, edits: int, seed: int
) -> None:
    """Whatever was added and edited in between."""
    chance = random.Random(seed)  # noqa: S311  # no secret
    at, log = organisation(75, page_size=10), MemoryLog()
    at.delays = lambda: chance.randrange(10)
    log.stop_after = stop
    with pytest.raises(Stopped):
        await read(at, log=log)
    log.stop_after = None
    at.time.passed += 60
    for _ in range(adds):
        at.add(f"{chance.randrange(800):08}x")
    for _ in range(edits):
        at.edit(chance.choice(list(at.rows)))
    found = await read(at, log=log)
    assert found.customers == (await read(at)).customers
    assert found.incomplete_because == ()


async def test_pages_of_a_list_that_has_shrunk_are_dropped() -> None:
    """Customers never leave; where they did, another organisation stands there, or a demo was reset."""
    at, log = organisation(75, page_size=10), MemoryLog()
    log.stop_after = 4
    with pytest.raises(Stopped):
        await read(at, log=log)
    log.stop_after = None
    at.rows = {f"n{number:05}": Row(name=f"Other {number}") for number in range(31)}
    at.requests.clear()
    found = await read(at, log=log)
    assert sorted(at.pages_asked) == [1, 2, 3, 4]
    assert seen(found.customers) == at.truth
    assert found.incomplete_because == ()


async def test_a_count_that_stays_different_is_said_after_two_reads() -> None:
    """The second one takes page after page."""
    at = organisation(35, page_size=10)
    at.counts_off_by = 2
    told: list[Progress] = []
    found = await read(at, told=told)
    assert found.incomplete_because == ("Xero counted 37 customers, but 35 arrived, even in a second read.",)
    assert seen(found.customers) == at.truth
    assert at.pages_asked[-4:] == [1, 2, 3, 4]
    assert len(at.pages_asked) == 8
    assert told[-1].done == 35


async def test_a_count_that_differs_once_is_no_matter() -> None:
    """The second read decides."""
    at = organisation(35, page_size=10)
    at.counts_off_by = 1

    def spoil(request: httpx.Request, response: httpx.Response) -> httpx.Response:
        if "if-modified-since" in request.headers:
            at.counts_off_by = 0
        return response

    at.spoil = spoil
    found = await read(at)
    assert seen(found.customers) == at.truth
    assert found.incomplete_because == ()
    assert len(at.pages_asked) == 8


def spoilt_page(request: httpx.Request, number: int, ids: list[str]) -> httpx.Response | None:
    """Return page `number` of three with these contacts; None for other requests."""
    if request.url.params["page"] != str(number) or "if-modified-since" in request.headers:
        return None
    body = {
        "pagination": {"pageCount": 3, "itemCount": 30},
        "Contacts": [{"ContactID": at, "Name": at, "ContactStatus": "ACTIVE"} for at in ids],
    }
    return reply(body)


@pytest.mark.parametrize(
    "ids",
    [
        [f"{10 * at:08}" for at in range(20, 11, -1)],
        [f"{10 * at:08}" for at in (10, *range(12, 21))],
        [],
    ],
)
async def test_pages_out_of_order_overlapping_or_empty_are_never_trusted(ids: list[str]) -> None:
    """They are read again, and the report says that it may be short."""
    at = organisation(30, page_size=10)
    at.spoil = lambda request, response: spoilt_page(request, 2, ids) or response
    found = await read(at)
    assert found.incomplete_because
    assert len(at.pages_asked) >= 6


async def test_an_order_that_nobody_knows_is_no_loss() -> None:
    """As many different customers as were counted for each page are all of them."""
    at = organisation(95, page_size=10)
    at.order = lambda text: text[::-1]
    found = await read(at)
    assert seen(found.customers) == at.truth
    assert found.incomplete_because == ()
    assert len(at.pages_asked) == 10


async def test_an_order_that_nobody_knows_proves_nothing_while_customers_are_added() -> None:
    """Then it is read again, and may stay short."""
    at = restless(3)
    at.order = lambda text: text[::-1]
    assert (await read(at)).incomplete_because == (
        "The pages of customers that Xero sent overlap, or leave gaps, even in a second read.",
    )


@pytest.mark.parametrize("count", [0, 1, 10, 20])
async def test_without_pagination_pages_are_read_until_one_is_empty(count: int) -> None:
    """One after another, since nobody knows how many there are."""
    at = organisation(count, page_size=10)
    at.has_pagination = False
    at.delays = lambda: 5
    found = await read(at)
    assert seen(found.customers) == at.truth
    assert found.incomplete_because == ()
    assert at.pages_asked == list(range(1, 2 + -(-count // 10)))
    assert at.most_at_once <= 2  # the organisation's name comes beside them


@pytest.mark.parametrize("left", [3, 4])
async def test_a_day_that_is_nearly_over_is_not_begun(left: int) -> None:
    """Four more requests would be needed after the first page."""
    at = organisation(30, page_size=10)
    at.headers = {"x-daylimit-remaining": str(left)}
    if left == 4:
        assert seen((await read(at)).customers) == at.truth
        return
    with pytest.raises(LimitReachedError, match=r"only 3 more requests .* takes 4"):
        await read(at)
    assert at.pages_asked == [1]


async def test_more_than_100_000_customers_meet_no_filter() -> None:
    """A read and a refresh ask for nothing that Xero refuses above that, and wait for its minutes."""
    at = organisation(100_001)
    at.page_size = 1000
    found = await read(at)
    assert len(found.customers) == 100_001
    assert found.incomplete_because == ()
    assert at.time.slept != []
    at.edit("00000010")
    refreshed = await refresh_xero(xero_of(at), kept=found, narrator=narrator())
    assert refreshed is not None
    assert len(refreshed.customers) == 100_001
    assert refreshed.customers[0].name == "Name 1+"


@given(st.lists(st.sampled_from(["add", "edit", "archive"]), max_size=30), st.integers(0, 10**6))
async def test_a_refresh_equals_a_full_read(changes: list[str], seed: int) -> None:
    """Whatever changed since, in two requests."""
    chance = random.Random(seed)  # noqa: S311  # no secret
    at = organisation(40, page_size=10)
    kept = await read(at)
    at.time.passed += 3600
    for change in changes:
        if change == "add":
            at.add(f"{chance.randrange(1000):08}x")
        else:
            getattr(at, change)(chance.choice(list(at.rows)))
    at.requests.clear()
    refreshed = await refresh_xero(xero_of(at), kept=kept, narrator=narrator())
    assert refreshed is not None
    assert len(at.requests) == 2
    assert refreshed == await read(at)
    assert refreshed.since == SINCE + timedelta(hours=1)


async def test_a_refresh_that_cannot_be_proved_is_none() -> None:
    """A customer has left, the count is not told, or the earlier read was short."""
    at = organisation(40, page_size=10)
    kept = await read(at)
    at.rows.pop("00000010")
    assert await refresh_xero(xero_of(at), kept=kept, narrator=narrator()) is None
    at.has_pagination = False
    assert await refresh_xero(xero_of(at), kept=kept, narrator=narrator()) is None
    short = replace(kept, incomplete_because=("short",))
    at.requests.clear()
    assert await refresh_xero(xero_of(at), kept=short, narrator=narrator()) is None
    assert at.requests == []


async def test_a_customer_added_between_changes_and_count_is_asked_for_once_more() -> None:
    """Instead of everything."""
    at = organisation(40, page_size=10)
    kept = await read(at)
    at.time.passed += 3600
    at.churn = lambda here: here.add("00000001")
    refreshed = await refresh_xero(xero_of(at), kept=kept, narrator=narrator())
    assert refreshed is not None
    assert seen(refreshed.customers) == at.truth


async def test_customers_added_all_the_time_make_a_refresh_a_full_read() -> None:
    """Three rounds are enough of trying."""
    at = organisation(40, page_size=10)
    kept = await read(at)
    numbers = iter(range(1, 100))
    at.churn = lambda here: here.add(f"{next(numbers):08}y")
    at.requests.clear()
    assert await refresh_xero(xero_of(at), kept=kept, narrator=narrator()) is None
    assert len(at.requests) == 6


async def test_a_customer_that_leaves_while_pages_are_read_costs_a_second_read() -> None:
    """Xero removes none; where one is gone all the same, pages have slid the other way."""
    at = organisation(80, page_size=10)

    def churn(here: Organisation) -> None:
        if len(here.pages_asked) == 4:
            here.rows.pop("00000010", None)

    at.churn = churn
    found = await read(at)
    assert seen(found.customers) == at.truth
    assert found.incomplete_because == ()


async def test_what_the_log_keeps_is_what_arrived() -> None:
    """The number of the page, Xero's count, and the customers."""
    at, log = organisation(25, page_size=10), MemoryLog()
    await read(at, log=log)
    pages = {page.after: page for page in log.noted(ListName.CUSTOMERS)}
    assert [(number, pages[number].up_to, len(pages[number].items)) for number in sorted(pages)] == [
        (1, 25, 10),
        (2, 25, 10),
        (3, 25, 5),
    ]
    assert log.since(Side.XERO) == SINCE


async def test_the_beginning_is_told_by_the_servers_clock() -> None:
    """Ours may be wrong; however long the first answer took."""
    at = organisation(3)
    at.headers = {"date": "Mon, 02 Mar 2026 15:00:00 GMT"}
    at.churn = lambda here: None
    assert (await read(at)).since == NOON + timedelta(hours=3) - timedelta(minutes=2)


async def test_a_page_count_that_always_grows_is_left_after_a_while() -> None:
    """A server that promises one more page with every page is not read for ever."""
    at = organisation(10, page_size=10)
    at.has_pagination = False

    def spoil(request: httpx.Request, response: httpx.Response) -> httpx.Response:
        if "if-modified-since" in request.headers:
            return response
        number = int(request.url.params["page"])
        contacts = [{"ContactID": f"{min(number, 40):08}", "ContactStatus": "ACTIVE"}]
        return reply({"pagination": {"pageCount": number + 1, "itemCount": 99}, "Contacts": contacts})

    at.spoil = spoil
    with pytest.raises(DataError, match="again and again"):
        await read(at)
    assert len(at.pages_asked) < 80


@pytest.fixture(scope="module")
def imitation() -> Iterator[DemoServer]:
    """An organisation of some thousand customers."""
    with DemoServer(2_600, latency=0, limits=Limits(xero_per_minute=10_000)) as running:
        yield running


async def at_imitation(
    server: DemoServer, *, log: PageLog | None = None, kept: XeroRead | None = None
) -> XeroRead | None:
    """Read the imitation in full, or what changed since an earlier read."""
    time = FakeTime()
    time.passed = (datetime.now(UTC) - NOON).total_seconds()
    async with open_http() as http:
        clock = time.clock
        to_it = Line(
            http=http,
            side=Side.XERO,
            clock=clock,
            patience=Patience(clock.monotonic()),
            server_clock=ServerClock(clock.now),
            on_wait=lambda _: None,
        )
        tokens = CustomConnection(
            to_it,
            token_url=server.addresses.token_url,
            client_id=credentials.XERO_CLIENT_ID,
            client_secret=Secret(credentials.XERO_CLIENT_SECRET),
        )
        source = Xero(XeroSettings(api_url=server.addresses.xero_api_url), to_it, tokens)
        if kept is not None:
            return await refresh_xero(source, kept=kept, narrator=narrator())
        return await read_xero(source, narrator=narrator(), log=log or NoPageLog())


async def test_the_imitation_is_read_and_gone_on_with_after_any_page(imitation: DemoServer) -> None:
    """Each time with the rows of an unbroken read."""
    unbroken = await at_imitation(imitation)
    assert unbroken is not None
    assert len(unbroken.customers) == len(imitation.live.customers)
    pages = -(-len(unbroken.customers) // 1000)
    assert pages > 2
    for stop_after in range(1, pages + 1):
        log = MemoryLog()
        log.stop_after = stop_after
        with pytest.raises(Stopped):
            await at_imitation(imitation, log=log)
        log.stop_after = None
        found = await at_imitation(imitation, log=log)
        assert found is not None
        assert found.customers == unbroken.customers
        assert found.incomplete_because == ()


async def test_a_refresh_of_the_imitation_equals_a_full_read(imitation: DemoServer) -> None:
    """After some customers were changed, archived and added."""
    kept = await at_imitation(imitation)
    assert kept is not None
    ids = list(imitation.live.customers.ids)
    imitation.live.customers.change(ids[5], name="Renamed Ltd")
    imitation.live.customers.archive(ids[-1])
    imitation.live.customers.insert(Customer(name="New Ltd"))
    before = imitation.log.count("contacts")
    refreshed = await at_imitation(imitation, kept=kept)
    assert imitation.log.count("contacts") == before + 2
    full = await at_imitation(imitation)
    assert refreshed is not None
    assert full is not None
    assert refreshed.customers == full.customers != kept.customers
