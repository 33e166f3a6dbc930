"""From a `Config` to the TOML document that is written. What equals its default is left out."""

from typing import Any

from axtui.services.config_keys import PROFILE_TABLES, Table, Value, keys_of
from axtui.services.config_values import Config, Profile, SecretKind, SecretSource, UdfFilter


def document_of(config: Config) -> dict[str, Any]:
    """Return the document that reads back as this configuration; it holds plain secrets as they are."""
    document = _set_values(Table.TOP, config.settings)
    if config.profiles:
        document["profiles"] = {profile.name: _tables_of(profile) for profile in config.profiles}
    return document


def _tables_of(profile: Profile) -> dict[str, Any]:
    tables = {str(table): _set_values(table, getattr(profile, table)) for table in PROFILE_TABLES}
    return {name: values for name, values in tables.items() if values}


def _set_values(table: Table, values: object) -> dict[str, Any]:
    return {
        key.name: _raw(value)
        for key in keys_of(table)
        if (value := getattr(values, key.name)) != key.default or key.required
    }


def _raw(value: Value) -> object:
    if isinstance(value, SecretSource):
        return _raw_secret(value)
    if isinstance(value, UdfFilter):
        return {"name": value.name, "value": value.value}
    if isinstance(value, tuple):
        return list(value)
    # A member of an enumeration is a str too, but the writer of TOML wants the plain kind.
    return str(value) if isinstance(value, str) else value


def _raw_secret(source: SecretSource) -> object:
    match source.kind:
        case SecretKind.COMMAND:
            return {"command": list(source.command)}
        case SecretKind.PLAIN:
            return source.plain
        case SecretKind.PROMPT:
            return {str(source.kind): True}
        case SecretKind.ENV | SecretKind.CREDENTIAL | SecretKind.KEYRING:
            return {str(source.kind): source.name}
