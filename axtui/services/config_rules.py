"""What each kind of setting may hold. One rule per kind, the same for the file and for a form."""

import codecs
import difflib
import re
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from axtui.core.errors import ConfigProblem
from axtui.core.text import visible
from axtui.services.config_keys import Key, Kind, Table, Value
from axtui.services.config_values import SecretKind, SecretSource, UdfFilter

PROFILE_NAME_RULE: Final = (
    "a profile's name is 1 to 64 letters (A to Z), digits, dots, underscores or hyphens and begins with a "
    "letter or digit, because files are named after it"
)
_PROFILE_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
_AUTOTASK_HOST: Final = re.compile(r"webservices[0-9]*\.autotask\.net")
_HOST: Final = re.compile(r"[A-Za-z0-9.-]+|[0-9A-Fa-f:.]+")
_ENV_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_LONGEST_SHOWN: Final = 60

_SOURCES: Final = (
    'a secret is { command = ["pass", "show", "x"] }, { env = "NAME" }, { credential = "name" }, '
    '{ keyring = "service" }, { prompt = true }, or plain text in quotes'
)


class _RuleError(Exception):
    """Carries one sentence from a rule to `checked`, which makes a problem of it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def checked(key: Key, raw: object) -> Value | ConfigProblem:
    """Return the value that the file's `raw` stands for, or what is wrong with it."""
    try:
        return _RULES[key.kind](key, raw)
    except _RuleError as problem:
        return ConfigProblem(key=key.path, message=problem.sentence)


def nearest(word: str, known: tuple[str, ...]) -> str:
    """Return `; did you mean ...?` with the nearest known word, or nothing."""
    found = difflib.get_close_matches(word.casefold(), known, n=1)
    return f"; did you mean `{found[0]}`?" if found else ""


def profile_name_problem(name: str) -> ConfigProblem | None:
    """Say what is wrong with a profile's name."""
    if _PROFILE_NAME.fullmatch(name):
        return None
    return ConfigProblem(
        key=f"profiles.{shown(name)}", message=f"this name cannot be used: {PROFILE_NAME_RULE}."
    )


def shown(text: str) -> str:
    """Return a word of the file as a message may show it: visible characters, not too many."""
    short = visible(text)
    return short if len(short) <= _LONGEST_SHOWN else f"{short[:_LONGEST_SHOWN]}..."


def _text(key: Key, raw: object) -> str:
    if not isinstance(raw, str):
        raise _RuleError(f"must be {key.kind}.")
    if not raw.isprintable():
        raise _RuleError("must not hold line ends, tabs or other control characters.")
    if not raw.strip() and (key.required or key.default):
        raise _RuleError("must not be empty.")
    return raw


def _flag(key: Key, raw: object) -> bool:
    if not isinstance(raw, bool):
        raise _RuleError(f"must be {key.kind}.")
    return raw


def _number(key: Key, raw: object) -> int:
    # A truth value is an int to Python, but not to the person who wrote it.
    if not isinstance(raw, int) or isinstance(raw, bool) or not key.lowest <= raw <= key.highest:
        raise _RuleError(f"must be a whole number from {key.lowest} to {key.highest}, without quotes.")
    return raw


def _choice(key: Key, raw: object) -> str:
    for choice in key.choices:
        if choice == raw:
            return choice
    hint = nearest(raw, key.choices) if isinstance(raw, str) else ""
    raise _RuleError(f"must be one of {', '.join(f'`{choice}`' for choice in key.choices)}{hint or '.'}")


def _encoding(key: Key, raw: object) -> str:
    name = _text(key, raw)
    try:
        known = codecs.lookup(name).name
    except LookupError:
        known = ""
    return _choice(key, known)


def _texts(key: Key, raw: object) -> tuple[str, ...]:
    if not isinstance(raw, list) or not raw:
        raise _RuleError(f"must be {key.kind}, with at least one entry.")
    texts = tuple(_text(key, each) for each in raw)
    if len(set(texts)) < len(texts):
        raise _RuleError("names the same entry twice.")
    return texts


def _udf_filter(key: Key, raw: object) -> UdfFilter:
    if not isinstance(raw, Mapping) or set(raw) != {"name", "value"}:
        raise _RuleError(f"must be {key.kind}.")
    name, value = raw["name"], raw["value"]
    for part in (name, value):
        if not isinstance(part, str) or not part.strip() or not part.isprintable():
            raise _RuleError(f"must be {key.kind}, both of them text that is not empty.")
    return UdfFilter(name=name, value=value)


def _url(key: Key, raw: object) -> str:
    text = _text(key, raw)
    if not text:
        return text
    try:
        parts = urlsplit(text)
        host, has_port = parts.hostname or "", parts.port is not None
    except ValueError:
        raise _RuleError("is not a web address that can be read.") from None
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host) or " " in text:
        raise _RuleError("must be a web address that begins with https://.")
    if (
        parts.username is not None
        or parts.query
        or parts.fragment
        or (parts.netloc.endswith(":") and not has_port)
    ):
        raise _RuleError("must be scheme, host and path only: no user name, no `?`, no `#`.")
    if is_loopback(host):
        return text
    if parts.scheme == "http":
        raise _RuleError(
            "must begin with https://; http:// is for loopback hosts (localhost, 127.0.0.1, [::1])."
        )
    if key.table is Table.AUTOTASK and not _AUTOTASK_HOST.fullmatch(host):
        raise _RuleError("must be on a host called webservicesN.autotask.net, or on a loopback host.")
    return text


def is_loopback(host: str) -> bool:
    """Say whether a host's name means this machine, without asking a name server."""
    if host.casefold() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _secret(_key: Key, raw: object) -> SecretSource:
    if isinstance(raw, str):
        return SecretSource(kind=SecretKind.PLAIN, plain=_plain_secret(raw))
    if not isinstance(raw, Mapping) or len(raw) != 1:
        raise _RuleError(f"must name one source: {_SOURCES}.")
    ((word, value),) = raw.items()
    if word not in _SECRET_RULES:
        raise _RuleError(f"`{shown(str(word))}` is no source: {_SOURCES}.")
    return _SECRET_RULES[word](value)


def _plain_secret(raw: str) -> str:
    if not raw:
        raise _RuleError("must not be empty.")
    if raw != raw.strip() or not raw.isprintable():
        raise _RuleError("must not begin or end with a space, nor hold line ends or control characters.")
    return raw


def _command(raw: object) -> SecretSource:
    words = raw if isinstance(raw, list) else []
    if not words or not words[0] or not all(isinstance(word, str) and "\0" not in word for word in words):
        raise _RuleError(
            'the command must be a list of program and arguments, for example ["pass", "show", "x"].'
        )
    return SecretSource(kind=SecretKind.COMMAND, command=tuple(words))


def _env(raw: object) -> SecretSource:
    if not isinstance(raw, str) or not _ENV_NAME.fullmatch(raw):
        raise _RuleError("the name of an environment variable is letters, digits and underscores.")
    return SecretSource(kind=SecretKind.ENV, name=raw)


def _credential(raw: object) -> SecretSource:
    if not isinstance(raw, str) or not raw.isprintable() or raw in ("", ".", "..") or "/" in raw:
        raise _RuleError("the name of a systemd credential is a file name, without `/`.")
    return SecretSource(kind=SecretKind.CREDENTIAL, name=raw)


def _keyring(raw: object) -> SecretSource:
    if not isinstance(raw, str) or not raw.strip() or not raw.isprintable():
        raise _RuleError("the name of a service in the keyring is a text without control characters.")
    return SecretSource(kind=SecretKind.KEYRING, name=raw)


def _prompt(raw: object) -> SecretSource:
    if raw is not True:
        raise _RuleError("`prompt` is true, without quotes: the secret is asked for when it is needed.")
    return SecretSource(kind=SecretKind.PROMPT)


_SECRET_RULES: Final[Mapping[str, Callable[[object], SecretSource]]] = {
    SecretKind.COMMAND: _command,
    SecretKind.ENV: _env,
    SecretKind.CREDENTIAL: _credential,
    SecretKind.KEYRING: _keyring,
    SecretKind.PROMPT: _prompt,
}

_RULES: Final[Mapping[Kind, Callable[[Key, object], Value]]] = {
    Kind.TEXT: _text,
    Kind.FLAG: _flag,
    Kind.NUMBER: _number,
    Kind.CHOICE: _choice,
    Kind.ENCODING: _encoding,
    Kind.TEXTS: _texts,
    Kind.URL: _url,
    Kind.SECRET: _secret,
    Kind.UDF_FILTER: _udf_filter,
}
