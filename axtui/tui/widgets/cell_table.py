"""A table of any length, cell by cell and to the letter: an import file, or what an import has made of one.

Drawn line by line: a file may have 50,000 rows, of which a screen shows some.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar, Final, Protocol

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.events import Click
from textual.geometry import Region, Size, Spacing
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from axtui.core.text import visible

_HEADING_LINES: Final = 2
_WIDEST: Final = 28
"""Of a column; what does not fit is said of the chosen cell."""
_SHORT: Final = 14
"""A heading that breaking would not make narrower than its column's values."""
_MEASURED: Final = 100
"""Rows that decide how wide a column is."""
_SIGN: Final = "!"
_PLACE: Final = "cell-table--"


class Celled(Protocol):
    """A row of a table."""

    @property
    def cells(self) -> tuple[str, ...]:
        """Its exact values, one for each heading."""


class CellTable(ScrollView, can_focus=True):
    """Shows every row and column, with a visible stand-in for what a terminal must not be sent.

    A cell that should be looked at has a `!` before it; what is to be said of it is up to whoever listens.
    """

    class Moved(Message):
        """Another cell was chosen, or the table shows another file."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"{_PLACE}{part}" for part in ("heading", "cursor", "remark")}

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1, 0)", "Row up", id="preview.up", show=False),
        Binding("down", "move(1, 0)", "Row down", id="preview.down", show=False),
        Binding("left", "move(0, -1)", "Column left", id="preview.left", show=False),
        Binding("right", "move(0, 1)", "Column right", id="preview.right", show=False),
        Binding("pageup", "page(-1)", "Page up", id="preview.page-up", show=False),
        Binding("pagedown", "page(1)", "Page down", id="preview.page-down", show=False),
        Binding("home", "to_column(0)", "First column", id="preview.first-column", show=False),
        Binding("end", "to_column(-1)", "Last column", id="preview.last-column", show=False),
        Binding("g,ctrl+home", "to_row(0)", "First row", id="preview.first-row", show=False),
        Binding("G,ctrl+end", "to_row(-1)", "Last row", id="preview.last-row", show=False),
        Binding("n", "next_remark", "Next cell to look at", id="preview.next-remark", show=False),
    ]

    DEFAULT_CSS = """
    CellTable {
        height: auto;
        max-height: 10;
        background: transparent;
        scrollbar-size-vertical: 1;
        scrollbar-size-horizontal: 1;
        & > .cell-table--heading { text-style: bold; }
        & > .cell-table--cursor { text-style: underline; }
        &:focus > .cell-table--cursor { text-style: reverse; }
        & > .cell-table--remark { color: $text-warning; text-style: bold; }
    }
    """

    def __init__(self, remark: Callable[[str], str], *, id: str | None = None) -> None:  # noqa: A002  # Textual's own name for it
        super().__init__(id=id)
        self._remark = remark
        self._header: tuple[str, ...] = ()
        self._rows: Sequence[Celled] = ()
        self._headings: tuple[tuple[str, str], ...] = ()
        self._widths: tuple[int, ...] = ()
        self._row = self._column = 0

    def show(self, header: tuple[str, ...], rows: Sequence[Celled]) -> None:
        """Show another file from its first cell on."""
        self._header, self._rows = header, rows
        self._headings = tuple(map(heading_lines, header))
        self._widths = column_widths(self._headings, rows)
        self._row = self._column = 0
        width = sum(self._widths) + 2 * len(self._widths)
        self.virtual_size = Size(width, _HEADING_LINES + len(rows))
        self.scroll_to(0, 0, animate=False)
        self.refresh(layout=True)
        self.post_message(self.Moved())

    @property
    def row(self) -> int:
        """The place of the chosen cell's row."""
        return self._row

    @property
    def heading(self) -> str:
        """The heading of the chosen cell, whole; empty where the table has none."""
        return self._header[self._column] if self._rows else ""

    @property
    def cell(self) -> str:
        """The exact value of the chosen cell."""
        return self._rows[self._row].cells[self._column] if self._rows else ""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Take a line for each row, and one for the scroll bar under them."""
        del container, viewport
        return self.virtual_size.height + (self.virtual_size.width > width)

    # Drawing

    def render_line(self, y: int) -> Strip:
        """Draw one line of what is in sight; the headings stay at the top."""
        left, top = self.scroll_offset
        width = self.scrollable_content_region.width
        row = y - _HEADING_LINES + top
        if y < _HEADING_LINES:
            segments = self._heading_segments(y)
        elif row < len(self._rows):
            segments = self._row_segments(row)
        else:
            return Strip.blank(width, self.rich_style)
        strip = Strip(segments, sum(self._widths) + 2 * len(self._widths))
        return strip.crop(left, left + width).extend_cell_length(width, self.rich_style)

    def _heading_segments(self, line: int) -> Iterator[Segment]:
        style = self._style("heading")
        for lines, width in zip(self._headings, self._widths, strict=True):
            yield Segment(f" {_fitted(lines[line], width)} ", style)

    def _row_segments(self, row: int) -> Iterator[Segment]:
        plain, remarkable = self.rich_style, self._style("remark")
        for column, (cell, width) in enumerate(zip(self._rows[row].cells, self._widths, strict=True)):
            style = remarkable if cell and self._remark(cell) else plain
            yield Segment(_SIGN if style is remarkable else " ", style)
            if (row, column) == (self._row, self._column):
                style += self._style("cursor")
            yield Segment(_fitted(visible(cell), width), style)
            yield Segment(" ", plain)

    def _style(self, part: str) -> Style:
        return self.get_component_rich_style(f"{_PLACE}{part}")

    # Moving

    def action_move(self, rows: int, columns: int) -> None:
        """Choose a cell beside the chosen one."""
        self._choose(self._row + rows, self._column + columns)

    def action_page(self, pages: int) -> None:
        """Choose a cell a screenful away."""
        self.action_move(pages * max(1, self.scrollable_content_region.height - _HEADING_LINES), 0)

    def action_to_column(self, column: int) -> None:
        """Choose the first or the last cell of the row."""
        self._choose(self._row, column % max(1, len(self._widths)))

    def action_to_row(self, row: int) -> None:
        """Choose a cell of the first or the last row."""
        self._choose(row % max(1, len(self._rows)), self._column)

    def action_next_remark(self) -> None:
        """Choose the next cell that should be looked at; after the last one the first."""
        found = next_remark(self._rows, self._remark, after=(self._row, self._column))
        if found:
            self._choose(*found)
        else:
            self.notify("No cell of this file needs a look of its own.")

    def on_click(self, event: Click) -> None:
        """Choose the cell under the pointer."""
        at = event.get_content_offset(self)
        if at is None or at.y < _HEADING_LINES:
            return
        right, wanted = 0, at.x + self.scroll_offset.x
        for column, width in enumerate(self._widths):
            right += width + 2
            if wanted < right:
                self._choose(at.y - _HEADING_LINES + self.scroll_offset.y, column)
                return

    def _choose(self, row: int, column: int) -> None:
        if not self._rows:
            return
        self._row = min(max(row, 0), len(self._rows) - 1)
        self._column = min(max(column, 0), len(self._widths) - 1)
        left = sum(self._widths[: self._column]) + 2 * self._column
        cell = Region(left, _HEADING_LINES + self._row, self._widths[self._column] + 2, 1)
        self.scroll_to_region(cell, spacing=Spacing(top=_HEADING_LINES), animate=False, force=True)
        self.refresh()
        self.post_message(self.Moved())


def heading_lines(heading: str) -> tuple[str, str]:
    """Break a heading in two, so that more columns have room: at a mark in brackets, else at a space."""
    shown = visible(heading)
    if shown.startswith("[") and "] " in shown:
        mark, _, rest = shown.partition("] ")
        return f"{mark}]", rest
    if " [" in shown:
        start, _, mark = shown.rpartition(" [")
        return start, f"[{mark}"
    spaces = [at for at, char in enumerate(shown) if char == " "]
    if not spaces or len(shown) <= _SHORT:
        return "", shown
    at = min(spaces, key=lambda place: abs(len(shown) - 1 - 2 * place))
    return shown[:at], shown[at + 1 :]


def column_widths(headings: Sequence[tuple[str, str]], rows: Sequence[Celled]) -> tuple[int, ...]:
    """Return how wide each column is drawn: as its heading and the first rows need, up to a limit."""
    widths = [max(map(cell_len, lines)) for lines in headings]
    for row in rows[:_MEASURED]:
        for column, cell in enumerate(row.cells):
            if cell:
                widths[column] = max(widths[column], cell_len(visible(cell)))
    return tuple(min(width, _WIDEST) for width in widths)


def next_remark(
    rows: Sequence[Celled], remark: Callable[[str], str], *, after: tuple[int, int]
) -> tuple[int, int] | None:
    """Return row and column of the next cell to look at, round the end; the chosen one comes last."""
    if not rows:
        return None
    first, column = after
    for step in range(len(rows) + 1):
        row = (first + step) % len(rows)
        start = column + 1 if step == 0 else 0
        end = column + 1 if step == len(rows) else None
        for at, cell in enumerate(rows[row].cells[start:end], start=start):
            if cell and remark(cell):
                return row, at
    return None


def _fitted(text: str, width: int) -> str:
    if cell_len(text) > width:
        return f"{set_cell_size(text, width - 1)}…"
    return set_cell_size(text, width)
