"""What an export never replaces, even where files may be replaced: what nobody could make again."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader
from pathlib import Path
from typing import Final

from axtui.core.errors import CannotWriteError
from axtui.core.text import visible
from axtui.services.named_files import open_plain

_OTHER_NAME: Final = "Choose another name for this export."


def refuse_template(paths: Iterable[Path], sha256: str) -> None:
    """Raise an error where one of the files is the very template that the export is made in.

    It is known by its bytes: a name may lead to it in many ways.
    """
    for path in paths:
        with _there(path) as file:
            if file and hashlib.file_digest(file, "sha256").hexdigest() == sha256:
                raise CannotWriteError(
                    f"{visible(str(path))} is the template itself, and was left as it is.", hint=_OTHER_NAME
                )


def refuse_older_undo(path: Path, lines: Iterable[bytes]) -> None:
    """Raise an error where an undo file holds what the new one, of these lines, does not.

    Updates that have been imported cannot be rolled back, and Autotask no longer has what they changed.
    """
    with _there(path) as file:
        if file and not set(file.read().splitlines()) <= set(b"".join(lines).splitlines()):
            raise CannotWriteError(
                f"{visible(str(path))} holds what contacts held before an earlier export's updates, and was "
                "left as it is: if those were imported, it is the only copy.",
                hint=f"{_OTHER_NAME} If they were not imported, delete the file first.",
            )


@contextmanager
def _there(path: Path) -> Iterator[BufferedReader | None]:
    """Give a plain file that can be read, or None; the write says what is wrong with any other."""
    file = None
    with suppress(OSError, ValueError):
        file = open_plain(path, follows_links=False)
    try:
        yield file
    finally:
        if file:
            file.close()
