"""Refused logins: known again, never for another credential, and nothing of them on the disk."""

import errno
import json
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from builders import NOON
from disk import failing_calls, mode_of, umask
from hypothesis import given
from hypothesis import strategies as st

from axtui.core.errors import CannotWriteError
from axtui.core.secret import Secret
from axtui.services.refused_logins import Credential, RefusedLogins

_LOGIN = ("api@acme.example", Secret("Canary-7f3a"), Secret("Canary-code"))


@pytest.fixture
def logins(tmp_path: Path) -> RefusedLogins:
    """Give those of an empty directory."""
    return RefusedLogins(tmp_path / "refused", rounds=10)


def test_nothing_is_refused_at_first(logins: RefusedLogins, tmp_path: Path) -> None:
    """And nothing is written in order to know that."""
    assert logins.is_refused("acme", *_LOGIN) is None
    logins.forget("acme")
    logins.rename("acme", "bolt")
    assert list(tmp_path.iterdir()) == []


def test_a_refused_login_is_known_again(tmp_path: Path) -> None:
    """By the next process too, with the time of the last refusal."""
    logins = RefusedLogins(tmp_path / "refused")
    logins.remember("acme", *_LOGIN, now=NOON)
    logins.remember("acme", *_LOGIN, now=NOON + timedelta(hours=1))
    again = RefusedLogins(tmp_path / "refused")
    assert again.is_refused(
        "acme", _LOGIN[0], Secret("Canary-7f3a"), Secret("Canary-code")
    ) == NOON + timedelta(hours=1)


@pytest.mark.parametrize(
    "other",
    [
        ("api@acme.example", Secret("Canary-7f3b"), Secret("Canary-code")),
        ("API@acme.example", Secret("Canary-7f3a"), Secret("Canary-code")),
        ("api@acme.example", Secret("Canary-7f3a")),
        ("api@acme.example", Secret("Canary-7f3aCanary-code")),
        ("api@acme.example", Secret("Canary-7f3aC"), Secret("anary-code")),
        ("api@acme.example", Secret("Canary-code"), Secret("Canary-7f3a")),
        (),
    ],
)
def test_other_credentials_are_not_refused(logins: RefusedLogins, other: tuple[Credential, ...]) -> None:
    """Not one that differs in a letter, nor the same letters parted elsewhere."""
    logins.remember("acme", *_LOGIN, now=NOON)
    assert logins.is_refused("acme", *other) is None


def test_another_profile_may_send_the_same_login(logins: RefusedLogins) -> None:
    """It may be for another zone or tenant."""
    logins.remember("acme", *_LOGIN, now=NOON)
    assert logins.is_refused("bolt", *_LOGIN) is None


def test_both_sides_are_remembered(logins: RefusedLogins) -> None:
    """One that is refused does not make the other forgotten; the oldest of many goes."""
    logins.remember("acme", *_LOGIN, now=NOON)
    logins.remember("acme", "client", Secret("x"), now=NOON)
    assert logins.is_refused("acme", *_LOGIN) == logins.is_refused("acme", "client", Secret("x")) == NOON
    for at in range(7):
        logins.remember("acme", str(at), now=NOON)
    assert logins.is_refused("acme", *_LOGIN) is None
    assert logins.is_refused("acme", "client", Secret("x")) == NOON


def test_a_login_follows_its_profile_or_goes_with_it(logins: RefusedLogins) -> None:
    """A new name is no new credential."""
    logins.remember("acme", *_LOGIN, now=NOON)
    logins.rename("acme", "bolt")
    assert (logins.is_refused("acme", *_LOGIN), logins.is_refused("bolt", *_LOGIN)) == (None, NOON)
    logins.forget("bolt")
    assert logins.is_refused("bolt", *_LOGIN) is None


def test_nothing_of_a_login_is_on_the_disk(logins: RefusedLogins, tmp_path: Path) -> None:
    """Nor in what is shown of the object; and the same login looks different in each file."""
    logins.remember("acme", *_LOGIN, now=NOON)
    logins.remember("bolt", *_LOGIN, now=NOON)
    files = [path.read_text() for path in (tmp_path / "refused").iterdir()]
    parts = ("Canary", "acme.example", *(word.encode().hex() for word in ("Canary", "acme")))
    assert not [part for part in parts for text in (*files, repr(logins)) if part in text]
    first, second = (json.loads(text) for text in files)
    assert first["salt"] != second["salt"]
    assert first["refused"].keys().isdisjoint(second["refused"])


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_the_file_is_private_whatever_the_umask(logins: RefusedLogins, tmp_path: Path, mask: int) -> None:
    """Though it helps nobody."""
    with umask(mask):
        logins.remember("acme", *_LOGIN, now=NOON)
    (file,) = (tmp_path / "refused").iterdir()
    assert (mode_of(file), mode_of(file.parent)) == (0o600, 0o700)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"",
        lambda data: data[:-5],
        lambda data: b"[]",
        lambda data: b'"x"',
        lambda data: b"{}",
        lambda data: b"\xff",
        lambda data: data.replace(b"12:00:00+00:00", b"12:00:00"),
        lambda data: data.replace(b"2026", b"noon"),
        lambda data: data.replace(b'"salt": "', b'"salt": "g'),
        lambda data: b'{"salt": "00", "refused": []}',
        lambda data: b'{"salt": "00", "refused": {"\xc3\xa9": "2026-03-02T12:00:00+00:00"}}',
        lambda data: b"[" * 100_000,
    ],
)
def test_a_damaged_file_counts_as_none(
    logins: RefusedLogins, tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    """And is replaced by the next refusal."""
    logins.remember("acme", *_LOGIN, now=NOON)
    (file,) = (tmp_path / "refused").iterdir()
    file.write_bytes(spoil(file.read_bytes()))
    assert logins.is_refused("acme", *_LOGIN) is None
    logins.remember("acme", *_LOGIN, now=NOON)
    assert logins.is_refused("acme", *_LOGIN) == NOON


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES])
def test_a_disk_that_fails_hides_no_refusal(logins: RefusedLogins, code: int) -> None:
    """The person hears of the login; what was remembered before stays whole."""
    logins.remember("acme", "first", now=NOON)
    for at in count(1):
        with failing_calls(at=at, code=code) as calls:
            logins.remember("acme", *_LOGIN, now=NOON)
        assert logins.is_refused("acme", "first") == NOON
        if calls.made < at:
            break


def test_what_cannot_be_removed_is_named(logins: RefusedLogins, tmp_path: Path) -> None:
    """Someone may rely on its being gone."""
    (tmp_path / "refused" / "acme.refused").mkdir(parents=True)
    assert logins.is_refused("acme", *_LOGIN) is None
    with pytest.raises(CannotWriteError, match=r"acme\.refused"):
        logins.forget("acme")


@given(st.lists(st.text(st.characters(exclude_categories=())), max_size=3))
def test_any_credentials_can_be_remembered(
    tmp_path_factory: pytest.TempPathFactory, credentials: list[str]
) -> None:
    """Half surrogate pairs among them: what a person types is not chosen by us."""
    logins = RefusedLogins(tmp_path_factory.mktemp("state"), rounds=10)
    logins.remember("acme", *map(Secret, credentials), now=NOON)
    assert logins.is_refused("acme", *credentials) == NOON
