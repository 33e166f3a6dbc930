"""The progress screen: what it shows of a run, and what it asks the app for."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from app_driver import drawn
from textual.app import App
from textual.message import Message
from textual.widgets import Static

from axtui.core.errors import LimitReachedError, LoginRefusedError, NotAuthorisedError, Side
from axtui.core.progress import Progress, Stage
from axtui.tui.progress_words import cancelled_words, outcome_text, side_text
from axtui.tui.run import Moment, Question, Run, RunState
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

    def on_progress_screen_full_run_requested(self, event: Message) -> None:
        self.asked.append("full")

    def on_progress_screen_retry_requested(self, event: Message) -> None:
        self.asked.append("retry")

    def on_progress_screen_answer_given(self, event: ProgressScreen.AnswerGiven) -> None:
        self.asked.append(event.answer)

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


def _at(monotonic: float) -> Moment:
    """Return a moment; second 0 of the clock that never jumps is noon."""
    noon = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    return Moment(monotonic=monotonic, time=noon + timedelta(seconds=monotonic))


def _running(**changes: object) -> Run:
    autotask = Progress(
        side=Side.AUTOTASK, stage=Stage.COMPANIES, done=500, total=2_000, pages=1, started=10.0, seen=12.0
    )
    return Run(profile="acme").at(autotask)


def _waiting(until: float) -> Run:
    return Run(profile="acme").at(
        Progress(
            side=Side.XERO,
            stage=Stage.CUSTOMERS,
            started=1.0,
            waiting_until=until,
            waiting_for="Xero is at its limit of requests a minute",
        )
    )


async def test_before_the_first_run_there_is_a_button_to_start_one() -> None:
    """The button has the focus, so that enter starts the run."""
    app = ProgressApp()
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.buttons() == {"run", "run_full"}
        await pilot.press("enter")
        assert app.asked == ["run"]
        assert app.text("#progress-title") == "Report of [red]acme[/]"


async def test_a_run_shows_both_sides_with_figures() -> None:
    """Per side: stage, share, records, pages, rate and times."""
    app = ProgressApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.progress_screen.show_run(_running(), now=_at(12.0))
        await pilot.pause()
        shown = app.text("#side-autotask")
        assert "reading companies" in shown
        assert "500 of 2,000" in shown
        assert "25%" in shown
        assert "1 page, 250 records/s, 0:02 elapsed, about 0:06 left" in shown
        assert "waiting to start" in app.text("#side-xero")
        assert app.buttons() == {"cancel"}


async def test_a_wait_is_said_in_words() -> None:
    """What is waited for, and until when by the clock on the wall."""
    app = ProgressApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.progress_screen.show_run(_waiting(50.0), now=_at(20.0))
        await pilot.pause()
        words = "Xero is at its limit of requests a minute; going on at 12:00:50."
        assert app.text("#side-xero").splitlines()[-1] == words


@pytest.mark.parametrize(
    ("can_go_on", "seconds", "said"), [(True, 300.0, True), (True, 100.0, False), (False, 300.0, False)]
)
async def test_a_wait_of_minutes_need_not_be_sat_through(
    *, can_go_on: bool, seconds: float, said: bool
) -> None:
    """Where what was read is kept, the person may come back later."""
    app = ProgressApp()
    async with app.run_test(size=(80, 24)) as pilot:
        run = replace(_waiting(20.0 + seconds), can_go_on=can_go_on)
        app.progress_screen.show_run(run, now=_at(20.0))
        await pilot.pause()
        assert ("You may cancel (x) and go on later" in app.text("#side-xero")) is said


async def test_a_question_stands_on_the_screen_with_the_safe_answer_in_focus() -> None:
    """Enter gives the safe answer; the other one takes a step to the side."""
    question = Question(words="The run would take much. Go on?", answers=("Cancel", "Go on"))
    app = ProgressApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.progress_screen.show_run(_running(), now=_at(12.0))
        app.progress_screen.show_run(replace(_running(), question=question), now=_at(12.0))
        await pilot.pause()
        assert app.text("#progress-outcome") == "The run would take much. Go on?"
        assert app.buttons() == {"answer-0", "answer-1"}
        await pilot.press("enter", "right", "enter")
        assert app.asked == ["Cancel", "Go on"]
        app.progress_screen.show_run(_running(), now=_at(13.0))
        await pilot.pause()
        assert app.buttons() == {"cancel"}


async def test_what_is_worth_knowing_of_the_run_is_said() -> None:
    """That it goes on where another one stopped, for example."""
    app = ProgressApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.progress_screen.show_run(_running().told("One [/]."), now=_at(12.0))
        app.progress_screen.show_run(_running().told("One [/].").told("Two."), now=_at(12.0))
        await pilot.pause()
        assert app.text("#progress-notices") == "One [/].\nTwo."


async def test_a_run_in_full_has_its_own_key_and_button() -> None:
    """It can be asked for wherever a run can be."""
    app = ProgressApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("F", "right", "enter")
        app.progress_screen.show_run(_running(), now=_at(12.0))
        await pilot.pause()
        await pilot.press("F")
        assert app.asked == ["full", "full"]


async def test_a_refused_login_can_be_sent_once_more() -> None:
    """The button is there for that failure alone, and does not have the focus."""
    error = LoginRefusedError("Autotask refused this login before.", side=Side.AUTOTASK)
    app = ProgressApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.progress_screen.show_run(_running().ended(RunState.FAILED, error=error), now=_at(13.0))
        await pilot.pause()
        assert app.buttons() == {"run", "run_full", "retry"}
        await pilot.press("enter", "right", "right", "enter")
        assert app.asked == ["run", "retry"]


async def test_a_limit_says_when_to_come_back_and_that_the_run_goes_on() -> None:
    """In the time of this computer; what was read is not lost."""
    error = LimitReachedError(
        "Xero is at its limit of requests a day.",
        side=Side.XERO,
        resume_at=datetime(2026, 3, 3, 0, 0, tzinfo=UTC),
    )
    app = ProgressApp()
    async with app.run_test(size=(80, 24)) as pilot:
        run = replace(_running(), can_go_on=True).ended(RunState.FAILED, error=error)
        app.progress_screen.show_run(run, now=_at(13.0))
        await pilot.pause()
        assert app.text("#progress-outcome").splitlines() == [
            "! Xero is at its limit of requests a day.",
            "By the clock here it is free again on 2026-03-03 at 00:00.",
            "The last report, if there is one, is still there. What was read is kept: R goes on from there.",
        ]


@pytest.mark.parametrize(
    ("changes_only", "pages", "can_go_on", "begins"),
    [
        (False, 1, True, "What was read so far is kept"),
        (False, 1, False, "What was read so far is thrown away"),
        (True, 1, True, ""),
        (False, 0, True, ""),
    ],
)
def test_a_question_promises_nothing_that_is_not_kept(
    *, changes_only: bool, pages: int, can_go_on: bool, begins: str
) -> None:
    """Of a look for changes, and of a run that has read nothing yet, nothing is kept."""
    side = Progress(side=Side.XERO, pages=pages, changes_only=changes_only)
    words = cancelled_words(Run(profile="acme", can_go_on=can_go_on).at(side))
    assert words.startswith(begins)
    assert bool(words) is bool(begins)


def test_a_long_wait_of_a_look_for_changes_does_not_say_that_anything_is_kept() -> None:
    """It may be stopped all the same."""
    run = replace(_waiting(320.0), can_go_on=True)
    run = run.at(replace(run.progress[Side.XERO], changes_only=True))
    said = side_text(Side.XERO, run, _at(20.0), ascii_only=True).plain
    assert said.endswith("You may cancel (x) and run the report later.")


def test_after_a_refused_login_it_is_not_said_that_another_run_tries_again() -> None:
    """It would be held back here."""
    error = LoginRefusedError("Autotask refused the login.", side=Side.AUTOTASK)
    said = outcome_text(_running().ended(RunState.FAILED, error=error)).plain
    assert said.endswith("C corrects the login; then R tries again.")


def test_an_incomplete_report_is_not_called_ready_without_more() -> None:
    """Whoever looks on learns it before the report opens."""
    run = _running().ended(RunState.READY, because="The report is ready, but incomplete.")
    assert outcome_text(run).plain == "The report is ready, but incomplete."


def test_more_records_than_were_counted_are_no_share_of_them() -> None:
    """Both systems are worked in while they are read."""
    progress = replace(_running().progress[Side.AUTOTASK], done=2_010)
    said = side_text(Side.AUTOTASK, _running().at(progress), _at(12.0), ascii_only=True).plain
    assert "2,010  100%" in said


async def test_why_a_run_was_cancelled_is_said() -> None:
    """Where it was not the key that cancels."""
    app = ProgressApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.progress_screen.show_run(_running(), now=_at(12.0))
        app.progress_screen.show_run(
            _running().ended(RunState.CANCELLED, because="It was too dear."), now=_at(13.0)
        )
        await pilot.pause()
        assert app.text("#progress-outcome").startswith("It was too dear. The last report")


async def test_cancel_and_leave_are_asked_for_not_done() -> None:
    """The app decides; a second R does nothing while a run is under way."""
    app = ProgressApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.progress_screen.show_run(_running(), now=_at(12.0))
        await pilot.pause()
        await pilot.press("x", "R", "q", "escape")
        assert app.asked == ["cancel", "leave", "leave"]


async def test_a_report_that_is_ready_opens_with_enter() -> None:
    """The button to open it takes the focus when the run ends."""
    app = ProgressApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.progress_screen.show_run(_running(), now=_at(12.0))
        app.progress_screen.show_run(_running().ended(RunState.READY), now=_at(13.0))
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
        app.progress_screen.show_run(_running().ended(RunState.FAILED, error=error), now=_at(13.0))
        await pilot.pause()
        outcome = app.text("#progress-outcome")
        assert "! Autotask refuses this login." in outcome
        assert "Check the secret of the API user." in outcome
        assert "still there" in outcome
        assert app.buttons() == {"run", "run_full"}


async def test_on_a_small_terminal_the_question_and_its_answers_are_in_sight() -> None:
    """Whoever is asked must see what, and keys reach the rest."""
    question = Question(words="The run would take much. Go on?", answers=("Cancel", "Go on"))
    app = ProgressApp()
    async with app.run_test(size=(60, 15)) as pilot:
        app.progress_screen.show_run(_running().told("One."), now=_at(12.0))
        app.progress_screen.show_run(replace(_running().told("One."), question=question), now=_at(12.0))
        await pilot.pause()
        await pilot.pause()  # it scrolls behind the frame that shows the question
        seen = drawn(app)
        assert "The run would take much. Go on?" in seen
        assert "[ Cancel ]" in seen
        assert "Report of" not in seen
        await pilot.press("pageup")
        seen = drawn(app)
        assert "Report of" in seen
        assert "[ Cancel ]" in seen
        await pilot.press("pagedown")
        assert "The run would take much. Go on?" in drawn(app)
        await pilot.resize_terminal(80, 24)
        await pilot.resize_terminal(50, 13)
        await pilot.pause()
        await pilot.pause()  # it scrolls behind the frame of the new size
        assert "The run would take much. Go on?" in drawn(app)
