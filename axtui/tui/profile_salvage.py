"""What can be read of a configuration file that the program refuses, ready to be put right in the form."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field

from axtui.core.errors import ConfigProblem
from axtui.services.config_form import text_of
from axtui.services.config_keys import Key, Kind, Value
from axtui.services.config_reading import config_of
from axtui.services.config_rules import checked
from axtui.services.config_values import AppSettings, SecretSource
from axtui.tui.profile_draft import PROFILE_KEYS, Draft


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
