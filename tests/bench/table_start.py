"""Figures of the start: the first frame, the rows of the stored report, the bytes and the memory it takes."""

import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.pty_program import Program
from bench.sittings import OUR_LINES, counted
from bench.stored_homes import empty_home, environment
from bench.table_bench import AXTUI, LARGE, LONG_QUIET, SMALL, Bench, ours
from bench.table_figures import Aim, Figure, Peer
from bench.table_peers import EMPTY_WORDS

OUR_FIRST_WORDS: Final = b"search:"
"""They stand in the search while nothing has been typed: our first frame has them."""
Values = defaultdict[str, list[float]]


def the_start(bench: Bench) -> Iterator[Figure]:
    """Start the empty app, the demo, and the app over each report, in turns."""
    _start_each(bench, Values(list))  # warms the caches
    values = Values(list)
    for _ in range(bench.starts):
        _start_each(bench, values)
    empty = Peer(name="empty app", values=values["empty shell"], at_most=1.35)
    for name in ("stored report", "demo"):
        yield Figure(name=f"start to shell, {name}", unit="ms", values=values[f"{name} shell"], peers=[empty])
    for rows, aim in ((SMALL, None), (LARGE, Aim(median=600))):
        values_to_rows = values[f"rows {rows}"]
        yield Figure(name=f"start to rows, stored {rows:,}", unit="ms", values=values_to_rows, aim=aim)
    painted = values[f"painted {SMALL}"]
    yield Figure(name="bytes of the first paint, to the rows", unit="KB", values=painted, aim=Aim(median=17))
    for rows, most in ((SMALL, 60), (LARGE, 160)):
        yield Figure(
            name=f"resident memory, stored {rows:,}",
            unit="MB",
            values=values[f"memory {rows}"],
            aim=Aim(median=most),
            peers=[Peer(name="empty app", values=values["empty memory"])],
        )


def _start_each(bench: Bench, values: Values) -> None:
    with bench.peer("empty") as program:
        values["empty shell"].append(program.frame_with(EMPTY_WORDS.encode()))
        program.send("")
        values["empty memory"].append(program.resident())
    with Program([AXTUI, "--demo"], env=environment(empty_home(bench.folder))) as program:
        values["demo shell"].append(program.frame_with(OUR_FIRST_WORDS))
    for rows in (SMALL, LARGE):
        with ours(bench.home(rows)) as program:
            values["stored report shell"].append(program.frame_with(OUR_FIRST_WORDS))
            answer = program.shown(counted(rows)("", rows), region=OUR_LINES, quiet=LONG_QUIET)
            values[f"rows {rows}"].append(answer.whole)
            values[f"painted {rows}"].append(program.received / 1000)
            values[f"memory {rows}"].append(program.resident())
