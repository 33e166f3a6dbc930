"""What a screen is for and which keys it knows, over the screen itself."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Markdown


class HelpScreen(ModalScreen[None]):
    """Shows a text of ours; escape, enter, `q` or `?` leave it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter,question_mark,f1", "close", "Close", id="help.close"),
        Binding("j,down", "scroll_down", "Down", id="help.down", show=False),
        Binding("k,up", "scroll_up", "Up", id="help.up", show=False),
    ]

    DEFAULT_CSS = """
    HelpScreen { align: center middle; }
    HelpScreen #help {
        width: 90;
        max-width: 96%;
        height: auto;
        max-height: 92%;
        background: $surface;
        border: round $primary;
        padding: 0 1;
        scrollbar-size-vertical: 1;
    }
    """

    AUTO_FOCUS = "#help"

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        """One scrollable text."""
        with VerticalScroll(id="help"):
            yield Markdown(self._text, open_links=False)

    def action_close(self) -> None:
        """Leave the help."""
        self.dismiss(None)

    def action_scroll_down(self) -> None:
        """Scroll the text, whatever has the focus."""
        self.query_one("#help", VerticalScroll).scroll_down(animate=False)

    def action_scroll_up(self) -> None:
        """Scroll the text, whatever has the focus."""
        self.query_one("#help", VerticalScroll).scroll_up(animate=False)
