"""Checkpoints: what a run has noted is there for the next one, exactly, and for nobody else."""

import os
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from builders import NOON, company
from disk import mode_of, umask
from hypothesis import given
from noted_pages import A_RUN, Step, Told, any_run, take, told_after, told_by

from axtui.core.errors import CannotWriteError, Side
from axtui.services.checkpoints import Checkpoint, Checkpoints
from axtui.services.page_log import ListName, NotedPage


class _Clock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> _Clock:
    """Give the clock of the run."""
    return _Clock()


@pytest.fixture
def kept(tmp_path: Path, clock: _Clock) -> Checkpoints:
    """Give the checkpoints of an empty cache."""
    return Checkpoints(tmp_path / "cache", now=clock)


def _interrupted(kept: Checkpoints, steps: Sequence[Step] = A_RUN, profile: str = "acme") -> None:
    with closing(kept.new(profile, fingerprint="f00d")) as log:
        take(steps, log)


def _found(kept: Checkpoints, profile: str = "acme") -> Checkpoint | None:
    return kept.found(profile, fingerprint="f00d")


def _told(kept: Checkpoints, profile: str = "acme") -> Told:
    found = _found(kept, profile)
    if found is None:
        return Told()
    with closing(found.open()) as log:
        return told_by(log)


def test_nothing_is_found_before_the_first_run(kept: Checkpoints, tmp_path: Path) -> None:
    """Nothing is said, and not even a directory is made."""
    assert _found(kept) is None
    kept.sweep()
    kept.forget("acme")
    kept.rename("acme", "bolt")
    assert (kept.notice, list(tmp_path.iterdir())) == ("", [])


@given(any_run)
def test_a_resumed_run_is_told_every_character(
    tmp_path_factory: pytest.TempPathFactory, steps: list[Step]
) -> None:
    """Half surrogate pairs, NUL and line breaks among them, and nothing against an empty text."""
    kept = Checkpoints(tmp_path_factory.mktemp("cache"), now=_Clock())
    _interrupted(kept, steps)
    assert _told(kept) == told_after(steps)
    assert kept.notice == ""


def test_a_checkpoint_says_how_far_the_run_came(kept: Checkpoints, clock: _Clock) -> None:
    """By its last page; ids outside the report were read too."""
    with closing(kept.new("acme", fingerprint="f00d")) as log:
        log.note(ListName.COMPANIES, NotedPage(after=0, up_to=9, items=(company(1),), others=(2, 3)))
        clock.at += timedelta(minutes=5)
        log.note(ListName.COMPANIES, NotedPage(after=9, up_to=None, items=()))
        clock.at += timedelta(minutes=5)
        log.begin(Side.XERO, NOON)
    found = _found(kept)
    assert found is not None
    assert (found.at, found.pages, found.records) == (NOON + timedelta(minutes=5), 2, 3)


def test_a_resumed_run_can_be_interrupted_again(kept: Checkpoints) -> None:
    """Its pages come after those that were there, however often."""
    for at in range(len(A_RUN)):
        found = _found(kept)
        with closing(found.open() if found else kept.new("acme", fingerprint="f00d")) as log:
            take(A_RUN[at : at + 1] if found else A_RUN[: at + 1], log)
    assert _told(kept) == told_after(A_RUN)


def test_a_run_without_a_page_leaves_nothing_to_go_on_with(kept: Checkpoints) -> None:
    """It is begun anew, and nothing is said."""
    _interrupted(kept, A_RUN[:2])
    assert (_found(kept), kept.notice) == (None, "")


def test_pages_that_were_dropped_are_not_told(kept: Checkpoints) -> None:
    """Neither in the run that drops them, nor in the next one."""
    _interrupted(kept)
    found = _found(kept)
    assert found is not None
    with closing(found.open()) as log:
        log.forget(ListName.COMPANIES)
        assert log.noted(ListName.COMPANIES) == ()
        assert log.noted(ListName.CUSTOMERS) != ()
    assert ListName.COMPANIES not in _told(kept).pages


def test_a_new_run_replaces_what_was_left(kept: Checkpoints) -> None:
    """From its first moment on."""
    _interrupted(kept)
    with closing(kept.new("acme", fingerprint="f00d")) as log:
        assert told_by(log) == Told()
    assert _found(kept) is None


def test_a_finished_run_leaves_nothing(kept: Checkpoints, tmp_path: Path) -> None:
    """Its result is kept as a whole; ending it once more does no harm."""
    log = kept.new("acme", fingerprint="f00d")
    take(A_RUN, log)
    log.finished()
    log.close()
    take(A_RUN, log)
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["CACHEDIR.TAG"]


def test_each_profile_has_its_own(kept: Checkpoints) -> None:
    """And its pages follow it to a new name, or go with it."""
    _interrupted(kept)
    _interrupted(kept, A_RUN[:4], "bolt")
    assert (_told(kept), _told(kept, "bolt")) == (told_after(A_RUN), told_after(A_RUN[:4]))
    kept.rename("bolt", "core")
    assert (_told(kept, "bolt"), _told(kept, "core")) == (Told(), told_after(A_RUN[:4]))
    kept.forget("core")
    assert (_told(kept, "core"), _told(kept)) == (Told(), told_after(A_RUN))


@pytest.mark.parametrize("name", ["../x", "..", "a/b", "a b", "é", "a\0b", "\ud800", ""])
def test_no_name_leaves_the_directory(kept: Checkpoints, tmp_path: Path, name: str) -> None:
    """Profiles of the configuration have plain names; nothing here relies on that."""
    _interrupted(kept, profile=name)
    assert _told(kept, name) == told_after(A_RUN)
    assert [path.name for path in tmp_path.iterdir()] == ["cache"]


def test_a_name_that_no_file_can_have_is_no_hindrance(kept: Checkpoints) -> None:
    """The run goes on without."""
    _interrupted(kept, profile="x" * 300)
    assert _found(kept, "x" * 300) is None


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_what_is_noted_is_private_whatever_the_umask(kept: Checkpoints, tmp_path: Path, mask: int) -> None:
    """Names and addresses are for nobody else on a shared host."""
    with umask(mask):
        _interrupted(kept)
    directory = tmp_path / "cache"
    assert mode_of(directory) == 0o700
    assert {(path.name, mode_of(path)) for path in directory.iterdir()} == {
        ("CACHEDIR.TAG", 0o600),
        ("acme.pages", 0o600),
    }


def test_an_open_file_is_tightened_before_anything_is_noted(kept: Checkpoints, tmp_path: Path) -> None:
    """A person may have copied it."""
    _interrupted(kept)
    path = tmp_path / "cache" / "acme.pages"
    path.chmod(0o644)
    with closing(kept.new("acme", fingerprint="f00d")):
        assert mode_of(path) == 0o600


def _written(path: Path, change: Callable[[bytes], bytes]) -> None:
    path.write_bytes(change(path.read_bytes()))


def _replaced(path: Path, make: Callable[[Path], object]) -> None:
    path.unlink()
    make(path)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda path: _written(path, lambda data: data.replace(b"f00d", b"f00e")), "is damaged"),
        (lambda path: _written(path, lambda data: data.replace(b" 3\n", b" 2\n", 1)), "another version"),
        (lambda path: _written(path, lambda data: b"SQLite format 3\0" + data), "is damaged"),
        (lambda path: _written(path, lambda data: data[:30]), "is damaged"),
        (lambda path: _written(path, lambda data: bytes(len(data))), "is damaged"),
        (lambda path: _replaced(path, Path.mkdir), "it is no plain file"),
        (lambda path: _replaced(path, lambda at: at.symlink_to("elsewhere")), "cannot be read: Too many"),
        (lambda path: _replaced(path, os.mkfifo), "it is no plain file"),
    ],
    ids=["heading", "version", "not ours", "cut", "zeros", "directory", "link", "pipe"],
)
def test_what_cannot_be_trusted_is_not_used(
    kept: Checkpoints, tmp_path: Path, spoil: Callable[[Path], object], says: str
) -> None:
    """It is said why, and the next run begins anew in its place."""
    _interrupted(kept)
    spoil(tmp_path / "cache" / "acme.pages")
    assert _found(kept) is None
    assert says in kept.notice
    assert kept.notice.isprintable()
    _interrupted(kept, A_RUN[:3])
    assert _told(kept) in (Told(), told_after(A_RUN[:3]))


def test_pages_of_another_tenant_or_filter_are_not_used(kept: Checkpoints) -> None:
    """Nor by a run that had found them before the settings changed."""
    _interrupted(kept)
    found = _found(kept)
    assert kept.found("acme", fingerprint="beef") is None
    assert "another tenant or of other settings" in kept.notice
    with closing(kept.new("acme", fingerprint="beef")) as log:
        take(A_RUN[:3], log)
    assert found is not None
    with closing(found.open()) as log:
        assert told_by(log) == Told()


@pytest.mark.parametrize("days", [8, -8])
def test_pages_that_are_too_old_are_not_used(kept: Checkpoints, clock: _Clock, days: int) -> None:
    """Nor those from days to come, after a clock was set right."""
    _interrupted(kept)
    clock.at += timedelta(days=days)
    assert _found(kept) is None
    assert "older than 7 days" in kept.notice
    assert _found(kept, "bolt") is None
    assert kept.notice == ""


def test_what_is_too_old_is_swept(kept: Checkpoints, clock: _Clock, tmp_path: Path) -> None:
    """Also of profiles that are gone; what another run adds to stays, and so does what is young."""
    for name in ("old", "busy"):
        _interrupted(kept, profile=name)
    clock.at += timedelta(days=6)
    _interrupted(kept, profile="young")
    clock.at += timedelta(days=2)
    busy = _found(kept, "old")
    assert busy is None
    log = kept.new("busy", fingerprint="f00d")
    kept.sweep()
    log.close()
    assert {path.name for path in (tmp_path / "cache").glob("*.pages")} == {"busy.pages", "young.pages"}


def test_what_tells_no_time_is_swept_by_the_time_of_its_file(
    kept: Checkpoints, clock: _Clock, tmp_path: Path
) -> None:
    """Another version's is not removed before it was said that it is not used."""
    _interrupted(kept)
    path = tmp_path / "cache" / "acme.pages"
    _written(path, lambda data: data.replace(b" 3\n", b" 2\n", 1))
    os.utime(path, times=(NOON.timestamp(), NOON.timestamp()))
    clock.at += timedelta(days=6)
    kept.sweep()
    assert path.exists()
    clock.at += timedelta(days=2)
    kept.sweep()
    assert not path.exists()
    path.write_bytes(b"x")
    os.utime(path, times=(1e12, 1e12))
    kept.sweep()
    assert path.exists()


def test_a_second_run_of_the_profile_works_without(kept: Checkpoints) -> None:
    """It neither finds, nor changes, nor removes what the first one notes."""
    first = kept.new("acme", fingerprint="f00d")
    take(A_RUN[:4], first)
    assert (_found(kept), kept.notice) == (None, "")
    second = kept.new("acme", fingerprint="f00d")
    take(A_RUN, second)
    assert told_by(second) == Told()
    second.finished()
    take(A_RUN[4:], first)
    first.close()
    assert _told(kept) == told_after(A_RUN)


def test_a_checkpoint_that_another_run_took_over_meanwhile_is_begun_without(kept: Checkpoints) -> None:
    """While one person thinks about whether to go on, another did."""
    _interrupted(kept)
    offered = _found(kept)
    assert offered is not None
    with closing(offered.open()) as first, closing(offered.open()) as second:
        assert told_by(first) == told_after(A_RUN)
        assert told_by(second) == Told()


def test_a_file_that_is_replaced_is_not_written_into(kept: Checkpoints, tmp_path: Path) -> None:
    """A run that finishes empties its own file, and leaves the one that took its place."""
    log = kept.new("acme", fingerprint="f00d")
    take(A_RUN, log)
    kept.rename("acme", "bolt")
    _interrupted(kept, A_RUN[:4])
    log.finished()
    assert (_told(kept), _found(kept, "bolt")) == (told_after(A_RUN[:4]), None)


def test_what_cannot_be_removed_is_named(kept: Checkpoints, tmp_path: Path) -> None:
    """Someone may rely on its being gone."""
    (tmp_path / "cache" / "acme.pages").mkdir(parents=True)
    with pytest.raises(CannotWriteError, match=r"acme\.pages"):
        kept.forget("acme")
    (tmp_path / "cache" / "bolt.pages").write_bytes(b"")
    with pytest.raises(CannotWriteError, match=r"acme\.pages"):
        kept.rename("bolt", "acme")
