"""The program as a process: signals, pipes, terminals and locales, seen from outside."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pexpect
import pyte
import pytest

from axtui import __version__
from axtui.__main__ import _crash as _crash_of_program

_AXTUI = [sys.executable, "-m", "axtui"]
_LIMIT_SECONDS = 60
_CACHED = ["--demo", "--cached"]
_ENDING = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}
"""The signals that end a command, with their exit codes."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the demo has been read once."""
    home = tmp_path_factory.mktemp("home")
    done = _run("report", "--demo", "--demo-size", "1000", home=home)
    assert done.returncode == 0, done.stderr
    return home


def _environment(home: Path, **env: str) -> dict[str, str]:
    """Return what a person's program finds: without PYTHONUNBUFFERED, which hides what a closed pipe does."""
    personal = ("AXTUI", "XDG", "LC_", "PYTHONUNBUFFERED")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(personal)}
    return kept | {"HOME": str(home), "LANG": "C.UTF-8", "TERM": "xterm-256color"} | env


def _run(*argv: str, home: Path, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603  # our own program
        [*_AXTUI, *argv],
        env=_environment(home, **(env or {})),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=_LIMIT_SECONDS,
        check=False,
    )


def _start(*argv: str, home: Path, ignoring: signal.Signals | None = None) -> subprocess.Popen[bytes]:
    def only_ignoring() -> None:
        """Ignore nothing else, whoever started the tests: a script's background job ignores SIGINT."""
        for number in _ENDING:
            signal.signal(number, signal.SIG_IGN if number is ignoring else signal.SIG_DFL)

    return subprocess.Popen(  # noqa: S603  # our own program
        [*_AXTUI, *argv],
        env=_environment(home),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=only_ignoring,  # noqa: PLW1509  # no threads in this test
    )


def test_the_version_is_printed(home: Path) -> None:
    """On stdout, and nothing else."""
    done = _run("--version", home=home)
    assert (done.returncode, done.stdout.decode(), done.stderr) == (0, f"axtui {__version__}\n", b"")


def test_a_reader_that_leaves_early_is_no_fault(home: Path) -> None:
    """`axtui report | head -1` ends without a complaint, with the exit code of what was asked."""
    with _start("report", *_CACHED, "--format", "jsonl", home=home) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b'{"company_id"')
        process.stdout.close()
        said = process.stderr.read()
        assert process.wait(_LIMIT_SECONDS) == 0
    assert b"Traceback" not in said
    assert b"rror" not in said


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_under_stdout_has_its_exit_code(home: Path) -> None:
    """Redirected output that cannot be written is not taken for done."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(  # noqa: S603  # our own program
            [*_AXTUI, "report", *_CACHED],
            env=_environment(home),
            stdin=subprocess.DEVNULL,
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=_LIMIT_SECONDS,
            check=False,
        )
    assert done.returncode == 73
    assert done.stderr.count(b"\n") >= 2
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("shell", ['"$@" 2>&1 | true', '"$@" 2>&1 >/dev/null | true', '"$@" 2>/dev/full'])
def test_a_gone_reader_of_the_narration_changes_no_exit_code(shell: str, home: Path) -> None:
    """`axtui report 2>&1 | head` ends as it would have ended without."""
    done = subprocess.run(  # noqa: S603  # our own program
        ["/bin/bash", "-o", "pipefail", "-c", shell, "bash", *_AXTUI, "report", *_CACHED],
        env=_environment(home),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=_LIMIT_SECONDS,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_a_closed_stream_is_no_bug(closed: str, home: Path) -> None:
    """Cron and containers start programs without one or the other."""
    done = subprocess.run(  # noqa: S603  # our own program
        ["/bin/sh", "-c", f'"$@" {closed}', "sh", *_AXTUI, *_CACHED[:1], "profiles"],
        env=_environment(home),
        capture_output=True,
        timeout=_LIMIT_SECONDS,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("number", "ignoring"),
    [
        *((number, None) for number in _ENDING),
        (signal.SIGTERM, signal.SIGINT),
        (signal.SIGHUP, signal.SIGINT),
    ],
)
def test_a_signal_ends_a_read_cleanly(
    number: signal.Signals, ignoring: signal.Signals | None, tmp_path: Path
) -> None:
    """Its own exit code, no traceback, no data, and nothing half-written; in a script's background, too."""
    log = tmp_path / "run.log"
    with _start("report", "--demo", "--log", str(log), home=tmp_path, ignoring=ignoring) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stderr.readline().startswith((b"Autotask: ", b"Xero: "))
        process.send_signal(number)
        out, said = process.stdout.read(), process.stderr.read()
        assert process.wait(_LIMIT_SECONDS) == _ENDING[number]
    assert out == b""
    assert b"Stopped." in said
    assert b"Traceback" not in said
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [log]
    assert f"process end exit={_ENDING[number]} " in log.read_text(encoding="ascii")


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGINT])
def test_a_signal_that_is_ignored_stays_ignored(number: signal.Signals, tmp_path: Path) -> None:
    """Under nohup the work goes on when the line is lost, in a script's background after a ctrl+c."""
    with _start("report", "--demo", "--format", "jsonl", home=tmp_path, ignoring=number) as process:
        assert process.stderr is not None
        process.stderr.readline()
        process.send_signal(number)
        out, _ = process.communicate(timeout=_LIMIT_SECONDS)
        assert process.returncode == 0
    assert out.count(b"\n") > 100


@pytest.mark.parametrize("form", ["csv", "table"])
def test_the_locale_changes_no_byte(form: str, home: Path) -> None:
    """A file made under LC_ALL=C is the file made anywhere else."""
    said = {
        _run("report", *_CACHED, "--format", form, home=home, env=env).stdout
        for env in (
            {"LC_ALL": "C.UTF-8"},
            {"LC_ALL": "C"},
            {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
            {"PYTHONIOENCODING": "latin-1"},
        )
    }
    assert len(said) == 1
    assert said.pop().decode().startswith("Company")


def test_without_a_terminal_the_report_is_printed(home: Path) -> None:
    """No command and no terminal: plain text instead of an app that nobody sees."""
    done = _run(*_CACHED[:1], "--demo-size", "5", home=home)
    assert done.returncode == 0
    assert done.stdout.decode().startswith("Company")


def _on_terminal(*argv: str, home: Path, term: str, size: tuple[int, int]) -> tuple[int | None, str]:
    """Run to the end on a real pty of rows and columns; return the exit code and what the terminal got."""
    process = pexpect.spawn(
        sys.executable,
        ["-m", "axtui", *argv],
        env=_environment(home, TERM=term),
        dimensions=size,
        encoding="utf-8",
        timeout=_LIMIT_SECONDS,
    )
    process.expect(pexpect.EOF)
    process.close()
    return process.exitstatus, process.before or ""


def test_a_dumb_terminal_gets_the_plain_report(home: Path) -> None:
    """Textual would start in full colour there; we print, and send no escape sequence."""
    code, got = _on_terminal("--demo", "--demo-size", "5", home=home, term="dumb", size=(24, 80))
    assert code == 0
    assert "Company" in got
    assert "\x1b" not in got


def test_progress_leaves_nothing_on_the_terminal(home: Path) -> None:
    """The line that is written over is gone when the report stands there, and no line is too wide."""
    argv = ("report", "--demo", "--demo-size", "5")
    code, got = _on_terminal(*argv, home=home, term="xterm", size=(40, 72))
    screen = pyte.Screen(72, 40)
    pyte.Stream(screen).feed(got)
    shown = [line.rstrip() for line in screen.display if line.strip()]
    assert code == 0
    assert "reading" in got or "connecting" in got
    heading = next(at for at, line in enumerate(shown) if line.startswith("Company"))
    assert len(shown[heading:]) == 2 + 5 + 1, "heading and rule, rows, summary"
    assert not any(" | Xero: " in line for line in shown)


_BUG = """
import sys
import axtui.cli
from axtui.__main__ import main
from axtui.core.secret import Secret

def run(*_, **__):
    canary = "secret-in-a-local"
    held = Secret("secret-in-" + "the-text")
    raise ValueError(f"a name with \\x1b[31m in it, {held.reveal()}, ada@acme.example")

axtui.cli.run = run
sys.exit(main(["report"]))
"""


def _crash(home: Path, *, script: str = _BUG, **env: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603  # our own words
        [sys.executable, "-c", script],
        env=_environment(home, **env),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=_LIMIT_SECONDS,
        check=False,
    )


@pytest.mark.fault("A15", "B08", "B09")
def test_a_bug_has_its_exit_code_and_moves_no_cursor(tmp_path: Path) -> None:
    """1 means something else, so a crash ends with 70; the traceback is display-safe and shows no locals.

    What was said is kept, and the last line says where.
    """
    done = _crash(tmp_path)
    assert done.returncode == 70
    assert b"\x1b" not in done.stderr
    said = done.stderr.decode()
    assert "ValueError: a name with ␛[31m in it, ***, ***" in said
    assert "secret-in-a-local" not in said.replace('canary = "secret-in-a-local"', "")
    assert "this is a bug" in said
    (kept,) = (tmp_path / ".local/state/axtui/crashes").iterdir()
    assert said.splitlines()[-1] == f"They are kept in {kept}, without secrets and addresses."
    assert "ValueError: a name with ␛[31m in it, ***, ***" in kept.read_text(encoding="utf-8")


_STRAY = """
import asyncio, sys, threading
import axtui.cli
from axtui.__main__ import main

NAME = "a name with \\x1b[31m in it of ada@acme.example"

def fail():
    canary = "secret-in-a-local"
    raise ValueError(NAME)

class Going:
    def __del__(self):
        fail()

async def task():
    lost = asyncio.get_running_loop().create_future()
    lost.set_exception(ValueError(NAME))

def run(*_, **__):
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    Going()
    asyncio.run(task())
    return 0

axtui.cli.run = run
sys.exit(main(["report"]))
"""


@pytest.mark.fault("B08")
def test_an_error_that_nobody_waits_for_is_told_as_safely_as_a_bug(tmp_path: Path) -> None:
    """Of a thread, of an object that goes, of a future that nobody has looked at; the work goes on."""
    done = _crash(tmp_path, script=_STRAY)
    said = done.stderr.decode()
    assert done.returncode == 0
    assert said.count("ValueError: a name with ␛[31m in it of ***\n") == 3
    assert all(line.isprintable() for line in said.splitlines())
    assert "ada@" not in said


def test_a_bug_that_cannot_be_kept_keeps_its_exit_code(tmp_path: Path) -> None:
    """No home to write to is said in a line of its own, and changes nothing else."""
    (tmp_path / "state").write_text("")
    done = _crash(tmp_path, XDG_STATE_HOME=str(tmp_path / "state"))
    assert done.returncode == 70
    assert "ValueError: a name with" in done.stderr.decode()
    assert done.stderr.decode().splitlines()[-1].startswith("They could not be kept: ")


def test_an_interruption_in_disguise_is_no_bug() -> None:
    """Until 3.12 Python makes a RuntimeError of a ctrl+c that comes while a class is made."""
    with pytest.raises((RuntimeError, KeyboardInterrupt)) as disguised:
        type("Made", (), {"field": _Interrupted()})
    for ended_by, code in (([], 130), ([signal.SIGTERM], 143)):
        with pytest.raises(SystemExit) as caught:
            _crash_of_program(disguised.value, [], ended_by)
        assert caught.value.code == code


class _Interrupted:
    def __set_name__(self, owner: type, name: str) -> None:
        raise KeyboardInterrupt
