"""The salt of a profile: one for all processes, made once, and gone with the profile."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from faults.tiers import times
from killed import killed_in_the_end

from axtui.core.errors import CannotWriteError
from axtui.services.locked_file import open_locked
from axtui.services.profile_salt import SALT_BYTES, ProfileSalts, salt_of, salted
from axtui.services.surroundings import Surroundings


def _file(surroundings: Surroundings) -> Path:
    return surroundings.history_dir / "acme.salt"


def test_it_is_made_once_and_kept_private(surroundings: Surroundings) -> None:
    """And every profile has its own."""
    salt = salt_of("acme", surroundings)
    assert len(salt) == SALT_BYTES
    assert salt_of("acme", surroundings) == salt != salt_of("bolt", surroundings)
    assert _file(surroundings).stat().st_mode & 0o777 == 0o600


def test_all_who_ask_at_once_get_the_same(surroundings: Surroundings) -> None:
    """Or one of two runs would see every name changed."""
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: salt_of("acme", surroundings), range(64)))) == 1


def test_who_waits_takes_the_one_that_was_made_meanwhile(surroundings: Surroundings) -> None:
    """It had none when it was asked, and another run was about to make it."""
    surroundings.history_dir.mkdir(parents=True)
    descriptor, theirs = open_locked(_file(surroundings)), b"s" * SALT_BYTES

    def made_meanwhile(_: float) -> None:
        os.write(descriptor, theirs)
        os.close(descriptor)

    assert salt_of("acme", surroundings, sleep=made_meanwhile) == theirs


@pytest.mark.parametrize("size", [0, SALT_BYTES - 1, SALT_BYTES + 1])
def test_one_that_is_not_whole_is_made_anew(surroundings: Surroundings, size: int) -> None:
    """A full disk leaves such a file."""
    salt_of("acme", surroundings)
    _file(surroundings).write_bytes(b"x" * size)
    salt = salt_of("acme", surroundings)
    assert salt == salt_of("acme", surroundings) == _file(surroundings).read_bytes()
    assert len(salt) == SALT_BYTES


def test_none_is_made_to_last_without_a_cache(surroundings: Surroundings) -> None:
    """One that is there is used: with it, stand-ins stay what they were."""
    without = replace(surroundings, uses_cache=False)
    assert salt_of("acme", without) != salt_of("acme", without)
    assert not surroundings.history_dir.exists()
    assert salt_of("acme", surroundings) == salt_of("acme", without)


def test_it_follows_its_profile_and_goes_with_it(surroundings: Surroundings) -> None:
    """A profile without one can be renamed and removed, too."""
    salts, salt = ProfileSalts.of(surroundings), salt_of("acme", surroundings)
    salts.rename("acme", "bolt")
    assert salt_of("bolt", surroundings) == salt != salt_of("acme", surroundings)
    for _ in range(2):
        salts.forget("bolt")
    assert not (surroundings.history_dir / "bolt.salt").exists()


def test_who_has_the_file_for_ever_is_told_of(surroundings: Surroundings) -> None:
    """A stopped process keeps its lock; nobody waits for it without an end."""
    surroundings.history_dir.mkdir(parents=True)
    descriptor, waits = open_locked(_file(surroundings)), list[float]()
    try:
        with pytest.raises(CannotWriteError, match="Another axtui has had"):
            salt_of("acme", surroundings, sleep=waits.append)
    finally:
        os.close(descriptor)
    assert sum(waits) == pytest.approx(10)


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_what_is_no_file_is_refused(surroundings: Surroundings, make: object) -> None:
    """Nobody waits for a pipe, and the sentence names what stands in the way."""
    surroundings.history_dir.mkdir(parents=True)
    assert callable(make)
    make(_file(surroundings))
    with pytest.raises(CannotWriteError, match=r"acme\.salt"):
        salt_of("acme", surroundings)


def test_a_kill_leaves_a_salt_or_none(surroundings: Surroundings) -> None:
    """Whatever was killed while making it, the next one who asks gets a whole one."""
    for at in range(times(50, quick=4)):
        profile = f"p{at}"
        with killed_in_the_end(salt_of(profile, surroundings) for _ in range(3)) as pipe:
            os.read(pipe, 1)
        assert salt_of(profile, surroundings) == salt_of(profile, surroundings)


def test_a_hash_tells_texts_apart_and_needs_its_salt() -> None:
    """Half of a surrogate pair, which Autotask may send, has one, too."""
    assert salted(b"s", "Acme", size=6) == salted(b"s", "Acme", size=6)
    others = {salted(b"s", "acme", size=6), salted(b"t", "Acme", size=6), salted(b"s", "\ud83d", size=6)}
    assert len(others) == 3
    assert salted(b"s", "Acme", size=6) not in others
