"""Two instances of one profile at the same time: both work, and nothing that is kept is mixed or torn."""

import os
import random
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from builders import NOON, company, snapshot
from faults.tiers import times
from noted_pages import told_by

from axtui.services.checkpoints import Checkpoints
from axtui.services.page_log import ListName, NotedPage
from axtui.services.read_state import Kept, ReadState
from axtui.services.snapshots import SnapshotStore

_STATE = ReadState(
    fingerprint="f00d",
    full_at=NOON,
    autotask_since=NOON,
    xero_since=NOON,
    other_companies=frozenset(range(500)),
    other_contacts=frozenset(),
)
_WORLDS = [
    Kept(
        snapshot=snapshot([company(each, f"World {at} Ltd") for each in range(600)]),
        state=replace(_STATE, fingerprint=str(at)) if at else None,
    )
    for at in range(4)
]


@contextmanager
def _processes(*bodies: Callable[[random.Random], None]) -> Iterator[int]:
    """Fork a process for each body, which is run again and again; give a pipe with a dot for each time."""
    reading, writing = os.pipe()
    children = [_forked(body, writing, random.Random(at)) for at, body in enumerate(bodies)]  # noqa: S311  # no secret
    os.close(writing)
    try:
        yield reading
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        os.close(reading)


def _forked(body: Callable[[random.Random], None], writing: int, chance: random.Random) -> int:
    child = os.fork()
    if child:
        return child
    try:
        while True:
            body(chance)
            os.write(writing, b".")
    finally:
        os.write(writing, b"!")
        os._exit(1)  # never back into the test run, of which this is a copy


def test_two_that_save_and_load_always_find_a_whole_read(tmp_path: Path) -> None:
    """Both go on saving while they load, and are killed in between."""
    store = SnapshotStore(tmp_path)

    def save_and_load(chance: random.Random) -> None:
        kept = chance.choice(_WORLDS)
        store.save(kept.snapshot, kept.state)
        assert store.load("acme") in _WORLDS

    store.save(_WORLDS[0].snapshot, _WORLDS[0].state)
    for _ in range(times(200, quick=6)):
        with _processes(save_and_load, save_and_load) as done:
            for _ in range(4):
                assert os.read(done, 1) == b"."
                assert store.load("acme") in _WORLDS
    store.save(_WORLDS[1].snapshot, _WORLDS[1].state)
    assert {path.name for path in tmp_path.iterdir()} == {"CACHEDIR.TAG", "acme.sqlite3"}


def test_two_that_note_their_pages_never_mix_them(tmp_path: Path) -> None:
    """Whichever has the file goes on with it, finishes it, or is killed; the other works without."""
    kept = Checkpoints(tmp_path / "cache", now=lambda: NOON)

    def run(chance: random.Random) -> None:
        found = kept.found("acme", fingerprint="f00d")
        assert kept.notice == ""
        log = found.open() if found else kept.new("acme", fingerprint="f00d")
        start = len(log.noted(ListName.COMPANIES))
        for at in range(start, start + chance.randrange(4)):
            log.note(ListName.COMPANIES, _page(at))
        if chance.random() < 0.2:
            log.finished()
        log.close()

    most = 0
    for _ in range(times(200, quick=10)):
        with _processes(run, run, run) as done:
            for _ in range(10):
                assert os.read(done, 1) == b"."
                most = max(most, _whole_pages(kept))
        most = max(most, _whole_pages(kept))
    assert most > 1


def _page(at: int) -> NotedPage[object]:
    return NotedPage(after=at, up_to=at, items=(company(at, f"Company {at} Ltd"),) * 30)


def _whole_pages(kept: Checkpoints) -> int:
    """Return how many pages are there, each in its place and nothing else."""
    found = kept.found("acme", fingerprint="f00d")
    assert kept.notice == ""
    if found is None:
        return 0
    log = found.open()
    pages = told_by(log).pages.get(ListName.COMPANIES, [])
    log.close()
    assert pages == [_page(at) for at in range(len(pages))]
    return len(pages)
