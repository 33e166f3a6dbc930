"""A run as it is seen from beside it: what it takes and how it ends, for the ledger of runs."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Final

from axtui import __version__
from axtui.core.errors import Side
from axtui.core.progress import Progress
from axtui.services.run_ledger import LimitsTold, RunEntry, RunKind, RunLedger, RunOutcome, SideFigures
from axtui.services.surroundings import Surroundings

if TYPE_CHECKING:
    from axtui.sources.line import Line  # httpx takes longer to import than the start may last

_NOTHING: Final = Progress(side=Side.AUTOTASK)


class RunWatch:
    """Hears of a run while it goes on."""

    def __init__(
        self, *, began: datetime, kind: Callable[[], RunKind], on_progress: Callable[[Progress], None]
    ) -> None:
        self.is_incomplete = False
        """To be set where the run has read to its end, and is short."""
        self._began = began
        self._kind = kind
        self._on_progress = on_progress
        self._progress: dict[Side, Progress] = {}
        self._lines: dict[Side, Line] = {}

    def progressed(self, progress: Progress) -> None:
        """Hear how far a side has come, and hand it on."""
        self._progress[progress.side] = progress
        self._on_progress(progress)

    def uses(self, line: "Line") -> None:
        """Hear by which line a side is read: it counts requests and knows what was told of limits."""
        self._lines[line.side] = line

    def entry(self, *, ended: datetime, error: BaseException | None) -> RunEntry:
        """Return what is to be remembered of the run."""
        return RunEntry(
            began=self._began,
            ended=ended,
            kind=self._kind(),
            outcome=self._outcome(error),
            error=type(error).__name__ if error else "",
            autotask=self._figures(Side.AUTOTASK),
            xero=self._figures(Side.XERO),
            limits=self._limits(),
            version=__version__,
        )

    def _outcome(self, error: BaseException | None) -> RunOutcome:
        if error is None:
            return RunOutcome.INCOMPLETE if self.is_incomplete else RunOutcome.DONE
        is_failure = isinstance(error, Exception)
        return RunOutcome.FAILED if is_failure else RunOutcome.CANCELLED

    def _figures(self, side: Side) -> SideFigures:
        progress, line = self._progress.get(side, _NOTHING), self._lines.get(side)
        requests = line.patience.requests if line else 0
        return SideFigures(records=progress.done, pages=progress.pages, requests=requests)

    def _limits(self) -> LimitsTold:
        autotask, xero = self._lines.get(Side.AUTOTASK), self._lines.get(Side.XERO)
        return LimitsTold(
            hour_used=autotask.limits.hour_used if autotask else None,
            hour_limit=autotask.limits.hour_limit if autotask else None,
            minute_left=xero.limits.minute_left if xero else None,
            day_left=xero.limits.day_left if xero else None,
        )


@asynccontextmanager
async def watched(
    profile: str,
    *,
    surroundings: Surroundings,
    is_kept: bool,
    kind: Callable[[], RunKind],
    on_progress: Callable[[Progress], None],
) -> AsyncIterator[RunWatch]:
    """Watch a run and write down how it went, however it ends; nothing where nothing may be kept.

    `kind` is asked at the end: whether a run goes on with an earlier one's pages is known only then.
    """
    watch = RunWatch(began=surroundings.now(), kind=kind, on_progress=on_progress)
    ended_by: BaseException | None = None
    try:
        yield watch
    except BaseException as error:
        ended_by = error
        raise
    finally:
        if is_kept:
            entry = watch.entry(ended=surroundings.now(), error=ended_by)
            await asyncio.to_thread(RunLedger.of(surroundings).add, profile, entry)
