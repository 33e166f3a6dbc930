"""What is kept of a login: private, whole, exact, gone when it should be, and warned of in time."""

import json
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from disk import largest_file, mode_of, umask
from http_fakes import NOON, FakeTime, Server, line
from hypothesis import given, settings
from hypothesis import strategies as st

from axtui.core.errors import CannotWriteError, DataError, Side, UnavailableError
from axtui.core.secret import Secret
from axtui.services.process_lock import _holder
from axtui.services.surroundings import Surroundings
from axtui.services.token_store import StoredLogin, TokenStore, token_warning
from axtui.sources.line import Wait
from axtui.sources.xero_personal import Granted, Organisation

LOGIN = StoredLogin(
    client_id="ABC",
    token_url="https://identity.xero.com/connect/token",
    organisation=Organisation(id="o-1", name="Maple"),
    access=Secret("access-canary"),
    access_until=NOON + timedelta(minutes=29),
    refresh=Secret("refresh-canary"),
    refreshed=NOON,
)


@pytest.fixture
def store(surroundings: Surroundings) -> TokenStore:
    """An empty store."""
    return TokenStore.of(surroundings)


def path_in(surroundings: Surroundings, profile: str = "acme") -> Path:
    """Return where a profile's login is kept."""
    return surroundings.state_dir / "tokens" / f"{profile}.json"


def revealed(login: StoredLogin) -> tuple[object, ...]:
    """Return everything of a login, comparable."""
    secrets = (login.access, login.refresh, login.previous)
    times = (login.access_until, login.refreshed, login.previous_used, login.refused)
    known = (login.client_id, login.token_url, login.organisation)
    return (*known, *times, *(secret and secret.reveal() for secret in secrets))


_TEXTS = st.text()
_TIMES = st.datetimes(timezones=st.just(UTC))
_LOGINS = st.builds(
    StoredLogin,
    client_id=_TEXTS,
    token_url=_TEXTS,
    organisation=st.builds(Organisation, id=_TEXTS, name=_TEXTS),
    access=st.builds(Secret, _TEXTS),
    access_until=_TIMES,
    refresh=st.builds(Secret, _TEXTS),
    refreshed=_TIMES,
    previous=st.none() | st.builds(Secret, _TEXTS),
    previous_used=st.none() | _TIMES,
    refused=st.none() | _TIMES,
)


@settings(max_examples=30)  # each is made durable on a real disk
@given(login=_LOGINS)
def test_what_is_kept_comes_back(tmp_path_factory: pytest.TempPathFactory, login: StoredLogin) -> None:
    """Every field, whatever stands in it."""
    store = TokenStore(tmp_path_factory.getbasetemp() / "kept")
    store.save("acme", login)
    found = store.load("acme")
    assert found is not None
    assert revealed(found) == revealed(login)


def test_nothing_kept_is_none(store: TokenStore) -> None:
    """And forgetting it is fine."""
    assert store.load("acme") is None
    store.forget("acme")


@pytest.mark.fault("A02")
async def test_everything_is_private_whatever_the_umask(
    store: TokenStore, surroundings: Surroundings
) -> None:
    """Files 0600, directory 0700, the lock file too."""
    with umask(0):
        store.save("acme", LOGIN)
        async with store.locked("acme", line(Server(), side=Side.XERO)):
            pass
    directory = surroundings.state_dir / "tokens"
    assert {path.name: oct(mode_of(path)) for path in (directory, *directory.iterdir())} == {
        "tokens": "0o700",
        "acme.json": "0o600",
        "acme.lock": "0o600",
    }
    assert (directory / "acme.lock").read_text() == f"{os.getpid()}\n"


@pytest.mark.fault("A03")
async def test_what_stood_open_is_tightened(store: TokenStore, surroundings: Surroundings) -> None:
    """By whoever reads or locks it; a new login never stands in the open file."""
    store.save("acme", LOGIN)
    path = path_in(surroundings)
    lock = path.with_suffix(".lock")
    lock.touch()
    for each, mode in ((path, 0o644), (lock, 0o666), (path.parent, 0o755)):
        each.chmod(mode)
    with path.open() as open_before:
        store.save("acme", replace(LOGIN, access=Secret("new-canary")))
        assert "new-canary" not in open_before.read()
    assert (oct(mode_of(path)), oct(mode_of(path.parent))) == ("0o600", "0o700")
    path.chmod(0o644)
    store.load("acme")
    async with store.locked("acme", line(Server(), side=Side.XERO)):
        pass
    assert (oct(mode_of(path)), oct(mode_of(lock))) == ("0o600", "0o600")


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b'{"version": 2}',
        b'{"version": 1}',
        json.dumps({"version": 1, "refreshed": "canary"}).encode(),
    ],
)
def test_a_damaged_login_is_said_without_its_words(
    store: TokenStore, surroundings: Surroundings, damage: bytes
) -> None:
    """With the command that puts it right; it can be replaced and forgotten."""
    store.save("acme", LOGIN)
    path_in(surroundings).write_bytes(damage)
    with pytest.raises(DataError, match="damaged") as caught:
        store.load("acme")
    assert "axtui login --profile acme" in caught.value.hint
    assert caught.value.__cause__ is None
    assert "damaged" in token_warning("acme", surroundings=surroundings)
    store.save("acme", LOGIN)
    assert store.load("acme") is not None


@pytest.mark.parametrize("broken", ["access_token", "access_until", "refreshed", "tenant_name"])
def test_every_field_is_checked(store: TokenStore, surroundings: Surroundings, broken: str) -> None:
    """A number where a text should be, or a time without a zone."""
    store.save("acme", LOGIN)
    kept = json.loads(path_in(surroundings).read_text())
    for wrong in (1, None, *(["2026-03-02T12:00:00"] if "until" in broken else [])):
        path_in(surroundings).write_text(json.dumps({**kept, broken: wrong}))
        with pytest.raises(DataError):
            store.load("acme")


async def test_links_are_not_followed(store: TokenStore, surroundings: Surroundings, tmp_path: Path) -> None:
    """Neither to read nor to lock."""
    store.save("acme", LOGIN)
    path = path_in(surroundings)
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    path.with_suffix(".lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(DataError):
        store.load("acme")
    with pytest.raises(CannotWriteError):
        async with store.locked("acme", line(Server(), side=Side.XERO)):
            pass


async def test_a_full_disk_does_not_break_the_lock(store: TokenStore, surroundings: Surroundings) -> None:
    """Those who wait only do not hear for whom."""
    async with store.locked("acme", line(Server(), side=Side.XERO)):
        pass
    with largest_file(0):
        async with store.locked("acme", line(Server(), side=Side.XERO)):
            assert path_in(surroundings).with_suffix(".lock").read_bytes() == b""


async def test_a_lock_that_is_no_file_is_refused(store: TokenStore, surroundings: Surroundings) -> None:
    """A pipe, for example, that somebody has put there."""
    store.save("acme", LOGIN)
    os.mkfifo(path_in(surroundings).with_suffix(".lock"))
    with pytest.raises(CannotWriteError, match="not a plain file"):
        async with store.locked("acme", line(Server(), side=Side.XERO)):
            pass


async def test_a_lock_file_that_was_removed_is_made_anew(
    store: TokenStore, surroundings: Surroundings
) -> None:
    """And holds: whoever comes then waits for the one who has it."""
    at = line(Server(), side=Side.XERO)
    async with store.locked("acme", at):
        path_in(surroundings).with_suffix(".lock").unlink()
        async with store.locked("acme", at):
            assert path_in(surroundings).with_suffix(".lock").exists()


def test_a_login_follows_its_profile(store: TokenStore, surroundings: Surroundings) -> None:
    """Renamed, and removed with what a killed run has left; names never leave the directory."""
    store.save("acme", LOGIN)
    store.rename("acme", "../beta")
    store.rename("nobody", "acme")
    assert store.load("acme") is None
    assert store.load("../beta") is not None
    left = surroundings.state_dir / "tokens" / ".axtui-0123.partial"
    left.write_text("canary")
    store.forget("../beta")
    assert list((surroundings.state_dir / "tokens").iterdir()) == []


def test_nothing_secret_prints() -> None:
    """Not in the login's own text either."""
    assert "canary" not in repr(replace(LOGIN, previous=Secret("previous-canary")))


@pytest.mark.fault("A14")
def test_a_renewal_keeps_the_token_before_it() -> None:
    """With the time of its use; where no new one came, the old one goes on."""
    later = NOON + timedelta(minutes=40)
    granted = Granted(access=Secret("a-2"), refresh=Secret("r-2"), seconds=1800)
    renewed = replace(LOGIN, refused=NOON).renewed_by(granted, later)
    assert revealed(renewed) == revealed(
        replace(
            LOGIN,
            access=Secret("a-2"),
            access_until=later + timedelta(minutes=29),
            refresh=Secret("r-2"),
            refreshed=later,
            previous=LOGIN.refresh,
            previous_used=later,
        )
    )
    same = renewed.renewed_by(replace(granted, refresh=None), later)
    assert [token.reveal() for token in same.refresh_tokens(later)] == ["r-2", "refresh-canary"]
    assert len(same.refresh_tokens(later + timedelta(minutes=30))) == 1


@pytest.mark.parametrize(
    ("unused", "words"),
    [
        (-2_912_372, ""),  # a date on which no calendar goes on for sixty days
        (0, ""),
        (49, ""),
        (50, "ends on 2026-03-12 unless"),
        (59, "ends on 2026-03-03"),
        (60, "has not been used for 60 days and should have ended. Sign in again: axtui login"),
        (70, "has not been used for 70 days"),
    ],
)
def test_the_end_of_an_unused_login_is_told_in_time(
    store: TokenStore, surroundings: Surroundings, unused: int, words: str
) -> None:
    """From the fiftieth day of the sixty."""
    store.save("acme", replace(LOGIN, refreshed=surroundings.now() - timedelta(days=unused)))
    warning = token_warning("acme", surroundings=surroundings)
    assert (words in warning) if words else warning == ""


def test_an_ended_login_is_told_and_no_login_is_not(store: TokenStore, surroundings: Surroundings) -> None:
    """With the command to sign in."""
    assert token_warning("acme", surroundings=surroundings) == ""
    store.save("acme", replace(LOGIN, refused=datetime.now(UTC)))
    assert "has ended. Sign in again: axtui login --profile acme" in token_warning(
        "acme", surroundings=surroundings
    )


@pytest.mark.parametrize("what", ["pipe", "directory", "of another"])
def test_what_is_no_file_of_ours_is_not_read(
    store: TokenStore, surroundings: Surroundings, what: str
) -> None:
    """A login that somebody else has put there would be theirs, and so would what is done with it."""
    store.save("acme", LOGIN)
    path = path_in(surroundings)
    if what == "of another":
        if os.getuid() != 0:
            pytest.skip("only root can make a file of another user")
        os.chown(path, 65534, 65534)
    else:
        path.unlink()
        os.mkfifo(path) if what == "pipe" else path.mkdir()
    with pytest.raises(DataError, match="damaged"):
        store.load("acme")


async def test_a_holder_without_a_number_is_waited_for_all_the_same(
    store: TokenStore, surroundings: Surroundings
) -> None:
    """The number is only a help for those who wait: on a full disk none is written."""
    told: list[Wait | None] = []
    at = line(Server(), side=Side.XERO, time=FakeTime(), on_wait=told.append)
    path = path_in(surroundings).with_suffix(".lock")
    async with store.locked("acme", line(Server(), side=Side.XERO)):
        path.write_bytes(b"somebody\n")
        with pytest.raises(UnavailableError, match="for 5 minutes by now"):
            async with store.locked("acme", at):
                pass
    assert [wait and wait.why for wait in told] == ["another axtui is busy with this Xero login", None]
    assert _holder(path.with_name("gone")) == ""
