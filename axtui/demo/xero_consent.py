"""Xero's sign-in for people: the page that asks for consent, its codes, and the refresh tokens they lead to.

Whoever opens the page is taken to be signed in and, unless told otherwise, to agree (xero-api.md sections 2.4
and 2.6).
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from axtui.demo import credentials
from axtui.demo.http import Reply

CODE_SECONDS: Final = 5 * 60
GRACE_SECONDS: Final = 30 * 60
UNUSED_SECONDS: Final = 60 * 86_400
OFFLINE: Final = "offline_access"
_KNOWN_SCOPES: Final = frozenset(
    {
        OFFLINE,
        "openid",
        "profile",
        "email",
        "accounting.contacts",
        "accounting.contacts.read",
        "accounting.settings",
        "accounting.settings.read",
    }
)
_VERIFIER: Final = re.compile(r"[A-Za-z0-9._~-]{43,128}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What a person has agreed to, once."""

    number: int
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Code:
    consent: Consent
    challenge: str
    redirect: str
    expires: float


@dataclass(slots=True, kw_only=True)
class _RefreshToken:
    consent: Consent
    made: float
    used: float | None = None


class Consents:
    """Hands out codes and refresh tokens, and takes them back as Xero does."""

    def __init__(self) -> None:
        self.redirects = {credentials.XERO_REDIRECT}
        """The redirect addresses that the app has registered; they count to the letter."""
        self._codes: dict[str, _Code] = {}
        self._tokens: dict[str, _RefreshToken] = {}
        self._made = 0

    def page(self, query: Mapping[str, str], now: float, *, refuses: bool) -> Reply:
        """Answer who opens the page: a redirect, or a page with the mistake, which nobody else hears of."""
        if mistake := self._mistake_in(query):
            return _page(f"Error: {mistake}")
        if refuses:
            answer = {"error": "access_denied", "error_description": "The user said no"}
        else:
            answer = {"code": self._new_code(query, now), "scope": query["scope"]}
        state = {"state": query["state"]} if "state" in query else {}
        location = f"{query['redirect_uri']}?{urlencode({**answer, **state})}"
        return Reply(status=302, content_type="", headers={"Location": location})

    def _mistake_in(self, query: Mapping[str, str]) -> str:
        if query.get("client_id") != credentials.XERO_PERSONAL_CLIENT_ID:
            return "unauthorized_client : Unknown client or client not enabled"
        if query.get("redirect_uri") not in self.redirects:
            return "unauthorized_client : Invalid redirect_uri"
        if query.get("response_type") != "code":
            return "unsupported_response_type"
        scopes = set(query.get("scope", "").split())
        if not scopes or not scopes <= _KNOWN_SCOPES:
            return "invalid_scope"
        if query.get("code_challenge_method") != "S256" or not query.get("code_challenge"):
            return "invalid_request : code challenge required"
        return ""

    def _new_code(self, query: Mapping[str, str], now: float) -> str:
        self._made += 1
        name = f"demo-code-{self._made:06}"
        self._codes[name] = _Code(
            consent=Consent(number=self._made, scopes=tuple(query["scope"].split())),
            challenge=query["code_challenge"],
            redirect=query["redirect_uri"],
            expires=now + CODE_SECONDS,
        )
        return name

    def by_code(self, form: Mapping[str, str], now: float) -> Consent | None:
        """Return what a code stands for; it works once, for five minutes, with its own verifier."""
        code = self._codes.pop(form.get("code", ""), None)
        if code is None or now >= code.expires or form.get("redirect_uri") != code.redirect:
            return None
        verifier = form.get("code_verifier", "")
        if not _VERIFIER.fullmatch(verifier) or _challenge(verifier) != code.challenge:
            return None
        return code.consent

    def by_refresh_token(self, name: str, now: float, *, once: bool) -> Consent | None:
        """Return what a refresh token stands for; used, for a while, unless once is all."""
        token = self._tokens.get(name)
        if token is None or now >= token.made + UNUSED_SECONDS:
            return None
        if token.used is None:
            token.used = now
            return token.consent
        if once:
            self.end(token.consent)
            return None
        return token.consent if now < token.used + GRACE_SECONDS else None

    def new_refresh_token(self, consent: Consent, now: float) -> str:
        """Return a new refresh token for this consent."""
        self._made += 1
        name = f"demo-refresh-token-{self._made:06}"
        self._tokens[name] = _RefreshToken(consent=consent, made=now)
        return name

    def keep(self, name: str, now: float) -> None:
        """Let a refresh token count as new."""
        token = self._tokens[name]
        token.made, token.used = now, None

    def revoked_by(self, name: str) -> Consent | None:
        """End the consent that a refresh token stands for, and return it; unknown tokens are no fault."""
        token = self._tokens.get(name)
        if token is None:
            return None
        self.end(token.consent)
        return token.consent

    def end(self, consent: Consent) -> None:
        """Forget every refresh token of a consent."""
        self._tokens = {name: each for name, each in self._tokens.items() if each.consent != consent}

    def end_all(self) -> None:
        """Forget every consent."""
        self._tokens.clear()

    @property
    def refresh_tokens(self) -> int:
        """How many refresh tokens are known, used ones too."""
        return len(self._tokens)


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def _page(text: str) -> Reply:
    return Reply(body=f"<html><body>{text}</body></html>".encode(), content_type="text/html")
