"""What is remembered of runs: figures, never names, and always less than could become a burden."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from builders import NOON

from axtui.services.run_ledger import (
    LimitsTold,
    RunEntry,
    RunKind,
    RunLedger,
    RunOutcome,
    SideFigures,
)

_RUN = RunEntry(
    began=NOON,
    ended=NOON + timedelta(seconds=40),
    kind=RunKind.FULL,
    outcome=RunOutcome.DONE,
    autotask=SideFigures(records=1200, pages=4, requests=9),
    xero=SideFigures(records=900, pages=1, requests=3),
    limits=LimitsTold(hour_used=812, hour_limit=10_000, minute_left=57, day_left=4990),
    version="1.0",
)


@pytest.fixture
def ledger(tmp_path: Path) -> RunLedger:
    """An empty one."""
    return RunLedger(tmp_path / "runs")


def test_runs_are_read_as_they_were_written(ledger: RunLedger) -> None:
    """The oldest comes first, and what was never told stays untold."""
    failed = replace(_RUN, outcome=RunOutcome.FAILED, error="DataError", limits=LimitsTold())
    for entry in (_RUN, failed):
        ledger.add("acme", entry)
    assert ledger.runs("acme") == (_RUN, failed)
    assert ledger.runs("bolt") == ()


def test_the_last_hundred_are_kept(ledger: RunLedger) -> None:
    """Whoever runs every minute does not fill a disk."""
    for at in range(103):
        ledger.add("acme", replace(_RUN, version=str(at)))
    kept = ledger.runs("acme")
    assert (len(kept), kept[0].version, kept[-1].version) == (100, "3", "102")


def test_a_report_belongs_to_the_run_before_it(ledger: RunLedger) -> None:
    """And the first one counts, which is that of the profile's own rule after the run."""
    ledger.add_report("acme", rule="name", notes={"OK": 1})
    ledger.add("acme", _RUN)
    for notes in ({"OK": 90, "Link": 5}, {"OK": 1}):
        ledger.add_report("acme", rule="name", notes=notes)
    assert ledger.runs("acme") == (replace(_RUN, rule="name", notes={"OK": 90, "Link": 5}),)


def test_a_run_that_failed_has_no_report(ledger: RunLedger) -> None:
    """What is shown after it is the report of an earlier one."""
    failed = replace(_RUN, outcome=RunOutcome.FAILED)
    ledger.add("acme", failed)
    ledger.add_report("acme", rule="name", notes={"OK": 1})
    assert ledger.runs("acme") == (failed,)


def test_a_line_that_is_none_of_ours_is_passed_over(ledger: RunLedger, tmp_path: Path) -> None:
    """One of a newer version, one that a kill cut off, and noise; the next run is remembered all the same."""
    ledger.add("acme", _RUN)
    path = tmp_path / "runs" / "acme.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b'"form": 1', b'"form": 2') + b"\xff\n[]\n" + whole + whole[:40])
    assert ledger.runs("acme") == (_RUN,)
    ledger.add("acme", _RUN)
    assert ledger.runs("acme") == (_RUN, _RUN)


def test_a_ledger_that_cannot_be_written_hinders_nobody(ledger: RunLedger, tmp_path: Path) -> None:
    """It is a convenience."""
    (tmp_path / "runs").write_text("in the way")
    ledger.add("acme", _RUN)
    assert ledger.runs("acme") == ()


def test_it_is_private_and_follows_its_profile(ledger: RunLedger, tmp_path: Path) -> None:
    """Nobody else learns how many customers there are."""
    ledger.add("acme", _RUN)
    path = tmp_path / "runs" / "acme.jsonl"
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    ledger.rename("acme", "bolt")
    assert (ledger.runs("acme"), ledger.runs("bolt")) == ((), (_RUN,))
    ledger.forget("bolt")
    assert list(path.parent.iterdir()) == []
