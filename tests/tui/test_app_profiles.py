"""The app and its profiles: whose report is shown, and what becomes of it when its profile changes."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from app_driver import Drive, at_rest, driven, read, report_of, started

from axtui.__main__ import demo_profile
from axtui.core.errors import ConfigError
from axtui.core.match_by import MatchBy
from axtui.demo.faults import Fault, FaultKind
from axtui.demo.server import DemoServer
from axtui.services import last_reports
from axtui.services.config import AppSettings, Config, Profile, SecretKind, save
from axtui.services.new_secret import NewSecret
from axtui.services.secret_places import places_of
from axtui.services.surroundings import Surroundings
from axtui.tui.app import AxtuiApp
from axtui.tui.profile_draft import NAME
from axtui.tui.run import RunState
from axtui.tui.screens.config import ConfigScreen
from axtui.tui.screens.first_run import FirstRunScreen
from axtui.tui.screens.progress import ProgressScreen
from axtui.tui.screens.report import ReportScreen
from axtui.tui.widgets.ask import AskScreen

Start = Callable[..., AxtuiApp]


@pytest.fixture
def server() -> Iterator[DemoServer]:
    """The imitation at full speed."""
    with DemoServer(120, latency=0.0) as server:
        yield server


@pytest.fixture
def profiles(server: DemoServer) -> tuple[Profile, Profile]:
    """Two customers with the same data."""
    profile = demo_profile(server.addresses)
    return replace(profile, name="acme"), replace(profile, name="other")


@pytest.fixture
def start(server: DemoServer, surroundings: Surroundings) -> Start:
    """Start the app over a file with these profiles, the first one the default."""

    def start(*profiles: Profile) -> AxtuiApp:
        config = Config(profiles=profiles)
        if profiles:
            settings = replace(config.settings, default_profile=profiles[0].name)
            config = replace(config, settings=settings)
            save(config, surroundings.config_file)
        return started(server, surroundings, demo=False, config=config)

    return start


async def choose(app: AxtuiApp, pilot: Drive, *keys: str) -> None:
    """Press these keys on the configuration screen."""
    await pilot.press("C")
    await at_rest(app, pilot, but="fetch")
    assert isinstance(app.screen, ConfigScreen)
    await pilot.press(*keys)
    await at_rest(app, pilot, but="fetch")


def shown(app: AxtuiApp) -> str:
    """Return the name of the profile on the report."""
    return app._report_screen._profile


async def test_a_run_goes_on_while_another_profile_is_looked_at(
    server: DemoServer, start: Start, profiles: tuple[Profile, Profile]
) -> None:
    """Its report is told of in a line that names it, and opens on demand; the other's stays as it is."""
    server.faults.add(Fault(kind=FaultKind.HOLD))
    app = start(*profiles)
    async with driven(app) as pilot:
        await pilot.press("R")
        await choose(app, pilot, "down", "space")
        assert shown(app) == "other"
        assert app._report_screen.run_line.startswith("acme: ")
        await pilot.press("R")
        assert isinstance(app.screen, ProgressScreen)
        await pilot.press("q")
        server.faults.clear()
        await at_rest(app, pilot)
        assert report_of(app)._report is None
        assert not report_of(app).report_is_waiting
        assert app._report_screen.run_line == "The report of acme is ready   P opens it"
        await pilot.press("P", "R")
        await at_rest(app, pilot)
        assert shown(app) == "acme"
        report = report_of(app)._report
        assert report is not None
        assert len(report.rows) == 120
        assert app._report_screen.run_line == ""


async def test_a_report_that_is_ready_is_there_when_its_profile_is_chosen(
    start: Start, profiles: tuple[Profile, Profile]
) -> None:
    """Coming back to the profile shows what was read meanwhile, and says nothing of a new one."""
    app = start(*profiles)
    async with driven(app) as pilot:
        await pilot.press("R")
        await choose(app, pilot, "down", "space")
        await choose(app, pilot, "up", "space")
        assert shown(app) == "acme"
        assert report_of(app)._report is not None
        assert not report_of(app).report_is_waiting


async def test_a_second_run_reads_again(start: Start, profiles: tuple[Profile, Profile]) -> None:
    """R on the progress screen opens what is ready, and runs once that has been opened."""
    app = start(*profiles)
    async with driven(app) as pilot:
        await read(app, pilot)
        assert app._run_now is not None
        assert app._run_now.state is RunState.SHOWN
        first = report_of(app)._report
        await pilot.press("P", "R")
        await at_rest(app, pilot)
        assert isinstance(app.screen, ProgressScreen)
        await pilot.press("R")
        await at_rest(app, pilot)
        assert report_of(app)._report is not first


async def test_the_report_follows_a_new_name_of_its_profile(
    server: DemoServer, surroundings: Surroundings, start: Start, profiles: tuple[Profile, Profile]
) -> None:
    """It keeps its rows, on the screen and on disk; nothing stays under the old name."""
    app = start(*profiles)
    async with driven(app) as pilot:
        await read(app, pilot)
        await choose(app, pilot, "enter", "end", "2", "f3")
        await pilot.press("escape", "escape")
        assert shown(app) == "acme2"
        assert report_of(app)._report is not None
    assert last_reports.last_snapshot("acme", surroundings=surroundings, settings=AppSettings()) is None
    kept = last_reports.last_snapshot("acme2", surroundings=surroundings, settings=AppSettings())
    assert kept is not None
    assert kept.profile == "acme2"


async def test_the_report_is_rebuilt_when_the_rule_of_its_profile_changes(
    start: Start, profiles: tuple[Profile, Profile]
) -> None:
    """What was read is matched anew; no run is needed."""
    app = start(*profiles)
    async with driven(app) as pilot:
        await read(app, pilot)
        await choose(app, pilot)
        assert isinstance(app.screen, ConfigScreen)
        app.screen._form.field("report.match_by").editor.focus()
        await pilot.press("right", "f3")
        await at_rest(app, pilot)
        report = app._report_screen._report
        assert report is not None
        assert report.rules.match.match_by is MatchBy.NAME_IGNORE_CASE


async def test_deleting_the_open_profile_closes_its_report(
    surroundings: Surroundings, start: Start, profiles: tuple[Profile, Profile]
) -> None:
    """What was read of it goes, too; another profile can be chosen."""
    app = start(*profiles)
    async with driven(app) as pilot:
        await read(app, pilot)
        await choose(app, pilot, "delete", "y")
        await pilot.press("escape", "escape")
        screen = report_of(app)
        assert screen._report is None
        assert "deleted" in screen.no_report_sentence
        await pilot.press("R", "P")
        assert isinstance(app.screen, ReportScreen)
        await choose(app, pilot, "space")
        assert shown(app) == "other"
    assert last_reports.last_snapshot("acme", surroundings=surroundings, settings=AppSettings()) is None


async def test_the_run_of_a_deleted_profile_ends(
    server: DemoServer, start: Start, profiles: tuple[Profile, Profile]
) -> None:
    """Nothing is read for a customer that is no more."""
    server.faults.add(Fault(kind=FaultKind.HOLD))
    app = start(*profiles)
    async with driven(app) as pilot:
        await pilot.press("R")
        await pilot.press("C")
        await pilot.pause()
        await pilot.press("delete", "y")
        await at_rest(app, pilot)
        assert app._run_now is not None
        assert app._run_now.state is RunState.CANCELLED


async def test_the_first_profile_is_opened_when_it_is_saved(
    server: DemoServer, start: Start, profiles: tuple[Profile, Profile]
) -> None:
    """The welcome does not come back once there is a profile."""
    app = start()
    async with driven(app) as pilot:
        assert isinstance(app.screen, FirstRunScreen)
        await pilot.press("a")
        await at_rest(app, pilot)
        assert isinstance(app.screen, ConfigScreen)
        await _fill(app, pilot, profiles[0])
        await pilot.press("f3")
        await pilot.pause()
        await pilot.press("y")
        await at_rest(app, pilot)
        await pilot.press("escape", "escape")
        assert shown(app) == "acme"
        await read(app, pilot)
        assert report_of(app)._report is not None


async def _fill(app: AxtuiApp, pilot: Drive, profile: Profile) -> None:
    assert isinstance(app.screen, ConfigScreen)
    typed = {
        NAME: profile.name,
        "autotask.username": profile.autotask.username,
        "autotask.zone_url": profile.autotask.zone_url,
        "xero.client_id": profile.xero.client_id,
        "xero.api_url": profile.xero.api_url,
        "xero.token_url": profile.xero.token_url,
        "xero.connections_url": profile.xero.connections_url,
    }
    form = app.screen._form
    for path, text in typed.items():
        form.field(path).editor.value = text
    await pilot.pause()
    draft = form.draft
    for place in places_of(profile):
        draft = draft.chosen(place.key, NewSecret(kind=SecretKind.PLAIN, value=place.source.plain))
    form.load(draft)
    await pilot.pause()


async def test_a_file_that_is_no_toml_is_named_with_its_line(
    server: DemoServer, surroundings: Surroundings
) -> None:
    """A syntax error has no list of problems; its own words stand on the screen."""
    problem = ConfigError("The file cannot be read: a text in quotes is not closed, line 3, column 7.")
    app = started(server, surroundings, demo=False, problem=problem)
    async with driven(app):
        assert isinstance(app.screen, ConfigScreen)
        assert "line 3, column 7" in app.screen.query_one("#config-problems").text  # type: ignore[attr-defined]  # a Panel


async def test_the_question_to_leave_comes_over_every_other(
    server: DemoServer, start: Start, profiles: tuple[Profile, Profile]
) -> None:
    """Ctrl+c asks over another question, too, and only once."""
    server.faults.add(Fault(kind=FaultKind.HOLD))
    app = start(*profiles)
    async with driven(app) as pilot:
        await pilot.press("R", "x", "ctrl+c", "ctrl+c")
        assert len([screen for screen in app.screen_stack if isinstance(screen, AskScreen)]) == 2
        await pilot.press("q")
        assert isinstance(app.screen, AskScreen)
        await pilot.press("y")
        await at_rest(app, pilot)
        assert app._run_now is not None
        assert app._run_now.state is RunState.CANCELLED
