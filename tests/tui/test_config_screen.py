"""The configuration screen, worked with the keyboard as a person would, over a file of its own."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from faults.tiers import foremost
from textual.app import App
from textual.binding import Binding
from textual.message import Message
from textual.pilot import Pilot
from textual.widgets import Input, Static
from vault import Vault

from axtui.__main__ import demo_profile
from axtui.core.errors import (
    AxtuiError,
    ConfigError,
    ConfigProblem,
    LoginRefusedError,
    NotAuthorisedError,
    Side,
)
from axtui.demo.server import DemoServer
from axtui.services.config import (
    AppSettings,
    AutotaskProfile,
    Config,
    Profile,
    SecretKind,
    SecretSource,
    XeroProfile,
    load,
    save,
)
from axtui.services.connections import Finding, SideFindings
from axtui.services.keyring_door import Keyring
from axtui.services.surroundings import Surroundings
from axtui.tui.profile_draft import NAME, PROFILE_KEYS
from axtui.tui.screens.config import ConfigScreen
from axtui.tui.trying import Check
from axtui.tui.widgets.ask import AskScreen
from axtui.tui.widgets.ask_secrets import AskSecretsScreen
from axtui.tui.widgets.choice import Choice
from axtui.tui.widgets.panel import Panel
from axtui.tui.widgets.profile_form import ProfileForm
from axtui.tui.widgets.profile_list import ProfileList
from axtui.tui.widgets.secret_field import SecretField

CANARY = "hunter2-canary"
HOSTILE = "Bad [/close] Ltd \x1b[31m"
SIZES = foremost([(80, 24), (120, 40)])


def a_profile(name: str = "acme") -> Profile:
    """Return a profile with a secret of each kind that a form may meet."""
    return Profile(
        name=name,
        autotask=AutotaskProfile(
            username=f"api@{name}.example",
            secret=SecretSource(kind=SecretKind.PLAIN, plain=CANARY),
            integration_code=SecretSource(kind=SecretKind.ENV, name="ACME_CODE"),
        ),
        xero=XeroProfile(
            client_id="ABC",
            client_secret=SecretSource(kind=SecretKind.COMMAND, command=("pass", "show", CANARY)),
        ),
    )


TWO = Config(settings=AppSettings(default_profile="acme"), profiles=(a_profile(), a_profile("beta")))


@dataclass
class Connections:
    """Stands for both systems: answers at once, or when the test says so."""

    answer: Sequence[SideFindings] | AxtuiError = ()
    asked: list[Profile] = field(default_factory=list)
    retried: list[bool] = field(default_factory=list)
    may_answer: asyncio.Event = field(default_factory=asyncio.Event)

    async def check(self, profile: Profile, *, retry_auth: bool) -> tuple[SideFindings, ...]:
        """Answer as the test has told."""
        self.asked.append(profile)
        self.retried.append(retry_auth)
        await self.may_answer.wait()
        if isinstance(self.answer, AxtuiError):
            raise self.answer
        return tuple(self.answer)


class Shown(App[None]):
    """Shows the screen and keeps what it says."""

    def __init__(self, screen: ConfigScreen) -> None:
        super().__init__()
        self.config_screen = screen
        self.heard: list[Message] = []

    def on_mount(self) -> None:
        self.push_screen(self.config_screen)

    def on_config_screen_profile_chosen(self, event: ConfigScreen.ProfileChosen) -> None:
        self.heard.append(event)

    def on_config_screen_saved(self, event: ConfigScreen.Saved) -> None:
        self.heard.append(event)

    def on_config_screen_closed(self, event: ConfigScreen.Closed) -> None:
        self.heard.append(event)

    @property
    def form(self) -> ProfileForm:
        return self.config_screen.query_one(ProfileForm)

    @property
    def profiles(self) -> ProfileList:
        return self.config_screen.query_one(ProfileList)

    @property
    def outcome(self) -> str:
        return self.config_screen.query_one("#config-outcome", Panel).text

    @property
    def problems(self) -> str:
        return self.config_screen.query_one("#config-problems", Panel).text

    def text(self) -> str:
        """Return the lines of the screen as a terminal would show them."""
        return "\n".join(strip.text for strip in self.screen._compositor.render_strips())


Show = Callable[..., Shown]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return the place of a configuration file."""
    return tmp_path / "config.toml"


@pytest.fixture
def show(file: Path, tmp_path: Path) -> Show:
    """Return what makes an app that shows the screen over that file."""

    def app(
        config: Config = TWO,
        *,
        problems: tuple[ConfigProblem, ...] = (),
        check: Check | None = None,
        keyring: Keyring | None = None,
        current: str = "acme",
    ) -> Shown:
        return Shown(
            ConfigScreen(
                config,
                surroundings=replace(_surroundings(file, tmp_path), open_keyring=lambda: keyring or Vault()),
                file=file,
                problems=problems,
                current=current,
                check=check,
            )
        )

    return app


def _surroundings(file: Path, tmp_path: Path) -> Surroundings:
    async def no_sleep(_: float) -> None:
        return None

    return Surroundings(
        env={},
        config_file=file,
        cache_dir=tmp_path / "cache",
        state_dir=tmp_path / "state",
        now=lambda: datetime(2026, 3, 2, tzinfo=UTC),
        monotonic=lambda: 0.0,
        sleep=no_sleep,
        jitter=lambda: 0.5,
    )


def write(file: Path, text: str) -> None:
    """Write a configuration file as a person would who knows that it holds secrets."""
    file.write_text(text)
    file.chmod(0o600)


def in_the_way(file: Path) -> None:
    """Put a directory where the file should be."""
    file.mkdir()


def file_mode_and_bytes(file: Path) -> tuple[int, bytes]:
    """Return who may read the file, and what it holds."""
    return file.stat().st_mode & 0o777, file.read_bytes()


async def settled(pilot: Pilot[None]) -> None:
    """Wait until the screen's own work is done; a test of connections may still wait for its answer."""
    await pilot.pause()
    others = [worker for worker in pilot.app.workers if worker.group == "file"]
    await pilot.app.workers.wait_for_complete(others)
    await pilot.pause()


async def type_into(pilot: Pilot[None], app: Shown, path: str, text: str) -> None:
    """Go to a field and type; all but the last letter arrive at once, as a paste does."""
    editor = app.form.field(path).editor
    editor.focus()
    if isinstance(editor, Input):
        editor.insert_text_at_cursor(text[:-1])
    await pilot.press(*(_KEYS.get(char, char) for char in text[-1:]))


_KEYS = {" ": "space"}


async def choose(
    pilot: Pilot[None], app: Shown, path: str, kind: SecretKind, *, name: str = "", value: str = ""
) -> None:
    """Choose the place of a secret, and paste what it needs."""
    field = app.form.field(path)
    assert isinstance(field, SecretField)
    assert isinstance(field.editor, Choice)
    field.editor.value = kind
    field.editor.post_message(Choice.Changed(field.editor))
    await pilot.pause()
    field.name_input.insert_text_at_cursor(name)
    field.value_input.insert_text_at_cursor(value)
    await pilot.pause()


def stored_as(app: Shown, path: str) -> str:
    """Return what a field says of the secret that is stored."""
    return str(app.form.field(path).query_one(".secret-field--stored", Static).visual)


async def fill_new_profile(pilot: Pilot[None], app: Shown, name: str = "gamma") -> None:
    """Type what a new profile needs."""
    await type_into(pilot, app, NAME, name)
    await type_into(pilot, app, "autotask.username", "u@x")
    await choose(pilot, app, "autotask.secret", SecretKind.COMMAND, name="pass show x")
    await choose(pilot, app, "autotask.integration_code", SecretKind.ENV, name="CODE")
    await type_into(pilot, app, "xero.client_id", "cid")
    await choose(pilot, app, "xero.client_secret", SecretKind.ENV, name="XS")


@pytest.mark.parametrize("size", SIZES)
async def test_the_list_has_the_focus_and_the_form_shows_the_profile_in_use(
    show: Show, size: tuple[int, int]
) -> None:
    """Letters are commands at once, and every button stands on the screen."""
    app = show(current="beta")
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        assert app.profiles.has_focus
        assert app.form.field("autotask.username").text == "api@beta.example"
        for button in ("#config-use", "#config-test", "#config-save", "#config-cancel"):
            assert app.screen.can_view_entire(app.screen.query_one(button))
        assert "* beta" in app.text()
        assert "  acme" in app.text()


async def test_no_secret_is_on_the_screen_only_where_it_comes_from(show: Show) -> None:
    """Neither a plain secret nor the arguments of a command are in any widget."""
    app = show()
    async with app.run_test(size=(120, 60)) as pilot:
        await settled(pilot)
        assert CANARY not in app.text()
        assert all(CANARY not in field.value for field in app.screen.query(Input))
        assert "stored in this file" in app.text()
        assert "ACME_CODE" in app.text()


async def test_every_field_is_in_sight_and_explained_while_it_has_the_focus(show: Show) -> None:
    """Tab goes through the fields in the order of the file; form and explanation follow, at 80x24."""
    app = show()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("enter")
        place = app.screen.query_one("#config-about", Static)
        for key in PROFILE_KEYS:
            if key.path == "xero.redirect_port":
                continue  # only where a person signs in
            await pilot.press("tab")
            await pilot.pause()  # the form scrolls behind the frame that moves the focus
            field_shown = app.form.field(key.path)
            assert field_shown.editor.has_focus, key.path
            assert app.form.content_region.contains_region(field_shown.region), key.path
            assert str(place.visual).startswith(key.sentence)
            assert len(str(place.visual)) <= (place.content_size.width - 10) * place.size.height
        for button in ("config-use", "config-test", "config-save", "config-cancel"):
            await pilot.press("tab")
            assert app.focused is app.screen.query_one(f"#{button}")
        await pilot.press("tab")
        assert app.profiles.has_focus


async def test_a_refused_login_is_sent_again_only_after_a_question(show: Show) -> None:
    """A second test asks; the safe answer, and any other login in the form, tests without sending it."""
    refusal = LoginRefusedError("Autotask refused this login before; it was not sent again.")
    found = (SideFindings(side=Side.AUTOTASK, error=refusal), SideFindings(side=Side.XERO))
    connections = Connections(found)
    connections.may_answer.set()
    app = show(check=connections.check)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("t")
        await settled(pilot)
        assert "test again (f2)" in app.outcome
        for answer in ("n", "y"):
            await pilot.press("t")
            await pilot.pause()
            assert isinstance(app.screen, AskScreen)
            await pilot.press(answer)
            await settled(pilot)
        await type_into(pilot, app, "autotask.username", "x")
        await pilot.press("f2")
        await settled(pilot)
    assert connections.retried == [False, False, True, False]


async def test_moving_in_the_list_shows_the_other_profile(show: Show) -> None:
    """The form follows the highlight, and nothing counts as an edit."""
    app = show()
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("down")
        await settled(pilot)
        assert app.form.field(NAME).text == "beta"
        assert not app.config_screen.has_unsaved
        await pilot.press("k")
        await settled(pilot)
        assert app.form.field(NAME).text == "acme"


async def test_space_chooses_the_highlighted_profile(show: Show) -> None:
    """So does the button."""
    app = show()
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("down", "space")
        await pilot.click("#config-use")
        await pilot.pause()
        chosen = [event.name for event in app.heard if isinstance(event, ConfigScreen.ProfileChosen)]
        assert chosen == ["beta", "beta"]


@pytest.mark.parametrize("size", SIZES)
async def test_a_profile_is_added_and_saved_with_the_keyboard_alone(
    show: Show, file: Path, size: tuple[int, int]
) -> None:
    """The file says what was typed, is private, and the previous one stands beside it."""
    save(TWO, file)
    before = file_mode_and_bytes(file)
    app = show()
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await pilot.press("a")
        await fill_new_profile(pilot, app)
        await pilot.press("f3")
        await settled(pilot)
        (saved,) = app.heard
        assert isinstance(saved, ConfigScreen.Saved)
        assert load(file) == saved.config
        assert "Saved gamma in" in app.outcome
        assert "config.toml.bak" in app.outcome
        assert app.profiles.has_focus
        assert app.form.field("autotask.secret").text == ""  # the place that is stored now stays
        assert not app.config_screen.has_unsaved
    assert [profile.name for profile in load(file).profiles] == ["acme", "beta", "gamma"]
    assert load(file).profile("acme") == a_profile()
    assert load(file).profile("gamma").autotask.secret.command == ("pass", "show", "x")
    assert file_mode_and_bytes(file.parent / "config.toml.bak") == before
    assert file_mode_and_bytes(file)[0] == 0o600


async def test_without_a_profile_the_form_waits_for_the_first_one(show: Show, file: Path) -> None:
    """The name has the focus, and saving makes the file."""
    app = show(Config(), current="")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert app.form.field(NAME).editor.has_focus
        await fill_new_profile(pilot, app, "first")
        await pilot.press("f3")
        await settled(pilot)
        assert "beside it" not in app.outcome
        assert "* first" in app.text()
    assert load(file).profile().name == "first"


async def test_fields_are_judged_while_they_are_typed(show: Show) -> None:
    """The sentence comes and goes with the text, without leaving the field."""
    app = show()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await type_into(pilot, app, "autotask.lanes", "9")
        assert "from 1 to 3" in app.form.field("autotask.lanes").problem
        await pilot.press("backspace", "3")
        assert app.form.field("autotask.lanes").problem == ""


async def test_a_field_left_empty_says_that_it_is_needed(show: Show) -> None:
    """Leaving a field judges it too."""
    app = show(Config())
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert app.form.field(NAME).problem == ""
        await pilot.press("tab")
        await pilot.pause()
        assert "is needed" in app.form.field(NAME).problem


async def test_a_form_with_problems_is_not_saved(show: Show, file: Path) -> None:
    """The first problem gets the focus, and all of them their sentence."""
    app = show()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("a")
        await type_into(pilot, app, NAME, "acme")
        await pilot.press("f3")
        await settled(pilot)
        assert app.form.field(NAME).editor.has_focus
        assert "another profile" in app.form.field(NAME).problem
        assert "is needed" in app.form.field("xero.client_id").problem
    assert load(file) == Config()


async def test_the_list_waits_while_something_is_not_saved(show: Show) -> None:
    """A highlight that moves on would take the form away; the title says how it stands."""
    app = show()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await type_into(pilot, app, "autotask.username", "x")
        assert app.profiles.disabled
        assert "(not saved)" in app.text()
        await pilot.press("backspace")
        assert not app.profiles.disabled


@pytest.mark.parametrize(("answer", "left"), [("enter", False), ("y", True)])
async def test_escape_asks_before_it_drops_what_was_typed(show: Show, answer: str, left: bool) -> None:
    """The safe answer keeps everything as it is."""
    app = show()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await type_into(pilot, app, "autotask.username", "x")
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, AskScreen)
        await pilot.press(answer)
        await pilot.pause()
        assert app.config_screen.has_unsaved is not left
        assert app.form.field("autotask.username").text == f"api@acme.example{'' if left else 'x'}"
        assert app.profiles.has_focus is left
        assert app.heard == []


async def test_escape_goes_back_step_by_step(show: Show) -> None:
    """From the form to the list, from the list out."""
    app = show()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("enter", "tab", "escape")
        await pilot.pause()
        assert app.profiles.has_focus
        assert app.heard == []
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.heard[-1], ConfigScreen.Closed)


async def test_q_asks_as_well_but_types_in_a_field(show: Show) -> None:
    """A letter in a field is text; on a button it closes, after a question."""
    app = show()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await type_into(pilot, app, "autotask.username", "q")
        assert app.form.field("autotask.username").text.endswith("q")
        app.screen.query_one("#config-save").focus()
        await pilot.press("q")
        await pilot.pause()
        assert isinstance(app.screen, AskScreen)
        await pilot.press("y")
        await pilot.pause()
        assert isinstance(app.heard[-1], ConfigScreen.Closed)


@pytest.mark.parametrize(("answer", "names"), [("enter", ["acme", "beta"]), ("y", ["beta"])])
async def test_deleting_asks_first(show: Show, file: Path, answer: str, names: list[str]) -> None:
    """No is the answer that has the focus; a deleted default profile is no default any more."""
    save(TWO, file)
    app = show()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("delete")
        await pilot.pause()
        assert isinstance(app.screen, AskScreen)
        await pilot.press(answer)
        await settled(pilot)
        assert app.profiles.option_count == len(names)
    assert [profile.name for profile in load(file).profiles] == names
    assert load(file).settings.default_profile == ("acme" if "acme" in names else "")


async def test_a_renamed_profile_takes_the_place_of_the_old_one(show: Show, file: Path) -> None:
    """The name is a field like any other."""
    save(TWO, file)
    app = show()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await type_into(pilot, app, NAME, "-au")
        await pilot.press("f3")
        await settled(pilot)
        assert "* acme-au" in app.text()
    config = load(file)
    assert [profile.name for profile in config.profiles] == ["acme-au", "beta"]
    assert config.settings.default_profile == "acme-au"


async def test_a_file_that_cannot_be_written_loses_nothing(show: Show, file: Path) -> None:
    """The error says why, and what was typed is still there."""
    in_the_way(file)
    app = show()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await type_into(pilot, app, "autotask.username", "x")
        await pilot.press("f3")
        await settled(pilot)
        assert "config.toml" in app.outcome + app.problems
        assert app.form.field("autotask.username").text == "api@acme.examplex"
        assert app.config_screen.has_unsaved


FOUND = (
    SideFindings(
        side=Side.AUTOTASK,
        findings=(Finding(label="Zone", text="https://webservices5.autotask.net", ok=True),),
    ),
    SideFindings(
        side=Side.XERO,
        findings=(Finding(label="Organisation", text="Bad [/close] Ltd", ok=False),),
        error=NotAuthorisedError("Xero refused the [client] id.", hint="Check it.", side=Side.XERO),
    ),
)


@pytest.mark.parametrize("size", SIZES)
async def test_both_sides_are_shown_with_what_was_found(show: Show, size: tuple[int, int]) -> None:
    """One failing side hides nothing of the other, and no name is markup."""
    connections = Connections(FOUND)
    connections.may_answer.set()
    app = show(check=connections.check)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await pilot.press("t")
        await pilot.app.workers.wait_for_complete()
        await settled(pilot)
        for words in (
            "Autotask: works",
            "ok Zone             https://webservices5.autotask.net",
            "Xero: does not work yet",
            "! Organisation     Bad [/close] Ltd",
            "! Xero refused the [client] id.",
            "Check it.",
        ):
            assert words in app.text()
        assert connections.asked == [a_profile()]
        await pilot.press("escape")
        await pilot.pause()
        assert app.outcome == ""
        assert app.heard == []


async def test_without_a_stand_in_the_network_is_asked(show: Show) -> None:
    """The screen's own check reads both sides of a profile, here the imitation's."""
    with DemoServer(24, latency=0) as server:
        app = show(Config(profiles=(demo_profile(server.addresses),)), current="demo")
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            await pilot.press("t")
            await pilot.app.workers.wait_for_complete()
            await settled(pilot)
            assert "Autotask: works" in app.outcome
            assert "Xero: works" in app.outcome
            assert "Accounts" in app.outcome


async def test_a_test_never_blocks_and_escape_stops_it(show: Show) -> None:
    """The form can be edited while both sides are asked; a stopped test shows nothing later."""
    connections = Connections(FOUND)
    app = show(check=connections.check)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await type_into(pilot, app, "autotask.username", "x")
        await pilot.press("f2")
        await pilot.pause()
        assert "Testing both connections" in app.outcome
        await type_into(pilot, app, "autotask.username", "y")
        assert app.form.field("autotask.username").text == "api@acme.examplexy"
        assert connections.asked[0].autotask.username == "api@acme.examplex"
        await pilot.press("escape")
        await pilot.pause()
        assert "cancelled" in app.outcome
        connections.may_answer.set()
        await settled(pilot)
        assert "cancelled" in app.outcome


async def test_what_cannot_be_tested_says_why(show: Show) -> None:
    """A secret that cannot be had is an outcome, not a crash; a form with problems is not tested."""
    connections = Connections(ConfigError("The environment variable ACME_CODE is not set.", hint="Set it."))
    connections.may_answer.set()
    app = show(check=connections.check)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f2")
        await settled(pilot)
        assert "ACME_CODE is not set" in app.outcome
        assert app.problems == ""
        await type_into(pilot, app, "autotask.lanes", "9")
        await pilot.press("f2")
        await settled(pilot)
        assert len(connections.asked) == 1


REFUSED = """
[profiles.acme.autotask]
username = "u@acme.example"
secret = { env = "ACME" }
integration_code = "hunter2-canary"
lanes = 9
[profiles.acme.xero]
client_id = "c"
client_secret = { env = "XS" }
login = "custom-conection"
"""


def problems_of(file: Path) -> tuple[ConfigProblem, ...]:
    """Return what is wrong with the file."""
    with pytest.raises(ConfigError) as caught:
        load(file)
    return caught.value.problems


@pytest.mark.parametrize("size", SIZES)
async def test_a_refused_file_is_shown_with_every_problem_and_put_right_here(
    show: Show, file: Path, size: tuple[int, int]
) -> None:
    """What can be read is in the form; saving asks, keeps the old file, and the problems are gone."""
    write(file, REFUSED)
    app = show(Config(), problems=problems_of(file))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        assert "2 problems" in app.problems
        assert "profiles.acme.autotask.lanes" in app.problems
        assert "custom-connection" in app.problems
        assert "f5" in app.problems
        assert str(file.name) in app.problems
        assert app.form.field("autotask.username").text == "u@acme.example"
        assert app.form.field("autotask.lanes").problem
        await pilot.press("space")
        assert app.heard == []
        await type_into(pilot, app, "autotask.lanes", "")
        await pilot.press("backspace", "1")
        await type_into(pilot, app, "xero.login", " ")
        await pilot.press("f3")
        await pilot.pause()
        assert isinstance(app.screen, AskScreen)
        await pilot.press("y")
        await settled(pilot)
        assert app.problems == ""
    profile = load(file).profile("acme")
    assert profile.autotask.lanes == 1
    assert profile.autotask.integration_code.plain == CANARY
    assert file_mode_and_bytes(file.parent / "config.toml.bak") == (0o600, REFUSED.encode())


async def test_one_profile_put_right_waits_for_the_other(show: Show, file: Path) -> None:
    """A file with two bad profiles is written once both can be used."""
    write(file, REFUSED + REFUSED.replace("acme.", "beta."))
    app = show(Config(), problems=problems_of(file))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for name in ("acme", "beta"):
            assert app.form.field(NAME).text == name
            await type_into(pilot, app, "autotask.lanes", "")
            await pilot.press("backspace", "1")
            await type_into(pilot, app, "xero.login", " ")
            await pilot.press("f3")
            await pilot.pause()
            await pilot.press("y")
            await settled(pilot)
            if name == "acme":
                assert "put this right as well" in app.outcome
                assert app.heard == []
                app.profiles.focus()
                await pilot.press("down")
                await settled(pilot)
    assert [profile.autotask.lanes for profile in load(file).profiles] == [1, 1]


async def test_a_file_put_right_elsewhere_is_read_again(show: Show, file: Path) -> None:
    """f5 takes the file as it now is; one that is still refused shows its new problems."""
    write(file, "[[")
    app = show(Config(), problems=(ConfigProblem(key="", message=f"{HOSTILE} is no TOML."),))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "[/close]" in app.problems
        await pilot.press("f5")
        await settled(pilot)
        assert "cannot be read" in app.problems
        save(TWO, file)
        await pilot.press("f5")
        await settled(pilot)
        assert app.problems == ""
        assert app.profiles.option_count == 2
        assert isinstance(app.heard[-1], ConfigScreen.Saved)


async def test_hostile_values_of_the_file_are_shown_to_the_letter(show: Show) -> None:
    """Brackets in a value are text; control characters never reach the terminal as such."""
    hostile = AutotaskProfile(
        username="[/close] [red]x",
        secret=SecretSource(kind=SecretKind.ENV, name="A"),
        integration_code=SecretSource(kind=SecretKind.COMMAND, command=("[/b]\x1b[31m", "x")),
    )
    profile = Profile(name="bad", autotask=hostile, xero=a_profile().xero)
    app = show(Config(profiles=(profile,)), current="bad")
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert "[/close] [red]x" in app.text()
        assert "[/b]" in app.text()
        assert "\x1b" not in app.text()


async def test_a_secret_goes_into_the_keyring_when_it_is_saved_and_not_before(show: Show, file: Path) -> None:
    """A test sees what was typed; the file names the service only, and the form shows nothing of it again."""
    save(TWO, file)
    vault, connections = Vault(), Connections(FOUND)
    connections.may_answer.set()
    app = show(keyring=vault, check=connections.check)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await choose(pilot, app, "autotask.integration_code", SecretKind.KEYRING, value="n3w-c0de")
        assert app.config_screen.has_unsaved
        assert "n3w-c0de" not in app.text()
        await pilot.press("f2")
        await settled(pilot)
        assert connections.asked[0].autotask.integration_code.plain == "n3w-c0de"
        assert vault.entries == {}
        await pilot.press("f3")
        await settled(pilot)
        assert vault.entries == {("axtui-acme", "autotask.integration_code"): "n3w-c0de"}
        assert "Stored 1 secret in the keyring, service axtui-acme" in app.outcome
        assert "n3w-c0de" not in app.outcome + app.text()
        assert all("n3w" not in field.value for field in app.screen.query(Input))
        assert "from the keyring, service axtui-acme" in stored_as(app, "autotask.integration_code")
    assert load(file).profile("acme").autotask.integration_code == SecretSource(
        kind=SecretKind.KEYRING, name="axtui-acme"
    )
    assert not any(b"n3w" in kept.read_bytes() for kept in file.parent.rglob("*") if kept.is_file())


async def test_a_keyring_that_fails_keeps_the_form_and_the_file(show: Show, file: Path) -> None:
    """The file must not name what is not there; nothing that was typed is lost."""
    save(TWO, file)
    before = file_mode_and_bytes(file)
    vault = Vault(is_locked=True)
    app = show(keyring=vault)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await choose(pilot, app, "autotask.secret", SecretKind.KEYRING, value="n3w-s3cret")
        await pilot.press("f3")
        await settled(pilot)
        assert "The keyring is locked" in app.outcome
        assert "n3w-s3cret" not in app.outcome
        assert app.config_screen.has_unsaved
        vault.is_locked = False
        await pilot.press("f3")
        await settled(pilot)
        assert vault.entries == {("axtui-acme", "autotask.secret"): "n3w-s3cret"}
    assert file_mode_and_bytes(file.with_name("config.toml.bak")) == before


@pytest.mark.parametrize(("answer", "plain"), [("enter", ""), ("y", "n3w-s3cret")])
async def test_a_secret_is_put_into_the_file_only_after_a_question(
    show: Show, file: Path, answer: str, plain: str
) -> None:
    """It says what that means; the safe answer keeps the form as it is, and writes nothing."""
    app = show(Config(profiles=(a_profile("beta"),)), current="beta")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await choose(pilot, app, "autotask.integration_code", SecretKind.PLAIN, value="n3w-s3cret")
        await pilot.press("f3")
        await pilot.pause()
        assert isinstance(app.screen, AskScreen)
        assert "0600" in app.text()
        assert "root" in app.text()
        await pilot.press(answer)
        await settled(pilot)
        assert app.config_screen.has_unsaved is not bool(plain)
    written = [profile.autotask.integration_code.plain for profile in load(file).profiles]
    assert written == ([plain] if plain else [])


async def test_what_has_to_be_typed_is_asked_for_before_a_test(show: Show) -> None:
    """Escape tests nothing; what was typed is forgotten with the first edit, for it was for another login."""
    connections = Connections(FOUND)
    connections.may_answer.set()
    app = show(check=connections.check)
    typed = app.config_screen._surroundings.typed
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await choose(pilot, app, "autotask.integration_code", SecretKind.PROMPT)
        for key in ("escape", "enter"):
            await pilot.press("f2")
            await pilot.pause()
            assert isinstance(app.screen, AskSecretsScreen)
            app.screen._inputs[0].insert_text_at_cursor("c0de")
            await pilot.press(key)
            await settled(pilot)
            assert bool(connections.asked) is (key == "enter")
        assert typed.at("acme", "autotask.integration_code") is not None
        await type_into(pilot, app, "autotask.username", "x")
        assert typed.at("acme", "autotask.integration_code") is None


async def test_deleting_says_what_stays_in_the_keyring(show: Show, file: Path) -> None:
    """An entry may serve other programs; it is left, and named."""
    profile = a_profile()
    kept = replace(profile.autotask, secret=SecretSource(kind=SecretKind.KEYRING, name="work"))
    app = show(Config(profiles=(replace(profile, autotask=kept), a_profile("beta"))))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("delete")
        await pilot.pause()
        await pilot.press("y")
        await settled(pilot)
        assert "keyring" in app.outcome
        assert "service work" in app.outcome


def test_every_binding_can_be_remapped_and_is_described() -> None:
    """Each has an id of its own and a description that makes sense in the footer."""
    bindings = [each for each in (*ConfigScreen.BINDINGS, *ProfileList.BINDINGS) if isinstance(each, Binding)]
    assert len({binding.id for binding in bindings}) == len(bindings)
    assert all(binding.id and binding.description for binding in bindings)
