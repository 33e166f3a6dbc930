"""The whole app over the imitation: from the first screen to the written file, and every way back."""

import csv
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from app_driver import Drive, at_rest, drawn, driven, kinds_of_screens, read, report_of, started
from faults.figures import Figure
from textual.command import CommandPalette
from textual.widgets import Input

from axtui.__main__ import demo_profile
from axtui.core.errors import ConfigError, ConfigProblem
from axtui.core.match_by import MatchBy
from axtui.demo.faults import Fault, FaultKind, Side
from axtui.demo.server import DemoServer
from axtui.services.config import Config, Profile
from axtui.services.surroundings import Surroundings
from axtui.tui.app import AxtuiApp
from axtui.tui.run import RunState
from axtui.tui.screens.config import ConfigScreen
from axtui.tui.screens.export import ExportScreen
from axtui.tui.screens.first_run import FirstRunScreen
from axtui.tui.screens.help import HelpScreen
from axtui.tui.screens.progress import ProgressScreen
from axtui.tui.screens.report import ReportScreen
from axtui.tui.screens.row import RowScreen
from axtui.tui.screens.rule import RuleScreen
from axtui.tui.widgets.ask import AskScreen


@pytest.fixture
def server() -> Iterator[DemoServer]:
    """The imitation at full speed."""
    with DemoServer(120, latency=0.0) as server:
        yield server


async def test_the_demo_reads_both_systems_and_shows_the_report(
    server: DemoServer, surroundings: Surroundings
) -> None:
    """R reads, the progress screen says that it is done, enter shows the report."""
    app = started(server, surroundings)
    async with driven(app) as pilot:
        await pilot.press("R")
        assert isinstance(app.screen, ProgressScreen)
        await at_rest(app, pilot)
        assert app._run_now is not None
        assert app._run_now.state is RunState.READY
        await pilot.press("enter")
        await at_rest(app, pilot)
        report = report_of(app)._report
        assert report is not None
        assert len(report.rows) == 120
        assert all(report.counts.values())


async def test_a_run_that_is_asked_for_while_the_app_still_opens_begins_when_it_has_opened(
    server: DemoServer, surroundings: Surroundings
) -> None:
    """Who knows the key need not wait; that no profile is chosen would be wrong to say."""
    app, may_open = started(server, surroundings), threading.Event()
    open_demo = app._start.open_demo

    def open_later() -> tuple[Profile, Surroundings]:
        may_open.wait(timeout=10)
        return open_demo()

    app._start = replace(app._start, open_demo=open_later)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("R")
        assert not app._notifications
        may_open.set()
        await at_rest(app, pilot)
        assert isinstance(app.screen, ProgressScreen)
        await at_rest(app, pilot)
        assert "The report is ready." in drawn(app)


async def test_the_configuration_that_is_asked_for_too_soon_opens_when_it_has_been_read(
    server: DemoServer, surroundings: Surroundings
) -> None:
    """It shows what the file says, and nothing that could be saved over it."""
    mine = Config(profiles=(replace(demo_profile(server.addresses), name="mine"),))
    app, may_load = started(server, surroundings, demo=False), threading.Event()

    def load() -> Config:
        may_load.wait(timeout=10)
        return mine

    app._start = replace(app._start, load=load)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("C")
        assert not isinstance(app.screen, ConfigScreen)
        may_load.set()
        await at_rest(app, pilot)
        assert isinstance(app.screen, ConfigScreen)
        assert "mine" in drawn(app)


async def test_the_welcome_does_not_lie_over_a_configuration_that_was_asked_for_sooner(
    server: DemoServer, surroundings: Surroundings
) -> None:
    """Who knows the way is not shown it."""
    app, may_load = started(server, surroundings, demo=False), threading.Event()

    def load() -> Config:
        may_load.wait(timeout=10)
        return Config()

    app._start = replace(app._start, load=load)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("C")
        may_load.set()
        await at_rest(app, pilot)
        assert kinds_of_screens(app) == [ReportScreen, ConfigScreen]


async def test_the_last_report_is_there_again_without_a_network(
    server: DemoServer, surroundings: Surroundings
) -> None:
    """What was read is kept; the next start makes no request."""
    app = started(server, surroundings)
    async with driven(app) as pilot:
        await read(app, pilot)
    server.stop()
    again = started(server, surroundings)
    async with driven(again):
        report = report_of(again)._report
        assert report is not None
        assert len(report.rows) == 120


async def test_a_filter_of_the_command_line_is_in_force(
    server: DemoServer, surroundings: Surroundings
) -> None:
    """`axtui --filter "note:link"` shows Link rows from the start."""
    app = started(server, surroundings, search="note:link")
    async with driven(app) as pilot:
        await read(app, pilot)
        screen = report_of(app)
        assert screen._report is not None
        assert {screen._table.lines.note(row) for row in screen._table.shown} == {"Link"}


async def test_one_side_refusing_leaves_the_last_report(
    server: DemoServer, surroundings: Surroundings
) -> None:
    """The failure names the side; the report that was there stays usable."""
    app = started(server, surroundings)
    async with driven(app) as pilot:
        await read(app, pilot)
        server.faults.add(Fault(kind=FaultKind.STATUS, side=Side.XERO, path="/Contacts", status=404))
        await pilot.press("R")
        await at_rest(app, pilot)
        assert app._run_now is not None
        assert app._run_now.state is RunState.FAILED
        assert app._run_now.error is not None
        assert app._run_now.error.side == "Xero"
        await pilot.press("q")
        report = report_of(app)._report
        assert report is not None
        assert len(report.rows) == 120


async def test_a_new_report_waits_until_it_is_asked_for(
    server: DemoServer, surroundings: Surroundings
) -> None:
    """A run that ends while another report is looked at does not take its place by itself."""
    app = started(server, surroundings)
    async with driven(app) as pilot:
        await read(app, pilot)
        before = report_of(app)._report
        await pilot.press("R", "q")
        await at_rest(app, pilot)
        assert report_of(app)._report is before
        assert report_of(app).report_is_waiting
        await pilot.press("R")
        await at_rest(app, pilot)
        assert report_of(app)._report is not before
        assert not report_of(app).report_is_waiting


async def test_cancel_asks_and_then_ends_the_run(server: DemoServer, surroundings: Surroundings) -> None:
    """`x`, no: the run goes on; `x`, yes: it ends, and nothing is shown as a report."""
    server.faults.add(Fault(kind=FaultKind.HOLD))
    app = started(server, surroundings)
    async with driven(app) as pilot:
        await pilot.press("R")
        await pilot.press("x")
        assert isinstance(app.screen, AskScreen)
        await pilot.press("n")
        assert app._run_now is not None
        assert app._run_now.is_running
        await pilot.press("x", "y")
        await at_rest(app, pilot)
        assert app._run_now.state is RunState.CANCELLED
        await pilot.press("q")
        assert report_of(app)._report is None


async def test_leaving_while_something_runs_asks(server: DemoServer, surroundings: Surroundings) -> None:
    """`q` on the report asks while a run is under way; no means stay."""
    server.faults.add(Fault(kind=FaultKind.HOLD))
    app = started(server, surroundings)
    async with driven(app) as pilot:
        await pilot.press("R", "q", "q")
        assert isinstance(app.screen, AskScreen)
        await pilot.press("escape")
        assert report_of(app)._report is None
        await pilot.press("ctrl+c")
        assert isinstance(app.screen, AskScreen)
        await pilot.press("y")
    assert app.return_code == 0


async def test_another_rule_rebuilds_without_a_request(
    server: DemoServer, surroundings: Surroundings
) -> None:
    """The rule menu works on what was read; the profile's own rule stays."""
    app = started(server, surroundings)
    async with driven(app) as pilot:
        await read(app, pilot)
        server.stop()
        await pilot.press("m")
        assert isinstance(app.screen, RuleScreen)
        await pilot.press("j", "j", "enter")
        await at_rest(app, pilot)
        report = report_of(app)._report
        assert report is not None
        assert report.rules.match.match_by is MatchBy.NUMBER


async def test_detail_help_and_back(server: DemoServer, surroundings: Surroundings) -> None:
    """Every screen over the report closes with escape and leaves the report as it was."""
    app = started(server, surroundings)
    async with driven(app) as pilot:
        await read(app, pilot)
        for key, screen in (("enter", RowScreen), ("question_mark", HelpScreen), ("P", ProgressScreen)):
            await pilot.press(key)
            assert isinstance(app.screen, screen)
            await pilot.press("escape")
            assert isinstance(app.screen, ReportScreen)


async def test_the_export_writes_what_was_confirmed(
    server: DemoServer, surroundings: Surroundings, tmp_path: Path
) -> None:
    """With the keyboard only: export, path, number of rows, write; the file holds the Link rows."""
    app = started(server, surroundings)
    target = tmp_path / "import.csv"
    async with driven(app) as pilot:
        await read(app, pilot)
        await pilot.press("e")
        assert isinstance(app.screen, ExportScreen)
        rows = await _confirm_export(app, pilot, target)
    with target.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    assert len(lines) == rows + 1
    assert lines[0][:2] == ["Company ID", "[required] Company Name"]
    assert target.stat().st_mode & 0o777 == 0o600


async def _confirm_export(app: AxtuiApp, pilot: Drive, target: Path) -> int:
    """Type path and number of rows, press the button, and return the number of rows."""
    screen = app.screen
    assert isinstance(screen, ExportScreen)
    await at_rest(app, pilot)
    plan = screen._plan
    assert plan is not None
    path = screen.query_one("#export-path", Input)
    path.focus()
    path.value = str(target)
    await pilot.press("enter")
    await pilot.press(*str(len(plan.rows)), "enter")
    await at_rest(app, pilot)
    await pilot.press("enter")
    await at_rest(app, pilot)
    await pilot.press("enter")
    assert isinstance(app.screen, ReportScreen)
    return len(plan.rows)


async def test_without_a_profile_the_first_run_screen_opens(
    server: DemoServer, surroundings: Surroundings
) -> None:
    """Try the demo leads to the demo's report; `q` leaves the program."""
    app = started(server, surroundings, demo=False)
    async with driven(app) as pilot:
        assert isinstance(app.screen, FirstRunScreen)
        await pilot.press("d")
        await at_rest(app, pilot)
        await read(app, pilot)
        report = report_of(app)._report
        assert report is not None
        assert report.profile == "demo"


async def test_a_broken_configuration_opens_the_configuration_screen(
    server: DemoServer, surroundings: Surroundings
) -> None:
    """Every problem stands there."""
    problem = ConfigError(
        "The configuration cannot be used.",
        problems=(ConfigProblem(key="profiles.acme.xero.logn", message="unknown key; did you mean login?"),),
    )
    app = started(server, surroundings, demo=False, problem=problem)
    async with driven(app):
        assert isinstance(app.screen, ConfigScreen)


@pytest.mark.fault("A20")
async def test_the_palette_offers_every_action_and_no_screenshot(
    server: DemoServer, surroundings: Surroundings, figure: Figure
) -> None:
    """What a key does can be found by name; a picture of a screen would lie on the disk for everybody."""
    app = started(server, surroundings)
    async with driven(app) as pilot:
        offered = {command.title for command in app.get_system_commands(app.screen)}
        assert {"Search", "Export", "Run", "Help", "Configuration", "Progress", "Doctor", "Theme"} <= offered
        await pilot.press("C")
        await at_rest(app, pilot)
        offered |= {command.title for command in app.get_system_commands(app.screen)}
        taking = [title for title in offered if "screenshot" in title.lower()]
        bound = [each for each in app.screen.active_bindings.values() if "screenshot" in each.binding.action]
        assert (taking, bound) == ([], [])
        figure("screenshot_commands", len(taking) + len(bound))


@pytest.mark.parametrize("key", ["pagedown", "pageup"])
async def test_keys_in_a_palette_without_room_for_its_list_do_nothing(
    key: str, server: DemoServer, surroundings: Surroundings
) -> None:
    """A burst of keys finds it so on every screen."""
    app = started(server, surroundings)
    async with driven(app, size=(20, 2)) as pilot:
        for opening in (app.action_command_palette, app.action_change_theme):
            opening()
            await pilot.press("down", key, key)
            assert isinstance(app.screen, CommandPalette)
            await pilot.press("escape")
        assert kinds_of_screens(app) == [ReportScreen]


async def test_every_dialog_offers_help_and_closes_with_q(
    server: DemoServer, surroundings: Surroundings
) -> None:
    """What holds on the report holds over it: `?` helps, `q` goes back."""
    app = started(server, surroundings)
    async with driven(app) as pilot:
        await read(app, pilot)
        for key, dialog in (("enter", RowScreen), ("m", RuleScreen), ("e", ExportScreen)):
            await pilot.press(key)
            await at_rest(app, pilot)
            await pilot.press("question_mark")
            assert kinds_of_screens(app) == [ReportScreen, dialog, HelpScreen]
            await pilot.press("q")
            assert kinds_of_screens(app) == [ReportScreen, dialog]
            await pilot.press("q")
            assert kinds_of_screens(app) == [ReportScreen]


async def test_ascii_means_every_screen(server: DemoServer, surroundings: Surroundings) -> None:
    """No frame, bar or sign of any screen is drawn with more than plain characters."""
    app = started(server, surroundings, ascii_only=True)
    async with driven(app) as pilot:
        await read(app, pilot)
        for key in ("m", "e", "P", "C", "question_mark", "ctrl+c", "ctrl+p"):
            await pilot.press(key)
            await at_rest(app, pilot)
            assert not re.findall("[\u2190-\u23ff\u2500-\u25ff\u2600-\u27bf…•·\U0001f50e]", drawn(app))
            await pilot.press("escape")


async def test_an_unknown_theme_is_said_in_words(server: DemoServer, surroundings: Surroundings) -> None:
    """The app starts all the same, in its own theme."""
    app = started(server, surroundings, theme="nrod")
    async with driven(app):
        assert app.theme == "textual-dark"
        (told,) = app._notifications
        assert "no theme called 'nrod'" in told.message


async def test_the_line_of_the_report_gives_a_long_sentence_the_room_it_needs(
    server: DemoServer, surroundings: Surroundings
) -> None:
    """What is wrong with a pattern can be read to its end at 80 columns."""
    app = started(server, surroundings)
    async with driven(app) as pilot:
        await read(app, pilot)
        await pilot.press("slash", "slash", "left_square_bracket", "a", "slash")
        await pilot.pause()
        status = report_of(app).query_one("#report-status")
        assert status.size.height > 1
        await pilot.press("backspace")
        await pilot.pause()
        assert status.size.height == 1
