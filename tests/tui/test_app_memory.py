"""What the app remembers of each profile from one start to the next, and what it leaves nowhere."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from app_driver import at_rest, drawn, driven, read, report_of, started

from axtui.__main__ import demo_profile
from axtui.core.cells import Column
from axtui.core.column_choice import ColumnChoice
from axtui.core.notes import Note
from axtui.core.view import SavedFilter, View
from axtui.demo.server import DemoServer
from axtui.services.config import AppSettings, Config
from axtui.services.surroundings import Surroundings
from axtui.services.views import ViewStore
from axtui.tui.widgets.column_list import ColumnList
from axtui.tui.widgets.found_count import FoundCount
from axtui.tui.widgets.report_table import ReportTable
from axtui.tui.widgets.search_input import SearchInput

KEPT = View(columns=ColumnChoice().toggled(Column.EMAIL)).saved(SavedFilter(name="a", query="1"))


@pytest.fixture
def server() -> Iterator[DemoServer]:
    """The imitation at full speed."""
    with DemoServer(20, latency=0.0) as server:
        yield server


def two_profiles(server: DemoServer, **settings: int) -> Config:
    """Return a configuration of two customers."""
    profile = demo_profile(server.addresses)
    return Config(
        settings=AppSettings(default_profile="acme", **settings),  # type: ignore[arg-type]  # numbers only
        profiles=(replace(profile, name="acme"), replace(profile, name="other")),
    )


async def test_searches_and_columns_are_there_again(server: DemoServer, surroundings: Surroundings) -> None:
    """A search enters the history when its line is left; each profile has its own."""
    store, config = ViewStore.of(surroundings), two_profiles(server)
    await store.change("acme", lambda view: KEPT)
    app = started(server, surroundings, demo=False, config=config, search="note:ok")
    async with driven(app) as pilot:
        screen = report_of(app)
        assert screen.query_one(ReportTable).column_choice == KEPT.columns
        await pilot.press("slash", "x", "escape")
        await at_rest(app, pilot)
    expected = KEPT.searched("note:ok").searched("note:okx")
    assert (await store.load("acme")).view == expected
    app = started(server, surroundings, demo=False, config=config)
    async with driven(app) as pilot:
        await pilot.press("slash", "y", "up", "up")
        line = report_of(app).query_one(SearchInput)
        assert line.value == "note:ok"
        await pilot.press("down", "down", "down")
        assert line.value == "y"
    assert (await store.load("other")).view == View()


async def test_the_chooser_of_columns_follows_the_size_of_the_terminal(
    server: DemoServer, surroundings: Surroundings
) -> None:
    """What it says there is room for is what the table behind it shows; the choice stays as it is."""
    await ViewStore.of(surroundings).change("acme", lambda view: KEPT)
    app = started(server, surroundings, demo=False, config=two_profiles(server))
    async with driven(app) as pilot:
        table = report_of(app).query_one(ReportTable)
        await pilot.press("o")
        for size in [(160, 45), (100, 24)]:
            await pilot.resize_terminal(*size)
            await at_rest(app, pilot)
            assert app.screen.query_one(ColumnList).fit == table.fit
            assert table.column_choice == KEPT.columns


async def test_no_search_stays_on_the_disk_where_nothing_may(
    server: DemoServer, surroundings: Surroundings
) -> None:
    """Searches hold names of customers; what a person has saved under a name stays, as do columns."""
    store = ViewStore.of(surroundings)
    await store.change("acme", lambda view: KEPT.searched("Acme Pty Ltd"))
    app = started(server, surroundings, demo=False, config=two_profiles(server, retention_days=0))
    async with driven(app) as pilot:
        await pilot.press("slash", "x", "enter", "slash", "backspace", "up")
        assert report_of(app).query_one(SearchInput).value == "x"
        await at_rest(app, pilot)
    assert (await store.load("acme")).view == KEPT


async def test_what_is_lost_is_said(server: DemoServer, surroundings: Surroundings) -> None:
    """A damaged file stops nothing."""
    store = ViewStore.of(surroundings)
    await store.change("acme", lambda view: KEPT)
    (surroundings.state_dir / "views" / "acme.json").write_bytes(b"?")
    app = started(server, surroundings, demo=False, config=two_profiles(server))
    async with driven(app):
        assert any("acme.json.aside" in notice.message for notice in app._notifications)


async def test_a_saved_filter_shows_its_rows(server: DemoServer, surroundings: Surroundings) -> None:
    """Its search and its note; also one that another program has saved meanwhile."""
    store, other = ViewStore.of(surroundings), SavedFilter(name="z", query="a", note=Note.OK)
    app = started(server, surroundings, demo=False, config=two_profiles(server))
    async with driven(app) as pilot:
        await read(app, pilot)
        await pilot.press("slash", "x", "enter", "3", "f")
        await at_rest(app, pilot)
        await pilot.press("s", "enter")
        await at_rest(app, pilot)
        await store.change("acme", lambda view: view.saved(other))
        await pilot.press("escape", "f")
        await at_rest(app, pilot)
        assert "x, Link" in drawn(app)
        await pilot.press("j", "enter")
        await at_rest(app, pilot)
        assert report_of(app).query_one(SearchInput).value == "a"
        assert ", OK" in str(report_of(app).query_one(FoundCount).visual)
        assert report_of(app).query_one(ReportTable).has_focus
    view = (await store.load("acme")).view
    assert view.filters == (SavedFilter(name="x, Link", query="x", note=Note.LINK), other)
    assert view.searches == ("x", "a")
