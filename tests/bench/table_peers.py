"""What the report's table is measured against: programs of their own, told apart by their first argument.

python table_peers.py empty            a Textual app with one Input and one Static
python table_peers.py stock LINES      Textual's own table, refilled with what each key leaves
python table_peers.py made-up ROWS     ours, widget and search alone, over rows that are made up
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar, Final

from rich.text import Text
from textual.app import App, ComposeResult
from textual.widgets import DataTable, Input, Static

EMPTY_WORDS: Final = "nothing here"
WIDTHS: Final = (28, 9, 26, 14, 8, 9, 0, 9)
"""What the columns of the stock table measure; as in the report, one of them has no room at 120."""


class EmptyApp(App[None]):
    """The least that answers a key with a frame."""

    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        """One line to type in, and one that answers."""
        yield _quiet_input()
        yield Static(EMPTY_WORDS)

    def on_mount(self) -> None:
        """Answer as ours does: in the watcher, within the frame of the letter."""
        self.watch(self.query_one(Input), "value", self._answer, init=False)

    def _answer(self, value: str) -> None:
        self.query_one(Static).update(f"typed {value}", layout=False)


class StockApp(App[None]):
    """Textual's table as its manual fills it, emptied and filled again with each key."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "DataTable { height: 1fr; } Static { height: 1; }"
    BINDINGS: ClassVar = [("slash", "search")]

    def __init__(self, lines: Path) -> None:
        super().__init__()
        self._rows = [line.split("\t") for line in lines.read_text(encoding="utf-8").split("\n")]
        self._folded = ["\n".join(row).casefold() for row in self._rows]

    def compose(self) -> ComposeResult:
        """Search, table, count."""
        yield _quiet_input()
        yield DataTable[Text](cursor_type="row")
        yield Static()

    def on_mount(self) -> None:
        """Show all rows."""
        for number, width in enumerate(WIDTHS):
            if width:
                self._table.add_column(f"column {number}", width=width)
        self._fill("")
        self.watch(self.query_one(Input), "value", self._fill, init=False)

    @property
    def _table(self) -> DataTable[Text]:
        return self.query_one(DataTable)

    def action_search(self) -> None:
        """Go back to the search."""
        self.query_one(Input).focus()

    def on_input_submitted(self) -> None:
        """Go to the table."""
        self._table.focus()

    def _fill(self, value: str) -> None:
        words = value.casefold().split()
        found = [
            row
            for row, folded in zip(self._rows, self._folded, strict=True)
            if all(word in folded for word in words)
        ]
        self._table.clear()
        self._table.add_rows(map(_texts, found))
        self.query_one(Static).update(f"{len(found)} of {len(self._rows)}", layout=False)


def _texts(row: Sequence[str]) -> Iterator[Text]:
    """Give the cells as text: a plain string would be read as markup."""
    return (Text(cell) for cell, width in zip(row, WIDTHS, strict=True) if width)


def _quiet_input() -> Input:
    search = Input(placeholder="search", compact=True)
    search.cursor_blink = False
    return search


def _app_of(words: Sequence[str]) -> App[None]:
    match words:
        case ["empty"]:
            return EmptyApp()
        case ["stock", lines]:
            return StockApp(Path(lines))
        case _:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    _app_of(sys.argv[1:]).run()
