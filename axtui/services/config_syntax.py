"""From the bytes of a configuration file to a TOML document, or to a sentence that says where it breaks."""

import re
import tomllib
from collections.abc import Mapping
from typing import Final

from axtui.core.errors import ConfigError

_PLACE: Final = re.compile(r"\(at line (\d+), column (\d+)\)$")

_IN_WORDS: Final = (
    ("Invalid value", "this is no value; text needs quotes, and a truth value is `true` or `false`"),
    ("Expected '=' after a key", "a key needs `=` and a value"),
    ("Expected ']", "a table's heading is [name], alone on its line; a name with spaces needs quotes"),
    ("Expected newline", "something follows where the line should end"),
    ("Expected ", "a text in quotes is not closed"),
    ("Unterminated string", "a text in quotes is not closed"),
    (r"Illegal character '\n'", "a text in quotes is not closed on its line"),
    ("Illegal character", "a control character stands here"),
    ("Found invalid character", "a control character stands here"),
    ("Unescaped", "a backslash between double quotes must be doubled; single quotes take it as it is"),
    ("Unclosed array", "a list is not closed, or a comma is missing"),
    ("Unclosed inline table", "a `{` is not closed on its line, or a comma is missing"),
    ("Invalid initial character", "a name is missing here, or holds characters that need quotes"),
    ("Invalid statement", "a line is `key = value`, or a table's heading [name]"),
    ("Cannot ", "this key or table is there already"),
    ("Duplicate inline table key", "this key is there already"),
)
"""What tomllib says, by how it begins, and what we say: it may quote the file, where a secret may stand."""


def document_from(data: bytes, *, name: str) -> Mapping[str, object]:
    """Return the document; `name` says in messages what it is."""
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{name} is not UTF-8 text (line {line}).", hint="Save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            f"{name} cannot be read: {_what(str(error))}, {_where(str(error))}.",
            hint="Correct that line; config.example.toml shows how each key is written.",
        ) from None
    except (ValueError, RecursionError):
        raise ConfigError(
            f"{name} cannot be read: brackets are nested too deep, or a number is too long."
        ) from None


def _what(error: str) -> str:
    return next((words for start, words in _IN_WORDS if error.startswith(start)), "this is not TOML")


def _where(error: str) -> str:
    place = _PLACE.search(error)
    return f"line {place[1]}, column {place[2]}" if place else "at the end of the file"
