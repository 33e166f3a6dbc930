"""The terminal app in a real tmux: detached, looked at again from another terminal, and drawn from afar.

Skipped with a reason where tmux is missing; where AXTUI_REQUIRE_SSH is set, that fails.
"""

import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pty_driver import AXTUI, LIMIT_SECONDS, OnPty, environment

_DETACH = "\x02d"  # ctrl+b d


class Tmux:
    """A tmux server with a socket of its own and without anybody's configuration."""

    def __init__(self, sockets: Path, home: Path) -> None:
        self._env = environment(home, TMUX_TMPDIR=str(sockets), SHELL="/bin/sh")
        self._env.pop("TMUX", None)

    def say(self, *words: str) -> str:
        """Give a command and return what it prints."""
        said = subprocess.run(  # noqa: S603  # our own words
            [*self._words(), *words],
            env=self._env,
            cwd=self._env["HOME"],
            capture_output=True,
            text=True,
            timeout=LIMIT_SECONDS,
            check=True,
        )
        return said.stdout

    def start(self, *argv: str, size: tuple[int, int]) -> None:
        """Start a Python program that nobody looks at yet."""
        columns, rows = map(str, size)
        command = shlex.join([sys.executable, *argv])
        self.say("new-session", "-d", "-x", columns, "-y", rows, command, ";", "set", "-g", "status", "off")

    def attach(self, size: tuple[int, int]) -> OnPty:
        """Look at it from a terminal of some size."""
        words = [*self._words()[1:], "attach"]
        return OnPty(*words, env=self._env, size=size, program=self._words()[0])

    def wait_for(self, *words: str) -> None:
        """Wait until all words are on the screen that nobody looks at."""
        end = time.monotonic() + LIMIT_SECONDS
        while not all(word in (text := self.screen()) for word in words):
            assert time.monotonic() < end, f"no {words}:\n{text}"

    def screen(self) -> str:
        """Return what tmux holds of the screen."""
        return "\n".join(line.rstrip() for line in self.say("capture-pane", "-p").splitlines())

    def wait_for_the_end(self) -> None:
        """Wait until the server has ended, as it does soon after its last program."""
        end = time.monotonic() + LIMIT_SECONDS
        while self._obeys("ls"):
            assert time.monotonic() < end, "the program has ended, but not its session"

    def end(self) -> None:
        """End the server and all that runs in it."""
        self._obeys("kill-server")

    def _obeys(self, command: str) -> bool:
        words = [*self._words(), command]
        return not subprocess.run(words, env=self._env, capture_output=True, check=False).returncode  # noqa: S603  # ours

    def _words(self) -> list[str]:
        return ["tmux", "-L", "axtui", "-f", os.devnull, "-u"]


@pytest.fixture
def tmux(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tmux]:
    """A server; the path of its socket must be short."""
    if not shutil.which("tmux"):
        (pytest.fail if os.environ.get("AXTUI_REQUIRE_SSH") else pytest.skip)(
            "there is no tmux: apt-get install tmux"
        )
    server = Tmux(tmp_path_factory.mktemp("t"), tmp_path)
    yield server
    server.end()


def test_a_run_goes_on_while_nobody_looks(tmux: Tmux) -> None:
    """Detached in its middle, the report is there later, at another size, and the keys still work."""
    tmux.start(*AXTUI, size=(120, 40))
    with tmux.attach((120, 40)) as terminal:
        terminal.wait_for("Press R to run it")
        terminal.press("R")
        terminal.wait_for("Both systems are being read")
        terminal.press(_DETACH)
        assert terminal.exit_code() == 0
        assert terminal.changes_left() == set()
    tmux.wait_for("The report is ready")
    with tmux.attach((80, 24)) as terminal:
        terminal.wait_for("The report is ready")
        terminal.press("\r")
        terminal.wait_for("120 of 120", "No room for Number, First, Last, E-mail")
        terminal.press("/blinker")
        terminal.wait_for("/ blinker", "1 of 120")
        terminal.wait_until(lambda: tmux.screen() == terminal.text.rstrip("\n"), "same screen on both sides")
        terminal.press("\x1b")
        terminal.wait_for("enter Detail")
        terminal.press("\x1b")
        terminal.wait_for("120 of 120")
        terminal.press("\x1b[6~\x1b[A\x1b[B")
        terminal.wait_until(lambda: "+61 2 Call Centre" not in terminal.text, "next page")
        terminal.press("/lt\r")
        terminal.wait_for("/ lt", "44 of 120", "enter Detail")
        terminal.wait_until_quiet()
        was = terminal.text
    with tmux.attach((80, 24)) as terminal:  # after a line that was simply lost
        terminal.wait_until(lambda: terminal.text == was, "screen as it was")
        terminal.press("q")
        assert terminal.exit_code() == 0
        assert terminal.changes_left() == set()
    tmux.wait_for_the_end()
