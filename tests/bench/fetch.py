"""How long a whole read takes beside the least that the limits allow, and beside two plain clients.

    python tests/bench/fetch.py

10,000 companies, 30,000 contacts and 20,000 customers at 300 ms a request, `lanes = 3`; the imitation runs in
a process of its own and counts. Afterwards one percent is changed and read again. Prints the figures and
writes them to bench-fetch.json.
"""

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.imitation_process import Imitation, imitation
from bench.plain_clients import contacts_by_company, one_at_a_time
from token_processes import real_time

from axtui.__main__ import collect_seldom, demo_profile
from axtui.core.errors import CannotWriteError
from axtui.core.models import Snapshot
from axtui.services import reporting
from axtui.services.config import AppSettings, Profile
from axtui.services.run_wishes import RunWishes
from axtui.services.surroundings import Surroundings

COMPANIES, CONTACTS, CUSTOMERS = 10_000, 30_000, 20_000
CONTACTS_ELSEWHERE = COMPANIES // 6
"""Among them: the imitation gives one contact to each company that does not belong in the report."""
LATENCY = 0.3
LANES = 3
CHANGED = 0.01
AUTOTASK_PAGE, XERO_PAGE, XERO_AT_ONCE = 500, 1_000, 5
FIRST_CALLS = 3
"""Zone, login, and one round of questions about fields and counts: each needs the answer before."""


def main() -> None:
    """Measure, print and write the figures."""
    collect_seldom()  # as the program does
    sizes = {"contacts": CONTACTS - CONTACTS_ELSEWHERE, "customers": CUSTOMERS}
    with imitation(COMPANIES, **sizes, latency=LATENCY) as server, tempfile.TemporaryDirectory() as folder:
        surroundings = real_time(Path(folder))
        profile = demo_profile(server.addresses)
        profile = replace(profile, autotask=replace(profile.autotask, lanes=LANES))
        full = measured(server, lambda: read(profile, surroundings))
        server.change(CHANGED)
        refreshed = measured(server, lambda: read(profile, surroundings))
        by_company = measured(server, lambda: contacts_by_company(server.addresses, lanes=LANES))
        plain = measured(server, lambda: one_at_a_time(server.addresses))
    figures = {
        "floor_seconds": round(floor(), 2),
        "full": full,
        "refresh": refreshed,
        "contacts_by_company": by_company,
        "one_at_a_time": plain,
        "full_to_floor": round(full["seconds"] / floor(), 2),
        "full_to_one_at_a_time": round(full["seconds"] / plain["seconds"], 2),
        "full_to_contacts_by_company": round(full["seconds"] / by_company["seconds"], 2),
        "refresh_requests_share": round(refreshed["requests"] / full["requests"], 3),
    }
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    Path("bench-fetch.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def floor() -> float:
    """Return the seconds of the calls that come first, and of the longest list at the allowed concurrency."""
    rounds = max(
        CONTACTS / AUTOTASK_PAGE / LANES,
        COMPANIES / AUTOTASK_PAGE / LANES,
        CUSTOMERS / XERO_PAGE / XERO_AT_ONCE,
    )
    return (FIRST_CALLS + rounds) * LATENCY


def measured(server: Imitation, work: Callable[[], Awaitable[int]]) -> dict[str, Any]:
    """Return how long the work took, how many records it brought, and what the imitation counted."""
    server.counters()
    began = time.perf_counter()
    records = asyncio.run(_awaited(work))
    seconds = time.perf_counter() - began
    return {"seconds": round(seconds, 2), "records": records, **server.counters()}


async def _awaited(work: Callable[[], Awaitable[int]]) -> int:
    return await work()


async def read(profile: Profile, surroundings: Surroundings) -> int:
    """Read as the program does, and return how many records there are."""
    snapshot = await reporting.run(
        profile,
        surroundings=surroundings,
        settings=AppSettings(),
        wishes=RunWishes(),
        on_progress=lambda _: None,
        on_not_kept=_raise,
        on_notice=_say,
    )
    assert snapshot.complete, snapshot.incomplete_because
    return records_of(snapshot)


def records_of(snapshot: Snapshot) -> int:
    """Return how many records a snapshot holds."""
    return len(snapshot.companies) + len(snapshot.contacts) + len(snapshot.customers)


def _say(notice: str) -> None:
    sys.stderr.write(f"{notice}\n")


def _raise(error: CannotWriteError) -> None:
    raise error


if __name__ == "__main__":
    main()
