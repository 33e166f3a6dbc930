"""Checkpoints under kills, damage and disks that fail: whole pages or none, and never a stopped run."""

import errno
import os
import random
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest
from builders import NOON, company, contact
from disk import failing_calls, largest_file
from faults.tiers import times
from hypothesis import given
from hypothesis import strategies as st
from killed import killed_in_the_end
from noted_pages import A_RUN, Step, Told, any_run, take, told_after, told_by, told_on_the_way

from axtui.services.checkpoint_file import Unusable, judge
from axtui.services.checkpoint_log import CheckpointLog
from axtui.services.checkpoints import Checkpoints
from axtui.services.page_log import ListName, NotedPage
from axtui.services.page_records import page_of

_CODES = [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EACCES, errno.EMFILE]


def _checkpoints(directory: Path) -> Checkpoints:
    return Checkpoints(directory / "cache", now=lambda: NOON)


def _interrupted(kept: Checkpoints, steps: Sequence[Step]) -> None:
    with closing(kept.new("acme", fingerprint="f00d")) as log:
        take(steps, log)


def _told(kept: Checkpoints) -> Told:
    found = kept.found("acme", fingerprint="f00d")
    if found is None:
        return Told()
    with closing(found.open()) as log:
        told = told_by(log)
    assert sum(map(len, told.pages.values())) == found.pages
    return told


def _file(directory: Path, steps: Sequence[Step]) -> tuple[Path, bytes]:
    _interrupted(_checkpoints(directory), steps)
    path = directory / "cache" / "acme.pages"
    return path, path.read_bytes()


def _told_of(file: bytes) -> Told:
    """Return what a file tells, decided without a disk."""
    judged = judge(file, fingerprint="f00d", now=NOON)
    if isinstance(judged, Unusable) or not judged.told.pages:
        return Told()
    pages = {name: list(map(page_of, each)) for name, each in judged.told.pages.items()}
    return Told(since=judged.told.since, pages=pages)


def test_cut_off_anywhere_whole_pages_are_left(tmp_path: Path) -> None:
    """At every byte; and as much as there was before it."""
    path, whole = _file(tmp_path, A_RUN)
    kept, on_the_way, at = _checkpoints(tmp_path), told_on_the_way(A_RUN), 0
    for end in range(len(whole) + 1):
        told = _told_of(whole[:end])
        at = next(later for later in range(at, len(on_the_way)) if on_the_way[later] == told)
        if end % times(1, quick=10) == 0:
            path.write_bytes(whole[:end])
            assert _told(kept) == told
    assert told == told_after(A_RUN)


@given(any_run, st.data())
def test_any_run_cut_off_anywhere_leaves_whole_pages(
    tmp_path_factory: pytest.TempPathFactory, steps: list[Step], data: st.DataObject
) -> None:
    """Whatever the pages hold; what the next run adds comes after them."""
    directory = tmp_path_factory.mktemp("cache")
    path, whole = _file(directory, steps)
    path.write_bytes(whole[: data.draw(st.integers(0, len(whole)))])
    kept = _checkpoints(directory)
    told = _told(kept)
    assert told in told_on_the_way(steps)
    if found := kept.found("acme", fingerprint="f00d"):
        with closing(found.open()) as log:
            take(A_RUN[3:4], log)
        told.pages.setdefault(ListName.CUSTOMERS, []).extend(told_after(A_RUN[3:4]).pages[ListName.CUSTOMERS])
        assert _told(kept) == told


def test_a_changed_byte_leaves_the_pages_before_it(tmp_path: Path) -> None:
    """Each byte in turn; that something is missing is said, unless it looks like an end."""
    _, whole = _file(tmp_path, A_RUN)
    on_the_way, said = told_on_the_way(A_RUN)[:-1], 0
    chance = random.Random(7)  # noqa: S311  # the same damage in every run
    for at in range(len(whole)):
        for _ in range(times(255, quick=2)):
            data = bytearray(whole)
            data[at] ^= chance.randrange(1, 256)
            assert _told_of(bytes(data)) in on_the_way
        said += bool(judge(bytes(data), fingerprint="f00d", now=NOON).notice)
    assert said > 0.8 * len(whole)


def test_any_damage_leaves_the_pages_before_it(tmp_path: Path) -> None:
    """Bytes changed, taken out, put in, or zeroed as after a power cut."""
    path, whole = _file(tmp_path, A_RUN)
    kept, on_the_way = _checkpoints(tmp_path), told_on_the_way(A_RUN)
    chance = random.Random(8)  # noqa: S311  # the same damage in every run
    for round_ in range(times(100_000, quick=2_000)):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            at, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
            filling = chance.choice([bytes(end - at), b"", chance.randbytes(3), data[:at], data[at:end] * 2])
            data[at:end] = filling
        told = _told_of(bytes(data))
        assert told in on_the_way
        if round_ % 50 == 0:
            path.write_bytes(data)
            assert _told(kept) == told


_NO_RECORDS = (
    b"",
    b"5",
    b"[[",
    b"\xff",
    b'["forgotten","suppliers"]',
    b'["begun","Sage","2026-03-02T12:00:00+00:00"]',
    b'["begun","Xero","2026-03-02T12:00:00"]',
    b'["heading","f00d","2026-03-02T12:00:00+00:00"]',
)


def test_a_page_that_cannot_be_understood_is_not_used(tmp_path: Path) -> None:
    """Written whole, but by a hand that is not ours: the run begins anew."""
    kept = _checkpoints(tmp_path)
    with closing(kept.new("acme", fingerprint="f00d")) as log:
        log._add(b'["page","contacts","2026-03-02T12:00:00+00:00",1]\n[0,null,[[1]],[]]')
    found = kept.found("acme", fingerprint="f00d")
    assert found is not None
    with closing(found.open()) as log:
        assert told_by(log) == Told()
    for record in _NO_RECORDS:
        _interrupted(kept, A_RUN[:3])
        with closing(_resumed(kept)) as log:
            log._add(record)
            take(A_RUN[3:], log)
        assert _told(kept) == told_after(A_RUN[:3])


def _resumed(kept: Checkpoints) -> CheckpointLog:
    found = kept.found("acme", fingerprint="f00d")
    return found.open() if found else kept.new("acme", fingerprint="f00d")


def test_a_full_disk_stops_nothing(tmp_path: Path) -> None:
    """The limit strikes in the middle of a page; the pages before it are there, and no notice is due."""
    kept = _checkpoints(tmp_path)
    with largest_file(64 * 1024), closing(kept.new("acme", fingerprint="f00d")) as log:
        for at in range(100):
            log.note(ListName.CONTACTS, _page(at))
    told = _told(kept).pages[ListName.CONTACTS]
    assert 0 < len(told) < 100
    assert told == [_page(at) for at in range(len(told))]
    assert kept.notice == ""


def _page(at: int) -> NotedPage[object]:
    return NotedPage(after=at * 50, up_to=None, items=tuple(contact(at * 50 + each) for each in range(50)))


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "for good"])
@pytest.mark.parametrize("code", _CODES, ids=errno.errorcode.get)
def test_whatever_call_fails_nothing_stops_and_nothing_is_damaged(
    tmp_path: Path, code: int, lasting: bool
) -> None:
    """Each call to the system in turn, from the making of the directory to the end of a resumed run."""
    descriptors = len(list(Path("/proc/self/fd").iterdir()))
    on_the_way = told_on_the_way(A_RUN)
    for at in count(1):
        kept = _checkpoints(tmp_path / str(at))
        (tmp_path / str(at)).mkdir()
        with failing_calls(at=at, code=code, lasting=lasting) as calls:
            _interrupted(kept, A_RUN[:4])
            with closing(_resumed(kept)) as log:
                take(A_RUN[on_the_way.index(told_by(log)) :], log)
        left = _told(kept)
        assert left in on_the_way
        # A disk for which nothing goes right any more may not even take back half a heading.
        assert kept.notice == "" or (lasting and left == Told())
        _interrupted(kept, A_RUN)
        assert _told(kept) == on_the_way[-1]
        if calls.made < at:
            break
    assert at > 60
    assert len(list(Path("/proc/self/fd").iterdir())) == descriptors


@pytest.mark.parametrize("code", _CODES, ids=errno.errorcode.get)
def test_whatever_call_fails_no_dropped_page_comes_back(tmp_path: Path, code: int) -> None:
    """Where not even that can be noted, nothing is left; and a finished run's pages are not found."""
    for at in count(1):
        kept = _checkpoints(tmp_path / str(at))
        _interrupted(kept, A_RUN[:3])
        with closing(_resumed(kept)) as log, failing_calls(at=at, code=code) as calls:
            log.forget(ListName.COMPANIES)
        assert _told(kept) == Told()
        if calls.made < at:
            break


def test_a_sweep_on_a_disk_that_fails_stops_nothing(tmp_path: Path) -> None:
    """What could not be removed is removed another time; an empty file may stay for a while."""
    for at in count(1):
        _interrupted(_checkpoints(tmp_path), A_RUN)
        later = Checkpoints(tmp_path / "cache", now=lambda: NOON.replace(month=4))
        with failing_calls(at=at, code=errno.EIO) as calls:
            later.sweep()
        later.sweep()
        assert {path.read_bytes() for path in tmp_path.glob("*/*.pages")} <= {b""}
        if calls.made < at:
            break


def test_a_killed_run_leaves_what_it_has_noted(tmp_path: Path) -> None:
    """At whatever moment the kill comes; the next run takes over the lock, and goes on."""
    kept = _checkpoints(tmp_path)
    noted = 0
    for round_ in range(times(200, quick=12)):
        with killed_in_the_end(_noted(kept, start=noted)) as begun:
            for _ in range(1 + round_ % 5):
                assert os.read(begun, 1)
        pages = _told(kept).pages[ListName.COMPANIES]
        assert pages == [_large_page(at) for at in range(len(pages))]
        assert len(pages) >= noted + 1 + round_ % 5
        assert kept.notice == ""
        noted = len(pages)
        if noted > 60:
            kept.forget("acme")
            noted = 0


def _large_page(at: int) -> NotedPage[object]:
    return NotedPage(after=at, up_to=at, items=(company(at, f"Company {at} Ltd"),) * 200)


def _noted(kept: Checkpoints, *, start: int) -> Iterator[None]:
    """Note page after page, and yield after each."""
    log = _resumed(kept)
    for at in range(start, 1_000_000):
        log.note(ListName.COMPANIES, _large_page(at))
        yield
