"""What the CPU has to do for a large report: decode, match and build 100,000 of each kind, under all rules.

    python tests/bench/cpu.py [SIZE]

The pages are the imitation's own, in memory, 500 records each for Autotask and 1,000 for Xero. Each kind of
work runs in fresh processes of its own, beside `json.loads` of the same pages. Prints the median figures and
writes them to bench-cpu.json. For memory the pages and what was imported beforehand are told apart from what
the work itself needs at most.
"""

import gc
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import httpx

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.pages import Bodies, make_pages, read_pages

from axtui.__main__ import collect_seldom
from axtui.core.models import FetchedAt, Snapshot, TenantFacts
from axtui.core.report import Report, ReportRules, build_report
from axtui.core.what_if import WhatIf, what_if
from axtui.sources import autotask_wire, xero_wire
from axtui.sources.answers import Answer
from axtui.sources.autotask_facts import CompanyScope, CompanyType

SIZE: Final = 100_000
RUNS: Final = 5
HEADERS: Final = httpx.Headers({"content-type": "application/json; charset=utf-8"})
MIB: Final = 1024 * 1024


def main() -> None:
    """Measure in processes of their own, or be one of them."""
    if len(sys.argv) == 4:  # ours: --measure WORK FOLDER
        sys.stdout.write(json.dumps(measured(WORKS[sys.argv[2]], Path(sys.argv[3]))))
        return
    size = int(sys.argv[1]) if len(sys.argv) > 1 else SIZE
    with tempfile.TemporaryDirectory() as folder:
        make_pages(Path(folder), companies=size, contacts=size, customers=size)
        figures: dict[str, object] = {"records_of_each_kind": size}
        for work in WORKS:
            figures[work] = median_of([run(work, folder) for _ in range(RUNS)])
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    Path("bench-cpu.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def run(work: str, folder: str) -> dict[str, float]:
    """Measure one kind of work in a fresh process."""
    command = [sys.executable, __file__, "--measure", work, folder]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)  # noqa: S603  # ourselves
    found: dict[str, float] = json.loads(done.stdout)
    return found


def median_of(runs: Sequence[dict[str, float]]) -> dict[str, float]:
    """Return the median of each figure, and the CPU seconds of the run that was disturbed least."""
    medians = {name: round(statistics.median(each[name] for each in runs), 3) for name in runs[0]}
    return {"least_cpu_seconds": round(min(each["cpu_seconds"] for each in runs), 3), **medians}


def measured(work: Callable[[Bodies], object], folder: Path) -> dict[str, float]:
    """Do one kind of work on the pages; return its seconds, and its peak of memory above where it began."""
    collect_seldom()
    bodies = read_pages(folder)
    gc.collect()
    began_with = peak_of_memory()
    wall, cpu = time.perf_counter(), time.process_time()
    kept = work(bodies)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    peak = peak_of_memory()
    del kept
    return {
        "cpu_seconds": cpu,
        "wall_seconds": wall,
        "peak_mib": peak / MIB,
        "pages_mib": sum(len(body) for each in bodies.values() for body in each) / MIB,
        "peak_above_pages_and_imports_mib": (peak - began_with) / MIB,
    }


def peak_of_memory() -> int:
    """Return the most bytes that this process ever held; `ru_maxrss` counts the one that started it, too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


def json_alone(bodies: Bodies) -> None:
    """Parse each page with the standard library and drop it."""
    for pages in bodies.values():
        for body in pages:
            json.loads(body)


def report_of(bodies: Bodies) -> Report:
    """Decode the pages into a snapshot and build its report."""
    return build_report(snapshot_of(bodies), ReportRules())


def rules_of(bodies: Bodies) -> WhatIf:
    """Decode the pages into a snapshot, and work out what each of the four rules says of each company."""
    return what_if(snapshot_of(bodies), ReportRules())


def snapshot_of(bodies: Bodies) -> Snapshot:
    """Decode the pages as the sources do, and keep what belongs in the report."""
    scope = CompanyScope(types=(CompanyType(id=1, label="Customer"),), exclude_udf="XeroNoSync")
    companies = tuple(
        autotask_wire.company_from(record, exclude_udf=scope.exclude_udf)
        for body in bodies["companies"]
        for record in autotask_wire.COMPANIES(answer(body)).items
        if scope.holds(record)
    )
    ids = {company.id for company in companies}
    contacts = tuple(
        contact
        for body in bodies["contacts"]
        for record in autotask_wire.CONTACTS(answer(body)).items
        if (contact := autotask_wire.contact_from(record, udf="Position")).company_id in ids
    )
    customers = tuple(
        xero_wire.customer_from(record)
        for body in bodies["customers"]
        for record in xero_wire.CONTACTS(answer(body)).contacts
    )
    now = datetime.now(UTC)
    return Snapshot(
        profile="bench",
        fetched_at=FetchedAt(autotask=now, xero=now),
        companies=companies,
        contacts=contacts,
        customers=customers,
        facts=TenantFacts(udf_name="Position", udf_value="Accounts"),
    )


def answer(body: bytes) -> Answer:
    """Return the body as it comes from the network."""
    return Answer(status=200, headers=HEADERS, body=body)


WORKS: Final = {
    "json_loads": json_alone,
    "decode": snapshot_of,
    "decode_and_build": report_of,
    "decode_and_compare_rules": rules_of,
}

if __name__ == "__main__":
    main()
