"""Lines of text with a sign or a label before each, and a frame that is there only while it has any."""

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import HorizontalGroup, VerticalGroup, VerticalScroll
from textual.content import Content
from textual.widgets import Static


@dataclass(frozen=True, slots=True)
class Line:
    """A sign or a label, and beside it a text that is wrapped under itself, not under the sign."""

    lead: Content | str
    text: Content | str


class _LineView(HorizontalGroup):
    DEFAULT_CSS = """
    _LineView > .lead { width: auto; }
    _LineView > .text { width: 1fr; }
    """

    def __init__(self, line: Line) -> None:
        super().__init__()
        self.line = line

    def compose(self) -> ComposeResult:
        yield Static(self.line.lead, classes="lead", markup=False)
        yield Static(self.line.text, classes="text", markup=False)


class Lines(VerticalGroup):
    """Shows some lines, each to the letter."""

    def show(self, *lines: Line | Content | str) -> None:
        """Show these lines instead of those before."""
        self.remove_children()
        self.mount_all(_LineView(line if isinstance(line, Line) else Line("", line)) for line in lines)

    @property
    def text(self) -> str:
        """What there is to read, without its styles."""
        return "\n".join(f"{each.line.lead}{each.line.text}" for each in self.query(_LineView))


class Panel(VerticalScroll):
    """Frames some lines in as little room as they need, and scrolls beyond that."""

    DEFAULT_CSS = """
    Panel {
        display: none;
        height: auto;
        padding: 0 1;
        border: round $foreground 35%;
        scrollbar-size-vertical: 1;
        &.-shown { display: block; }
        &:focus { border: round $border; }
    }
    """

    def compose(self) -> ComposeResult:
        """The lines."""
        yield Lines()

    def show(self, *lines: Line | Content | str) -> None:
        """Show these lines from the first one on; none closes the panel."""
        self.set_class(bool(lines), "-shown")
        self.query_one(Lines).show(*lines)
        self.scroll_home(animate=False)

    def close(self) -> None:
        """Take the panel off the screen."""
        self.show()

    @property
    def is_shown(self) -> bool:
        """Whether there is something to read."""
        return self.has_class("-shown")

    @property
    def text(self) -> str:
        """What there is to read, without its styles."""
        return self.query_one(Lines).text if self.is_shown else ""
