"""Suggestions in the app: prepared behind a report, kept as long as it is shown, and let go with it."""

import asyncio
from collections.abc import Iterator

import pytest
from app_driver import at_rest, driven, read, report_of, started

from axtui.core.match_by import MatchBy
from axtui.core.notes import Note
from axtui.demo.server import DemoServer
from axtui.services.surroundings import Surroundings


@pytest.fixture
def server() -> Iterator[DemoServer]:
    """Yield the imitation at full speed."""
    with DemoServer(60, latency=0.0) as running:
        yield running


async def test_suggestions_come_with_a_report_and_go_with_it(
    server: DemoServer, surroundings: Surroundings
) -> None:
    """A report just read has its records; another rule has other suggestions, and the old ones are let go.

    What else is worked out of it meanwhile is kept as well.
    """
    app = started(server, surroundings)
    async with driven(app) as pilot:
        await read(app, pilot)
        report = report_of(app).report
        assert report is not None
        assert app._opened is not None
        rules_compared = asyncio.create_task(app._what_if_of(report))
        await asyncio.sleep(0)
        app._prepare_behind()
        await at_rest(app, pilot)
        assert app._opened.what_if is await rules_compared
        prepared = app._opened.suggesting
        assert prepared is not None
        row = next(row for row in report.rows if row.note is Note.NO_MATCH and row.reasons)
        found = await app._suggestions_of(report, row.company)
        assert found is not None
        assert app._opened.suggesting is prepared
        await app._show(app._opened, report.rules.matching_by(MatchBy.NUMBER))
        other = report_of(app).report
        assert other is not None
        await app._suggestions_of(other, row.company)
        assert app._opened.suggesting is not prepared
