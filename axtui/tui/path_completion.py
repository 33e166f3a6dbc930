"""Completes what is typed of a path, as a shell does: as far as all names go that begin like that."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_LOOKED_AT: Final = 20_000
"""Names of a directory, at most: nobody waits for more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """What a typed path can become."""

    text: str
    """As far as it is certain; what was typed, where nothing is."""
    candidates: tuple[str, ...] = ()
    """The names that begin like the last part, a directory's with a slash; sorted."""

    @property
    def is_open(self) -> bool:
        """Whether there are several ways to go on."""
        return len(self.candidates) > 1


def completed(typed: str, names: Iterable[str]) -> Completion:
    """Complete the last part of a path from the names in its directory; hidden ones only where asked for."""
    head, start = _parted(typed)
    is_hidden_meant = start.startswith(".")
    found = sorted(
        name
        for name in names
        if name.startswith(start) and name.isprintable() and (is_hidden_meant or not name.startswith("."))
    )
    common = os.path.commonprefix(found) if found else start  # noqa: RUF071  # letters are what is completed
    return Completion(text=head + common, candidates=tuple(found))


def complete(typed: str, *, base: str, files: bool) -> Completion:
    """Complete a path that is relative to `base`, by directories or by files too. Blocks.

    What cannot be read completes nothing: what is wrong with a place is said elsewhere.
    """
    if typed == "~":
        return Completion(text="~/")
    head, _ = _parted(typed)
    try:
        names = list(_names_in(Path(base).expanduser() / Path(head).expanduser(), files=files))
    except (OSError, RuntimeError, ValueError):  # RuntimeError: ~ of nobody; ValueError: NUL
        names = []
    return completed(typed, names)


def _parted(typed: str) -> tuple[str, str]:
    head, slash, start = typed.rpartition("/")
    return head + slash, start


def _names_in(directory: Path, *, files: bool) -> Iterator[str]:
    with os.scandir(directory) as entries:
        for entry, _ in zip(entries, range(_LOOKED_AT), strict=False):
            if entry.is_dir():
                yield f"{entry.name}/"
            elif files and entry.is_file():
                yield entry.name
