"""The lines of a form that are about one secret: where it is kept, and what that place needs.

What is stored already is never shown again; choosing a place replaces it.
"""

from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Static

from axtui.services.config_values import SecretKind, SecretSource
from axtui.services.new_secret import NAME_LABELS, PLACES, TYPED_HERE, NewSecret
from axtui.tui.widgets.choice import Choice
from axtui.tui.widgets.form_field import FormField
from axtui.tui.widgets.masked_input import MaskedInput

_NOT_CHOSEN: Final = ""
_KEEP: Final = "as it is"
_CHOOSE: Final = "choose where"
_OPTIONS: Final = (_NOT_CHOSEN, *PLACES)
_LABELS: Final = (_CHOOSE, *PLACES.values())
_VALUE_LABEL: Final = "New secret"
_NEEDED: Final = "needed"
_THERE_ALREADY: Final = "empty: what is there already"


class SecretField(FormField):
    """Shows where a secret is kept; the secret is typed masked, and only where that place stores it."""

    DEFAULT_CSS = """
    SecretField .secret-field--more { color: $text-muted; padding-left: 2; }
    SecretField .secret-field--stored { display: none; height: 1; margin-left: 24; color: $text-muted; }
    SecretField .secret-field--stored { text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, key: str, label: str) -> None:
        super().__init__(key, label, choices=_OPTIONS, labels=_LABELS)
        self.name_input = MaskedInput(password=False)
        self.value_input = MaskedInput()
        self._is_stored = False
        self._service = ""
        self._stored = Static("", classes="secret-field--stored", markup=False)
        self._name_label = _sub_label("")
        self._name_line = Horizontal(classes="form-field--line")
        self._value_line = Horizontal(classes="form-field--line")

    def compose(self) -> ComposeResult:
        """The place; then its name, the secret itself, or what is stored now; the problem last."""
        with Horizontal(classes="form-field--line"):
            yield self._label
            yield self.editor
        yield self._stored
        with self._name_line:
            yield self._name_label
            yield self.name_input
        with self._value_line:
            yield _sub_label(_VALUE_LABEL)
            yield self.value_input
        yield self._problem

    @property
    def secret(self) -> NewSecret | None:
        """What was chosen and typed; None while what is stored stays."""
        kind = self._kind
        if kind is None:
            return None
        return NewSecret(
            kind=kind,
            name=self.name_input.value if kind in NAME_LABELS else "",
            value=self.value_input.value if kind in TYPED_HERE else "",
        )

    @property
    def _kind(self) -> SecretKind | None:
        return SecretKind(self.editor.value) if self.editor.value else None

    def load_secret(self, secret: NewSecret | None, *, stored: SecretSource | None, service: str) -> None:
        """Show another draft's secret; `service` is what the keyring calls it unless another is typed."""
        self._is_stored = stored is not None
        self._stored.update(stored.described if stored else "")
        if isinstance(self.editor, Choice):
            self.editor.relabel(_NOT_CHOSEN, _KEEP if stored else _CHOOSE)
        self.load(secret.kind if secret else _NOT_CHOSEN)
        with self.prevent(Input.Changed):
            self.name_input.value = secret.name if secret else ""
            self.value_input.value = secret.value if secret else ""
        self._service = service
        self._show_what_the_place_needs()

    def name_service(self, service: str) -> None:
        """Say what the keyring calls it unless another name is typed."""
        self._service = service
        self._show_placeholders()

    def _show_what_the_place_needs(self) -> None:
        kind = self._kind
        self._stored.display = kind is None and self._is_stored
        self._name_line.display = kind in NAME_LABELS
        self._value_line.display = kind in TYPED_HERE
        self._name_label.update(NAME_LABELS.get(kind, "") if kind else "")
        self._show_placeholders()

    def _show_placeholders(self) -> None:
        in_keyring = self._kind is SecretKind.KEYRING
        self.name_input.placeholder = self._service if in_keyring else _NEEDED
        self.value_input.placeholder = _THERE_ALREADY if in_keyring else _NEEDED

    @on(Choice.Changed)
    def _place_chosen(self) -> None:
        with self.prevent(Input.Changed):
            self.name_input.value = ""  # a command is no name of a variable
        self._show_what_the_place_needs()


def _sub_label(text: str) -> Static:
    return Static(text, classes="form-field--label secret-field--more", markup=False)
