"""Settings as a person types them into a form: text to value and back, by the same rules as the file."""

import csv
import shlex
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from axtui.core.errors import ConfigError, ConfigProblem
from axtui.services.config_keys import Key, Kind, Value, key_at
from axtui.services.config_rules import checked
from axtui.services.config_values import SecretKind, SecretSource, UdfFilter

_MOST_DIGITS: Final = 9
_WORDS: Final = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def check_text(key: Key, text: str) -> ConfigProblem | None:
    """Say what is wrong with a field as typed; the rule is the parser's."""
    found = _read(key, text)
    return found if isinstance(found, ConfigProblem) else None


def value_of(key: Key, text: str) -> Value:
    """Return the value of a field as typed; an empty field of an optional key means its default."""
    found = _read(key, text)
    if isinstance(found, ConfigProblem):
        raise ConfigError(str(found), problems=(found,))
    return found


def text_of(value: Value) -> str:
    """Return a value as it would be typed; a plain secret is never shown again and gives an empty text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, SecretSource):
        return _typed_secret(value)
    if isinstance(value, UdfFilter):
        return f"{value.name} = {value.value}"
    if isinstance(value, tuple):
        return ", ".join(_quoted_where_needed(each) for each in value)
    return str(value)


def secret_source_from_text(text: str) -> SecretSource:
    """Return the source that a text names; a text that names none is the secret itself.

    Sources are typed as `env:NAME`, `command: pass show x`, `credential:name`, `keyring:name` or `prompt:`.
    """
    found = _read(key_at("autotask.secret"), text)
    if isinstance(found, SecretSource):
        return found
    problem = (
        replace(found, key="") if isinstance(found, ConfigProblem) else ConfigProblem(key="", message="")
    )
    raise ConfigError(f"This secret {problem.message}", problems=(problem,))


def _read(key: Key, text: str) -> Value | ConfigProblem:
    typed = text if key.kind is Kind.SECRET else text.strip()
    if not typed and not key.required:
        return key.default
    return checked(key, _RAW_FROM.get(key.kind, str)(typed))


def _raw_flag(typed: str) -> object:
    return _WORDS.get(typed.casefold(), typed)


def _raw_number(typed: str) -> object:
    # More digits than any setting needs are left as text, which the rule refuses in words.
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= _MOST_DIGITS else typed


def _raw_texts(typed: str) -> object:
    try:
        return [each.strip() for row in csv.reader([typed], skipinitialspace=True) for each in row]
    except csv.Error:  # a line break outside quotes, for one; the rule says in words what a list is
        return typed


_NEEDS_QUOTES: Final = frozenset(',"\r\n')


def _quoted_where_needed(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if set(text) & _NEEDS_QUOTES else text


def _raw_udf_filter(typed: str) -> object:
    name, sign, value = typed.partition("=")
    return {"name": name.strip(), "value": value.strip()} if sign else typed


def _raw_secret(typed: str) -> object:
    word, colon, rest = typed.partition(":")
    if not colon or word not in _SECRET_WORDS:
        return typed
    named = rest.strip()
    if word == SecretKind.PROMPT:
        return {word: named or True}  # what stands behind it is refused in words
    return {word: _split(named) if word == SecretKind.COMMAND else named}


_SECRET_WORDS: Final = tuple(kind for kind in SecretKind if kind is not SecretKind.PLAIN)


def _split(command: str) -> object:
    try:
        return shlex.split(command)
    except ValueError:  # a quote that is not closed; the rule says what a command looks like
        return command


def _typed_secret(source: SecretSource) -> str:
    match source.kind:
        case SecretKind.COMMAND:
            return f"command: {shlex.join(source.command)}"
        case SecretKind.PLAIN:
            return ""
        case SecretKind.PROMPT:
            return f"{source.kind}:"
        case SecretKind.ENV | SecretKind.CREDENTIAL | SecretKind.KEYRING:
            return f"{source.kind}:{source.name}"


_RAW_FROM: Final[Mapping[Kind, Callable[[str], object]]] = {
    Kind.FLAG: _raw_flag,
    Kind.NUMBER: _raw_number,
    Kind.TEXTS: _raw_texts,
    Kind.UDF_FILTER: _raw_udf_filter,
    Kind.SECRET: _raw_secret,
}
