"""What goes to the clipboard of a person's terminal, byte for byte, and what can honestly be said of it.

The terminal never answers, so nothing here says "copied" (terminal.md section 8).
"""

import unicodedata
from base64 import b64encode
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from axtui.core.text import visible

MOST_CODED: Final = 74_994
"""Bytes in base64; terminals drop a longer sequence without a word (terminal.md section 8)."""

_STEERING: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Controls, halves of characters, and line ends: what a terminal would act upon, or what is no text."""
_REORDERING: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Makes a line look as if it said something else."""


class Clipboard(StrEnum):
    """How text gets to the person's clipboard."""

    OSC52 = "osc52"
    TMUX = "tmux"
    OFF = "off"


def is_in_tmux(env: Mapping[str, str]) -> bool:
    """Say whether tmux lies between the program and the terminal, as far as the environment knows.

    Over ssh only TERM comes along.
    """
    return bool(env.get("TMUX")) or env.get("TERM", "").startswith(("tmux", "screen"))


def pasteable(text: str) -> str:
    """Return a remote value as it is, with a visible stand-in for whatever would steer where it is pasted.

    Odd spaces and invisible letters stay: who looks for a name in the other system needs exactly that name.
    A control character may end up in a shell.
    """
    if text.isprintable():
        return text
    return "".join(visible(char) if _steers(char) else char for char in text)


def _steers(char: str) -> bool:
    return unicodedata.category(char) in _STEERING or char in _REORDERING


def clipboard_sequence(text: str, way: Clipboard) -> str:
    """Return what puts a text on the clipboard; empty where it is too long, or not wanted."""
    coded = b64encode(text.encode()).decode("ascii")
    if way is Clipboard.OFF or len(coded) > MOST_CODED:
        return ""
    sequence = f"\x1b]52;c;{coded}\x07"
    return f"\x1bPtmux;\x1b{sequence}\x1b\\" if way is Clipboard.TMUX else sequence


def sent_words(what: str, text: str, way: Clipboard, *, in_tmux: bool) -> str:
    """Say what has become of a text that was to go to the clipboard."""
    if way is Clipboard.OFF:
        return "Nothing was sent: the setting `clipboard` is off."
    if not clipboard_sequence(text, way):
        return (
            f"Nothing was sent: {what} has {len(text.encode()):,} bytes, and terminals take no more than "
            f"{MOST_CODED // 4 * 3:,} at once."
        )
    if way is Clipboard.TMUX:
        return (
            f"{what} was sent to the terminal (OSC 52 through tmux); tmux needs set -g allow-passthrough on."
        )
    hint = "; tmux needs set -g set-clipboard on" if in_tmux else ""
    return f"{what} was sent to the terminal (OSC 52){hint}."
