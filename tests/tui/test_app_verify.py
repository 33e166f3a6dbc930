"""From the report and from a written export to what an import has done, over the imitation."""

from pathlib import Path

from app_driver import at_rest, drawn, driven, kinds_of_screens, started
from http_fakes import FakeTime, surroundings
from manifests import asked, manifest, manifest_bytes
from textual.widgets import Input, Static

from axtui.demo.contact_import import Mishap
from axtui.demo.records import Company
from axtui.demo.server import DemoServer
from axtui.tui.screens.export import ExportScreen
from axtui.tui.screens.report import ReportScreen
from axtui.tui.screens.verify import VerifyScreen

HEADER = (
    "Company ID,[required] Company Name,[required] First Name,[required] Last Name,[required] Email Address,"
    "Contact UDF:29682101 Position"
)


def imported(server: DemoServer, *, failure: str) -> bytes:
    """Import two contacts of which one meets with a failure, and return the manifest of their export."""
    rows = []
    for at, name in enumerate(("Alpha", "Bravo")):
        company = server.live.companies.insert(Company(name=name))
        rows.append(asked(company.id, name, email=f"{at}@example.invalid"))
    lines = [f"{row.company_id},{row.company},Ada,Byron,{row.email},Accounts" for row in rows]
    data = "\r\n".join((HEADER, *lines)).encode()
    assert server.imports.take(data, mishaps=[Mishap.of(failure)]).errors == ()
    return manifest_bytes(manifest(*rows, profile="demo", udf_cell="Accounts"))


async def test_an_import_is_verified_from_the_report_on(tmp_path: Path) -> None:
    """`V` asks for the manifest, Autotask is read, and leaving shows the report again."""
    path = tmp_path / "demo.manifest.json"
    with DemoServer(12, latency=0) as server:
        path.write_bytes(imported(server, failure="drop-udf@2"))
        app = started(server, surroundings(FakeTime()))
        async with driven(app) as pilot:
            await pilot.press("V")
            assert isinstance(app.screen, VerifyScreen)
            app.screen.query_one(Input).value = str(path)
            app.screen.query_one(Input).focus()
            await pilot.press("enter")
            await at_rest(app, pilot)
            await at_rest(app, pilot)
            summary = app.screen.query_one("#verify-summary", Static)
            assert str(summary.visual) == "! Not all is as asked. 2 rows: created 1, no UDF value 1."
            await pilot.press("escape")
            assert kinds_of_screens(app) == [ReportScreen]


async def test_a_written_export_leads_to_its_own_manifest(tmp_path: Path) -> None:
    """The file that was written just now is the one to look at, not the newest of any profile."""
    path = tmp_path / "just now.manifest.json"
    with DemoServer(12, latency=0) as server:
        app = started(server, surroundings(FakeTime()))
        async with driven(app) as pilot:
            app.on_export_screen_verify_requested(ExportScreen.VerifyRequested(path))
            await at_rest(app, pilot)
            assert app.screen.query_one("#verify-path", Input).value == str(path)
            assert "Import the file" in drawn(app)
            app.on_report_screen_verify_requested()
            await at_rest(app, pilot)
            assert kinds_of_screens(app) == [ReportScreen, VerifyScreen]
