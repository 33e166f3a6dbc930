"""How quickly the report's table answers, and how little it sends, beside others in the same run.

    python tests/bench/table.py [--quick] [--only NAME ...] [--json FILE] [--homes DIRECTORY]
    python tests/bench/table.py --profile key|open|scroll [--rows N]

The real app with a stored report of invented companies, on a pty of 120x40 with 256 colours that answers as a
terminal does; the report is loaded before anything is timed, but where the start is what is timed. A key's
time ends with the first complete frame that shows what the screen shows once it is quiet. Programs take turns
query by query. The peers: Textual's own table refilled with each key, fzf (Debian's, exact, unsorted, on the
lines that the table shows; left out with a word where it is missing), and an app of one Input and one Static.

On a computer that is busy with other things, medians and ratios say something and the greatest values little.
"""

import argparse
import json
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import table_peers
from bench.imitation_process import imitation
from bench.made_up_rows import made_up_lines
from bench.pty_program import NotSeenError, Program
from bench.sittings import (
    ALL_BUT_COUNT,
    FZF_LINES,
    KEYS_A_ROUND,
    OUR_LINES,
    QUERIES,
    Seen,
    Sitting,
    counted,
    counted_by_fzf,
    echoed,
    hits_among,
    hits_in,
    hits_of_fzf,
)
from bench.stored_homes import (
    Home,
    empty_home,
    environment,
    folder_for_homes,
    point_at,
    stored_home,
    throw_away,
)
from bench.table_figures import Aim, Figure, Peer, heading, told

AXTUI: Final = str(Path(sys.executable).with_name("axtui"))
HERE: Final = Path(__file__).parent
SMALL, LARGE, MADE_UP = 10_000, 100_000, 1_000_000
OUR_FIRST_WORDS: Final = b"search:"
"""They stand in the search while nothing has been typed: our first frame has them."""
NARROW: Final = (80, 24)
KEYS: Final = 100
"""How many keys a figure is made of, at least."""
LONG_QUIET: Final = 0.4
"""A start, or a sort, has pauses of its own."""
IDLE_SECONDS: Final = 5.0
LINE_BITS, LINE_ROUND_TRIP = 64_000, 0.3
LINE_QUIET: Final = 0.9
FETCHED: Final = {"companies": 20_000, "contacts": 50_000, "customers": 30_000}
FETCH_LATENCY: Final = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What a run works with."""

    folder: Path
    rounds: int
    starts: int
    is_quick: bool
    homes: dict[int, Home] = field(default_factory=dict)

    def home(self, rows: int) -> Home:
        """Return the home with a stored report of so many rows, made when it is first asked for."""
        if rows not in self.homes:
            self.homes[rows] = stored_home(self.folder, rows)
        return self.homes[rows]

    def peer(self, *words: str) -> Program:
        """Start one of our peers."""
        env = environment(empty_home(self.folder))
        return Program([sys.executable, str(HERE / "table_peers.py"), *words], env=env)

    def fzf(self, rows: int) -> Program:
        """Start fzf on the lines of the table."""
        env = environment(empty_home(self.folder))
        lines = self.home(rows).lines
        return Program(["sh", "-c", 'exec fzf -e +s < "$1"', "sh", str(lines)], env=env)


def ours(home: Home, *, size: tuple[int, int] = (120, 40)) -> Program:
    """Start the app over a stored report."""
    return Program([AXTUI], env=environment(home.directory), size=size)


# At the table


def at_the_table(bench: Bench) -> Iterator[Figure]:
    """Type, erase and move in both sizes, beside the stock table, fzf and the empty app."""
    with ExitStack() as running:
        small, large = (_our_sitting(running, bench.home(rows)) for rows in (SMALL, LARGE))
        narrow = _our_sitting(running, bench.home(SMALL), size=NARROW)
        stock = _stock_sitting(bench, running, SMALL)
        empty = _empty_sitting(bench, running)
        fzf = _fzf_sitting(bench, running) if shutil.which("fzf") else None
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
        _say("fzf is not installed: left out (apt-get install fzf)\n")
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


def _our_sitting(running: ExitStack, home: Home, *, size: tuple[int, int] = (120, 40)) -> Sitting:
    says = counted(home.rows)
    program = running.enter_context(ours(home, size=size))
    sitting = Sitting(program=program, says=says, hits=hits_in(home), region=OUR_LINES)
    program.shown(says("", home.rows), quiet=LONG_QUIET)
    program.send("/")
    return sitting


def _stock_sitting(bench: Bench, running: ExitStack, rows: int) -> Sitting:
    home = bench.home(rows)
    program = running.enter_context(bench.peer("stock", str(home.lines)))
    program.shown(counted(rows)("", rows), quiet=LONG_QUIET)
    return Sitting(program=program, says=counted(rows), hits=hits_in(home))


def _empty_sitting(bench: Bench, running: ExitStack) -> Sitting:
    program = running.enter_context(bench.peer("empty"))
    program.shown(_has(table_peers.EMPTY_WORDS))
    return Sitting(program=program, says=echoed(), hits=hits_in(bench.home(SMALL)))


def _fzf_sitting(bench: Bench, running: ExitStack) -> Sitting:
    program = running.enter_context(bench.fzf(LARGE))
    says, hits = counted_by_fzf(LARGE), hits_of_fzf(bench.home(LARGE))
    program.shown(says("", LARGE), quiet=LONG_QUIET)
    return Sitting(program=program, says=says, hits=hits, region=FZF_LINES)


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
        our, stock = _our_sitting(running, bench.home(LARGE)), _stock_sitting(bench, running, LARGE)
        for sitting in (our, stock):
            sitting.type_and_erase(QUERIES[0], erase_at_once=True)
    peer = Peer(name="stock", values=stock.seen.whole("key"))
    yield Figure(name="key of `smith`, 100,000", unit="ms", values=our.seen.whole("key"), peers=[peer])
    yield Figure(
        name="its slowest key",
        unit="ms",
        values=[max(our.seen.whole("key"))],
        peers=[Peer(name="stock", values=[max(peer.values)])],
    )


# The start


def the_start(bench: Bench) -> Iterator[Figure]:
    """Start the app over each report, over none, and the empty app, in turns."""
    shell: dict[str, list[float]] = {name: [] for name in ("stored", "demo", "empty")}
    rows_at: dict[int, list[float]] = {SMALL: [], LARGE: []}
    painted: list[float] = []
    resident: dict[int, list[float]] = {0: [], SMALL: [], LARGE: []}
    for number in range(-1, bench.starts):  # the first one warms the caches
        with bench.peer("empty") as program:
            time = program.frame_with(table_peers.EMPTY_WORDS.encode())
            program.send("")
            resident_now = {0: program.resident()}
        times = {"empty": time}
        with Program([AXTUI, "--demo"], env=environment(empty_home(bench.folder))) as program:
            times["demo"] = program.frame_with(OUR_FIRST_WORDS)
        for rows in (SMALL, LARGE):
            with ours(bench.home(rows)) as program:
                times["stored"] = program.frame_with(OUR_FIRST_WORDS)
                answer = program.shown(counted(rows)("", rows), region=OUR_LINES, quiet=LONG_QUIET)
                resident_now[rows] = program.resident()
                if number >= 0:
                    rows_at[rows].append(answer.whole)
                    painted += [program.received / 1000] * (rows == SMALL)
        if number >= 0:
            for name, seen in times.items():
                shell[name].append(seen)
            for rows, seen in resident_now.items():
                resident[rows].append(seen)
    empty = Peer(name="empty app", values=shell["empty"], at_most=1.35)
    yield Figure(name="start to shell, a stored report", unit="ms", values=shell["stored"], peers=[empty])
    yield Figure(name="start to shell, demo", unit="ms", values=shell["demo"], peers=[empty])
    yield Figure(name="start to rows, stored 10,000", unit="ms", values=rows_at[SMALL])
    yield Figure(name="start to rows, stored 100,000", unit="ms", values=rows_at[LARGE], aim=Aim(median=600))
    yield Figure(name="bytes of the first paint, to the rows", unit="KB", values=painted, aim=Aim(median=17))
    for rows, most in ((SMALL, 60), (LARGE, 160)):
        yield Figure(
            name=f"resident memory, stored {rows:,}",
            unit="MB",
            values=resident[rows],
            aim=Aim(median=most),
            peers=[Peer(name="empty app", values=resident[0])],
        )


# Sorting


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


# While something else goes on


def while_fetching(bench: Bench) -> Iterator[Figure]:
    """Type into the open report while its profile's 100,000 records are being read."""
    sizes = {name: count for name, count in FETCHED.items() if name != "companies"}
    for rows in (SMALL, LARGE):
        with (
            throw_away(bench.home(rows)) as home,
            imitation(FETCHED["companies"], **sizes, latency=FETCH_LATENCY) as server,
            ExitStack() as running,
        ):
            point_at(home, server.addresses)
            sitting = _our_sitting(running, home)
            sitting.program.send("\r")
            # The run draws twice a second: a long quiet would be waited for until it has ended.
            sitting.program.press("R", _lacks("search:"))
            sitting.program.press("q", counted(rows)("", rows))
            sitting.program.press("/")
            while len(sitting.seen.answers["key"]) < KEYS and _has("P progress")(sitting.program.lines):
                for query in QUERIES:
                    sitting.type_and_erase(query, erase_at_once=True)
            if not sitting.seen.answers["key"]:
                raise NotSeenError("\n".join(sitting.program.lines))
        yield Figure(
            name=f"key during a fetch of 100,000, {rows:,} shown",
            unit="ms",
            values=sitting.seen.whole("key"),
            aim=Aim(median=30),
        )


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
        threads = [
            threading.Thread(target=_sit_behind_the_line, args=(sitting, keys, bench))
            for sitting, keys in ((ours, "/"), (stock, ""))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
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


def _sit_behind_the_line(sitting: Sitting, keys: str, bench: Bench) -> None:
    wanted = sitting.says("", sitting.hits[""])
    sitting.seen.answers["start"].append(sitting.program.shown(wanted, quiet=LINE_QUIET))
    if keys:
        sitting.program.press(keys, quiet=LINE_QUIET)
    for query in QUERIES[: 1 if bench.is_quick else None]:
        sitting.type_and_erase(query, erase_at_once=True)
    sitting.move(4 if bench.is_quick else 10)


# Where the time goes


def profile(bench: Bench, what: str, rows: int, file: Path) -> None:
    """Run the app under a profiler that counts only while the keys are typed; it writes the file itself."""
    home = bench.home(rows)
    command = [sys.executable, str(HERE / "profiled.py"), str(file), what]
    with Program(command, env=environment(home.directory)) as program:
        sitting = Sitting(program=program, says=counted(rows), hits=hits_in(home), region=OUR_LINES)
        program.shown(counted(rows)("", rows), quiet=LONG_QUIET)
        if what != "open":
            program.send("/")
            program.signal(signal.SIGUSR1)
            _type_all(sitting) if what == "key" else sitting.move()
        program.signal(signal.SIGUSR2)
        program.bytes_within(1.0)
    _say(f"{file}\n")


def _type_all(sitting: Sitting) -> None:
    for query in QUERIES:
        sitting.type_and_erase(query)


# The run

PARTS: Final[dict[str, Callable[[Bench], Iterator[Figure]]]] = {
    "keys": at_the_table,
    "start": the_start,
    "sort": sorting,
    "fetch": while_fetching,
    "line": over_a_slow_line,
    "million": made_up,
    "refill": refilled,
}
LONG_PARTS: Final = frozenset({"million", "refill"})


def main() -> None:
    """Measure, print a table and write the figures."""
    wanted = _arguments()
    rounds = 2 if wanted.quick else -(-KEYS // KEYS_A_ROUND)
    starts = 4 if wanted.quick else 15
    with folder_for_homes(wanted.homes) as folder:
        bench = Bench(folder=folder, rounds=rounds, starts=starts, is_quick=wanted.quick)
        if wanted.profile:
            profile(bench, wanted.profile, wanted.rows, wanted.profile_file)
            return
        figures = list(_measured(bench, wanted.only or _usual_parts(wanted.quick)))
    wanted.json.write_text(
        json.dumps([each.for_json() for each in figures], indent=1) + "\n", encoding="utf-8"
    )


def _usual_parts(is_quick: bool) -> Sequence[str]:
    return [name for name in PARTS if not (is_quick and name in LONG_PARTS)]


def _measured(bench: Bench, parts: Sequence[str]) -> Iterator[Figure]:
    _say(heading())
    for name in parts:
        try:
            for figure in PARTS[name](bench):
                _say(told(figure))
                yield figure
        except NotSeenError as error:
            _say(f"{name}: not measured, the screen last said:\n{error}\n")


def _has(words: str) -> Callable[[Sequence[str]], bool]:
    return lambda lines: words in "\n".join(lines)


def _lacks(words: str) -> Callable[[Sequence[str]], bool]:
    return lambda lines: words not in "\n".join(lines)


def _say(line: str) -> None:
    sys.stdout.write(line)
    sys.stdout.flush()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="few keys: a look, not a figure")
    parser.add_argument("--only", action="append", choices=PARTS, help="this part alone; may be repeated")
    parser.add_argument("--json", type=Path, default=Path("bench-table.json"), help="where the figures go")
    parser.add_argument("--homes", type=Path, help="keep the invented homes here and use them again")
    parser.add_argument("--profile", choices=("key", "open", "scroll"), help="see where the time goes")
    parser.add_argument(
        "--profile-file", type=Path, default=Path("bench-profile.txt"), help="where that goes"
    )
    parser.add_argument("--rows", type=int, default=LARGE, help="rows of the report that is profiled")
    return parser.parse_args()


if __name__ == "__main__":
    main()
