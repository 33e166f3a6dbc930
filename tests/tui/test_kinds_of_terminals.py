"""The terminal app on every kind of terminal: what it sends there, and whether everything can be read."""

import re
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from signal import Signals

import pytest
from faults.tiers import LONG
from pty_driver import AXTUI, OnPty, colours_in, environment

_SIXTEEN = 16
_NONE = 0
_TRUE = 2**24
_MOUSE = re.compile(rb"\x1b\[\?(?:1000|1002|1003|1005|1006|1015|1016)h")
_DRAWN = frozenset("✗○→≡✓–…▲▼│─╭╮╰╯▁▂▃▄▅▆▇█")
"""Signs and frames that a terminal of plain characters lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal:
    """A terminal by the variables that tell of it."""

    term: str
    colours: int
    colorterm: str = ""

    def __str__(self) -> str:
        return f"{self.term}{self.colorterm and '+'}{self.colorterm}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody asks for on top of that."""

    flags: tuple[str, ...] = ()
    no_color: str = ""
    most_colours: int = _TRUE

    def __str__(self) -> str:
        return " ".join(self.flags) or (self.no_color and "NO_COLOR") or "nothing"


_XTERM = Terminal(term="xterm", colours=_SIXTEEN)
_XTERM_256 = Terminal(term="xterm-256color", colours=256)
_LINUX = Terminal(term="linux", colours=_SIXTEEN)
_SCREEN = Terminal(term="screen", colours=_SIXTEEN)
TERMINALS = (
    _XTERM_256,
    _XTERM,
    _SCREEN,
    _LINUX,
    Terminal(term="tmux-256color", colours=256),
    Terminal(term="putty", colours=_SIXTEEN),
    Terminal(term="vt100", colours=_SIXTEEN),
    Terminal(term="xterm-256color", colours=_TRUE, colorterm="truecolor"),
)
_NOTHING = Wish()
_NO_COLOUR = Wish(no_color="1", most_colours=_NONE)
_PLAIN = Wish(flags=("--ascii", "--no-mouse"))
_LIGHT = Wish(flags=("--theme", "ansi-light"), most_colours=_SIXTEEN)
WISHES = (
    _NOTHING,
    _NO_COLOUR,
    _PLAIN,
    _LIGHT,
    Wish(flags=("--theme", "ansi-dark"), most_colours=_SIXTEEN),
    Wish(flags=("--ascii",)),
    Wish(flags=("--no-mouse",)),
)
_TELLING = ((_XTERM, _NOTHING), (_XTERM_256, _NO_COLOUR), (_LINUX, _PLAIN), (_SCREEN, _LIGHT))


def _depth_of(sent: bytes) -> int:
    """Return how many colours a terminal must have for what was sent."""
    colours = colours_in(sent)
    if any(re.search(r"[34]8[;:]2[;:]", each) for each in colours):
        return _TRUE
    if any(re.search(r"[34]8[;:]5[;:]", each) for each in colours):
        return 256
    return _SIXTEEN if colours else _NONE


@pytest.mark.parametrize(("terminal", "wish"), product(TERMINALS, WISHES) if LONG else _TELLING, ids=str)
def test_every_terminal_gets_what_it_can_show(terminal: Terminal, wish: Wish, read_home: Path) -> None:
    """Colours that it has, no mode that was refused, words that stand out; nothing while it is idle."""
    variables = {"TERM": terminal.term, "COLORTERM": terminal.colorterm, "NO_COLOR": wish.no_color}
    env = environment(read_home, **{name: text for name, text in variables.items() if text})
    with OnPty(*AXTUI, *wish.flags, env=env, size=(80, 24)) as app:
        app.wait_for("120 of 120", "No Match", "Not Found", "Link", "OK", "Abbott")
        assert app.words_lost() == []
        app.press("/lt")
        app.wait_for("/ lt", "44 of 120")
        app.press("\r")
        app.wait_for("enter Detail")
        app.press("e")
        app.wait_for("to confirm", "Write the file")
        assert app.words_lost() == []
        assert not _DRAWN.intersection(app.text) or "--ascii" not in wish.flags
        if LONG:
            app.wait_until_quiet()
            assert app.read(1.2) == b""
        app.signal(Signals.SIGTERM)
        assert app.exit_code() == 143
        assert app.changes_left() == set()
    assert _depth_of(app.sent) == min(terminal.colours, wish.most_colours)
    assert bool(_MOUSE.search(app.sent)) is ("--no-mouse" not in wish.flags)
    assert b"\x1b[?2026h" not in app.sent, "the terminal never said that it holds frames together"


def test_sixteen_colours_are_used_as_they_are(read_home: Path) -> None:
    """Red is red, not what another red comes nearest to; and the cursor is seen while somebody types."""
    with OnPty(*AXTUI, env=environment(read_home, TERM="xterm")) as app:
        app.wait_for("120 of 120", "✗ No Match", "○ Not Found", "→ Link", "≡ Multiple", "✓ OK")
        assert [app.colour_of(sign) for sign in "✗○→✓"] == ["red", "brown", "cyan", "green"]
        app.press("/lt")
        app.wait_for("/ lt", "44 of 120", "Atherton")
        app.wait_until(lambda: app.is_reversed("Atherton"), "cursor")


def test_frames_are_held_together_where_the_terminal_says_it_can(read_home: Path) -> None:
    """Each one begins and ends; asked once, at the start."""
    with OnPty(*AXTUI, env=environment(read_home)) as app:
        app.wait_until(lambda: b"\x1b[?2026$p" in app.sent, "question")
        app.press("\x1b[?2026;2$y")
        app.wait_for("120 of 120")
        app.wait_until_quiet()
        so_far = len(app.sent)
        app.press("j")
        app.wait_until(lambda: b"\x1b[?2026l" in app.sent[so_far:], "end of a frame")
        frame = app.sent[so_far:]
        assert frame.startswith(b"\x1b[?2026h")
        assert frame.count(b"\x1b[?2026h") == frame.count(b"\x1b[?2026l")
