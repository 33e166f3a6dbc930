"""What the progress screen says: how each side stands, what it waits for, and how the run ended."""

from typing import Final

from rich.text import Text

from axtui.core.errors import Side
from axtui.core.progress import Progress, Stage
from axtui.services.run_words import LONG_WAIT, about_side, come_back_words, wait_words
from axtui.tui.run import Moment, Run, RunState, bar, figures, waits

_BAR_WIDTH: Final = 40
_OUTCOMES: Final = {
    RunState.RUNNING: "Both systems are being read. You can leave this screen; the run goes on.",
    RunState.READY: "The report is ready.",
    RunState.SHOWN: "The last run; its report is open.",
}
_CANCELLED: Final = "Cancelled. Nothing was changed."
_KEPT: Final = "The last report, if there is one, is still there."
_AGAIN: Final = "R tries again."
_GOES_ON: Final = "What was read is kept: R goes on from there."
_MAY_STOP: Final = "You may cancel (x) and go on later: what was read is kept."
_NOT_STARTED: Final = "Reads Autotask and Xero and builds the report. Nothing is ever written to either."


def side_text(side: Side, run: Run | None, now: Moment, *, ascii_only: bool) -> Text:
    """Return the lines of one side: its stage, a bar, figures, and last what it waits for."""
    run = run or Run(profile="", progress={side: Progress(side=side)})
    progress, clock = run.progress[side], run.clock(now.monotonic)
    amount = _amount(progress)
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
        (figures(progress, clock), "dim"),
        "\n",
        (_waiting(run, progress, now), "bold"),
    )


def _amount(progress: Progress) -> str:
    if progress.changes_only and progress.finished:
        return progress.amount
    return f"{progress.done:,}" if progress.total is None else f"{progress.done:,} of {progress.total:,}"


def _waiting(run: Run, progress: Progress, now: Moment) -> str:
    """Say what a side waits for and until when; of a wait of minutes, that nobody has to sit through it."""
    seconds = waits(progress, now)
    if run.is_stopped or not seconds:
        return ""
    until = now.time_at(progress.waiting_until or 0.0)
    words = f"{wait_words(progress.waiting_for, side=progress.side, until=until)}."
    return f"{words} {_MAY_STOP}" if seconds > LONG_WAIT and run.can_go_on else words


def outcome_text(run: Run | None) -> Text:
    """Return what stands under both sides: what the run asks, or how it stands, and what to do next."""
    if run is None:
        return Text(_NOT_STARTED)
    if run.question is not None:
        return Text(run.question.words, "bold")
    again = _GOES_ON if run.leaves_pages else _AGAIN
    if run.error is not None:
        said = f"! {about_side(run.error.message, run.error.side)}"
        rest = (come_back_words(run.error), run.error.hint, f"{_KEPT} {again}")
        return Text.assemble((said, "bold"), *(f"\n{line}" for line in rest if line))
    if run.state is RunState.CANCELLED:
        return Text(f"{run.because or _CANCELLED} {_KEPT} {again}")
    return Text(_OUTCOMES.get(run.state, ""))
