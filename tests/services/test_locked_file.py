"""A file that one process at a time adds to: whoever comes in between is noticed."""

import fcntl
import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from axtui.services.locked_file import LockedFile, read_unlocked


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give a file with something in it."""
    path = tmp_path / "x"
    path.write_bytes(b"old")
    return path


def _before_each_lock(monkeypatch: pytest.MonkeyPatch, happens: Callable[[int], Any]) -> None:
    real, locks = fcntl.flock, [0]

    def flock(descriptor: int, operation: int) -> None:
        if operation != fcntl.LOCK_UN:
            locks[0] += 1
            happens(locks[0])
        real(descriptor, operation)

    monkeypatch.setattr(fcntl, "flock", flock)


def _replace(path: Path) -> None:
    path.with_name("new").write_bytes(b"new")
    path.with_name("new").replace(path)


def test_a_file_that_is_replaced_before_it_is_locked_is_opened_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that finished in between took the old one away."""
    _before_each_lock(monkeypatch, lambda at: _replace(path) if at == 1 else None)
    with closing(LockedFile.opened(path)) as file:
        assert file.read() == b"new"


def test_a_file_that_is_gone_before_it_is_locked_is_made_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What would be added to the old one nobody would find."""
    _before_each_lock(monkeypatch, lambda at: path.unlink() if at == 1 else None)
    with closing(LockedFile.opened(path)) as file:
        file.add(b"new")
    assert path.read_bytes() == b"new"


def test_a_file_that_is_replaced_again_and_again_counts_as_taken(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for it, and no file stays open."""
    descriptors = len(list(Path("/proc/self/fd").iterdir()))
    _before_each_lock(monkeypatch, lambda _: _replace(path))
    with pytest.raises(BlockingIOError):
        LockedFile.opened(path)
    assert len(list(Path("/proc/self/fd").iterdir())) == descriptors


def test_a_file_that_is_written_to_while_it_is_read_counts_as_taken(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first half would be of one run and the second of another."""

    def written(at: int) -> None:
        if at == 2:
            os.truncate(path, 1)

    _before_each_lock(monkeypatch, written)
    with pytest.raises(BlockingIOError):
        read_unlocked(path)


def test_a_file_is_taken_by_one_at_a_time(path: Path) -> None:
    """And free for the next as soon as it is closed."""
    with closing(LockedFile.opened(path)):
        with pytest.raises(BlockingIOError):
            LockedFile.opened(path)
        with pytest.raises(BlockingIOError):
            read_unlocked(path)
    assert read_unlocked(path) == b"old"


def test_what_is_cut_off_is_gone(path: Path) -> None:
    """And what is added comes in its place."""
    with closing(LockedFile.opened(path)) as file:
        file.cut(1)
        file.add(b"ut")
        assert file.read() == b"out"


def test_another_file_under_the_name_is_not_removed(path: Path) -> None:
    """Only the own one is emptied, wherever it is by now."""
    with closing(LockedFile.opened(path)) as file:
        path.rename(path.with_name("y"))
        file.remove()
        path.write_bytes(b"another")
        file.remove()
    assert (path.read_bytes(), path.with_name("y").read_bytes()) == (b"another", b"")
