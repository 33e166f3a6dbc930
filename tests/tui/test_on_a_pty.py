"""The terminal app as a process on a real pty: what it sends, and how it leaves the terminal."""

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from signal import Signals

import pytest
from faults.figures import Figure
from faults.tiers import LONG, crossed, foremost
from pty_driver import AXTUI, DEMO, OnPty, colours_in, environment, kinds_of_sequences

_ESCAPE = "\x1b"
_CTRL_C = "\x03"
_SLOW_LINE = Path(__file__).parents[1] / "bench" / "slow_line.py"


# The terminal is left as it was


def _press(keys: str, *words: str) -> Callable[[OnPty], None]:
    def step(app: OnPty) -> None:
        app.press(keys)
        app.wait_for(*words)

    return step


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Somewhere in the app: how to get there from the first screen, and back."""

    home: str = "read_home"
    first: str = "Falconry Group"
    enter: tuple[Callable[[OnPty], None], ...] = ()
    leave: tuple[Callable[[OnPty], None], ...] = ()
    asks: bool = False
    """Whether leaving the program is asked about."""


PLACES = {
    "empty report": Place(home="tmp_path", first="Press R to run it"),
    "run": Place(
        home="tmp_path",
        first="Press R to run it",
        enter=(_press("R", "Both systems are being read"),),
        leave=(_press("q", "P progress"),),
        asks=True,
    ),
    "export": Place(
        enter=(_press("e", "Write the file", "Scope"),),
        leave=(_press(_ESCAPE, "enter Detail"),),
    ),
    "search": Place(
        enter=(_press("/", "To the table"), _press("acme", "/ acme")),
        leave=(_press(_ESCAPE, "enter Detail"),),
    ),
}


def _quit(app: OnPty, place: Place) -> int:
    for step in place.leave:
        step(app)
    app.press("q")
    if place.asks:
        app.wait_for("Leave axtui?")
        app.press("y")
    return app.exit_code()


def _interrupt(app: OnPty, place: Place) -> int:
    app.press(_CTRL_C)
    app.wait_for("Leave axtui?")
    app.press("y")
    return app.exit_code()


def _signal(number: Signals) -> Callable[[OnPty, Place], int]:
    def end(app: OnPty, place: Place) -> int:
        app.signal(number)
        return app.exit_code()

    return end


ENDS: dict[str, tuple[Callable[[OnPty, Place], int], int]] = {
    "q": (_quit, 0),
    "ctrl+c": (_interrupt, 0),
    "SIGINT": (_signal(Signals.SIGINT), 130),
    "SIGHUP": (_signal(Signals.SIGHUP), 129),
    "SIGTERM": (_signal(Signals.SIGTERM), 143),
}


@pytest.mark.parametrize(("place", "end"), crossed(tuple(PLACES), tuple(ENDS)))
def test_the_terminal_is_left_as_it_was(place: str, end: str, request: pytest.FixtureRequest) -> None:
    """No mode, no key protocol and no line setting of ours is left, nor a word; the exit code is exact."""
    at, (leave, code) = PLACES[place], ENDS[end]
    with OnPty(*AXTUI, env=environment(request.getfixturevalue(at.home))) as app:
        app.wait_for(at.first)
        for step in at.enter:
            step(app)
        assert len(app.changes_left()) > 5, "nothing was changed, so nothing is proved"
        assert leave(app, at) == code
        assert app.changes_left() == set()
        assert "Traceback" not in app.said_at_the_end
        assert not app.said_at_the_end.rpartition("l")[2]
        assert not app.processes_left()


def test_a_second_sigterm_changes_nothing(tmp_path: Path) -> None:
    """Nor does the SIGCONT that a service manager sends along."""
    with OnPty(*AXTUI, env=environment(tmp_path)) as app:
        app.wait_for("Press R to run it")
        app.press("R")
        app.wait_for("Both systems are being read")
        for number in (Signals.SIGTERM, Signals.SIGCONT, Signals.SIGTERM):
            app.signal(number)
        assert app.exit_code() == 143
        assert app.changes_left() == set()
        assert not app.processes_left()


_NOTED = """
import os, sys
from io import TextIOWrapper

notes = open("notes", "w", buffering=1)

class Noted(TextIOWrapper):
    def write(self, text):
        notes.write(text)
        return super().write(text)

sys.stderr = Noted(sys.stderr.buffer, encoding="utf-8", line_buffering=True)
sys.unraisablehook = lambda what: notes.write(f"unraisable {what}")

from axtui.__main__ import main
sys.exit(main(sys.argv[1:]))
"""
"""Keeps in a file what would stand on a terminal that is gone."""


@pytest.mark.parametrize(
    ("place", "ignoring"),
    crossed(tuple(PLACES), (None, Signals.SIGHUP)),
)
def test_a_lost_line_ends_the_app(
    place: str, ignoring: Signals | None, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Soon, with the exit code of a hang-up and without a word, also where SIGHUP is ignored."""
    at = PLACES[place]
    env = environment(request.getfixturevalue(at.home))
    with OnPty("-c", _NOTED, *DEMO, env=env, cwd=tmp_path, ignoring=ignoring) as app:
        app.wait_for(at.first)
        for step in at.enter:
            step(app)
        assert app.hang_up() == 129
        assert not app.processes_left()
    assert (tmp_path / "notes").read_text() == ""


def test_a_hangup_that_is_ignored_stays_ignored(read_home: Path) -> None:
    """Whoever starts it so wants it to go on."""
    with OnPty(*AXTUI, env=environment(read_home), ignoring=Signals.SIGHUP) as app:
        app.wait_for("Falconry Group")
        app.signal(Signals.SIGHUP)
        _search(app, "acme")
        app.wait_for("/ acme")


_AT_IMPORT = """
import os, sys
from signal import Signals

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == sys.argv[1]:
            os.kill(os.getpid(), Signals[sys.argv[2]])

sys.meta_path.insert(0, Finder())
from axtui.__main__ import main
sys.exit(main(["--demo"]))
"""


@pytest.mark.parametrize(
    ("module", "number"), crossed(("axtui.cli", "textual.app"), ("SIGINT", "SIGHUP", "SIGTERM"))
)
def test_a_signal_before_the_app_is_there(module: str, number: str, tmp_path: Path) -> None:
    """While the program still loads: the exit code is right, and the terminal is not touched."""
    code = 128 + Signals[number]
    with OnPty("-c", _AT_IMPORT, module, number, env=environment(tmp_path)) as app:
        assert app.exit_code() == code
        assert b"\x1b" not in app.sent
        assert b"Traceback" not in app.sent
        assert app.changes_left() == set()


_AT_START = """
import os, sys
from signal import Signals
from textual.drivers.linux_driver import LinuxDriver

start = LinuxDriver.start_application_mode

def start_and_signal(self):
    start(self)
    os.kill(os.getpid(), Signals[sys.argv[1]])

LinuxDriver.start_application_mode = start_and_signal
from axtui.__main__ import main
sys.exit(main(["--demo"]))
"""


@pytest.mark.parametrize(("number", "code"), [("SIGINT", 130), ("SIGHUP", 129), ("SIGTERM", 143)])
def test_a_signal_before_the_first_frame(number: str, code: int, tmp_path: Path) -> None:
    """The terminal is ours already, but no screen is there: it is given back all the same."""
    with OnPty("-c", _AT_START, number, env=environment(tmp_path)) as app:
        assert app.exit_code() == code
        assert app.changes_left() == set()
        assert b"Traceback" not in app.sent


@pytest.mark.parametrize("stop", [Signals.SIGTSTP, Signals.SIGSTOP])
def test_a_stopped_app_comes_back(stop: Signals, read_home: Path) -> None:
    """After either stop it draws everything again, reads its keys once, and leaves as always."""
    with OnPty(*AXTUI, env=environment(read_home)) as app:
        app.wait_for("Falconry Group")
        app.wait_until_quiet()
        app.signal(stop)
        app.wait_until_stopped()
        assert (app.changes_left() == set()) is (stop is Signals.SIGTSTP)
        so_far = len(app.sent)
        app.signal(Signals.SIGCONT)
        app.wait_until(lambda: b"Falconry Group" in app.sent[so_far:], "the report once more")
        _search(app, "abcdefgh")
        app.wait_for("/ abcdefgh")
        app.signal(Signals.SIGTERM)
        assert app.exit_code() == 143
        assert app.changes_left() == set()


@pytest.mark.fault("E06")
def test_ctrl_z_leads_to_the_shell_and_fg_back(read_home: Path) -> None:
    """The shell finds its terminal as it was; the app draws everything again and reads its keys."""
    env = environment(read_home, PS1="shell> ", BASH_SILENCE_DEPRECATION_WARNING="1")
    with OnPty("--norc", "--noprofile", "-i", env=env, program="/bin/bash") as shell:
        shell.wait_for("shell>")
        shell.press(f"{sys.executable} {' '.join(AXTUI)}\n")
        shell.wait_for("Falconry Group")
        shell.wait_until_quiet()
        shell.press("\x1a")
        shell.wait_for("Stopped")
        modes = {each for each in shell.changes_left() if each.startswith("mode")}
        assert modes <= {"mode 2004 on"}, "that one is the shell's own"
        so_far = len(shell.sent)
        shell.press("fg\n")
        shell.wait_until(lambda: b"Falconry Group" in shell.sent[so_far:], "the report once more")
        shell.press("\r")
        shell.wait_for("escape closes")
        shell.press("q")
        shell.wait_until(lambda: "escape closes" not in shell.text, "the report")
        shell.press("q")
        shell.wait_until(lambda: shell.sent.endswith(b"shell> "), "the shell")
        shell.press("exit $?\n")
        assert shell.exit_code() == 0


def test_ctrl_z_where_no_shell_waits_stops_nothing(read_home: Path) -> None:
    """It would be for ever: that is said, and the next key is answered."""
    with OnPty(*AXTUI, env=environment(read_home)) as app:
        app.wait_for("Falconry Group")
        app.press("\x1a")
        app.wait_for("was not started")
        app.press("q")
        assert app.exit_code() == 0


# What is sent


def _search(app: OnPty, text: str) -> None:
    app.press("/")
    app.wait_for("To the table")
    app.press(text)


def _open_details(app: OnPty, search: str, name: str) -> None:
    """Open the details of the one row that is found."""
    _search(app, search)
    app.wait_for(f"/ {search}", "1 of 120")
    app.press("\r")
    app.wait_for("enter Detail")
    app.press("\r")
    app.wait_for(name, "escape closes")


def _look_at_everything(app: OnPty) -> None:
    """Show the report, its search, the details of a row, and the export."""
    app.wait_for("120 of 120", "Abbott Accounting")
    _open_details(app, "blanche", "Blank Cheque Books")
    app.press("q")
    app.wait_until(lambda: "escape closes" not in app.text, "the report")
    app.press(_ESCAPE)
    app.wait_for("120 of 120")
    app.press("e")
    app.wait_for("Scope", "Write the file", "Rows")
    app.press("\x1b[6~\x1b[6~")
    app.wait_until_quiet()
    app.press(_ESCAPE)
    app.wait_for("enter Detail")
    app.press("q")
    assert app.exit_code() == 0


# Bugs

_PLANTED = """
import asyncio, sys
from axtui.core.secret import Secret
from axtui.tui import app, lent_terminal, terminal_app
from axtui.tui.screens import report
from axtui.tui.widgets.ask import AskScreen

where = sys.argv[1]

def fail():
    canary = "-".join(["canary", "4711"])
    held = Secret("-".join(["canary", "4712"]))
    raise ValueError(f"odd name \\x1b]0;gotcha\\x07 and \\x9b31m of {held.reveal()} at ada@{canary}.example")

def fail_in(cls, name):
    if where == name:
        setattr(cls, name.rpartition(" ")[2], lambda self, *given, **named: fail())

async def fail_lent(*given, **named):
    await asyncio.sleep(0)
    fail()

if where == "lent terminal":
    terminal_app.show_until_typed = fail_lent
fail_in(report.ReportScreen, "report compose")
fail_in(report.ReportScreen, "report on_mount")
fail_in(AskScreen, "modal on_mount")
fail_in(AskScreen, "modal action_answer")

class Planted(app.AxtuiApp):
    def action_progress(self):
        match where:
            case "worker":
                self.run_worker(self.work())
            case "thread":
                self.run_worker(fail, thread=True)
            case "timer":
                self.set_timer(0.01, fail)
            case "later":
                self.call_later(fail)
            case "handler":
                fail()

    async def work(self):
        fail()

for name in ("app on_mount", "app on_unmount", "app get_css_variables", "app _ready", "app _display"):
    fail_in(Planted, name)

app.AxtuiApp = Planted
from axtui.__main__ import main
sys.exit(main(["--demo", "--demo-size", "120", "--filter", "acme"]))
"""
_ON_P = (("enter Detail", "P"),)
_LEAVING = (("enter Detail", _CTRL_C),)
_CRASHES = {
    "handler": _ON_P,
    "worker": _ON_P,
    "report compose": (),
    "modal action_answer": (*_LEAVING, ("Leave axtui?", "y")),
    "lent terminal": (("enter Detail", "L"),),
    "app on_unmount": (("enter Detail", "q"),),
    "thread": _ON_P,
    "timer": _ON_P,
    "later": _ON_P,
    "report on_mount": (),
    "modal on_mount": _LEAVING,
    "app on_mount": (),
    "app get_css_variables": (),
    "app _ready": (),
    "app _display": (),
}
"""Where the app fails, and the keys that bring it there, each with what must be seen before."""
_CANARIES = re.compile(r"canary-47|4711[^\"]|4712[^\"]")


@pytest.mark.fault("B09", "A15")
@pytest.mark.parametrize("where", foremost(tuple(_CRASHES), quick=4))
def test_a_bug_gives_the_terminal_back(where: str, read_home: Path, tmp_path: Path, figure: Figure) -> None:
    """Its own exit code, a traceback that says where, and the path of what is kept; nothing raw, no secret.

    Neither what a variable held, nor a secret or an address that the text of the exception repeats.
    """
    state = tmp_path / "state"
    env = environment(read_home, XDG_STATE_HOME=str(state))
    with OnPty("-c", _PLANTED, where, env=env) as app:
        for words, keys in _CRASHES[where]:
            app.wait_for(words)
            app.press(keys)
        assert app.exit_code() == 70
        assert app.changes_left() == set()
        assert not app.processes_left()
        said = app.said_at_the_end
    (kept,) = (state / "axtui" / "crashes").iterdir()
    report = kept.read_text(encoding="utf-8")
    for told in (said, report):
        assert "ValueError: odd name ␛]0;gotcha␇ and �31m of *** at ***" in told
        assert "in fail" in told
        assert not _CANARIES.search(told)
    assert f"kept in {kept}" in said.replace("\r\n", "")
    assert "axtui --demo --demo-size ... --filter ..." in report
    of_textual = {r"'\r'", r"'\n'", "']' 22"}
    assert all(kind in of_textual or kind[-1] in "hl" for kind in kinds_of_sequences(said.encode()))
    figure("hits", 0)


def test_bytes_that_are_no_text_are_no_bug(read_home: Path) -> None:
    """A terminal that speaks Latin-1 costs the keys that were pressed, and not the report."""

    def hears() -> bool:
        app.press("a")
        return "/ aa" in app.text

    with OnPty(*AXTUI, env=environment(read_home)) as app:
        app.wait_for("Falconry Group")
        app.press("/")
        app.wait_for("To the table")
        app.press_bytes(b"\xe9\xff")
        app.wait_until(hears, "letter")


# Kinds of terminals


def test_no_color_means_no_colour(read_home: Path) -> None:
    """Not one colour is sent, on the report, in its details and in the export."""
    with OnPty(*AXTUI, env=environment(read_home, NO_COLOR="1")) as app:
        _look_at_everything(app)
    assert b"Blanche" in app.sent
    assert colours_in(app.sent) == set()


_REDIRECTED = """
import os, sys
os.dup2(os.open("elsewhere", os.O_RDWR | os.O_CREAT), int(sys.argv[1]))
os.execv(sys.executable, [sys.executable, "-m", "axtui", *sys.argv[2:]])
"""


@pytest.mark.parametrize("descriptor", ["0", "1", "2"])
def test_one_stream_elsewhere_means_the_plain_report(
    descriptor: str, read_home: Path, tmp_path: Path
) -> None:
    """Whichever stream it is, nobody could use the app: the report is printed as text."""
    env = environment(read_home)
    with OnPty("-c", _REDIRECTED, descriptor, *DEMO, env=env, cwd=tmp_path) as app:
        assert app.exit_code() == 0
        assert app.changes_left() == set()
    printed = app.sent + (tmp_path / "elsewhere").read_bytes()
    assert b"Falconry Group" in printed
    assert b"?1049h" not in printed


# What it costs


def test_an_idle_report_sends_nothing(read_home: Path) -> None:
    """Not a byte, with the focus on the table and in the search."""
    with OnPty(*AXTUI, env=environment(read_home)) as app:
        app.wait_for("Falconry Group")
        app.wait_until_quiet()
        assert app.read(1.2) == b""
        app.press("/")
        app.wait_for("To the table")
        app.wait_until_quiet()
        assert app.read(1.2) == b""


_SLOW = """
import sys
from functools import partial
from axtui.demo import server
server.DemoServer = partial(server.DemoServer, latency=0.4)
from axtui.__main__ import main
sys.exit(main(["--demo", "--demo-size", "4000"]))
"""


def test_a_run_draws_twice_a_second_at_most(tmp_path: Path) -> None:
    """However fast the news come in, a slow line has time for the frames."""
    with OnPty("-c", _SLOW, env=environment(tmp_path)) as app:
        app.wait_for("Press R to run it")
        app.press("R")
        app.wait_for("Both systems are being read")
        moments = app.moments_within(3.0)
        assert "Both systems are being read" in app.text, "the run was too short to be measured"
    assert 2 <= moments <= 2 * 3 + 2


# Keys and sizes


def test_a_burst_of_keys_arrives_in_order(read_home: Path) -> None:
    """One write with the search key and five letters: what a fast typist on a slow line sends."""
    with OnPty(*AXTUI, env=environment(read_home)) as app:
        app.wait_for("Falconry Group")
        _search(app, "blink")
        app.wait_for("/ blink", "1 of 120")


def test_keys_that_arrive_together_are_answered_one_by_one(read_home: Path) -> None:
    """Of `/quit` in one write no letter goes to the report, where `q` would leave the program."""
    with OnPty(*AXTUI, env=environment(read_home)) as app:
        app.wait_for("Falconry Group")
        app.press("/quit")
        app.wait_for("/ quit", "1 of 120")
        app.press("\x15blink\r\r")  # ctrl+u, a word, to the table, to the detail
        app.wait_for("Company in Autotask", "Blinker Ltd")
        app.press("\x1b")
        app.wait_for("/ blink", "1 of 120")
        app.press("/\x15zzz\r0#C-10088\r")  # a search, all notes, a number that the search hides
        app.wait_for("# C-10088", "hidden: enter again shows all rows")
        app.press("\r\r")  # shows it, and opens it
        app.wait_for("Company in Autotask", "C-10088")
        app.press("q3fsmine\r")  # back, Link rows, saved under a name
        app.wait_for("Saved filters", "mine", "30  Link")


@pytest.mark.parametrize(("delay", "found"), foremost([(5_000, "120 of 120"), (1, "51 of 120")]))
def test_a_key_in_two_packets_is_one_key_where_that_is_set(
    delay: int, found: str, read_home: Path, tmp_path: Path
) -> None:
    """The end of page down comes late: with `escape_delay_ms` it is waited for, else its `6` is a key."""
    config = tmp_path / "config.toml"
    config.write_text(f"escape_delay_ms = {delay}\n", encoding="utf-8")
    config.chmod(0o600)
    with OnPty(*AXTUI, env=environment(read_home, AXTUI_CONFIG=str(config))) as app:
        app.wait_for("Atherton", "120 of 120")
        app.wait_until_quiet()
        app.press(_ESCAPE)
        app.wait_until_taken()
        app.wait_until_quiet()
        app.press("[6~")
        app.wait_until(lambda: "Atherton" not in app.text, "other rows")
        app.wait_for(found)


@pytest.mark.skipif(not LONG, reason="the line is slow; the bench measures it")
def test_keys_on_a_slow_line_are_all_answered(read_home: Path) -> None:
    """Typed blindly, before a single answer is there, they do what they would have done one by one."""
    line = (str(_SLOW_LINE), "64000", "0.3", sys.executable)
    with OnPty(*line, *AXTUI, env=environment(read_home)) as app:
        app.wait_for("120 of 120")
        for keys in (
            "/",
            "no ",
            "mat",
            "ch\r",
            "\x1b[6~",
            "\x1b[B\x1b[A",
            "/\x15",
            "blin",
            "kerq\x7f",
            "\r",
            "\r",
        ):
            app.press(keys)
        app.wait_for("Company in Autotask", "Blinker Ltd")
        app.press(_ESCAPE)
        app.wait_for("/ blinker", "1 of 120")


def test_another_size_is_drawn(read_home: Path) -> None:
    """Smaller than the smallest, and back: the words stay within the screen, and keys still work."""
    with OnPty(*AXTUI, env=environment(read_home)) as app:
        app.wait_for("Falconry Group", "Xero customer")
        app.resize(60, 15)
        app.wait_until(lambda: "Falconry" not in app.text and "Abbott" in app.text, "a smaller report")
        app.wait_until_quiet()
        assert "Company" in app.text
        app.resize(120, 40)
        app.wait_for("Falconry Group", "Xero customer")
        _search(app, "blink")
        app.wait_for("/ blink", "1 of 120")
        app.signal(Signals.SIGTERM)
        assert app.exit_code() == 143
        assert app.changes_left() == set()
