"""Pieces of sentences: a number with its noun, a list or a value that stays short, a first letter."""

from collections.abc import Sequence
from typing import Final

_CUT: Final = "…"


def counted(number: int, one: str, several: str = "") -> str:
    """Return a number with its noun; `several` is for a noun that takes more than an s."""
    return f"{number:,} {one if number == 1 else several or f'{one}s'}"


def listed(names: Sequence[str], *, most: int) -> str:
    """Name several; of very many the first, and how many there are besides."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more:,} more" if more > 0 else "")


def capitalised(words: str) -> str:
    """Return words as the beginning of a sentence; names in them keep their letters."""
    return f"{words[:1].upper()}{words[1:]}"


def shortened(text: str, *, most: int) -> str:
    """Return a text as it is, or as much of its beginning as is enough to know it by."""
    return text if len(text) <= most else f"{text[: most - 1]}{_CUT}"
