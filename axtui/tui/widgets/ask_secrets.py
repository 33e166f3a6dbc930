"""Asks for secrets that stand nowhere: what is typed here is kept in memory, and is never shown."""

from collections.abc import Callable
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalGroup, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from axtui.core.errors import ConfigProblem
from axtui.core.secret import Secret
from axtui.core.text import visible
from axtui.services.config import key_at
from axtui.services.config_rules import checked
from axtui.services.secret_places import SecretPlace
from axtui.tui.widgets.masked_input import MaskedInput
from axtui.tui.widgets.push_button import PushButton

_LABELS: Final = {
    "autotask.secret": "Autotask secret",
    "autotask.integration_code": "Autotask integration code",
    "xero.client_secret": "Xero client secret",
}
_WHAT_BECOMES_OF_IT: Final = (
    "What you type is kept in memory until you leave axtui, and is written nowhere. It can be pasted."
)

Typed = tuple[tuple[SecretPlace, Secret], ...]


class _SecretInput(MaskedInput):
    """Goes on with enter at once: a message would come behind the next letter, and be typed in here."""

    def __init__(self, go_on: Callable[[], None]) -> None:
        super().__init__()
        self._go_on = go_on

    async def action_submit(self) -> None:
        """Leave this field for the next one."""
        self._go_on()


class AskSecretsScreen(ModalScreen["Typed | None"]):
    """Asks for some secrets of one profile at once; ends with all of them, or with None."""

    HELP: ClassVar[str] = """\
# Secrets

This profile keeps some secrets nowhere: they are asked for when they are needed, and forgotten when axtui
is left, or when a login is refused. Nothing is sent before all of them are typed.

| key | does |
|---|---|
| `enter` | goes on, to the next secret and after the last one |
| `tab`, `shift+tab` | next field, previous field |
| `escape` | cancels; nothing is sent |
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f10", "leave", "Cancel", id="secrets.leave"),
        Binding("f1", "app.help", "Help", id="secrets.help", show=False),
    ]

    AUTO_FOCUS = "_SecretInput"

    DEFAULT_CSS = """
    AskSecretsScreen { align: center middle; }
    AskSecretsScreen #secrets {
        width: 72;
        max-width: 96%;
        height: auto;
        max-height: 96%;
        padding: 0 1;
        background: $surface;
        border: round $primary;
        scrollbar-size-vertical: 1;
    }
    AskSecretsScreen #secrets-title { text-style: bold; }
    AskSecretsScreen #secrets-what { margin: 1 0; color: $text-muted; }
    AskSecretsScreen .secrets--line { height: 1; }
    AskSecretsScreen .secrets--label { width: 27; }
    AskSecretsScreen .secrets--problem { display: none; margin-left: 27; color: $text-error; }
    AskSecretsScreen .secrets--problem.-wrong { display: block; }
    AskSecretsScreen MaskedInput { width: 1fr; background: $surface-lighten-2; }
    AskSecretsScreen #secrets-buttons { height: 1; margin-top: 1; align-horizontal: right; }
    AskSecretsScreen PushButton { margin: 0 0 0 1; }
    """

    def __init__(self, places: tuple[SecretPlace, ...]) -> None:
        super().__init__()
        self._places = places
        self._inputs = tuple(_SecretInput(self._next) for _ in places)
        self._problems = tuple(Static("", classes="secrets--problem", markup=False) for _ in places)

    def compose(self) -> ComposeResult:
        """A field for each secret, and what becomes of what is typed."""
        with VerticalScroll(id="secrets", can_focus=False):
            names = ", ".join(dict.fromkeys(visible(place.profile) for place in self._places))
            yield Static(f"Secrets of {names}", id="secrets-title", markup=False)
            yield Static(_WHAT_BECOMES_OF_IT, id="secrets-what", markup=False)
            for place, field, problem in zip(self._places, self._inputs, self._problems, strict=True):
                with VerticalGroup():
                    with Horizontal(classes="secrets--line"):
                        yield Static(_LABELS[place.key], classes="secrets--label", markup=False)
                        yield field
                    yield problem
            with Horizontal(id="secrets-buttons"):
                yield PushButton("Cancel", key="esc", id="secrets-cancel")
                yield PushButton("Go on", id="secrets-go-on")

    def _next(self) -> None:
        following = next((each for each in self._inputs if not each.value), None)
        if following is not None and not following.has_focus:
            following.focus()
        else:
            self._go_on()

    @on(PushButton.Pressed, "#secrets-go-on")
    def _go_on(self) -> None:
        """Leave with what was typed, unless something there cannot be a secret: then go there."""
        problems = tuple(map(_problem_with, self._places, self._inputs))
        for sentence, shown in zip(problems, self._problems, strict=True):
            shown.set_class(bool(sentence), "-wrong")
            shown.update(f"! It {sentence}" if sentence else "")
        wrong = next((field for field, each in zip(self._inputs, problems, strict=True) if each), None)
        if wrong is not None:
            wrong.focus()
            return
        typed = (Secret(field.value) for field in self._inputs)
        self._end(tuple(zip(self._places, typed, strict=True)))

    @on(PushButton.Pressed, "#secrets-cancel")
    def action_leave(self) -> None:
        """Leave without any."""
        self._end(None)

    def _end(self, typed: Typed | None) -> None:
        for field in self._inputs:
            with field.prevent(Input.Changed):
                field.value = ""
        self.dismiss(typed)


def _problem_with(place: SecretPlace, field: MaskedInput) -> str:
    """Say what is wrong by the rule for a secret in the file; what is typed is never a source's name here."""
    found = checked(key_at(place.key), field.value)
    return found.message if isinstance(found, ConfigProblem) else ""
