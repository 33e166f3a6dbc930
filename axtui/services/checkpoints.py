"""Pages that interrupted runs have left on disk, so that the next run goes on where one stopped.

One file per profile, to which records are only added; whoever adds to it holds a lock on it. What was left
under other settings, by another version, too long ago, or not whole, is not used.
"""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Self

from axtui.core.text import visible
from axtui.services.checkpoint_file import KEPT_FOR, Unusable, began_at, is_too_old, judge
from axtui.services.checkpoint_log import CheckpointLog
from axtui.services.locked_file import LockedFile, read_unlocked
from axtui.services.profile_files import move, path_of, remove
from axtui.services.surroundings import Surroundings

_ENDING: Final = ".pages"
_HEADING_IS_WITHIN: Final = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """What an interrupted run has left."""

    began: datetime
    at: datetime
    """When its last page arrived."""
    pages: int
    records: int
    path: Path
    fingerprint: str
    now: Callable[[], datetime]

    def open(self) -> CheckpointLog:
        """Go on with it. Reads all pages: from the event loop, call it in a thread."""
        return CheckpointLog.resumed(self.path, fingerprint=self.fingerprint, now=self.now)


class Checkpoints:
    """The checkpoints of all profiles, in a directory of their own. Every method blocks."""

    def __init__(self, directory: Path, *, now: Callable[[], datetime]) -> None:
        self._directory = directory
        self._now = now
        self.notice = ""
        """Why what the last call of `found` came upon is not used, or not all of it; else empty."""

    @classmethod
    def of(cls, surroundings: Surroundings) -> Self:
        """Return those that interrupted runs have left."""
        return cls(surroundings.cache_dir / "checkpoints", now=surroundings.now)

    def found(self, profile: str, *, fingerprint: str) -> Checkpoint | None:
        """Return what an interrupted run of the profile has left for a run with this fingerprint.

        Changes nothing and raises nothing; nothing is found while another run adds to it.
        """
        self.notice = ""
        path = self._path_of(profile)
        try:
            file = read_unlocked(path)
        except (FileNotFoundError, BlockingIOError):
            return None
        except OSError as error:
            self.notice = (
                f"What an interrupted run has left cannot be read: {error.strerror} ({visible(str(path))})."
            )
            return None
        return self._judged(path, file, fingerprint) if file else None

    def new(self, profile: str, *, fingerprint: str) -> CheckpointLog:
        """Begin to note pages, in place of whatever an earlier run has left; raises nothing."""
        return CheckpointLog.begun(self._path_of(profile), fingerprint=fingerprint, now=self._now)

    def discard(self, profile: str) -> None:
        """Remove what an interrupted run has left, but not what a run is adding to; raises nothing."""
        path = self._path_of(profile)
        with contextlib.suppress(OSError):
            if path.exists():
                _remove_unlocked(path)

    def forget(self, profile: str) -> None:
        """Remove what is left of a profile's runs; nothing left is fine."""
        remove(self._path_of(profile))

    def rename(self, was: str, now: str) -> None:
        """Let what is left follow a profile to its new name."""
        move(self._path_of(was), self._path_of(now))

    def sweep(self, *, kept_for: timedelta = KEPT_FOR) -> None:
        """Remove what is too old to be gone on with, whether or not its profile is still there."""
        with contextlib.suppress(OSError):
            for path in self._directory.glob(f"*{_ENDING}"):
                # A file may be of a year that no calendar has.
                with contextlib.suppress(OSError, ValueError, OverflowError):
                    self._remove_if_old(path, kept_for)

    def _judged(self, path: Path, file: bytes, fingerprint: str) -> Checkpoint | None:
        judged = judge(file, fingerprint=fingerprint, now=self._now())
        self.notice = judged.notice
        if isinstance(judged, Unusable):
            return None
        pages = [page for each in judged.told.pages.values() for page in each]
        if not pages:
            return None
        return Checkpoint(
            began=judged.told.began,
            at=judged.told.at,
            pages=len(pages),
            records=sum(page.records for page in pages),
            path=path,
            fingerprint=fingerprint,
            now=self._now,
        )

    def _remove_if_old(self, path: Path, kept_for: timedelta) -> None:
        began = began_at(read_unlocked(path, most=_HEADING_IS_WITHIN))
        if began is None:  # another version's, or damaged: only the file system knows
            began = min(self._now(), datetime.fromtimestamp(path.stat().st_mtime, UTC))
        if is_too_old(began, self._now(), kept_for=kept_for):
            _remove_unlocked(path)

    def _path_of(self, profile: str) -> Path:
        return path_of(self._directory, profile, ending=_ENDING)


def _remove_unlocked(path: Path) -> None:
    with contextlib.closing(LockedFile.opened(path)) as file:
        file.remove()
