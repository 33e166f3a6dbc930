"""The pages of one run on disk: opened when a full read begins, gone on with or begun anew."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Final

from axtui.services.checkpoint_log import CheckpointLog
from axtui.services.checkpoints import Checkpoint, Checkpoints
from axtui.services.page_log import NoPageLog, PageLog
from axtui.services.read_plan import goes_on
from axtui.services.run_wishes import RunWishes

_LOG: Final = logging.getLogger("axtui.run")


class RunPages:
    """The log of pages that both sides of a run share; a run that only looks for changes opens none."""

    def __init__(
        self,
        checkpoints: Checkpoints | None,
        profile: str,
        *,
        fingerprint: str,
        wishes: RunWishes,
        now: Callable[[], datetime],
        on_notice: Callable[[str], None],
    ) -> None:
        self._checkpoints = checkpoints
        self._profile = profile
        self._fingerprint = fingerprint
        self._wishes = wishes
        self._now = now
        self._on_notice = on_notice
        self._opening: asyncio.Task[CheckpointLog] | None = None
        self.began: datetime | None = None
        """When the interrupted run began whose pages are used; None where none are."""

    async def log(self) -> PageLog:
        """Return the log, the same one at every call; it keeps nothing where nothing may."""
        if self._checkpoints is None:
            return NoPageLog()
        if self._opening is None:
            self._opening = asyncio.create_task(self._opened(self._checkpoints))
        return await asyncio.shield(self._opening)

    async def finished(self) -> None:
        """Remove what was noted, by an earlier run too, since this run's result is kept."""
        if self._opening is not None:
            (await self._opening).finished()
        elif self._checkpoints is not None:
            await asyncio.to_thread(self._checkpoints.discard, self._profile)

    async def close(self) -> None:
        """Leave what was noted to the next run; what is too old for that goes, after a run has said so."""
        if self._opening is not None:
            (await self._opening).close()
        if self._checkpoints is not None:
            await asyncio.to_thread(self._checkpoints.sweep)

    async def _opened(self, checkpoints: Checkpoints) -> CheckpointLog:
        log, notices = await asyncio.to_thread(self._open, checkpoints)
        for notice in notices:
            self._on_notice(notice)
        return log

    def _open(self, checkpoints: Checkpoints) -> tuple[CheckpointLog, tuple[str, ...]]:
        found = checkpoints.found(self._profile, fingerprint=self._fingerprint)
        notices = (checkpoints.notice,) if checkpoints.notice else ()
        if found and goes_on(self._wishes, read_at=found.at, now=self._now()):
            self.began = found.began
            _LOG.info("going on pages=%d records=%d", found.pages, found.records)
            return found.open(), (*notices, _going_on(found))
        log = checkpoints.new(self._profile, fingerprint=self._fingerprint)
        return log, (*notices, _begun_anew(found)) if found else notices


def _going_on(found: Checkpoint) -> str:
    return f"Going on where the run of {_at(found)} stopped: {found.records:,} records are there already."


def _begun_anew(found: Checkpoint) -> str:
    return (
        f"Beginning anew; the {found.records:,} records of the interrupted run of {_at(found)} are not used."
    )


def _at(found: Checkpoint) -> str:
    return f"{found.at.astimezone():%Y-%m-%d %H:%M}"
