"""What is said and kept of a bug: where it was and what kind, never what any variable held.

The text of an exception may come from a remote system or hold a secret: it is cleaned, searched for every
secret of the process, and cut (terminal.md section 5).
"""

import contextlib
import os
import platform
import re
import secrets
import sys
import traceback
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from axtui import __version__
from axtui.core.redaction import redacted
from axtui.core.text import visible
from axtui.services.files import private_directory, write_private
from axtui.services.installed_packages import installed_packages

MOST_KEPT: Final = 10
"""So many reports are kept; the oldest one makes room."""
_LONGEST_TEXT: Final = 200
_LONGEST_LINE: Final = 500
_LONGEST_STORY: Final = 20
"""An exception may have come of another one, and that of a third; who wrote a loop gets an end to it."""
_NAME: Final = "[0-9]*T[0-9]*Z-*.txt"
_FLAG: Final = re.compile(r"--[a-z][a-z-]*")
_PREFACE: Final = """\
axtui crash report

Values of variables, secrets and e-mail addresses are left out, and the text of an error is cut.
Read it before you send it to anybody: the text of an error may name a company.
"""


def crashes_in(state_dir: Path) -> Path:
    """Return the directory of the crash reports."""
    return state_dir / "crashes"


def crash_lines(error: BaseException) -> list[str]:
    """Return a traceback without local variables, every line of it safe to print and to keep."""
    home = os.path.expanduser("~")  # noqa: PTH111  # Path.home() fails where there is none
    lines = (visible(redacted(line))[:_LONGEST_LINE] for line in _story_of(error, left=_LONGEST_STORY))
    return [line.replace(home, "~") if len(home) > 1 else line for line in lines]


def command_words(argv: Sequence[str], *, commands: Iterable[str]) -> list[str]:
    """Return a command line without its values: they may be names, searches or paths."""
    known = frozenset(commands)
    return [_flag_or_command(word, known) for word in argv]


def keep_crash(error: BaseException, *, state_dir: Path, now: datetime, argv_words: Sequence[str]) -> Path:
    """Keep a report of a bug, private, and return where; raises CannotWriteError where that is impossible.

    `argv_words` is the command line without values.
    """
    directory = crashes_in(state_dir)
    private_directory(directory)
    path = directory / f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}.txt"
    lines = [_PREFACE, *_facts(now, argv_words), "", *crash_lines(error), ""]
    write_private(path, "\n".join(lines).encode(), overwrite=False)
    _keep_newest(directory, but=path)
    return path


def _flag_or_command(word: str, commands: frozenset[str]) -> str:
    if word in commands:
        return word
    found = _FLAG.match(word.partition("=")[0])
    return found[0] if found else "..."


def _facts(now: datetime, argv_words: Sequence[str]) -> Iterator[str]:
    yield f"time      {now:%Y-%m-%dT%H:%M:%SZ}"
    yield f"axtui     {__version__}"
    yield f"command   axtui {' '.join(argv_words)}".rstrip()
    yield f"python    {platform.python_version()} ({sys.implementation.name})"
    yield f"platform  {platform.platform()}"
    installed = ", ".join(f"{name} {found}" for name, found in installed_packages().items() if found)
    yield f"packages  {installed}"


def _keep_newest(directory: Path, *, but: Path) -> None:
    """Names begin with the time; a clock that jumps must not cost the report that was just written."""
    others = sorted(path for path in directory.glob(_NAME) if path != but)
    for path in others[: max(0, len(others) + 1 - MOST_KEPT)]:
        with contextlib.suppress(OSError):
            path.unlink()


def _story_of(error: BaseException, *, left: int) -> Iterator[str]:
    """Tell what an exception came of, where it was raised, and what it says; a group with all its members."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and left:
        yield from _story_of(before, left=left - 1)
        yield from ("", "Of that came this one:", "")
    if error.__traceback__ is not None:
        yield "Traceback (most recent call last):"
        yield from "".join(traceback.format_tb(error.__traceback__)).splitlines()
    yield _text_of(error)
    if isinstance(error, BaseExceptionGroup) and left:
        for member in error.exceptions:
            yield from (f"  | {line}" for line in _story_of(member, left=left // 2))


def _text_of(error: BaseException) -> str:
    text = visible(redacted("".join(traceback.format_exception_only(error)).strip()))
    return text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]}…"
