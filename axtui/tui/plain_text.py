"""What a screen shows as plain text, for the terminal's own selection: whole values, no frames, no colours.

It works where OSC 52 does not: on PuTTY, on macOS Terminal, through any number of hops (terminal.md section
8).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len
from textual.message import Message

from axtui.core.cells import COLUMNS, Column

_GAP: Final = "  "
_MARK: Final = "Mark"
LEAVING_KEYS: Final = frozenset({"q", "L", "\x1b"})
"""What brings the app back beside enter; the letters because fingers know them."""
COME_BACK: Final = "Select with the mouse; enter goes back."
INTERRUPT: Final = "\x03"


class PlainTextRequested(Message):
    """A person wants to see some text without the app around it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


def report_text(
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    marked: Sequence[bool],
    columns: Sequence[tuple[Column, int]],
    width: int,
) -> str:
    """Return rows, given as cells in the order of `Column`, under some lines that say what they are.

    `columns` are those that the screen shows, with their widths there.
    """
    titles, on_screen = [column.title for column, _ in columns], [cells for _, cells in columns]
    shown = [[row[COLUMNS.index(column)] for column, _ in columns] for row in rows]
    if any(marked):
        titles, on_screen = [_MARK, *titles], [len(_MARK), *on_screen]
        shown = [["*" if is_marked else "", *row] for is_marked, row in zip(marked, shown, strict=True)]
    return "\n".join([*head, "", rows_as_text(titles, shown, on_screen=on_screen, width=width)])


def rows_as_text(
    titles: Sequence[str], rows: Sequence[Sequence[str]], *, on_screen: Sequence[int], width: int
) -> str:
    """Return headings and rows, a line for each; no value is cut short.

    Where the broadest values do not fit side by side, columns are as wide as on the screen, and a longer
    value pushes the others aside. The terminal breaks such a line; what is selected across that is in one
    piece.
    """
    broadest = [max(map(cell_len, column)) for column in zip(titles, *rows, strict=True)]
    fits = sum(broadest) + len(_GAP) * (len(broadest) - 1) <= width
    widths = broadest if fits else list(map(min, broadest, on_screen))
    return "\n".join(_line(row, widths) for row in [titles, *rows])


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True))
    return _GAP.join(padded).rstrip()


def ends_plain_text(typed: str) -> bool:
    """Say whether what was typed brings the app back; arrows and the like do not."""
    return "\r" in typed or "\n" in typed or INTERRUPT in typed or typed in LEAVING_KEYS
