"""How axtui signs in to Xero: a Custom Connection's client credentials. Tokens stay in memory.

A Custom Connection has no refresh token: the next access token is asked for like the first (xero-api.md
section 2.3).
"""

import asyncio
import base64
from collections.abc import Mapping
from typing import Final, Protocol

from axtui.core.secret import Secret
from axtui.sources.answers import Answer
from axtui.sources.connecting import base_address
from axtui.sources.http import ApiClient
from axtui.sources.line import Line
from axtui.sources.xero_answers import is_invalid_scope, judged, refused_token
from axtui.sources.xero_wire import TOKEN, TokenWire

CONTACTS_SCOPE: Final = "accounting.contacts.read"
ORGANISATION_SCOPE: Final = "accounting.settings.read"
_SCOPES: Final = f"{CONTACTS_SCOPE} {ORGANISATION_SCOPE}"
USUAL_LIFE: Final = 1800
"""Seconds that an access token lives when Xero does not say."""
_SPARE: Final = 60.0


class Tokens(Protocol):
    """Where access tokens come from."""

    async def current(self) -> Secret:
        """Return a token that should still be good."""

    async def renewed(self) -> Secret:
        """Return a new token, after the current one was refused."""


class CustomConnection:
    """Tokens of an app that is tied to one organisation."""

    def __init__(self, line: Line, *, token_url: str, client_id: str, client_secret: Secret) -> None:
        self._line = line
        self._client = ApiClient(line, base_address(token_url, key="token_url"), judge=judged)
        self._client_id = client_id
        self._client_secret = client_secret
        self._turn = asyncio.Lock()
        self._token: Secret | None = None
        self._good_until = 0.0

    async def current(self) -> Secret:
        """Return the token in hand, or a new one when there is none or its time is nearly over."""
        async with self._turn:  # requests side by side find the token old at the same time
            if self._token is None or self._line.clock.monotonic() >= self._good_until:
                return await self.renewed()
            return self._token

    async def renewed(self) -> Secret:
        """Ask for a new token; where Xero does not grant these scopes, once more for what it does grant."""
        asked_at = self._line.clock.monotonic()
        found = await self._ask({"grant_type": "client_credentials", "scope": _SCOPES})
        if isinstance(found, Answer) and is_invalid_scope(found):
            found = await self._ask({"grant_type": "client_credentials"})
        if isinstance(found, Answer):
            raise refused_token(found)
        self._good_until = asked_at + (found.expires_in or USUAL_LIFE) - _SPARE
        self._token = Secret(found.access_token)
        return self._token

    async def _ask(self, form: Mapping[str, str]) -> TokenWire | Answer:
        return await self._client.ask_for_token(TOKEN, form=form, headers={"Authorization": self._basic()})

    def _basic(self) -> str:
        pair = f"{self._client_id}:{self._client_secret.reveal()}"
        return f"Basic {base64.b64encode(pair.encode()).decode('ascii')}"
