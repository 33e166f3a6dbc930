"""The last snapshot of each profile: exact, private, whole, and refused in words when damaged."""

import os
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from any_values import any_company, any_contact, any_customer, any_id, any_text, any_time
from builders import NOON, archived, company, contact, customer, snapshot
from disk import largest_file, mode_of, umask
from hypothesis import given
from hypothesis import strategies as st
from killed import killed_in_the_end

from axtui.core.errors import CannotWriteError, DataError
from axtui.core.models import (
    Company,
    FetchedAt,
    FieldLimits,
    ListValue,
    Snapshot,
    TenantFacts,
)
from axtui.services.read_state import Kept, ReadState
from axtui.services.snapshots import SnapshotStore, seal

_STATE = ReadState(
    fingerprint="f00d",
    full_at=NOON - timedelta(hours=3),
    autotask_since=NOON - timedelta(minutes=2),
    xero_since=NOON,
    other_companies=frozenset({5, 2**40}),
    other_contacts=frozenset({7}),
)
_SMALL = Kept(
    snapshot=snapshot(
        [company(1, "Acme Ltd", number="C-1"), company(2, "Bolt Ltd", exclude="true")],
        [contact(1, 1, udf="Accounts"), contact(2, 1, active=None), contact(3, 2, active=False, emails=())],
        [customer("x1", invoiced=True, changed=NOON), archived("x2"), customer("x3", invoiced=False)],
    ),
    state=_STATE,
)


def _kept(*companies: Company, profile: str = "acme") -> Kept:
    return Kept(snapshot=replace(snapshot(companies), profile=profile), state=_STATE)


def _save(store: SnapshotStore, kept: Kept) -> None:
    store.save(kept.snapshot, kept.state)


def test_nothing_is_kept_before_the_first_save(tmp_path: Path) -> None:
    """Not even the directory."""
    assert SnapshotStore(tmp_path / "cache").load("acme") is None
    assert list(tmp_path.iterdir()) == []


def test_a_snapshot_comes_back_as_it_was(tmp_path: Path) -> None:
    """Every value, in the same sequence."""
    store = SnapshotStore(tmp_path)
    _save(store, _SMALL)
    assert store.load("acme") == _SMALL


def test_a_snapshot_may_stand_alone(tmp_path: Path) -> None:
    """Nothing can be built on an incomplete read, and the state of the read before it goes."""
    store = SnapshotStore(tmp_path)
    _save(store, _SMALL)
    alone = Kept(snapshot=snapshot(incomplete_because=["One is missing."]), state=None)
    _save(store, alone)
    assert store.load("acme") == alone


def test_each_profile_has_its_own(tmp_path: Path) -> None:
    """In a file that is named after it."""
    store = SnapshotStore(tmp_path)
    _save(store, _SMALL)
    _save(store, _kept(profile="bolt"))
    assert store.load("acme") == _SMALL
    assert store.load("core") is None
    assert {path.name for path in tmp_path.glob("*.sqlite3")} == {"acme.sqlite3", "bolt.sqlite3"}


def test_a_save_replaces_the_last_snapshot(tmp_path: Path) -> None:
    """Nothing of the old one is left in the file."""
    store = SnapshotStore(tmp_path)
    _save(store, _kept(company(1, "Canary 7f3a Ltd")))
    _save(store, _kept())
    assert store.load("acme") == _kept()
    assert b"Canary 7f3a" not in (tmp_path / "acme.sqlite3").read_bytes()


def test_what_is_forgotten_is_gone(tmp_path: Path) -> None:
    """Twice is as good as once."""
    store = SnapshotStore(tmp_path)
    _save(store, _SMALL)
    store.forget("acme")
    store.forget("acme")
    assert store.load("acme") is None
    assert [path.name for path in tmp_path.iterdir()] == ["CACHEDIR.TAG"]


@pytest.mark.parametrize("name", ["../x", "..", "a/b", "a b", "é", "a\0b", "\ud800", ""])
def test_no_name_leaves_the_directory(tmp_path: Path, name: str) -> None:
    """Profiles of the configuration have plain names; nothing here relies on that."""
    store = SnapshotStore(tmp_path / "cache")
    kept = _kept(profile=name)
    _save(store, kept)
    assert store.load(name) == kept
    assert [path.name for path in tmp_path.iterdir()] == ["cache"]


def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path) -> None:
    """In words, on the way in and on the way out."""
    store = SnapshotStore(tmp_path)
    with pytest.raises(CannotWriteError, match="too long"):
        _save(store, _kept(profile="x" * 300))
    with pytest.raises(DataError):
        store.load("x" * 300)


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_what_is_kept_is_private_whatever_the_umask(tmp_path: Path, mask: int) -> None:
    """Names and addresses are for nobody else on a shared host."""
    directory = tmp_path / "cache"
    with umask(mask):
        _save(SnapshotStore(directory), _SMALL)
    assert mode_of(directory) == 0o700
    assert {mode_of(path) for path in directory.iterdir()} == {0o600}
    assert {path.name for path in directory.iterdir()} == {"CACHEDIR.TAG", "acme.sqlite3"}


_snapshots = st.builds(
    Snapshot,
    profile=st.just("acme"),
    fetched_at=st.builds(FetchedAt, autotask=any_time, xero=any_time),
    companies=st.lists(any_company, max_size=3).map(tuple),
    contacts=st.lists(any_contact, max_size=3).map(tuple),
    customers=st.lists(any_customer, max_size=3).map(tuple),
    facts=st.builds(
        TenantFacts,
        udf_name=any_text,
        udf_value=any_text,
        udf_id=st.none() | any_id,
        udf_values=st.lists(st.builds(ListValue, stored=any_text, display=any_text), max_size=2).map(tuple),
        limits=st.builds(FieldLimits, first_name=st.integers(0, 999)),
        organisation=any_text,
    ),
    incomplete_because=st.lists(any_text, max_size=2).map(tuple),
)


_id_sets = st.frozensets(any_id, max_size=4)
_states = st.builds(
    ReadState,
    fingerprint=any_text,
    full_at=any_time,
    autotask_since=any_time,
    xero_since=any_time,
    other_companies=_id_sets,
    other_contacts=_id_sets,
)


@given(st.builds(Kept, snapshot=_snapshots, state=st.none() | _states))
def test_every_character_comes_back(tmp_path_factory: pytest.TempPathFactory, kept: Kept) -> None:
    """NUL, halves of surrogate pairs, nothing against an empty text: what differs decides a match."""
    store = SnapshotStore(tmp_path_factory.mktemp("cache"))
    _save(store, kept)
    assert store.load("acme") == kept


def test_an_id_that_sqlite_cannot_hold_is_refused(tmp_path: Path) -> None:
    """In words; the last snapshot stays."""
    store = SnapshotStore(tmp_path)
    _save(store, _SMALL)
    with pytest.raises(CannotWriteError, match="too large"):
        _save(store, _kept(company(2**63)))
    assert store.load("acme") == _SMALL


def test_a_large_snapshot_is_kept(tmp_path: Path) -> None:
    """More rows than SQLite takes in one go."""
    large = Kept(
        snapshot=snapshot(
            [company(at, f"Company {at} Ltd") for at in range(5_000)],
            [contact(at, at // 3) for at in range(15_000)],
            [customer(f"x{at}") for at in range(5_000)],
        ),
        state=replace(_STATE, other_contacts=frozenset(range(15_000, 25_000))),
    )
    store = SnapshotStore(tmp_path)
    _save(store, large)
    assert store.load("acme") == large


def _refusal(store: SnapshotStore) -> str:
    with pytest.raises(DataError) as caught:
        store.load("acme")
    assert "Run the report again" in caught.value.hint
    return caught.value.message


@pytest.mark.parametrize("data", [b"", b"no database", b"SQLite format 3\0" + bytes(4080)])
def test_a_file_of_another_kind_is_refused_and_replaced(tmp_path: Path, data: bytes) -> None:
    """The next save does not look at it."""
    path = tmp_path / "acme.sqlite3"
    path.write_bytes(data)
    store = SnapshotStore(tmp_path)
    assert str(path) in _refusal(store)
    _save(store, _SMALL)
    assert store.load("acme") == _SMALL


@pytest.mark.parametrize(
    "pragma", ["user_version = 6", "user_version = 4", "user_version = 0", "application_id = 1"]
)
def test_a_file_of_another_version_is_refused_and_replaced(tmp_path: Path, pragma: str) -> None:
    """Of a newer axtui, an older one, or another program."""
    store = SnapshotStore(tmp_path)
    _save(store, _SMALL)
    with closing(sqlite3.connect(tmp_path / "acme.sqlite3")) as database:
        database.execute(f"PRAGMA {pragma}")
    assert "another version" in _refusal(store)
    _save(store, _SMALL)
    assert store.load("acme") == _SMALL


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM snapshot",
        "INSERT INTO snapshot SELECT * FROM snapshot",
        "DROP TABLE contacts",
        "ALTER TABLE companies DROP COLUMN number",
        "UPDATE companies SET id = 'x'",
        "UPDATE companies SET name = NULL",
        "UPDATE companies SET name = 5",
        "UPDATE companies SET name = CAST(X'ff' AS TEXT)",
        "UPDATE companies SET name = X'ff'",
        "UPDATE contacts SET emails = '['",
        "UPDATE contacts SET emails = '[1]'",
        "UPDATE customers SET status = 'SOLD'",
        "UPDATE snapshot SET facts = '{}'",
        "UPDATE snapshot SET facts = '[]'",
        "UPDATE snapshot SET facts = '\"x\"'",
        "UPDATE snapshot SET xero_at = 'yesterday'",
        "DROP TABLE state",
        "INSERT INTO state SELECT * FROM state",
        "UPDATE state SET fingerprint = NULL",
        "UPDATE state SET full_at = 'yesterday'",
        "UPDATE state SET full_at = '2026-03-02T12:00:00'",
        "UPDATE state SET other_contacts = '7'",
        "UPDATE state SET other_companies = '[\"7\"]'",
    ],
)
def test_a_file_with_other_things_in_it_is_refused(tmp_path: Path, statement: str) -> None:
    """Nothing half-read is taken for a snapshot."""
    store = SnapshotStore(tmp_path)
    _save(store, _SMALL)
    with closing(sqlite3.connect(tmp_path / "acme.sqlite3")) as database, database:
        database.execute(statement)
    seal(tmp_path / "acme.sqlite3")
    assert "is damaged" in _refusal(store)


def test_a_sealed_file_is_read(tmp_path: Path) -> None:
    """What the other tests of this kind seal again is not refused for its seal."""
    store = SnapshotStore(tmp_path)
    _save(store, _SMALL)
    seal(tmp_path / "acme.sqlite3")
    assert store.load("acme") == _SMALL


def test_a_damaged_file_is_refused_in_words(tmp_path: Path) -> None:
    """Bytes changed or cut off at any place, one bit of a name too, which SQLite takes as it is."""
    store = SnapshotStore(tmp_path)
    _save(store, _SMALL)
    path = tmp_path / "acme.sqlite3"
    whole = path.read_bytes()
    chance = random.Random(7)  # noqa: S311  # the same damage in every run
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(chance.choice([1, 1, 20])):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data[: chance.choice([len(data), chance.randrange(len(data))])])
        if path.read_bytes() != whole:
            assert isinstance(_loaded(store), DataError)


def test_what_is_no_file_is_refused_at_once(tmp_path: Path) -> None:
    """A pipe would be waited for until somebody writes to it."""
    store = SnapshotStore(tmp_path)
    os.mkfifo(tmp_path / "acme.sqlite3")
    assert "is damaged" in _refusal(store)


def _loaded(store: SnapshotStore) -> Kept | DataError | None:
    try:
        return store.load("acme")
    except DataError as error:
        return error


def test_a_directory_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    """The error is one of writing, which a run survives."""
    (tmp_path / "cache").write_bytes(b"")
    with pytest.raises(CannotWriteError):
        _save(SnapshotStore(tmp_path / "cache"), _SMALL)


def test_a_save_that_breaks_off_leaves_the_old_snapshot(tmp_path: Path) -> None:
    """The limit strikes in the middle of the rows, as a full disk does."""
    store = SnapshotStore(tmp_path)
    _save(store, _SMALL)
    large = _kept(*(company(at, f"Company {at} Ltd") for at in range(20_000)))
    with pytest.raises(CannotWriteError, match=r"cannot be kept|too full"), largest_file(64 * 1024):
        _save(store, large)
    assert store.load("acme") == _SMALL
    assert {path.name for path in tmp_path.iterdir()} == {"CACHEDIR.TAG", "acme.sqlite3"}


def test_what_cannot_be_removed_is_named(tmp_path: Path) -> None:
    """Someone may rely on its being gone."""
    (tmp_path / "acme.sqlite3").mkdir()
    with pytest.raises(CannotWriteError, match=r"acme\.sqlite3"):
        SnapshotStore(tmp_path).forget("acme")


def test_a_reader_has_a_whole_snapshot_while_another_is_saved(tmp_path: Path) -> None:
    """A second instance may run the same profile; neither disturbs the other."""
    store = SnapshotStore(tmp_path)
    _save(store, _WORLDS[0])
    with killed_in_the_end(_saves(store)) as begun:
        for _ in range(20):
            assert store.load("acme") in _WORLDS
            assert os.read(begun, 1)


def test_a_killed_save_leaves_the_old_snapshot_or_the_new_one(tmp_path: Path) -> None:
    """At whatever moment the kill comes; what it leaves behind is swept by the next save."""
    store = SnapshotStore(tmp_path)
    _save(store, _WORLDS[0])
    for round_ in range(15):
        with killed_in_the_end(_saves(store)) as begun:
            for _ in range(1 + round_ % 4):
                assert os.read(begun, 1)
        assert store.load("acme") in _WORLDS
    _save(store, _WORLDS[0])
    assert {path.name for path in tmp_path.iterdir()} == {"CACHEDIR.TAG", "acme.sqlite3"}


_WORLDS = [_kept(*[company(1, f"World {at} Ltd")] * 1_000) for at in range(3)]


def _saves(store: SnapshotStore) -> Iterator[None]:
    """Save one world after another, and yield before each."""
    for at in range(1_000_000):
        yield
        _save(store, _WORLDS[at % len(_WORLDS)])


def test_times_keep_their_moment(tmp_path: Path) -> None:
    """To the microsecond, in their own zone."""
    moment = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=UTC)
    store = SnapshotStore(tmp_path)
    store.save(replace(_SMALL.snapshot, fetched_at=FetchedAt(autotask=moment, xero=moment)), None)
    found = store.load("acme")
    assert found is not None
    assert found.snapshot.fetched_at.autotask.isoformat() == "2026-03-02T12:00:00.123456+00:00"
