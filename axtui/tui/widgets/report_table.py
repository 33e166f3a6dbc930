"""The report's table: rows in their order, columns that have room, marks, and the cursor's company."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Final

from rich.style import Style
from rich.text import Text
from textual import on
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.coordinate import Coordinate
from textual.geometry import Size
from textual.message import Message
from textual.reactive import var
from textual.widgets import DataTable
from textual.widgets.data_table import Column as TableColumn
from textual.widgets.data_table import ColumnKey, RowKey

from axtui.core.cells import COLUMNS, Column
from axtui.core.column_choice import ColumnChoice
from axtui.core.notes import Note
from axtui.core.sorting import ShownRows, Sorting
from axtui.tui.notes import NOTE_CLASSES, NOTE_LOOKS, note_css
from axtui.tui.widgets.changing_table import ChangingTable
from axtui.tui.widgets.column_fit import ColumnFit, fit_columns
from axtui.tui.widgets.row_painter import CellLook
from axtui.tui.widgets.search_hits import SearchHits

if TYPE_CHECKING:
    from axtui.core.models import CompanyId
    from axtui.core.report_lines import ReportLines
    from axtui.core.search_query import Query

_HIT: Final = "report-table--hit"
_MARK: Final = ColumnKey("mark")
ASIDE: Final = "a"
"""Stands before an acknowledged row that is shown all the same; it is also the key for that."""
_FEW: Final = 16
"""To look for one row among those shown takes as long as to pass over as many."""
_PLACES: Final = {column: place for place, column in enumerate(COLUMNS)}
_KEYS: Final = {column: ColumnKey(column.value) for column in COLUMNS}


class ReportTable(ChangingTable):
    """Shows rows of a report: filtered, sorted, marked; the cursor stays on its company through all of it."""

    class Refitted(Message):
        """Other columns than before have room, or the same have more or less of it."""

    class Sorted(Message):
        """The rows stand in another order; the column that decides it may have no room."""

    class MarksChanged(Message):
        """The person marked or unmarked."""

        def __init__(self, row: int | None = None) -> None:
            super().__init__()
            self.row = row
            """The place in the report of the row that it is about; None when it is about all of them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "cursor_down", "Down", id="table.down", show=False),
        Binding("up,k", "cursor_up", "Up", id="table.up", show=False),
        Binding("pagedown", "page_down", "Page down", id="table.page-down", show=False),
        Binding("pageup", "page_up", "Page up", id="table.page-up", show=False),
        Binding("g,ctrl+home", "scroll_top", "First row", id="table.top", show=False),
        Binding("G,ctrl+end", "scroll_bottom", "Last row", id="table.bottom", show=False),
        Binding("home", "scroll_home", "First row", id="table.home", show=False),
        Binding("end", "scroll_end", "Last row", id="table.end", show=False),
        Binding("left", "cursor_left", "Column to the left", id="table.left", show=False),
        Binding("right", "cursor_right", "Column to the right", id="table.right", show=False),
        Binding("enter", "select_cursor", "Detail", id="table.detail", key_display="enter"),
        Binding("space", "toggle_mark", "Mark", id="table.mark"),
        Binding("u", "unmark_all", "Unmark all", id="table.unmark", show=False),
        Binding("s", "sort", "Sort", id="table.sort"),
    ]

    COMPONENT_CLASSES: ClassVar[set[str]] = {"report-table--marked", _HIT, *NOTE_CLASSES.values()}

    hit_component = _HIT

    DEFAULT_CSS = f"""
    ReportTable {{
        height: 1fr;
        background: $background;
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        &:focus {{ background-tint: transparent; }}
        &:ansi:blur > .datatable--cursor {{ text-style: reverse; }}
        &:nocolor > .datatable--cursor {{ text-style: reverse; }}
        &:nocolor:focus > .datatable--cursor {{ text-style: reverse; }}
        & > .report-table--marked {{ text-style: bold; }}
        & > .report-table--hit {{ text-style: bold underline; }}
    }}
    {note_css("ReportTable")}
    """

    active_column: var[Column] = var(Column.COMPANY)
    """The column that left and right choose and that `s` sorts by; it is shown at every width."""

    column_choice: var[ColumnChoice] = var(ColumnChoice, init=False)
    """Which columns the person wants to see, in which order and how wide."""

    def __init__(
        self,
        *,
        ascii: bool = False,  # noqa: A002  # the setting's own name
        id: str | None = None,  # noqa: A002  # Textual's own name
        **options: Any,
    ) -> None:
        self._ascii = ascii
        self._visible: Sequence[int] = range(0)
        self._hits = SearchHits()
        self._note_styles: dict[Note, Style] = {}
        self._home: int | None = None
        self._is_placing_cursor = False
        self._marked: frozenset[CompanyId] = frozenset()
        self._marked_rows: frozenset[int] = frozenset()
        self._aside: Collection[int] = ()
        self.sorting = Sorting()
        self.fit = ColumnFit()
        self._fitted_width = self._width_to_fit = 0
        super().__init__(self._looks_of, ellipsis=not ascii, id=id, **{"cursor_type": "row", **options})

    # What is shown

    def show(
        self, lines: ReportLines, visible: Sequence[int] | None = None, *, query: Query | None = None
    ) -> None:
        """Show the lines of another report, those whose places are `visible` (ascending), or all.

        Nothing is copied. Sorting and marks stay; marks of companies that are gone are dropped.
        """
        self._home = self._lazy.replace(lines, following=self._home)
        self._mark(self._marked)
        self._lazy.order = self._lazy.orders.under(self.sorting)
        self.show_only(range(len(lines)) if visible is None else visible, query=query)

    def show_only(self, visible: Sequence[int], *, query: Query | None = None) -> None:
        """Show only the rows at these places (ascending), with what the query has hit in their cells.

        It costs what is on the screen.
        """
        self._visible = visible
        if query != self._hits.query:
            self._hits = SearchHits(query)
            self._repaint()
        self._arrange()

    def tell_aside(self, places: Collection[int]) -> None:
        """Put a sign before the rows at these places, where they are shown: somebody knows of them."""
        self._aside = places
        self._repaint()

    def sort_by(self, sorting: Sorting) -> None:
        """Show the same rows in another order."""
        self.sorting = sorting
        self._lazy.order = self._lazy.orders.under(sorting)
        self._arrange()
        self._relabel()
        self.post_message(self.Sorted())

    @property
    def lines(self) -> ReportLines:
        """The lines of the report, hidden ones included."""
        return self._lazy.lines

    @property
    def shown(self) -> Sequence[int]:
        """The places in the report of the rows that are shown, from top to bottom."""
        return self._lazy.shown.rows

    @property
    def current(self) -> int | None:
        """The place in the report of the row under the cursor; None when nothing is shown."""
        return self._lazy.at(self.cursor_row)

    def row_of(self, key: RowKey | str) -> int | None:
        """Return the place in the report of the row with a key of this table, shown or not."""
        return self._lazy.find(key)

    def _arrange(self) -> None:
        self._lazy.shown = ShownRows(self._lazy.order, self._visible)
        self._changed()
        self._put_cursor_back()

    # The cursor

    def _put_cursor_back(self) -> None:
        """Put the cursor on its company, or on the nearest one that is shown; the company is remembered."""
        if self._home is None and len(self._lazy):
            self._home = self._lazy.shown[0]
        found = None if self._home is None else self._lazy.shown.nearest(self._home)
        was_at = self.cursor_row
        self._is_placing_cursor = True
        self.cursor_coordinate = Coordinate(found or 0, self.cursor_column)
        self._is_placing_cursor = False
        if self.cursor_row == was_at and self.show_cursor:
            self._highlight_cursor()  # another row may stand where the cursor is: tell whoever listens
            self._scroll_cursor_into_view()

    def go_to(self, row: int) -> None:
        """Put the cursor on a row of the report; on the nearest one that is shown where it is hidden."""
        self._home = row
        self._put_cursor_back()

    def watch_cursor_coordinate(self, old_coordinate: Coordinate, new_coordinate: Coordinate) -> None:
        """Remember the company that the person moved to."""
        super().watch_cursor_coordinate(old_coordinate, new_coordinate)
        if not self._is_placing_cursor:
            self._settle()

    def _settle(self) -> None:
        """Take the company under the cursor for the one the person means."""
        if len(self._lazy):
            self._home = self._lazy.shown[self.cursor_row]

    def action_select_cursor(self) -> None:
        """Choose the row under the cursor; where none is seen, the key is free for whoever else wants it."""
        if not len(self._lazy) or not self.columns:
            raise SkipAction
        self._settle()
        super().action_select_cursor()

    def action_scroll_home(self) -> None:
        """Go to the first row; with a cell cursor, to the first column."""
        if self.cursor_type == "row":
            self.action_scroll_top()
        else:
            super().action_scroll_home()

    def action_scroll_end(self) -> None:
        """Go to the last row; with a cell cursor, to the last column."""
        if self.cursor_type == "row":
            self.action_scroll_bottom()
        else:
            super().action_scroll_end()

    # Columns

    def action_cursor_left(self) -> None:
        """Choose the column to the left; with a cell cursor, the cell."""
        if self.cursor_type == "row":
            self._choose_column(-1)
        else:
            super().action_cursor_left()

    def action_cursor_right(self) -> None:
        """Choose the column to the right; with a cell cursor, the cell."""
        if self.cursor_type == "row":
            self._choose_column(+1)
        else:
            super().action_cursor_right()

    def _choose_column(self, step: int) -> None:
        self.active_column = self.column_choice.beside(self.active_column, step)

    def watch_active_column(self) -> None:
        """Show the active column, in the place of another one if it has to be."""
        self._refit()

    def watch_column_choice(self, choice: ColumnChoice) -> None:
        """Show what was chosen; where the active column is hidden, another one becomes active."""
        self.set_reactive(ReportTable.active_column, choice.nearest(self.active_column))
        self._refit()

    def on_resize(self) -> None:
        """Give the new width to the columns, and keep the cursor in sight."""
        self._width_to_fit = self.scrollable_content_region.width
        if self._width_to_fit != self._fitted_width:
            self._refit()
        self._scroll_cursor_into_view()

    def _size_updated(
        self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True
    ) -> bool:
        """Fit the columns to a new width in any case.

        Whoever asks a widget where it stands while a layout is due makes Textual lay out at once, and of what
        that changes no Resize tells.
        """
        is_changed = super()._size_updated(size, virtual_size, container_size, layout)
        width = self.scrollable_content_region.width
        if width not in (self._fitted_width, self._width_to_fit):
            self._width_to_fit = width
            self.call_later(self.on_resize)
        return is_changed

    def _refit(self) -> None:
        before = self.fit
        self._fitted_width = width = self.scrollable_content_region.width
        if width <= 0:
            return  # there is no room to give away before the first layout
        gutter = 1 + 2 * self.cell_padding
        self.fit = fit_columns(
            width - gutter,
            padding=2 * self.cell_padding,
            active=self.active_column,
            choice=self.column_choice,
        )
        self._relabel()
        if self.fit != before:
            self.post_message(self.Refitted())

    def _relabel(self) -> None:
        """Set the columns anew: their widths, and in the heading the active one and the sorted one."""
        mark = TableColumn(_MARK, Text(" "), width=1, content_width=1)
        fitted = [
            TableColumn(_KEYS[column], self._label(column, width), width=width, content_width=width)
            for column, width in self.fit.widths
        ]
        self._set_columns([mark, *fitted])

    def _label(self, column: Column, width: int) -> Text:
        arrow = ""
        if column is self.sorting.column:
            up, down = ("^", "v") if self._ascii else ("▲", "▼")
            arrow = f" {down if self.sorting.reverse else up}"
        title = column.title[: width - len(arrow)]
        return Text(title + arrow, style="reverse" if column is self.active_column else "")

    # Cells

    def _looks_of(self, row: int) -> list[CellLook]:
        lines = self._lazy.lines
        is_marked = lines.companies[row] in self._marked
        style = self._component("report-table--marked") if is_marked else Style.null()
        texts = lines.cells(row)
        hits = self._hits.in_row(texts, lines.folded[row])
        sign = self._mark_glyph if is_marked else ASIDE if row in self._aside else " "
        looks = [CellLook(sign, style)]
        for column in self.fit.shown:
            at = _PLACES[column]
            look = CellLook(texts[at], style, hits[at])
            looks.append(self._look_of_note(lines.note(row), look) if column is Column.NOTE else look)
        return looks

    def _look_of_note(self, note: Note, look: CellLook) -> CellLook:
        text = NOTE_LOOKS[note].words(ascii_only=self._ascii)
        before = len(text) - len(look.text)
        hits = [(start + before, end + before) for start, end in look.hits]
        if note not in self._note_styles:
            self._note_styles[note] = self._component(NOTE_CLASSES[note])
        return CellLook(text, self._note_styles[note] + look.style, hits)

    def _forget_looks(self) -> None:
        super()._forget_looks()
        self._note_styles.clear()

    def _component(self, name: str) -> Style:
        return self.get_component_rich_style(name, partial=True)

    # Marks

    @property
    def _mark_glyph(self) -> str:
        return "*" if self._ascii else "●"

    @property
    def marked(self) -> frozenset[CompanyId]:
        """The companies that are marked, hidden ones included."""
        return self._marked

    @property
    def hidden_marks(self) -> int:
        """How many of the marked companies are not shown; asked with every key, however many there are."""
        rows, visible = self._marked_rows, self._visible
        if not rows or len(visible) == len(self._lazy.lines):
            return 0
        if len(rows) * _FEW < len(visible):
            return sum(self._lazy.shown.position(row) is None for row in rows)
        return len(rows) - len(rows.intersection(visible))

    def _mark(self, companies: Iterable[CompanyId]) -> None:
        """Have these companies marked and no other; those without a row are left out."""
        places = {company: self._lazy.lines.row_of(company) for company in companies}
        self._marked_rows = frozenset(row for row in places.values() if row is not None)
        self._marked = frozenset(company for company, row in places.items() if row is not None)
        self._repaint()

    def action_toggle_mark(self) -> None:
        """Mark the row under the cursor, or take its mark away."""
        row = self.current
        if row is None:
            return
        self._settle()
        self._marked ^= {self._lazy.lines.companies[row]}
        self._marked_rows ^= {row}
        self._repaint()
        self.post_message(self.MarksChanged(row))

    def action_unmark_all(self) -> None:
        """Take all marks away, those of hidden rows included."""
        self._mark(())
        self.post_message(self.MarksChanged())

    def forget(self) -> None:
        """Forget marks and cursor: the rows to come are other companies, even under the same ids."""
        self._mark(())
        self._home = None

    # Sorting

    def action_sort(self) -> None:
        """Sort by the active column; the second time the other way round."""
        self.sort_by(self.sorting.by(self.active_column))

    @on(DataTable.HeaderSelected)
    def _header_clicked(self, event: DataTable.HeaderSelected) -> None:
        if event.column_key != _MARK:
            self.active_column = Column(str(event.column_key.value))
            self.action_sort()
