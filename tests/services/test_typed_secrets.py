"""Secrets that are typed: which are, how long they are known, and what is said where nobody can type."""

from dataclasses import replace

import pytest
from configs import profile

from axtui.core.errors import ConfigError
from axtui.core.secret import Secret
from axtui.services.config import Profile, SecretKind, SecretSource, XeroLogin
from axtui.services.secret_places import SecretPlace, places_of, secret_variables, still_to_type
from axtui.services.secrets import resolve, typed_secret
from axtui.services.typed_secrets import TypedSecrets

_TYPED = SecretSource(kind=SecretKind.PROMPT)
_PLACE = SecretPlace(profile="acme", key="autotask.secret", source=_TYPED)


def _shared(login: XeroLogin = XeroLogin.CUSTOM_CONNECTION) -> Profile:
    """Return the profile of a shared account: two of its secrets stand nowhere."""
    one = profile()
    return replace(
        one,
        autotask=replace(one.autotask, secret=_TYPED),
        xero=replace(one.xero, client_secret=_TYPED, login=login),
    )


def test_what_is_still_to_type_is_asked_for_until_it_is_known() -> None:
    """By profile and key; another profile's secret of the same key is another one."""
    typed = TypedSecrets()
    typed.keep("other", "autotask.secret", Secret("canary-7f3a"))
    asked = [place.key for place in still_to_type(_shared(), typed)]
    assert asked == ["autotask.secret", "xero.client_secret"]
    typed.keep("acme", "autotask.secret", Secret("canary-7f3a"))
    assert [place.key for place in still_to_type(_shared(), typed)] == ["xero.client_secret"]
    assert still_to_type(profile(), TypedSecrets()) == ()


def test_a_login_by_browser_needs_no_client_secret() -> None:
    """So nobody is asked for it, whatever stands in the configuration."""
    assert [place.key for place in still_to_type(_shared(XeroLogin.PKCE), TypedSecrets())] == [
        "autotask.secret"
    ]


def test_a_profile_without_a_client_secret_has_two_places() -> None:
    """What is not configured stands nowhere."""
    without = replace(profile(), xero=replace(profile().xero, client_secret=None))
    assert [place.key for place in places_of(without)] == ["autotask.secret", "autotask.integration_code"]
    assert secret_variables(without) == {"AT_SECRET", "AT_CODE"}


def test_what_was_typed_is_forgotten_for_one_profile() -> None:
    """The next attempt asks anew; the others' stay."""
    typed = TypedSecrets()
    for name in ("acme", "other"):
        typed.keep(name, "autotask.secret", Secret(name))
    typed.forget("acme")
    assert typed.at("acme", "autotask.secret") is None
    kept = typed.at("other", "autotask.secret")
    assert kept is not None
    assert kept.reveal() == "other"


def test_what_was_typed_is_the_secret() -> None:
    """And where nobody has typed it, the message says what to do."""
    typed = TypedSecrets()
    with pytest.raises(ConfigError, match=r"autotask\.secret of the profile acme has to be typed") as caught:
        resolve(_PLACE, env={}, typed=typed)
    assert "Run this in a terminal" in caught.value.hint
    typed.keep("acme", "autotask.secret", typed_secret("canary-7f3a"))
    assert resolve(_PLACE, env={}, typed=typed).reveal() == "canary-7f3a"


@pytest.mark.parametrize("text", ["", " canary-7f3a", "canary\x1b", "canary\n7f3a"])
def test_what_cannot_be_a_secret_is_refused_as_it_is_typed(text: str) -> None:
    """In words that do not repeat it."""
    with pytest.raises(ConfigError, match=r"^What was typed ") as caught:
        typed_secret(text)
    assert "canary" not in str(caught.value)
