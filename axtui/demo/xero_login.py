"""Xero's token address and access tokens: for a Custom Connection, and for people who signed in by browser.

See xero-api.md sections 2.3, 2.4 and 2.6.
"""

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import parse_qsl

from axtui.demo import credentials
from axtui.demo.faults import FaultKind
from axtui.demo.http import Reply, Request, json_reply
from axtui.demo.xero_consent import OFFLINE, Consent, Consents

TOKEN_SECONDS: Final = 1_800
CONTACTS_SCOPES: Final = frozenset({"accounting.contacts.read", "accounting.contacts"})
SETTINGS_SCOPES: Final = frozenset({"accounting.settings.read", "accounting.settings"})
_GRANTED: Final = ("accounting.contacts.read", "accounting.settings.read")
"""What the Custom Connection's user has consented to."""

Has = Callable[[FaultKind], bool]
"""Says whether a lasting fault is set."""


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
    consent: Consent | None
    """None for a Custom Connection's."""


class XeroLogin:
    """Gives out access tokens and knows them again."""

    def __init__(self, *, token_seconds: int = TOKEN_SECONDS) -> None:
        self.consents = Consents()
        self._seconds = token_seconds
        self._tokens: dict[str, _Token] = {}
        self._made = 0

    def answer(self, request: Request, now: float, *, has: Has) -> Reply:
        """Answer a request to the token address."""
        if request.method != "POST":
            return Reply(status=405, content_type="")
        form = _form(request)
        if has(FaultKind.REFUSE_LOGIN):
            return _error("invalid_client")
        if form.get("grant_type") in ("authorization_code", "refresh_token"):
            return self._answer_person(request, form, now, has=has)
        client = _basic(request) or (form.get("client_id", ""), form.get("client_secret", ""))
        if client != (credentials.XERO_CLIENT_ID, credentials.XERO_CLIENT_SECRET):
            return _error("invalid_client")
        if form.get("grant_type") != "client_credentials":
            return _error("unsupported_grant_type")
        scopes = form.get("scope", "").split() or list(_GRANTED)
        if not set(scopes) <= set(_GRANTED):
            return _error("invalid_scope")
        return json_reply(self._new_token(scopes, now, consent=None))

    def _answer_person(self, request: Request, form: Mapping[str, str], now: float, *, has: Has) -> Reply:
        if not _is_personal_app(request, form) or has(FaultKind.WEB_APP):
            return _error("invalid_client")
        if form["grant_type"] == "authorization_code":
            consent = self.consents.by_code(form, now)
            return _error("invalid_grant") if consent is None else self._first_tokens(consent, now)
        return self._refreshed(form.get("refresh_token", ""), now, has=has)

    def _first_tokens(self, consent: Consent, now: float) -> Reply:
        tokens = self._new_token(consent.scopes, now, consent=consent)
        if OFFLINE not in consent.scopes:
            return json_reply(tokens)
        return json_reply({**tokens, "refresh_token": self.consents.new_refresh_token(consent, now)})

    def _refreshed(self, name: str, now: float, *, has: Has) -> Reply:
        consent = self.consents.by_refresh_token(name, now, once=has(FaultKind.SINGLE_USE))
        if consent is None:
            return _error("invalid_grant")
        if not has(FaultKind.SAME_REFRESH_TOKEN):
            return self._first_tokens(consent, now)
        self.consents.keep(name, now)
        return json_reply(self._new_token(consent.scopes, now, consent=consent))

    def revoke(self, request: Request) -> Reply:
        """Answer a request to the revocation address: the login ends, and its connections with it."""
        if request.method != "POST":
            return Reply(status=405, content_type="")
        form = _form(request)
        if not _is_personal_app(request, form):
            return _error("invalid_client")
        ended = self.consents.revoked_by(form.get("token", ""))
        if ended is not None:
            self._tokens = {name: each for name, each in self._tokens.items() if each.consent != ended}
        return Reply(status=200, content_type="")

    def _new_token(self, scopes: Sequence[str], now: float, *, consent: Consent | None) -> dict[str, object]:
        self._made += 1
        name = f"demo-access-token-{self._made:06}"
        self._tokens[name] = _Token(scopes=frozenset(scopes), expires=now + self._seconds, consent=consent)
        return {
            "access_token": name,
            "expires_in": self._seconds,
            "token_type": "Bearer",
            "scope": " ".join(scopes),
        }

    def state_of(self, request: Request, now: float, *, scopes: frozenset[str]) -> TokenState:
        """Say whether the token opens what needs one of these scopes; without scopes any token does."""
        token = self._token_of(request)
        if token is None:
            return TokenState.UNKNOWN
        if now >= token.expires:
            return TokenState.EXPIRED
        return TokenState.GOOD if not scopes or token.scopes & scopes else TokenState.LACKS_SCOPE

    def is_of_person(self, request: Request) -> bool:
        """Say whether the token is a person's, which may reach several organisations."""
        token = self._token_of(request)
        return token is not None and token.consent is not None

    def _token_of(self, request: Request) -> _Token | None:
        kind, _, name = request.headers.get("authorization", "").partition(" ")
        return self._tokens.get(name) if kind.lower() == "bearer" else None

    def forget_tokens(self) -> None:
        """Make every access token unknown."""
        self._tokens.clear()

    def end_logins(self) -> None:
        """End every login of a person, as when the app's access is taken away in Xero."""
        self.consents.end_all()
        self._tokens = {name: each for name, each in self._tokens.items() if each.consent is None}


def _form(request: Request) -> dict[str, str]:
    return dict(parse_qsl(request.body.decode("utf-8", "replace")))


def _is_personal_app(request: Request, form: Mapping[str, str]) -> bool:
    """Say whether the app of people is meant, by its id alone: it has no secret (section 2.4)."""
    has_secret = "authorization" in request.headers or "client_secret" in form
    return form.get("client_id") == credentials.XERO_PERSONAL_CLIENT_ID and not has_secret


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
