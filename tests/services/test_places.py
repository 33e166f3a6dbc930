"""What is said of a place before anything is written there: the same as the write itself would say."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from small_disk import make_read_only, on_small_disk

from axtui.core.errors import CannotWriteError
from axtui.services.files import write_private
from axtui.services.places import Place, enough, look_at, shortage


def _contents(directory: Path) -> set[str]:
    return {str(path.relative_to(directory)) for path in directory.rglob("*")}


def _problem(path: Path) -> str:
    problem = look_at(path).problem
    assert problem is not None
    return str(problem)


def test_a_free_name_has_no_problem(tmp_path: Path) -> None:
    """Looking leaves no trace."""
    place = look_at(tmp_path / "x.csv")
    assert (place.path, place.is_there, place.problem) == (tmp_path / "x.csv", False, None)
    assert place.free is not None
    assert _contents(tmp_path) == set()


def test_a_file_that_is_there_is_told(tmp_path: Path) -> None:
    """Whether it may be replaced is for the person to say."""
    (tmp_path / "x.csv").write_bytes(b"old")
    place = look_at(tmp_path / "x.csv")
    assert (place.is_there, place.problem) == (True, None)


_IMPOSSIBLE: dict[str, Callable[[Path], Path]] = {
    "directory": lambda own: own,
    "no name": lambda own: own / "..",
    "missing directory": lambda own: own / "gone" / "x",
    "slash in the name": lambda own: own / "a/b",
    "file as a directory": lambda own: own / "file" / "x",
    "long name": lambda own: own / ("x" * 256),
    "long path": lambda own: own.joinpath(*["y" * 200] * 30),
    "NUL": lambda own: own / "a\0b",
    "half a surrogate pair": lambda own: own / "a\ud800b",
    "link": lambda own: own / "link",
    "link to nothing": lambda own: own / "dangling",
    "loop of links": lambda own: own / "loop" / "x",
    "pipe": lambda own: own / "pipe",
    "device": lambda own: Path("/dev/full"),
    "closed directory": lambda own: own / "closed" / "x",
    "read-only directory": lambda own: own / "read-only" / "x",
    "file in a read-only directory": lambda own: own / "read-only" / "there",
    "directory of another": lambda own: Path("/etc/axtui-test.csv"),
}


@pytest.mark.parametrize("which", _IMPOSSIBLE)
def test_the_look_says_what_the_write_would_say(own: Path, which: str) -> None:
    """In its own words each; as a user whom permissions hold, and with nothing changed by either."""
    _furnish(own)
    before, path = _contents(own), _IMPOSSIBLE[which](own)
    said = _problem(path)
    with pytest.raises(CannotWriteError) as caught:
        write_private(path, b"new", overwrite=True)
    assert said == str(caught.value)
    assert caught.value.hint
    assert _contents(own) == before
    (own / "closed").chmod(0o700)


def _furnish(own: Path) -> None:
    (own / "file").write_bytes(b"")
    (own / "link").symlink_to("file")
    (own / "dangling").symlink_to("nowhere")
    (own / "loop").symlink_to("loop")
    os.mkfifo(own / "pipe")
    (own / "closed").mkdir(mode=0o000)
    (own / "read-only").mkdir()
    (own / "read-only" / "there").write_bytes(b"old")
    (own / "read-only").chmod(0o500)


def test_a_read_only_file_system_is_told(tmp_path: Path) -> None:
    """By the look as by the write; root may write to none either."""

    def both(place: Path) -> tuple[str, str]:
        make_read_only(place)
        with pytest.raises(CannotWriteError) as caught:
            write_private(place / "x", b"new", overwrite=False)
        return _problem(place / "x"), str(caught.value)

    looked, written = on_small_disk(tmp_path, 16, both)
    assert looked == written
    assert "is on a read-only file system" in looked


def test_the_files_of_others_in_a_shared_directory_are_theirs(own: Path) -> None:
    """In a directory such as /tmp a new name is free, but nobody replaces what another has put there."""
    if os.getuid() != 0:
        pytest.skip("only root can make a file of another user")
    own.chmod(0o1777)
    os.seteuid(0)
    (own / "theirs").write_bytes(b"old")
    os.chown(own, 0, 0)
    os.seteuid(65534)
    assert "no permission" in _problem(own / "theirs")
    assert look_at(own / "ours").problem is None


def test_room_is_counted_with_a_margin(tmp_path: Path) -> None:
    """Sizes are estimates: a tenth more must be free."""
    place = Place(path=tmp_path / "x", free=1_100)
    assert enough(place, 1_000)
    assert not enough(place, 1_001)
    assert shortage(place, 1_000) is None
    assert "1,001 bytes are needed, 1,100 are free" in str(shortage(place, 1_001))


def test_where_nobody_knows_the_room_it_is_enough(tmp_path: Path) -> None:
    """The write will tell."""
    place = look_at(tmp_path / "gone" / "x")
    assert place.free is None
    assert enough(place, 10**18)
    assert shortage(place, 10**18) is None
    assert look_at(Path("/proc/x")).free is None


def test_a_disk_that_became_read_only_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As systems do with a disk that fails; permissions say nothing of it."""
    real = os.statvfs

    def read_only(path: Path) -> os.statvfs_result:
        found = list(real(path))
        found[8] |= os.ST_RDONLY
        return os.statvfs_result(found)

    monkeypatch.setattr(os, "statvfs", read_only)
    assert "is on a read-only file system" in _problem(tmp_path / "x.csv")
