"""The column chooser: what the report's table shows, in which order and how wide; at once, and remembered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from axtui.core.column_choice import ColumnChoice
from axtui.tui.widgets.column_fit import ColumnFit, least_width
from axtui.tui.widgets.column_list import ColumnList

Show = Callable[[ColumnChoice], ColumnFit]
"""Shows a choice in the table and returns what has become of it there."""

_KEYS: Final = """\
space show, hide   < > move   + - width   = automatic
r as at first   ? help   escape closes"""


class ColumnsScreen(ModalScreen[ColumnChoice]):
    """Changes the columns of the table that it lies over, key by key; closing it returns the choice."""

    HELP: ClassVar[str] = """\
# Columns

What the table shows. Every key takes effect at once in the table behind, and is remembered for this profile.

| key | does |
|---|---|
| up, down, `j`, `k`, home, end, `g`, `G` | choose a line |
| `space` | show or hide; the company is always shown |
| `<`, `>`, shift+up, shift+down, `K`, `J` | move the column to the left, to the right |
| `+`, `-` | wider, narrower |
| `=` | as wide as is good for it |
| `r` | all columns as they were at first |
| `escape`, `enter`, `q`, `o` | close |

The search looks in every column, shown or not. Where there is not room for all of them, the columns that you
have moved to the left or given a width are the last to go; left and right in the table reach each one that
is not hidden here.

The last line is for the row in full beside the table, which terminals of 140 cells and more have room for.
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q,o", "close", "Close", id="columns.close"),
        Binding("question_mark,f1", "app.help", "Help", id="columns.help"),
        Binding("space", "tick", "Show or hide", id="columns.toggle"),
        Binding("less_than_sign,shift+up,K", "move(-1)", "Move to the left", id="columns.left"),
        Binding("greater_than_sign,shift+down,J", "move(1)", "Move to the right", id="columns.right"),
        Binding("plus", "widen(1)", "Wider", id="columns.wider"),
        Binding("minus", "widen(-1)", "Narrower", id="columns.narrower"),
        Binding("equals_sign", "leave_width", "Automatic width", id="columns.automatic"),
        Binding("r", "reset", "As at first", id="columns.reset"),
    ]

    AUTO_FOCUS = "ColumnList"

    DEFAULT_CSS = """
    ColumnsScreen { align: right bottom; background: transparent; }
    ColumnsScreen #columns {
        width: 58;
        max-width: 100%;
        height: auto;
        max-height: 100%;
        background: $surface;
        border: round $primary;
        padding: 0 1;
    }
    ColumnsScreen.-ascii #columns { border: ascii $primary; }
    ColumnsScreen VerticalScroll { height: auto; max-height: 1fr; scrollbar-size-vertical: 1; }
    ColumnsScreen #columns-keys { color: $text-muted; height: auto; }
    """

    def __init__(
        self,
        choice: ColumnChoice,
        *,
        show: Show,
        ascii: bool = False,  # noqa: A002  # the setting's own name
    ) -> None:
        super().__init__()
        self.set_class(ascii, "-ascii")
        self._show = show
        self._first_choice = choice
        self._list = ColumnList()

    def compose(self) -> ComposeResult:
        """The columns, and the keys that change them."""
        with Vertical(id="columns") as box:
            box.border_title = "Columns"
            with VerticalScroll(can_focus=False):
                yield self._list
            yield Static("The search looks in every column, shown or not.", markup=False)
            yield Static(_KEYS, id="columns-keys", markup=False)

    def on_mount(self) -> None:
        """Show the choice as it stands."""
        self._change(self._first_choice)

    def look_again(self) -> None:
        """Say what there is room for in a table that has another width than before."""
        if self.is_mounted:
            self._change(self._choice)

    @property
    def _choice(self) -> ColumnChoice:
        return self._list.fit.choice

    def _change(self, choice: ColumnChoice) -> None:
        self._list.fit = self._show(choice)

    @on(ColumnList.Ticked)
    def action_tick(self) -> None:
        """Show the column, or hide it; on the last line, the detail beside the table."""
        column, choice = self._list.column, self._choice
        if column is None:
            self._change(replace(choice, has_detail=not choice.has_detail))
        else:
            self._change(choice.toggled(column))

    def action_move(self, step: int) -> None:
        """Move the column; the line at hand goes with it."""
        column = self._list.column
        if column is not None:
            choice = self._choice.moved(column, step)
            self._change(choice)
            self._list.at = choice.order.index(column)

    def action_widen(self, by: int) -> None:
        """Make the column wider or narrower than it stands in the table."""
        column = self._list.column
        if column is None:
            return
        choice = self._choice
        now = dict(self._list.fit.widths).get(column) or choice.widths.get(column) or least_width(column)
        self._change(choice.sized(column, now + by))

    def action_leave_width(self) -> None:
        """Leave the column's width to the table."""
        column = self._list.column
        if column is not None:
            self._change(self._choice.sized(column, None))

    def action_reset(self) -> None:
        """Show every column in its usual place and width."""
        self._change(ColumnChoice())

    def action_close(self) -> None:
        """Go back to the report."""
        self.dismiss(self._choice)
