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
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.pty_program import NotSeenError, Program
from bench.sittings import KEYS_A_ROUND, OUR_LINES, QUERIES, Sitting, counted, hits_in
from bench.stored_homes import environment, folder_for_homes
from bench.table_bench import HERE, LARGE, LONG_QUIET, Bench
from bench.table_figures import Figure, heading, told
from bench.table_hindered import over_a_slow_line, while_fetching, while_preparing
from bench.table_start import the_start
from bench.table_typing import at_the_table, made_up, refilled, sorting

KEYS: Final = 100
"""How many keys a figure is made of, at least."""


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
    "suggest": while_preparing,
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
