"""What a run is doing: per side a bar with figures and, where it waits, for what and how long."""

from datetime import UTC, datetime
from typing import ClassVar, Final

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from axtui.core.errors import LoginRefusedError, Side
from axtui.core.text import visible
from axtui.tui.progress_words import outcome_text, side_text
from axtui.tui.run import Moment, Question, Run, RunState
from axtui.tui.widgets.key_line import KeyLine
from axtui.tui.widgets.push_button import PushButton

_ANSWERS: Final = 2
_NEVER: Final = Moment(monotonic=0.0, time=datetime(1970, 1, 1, tzinfo=UTC))


class ProgressScreen(Screen[None]):
    """Shows a run that belongs to the app; it can be left and entered again at any time."""

    class RunRequested(Message):
        """The person wants a run."""

    class CancelRequested(Message):
        """The person wants the run to end; the app asks first."""

    class FullRunRequested(Message):
        """The person wants a run that reads everything anew."""

    class RetryRequested(Message):
        """The person wants a refused login to be sent once more; the app asks first."""

    class AnswerGiven(Message):
        """The person has answered what the run asked."""

        def __init__(self, answer: str) -> None:
            super().__init__()
            self.answer = answer

    class OpenRequested(Message):
        """The person wants to see the report that is ready."""

    class LeaveRequested(Message):
        """The person wants to go back; the run goes on."""

    HELP: ClassVar[str] = """\
# Progress

One line per system: what it is doing, how much is read, and what it waits for and until when. The run
belongs to the program, not to this screen: leave with `q` and come back with `P`.

A run reads what has changed since the last one, and everything once a day. A run that was stopped is
continued: within an hour by itself, after that if you say so.

| key | does |
|---|---|
| `R` | run the report; again, or enter, opens it when it is ready |
| `F` | run it in full: read everything anew |
| `x` | cancel the run (asks first) |
| `enter` | open the report when it is ready, or the button that has the focus |
| `tab`, `shift+tab`, left, right | next button, previous button |
| `q`, `escape` | leave this screen; a run goes on |
| `pageup`, `pagedown` | scroll, where the terminal is small |
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("R,f5", "run", "Run report", id="progress.run"),
        Binding("F", "run_full", "Run in full: read everything anew", id="progress.run-full", show=False),
        Binding("R,f5", "open", "Open report", id="progress.open"),
        Binding("x", "cancel", "Cancel the run", id="progress.cancel"),
        Binding("q,f10,escape", "leave", "Back", id="progress.leave"),
        Binding("tab,right", "app.focus_next", "Next button", id="progress.next", show=False),
        Binding(
            "shift+tab,left", "app.focus_previous", "Previous button", id="progress.previous", show=False
        ),
        Binding("pagedown,down,j", "page(1)", "Further down", id="progress.down", show=False),
        Binding("pageup,up,k", "page(-1)", "Further up", id="progress.up", show=False),
    ]

    AUTO_FOCUS = ""
    """Not the first button, which may be hidden by now."""

    DEFAULT_CSS = """
    ProgressScreen #progress { padding: 1 2 0 2; height: 1fr; scrollbar-size-vertical: 1; }
    ProgressScreen #progress-title { text-style: bold; margin-bottom: 1; }
    ProgressScreen .side { margin-bottom: 1; }
    ProgressScreen #progress-notices { color: $text-muted; }
    ProgressScreen #progress-notices.-told { margin-bottom: 1; }
    ProgressScreen #progress-buttons { height: 1; padding: 0 2; margin: 1 0; }
    """

    def __init__(self, *, profile: str, ascii_only: bool = False) -> None:
        super().__init__()
        self._profile = profile
        self._ascii = ascii_only
        self._run_shown: Run | None = None
        self._now = _NEVER
        self._drawn: dict[Side, Text] = {}

    def compose(self) -> ComposeResult:
        """Title, both sides, how it ended, and the buttons, which stay in sight."""
        with VerticalScroll(id="progress", can_focus=False):
            yield Static(id="progress-title", markup=False)
            for side in Side:
                yield Static(id=f"side-{side.name.lower()}", classes="side", markup=False)
            yield Static(id="progress-notices", markup=False)
            yield Static(id="progress-outcome", markup=False)
        with Horizontal(id="progress-buttons"):
            yield PushButton("Run report", key="R", id="run")
            yield PushButton("Run in full", key="F", id="run_full")
            yield PushButton("Send it once more", id="retry")
            yield PushButton("Open report", key="R", id="open")
            yield PushButton("Cancel", key="x", id="cancel")
            for at in range(_ANSWERS):
                yield PushButton("", id=f"answer-{at}")
        yield KeyLine()

    def on_mount(self) -> None:
        """Draw what was handed in before the widgets existed."""
        self._draw_all()
        self._focus_first_button()

    def show_run(self, run: Run | None, *, now: Moment) -> None:
        """Show the run as it stands now; None before the first one."""
        is_new_turn = _turn_of(run) != _turn_of(self._run_shown)
        self._run_shown, self._now = run, now
        if not self.is_mounted:
            return
        if not is_new_turn:
            self._draw_sides()
            return
        self._draw_all()
        self.refresh_bindings()
        self._focus_first_button()
        self.call_after_refresh(self._scroll_to_words)

    def on_resize(self) -> None:
        """Keep in sight what is asked, or how the run ended."""
        self.call_after_refresh(self._scroll_to_words)

    def _scroll_to_words(self) -> None:
        """Bring into sight what is asked, or how the run ended; where all fits, nothing moves."""
        run = self._run_shown
        if run is not None and (run.question is not None or run.is_stopped):
            self.query_one("#progress", VerticalScroll).scroll_end(animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  # Textual's signature
        """Offer only what can be done now: run, cancel, open, or send a login again."""
        run = self._run_shown
        state = run.state if run else None
        match action:
            case "run" | "run_full":
                return state not in (RunState.RUNNING, RunState.READY)
            case "retry":
                return run is not None and isinstance(run.error, LoginRefusedError)
            case "open":
                return state is RunState.READY
            case "cancel":
                return state is RunState.RUNNING
            case _:
                return True

    def _draw_all(self) -> None:
        run = self._run_shown
        title = f"Report of {visible(run.profile if run else self._profile)}"
        self.query_one("#progress-title", Static).update(Text(title))
        self._draw_sides()
        notices = self.query_one("#progress-notices", Static)
        notices.update("\n".join(run.notices) if run else "")
        notices.set_class(bool(run and run.notices), "-told")
        self.query_one("#progress-outcome", Static).update(outcome_text(run))
        self._draw_buttons(run.question if run else None)

    def _draw_buttons(self, question: Question | None) -> None:
        """Show the buttons of what can be done now; while something is asked, the answers alone."""
        for action in ("run", "run_full", "retry", "open", "cancel"):
            button = self.query_one(f"#{action}", PushButton)
            button.display = question is None and bool(self.check_action(action, ()))
        for at in range(_ANSWERS):
            button = self.query_one(f"#answer-{at}", PushButton)
            button.display = question is not None
            if question is not None:
                button.rename(question.answers[at])

    def _draw_sides(self) -> None:
        """Repaint the sides whose words have changed, and lay out anew only where they need other lines."""
        for side in Side:
            text = side_text(side, self._run_shown, self._now, ascii_only=self._ascii)
            before = self._drawn.get(side, Text())
            if text != before:
                self._drawn[side] = text
                self._side(side).update(text, layout=_last_line(text) != _last_line(before))

    def _focus_first_button(self) -> None:
        """Put the focus on what is likeliest, or on the safe answer; never on what cancels the run."""
        buttons = [each for each in self.query(PushButton) if each.display and each.id != "cancel"]
        self.set_focus(buttons[0] if buttons else None)

    def _side(self, side: Side) -> Static:
        return self.query_one(f"#side-{side.name.lower()}", Static)

    @on(PushButton.Pressed, "#run")
    def action_run(self) -> None:
        """Ask for a run."""
        self.post_message(self.RunRequested())

    @on(PushButton.Pressed, "#run_full")
    def action_run_full(self) -> None:
        """Ask for a run that reads everything anew."""
        self.post_message(self.FullRunRequested())

    @on(PushButton.Pressed, "#retry")
    def _retry(self) -> None:
        self.post_message(self.RetryRequested())

    @on(PushButton.Pressed, "#answer-0, #answer-1")
    def _answered(self, event: PushButton.Pressed) -> None:
        question = self._run_shown and self._run_shown.question
        if question:
            at = int(str(event.button.id).rpartition("-")[2])
            self.post_message(self.AnswerGiven(question.answers[at]))

    @on(PushButton.Pressed, "#cancel")
    def action_cancel(self) -> None:
        """Ask for the end of the run."""
        self.post_message(self.CancelRequested())

    @on(PushButton.Pressed, "#open")
    def action_open(self) -> None:
        """Ask for the report that is ready."""
        self.post_message(self.OpenRequested())

    def action_page(self, way: int) -> None:
        """Scroll by a screenful."""
        scroll = self.query_one("#progress", VerticalScroll)
        scroll.scroll_page_down(animate=False) if way > 0 else scroll.scroll_page_up(animate=False)

    def action_leave(self) -> None:
        """Go back; a run goes on."""
        self.post_message(self.LeaveRequested())


def _turn_of(run: Run | None) -> tuple[object, ...]:
    """Return what the buttons and the words under both sides depend on; figures alone are no new turn."""
    return (run.state, run.question, run.notices) if run else ()


def _last_line(text: Text) -> str:
    """Return the line that says what is waited for: the one that may be too long for one line."""
    return text.plain.rpartition("\n")[2]
