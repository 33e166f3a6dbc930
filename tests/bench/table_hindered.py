"""Figures of a person whom something hinders: work behind the table, or a slow line."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.imitation_process import imitation
from bench.pty_program import NotSeenError, Program
from bench.sittings import OUR_LINES, QUERIES, Sitting, counted, hits_in
from bench.stored_homes import Home, empty_home, environment, point_at, throw_away
from bench.table_bench import AXTUI, HERE, LARGE, SMALL, Bench, has, lacks, our_sitting
from bench.table_figures import Aim, Figure, Peer

LINE_BITS, LINE_ROUND_TRIP = 64_000, 0.3
LINE_QUIET: Final = 0.9
FETCHED: Final = {"companies": 20_000, "contacts": 50_000, "customers": 30_000}
FETCH_LATENCY: Final = 0.3
READING: Final = " Autotask: "
"""How the line below the table begins while a run reads."""
EXPLAINED: Final = "What to do"
"""Stands in the explanation of a row."""
TABLE: Final = "enter Detail"
LEAST_KEYS: Final = 100
MOST_FETCHES: Final = 5


def while_fetching(bench: Bench) -> Iterator[Figure]:
    """Type into the open report while its profile's 100,000 records are being read."""
    for rows in (SMALL, LARGE):
        keys: list[float] = []
        for _ in range(1 if bench.is_quick else MOST_FETCHES):
            if len(keys) < LEAST_KEYS:
                keys += _typed_during_a_fetch(bench.home(rows))
        name = f"key during a fetch of 100,000, {rows:,} shown"
        yield Figure(name=name, unit="ms", values=keys, aim=Aim(median=30))


def _typed_during_a_fetch(report: Home) -> list[float]:
    """Return the milliseconds of each key that was typed while the fetch went on."""
    with (
        throw_away(report) as home,
        imitation(**FETCHED, latency=FETCH_LATENCY) as server,
        ExitStack() as running,
    ):
        point_at(home, server.addresses)
        sitting = our_sitting(running, home)
        sitting.program.send("\r")
        sitting.program.works_anyway = True
        # The run draws twice a second: a long quiet would be waited for until it has ended.
        sitting.program.press("R", lacks("search:"))
        sitting.program.press("q", counted(home.rows)("", home.rows))
        sitting.program.press("/")
        for query in cycle(QUERIES):
            if not has(READING)(sitting.program.lines):
                break
            sitting.type_and_erase(query, erase_at_once=True)
        if not sitting.seen.answers["key"]:
            raise NotSeenError("\n".join(sitting.program.lines))
        return sitting.seen.whole("key")


def while_preparing(bench: Bench) -> Iterator[Figure]:
    """Type into the report right after a row was explained: what suggestions need is prepared meanwhile."""
    for rows in (SMALL, LARGE):
        keys: list[float] = []
        for _ in range(1 if bench.is_quick else MOST_FETCHES):
            with ExitStack() as running:
                sitting = our_sitting(running, bench.home(rows))
                program = sitting.program
                program.send("no match\r")
                program.works_anyway = True
                program.press("\r", has(EXPLAINED))
                program.press("q", has(TABLE))
                program.press("\x1b", counted(rows)("", rows))
                program.press("/")
                for query in QUERIES:
                    sitting.type_and_erase(query, erase_at_once=True)
                keys += sitting.seen.whole("key")
        yield Figure(name=f"key while suggestions are prepared, {rows:,} shown", unit="ms", values=keys)


def over_a_slow_line(bench: Bench) -> Iterator[Figure]:
    """Type and move at 64 kbit/s and 300 ms, beside the stock table; both lines at once, one for each."""
    behind = [sys.executable, str(HERE / "slow_line.py"), str(LINE_BITS), str(LINE_ROUND_TRIP)]
    small, large = bench.home(SMALL), bench.home(LARGE)
    stock_command = [sys.executable, str(HERE / "table_peers.py"), "stock", str(small.lines)]
    with (
        Program([*behind, AXTUI], env=environment(large.directory)) as our_program,
        Program([*behind, *stock_command], env=environment(empty_home(bench.folder))) as stock_program,
    ):
        ours = Sitting(
            program=our_program, says=counted(LARGE), hits=hits_in(large), region=OUR_LINES, quiet=LINE_QUIET
        )
        stock = Sitting(program=stock_program, says=counted(SMALL), hits=hits_in(small), quiet=LINE_QUIET)
        with ThreadPoolExecutor() as both:
            sitting = partial(_sit_behind_the_line, moves=4 if bench.is_quick else 10)
            waiting = [both.submit(sitting, ours, first_keys="/"), both.submit(sitting, stock)]
            for each in waiting:
                each.result()
    for asked, name in (
        ("start", "start to rows"),
        ("key", "key to frame"),
        ("down", "cursor down"),
        ("scrolled", "scrolled line"),
        ("page", "page down"),
    ):
        yield Figure(
            name=f"64 kbit/s, 300 ms: {name}, 100,000",
            unit="ms",
            values=ours.seen.whole(asked),
            peers=[Peer(name="stock (10,000)", values=stock.seen.whole(asked))],
        )


def _sit_behind_the_line(sitting: Sitting, *, moves: int, first_keys: str = "") -> None:
    wanted = sitting.says("", sitting.hits[""])
    sitting.seen.answers["start"].append(sitting.program.shown(wanted, quiet=LINE_QUIET))
    if first_keys:
        sitting.program.press(first_keys, quiet=LINE_QUIET)
    for query in QUERIES:
        sitting.type_and_erase(query, erase_at_once=True)
    sitting.move(moves)
