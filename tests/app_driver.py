"""Drives the whole app over the imitation, without a terminal."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.app import App
from textual.pilot import Pilot

from axtui.__main__ import demo_profile
from axtui.core.errors import ConfigError
from axtui.demo.server import DemoServer
from axtui.services.config import Config, Profile
from axtui.services.surroundings import Surroundings
from axtui.tui.app import AxtuiApp
from axtui.tui.screens.report import ReportScreen
from axtui.tui.start import StartUp

Drive = Pilot[None]


def started(
    server: DemoServer,
    surroundings: Surroundings,
    *,
    demo: bool = True,
    config: Config | None = None,
    problem: ConfigError | None = None,
    search: str = "",
    ascii_only: bool = False,
    theme: str = "",
) -> AxtuiApp:
    """Return an app that reads the imitation."""

    def open_demo() -> tuple[Profile, Surroundings]:
        return demo_profile(server.addresses), surroundings

    def refuse() -> Config:
        assert problem is not None
        raise problem

    return AxtuiApp(
        StartUp(
            config=config,
            load=refuse if problem else None,
            surroundings=surroundings,
            open_demo=open_demo,
            demo=demo,
            filter=search,
            ascii=ascii_only,
            theme=theme,
        )
    )


@asynccontextmanager
async def driven(app: AxtuiApp, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Drive]:
    """Run the app without a terminal, opened and at rest."""
    async with app.run_test(size=size) as pilot:
        await at_rest(app, pilot)
        yield pilot


async def at_rest(app: App[None], pilot: Drive, *, but: str = "") -> None:
    """Wait until nothing runs; `but` names a worker that is not waited for."""
    await pilot.pause()
    while not but and isinstance(app, AxtuiApp) and app._is_opening and app.is_running:
        await pilot.pause()  # it begins behind the first frame, whenever that comes
    under_way = [worker for worker in app.workers if not worker.is_finished and worker.name != but]
    if under_way:  # no workers would mean all of them
        await app.workers.wait_for_complete(under_way)
    await pilot.pause()


async def read(app: AxtuiApp, pilot: Drive) -> None:
    """Run the report and look at it."""
    await pilot.press("R")
    await at_rest(app, pilot)
    await pilot.press("enter")
    await at_rest(app, pilot)


def report_of(app: AxtuiApp) -> ReportScreen:
    """Return the report screen, which must be the one that is looked at."""
    assert isinstance(app.screen, ReportScreen)
    return app.screen


def kinds_of_screens(app: AxtuiApp) -> list[type]:
    """Return what lies on the screen, from the bottom up."""
    return [type(screen) for screen in app.screen_stack]


def drawn(app: App[None]) -> str:
    """Return the screen as it goes to the terminal, line by line."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips(app.size))
