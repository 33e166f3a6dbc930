"""Which run was last told to whoever watches for new rows: the next one is held against it.

A small file per profile beside the history of runs, replaced as a whole. It holds times, rules and hashes; of
a filter, which may be the name of a customer, a salted hash.
"""

import json
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from axtui.core.models import FetchedAt
from axtui.services.files import private_directory, write_private
from axtui.services.named_files import open_plain
from axtui.services.partial_files import explained
from axtui.services.profile_files import move, path_of, remove
from axtui.services.stored_times import stored_time
from axtui.services.surroundings import Surroundings
from axtui.services.waited_file import Sleep, opened_in_turn

_ENDING: Final = ".told"
_FORM: Final = 1
"""Raised with every change of the form; another one counts as damaged."""
_MOST: Final = 200
"""Marks of a profile: one for each rule and filter that somebody watches with, or has tried once."""
_LONGEST: Final = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How far somebody has been told."""

    watch: str
    """A hash of what is looked at: whoever filters otherwise is told apart."""
    series: str
    """As in the history of runs."""
    rule: str
    """Of the match, for people."""
    run: FetchedAt | None
    """What it has opened is told, or need not be; None where a watch begins with the first run of all."""
    since: FetchedAt | None = None
    """The run that it was held against, for when it is looked at again; None where there was none."""
    is_told: bool = True
    """False for where a watch begins: nothing is told yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What is known of a profile."""

    marks: tuple[Mark, ...] = ()
    """One for each watch and series, in the order in which they were written."""
    is_damaged: bool = False
    """Whether there is a file that nobody understands."""

    def of(self, watch: str, series: str) -> Mark | None:
        """Return the mark of a watch in a series; None where it has none."""
        found = (mark for mark in self.marks if (mark.watch, mark.series) == (watch, series))
        return next(found, None)


class ToldRuns:
    """The marks of all profiles. Every method blocks: from the event loop, use a thread."""

    def __init__(self, directory: Path, *, most: int = _MOST, sleep: Sleep = time.sleep) -> None:
        self._directory = directory
        self._most = most
        self._sleep = sleep

    @classmethod
    def of(cls, surroundings: Surroundings) -> Self:
        """Return the marks of this user's profiles."""
        return cls(surroundings.history_dir)

    def marks(self, profile: str) -> Marks:
        """Return how far watches of a profile have been told."""
        try:
            with open_plain(self._path_of(profile), follows_links=False) as file:
                return _marks_in(file.read(_LONGEST))
        except (FileNotFoundError, NotADirectoryError):
            return Marks()
        except OSError:
            return Marks(is_damaged=True)

    def put(self, profile: str, mark: Mark, *, may_follow: Callable[[Mark | None], bool]) -> None:
        """Write a mark in place of the watch's own, if it may follow that; on the disk when this returns.

        Nobody else writes between the question and the answer. Raises CannotWriteError.
        """
        path = self._path_of(profile)
        private_directory(self._directory)
        with closing(opened_in_turn(path, sleep=self._sleep)) as file, explained(path):
            found = _marks_in(file.read())
            before = found.of(mark.watch, mark.series)
            if may_follow(before):
                others = (each for each in found.marks if each is not before)
                write_private(path, _bytes_of((*others, mark)[-self._most :]), overwrite=True)

    def forget(self, profile: str) -> None:
        """Know nothing of the profile's watches any more."""
        remove(self._path_of(profile))

    def rename(self, was: str, now: str) -> None:
        """Let the marks follow a profile to its new name."""
        move(self._path_of(was), self._path_of(now))

    def _path_of(self, profile: str) -> Path:
        return path_of(self._directory, profile, ending=_ENDING)


def _bytes_of(marks: Iterable[Mark]) -> bytes:
    return json.dumps({"form": _FORM, "marks": [_written(mark) for mark in marks]}).encode()


def _written(mark: Mark) -> dict[str, Any]:
    return {
        "watch": mark.watch,
        "series": mark.series,
        "rule": mark.rule,
        "run": mark.run and _written_time(mark.run),
        "since": mark.since and _written_time(mark.since),
        "is_told": mark.is_told,
    }


def _written_time(at: FetchedAt) -> list[str]:
    return [at.autotask.isoformat(), at.xero.isoformat()]


def _marks_in(data: bytes) -> Marks:
    """Return the marks of a file; an empty one was made a moment ago, and has none."""
    if not data:
        return Marks()
    try:
        found = json.loads(data)
        if found["form"] != _FORM:
            return Marks(is_damaged=True)
        return Marks(marks=tuple(map(_mark_in, found["marks"])))
    except (ValueError, TypeError, KeyError, RecursionError):
        return Marks(is_damaged=True)


def _mark_in(found: dict[str, Any]) -> Mark:
    return Mark(
        watch=str(found["watch"]),
        series=str(found["series"]),
        rule=str(found["rule"]),
        run=found["run"] and _time_in(found["run"]),
        since=found["since"] and _time_in(found["since"]),
        is_told=bool(found["is_told"]),
    )


def _time_in(found: list[str]) -> FetchedAt:
    autotask, xero = map(stored_time, found)
    return FetchedAt(autotask=autotask, xero=xero)
