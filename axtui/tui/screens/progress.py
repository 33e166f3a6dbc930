"""What a run is doing: per side a bar with figures and, where it waits, for what and how long."""

from typing import ClassVar, Final

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from axtui.core.errors import Side
from axtui.core.progress import Progress, Stage
from axtui.core.text import visible
from axtui.tui.run import Run, RunState, bar, figures, seconds_to_wait
from axtui.tui.widgets.key_line import KeyLine
from axtui.tui.widgets.push_button import PushButton

_BAR_WIDTH: Final = 40
_OUTCOMES: Final = {
    RunState.RUNNING: "Both systems are being read. You can leave this screen; the run goes on.",
    RunState.READY: "The report is ready.",
    RunState.CANCELLED: "Cancelled. Nothing was changed; the last report is still there.",
    RunState.SHOWN: "The last run; its report is open.",
}
_NOT_STARTED: Final = "Reads Autotask and Xero and builds the report. Nothing is ever written to either."


class ProgressScreen(Screen[None]):
    """Shows a run that belongs to the app; it can be left and entered again at any time."""

    class RunRequested(Message):
        """The person wants a run."""

    class CancelRequested(Message):
        """The person wants the run to end; the app asks first."""

    class OpenRequested(Message):
        """The person wants to see the report that is ready."""

    class LeaveRequested(Message):
        """The person wants to go back; the run goes on."""

    HELP: ClassVar[str] = """\
# Progress

One line per system: what it is doing, how much is read, and what it waits for. The run belongs to the
program, not to this screen: leave with `q` and come back with `P`.

| key | does |
|---|---|
| `R` | run the report; again, or enter, opens it when it is ready |
| `x` | cancel the run (asks first) |
| `enter` | open the report when it is ready, or the button that has the focus |
| `q`, `escape` | leave this screen; a run goes on |
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("R,f5", "run", "Run report", id="progress.run"),
        Binding("R,f5", "open", "Open report", id="progress.open"),
        Binding("x", "cancel", "Cancel the run", id="progress.cancel"),
        Binding("q,f10,escape", "leave", "Back", id="progress.leave"),
        Binding("tab,right", "app.focus_next", "Next button", id="progress.next", show=False),
        Binding(
            "shift+tab,left", "app.focus_previous", "Previous button", id="progress.previous", show=False
        ),
    ]

    DEFAULT_CSS = """
    ProgressScreen #progress { padding: 1 2; height: 1fr; scrollbar-size-vertical: 1; }
    ProgressScreen #progress-title { text-style: bold; margin-bottom: 1; }
    ProgressScreen .side { margin-bottom: 1; }
    ProgressScreen #progress-outcome { margin-bottom: 1; }
    ProgressScreen #progress-buttons { height: 1; }
    """

    def __init__(self, *, profile: str, ascii_only: bool = False) -> None:
        super().__init__()
        self._profile = profile
        self._ascii = ascii_only
        self._run_shown: Run | None = None
        self._now = 0.0
        self._drawn: dict[Side, Text] = {}

    def compose(self) -> ComposeResult:
        """Title, both sides, how it ended, and the buttons."""
        with VerticalScroll(id="progress", can_focus=False):
            yield Static(id="progress-title")
            for side in Side:
                yield Static(id=f"side-{side.name.lower()}", classes="side")
            yield Static(id="progress-outcome")
            with Horizontal(id="progress-buttons"):
                yield PushButton("Run report", key="R", id="run")
                yield PushButton("Open report", key="R", id="open")
                yield PushButton("Cancel", key="x", id="cancel")
        yield KeyLine()

    def on_mount(self) -> None:
        """Draw what was handed in before the widgets existed."""
        self._draw_all()

    def show_run(self, run: Run | None, *, now: float) -> None:
        """Show the run as it stands at `now` (monotonic seconds); None before the first one."""
        started_or_ended = self._state_of(run) is not self._state_of(self._run_shown)
        self._run_shown, self._now = run, now
        if not self.is_mounted:
            return
        if not started_or_ended:
            self._draw_sides()
            return
        self._draw_all()
        self.refresh_bindings()
        self._focus_first_button()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  # Textual's signature
        """Offer only what can be done now: run, cancel or open."""
        state = self._state_of(self._run_shown)
        match action:
            case "run":
                return state not in (RunState.RUNNING, RunState.READY)
            case "open":
                return state is RunState.READY
            case "cancel":
                return state is RunState.RUNNING
            case _:
                return True

    @staticmethod
    def _state_of(run: Run | None) -> RunState | None:
        return run.state if run else None

    def _draw_all(self) -> None:
        run = self._run_shown
        title = f"Report of {visible(run.profile if run else self._profile)}"
        self.query_one("#progress-title", Static).update(Text(title))
        self._draw_sides()
        self.query_one("#progress-outcome", Static).update(_outcome(run))
        for action in ("run", "open", "cancel"):
            self.query_one(f"#{action}", PushButton).display = bool(self.check_action(action, ()))

    def _draw_sides(self) -> None:
        """Repaint the sides whose words have changed, and lay out anew only where they need other lines."""
        for side in Side:
            text = _side_text(side, self._run_shown, self._now, ascii_only=self._ascii)
            before = self._drawn.get(side, Text())
            if text != before:
                self._drawn[side] = text
                self._side(side).update(text, layout=_last_line(text) != _last_line(before))

    def _focus_first_button(self) -> None:
        wanted = "#open" if self._state_of(self._run_shown) is RunState.READY else "#run"
        if self._state_of(self._run_shown) is not RunState.RUNNING:
            self.query_one(wanted, PushButton).focus()
        else:
            self.set_focus(None)

    def _side(self, side: Side) -> Static:
        return self.query_one(f"#side-{side.name.lower()}", Static)

    @on(PushButton.Pressed, "#run")
    def action_run(self) -> None:
        """Ask for a run."""
        self.post_message(self.RunRequested())

    @on(PushButton.Pressed, "#cancel")
    def action_cancel(self) -> None:
        """Ask for the end of the run."""
        self.post_message(self.CancelRequested())

    @on(PushButton.Pressed, "#open")
    def action_open(self) -> None:
        """Ask for the report that is ready."""
        self.post_message(self.OpenRequested())

    def action_leave(self) -> None:
        """Go back; a run goes on."""
        self.post_message(self.LeaveRequested())


def _side_text(side: Side, run: Run | None, now: float, *, ascii_only: bool) -> Text:
    run = run or Run(profile="", progress={side: Progress(side=side)})
    progress, now = run.progress[side], run.clock(now)
    amount = f"{progress.done:,}" if progress.total is None else f"{progress.done:,} of {progress.total:,}"
    share = "" if progress.fraction is None else f"  {progress.fraction:4.0%}"
    done = progress.stage is Stage.DONE
    stage = str(progress.stage) if done or not run.is_stopped else f"stopped; was {progress.stage}"
    return Text.assemble(
        (f"{progress.side:<10}", "bold"),
        (stage, "green" if done else ""),
        "\n",
        bar(progress.fraction, _BAR_WIDTH, ascii_only=ascii_only),
        f"  {amount}{share}" if progress.started else "",
        "\n",
        (figures(progress, now), "dim"),
        "\n",
        ("" if run.is_stopped else _waiting(progress, now), "bold"),
    )


def _last_line(text: Text) -> str:
    """Return the line that says what is waited for: the one that may be too long for one line."""
    return text.plain.rpartition("\n")[2]


def _waiting(progress: Progress, now: float) -> str:
    seconds = seconds_to_wait(progress, now)
    if seconds is None:
        return ""
    return f"waiting {seconds} s more: {progress.waiting_for}"


def _outcome(run: Run | None) -> Text:
    if run is None:
        return Text(_NOT_STARTED)
    if run.error is not None:
        side = f"{run.error.side}: " if run.error.side else ""
        return Text.assemble((f"! {side}{run.error.message}", "bold"), "\n", run.error.hint, "\n", _KEPT)
    return Text(_OUTCOMES.get(run.state, ""))


_KEPT: Final = "The last report, if there is one, is still there. R tries again."
