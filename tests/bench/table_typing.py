"""Figures of a person at the table: typing, erasing, moving, sorting."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.made_up_rows import made_up_lines
from bench.pty_program import Program
from bench.sittings import ALL_BUT_COUNT, OUR_LINES, QUERIES, Seen, Sitting, counted, hits_among
from bench.stored_homes import empty_home, environment
from bench.table_bench import (
    HERE,
    LARGE,
    LONG_QUIET,
    SMALL,
    Bench,
    empty_sitting,
    fzf_sitting,
    our_sitting,
    ours,
    stock_sitting,
)
from bench.table_figures import Aim, Figure, Peer

MADE_UP: Final = 1_000_000
NARROW: Final = (80, 24)
IDLE_SECONDS: Final = 5.0


def at_the_table(bench: Bench) -> Iterator[Figure]:
    """Type, erase and move in both sizes, beside the stock table, fzf and the empty app."""
    with ExitStack() as running:
        small, large = (our_sitting(running, bench.home(rows)) for rows in (SMALL, LARGE))
        narrow = our_sitting(running, bench.home(SMALL), size=NARROW)
        stock = stock_sitting(bench, running, SMALL)
        empty = empty_sitting(bench, running)
        fzf = fzf_sitting(bench, running) if shutil.which("fzf") else None
        typing = [each for each in (small, stock, large, fzf, empty) if each is not None]
        for number in range(bench.rounds):
            for query in QUERIES:
                for sitting in typing:
                    sitting.type_and_erase(query)
                if number < 2:
                    narrow.type_and_erase(query)
            for sitting in (small, large, stock):
                sitting.move()
        idle = large.program.bytes_within(IDLE_SECONDS) / IDLE_SECONDS
    yield from _times(small.seen, large.seen, stock.seen, empty.seen, fzf.seen if fzf else None)
    if fzf is None:
        sys.stdout.write("fzf is not installed: left out (apt-get install fzf)\n")
    yield from _work(small.seen, large.seen, empty.seen)
    yield from _sizes(small.seen, narrow.seen, stock.seen)
    yield Figure(name="idle, search focused", unit="bytes/s", values=[idle], aim=Aim(median=0))


def _times(small: Seen, large: Seen, stock: Seen, empty: Seen, fzf: Seen | None) -> Iterator[Figure]:
    for rows, seen, aim in ((SMALL, small, Aim(median=10, most=20)), (LARGE, large, Aim(median=16, most=40))):
        peers = [Peer(name="empty app", values=empty.whole("key"))]
        if rows == SMALL:
            peers.append(Peer(name="stock", values=stock.whole("key")))
        elif fzf is not None:
            peers.append(Peer(name="fzf's count", values=fzf.whole("key"), at_most=0.8))
        yield Figure(
            name=f"key to frame, {rows:,}", unit="ms", values=seen.whole("key"), aim=aim, peers=peers
        )
    for asked, name, most in (
        ("backspace", "backspace", 10),
        ("down", "cursor down", 4),
        ("page", "page down", 10),
    ):
        for rows, seen in ((SMALL, small), (LARGE, large)):
            peers = [Peer(name="stock", values=stock.whole(asked))] if rows == SMALL else []
            if asked == "backspace":
                peers.append(Peer(name="empty app", values=empty.whole(asked)))
            yield Figure(
                name=f"{name}, {rows:,}",
                unit="ms",
                values=seen.whole(asked),
                aim=Aim(median=most),
                peers=peers,
            )
    yield Figure(
        name="scrolled line, 100,000",
        unit="ms",
        values=large.whole("scrolled"),
        peers=[Peer(name="stock (10,000)", values=stock.whole("scrolled"))],
    )


def _work(small: Seen, large: Seen, empty: Seen) -> Iterator[Figure]:
    """Tell what of the times is the programs' own: on a busy computer they wait for a CPU, too."""
    for rows, seen in ((SMALL, small), (LARGE, large)):
        yield Figure(
            name=f"CPU of a key, {rows:,}",
            unit="ms",
            values=seen.worked("key"),
            peers=[Peer(name="empty app", values=empty.worked("key"))],
        )
    yield Figure(name="a key's wait for a CPU, 100,000", unit="ms", values=large.waited("key"))
    yield Figure(name="CPU of a cursor down, 100,000", unit="ms", values=large.worked("down"))
    yield Figure(name="CPU of a page down, 100,000", unit="ms", values=large.worked("page"))


def _sizes(small: Seen, narrow: Seen, stock: Seen) -> Iterator[Figure]:
    for asked, name, most in (
        ("key", "filter key", 4.5),
        ("down", "cursor down", 0.4),
        ("scrolled", "scrolled line", 6),
    ):
        yield Figure(
            name=f"bytes of a {name}",
            unit="KB",
            values=small.sizes(asked),
            aim=Aim(median=most),
            peers=[Peer(name="stock", values=stock.sizes(asked))],
        )
    yield Figure(
        name="bytes of a filter key, 80x24", unit="KB", values=narrow.sizes("key"), aim=Aim(median=1.8)
    )


def made_up(bench: Bench) -> Iterator[Figure]:
    """Type and move in a million rows that are made up, in the table and the search alone."""
    says, hits = counted(MADE_UP), hits_among(made_up_lines(MADE_UP).folded)
    command = [sys.executable, str(HERE / "made_up_app.py"), str(MADE_UP)]
    with Program(command, env=environment(empty_home(bench.folder))) as program:
        program.shown(says("", MADE_UP), quiet=LONG_QUIET)
        sitting = Sitting(program=program, says=says, hits=hits, region=ALL_BUT_COUNT)
        for _ in range(bench.rounds):
            for query in QUERIES:
                sitting.type_and_erase(query)
            sitting.move()
    for asked, name, most in (
        ("key", "key to the first screenful", 25),
        ("backspace", "backspace", 10),
        ("down", "cursor down", 4),
        ("page", "page down", 10),
    ):
        values = sitting.seen.whole(asked)
        yield Figure(name=f"{name}, 1,000,000", unit="ms", values=values, aim=Aim(median=most))


def refilled(bench: Bench) -> Iterator[Figure]:
    """Type a query into the stock table of 100,000 rows, once: each key takes seconds."""
    with ExitStack() as running:
        our, stock = our_sitting(running, bench.home(LARGE)), stock_sitting(bench, running, LARGE)
        for sitting in (our, stock):
            sitting.type(QUERIES[0])
    peer = Peer(name="stock", values=stock.seen.whole("key"))
    yield Figure(name="key of `smith`, 100,000", unit="ms", values=our.seen.whole("key"), peers=[peer])
    yield Figure(
        name="its slowest key",
        unit="ms",
        values=[max(our.seen.whole("key"))],
        peers=[Peer(name="stock", values=[max(peer.values)])],
    )


def sorting(bench: Bench) -> Iterator[Figure]:
    """Sort by each text column for the first time, and the other way round."""
    first: list[float] = []
    again: list[float] = []
    for _ in range(bench.starts):
        with ours(bench.home(LARGE)) as program:
            program.shown(counted(LARGE)("", LARGE), quiet=LONG_QUIET)
            for _ in range(6):  # number, customer, contact, first, last, e-mail
                program.send("\x1b[C")
                first.append(program.press("s", region=OUR_LINES).whole)
                again.append(program.press("s", region=OUR_LINES).whole)
    aim = Aim(median=120)
    yield Figure(name="sort 100,000 rows by a text column", unit="ms", values=[*first, *again], aim=aim)
    yield Figure(name="the same, a column's first time", unit="ms", values=first, aim=aim)
