"""Everything that runs have left on this host: found, removed, and looked for again.

Only the places that axtui makes are gone through, links in them are removed and never followed, and whatever
a run is busy with is left: nobody's work is taken away from under it.
"""

import contextlib
import fcntl
import logging
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from axtui.services.partial_files import partials_in
from axtui.services.profile_files import path_of
from axtui.services.surroundings import Surroundings

_LOG: Final = logging.getLogger("axtui.files")
_LOOK: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A directory of ours, and what lies there."""

    label: str
    path: Path
    endings: tuple[str, ...] = ()
    """What the files of one profile are called behind its name; empty where none are."""
    holds_logins: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A file, link or the like that is kept in a place."""

    place: Place
    path: Path
    size: int


def places(surroundings: Surroundings) -> tuple[Place, ...]:
    """Return every place where runs keep something."""
    cache, state = surroundings.cache_dir, surroundings.state_dir
    return (
        Place(label="reports", path=cache / "snapshots", endings=(".sqlite3", ".report")),
        Place(label="interrupted runs", path=cache / "checkpoints", endings=(".pages",)),
        Place(label="pace of requests", path=cache / "pace"),
        Place(label="the demo's reports", path=cache / "demo"),
        Place(label="searches and filters", path=state / "views", endings=(".json", ".json.aside")),
        Place(label="crash reports", path=state / "crashes"),
        Place(label="last runs", path=state / "runs", endings=(".jsonl",)),
        Place(
            label="changes between runs",
            path=surroundings.history_dir,
            endings=(".salt", ".rows", ".told"),
        ),
        Place(label="refused logins", path=state / "refused", endings=(".refused",)),
        Place(label="Xero logins", path=state / "tokens", endings=(".json", ".lock"), holds_logins=True),
    )


def find(surroundings: Surroundings, *, profile: str | None = None, logins: bool = False) -> tuple[Kept, ...]:
    """Return what is kept, of one profile or of all; the logins only where they are asked for. Blocks.

    With a profile goes what killed runs have left half-written: nothing tells whose it is.
    """
    chosen = (place for place in places(surroundings) if logins or not place.holds_logins)
    return tuple(kept for place in chosen for kept in _kept_in(place, profile))


def links_among(surroundings: Surroundings) -> tuple[Path, ...]:
    """Return the places that somebody has made a link: what it leads to may be anything, and is not ours."""
    return tuple(place.path for place in places(surroundings) if place.path.is_symlink())


def in_use(found: Iterable[Kept]) -> tuple[Path, ...]:
    """Return what a run has locked at this moment. Blocks for no lock."""
    return tuple(kept.path for kept in found if _is_locked(kept.path))


def remove(found: Sequence[Kept]) -> None:
    """Remove what was found, and directories that are empty then; what cannot be removed is found again."""
    for kept in found:
        with contextlib.suppress(OSError):
            _remove_unless_locked(kept.path)
    for directory in {kept.place.path for kept in found}:
        _remove_empty(directory)
    _LOG.info("purged files=%d bytes=%d", len(found), sum(kept.size for kept in found))


def strangers(surroundings: Surroundings) -> tuple[Path, ...]:
    """Return what lies beside our places and is none of them; it is left to whoever has put it there."""
    ours = {place.path for place in places(surroundings)}
    roots = (surroundings.cache_dir, surroundings.state_dir)
    return tuple(path for root in dict.fromkeys(roots) for path in _entries(root) if path not in ours)


def _kept_in(place: Place, profile: str | None) -> Iterator[Kept]:
    if profile is None:
        paths: Iterable[Path] = _files_below(place.path)
    else:
        named = (path_of(place.path, profile, ending=ending) for ending in place.endings)
        paths = (*named, *(partials_in(place.path) if place.endings else ()))
    for path in paths:
        with contextlib.suppress(OSError):
            yield Kept(place=place, path=path, size=path.lstat().st_size)


def _files_below(directory: Path) -> Iterator[Path]:
    """Yield everything that is no directory; a link to a directory is none."""
    for path in _entries(directory):
        if path.is_dir() and not path.is_symlink():
            yield from _files_below(path)
        else:
            yield path


def _entries(directory: Path) -> list[Path]:
    with contextlib.suppress(OSError):
        return sorted(directory.iterdir())
    return []


def _is_locked(path: Path) -> bool:
    try:
        with _locked(path):
            return False
    except BlockingIOError:
        return True
    except OSError:  # a link, or one that nobody may open: there is nothing to lock
        return False


def _remove_unless_locked(path: Path) -> None:
    if not stat.S_ISREG(path.lstat().st_mode):
        path.unlink()
        return
    try:
        with _locked(path):
            path.unlink()
    except BlockingIOError:
        raise
    except OSError:  # nobody may open it, or the file system has no locks: it may be removed all the same
        path.unlink()


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold the lock meanwhile: whoever waits for it sees that the file is gone, and makes another."""
    descriptor = os.open(path, _LOOK)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)


def _remove_empty(directory: Path) -> None:
    for each in _entries(directory):
        if each.is_dir() and not each.is_symlink():
            _remove_empty(each)
    with contextlib.suppress(OSError):
        directory.rmdir()
