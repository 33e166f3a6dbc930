"""Which configuration files are used: one with a plain secret is ours alone, any other is ours to write.

As with OpenSSH and libpq, an unsafe file is refused, with the command that puts it right; a warning would be
read by nobody.
"""

import contextlib
import os
import shlex
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from axtui.core.errors import ConfigError
from axtui.core.text import visible

_LARGEST: Final = 1024 * 1024
_OPEN_TO_OTHERS: Final = 0o077
_WRITABLE_BY_OTHERS: Final = 0o022
_WRITABLE_BY_ALL: Final = 0o002
_ROOT: Final = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFile:
    """A configuration file as it was found: what it holds, and who may do what with it."""

    path: Path
    data: bytes = field(repr=False)
    mode: int
    owner: int
    is_link: bool


def read_file(path: Path) -> FoundFile | None:
    """Read a regular file of a sensible size; None where there is none.

    Mode and owner are those of the very file that was read. A pipe is refused, never waited for.
    """
    try:
        is_link = path.is_symlink()
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        if is_link:
            raise ConfigError(f"The configuration file {_shown(path)} is a link to nothing.") from None
        return None
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    try:
        return _found(path, descriptor, is_link=is_link)
    except OSError as error:
        raise _unreadable(path, error) from error
    finally:
        with contextlib.suppress(OSError):  # of a file that was only read, nothing can be lost
            os.close(descriptor)


def _found(path: Path, descriptor: int, *, is_link: bool) -> FoundFile:
    about = os.fstat(descriptor)
    if not stat.S_ISREG(about.st_mode):
        raise ConfigError(f"The configuration {_shown(path)} is not a regular file.")
    if about.st_size > _LARGEST:
        raise ConfigError(f"The configuration file {_shown(path)} is larger than 1 MiB; it cannot be one.")
    data = b"".join(iter(lambda: os.read(descriptor, _LARGEST), b""))
    return FoundFile(path=path, data=data, mode=about.st_mode, owner=about.st_uid, is_link=is_link)


def _unreadable(path: Path, error: OSError | ValueError) -> ConfigError:
    reason = error.strerror if isinstance(error, OSError) else "no file can have this name"
    return ConfigError(
        f"The configuration file {_shown(path)} cannot be read: {reason}.",
        hint="Have its permissions changed, or name another file with --config.",
    )


def distrust(found: FoundFile, *, holds_secret: bool) -> Iterator[str]:
    """Yield a sentence for each reason not to use this file, with what puts it right."""
    yield from _about_a_secret(found) if holds_secret else _about_its_writers(found)
    directory = found.path.parent
    if _anyone_may_replace_in(directory):
        yield f"anyone may replace files in its directory; run: {_chmod('o-w', directory)}"


def _about_a_secret(found: FoundFile) -> Iterator[str]:
    if found.is_link:
        yield (
            "the file holds a secret and is a symbolic link, which may come to point elsewhere; "
            "put the file itself here, or name it with --config."
        )
    if found.owner != os.geteuid():
        yield "the file holds a secret and belongs to another user; use a copy that is yours."
    if found.mode & _OPEN_TO_OTHERS:
        yield f"the file holds a secret and is open to other users; run: {_chmod('600', found.path)}"


def _about_its_writers(found: FoundFile) -> Iterator[str]:
    if found.owner not in (os.geteuid(), _ROOT):
        yield (
            "the file belongs to another user, who could make it run commands as you; "
            "use a copy that is yours."
        )
    if found.mode & _WRITABLE_BY_OTHERS:
        yield (
            "other users may write the file, and could make it run commands as you; "
            f"run: {_chmod('go-w', found.path)}"
        )


def _anyone_may_replace_in(directory: Path) -> bool:
    mode = directory.stat().st_mode
    return bool(mode & _WRITABLE_BY_ALL) and not mode & stat.S_ISVTX


def _chmod(mode: str, path: Path) -> str:
    return visible(f"chmod {mode} {shlex.quote(str(path))}")


def _shown(path: Path) -> str:
    return visible(str(path))
