"""One read of both systems, and the last one kept: what both doors call before they build a report."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from axtui.core.errors import CannotWriteError
from axtui.core.models import Snapshot
from axtui.core.progress import Progress
from axtui.services.config import AppSettings, Profile
from axtui.services.snapshots import SnapshotStore
from axtui.services.surroundings import Surroundings


class Fetch(Protocol):
    """What `services.fetch` offers; named here because its module is imported late."""

    async def __call__(
        self,
        profile: Profile,
        *,
        surroundings: Surroundings,
        ca_file: str,
        on_progress: Callable[[Progress], None],
    ) -> Snapshot:
        """Read both sides at once."""


async def run(
    profile: Profile,
    *,
    surroundings: Surroundings,
    settings: AppSettings,
    on_progress: Callable[[Progress], None],
    on_not_kept: Callable[[CannotWriteError], None],
) -> Snapshot:
    """Read both sides and keep the result as the profile's last snapshot.

    A full disk does not throw away what took minutes to read: `on_not_kept` hears why, and the
    snapshot is returned all the same.
    """
    fetch = await asyncio.to_thread(_import_fetch)
    snapshot = await fetch(
        profile, surroundings=surroundings, ca_file=settings.ca_file, on_progress=on_progress
    )
    try:
        await asyncio.to_thread(_keep, snapshot, surroundings, settings)
    except CannotWriteError as error:
        on_not_kept(error)
    return snapshot


def last_snapshot(profile_name: str, *, surroundings: Surroundings) -> Snapshot | None:
    """Return what the profile's last read found, or None before the first one.

    Reads a file: from the event loop, call it in a thread.
    """
    kept = _store(surroundings).load(profile_name)
    return kept.snapshot if kept else None


def follow_rename(was: str, now: str, *, surroundings: Surroundings) -> None:
    """Keep the last snapshot of a profile under the name that it has now; reads and writes files."""
    store = _store(surroundings)
    kept = store.load(was)
    if kept is not None:
        store.save(replace(kept.snapshot, profile=now), kept.state)
    store.forget(was)


def forget(profile_name: str, *, surroundings: Surroundings) -> None:
    """Remove the last snapshot of a profile that is no more; writes files."""
    _store(surroundings).forget(profile_name)


def _import_fetch() -> Fetch:
    from axtui.services.fetch import fetch  # httpx and msgspec take longer to import than the start may last

    return fetch


def _keep(snapshot: Snapshot, surroundings: Surroundings, settings: AppSettings) -> None:
    """Save the snapshot, or leave nothing on disk where the setting says that nothing may stay there."""
    store = _store(surroundings)
    if settings.retention_days == 0:
        store.forget(snapshot.profile)
        return
    store.save(snapshot, None)


def _store(surroundings: Surroundings) -> SnapshotStore:
    return SnapshotStore(surroundings.cache_dir / "snapshots")
