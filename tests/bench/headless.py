"""How long a headless report takes, and how much memory: 2,000 companies at 200 ms a request.

    python tests/bench/headless.py

The imitation runs in this process, the program in one of its own; its notes are held against the naive
telling. Prints the figures and writes them to bench-headless.json.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from oracle import naive_notes

from axtui.__main__ import demo_profile
from axtui.core.match_by import MatchBy
from axtui.core.matching import MatchRule
from axtui.core.report import ReportRules
from axtui.demo.data import make_tenant
from axtui.demo.server import DemoServer
from axtui.services.config import Config, save
from axtui.services.snapshots import SnapshotStore

LATENCY = 0.2


def main() -> None:
    """Run the program once over HTTP and once per rule on what it kept, and print what it took."""
    tenant = make_tenant(2_000, contacts=6_000, customers=3_000)
    with DemoServer(tenant=tenant, latency=LATENCY) as server, tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config.toml"
        save(Config(profiles=(demo_profile(server.addresses),)), config)
        environment = {**os.environ, "XDG_CACHE_HOME": folder}
        began = time.perf_counter()
        reports = {MatchBy.NAME: report(config, environment)}
        seconds = time.perf_counter() - began
        requests = len(server.log.requests)
        for rule in list(MatchBy)[1:]:
            reports[rule] = report(config, environment, "--cached", "--match-by", rule.value)
        kept = SnapshotStore(Path(folder) / "axtui" / "snapshots").load("demo")
    assert kept is not None
    snapshot = kept.snapshot
    agreeing = {
        rule.value: {row["company_id"]: row["note"] for row in rows}
        == naive_notes(snapshot, ReportRules(match=MatchRule(match_by=rule)))
        for rule, rows in reports.items()
    }
    figures = {
        "companies": len(snapshot.companies),
        "contacts": len(snapshot.contacts),
        "customers": len(snapshot.customers),
        "latency_ms": LATENCY * 1_000,
        "requests": requests,
        "wall_seconds": round(seconds, 2),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1_024, 1),
        "notes_equal_naive": agreeing,
    }
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    Path("bench-headless.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def report(config: Path, environment: dict[str, str], *flags: str) -> list[dict[str, object]]:
    """Run `axtui report` and return its rows."""
    command = [sys.executable, "-m", "axtui", "report", "--config", str(config), "--format", "json", *flags]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)  # noqa: S603  # our own program
    rows: list[dict[str, object]] = json.loads(done.stdout)["rows"]
    return rows


if __name__ == "__main__":
    main()
