"""What is remembered of each profile's report: columns, saved filters, searches; a small file per profile.

Every change is made to what the file holds at that moment, under a lock, so that two programs that are open
at once lose nothing of each other's. A file that cannot be used is set aside, never written over.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from axtui.core.errors import CannotWriteError
from axtui.core.text import visible
from axtui.core.view import View
from axtui.services.file_troubles import cannot_write
from axtui.services.files import private_directory, write_private
from axtui.services.locked_file import LockedFile
from axtui.services.profile_files import move, path_of, profile_of, remove
from axtui.services.surroundings import Surroundings
from axtui.services.view_file import Change, KeptView, UnusableViewError, changed_at, read_view, written_view

Sleep = Callable[[float], Awaitable[None]]

_ENDING: Final = ".json"
_ASIDE: Final = ".json.aside"
_LOCK: Final = "lock"
"""One for all profiles; it is never removed, since who does so parts those who wait for it."""
_TRIES: Final = 100
_SECONDS_BETWEEN: Final = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """What is remembered, and what there is to say about it."""

    view: View
    problem: str = ""
    """Why something that was remembered before is not here; empty otherwise."""


class ViewStore:
    """Keeps one view per profile."""

    def __init__(
        self,
        directory: Path,
        *,
        sleep: Sleep = asyncio.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._directory = directory
        self._sleep = sleep
        self._now = now

    @classmethod
    def of(cls, surroundings: Surroundings) -> "ViewStore":
        """Return where this user's views are kept."""
        return cls(surroundings.state_dir / "views", sleep=surroundings.sleep, now=surroundings.now)

    async def load(self, profile: str) -> Remembered:
        """Return what is remembered of a profile; whatever is wrong with the file, the program goes on."""
        try:
            found = await asyncio.to_thread(read_view, self._path_of(profile))
            return Remembered(view=found.view)
        except OSError as error:
            path = visible(str(self._path_of(profile)))
            return Remembered(view=View(), problem=f"{path} cannot be read: {error.strerror}.")
        except UnusableViewError:
            return await self._set_aside(profile)

    async def _set_aside(self, profile: str) -> Remembered:
        try:
            return await self.change(profile, lambda view: view)
        except CannotWriteError as error:
            path = visible(str(self._path_of(profile)))
            return Remembered(view=View(), problem=f"{path} cannot be used, nor set aside. {error}")

    async def change(self, profile: str, change: Change) -> Remembered:
        """Change what is remembered and return it; raises CannotWriteError."""
        for _ in range(_TRIES):
            try:
                return await asyncio.to_thread(self._changed, profile, change)
            except BlockingIOError:
                await self._sleep(_SECONDS_BETWEEN)
        raise CannotWriteError(
            f"Another axtui keeps {visible(str(self._directory / _LOCK))} to itself.",
            hint="See what it does; it may be stopped.",
        )

    def _changed(self, profile: str, change: Change) -> Remembered:
        path = self._path_of(profile)
        private_directory(self._directory)
        with closing(self._locked()):
            try:
                before, problem = read_view(path), ""
            except UnusableViewError:
                before, problem = KeptView(), self._moved_aside(profile)
            except OSError as error:
                raise cannot_write(path, error) from error
            after = before.changed(change, now=self._now())
            if after.view != before.view:
                write_private(path, written_view(after), overwrite=True)
        return Remembered(view=after.view, problem=problem)

    def _locked(self) -> LockedFile:
        path = self._directory / _LOCK
        try:
            return LockedFile.opened(path)
        except BlockingIOError:
            raise
        except OSError as error:
            raise cannot_write(path, error) from error

    def _moved_aside(self, profile: str) -> str:
        path, aside = self._path_of(profile), path_of(self._directory, profile, ending=_ASIDE)
        move(path, aside)
        return (
            f"Saved filters, columns and searches of {visible(profile)} begin afresh: what was kept is "
            f"damaged, or of a newer axtui. It lies in {visible(str(aside))}."
        )

    def forget_searches(
        self, *, before: datetime | None = None, of: str | None = None
    ) -> tuple[int, tuple[Path, ...]]:
        """Forget searches made before a time, and files set aside before; or every search of one profile.

        Returns how many files have changed, and which could not. Blocks.
        """
        changed, left = 0, list[Path]()
        for path in self._files(of):
            try:
                changed += self._forget_in(path, before)
            except BlockingIOError:
                continue  # another run changes it at this moment; the next start looks again
            except (CannotWriteError, OSError):
                left.append(path)
        return changed, tuple(left)

    def _files(self, profile: str | None) -> list[Path]:
        endings = (_ENDING, _ASIDE)
        if profile is not None:
            paths = [path_of(self._directory, profile, ending=ending) for ending in endings]
            return [path for path in paths if path.exists()]
        return [path for ending in endings for path in sorted(self._directory.glob(f"*{ending}"))]

    def _forget_in(self, path: Path, before: datetime | None) -> bool:
        if path.name.endswith(_ASIDE):
            if before and changed_at(path) >= before:
                return False
            remove(path)
            return True
        try:
            old = read_view(path).made_before(before)
        except UnusableViewError:
            return False  # set aside when its profile is opened
        if not old:
            return False
        self._changed(profile_of(path, ending=_ENDING), lambda view: view.without_searches(old))
        return True

    def forget(self, profile: str) -> None:
        """Remove what is remembered of a profile; nothing is fine. Blocks."""
        for ending in (_ENDING, _ASIDE):
            remove(path_of(self._directory, profile, ending=ending))

    def rename(self, was: str, now: str) -> None:
        """Let what is remembered follow a profile to its new name. Blocks."""
        self.forget(now)
        for ending in (_ENDING, _ASIDE):
            move(path_of(self._directory, was, ending=ending), path_of(self._directory, now, ending=ending))

    def _path_of(self, profile: str) -> Path:
        return path_of(self._directory, profile, ending=_ENDING)
