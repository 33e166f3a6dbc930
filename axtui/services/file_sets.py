"""Several files that belong together: all of them are there, whole and durable, or none is.

Each is written under a name of its own and brought to the disk before the first of them gets its name. The
last one is the one that counts: when it can be seen, the others are there, even after a power cut.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from axtui.services.file_troubles import cannot_write
from axtui.services.given_names import GivenNames
from axtui.services.partial_files import (
    PartialFile,
    make_certain,
    make_durable,
    partial_in,
    refuse_target,
    sweep_partials,
    write_all,
)
from axtui.services.places import Place, free_bytes, shortage
from axtui.services.unbroken import unbroken

_AT_ONCE: Final = 1024 * 1024
"""Bytes given to the system in one call: a call for each line would take most of the time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToWrite:
    """A file that is to be written."""

    path: Path
    chunks: Iterable[bytes]
    """Its bytes, in parts of any size; asked for once, while the file is written."""
    size_hint: int = 0
    """How large it will be, as far as that is known; 0 for unknown."""


def write_together(files: Sequence[ToWrite], *, overwrite: bool, without: Sequence[Path] = ()) -> None:
    """Write private files, and give them their names in this order once all of them are on the disk.

    `without` are names of the set that this one has no file for: what an earlier set left there would be
    taken for a part of this one. Without `overwrite` a name that is taken, of either kind, is an error; with
    it the old files go. After an error the names stand for what they stood for before. A signal that would
    end the program does so when all is written.
    """
    one = _FileSet(files, overwrite=overwrite, without=without)
    try:
        with unbroken():
            one.write()
    except OSError as error:
        raise cannot_write(one.at, error, size=one.size) from error


class _FileSet:
    """The writing of one set; knows which file it is at, for the message when that fails."""

    def __init__(self, files: Sequence[ToWrite], *, overwrite: bool, without: Sequence[Path]) -> None:
        self._files = files
        self._overwrite = overwrite
        self._without = without
        self._paths = [*(each.path for each in files), *without]
        self.at = self._paths[0]
        self.size = sum(each.size_hint for each in files)

    def write(self) -> None:
        for path in self._each(self._paths):
            refuse_target(path, overwrite=self._overwrite)
        for directory in self._directories():
            sweep_partials(directory)
            self._refuse_full(directory)
        with ExitStack() as stack:
            partials = [stack.enter_context(partial_in(path.parent)) for path in self._each_file()]
            for file, partial in zip(self._files, partials, strict=True):
                self._fill(partial, file)
            self._name(partials)

    def _each(self, paths: Iterable[Path]) -> Iterator[Path]:
        for self.at in paths:
            yield self.at

    def _each_file(self) -> Iterator[Path]:
        return self._each(each.path for each in self._files)

    def _directories(self) -> list[Path]:
        return list(dict.fromkeys(path.parent for path in self._paths))

    def _refuse_full(self, directory: Path) -> None:
        """Say it before the disk is filled, which others write to as well."""
        size = sum(each.size_hint for each in self._files if each.path.parent == directory)
        place = Place(path=self._files[-1].path, free=free_bytes(directory))
        if error := shortage(place, size):
            raise error

    def _fill(self, partial: PartialFile, file: ToWrite) -> None:
        self.at = file.path
        for block in _blocks(file.chunks):
            write_all(partial.descriptor, block)
        make_certain(partial.descriptor)

    def _name(self, partials: Sequence[PartialFile]) -> None:
        names = GivenNames(overwrite=self._overwrite)
        try:
            for path in self._each(self._without):
                names.free(path)
            for path, partial in zip(self._each_file(), partials, strict=True):
                if partial is partials[-1]:
                    self._make_durable()
                names.give(path, partial)
            self._make_durable()
        except BaseException:
            names.take_back()
            with suppress(OSError):
                self._make_durable()
            raise
        names.settle()

    def _make_durable(self) -> None:
        for directory in self._directories():
            make_durable(directory)


def _blocks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the same bytes in large blocks."""
    block = bytearray()
    for chunk in chunks:
        block += chunk
        if len(block) >= _AT_ONCE:
            yield bytes(block)
            block.clear()
    if block:
        yield bytes(block)
