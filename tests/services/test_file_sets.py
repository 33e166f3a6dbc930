"""Files that belong together: the order of their names, what becomes of old ones, and of new ones."""

import errno
import fcntl
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from disk import mode_of, umask

from axtui.core.errors import CannotWriteError
from axtui.services.file_sets import ToWrite, write_together


def _files(directory: Path, *names: str, text: str = "new") -> list[ToWrite]:
    return [ToWrite(path=directory / name, chunks=[f"{text} {name}".encode()]) for name in names]


def _contents(directory: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="ascii") for path in directory.iterdir()}


def _old(directory: Path, *names: str) -> None:
    for name in names:
        (directory / name).write_text(f"old {name}", encoding="ascii")


@pytest.mark.parametrize("overwrite", [False, True])
def test_every_file_is_written_whole_and_private(tmp_path: Path, overwrite: bool) -> None:
    """Whatever the umask would leave open."""
    with umask(0):
        write_together(_files(tmp_path, "b", "a"), overwrite=overwrite)
    assert _contents(tmp_path) == {"a": "new a", "b": "new b"}
    assert [mode_of(tmp_path / name) for name in "ab"] == [0o600, 0o600]


def test_chunks_are_taken_one_by_one(tmp_path: Path) -> None:
    """A large file is never held whole: when the last chunk is asked for, the first are in the file."""
    seen: list[int] = []

    def chunks() -> Iterator[bytes]:
        for _ in range(40):
            yield bytes(100_000)
        seen.extend(path.stat().st_size for path in tmp_path.iterdir())
        yield b"end"

    write_together([ToWrite(path=tmp_path / "x", chunks=chunks())], overwrite=False)
    assert seen[0] > 2_000_000
    assert (tmp_path / "x").stat().st_size == 4_000_003


@pytest.mark.parametrize("chunks", [[], [b""], [bytes(1024 * 1024)] * 2], ids=["none", "empty", "even"])
def test_a_file_may_be_empty_or_end_with_a_whole_block(tmp_path: Path, chunks: list[bytes]) -> None:
    """Nothing is lost at either edge."""
    write_together([ToWrite(path=tmp_path / "x", chunks=chunks)], overwrite=False)
    assert (tmp_path / "x").read_bytes() == b"".join(chunks)


def test_the_last_name_is_given_when_all_others_are_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a power cut as well: the names before it are brought to the disk first, and then its own."""
    told: list[str] = []
    link, fsync = os.link, os.fsync

    def noted_link(source: Path, target: Path) -> None:
        told.append(target.name)
        link(source, target)

    def noted_fsync(descriptor: int) -> None:
        told.append("directory" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        fsync(descriptor)

    monkeypatch.setattr(os, "link", noted_link)
    monkeypatch.setattr(os, "fsync", noted_fsync)
    write_together(_files(tmp_path, "first", "second", "last"), overwrite=False)
    assert told == ["file", "file", "file", "first", "second", "directory", "last", "directory"]


@pytest.mark.parametrize("taken", ["first", "second", "last"])
def test_one_name_that_is_taken_stops_all(tmp_path: Path, taken: str) -> None:
    """Nothing is begun, and the name is told."""
    _old(tmp_path, taken)
    with pytest.raises(CannotWriteError, match=f"{taken} exists already"):
        write_together(_files(tmp_path, "first", "second", "last"), overwrite=False)
    assert _contents(tmp_path) == {taken: f"old {taken}"}


def test_old_files_are_replaced_when_that_is_said(tmp_path: Path) -> None:
    """Those that are there; nothing is left of them."""
    _old(tmp_path, "first", "last")
    write_together(_files(tmp_path, "first", "second", "last"), overwrite=True)
    assert _contents(tmp_path) == {name: f"new {name}" for name in ("first", "second", "last")}


def test_a_name_without_a_file_in_this_set_is_freed(tmp_path: Path) -> None:
    """An earlier set's undo file beside a new import file would undo what was never done."""
    _old(tmp_path, "undo", "last", "other")
    write_together(_files(tmp_path, "last"), overwrite=True, without=[tmp_path / "undo", tmp_path / "gone"])
    assert _contents(tmp_path) == {"last": "new last", "other": "old other"}


def test_a_name_without_a_file_in_this_set_must_be_free(tmp_path: Path) -> None:
    """Only with a word from the person does anything go."""
    _old(tmp_path, "undo")
    with pytest.raises(CannotWriteError, match="undo exists already"):
        write_together(_files(tmp_path, "last"), overwrite=False, without=[tmp_path / "undo"])
    assert _contents(tmp_path) == {"undo": "old undo"}


def test_what_goes_is_back_when_the_set_fails(tmp_path: Path) -> None:
    """The names stand for what they stood for, whether they were replaced or freed."""
    _old(tmp_path, "undo", "first")
    files = _files(tmp_path, "first", "second")
    late = ToWrite(path=tmp_path / "last", chunks=_makes_room(tmp_path / "last"))
    with pytest.raises(CannotWriteError, match="last is a directory"):
        write_together([*files, late], overwrite=True, without=[tmp_path / "undo"])
    (tmp_path / "last").rmdir()
    assert _contents(tmp_path) == {"undo": "old undo", "first": "old first"}


def _makes_room(path: Path) -> Iterator[bytes]:
    """Let a directory take a file's name while the file is written."""
    path.mkdir()
    yield b"late"


@pytest.mark.parametrize("overwrite", [False, True])
def test_chunks_that_fail_leave_nothing(tmp_path: Path, overwrite: bool) -> None:
    """Whatever makes them may fail for reasons of its own, a stroke of the interrupt key included."""

    def chunks() -> Iterator[bytes]:
        yield b"half"
        raise KeyboardInterrupt

    files = [*_files(tmp_path, "first"), ToWrite(path=tmp_path / "last", chunks=chunks())]
    with pytest.raises(KeyboardInterrupt):
        write_together(files, overwrite=overwrite)
    assert _contents(tmp_path) == {}


def test_a_file_of_another_is_never_taken_back(tmp_path: Path) -> None:
    """Somebody takes the last name meanwhile; theirs stays, and of ours nothing does."""
    path = tmp_path / "last"

    def overtaken() -> Iterator[bytes]:
        yield b"ours"
        path.write_bytes(b"theirs")

    with pytest.raises(CannotWriteError, match="last exists already"):
        write_together([*_files(tmp_path, "first"), ToWrite(path=path, chunks=overtaken())], overwrite=False)
    assert _contents(tmp_path) == {"last": "theirs"}


def test_one_name_is_not_written_twice(tmp_path: Path) -> None:
    """Neither content is the one that was meant."""
    with pytest.raises(CannotWriteError, match="exists already"):
        write_together(_files(tmp_path, "x", "x"), overwrite=False)
    assert _contents(tmp_path) == {}


def test_the_file_that_cannot_be_written_is_the_one_that_is_named(tmp_path: Path) -> None:
    """Files of a set may lie in several directories."""
    files = [*_files(tmp_path, "first"), *_files(tmp_path / "gone", "last")]
    with pytest.raises(CannotWriteError, match="gone does not exist"):
        write_together(files, overwrite=False)
    assert _contents(tmp_path) == {}


def test_a_disk_that_is_too_small_is_told_before_it_is_filled(tmp_path: Path) -> None:
    """Others write to it as well; the files of a set count together."""
    free = os.statvfs(tmp_path).f_bavail * os.statvfs(tmp_path).f_frsize
    files = [
        ToWrite(path=tmp_path / name, chunks=map(_never, [0]), size_hint=free) for name in ("first", "last")
    ]
    with pytest.raises(CannotWriteError, match=f"too little room to write .*: {2 * free:,} bytes are needed"):
        write_together(files, overwrite=False)
    assert _contents(tmp_path) == {}


def _never(_: int) -> bytes:
    raise AssertionError("nothing is to be written")


def test_what_a_killed_run_left_is_swept(tmp_path: Path) -> None:
    """Also where another run writes at this moment, whose file stays."""
    strays = [tmp_path / f".axtui-{at:016x}.partial" for at in range(5)]
    for path in strays:
        path.write_bytes(b"half")
    with strays[2].open("rb+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        write_together(_files(tmp_path, "x"), overwrite=False)
    assert {path.name for path in tmp_path.iterdir()} == {"x", strays[2].name}


@pytest.mark.parametrize("code", [errno.EPERM, errno.EOPNOTSUPP], ids=errno.errorcode.get)
def test_without_hard_links_old_files_are_replaced_without_a_way_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """FAT and some network file systems have none; each file is old or new, and whole, all the same."""
    _old(tmp_path, "a", "b")
    monkeypatch.setattr(os, "link", _refusing(code))
    write_together(_files(tmp_path, "a", "b"), overwrite=True)
    assert _contents(tmp_path) == {"a": "new a", "b": "new b"}


def test_a_disk_that_cannot_keep_the_old_file_keeps_it_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another trouble than a missing ability is one."""
    _old(tmp_path, "a", "b")
    monkeypatch.setattr(os, "link", _refusing(errno.EIO))
    with pytest.raises(CannotWriteError):
        write_together(_files(tmp_path, "a", "b"), overwrite=True)
    assert _contents(tmp_path) == {"a": "old a", "b": "old b"}


def _refusing(code: int) -> Callable[[Path, Path], None]:
    def refuse(source: Path, target: Path) -> None:
        raise OSError(code, os.strerror(code))

    return refuse
