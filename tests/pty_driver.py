"""A program on a real pty: its keys, its screen as a terminal shows it, and every byte that it sent."""

import fcntl
import os
import re
import signal
import sys
import termios
import time
from array import array
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import pexpect
import pyte
from faults.canaries import hits_in_process, secrets_in

DEMO: Final = ("--demo", "--demo-size", "120")
AXTUI: Final = ("-m", "axtui", *DEMO)
"""The app as a Python process starts it, with a report that a test knows."""

LIMIT_SECONDS: Final = 20
"""How long to wait for what should come soon; generous, because the machine may be busy."""

_NUMBER_OF_PTY: Final = 0x80045430
"""TIOCGPTN: the program's own descriptors cannot be looked at by other processes of the user."""

_SIGNALS: Final = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM)

_PAUSE_SECONDS: Final = 0.15
"""What lies between two repaints, and not between the frames of one."""

_NOT_FOR_PYTE: Final = re.compile(
    rb"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[<>=][0-9;]*[a-z]|\xe3\x85\xa4|\xef\xb8\x8f"
)
"""What pyte 0.8 would print as text: OSC, and CSI with a private prefix that it does not know.

And letters that take no cell (U+3164, U+FE0F): behind one of them it drops the rest of the text.
"""
_UNFINISHED: Final = re.compile(rb"\x1b(?:\[[0-9;?<>=$]*|\][^\x07\x1b]*\x1b?)?\Z")
_MODE: Final = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
_MODES_ON_AT_FIRST: Final = {"7", "25"}
"""Line wrap and a visible cursor: what a terminal starts with."""
_KITTY_KEYS: Final = re.compile(rb"\x1b\[([<>])[0-9;]*u")

_STYLE: Final = re.compile(r"\x1b\[([0-9;:]*)m")
_COLOUR: Final = re.compile(r"(?:^|;)(?:[34][0-8]|9[0-7]|10[0-7])(?:;|$)")

_KIND: Final = re.compile(
    r"""
    (?P<csi>\x1b\[ (?P<prefix>[<-?]?) (?P<numbers>[0-9;:]*) (?P<final>[ -/]*[@-~]))
  | (?P<string>\x1b[\]PX^_] .*? (?:\x07|\x1b\\|\Z))
  | (?P<escape>\x1b [ -/]* .?)
  | (?P<control>[\x00-\x1f\x7f-\x9f])
    """,
    re.VERBOSE | re.DOTALL,
)


def environment(home: Path, **changes: str) -> dict[str, str]:
    """Return an environment in which everything personal lies in `home`."""
    own = ("AXTUI", "COLORTERM", "LC_", "XDG")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    return kept | {"HOME": str(home), "LANG": "C.UTF-8", "TERM": "xterm-256color"} | changes


def kinds_of_sequences(sent: bytes) -> frozenset[str]:
    """Name everything in a stream that is no printable text, numbers left out where they mean no other kind.

    The modes that are switched, and what an OSC asks for, count as kinds.
    """
    whole = sent.removesuffix(_tail(sent)).decode()
    return frozenset(_name_of(found) for found in _KIND.finditer(whole))


def without_sequences(sent: bytes) -> str:
    """Return the text alone, without sequences and controls."""
    return _KIND.sub("", sent.removesuffix(_tail(sent)).decode())


def colours_in(sent: bytes) -> set[str]:
    """Return the colour sequences in a stream."""
    return {found for found in _STYLE.findall(sent.decode()) if _COLOUR.search(found)}


def _name_of(found: "re.Match[str]") -> str:
    if found["csi"]:
        numbers = found["numbers"] if found["prefix"] else ""
        return f"CSI {found['prefix']}{numbers}{found['final']}"
    if found["string"]:
        return f"{found['string'][1]!r} {found['string'][2:].partition(';')[0]}"
    return repr(found[0])


def _hear_all_but(ignored: signal.Signals | None) -> None:
    """Begin as from a terminal, however the tests were started: in a shell's background SIGINT is ignored."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN if number is ignored else signal.SIG_DFL)


def _settings_of_a_new_line() -> list[object]:
    """Return what a pty begins with; a quick program has changed its own before anybody can look at it."""
    ours, programs = os.openpty()
    settings = termios.tcgetattr(ours)
    os.close(ours)
    os.close(programs)
    return settings


class OnPty:
    """A Python process on a pty of its own, or another one; leaving the context ends it, whatever it does.

    Whoever waits also reads: a program whose terminal takes nothing stands still.
    """

    def __init__(
        self,
        *argv: str,
        env: Mapping[str, str],
        cwd: Path | None = None,
        size: tuple[int, int] = (120, 40),
        ignoring: signal.Signals | None = None,
        program: str = sys.executable,
    ) -> None:
        columns, rows = size
        self.sent = b""
        self._unread = b""
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._process: pexpect.spawn[bytes] = pexpect.spawn(
            program,
            list(argv),
            env=env,
            cwd=cwd or env["HOME"],
            dimensions=(rows, columns),
            preexec_fn=partial(_hear_all_but, ignoring),
        )
        self._process.delaybeforesend = None  # pexpect would wait before each key
        assert self._process.pid is not None
        self._pid = self._process.pid
        self.line_settings_before = _settings_of_a_new_line()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._process.isalive():
            self._process.kill(signal.SIGKILL)
        self._process.close(force=True)
        if error is None:
            assert not secrets_in(self.sent), "a secret on the terminal"

    # What goes in

    def press(self, keys: str) -> None:
        """Send keys in one write."""
        self._process.send(keys)

    def press_bytes(self, keys: bytes) -> None:
        """Send what is no text."""
        self._process.send(keys)

    def wait_until_taken(self) -> None:
        """Read until the process has taken every key."""
        number = array("i", [0])
        fcntl.ioctl(self._process.child_fd, _NUMBER_OF_PTY, number)
        terminal = os.open(f"/dev/pts/{number[0]}", os.O_RDONLY | os.O_NOCTTY)
        waiting = array("i", [0])

        def is_taken() -> bool:
            fcntl.ioctl(terminal, termios.FIONREAD, waiting)
            return waiting[0] == 0

        self.wait_until(is_taken, "reader of the keys")
        os.close(terminal)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the process; before that anybody may look at it."""
        assert not hits_in_process(self._pid)
        self._process.kill(number)

    def resize(self, columns: int, rows: int) -> None:
        """Make the terminal larger or smaller; the process gets a SIGWINCH."""
        self._process.setwinsize(rows, columns)
        self._screen.resize(rows, columns)

    # What comes out

    @property
    def lines(self) -> list[str]:
        """The screen as it stands."""
        return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines)

    def colour_of(self, sign: str) -> str:
        """Return the colour in which a sign stands, the first time that it does."""
        row = next(number for number, line in enumerate(self._screen.display) if sign in line)
        cells = self._screen.buffer[row]
        return next(cells[at].fg for at in range(self._screen.columns) if cells[at].data == sign)

    def is_reversed(self, word: str) -> bool:
        """Say whether the line with a word begins in reversed colours."""
        row = next(number for number, line in enumerate(self._screen.display) if word in line)
        return bool(self._screen.buffer[row][0].reverse)

    def words_lost(self) -> list[str]:
        """Return what stands on its own colour, where nobody can read it."""
        return [
            cell.data
            for row in range(self._screen.lines)
            for cell in (self._screen.buffer[row][at] for at in range(self._screen.columns))
            if cell.data.isalnum() and cell.fg == cell.bg != "default"
        ]

    def line_settings(self) -> list[object]:
        """Return what `stty -a` shows, all of it."""
        return termios.tcgetattr(self._process.child_fd)

    def read(self, seconds: float) -> bytes:
        """Take what comes within some seconds, at most one piece; empty where nothing does."""
        try:
            piece: bytes = self._process.read_nonblocking(65_536, timeout=seconds)
        except pexpect.TIMEOUT:
            return b""
        self.sent += piece
        self._unread += piece
        whole = len(self._unread) - len(_tail(self._unread))
        self._stream.feed(_NOT_FOR_PYTE.sub(b"", self._unread[:whole]))
        self._unread = self._unread[whole:]
        return piece

    def moments_within(self, seconds: float) -> int:
        """Read for some seconds; return how often something came after a pause."""
        now = time.monotonic()
        end, last, moments = now + seconds, now, 0
        while now < end:
            came = self.read(end - now)
            now = time.monotonic()
            if came and now - last > _PAUSE_SECONDS:
                moments += 1
            last = now if came else last
        return moments

    def wait_for(self, *words: str) -> None:
        """Read until all words stand on the screen."""

        def are_there() -> bool:
            text = self.text
            return all(word in text for word in words)

        self.wait_until(are_there, f"{words} on the screen")

    def wait_until(self, has_come: Callable[[], bool], what: str) -> None:
        """Read until something has come; it must come soon."""
        end = time.monotonic() + LIMIT_SECONDS
        while not has_come():
            try:
                self.read(0.2)
            except pexpect.EOF:
                raise AssertionError(f"ended while waiting for {what}:\n{self.sent[-2000:]!r}") from None
            assert time.monotonic() < end, f"no {what}:\n{self.text}"

    def wait_until_quiet(self) -> None:
        """Read until nothing comes for a moment."""
        end = time.monotonic() + LIMIT_SECONDS
        while self.read(0.3):
            assert time.monotonic() < end, f"never quiet:\n{self.text}"

    def wait_until_stopped(self) -> None:
        """Read until a signal has stopped the process."""
        status = Path(f"/proc/{self._pid}/stat")
        self.wait_until(lambda: status.read_text().rpartition(")")[2].split()[0] == "T", "stop")

    # The end

    def exit_code(self) -> int:
        """Read to the end and return the exit code; that of a shell where a signal has killed the process."""
        end = time.monotonic() + LIMIT_SECONDS
        try:
            while time.monotonic() < end:
                self.read(0.2)
        except pexpect.EOF:
            return self._code_before(end)
        raise AssertionError(f"still running:\n{self.text}")

    def hang_up(self) -> int:
        """Close the pty under the process and return its exit code; before that anybody may look at it."""
        assert not hits_in_process(self._pid)
        nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(nowhere, self._process.child_fd)  # pexpect would send signals of its own
        os.close(nowhere)
        return self._code_before(time.monotonic() + LIMIT_SECONDS)

    def _code_before(self, end: float) -> int:
        while self._process.isalive():
            assert time.monotonic() < end, "still running without a terminal"
            time.sleep(0.01)  # waiting for a child with a limit is polling
        killed_by, code = self._process.signalstatus, self._process.exitstatus
        assert killed_by is not None or code is not None
        return 128 + killed_by if killed_by is not None else code or 0

    def processes_left(self) -> bool:
        """Say whether anything of the program's session still runs."""
        try:
            os.killpg(self._pid, 0)
        except ProcessLookupError:
            return False
        return True

    def changes_left(self) -> set[str]:
        """Name what the terminal was told and not told back: modes, keys, line settings."""
        modes = {mode: how for modes, how in _MODE.findall(self.sent) for mode in modes.decode().split(";")}
        left = {
            f"mode {mode} {'on' if how == b'h' else 'off'}"
            for mode, how in modes.items()
            if (how == b"h") != (mode in _MODES_ON_AT_FIRST)
        }
        keys = [pushed == b">" for pushed in _KITTY_KEYS.findall(self.sent)]
        if keys.count(True) != keys.count(False):
            left.add("kitty keys")
        if self.line_settings() != self.line_settings_before:
            left.add("line settings")
        return left

    @property
    def said_at_the_end(self) -> str:
        """What stands on the terminal after the app has left its own screen."""
        return self.sent.rpartition(b"\x1b[?1049l")[2].decode()


def _tail(unread: bytes) -> bytes:
    found = _UNFINISHED.search(unread)
    return found[0] if found else b""
