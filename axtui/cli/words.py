"""The words that flags take: from what was typed to a value, or to a complaint that lists what is allowed."""

import argparse
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Final, TypeVar

from axtui.core.notes import Note

LARGEST_DEMO: Final = 100_000
_ANY: Final = "any"
_HARMLESS: Final = frozenset({Note.OK, Note.EXCLUDED})


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


def watched_notes(text: str) -> frozenset[Note]:
    """Return the notes that `--fail-on` watches for: one, or for `any` all that ask for work."""
    if text.casefold() == _ANY:
        return frozenset(Note) - _HARMLESS
    return notes_called(text)


_Word = TypeVar("_Word", bound=StrEnum)


def member_of(words: type[_Word]) -> Callable[[str], _Word]:
    """Return a reader that takes exactly the words of this set."""

    def member(text: str) -> _Word:
        if text in tuple(words):
            return words(text)
        raise argparse.ArgumentTypeError(f"`{text}` is not one of {listed(words)}")

    return member


def listed(words: Iterable[StrEnum]) -> str:
    """Join words for a sentence."""
    return ", ".join(words)
