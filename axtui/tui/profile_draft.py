"""A profile while it is being edited: texts as typed, and what is wrong with them.

Stored secrets are kept apart from the texts, so that a form never has one to show.
"""

import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from axtui.core.errors import ConfigProblem
from axtui.services.config_form import check_text, text_of, value_of
from axtui.services.config_keys import KEYS, PROFILE_TABLES, Key, Kind, Value
from axtui.services.config_reading import config_of, profile_of
from axtui.services.config_rules import checked, profile_name_problem
from axtui.services.config_values import AppSettings, Config, Profile, SecretSource

NAME: Final = "name"
"""Path under which the profile's own name stands among the fields."""

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

    def says_the_same_as(self, other: "Draft") -> bool:
        """Say whether both would be saved alike: nothing is lost when one is dropped."""
        return (self.name, self.texts) == (other.name, other.texts)


def _without(texts: Mapping[str, str], path: str) -> dict[str, str]:
    return {each: text for each, text in texts.items() if each != path}


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
    if key.kind is Kind.SECRET and not draft.text(path) and path in draft.stored:
        return ""
    if key.required and not draft.text(path).strip():
        return "is needed."
    problem = check_text(key, draft.text(path))
    return problem.message if problem else ""


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
    return {**draft.stored, **typed}


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Salvage:
    """What can be read of a file that the program refuses."""

    settings: AppSettings = field(default_factory=AppSettings)
    drafts: tuple[Draft, ...] = ()


def salvaged(text: str) -> Salvage:
    """Return what can be read of a refused file, so that it can be put right in the form."""
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError):  # no TOML, or nested too deep to be read
        return Salvage()
    profiles = document.get("profiles")
    tables = profiles.items() if isinstance(profiles, Mapping) else ()
    return Salvage(
        settings=config_of(document)[0].settings,
        drafts=tuple(_draft_in(name, each) for name, each in tables if isinstance(each, Mapping)),
    )


def _draft_in(name: str, tables: Mapping[str, object]) -> Draft:
    values = {key.path: _value_in(key, tables.get(key.table)) for key in PROFILE_KEYS}
    return Draft(
        saved_as=name,
        name=name,
        texts={
            key.path: text_of(value)
            for key in PROFILE_KEYS
            if key.kind is not Kind.SECRET and (value := values[key.path]) not in (None, key.default)
        },
        stored={path: value for path, value in values.items() if isinstance(value, SecretSource)},
    )


def _value_in(key: Key, table: object) -> Value:
    """Return what the file says, a refused word or number included: it can be put right in the form."""
    raw = table.get(key.name) if isinstance(table, Mapping) else None
    if raw is None:
        return None
    value = checked(key, raw)
    if not isinstance(value, ConfigProblem):
        return value
    return raw if isinstance(raw, str | int) and key.kind is not Kind.SECRET else None
