"""How many columns of a terminal a text takes, for lines that stay aligned with wide characters in them."""

import unicodedata
from typing import Final

_ELLIPSIS: Final = "…"
_DRAWN_OVER: Final = frozenset({"Mn", "Me"})
"""Marks are drawn over the character before them."""


def width(text: str) -> int:
    """Return the columns that a display-safe text takes."""
    if text.isascii():
        return len(text)
    return sum(map(_width_of, text))


def fitted(text: str, columns: int) -> str:
    """Return the text in exactly so many columns: padded, or cut with an ellipsis."""
    taken = width(text)
    if taken <= columns:
        return text + " " * (columns - taken)
    kept, taken = 0, 0
    for char in text:
        taken += _width_of(char)
        if taken > columns - 1:
            break
        kept += 1
    cut = text[:kept] + _ELLIPSIS
    return cut + " " * (columns - width(cut))


def _width_of(char: str) -> int:
    if unicodedata.category(char) in _DRAWN_OVER:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
