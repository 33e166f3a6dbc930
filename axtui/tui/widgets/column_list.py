"""The report's columns in a list: which are shown, in which order, how wide; one line is at hand."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from axtui.core.cells import TITLES, Column
from axtui.core.column_choice import ALWAYS_SHOWN, ColumnChoice
from axtui.tui.widgets.column_fit import ColumnFit

_DETAIL: Final = "Row in full beside the table"
_BROADEST: Final = max(map(len, TITLES))
_BOX: Final = 6
"""Cells that the sign of the line at hand and its box take."""


class ColumnList(Widget, can_focus=True):
    """Shows `> [x] Title  width` per column; the keys that change it belong to the screen around it."""

    class Ticked(Message):
        """A click on a line's box."""

    ALLOW_SELECT: ClassVar[bool] = False

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "go(1)", "Down", id="columns.down", show=False),
        Binding("up,k", "go(-1)", "Up", id="columns.up", show=False),
        Binding("home,g", "go(-99)", "First", id="columns.first", show=False),
        Binding("end,G", "go(99)", "Last", id="columns.last", show=False),
    ]

    DEFAULT_CSS = """
    ColumnList { height: auto; width: 1fr; text-wrap: nowrap; }
    """

    fit: reactive[ColumnFit] = reactive(ColumnFit)
    """What the table makes of the choice."""
    at: reactive[int] = reactive(0)
    """The line at hand; behind the columns there is one for the detail beside the table."""

    @property
    def column(self) -> Column | None:
        """The column at hand; None for the detail beside the table."""
        order = self.fit.choice.order
        return order[self.at] if self.at < len(order) else None

    def validate_at(self, at: int) -> int:
        """Stay on the list."""
        return max(0, min(at, len(self.fit.choice.order)))

    def watch_at(self) -> None:
        """Keep the line at hand in sight."""
        self.call_after_refresh(self._show_line)

    def _show_line(self) -> None:
        if isinstance(self.parent, Widget):
            line = Region(0, self.at, self.size.width, 1)
            self.parent.scroll_to_region(line, animate=False)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  # Textual's
        """Return the number of lines."""
        return len(self._lines())

    def render(self) -> Content:
        """Draw every line, the one at hand so that it is told without colour."""
        return Content("\n").join(
            Content.styled(f"> {line}", "bold reverse") if at == self.at else Content(f"  {line}")
            for at, line in enumerate(self._lines())
        )

    def _lines(self) -> list[str]:
        columns = [column_line(column, self.fit) for column in self.fit.choice.order]
        return [*columns, f"{_box(is_ticked=self.fit.choice.has_detail)} {_DETAIL}"]

    def action_go(self, step: int) -> None:
        """Take another line."""
        self.at += step

    def on_click(self, event: events.Click) -> None:
        """Take the line under the pointer; on its box, tick it or clear it."""
        event.stop()
        self.at = event.y
        if event.x < _BOX:
            self.post_message(self.Ticked())


def column_line(column: Column, fit: ColumnFit) -> str:
    """Tell of a column whether it is shown, and how wide or why not."""
    is_ticked = column not in fit.choice.hidden
    return f"{_box(is_ticked=is_ticked)} {column.title:<{_BROADEST}}  {_width_words(column, fit)}"


def _box(*, is_ticked: bool) -> str:
    return f"[{'x' if is_ticked else ' '}]"


def _width_words(column: Column, fit: ColumnFit) -> str:
    choice: ColumnChoice = fit.choice
    chosen, width = choice.widths.get(column), dict(fit.widths).get(column)
    if column in choice.hidden:
        return "hidden"
    if width is None:
        return "no room" if chosen is None else f"no room for {chosen}"
    if chosen is None:
        words = f"{width}"
    else:
        words = f"{width} set" if width == chosen else f"{width} of {chosen} set"
    return f"{words}, always shown" if column is ALWAYS_SHOWN else words
