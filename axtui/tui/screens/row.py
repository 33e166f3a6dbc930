"""One row explained: why it has its note, where names differ, what to do, and both records exactly."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen

from axtui.core.cells import exact_cells_of
from axtui.core.clipboard import pasteable
from axtui.core.notes import Note
from axtui.core.sentences import shortened
from axtui.core.text import quoted, safe_in_spreadsheet
from axtui.tui.explain_words import Beyond, Found, remedies_beyond, typed_in
from axtui.tui.plain_text import PlainTextRequested
from axtui.tui.terminal_app import TerminalApp
from axtui.tui.widgets.row_explained import RowExplained

if TYPE_CHECKING:
    from axtui.core.report import Report, Row
    from axtui.core.rule_outcomes import Explanation
    from axtui.core.suggest import Suggestion

_MOST_NAMED: Final = 40
"""Letters of a name in the frame; `y` sends all of it."""


class RowScreen(ModalScreen[None]):
    """Explains one company over the report; what takes longer to find out comes a moment later."""

    HELP: ClassVar[str] = """\
# Row

Why a company has its note, and the shortest way to put it right.

* **Names** stand letter under letter where they differ. The marks say how: `-` only in Autotask, `+` only in
  Xero, `~` the same in another form, `^` another letter, `!` nothing is drawn for it. A dot stands where a
  side has nothing. Odd characters are named by their code point.
* **What to do** is told for the side that needs less; `y` sends what is to be typed there, to the letter.
* **Similar customers** are suggestions: never applied, each with its score and why.
* **Under each match rule** is what another rule would say; `m` in the report switches, `w` counts.
* **Web** opens the record in a browser: in Xero in the organisation that you used last there. The form of
  Autotask's address is the one that other programs use; Autotask itself does not describe it.

| key | does |
|---|---|
| up, down, `j`, `k`, page up, page down, `g`, `G` | scroll |
| `y` | send the right name or number to the terminal's clipboard; without one, the company's name |
| `Y` | send the row to the terminal's clipboard |
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
        Binding("y", "copy_right", "What is to be typed, to the clipboard", id="row.copy", show=False),
        Binding("Y", "copy_row", "Row to the clipboard", id="row.copy-row", show=False),
        Binding("L", "plain_text", "Plain text", id="row.plain", show=False),
    ]

    AUTO_FOCUS = "#row"

    DEFAULT_CSS = """
    RowScreen { align: center middle; }
    RowScreen #row {
        width: 140;
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
        look: Callable[[], Awaitable[Explanation | None]] | None = None,
        suggest: Callable[[], Awaitable[tuple[Suggestion, ...] | None]] | None = None,
        acknowledged: str = "",
        has_links: bool = True,
        ascii: bool = False,  # noqa: A002  # the setting's own name
    ) -> None:
        """Explain a row of a report, of which something may be `acknowledged`, in words.

        `look` finds what only the snapshot knows, and `suggest`, where the row has no match, who may be
        meant; both return None where what the report was built from is gone.
        """
        super().__init__()
        self._row = row
        self._report = report
        self._look = look
        self._suggest = suggest if row.note is Note.NO_MATCH else None
        self._beyond = Beyond(acknowledged=acknowledged, seeks_suggestions=self._suggest is not None)
        self._detail = RowExplained(row, report, ascii=ascii, has_links=has_links, id="row-details")
        self.set_class(ascii, "-ascii")

    def compose(self) -> ComposeResult:
        """Name and note, then the sections."""
        scroll = VerticalScroll(id="row")
        with scroll:
            yield self._detail

    def on_mount(self) -> None:
        """Begin to look for what is beyond the row."""
        self._show_beyond(self._beyond)
        self._look_beyond()

    @work(group="beyond")
    async def _look_beyond(self) -> None:
        """Look for what takes no time first; where the snapshot is gone, nobody can be suggested either."""
        explanation = await self._look() if self._look else None
        if explanation is None:
            self._show_beyond(replace(self._beyond, found=Found.NOT_HERE, seeks_suggestions=False))
            return
        self._show_beyond(replace(self._beyond, found=Found.THERE, explanation=explanation))
        if self._suggest:
            suggestions = await self._suggest()
            self._show_beyond(replace(self._beyond, suggestions=suggestions, seeks_suggestions=False))

    def _show_beyond(self, beyond: Beyond) -> None:
        self._beyond = beyond
        self._detail.show_beyond(beyond)
        self._say_keys()

    @property
    def _right(self) -> tuple[str, str]:
        """Return what is to be typed, and where; without it the company's name."""
        text, side = typed_in(remedies_beyond(self._row, self._report, self._beyond))
        return (text, side) if text else (self._row.company.name, "")

    def _say_keys(self) -> None:
        text, side = self._right
        name = quoted(shortened(text, most=_MOST_NAMED))
        what = f", y sends {name}{f' for {side}' if side else ''}" if text else ""
        self._scroll.border_subtitle = Content(f"escape closes{what}")

    @property
    def _scroll(self) -> VerticalScroll:
        return self.query_one("#row", VerticalScroll)

    # Copies

    def action_copy_right(self) -> None:
        """Send what is to be typed to the clipboard of the terminal, exactly."""
        text, side = self._right
        self._copy(f"What is right in {side}" if side else "The company's name", pasteable(text))

    def action_copy_row(self) -> None:
        """Send the row's cells to the clipboard of the terminal, safe in a spreadsheet."""
        cells = map(pasteable, exact_cells_of(self._row))
        self._copy("The row", "\t".join(map(safe_in_spreadsheet, cells)))

    def _copy(self, what: str, text: str) -> None:
        if not text:
            self.notify(f"Nothing was sent: {what} is empty.", markup=False)
        elif isinstance(self.app, TerminalApp):
            self.notify(self.app.send_to_clipboard(what, text), markup=False)

    def action_plain_text(self) -> None:
        """Ask for the same as plain text."""
        self.post_message(PlainTextRequested(self._detail.plain_text(self.app.size.width)))

    def action_close(self) -> None:
        """Go back to the report; what is still being looked for is given up."""
        self.dismiss(None)

    # Scrolling

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
