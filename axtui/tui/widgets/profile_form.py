"""The form of one profile: a field per key of the configuration's table, in the order of the file."""

from collections.abc import Collection, Iterable
from typing import Final

from textual import events, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Static

from axtui.services.config_form import text_of
from axtui.services.config_keys import PROFILE_TABLES, Key, Kind, Table, keys_of
from axtui.services.config_values import SecretSource, XeroLogin
from axtui.services.new_secret import ABOUT, NewSecret, usual_service
from axtui.tui.profile_draft import NAME, Draft, problem_with
from axtui.tui.widgets.form_field import FormField
from axtui.tui.widgets.secret_field import SecretField

_TITLES: Final = {
    Table.AUTOTASK: "Autotask",
    Table.XERO: "Xero",
    Table.REPORT: "Report",
    Table.EXPORT: "Export",
}
_LOGIN: Final = "xero.login"
_SECRET: Final = "xero.client_secret"  # noqa: S105  # a key, not a secret
_REDIRECT_PORT: Final = "xero.redirect_port"
_SPELT: Final = {"api": "API", "udf": "UDF", "url": "URL", "xero": "Xero"}
_YES_NO: Final = ("no", "yes")
_ALLOWED: Final = {
    Kind.TEXTS: "Several are separated by commas.",
    Kind.UDF_FILTER: "Written as: name = value.",
    Kind.URL: "https, or http for this computer only.",
    Kind.FLAG: "One of no, yes.",
}
_REPLACED: Final = "left and right choose another place, which replaces what is stored."
_NOT_CHOSEN: Final = "left and right choose where it is kept."
_NAME_SENTENCE: Final = (
    "What you call this customer; letters, digits, dots, hyphens. Files are named after it."
)


class ProfileForm(VerticalScroll, can_focus=False):
    """Edits a `Draft`. The draft is the truth; the fields show it and report what is typed."""

    class Edited(Message):
        """The draft changed under the person's fingers."""

    class Entered(Message):
        """Another field has the focus; `about` says what it is for."""

        def __init__(self, about: str) -> None:
            super().__init__()
            self.about = about

    DEFAULT_CSS = """
    ProfileForm { scrollbar-size-vertical: 1; }
    ProfileForm .profile-form--title { margin: 1 0 0 1; text-style: bold; color: $text-primary; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's own name for it
        super().__init__(id=id)
        self.draft = Draft()
        self._taken: frozenset[str] = frozenset()
        self._keys = {key.path: key for table in PROFILE_TABLES for key in keys_of(table)}
        self._fields = {NAME: FormField(NAME, "Profile name")}
        self._fields |= {path: _field_for(key) for path, key in self._keys.items()}

    def compose(self) -> ComposeResult:
        """The name, then the sections of the file."""
        yield self._fields[NAME]
        for table in PROFILE_TABLES:
            yield Static(_TITLES[table], classes="profile-form--title", markup=False)
            for key in keys_of(table):
                yield self._fields[key.path]

    def load(self, draft: Draft, *, taken: Collection[str] = ()) -> None:
        """Show another draft; `taken` are the names of the other profiles."""
        self.draft = draft
        self._taken = frozenset(taken)
        for path, field in self._fields.items():
            self._load(path, field)
        self._show_what_counts()
        self.scroll_home(animate=False)

    def _load(self, path: str, field: FormField) -> None:
        if isinstance(field, SecretField):
            service = usual_service(self.draft.name)
            field.load_secret(
                self.draft.secrets.get(path), stored=self.draft.stored.get(path), service=service
            )
        else:
            field.load(self._shown(path), placeholder=self._placeholder(path))

    @property
    def is_for_person(self) -> bool:
        """Whether a person signs in to Xero for what is in the form."""
        return self._shown(_LOGIN) == XeroLogin.PKCE

    def _show_what_counts(self) -> None:
        """Leave out what the chosen way to sign in does not use."""
        self._fields[_SECRET].display = not self.is_for_person
        self._fields[_REDIRECT_PORT].display = self.is_for_person

    def _shown(self, path: str) -> str:
        key = self._keys.get(path)
        if key is None or not _choices_of(key):
            return self.draft.text(path)
        return self.draft.text(path) or text_of(key.default)

    def _placeholder(self, path: str) -> str:
        key = self._keys.get(path)
        if key is None or key.required:
            return "needed"
        return text_of(key.default)

    def show_problems(self, paths: Iterable[str] = ()) -> None:
        """Say under each of these fields what is wrong with it; under every field when none is named."""
        for path in paths or self._fields:
            self._fields[path].show_problem(problem_with(self.draft, path, taken=self._taken))

    def show_found(self, problems: dict[str, str]) -> None:
        """Show problems that were found over the whole form, and go to the first."""
        for path, field in self._fields.items():
            field.show_problem(problems.get(path, ""))
        first = next((path for path in self._fields if path in problems), None)
        if first:
            self._fields[first].editor.focus()

    def focus_first(self) -> None:
        """Go to the first field."""
        self._fields[NAME].editor.focus()

    def field(self, path: str) -> FormField:
        """Return the field of one key, by path."""
        return self._fields[path]

    @on(FormField.Edited)
    def _field_edited(self, event: FormField.Edited) -> None:
        event.stop()
        path = event.field.key
        if isinstance(event.field, SecretField):
            self.draft = self.draft.chosen(path, event.field.secret)
            self.post_message(self.Entered(self._about(path)))  # another place may be chosen
        else:
            self.draft = self.draft.typed(path, self._typed(event.field))
            self._name_services()
        if _is_just_chosen(event.field):
            event.field.show_problem("")  # what the place needs comes next
        else:
            self.show_problems([path])
        self._show_what_counts()
        self.post_message(self.Edited())

    def _name_services(self) -> None:
        """Let the keyring's usual name follow the profile's."""
        for field in self._fields.values():
            if isinstance(field, SecretField):
                field.name_service(usual_service(self.draft.name))

    def _typed(self, field: FormField) -> str:
        """Return the text of a field; a default that is merely chosen again is no setting of the person's."""
        key = self._keys.get(field.key)
        if key is not None and _choices_of(key) and field.text == text_of(key.default):
            return ""
        return field.text

    @on(events.DescendantFocus)
    def _entered(self, event: events.DescendantFocus) -> None:
        field = _field_of(event.widget)
        if field is None:
            return
        field.scroll_visible(animate=False)
        self.post_message(self.Entered(self._about(field.key)))

    @on(events.DescendantBlur)
    def _left(self, event: events.DescendantBlur) -> None:
        field = _field_of(event.widget)
        if field is not None:
            self.show_problems([field.key])

    def _about(self, path: str) -> str:
        key = self._keys.get(path)
        if key is None:
            return _NAME_SENTENCE
        return about(key, stored=self.draft.stored.get(path), secret=self.draft.secrets.get(path))


def _is_just_chosen(field: FormField) -> bool:
    secret = field.secret if isinstance(field, SecretField) else None
    return secret is not None and not (secret.name or secret.value)


def _field_of(widget: object) -> FormField | None:
    parents = getattr(widget, "ancestors_with_self", ())
    return next((each for each in parents if isinstance(each, FormField)), None)


def _field_for(key: Key) -> FormField:
    if key.kind is Kind.SECRET:
        return SecretField(key.path, label_of(key))
    return FormField(key.path, label_of(key), choices=_choices_of(key))


def _choices_of(key: Key) -> tuple[str, ...]:
    return _YES_NO if key.kind is Kind.FLAG else key.choices


def label_of(key: Key) -> str:
    """Return a key's name as words, for example `Contact UDF value`."""
    words = " ".join(_SPELT.get(word, word) for word in key.name.split("_"))
    return words[0].upper() + words[1:]


def about(key: Key, *, stored: SecretSource | None = None, secret: NewSecret | None = None) -> str:
    """Say what a setting is for, what may be typed, and what it is called in the file."""
    parts = [key.sentence]
    if key.kind in _ALLOWED:
        parts.append(_ALLOWED[key.kind])
    if key.kind is Kind.NUMBER:
        parts.append(f"{key.lowest} to {key.highest}.")
    if key.choices:
        parts.append(f"One of {', '.join(key.choices)}.")
    if secret:
        parts.append(ABOUT[secret.kind])
    elif stored:
        parts.append(_REPLACED)
    elif key.kind is Kind.SECRET:
        parts.append(_NOT_CHOSEN)
    return " ".join([*parts, f"({key.path})"])
