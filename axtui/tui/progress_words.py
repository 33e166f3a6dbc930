"""What the progress screen says: how each side stands, what it waits for, and how the run ended."""

from typing import Final

from rich.text import Text

from axtui.core.errors import LoginRefusedError, Side
from axtui.core.models import Snapshot
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
_CORRECTED: Final = "C corrects the login; then R tries again."
_GOES_ON: Final = "What was read is kept: R goes on from there."
_MAY_STOP: Final = "You may cancel (x) and go on later: what was read is kept."
_MAY_RUN_LATER: Final = "You may cancel (x) and run the report later."
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
    if progress.total is None or progress.done > progress.total:  # some came while the others were read
        return f"{progress.done:,}"
    return f"{progress.done:,} of {progress.total:,}"


def _waiting(run: Run, progress: Progress, now: Moment) -> str:
    """Say what a side waits for and until when; of a wait of minutes, that nobody has to sit through it."""
    seconds = waits(progress, now)
    if run.is_stopped or not seconds:
        return ""
    until = now.time_at(progress.waiting_until or 0.0)
    words = f"{wait_words(progress.waiting_for, side=progress.side, until=until)}."
    if seconds <= LONG_WAIT or not run.can_go_on:
        return words
    return f"{words} {_MAY_RUN_LATER if progress.changes_only else _MAY_STOP}"


def outcome_text(run: Run | None) -> Text:
    """Return what stands under both sides: what the run asks, or how it stands, and what to do next."""
    if run is None:
        return Text(_NOT_STARTED)
    if run.question is not None:
        return Text(run.question.words, "bold")
    again = _again(run)
    if run.error is not None:
        said = f"! {about_side(run.error.message, run.error.side)}"
        rest = (come_back_words(run.error), run.error.hint, f"{_KEPT} {again}")
        return Text.assemble((said, "bold"), *(f"\n{line}" for line in rest if line))
    if run.state is RunState.CANCELLED:
        return Text(f"{run.because or _CANCELLED} {_KEPT} {again}")
    return Text(run.because or _OUTCOMES.get(run.state, ""))


def _again(run: Run) -> str:
    """Say what another run does; after a refused login it would be refused here."""
    if isinstance(run.error, LoginRefusedError):
        return _CORRECTED
    return _GOES_ON if run.leaves_pages else _AGAIN


def cancelled_words(run: Run) -> str:
    """Say before a run is ended what becomes of what it has read; nothing where it has read nothing."""
    if run.keeps_pages:
        return "What was read so far is kept; the next run goes on from there."
    return "What was read so far is thrown away." if run.has_read else ""


def incomplete_words(snapshot: Snapshot | None) -> str:
    """Say of a report that is ready that it is short; nothing where it is whole."""
    if snapshot is None or not snapshot.incomplete_because:
        return ""
    return "The report is ready, but incomplete: rows may be missing or have a wrong note. It says why."
