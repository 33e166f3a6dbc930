"""How long what was read stays on the disk: `retention_days`, counted from the moment it was read.

Both doors sweep when they start, and whoever opens a report asks here first whether it may still be shown:
what is too old is never shown, even where it could not be removed. A time in the future, from a clock that
has jumped, counts as this moment.
"""

import contextlib
import logging
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from axtui.core.errors import DataError
from axtui.core.models import FetchedAt
from axtui.services.config_values import AppSettings
from axtui.services.partial_files import sweep_partials
from axtui.services.profile_files import path_of, profile_of
from axtui.services.surroundings import Surroundings

if TYPE_CHECKING:
    from axtui.services.snapshots import SnapshotStore

_LOG: Final = logging.getLogger("axtui.files")
_SNAPSHOT: Final = ".sqlite3"
_REPORT: Final = ".report"
_CRASH: Final = "[0-9]*T[0-9]*Z-*.txt"
"""As services/crash_reports names them; importing that would take longer than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """What came of a sweep."""

    removed: int = 0
    """How many files are gone, or were made shorter."""
    left: tuple[Path, ...] = ()
    """What is too old and could not be removed."""


def is_expired(fetched_at: FetchedAt, *, settings: AppSettings, now: datetime) -> bool:
    """Say whether a read is too old to be shown."""
    return min(fetched_at.autotask, fetched_at.xero) < _oldest(settings, now)


def sweep(profiles: Iterable[str], *, settings: AppSettings, surroundings: Surroundings) -> Swept:
    """Remove what is too old, and with `retention_days = 0` all that was read for these profiles. Blocks.

    Other profiles, of another configuration perhaps, keep theirs for the usual time then.
    """
    places = (surroundings, replace(surroundings, cache_dir=surroundings.cache_dir / "demo"))
    usual = settings if settings.retention_days else AppSettings()
    oldest = _oldest(usual, surroundings.now())
    swept = [_sweep_cache(place, oldest) for place in places]
    swept.append(_sweep_state(surroundings, oldest))
    if not settings.retention_days:
        swept += [_forget(profile, surroundings) for profile in profiles]
    removed, left = sum(each.removed for each in swept), tuple(path for each in swept for path in each.left)
    _LOG.info("swept days=%d removed=%d left=%d", settings.retention_days, removed, len(left))
    return Swept(removed=removed, left=left)


def _oldest(settings: AppSettings, now: datetime) -> datetime:
    """Return the time before which nothing is kept."""
    if not settings.retention_days:
        return datetime.max.replace(tzinfo=now.tzinfo)
    try:
        return now - timedelta(days=settings.retention_days)
    except OverflowError:  # a clock that stands in the first years of the calendar
        return datetime.min.replace(tzinfo=now.tzinfo)


def _sweep_cache(place: Surroundings, oldest: datetime) -> Swept:
    directory = place.cache_dir / "snapshots"
    if not (directory.is_dir() or (place.cache_dir / "checkpoints").is_dir()):
        return Swept()
    from axtui.services.checkpoints import Checkpoints  # most places hold nothing, and need none of these
    from axtui.services.snapshots import SnapshotStore

    sweep_partials(directory)
    sweep_partials(place.cache_dir / "checkpoints")
    Checkpoints.of(place).sweep(kept_for=max(place.now() - oldest, timedelta(0)))
    old = list(_old_reads(directory, SnapshotStore.of(place), oldest))
    return _removed((*old, *_old_reports(directory, oldest, gone=frozenset(old))))


def _old_reads(directory: Path, store: "SnapshotStore", oldest: datetime) -> Iterator[Path]:
    """Find reads by the time that stands in them, else by that of the file."""
    for path in _files(directory, _SNAPSHOT):
        if _is_older(path, oldest):
            yield path
            continue
        with contextlib.suppress(DataError):  # damaged: there is nothing but the file's own time
            read_at = store.fetched_at(profile_of(path, ending=_SNAPSHOT))
            if read_at and min(read_at.autotask, read_at.xero) < oldest:
                yield path


def _old_reports(directory: Path, oldest: datetime, *, gone: frozenset[Path]) -> Iterator[Path]:
    """Find reports whose read is too old, or not there: a report is written after its read."""
    for path in _files(directory, _REPORT):
        read = path.with_suffix(_SNAPSHOT)
        if _is_older(path, oldest) or read in gone or not read.exists():
            yield path


def _sweep_state(place: Surroundings, oldest: datetime) -> Swept:
    for name in ("views", "crashes", "refused", "tokens", "runs", "history"):
        sweep_partials(place.state_dir / name)
    crashes = _removed(
        path for path in _found(place.state_dir / "crashes", _CRASH) if _is_older(path, oldest)
    )
    if not (place.state_dir / "views").is_dir():
        return crashes
    from axtui.services.views import ViewStore  # as above

    forgotten, left = ViewStore.of(place).forget_searches(before=oldest)
    return Swept(removed=crashes.removed + forgotten, left=(*crashes.left, *left))


def _forget(profile: str, place: Surroundings) -> Swept:
    """Remove what was read for a profile, whenever that was."""
    from axtui.services.checkpoints import Checkpoints  # as above
    from axtui.services.views import ViewStore

    Checkpoints.of(place).discard(profile)
    kept = (path_of(place.cache_dir / "snapshots", profile, ending=ending) for ending in (_SNAPSHOT, _REPORT))
    swept = _removed(path for path in kept if os.path.lexists(path))
    forgotten, left = ViewStore.of(place).forget_searches(of=profile)
    return Swept(removed=swept.removed + forgotten, left=(*swept.left, *left))


def _files(directory: Path, ending: str) -> list[Path]:
    return _found(directory, f"*{ending}")


def _found(directory: Path, pattern: str) -> list[Path]:
    with contextlib.suppress(OSError):
        return sorted(directory.glob(pattern))
    return []


def _is_older(path: Path, oldest: datetime) -> bool:
    with contextlib.suppress(OSError):
        return path.lstat().st_mtime < oldest.timestamp()
    return False


def _removed(paths: Iterable[Path]) -> Swept:
    removed, left = 0, list[Path]()
    for path in paths:
        try:
            path.unlink(missing_ok=True)
            removed += 1
        except OSError:
            left.append(path)
    return Swept(removed=removed, left=tuple(left))
