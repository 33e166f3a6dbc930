"""The settings that the terminal app's first frame goes by, taken from the file before it is checked.

To check the whole configuration takes a fifth of the start, so that waits until there is something to see.
What is wrong here is left out without a word: the check that follows says it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

from axtui.core.clipboard import Clipboard
from axtui.core.errors import ConfigError
from axtui.services.config_trust import read_file

_LONGEST_ESCAPE_DELAY: Final = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstSettings:
    """What is set; None where nothing is, or nothing that can be used."""

    theme: str | None = None
    ascii: bool | None = None
    mouse: bool | None = None
    clipboard: Clipboard | None = None
    escape_delay_ms: int | None = None


_NAMES: Final = tuple(field.name.encode() for field in fields(FirstSettings))
"""The keys as nearly everybody writes them; TOML knows other ways, which are left out, too."""


def first_settings(path: Path) -> FirstSettings:
    """Return what the file sets, whatever else is wrong with it."""
    document = _document(path)
    theme, delay = document.get("theme"), document.get("escape_delay_ms")
    return FirstSettings(
        theme=theme if isinstance(theme, str) else None,
        ascii=_flag(document.get("ascii")),
        mouse=_flag(document.get("mouse")),
        clipboard=next((way for way in Clipboard if way == document.get("clipboard")), None),
        escape_delay_ms=delay if type(delay) is int and 1 <= delay <= _LONGEST_ESCAPE_DELAY else None,
    )


def _document(path: Path) -> Mapping[str, object]:
    try:
        found = read_file(path)
        if found is None or not any(name in found.data for name in _NAMES):
            return {}
        from tomllib import loads  # most files set none of these

        return loads(found.data.decode("utf-8-sig"))
    except (ConfigError, ValueError, RecursionError):
        return {}


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None
