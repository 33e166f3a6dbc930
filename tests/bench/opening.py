"""How long the last report takes to open: the stored one, beside the snapshot read and the report built anew.

    python tests/bench/opening.py

Each way in a fresh process, the import of what it needs included; the median of five. Prints the figures and
writes them to bench-open.json.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.cpu import snapshot_of
from bench.pages import make_pages, read_pages

from axtui.__main__ import collect_seldom
from axtui.core.models import FetchedAt, Snapshot
from axtui.core.report import Report, ReportRules, build_report
from axtui.services.report_store import ReportStore
from axtui.services.snapshots import SnapshotStore

SIZES: Final = ((10_000, 30_000, 20_000), (100_000, 300_000, 100_000))
RUNS: Final = 5
PROFILE: Final = "bench"
READ_AT: Final = FetchedAt(
    autotask=datetime(2026, 3, 2, 12, 0, tzinfo=UTC), xero=datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
)


def main() -> None:
    """Measure each size, or be one of the processes that are measured."""
    collect_seldom()
    if sys.argv[1:2] == ["--measure"]:
        sys.stdout.write(json.dumps(seconds_of(WAYS[sys.argv[2]], Path(sys.argv[3]))))
        return
    figures = [measured(*size) for size in SIZES]
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    Path("bench-open.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def measured(companies: int, contacts: int, customers: int) -> dict[str, object]:
    """Keep an invented snapshot with its report, and open both."""
    snapshot = invented(companies, contacts, customers)
    report = build_report(snapshot, ReportRules())
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(folder)
        SnapshotStore(directory).save(snapshot, None)
        saving = seconds_of(lambda _: ReportStore(directory).save(report), directory)
        return {
            "companies": companies,
            "contacts": contacts,
            "customers": customers,
            "report_mib": round((directory / f"{PROFILE}.report").stat().st_size / 2**20, 1),
            "save_the_report": saving,
            **{way: in_fresh_processes(way, folder) for way in WAYS},
        }


def invented(companies: int, contacts: int, customers: int) -> Snapshot:
    """Return what the imitation's pages of such a tenant say."""
    with tempfile.TemporaryDirectory() as folder:
        make_pages(Path(folder), companies=companies, contacts=contacts, customers=customers)
        snapshot = snapshot_of(read_pages(Path(folder)))
    return replace(snapshot, profile=PROFILE, fetched_at=READ_AT)


def in_fresh_processes(way: str, folder: str) -> dict[str, float]:
    """Return the median of several processes."""
    command = [sys.executable, __file__, "--measure", way, folder]
    runs = [
        json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)  # noqa: S603  # ourselves
        for _ in range(RUNS)
    ]
    return {name: round(statistics.median(run[name] for run in runs), 3) for name in runs[0]}


def seconds_of(work: Callable[[Path], object], directory: Path) -> dict[str, float]:
    """Do it once."""
    wall, cpu = time.perf_counter(), time.process_time()
    done = work(directory)
    taken = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    del done
    return {name: round(seconds, 3) for name, seconds in taken.items()}


def stored(directory: Path) -> Report:
    """Open the stored report."""
    report = ReportStore(directory).load(PROFILE, rules=ReportRules(), fetched_at=READ_AT)
    assert report is not None
    return report


def built(directory: Path) -> Report:
    """Read the snapshot and build the report."""
    kept = SnapshotStore(directory).load(PROFILE)
    assert kept is not None
    return build_report(kept.snapshot, ReportRules())


WAYS: Final = {"stored": stored, "read_and_built": built}

if __name__ == "__main__":
    main()
