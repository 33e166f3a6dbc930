"""The file of a profile's acknowledgements: TOML that a team can keep in git, shared by whoever may write it.

A change is made to what stands there at that moment, by one at a time, and takes the place of the old file
when it is whole. It is written where a link leads, with the mode that the file has; a new one can be read by
others and written by its owner. Whoever changes it without a lock, as an editor does, is noticed.
"""

import errno
import fcntl
import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from axtui.core.acknowledgements import Acknowledgement
from axtui.core.errors import CannotWriteError, DataError
from axtui.core.models import CompanyId
from axtui.core.text import visible
from axtui.services.acknowledgement_place import place_of
from axtui.services.acknowledgement_reading import read_text
from axtui.services.acknowledgement_text import NotEditable, with_one, without_one
from axtui.services.config_values import Profile
from axtui.services.file_troubles import cannot_write
from axtui.services.files import directory_for, private_file
from axtui.services.named_files import open_plain, read_named
from axtui.services.partial_files import write_all
from axtui.services.surroundings import Surroundings
from axtui.services.waited_file import GIVEN_UP_AFTER, Sleep, turns

_LARGEST: Final = 16 * 1024 * 1024
_NEW_FILE: Final = 0o644
_WRITABLE: Final = 0o222
_WRITABLE_BY_ALL: Final = 0o002
_NO_LOCKS: Final = frozenset({errno.EBADF, errno.ENOLCK, errno.EOPNOTSUPP, errno.EINVAL})
"""What network file systems answer to the wish to lock a directory."""
_CORRECT: Final = "Correct the file, or undo the last change to it; nothing was written."


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAcknowledgements:
    """What a file holds."""

    acknowledgements: tuple[Acknowledgement, ...] = ()
    """By company id; none of them where the file cannot be used."""
    problems: tuple[str, ...] = ()
    """What is wrong with the file, in sentences."""


class _ChangedMeanwhile(Exception):  # noqa: N818  # heard by the loop that begins anew
    """Somebody has written the file without a lock."""


class AcknowledgementFile:
    """One profile's file. Every method blocks: from the event loop, use a thread."""

    def __init__(self, path: Path, *, makes_directory: bool = False, sleep: Sleep = time.sleep) -> None:
        self.path = path
        """As it is named; a link may stand there."""
        self._makes_directory = makes_directory
        self._sleep = sleep

    @classmethod
    def of(cls, profile: Profile, surroundings: Surroundings) -> Self:
        """Return the file that a profile names, or the usual one beside the configuration."""
        is_usual = not profile.report.acknowledgements
        return cls(place_of(profile, surroundings), makes_directory=is_usual)

    def load(self) -> KeptAcknowledgements:
        """Return what the file holds; no file holds nothing."""
        try:
            data = self._read()
        except DataError as error:
            return KeptAcknowledgements(problems=(str(error),))
        found = read_text(data, name=self._called)
        return KeptAcknowledgements(acknowledgements=found.acknowledgements, problems=found.problems)

    def put(self, given: Acknowledgement) -> None:
        """Write an acknowledgement, in the place of an earlier one of the company."""
        self._change(lambda text: with_one(text, given))

    def take_back(self, company: CompanyId) -> None:
        """Remove the acknowledgement of a company; none there is fine."""
        if os.path.lexists(self.path):
            self._change(lambda text: without_one(text, company), makes_file=False)

    @property
    def _called(self) -> str:
        return f"The file of acknowledgements {visible(str(self.path))}"

    def _read(self) -> bytes:
        try:
            with open_plain(self.path) as file:
                mode = os.fstat(file.fileno()).st_mode
        except FileNotFoundError:
            return b""
        except (OSError, ValueError):
            mode = 0  # what is wrong is said by who reads it
        if mode & _WRITABLE_BY_ALL:
            raise DataError(
                f"{self._called} may be written by anyone, who could hide rows.",
                hint=f"Run: chmod o-w {visible(str(self.path))}",
            )
        return read_named(self.path, what="file of acknowledgements", most=_LARGEST, refused=DataError)

    def _change(self, edit: Callable[[str], str], *, makes_file: bool = True) -> None:
        for _ in turns(self._sleep):
            real = Path(os.path.realpath(self.path))
            if self._makes_directory and makes_file:
                directory_for(real)
            with suppress(BlockingIOError, _ChangedMeanwhile), self._alone_in(real.parent):
                self._change_now(real, edit)
                return
        raise CannotWriteError(
            f"{self._called} was kept by others for {GIVEN_UP_AFTER:g} seconds.",
            hint="See which axtui still has it; it may be stopped.",
        )

    @contextmanager
    def _alone_in(self, directory: Path) -> Iterator[None]:
        """Lock the directory: a lock on the file ends with its replacement, one beside it would litter."""
        try:
            descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError as error:
            raise cannot_write(self.path, error) from error
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                if error.errno not in _NO_LOCKS:
                    raise
            yield
        finally:
            os.close(descriptor)

    def _change_now(self, real: Path, edit: Callable[[str], str]) -> None:
        before = self._read()
        if problems := read_text(before, name=self._called).problems:
            raise DataError(problems[0], hint=_CORRECT)
        try:
            text = edit(before.decode())
        except NotEditable:
            raise CannotWriteError(
                f"{self._called} writes its rows in a way that axtui cannot change one of them alone.",
                hint="Give each row a heading of its own, [companies.174]; or change it by hand.",
            ) from None
        if (data := text.encode()) != before:
            self._replace(real, data, before=before)

    def _replace(self, real: Path, data: bytes, *, before: bytes) -> None:
        if _is_read_only(real):  # though its directory may let it be replaced
            raise cannot_write(real, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))
        with private_file(real, overwrite=True, size=len(data)) as partial:
            write_all(partial.descriptor, data)
            _make_like(real, partial.descriptor)
            if self._read() != before:
                raise _ChangedMeanwhile


def _is_read_only(path: Path) -> bool:
    """Say whether somebody has protected the file, be it from root."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    return not mode & _WRITABLE or not os.access(path, os.W_OK)


def _make_like(path: Path, descriptor: int) -> None:
    """Give a new file the mode and, where that is allowed, the group of the one that it replaces."""
    try:
        found = path.stat()
    except FileNotFoundError:
        os.fchmod(descriptor, _NEW_FILE)
        return
    with suppress(OSError):  # of a team's directory it has the right one already
        os.fchown(descriptor, -1, found.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(found.st_mode))
