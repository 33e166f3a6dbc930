"""What the figures of the table are taken from: programs that wait, with their search focused."""

import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.pty_program import Program
from bench.sittings import (
    FZF_LINES,
    OUR_LINES,
    Sitting,
    counted,
    counted_by_fzf,
    echoed,
    hits_in,
    hits_of_fzf,
)
from bench.stored_homes import Home, empty_home, environment, stored_home
from bench.table_peers import EMPTY_WORDS

AXTUI: Final = str(Path(sys.executable).with_name("axtui"))
HERE: Final = Path(__file__).parent
SMALL, LARGE = 10_000, 100_000
LONG_QUIET: Final = 0.4
"""A start, or a sort, has pauses of its own."""


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


# Who sits down


def our_sitting(running: ExitStack, home: Home, *, size: tuple[int, int] = (120, 40)) -> Sitting:
    """Start the app over a stored report."""
    says = counted(home.rows)
    program = running.enter_context(ours(home, size=size))
    sitting = Sitting(program=program, says=says, hits=hits_in(home), region=OUR_LINES)
    program.shown(says("", home.rows), quiet=LONG_QUIET)
    program.send("/")
    return sitting


def stock_sitting(bench: Bench, running: ExitStack, rows: int) -> Sitting:
    """Start the stock table on the lines of a report."""
    home = bench.home(rows)
    program = running.enter_context(bench.peer("stock", str(home.lines)))
    program.shown(counted(rows)("", rows), quiet=LONG_QUIET)
    return Sitting(program=program, says=counted(rows), hits=hits_in(home))


def empty_sitting(bench: Bench, running: ExitStack) -> Sitting:
    """Start the app that only echoes."""
    program = running.enter_context(bench.peer("empty"))
    program.shown(has(EMPTY_WORDS))
    return Sitting(program=program, says=echoed(), hits=hits_in(bench.home(SMALL)))


def fzf_sitting(bench: Bench, running: ExitStack) -> Sitting:
    """Start fzf on the lines of the large report."""
    program = running.enter_context(bench.fzf(LARGE))
    says, hits = counted_by_fzf(LARGE), hits_of_fzf(bench.home(LARGE))
    program.shown(says("", LARGE), quiet=LONG_QUIET)
    return Sitting(program=program, says=says, hits=hits, region=FZF_LINES)


# What a screen says


def has(words: str) -> Callable[[Sequence[str]], bool]:
    """Return what looks for words on a screen."""
    return lambda lines: words in "\n".join(lines)


def lacks(words: str) -> Callable[[Sequence[str]], bool]:
    """Return what looks whether words have gone from a screen."""
    return lambda lines: words not in "\n".join(lines)
