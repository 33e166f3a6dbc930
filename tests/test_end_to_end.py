"""The real client against the imitation, through the headless door, held against the naive telling."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from oracle import naive_rows

from axtui.__main__ import demo_profile
from axtui.cli import run
from axtui.core.match_by import MatchBy
from axtui.core.matching import MatchRule
from axtui.core.notes import Note, ReasonCode
from axtui.core.report import ReportRules
from axtui.demo.data import make_tenant
from axtui.demo.server import DemoServer
from axtui.services.config import Config
from axtui.services.snapshots import SnapshotStore
from axtui.services.surroundings import Surroundings


def _report(server: DemoServer, surroundings: Surroundings, *flags: str) -> dict[str, Any]:
    out, err = io.StringIO(), io.StringIO()
    config = Config(profiles=(demo_profile(server.addresses),))
    code = run(
        ["report", "--format", "json", *flags],
        surroundings=surroundings,
        stdout=out,
        stderr=err,
        config=config,
    )
    assert code == 0, err.getvalue()
    report: dict[str, Any] = json.loads(out.getvalue())
    return report


@pytest.fixture(scope="module")
def large_server() -> Any:
    """2,000 companies, 6,000 contacts, 3,000 customers, at full speed."""
    tenant = make_tenant(2_000, contacts=6_000, customers=3_000)
    with DemoServer(tenant=tenant, latency=0.0) as server:
        yield server


def test_the_notes_of_a_large_tenant_are_those_of_the_naive_telling(
    large_server: DemoServer, surroundings: Surroundings
) -> None:
    """Read over HTTP and judged under all four rules: note, reasons and contacts agree row by row."""
    reports = {MatchBy.NAME: _report(large_server, surroundings)}
    for rule in (MatchBy.NAME_IGNORE_CASE, MatchBy.NUMBER, MatchBy.NUMBER_THEN_NAME):
        reports[rule] = _report(large_server, surroundings, "--cached", "--match-by", rule.value)
    kept = SnapshotStore(surroundings.cache_dir / "snapshots").load("demo")
    assert kept is not None
    snapshot = kept.snapshot
    assert (len(snapshot.companies), len(snapshot.customers)) == (2_000, 3_000)
    assert len(snapshot.contacts) == 6_000
    for rule, report in reports.items():
        expected = naive_rows(snapshot, ReportRules(match=MatchRule(match_by=rule)))
        assert report["complete"]
        assert {row["company_id"] for row in report["rows"]} == set(expected)
        for row in report["rows"]:
            told = expected[row["company_id"]]
            assert row["note"] == told.note
            assert {reason["code"] for reason in row["reasons"]} == set(told.codes)
            assert {contact["id"] for contact in row["contacts"]} == told.contacts


def test_the_demo_shows_every_note_and_every_reason(surroundings: Surroundings) -> None:
    """From 120 companies on, some rule shows each of them; only-contact on OK needs its setting."""
    with DemoServer(120, latency=0.0) as server:
        reports = [_report(server, surroundings)]
        reports += [_report(server, surroundings, "--cached", "--match-by", rule.value) for rule in MatchBy]
    codes = {reason["code"] for report in reports for row in report["rows"] for reason in row["reasons"]}
    assert codes == {code.value for code in ReasonCode}
    assert {row["note"] for row in reports[0]["rows"]} == {note.value for note in Note}


def test_names_stand_exactly_in_json(surroundings: Surroundings) -> None:
    """Markup, formulas and control characters of the demo arrive to the letter."""
    with DemoServer(120, latency=0.0) as server:
        names = {row["company"] for row in _report(server, surroundings)["rows"]}
    assert "Bad [/close] Ltd" in names
    assert "=cmd()" in names
    assert any("\x1b" in name for name in names)


def test_nothing_but_reads_is_asked_for(surroundings: Surroundings, tmp_path: Path) -> None:
    """Every request of a run is a GET, a query by POST, or the token."""
    with DemoServer(120, latency=0.0) as server:
        _report(server, surroundings)
        asked = {(request.method, request.path.lower().rsplit("/", 1)[-1]) for request in server.log.requests}
    writes = {(method, end) for method, end in asked if method != "GET"}
    assert {method for method, _ in writes} == {"POST"}
    assert {end for _, end in writes} <= {"query", "count", "next", "token"}
