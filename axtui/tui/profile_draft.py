"""A profile while it is being edited: texts as typed, and what is wrong with them.

Stored secrets are kept apart from the texts, so that a form never has one to show.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeVar

from axtui.core.errors import ConfigProblem
from axtui.core.secret import Secret
from axtui.services.config_form import check_text, text_of, value_of
from axtui.services.config_keys import KEYS, PROFILE_TABLES, Key, Kind, Value
from axtui.services.config_reading import profile_of
from axtui.services.config_rules import profile_name_problem
from axtui.services.config_values import AppSettings, Config, Profile, SecretKind, SecretSource, XeroLogin
from axtui.services.new_secret import NewSecret, problem_with_secret, source_of
from axtui.services.secret_places import SecretPlace, places_of

NAME: Final = "name"
"""Path under which the profile's own name stands among the fields."""

ForKeyring = tuple[tuple[SecretPlace, Secret], ...]
"""Secrets that are not in the keyring yet, and where each of them belongs."""
PROFILE_KEYS: Final = tuple(key for key in KEYS if key.table in PROFILE_TABLES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What the form holds of one profile."""

    saved_as: str = ""
    """Name under which the profile stands in the file; empty for a new one."""
    name: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    """Text by path of the key, for example `autotask.lanes`; an absent or empty one means the default."""
    stored: Mapping[str, SecretSource] = field(default_factory=dict, repr=False)
    """Secrets that stay as they are unless another is typed."""
    secrets: Mapping[str, NewSecret] = field(default_factory=dict, repr=False)
    """Where a secret is to be kept instead, by path of the key."""
    untouched: Profile | None = field(default=None, repr=False)
    """The profile itself, until something is typed; its values are kept to the letter."""

    @property
    def title(self) -> str:
        """The name that the person knows the profile by."""
        return self.saved_as or self.name

    def text(self, path: str) -> str:
        """Return what is typed for one key, or for the name."""
        return self.name if path == NAME else self.texts.get(path, "")

    def typed(self, path: str, text: str) -> "Draft":
        """Return the draft with one text replaced."""
        if path == NAME:
            return replace(self, name=text, untouched=None)
        texts = {**self.texts, path: text} if text else _without(self.texts, path)
        return replace(self, texts=texts, untouched=None)

    def chosen(self, path: str, secret: NewSecret | None) -> "Draft":
        """Return the draft with another place for a secret; None leaves what is stored."""
        secrets = {**_without(self.secrets, path), **({path: secret} if secret else {})}
        return replace(self, secrets=secrets, untouched=None)

    def says_the_same_as(self, other: "Draft") -> bool:
        """Say whether both would be saved alike: nothing is lost when one is dropped."""
        return (self.name, self.texts, self.secrets) == (other.name, other.texts, other.secrets)


_Entry = TypeVar("_Entry")


def _without(entries: Mapping[str, _Entry], path: str) -> dict[str, _Entry]:
    return {each: entry for each, entry in entries.items() if each != path}


def draft_of(profile: Profile) -> Draft:
    """Return a profile ready to be edited: what differs from the defaults, as it would be typed."""
    values = {key.path: getattr(getattr(profile, key.table), key.name) for key in PROFILE_KEYS}
    return Draft(
        saved_as=profile.name,
        name=profile.name,
        texts={
            key.path: text_of(values[key.path])
            for key in PROFILE_KEYS
            if key.kind is not Kind.SECRET and values[key.path] != key.default
        },
        stored={path: value for path, value in values.items() if isinstance(value, SecretSource)},
        untouched=profile,
    )


def problem_with(draft: Draft, path: str, *, taken: Collection[str] = ()) -> str:
    """Say what is wrong with one field by itself; empty when nothing is."""
    if path == NAME:
        return _problem_with_name(draft.name, taken)
    key = _KEY_AT[path]
    if key.kind is Kind.SECRET:
        return _problem_with_secret(draft, key)
    if key.required and not draft.text(path).strip():
        return "is needed."
    problem = check_text(key, draft.text(path))
    return problem.message if problem else ""


def _problem_with_secret(draft: Draft, key: Key) -> str:
    secret = _secrets(draft).get(key.path)
    if secret is not None:
        return problem_with_secret(key, secret, profile=draft.name)
    return _WHERE if key.required and key.path not in draft.stored else ""


def _secrets(draft: Draft) -> Mapping[str, NewSecret]:
    """Return what was chosen; a secret that a person's sign-in does not use is none, chosen or not."""
    is_for_person = draft.text("xero.login") == XeroLogin.PKCE
    return _without(draft.secrets, "xero.client_secret") if is_for_person else draft.secrets


_WHERE: Final = "is needed: choose where it is kept."
_KEY_AT: Final = {key.path: key for key in PROFILE_KEYS}


def _problem_with_name(name: str, taken: Collection[str]) -> str:
    if not name:
        return "is needed: a short name for this customer, for example acme."
    if name in taken:
        return "is the name of another profile."
    problem = profile_name_problem(name)
    return problem.message if problem else ""


def profile_from(draft: Draft, *, taken: Collection[str] = ()) -> tuple[Profile | None, dict[str, str]]:
    """Return the profile that the draft stands for, or every problem by path; the rules are the file's."""
    if draft.untouched:
        return draft.untouched, {}
    paths = (NAME, *_KEY_AT)
    problems = {path: found for path in paths if (found := problem_with(draft, path, taken=taken))}
    if problems:
        return None, problems
    profile, found_together = profile_of(draft.name, _values(draft))
    if found_together:
        return None, {_path_in_form(problem): problem.message for problem in found_together}
    return profile, {}


def _values(draft: Draft) -> dict[str, Value]:
    """Return what the draft sets; a key without a text is left to its default."""
    typed = {path: value_of(_KEY_AT[path], text) for path, text in draft.texts.items() if text.strip()}
    chosen = {
        path: source_of(_KEY_AT[path], secret, profile=draft.name) for path, secret in _secrets(draft).items()
    }
    return {**draft.stored, **typed, **chosen}


def _path_in_form(problem: ConfigProblem) -> str:
    return problem.key if problem.key in _KEY_AT else NAME


def config_from(settings: AppSettings, drafts: Iterable[Draft]) -> tuple[Config | None, tuple[str, ...]]:
    """Return the configuration that the drafts stand for, or the names of those that cannot be used yet.

    A default profile that was renamed stays the default; one that is gone is not.
    """
    read = [(draft, profile_from(draft)[0]) for draft in drafts]
    if unusable := tuple(draft.title for draft, profile in read if profile is None):
        return None, unusable
    was_default = (draft.name for draft, _ in read if draft.saved_as == settings.default_profile != "")
    default = next(was_default, "")
    profiles = tuple(profile for _, profile in read if profile is not None)
    return Config(settings=replace(settings, default_profile=default), profiles=profiles), ()


def count_of_plain(draft: Draft) -> int:
    """Return how many secrets would be put into the file that do not stand there yet."""
    return sum(secret.kind is SecretKind.PLAIN for secret in _secrets(draft).values())


def for_keyring(drafts: Iterable[Draft], config: Config) -> ForKeyring:
    """Return what has to be stored in the keyring for the profiles that the drafts stand for."""
    profiles = {profile.name: profile for profile in config.profiles}
    return tuple(each for draft in drafts for each in _for_keyring(draft, profiles[draft.name]))


def _for_keyring(draft: Draft, profile: Profile) -> ForKeyring:
    new = {path: secret for path, secret in _secrets(draft).items() if secret.is_put_into_keyring}
    places = {place.key: place for place in places_of(profile)}
    return tuple((places[path], Secret(secret.value)) for path, secret in new.items() if path in places)


def as_tried(draft: Draft, profile: Profile) -> Profile:
    """Return the profile for a test before it is saved: what is not in the keyring yet is taken as typed."""
    for place, secret in _for_keyring(draft, profile):
        table, name = place.key.split(".")
        plain = SecretSource(kind=SecretKind.PLAIN, plain=secret.reveal())
        changes: dict[str, Any] = {name: plain}
        changes = {table: replace(getattr(profile, table), **changes)}
        profile = replace(profile, **changes)
    return profile
