"""The read of both systems at once, into one snapshot that says of itself whether it is complete."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from axtui.core.errors import Side
from axtui.core.models import FetchedAt, Snapshot
from axtui.core.progress import Progress
from axtui.services.autotask_reading import read_autotask, refresh_autotask
from axtui.services.config import Profile
from axtui.services.login_guard import guarded_login
from axtui.services.narrator import Narrator
from axtui.services.page_log import PageLog
from axtui.services.read_state import AutotaskRead, Base, Kept, ReadState, XeroRead
from axtui.services.run_pages import RunPages
from axtui.services.run_wishes import RunWishes
from axtui.services.sides import OpenLine, autotask_lanes, autotask_settings, opened, xero_source
from axtui.services.surroundings import Surroundings
from axtui.services.together import together
from axtui.services.xero_reading import read_xero, refresh_xero
from axtui.sources.autotask import connected
from axtui.sources.line import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a run reads, and how: in full, or the changes since an earlier read."""

    profile: Profile
    fingerprint: str
    wishes: RunWishes
    base: Base | None
    """The read that is brought up to date; None for a full one."""
    pages: RunPages
    """What a full read has read, so that another run can go on from there."""
    on_notice: Callable[[str], None]
    """Hears sentences about how the run goes."""
    on_line: Callable[[Line], None] = lambda _: None
    """Hears of the line of each side, which counts what the run takes."""


async def fetch(
    reading: Reading, *, surroundings: Surroundings, ca_file: str, on_progress: Callable[[Progress], None]
) -> Kept:
    """Read both sides at once; when one fails, cancel the other and raise the failure's own error."""
    began = surroundings.now()
    async with opened(surroundings, ca_file=ca_file) as line, together() as group:
        run = _Run(reading, surroundings, line, on_progress)
        autotask = group.create_task(run.autotask())
        xero = group.create_task(run.xero())
    return run.kept(autotask.result(), xero.result(), began=began)


class _Run:
    """One run over both sides."""

    def __init__(
        self,
        reading: Reading,
        surroundings: Surroundings,
        line: OpenLine,
        on_progress: Callable[[Progress], None],
    ) -> None:
        self._reading = reading
        self._surroundings = surroundings
        self._line = line
        self._on_progress = on_progress
        self._in_full: set[Side] = set()

    async def autotask(self) -> AutotaskRead:
        """Bring the kept read up to date where that is safe, or read everything."""
        reading, narrator = self._reading, self._narrator(Side.AUTOTASK)
        settings = await autotask_settings(reading.profile, self._surroundings)
        line = self._opened(Side.AUTOTASK, narrator)
        guard = guarded_login(
            reading.profile.name, settings, self._surroundings, retry_auth=reading.wishes.retry_auth
        )
        async with guard as let_in:
            pace = autotask_lanes(settings, line, self._surroundings)
            source = await connected(settings, line, pace=pace)
            await let_in()
            if (base := self._base) and (
                found := await refresh_autotask(source, kept=base.autotask, narrator=narrator)
            ):
                return found
            log = await self._log(Side.AUTOTASK)
            return await read_autotask(source, narrator=narrator, log=log, consent=reading.wishes.consent)

    async def xero(self) -> XeroRead:
        """Bring the kept read up to date where that is safe, or read everything."""
        narrator = self._narrator(Side.XERO)
        line = self._opened(Side.XERO, narrator)
        source = await xero_source(self._reading.profile, line, self._surroundings)
        if (base := self._base) and (found := await refresh_xero(source, kept=base.xero, narrator=narrator)):
            return found
        return await read_xero(source, narrator=narrator, log=await self._log(Side.XERO))

    def _opened(self, side: Side, narrator: Narrator) -> Line:
        line = self._line(side, narrator.heard_wait)
        self._reading.on_line(line)
        return line

    @property
    def _base(self) -> Base | None:
        return self._reading.base

    async def _log(self, side: Side) -> PageLog:
        self._in_full.add(side)
        if self._base is not None:
            self._reading.on_notice(
                f"{side} is read anew in full: what has changed since the last read is not enough this time."
            )
        return await self._reading.pages.log()

    def _narrator(self, side: Side) -> Narrator:
        return Narrator(side, monotonic=self._surroundings.monotonic, on_progress=self._on_progress)

    def kept(self, autotask: AutotaskRead, xero: XeroRead, *, began: datetime) -> Kept:
        """Put both sides together; a read that is short is nothing to build on."""
        incomplete_because = autotask.incomplete_because + xero.incomplete_because
        snapshot = Snapshot(
            profile=self._reading.profile.name,
            fetched_at=FetchedAt(autotask=began, xero=began),
            companies=autotask.companies,
            contacts=autotask.contacts,
            customers=xero.customers,
            facts=replace(autotask.facts, organisation=xero.organisation),
            incomplete_because=incomplete_because,
        )
        state = None if incomplete_because else self._state(autotask, xero, began=began)
        return Kept(snapshot=snapshot, state=state)

    def _state(self, autotask: AutotaskRead, xero: XeroRead, *, began: datetime) -> ReadState:
        return ReadState(
            fingerprint=self._reading.fingerprint,
            full_at=self._full_at(began),
            autotask_since=autotask.since,
            xero_since=xero.since,
            other_companies=autotask.other_companies,
            other_contacts=autotask.other_contacts,
        )

    def _full_at(self, began: datetime) -> datetime:
        """Return since when everything is known: what was read before this run is as old as that read."""
        known_since = [began]
        if self._base is not None and self._in_full != set(Side):
            known_since.append(self._base.full_at)
        if self._reading.pages.began is not None:
            known_since.append(self._reading.pages.began)
        return min(known_since)
