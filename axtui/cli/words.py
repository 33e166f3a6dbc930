"""The words that flags take: from what was typed to a value, or to a complaint that lists what is allowed."""

import argparse
import re
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, TypeVar

from axtui.cli.requests import WATCH_NEW, Format, PaperForm
from axtui.core.notes import Note

LARGEST_DEMO: Final = 100_000
_ANY: Final = "any"
_AGO: Final = re.compile(r"([0-9]{1,5})([dh])")
_MOST_RUNS: Final = 150
"""As many as are ever remembered."""


def demo_size(text: str) -> int:
    """Return the size of the demo, within its bounds."""
    if text.isascii() and text.isdigit() and 1 <= int(text) <= LARGEST_DEMO:
        return int(text)
    raise argparse.ArgumentTypeError(f"`{text}` is not a number from 1 to {LARGEST_DEMO}")


def notes_called(text: str) -> frozenset[Note]:
    """Return the note of this name as a set; case and hyphens do not matter, `no-match` needs no quotes."""
    wanted = " ".join(text.replace("-", " ").split()).casefold()
    for note in Note:
        if note.casefold() == wanted:
            return frozenset({note})
    raise argparse.ArgumentTypeError(f"`{text}` is no note (choose from {listed(Note)})")


def watched_notes(text: str) -> frozenset[str]:
    """Return what `--fail-on` watches for: one note, for `any` all that ask for work, or `new`."""
    if text.casefold() == _ANY:
        return frozenset(note for note in Note if note.is_problem)
    return frozenset({WATCH_NEW}) if text.casefold() == WATCH_NEW else notes_called(text)


def watched_changes(text: str) -> frozenset[str]:
    """Return what `--fail-on` of a comparison watches for."""
    if text.casefold() == WATCH_NEW:
        return frozenset({WATCH_NEW})
    raise argparse.ArgumentTypeError(f"`{text}` is not `{WATCH_NEW}`")


def moment(text: str) -> datetime | timedelta:
    """Return the time that is meant, in the person's own zone, or how long ago: `7d`, `36h`."""
    if match := _AGO.fullmatch(text.strip().casefold()):
        number = int(match[1])
        return timedelta(days=number) if match[2] == "d" else timedelta(hours=number)
    try:
        return datetime.fromisoformat(text.strip()).astimezone()
    except (ValueError, OverflowError):
        raise argparse.ArgumentTypeError(
            f"`{text}` is no time: write 2026-03-02, 2026-03-02T07:30, 36h or 7d"
        ) from None


def runs_ago(text: str) -> int:
    """Return how many runs ago is meant."""
    if text.isascii() and text.isdigit() and 1 <= int(text) <= _MOST_RUNS:
        return int(text)
    raise argparse.ArgumentTypeError(f"`{text}` is not a number of runs from 1 to {_MOST_RUNS}")


_Word = TypeVar("_Word", bound=StrEnum)


def member_of(words: type[_Word]) -> Callable[[str], _Word]:
    """Return a reader that takes exactly the words of this set."""

    def member(text: str) -> _Word:
        if text in tuple(words):
            return words(text)
        raise argparse.ArgumentTypeError(f"`{text}` is not one of {listed(words)}")

    return member


def report_form(text: str) -> Format | PaperForm:
    """Return the form of a report: one of those that print rows, or a document."""
    if text in tuple(Format):
        return Format(text)
    if text in tuple(PaperForm):
        return PaperForm(text)
    raise argparse.ArgumentTypeError(f"`{text}` is not one of {listed([*Format, *PaperForm])}")


def listed(words: Iterable[StrEnum]) -> str:
    """Join words for a sentence."""
    return ", ".join(words)
