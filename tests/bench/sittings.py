"""A person at a running program: what is typed into its search, how it moves, what its screen then says."""

import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.pty_program import (
    PAUSE_SECONDS,
    QUIET_SECONDS,
    Answer,
    Program,
    Region,
    Wanted,
    everything,
    lines_between,
)
from bench.stored_homes import Home

from axtui.core.text import folded_for_search

QUERIES: Final = ("smith", "bright", "pty ltd")
KEYS_A_ROUND: Final = sum(map(len, QUERIES))
MOVES_A_ROUND: Final = 20
_BACKSPACE, _ENTER, _DOWN, _PAGE_DOWN, _HOME = "\x7f", "\r", "\x1b[B", "\x1b[6~", "\x1b[H"
_MORE_THAN_A_SCREEN: Final = 60

Says = Callable[[str, int], Wanted]
"""What the screen says once a query has been answered that so many rows meet."""


@dataclass(slots=True)
class Seen:
    """All answers of one program, by what was asked of it."""

    answers: dict[str, list[Answer]] = field(default_factory=lambda: defaultdict(list))

    def whole(self, asked: str) -> list[float]:
        """Return the milliseconds to each complete frame."""
        return [answer.whole for answer in self.answers[asked]]

    def worked(self, asked: str) -> list[float]:
        """Return the milliseconds of CPU of each answer."""
        return [answer.worked for answer in self.answers[asked]]

    def waited(self, asked: str) -> list[float]:
        """Return the milliseconds that each answer waited for a CPU."""
        return [answer.waited for answer in self.answers[asked]]

    def sizes(self, asked: str) -> list[float]:
        """Return the KB of each answer."""
        return [answer.size / 1000 for answer in self.answers[asked]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """A running program with its search focused and empty."""

    program: Program
    says: Says
    hits: Mapping[str, int]
    """How many rows meet each query and each beginning of one."""
    region: Region = everything
    quiet: float = QUIET_SECONDS
    seen: Seen = field(default_factory=Seen)

    def type(self, query: str) -> None:
        """Type a query key by key."""
        for end in range(1, len(query) + 1):
            self._press("key", query[end - 1], query[:end])

    def type_and_erase(self, query: str, *, erase_at_once: bool = False) -> None:
        """Type a query key by key, and take it back key by key."""
        self.type(query)
        if erase_at_once:
            self.program.press(_BACKSPACE * len(query), self.says("", self.hits[""]), quiet=self.quiet)
            return
        for end in range(len(query) - 1, -1, -1):
            self._press("backspace", _BACKSPACE, query[:end])

    def _press(self, asked: str, key: str, query: str) -> None:
        wanted = self.says(query, self.hits[query])
        answer = self.program.press(key, wanted, region=self.region, quiet=self.quiet)
        self.seen.answers[asked].append(answer)

    def move(self, times: int = MOVES_A_ROUND) -> None:
        """Walk through the table from its first row: lines on the screen, lines that scroll, pages."""
        pause = max(self.quiet, PAUSE_SECONDS)
        for key in (_ENTER, _HOME):
            self.program.send(key, quiet=pause)
        self._move("down", _DOWN, times)
        self.program.send(_DOWN * _MORE_THAN_A_SCREEN, quiet=pause)
        self._move("scrolled", _DOWN, times)
        self._move("page", _PAGE_DOWN, times)
        for key in (_HOME, "/"):
            self.program.send(key, quiet=pause)

    def _move(self, asked: str, key: str, times: int) -> None:
        for _ in range(times):
            self.seen.answers[asked].append(self.program.press(key, region=self.region, quiet=self.quiet))


# What the screens say

OUR_LINES: Final = lines_between(0, -2, without_last_column=True)
"""All but the scrollbar, whose thumb follows with the next tick, and what is said below the table."""
ALL_BUT_COUNT: Final = lines_between(0, -1, without_last_column=True)
"""Where the count comes later than the rows, because not all rows have been looked at."""
FZF_LINES: Final = lines_between(-2, None)
"""The count and what was typed: fzf has answered once they are there, whatever its list shows."""


def counted(total: int) -> Says:
    """Return what ours and the stock table say: the count."""
    return lambda _, hits: lambda lines: f"{hits} of {total}" in "\n".join(lines).replace(",", "")


def counted_by_fzf(total: int) -> Says:
    """Return what fzf says: the count, and what was typed."""

    def says(query: str, hits: int) -> Wanted:
        def has_answered(lines: Sequence[str]) -> bool:
            typed = f"> {query}".rstrip()
            return lines[-1] == typed and lines[-2].strip().startswith(f"{hits}/{total}")

        return has_answered

    return says


def echoed() -> Says:
    """Return what the empty app says: what was typed."""
    return lambda query, _: lambda lines: f"typed {query}".rstrip() in map(str.strip, lines)


# How many rows are meant to be there


def beginnings() -> list[str]:
    """Return every query and every beginning of one."""
    return sorted({query[:end] for query in QUERIES for end in range(len(query) + 1)})


def hits_in(home: Home) -> dict[str, int]:
    """Count the rows in the plainest way."""
    return hits_among([folded_for_search("\n".join(cells)) for cells in home.cells])


def hits_among(rows: Sequence[str]) -> dict[str, int]:
    """Count the rows without case and accents that meet each query."""
    return {query: sum(all(word in row for word in query.split()) for row in rows) for query in beginnings()}


def hits_of_fzf(home: Home) -> dict[str, int]:
    """Count the rows as fzf itself does without a screen."""
    fzf = shutil.which("fzf")
    assert fzf is not None
    return {query: _hits_of_fzf(fzf, query, home.lines) if query else home.rows for query in beginnings()}


def _hits_of_fzf(fzf: str, query: str, lines: Path) -> int:
    command = [fzf, "-e", "+s", "--filter", query]
    with lines.open("rb") as file:
        done = subprocess.run(command, stdin=file, stdout=subprocess.PIPE, check=False)  # noqa: S603  # our own words
    return done.stdout.count(b"\n")
