"""What later runs are compared with: the state of every row of the last hundred runs of each profile.

Ids, notes, codes, times and salted hashes of names; no name and no address. One file per profile, to which a
run adds one record. A kill or a full disk leaves at most an end that is no whole record: it is passed over,
and written over by the next run. A file that is damaged further up, or of another form, counts up to there.
"""

import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from axtui.services.checked_records import framed, read_checked
from axtui.services.files import private_directory, private_file
from axtui.services.locked_file import LockedFile
from axtui.services.partial_files import explained, write_all
from axtui.services.profile_files import move, path_of, remove
from axtui.services.row_history import RowHistory
from axtui.services.row_records import RunHead, RunRecord, record_of
from axtui.services.row_states import Packed
from axtui.services.surroundings import Surroundings
from axtui.services.waited_file import Sleep, opened_in_turn, read_in_turn

_ENDING: Final = ".rows"
_FORM: Final = b"axtui rows 1\n"
"""The number is raised with every change of the records; a file with another one is begun anew."""
MOST: Final = 100
"""Runs that stay when a file is made shorter."""
_FEWEST: Final = 2
"""A run, and what it is compared with."""
LARGEST: Final = 32 * 1024 * 1024
"""Bytes of a file. A run of 100,000 companies takes 2 MB when it is the first of its kind, and after that as
much as has changed: 20 bytes a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What can be read of a file."""

    history: RowHistory
    end: int
    """Where in the file the next record begins."""
    sum: int


class RowLedger:
    """The runs that are remembered row by row. Every method blocks: from the event loop, use a thread."""

    def __init__(
        self, directory: Path, *, most: int = MOST, largest: int = LARGEST, sleep: Sleep = time.sleep
    ) -> None:
        self._directory = directory
        self._most = most
        self._largest = largest
        self._sleep = sleep

    @classmethod
    def of(cls, surroundings: Surroundings) -> Self:
        """Return the ledger of this user."""
        return cls(surroundings.history_dir)

    def history(self, profile: str) -> RowHistory:
        """Return what is remembered of a profile.

        Raises UnavailableError while another process keeps the file, DataError where nobody may read it: that
        is not to be taken for a profile without runs.
        """
        return _found_in(read_in_turn(self._path_of(profile), sleep=self._sleep)).history

    def add(self, profile: str, head: RunHead, rows: Packed) -> None:
        """Remember a run, unless it is known; on the disk when this returns, else CannotWriteError."""
        path = self._path_of(profile)
        private_directory(self._directory)
        with closing(opened_in_turn(path, sleep=self._sleep)) as file, explained(path):
            found = _found_in(file.read())
            if found.history.place_of(head.fetched_at, series=head.series) is not None:
                return
            record = record_of(head, rows, before=found.history.last_rows(head.series))
            data, _ = framed(_bytes_of(record), before=found.sum)
            if self._is_too_long(found, data):
                self._write_shorter(path, RowHistory((*found.history.records, record)))
            else:
                _add(file, found, data)

    def forget(self, profile: str) -> None:
        """Remember nothing of the profile's runs."""
        remove(self._path_of(profile))

    def rename(self, was: str, now: str) -> None:
        """Let what is remembered follow a profile to its new name."""
        move(self._path_of(was), self._path_of(now))

    def _is_too_long(self, found: _Found, data: bytes) -> bool:
        """Half as many runs as stay may come before the whole file is written anew."""
        runs = len(found.history.records)
        return runs >= self._most + self._most // 2 or found.end + len(data) > self._largest

    def _write_shorter(self, path: Path, history: RowHistory) -> None:
        """Write as many of the last runs as take half of the room at most, and two in any case.

        Whoever waits for the file's lock sees that another file has its name by then.
        """
        number = self._most
        while len(data := _file_of(history.latest(number))) > self._largest // 2 and number > _FEWEST:
            number = max(_FEWEST, number // 2)
        with private_file(path, overwrite=True, size=len(data)) as partial:
            write_all(partial.descriptor, data)

    def _path_of(self, profile: str) -> Path:
        return path_of(self._directory, profile, ending=_ENDING)


def _add(file: LockedFile, found: _Found, data: bytes) -> None:
    """Add a record behind the last whole one."""
    file.cut(found.end)
    if not found.end:
        file.add(_FORM)
    file.add(data)
    file.make_certain()


def _found_in(data: bytes) -> _Found:
    """Return the runs up to the first record that is not whole, or that says nothing we know."""
    import msgspec  # takes longer to import than the start may last

    if not data.startswith(_FORM):
        return _Found(history=RowHistory(()), end=0, sum=0)
    decoder = msgspec.msgpack.Decoder(RunRecord)
    records, end, total = list[RunRecord](), len(_FORM), 0
    for each in read_checked(data, start=len(_FORM)).records:
        try:
            records.append(decoder.decode(each.data))
        except msgspec.DecodeError:
            break
        end, total = each.end, each.sum
    return _Found(history=RowHistory(records), end=end, sum=total)


def _file_of(history: RowHistory) -> bytes:
    parts, total = [_FORM], 0
    for record in history.records:
        data, total = framed(_bytes_of(record), before=total)
        parts.append(data)
    return b"".join(parts)


def _bytes_of(record: RunRecord) -> bytes:
    import msgspec  # as above

    return msgspec.msgpack.encode(record)
