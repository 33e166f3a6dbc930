"""What is taken out of a text before it is written to a log or a crash report."""

import base64
import gc
import json
import re
from urllib.parse import quote, quote_plus, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from axtui.core.redaction import redacted
from axtui.core.secret import Secret, living_secrets

_VALUE = 'p/ä"ss w+rd=4711'


@pytest.mark.parametrize(
    "written",
    [
        _VALUE,
        quote(_VALUE),
        quote(_VALUE, safe=""),
        quote_plus(_VALUE),
        urlencode({"x": _VALUE}),
        repr(_VALUE),
        repr(_VALUE.encode()),
        repr(_VALUE.encode("latin-1")),
        json.dumps(_VALUE),
        json.dumps(_VALUE, ensure_ascii=False),
        json.dumps(json.dumps(_VALUE)),
        base64.b64encode(_VALUE.encode()).decode(),
        base64.urlsafe_b64encode(f"id:{_VALUE}".encode()).decode(),
        _VALUE.encode().hex(),
    ],
)
def test_a_secret_that_is_held_is_found_in_every_form(written: str) -> None:
    """However it was written into the text, nothing of it is left."""
    held = Secret(_VALUE)
    found = redacted(f"before {written} after")
    assert "***" in found
    assert written not in found
    assert held in living_secrets()


@given(
    value=st.text(st.characters(min_codepoint=33, max_codepoint=0x2FF, exclude_characters="*"), min_size=4),
    before=st.binary(max_size=5),
    after=st.binary(max_size=5),
)
def test_a_secret_inside_base64_is_found_wherever_it_stands(value: str, before: bytes, after: bytes) -> None:
    """A block of three bytes begins anywhere before the secret, so that its signs differ."""
    held = Secret(value)
    encoded = base64.b64encode(before + held.reveal().encode() + after).decode()
    assert redacted(f"«{encoded}»", addresses=False) != f"«{encoded}»"


@given(st.text(min_size=4).filter(lambda text: "*" not in text), st.text(), st.text())
def test_no_text_brings_a_secret_through(value: str, before: str, after: str) -> None:
    """Wherever it stands, a secret that somebody holds is gone."""
    held = Secret(value)
    assert held.reveal() not in redacted(before + value + after)


def test_a_secret_that_nobody_holds_is_forgotten() -> None:
    """What is kept for the search keeps no secret alive."""
    gc.collect()
    before = len(living_secrets())
    held = Secret("for a moment")
    assert len(living_secrets()) == before + 1
    del held
    gc.collect()
    assert len(living_secrets()) == before


def test_a_secret_of_a_few_letters_spoils_no_text() -> None:
    """Nobody's secret is that short."""
    held = Secret("an")
    assert redacted("An answer that can be read") == "An answer that can be read"
    assert held in living_secrets()


_HEADERS = {
    "Authorization": "Bearer top-1",
    "Secret": "s3cr3t",
    "ApiIntegrationCode": "C0DE",
    "UserName": "u1",
}


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Bearer abc.def.ghi",
        "authorization: Basic dXNlcjpwYXNz trailing",
        "Cookie: one=1; two=2",
        repr(list(_HEADERS.items())),
        repr([(name.encode(), value.encode()) for name, value in _HEADERS.items()]),
        repr(_HEADERS),
        json.dumps(_HEADERS),
        "grant_type=refresh_token&refresh_token=r3fr3sh&client_secret=s3cr3t",
        "sent with Bearer A1b2C3d4",
        "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiI0NzExIn0.sig",
        "proxy http://user:p@ss@proxy.example:8080 says no",
        "proxy http://user:abc/two@proxy.example:8080 says no",
        "password='two words'",
    ],
)
def test_a_secret_that_nobody_holds_is_known_by_its_shape(text: str) -> None:
    """Headers, parameters, tokens and logins in addresses are hidden by what stands around them."""
    left = redacted(text)
    assert "***" in left
    for known in ("abc", "dXNl", "one=1", "two", "top-1", "s3cr", "C0DE", "u1", "r3fr", "A1b2", "eyJ", "ss@"):
        assert known not in left


def test_what_stands_beside_a_secret_stays() -> None:
    """A technician reads on."""
    assert redacted("https://u:p@proxy.example:8080/x failed") == "https://***@proxy.example:8080/x failed"
    assert redacted("http://h:80/x and http://h:80 fail").count("***") == 0
    assert redacted("Secret: abc, status 401") == "Secret: ***, status 401"
    assert redacted("Basic authentication is refused.") == "Basic authentication is refused."


@pytest.mark.parametrize(
    "text",
    [
        "to <ada@acme.example>",
        "ada.byron+x@acme.co.example.",
        "'ö@ä.example'",
        "a@b@c",
        "root@localhost",
        "?x=ada%40acme.example&",
    ],
)
def test_an_address_is_hidden_unless_it_is_wanted(text: str) -> None:
    """People's addresses stand in no log, also as they stand in an address of the web."""
    assert "acme" not in redacted(text)
    assert "@" not in redacted(text)
    assert redacted(text, addresses=False) == text


@pytest.mark.parametrize(
    "text", ["@on(Widget.Event)", "    @dataclass", "a @ b", "File x.py, line 3, in y", ""]
)
def test_code_is_no_address(text: str) -> None:
    """A traceback stays readable."""
    assert redacted(text) == text


_PIECES = (
    "a@b.ex",
    "://",
    "secret=",
    "Cookie: ",
    "'",
    '"',
    "Basic x1y2z3",
    "***",
    "@",
    " ",
    "eyJ",
    "b",
    "\n",
)


@given(st.text() | st.lists(st.sampled_from(_PIECES)).map("".join))
def test_any_text_is_taken_and_keeps_no_address(text: str) -> None:
    """Nothing makes it fail, and whatever else was hidden, no address is left."""
    assert not re.search(r"[a-z0-9]@[a-z0-9]", redacted(text))


def test_a_long_text_takes_no_long_time() -> None:
    """No pattern goes back and forth over a text without an end: this would take minutes."""
    for sign in ("a", "@", "a@", "eyJ", "://", "secret:", "'", "bearer "):
        assert redacted(sign * 50_000) is not None
