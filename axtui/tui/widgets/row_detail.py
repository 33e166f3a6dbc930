"""Everything about a row of the report, drawn line by line: only lines that differ are drawn again."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from textual.events import MouseScrollDown, MouseScrollUp
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from axtui.tui.notes import NOTE_CLASSES, note_css
from axtui.tui.row_lines import DetailLine, Look, Piece, detail_lines, plain_detail

if TYPE_CHECKING:
    from axtui.core.report import Report, Row

_LOOKS: Final = {
    Look.PLAIN: Style.null(),
    Look.HEADING: Style(bold=True),
    Look.NAME: Style(dim=True),
    Look.ASIDE: Style(dim=True, italic=True),
    Look.DIFFERENCE: Style(bold=True, color="red"),
    Look.MARK: Style(bold=True, color="red"),
}
_WHEEL: Final = 3
_PAUSE_SECONDS: Final = 0.25
"""What lies between two rows while the cursor runs; the row that it stops on is always shown."""


class RowDetail(Widget):
    """Shows a row in full, from its first line on; as high as it is told to be, or as its lines are many."""

    ALLOW_SELECT: ClassVar[bool] = False

    COMPONENT_CLASSES: ClassVar[set[str]] = set(NOTE_CLASSES.values())

    DEFAULT_CSS = f"""
    RowDetail {{ height: auto; }}
    {note_css("RowDetail")}
    """

    def __init__(
        self,
        row: Row | None = None,
        report: Report | None = None,
        *,
        ascii: bool = False,  # noqa: A002  # the setting's own name
        id: str | None = None,  # noqa: A002  # Textual's own name
    ) -> None:
        super().__init__(id=id)
        self._row = row
        self._report = report
        self._ascii = ascii
        self._laid_out_for = 0
        self._lines: tuple[DetailLine, ...] = ()
        self._first = 0

    def show(self, row: Row | None, report: Report | None) -> None:
        """Show another row from its first line on; None shows nothing."""
        before = self._drawn_lines()
        self._row, self._report, self._laid_out_for = row, report, 0
        self._first = 0
        self._draw_changes(before)

    def scroll_lines(self, by: int) -> None:
        """Show lines further down or up, as far as there are any."""
        before = self._drawn_lines()
        most = len(self._lines_for(self.size.width)) - self.size.height
        self._first = max(0, min(self._first + by, most))
        self._draw_changes(before)

    def page(self, way: int) -> None:
        """Scroll by nearly all that is in sight."""
        self.scroll_lines(way * max(1, self.size.height - 2))

    def plain_text(self, width: int) -> str:
        """Return everything that there is to read, as text for some width."""
        if self._row is None or self._report is None:
            return ""
        return "\n".join(plain_detail(self._laid_out(self._row, self._report, width)))

    def _laid_out(self, row: Row, report: Report, width: int) -> tuple[DetailLine, ...]:
        """Return all lines for a width."""
        return detail_lines(row, report, width=width, ascii_only=self._ascii)

    def _lines_for(self, width: int) -> tuple[DetailLine, ...]:
        if self._row is None or self._report is None or width <= 0:
            return ()
        if width != self._laid_out_for:
            self._laid_out_for = width
            self._lines = self._laid_out(self._row, self._report, width)
        return self._lines

    def _drawn_lines(self) -> tuple[DetailLine, ...]:
        """Return what is in sight; the last line says what lies below."""
        lines, height = self._lines_for(self.size.width), self.size.height
        seen = lines[self._first : self._first + height]
        below = len(lines) - self._first - height
        if below > 0 and seen:
            return (*seen[:-1], (Piece(f"{below + 1} more lines: ctrl+d", Look.ASIDE),))
        return seen

    def _draw_changes(self, before: tuple[DetailLine, ...]) -> None:
        after, width = self._drawn_lines(), self.size.width
        for y in range(max(len(before), len(after))):
            if before[y : y + 1] != after[y : y + 1]:
                self.refresh(Region(0, y, width, 1))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  # Textual's
        """Return the number of lines."""
        return len(self._lines_for(width))

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        drawn = self._drawn_lines()
        pieces = drawn[y] if y < len(drawn) else ()
        segments = [Segment(piece.text, self._style_of(piece)) for piece in pieces if piece.text]
        return Strip(segments).adjust_cell_length(self.size.width).apply_style(self.rich_style)

    def _style_of(self, piece: Piece) -> Style:
        if piece.look is not Look.NOTE or self._row is None:
            return _LOOKS.get(piece.look, Style.null())
        return self.get_component_rich_style(NOTE_CLASSES[self._row.note], partial=True)


class RowBeside(RowDetail):
    """Follows the table's cursor, behind the frame that answers the key that moved it.

    While keys come quickly, most rows on the way are left out: a slow line has better things to carry.
    """

    DEFAULT_CSS = """
    RowBeside {
        display: none;
        width: 32%;
        min-width: 44;
        max-width: 72;
        height: 1fr;
        padding: 0 1;
        border-left: vkey $primary 60%;
    }
    """

    def __init__(
        self,
        *,
        ascii: bool = False,  # noqa: A002  # the setting's own name
        id: str | None = None,  # noqa: A002  # Textual's own name
    ) -> None:
        super().__init__(ascii=ascii, id=id)
        self._wanted: tuple[Report | None, int] = (None, 0)
        self._shown: tuple[Report | None, int] = (None, 0)
        self._is_waiting = False

    def follow(self, report: Report | None, row: int | None) -> None:
        """Show this row of the report as soon as nothing more urgent is to be drawn."""
        self._wanted = (None, 0) if row is None else (report, row)
        if not self._is_waiting:
            self._is_waiting = True
            self.call_after_refresh(self._catch_up)

    def on_resize(self) -> None:
        """Show the row that there was no room for before, from its first line if all of it fits."""
        self.scroll_lines(0)
        if not self._is_up_to_date:
            self.follow(*self._wanted)

    def _catch_up(self) -> None:
        if not self.display:
            self._is_waiting = False
            self._shown = (None, 0)
            self.show(None, None)  # what is out of sight holds no report that has been replaced
            return
        if not self._is_up_to_date:
            self._shown = self._wanted
            report, row = self._wanted
            self.show(None if report is None else report.rows[row], report)
        self.set_timer(_PAUSE_SECONDS, self._look_again)

    def _look_again(self) -> None:
        self._is_waiting = False
        if not self._is_up_to_date:
            self.follow(*self._wanted)

    @property
    def _is_up_to_date(self) -> bool:
        (wanted, row), (shown, shown_row) = self._wanted, self._shown
        return wanted is shown and row == shown_row  # two reports of many rows are not compared

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Scroll under the pointer."""
        event.stop()
        self.scroll_lines(_WHEEL)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Scroll under the pointer."""
        event.stop()
        self.scroll_lines(-_WHEEL)
