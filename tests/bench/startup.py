"""How long axtui takes to start, beside the barest programs of the same kind, alternating in one run.

    .venv/bin/python tests/bench/startup.py [--rounds N] [--json FILE]

First frame: on a real pty of 80x24, from the start of the process to the first text of the app on the
terminal; `axtui --demo` beside a Textual app that shows one Label. Version: from start to end of the
process; `axtui --version` beside `python -c pass`. The installed `axtui` command is run, as people do.
Medians; the ratio is what counts.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pexpect

_LABEL_APP: Final = """\
from textual.app import App
from textual.widgets import Label

class LabelApp(App):
    def compose(self):
        yield Label("label-on-screen")

LabelApp().run()
"""
_LIMIT_SECONDS: Final = 60
_AXTUI: Final = str(Path(sys.executable).with_name("axtui"))


def main() -> None:
    """Measure, print a table and write the figures."""
    wanted = _arguments()
    with tempfile.TemporaryDirectory() as home:
        env = _own_environment(home)
        first_frame = _alternating(
            wanted.rounds,
            {
                "axtui --demo": lambda: _to_first_text([_AXTUI, "--demo"], "axtui", env),
                "one Label": lambda: _to_first_text(
                    [sys.executable, "-c", _LABEL_APP], "label-on-screen", env
                ),
            },
        )
        version = _alternating(
            wanted.rounds,
            {
                "axtui --version": lambda: _to_end([_AXTUI, "--version"], env),
                "python -c pass": lambda: _to_end([sys.executable, "-c", "pass"], env),
            },
        )
    figures = {"rounds": wanted.rounds, "first frame": first_frame, "version": version}
    sys.stdout.write(_table(first_frame) + _table(version))
    wanted.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=15, help="runs of each program (default: 15)")
    parser.add_argument("--json", type=Path, default=Path("bench-startup.json"), help="where the figures go")
    return parser.parse_args()


def _own_environment(home: str) -> dict[str, str]:
    """Return surroundings without the developer's configuration and without a stored report.

    Bytecode is written by the first run, as an installation does: else ours would be compiled at each start.
    """
    own = ("AXTUI", "PYTHONDONTWRITEBYTECODE", "TEXTUAL", "XDG")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    return kept | {"HOME": home, "TERM": "xterm-256color"}


def _alternating(rounds: int, programs: Mapping[str, Callable[[], float]]) -> dict[str, list[float]]:
    """Run every program once to warm the caches, then all of them in turn; return milliseconds."""
    for run in programs.values():
        run()
    figures: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(rounds):
        for name, run in programs.items():
            figures[name].append(round(run() * 1000, 1))
    return figures


def _to_first_text(command: list[str], text: str, env: Mapping[str, str]) -> float:
    start = time.perf_counter()
    program = pexpect.spawn(command[0], command[1:], env=env, dimensions=(24, 80), timeout=_LIMIT_SECONDS)
    try:
        program.expect_exact(text)
        return time.perf_counter() - start
    finally:
        program.close(force=True)


def _to_end(command: list[str], env: Mapping[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, env=env, check=True, capture_output=True)  # noqa: S603  # our own words
    return time.perf_counter() - start


def _table(figures: Mapping[str, list[float]]) -> str:
    medians = {name: statistics.median(values) for name, values in figures.items()}
    lines = [f"{name:<16} {medians[name]:>8.1f} ms   (least {min(figures[name]):.1f})\n" for name in medians]
    ours, bare = medians.values()
    return "".join(lines) + f"{'ratio':<16} {ours / bare:>8.2f}\n"


if __name__ == "__main__":
    main()
