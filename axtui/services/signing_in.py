"""Signing in to Xero as a person, on a host that may have no browser: what both doors build on.

    async with SignIn(profile, surroundings=..., ca_file=...) as sign_in:
        ...                                              # show sign_in.address and sign_in.steps
        found = await sign_in.by_either(pasting)         # which asks for a text and gives it to by_pasted
        signed_in = await sign_in.choose(found.chosen or one_of(found.organisations))

The redirect goes to this machine's loopback address, which a browser elsewhere reaches through `ssh -L`, or
the person pastes the address that the browser ended at. Nothing is kept before an organisation is chosen.
"""

import asyncio
import socket
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any, Final, Self

from axtui.core.errors import AxtuiError, NotAuthorisedError, Side, UnavailableError, UsageError
from axtui.core.secret import Secret
from axtui.core.text import visible
from axtui.services.config import Profile, XeroLogin
from axtui.services.redirect_listener import HOST, RedirectListener
from axtui.services.sides import opened, personal_app
from axtui.services.surroundings import Surroundings
from axtui.services.token_store import TokenStore, new_login
from axtui.sources.line import Line
from axtui.sources.xero_personal import Granted, Organisation, PersonalLogin
from axtui.sources.xero_pkce import Attempt, new_attempt

__all__ = ["Organisation", "Organisations", "SignIn", "SignedIn", "described", "organisation_with"]

_REDIRECT_WAIT: Final = 600.0
"""Seconds for which a redirect is waited for."""
_SIDE: Final = Side.XERO
_LONGEST_NAME: Final = 200
_PASTE: Final = "paste here the address that the browser ends at, also when it shows an error there"
_HEARD: Final = "axtui has heard from Xero. You can close this window and go back to the terminal."
_NOT_OURS: Final = "This does not belong to the sign-in that axtui waits for. Open the address it shows."
_REFUSED: Final = "Xero did not sign you in. The terminal says what to do next."


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisations:
    """What a login reaches."""

    organisations: tuple[Organisation, ...]
    chosen: Organisation | None
    """The one that the configuration names, or the only one; None where the person has to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A finished sign-in."""

    profile: str
    organisation: Organisation


class SignIn:
    """One attempt, from the address to open to the login that is kept; an async context manager.

    `steps` and errors are display-safe sentences. After an error of `by_redirect` or `by_pasted` the same
    attempt may go on, unless the sentence says to start again: then open a new one.
    """

    def __init__(
        self,
        profile: Profile,
        *,
        surroundings: Surroundings,
        ca_file: str = "",
        seconds: float = _REDIRECT_WAIT,
    ) -> None:
        if profile.xero.login is not XeroLogin.PKCE:
            raise not_personal(profile)
        self._profile = profile
        self._surroundings = surroundings
        self._ca_file = ca_file
        self._seconds = seconds
        self._app = personal_app(profile)
        self._attempt: Attempt = new_attempt()
        self._listener = RedirectListener(self._app.redirect_port, self._heard)
        self._answers: asyncio.Queue[Secret | AxtuiError] = asyncio.Queue()
        self._open = AsyncExitStack()
        self._line: Line | None = None
        self._granted: Granted | None = None
        self.address = self._attempt.address(self._app)
        """What the person opens in a browser, at home or here; no secret."""
        self.not_listening = ""
        """Why no redirect can be heard, in words; pasting works all the same."""

    async def __aenter__(self) -> Self:
        line = await self._open.enter_async_context(opened(self._surroundings, ca_file=self._ca_file))
        self._line = line(_SIDE, lambda _: None)
        self._open.push_async_callback(self._listener.stop)
        self.not_listening = await self._listener.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._open.aclose()

    @property
    def listening(self) -> bool:
        """Whether `by_redirect` can hear anything."""
        return self._listener.listening

    @property
    def redirect_address(self) -> str:
        """The redirect address that the app must have registered at Xero, to the letter."""
        return self._app.redirect_address

    @property
    def ssh_line(self) -> str:
        """What to type at home, so that a browser there reaches the port here."""
        port = self._app.redirect_port
        return f"ssh -L {port}:{HOST}:{port} {visible(socket.gethostname())}"

    @property
    def steps(self) -> tuple[str, ...]:
        """What the person has to know while the sign-in waits, sentence by sentence.

        The line to type stands alone, so that it can be copied as a whole.
        """
        ways: tuple[str, ...]
        if self.listening:
            ways = ("With the browser on another machine, type there first:", self.ssh_line, f"Or {_PASTE}.")
        else:
            ways = (f"The redirect cannot be heard: {self.not_listening}.", f"{_PASTE.capitalize()}.")
        page = (
            "If Xero's page shows an error instead, nothing arrives here. Then see that the app at "
            "developer.xero.com is a `Mobile or desktop app` with the id in `client_id`, and that it has "
            f"the redirect address {self.redirect_address} to the letter."
        )
        return ("Open the address in a browser and sign in to Xero.", *ways, page)

    async def by_redirect(self) -> Organisations:
        """Wait for the browser's redirect and return what the login reaches."""
        if not self.listening:
            raise UnavailableError(
                f"No redirect can be heard: {self.not_listening}.",
                hint="Paste the address that the browser ends at.",
                side=_SIDE,
            )
        try:
            async with asyncio.timeout(self._seconds):
                answer = await self._answers.get()
        except TimeoutError:
            raise self._too_late() from None
        if isinstance(answer, AxtuiError):
            raise answer
        return await self._reached(answer)

    async def by_pasted(self, text: str) -> Organisations:
        """Take the address that the browser ended at, and return what the login reaches."""
        return await self._reached(self._attempt.code_in(text))

    async def by_either(self, pasting: Coroutine[Any, Any, Organisations]) -> Organisations:
        """Return what comes first, the redirect or what comes of `pasting`; the other one is called off."""
        ways = [pasting, self.by_redirect()] if self.listening else [pasting]
        tasks = [asyncio.create_task(way) for way in ways]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            return next(iter(done)).result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def choose(self, organisation: Organisation) -> SignedIn:
        """Keep the login for this organisation."""
        granted, line = self._granted, self._line
        if granted is None or granted.refresh is None or line is None:
            raise RuntimeError("nobody has signed in yet")
        app, store, name = self._app, TokenStore.of(self._surroundings), self._profile.name
        login = new_login(app, organisation, granted, granted.refresh, line.clock.now())
        async with store.locked(name, line):
            store.save(name, login)
        return SignedIn(profile=name, organisation=organisation)

    def _heard(self, query: str) -> tuple[int, str]:
        """Judge a redirect; what lacks this attempt's state is not heard at all."""
        try:
            self._answers.put_nowait(self._attempt.code_in(query))
        except UsageError:
            return 400, _NOT_OURS
        except AxtuiError as error:
            self._answers.put_nowait(error)
            return 200, _REFUSED
        return 200, _HEARD

    async def _reached(self, code: Secret) -> Organisations:
        if self._line is None:
            raise RuntimeError("a sign-in is used inside `async with`")
        login = PersonalLogin(self._line, self._app)
        granted = await login.exchange(self._attempt, code)
        found = await login.organisations(granted.access)
        chosen = self._chosen_of(found)
        self._granted = granted
        return Organisations(organisations=found, chosen=chosen)

    def _chosen_of(self, found: tuple[Organisation, ...]) -> Organisation | None:
        if not found:
            raise NotAuthorisedError(
                "This login reaches no Xero organisation.",
                hint="Sign in again as a user of the organisation, and choose it on Xero's page.",
                side=_SIDE,
            )
        wanted = self._profile.xero.tenant_id
        if wanted:
            return organisation_with(wanted, found)
        return found[0] if len(found) == 1 else None

    def _too_late(self) -> NotAuthorisedError:
        return NotAuthorisedError(
            f"Nobody has signed in within {self._seconds / 60:g} minutes.",
            hint="Start the sign-in again.",
            side=_SIDE,
        )


def organisation_with(tenant_id: str, found: tuple[Organisation, ...]) -> Organisation:
    """Return the organisation with this id; the error names those that there are."""
    for each in found:
        if each.id.lower() == tenant_id.strip().lower():
            return each
    names = ", ".join(described(each) for each in found)
    raise NotAuthorisedError(
        f"This login does not reach the Xero organisation {visible(tenant_id)}.",
        hint=f"It reaches: {names}. Check `tenant_id`, or sign in as another user.",
        side=_SIDE,
    )


def described(organisation: Organisation) -> str:
    """Return name and id for a person to choose by."""
    return f"{visible(organisation.name[:_LONGEST_NAME]) or 'without a name'} ({visible(organisation.id)})"


def not_personal(profile: Profile) -> UsageError:
    """Return the refusal for a profile that nobody signs in for."""
    return UsageError(
        f"The profile {visible(profile.name)} signs in by itself, with a Custom Connection.",
        hint='For signing in by browser set `login = "pkce"` and the client_id of a `Mobile or desktop app`.',
    )
