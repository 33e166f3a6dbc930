"""Names that files of a set have been given, each with its way back until the whole set stands."""

import contextlib
from dataclasses import dataclass
from pathlib import Path

from axtui.services.partial_files import (
    PartialFile,
    give_name,
    is_at,
    is_taken,
    partial_path,
    remove_ours,
    second_name,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """A name that has changed its meaning, or was about to."""

    path: Path
    kept: Path | None
    """Where the file is that had the name before; None when there was none, or it could not be kept."""
    given: PartialFile | None

    def take_back(self) -> None:
        if self.kept is not None:
            self.kept.replace(self.path)
            remove_ours(self.kept)  # renaming does nothing where both names still are of one file
        elif self.given is not None and is_at(self.path, self.given.descriptor):
            self.path.unlink()


class GivenNames:
    """Gives files their names, and takes them back if need be. Its methods raise OSError."""

    def __init__(self, *, overwrite: bool) -> None:
        self._overwrite = overwrite
        self._steps: list[_Step] = []

    def give(self, path: Path, partial: PartialFile) -> None:
        """Give a file its name; what had it before is kept for the way back, where that can be done."""
        is_replaced = self._overwrite and is_taken(path)
        kept = second_name(path) if is_replaced else None
        if kept or not is_replaced:
            # Noted first: a network file system may give the name and yet report an error.
            self._steps.append(_Step(path=path, kept=kept, given=partial))
        give_name(partial.path, path, overwrite=self._overwrite)

    def free(self, path: Path) -> None:
        """Take away the file that has a name, until the set stands or falls."""
        if is_taken(path):
            kept = partial_path(path.parent)
            self._steps.append(_Step(path=path, kept=kept, given=None))
            path.replace(kept)

    def take_back(self) -> None:
        """Let every name stand for what it stood for, the last one first; do as much as the disk lets us."""
        for step in reversed(self._steps):
            with contextlib.suppress(OSError):
                step.take_back()

    def settle(self) -> None:
        """Give up the way back."""
        for step in self._steps:
            if step.kept is not None:
                remove_ours(step.kept)
