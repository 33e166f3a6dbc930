"""The configuration file: read, checked and refused with everything at once; written with tomli-w."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import tomli_w

from axtui.core.errors import ConfigError, ConfigProblem
from axtui.core.text import visible
from axtui.services.config_keys import KEYS, PROFILE_TABLES, Kind
from axtui.services.config_reading import config_of
from axtui.services.config_syntax import document_from
from axtui.services.config_trust import distrust, read_file
from axtui.services.config_values import Config
from axtui.services.config_writing import document_of
from axtui.services.files import directory_for, write_private

_HINT: Final = "config.example.toml shows every key. Correct the file, or edit it in axtui (key C)."


def load(path: Path) -> Config:
    """Read the configuration; a missing file is one with no profiles. Names every problem at once."""
    found = read_file(path)
    if found is None:
        return Config()
    name = f"The configuration file {visible(str(path))}"
    document = document_from(found.data, name=name)
    unsafe = distrust(found, holds_secret=_holds_plain_secret(document))
    config, problems = config_of(document)
    return _sound(config, (*(ConfigProblem(key="", message=each) for each in unsafe), *problems), name=name)


def parse(text: str, *, name: str = "The configuration") -> Config:
    """Read a configuration from text; `name` says in messages what it is."""
    config, problems = config_of(document_from(text.encode("utf-8", "surrogatepass"), name=name))
    return _sound(config, problems, name=name)


def save(config: Config, path: Path) -> None:
    """Write the configuration, 0600 and whole, and keep the previous file beside it as `<name>.bak`."""
    text = tomli_w.dumps(document_of(config))
    directory_for(path)
    if previous := read_file(path):
        write_private(path.with_name(f"{path.name}.bak"), previous.data, overwrite=True)
    write_private(path, text.encode(), overwrite=True)


def _sound(config: Config, problems: tuple[ConfigProblem, ...], *, name: str) -> Config:
    if not problems:
        return config
    count = "a problem" if len(problems) == 1 else f"{len(problems)} problems"
    raise ConfigError(f"{name} has {count}.", hint=_HINT, problems=problems)


def _holds_plain_secret(document: Mapping[str, object]) -> bool:
    """Look at the file as it is: a secret in it counts even where something else is wrong with it."""
    profiles = document.get("profiles")
    if not isinstance(profiles, Mapping):
        return False
    tables = (
        (key, profile.get(table))
        for profile in profiles.values()
        if isinstance(profile, Mapping)
        for table in PROFILE_TABLES
        for key in _SECRET_NAMES
    )
    return any(isinstance(table, Mapping) and isinstance(table.get(key), str) for key, table in tables)


_SECRET_NAMES: Final = tuple(key.name for key in KEYS if key.kind is Kind.SECRET)
