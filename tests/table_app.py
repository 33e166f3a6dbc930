"""An app around one table, for tests: what it shows, cell by cell, and what it says."""

from collections.abc import Sequence
from typing import Any

from rich.style import Style
from rich.text import Text
from textual.app import App, ComposeResult
from textual.widgets import DataTable

from axtui.tui.widgets.report_table import ReportTable

_LIKE_OURS = """
DataTable {
    height: 1fr; background: $background; overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1;
    &:focus { background-tint: transparent; }
    &:ansi:blur > .datatable--cursor { text-style: reverse; }
    &:nocolor > .datatable--cursor { text-style: reverse; }
    &:nocolor:focus > .datatable--cursor { text-style: reverse; }
}
"""

Drawn = list[list[tuple[object, ...]]]


class TableApp(App[None]):
    """Shows one table and keeps what it says."""

    CSS = _LIKE_OURS

    def __init__(self, table: DataTable[Text], *, theme: str = "textual-dark") -> None:
        super().__init__(ansi_color=True if theme.startswith("ansi-") else None)
        self.animation_level = "none"
        self.theme = theme
        self.table = table
        self.heard: list[tuple[Any, ...]] = []

    def compose(self) -> ComposeResult:
        yield self.table

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        self.heard.append(("highlighted", event.cursor_row, event.row_key.value))

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        self.heard.append(("selected", event.cursor_row, event.row_key.value))

    def on_data_table_cell_highlighted(self, event: DataTable.CellHighlighted) -> None:
        self.heard.append(("cell", event.coordinate, str(event.value), event.cell_key.row_key.value))

    def on_data_table_cell_selected(self, event: DataTable.CellSelected) -> None:
        self.heard.append(("cell selected", event.coordinate, str(event.value)))

    def on_data_table_column_highlighted(self, event: DataTable.ColumnHighlighted) -> None:
        self.heard.append(("column", event.cursor_column, event.column_key.value))

    def on_data_table_column_selected(self, event: DataTable.ColumnSelected) -> None:
        self.heard.append(("column selected", event.cursor_column, event.column_key.value))

    def on_data_table_header_selected(self, event: DataTable.HeaderSelected) -> None:
        self.heard.append(("header", event.column_index, event.column_key.value, event.label.plain))

    def on_report_table_marks_changed(self, event: ReportTable.MarksChanged) -> None:
        companies = None if event.row is None else self.query_one(ReportTable).lines.companies
        self.heard.append(("marks", None if event.row is None or companies is None else companies[event.row]))


def text_on(app: App[None]) -> list[str]:
    """Return the text on the screen, line by line."""
    return [strip.text for strip in app.screen._compositor.render_strips()]


def drawn_by(app: App[None]) -> Drawn:
    """Return every cell of the screen: its letter, and how it looks."""
    return [
        [look for segment in strip for look in _looks(segment.text, segment.style)]
        for strip in app.screen._compositor.render_strips()
    ]


def _looks(text: str, style: Style | None) -> Sequence[tuple[object, ...]]:
    style = style or Style()
    colours = (str(style.color), str(style.bgcolor))
    ways = (style.bold, style.dim, style.italic, style.underline, style.reverse, style.strike)
    return [(letter, *colours, *map(bool, ways)) for letter in text]
