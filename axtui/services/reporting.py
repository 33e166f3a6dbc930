"""Runs, and what is kept of them: what both doors call to read anew."""

import asyncio
import contextlib
import dataclasses
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from axtui.core.errors import CannotWriteError, DataError
from axtui.core.models import Snapshot
from axtui.core.progress import Progress
from axtui.services.checkpoints import Checkpoint, Checkpoints
from axtui.services.config import AppSettings, Profile, XeroLogin
from axtui.services.last_reports import keeps
from axtui.services.read_plan import can_refresh, fingerprint_of, goes_on
from axtui.services.read_state import Base, Kept, base_of
from axtui.services.report_store import ReportStore
from axtui.services.run_ledger import RunKind
from axtui.services.run_pages import RunPages
from axtui.services.run_watch import watched
from axtui.services.run_wishes import RunWishes
from axtui.services.snapshots import SnapshotStore
from axtui.services.surroundings import Surroundings

if TYPE_CHECKING:
    from types import ModuleType

    from axtui.services.fetch import Reading
    from axtui.services.token_store import TokenStore

_LOG: Final = logging.getLogger("axtui.run")
_AS_USUAL: Final = RunWishes()


async def run(
    profile: Profile,
    *,
    surroundings: Surroundings,
    settings: AppSettings,
    wishes: RunWishes = _AS_USUAL,
    on_progress: Callable[[Progress], None],
    on_not_kept: Callable[[CannotWriteError], None],
    on_notice: Callable[[str], None],
) -> Snapshot:
    """Read both sides, in full or what has changed, and keep the result as the profile's last snapshot.

    A full disk does not throw away what took minutes to read: `on_not_kept` hears why, and the snapshot is
    returned all the same. `on_notice` hears sentences about how the run goes.
    """
    fetching = await asyncio.to_thread(_import_fetching)
    if settings.retention_days == 0:
        with contextlib.suppress(CannotWriteError):  # said when the read is kept nowhere
            await asyncio.to_thread(_leave_nothing, profile.name, surroundings)
    fingerprint = await asyncio.to_thread(fingerprint_of_tenants, profile, surroundings)
    pages = RunPages(
        Checkpoints.of(surroundings) if keeps(settings, surroundings) else None,
        profile.name,
        fingerprint=fingerprint,
        wishes=wishes,
        now=surroundings.now,
        on_notice=on_notice,
    )
    reading = fetching.Reading(
        profile=profile,
        fingerprint=fingerprint,
        wishes=wishes,
        base=await asyncio.to_thread(_base, profile, fingerprint, wishes, surroundings),
        pages=pages,
        on_notice=on_notice,
    )
    _LOG.info("begin kind=%s keeps=%s", "changes" if reading.base else "full", keeps(settings, surroundings))
    try:
        kept = await _watched_fetch(
            fetching, reading, surroundings=surroundings, settings=settings, on_progress=on_progress
        )
        _log_counts(kept.snapshot)
        try:
            await _keep_instead_of(pages, kept, surroundings, settings)
        except CannotWriteError as error:
            on_not_kept(error)
    finally:
        await pages.close()
    return kept.snapshot


async def _watched_fetch(
    fetching: "ModuleType",
    reading: "Reading",
    *,
    surroundings: Surroundings,
    settings: AppSettings,
    on_progress: Callable[[Progress], None],
) -> Kept:
    """Read, and let the ledger of runs know how that went."""
    watching = watched(
        reading.profile.name,
        surroundings=surroundings,
        is_kept=keeps(settings, surroundings),
        kind=lambda: _kind_of(reading),
        on_progress=on_progress,
    )
    async with watching as watch:
        kept: Kept = await fetching.fetch(
            dataclasses.replace(reading, on_line=watch.uses),
            surroundings=surroundings,
            ca_file=settings.ca_file,
            on_progress=watch.progressed,
        )
        watch.is_incomplete = bool(kept.snapshot.incomplete_because)
    return kept


def _kind_of(reading: "Reading") -> RunKind:
    if reading.base is not None:
        return RunKind.CHANGES
    return RunKind.RESUMED if reading.pages.began else RunKind.FULL


def _log_counts(snapshot: Snapshot) -> None:
    _LOG.info(
        "read companies=%d contacts=%d customers=%d complete=%s",
        len(snapshot.companies),
        len(snapshot.contacts),
        len(snapshot.customers),
        not snapshot.incomplete_because,
    )


def interrupted(profile: Profile, *, surroundings: Surroundings) -> Checkpoint | None:
    """Return what an interrupted run of the profile has left to go on with; reads a file."""
    if not surroundings.uses_cache:
        return None
    return Checkpoints.of(surroundings).found(
        profile.name, fingerprint=fingerprint_of_tenants(profile, surroundings)
    )


def login_warning(profile: Profile, *, surroundings: Surroundings) -> str:
    """Say in time that a person's login to Xero ends; empty while it lasts. Reads a file."""
    if profile.xero.login is not XeroLogin.PKCE:
        return ""
    from axtui.services.token_store import token_warning  # brings httpx along, as above

    return token_warning(profile.name, surroundings=surroundings)


def _import_fetching() -> "ModuleType":
    from axtui.services import fetch  # httpx and msgspec take longer to import than the start may last

    return fetch


def fingerprint_of_tenants(profile: Profile, surroundings: Surroundings) -> str:
    """Return what is read, the organisation included that a person chose when signing in; reads a file."""
    if profile.xero.login is not XeroLogin.PKCE:
        return fingerprint_of(profile)
    login = _logins(surroundings).load(profile.name)
    return fingerprint_of(profile, organisation=login.organisation.id if login else "")


def _logins(surroundings: Surroundings) -> "TokenStore":
    from axtui.services.token_store import TokenStore  # brings httpx along, which the start must not wait for

    return TokenStore.of(surroundings)


def _base(profile: Profile, fingerprint: str, wishes: RunWishes, surroundings: Surroundings) -> Base | None:
    """Return the last read where it is enough to ask what has changed since."""
    if wishes.full or not surroundings.uses_cache or _goes_on(profile, wishes, surroundings):
        return None
    snapshots = SnapshotStore.of(surroundings)
    try:
        state = snapshots.state(profile.name)
        if state is None or not can_refresh(state, fingerprint=fingerprint, now=surroundings.now()):
            return None
        kept = snapshots.load(profile.name)
    except DataError:  # what cannot be read is read anew
        return None
    return base_of(kept.snapshot, kept.state) if kept and kept.state else None


def _goes_on(profile: Profile, wishes: RunWishes, surroundings: Surroundings) -> bool:
    """Say whether pages of an interrupted run are used: a full one, whose end has promised this."""
    left = interrupted(profile, surroundings=surroundings)
    return left is not None and goes_on(wishes, read_at=left.at, now=surroundings.now())


async def _keep_instead_of(
    pages: RunPages, kept: Kept, surroundings: Surroundings, settings: AppSettings
) -> None:
    """Save the read and drop its pages; where there is no room, drop them first: they are as large."""
    try:
        await asyncio.to_thread(_keep, kept, surroundings, settings)
    except CannotWriteError:
        await pages.finished()
        await asyncio.to_thread(_keep, kept, surroundings, settings)
    else:
        await pages.finished()


def _keep(kept: Kept, surroundings: Surroundings, settings: AppSettings) -> None:
    """Save the read, or leave nothing on disk where the setting says that nothing may stay there."""
    if settings.retention_days == 0:
        _leave_nothing(kept.snapshot.profile, surroundings)
        return
    if surroundings.uses_cache:
        SnapshotStore.of(surroundings).save(kept.snapshot, kept.state)


def _leave_nothing(profile_name: str, surroundings: Surroundings) -> None:
    """Remove what earlier runs have left of the profile's records, under another setting perhaps."""
    for kind in (SnapshotStore, ReportStore, Checkpoints):
        kind.of(surroundings).forget(profile_name)
