"""What is remembered of each profile's report: columns, saved filters, searches; a small file per profile.

Every change is made to what the file holds at that moment, under a lock, so that two programs that are open
at once lose nothing of each other's. A file that cannot be used is set aside, never written over. Beside each
search stands when it was made, since searches may name customers and are kept for a time only.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from axtui.core.column_choice import choice_from
from axtui.core.errors import CannotWriteError
from axtui.core.notes import Note
from axtui.core.text import visible
from axtui.core.view import SavedFilter, View
from axtui.services.file_troubles import cannot_write
from axtui.services.files import private_directory, write_private
from axtui.services.locked_file import LockedFile, read_unlocked
from axtui.services.profile_files import move, path_of, profile_of, remove
from axtui.services.stored_times import stored_time
from axtui.services.surroundings import Surroundings

Change = Callable[[View], View]
Sleep = Callable[[float], Awaitable[None]]

_ENDING: Final = ".json"
_ASIDE: Final = ".json.aside"
_LOCK: Final = "lock"
"""One for all profiles; it is never removed, since who does so parts those who wait for it."""
_FORM: Final = 1
"""Raised with every change of what a file means that an older program would take wrongly."""
_MOST_BYTES: Final = 4_000_000
_TRIES: Final = 100
_SECONDS_BETWEEN: Final = 0.02


class _UnusableError(ValueError):
    """The file is damaged, or not one that this version understands."""


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
            found = await asyncio.to_thread(_read, self._path_of(profile))
            return Remembered(view=found.view)
        except OSError as error:
            path = visible(str(self._path_of(profile)))
            return Remembered(view=View(), problem=f"{path} cannot be read: {error.strerror}.")
        except _UnusableError:
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
                before, problem = _read(path), ""
            except _UnusableError:
                before, problem = _Kept(), self._moved_aside(profile)
            except OSError as error:
                raise cannot_write(path, error) from error
            after = before.changed(change, now=self._now())
            if after.view != before.view:
                write_private(path, _written(after), overwrite=True)
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
            if before and _changed_at(path) >= before:
                return False
            remove(path)
            return True
        try:
            old = _read(path).made_before(before)
        except _UnusableError:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """What a file holds."""

    view: View = field(default_factory=View)
    made: Mapping[str, datetime] = field(default_factory=dict)
    """When each search was made."""

    def changed(self, change: Change, *, now: datetime) -> "_Kept":
        """Return it after a change."""
        view = change(self.view)
        made = {each: self.made.get(each, now) for each in view.searches}
        if view.searches and self._is_made_anew(view):
            made[view.searches[-1]] = now
        return _Kept(view=view, made=made)

    def _is_made_anew(self, view: View) -> bool:
        """Say whether the latest search stood further up before."""
        earlier, latest = self.view.searches, view.searches[-1]
        behind = earlier[earlier.index(latest) + 1 :] if latest in earlier else ()
        return any(each in view.searches for each in behind)

    def made_before(self, time: datetime | None) -> frozenset[str]:
        """Return the searches made before a time, or all."""
        return frozenset(each for each in self.view.searches if time is None or self.made[each] < time)


def _read(path: Path) -> _Kept:
    """Return what a file holds; raises _UnusableError where it is none of ours."""
    try:
        data = read_unlocked(path, most=_MOST_BYTES)
        changed_at = _changed_at(path)
    except FileNotFoundError:
        return _Kept()
    try:
        plain = json.loads(data)
        view = _view_from(plain)
        times = [stored_time(_text(each)) for each in _list(plain.get("searched", []))]
        if len(times) != len(view.searches):  # an older program has written the file
            times = [changed_at] * len(view.searches)
        return _Kept(view=view, made=dict(zip(view.searches, times, strict=True)))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise _UnusableError from error


def _changed_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _view_from(plain: dict[str, object]) -> View:
    if plain["form"] != _FORM:
        raise _UnusableError
    view = View(columns=choice_from(plain.get("columns")))
    for each in _list(plain["searches"]):
        view = view.searched(_text(each))
    return view.saved(*map(_filter_from, _list(plain["filters"])))


def _filter_from(plain: object) -> SavedFilter:
    if not isinstance(plain, dict):
        raise _UnusableError
    note = plain.get("note")
    return SavedFilter(
        name=_text(plain["name"]), query=_text(plain["query"]), note=None if note is None else Note(note)
    )


def _list(plain: object) -> list[object]:
    if not isinstance(plain, list):
        raise _UnusableError
    return plain


def _text(plain: object) -> str:
    if not isinstance(plain, str):
        raise _UnusableError
    return plain


def _written(kept: _Kept) -> bytes:
    view = kept.view
    plain = {
        "form": _FORM,
        "columns": view.columns.as_plain(),
        "filters": [_plain_filter(each) for each in view.filters],
        "searches": list(view.searches),
        "searched": [kept.made[each].isoformat(timespec="seconds") for each in view.searches],
    }
    return f"{json.dumps(plain, indent=1)}\n".encode("ascii")


def _plain_filter(kept: SavedFilter) -> dict[str, str]:
    plain = {"name": kept.name, "query": kept.query}
    return plain if kept.note is None else plain | {"note": kept.note.value}
