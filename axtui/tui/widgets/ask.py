"""One question with two answers; the safe one has the focus."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from axtui.tui.widgets.push_button import PushButton


class AskScreen(ModalScreen[bool]):
    """Ask before something that cannot be taken back; every way out but `yes` answers no.

    Question and detail are shown to the letter; whoever puts remote text into them cleans it first.
    """

    HELP: ClassVar[str] = """\
# A question

Nothing happens until you answer; the safe answer has the focus.

| key | does |
|---|---|
| `enter` | gives the answer that has the focus |
| `tab`, left, right | go to the other answer |
| `y` / `n` | yes / no |
| `escape`, `q` | no |
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,n,q", "answer(False)", "No", id="ask.no"),
        Binding("y", "answer(True)", "Yes", id="ask.yes"),
        Binding("question_mark,f1", "app.help", "Help", id="ask.help", show=False),
        Binding("left,right,up,down", "other", "Other answer", id="ask.other", show=False),
    ]

    AUTO_FOCUS = "#ask-no"

    DEFAULT_CSS = """
    AskScreen {
        align: center middle;
    }
    AskScreen #ask {
        width: 64;
        max-width: 94%;
        height: auto;
        max-height: 90%;
        padding: 1 2;
        background: $surface;
        border: round $warning;
    }
    AskScreen #ask-question { text-style: bold; }
    AskScreen #ask-detail { margin-top: 1; }
    AskScreen #ask-answers { height: 1; margin-top: 1; align-horizontal: right; }
    AskScreen PushButton { margin: 0 0 0 1; }
    """

    def __init__(self, question: str, *, detail: str = "", yes: str = "Yes", no: str = "No") -> None:
        super().__init__()
        self._question = question
        self._detail = detail
        self._yes = yes
        self._no = no

    def compose(self) -> ComposeResult:
        """Question, detail, and the two answers with the safe one first."""
        with Vertical(id="ask"):
            yield Static(self._question, id="ask-question", markup=False)
            if self._detail:
                yield Static(self._detail, id="ask-detail", markup=False)
            with Horizontal(id="ask-answers"):
                yield PushButton(self._no, id="ask-no")
                yield PushButton(self._yes, id="ask-yes")

    @on(PushButton.Pressed, "#ask-yes")
    def _said_yes(self) -> None:
        self.action_answer(yes=True)

    @on(PushButton.Pressed, "#ask-no")
    def _said_no(self) -> None:
        self.action_answer(yes=False)

    def action_answer(self, yes: bool) -> None:
        """Leave with the answer."""
        self.dismiss(yes)

    def action_other(self) -> None:
        """Move the focus to the other answer."""
        self.focus_next(PushButton)
