"""What a screen shows as plain text, for the terminal's own selection: whole values, no frames, no colours.

It works where OSC 52 does not: on PuTTY, on macOS Terminal, through any number of hops (terminal.md section
8).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from rich.cells import cell_len
from textual.message import Message

from axtui.core.cells import COLUMNS, Column

_GAP: Final = "  "
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
    columns: Sequence[Column],
    width: int,
) -> str:
    """Return rows, given as cells in the order of `Column`, under some lines that say what they are."""
    titles = [column.title for column in columns]
    shown = [[row[COLUMNS.index(column)] for column in columns] for row in rows]
    if any(marked):
        titles = ["Mark", *titles]
        shown = [["*" if is_marked else "", *row] for is_marked, row in zip(marked, shown, strict=True)]
    return "\n".join([*head, "", rows_as_text(titles, shown, width=width)])


def rows_as_text(titles: Sequence[str], rows: Sequence[Sequence[str]], *, width: int) -> str:
    """Return rows as a table where it fits into the width, otherwise one value on each line.

    A value that is cut short, or broken where the table ends, could not be selected in one piece.
    """
    widths = [max(map(cell_len, column)) for column in zip(titles, *rows, strict=True)]
    if sum(widths) + len(_GAP) * (len(widths) - 1) <= width:
        return "\n".join(_table_lines([titles, *rows], widths))
    return "\n".join(_value_lines(titles, rows))


def _table_lines(rows: Sequence[Sequence[str]], widths: Sequence[int]) -> Iterator[str]:
    for row in rows:
        padded = (cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True))
        yield _GAP.join(padded).rstrip()


def _value_lines(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    broadest = max(map(cell_len, titles))
    for at, row in enumerate(rows):
        if at:
            yield ""
        for title, cell in zip(titles, row, strict=True):
            if cell:
                yield f"{title:<{broadest}}{_GAP}{cell}"


def ends_plain_text(typed: str) -> bool:
    """Say whether what was typed brings the app back; arrows and the like do not."""
    return "\r" in typed or "\n" in typed or INTERRUPT in typed or typed in LEAVING_KEYS
