"""How long an export of 50,000 rows of 40 columns takes, and how much memory, beside a bare `csv.writer`.

    python tests/bench/export.py [ROWS]

The report is in memory, as when somebody presses the key. From there: read the template, decide every row,
write the import file and its manifest, durably. Beside it the same cells, which lie ready, go through
`csv.writer` into a file. Each kind of work runs in fresh processes of its own. Prints the median figures and
writes them to bench-export.json. Memory is the peak above what the process held before.
"""

import csv
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
from typing import Final, TypeVar

sys.path.insert(0, str(Path(__file__).parents[1]))

from axtui.__main__ import collect_seldom
from axtui.core.contact_import.headings import BUILT_IN, ImportLocale, ImportTerm, built_in_heading
from axtui.core.contact_import.plan import ImportPlan, plan_import
from axtui.core.models import Company, CompanyId, Customer, CustomerId, FetchedAt, Snapshot, TenantFacts
from axtui.core.report import Report, ReportRules, build_report
from axtui.demo.words import company_name, domain_of, person_name
from axtui.services.config import ExportProfile
from axtui.services.export import Order, Written, write_export
from axtui.services.import_template import chosen_format, template_at

ROWS: Final = 50_000
RUNS: Final = 5
COLUMNS: Final = 40
NOW: Final = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
FACTS: Final = TenantFacts(udf_name="Position", udf_value="Accounts", udf_id=29680003)
MIB: Final = 1024 * 1024


def main() -> None:
    """Measure in processes of their own, or be one of them."""
    if len(sys.argv) == 4:  # ours: --measure WORK ROWS
        sys.stdout.write(json.dumps(WORKS[sys.argv[2]](int(sys.argv[3]))))
        return
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    figures: dict[str, object] = {"rows": rows, "columns": COLUMNS}
    runs: dict[str, list[dict[str, float]]] = {work: [] for work in WORKS}
    for _ in range(RUNS):  # by turns: what disturbs one disturbs the others
        for work, done in runs.items():
            done.append(run(work, rows))
    figures |= {work: median_of(done) for work, done in runs.items()}
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    Path("bench-export.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def run(work: str, rows: int) -> dict[str, float]:
    """Measure one kind of work in a fresh process."""
    command = [sys.executable, __file__, "--measure", work, str(rows)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)  # noqa: S603  # ourselves
    found: dict[str, float] = json.loads(done.stdout)
    return found


def median_of(runs: Sequence[dict[str, float]]) -> dict[str, float]:
    """Return the median of each figure."""
    return {name: round(statistics.median(each[name] for each in runs), 3) for name in runs[0]}


def exported(rows: int, *, review: bool) -> dict[str, float]:
    """Export a report that is in memory; return what it took."""
    report = made_up_report(rows)
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "template.csv"
        template.write_text(",".join(headings()) + "\r\n", encoding="utf-8")

        def work() -> Written:
            plan, order = planned(report, template), Path(folder) / "x.csv"
            return write_export(
                Order(plan=plan, path=order, report=report, scope=f"{rows} Link rows", now=NOW, review=review)
            )

        figures, written = measured(work)
        (file,) = written.to_import
        if file.rows != rows:
            raise ValueError(f"{file.rows} rows came out of {rows}")
        return figures | {"file_mib": file.bytes / MIB}


def through_csv(rows: int) -> dict[str, float]:
    """Write the same cells, which lie ready, with the standard library alone."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "template.csv"
        template.write_text(",".join(headings()) + "\r\n", encoding="utf-8")
        plan = planned(made_up_report(rows), template)
        cells = [each.cells for each in plan.rows]

        def work() -> int:
            with (Path(folder) / "x.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(plan.header)
                writer.writerows(cells)
            return (Path(folder) / "x.csv").stat().st_size

        figures, size = measured(work)
        return figures | {"file_mib": size / MIB}


def planned(report: Report, template: Path) -> ImportPlan:
    """Decide what stands in the file."""
    fmt = chosen_format(report.facts, ExportProfile(), template=template_at(str(template)))
    return plan_import(report.rows, fmt, report.facts, contacts_of=report.contacts_of)


def headings() -> list[str]:
    """Return forty: those of the CRM's export, two more UDFs and the one that counts."""
    standard = [
        built_in_heading(heading, term=ImportTerm.COMPANY, locale=ImportLocale.UK) for heading, _ in BUILT_IN
    ]
    more = COLUMNS - len(standard) - 1
    return [
        *standard,
        *(f"Contact UDF:{number} Another {number}" for number in range(1, more + 1)),
        f"Contact UDF:{FACTS.udf_id} {FACTS.udf_name}",
    ]


def made_up_report(rows: int) -> Report:
    """Return a report of Link rows alone."""
    names = [f"{company_name(number)} {number}" for number in range(rows)]
    people = [person_name(number) for number in range(rows)]
    snapshot = Snapshot(
        profile="bench",
        fetched_at=FetchedAt(autotask=NOW, xero=NOW),
        companies=tuple(Company(id=CompanyId(at), name=name) for at, name in enumerate(names, start=1)),
        contacts=(),
        customers=tuple(
            Customer(
                id=CustomerId(f"x{at}"),
                name=name,
                first_name=first,
                last_name=last,
                email=f"accounts{at}@{domain_of(name)}",
            )
            for at, (name, (first, last)) in enumerate(zip(names, people, strict=True))
        ),
        facts=FACTS,
    )
    return build_report(snapshot, ReportRules())


_Made = TypeVar("_Made")


def measured(work: Callable[[], _Made]) -> tuple[dict[str, float], _Made]:
    """Do some work; return its seconds, its peak of memory above where it began, and what it made."""
    collect_seldom()
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # forget the peak so far
    began_with = memory("VmRSS")
    wall, cpu = time.perf_counter(), time.process_time()
    made = work()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    figures = {
        "wall_seconds": wall,
        "cpu_seconds": cpu,
        "mib_above_idle": (memory("VmHWM") - began_with) / MIB,
    }
    return figures, made


def memory(line: str) -> int:
    """Return a figure of this process in bytes, as Linux counts it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (found,) = (each for each in status.splitlines() if each.startswith(line))
    return int(found.split()[1]) * 1024


WORKS: Final[dict[str, Callable[[int], dict[str, float]]]] = {
    "export": lambda rows: exported(rows, review=False),
    "export_with_review": lambda rows: exported(rows, review=True),
    "csv_alone": through_csv,
}


if __name__ == "__main__":
    main()
