"""Signing in to Xero as a person: the authorization code flow with PKCE (xero-api.md section 2.4).

A public app has no secret. What proves that the code came back to whoever asked for it is the verifier, which
never leaves this process but for the token address; the state ties the redirect to the attempt.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl

from axtui.core.errors import AxtuiError, NotAuthorisedError, Side, UnavailableError, UsageError
from axtui.core.secret import Secret
from axtui.sources.answers import quoted
from axtui.sources.connecting import base_address
from axtui.sources.xero_auth import CONTACTS_SCOPE

SCOPES: Final = f"offline_access {CONTACTS_SCOPE}"
"""The least: the organisation's name comes with the list of connections."""
_SIDE: Final = Side.XERO
_RANDOM_BYTES: Final = 64
"""Make a verifier of 86 characters; 43 to 128 are allowed."""
WRONG_APP: Final = (
    "Check `client_id`, and that the type of the app at developer.xero.com is `Mobile or desktop app`: "
    "a `Web app` asks for a secret, and a Custom Connection signs nobody in."
)
_START_AGAIN: Final = "Start the sign-in again."


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalApp:
    """The Xero app that people sign in with, and where."""

    client_id: str
    redirect_port: int = 8742
    authorize_url: str = "https://login.xero.com/identity/connect/authorize"
    token_url: str = "https://identity.xero.com/connect/token"  # noqa: S105  # an address
    connections_url: str = "https://api.xero.com/connections"

    @property
    def redirect_address(self) -> str:
        """The address that the app must have registered, to the letter; Xero takes no 127.0.0.1 here."""
        return f"http://localhost:{self.redirect_port}/callback"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One try at signing in: what ties the code that comes back to the one who asked."""

    state: str
    verifier: Secret = field(repr=False)

    def address(self, app: PersonalApp) -> str:
        """Return the address that the person opens in a browser; it holds no secret."""
        base = base_address(app.authorize_url, key="authorize_url")
        digest = hashlib.sha256(self.verifier.reveal().encode("ascii")).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")
        query = {
            "response_type": "code",
            "client_id": app.client_id,
            "redirect_uri": app.redirect_address,
            "scope": SCOPES,
            "state": self.state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        return str(base.copy_merge_params(query))

    def code_in(self, redirected: str) -> Secret:
        """Return the code of the address that Xero led to, whole or from its question mark on.

        Whatever a terminal broke into lines is put together again. Nothing that lacks this attempt's state
        counts, errors neither: else any page in the browser could end the sign-in.
        """
        given = _parameters("".join(redirected.split()))
        if not {"code", "error"} & set(given):
            raise UsageError(
                "That is not the address that Xero led to: it holds no code.",
                hint="Copy the whole address from the browser's address bar, after `?code=` too.",
            )
        if not hmac.compare_digest(given.get("state", "").encode(), self.state.encode()):
            raise UsageError(
                "That address belongs to another sign-in, or a part of it is missing.",
                hint="Open the address given for this one, and use the whole address that it leads to.",
            )
        if "error" in given:
            raise _refusal_of_page(given)
        return Secret(given["code"])


def new_attempt() -> Attempt:
    """Return an attempt that nobody can guess."""
    return Attempt(
        state=secrets.token_urlsafe(_RANDOM_BYTES // 2),
        verifier=Secret(secrets.token_urlsafe(_RANDOM_BYTES)),
    )


def _parameters(redirected: str) -> Mapping[str, str]:
    _, mark, query = redirected.partition("?")
    return dict(parse_qsl((query if mark else redirected).partition("#")[0], keep_blank_values=True))


def _refusal_of_page(given: Mapping[str, str]) -> AxtuiError:
    """Put an error redirect into words (RFC 6749 section 4.1.2.1)."""
    said = quoted(tuple(text for text in (given.get("error_description", ""),) if text))
    match given["error"]:
        case "access_denied":
            return NotAuthorisedError(
                "The consent was refused on Xero's page.",
                hint="Sign in again as a user who may, and choose to allow access.",
                side=_SIDE,
            )
        case "server_error" | "temporarily_unavailable":
            return UnavailableError(
                f"Xero could not do the sign-in just now.{said}", hint=_START_AGAIN, side=_SIDE
            )
        case "invalid_scope":
            return NotAuthorisedError(
                f"Xero does not grant this app the scope `{CONTACTS_SCOPE}`.{said}",
                hint=WRONG_APP,
                side=_SIDE,
            )
        case "unauthorized_client" | "invalid_client":
            return NotAuthorisedError(
                f"Xero does not let this app sign people in.{said}", hint=WRONG_APP, side=_SIDE
            )
        case other:
            return NotAuthorisedError(
                f"Xero refused the sign-in.{said or quoted((other,))}", hint=_START_AGAIN, side=_SIDE
            )
