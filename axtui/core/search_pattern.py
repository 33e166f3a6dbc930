"""Patterns in a search: `/regex/` terms, compiled once, kept from taking forever or all memory.

A pattern ignores case. It is tried on the display text as it is typed, so that `/[^\\x00-\\x7f]/` finds
accented letters, and, where the text has any, on the text without accents too, with the accents of the
pattern's own letters taken off, so that `/muller/` and `/Müller/` both find `Müller`.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import prod
from typing import Final

import regex

from axtui.core.text import folded_for_search, visible

_SHOWN: Final = 200
_MOST_EXPANDED: Final = 100_000
"""Characters that a pattern may grow to when its fixed repeats are written out; the library writes some
of them out while compiling, and nested ones take all memory."""
_REPEAT: Final = re.compile(r"\{(\d+)")
_RECURSION: Final = re.compile(r"\(\?(?:R|&|P>|[+-]?\d)")

Clock = Callable[[], float]
"""Monotonic seconds."""


class Patience:
    """How long a pattern may take: so long for one cell and, with a clock, so long for all cells together.

    The regex library gives up by itself after `left()` seconds, and raises TimeoutError.
    """

    def __init__(self, clock: Clock | None = None, *, for_all: float = 0.5, for_one: float = 0.05) -> None:
        self._clock = clock
        self._for_one = for_one
        self._until = clock() + for_all if clock else 0.0

    def left(self) -> float:
        """Return the seconds for the next cell; raise TimeoutError when there are none left."""
        if self._clock is None:
            return self._for_one
        left = self._until - self._clock()
        if left <= 0:
            raise TimeoutError  # the library takes a negative time as no limit at all
        return min(left, self._for_one)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A regular expression that can be tried on a cell."""

    source: str
    """Between the slashes, as typed."""
    _exact: regex.Pattern[str] = field(repr=False, compare=False)
    _bare: regex.Pattern[str] = field(repr=False, compare=False)

    @property
    def text(self) -> str:
        """The pattern as it may be shown."""
        return _shown(self.source)

    def found_in(self, text: str, patience: Patience) -> bool:
        """Say whether it is found in a cell; raise TimeoutError when that takes too long."""
        if self._exact.search(text, timeout=patience.left()):
            return True
        if text.isascii():
            return False
        return bool(self._bare.search(folded_for_search(text), timeout=patience.left()))

    def spans_in(self, text: str, patience: Patience) -> Iterator[tuple[int, int]]:
        """Yield what of the display text it covers; may raise TimeoutError."""
        return self._spans(self._exact, text, patience)

    def spans_in_folded(self, folded: str, patience: Patience) -> Iterator[tuple[int, int]]:
        """Yield what it covers of a text that is already without case and accents; may raise TimeoutError."""
        return self._spans(self._bare, folded, patience)

    def _spans(
        self, compiled: regex.Pattern[str], text: str, patience: Patience
    ) -> Iterator[tuple[int, int]]:
        return (found.span() for found in compiled.finditer(text, timeout=patience.left()) if found.group())


def pattern_from(source: str) -> Pattern | str:
    """Compile what stands between the slashes, or return a sentence that says what is wrong with it."""
    if _RECURSION.search(source):
        return _problem(source, "it calls itself, which is not supported here")
    if len(source) * prod(max(1, int(count[:9])) for count in _REPEAT.findall(source)) > _MOST_EXPANDED:
        return _problem(source, "it repeats too much")
    try:
        exact = _compiled(source)
    except regex.error as error:
        return _problem(source, _shown(str(error)))
    except (ValueError, RecursionError):
        # What the library raises, besides its own error, for flags at odds and for deep nesting.
        return _problem(source, "it is too involved")
    return Pattern(source=source, _exact=exact, _bare=_compiled_bare(source, exact))


def too_slow(pattern: Pattern) -> str:
    """Say that a pattern was given up on, and what to do instead."""
    return (
        f"The pattern /{pattern.text}/ takes too long here and filters nothing: "
        "make it simpler, or look in one column, for example company:/.../."
    )


def _problem(source: str, why: str) -> str:
    return f"The pattern /{_shown(source)}/ cannot be used and filters nothing: {why}."


def _shown(source: str) -> str:
    return visible(source[:_SHOWN])


def _compiled(source: str) -> regex.Pattern[str]:
    return regex.compile(source, regex.IGNORECASE)


def _compiled_bare(source: str, exact: regex.Pattern[str]) -> regex.Pattern[str]:
    bare = "".join(map(_bare_letter, source))
    if bare == source:
        return exact
    try:
        return _compiled(bare)
    except (regex.error, ValueError, RecursionError):
        return exact  # `[^\u0301]`, for one, means nothing once its accent is gone


def _bare_letter(char: str) -> str:
    """Take the accents off a letter; anything else may mean something in a pattern and stays."""
    if char.isascii():
        return char
    if unicodedata.combining(char):
        return ""
    bare = folded_for_search(char) if char.isalpha() else char
    return bare if len(bare) == 1 and bare.isalpha() else char
