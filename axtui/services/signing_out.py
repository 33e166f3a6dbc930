"""Signing out of Xero: the login is ended there and removed here, the second in any case."""

from dataclasses import dataclass

from axtui.core.errors import DataError, NotAuthorisedError, Side, UnavailableError
from axtui.services.config import Profile
from axtui.services.sides import opened
from axtui.services.surroundings import Surroundings
from axtui.services.token_store import StoredLogin, TokenStore
from axtui.sources.line import Line
from axtui.sources.xero_personal import PersonalLogin
from axtui.sources.xero_pkce import PersonalApp


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOut:
    """What came of it; the login is gone from this machine in any case."""

    profile: str
    was_signed_in: bool
    not_revoked: str = ""
    """Why Xero could not be told, as a sentence; empty where it was, or where there was nothing to tell."""


async def sign_out(profile: Profile, *, surroundings: Surroundings, ca_file: str = "") -> SignedOut:
    """Revoke the profile's login at Xero and remove it here, with or without a network."""
    store = TokenStore.of(surroundings)
    async with opened(surroundings, ca_file=ca_file) as lines:
        line = lines(Side.XERO, lambda _: None)
        async with store.locked(profile.name, line):
            try:
                return await _revoked(store, profile.name, line)
            finally:
                store.forget(profile.name)


async def _revoked(store: TokenStore, profile: str, line: Line) -> SignedOut:
    try:
        login = store.load(profile)
    except DataError as error:
        return SignedOut(profile=profile, was_signed_in=True, not_revoked=error.message)
    if login is None:
        return SignedOut(profile=profile, was_signed_in=False)
    try:
        await PersonalLogin(line, _app_of(login)).revoke(login.refresh)
    except (UnavailableError, NotAuthorisedError, DataError) as error:
        return SignedOut(profile=profile, was_signed_in=True, not_revoked=error.message)
    return SignedOut(profile=profile, was_signed_in=True)


def _app_of(login: StoredLogin) -> PersonalApp:
    """Return the app that got the login: it alone may end it, whatever the profile says by now."""
    return PersonalApp(client_id=login.client_id, token_url=login.token_url)
