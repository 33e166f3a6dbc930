"""One row in full: the company, its customers and contacts exactly as they are, and why it has its note."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from axtui.core.report import Report, Row
from axtui.tui.plain_text import PlainTextRequested
from axtui.tui.widgets.row_detail import RowDetail


class RowScreen(ModalScreen[None]):
    """Shows everything that is known about one company, over the report."""

    HELP: ClassVar[str] = """\
# Row

Everything about one company: the Xero customers that match it, its contacts in Autotask, and why it has its
note. Names are shown exactly; characters that cannot be seen are named by their code point.

| key | does |
|---|---|
| up, down, `j`, `k`, page up, page down, `g`, `G` | scroll |
| `L` | the same as plain text, for the terminal's own selection |
| `escape`, `q`, `enter` | close |
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "close", "Close", id="row.close"),
        Binding("question_mark,f1", "app.help", "Help", id="row.help"),
        Binding("j", "down", "Down", id="row.down", show=False),
        Binding("k", "up", "Up", id="row.up", show=False),
        Binding("g", "top", "Top", id="row.top", show=False),
        Binding("G", "bottom", "Bottom", id="row.bottom", show=False),
        Binding("L", "plain_text", "Plain text", id="row.plain", show=False),
    ]

    AUTO_FOCUS = "#row"

    DEFAULT_CSS = """
    RowScreen { align: center middle; }
    RowScreen #row {
        width: 100;
        max-width: 96%;
        height: auto;
        max-height: 92%;
        background: $surface;
        border: round $primary;
        border-subtitle-color: $text-muted;
        padding: 0 1;
        scrollbar-size-vertical: 1;
    }
    RowScreen.-ascii #row { border: ascii $primary; }
    """

    def __init__(
        self,
        row: Row,
        report: Report,
        *,
        ascii: bool = False,  # noqa: A002  # the setting's own name
    ) -> None:
        super().__init__()
        self._detail = RowDetail(row, report, ascii=ascii, id="row-details")
        self.set_class(ascii, "-ascii")

    def compose(self) -> ComposeResult:
        """Name and note, then the sections."""
        scroll = VerticalScroll(id="row")
        scroll.border_subtitle = "escape closes"
        with scroll:
            yield self._detail

    @property
    def _scroll(self) -> VerticalScroll:
        return self.query_one("#row", VerticalScroll)

    def action_plain_text(self) -> None:
        """Ask for the same as plain text."""
        self.post_message(PlainTextRequested(self._detail.plain_text(self.app.size.width)))

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
