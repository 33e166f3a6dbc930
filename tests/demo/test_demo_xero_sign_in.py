"""The imitation's sign-in for people keeps to xero-api.md sections 2.4, 2.6 and 2.7."""

import base64
import hashlib
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from demo.callers import Answer, call

from axtui.demo import credentials
from axtui.demo.faults import Fault, FaultKind
from axtui.demo.server import DemoServer

VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
ASKED = {
    "response_type": "code",
    "client_id": credentials.XERO_PERSONAL_CLIENT_ID,
    "scope": "offline_access accounting.contacts.read",
    "redirect_uri": credentials.XERO_REDIRECT,
    "state": "s",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}
MINUTE = 60.0
DAY = 86_400.0


class Person:
    """Somebody with a browser, an app and time on their hands."""

    def __init__(self) -> None:
        self.now = 1_780_000_000.0
        self.server = DemoServer(1, latency=0, clock=lambda: self.now)

    def opens(self, **changes: str) -> Answer:
        """Open the sign-in page; an empty value leaves a parameter out."""
        query = {name: value for name, value in {**ASKED, **changes}.items() if value}
        return call(f"{self.server.addresses.authorize_url}?{urlencode(query)}")

    def redirect(self, **changes: str) -> Mapping[str, list[str]]:
        """Return what the redirect says."""
        answer = self.opens(**changes)
        assert answer.status == 302
        assert answer.headers["location"].startswith(f"{credentials.XERO_REDIRECT}?")
        return parse_qs(urlsplit(answer.headers["location"]).query)

    def posts(self, **form: str) -> Answer:
        """Ask the token address as the app."""
        form = {"client_id": credentials.XERO_PERSONAL_CLIENT_ID, **form}
        return call(self.server.addresses.token_url, "POST", body=urlencode(form))

    def exchanges(self, code: str, **changes: str) -> Answer:
        """Turn a code into tokens."""
        return self.posts(
            **{
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": credentials.XERO_REDIRECT,
                "code_verifier": VERIFIER,
                **changes,
            }
        )

    def refreshes(self, token: str) -> Answer:
        """Turn a refresh token into tokens."""
        return self.posts(grant_type="refresh_token", refresh_token=token)

    def signs_in(self) -> dict[str, str]:
        """Return the tokens of a whole sign-in."""
        answer = self.exchanges(self.redirect()["code"][0])
        assert answer.status == 200
        tokens: dict[str, str] = answer.json
        return tokens

    def contacts(self, access_token: str, tenant: str) -> int:
        """Return the status of a request for contacts."""
        headers = {"Authorization": f"Bearer {access_token}", "Accept": "application/json"}
        if tenant:
            headers["xero-tenant-id"] = tenant
        return call(f"{self.server.addresses.xero_api_url}/Contacts?page=1", headers=headers).status

    def has(self, kind: FaultKind) -> None:
        """Set something that lasts."""
        self.server.faults.add(Fault(kind=kind))


@pytest.fixture
def person() -> Iterator[Person]:
    """Somebody in front of a running imitation."""
    person = Person()
    with person.server:
        yield person


def refused(answer: Answer) -> str:
    """Return the word of a refusal."""
    assert answer.status == 400
    word: str = answer.json["error"]
    return word


def test_the_page_sends_a_code_and_the_state_back(person: Person) -> None:
    """At once: who opens it is taken to agree."""
    said = person.redirect(state="a b&c")
    assert said["state"] == ["a b&c"]
    assert said["code"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"client_id": "stranger"}, "unauthorized_client"),
        ({"client_id": credentials.XERO_CLIENT_ID}, "unauthorized_client"),
        ({"redirect_uri": "http://127.0.0.1:8742/callback"}, "Invalid redirect_uri"),
        ({"redirect_uri": f"{credentials.XERO_REDIRECT}/"}, "Invalid redirect_uri"),
        ({"scope": "accounting.nothing"}, "invalid_scope"),
        ({"scope": ""}, "invalid_scope"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"code_challenge_method": "plain"}, "code challenge"),
        ({"code_challenge": ""}, "code challenge"),
    ],
)
def test_a_mistake_is_shown_in_the_browser_alone(person: Person, wrong: dict[str, str], words: str) -> None:
    """A web page; nothing is sent to the redirect address."""
    answer = person.opens(**wrong)
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html")
    assert words in answer.body.decode()


def test_a_person_may_say_no(person: Person) -> None:
    """That does come back, with the state."""
    person.has(FaultKind.REFUSE_CONSENT)
    said = person.redirect()
    assert (said["error"], said["state"], "code" in said) == (["access_denied"], ["s"], False)


def test_a_code_becomes_tokens_once(person: Person) -> None:
    """Half an hour, with a refresh token where offline access was asked for."""
    code = person.redirect()["code"][0]
    answer = person.exchanges(code)
    assert set(answer.json) == {"access_token", "expires_in", "token_type", "scope", "refresh_token"}
    assert refused(person.exchanges(code)) == "invalid_grant"
    online = person.redirect(scope="accounting.contacts.read")["code"][0]
    assert "refresh_token" not in person.exchanges(online).json


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"code": "guessed"}, "invalid_grant"),
        ({"code_verifier": "w" * 43}, "invalid_grant"),
        ({"code_verifier": "v"}, "invalid_grant"),
        ({"redirect_uri": "http://localhost:1/callback"}, "invalid_grant"),
        ({"client_id": credentials.XERO_CLIENT_ID}, "invalid_client"),
        ({"client_secret": "x"}, "invalid_client"),
    ],
)
def test_a_code_needs_all_that_belongs_to_it(person: Person, wrong: dict[str, str], word: str) -> None:
    """Verifier, redirect address and app."""
    code = person.redirect()["code"][0]
    assert refused(person.exchanges(**{"code": code, **wrong})) == word


def test_a_code_lives_five_minutes(person: Person) -> None:
    """Not longer."""
    early, late = (person.redirect()["code"][0] for _ in range(2))
    person.now += 5 * MINUTE - 1
    assert person.exchanges(early).status == 200
    person.now += 1
    assert refused(person.exchanges(late)) == "invalid_grant"


def test_a_web_app_wants_its_secret(person: Person) -> None:
    """Even with PKCE (section 2.4)."""
    code = person.redirect()["code"][0]
    person.has(FaultKind.WEB_APP)
    assert refused(person.exchanges(code)) == "invalid_client"


def test_a_used_refresh_token_works_on_for_half_an_hour(person: Person) -> None:
    """As often as needed, counted from its first use."""
    first = person.signs_in()["refresh_token"]
    person.now += 20 * DAY
    second = person.refreshes(first).json["refresh_token"]
    assert second != first
    person.now += 30 * MINUTE - 1
    assert person.refreshes(first).status == 200
    person.now += 1
    assert refused(person.refreshes(first)) == "invalid_grant"
    assert person.refreshes(second).status == 200


def test_an_unused_refresh_token_dies_after_sixty_days(person: Person) -> None:
    """Each refresh begins them anew."""
    token = person.signs_in()["refresh_token"]
    person.now += 60 * DAY - 1
    token = person.refreshes(token).json["refresh_token"]
    person.now += 60 * DAY
    assert refused(person.refreshes(token)) == "invalid_grant"


def test_single_use_ends_the_login_at_the_second_use(person: Person) -> None:
    """The newer token goes too."""
    person.has(FaultKind.SINGLE_USE)
    first = person.signs_in()["refresh_token"]
    second = person.refreshes(first).json["refresh_token"]
    assert refused(person.refreshes(first)) == "invalid_grant"
    assert refused(person.refreshes(second)) == "invalid_grant"


def test_a_refresh_may_bring_no_new_token(person: Person) -> None:
    """The old one goes on."""
    person.has(FaultKind.SAME_REFRESH_TOKEN)
    token = person.signs_in()["refresh_token"]
    for _ in range(2):
        assert "refresh_token" not in person.refreshes(token).json
        person.now += 59 * DAY


def test_a_revoked_login_opens_nothing(person: Person) -> None:
    """The refresh token and the access tokens; asked again, nothing is wrong."""
    tokens = person.signs_in()
    form = {"token": tokens["refresh_token"], "client_id": credentials.XERO_PERSONAL_CLIENT_ID}
    address = person.server.addresses.token_url.replace("token", "revocation")
    for _ in range(2):
        assert call(address, "POST", body=urlencode(form)).status == 200
    assert refused(person.refreshes(tokens["refresh_token"])) == "invalid_grant"
    assert person.contacts(tokens["access_token"], credentials.XERO_TENANT_ID) == 401
    assert call(address).status == 405
    assert refused(call(address, "POST", body="token=x&client_id=y")) == "invalid_client"


def test_a_login_can_be_ended_from_outside(person: Person) -> None:
    """As when the app's access is taken away in Xero."""
    tokens = person.signs_in()
    person.server.xero.login.end_logins()
    assert refused(person.refreshes(tokens["refresh_token"])) == "invalid_grant"


@pytest.mark.parametrize(
    ("tenant", "status"),
    [
        ("", 403),
        ("another", 403),
        (credentials.XERO_PRACTICE_ID, 403),
        (credentials.XERO_SECOND_TENANT_ID, 200),
        (credentials.XERO_TENANT_ID.upper(), 200),
    ],
)
def test_a_persons_token_needs_a_tenant_that_it_reaches(person: Person, tenant: str, status: int) -> None:
    """Unlike a Custom Connection's."""
    person.has(FaultKind.SEVERAL_ORGANISATIONS)
    assert person.contacts(person.signs_in()["access_token"], tenant) == status


def test_connections_may_be_several(person: Person) -> None:
    """A practice among them, whose name is null (section 2.7)."""

    def names() -> list[tuple[str, str | None]]:
        token = person.signs_in()["access_token"]
        url = person.server.addresses.connections_url
        listed = call(url, headers={"Authorization": f"Bearer {token}"}).json
        return [(each["tenantType"], each["tenantName"]) for each in listed]

    assert names() == [("ORGANISATION", "Axtui Demonstrations Limited")]
    person.has(FaultKind.SEVERAL_ORGANISATIONS)
    assert names() == [
        ("PRACTICE", None),
        ("ORGANISATION", "Axtui Second Limited"),
        ("ORGANISATION", "Axtui Demonstrations Limited"),
    ]
