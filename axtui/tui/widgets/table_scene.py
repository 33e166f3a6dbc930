"""What all lines of one frame of a table have in common: asked for once, not once for each line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rich.style import Style
from textual.coordinate import Coordinate
from textual.geometry import Offset
from textual.widget import PseudoClasses

HEADING: Final = -1
"""The row that Textual takes the heading for."""
NOWHERE: Final = Coordinate(-2, -2)
_WHOLE_ROW: Final = Coordinate(0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What all lines of one frame have in common."""

    heading: int
    """Lines above the first row."""
    scroll: Offset
    width: int
    cursor_type: str
    cursor: Coordinate
    hover: Coordinate
    shows_hover: bool
    zebra: bool
    base: Style
    state: PseudoClasses
    is_unusual: bool
    """Whether Textual draws the rows."""

    def is_odd(self, position: int) -> bool:
        """Say whether the row at a position has the other stripe."""
        return self.zebra and position % 2 == 1

    def in_row(self, coordinate: Coordinate, position: int) -> Coordinate:
        """Return the cursor or the hover as far as the row at a position shows it."""
        row, column = coordinate
        match self.cursor_type:
            case "row" if row == position:
                return _WHOLE_ROW
            case "cell" if row == position:
                return Coordinate(0, column)
            case "column":
                return Coordinate(0, column)
            case _:
                return NOWHERE
