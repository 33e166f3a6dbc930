"""The whole app: from the report to both sides' own trouble, and to the row of a finding."""

from app_driver import at_rest, driven, read, report_of, started

from axtui.core.trouble import TroubleKind
from axtui.demo.server import DemoServer
from axtui.services.surroundings import Surroundings
from axtui.tui.screens.trouble import TroubleScreen


async def test_a_finding_leads_to_its_row_in_the_report(surroundings: Surroundings) -> None:
    """From what was read last; Xero's own word on every customer has come along."""
    with DemoServer(120, latency=0.0) as server:
        app = started(server, surroundings)
        async with driven(app) as pilot:
            await read(app, pilot)
            await pilot.press("v")
            await at_rest(app, pilot)
            assert isinstance(app.screen, TroubleScreen)
            trouble = app.screen._trouble
            assert trouble is not None
            alone = [trouble.findings[at] for at in trouble.places(TroubleKind.CUSTOMER_WITHOUT_COMPANY)]
            assert {each.customer.is_customer for each in alone if each.customer} == {True, False}
            assert all(each.customer.changed_at for each in alone if each.customer)
            last = trouble.findings[trouble.places(TroubleKind.CUSTOMER_OUT_OF_USE)[-1]].company
            assert last is not None
            await pilot.press("6", "enter", "G", "enter")
            await at_rest(app, pilot)
            table = report_of(app)._table
            assert table.current is not None
            assert table.lines.companies[table.current] == last.id
