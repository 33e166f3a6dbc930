"""What a run asks: whether it goes on with what an interrupted one has left, and whether it may cost so much.

The app shows the questions; here stands when there is one, its words, and what an answer means for the run.
"""

import asyncio
from collections.abc import Callable
from typing import Final, Protocol

from axtui.core.errors import LimitReachedError, Side
from axtui.core.run_cost import RunCost
from axtui.services import reporting
from axtui.services.checkpoints import Checkpoint
from axtui.services.read_plan import RESUMED_UNASKED
from axtui.services.run_wishes import Resume, RunWishes
from axtui.services.run_words import cost_words
from axtui.tui.opened import Opened
from axtui.tui.run import Question
from axtui.tui.widgets.ask import AskScreen

_GO_ON: Final = "Go on from there"
_BEGIN_ANEW: Final = "Begin anew"
_CANCEL: Final = "Cancel the run"
_ALL_THE_SAME: Final = "Read all the same"


class Ask(Protocol):
    """Puts a question to the person."""

    async def __call__(self, question: Question) -> str:
        """Return the answer."""


class Asking:
    """The questions of one run."""

    def __init__(self, ask: Ask, *, tell: Callable[[str], None]) -> None:
        self._ask = ask
        self._tell = tell
        self.declined: LimitReachedError | None = None
        """With what the run ends because the person said no."""

    async def wishes(self, opened: Opened, *, full: bool, retry_auth: bool, keeps: bool) -> RunWishes:
        """Return how the run is to go; asks where that is not clear.

        `keeps` says whether pages may stay on the disk at all.
        """
        resume = await self._resume(opened) if keeps and not full else Resume.NO
        return RunWishes(full=full, resume=resume, retry_auth=retry_auth, consent=self.consent)

    async def _resume(self, opened: Opened) -> Resume:
        left = await asyncio.to_thread(
            reporting.interrupted, opened.profile, surroundings=opened.surroundings
        )
        if left is None or opened.surroundings.now() - left.at < RESUMED_UNASKED:
            return Resume.IF_RECENT
        return Resume.YES if await self._ask(resume_question(left)) == _GO_ON else Resume.NO

    async def consent(self, cost: RunCost) -> None:
        """Say what the run costs; ask where that is much, and end the run where the answer is no."""
        if not cost.needs_consent:
            self._tell(f"The run takes {cost_words(cost)}.")
            return
        if await self._ask(cost_question(cost)) == _CANCEL:
            self.declined = LimitReachedError(
                f"Cancelled: the run would take {cost_words(cost)}.", side=Side.AUTOTASK
            )
            raise self.declined


def resume_question(left: Checkpoint) -> Question:
    """Ask whether a run goes on with pages that are not quite new."""
    at = left.at.astimezone()
    return Question(
        words=(
            f"The run of {at:%d %b %H:%M} was interrupted; {left.records:,} records of it are kept. "
            "Go on where it stopped? What has changed since is looked for at the end."
        ),
        answers=(_GO_ON, _BEGIN_ANEW),
    )


def cost_question(cost: RunCost) -> Question:
    """Ask whether a run may take much of what all integrations share."""
    return Question(
        words=f"The run would take {cost_words(cost)}. Others may have to wait. Read all the same?",
        answers=(_CANCEL, _ALL_THE_SAME),
    )


def retry_question() -> AskScreen:
    """Ask before a login is sent again that was refused."""
    return AskScreen(
        "Send the refused login once more?",
        detail=(
            "Several refused logins lock an API user. Make sure that it is not locked already, and that user "
            "name, secret and integration code are right; C changes them."
        ),
        yes="Send it",
        no="Cancel",
    )
