"""Xero's token address and access tokens for a Custom Connection (xero-api.md sections 2.3 and 2.6)."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import parse_qsl

from axtui.demo import credentials
from axtui.demo.http import Reply, Request, json_reply

TOKEN_SECONDS: Final = 1_800
CONTACTS_SCOPES: Final = frozenset({"accounting.contacts.read", "accounting.contacts"})
SETTINGS_SCOPES: Final = frozenset({"accounting.settings.read", "accounting.settings"})
_GRANTED: Final = ("accounting.contacts.read", "accounting.settings.read")
"""What the connection's user has consented to."""


class TokenState(StrEnum):
    """What an access token is good for."""

    GOOD = "good"
    EXPIRED = "expired"
    LACKS_SCOPE = "lacks-scope"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Token:
    scopes: frozenset[str]
    expires: float


class XeroLogin:
    """Gives out access tokens and knows them again."""

    def __init__(self, *, token_seconds: int = TOKEN_SECONDS) -> None:
        self._seconds = token_seconds
        self._tokens: dict[str, _Token] = {}

    def answer(self, request: Request, now: float, *, refuse: bool) -> Reply:
        """Answer a request to the token address."""
        if request.method != "POST":
            return Reply(status=405, content_type="")
        form = dict(parse_qsl(request.body.decode("utf-8", "replace")))
        client = _basic(request) or (form.get("client_id", ""), form.get("client_secret", ""))
        if refuse or client != (credentials.XERO_CLIENT_ID, credentials.XERO_CLIENT_SECRET):
            return _error("invalid_client")
        if form.get("grant_type") != "client_credentials":
            return _error("unsupported_grant_type")
        scopes = form.get("scope", "").split() or list(_GRANTED)
        if not set(scopes) <= set(_GRANTED):
            return _error("invalid_scope")
        return json_reply(self._new_token(scopes, now))

    def _new_token(self, scopes: list[str], now: float) -> Mapping[str, object]:
        name = f"demo-access-token-{len(self._tokens) + 1:06}"
        self._tokens[name] = _Token(scopes=frozenset(scopes), expires=now + self._seconds)
        return {
            "access_token": name,
            "expires_in": self._seconds,
            "token_type": "Bearer",
            "scope": " ".join(scopes),
        }

    def state_of(self, request: Request, now: float, *, scopes: frozenset[str]) -> TokenState:
        """Say whether the token opens what needs one of these scopes; without scopes any token does."""
        kind, _, name = request.headers.get("authorization", "").partition(" ")
        token = self._tokens.get(name) if kind.lower() == "bearer" else None
        if token is None:
            return TokenState.UNKNOWN
        if now >= token.expires:
            return TokenState.EXPIRED
        return TokenState.GOOD if not scopes or token.scopes & scopes else TokenState.LACKS_SCOPE

    def forget_tokens(self) -> None:
        """Make every access token unknown, as after a revocation."""
        self._tokens.clear()


def _basic(request: Request) -> tuple[str, str] | None:
    kind, _, coded = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        name, _, secret = base64.b64decode(coded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return ("", "")
    return name, secret


def _error(name: str) -> Reply:
    return json_reply({"error": name}, status=400)
