"""Lines that have moved up or down together: the terminal moves them itself, for a few bytes."""

from __future__ import annotations

from collections.abc import Mapping, MutableSequence, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

Cell = TypeVar("Cell")

_SHIFTS: Final = (1, -1, 2, -2, 3, -3)
"""By how many lines a key or the wheel moves a table; positive is upwards."""
_FEWEST: Final = 4
"""Lines that have to be saved for a scroll to be worth it."""
_BESIDE: Final = 1
"""Cells at the end of a line that a scroll bar takes: they do not move with the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scroll:
    """Some lines of the screen move by a few lines."""

    top: int
    bottom: int
    """The last line that is touched."""
    shift: int
    """Positive is upwards."""

    @property
    def lines(self) -> range:
        """The lines that are touched."""
        return range(self.top, self.bottom + 1)

    @property
    def sequence(self) -> str:
        """What terminals since the VT100 understand: margins, line feeds or their reverse, no margins."""
        edge, move = (self.bottom, "\x1bD") if self.shift > 0 else (self.top, "\x1bM")
        margins = f"\x1b[{self.top + 1};{self.bottom + 1}r"
        return f"\x1b[0m{margins}\x1b[{edge + 1};1H{move * abs(self.shift)}\x1b[r"

    def apply_to(self, lines: MutableSequence[list[Cell]], fresh: list[Cell]) -> None:
        """Move the lines of a screen as the terminal will; `fresh` stands for those that come in."""
        was = [lines[y] for y in self.lines]
        for y in self.lines:
            source = y - self.top + self.shift
            lines[y] = was[source] if 0 <= source < len(was) else fresh.copy()


def scroll_between(old: Sequence[list[Cell]], new: Mapping[int, list[Cell]]) -> Scroll | None:
    """Return the scroll that saves the most lines; None where it would save next to nothing."""
    changed = [y for y, line in new.items() if line != old[y]]
    if len(changed) < _FEWEST:
        return None
    heads = [line[:-_BESIDE] for line in old]
    best: list[int] = []
    by = 0
    for shift in _SHIFTS:
        moved = [y for y in changed if 0 <= y + shift < len(heads) and new[y][:-_BESIDE] == heads[y + shift]]
        if len(moved) > len(best):
            best, by = moved, shift
    if len(best) < _FEWEST:
        return None
    scroll = Scroll(top=min(best) + min(by, 0), bottom=max(best) + max(by, 0), shift=by)
    spoilt = sum(y not in new or new[y] == old[y] for y in scroll.lines)
    return scroll if len(best) - spoilt >= _FEWEST else None
