"""What `axtui purge` finds, what it spares, and how it knows that nothing is left."""

import fcntl
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from disk import as_nobody

from axtui.cli import run
from axtui.services.acknowledgement_place import AcknowledgementPlaces
from axtui.services.belongings import _all
from axtui.services.profile_files import path_of
from axtui.services.purge import places
from axtui.services.surroundings import Surroundings

_OF_PROFILES = (
    "cache/snapshots/{}.sqlite3",
    "cache/snapshots/{}.report",
    "cache/checkpoints/{}.pages",
    "state/views/{}.json",
    "state/views/{}.json.aside",
    "state/runs/{}.jsonl",
    "state/refused/{}.refused",
    "state/history/{}.salt",
    "state/history/{}.rows",
    "state/history/{}.told",
)
_OF_ALL = (
    "cache/snapshots/CACHEDIR.TAG",
    "cache/snapshots/.axtui-12.partial",
    "cache/pace/0f/slot-0",
    "cache/demo/snapshots/demo.sqlite3",
    "state/views/lock",
    "state/crashes/20260302.txt",
)
_LOGINS = ("state/tokens/{}.json", "state/tokens/{}.lock")


def _fill(home: Path) -> set[str]:
    names = {name.format(profile) for name in (*_OF_PROFILES, *_LOGINS) for profile in ("acme", "other")}
    names |= set(_OF_ALL)
    for name in names:
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"0123456789")
    return names


def _left(home: Path) -> set[str]:
    return {str(path.relative_to(home)) for path in home.rglob("*") if path.is_symlink() or path.is_file()}


class _Purge:
    """The command on a home of its own."""

    def __init__(self, home: Path, surroundings: Surroundings) -> None:
        self.home = home
        self._surroundings = replace(
            surroundings,
            cache_dir=home / "cache",
            state_dir=home / "state",
            config_file=home / "config" / "config.toml",
        )
        self.out = self.err = ""

    def __call__(self, *flags: str) -> int:
        """Run it."""
        out, err = io.StringIO(), io.StringIO()
        code = run(["purge", *flags], surroundings=self._surroundings, stdout=out, stderr=err)
        self.out, self.err = out.getvalue(), err.getvalue()
        return code


@pytest.fixture
def purge(tmp_path: Path, surroundings: Surroundings) -> _Purge:
    """Return the command on an empty home."""
    return _Purge(tmp_path, surroundings)


def test_everything_but_the_logins_goes_and_that_is_proved(purge: _Purge) -> None:
    """Reports, pages, searches, crash reports, last runs, refused logins, the demo's; directories too."""
    names = _fill(purge.home)
    logins = {name for name in names if "tokens" in name}
    assert purge() == 0
    assert _left(purge.home) == logins
    count = len(names - logins)
    assert f"Removed: {count} files, {count * 10} bytes." in purge.err
    assert "Looked again: nothing of it is left." in purge.err
    assert "not erased" in purge.err
    assert "--all" in purge.err
    assert not (purge.home / "cache" / "snapshots").exists()
    assert purge() == 0
    assert "There was nothing to remove." in purge.err


def test_all_takes_the_logins_and_says_that_xero_does_not_know(purge: _Purge) -> None:
    """Nothing is left then."""
    _fill(purge.home)
    assert purge("--all") == 0
    assert _left(purge.home) == set()
    assert "not revoked" in purge.err


def test_one_profile_goes_without_the_others(purge: _Purge) -> None:
    """What is nobody's in particular stays, but for what killed runs have left half-written."""
    names = _fill(purge.home)
    assert purge("--profile", "acme", "--all") == 0
    assert _left(purge.home) == {
        name for name in names if "/acme." not in name and not name.endswith(".partial")
    }


def test_every_file_that_belongs_to_a_profile_is_known(surroundings: Surroundings) -> None:
    """What follows a profile to a new name is what a purge has to find, but for what people have written."""
    kinds = [kind for kind in _all(surroundings) if not isinstance(kind, AcknowledgementPlaces)]
    belonging = {kind._path_of("acme") for kind in kinds}  # type: ignore[attr-defined]  # each has one
    known = {
        path_of(place.path, "acme", ending=end) for place in places(surroundings) for end in place.endings
    }
    assert belonging
    assert belonging <= known


def test_a_dry_run_counts_and_removes_nothing(purge: _Purge) -> None:
    """A line per place: what, how many files, how many bytes, where."""
    names = _fill(purge.home)
    assert purge("--dry-run") == 0
    assert _left(purge.home) == names
    assert "Nothing was." in purge.err
    (line,) = (line for line in purge.out.splitlines() if line.startswith("crash reports"))
    assert line.split() == ["crash", "reports", "1", "file", "10", "bytes", str(purge.home / "state/crashes")]


def test_what_a_run_is_busy_with_is_named_and_nothing_goes(purge: _Purge) -> None:
    """Nobody's work is taken away from under it; a dry run may look."""
    names = _fill(purge.home)
    path = purge.home / "cache" / "checkpoints" / "acme.pages"
    with _locked(path):
        assert purge() == 69
        assert str(path) in purge.err
        assert _left(purge.home) == names
        assert purge("--dry-run") == 0
    assert purge() == 0


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    descriptor = os.open(path, os.O_RDWR)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(descriptor)


def test_links_go_and_what_they_lead_to_stays(purge: _Purge) -> None:
    """Nothing outside our own places is touched, and what lies beside them is named."""
    _fill(purge.home)
    outside = purge.home / "mine"
    outside.mkdir()
    (outside / "letter.txt").touch()
    (purge.home / "cache" / "snapshots" / "link").symlink_to(outside)
    (purge.home / "cache" / "snapshots" / "dangling").symlink_to(purge.home / "nowhere")
    (purge.home / "state" / "my.log").touch()
    assert purge("--all") == 0
    assert _left(purge.home) == {"mine/letter.txt", "state/my.log"}
    assert "my.log" in purge.err


@pytest.mark.parametrize("flags", [(), ("--profile", "acme"), ("--dry-run",)])
def test_a_place_that_is_a_link_is_not_gone_through(flags: tuple[str, ...], purge: _Purge) -> None:
    """Whatever it leads to is not ours to remove, and nobody is told that nothing is left."""
    outside = purge.home / "mine"
    outside.mkdir()
    (outside / "letter.txt").touch()
    (outside / "acme.sqlite3").touch()
    (purge.home / "cache").mkdir()
    (purge.home / "cache" / "snapshots").symlink_to(outside)
    before = _left(purge.home)
    assert purge(*flags) == 73
    assert "cache/snapshots is a link" in purge.err
    assert _left(purge.home) == before


def test_a_mistake_in_the_configuration_keeps_nothing_on_the_disk(purge: _Purge) -> None:
    """It is not read; it is not removed either."""
    _fill(purge.home)
    (purge.home / "config").mkdir()
    (purge.home / "config" / "config.toml").write_text("= broken", encoding="utf-8")
    assert purge("--all") == 0
    assert _left(purge.home) == {"config/config.toml"}


def test_what_could_not_be_removed_is_named(tmp_path: Path, surroundings: Surroundings) -> None:
    """The command looks again, and does not say that it is done."""
    with as_nobody(tmp_path) as home:
        _fill(home)
        (home / "state" / "crashes").chmod(0o500)
        purge = _Purge(home, surroundings)
        assert purge("--all") == 73
        assert "20260302.txt" in purge.err
        assert "nothing of it is left" not in purge.err
        assert _left(home) == {"state/crashes/20260302.txt"}
        (home / "state" / "crashes").chmod(0o700)


def test_a_home_without_anything_is_fine(purge: _Purge) -> None:
    """Nothing is made by looking."""
    assert purge("--all") == 0
    assert purge.out == ""
    assert list(purge.home.iterdir()) == []
