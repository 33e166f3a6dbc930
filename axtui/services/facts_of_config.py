"""Which settings are in force and where each of them came from; of a secret only whether it can be had."""

import importlib.util
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from axtui.core.doctor import Fact, Section
from axtui.core.errors import ConfigError, ConfigProblem
from axtui.services.config_file import load
from axtui.services.config_form import text_of
from axtui.services.config_keys import PROFILE_TABLES, Key, Table, Value, keys_of
from axtui.services.config_reading import config_of
from axtui.services.config_syntax import document_from
from axtui.services.config_trust import read_file
from axtui.services.config_values import Config, Profile, SecretKind, SecretSource, UdfFilter
from axtui.services.surroundings import CONFIG_VARIABLE, Surroundings, default_config_file

_IDS: Final = frozenset({"xero.client_id"})
_PERSONAL: Final = frozenset({"autotask.username"})
"""Often somebody's address."""
_SHOWN_OF_ID: Final = 4
"""Enough to know an id by, and of no use if somebody put a secret there by mistake."""
_DEFAULT: Final = "default"
_FILE: Final = "file"
_USUAL: Final = "usual place"


@dataclass(frozen=True, slots=True, kw_only=True)
class Configured:
    """What is configured, as far as it can be understood."""

    config: Config
    error: ConfigError | None = None
    """Everything that is wrong with the file; the program does not use it then."""
    document: Mapping[str, object] = field(default_factory=dict, repr=False)
    """What the file says, to tell a setting from a default; it may hold secrets."""
    stands_in_for: str = ""
    """What the values come from where no file is read, for example `demo`."""


def what_is_configured(path: Path) -> Configured:
    """Read the configuration whatever is wrong with it: that is when somebody asks. Reads a file."""
    error: ConfigError | None = None
    try:
        config = load(path)
    except ConfigError as found:
        config, error = Config(), found
    document = _document(path)
    return Configured(config=config_of(document)[0] if error else config, error=error, document=document)


def _document(path: Path) -> Mapping[str, object]:
    """Return what the file says; nothing where it says nothing that can be read."""
    try:
        found = read_file(path)
        return document_from(found.data, name="") if found else {}
    except ConfigError:
        return {}


def facts_of_config(found: Configured, surroundings: Surroundings, *, flags: Mapping[str, str]) -> Section:
    """Return the file, what is wrong with it, and what holds for the program as a whole."""
    facts = (*_file(found, surroundings), *_problems(found.error), *_settings(found, flags))
    return Section(title="Configuration", facts=facts)


def _file(found: Configured, surroundings: Surroundings) -> Iterator[Fact]:
    if found.stands_in_for:
        yield Fact(label="file", value="none is read", source=found.stands_in_for)
        return
    path = surroundings.config_file
    source = _whence(path, surroundings.env)
    is_missing = source != _USUAL and not os.path.lexists(path)
    problem = "There is no such file: check the path." if is_missing else ""
    yield Fact(label="file", value=str(path), source=source, problem=problem)
    names = ", ".join(profile.name for profile in found.config.profiles)
    none = "There is no profile yet: `axtui profiles add` makes one." if not names and not found.error else ""
    yield Fact(label="profiles", value=names or "none", problem=none)


def _whence(path: Path, env: Mapping[str, str]) -> str:
    if env.get(CONFIG_VARIABLE) and path == Path(env[CONFIG_VARIABLE]):
        return f"environment variable {CONFIG_VARIABLE}"
    return _USUAL if path == default_config_file(env) else "flag --config"


def _problems(error: ConfigError | None) -> Iterator[Fact]:
    """Yield a fact for each problem; without single ones, the error itself is the problem."""
    if error is None:
        return
    listed = error.problems or (ConfigProblem(key="", message=str(error)),)
    for problem in listed:
        yield Fact(label=problem.key or "the file", value="cannot be used", problem=problem.message)


def _settings(found: Configured, flags: Mapping[str, str]) -> Iterator[Fact]:
    for key in keys_of(Table.TOP):
        if key.name in flags:
            yield Fact(label=key.name, value=flags[key.name], source="flag")
            continue
        value = getattr(found.config.settings, key.name)
        yield Fact(
            label=key.name, value=_shown(key, value), source=_source(found, key, value, found.document)
        )


def facts_of_profile(profile: Profile, found: Configured, env: Mapping[str, str]) -> Section:
    """Return every key of a profile. Looks for secrets where they are named, and runs nothing."""
    in_file = _below(_below(found.document, "profiles"), profile.name)
    return Section(
        title=f"Profile {profile.name}",
        facts=tuple(
            _setting(key, getattr(getattr(profile, table), key.name), found, _below(in_file, table), env)
            for table in PROFILE_TABLES
            for key in keys_of(table)
        ),
    )


def _below(tree: Mapping[str, object], name: str) -> Mapping[str, object]:
    found = tree.get(name)
    return found if isinstance(found, Mapping) else {}


def _setting(
    key: Key, value: Value, found: Configured, table: Mapping[str, object], env: Mapping[str, str]
) -> Fact:
    source = _source(found, key, value, table)
    if isinstance(value, SecretSource):
        return Fact(label=key.path, value=value.described, source=source, problem=_missing(value, env))
    return Fact(label=key.path, value=_shown(key, value), source=source)


def _source(found: Configured, key: Key, value: Value, table: Mapping[str, object]) -> str:
    if found.stands_in_for:
        return _DEFAULT if value == key.default else found.stands_in_for
    return _FILE if key.name in table else _DEFAULT


def _shown(key: Key, value: Value) -> str:
    """Return a setting as it is typed; a company may be named in the value of a filter."""
    if isinstance(value, UdfFilter):
        return f"{value.name} = ***"
    text = text_of(value)
    if key.path in _IDS and len(text) > _SHOWN_OF_ID:
        return f"{text[:_SHOWN_OF_ID]}… ({len(text)} characters)"
    if key.path in _PERSONAL and text:
        return "*** (set)"
    return text or "not set"


def _missing(source: SecretSource, env: Mapping[str, str]) -> str:
    """Say that a secret is not to be had from where it should come; without asking for it."""
    match source.kind:
        case SecretKind.ENV if not env.get(source.name):
            return "This variable is not set: set it, or give the secret another source."
        case SecretKind.CREDENTIAL if not _has_credential(source.name, env):
            return "This credential is not there: see LoadCredential= in the unit that runs axtui."
        case SecretKind.COMMAND if shutil.which(source.command[0], path=env.get("PATH")) is None:
            return "This program is not found: look at PATH, or name it with its whole path."
        case SecretKind.KEYRING if importlib.util.find_spec("keyring") is None:
            return "The keyring extra is not installed: pip install 'axtui[keyring]'."
    return ""


def _has_credential(name: str, env: Mapping[str, str]) -> bool:
    directory = env.get("CREDENTIALS_DIRECTORY", "")
    return bool(directory) and Path(directory, name).is_file()
