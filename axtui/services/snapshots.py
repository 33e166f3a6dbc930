"""The last read of each profile, with what a refresh must know of it: one private SQLite file each.

A file is built under another name and then takes the place of the old one. So a kill leaves the old one
whole, no reader waits for a writer, and nothing has to be read of a file that may be damaged.
"""

import errno
import sqlite3
import stat
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final, Self, TypeVar
from urllib.parse import quote

from axtui.core.errors import CannotWriteError, DataError
from axtui.core.models import FetchedAt, Snapshot
from axtui.core.text import visible
from axtui.services.file_troubles import cannot_write
from axtui.services.files import cache_directory, private_file
from axtui.services.profile_files import path_of, remove
from axtui.services.read_state import Kept, ReadState
from axtui.services.snapshot_rows import read_fetched_at, read_kept, read_state, write_kept
from axtui.services.surroundings import Surroundings

T = TypeVar("T")

_APPLICATION_ID: Final = 0x61787475
"""`axtu`: by this number SQLite tells our files from those of other programs."""
_VERSION: Final = 5
"""Raised with every change of the tables or of what a cell means; a file of another version is replaced, not
converted."""
_SEAL: Final = struct.Struct("<4sI")
_SEALED: Final = b"axtu"
"""What stands behind SQLite's pages, with their checksum: SQLite has none, and reads a flipped bit as it is.
It goes by the number of pages in its header and does not look behind them."""


class SnapshotStore:
    """Keeps one snapshot per profile in a directory of its own. Every method blocks."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    @classmethod
    def of(cls, surroundings: Surroundings) -> Self:
        """Return where the last reads are kept."""
        return cls(surroundings.cache_dir / "snapshots")

    def save(self, snapshot: Snapshot, state: ReadState | None) -> None:
        """Keep the snapshot in place of the profile's last one; without a state, nothing builds on it."""
        cache_directory(self._directory)
        path = self._path_of(snapshot.profile)
        with private_file(path, overwrite=True) as partial, _explained(path):
            _build(partial.path, Kept(snapshot=snapshot, state=state))
            seal(partial.path)

    def load(self, profile: str) -> Kept | None:
        """Return the profile's last read, or None where none is kept."""
        return self._read(profile, read_kept, whole=True)

    def fetched_at(self, profile: str) -> FetchedAt | None:
        """Return when the profile's last read was made, which tells it from others."""
        return self._read(profile, read_fetched_at)

    def state(self, profile: str) -> ReadState | None:
        """Return what a refresh must know of the profile's last read, without reading the rest of it."""
        return self._read(profile, read_state)

    def _read(
        self, profile: str, read: Callable[[sqlite3.Connection], T], *, whole: bool = False
    ) -> T | None:
        path = self._path_of(profile)
        try:
            if not stat.S_ISREG(path.stat().st_mode):  # a pipe would be waited for
                raise _damaged(path)
            with closing(_opened(path)) as database:
                _check_version(database, path)
                if whole and not _is_sealed(path):
                    raise _damaged(path)
                return read(database)
        except FileNotFoundError:
            return None
        except (OSError, sqlite3.Error, ValueError, TypeError, KeyError) as error:
            raise _damaged(path) from error

    def forget(self, profile: str) -> None:
        """Remove what is kept of a profile; nothing kept is fine."""
        remove(self._path_of(profile))

    def rename(self, was: str, now: str) -> None:
        """Keep a profile's last read under its new name; one that cannot be read goes."""
        try:
            kept = self.load(was)
        except DataError:
            kept = None
        if kept is not None:
            self.save(replace(kept.snapshot, profile=now), kept.state)
        self.forget(was)

    def _path_of(self, profile: str) -> Path:
        return path_of(self._directory, profile, ending=".sqlite3")


def _build(path: Path, kept: Kept) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        # The file has no name of its own yet: nothing to roll back to, and it is made durable as a whole.
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        database.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        database.execute(f"PRAGMA user_version = {_VERSION}")
        database.execute("BEGIN")
        write_kept(database, kept)
        database.execute("COMMIT")


def seal(path: Path) -> None:
    """Put behind the file the checksum by which `load` knows that it is what was written."""
    with path.open("r+b") as file:
        total = zlib.crc32(file.read())
        file.write(_SEAL.pack(_SEALED, total))


def _is_sealed(path: Path) -> bool:
    """Say whether the file is what was written, to the bit."""
    file = memoryview(path.read_bytes())
    pages, seal = file[: -_SEAL.size], file[-_SEAL.size :]
    return bytes(seal) == _SEAL.pack(_SEALED, zlib.crc32(pages))


def _opened(path: Path) -> sqlite3.Connection:
    # Immutable is true of every file here, since another always takes its place: no locks, no journals.
    return sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)


def _check_version(database: sqlite3.Connection, path: Path) -> None:
    (application,) = database.execute("PRAGMA application_id").fetchone()
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if (application, version) != (_APPLICATION_ID, _VERSION):
        raise DataError(
            f"The stored report {visible(str(path))} was kept by another version of axtui.", hint=_RUN_AGAIN
        )


_RUN_AGAIN: Final = "Run the report again; that replaces the file."


def _damaged(path: Path) -> DataError:
    return DataError(
        f"The stored report {visible(str(path))} is damaged or cannot be opened.", hint=_RUN_AGAIN
    )


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
            raise cannot_write(path, OSError(errno.ENOSPC, "")) from error
        raise CannotWriteError(
            f"The report cannot be kept in {visible(str(path))}: SQLite says {error.sqlite_errorname}.",
            hint="See that the disk is in order.",
        ) from error
    except OverflowError as error:
        raise CannotWriteError(
            f"The report cannot be kept in {visible(str(path))}: an id in it is too large.",
            hint="See which company or contact has an id of 19 digits or more.",
        ) from error
