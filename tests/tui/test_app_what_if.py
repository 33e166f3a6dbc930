"""The whole app: from the report to what other rules would say, and back to it."""

from app_driver import at_rest, driven, read, report_of, started

from axtui.core.match_by import MatchBy
from axtui.demo.server import DemoServer
from axtui.services.surroundings import Surroundings
from axtui.tui.screens.what_if import WhatIfScreen


async def test_another_rule_is_looked_at_before_it_is_taken(surroundings: Surroundings) -> None:
    """The numbers shown are those of the report that follows; a company that would change is gone to.

    It is worked out once, for the rule of this look as well.
    """
    with DemoServer(120, latency=0.0) as server:
        app = started(server, surroundings)
        async with driven(app) as pilot:
            await read(app, pilot)
            await pilot.press("w")
            await at_rest(app, pilot)
            assert isinstance(app.screen, WhatIfScreen)
            compared = app.screen._compared
            assert compared is not None
            assert compared.in_force is MatchBy.NAME
            await pilot.press("3", "m")
            await at_rest(app, pilot)
            report = report_of(app)._report
            assert report is not None
            assert report.rules.match.match_by is MatchBy.NUMBER
            assert dict(report.counts) == compared.found.counts(MatchBy.NUMBER)
            await pilot.press("w")
            await at_rest(app, pilot)
            again = app.screen
            assert isinstance(again, WhatIfScreen)
            assert again._compared is not None
            assert again._compared.found is compared.found
            assert again._compared.chosen is MatchBy.NUMBER
            last = again._lines.companies[-1]
            await pilot.press("tab", "tab", "G", "enter")
            await at_rest(app, pilot)
            table = report_of(app)._table
            assert table.current is not None
            assert table.lines.companies[table.current] == last
