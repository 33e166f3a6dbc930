"""All that writes files, killed at any moment and watched all the time: nobody ever sees a part of a file."""

import json
import os
import random
import shutil
import stat
import time
from collections.abc import Iterator
from itertools import count, pairwise
from pathlib import Path
from typing import Final

import pytest
from faults.figures import Figure
from faults.tiers import times
from file_writers import EXPORT, LOGIN, NOTHING, VERSIONS, WRITERS, Writer
from killed import killed_in_the_end

_EACH_WRITER: Final = pytest.mark.parametrize("writer", WRITERS, ids=str)
_KILLS: Final = times(500, quick=50)
_POLLS: Final = times(10_000, quick=200)
_POLLS_A_WRITE: Final = 20
_ALL: Final = 1_000_000


@pytest.mark.fault("C12")
@_EACH_WRITER
def test_a_killed_writer_leaves_whole_files_or_none(tmp_path: Path, writer: Writer, figure: Figure) -> None:
    """kill -9 at a random moment; the next write sweeps what is left."""
    chance = random.Random(f"{writer}")  # noqa: S311  # moments, not secrets
    cut_off, longest = 0, _seconds_of_a_write(writer, tmp_path / "timed")
    for _ in range(_KILLS):
        directory = tmp_path / "d"
        directory.mkdir(mode=0o700)
        with killed_in_the_end(_writes(writer, directory)) as begun:
            for _ in range(chance.choice((1, 1, 2, 3))):
                assert os.read(begun, 1)
            time.sleep(chance.uniform(0, longest))  # the moment is what is tested
        assert writer.read(directory) in (NOTHING, *VERSIONS)
        if writer.strays(directory):
            cut_off += 1
            writer.write(directory, 1)
            assert writer.read(directory) == 1
            assert not writer.strays(directory)
        shutil.rmtree(directory)
    assert cut_off
    figure("kills", _KILLS)
    figure("of them in the middle", cut_off)


def _seconds_of_a_write(writer: Writer, directory: Path) -> float:
    """Return how long kills must be spread over, so that they come at all of a write's moments."""
    directory.mkdir(mode=0o700)
    moments = [time.perf_counter()]
    for version in VERSIONS:
        writer.write(directory, version)
        moments.append(time.perf_counter())
    return min(end - begin for begin, end in pairwise(moments))


def _writes(writer: Writer, directory: Path) -> Iterator[None]:
    """Write one version after another, and yield before each."""
    for at in count():
        yield
        writer.write(directory, VERSIONS[at % len(VERSIONS)])


@pytest.mark.fault("C13")
@_EACH_WRITER
def test_who_watches_sees_whole_files_only(tmp_path: Path, writer: Writer, figure: Figure) -> None:
    """Under the final names; from the first one on there is always a file."""
    found: set[int] = set()
    with killed_in_the_end(_writes(writer, tmp_path)) as begun:
        for poll in range(_POLLS):
            _keep_step(begun, poll)
            version = writer.read(tmp_path)
            assert version != NOTHING or not found
            found |= {version} - {NOTHING}
    assert len(found) > 1
    figure("polls", _POLLS)


def _keep_step(begun: int, poll: int) -> None:
    """Wait for one more write now and then, so that many are watched, and that one who dies is missed."""
    if poll % _POLLS_A_WRITE == 0:
        assert os.read(begun, _ALL)  # those that were begun before
        assert os.read(begun, 1)


@pytest.mark.fault("C13")
def test_who_sees_the_import_file_sees_all_of_the_set(tmp_path: Path, figure: Figure) -> None:
    """It gets its name last; one export after the other, each with names of its own."""
    turn = 0
    with killed_in_the_end(_new_sets(tmp_path)) as begun:
        for poll in range(_POLLS):
            _keep_step(begun, poll)
            turn += EXPORT.read(tmp_path / str(turn)) != NOTHING
    assert turn >= _POLLS // _POLLS_A_WRITE - 1
    figure("polls", _POLLS)
    figure("exports seen", turn)


def _new_sets(directory: Path) -> Iterator[None]:
    for at in count():
        (directory / str(at)).mkdir()
        yield
        EXPORT.write(directory / str(at), 1)


@pytest.mark.fault("A03")
def test_a_new_login_never_stands_in_a_file_that_is_open_to_others(tmp_path: Path, figure: Figure) -> None:
    """The old file is, until the new one has its name; who looks all the time sees no other order."""
    turns, looks = times(200, quick=20), 0
    with killed_in_the_end(_logins_beside_open_ones(tmp_path)) as begun:
        for turn in range(turns):
            assert os.read(begun, 1)
            while (found := _version_and_mode(tmp_path / str(turn) / "acme.json")) == ("1", 0o644):
                looks += 1
            assert found == ("2", 0o600)
    figure("logins", turns)
    figure("looks before", looks)


def _logins_beside_open_ones(directory: Path) -> Iterator[None]:
    for at in count():
        own = directory / str(at)
        own.mkdir(mode=0o700)
        LOGIN.write(own, 1)
        (own / "acme.json").chmod(0o644)
        yield
        LOGIN.write(own, 2)


def _version_and_mode(path: Path) -> tuple[str, int]:
    """Return both of one and the same file."""
    with path.open("rb") as file:
        return json.load(file)["client_id"], stat.S_IMODE(os.fstat(file.fileno()).st_mode)
