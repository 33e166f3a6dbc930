"""What a person does with the report as it stands on the screen: columns, copies, plain text, the detail."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.screen import Screen
from textual.widgets import DataTable

from axtui.core.cells import COLUMNS, exact_cells_of
from axtui.core.clipboard import pasteable
from axtui.core.text import safe_in_spreadsheet
from axtui.tui.frugal_compositor import FrugalCompositor
from axtui.tui.plain_text import PlainTextRequested, report_text
from axtui.tui.report_words import hidden_words, sorting_words
from axtui.tui.terminal_app import TerminalApp

if TYPE_CHECKING:
    from axtui.core.column_choice import ColumnChoice
    from axtui.core.report import Report
    from axtui.tui.memory import Memory
    from axtui.tui.widgets.column_fit import ColumnFit
    from axtui.tui.widgets.report_table import ReportTable
    from axtui.tui.widgets.row_detail import RowBeside


class TableBesideDetail(Horizontal):
    """The table, and where there is room for it everything about the row under its cursor."""

    DEFAULT_CSS = """
    TableBesideDetail { height: 1fr; }
    """

    def __init__(self, table: ReportTable) -> None:
        super().__init__(id="report-body")
        self._table = table

    def compose(self) -> ComposeResult:
        """The table; the detail comes when there is room for it."""
        yield self._table


class ReportViewing(Screen[None]):
    """A screen that shows a report in a table; one that inherits says what of it is shown."""

    class ColumnsRequested(Message):
        """The person wants to choose columns."""

        def __init__(self, choice: ColumnChoice) -> None:
            super().__init__()
            self.choice = choice

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o,f2", "choose_columns", "Columns", id="report.columns"),
        Binding("y", "copy_cell", "Cell to the clipboard", id="report.copy-cell", show=False),
        Binding("Y", "copy_row", "Row to the clipboard", id="report.copy-row", show=False),
        Binding("L", "plain_text", "Plain text", id="report.plain", show=False),
        Binding(
            "ctrl+d,right_curly_bracket",
            "page_detail(1)",
            "Detail: down",
            id="report.detail-down",
            show=False,
        ),
        Binding(
            "ctrl+u,left_curly_bracket", "page_detail(-1)", "Detail: up", id="report.detail-up", show=False
        ),
    ]

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (140, "-broad")]  # noqa: RUF012  # Textual has not typed it as a class's

    DEFAULT_CSS = """
    ReportViewing {
        &.-broad.-detail RowBeside { display: block; }
        &.-broad.-detail.-shows-nothing RowBeside { display: none; }
    }
    """

    _report: Report | None
    _table: ReportTable
    _memory: Memory

    def __init__(self) -> None:
        super().__init__()
        self._compositor = FrugalCompositor()
        self.add_class("-detail")
        self._beside: RowBeside | None = None
        """Mounted once there is room for it: most starts are quicker without it."""

    def _say(self, sentence: str) -> None:
        raise NotImplementedError

    def _head_of_text(self) -> tuple[str, ...]:
        """Say whose report this is, and what of it was searched for."""
        raise NotImplementedError

    # Columns

    def show_columns(self, choice: ColumnChoice) -> ColumnFit:
        """Show these columns, and return what there is room for."""
        self._table.column_choice = choice
        self.set_class(choice.has_detail, "-detail")
        self._follow_cursor()
        return self._table.fit

    def keep_columns(self, choice: ColumnChoice | None) -> None:
        """Remember what was chosen."""
        if choice is not None:
            self._memory.change(lambda view: view.with_columns(choice))

    def _words_of_columns(self) -> tuple[str, ...]:
        """Say which columns are not there, and what nobody sees for that reason."""
        fit = self._table.fit
        hidden = hidden_words(fit.without_room, fit.hidden_by_choice)
        return (sorting_words(self._table.sorting, fit.shown) if fit.shown else "", hidden)

    def action_choose_columns(self) -> None:
        """Ask for the screen on which columns are chosen."""
        self.post_message(self.ColumnsRequested(self._table.column_choice))

    # The row beside the table

    @on(DataTable.RowHighlighted)
    def _follow_cursor(self) -> None:
        if self._beside is None and self.has_class("-broad") and self.has_class("-detail"):
            self._beside = self._mounted_detail()
        if self._beside is not None:
            self._beside.follow(self._report, self._table.current)

    def _mounted_detail(self) -> RowBeside:
        from axtui.tui.widgets.row_detail import RowBeside  # not needed for the first frame

        detail = RowBeside(ascii=self.has_class("-ascii"), id="report-beside")
        self.query_one(TableBesideDetail).mount(detail)
        return detail

    def on_resize(self) -> None:
        """Show the row beside the table where there is room for it now."""
        self.call_later(self._follow_cursor)  # Textual tells the width to the stylesheet behind this

    def action_page_detail(self, way: int) -> None:
        """Scroll the row beside the table, wherever the focus is."""
        if self._beside is not None:
            self._beside.page(way)

    # Copies

    def _exact_cells(self) -> tuple[str, ...]:
        """Return the cells of the row under the cursor as they may be pasted; say so where there is none."""
        row = self._table.current
        if self._report is None or row is None:
            self._say("Nothing was sent: there is no row.")
            return ()
        return tuple(map(pasteable, exact_cells_of(self._report.rows[row])))

    def action_copy_cell(self) -> None:
        """Send the active column's cell to the clipboard of the terminal, exactly as it is stored."""
        column = self._table.active_column
        cells = self._exact_cells()
        if cells:
            self._copy(column.title, cells[COLUMNS.index(column)])

    def action_copy_row(self) -> None:
        """Send the row to the clipboard of the terminal: the chosen columns, safe in a spreadsheet."""
        cells = self._exact_cells()
        if cells:
            shown = (cells[COLUMNS.index(column)] for column in self._table.column_choice.shown)
            self._copy("The row", "\t".join(map(safe_in_spreadsheet, shown)))

    def _copy(self, what: str, text: str) -> None:
        if not text:
            self._say(f"Nothing was sent: {what} is empty.")
        elif isinstance(self.app, TerminalApp):
            self._say(self.app.send_to_clipboard(what, text))

    # Plain text

    def action_plain_text(self) -> None:
        """Ask for the rows on the screen as plain text."""
        self.post_message(PlainTextRequested(self._plain_text()))

    def _plain_text(self) -> str:
        table = self._table
        first = round(table.scroll_y)
        rows = table.shown[first : first + table.scrollable_content_region.height - 1]
        return report_text(
            self._head_of_text(),
            [table.lines.cells(row) for row in rows],
            marked=[table.lines.companies[row] in table.marked for row in rows],
            columns=table.fit.widths,
            width=self.app.size.width,
        )
