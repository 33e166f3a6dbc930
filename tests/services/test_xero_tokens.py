"""A stored login in use: when Xero is asked, with what, and what is kept of the answer."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs

import httpx
import pytest
from faults.figures import Figure
from http_fakes import NOON, FakeTime, Reply, Server, line, reply
from token_processes import PROFILE

from axtui.core.errors import AxtuiError, NotAuthorisedError, Side, UnavailableError
from axtui.core.secret import Secret
from axtui.services.token_store import StoredLogin, TokenStore
from axtui.services.xero_tokens import PersonalTokens
from axtui.sources.xero_personal import Organisation
from axtui.sources.xero_pkce import PersonalApp

APP = PersonalApp(client_id="ABC")
FRESH = StoredLogin(
    client_id="ABC",
    token_url=APP.token_url,
    organisation=Organisation(id="o-1", name="Maple"),
    access=Secret("a-1"),
    access_until=NOON + timedelta(minutes=29),
    refresh=Secret("r-1"),
    refreshed=NOON,
)
STALE = replace(FRESH, access_until=NOON)
INVALID_GRANT = {"error": "invalid_grant"}


def tokens_reply(number: int, **more: object) -> Reply:
    """Return tokens of this number."""
    return reply({"access_token": f"a-{number}", "refresh_token": f"r-{number}", "expires_in": 1800, **more})


class Kept:
    """A profile with a stored login and a server that is a list of replies."""

    def __init__(self, directory: Path) -> None:
        self.store = TokenStore(directory)
        self.time = FakeTime()
        self.server = Server()

    def has(self, login: StoredLogin, *replies: Reply) -> PersonalTokens:
        """Keep this login, let Xero answer so, and return a process's tokens."""
        self.store.save(PROFILE, login)
        self.server = Server(*replies)
        return self.tokens()

    def tokens(self) -> PersonalTokens:
        """Return the tokens of another process."""
        at = line(self.server, side=Side.XERO, time=self.time)
        return PersonalTokens(PROFILE, store=self.store, app=APP, line=at)

    @property
    def now_kept(self) -> StoredLogin:
        """What stands on the disk."""
        found = self.store.load(PROFILE)
        assert found is not None
        return found

    @property
    def sent(self) -> list[str]:
        """The refresh tokens that Xero was asked with."""
        forms = [parse_qs(request.content.decode()) for request in self.server.requests]
        return [form["refresh_token"][0] for form in forms]


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    """A profile without a login yet."""
    return Kept(tmp_path / "tokens")


async def refused(tokens: PersonalTokens) -> AxtuiError:
    """Return the error of asking for a token."""
    with pytest.raises(AxtuiError) as caught:
        await tokens.current()
    return caught.value


async def test_a_fresh_token_costs_no_request(kept: Kept) -> None:
    """It is taken from the disk."""
    tokens = kept.has(FRESH)
    assert (await tokens.current()).reveal() == "a-1"
    assert await tokens.organisation() == FRESH.organisation


async def test_an_old_token_is_renewed_and_kept_before_it_is_used(kept: Kept) -> None:
    """What is returned stands on the disk, with the refresh token before it."""
    tokens = kept.has(STALE, tokens_reply(2))
    assert (await tokens.current()).reveal() == kept.now_kept.access.reveal() == "a-2"
    assert [token.reveal() for token in kept.now_kept.refresh_tokens(NOON)] == ["r-2", "r-1"]
    assert (await tokens.current()).reveal() == "a-2"
    assert kept.sent == ["r-1"]


async def test_a_refused_token_is_renewed(kept: Kept) -> None:
    """However fresh it looks."""
    tokens = kept.has(FRESH, tokens_reply(2))
    await tokens.current()
    assert (await tokens.renewed()).reveal() == "a-2"


async def test_what_another_process_has_got_is_taken(kept: Kept) -> None:
    """Without a request of our own."""
    tokens = kept.has(FRESH)
    await tokens.current()
    kept.store.save(PROFILE, replace(FRESH, access=Secret("a-9")))
    assert (await tokens.renewed()).reveal() == "a-9"
    assert kept.sent == []


async def test_five_requests_that_need_a_token_at_once_renew_once(kept: Kept) -> None:
    """Pages are read side by side, and all find the token old at the same time."""

    async def slowly(_: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0)
        return reply({"access_token": "a-2", "refresh_token": "r-2"})

    tokens = kept.has(STALE, slowly)  # type: ignore[arg-type]  # the transport waits for it
    found = await asyncio.gather(*(tokens.current() for _ in range(5)))
    assert {token.reveal() for token in found} == {"a-2"}
    assert kept.sent == ["r-1"]


@pytest.mark.fault("A14")
async def test_without_a_new_refresh_token_the_old_one_goes_on(kept: Kept) -> None:
    """And its sixty days begin anew."""
    tokens = kept.has(replace(STALE, refreshed=NOON - timedelta(days=3)), tokens_reply(2, refresh_token=None))
    await tokens.current()
    assert (kept.now_kept.refresh.reveal(), kept.now_kept.previous) == ("r-1", None)
    assert kept.now_kept.refreshed == NOON


@pytest.mark.fault("A13")
async def test_an_ended_login_is_asked_for_once(kept: Kept, figure: Figure) -> None:
    """One request, and none in later runs."""
    tokens = kept.has(STALE, reply(INVALID_GRANT, status=400))
    error = await refused(tokens)
    assert type(error) is NotAuthorisedError
    assert error.hint == "Sign in: axtui login --profile acme"
    for again in (tokens, kept.tokens()):
        assert "has ended" in (await refused(again)).message
    figure("requests", len(kept.sent))
    assert kept.sent == ["r-1"]


@pytest.mark.fault("A09")
async def test_the_token_before_is_tried_within_its_grace(kept: Kept) -> None:
    """Where Xero knows nothing of the newest one, the answer with it was lost on the way."""
    login = replace(STALE, previous=Secret("r-0"), previous_used=NOON - timedelta(minutes=10))
    tokens = kept.has(login, reply(INVALID_GRANT, status=400), tokens_reply(2))
    assert (await tokens.current()).reveal() == "a-2"
    assert kept.sent == ["r-1", "r-0"]
    assert [token.reveal() for token in kept.now_kept.refresh_tokens(NOON)] == ["r-2", "r-0"]


async def test_the_token_before_is_tried_once_and_not_after_its_grace(kept: Kept) -> None:
    """Two requests at most, ever."""
    login = replace(STALE, previous=Secret("r-0"), previous_used=NOON - timedelta(minutes=10))
    tokens = kept.has(login, *(reply(INVALID_GRANT, status=400) for _ in range(2)))
    await refused(tokens)
    await refused(tokens)
    assert kept.sent == ["r-1", "r-0"]
    late = replace(login, previous_used=NOON - timedelta(minutes=30))
    await refused(kept.has(late, reply(INVALID_GRANT, status=400)))
    assert kept.sent == ["r-1"]


@pytest.mark.parametrize(
    ("login", "words"),
    [
        (None, "Nobody has signed in"),
        (replace(FRESH, client_id="another"), "another app"),
        (replace(FRESH, token_url="http://127.0.0.1:1/connect/token"), "another app or address"),
        (replace(FRESH, refused=datetime.now(UTC)), "has ended"),
    ],
)
async def test_a_login_that_is_not_ours_to_use_asks_for_nothing(
    kept: Kept, login: StoredLogin | None, words: str
) -> None:
    """A token goes to nobody but who gave it."""
    tokens = kept.tokens() if login is None else kept.has(login)
    error = await refused(tokens)
    assert isinstance(error, NotAuthorisedError)
    assert words in error.message
    assert "axtui login --profile acme" in error.hint
    assert kept.sent == []


async def test_trouble_on_the_way_does_not_end_the_login(kept: Kept) -> None:
    """It is as it was, and the next run asks again."""
    tokens = kept.has(STALE, reply(body=b"", status=404), tokens_reply(2))
    assert isinstance(await refused(tokens), UnavailableError)
    assert kept.now_kept.refused is None
    assert (await tokens.current()).reveal() == "a-2"


async def test_a_cancelled_renewal_frees_the_lock(kept: Kept) -> None:
    """For this process and every other."""

    def called_off(_: httpx.Request) -> httpx.Response:
        raise asyncio.CancelledError

    tokens = kept.has(STALE, called_off, tokens_reply(2))
    with pytest.raises(asyncio.CancelledError):
        await tokens.current()
    assert (await kept.tokens().current()).reveal() == "a-2"
    assert kept.time.slept == []
