"""Patterns in a search: `/regex/` terms, compiled once, kept from taking forever or all memory.

A pattern ignores case. It is tried on the display text as it is typed, so that `/[^\\x00-\\x7f]/` finds
accented letters, and, where the text has any, on the text without accents too, with the accents of the
pattern's own letters taken off, so that `/muller/` and `/Müller/` both find `Müller`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from math import prod
from typing import TYPE_CHECKING, Final

from axtui.core.text import folded_for_search, visible

if TYPE_CHECKING:
    import regex

_SHOWN: Final = 200
_MOST_EXPANDED: Final = 100_000
"""Characters that a pattern may grow to when its fixed repeats are written out; the library writes some
of them out while compiling, and nested ones take all memory."""
_REPEAT: Final = re.compile(r"\{(\d+)")
_RECURSION: Final = re.compile(r"\(\?(?:R|&|P>|[+-]?\d)")
_MOST_WAYS: Final = 4
"""So many choices (`?`, `|`) a pattern may hold and still be called quick."""
_SHORT_CELL: Final = 200
WATCHED_AT_ONCE: Final = 200
"""So many cells are searched between two looks at the clock where a pattern is quick on each of them."""

Clock = Callable[[], float]
"""Monotonic seconds."""


class Patience:
    """How long a pattern may take: so long for one cell and, with a clock, so long for all cells together.

    The regex library gives up by itself after `left()` seconds, and raises TimeoutError.
    """

    def __init__(self, clock: Clock | None = None, *, for_all: float = 1.0, for_one: float = 0.05) -> None:
        self._clock = clock
        self._for_one = for_one
        self._until = clock() + for_all if clock else 0.0
        self._left_when_paused = 0.0

    def left(self) -> float:
        """Return the seconds for the next cell; raise TimeoutError when there are none left."""
        if self._clock is None:
            return self._for_one
        left = self._until - self._clock()
        if left <= 0:
            raise TimeoutError  # the library takes a negative time as no limit at all
        return min(left, self._for_one)

    def pause(self) -> None:
        """Let the time stand still for all cells together, until `go_on`."""
        if self._clock is not None:
            self._left_when_paused = self._until - self._clock()

    def go_on(self) -> None:
        """Let the time go on from where it stood."""
        if self._clock is not None:
            self._until = self._clock() + self._left_when_paused


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A regular expression that can be tried on a cell."""

    source: str
    """Between the slashes, as typed."""
    _exact: regex.Pattern[str] = field(repr=False, compare=False)
    _bare: regex.Pattern[str] = field(repr=False, compare=False)

    is_quick: bool
    """Whether it cannot take long on a short text: being watched would cost more than the search itself."""

    @property
    def text(self) -> str:
        """The pattern as it may be shown."""
        return _shown(self.source)

    def found_among(self, cells: Iterable[str], patience: Patience) -> frozenset[str]:
        """Return the cells in which it is found; raise TimeoutError when that takes too long."""
        if not self.is_quick:
            return frozenset(cell for cell in cells if self._found_in(cell, patience))
        every = iter(cells)
        some = iter(lambda: tuple(islice(every, WATCHED_AT_ONCE)), ())
        return frozenset(cell for part in some for cell in self._found_quickly(part, patience))

    def _found_quickly(self, cells: Iterable[str], patience: Patience) -> Iterator[str]:
        """Look at the clock for all of the cells together: to do so for each costs more than the search."""
        patience.left()
        search = self._exact.search
        for cell in cells:
            if (
                search(cell)
                if cell.isascii() and len(cell) <= _SHORT_CELL
                else self._found_in(cell, patience)
            ):
                yield cell

    def _found_in(self, cell: str, patience: Patience) -> bool:
        if self._searched(self._exact, cell, patience):
            return True
        return not cell.isascii() and self._searched(self._bare, folded_for_search(cell), patience)

    def _searched(self, compiled: regex.Pattern[str], text: str, patience: Patience) -> bool:
        seconds = patience.left()
        if self.is_quick and len(text) <= _SHORT_CELL:
            return compiled.search(text) is not None
        return compiled.search(text, timeout=seconds) is not None

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
    import regex  # most searches hold no pattern, and the start of the program is short

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
    return Pattern(
        source=source, _exact=exact, _bare=_compiled_bare(source, exact), is_quick=_is_quick(source)
    )


def too_slow(pattern: Pattern) -> str:
    """Say that a pattern was given up on, and what to do instead."""
    return (
        f"The pattern /{pattern.text}/ takes too long here and filters nothing: "
        "make it simpler, or look in one column, for example company:/.../."
    )


def _is_quick(source: str) -> bool:
    """Say whether at most one open repeat, of no group, and few choices bound the ways that can be tried."""
    if any(mark in source for mark in ("{", ")*", ")+")):
        return False
    return source.count("*") + source.count("+") <= 1 and source.count("?") + source.count("|") <= _MOST_WAYS


def _problem(source: str, why: str) -> str:
    return f"The pattern /{_shown(source)}/ cannot be used and filters nothing: {why}."


def _shown(source: str) -> str:
    return visible(source[:_SHOWN])


def _compiled(source: str) -> regex.Pattern[str]:
    import regex  # loaded with the first pattern

    return regex.compile(source, regex.IGNORECASE)


def _compiled_bare(source: str, exact: regex.Pattern[str]) -> regex.Pattern[str]:
    import regex  # loaded with the first pattern

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
