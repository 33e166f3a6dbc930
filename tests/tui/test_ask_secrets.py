"""The screen that asks for secrets which stand nowhere, and what becomes of what is typed there."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from app_driver import Drive, at_rest, drawn, driven, report_of, started

from axtui.__main__ import demo_profile
from axtui.core.errors import AxtuiError, ConfigError, LoginRefusedError, NotAuthorisedError, Side
from axtui.core.secret import Secret
from axtui.demo.server import DemoServer
from axtui.services.config import Config, Profile, SecretKind, SecretSource, XeroLogin, save
from axtui.services.secret_places import still_to_type
from axtui.services.surroundings import Surroundings
from axtui.services.typed_secrets import TypedSecrets
from axtui.tui.app import AxtuiApp
from axtui.tui.run import RunState
from axtui.tui.screens.progress import ProgressScreen
from axtui.tui.secrets_at_hand import forget_changed, forget_refused
from axtui.tui.widgets.ask_secrets import AskSecretsScreen

CANARY = "hunter2-canary"
ASKED = SecretSource(kind=SecretKind.PROMPT)


@pytest.fixture
def server() -> Iterator[DemoServer]:
    """The imitation at full speed."""
    with DemoServer(24, latency=0.0) as server:
        yield server


@pytest.fixture
def known(server: DemoServer) -> Profile:
    """The imitation's profile, with its secrets in the open."""
    return demo_profile(server.addresses)


def without_secrets(known: Profile) -> Profile:
    """Return the profile as it is for a shared account: every secret is typed each time."""
    return replace(
        known,
        autotask=replace(known.autotask, secret=ASKED, integration_code=ASKED),
        xero=replace(known.xero, client_secret=ASKED),
    )


def app_for(profile: Profile, server: DemoServer, surroundings: Surroundings) -> AxtuiApp:
    """Return the app over a file with this profile."""
    config = Config(profiles=(profile,))
    save(config, surroundings.config_file)
    return started(server, surroundings, demo=False, config=config)


def asking(app: AxtuiApp) -> AskSecretsScreen:
    """Return the screen that asks, which must be the one that is looked at."""
    assert isinstance(app.screen, AskSecretsScreen)
    return app.screen


async def paste(app: AxtuiApp, pilot: Drive, *texts: str) -> None:
    """Paste each text into the field that has the focus, and go on."""
    for text in texts:
        next(field for field in asking(app)._inputs if field.has_focus).insert_text_at_cursor(text)
        await pilot.press("enter")


def secrets_of(profile: Profile) -> list[str]:
    """Return what has to be typed for the imitation."""
    assert profile.xero.client_secret
    sources = (profile.autotask.secret, profile.autotask.integration_code, profile.xero.client_secret)
    return [source.plain for source in sources]


async def test_a_run_asks_for_what_stands_nowhere_and_then_reads(
    server: DemoServer, surroundings: Surroundings, known: Profile
) -> None:
    """All of it on one screen, masked, at 80x24; a second run does not ask again, and no file has it."""
    app = app_for(without_secrets(known), server, surroundings)
    async with driven(app) as pilot:
        await pilot.press("R")
        await pilot.pause()
        screen = asking(app)
        assert all(
            screen.can_view_entire(screen.query_one(f"#secrets-{name}")) for name in ("cancel", "go-on")
        )
        for label in (
            "Autotask secret",
            "Autotask integration code",
            "Xero client secret",
            "written nowhere",
        ):
            assert label in drawn(app)
        await paste(app, pilot, *secrets_of(known)[:2])
        assert not any(secret in drawn(app) for secret in secrets_of(known))
        await paste(app, pilot, secrets_of(known)[2])
        await at_rest(app, pilot)
        assert not any(field.value for field in screen._inputs)
        await pilot.press("enter")
        await at_rest(app, pilot)
        assert report_of(app)._report is not None
        await pilot.press("R")
        await at_rest(app, pilot)
        assert isinstance(app.screen, ProgressScreen)
        assert app._run_now is not None
        assert app._run_now.state is not RunState.CANCELLED
    kept = [file.read_bytes() for file in surroundings.config_file.parent.parent.rglob("*") if file.is_file()]
    assert kept
    assert not any(secret.encode() in data for secret in secrets_of(known) for data in kept)


async def test_escape_leaves_without_a_request(
    server: DemoServer, surroundings: Surroundings, known: Profile
) -> None:
    """The progress screen says why nothing was read; what was half typed is forgotten."""
    app = app_for(without_secrets(known), server, surroundings)
    async with driven(app) as pilot:
        await pilot.press("R")
        await pilot.pause()
        await paste(app, pilot, CANARY)
        await pilot.press("escape")
        await at_rest(app, pilot)
        assert isinstance(app.screen, ProgressScreen)
        assert "not typed" in " ".join(drawn(app).split())
    assert surroundings.typed.at("demo", "autotask.secret") is None
    assert not server.log.requests


async def test_what_cannot_be_a_secret_is_said_under_its_field(
    server: DemoServer, surroundings: Surroundings, known: Profile
) -> None:
    """`Go on` with an empty field goes there; a text that looks like a source is taken to the letter."""
    profile = replace(known, autotask=replace(known.autotask, secret=ASKED, integration_code=ASKED))
    app = app_for(profile, server, surroundings)
    async with driven(app) as pilot:
        await pilot.press("R")
        await pilot.pause()
        await paste(app, pilot, "env:HOME")
        await pilot.press("enter")
        assert "must not be empty" in drawn(app)
        assert asking(app)._inputs[1].has_focus
        await paste(app, pilot, " spaced ")
        assert "begin or end with a space" in " ".join(drawn(app).split())
        await pilot.press("home", "delete", "end", "backspace", "enter")
        await at_rest(app, pilot)
        assert app._run_now is not None
        assert app._run_now.state is RunState.FAILED


async def test_a_refused_login_is_forgotten(
    server: DemoServer, surroundings: Surroundings, known: Profile
) -> None:
    """The next run asks anew."""
    app = app_for(replace(known, autotask=replace(known.autotask, secret=ASKED)), server, surroundings)
    async with driven(app) as pilot:
        await pilot.press("R")
        await pilot.pause()
        await paste(app, pilot, "wrong")
        await at_rest(app, pilot)
        assert app._run_now is not None
        assert isinstance(app._run_now.error, LoginRefusedError)
        await pilot.press("R")
        await pilot.pause()
        await paste(app, pilot, secrets_of(known)[0])
        await at_rest(app, pilot)
        assert app._run_now.state is RunState.READY


ALL = ["autotask.secret", "autotask.integration_code", "xero.client_secret"]


@pytest.mark.parametrize(
    ("errors", "kept"),
    [
        ([None, ConfigError("No such file.")], ALL),
        ([None, LoginRefusedError("Refused.", side=Side.XERO)], ALL[:2]),
        ([LoginRefusedError("Refused.", side=Side.AUTOTASK), None], ALL[2:]),
        ([NotAuthorisedError("Refused.")], []),
    ],
)
def test_only_a_refusal_makes_it_forget(known: Profile, errors: list[AxtuiError], kept: list[str]) -> None:
    """And only what the refusing side was given: the other's need not be typed again."""
    typed = TypedSecrets()
    for key in ALL:
        typed.keep(known.name, key, Secret(CANARY))
    forget_refused(known, errors, typed=typed)
    assert [key for key in ALL if typed.at(known.name, key)] == kept


def test_an_edit_elsewhere_makes_it_forget(known: Profile) -> None:
    """What was typed was for another login; of the profile just saved it is newer than the edit."""
    names = ("same", "saved", "edited", "gone")
    before = [replace(known, name=name) for name in names]
    after = [before[0], *(replace(each, xero=replace(each.xero, tenant_id="x")) for each in before[1:3])]
    typed = TypedSecrets()
    for name in names:
        typed.keep(name, ALL[0], Secret(CANARY))
    forget_changed(Config(profiles=tuple(before)), Config(profiles=tuple(after)), saved="saved", typed=typed)
    assert [name for name in names if typed.at(name, ALL[0])] == ["same", "saved"]


def test_a_sign_in_by_browser_asks_for_no_client_secret(known: Profile) -> None:
    """The file may still name one."""
    profile = without_secrets(known)
    assert [place.key for place in still_to_type(profile, TypedSecrets())] == ALL
    profile = replace(profile, xero=replace(profile.xero, login=XeroLogin.PKCE))
    assert [place.key for place in still_to_type(profile, TypedSecrets())] == ALL[:2]
