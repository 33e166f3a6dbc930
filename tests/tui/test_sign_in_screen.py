"""The sign-in to Xero by browser, over the imitation: what the person sees, pastes, chooses and gets."""

import asyncio
import re
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from app_driver import Drive, at_rest, drawn, driven, started
from demo.callers import call
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from axtui.__main__ import demo_profile, personal_demo_profile
from axtui.core.clipboard import Clipboard
from axtui.demo.faults import Fault, FaultKind
from axtui.demo.server import DemoServer
from axtui.services.config import Config, Profile
from axtui.services.signing_in import SignedIn, SignIn
from axtui.services.surroundings import Surroundings
from axtui.services.token_store import TokenStore
from axtui.tui.app import AxtuiApp
from axtui.tui.screens.config import ConfigScreen
from axtui.tui.screens.sign_in import SignInScreen
from axtui.tui.terminal_app import TerminalApp
from axtui.tui.widgets.panel import Lines, Panel
from axtui.tui.widgets.profile_form import ProfileForm


class SigningIn(TerminalApp):
    """Shows the screen alone, and remembers how it ended and what was copied."""

    def __init__(self, screen: SignInScreen, *, clipboard: Clipboard) -> None:
        super().__init__(theme="textual-dark", clipboard=clipboard)
        self.sign_in_screen = screen
        self.ended: list[SignedIn | None] = []

    def on_mount(self) -> None:
        self.push_screen(self.sign_in_screen, self.ended.append)

    @property
    def state(self) -> str:
        return str(self.sign_in_screen.query_one("#sign-in-state", Static).visual)

    @property
    def address(self) -> str:
        return str(self.sign_in_screen.query_one("#sign-in-address", Static).visual)

    @property
    def problem(self) -> str:
        return self.sign_in_screen.query_one("#sign-in-problem", Panel).text

    async def until(self, pilot: Pilot[None], holds: Callable[[], bool]) -> None:
        """Let the screen go on until this holds."""
        await _until(self, pilot, holds)


@pytest.fixture
def server() -> Iterator[DemoServer]:
    """The imitation at full speed."""
    with DemoServer(1, latency=0.0) as server:
        yield server


@pytest.fixture
def profile(server: DemoServer) -> Profile:
    """Return a profile that a person signs in for; its app has a free port registered."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server.xero.login.consents.redirects.add(f"http://localhost:{port}/callback")
    profile = personal_demo_profile(server.addresses)
    return replace(profile, xero=replace(profile.xero, redirect_port=port))


Show = Callable[..., SigningIn]


@pytest.fixture
def show(profile: Profile, surroundings: Surroundings) -> Show:
    """Return a function that makes the app."""

    def app(*, clipboard: Clipboard = Clipboard.OSC52) -> SigningIn:
        def begin(profile: Profile) -> SignIn:
            return SignIn(profile, surroundings=surroundings)

        return SigningIn(SignInScreen(profile, begin=begin), clipboard=clipboard)

    return app


async def _redirected(address: str) -> str:
    """Consent at the address, and return where the browser is sent to."""
    answer = await asyncio.to_thread(call, address)
    assert answer.status == 302
    return answer.headers["location"]


async def _browse(address: str) -> int:
    """Do it all as a browser on this machine does; return with what axtui answered it."""
    location = (await _redirected(address)).replace("localhost", "127.0.0.1")
    return (await asyncio.to_thread(call, location)).status


def _kept(profile: Profile, surroundings: Surroundings) -> bool:
    return TokenStore.of(surroundings).load(profile.name) is not None


async def test_the_redirect_of_a_browser_here_signs_in(
    show: Show, profile: Profile, surroundings: Surroundings
) -> None:
    """Nothing is to be typed; the screen ends with what is stored."""
    app = show()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.until(pilot, lambda: app.state.startswith("Waiting for the browser"))
        assert await _browse(app.address) == 200
        await app.until(pilot, lambda: bool(app.ended))
    (done,) = app.ended
    assert done is not None
    assert done.profile == profile.name
    assert _kept(profile, surroundings)


async def test_the_pasted_address_signs_in_and_is_never_shown(
    show: Show, profile: Profile, surroundings: Surroundings
) -> None:
    """For a browser elsewhere: the field has the focus, hides what it holds, and is emptied."""
    app = show()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.until(pilot, lambda: app.state.startswith("Waiting"))
        field = app.sign_in_screen.query_one(Input)
        assert field.has_focus
        location = await _redirected(app.address)
        field.value = location
        await pilot.pause()
        assert urlsplit(location).query[:8] not in drawn(app)
        await pilot.press("enter")
        assert field.value == ""
        await app.until(pilot, lambda: bool(app.ended))
    assert app.ended[0] is not None
    assert _kept(profile, surroundings)


async def test_a_slip_of_the_hand_is_said_and_the_same_attempt_goes_on(
    show: Show, profile: Profile, surroundings: Surroundings
) -> None:
    """Another text than the address is no reason to begin again."""
    app = show()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.until(pilot, lambda: app.state.startswith("Waiting"))
        address = app.address
        await pilot.press(*"hello", "enter")
        await app.until(pilot, lambda: app.state.startswith("! "))
        assert not _kept(profile, surroundings)
        assert app.address == address
        assert await _browse(address) == 200
        await app.until(pilot, lambda: bool(app.ended))


async def test_of_several_organisations_one_is_chosen(show: Show, server: DemoServer) -> None:
    """They stand with name and id; nothing is kept before one is chosen."""
    server.faults.add(Fault(kind=FaultKind.SEVERAL_ORGANISATIONS))
    app = show()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.until(pilot, lambda: app.state.startswith("Waiting"))
        assert await _browse(app.address) == 200
        options = app.sign_in_screen.query_one(OptionList)
        await app.until(pilot, lambda: bool(options.option_count))
        assert options.has_focus
        await pilot.press("f2")
        assert app.state.startswith("This login reaches several organisations.")
        second = str(options.get_option_at_index(1).prompt)
        await pilot.press("down", "enter")
        await app.until(pilot, lambda: bool(app.ended))
    (done,) = app.ended
    assert done is not None
    assert done.organisation.id in second


async def test_a_choice_that_cannot_be_kept_is_no_choice_any_more(
    show: Show, server: DemoServer, surroundings: Surroundings
) -> None:
    """Nothing is left to choose from that would have no effect."""
    server.faults.add(Fault(kind=FaultKind.SEVERAL_ORGANISATIONS))
    app = show()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.until(pilot, lambda: app.state.startswith("Waiting"))
        assert await _browse(app.address) == 200
        options = app.sign_in_screen.query_one(OptionList)
        await app.until(pilot, lambda: bool(options.option_count))
        surroundings.state_dir.mkdir(parents=True, exist_ok=True)
        (surroundings.state_dir / "tokens").write_text("no directory")
        await pilot.press("enter")
        await app.until(pilot, lambda: bool(app.problem))
        await pilot.pause()
        assert not options.is_on_screen
        assert app.sign_in_screen.query_one("#sign-in-again").has_focus


async def test_a_refusal_is_shown_and_another_attempt_has_another_address(
    show: Show, server: DemoServer, profile: Profile, surroundings: Surroundings
) -> None:
    """What to do about it stands beside it; enter begins again."""
    server.faults.add(Fault(kind=FaultKind.REFUSE_CONSENT))
    app = show()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.until(pilot, lambda: app.state.startswith("Waiting"))
        first = app.address
        await _browse(first)
        await app.until(pilot, lambda: bool(app.problem))
        assert "Nothing was stored" in app.state
        assert not _kept(profile, surroundings)
        server.faults.clear()
        await pilot.press("enter")
        await app.until(pilot, lambda: app.state.startswith("Waiting"))
        assert app.problem == ""
        assert app.address != first
        assert await _browse(app.address) == 200
        await app.until(pilot, lambda: bool(app.ended))


async def test_escape_ends_it_and_closes_the_port(
    show: Show, profile: Profile, surroundings: Surroundings
) -> None:
    """Nothing is kept, and nobody listens any more."""
    app = show()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.until(pilot, lambda: app.state.startswith("Waiting"))
        await pilot.press("escape")
        assert app.ended == [None]
        await at_rest(app, pilot)
        with pytest.raises(ConnectionRefusedError):
            await asyncio.to_thread(call, f"http://127.0.0.1:{profile.xero.redirect_port}/callback")
    assert not _kept(profile, surroundings)


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_the_whole_address_and_the_line_for_ssh_are_shown(size: tuple[int, int], show: Show) -> None:
    """The address stands alone on its lines, from edge to edge: what is selected over them is the address."""
    app = show()
    async with app.run_test(size=size) as pilot:
        await app.until(pilot, lambda: app.state.startswith("Waiting"))
        await pilot.pause()
        lines = [line.rstrip() for line in drawn(app).splitlines()]
        start = next(at for at, line in enumerate(lines) if line.startswith("http"))
        end = next(at for at, line in enumerate(lines[start:], start) if not line)
        assert "".join(lines[start:end]) == app.address
        steps = app.sign_in_screen.query_one(Lines).text
        assert any(line.startswith("ssh -L ") for line in steps.splitlines())
        assert any(re.fullmatch(r" ssh -L (\d+):127\.0\.0\.1:\1 \S+", line) for line in lines)


@pytest.mark.parametrize("size", [(80, 24), (60, 15)])
async def test_the_field_stays_in_sight_and_keys_reach_what_does_not(
    size: tuple[int, int], show: Show
) -> None:
    """Also while a sentence of two lines stands under it."""
    app = show()
    async with app.run_test(size=size) as pilot:
        await app.until(pilot, lambda: app.state.startswith("Waiting"))
        await pilot.press(*"hello", "enter")
        await app.until(pilot, lambda: app.state.startswith("! "))
        await pilot.press(*"hello")
        await pilot.pause()
        seen = drawn(app)
        assert "Paste" in seen
        assert "•••••" in seen
        assert "[ Begin again  f5 ]" in seen
        await pilot.press(*["pagedown"] * 6)
        assert "to the letter." in drawn(app)
        await pilot.press(*["pageup"] * 6)
        assert "http://127.0.0.1" in drawn(app)


async def test_a_port_that_is_taken_leaves_the_paste(
    show: Show, profile: Profile, surroundings: Surroundings
) -> None:
    """The screen says so, and waits for what is pasted."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", profile.xero.redirect_port))
        taken.listen()
        app = show()
        async with app.run_test(size=(80, 24)) as pilot:
            await app.until(pilot, lambda: app.state.startswith("Waiting for what you paste"))
            app.sign_in_screen.query_one(Input).value = await _redirected(app.address)
            await pilot.press("enter")
            await app.until(pilot, lambda: bool(app.ended))
    assert _kept(profile, surroundings)


@pytest.mark.parametrize(
    ("clipboard", "said"),
    [(Clipboard.OSC52, "was sent to the terminal"), (Clipboard.OFF, "Nothing was sent")],
)
async def test_the_address_is_copied_on_request_where_that_is_allowed(
    *, clipboard: Clipboard, said: str, show: Show
) -> None:
    """Never by itself, and never called copied: nobody can know."""
    app = show(clipboard=clipboard)
    async with app.run_test(size=(80, 24)) as pilot:
        await app.until(pilot, lambda: app.state.startswith("Waiting"))
        assert app.clipboard == ""
        await pilot.press("f2")
        await pilot.pause()
        assert said in app.state
        assert app.clipboard == (app.address if clipboard is Clipboard.OSC52 else "")


async def test_a_login_that_is_about_to_end_is_told_of_when_its_report_is_opened(
    profile: Profile, server: DemoServer, surroundings: Surroundings
) -> None:
    """Who is asked to sign in again may not be at hand; one that was used lately is not spoken of."""
    long_ago = replace(surroundings, now=lambda: surroundings.now() - timedelta(days=55))
    for then, told in ((surroundings, 0), (long_ago, 1)):
        async with SignIn(profile, surroundings=then) as sign_in:
            found = await sign_in.by_pasted(await _redirected(sign_in.address))
            assert found.chosen is not None
            await sign_in.choose(found.chosen)
        app = started(server, surroundings, demo=False, config=Config(profiles=(profile,)))
        async with driven(app):
            assert len([each for each in app._notifications if "The Xero login" in each.message]) == told


# From the configuration screen


@asynccontextmanager
async def _configuring(
    server: DemoServer, profile: Profile, surroundings: Surroundings, *, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[AxtuiApp, Drive]]:
    """Open the whole app on the configuration screen, with this profile."""
    app = started(server, surroundings, demo=False, config=Config(profiles=(profile,)))
    async with driven(app, size) as pilot:
        await pilot.press("C")
        await at_rest(app, pilot)
        yield app, pilot


def _outcome(app: AxtuiApp) -> str:
    return _config_screen(app).query_one("#config-outcome", Panel).text


def _config_screen(app: AxtuiApp) -> ConfigScreen:
    (screen,) = (each for each in app.screen_stack if isinstance(each, ConfigScreen))
    return screen


def _offers_sign_in(app: AxtuiApp) -> bool:
    return bool(_config_screen(app).query_one("#config-sign-in").display)


async def test_a_person_signs_in_and_out_on_the_configuration_screen(
    server: DemoServer, profile: Profile, surroundings: Surroundings
) -> None:
    """`l` leads to the sign-in and says what is stored; `o` asks, and the safe answer keeps the login."""
    async with _configuring(server, profile, surroundings) as (app, pilot):
        assert _offers_sign_in(app)
        await pilot.press("l")
        await _until(app, pilot, lambda: isinstance(app.screen, SignInScreen) and bool(_address_of(app)))
        assert await _browse(_address_of(app)) == 200
        await _until(app, pilot, lambda: "Signed in to Xero for demo-person" in _outcome(app))
        assert _kept(profile, surroundings)
        await pilot.press("o", "enter")
        assert _kept(profile, surroundings)
        await pilot.press("o", "y")
        await _until(app, pilot, lambda: "Signed out of Xero for demo-person" in _outcome(app))
        assert not _kept(profile, surroundings)
        await pilot.press("o", "y")
        await _until(app, pilot, lambda: "Nobody was signed in" in _outcome(app))


async def test_a_sign_in_that_is_cancelled_says_nothing(
    server: DemoServer, profile: Profile, surroundings: Surroundings
) -> None:
    """The person knows; the configuration is as before."""
    async with _configuring(server, profile, surroundings) as (app, pilot):
        await pilot.click("#config-sign-in")
        await _until(app, pilot, lambda: isinstance(app.screen, SignInScreen) and bool(_address_of(app)))
        await pilot.press("escape")
        await _until(app, pilot, lambda: app.screen is _config_screen(app))
        assert _outcome(app) == ""


async def test_nobody_signs_in_for_a_custom_connection(
    server: DemoServer, surroundings: Surroundings
) -> None:
    """The key says how that would come about; the button is not there."""
    async with _configuring(server, demo_profile(server.addresses), surroundings) as (app, pilot):
        assert not _offers_sign_in(app)
        await pilot.press("l")
        await _until(app, pilot, lambda: "set its login to pkce" in _outcome(app))


async def test_what_is_not_saved_is_not_signed_in_for(
    server: DemoServer, profile: Profile, surroundings: Surroundings
) -> None:
    """A login is kept under the name of a profile, so the name must stand."""
    async with _configuring(server, profile, surroundings) as (app, pilot):
        await pilot.press("enter", "x")
        await pilot.click("#config-sign-in")
        await _until(app, pilot, lambda: _outcome(app).startswith("Save first"))


async def test_the_form_asks_only_for_what_the_way_to_sign_in_needs(
    server: DemoServer, profile: Profile, surroundings: Surroundings
) -> None:
    """A Custom Connection has a secret, a person's app has a redirect port."""
    async with _configuring(server, profile, surroundings, size=(120, 40)) as (app, pilot):
        form = _config_screen(app).query_one(ProfileForm)
        secret, port = form.field("xero.client_secret"), form.field("xero.redirect_port")
        assert (secret.display, port.display) == (False, True)
        form.field("xero.login").editor.focus()
        await pilot.press("left")
        await pilot.pause()
        assert (secret.display, port.display) == (True, False)
        assert not _offers_sign_in(app)


def _address_of(app: AxtuiApp) -> str:
    return str(app.screen.query_one("#sign-in-address", Static).visual)


async def _until(app: TerminalApp, pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    """Let the screen go on until this holds; whatever goes wrong shows on it."""
    for _ in range(500):
        if holds():
            return
        await asyncio.sleep(0.01)
        await pilot.pause()
    raise AssertionError(drawn(app))
