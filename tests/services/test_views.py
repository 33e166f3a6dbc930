"""What is remembered of each profile's report, and what becomes of files that cannot be used."""

import json
import os
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from axtui.core.cells import Column
from axtui.core.column_choice import ColumnChoice
from axtui.core.errors import CannotWriteError
from axtui.core.notes import Note
from axtui.core.view import SavedFilter, View
from axtui.services.locked_file import LockedFile
from axtui.services.surroundings import Surroundings
from axtui.services.view_file import KeptView, read_view, written_view
from axtui.services.views import Remembered, ViewStore

_NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
_FILTER = SavedFilter(name="Überfällig [/]", query='"pty ltd" -note:ok', note=Note.LINK)


def _file(surroundings: Surroundings) -> Path:
    return surroundings.state_dir / "views" / "acme.json"


async def _damaged(surroundings: Surroundings, data: bytes) -> ViewStore:
    store = ViewStore.of(surroundings)
    await store.change("acme", lambda view: view.searched("old"))
    _file(surroundings).write_bytes(data)
    return store


async def test_what_is_remembered_is_there_again(surroundings: Surroundings) -> None:
    """In a file of the user's alone; a profile of which nothing is remembered begins with nothing."""
    store = ViewStore.of(surroundings)
    expected = View(columns=ColumnChoice().toggled(Column.EMAIL)).searched("acme").saved(_FILTER)
    assert await store.load("acme") == Remembered(view=View())
    await store.change("acme", lambda view: expected)
    assert await ViewStore.of(surroundings).load("acme") == Remembered(view=expected)
    assert await store.load("bolt") == Remembered(view=View())
    assert _file(surroundings).stat().st_mode & 0o777 == 0o600
    assert _file(surroundings).parent.stat().st_mode & 0o777 == 0o700


async def test_two_programs_lose_nothing_of_each_other_s(surroundings: Surroundings) -> None:
    """Each change is made to what the other has written meanwhile."""
    one, other = ViewStore.of(surroundings), ViewStore.of(surroundings)
    assert (await one.load("acme")).view == (await other.load("acme")).view == View()
    await one.change("acme", lambda view: view.saved(_FILTER))
    await other.change("acme", lambda view: view.saved(SavedFilter(name="b", query="2")))
    found = await one.change("acme", lambda view: view.searched("acme"))
    assert [each.name for each in found.view.filters] == ["b", _FILTER.name]
    assert found == await other.load("acme")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"\xff",
        b"[]",
        b'"x"',
        b"{}",
        b'{"form": 2, "filters": [], "searches": []}',
        b'{"form": 1, "filters": {}, "searches": []}',
        b'{"form": 1, "filters": ["x"], "searches": []}',
        b'{"form": 1, "filters": [{"name": "x"}], "searches": []}',
        b'{"form": 1, "filters": [{"name": "x", "query": 1}], "searches": []}',
        b'{"form": 1, "filters": [{"name": "x", "query": "", "note": "Lost"}], "searches": []}',
        b'{"form": 1, "filters": [], "searches": [1]}',
        b"[" * 100_000,
    ],
)
async def test_a_file_that_cannot_be_used_is_set_aside(surroundings: Surroundings, data: bytes) -> None:
    """It is said once where it lies; what is remembered begins afresh beside it."""
    store = await _damaged(surroundings, data)
    found = await store.load("acme")
    aside = _file(surroundings).with_name("acme.json.aside")
    assert found.view == View()
    assert str(aside) in found.problem
    assert aside.read_bytes() == data
    assert await store.load("acme") == Remembered(view=View())


async def test_a_file_that_is_damaged_meanwhile_is_set_aside_by_the_next_change(
    surroundings: Surroundings,
) -> None:
    """The change itself is kept."""
    store = await _damaged(surroundings, b"?")
    found = await store.change("acme", lambda view: view.searched("new"))
    assert (found.view.searches, "begin afresh" in found.problem) == (("new",), True)
    assert (await store.load("acme")).view.searches == ("new",)


async def test_what_stands_in_the_way_is_said_and_left_alone(surroundings: Surroundings) -> None:
    """A pipe would stop whoever reads it; a directory cannot be written over."""
    store = ViewStore.of(surroundings)
    await store.change("acme", lambda view: view.searched("old"))
    path = _file(surroundings)
    path.unlink()
    os.mkfifo(path)
    assert "cannot be read" in (await store.load("acme")).problem
    with pytest.raises(CannotWriteError):
        await store.change("acme", lambda view: view.searched("new"))
    path.unlink()
    path.mkdir()
    assert "cannot be read" in (await store.load("acme")).problem
    with pytest.raises(CannotWriteError):
        await store.change("acme", lambda view: view.searched("new"))


async def test_a_program_that_is_stopped_holds_nobody_up_for_ever(surroundings: Surroundings) -> None:
    """After some tries the person hears of it."""
    store = ViewStore.of(surroundings)
    await store.change("acme", lambda view: view.searched("old"))
    with (
        closing(LockedFile.opened(_file(surroundings).with_name("lock"))),
        pytest.raises(CannotWriteError, match="Another axtui"),
    ):
        await store.change("acme", lambda view: view.searched("new"))
    assert (await store.load("acme")).view.searches == ("old",)


async def test_nothing_is_written_that_does_not_change(surroundings: Surroundings) -> None:
    """Nor is anything made before there is something to keep."""
    store = ViewStore.of(surroundings)
    await store.load("acme")
    assert not surroundings.state_dir.exists()
    await store.change("acme", lambda view: view)
    assert not _file(surroundings).exists()


@given(
    searches=st.lists(st.text(st.characters(codec=None)), max_size=3),
    names=st.lists(st.text(st.characters(codec=None)), max_size=3),
    note=st.none() | st.sampled_from(Note),
)
def test_every_text_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, searches: list[str], names: list[str], note: Note | None
) -> None:
    """Half a surrogate pair included: a terminal can send anything."""
    view = View()
    for text in searches:
        view = view.searched(text)
    for name in names:
        view = view.saved(SavedFilter(name=name, query=name[::-1], note=note))
    path = tmp_path_factory.getbasetemp() / "view.json"
    kept = KeptView().changed(lambda _: view, now=_NOW)
    path.write_bytes(written_view(kept))
    assert read_view(path) == kept
    assert kept.view == view
    assert json.loads(path.read_bytes())["form"] == 1
