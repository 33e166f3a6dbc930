"""Xero's token addresses for a person who has consented: tokens, their renewal and end, and what they reach.

See xero-api.md sections 2.2, 2.4, 2.6 and 2.7.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Final

from axtui.core.errors import AxtuiError, LoginRefusedError, NotAuthorisedError, Side, UnavailableError
from axtui.core.secret import Secret
from axtui.sources.answers import Answer, Ruling, Verdict, quoted
from axtui.sources.connecting import base_address
from axtui.sources.http import ApiClient
from axtui.sources.line import Line
from axtui.sources.xero_answers import judged, refused_token
from axtui.sources.xero_auth import USUAL_LIFE
from axtui.sources.xero_pkce import WRONG_APP, Attempt, PersonalApp
from axtui.sources.xero_wire import CONNECTIONS, TOKEN

_SIDE: Final = Side.XERO
_ORGANISATION: Final = "ORGANISATION"
_REVOCATION: Final = "revocation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """What the token address gave."""

    access: Secret
    refresh: Secret | None
    """None where a refresh brings no new one: the old one goes on."""
    seconds: int
    """How long the access token is good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A Xero organisation that a login reaches."""

    id: str
    name: str
    """Remote text, for display only after core.text.visible; empty where Xero has none."""


class PersonalLogin:
    """Asks Xero's token addresses on behalf of a person who has consented."""

    def __init__(self, line: Line, app: PersonalApp) -> None:
        token = base_address(app.token_url, key="token_url")
        revocation = token.copy_with(path=f"{token.path.rpartition('/')[0]}/{_REVOCATION}")
        self._app = app
        self._tokens = ApiClient(line, token, judge=judged)
        self._revocation = ApiClient(line, revocation, judge=_judged_unread)
        self._connections_url = base_address(app.connections_url, key="connections_url")
        self._connections = ApiClient(line, self._connections_url, judge=judged)

    async def exchange(self, attempt: Attempt, code: Secret) -> Granted:
        """Turn the code into tokens; it works once, and for five minutes."""
        form = {
            "grant_type": "authorization_code",
            "code": code.reveal(),
            "redirect_uri": self._app.redirect_address,
            "code_verifier": attempt.verifier.reveal(),
        }
        granted = await self._granted(form, _code_refused)
        if granted.refresh is None:
            raise NotAuthorisedError(
                "Xero gave a login that ends after half an hour: no refresh token came with it.",
                hint="The app must be allowed the scope `offline_access`.",
                side=_SIDE,
            )
        return granted

    async def refreshed(self, refresh: Secret) -> Granted:
        """Turn a refresh token into new tokens; LoginRefusedError when Xero will never take it again."""
        form = {"grant_type": "refresh_token", "refresh_token": refresh.reveal()}
        return await self._granted(form, _login_ended)

    async def _granted(self, form: Mapping[str, str], ended: Callable[[], LoginRefusedError]) -> Granted:
        found = await self._tokens.ask_for_token(
            TOKEN, form={**form, "client_id": self._app.client_id}, headers={}
        )
        if isinstance(found, Answer):
            raise _refusal_of_token(found, ended)
        return Granted(
            access=Secret(found.access_token),
            refresh=Secret(found.refresh_token) if found.refresh_token else None,
            seconds=found.expires_in or USUAL_LIFE,
        )

    async def revoke(self, refresh: Secret) -> None:
        """End the login at Xero; that takes away the user's connections to this app too (section 2.2)."""
        form = {"token": refresh.reveal(), "client_id": self._app.client_id}
        answer = await self._revocation.ask_for_token(TOKEN, form=form, headers={})
        if isinstance(answer, Answer) and not _is_good(answer):
            raise refused_token(answer)

    async def organisations(self, access: Secret) -> tuple[Organisation, ...]:
        """Return the organisations that the login reaches, each once; practices are none."""
        headers = {"Authorization": f"Bearer {access.reveal()}"}
        found = await self._connections.get(str(self._connections_url), CONNECTIONS, headers=headers)
        if isinstance(found, Answer):
            raise _no_list(found)
        kept = {
            each.tenant_id: Organisation(id=each.tenant_id, name=each.tenant_name or "")
            for each in found
            if each.tenant_type == _ORGANISATION
        }
        return tuple(kept.values())


def _is_good(answer: Answer) -> bool:
    return HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES


def _judged_unread(answer: Answer) -> Ruling:
    """Judge as ever, but take a good answer as it is: the one to a revocation is empty."""
    ruling = judged(answer)
    return replace(ruling, verdict=Verdict.FINAL) if ruling.verdict is Verdict.GOOD else ruling


def _refusal_of_token(answer: Answer, ended: Callable[[], LoginRefusedError]) -> AxtuiError:
    """Put a refused token into words (section 5)."""
    match answer.text("error"):
        case "invalid_grant":
            return ended()
        case "invalid_client" | "unauthorized_client":
            return NotAuthorisedError(
                "Xero does not let this app sign people in.", hint=WRONG_APP, side=_SIDE
            )
        case _ if answer.status in (HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            return NotAuthorisedError(
                f"Xero refused the login.{quoted(answer.said())}", hint=WRONG_APP, side=_SIDE
            )
        case _:
            return refused_token(answer)


def _code_refused() -> LoginRefusedError:
    return LoginRefusedError(
        "Xero did not take the code: it works once, for five minutes, and for this sign-in only.",
        hint="Start the sign-in again.",
        side=_SIDE,
    )


def _login_ended() -> LoginRefusedError:
    return LoginRefusedError("The Xero login has ended.", hint="Sign in again.", side=_SIDE)


def _no_list(answer: Answer) -> AxtuiError:
    if answer.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return NotAuthorisedError(
            f"Xero does not say which organisations this login reaches.{quoted(answer.said())}",
            hint="Start the sign-in again, and choose an organisation on Xero's page.",
            side=_SIDE,
        )
    return UnavailableError(
        f"Xero did not say which organisations this login reaches: {answer.phrase}.{quoted(answer.said())}",
        hint="Check `connections_url` if it was set by hand; otherwise sign in again later.",
        side=_SIDE,
    )
