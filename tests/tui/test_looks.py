"""How the screens look: one picture each, compared as SVG. What they say is tested elsewhere."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from app_driver import Drive, at_rest, read, started

from axtui.core.errors import Side
from axtui.core.progress import Progress, Stage
from axtui.demo.server import DemoServer
from axtui.services.surroundings import Surroundings
from axtui.tui.app import AxtuiApp
from axtui.tui.run import Moment, Run
from axtui.tui.screens.progress import ProgressScreen

Compare = Callable[..., bool]

SMALL, WIDE = (80, 24), (120, 40)


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    """The imitation at full speed."""
    with DemoServer(120, latency=0.0) as server:
        yield server


@pytest.fixture
def still(surroundings: Surroundings) -> Surroundings:
    """Surroundings whose clock stands, and whose configuration file has a name that does not change."""
    file = Path("/home/sam/.config/axtui/config.toml")
    return replace(surroundings, monotonic=lambda: 100.0, config_file=file)


def the_app(pilot: Drive) -> AxtuiApp:
    """Return the app that is driven."""
    assert isinstance(pilot.app, AxtuiApp)
    return pilot.app


async def rest(pilot: Drive) -> None:
    """Wait until nothing runs."""
    await at_rest(the_app(pilot), pilot)


def pressing(*keys: str) -> Callable[[Drive], Any]:
    """Return what reads the report and then presses the keys, each with its time."""

    async def prepare(pilot: Drive) -> None:
        await rest(pilot)
        await read(the_app(pilot), pilot)
        for key in keys:
            await pilot.press(key)
            await rest(pilot)

    return prepare


def test_report(snap_compare: Compare, server: DemoServer, still: Surroundings) -> None:
    """At 80x24 columns are left out by priority; names of every kind stand as they are."""
    assert snap_compare(started(server, still), terminal_size=SMALL, run_before=pressing())


def test_report_wide_and_searched(snap_compare: Compare, server: DemoServer, still: Surroundings) -> None:
    """At 120x40 all columns fit; the search has the focus and its hits stand in the table."""
    keys = ("3", "slash", *"pty")
    assert snap_compare(started(server, still), terminal_size=WIDE, run_before=pressing(*keys))


def test_row(snap_compare: Compare, server: DemoServer, still: Surroundings) -> None:
    """The detail of a row over the report."""
    assert snap_compare(started(server, still), terminal_size=SMALL, run_before=pressing("j", "j", "enter"))


def test_export(snap_compare: Compare, server: DemoServer, still: Surroundings) -> None:
    """The export dialog over the report: scope, template, and the file in full."""
    assert snap_compare(started(server, still), terminal_size=WIDE, run_before=pressing("e"))


def test_progress(snap_compare: Compare, server: DemoServer, still: Surroundings) -> None:
    """A run under way: one side reads, the other waits and says for what."""
    reads = Progress(
        side=Side.AUTOTASK, stage=Stage.CONTACTS, done=1_500, total=6_000, pages=3, started=90.0, seen=99.0
    )
    waits = Progress(
        side=Side.XERO,
        stage=Stage.CUSTOMERS,
        done=1_000,
        total=3_000,
        pages=1,
        started=90.0,
        waiting_until=126.0,
        waiting_for="Xero is at its limit of requests a minute",
    )
    run = Run(profile="demo").at(reads).at(waits)

    async def prepare(pilot: Drive) -> None:
        await rest(pilot)
        screen = ProgressScreen(profile="demo")
        screen.show_run(run, now=Moment(monotonic=100.0, time=still.now()))
        await pilot.app.push_screen(screen)
        await pilot.pause()

    assert snap_compare(started(server, still), terminal_size=SMALL, run_before=prepare)


def test_first_run(snap_compare: Compare, server: DemoServer, still: Surroundings) -> None:
    """Without a profile: the demo, or a first profile."""
    assert snap_compare(started(server, still, demo=False), terminal_size=SMALL, run_before=rest)


def test_configuration(snap_compare: Compare, server: DemoServer, still: Surroundings) -> None:
    """The configuration screen as a first profile is added."""

    async def prepare(pilot: Drive) -> None:
        await rest(pilot)
        await pilot.press("a")
        await rest(pilot)

    assert snap_compare(started(server, still, demo=False), terminal_size=SMALL, run_before=prepare)


def test_report_in_ascii(snap_compare: Compare, server: DemoServer, still: Surroundings) -> None:
    """With --ascii nothing of ours needs more than ASCII."""
    app = started(server, still, ascii_only=True)
    assert snap_compare(app, terminal_size=SMALL, run_before=pressing("3"))
