"""A prompt of one line for a company's number, in the place of the search; its answer stands beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from axtui.core.company_number import CompanyNumbers, Numbered
from axtui.core.report_lines import ReportLines, lines_of
from axtui.tui.report_words import jump_words

_OFFER: Final = "hidden: enter again shows all rows"
"""Fits beside the number on a screen of 60 columns."""


class _NumberInput(Input):
    """An input that `enter` goes on from, and that all else that leads out of it leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        # Actions, not messages: what is typed behind them in one go must find the table with the focus.
        Binding("enter", "screen.go_to_number", "Go there", id="jump.go", key_display="enter"),
        Binding("escape,tab,up,down", "screen.end_jump", "Leave", id="jump.leave", key_display="esc"),
    ]


class JumpPrompt(Horizontal):
    """Finds a company of the report while its number is typed; nothing moves before `enter`.

    The screen has the actions `go_to_number` and `end_jump`.
    """

    class Left(Message):
        """The focus went elsewhere."""

    DEFAULT_CSS = """
    JumpPrompt {
        display: none;
        height: 1;
        padding: 0 1;
        &.-open { display: block; }
        & > .jump-sign { width: 2; color: $text-muted; }
        & > Input { width: 20; background: $background; &:focus { background-tint: transparent; } }
        & > .jump-answer { width: 1fr; padding-left: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's own name
        super().__init__(id=id)
        self._numbers = CompanyNumbers(lines_of(()))
        self._is_hidden: Callable[[int], bool] = bool
        self._found: Numbered | None = None
        self._is_offered = False
        self._input = _NumberInput(placeholder="company number", compact=True, select_on_focus=False)
        self._input.cursor_blink = False  # a blinking cursor sends bytes all day (terminal.md section 2)
        self._answer = Static(classes="jump-answer", markup=False)

    def compose(self) -> ComposeResult:
        """Sign, number, answer."""
        yield Static("#", classes="jump-sign")
        yield self._input
        yield self._answer

    def on_mount(self) -> None:
        """Answer every letter in the frame that shows it."""
        self.watch(self._input, "value", self._look, init=False)

    def open(self, lines: ReportLines, is_hidden: Callable[[int], bool]) -> None:
        """Stand on the screen, empty, and take a number of one of these lines."""
        self._numbers = CompanyNumbers(lines)
        self._is_hidden = is_hidden
        self._input.value = ""
        self.add_class("-open")
        self._input.focus()

    def close(self) -> None:
        """Go from the screen, and hold no report that may be replaced meanwhile."""
        self.remove_class("-open")
        self._numbers = CompanyNumbers(lines_of(()))

    def _look(self) -> None:
        self._is_offered = False
        number = self._input.value
        self._found = self._numbers.find(number)
        hidden = self._found is not None and self._is_hidden(self._found.row)
        self._say(jump_words(self._found, self._numbers.lines, is_hidden=hidden) if number.strip() else "")

    def _say(self, words: str) -> None:
        self._answer.update(Content(words), layout=False)

    def chosen(self) -> int | None:
        """Return the row that `enter` leads to; a hidden one is offered first."""
        if self._found is None:
            return None
        if self._is_hidden(self._found.row) and not self._is_offered:
            self._is_offered = True
            self._say(_OFFER)
            return None
        return self._found.row

    @on(Input.Blurred)
    def _blurred(self, event: Input.Blurred) -> None:
        event.stop()
        self.post_message(self.Left())
