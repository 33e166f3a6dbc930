"""How the app asks about a run: on the progress screen, never over something else."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from app_driver import Drive, at_rest, drawn, driven, kinds_of_screens, read, report_of, started
from textual.widgets import Static

from axtui.__main__ import demo_profile
from axtui.core.errors import LoginRefusedError, Side
from axtui.demo.faults import Fault, FaultKind
from axtui.demo.faults import Side as DemoSide
from axtui.demo.limits import Limits
from axtui.demo.server import DemoServer
from axtui.services.checkpoints import Checkpoints
from axtui.services.page_log import ListName, NotedPage
from axtui.services.read_plan import fingerprint_of
from axtui.services.surroundings import Surroundings
from axtui.tui.app import AxtuiApp
from axtui.tui.run import Question, RunState
from axtui.tui.screens.progress import ProgressScreen
from axtui.tui.screens.report import ReportScreen
from axtui.tui.widgets.ask import AskScreen
from axtui.tui.widgets.push_button import PushButton


@pytest.fixture
def server() -> Iterator[DemoServer]:
    """The imitation at full speed."""
    with DemoServer(120, latency=0.0) as server:
        yield server


def _leave_pages(server: DemoServer, surroundings: Surroundings) -> None:
    """Leave a run of two hours ago on the disk, which had found that there is nothing before the first id."""
    then = surroundings.now() - timedelta(hours=2)
    checkpoints = Checkpoints(surroundings.cache_dir / "checkpoints", now=lambda: then)
    profile = demo_profile(server.addresses)
    log = checkpoints.new(profile.name, fingerprint=fingerprint_of(profile))
    log.begin(Side.AUTOTASK, then)
    log.note(ListName.COMPANIES, NotedPage(after=0, up_to=0, items=()))
    log.close()


def _progress_of(app: AxtuiApp) -> ProgressScreen:
    assert isinstance(app.screen, ProgressScreen)
    return app.screen


async def _until_asked(app: AxtuiApp, pilot: Drive) -> None:
    """Wait until the run asks something; one that ends instead fails the test by what it shows."""
    while app._run_now is not None and app._run_now.is_running and not app._run_now.question:
        await pilot.pause(0.01)
    await pilot.pause()


def _focused(app: AxtuiApp) -> str:
    assert isinstance(app.focused, PushButton)
    return str(app.focused.label)


async def test_pages_of_some_hours_ago_are_asked_about(
    server: DemoServer, surroundings: Surroundings
) -> None:
    """The question waits on the progress screen; with the answer the run goes on."""
    _leave_pages(server, surroundings)
    app = started(server, surroundings)
    async with driven(app) as pilot:
        await pilot.press("R")
        await _until_asked(app, pilot)
        outcome = _progress_of(app).query_one("#progress-outcome", Static)
        assert str(outcome.render()).startswith("The run of 02 Mar 10:00 was interrupted")
        assert _focused(app) == "[ Go on from there ]"
        assert not server.log.requests
        await pilot.press("enter")
        await at_rest(app, pilot)
        assert app._run_now is not None
        assert app._run_now.state is RunState.READY


async def test_a_question_is_not_put_over_another_screen(
    server: DemoServer, surroundings: Surroundings
) -> None:
    """Who has left the progress screen reads of it under the report; typed letters answer nothing."""
    _leave_pages(server, surroundings)
    app = started(server, surroundings)
    async with driven(app) as pilot:
        await pilot.press("R", "q", "slash", "y", "e", "s")
        await _until_asked(app, pilot)
        assert kinds_of_screens(app) == [ReportScreen]
        assert "The run waits for an answer" in drawn(app)
        await pilot.press("escape", "P")
        assert _focused(app) == "[ Go on from there ]"
        await pilot.press("x", "y")
        await at_rest(app, pilot)
        assert app._run_now is not None
        assert app._run_now.state is RunState.CANCELLED
        assert app._run_now.question is None


async def test_a_costly_run_that_is_declined_is_cancelled_with_words(surroundings: Surroundings) -> None:
    """Enter on the question says no; nothing of it is called a failure."""
    limits = Limits(autotask_hourly=90, autotask_used_before=30)
    with DemoServer(120, latency=0.0, limits=limits) as server:
        await _decline(started(server, surroundings))


async def _decline(app: AxtuiApp) -> None:
    """Run the report, and give the answer that has the focus to what it asks."""
    async with driven(app) as pilot:
        await pilot.press("R")
        await _until_asked(app, pilot)
        assert _focused(app) == "[ Cancel the run ]"
        await pilot.press("enter")
        await at_rest(app, pilot)
        assert app._run_now is not None
        assert app._run_now.state is RunState.CANCELLED
        assert "Cancelled: the run would take about" in drawn(app)


async def test_leaving_the_program_while_something_is_asked_ends_the_run(
    server: DemoServer, surroundings: Surroundings
) -> None:
    """No task is left waiting for an answer."""
    _leave_pages(server, surroundings)
    app = started(server, surroundings)
    async with driven(app) as pilot:
        await pilot.press("R")
        await _until_asked(app, pilot)
        await pilot.press("ctrl+c", "y")
        await pilot.pause()
    assert app.return_code == 0


async def test_a_full_run_can_be_chosen_by_name(server: DemoServer, surroundings: Surroundings) -> None:
    """The palette offers it on the report; it reads every list from its beginning."""
    app = started(server, surroundings)
    async with driven(app) as pilot:
        await read(app, pilot)
        before = len(server.log.requests)
        (command,) = (each for each in app.get_system_commands(app.screen) if "in full" in each.title)
        command.callback()
        await pilot.pause()
        _progress_of(app)
        await at_rest(app, pilot)
        assert len(server.log.requests) - before >= before - 2
        await pilot.press("enter")
        await at_rest(app, pilot)
        assert report_of(app)._report is not None
        await pilot.press("P")
        titles = [each.title for each in app.get_system_commands(app.screen)]
        assert sum("in full" in title for title in titles) == 1


async def test_a_refused_login_is_sent_again_only_after_a_question(
    server: DemoServer, surroundings: Surroundings
) -> None:
    """The warning names the lock; no is the answer with the focus."""
    server.faults.add(Fault(kind=FaultKind.REFUSE_LOGIN, side=DemoSide.AUTOTASK))
    app = started(server, surroundings)
    async with driven(app) as pilot:
        await pilot.press("R")
        await at_rest(app, pilot)
        assert app._run_now is not None
        assert isinstance(app._run_now.error, LoginRefusedError)
        sent = len(server.log.requests)
        await pilot.click("#retry")
        assert isinstance(app.screen, AskScreen)
        assert "lock" in drawn(app)
        await pilot.press("enter")
        assert app._run_now.state is RunState.FAILED
        assert len(server.log.requests) == sent
        server.faults.clear()
        await pilot.click("#retry")
        await pilot.press("y")
        await at_rest(app, pilot)
        assert "The report is ready." in drawn(app)


async def test_what_a_run_says_is_a_passing_note_under_the_report(
    server: DemoServer, surroundings: Surroundings
) -> None:
    """On the progress screen it stays."""
    app = started(server, surroundings)
    async with driven(app) as pilot:
        await read(app, pilot)
        app._tell("Reads everything anew [/].")
        await pilot.pause()
        assert [each.message for each in app._notifications] == ["Reads everything anew [/]."]
        await pilot.press("P")
        notices = _progress_of(app).query_one("#progress-notices", Static)
        assert "Reads everything anew [/]." in str(notices.render())


async def test_an_answer_that_comes_late_does_nothing(server: DemoServer, surroundings: Surroundings) -> None:
    """A second enter on a slow line is no answer to the next question."""
    app = started(server, surroundings)
    async with driven(app) as pilot:
        asked = app.run_worker(app._ask(Question(words="?", answers=("no", "yes"))), name="ask")
        await pilot.pause()
        app.on_progress_screen_answer_given(ProgressScreen.AnswerGiven("no"))
        app.on_progress_screen_answer_given(ProgressScreen.AnswerGiven("yes"))
        await asked.wait()
        assert asked.result == "no"


@pytest.mark.parametrize("key", ["x", "question_mark"])
async def test_a_run_that_ends_behind_a_question_or_the_help_is_not_shown_as_running(
    key: str, server: DemoServer, surroundings: Surroundings
) -> None:
    """Whoever closes what lay over the progress screen sees how the run stands, not how it stood."""
    app = started(server, surroundings)
    async with driven(app) as pilot:
        server.faults.add(Fault(kind=FaultKind.HOLD))
        await pilot.press("R", key)
        assert not isinstance(app.screen, ProgressScreen)
        server.faults.clear()
        await at_rest(app, pilot)
        assert not app._notifications
        await pilot.press("escape")
        assert "The report is ready." in drawn(app)
        assert _focused(app) == "[ Open report  R ]"


async def test_a_waiting_report_that_is_opened_ends_no_other_run(
    server: DemoServer, surroundings: Surroundings
) -> None:
    """A run in full goes on, and no second one can begin beside it."""
    app = started(server, surroundings)
    async with driven(app) as pilot:
        await read(app, pilot)
        await pilot.press("R")
        await at_rest(app, pilot)
        await pilot.press("q")
        server.faults.add(Fault(kind=FaultKind.HOLD))
        app.action_run_in_full()
        await app._open_ready()
        assert app._is_reading
        server.faults.clear()
        await at_rest(app, pilot)
        assert app._run_now is not None
        assert app._run_now.state is RunState.READY


async def test_a_report_that_is_short_is_told_of_as_such(surroundings: Surroundings) -> None:
    """Before it opens: an incomplete report is never just ready."""
    with DemoServer(120, latency=0.0, switches=("E01-restless",)) as server:
        app = started(server, surroundings)
        async with driven(app) as pilot:
            await pilot.press("R")
            await at_rest(app, pilot)
            assert "The report is ready, but incomplete" in drawn(app)
            await pilot.press("enter")
            await at_rest(app, pilot)
            assert "! Incomplete" in drawn(app)
