"""The progress screen: what it shows of a run, and what it asks the app for."""

from textual.app import App
from textual.message import Message
from textual.widgets import Static

from axtui.core.errors import NotAuthorisedError, Side
from axtui.core.progress import Progress, Stage
from axtui.tui.run import Run, RunState
from axtui.tui.screens.progress import ProgressScreen
from axtui.tui.widgets.push_button import PushButton


class ProgressApp(App[None]):
    """Shows the screen alone and remembers what it asks for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.progress_screen = ProgressScreen(profile="[red]acme[/]", ascii_only=True)

    def on_mount(self) -> None:
        self.push_screen(self.progress_screen)

    def on_progress_screen_run_requested(self, event: Message) -> None:
        self.asked.append("run")

    def on_progress_screen_cancel_requested(self, event: Message) -> None:
        self.asked.append("cancel")

    def on_progress_screen_open_requested(self, event: Message) -> None:
        self.asked.append("open")

    def on_progress_screen_leave_requested(self, event: Message) -> None:
        self.asked.append("leave")

    def text(self, selector: str) -> str:
        return str(self.progress_screen.query_one(selector, Static).render())

    def buttons(self) -> set[str]:
        return {str(button.id) for button in self.progress_screen.query(PushButton) if button.display}


def _running(**changes: object) -> Run:
    autotask = Progress(
        side=Side.AUTOTASK, stage=Stage.COMPANIES, done=500, total=2_000, pages=1, started=10.0, seen=12.0
    )
    return Run(profile="acme").at(autotask)


async def test_before_the_first_run_there_is_a_button_to_start_one() -> None:
    """The button has the focus, so that enter starts the run."""
    app = ProgressApp()
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.buttons() == {"run"}
        await pilot.press("enter")
        assert app.asked == ["run"]
        assert app.text("#progress-title") == "Report of [red]acme[/]"


async def test_a_run_shows_both_sides_with_figures() -> None:
    """Per side: stage, share, records, pages, rate and times."""
    app = ProgressApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.progress_screen.show_run(_running(), now=12.0)
        await pilot.pause()
        shown = app.text("#side-autotask")
        assert "reading companies" in shown
        assert "500 of 2,000" in shown
        assert "25%" in shown
        assert "1 page, 250 records/s, 0:02 elapsed, about 0:06 left" in shown
        assert "waiting to start" in app.text("#side-xero")
        assert app.buttons() == {"cancel"}


async def test_a_wait_is_said_in_words() -> None:
    """What is waited for, and for how long."""
    waiting = Progress(
        side=Side.XERO,
        stage=Stage.CUSTOMERS,
        started=1.0,
        waiting_until=50.0,
        waiting_for="Xero's limit of 60 requests a minute",
    )
    app = ProgressApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.progress_screen.show_run(Run(profile="acme").at(waiting), now=20.0)
        await pilot.pause()
        assert "waiting 31 s more: Xero's limit of 60 requests a minute" in app.text("#side-xero")


async def test_cancel_and_leave_are_asked_for_not_done() -> None:
    """The app decides; a second R does nothing while a run is under way."""
    app = ProgressApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.progress_screen.show_run(_running(), now=12.0)
        await pilot.pause()
        await pilot.press("x", "R", "q", "escape")
        assert app.asked == ["cancel", "leave", "leave"]


async def test_a_report_that_is_ready_opens_with_enter() -> None:
    """The button to open it takes the focus when the run ends."""
    app = ProgressApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.progress_screen.show_run(_running(), now=12.0)
        app.progress_screen.show_run(_running().ended(RunState.READY), now=13.0)
        await pilot.pause()
        await pilot.press("enter")
        assert app.asked == ["open"]


async def test_a_failure_names_side_cause_and_next_step() -> None:
    """The last report is said to be still there."""
    error = NotAuthorisedError(
        "Autotask refuses this login.", hint="Check the secret of the API user.", side=Side.AUTOTASK
    )
    app = ProgressApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.progress_screen.show_run(_running().ended(RunState.FAILED, error=error), now=13.0)
        await pilot.pause()
        outcome = app.text("#progress-outcome")
        assert "Autotask: Autotask refuses this login." in outcome
        assert "Check the secret of the API user." in outcome
        assert "still there" in outcome
        assert app.buttons() == {"run"}
