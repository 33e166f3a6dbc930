"""Which runs were told: whole after every kill, and nobody's word is lost to another's."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from builders import NOON
from faults.tiers import times
from killed import killed_in_the_end

from axtui.core.errors import CannotWriteError
from axtui.core.models import FetchedAt
from axtui.services.locked_file import open_locked
from axtui.services.told_runs import Mark, Marks, ToldRuns


def _at(hours: int) -> FetchedAt:
    return FetchedAt(autotask=NOON + timedelta(hours=hours), xero=NOON - timedelta(hours=hours))


def _mark(watch: str = "w", hours: int = 1, *, series: str = "s", since: int | None = None) -> Mark:
    earlier = None if since is None else _at(since)
    return Mark(
        watch=watch, series=series, rule="name", run=_at(hours), since=earlier, is_told=bool(hours % 2)
    )


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """Where the marks lie."""
    return tmp_path / "history"


@pytest.fixture
def told(directory: Path) -> ToldRuns:
    """No marks yet."""
    return ToldRuns(directory)


def _put(told: ToldRuns, mark: Mark) -> None:
    told.put("acme", mark, may_follow=lambda _: True)


def test_marks_come_back_as_they_were(told: ToldRuns, directory: Path) -> None:
    """One for each watch and series, the last one behind all others; for nobody else to read."""
    begun = replace(_mark(series="t"), run=None, is_told=False)
    marks = (_mark(), _mark("v", 2, since=1), begun, _mark(hours=3, since=2))
    for mark in marks:
        _put(told, mark)
    assert told.marks("acme") == Marks(marks=marks[1:])
    assert told.marks("acme").of("w", "s") == marks[-1]
    assert told.marks("acme").of("v", "t") is None
    assert told.marks("bolt") == Marks()
    assert (directory / "acme.told").stat().st_mode & 0o777 == 0o600


def test_a_mark_follows_only_what_it_may(told: ToldRuns) -> None:
    """Who writes is asked about the watch's own mark, as it stands by then."""
    asked = list[Mark | None]()

    def refuse(before: Mark | None) -> bool:
        asked.append(before)
        return False

    told.put("acme", _mark(), may_follow=refuse)
    _put(told, _mark())
    told.put("acme", _mark(hours=2), may_follow=refuse)
    told.put("acme", _mark("v"), may_follow=refuse)
    assert asked == [None, _mark(), None]
    assert told.marks("acme").marks == (_mark(),)


def test_no_more_marks_are_kept_than_anybody_needs(directory: Path) -> None:
    """Those written longest ago go: every filter that somebody tries once leaves one."""
    told = ToldRuns(directory, most=3)
    for watch in "abcad":
        _put(told, _mark(watch))
    assert [mark.watch for mark in told.marks("acme").marks] == ["c", "a", "d"]


def test_they_follow_their_profile_and_go_with_it(told: ToldRuns, directory: Path) -> None:
    """A profile without any can be renamed and removed, too."""
    _put(told, _mark())
    told.rename("acme", "bolt")
    assert (told.marks("acme"), told.marks("bolt")) == (Marks(), Marks(marks=(_mark(),)))
    for _ in range(2):
        told.forget("bolt")
    assert list(directory.iterdir()) == []


def test_what_nobody_understands_is_no_empty_file(told: ToldRuns, directory: Path) -> None:
    """Nor is what nobody can read; the next mark replaces it."""
    _put(told, _mark())
    path = directory / "acme.told"
    whole = path.read_bytes()
    for cut in range(1, len(whole)):
        path.write_bytes(whole[:cut])
        assert told.marks("acme") == Marks(is_damaged=True)
    _put(told, _mark())
    assert told.marks("acme") == Marks(marks=(_mark(),))
    path.write_bytes(b"")
    assert told.marks("acme") == Marks()
    path.unlink()
    path.mkdir()
    assert told.marks("acme") == Marks(is_damaged=True)
    with pytest.raises(CannotWriteError):
        _put(told, _mark())


def test_who_has_the_file_for_ever_is_told_of(directory: Path) -> None:
    """Nothing is noted then, and whoever would note it hears that."""
    directory.mkdir()
    descriptor = open_locked(directory / "acme.told")
    try:
        with pytest.raises(CannotWriteError, match="Another axtui has had"):
            _put(ToldRuns(directory, sleep=lambda _: None), _mark())
    finally:
        os.close(descriptor)


def test_several_at_once_lose_none(directory: Path) -> None:
    """Each reads and writes the whole file in one turn."""

    def tell(watch: int) -> None:
        for hours in range(5):
            _put(ToldRuns(directory), _mark(str(watch), hours))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(tell, range(4)))
    marks = ToldRuns(directory).marks("acme").marks
    assert {(mark.watch, mark.run) for mark in marks} == {(str(watch), _at(4)) for watch in range(4)}


def test_a_kill_leaves_the_mark_before_or_the_one_after(directory: Path) -> None:
    """Never a part of one, and no file beside it for good."""
    told = ToldRuns(directory)
    _put(told, _mark("other"))
    for _ in range(times(50, quick=5)):
        _put(told, _mark(hours=0))
        with killed_in_the_end(_told_on(told)) as pipe:
            for _ in range(3):
                os.read(pipe, 1)
        marks = told.marks("acme")
        mine = marks.of("w", "s")
        assert mine is not None
        assert mine.run is not None
        assert mine.run.autotask >= _at(3).autotask
        assert marks.of("other", "s") == _mark("other")
    _put(told, _mark())
    assert [path.name for path in directory.iterdir()] == ["acme.told"]


def _told_on(told: ToldRuns) -> Iterator[None]:
    for hours in range(1, 1_000):
        _put(told, _mark(hours=hours))
        yield
