"""What a screen needs that lets a profile be tried: a test of both connections, and a person's sign-in."""

from typing import TYPE_CHECKING, Protocol

from textual import on, work
from textual.message import Message
from textual.screen import Screen
from textual.worker import Worker

from axtui.core.errors import AxtuiError, LoginRefusedError
from axtui.services.config import AppSettings, Profile
from axtui.services.surroundings import Surroundings
from axtui.tui.config_words import TEST_AGAIN, TESTING
from axtui.tui.run_questions import retry_question
from axtui.tui.secrets_at_hand import NOT_TYPED, forget_refused, has_secrets
from axtui.tui.widgets.findings import error_lines, finding_lines
from axtui.tui.widgets.panel import Panel
from axtui.tui.widgets.push_button import PushButton

if TYPE_CHECKING:
    from axtui.services.connections import SideFindings  # deferred below, with the reason


class Check(Protocol):
    """Tries both connections of a profile."""

    async def __call__(self, profile: Profile, *, retry_auth: bool) -> "tuple[SideFindings, ...]":
        """Return what was found on both sides; `retry_auth` sends a login again that was refused."""


class TryingScreen(Screen[None]):
    """A screen that has a profile to try; a class that inherits says which, and shows the outcome."""

    class Tested(Message):
        """Both connections have been tried."""

        def __init__(self, sides: "tuple[SideFindings, ...]") -> None:
            super().__init__()
            self.sides = sides

    class Failed(Message):
        """The file cannot be written, or the connections cannot be tried."""

        def __init__(self, error: AxtuiError) -> None:
            super().__init__()
            self.error = error

    class SignRequested(Message):
        """The person wants to sign in to Xero, or out; the screen that is told waits for what comes of it."""

        def __init__(self, screen: "TryingScreen", profile: Profile, *, is_out: bool) -> None:
            super().__init__()
            self.screen = screen
            self.profile = profile
            self.is_out = is_out

    def __init__(self, settings: AppSettings, *, surroundings: Surroundings, check: Check | None) -> None:
        super().__init__()
        self._settings = settings
        self._surroundings = surroundings
        self._check = check or self._check_over_the_network
        self._test_under_way: Worker[None] | None = None
        self._was_refused = False
        """Whether the last test met with a refused login; cleared when another login may stand there."""

    @property
    def _outcome(self) -> Panel:
        raise NotImplementedError

    def _profile_in_form(self) -> Profile | None:
        """Return the profile to test, or say why there is none."""
        raise NotImplementedError

    def _profile_of_person(self) -> Profile | None:
        """Return the profile that a person signs in for, or say why there is none."""
        raise NotImplementedError

    @on(Failed)
    def _failed(self, event: Failed) -> None:
        self._outcome.show(*error_lines(event.error))

    # Testing

    @on(PushButton.Pressed, "#config-test")
    @work(group="ask", exclusive=True)
    async def action_test(self) -> None:
        """Try both connections with what is in the form, saved or not; ask about a login that was refused."""
        profile = self._profile_in_form()
        if profile is None:
            return
        retry_auth = self._was_refused and await self.app.push_screen_wait(retry_question())
        if not await has_secrets(self.app, profile, typed=self._surroundings.typed):
            self._outcome.show(NOT_TYPED)
            return
        self._outcome.show(TESTING)
        self._test_under_way = self._test(profile, retry_auth=retry_auth)

    @work(group="test", exclusive=True)
    async def _test(self, profile: Profile, *, retry_auth: bool) -> None:
        typed = self._surroundings.typed
        try:
            sides = await self._check(profile, retry_auth=retry_auth)
        except AxtuiError as error:
            forget_refused(profile, [error], typed=typed)
            self.post_message(self.Failed(error))
        else:
            forget_refused(profile, [side.error for side in sides], typed=typed)
            self.post_message(self.Tested(sides))

    @on(Tested)
    def _tested(self, event: Tested) -> None:
        self._was_refused = any(isinstance(side.error, LoginRefusedError) for side in event.sides)
        self._outcome.show(*finding_lines(event.sides), *((TEST_AGAIN,) if self._was_refused else ()))

    async def _check_over_the_network(
        self, profile: Profile, *, retry_auth: bool
    ) -> "tuple[SideFindings, ...]":
        # Deferred: it brings httpx, for which the first frame need not wait.
        from axtui.services.connections import check_connections

        ca_file = self._settings.ca_file
        return await check_connections(
            profile, surroundings=self._surroundings, ca_file=ca_file, retry_auth=retry_auth
        )

    # Signing in and out: other screens, which the app knows

    @on(PushButton.Pressed, "#config-sign-in")
    def action_sign_in(self) -> None:
        """Ask for a person's way into Xero, for the highlighted profile."""
        self._sign(is_out=False)

    def action_sign_out(self) -> None:
        """Ask for the end of the highlighted profile's login."""
        self._sign(is_out=True)

    def _sign(self, *, is_out: bool) -> None:
        profile = self._profile_of_person()
        if profile is not None:
            self.post_message(self.SignRequested(self, profile, is_out=is_out))

    def tell(self, told: AxtuiError | str) -> None:
        """Show what came of it; nothing where there is nothing to say."""
        if isinstance(told, AxtuiError):
            self.post_message(self.Failed(told))
        else:
            self._outcome.show(*filter(None, (told,)))
