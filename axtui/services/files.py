"""Private directories and files: 0700 and 0600 whatever the umask, and writes that are whole or absent.

A file is written under another name in the same directory, made durable, and only then given its own name.
So nothing partial is ever seen under that name, a link is never followed, and a kill leaves the old file.
"""

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from axtui.core.errors import CannotWriteError
from axtui.core.text import visible
from axtui.services.partial_files import (
    PartialFile,
    explained,
    give_name,
    make_certain,
    make_durable,
    partial_in,
    refuse_target,
    sweep_partials,
    write_all,
)

_PRIVATE_DIRECTORY: Final = 0o700
_OPEN_TO_OTHERS: Final = 0o077
_CACHE_TAG: Final = (
    b"Signature: 8a477f597d28d172789f06886806bc55\n"
    b"# Copies of data that axtui can read again: backups may leave this directory out.\n"
    b"# See https://bford.info/cachedir/\n"
)


def private_directory(path: Path) -> None:
    """Make a directory that only its owner can enter, with its missing parents; tighten one that is there."""
    with explained(path):
        _make_with_parents(path)
        found = path.stat()
        if not stat.S_ISDIR(found.st_mode):
            raise CannotWriteError(
                f"{visible(str(path))} should be a directory, and is not.", hint="Move it out of the way."
            )
        if found.st_uid != os.geteuid():
            raise CannotWriteError(
                f"The directory {visible(str(path))} belongs to another user, who could read it.",
                hint="Choose another one, or have its owner changed.",
            )
        if found.st_mode & _OPEN_TO_OTHERS:
            path.chmod(_PRIVATE_DIRECTORY)


def directory_for(path: Path) -> None:
    """Make the directory of a file, private, where there is none; one that is there stays as it is."""
    with explained(path.parent):
        _make_with_parents(path.parent)


def _make_with_parents(path: Path) -> None:
    if path.exists():
        return
    _make_with_parents(path.parent)
    # Another run may make it at the same time, which is as good.
    path.mkdir(mode=_PRIVATE_DIRECTORY, exist_ok=True)


def cache_directory(path: Path) -> None:
    """Make a private directory whose tag tells backup programs that they may leave it out."""
    private_directory(path)
    tag = path / "CACHEDIR.TAG"
    with explained(tag):
        is_tagged = tag.exists()
    if not is_tagged:
        write_private(tag, _CACHE_TAG, overwrite=True)


def write_private(path: Path, data: bytes, *, overwrite: bool) -> None:
    """Write a whole file, 0600 and durable; without `overwrite` an existing one is never replaced."""
    with private_file(path, overwrite=overwrite, size=len(data)) as partial:
        write_all(partial.descriptor, data)


@contextlib.contextmanager
def private_file(path: Path, *, overwrite: bool, size: int = 0) -> Iterator[PartialFile]:
    """Give a new private file to write to; it becomes `path` when the block ends without an error.

    `size` is how much will be written, for the message about a full disk.
    """
    with explained(path, size=size):
        refuse_target(path, overwrite=overwrite)
        sweep_partials(path.parent)
        with partial_in(path.parent) as partial:
            yield partial
            make_certain(partial.descriptor)
            give_name(partial.path, path, overwrite=overwrite)
            make_durable(path.parent)
