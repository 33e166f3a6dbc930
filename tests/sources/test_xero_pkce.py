"""The address that a person opens, and what is made of the address that it leads to."""

import base64
import hashlib
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from axtui.core.errors import AxtuiError, ConfigError, NotAuthorisedError, UnavailableError, UsageError
from axtui.core.secret import Secret
from axtui.sources.xero_pkce import Attempt, PersonalApp, new_attempt

APP = PersonalApp(client_id="ABC")
ATTEMPT = Attempt(state="st-1", verifier=Secret("v" * 43))
REDIRECT = "http://localhost:8742/callback"


def query_of(address: str) -> dict[str, str]:
    """Return the parameters of an address, each of which stands there once."""
    return {name: value for name, (value,) in parse_qs(urlsplit(address).query).items()}


def refused(text: str) -> AxtuiError:
    """Return the error for an address that brings no code."""
    with pytest.raises(AxtuiError) as caught:
        ATTEMPT.code_in(text)
    assert caught.value.hint
    return caught.value


def test_the_address_asks_for_the_least() -> None:
    """To the letter: contacts and a login that lasts, by PKCE with S256, back to the registered address."""
    address = ATTEMPT.address(APP)
    assert address.startswith("https://login.xero.com/identity/connect/authorize?")
    digest = hashlib.sha256(b"v" * 43).digest()
    assert query_of(address) == {
        "response_type": "code",
        "client_id": "ABC",
        "redirect_uri": REDIRECT,
        "scope": "offline_access accounting.contacts.read",
        "state": "st-1",
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    assert "v" * 43 not in address


def test_the_port_and_the_address_are_settings() -> None:
    """A registered address has a fixed port; tests and proxies stand in for Xero."""
    app = PersonalApp(client_id="ABC", redirect_port=9, authorize_url="http://127.0.0.1:1/a")
    assert query_of(ATTEMPT.address(app))["redirect_uri"] == "http://localhost:9/callback"
    assert ATTEMPT.address(app).startswith("http://127.0.0.1:1/a?")
    with pytest.raises(ConfigError):
        ATTEMPT.address(PersonalApp(client_id="ABC", authorize_url="http://login.xero.com/a"))


def test_nobody_can_guess_an_attempt() -> None:
    """State and verifier are random, as long as the standard wants, and the verifier never prints."""
    one, other = new_attempt(), new_attempt()
    assert one.state != other.state
    assert one.verifier.reveal() != other.verifier.reveal()
    assert 43 <= len(one.verifier.reveal()) <= 128
    assert one.verifier.reveal() not in repr(one)


@pytest.mark.parametrize(
    "text",
    [
        f"{REDIRECT}?code=c-1&scope=a+b&state=st-1&session_state=x",
        f"  {REDIRECT}?state=st-1&code=c-1#fragment \n",
        "code=c-1&state=st-1",
        "?code=c-1&state=st-1",
        f"{REDIRECT}?code=c-\n1&sta te=st-1",
    ],
)
def test_the_code_is_found_in_whatever_was_pasted(text: str) -> None:
    """The whole address, its query, or an address that a terminal has broken into lines."""
    assert ATTEMPT.code_in(text).reveal() == "c-1"


@pytest.mark.parametrize("text", ["", "http://localhost:8742/callback", "c-1", "state=st-1", "\x1b]0;x\x07"])
def test_other_texts_hold_no_code(text: str) -> None:
    """And the next try may be right."""
    error = refused(text)
    assert isinstance(error, UsageError)
    assert "holds no code" in error.message


@pytest.mark.parametrize(
    "text", ["code=c-1", "code=c-1&state=", "code=c-1&state=st-2", "error=access_denied", "code=c&state=st-é"]
)
def test_without_the_state_nothing_counts(text: str) -> None:
    """A code of somebody else's, or a page that wants to end the sign-in."""
    error = refused(text)
    assert isinstance(error, UsageError)
    assert "another sign-in" in error.message


@pytest.mark.parametrize(
    ("said", "kind", "words"),
    [
        ("access_denied", NotAuthorisedError, "refused on Xero's page"),
        ("invalid_scope", NotAuthorisedError, "accounting.contacts.read"),
        ("unauthorized_client", NotAuthorisedError, "does not let this app sign people in"),
        ("server_error", UnavailableError, "just now"),
        ("temporarily_unavailable", UnavailableError, "just now"),
        ("something\x1b[2J", NotAuthorisedError, 'It says: "something␛[2J"'),
    ],
)
def test_each_error_of_the_redirect_has_its_words(said: str, kind: type[AxtuiError], words: str) -> None:
    """With what to do next, and nothing that moves a cursor."""
    error = refused(f"{REDIRECT}?error={said}&state=st-1")
    assert type(error) is kind
    assert words in error.message


@given(code=st.text(), state=st.text() | st.just("st-1"))
def test_a_code_comes_whole_or_not_at_all(code: str, state: str) -> None:
    """Exactly, with this attempt's state; with any other never."""
    query = urlencode({"code": code, "state": state})
    if state == "st-1":
        assert ATTEMPT.code_in(query).reveal() == code
    else:
        with pytest.raises(UsageError):
            ATTEMPT.code_in(query)


def test_what_xero_adds_to_an_error_is_shown_safely() -> None:
    """Cut, and without escapes."""
    error = refused(f"error=odd&error_description={'%1b' + 'x' * 500}&state=st-1")
    assert error.message.isprintable()
    assert len(error.message) < 300
