"""Access tokens of a person's stored Xero login, renewed by one process at a time."""

import asyncio
from dataclasses import replace
from typing import Final

from axtui.core.errors import LoginRefusedError, NotAuthorisedError, Side
from axtui.core.secret import Secret
from axtui.core.text import visible
from axtui.services.token_store import StoredLogin, TokenStore, login_command
from axtui.sources.line import Line
from axtui.sources.xero_personal import Organisation, PersonalLogin
from axtui.sources.xero_pkce import PersonalApp

_SIDE: Final = Side.XERO


class PersonalTokens:
    """Where a profile's access tokens come from, when somebody has signed in for it.

    What Xero answers to a renewal is saved before anything waits again: no cancellation can come between.
    """

    def __init__(self, profile: str, *, store: TokenStore, app: PersonalApp, line: Line) -> None:
        self._profile = profile
        self._store = store
        self._app = app
        self._line = line
        self._login = PersonalLogin(line, app)
        self._in_hand: StoredLogin | None = None
        self._turn = asyncio.Lock()

    async def organisation(self) -> Organisation:
        """Return the organisation that was chosen at sign-in."""
        return (self._in_hand or self._stored()).organisation

    async def current(self) -> Secret:
        """Return the token in hand, or the stored one, or a new one when its time is nearly over."""
        found = self._in_hand or self._stored()
        if not found.is_fresh(self._line.clock.now()):
            return await self._replaced(found)
        self._in_hand = found
        return found.access

    async def renewed(self) -> Secret:
        """Return another token than the one in hand, which was refused."""
        return await self._replaced(self._in_hand or self._stored())

    async def _replaced(self, refused: StoredLogin) -> Secret:
        """Take what another process has got meanwhile, else ask Xero."""
        async with self._turn, self._store.locked(self._profile, self._line):
            found = self._stored()
            is_another = found.access.reveal() != refused.access.reveal()
            if not (is_another and found.is_fresh(self._line.clock.now())):
                found = await self._asked(found)
            self._in_hand = found
        return found.access

    async def _asked(self, found: StoredLogin) -> StoredLogin:
        """Renew with the newest refresh token, and where that is dead, once with the one before it."""
        for token in found.refresh_tokens(self._line.clock.now()):
            try:
                granted = await self._login.refreshed(token)
            except LoginRefusedError:
                continue
            renewed = replace(found, refresh=token).renewed_by(granted, self._line.clock.now())
            self._store.save(self._profile, renewed)
            return renewed
        self._store.save(self._profile, replace(found, refused=self._line.clock.now()))
        raise self._ended()

    def _stored(self) -> StoredLogin:
        """Return the login if Xero should still take it; nothing is asked for one that has ended."""
        found = self._store.load(self._profile)
        if found is None:
            raise self._refusal("Nobody has signed in to Xero for the profile {}.")
        if not found.is_for(self._app):
            raise self._refusal("The Xero login of the profile {} was given to another app or address.")
        if found.refused is not None:
            raise self._ended()
        return found

    def _ended(self) -> NotAuthorisedError:
        return self._refusal(
            "The Xero login of the profile {} has ended: it was not used for 60 days, was taken away in "
            "Xero, or was renewed from a copy on another host."
        )

    def _refusal(self, sentence: str) -> NotAuthorisedError:
        return NotAuthorisedError(
            sentence.format(visible(self._profile)),
            hint=f"Sign in: {login_command(self._profile)}",
            side=_SIDE,
        )
