"""What stands between the app and the terminal: the last filters and the theme."""

import os
from collections.abc import Iterable, Mapping
from typing import Final

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from axtui.core.text import visible

_ANSI_THEME: Final = "ansi-dark"
_DEFAULT_THEME: Final = "textual-dark"
_TRUE_COLOUR: Final = ("truecolor", "24bit")
_MORE_COLOURS: Final = ("256color", "kitty")
"""How the names of terminals with more than sixteen colours end."""
_WITHOUT_STRINGS: Final = frozenset({"", "dumb", "linux", "vt52", "vt100", "vt102", "vt220", "ansi"})
"""Terminals that may draw what they do not know, or wait for its end."""
_NO_BACKGROUND: Final = Color(0, 0, 0)


class Wall(LineFilter):
    """Lets nothing through that could steer the terminal, whichever widget it came from.

    Remote strings are cleaned when they are read; this is the second wall. It keeps the width of a line,
    because Textual does not measure again after a filter (terminal.md section 3).
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002  # Textual's signature
        """Return the segments with a stand-in for every character that is not printable."""
        return [
            segment
            if segment.control or segment.text.isprintable()
            else Segment(_printable(segment.text), segment.style)
            for segment in segments
        ]


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else _stand_in(char) for char in text)


def _stand_in(char: str) -> str:
    return "" if cell_len(char) == 0 else "\N{REPLACEMENT CHARACTER}"


_ROUNDED: Final = "╭╮╰╯┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋╞╡╪╒╕╘╛▙▛▜▟"
_LEVEL: Final = "─━═╌╍┄┅┈┉╴╶╸╺▔"
_UPRIGHT: Final = "│┃║╎╏┆┇┊┋╵╷╹╻▏▎▍▌▋▊▉▐▕"
_BLANKS: Final = "▂▃▄▅▆▇░▒▖▗▘▝▚▞"
_IN_ASCII: Final = str.maketrans(
    {
        **dict.fromkeys(_ROUNDED, "+"),
        **dict.fromkeys(_LEVEL, "-"),
        **dict.fromkeys(_UPRIGHT, "|"),
        **dict.fromkeys(_BLANKS, " "),
        **dict(zip("▁▀█▓…•●▶▼▲◀↑↓←→⏎⌫", "_-##~**>v^<^v<><<", strict=True)),
        "🔎": "> ",
    }
)
"""Frames, bars and signs, ours and Textual's, each by as many plain characters as it takes cells."""


class PlainAscii(LineFilter):
    """Draws frames, bars and signs with plain characters, whichever widget they come from.

    Letters of any script pass: they are names, and names are shown as they are.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002  # Textual's signature
        """Return the segments with plain characters in the place of drawn ones."""
        return [
            segment
            if segment.control or segment.text.isascii()
            else Segment(segment.text.translate(_IN_ASCII), segment.style)
            for segment in segments
        ]


def walled(line: str, filters: Iterable[LineFilter]) -> str:
    """Return a line as these filters let it through."""
    segments = [Segment(line)]
    for each in filters:
        segments = each.apply(segments, _NO_BACKGROUND)
    return "".join(segment.text for segment in segments)


def theme_for(wanted: str, env: Mapping[str, str]) -> str:
    """Choose the theme: without colour, or with sixteen, only an ANSI theme stays readable.

    Brought down to sixteen colours, every other theme loses the notes' colours, and a button that is
    disabled is grey on the same grey (terminal.md section 9).
    """
    if wanted:
        return wanted
    return _ANSI_THEME if env.get("NO_COLOR") or _has_sixteen_colours(env) else _DEFAULT_THEME


def _has_sixteen_colours(env: Mapping[str, str]) -> bool:
    """Tell by the rule that Rich goes by, which is what in the end writes the colours."""
    if env.get("COLORTERM", "").strip().lower() in _TRUE_COLOUR:
        return False
    return env.get("TERM", "").strip().lower().rpartition("-")[2] not in _MORE_COLOURS


def takes_links(env: Mapping[str, str]) -> bool:
    """Say whether a link (OSC 8) may be sent: those that know none drop it, but for the oldest ones."""
    return env.get("TERM", "").strip().lower() not in _WITHOUT_STRINGS


def has_job_control() -> bool:
    """Say whether a shell waits that can bring this process back once it has stopped.

    It stands in the same session and in a group of its own; a program that a login or tmux has started
    directly would stop for ever.
    """
    shell = os.getppid()
    try:
        return os.getsid(shell) == os.getsid(0) and os.getpgid(shell) != os.getpgrp()
    except OSError:  # it has ended
        return False


def unknown_theme_words(wanted: str, known: Iterable[str]) -> str:
    """Say that a theme does not exist, and which ones do."""
    return f"There is no theme called {visible(wanted)!r}. These are there: {', '.join(sorted(known))}."
