"""The key for changes over the whole app: what runs have noted, and the way back to a row."""

from dataclasses import replace
from datetime import timedelta

from app_driver import at_rest, driven, read, report_of, started
from builders import snapshot

from axtui.__main__ import demo_profile
from axtui.core.models import FetchedAt
from axtui.core.report import build_report
from axtui.demo.server import DemoServer
from axtui.services.config import AppSettings
from axtui.services.run_changes import remember
from axtui.services.surroundings import Surroundings
from axtui.tui.screens.changes import ChangesScreen


async def test_a_run_is_noted_and_held_against_the_one_before(surroundings: Surroundings) -> None:
    """Everything has appeared since a run that found nothing; `enter` leads to the row."""
    with DemoServer(12, latency=0.0) as server:
        profile = demo_profile(server.addresses)
        before = surroundings.now() - timedelta(days=1)
        empty = replace(snapshot(), profile=profile.name, fetched_at=FetchedAt(autotask=before, xero=before))
        remember(
            build_report(empty, profile.rules),
            empty,
            profile=profile,
            surroundings=surroundings,
            settings=AppSettings(),
        )
        app = started(server, surroundings)
        async with driven(app) as pilot:
            await read(app, pilot)
            await pilot.press("d")
            await at_rest(app, pilot)
            screen = app.screen
            assert isinstance(screen, ChangesScreen)
            assert len(screen._shown) == 12
            company = screen._compared.lines.companies[0] if screen._compared else None
            await pilot.press("enter")
            report = report_of(app)
            row = report._table.current
            assert row is not None
            assert report._lines.companies[row] == company
