"""Requests to Xero's token addresses to the letter, and each refusal in words."""

from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs

import httpx
import pytest
from http_fakes import Server, line, reply

from axtui.core.errors import (
    AxtuiError,
    ConfigError,
    DataError,
    LoginRefusedError,
    NotAuthorisedError,
    Side,
    UnavailableError,
)
from axtui.core.secret import Secret
from axtui.sources.xero_personal import Organisation, PersonalLogin
from axtui.sources.xero_pkce import Attempt, PersonalApp

APP = PersonalApp(client_id="ABC")
ATTEMPT = Attempt(state="st-1", verifier=Secret("verifier-canary"))
CODE = Secret("code-canary")
REFRESH = Secret("refresh-canary")
TOKENS = {"access_token": "a-1", "refresh_token": "r-1", "expires_in": 1800, "token_type": "Bearer"}


def login(server: Server, app: PersonalApp = APP) -> PersonalLogin:
    """Return a login whose server is a list of replies."""
    return PersonalLogin(line(server, side=Side.XERO), app)


def form_of(request: httpx.Request) -> dict[str, str]:
    """Return the form of a request, each field once."""
    return {name: value for name, (value,) in parse_qs(request.content.decode()).items()}


async def refused(waiting: Awaitable[object]) -> AxtuiError:
    """Return the error; no secret stands in it."""
    with pytest.raises(AxtuiError) as caught:
        await waiting
    assert "canary" not in f"{caught.value} {caught.value!r}"
    assert caught.value.hint
    return caught.value


async def test_a_code_is_exchanged_by_id_and_verifier_alone() -> None:
    """No secret, no Basic header (section 2.4)."""
    server = Server(reply(TOKENS))
    granted = await login(server).exchange(ATTEMPT, CODE)
    assert (granted.access.reveal(), granted.seconds) == ("a-1", 1800)
    assert granted.refresh is not None
    assert granted.refresh.reveal() == "r-1"
    (request,) = server.requests
    assert str(request.url) == "https://identity.xero.com/connect/token"
    assert "authorization" not in request.headers
    assert form_of(request) == {
        "grant_type": "authorization_code",
        "client_id": "ABC",
        "code": "code-canary",
        "redirect_uri": "http://localhost:8742/callback",
        "code_verifier": "verifier-canary",
    }


async def test_a_refresh_names_app_and_token() -> None:
    """And nothing else; a new refresh token may be missing, and the life too (A14)."""
    server = Server(reply({"access_token": "a-2"}))
    granted = await login(server).refreshed(REFRESH)
    assert (granted.access.reveal(), granted.refresh, granted.seconds) == ("a-2", None, 1800)
    assert form_of(server.requests[0]) == {
        "grant_type": "refresh_token",
        "client_id": "ABC",
        "refresh_token": "refresh-canary",
    }


async def test_a_login_without_a_refresh_token_is_refused() -> None:
    """It would end after half an hour."""
    error = await refused(login(Server(reply({"access_token": "a"}))).exchange(ATTEMPT, CODE))
    assert "offline_access" in error.hint


@pytest.mark.parametrize(
    ("status", "said", "kind", "words"),
    [
        (400, "invalid_client", NotAuthorisedError, "Mobile or desktop app"),
        (400, "unauthorized_client", NotAuthorisedError, "Mobile or desktop app"),
        (400, "unsupported_grant_type", NotAuthorisedError, "unsupported_grant_type"),
        (404, "", UnavailableError, "404"),
    ],
)
async def test_each_refusal_of_a_token_has_its_words(
    status: int, said: str, kind: type[AxtuiError], words: str
) -> None:
    """For a code and for a refresh token alike; each costs one request."""
    asking: list[Callable[[PersonalLogin], Awaitable[object]]] = [
        lambda at: at.exchange(ATTEMPT, CODE),
        lambda at: at.refreshed(REFRESH),
    ]
    for ask in asking:
        server = Server(reply({"error": said}, status=status))
        error = await refused(ask(login(server)))
        assert type(error) is kind
        assert words in str(error)


async def test_invalid_grant_means_something_else_for_each() -> None:
    """The code is used or too old; the login has ended. Neither is tried again."""
    server = Server(*[reply({"error": "invalid_grant"}, status=400) for _ in range(2)])
    at = login(server)
    code, ended = await refused(at.exchange(ATTEMPT, CODE)), await refused(at.refreshed(REFRESH))
    assert isinstance(code, LoginRefusedError)
    assert isinstance(ended, LoginRefusedError)
    assert "five minutes" in code.message
    assert "has ended" in ended.message


async def test_revocation_stands_beside_the_token_address() -> None:
    """A form with token and app (section 2.2); the answer is empty."""
    server = Server(reply(body=b""))
    app = PersonalApp(client_id="ABC", token_url="http://127.0.0.1:1/connect/token")
    await login(server, app).revoke(REFRESH)
    (request,) = server.requests
    assert str(request.url) == "http://127.0.0.1:1/connect/revocation"
    assert form_of(request) == {"token": "refresh-canary", "client_id": "ABC"}


async def test_a_refused_revocation_is_said() -> None:
    """With its reason."""
    server = Server(reply({"error": "invalid_client"}, status=400))
    assert isinstance(await refused(login(server).revoke(REFRESH)), NotAuthorisedError)


async def test_organisations_are_listed_once_and_practices_are_none() -> None:
    """By tenantId, not by id; a name may be missing (section 2.7)."""
    listed = [
        {"id": "1", "tenantId": "p", "tenantType": "PRACTICE", "tenantName": None},
        {"id": "2", "tenantId": "o", "tenantType": "ORGANISATION", "tenantName": "Maple"},
        {"id": "3", "tenantId": "o", "tenantType": "ORGANISATION", "tenantName": "Maple"},
        {"id": "4", "tenantId": "n", "tenantType": "ORGANISATION"},
    ]
    server = Server(reply(listed))
    found = await login(server).organisations(Secret("a-1"))
    assert found == (Organisation(id="o", name="Maple"), Organisation(id="n", name=""))
    (request,) = server.requests
    assert str(request.url) == "https://api.xero.com/connections"
    assert request.headers["authorization"] == "Bearer a-1"
    assert "xero-tenant-id" not in request.headers


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (reply({"Title": "Unauthorized"}, status=401), NotAuthorisedError),
        (reply({"Title": "Forbidden"}, status=403), NotAuthorisedError),
        (reply(body=b"", status=404), UnavailableError),
        (reply([{"tenantId": 1, "tenantType": "ORGANISATION"}]), DataError),
    ],
)
async def test_each_failure_of_the_list_has_its_words(answer: httpx.Response, kind: type[AxtuiError]) -> None:
    """None is an empty list."""
    error = await refused(login(Server(answer)).organisations(Secret("canary")))
    assert type(error) is kind


@pytest.mark.parametrize("name", ["token_url", "connections_url"])
def test_addresses_must_be_https(name: str) -> None:
    """But for this machine itself."""
    with pytest.raises(ConfigError, match=name):
        login(Server(), PersonalApp(client_id="ABC", **{name: "http://xero.example/x"}))  # type: ignore[arg-type]  # by name
