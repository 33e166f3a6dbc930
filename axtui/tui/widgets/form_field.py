"""One line of a form: a label, what is typed or chosen, and under it what is wrong with that."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static

from axtui.tui.widgets.choice import Choice
from axtui.tui.widgets.masked_input import MaskedInput


class FormField(Vertical):
    """Shows one key of the configuration; whoever owns the form decides what is wrong.

    The field that has the focus is marked by a bar at its left edge, which needs no colour.
    """

    class Edited(Message):
        """The text changed under the person's fingers."""

        def __init__(self, field: "FormField") -> None:
            super().__init__()
            self.field = field

        @property
        def control(self) -> "FormField":
            """The field that changed, for `@on` selectors."""
            return self.field

    DEFAULT_CSS = """
    FormField {
        height: auto;
        padding: 0 1;
        &:focus-within { outline-left: outer $accent; }
        &:focus-within .form-field--label { text-style: bold; }
        .form-field--line { height: 1; }
        .form-field--label {
            width: 24;
            height: 1;
            color: $text-muted;
            text-wrap: nowrap;
            text-overflow: ellipsis;
        }
        .form-field--problem { display: none; margin-left: 24; color: $text-error; }
        &.-wrong .form-field--problem { display: block; }
        Input { width: 1fr; }
    }
    """

    def __init__(
        self,
        key: str,
        label: str,
        *,
        choices: Sequence[str] = (),
        labels: Sequence[str] = (),
        placeholder: str = "",
    ) -> None:
        super().__init__()
        self.key = key
        self.problem = ""
        """What the field says is wrong; empty when nothing is."""
        self._label = Static(label, classes="form-field--label", markup=False)
        self._problem = Static("", classes="form-field--problem", markup=False)
        self.editor: Input | Choice
        """What has the focus while the field is edited."""
        if choices:
            self.editor = Choice(choices, labels=labels)
        else:
            self.editor = MaskedInput(placeholder=placeholder, password=False)

    def compose(self) -> ComposeResult:
        """Label and editor on one line, the problem under the editor."""
        with Horizontal(classes="form-field--line"):
            yield self._label
            yield self.editor
        yield self._problem

    @property
    def text(self) -> str:
        """What stands in the field, as typed."""
        return self.editor.value

    def load(self, text: str, *, placeholder: str | None = None) -> None:
        """Put a text in without counting it as an edit, and forget what was wrong before."""
        with self.editor.prevent(Input.Changed, Choice.Changed):
            self.editor.value = text
        if isinstance(self.editor, Input):
            self.editor.cursor_position = len(text)
            if placeholder is not None:
                self.editor.placeholder = placeholder
        self.show_problem("")

    def show_problem(self, sentence: str) -> None:
        """Say under the field what is wrong with it; an empty sentence says that nothing is."""
        if sentence == self.problem:
            return  # most keys change nothing here, and each update lays the whole form out again
        self.problem = sentence
        self.set_class(bool(sentence), "-wrong")
        self._problem.update(f"! {sentence}" if sentence else "")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Edited(self))

    @on(Choice.Changed)
    def _chose(self, event: Choice.Changed) -> None:
        event.stop()
        self.post_message(self.Edited(self))
