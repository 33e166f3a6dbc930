"""One row in full: the company, its customers and contacts exactly as they are, and why it has its note."""

from collections.abc import Iterator
from typing import ClassVar, Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from axtui.core.report import Report, Row
from axtui.core.text import visible
from axtui.tui.notes import NOTE_CLASSES, note_css, note_text
from axtui.tui.row_words import Section, sections_of

_NAME_WIDTH: Final = 16


class RowScreen(ModalScreen[None]):
    """Shows everything that is known about one company, over the report."""

    HELP: ClassVar[str] = """\
# Row

Everything about one company: the Xero customers that match it, its contacts in Autotask, and why it has its
note. Names are shown exactly; characters that cannot be seen are named by their code point.

| key | does |
|---|---|
| up, down, `j`, `k`, page up, page down, `g`, `G` | scroll |
| `escape`, `q`, `enter` | close |
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "close", "Close", id="row.close"),
        Binding("question_mark,f1", "app.help", "Help", id="row.help"),
        Binding("j", "down", "Down", id="row.down", show=False),
        Binding("k", "up", "Up", id="row.up", show=False),
        Binding("g", "top", "Top", id="row.top", show=False),
        Binding("G", "bottom", "Bottom", id="row.bottom", show=False),
    ]

    AUTO_FOCUS = "#row"

    DEFAULT_CSS = f"""
    RowScreen {{ align: center middle; }}
    RowScreen #row {{
        width: 100;
        max-width: 96%;
        height: auto;
        max-height: 92%;
        background: $surface;
        border: round $primary;
        border-subtitle-color: $text-muted;
        padding: 0 1;
        scrollbar-size-vertical: 1;
    }}
    RowScreen.-ascii #row {{ border: ascii $primary; }}
    RowScreen #row-details {{ margin-top: 1; }}
    {note_css("RowScreen")}
    """

    def __init__(
        self,
        row: Row,
        report: Report,
        *,
        ascii: bool = False,  # noqa: A002  # the setting's own name
    ) -> None:
        super().__init__()
        self._row = row
        self._report = report
        self._ascii = ascii
        self.set_class(ascii, "-ascii")

    def compose(self) -> ComposeResult:
        """Name and note, then the sections."""
        scroll = VerticalScroll(id="row")
        scroll.border_subtitle = "escape closes"
        with scroll:
            yield Static(Text(visible(self._row.company.name), style="bold"), id="row-name")
            note = self._row.note
            yield Static(note_text(note, ascii=self._ascii), id="row-note", classes=NOTE_CLASSES[note])
            yield Static(Group(*self._details()), id="row-details")

    @property
    def _scroll(self) -> VerticalScroll:
        return self.query_one("#row", VerticalScroll)

    def _details(self) -> Iterator[RenderableType]:
        for section in sections_of(self._row, self._report):
            yield Text(section.title, style="bold")
            yield Padding(_grid(section), (0, 0, 0, 2))
            yield Text()

    def action_close(self) -> None:
        """Go back to the report."""
        self.dismiss(None)

    def action_down(self) -> None:
        """Scroll one line down."""
        self._scroll.scroll_down(animate=False)

    def action_up(self) -> None:
        """Scroll one line up."""
        self._scroll.scroll_up(animate=False)

    def action_top(self) -> None:
        """Scroll to the first line."""
        self._scroll.scroll_home(animate=False)

    def action_bottom(self) -> None:
        """Scroll to the last line."""
        self._scroll.scroll_end(animate=False)


def _grid(section: Section) -> Table:
    """Lay out names and values in two columns, an empty line between entries with names."""
    has_names = any(line.name for entry in section.entries for line in entry)
    grid = Table.grid(padding=(0, 2))
    if has_names:
        grid.add_column(width=_NAME_WIDTH, style="dim")
    grid.add_column(overflow="fold")
    for at, entry in enumerate(section.entries):
        if at and has_names:
            grid.add_row()
        for line in entry:
            value = Text(line.value, style="dim italic" if line.is_aside else "")
            grid.add_row(*([Text(line.name)] if has_names else []), value)
    return grid
