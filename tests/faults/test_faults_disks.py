"""Disks that fail and disks that are full, under all that writes files: the old whole file or the new."""

import errno
import os
import shutil
import subprocess
import sys
from itertools import count
from pathlib import Path
from typing import Final

import pytest
from disk import failing_calls, largest_file
from faults.figures import Figure
from faults.tiers import LONG, foremost, times
from file_writers import EXPORT, NOTHING, SNAPSHOT, WRITERS, Writer, export
from small_disk import PAGE, leave_free, on_small_disk

from axtui.core.errors import AxtuiError, CannotWriteError
from axtui.services.file_sets import ToWrite, write_together
from axtui.services.files import write_private

_CODES: Final = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EACCES, errno.EMFILE)
_EACH_WRITER: Final = pytest.mark.parametrize("writer", WRITERS, ids=str)
_BEFORE: Final = pytest.mark.parametrize("before", [NOTHING, 1], ids=["new", "replaced"])
_PAGES: Final = 16


def _with(writer: Writer, directory: Path, before: int) -> Path:
    directory.mkdir(mode=0o700)
    if before != NOTHING:
        writer.write(directory, before)
    return directory


def _open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.fault("C10")
@_BEFORE
@_EACH_WRITER
def test_whatever_call_fails_the_files_are_the_old_ones_or_the_new_ones(
    tmp_path: Path, writer: Writer, before: int, figure: Figure
) -> None:
    """Each call to the system in turn; it is said in words, nothing else is left, and no file stays open."""
    cases, open_before = 0, _open_files()
    for at in count(1):
        for code in _CODES if LONG else (_CODES[at % len(_CODES)],):
            directory = _with(writer, tmp_path / f"{at}-{code}", before)
            failed = False
            with failing_calls(at=at, code=code) as calls:
                try:
                    writer.write(directory, 2)
                except AxtuiError:
                    failed = True
            found = writer.read(directory)
            assert found == 2 or (failed and found == before)
            assert not writer.strays(directory)
            cases += 1
        if calls.made < at:
            break
    assert at > 10
    assert _open_files() == open_before
    figure("cases", cases)


@pytest.mark.fault("C10")
@_BEFORE
@_EACH_WRITER
def test_a_disk_that_fails_for_good_leaves_whole_files(tmp_path: Path, writer: Writer, before: int) -> None:
    """From one call on nothing works, not even tidying up; what is left is swept once the disk works."""
    for at in count(1, times(1, quick=5)):
        directory = _with(writer, tmp_path / str(at), before)
        failed = False
        with failing_calls(at=at, code=_CODES[at % len(_CODES)], lasting=True) as calls:
            try:
                writer.write(directory, 2)
            except AxtuiError:
                failed = True
        assert writer.read(directory) in ({before, 2} if failed else {2})
        writer.write(directory, 3)
        assert writer.read(directory) == 3
        assert not writer.strays(directory)
        if calls.made < at:
            break
    assert at > 10


_SAVES_A_SNAPSHOT: Final = """
import sys
from pathlib import Path
from axtui.core.errors import CannotWriteError
from file_writers import SNAPSHOT

try:
    SNAPSHOT.write(Path(sys.argv[1]), 2)
    print("written")
except CannotWriteError as error:
    print(error)
"""


@pytest.mark.fault("C10")
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace lets the calls fail")
@pytest.mark.parametrize("code", foremost(_CODES), ids=errno.errorcode.get)
def test_whatever_write_of_sqlite_fails_the_snapshot_is_the_old_one_or_the_new_one(
    tmp_path: Path, code: int, figure: Figure
) -> None:
    """It writes by itself, so each write fails in the system; the last run has none left that should."""
    directory, failed = _with(SNAPSHOT, tmp_path / "d", 1), 0
    for at in range(times(1, quick=5), times(100, quick=6)):
        said = _saved_while_failing(directory, f"pwrite64:error={errno.errorcode[code]}:when={at}")
        assert SNAPSHOT.read(directory) == (2 if said == "written" else 1)
        assert not SNAPSHOT.strays(directory)
        if said == "written":
            break
        failed += 1
    assert failed
    figure("cases", failed)


def _saved_while_failing(directory: Path, fault: str) -> str:
    command = ["strace", "-f", "-qq", "-o", os.devnull, "-e", f"inject={fault}"]
    found = subprocess.run(  # noqa: S603  # our own program
        [*command, sys.executable, "-c", _SAVES_A_SNAPSHOT, directory],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    if "ptrace" in found.stderr:
        pytest.skip(f"no process may be traced here: {found.stderr.strip()}")
    assert found.returncode == 0, found.stderr
    return found.stdout.strip()


@pytest.mark.fault("C10")
@_BEFORE
@pytest.mark.parametrize("code", _CODES, ids=errno.errorcode.get)
def test_a_set_that_fails_leaves_every_name_as_it_was(tmp_path: Path, code: int, before: int) -> None:
    """Those that had a new file already, and the one that this set has none for, which goes if it stands."""
    for at in count(1, times(1, quick=11)):
        directory = _with(EXPORT, tmp_path / str(at), before)
        found = _contents(directory)
        with failing_calls(at=at, code=code) as calls:
            try:
                export(directory, 2, overwrite=before != NOTHING, review=before == NOTHING)
            except CannotWriteError:
                # EACCES is what a link gives where there are none: then a replaced file cannot be kept.
                assert _contents(directory) == found or (before != NOTHING and code == errno.EACCES)
        if calls.made < at:
            break
    assert at > 10


def _contents(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in directory.iterdir()}


@pytest.mark.fault("C11")
@_BEFORE
@_EACH_WRITER
def test_a_full_disk_leaves_the_old_files(
    tmp_path: Path, writer: Writer, before: int, figure: Figure
) -> None:
    """A disk of 64 KiB with every number of pages left: what fits is there, and of the rest nothing is."""

    def fill(place: Path) -> tuple[int, ...]:
        return tuple(
            free for free in range(_PAGES) if not _is_written(writer, place / str(free), before, free)
        )

    too_few = on_small_disk(tmp_path, _PAGES * 4, fill)
    assert 0 in too_few
    assert len(too_few) < _PAGES
    figure("full", len(too_few))


def _is_written(writer: Writer, directory: Path, before: int, free: int) -> bool:
    """Write with so much room left; say whether that worked."""
    _with(writer, directory, before)
    leave_free(directory.parent, free)
    problem = None
    try:
        writer.write(directory, 2)
    except CannotWriteError as error:
        problem = str(error)
    assert writer.read(directory) == (before if problem else 2)
    assert not writer.strays(directory)
    assert problem is None or "too full" in problem or "too little room" in problem
    leave_free(directory.parent, _PAGES * 4)
    for path in directory.iterdir():
        path.unlink()
    return problem is None


@pytest.mark.fault("C11")
def test_a_full_disk_is_told_in_bytes(tmp_path: Path) -> None:
    """Before anything is written where the size is known, and when it happens otherwise."""

    def told(place: Path) -> list[str]:
        leave_free(place, 2)
        return [
            _refusal_of_set(place, size_hint=10 * PAGE),
            _refusal_of_set(place, size_hint=0),
            _refusal_of_one(place),
        ]

    before, unknown, one = on_small_disk(tmp_path, _PAGES, told)
    free = f"{2 * PAGE:,}"
    assert f"{10 * PAGE:,} bytes are needed, {free} are free" in before
    assert f": {free} bytes are free" in unknown
    assert f"{10 * PAGE:,} bytes are needed, {free} are free" in one


def _refusal_of_set(place: Path, *, size_hint: int) -> str:
    with pytest.raises(CannotWriteError) as caught:
        write_together(
            [ToWrite(path=place / "x", chunks=[bytes(PAGE)] * 10, size_hint=size_hint)], overwrite=False
        )
    return str(caught.value)


def _refusal_of_one(place: Path) -> str:
    with pytest.raises(CannotWriteError) as caught:
        write_private(place / "x", bytes(10 * PAGE), overwrite=False)
    return str(caught.value)


@pytest.mark.fault("C11")
@_BEFORE
@_EACH_WRITER
def test_a_limit_on_the_size_of_files_leaves_the_old_ones(
    tmp_path: Path, writer: Writer, before: int
) -> None:
    """It strikes in the middle of the data, wherever that is."""
    directory = _with(writer, tmp_path / "d", before)
    for limit in (0, 512, 4096):
        with pytest.raises(CannotWriteError, match=r"larger than a file|SQLite says"), largest_file(limit):
            writer.write(directory, 2)
        assert writer.read(directory) == before
        assert writer.strays(directory) <= SNAPSHOT.names


@pytest.mark.fault("C11", "C07")
@pytest.mark.parametrize("overwrite", [False, True])
def test_a_device_is_never_written(tmp_path: Path, overwrite: bool) -> None:
    """/dev/full stands for all of them, by its own name and by a link to it."""
    link = tmp_path / "link"
    link.symlink_to("/dev/full")
    for path, says in ((Path("/dev/full"), "is a device"), (link, "is a symbolic link")):
        with pytest.raises(CannotWriteError, match=says):
            write_together([ToWrite(path=path, chunks=[b"x"])], overwrite=overwrite)
    assert list(tmp_path.iterdir()) == [link]


@pytest.mark.fault("C14")
@_EACH_WRITER
def test_a_failed_fsync_is_a_failed_write(
    tmp_path: Path, writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It might not survive a power cut: whichever of the calls fails, of a file or of a directory."""
    calls = _Fsyncs()
    monkeypatch.setattr(os, "fsync", calls.fsync)
    directory = _with(writer, tmp_path / "d", 1)
    calls.made = 0
    writer.write(directory, 1)
    for at in range(1, calls.made + 1):
        calls.made, calls.fails_at = 0, at
        with pytest.raises(CannotWriteError, match="The disk failed"):
            writer.write(directory, 2)
        assert writer.read(directory) in {1, 2}
        assert not writer.strays(directory)
    assert at >= 2


class _Fsyncs:
    """Counts the calls, and lets one fail."""

    def __init__(self) -> None:
        self.made = 0
        self.fails_at = 0
        self._real = os.fsync

    def fsync(self, descriptor: int) -> None:
        self.made += 1
        if self.made == self.fails_at:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        self._real(descriptor)
