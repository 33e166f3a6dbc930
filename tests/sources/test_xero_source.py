"""Xero's requests to the letter, its login, and what is made of its answers."""

import asyncio
import base64
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from itertools import cycle

import httpx
import pytest
from http_fakes import NOON, Answering, FakeTime, Server, line, reply
from hypothesis import given
from hypothesis import strategies as st
from xero_fakes import FakeTokens

from axtui.core.errors import (
    AxtuiError,
    ConfigError,
    DataError,
    LimitReachedError,
    NotAuthorisedError,
    Side,
    UnavailableError,
)
from axtui.core.models import CustomerStatus
from axtui.core.secret import Secret
from axtui.services.together import together
from axtui.sources import xero as xero_source
from axtui.sources.line import Line
from axtui.sources.xero import Xero, XeroSettings
from axtui.sources.xero_auth import CustomConnection

TENANT = "70784a63-d24b-46a9-a4db-0e70a274b056"
EXPIRED = {
    "Type": None,
    "Title": "Unauthorized",
    "Status": 401,
    "Detail": "TokenExpired: token expired at 12:00",
}
NO_SCOPE = {"title": "Unauthorized", "status": 401, "detail": "AuthorizationUnsuccessful"}
FORBIDDEN = {"Title": "Forbidden", "Status": 403, "Detail": "AuthenticationUnsuccessful"}
PAGE_PARAMS = "pageSize=1000&order=ContactID&includeArchived=true"


def xero(
    server: Answering, *, tokens: FakeTokens | None = None, tenant: str = "", time: FakeTime | None = None
) -> Xero:
    """Return the source of an organisation whose server is a list of replies."""
    return Xero(
        XeroSettings(tenant_id=tenant), line(server, side=Side.XERO, time=time), tokens or FakeTokens()
    )


def page(*ids: str, number: int = 1, pages: int | None = 1, count: int | None = None) -> httpx.Response:
    """Return a page of contacts."""
    contacts = [{"ContactID": each, "Name": f"Name {each}", "ContactStatus": "ACTIVE"} for each in ids]
    body: dict[str, object] = {"Status": "OK", "Contacts": contacts}
    if pages is not None:
        body["pagination"] = {
            "page": number,
            "pageSize": 1000,
            "pageCount": pages,
            "itemCount": count or len(ids),
        }
    return reply(body)


async def ids(server: Server, *, time: FakeTime | None = None) -> list[str]:
    """Read all customers and return their ids."""
    return [customer.id async for each in xero(server, time=time).customers() for customer in each.items]


async def refused(server: Server, *, tokens: FakeTokens | None = None, tenant: str = "") -> AxtuiError:
    """Count the customers, and return the error."""
    with pytest.raises(AxtuiError) as caught:
        await xero(server, tokens=tokens, tenant=tenant).count_customers()
    assert "token-" not in str(caught.value)
    assert caught.value.hint
    return caught.value


async def test_contacts_are_read_page_by_page() -> None:
    """Archived ones too, by id, 1,000 a page, as JSON, with the token and without a tenant."""
    server = Server(page("a", "b", number=1, pages=2, count=3), page("c", number=2, pages=2, count=3))
    assert await ids(server) == ["a", "b", "c"]
    assert [str(request.url) for request in server.requests] == [
        f"https://api.xero.com/api.xro/2.0/Contacts?page={number}&{PAGE_PARAMS}" for number in (1, 2)
    ]
    headers = server.requests[0].headers
    assert headers["accept"] == "application/json"
    assert headers["authorization"] == "Bearer token-1"
    assert "xero-tenant-id" not in headers


async def test_a_customer_is_exactly_what_xero_has() -> None:
    """Missing keys and empty texts are the same; nothing is trimmed."""
    contact = {
        "ContactID": "5f0c", "ContactStatus": "ARCHIVED", "Name": " Acme  Ltd", "AccountNumber": "C-1",
        "ContactNumber": "", "FirstName": "Ada", "EmailAddress": "ada@acme.example", "Phones": [{}],
        "ContactPersons": [{"FirstName": "Al"}],
    }  # fmt: skip
    server = Server(reply({"Contacts": [contact], "pagination": {"pageCount": 1, "itemCount": 1}}))
    (one,) = [customer async for each in xero(server).customers() for customer in each.items]
    assert (one.name, one.account_number, one.contact_number) == (" Acme  Ltd", "C-1", "")
    assert (one.first_name, one.last_name, one.email) == ("Ada", "", "ada@acme.example")
    assert one.status is CustomerStatus.ARCHIVED
    assert (one.is_customer, one.changed_ms, one.changed_at) == (None, None, None)


@pytest.mark.parametrize(
    ("sent", "changed"),
    [
        ("/Date(1789184815213+0000)/", datetime(2026, 9, 12, 3, 46, 55, 213000, tzinfo=UTC)),
        ("/Date(1789184815213+1300)/", datetime(2026, 9, 12, 3, 46, 55, 213000, tzinfo=UTC)),
        ("/Date(1789184815213)/", datetime(2026, 9, 12, 3, 46, 55, 213000, tzinfo=UTC)),
        ("/Date(253402300800000)/", None),
        ("/Date(99999999999999999999)/", None),
        ("/Date(-1)/", None),
        ("2026-09-12T04:06:55", None),
        ("", None),
    ],
)
async def test_a_customer_knows_when_it_was_changed(sent: str, changed: datetime | None) -> None:
    """Milliseconds that are UTC already; what is no time of ours is none, since no note depends on it."""
    contact = {"ContactID": "5f0c", "ContactStatus": "ACTIVE", "UpdatedDateUTC": sent, "IsCustomer": True}
    server = Server(reply({"Contacts": [contact], "pagination": {"pageCount": 1, "itemCount": 1}}))
    (one,) = [customer async for each in xero(server).customers() for customer in each.items]
    assert (one.is_customer, one.changed_at) == (True, changed)


async def test_a_short_page_is_not_the_end() -> None:
    """`pagination` says where the end is."""
    server = Server(page("a", pages=2, count=2), page("b", number=2, pages=2, count=2))
    assert await ids(server) == ["a", "b"]


@pytest.mark.parametrize("pages", [0, 1])
async def test_nothing_is_one_request(pages: int) -> None:
    """An empty organisation has no pages, or one."""
    server = Server(page(pages=pages))
    assert await ids(server) == []
    assert len(server.requests) == 1


async def test_without_pagination_an_empty_page_is_the_end() -> None:
    """Nothing else can be."""
    assert await ids(Server(page("a", pages=None), page("b", pages=None), page(pages=None))) == ["a", "b"]


async def test_contacts_that_slid_to_the_next_page_arrive_once() -> None:
    """Duplicates are removed by id, and only different ones count as read."""
    server = Server(page("a", "b", pages=2, count=3), page("b", "c", number=2, pages=2, count=3))
    pages = [each async for each in xero(server).customers()]
    assert [(len(each.items), each.total) for each in pages] == [(2, 3), (1, 3)]


async def test_the_same_page_again_and_again_ends() -> None:
    """A server that ignores `page` is not read for ever."""
    with pytest.raises(DataError, match="again and again"):
        await ids(Server(page("a", pages=None), page("a", pages=None)))


async def test_the_count_stands_on_any_page() -> None:
    """One contact is enough to ask for it; without pagination it is not known."""
    server = Server(page("a", count=1631), page("a", pages=None))
    assert await xero(server).count_customers() == 1631
    assert await xero(server).count_customers() is None
    assert server.requests[0].url.params["pageSize"] == "1"


async def test_an_expired_token_is_renewed_once() -> None:
    """The request is repeated with the new one."""
    server, tokens = Server(reply(EXPIRED, status=401), page("a", count=1)), FakeTokens()
    assert await xero(server, tokens=tokens).count_customers() == 1
    assert [request.headers["authorization"] for request in server.requests] == [
        "Bearer token-1",
        "Bearer token-2",
    ]


async def test_a_second_401_is_the_end() -> None:
    """Two requests, one new token, then words."""
    server, tokens = Server(reply(EXPIRED, status=401), reply(EXPIRED, status=401)), FakeTokens()
    error = await refused(server, tokens=tokens)
    assert isinstance(error, NotAuthorisedError)
    assert tokens.given == 2


async def test_a_missing_scope_needs_no_new_token() -> None:
    """The hint names the scope."""
    server, tokens = Server(reply(NO_SCOPE, status=401)), FakeTokens()
    error = await refused(server, tokens=tokens)
    assert "accounting.contacts.read" in error.hint
    assert tokens.given == 1


async def test_the_tenant_is_named_only_when_xero_insists() -> None:
    """After one 403, and from then on."""
    server = Server(reply(FORBIDDEN, status=403), page("a", count=1), page("a", count=1))
    source = xero(server, tenant=TENANT)
    await source.count_customers()
    await source.count_customers()
    assert [request.headers.get("xero-tenant-id") for request in server.requests] == [None, TENANT, TENANT]


@pytest.mark.parametrize(("tenant", "requests"), [("", 1), (TENANT, 2)])
async def test_an_organisation_that_stays_closed_is_named(tenant: str, requests: int) -> None:
    """With and without a tenant to try."""
    server = Server(*[reply(FORBIDDEN, status=403) for _ in range(requests)])
    error = await refused(server, tenant=tenant)
    assert isinstance(error, NotAuthorisedError)
    assert "cannot open that Xero organisation" in error.message
    assert len(server.requests) == requests


async def test_an_unknown_address_is_named() -> None:
    """404 comes as an empty web page."""
    error = await refused(Server(reply(status=404, body=b"", headers={"content-type": "text/html"})))
    assert isinstance(error, UnavailableError)
    assert "api_url" in error.hint


async def test_a_bad_request_shows_what_xero_says() -> None:
    """For example beyond 100,000 contacts."""
    body = {"ErrorNumber": 51, "Type": "HighVolumeException", "Message": "too many\x1b"}
    error = await refused(Server(reply(body, status=400)))
    assert '"too many␛"' in error.message


@pytest.mark.parametrize(
    ("headers", "slept"),
    [
        ({"x-rate-limit-problem": "minute", "retry-after": "26"}, 26.0),
        ({"x-rate-limit-problem": "minute", "retry-after": "26", "x-minlimit-remaining": "0"}, 26.0),
        ({"x-rate-limit-problem": "appminute"}, 60.0),
        ({}, 60.0),
        ({"x-rate-limit-problem": "Concurrent"}, 5.0),
    ],
)
async def test_limits_are_waited_for(headers: dict[str, str], slept: float) -> None:
    """A 429 has an empty body and no content type."""
    time = FakeTime(jitter=0.0)
    server = Server(reply(status=429, body=b"", headers={"content-type": "", **headers}), page("a"))
    assert await ids(server, time=time) == ["a"]
    assert time.slept == [slept]


@pytest.mark.parametrize("retry_after", ["66975", "60", None])
async def test_the_limit_of_a_day_ends_the_run(retry_after: str | None) -> None:
    """Whatever time is named, nothing is waited for and nothing more is asked."""
    time = FakeTime()
    headers = {"x-rate-limit-problem": "day", **({"retry-after": retry_after} if retry_after else {})}
    server = Server(reply(status=429, headers=headers))
    with pytest.raises(LimitReachedError) as caught:
        await ids(server, time=time)
    assert (caught.value.resume_at is None) == (retry_after is None)
    assert time.slept == []
    assert len(server.requests) == 1


async def test_maintenance_is_tried_again() -> None:
    """Twice offline, then fine."""
    down = {"content-type": "text/plain"}
    server = Server(*[reply(status=503, body=b"offline", headers=down) for _ in range(2)], page("a"))
    assert await ids(server) == ["a"]


async def test_the_organisation_has_a_name() -> None:
    """It is shown to people."""
    server = Server(reply({"Organisations": [{"Name": "Maple Florist"}]}), reply({"Organisations": []}))
    source = xero(server)
    assert await source.organisation() == "Maple Florist"
    assert await source.organisation() == ""
    assert server.asked[0] == "GET /api.xro/2.0/Organisation"


@pytest.mark.parametrize(("status", "body"), [(401, NO_SCOPE), (403, FORBIDDEN), (404, {})])
async def test_a_name_that_may_not_be_read_is_no_failure(status: int, body: object) -> None:
    """Custom Connections often lack that scope."""
    assert await xero(Server(reply(body, status=status))).organisation() == ""


async def test_another_trouble_with_the_name_is_one() -> None:
    """A request that Xero does not understand is not hidden."""
    with pytest.raises(UnavailableError, match="the organisation: 400"):
        await xero(Server(reply({}, status=400))).organisation()


TOKEN_URL = "https://identity.xero.com/connect/token"


def connection(at: Line, *, address: str = TOKEN_URL) -> CustomConnection:
    """Return a Custom Connection's login."""
    return CustomConnection(at, token_url=address, client_id="app", client_secret=Secret("hüsh:hush"))


def token(name: str = "t1", *, seconds: int | None = 1800) -> httpx.Response:
    """Return a token."""
    return reply(
        {"access_token": name, "token_type": "Bearer", "expires_in": seconds, "scope": "more than asked"}
    )


async def test_a_token_is_asked_for_with_a_basic_header() -> None:
    """Scopes are named, the secret stands nowhere else."""
    server = Server(token())
    found = await connection(line(server, side=Side.XERO)).current()
    assert found.reveal() == "t1"
    (request,) = server.requests
    assert (request.method, str(request.url)) == ("POST", TOKEN_URL)
    kind, _, coded = request.headers["authorization"].partition(" ")
    assert (kind, base64.b64decode(coded).decode()) == ("Basic", "app:hüsh:hush")
    assert request.content == (
        b"grant_type=client_credentials&scope=accounting.contacts.read+accounting.settings.read"
    )


async def test_a_token_is_kept_until_shortly_before_its_end() -> None:
    """Time is taken from a clock that never jumps."""
    time = FakeTime()
    server = Server(token("t1"), token("t2", seconds=None), token("t3"))
    tokens = connection(line(server, side=Side.XERO, time=time))
    assert (await tokens.current()).reveal() == "t1"
    time.passed += 1739
    assert (await tokens.current()).reveal() == "t1"
    time.passed += 1
    assert (await tokens.current()).reveal() == "t2"
    time.passed += 1740
    assert (await tokens.current()).reveal() == "t3"


async def test_scopes_that_are_not_granted_are_left_out_once() -> None:
    """Without scopes Xero gives what the connection has."""
    server = Server(reply({"error": "invalid_scope"}, status=400), token())
    await connection(line(server, side=Side.XERO)).current()
    assert server.requests[1].content == b"grant_type=client_credentials"


@pytest.mark.parametrize(
    ("status", "body", "kind", "words"),
    [
        (400, {"error": "invalid_client"}, NotAuthorisedError, "does not know this app or its secret"),
        (401, {"error": "unauthorized_client"}, NotAuthorisedError, "does not know this app or its secret"),
        (400, {"error": "invalid_grant", "error_description": "why"}, NotAuthorisedError, "why"),
        (403, {}, NotAuthorisedError, "refused the login"),
        (404, {}, UnavailableError, "404 (Not Found)"),
    ],
)
async def test_a_refused_token_is_put_into_words(
    status: int, body: object, kind: type[AxtuiError], words: str
) -> None:
    """One request, no repeat."""
    server = Server(reply(body, status=status))
    with pytest.raises(kind) as caught:
        await connection(line(server, side=Side.XERO)).current()
    assert words in caught.value.message
    assert "hush" not in str(caught.value)
    assert len(server.requests) == 1


async def test_a_scope_that_is_never_granted_is_named() -> None:
    """Two requests, then which scope to tick."""
    server = Server(*[reply({"error": "invalid_scope"}, status=400) for _ in range(2)])
    with pytest.raises(NotAuthorisedError) as caught:
        await connection(line(server, side=Side.XERO)).current()
    assert "accounting.contacts.read" in caught.value.hint


async def test_addresses_must_be_safe() -> None:
    """Token and API addresses over http are refused, but for this machine."""
    at = line(Server(), side=Side.XERO)
    with pytest.raises(ConfigError, match="address"):
        connection(at, address="http://identity.xero.com/connect/token")
    with pytest.raises(ConfigError, match="address"):
        Xero(XeroSettings(api_url="http://api.xero.com/api.xro/2.0"), at, FakeTokens())
    connection(at, address="http://127.0.0.1:8000/connect/token")


async def test_requests_side_by_side_share_one_new_token() -> None:
    """All find the token old at the same time."""
    asked: list[httpx.Request] = []

    async def slowly(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        await asyncio.sleep(0)
        return token()

    tokens = connection(line(slowly, side=Side.XERO))
    found = await asyncio.gather(*(tokens.current() for _ in range(5)))
    assert {token.reveal() for token in found} == {"t1"}
    assert len(asked) == 1


async def test_changes_are_asked_for_by_the_second_in_utc() -> None:
    """In a header, as whole pages like all others, until Xero says that there are no more."""
    server = Server(page("a", "b", pages=2), page("b", "c", number=2, pages=2))
    moment = datetime(2026, 1, 31, 12, 30, 59, 999999, tzinfo=timezone(timedelta(hours=2)))
    changed = await xero(server).changed_since(moment)
    assert [customer.id for customer in changed] == ["a", "b", "c"]
    assert [str(request.url) for request in server.requests] == [
        f"https://api.xero.com/api.xro/2.0/Contacts?page={number}&{PAGE_PARAMS}" for number in (1, 2)
    ]
    assert {request.headers["if-modified-since"] for request in server.requests} == {"2026-01-31T10:30:59Z"}


@pytest.mark.parametrize("nothing", [reply(status=304, body=b""), page(pages=0), page(pages=None)])
async def test_nothing_new_has_three_forms(nothing: httpx.Response) -> None:
    """304 was never seen, but is what HTTP would say (section 3.1)."""
    server = Server(nothing)
    assert await xero(server).changed_since(datetime(2026, 1, 31, tzinfo=UTC)) == ()
    assert len(server.requests) == 1


async def test_304_is_no_answer_to_a_whole_page() -> None:
    """Nothing was said about a date there."""
    error = await refused(Server(reply(status=304, body=b"")))
    assert isinstance(error, UnavailableError)


async def test_a_page_says_where_it_stands() -> None:
    """Its number, how many there are, and what Xero counted."""
    found = await xero(Server(page("a", "b", number=2, pages=3, count=5))).page(2)
    assert (found.number, found.pages, found.total, len(found.items)) == (2, 3, 5, 2)
    assert not found.is_last
    assert (await xero(Server(page("a", pages=None))).page(1)).pages is None


async def test_a_page_count_beyond_all_bounds_is_refused() -> None:
    """Nobody sets out to read a milliard of pages."""
    with pytest.raises(DataError, match="1,000,000,000 pages"):
        await xero(Server(page("a", pages=10**9))).page(1)


class Guard:
    """A server that takes only one token, and answers after a while."""

    def __init__(self, good: str, *, patience: Iterator[int]) -> None:
        self._good = good
        self._turns = patience
        self.tokens: list[str] = []

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        """Refuse every other token."""
        token = request.headers["authorization"].removeprefix("Bearer ")
        self.tokens.append(token)
        for _ in range(next(self._turns)):
            await asyncio.sleep(0)
        return page("a", count=1) if token == self._good else reply(EXPIRED, status=401)


async def five_at_once(guard: Guard, tokens: FakeTokens) -> None:
    """Ask for five pages at the same time; the first failure cancels the others."""
    source = xero(guard, tokens=tokens)
    async with together() as group:
        for number in range(1, 6):
            group.create_task(source.page(number))


@given(st.lists(st.integers(1, 40), min_size=12, max_size=12))
async def test_five_expired_at_once_are_renewed_once(turns: list[int]) -> None:
    """One new token for all, and one more try for each."""
    guard, tokens = Guard("token-2", patience=cycle(turns)), FakeTokens()
    await five_at_once(guard, tokens)
    assert tokens.given == 2
    assert guard.tokens.count("token-2") == 5
    assert guard.tokens.count("token-1") <= 5


@given(st.lists(st.integers(1, 40), min_size=12, max_size=12))
async def test_five_refused_at_once_try_the_new_token_once(turns: list[int]) -> None:
    """Then the run ends: no more than three requests follow the first refusal."""
    guard, tokens = Guard("none", patience=cycle(turns)), FakeTokens()
    with pytest.raises(NotAuthorisedError):
        await five_at_once(guard, tokens)
    assert tokens.given == 2
    assert guard.tokens.count("token-2") <= 1


async def test_a_token_that_cannot_be_renewed_is_asked_for_once() -> None:
    """Whoever waits for it does not ask again."""

    class Dead(FakeTokens):
        async def renewed(self) -> Secret:
            self.given += 1
            await asyncio.sleep(0)
            raise NotAuthorisedError("No.", side=Side.XERO)

    guard, tokens = Guard("none", patience=cycle([3])), Dead()
    with pytest.raises(NotAuthorisedError, match=r"^No\."):
        await five_at_once(guard, tokens)
    assert tokens.given == 2
    assert len(guard.tokens) == 5


async def test_whoever_comes_while_a_token_is_renewed_waits_for_the_new_one() -> None:
    """The old one is known to be refused."""

    class Slow(FakeTokens):
        async def renewed(self) -> Secret:
            for _ in range(50):
                await asyncio.sleep(0)
            return await super().renewed()

    guard, tokens = Guard("token-2", patience=cycle([1])), Slow()
    source = xero(guard, tokens=tokens)
    first = asyncio.create_task(source.page(1))
    for _ in range(20):
        await asyncio.sleep(0)
    await source.page(2)
    await first
    assert guard.tokens == ["token-1", "token-2", "token-2"]


async def test_a_read_longer_than_a_token_lives_renews_it_each_time() -> None:
    """Half an hour later the next one is refused as well, and renewed as well."""
    refusal = reply(EXPIRED, status=401)
    again = reply(EXPIRED, status=401)
    server, tokens = Server(refusal, page("a", count=1), again, page("a", count=1)), FakeTokens()
    source = xero(server, tokens=tokens)
    await source.page(1)
    await source.page(2)
    assert tokens.given == 3


async def test_the_beginning_is_told_in_xeros_time() -> None:
    """Once it has answered; what passed since is taken off."""
    time = FakeTime()
    answer = page("a", count=1)
    answer.headers["date"] = "Mon, 02 Mar 2026 15:00:10 GMT"
    source = xero(Server(answer), time=time)
    began = source.stopwatch()
    assert began() == NOON
    time.passed += 10
    await source.page(1)
    time.passed += 7
    assert began() == NOON + timedelta(hours=3)


async def test_pages_beyond_all_bounds_are_not_read() -> None:
    """Where Xero does not say how many there are, and each brings somebody new."""
    read = xero(Server(page("a", pages=None))).customers(after=9_999)
    assert [customer.id for each in [await anext(read)] for customer in each.items] == ["a"]
    with pytest.raises(DataError, match="again and again"):
        await anext(read)


async def test_changes_beyond_all_bounds_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for what has changed."""
    monkeypatch.setattr(xero_source, "_MOST_PAGES", 2)
    with pytest.raises(DataError, match="again and again"):
        await xero(Server(page("a", pages=None), page("b", pages=None))).changed_since(NOON)
