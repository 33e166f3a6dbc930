"""The fault table: every row beside what its tests showed.

`python tests/faults/table.py` runs every test that is marked with a row, wherever it stands, in two
processes, without a network, and prints the table; it fails when a row fails or has no test. After each of
these tests files, terminals and processes are searched for canaries. `--long` runs every row with its full
figures, `--repeat 5` all of it five times; what follows is handed to pytest (`-n 0`, `-k signed`).
"""

import argparse
import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest

_TESTS: Final = Path(__file__).resolve().parents[1]
_PROCESSES: Final = "2"
_WIDTHS: Final = (4, 34, 34, 30, 7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: what goes wrong, what must come of it, and the figure that it is held to."""

    name: str
    fault: str
    expected: str
    target: str


def _row(name: str, fault: str, expected: str, target: str) -> Row:
    return Row(name=name, fault=fault, expected=expected, target=target)


ROWS: Final = (
    _row("A01", "an unsafe configuration file", "refused, with the chmod line", "6/6, 0 requests"),
    _row("A02", "umask 000", "files 0600, directories 0700", "100 % of files"),
    _row("A03", "an old token file that is open", "tightened before it is written", "never 0644"),
    _row("A04", "a secret on the command line", "no such option", "0 options"),
    _row("A05", "argv and environ of us and of children", "no secret; environ unreadable", "0 hits; EACCES"),
    _row("A06", "no keyring, or one that hangs", "says so or asks, never plain text", "<= 3 s"),
    _row("A07", "secret commands of every bad kind", "a message of its own each", "7/7; 60 s limit"),
    _row("A08", "16 processes, one expired token", "one renewal a turn", "0/160 lost, 0 starved"),
    _row("A09", "kill -9 between answer and save", "the next start recovers", "200/200"),
    _row("A10", "kill -9 while the token is saved", "old or new, whole", "0/500"),
    _row("A11", "the lock's holder killed or stopped", "freed, or named and cancellable", "<= 10 s"),
    _row("A13", "a renewal is refused for good", "one request, then stop", "1 request"),
    _row("A14", "a renewal without a new refresh token", "the old one is kept", "exact"),
    _row("A15", "exceptions with a secret in locals", "nowhere to be seen", "0 hits"),
    _row("A16", "TEXTUAL_LOG, SSLKEYLOGFILE and the like", "dropped with a notice", "0 hits"),
    _row("A17", "the log at its most talkative", "redacted, 0600", "0 hits"),
    _row("A18", "a proxy's password, 407", "shown as ***", "0 hits"),
    _row("A19", "core dumps", "none", "no core"),
    _row("A20", "screenshot, clipboard", "absent; sanitised, on request", "absent"),
    _row("A21", "signing out", "revoked there, gone here", "0 left"),
    _row("B01", "C0, DEL, C1 in every field", "stand-ins", "0 extra kinds"),
    _row("B02", "OSC, DCS, APC, PM, SOS of all kinds", "inert", "0 raw"),
    _row("B04", "markup in every widget", "exact text, no action", "14 x all widgets"),
    _row("B05", "arbitrary text", "printable, idempotent, no exception", "10,000"),
    _row("B07", "a server's text in messages and log", "sanitised, cut at 200", "0 raw"),
    _row("B08", "plain output, stderr, tracebacks", "sanitised; JSON escapes", "0 raw"),
    _row("B09", "a crash at any point", "terminal restored, exit 70", "100 %"),
    _row("C06", "C, POSIX and Latin-1 locales", "the same bytes", "4 locales, 1 sum"),
    _row("C07", "something else has the name", "refused, never followed", "6/6"),
    _row("C09", "paths that cannot be written", "a message of its own each", "8/8"),
    _row("C10", "every call to the system fails in turn", "old or new whole, nothing left", ">= 150 cases"),
    _row("C11", "full disk, limit on files, /dev/full", "told in bytes, nothing visible", "3/3"),
    _row("C12", "kill -9 while files are written", "whole or absent, then swept", "0/500 for each writer"),
    _row("C13", "somebody watches the directory", "final names are never short", "0 in 10,000 polls"),
    _row("C14", "fsync fails", "a failure, not a success", "every fsync"),
    _row("D01", "401 on the first call, Autotask", "stop; the next run sends nothing", "1 login, then 0"),
    _row("D02", "401 in mid-fetch, 3 lanes", "cancel all, checkpoint", "<= 3 requests after, 0 retries"),
    _row("D03", "Xero 401", "new token once, retry once, stop", "<= 3 requests"),
    _row("D04", "403 on one entity", "named; others go on or stop", "1 request"),
    _row("D05", "429 with every kind of Retry-After", "never early", "early 0 in 10,000"),
    _row("D06", "Xero's day, Autotask's hour used up", "stop, time to come back", "0 further calls"),
    _row("D07", "429 always", "gives up", "<= 5 attempts"),
    _row("D08", "502, 503, 504, 408, bare 500", "retried, then named", "<= 1.1 times at 5 %"),
    _row("D09", "refused, DNS, reset, half-open", "as D08", "p95 recovery <= 5 s"),
    _row("D10", "one byte every 0.5 s", "the request's deadline", "60 s +- 1"),
    _row("D11", "cut bodies of every kind, bad CRC", "retried, never parsed", "6/6"),
    _row("D13", "HTML, empty, 204, text/plain", "a web page, retried, then stop", "4/4"),
    _row("D15", "schema drift", "new fields ignored, others named", "10,000 pages, 0 crashes"),
    _row("D16", "redirects to anywhere", "refused", "0 requests there"),
    _row("D18", "next page repeats, cycles, no end", "stop, named", "<= cap pages"),
    _row("D19", "zone discovery names another host", "refused", "0 credentials sent"),
    _row("D20", "certificates nobody should trust", "refused with cause and hint", "4/4"),
    _row("D21", "the company's own CA", "works, or its own message", "5/5"),
    _row("D22", "proxies, and hosts without one", "heeded, own messages", "6/6"),
    _row("D23", "limits counted by the server", "3 a list, 5 at once, 60 a minute", "0 breaches in 10 min"),
    _row("D24", "two instances, one quota", "joint rate, or 429 handled", "0 lost rows"),
    _row("D25", "clock jumps, suspend", "monotonic, token re-checked", "pass"),
    _row("D26", "5 MB/s, 300 ms, 1 % loss", "30,000 rows of Autotask", "<= 60 s, <= 1.2 times ideal"),
    _row("E01", "changes between pages", "some true state", "0 missing, 0 twice, 0 ghosts"),
    _row("E02", "wrong order, overlap, empty page", "detected", "whole, or marked"),
    _row("E04", "kill -9 at random, resume", "the rows of an unbroken run", "200/200, <= 1 page a lane"),
    _row("E05", "a checkpoint that does not fit", "dropped, and said", "5/5"),
    _row("E06", "signals and a closed pty at random", "checkpoint, exit code, terminal", "<= 1 s"),
    _row("E08", "nobody reads the terminal for 60 s", "the read goes on", "0 lost rows"),
    _row("E10", "random faults x pages x resumes", "no loss, no double, within budget", "2,000 runs"),
    _row("E11", "read and cancel, again and again", "no growth", "<= 5 MiB, 0 fds in 100"),
    _row("E12", "a second instance, same profile", "allowed, nothing corrupted", "0/200"),
    _row("F01", "another user looks at what we keep", "denied", "0 readable"),
    _row("F02", "kept longer than the setting says", "removed before use", "100 %"),
    _row("F04", "a person's e-mail address", "in cache, files and screen alone", "0 elsewhere"),
    _row("F05", "--no-cache", "nothing personal on disk", "0 hits"),
    _row("F06", "any connection out", "to the pinned hosts only", "0 others"),
)


@dataclass(slots=True)
class _Seen:
    """What came of the tests of one row."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    figures: dict[str, list[str]] = field(default_factory=dict)

    @property
    def result(self) -> str:
        """The row's state, in a word."""
        if self.failed:
            return "FAIL"
        if self.passed:
            return "PASS"
        return "not run" if self.skipped else "MISSING"


class Collector:
    """A plug-in that hears of every test and keeps what it says of its rows."""

    def __init__(self) -> None:
        self.seen = {row.name: _Seen() for row in ROWS}
        self.unknown: set[str] = set()
        self.searched = 0
        """Tests after which canaries were looked for."""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take one phase of one test."""
        self.searched += report.when == "teardown" and "canaries" in dict(report.user_properties)
        for name in {str(value) for key, value in report.user_properties if key == "fault"}:
            if name in self.seen:
                self._take(self.seen[name], report)
            else:
                self.unknown.add(name)

    def _take(self, seen: _Seen, report: pytest.TestReport) -> None:
        seen.seconds += report.duration
        if report.failed:
            seen.failed += 1
        elif report.skipped:
            seen.skipped += 1
        elif report.when == "call":
            seen.passed += 1
        if report.when == "teardown":
            for name, value in _figures_of(report):
                seen.figures.setdefault(name, []).append(value)


def _figures_of(report: pytest.TestReport) -> Iterator[tuple[str, str]]:
    for key, value in report.user_properties:
        if key == "figure":
            name, _, measured = str(value).partition("=")
            yield name, measured


def _in_one(values: Sequence[str]) -> str:
    """Return one figure for those of several tests: themselves if few, else the least and the greatest."""
    distinct = list(dict.fromkeys(values))
    if len(distinct) == 1:
        return distinct[0]
    try:
        numbers = [float(value) for value in distinct]
    except ValueError:
        return ", ".join(distinct)
    return f"{min(numbers):g} to {max(numbers):g}"


def lines_of(collector: Collector) -> Iterator[str]:
    """Yield the table."""
    yield from _line("row", "fault", "expected", "target: measured", "result")
    yield from _line(*("-" * width for width in _WIDTHS))
    for row in ROWS:
        seen = collector.seen[row.name]
        measured = "; ".join(f"{name} {_in_one(values)}" for name, values in seen.figures.items())
        tests = f"{seen.passed} tests, {seen.seconds:.1f} s"
        yield from _line(
            row.name,
            row.fault,
            row.expected,
            f"{row.target}: {measured or '-'} ({tests})",
            seen.result,
        )


def _line(*cells: str) -> Iterator[str]:
    """Yield one row of the table, in as many lines as its longest cell needs."""
    wrapped = [textwrap.wrap(cell, width) or [""] for cell, width in zip(cells, _WIDTHS, strict=True)]
    for at in range(max(map(len, wrapped))):
        parts = (
            (lines[at] if at < len(lines) else "").ljust(width)
            for lines, width in zip(wrapped, _WIDTHS, strict=True)
        )
        yield "  ".join(parts).rstrip()


def main(argv: Sequence[str]) -> int:
    """Run the tests, print the table, and return 0 if every row that ran has passed and none is missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--long", action="store_true", help="every row with its full figures")
    parser.add_argument("--repeat", type=int, default=0, metavar="N", help="all of it so many times")
    flags, for_pytest = parser.parse_known_args(argv)
    if flags.long:
        os.environ["AXTUI_LONG"] = "1"
    return _repeated(flags.repeat, for_pytest) if flags.repeat else _once(for_pytest)


def _repeated(turns: int, for_pytest: Sequence[str]) -> int:
    """Run the table as often, each time in a process of its own, and say how many of the runs have failed."""
    ends = []
    for turn in range(turns):
        began = time.monotonic()
        command = [sys.executable, __file__, *for_pytest]
        ends.append(subprocess.run(command, check=False).returncode)  # noqa: S603  # this very program
        words = "failed" if ends[-1] else "passed"
        sys.stdout.write(f"\nRun {turn + 1} of {turns} {words} in {time.monotonic() - began:.0f} s.\n\n")
    sys.stdout.write(f"{turns} runs, {sum(map(bool, ends))} of them failed.\n")
    return int(any(ends))


def _once(for_pytest: Sequence[str]) -> int:
    collector, began = Collector(), time.monotonic()
    options = ["-m", "fault", "-q", "--no-header", "-n", _PROCESSES]
    code = pytest.main([str(_TESTS), *options, *for_pytest], plugins=[collector])
    sys.stdout.write("\n" + "\n".join(lines_of(collector)) + "\n")
    results = [seen.result for seen in collector.seen.values()]
    counts = ", ".join(f"{result} {results.count(result)}" for result in sorted(set(results)))
    sys.stdout.write(f"\n{len(ROWS)} rows: {counts}; {time.monotonic() - began:.0f} s.\n")
    sys.stdout.write(f"Canaries were looked for after {collector.searched} tests; a hit fails its test.\n")
    if collector.unknown:
        sys.stdout.write(f"No such row: {', '.join(sorted(collector.unknown))}.\n")
    return int(bool(code or collector.unknown or {"FAIL", "MISSING"} & set(results)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
