"""What of the program's lies where, how much, and who else could get at it."""

import contextlib
import os
import shlex
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from axtui.core.doctor import Fact, Section
from axtui.core.errors import CannotWriteError
from axtui.core.sentences import counted
from axtui.services.export_paths import export_path
from axtui.services.places import free_bytes, look_at
from axtui.services.surroundings import Surroundings

_OPEN_TO_OTHERS: Final = 0o077
_LITTLE: Final = 100 * 1024 * 1024
"""Bytes; a large tenant's reports and pages take less."""
_UNITS: Final = ("bytes", "KiB", "MiB", "GiB", "TiB")
_STEP: Final = 1024


def facts_of_paths(surroundings: Surroundings, *, export_directories: Sequence[str]) -> Section:
    """Return every place of the program's with its mode and owner. Reads directories."""
    config_file = surroundings.config_file
    return Section(
        title="Paths",
        facts=(
            _file("configuration", config_file),
            _file("previous configuration", config_file.parent / f"{config_file.name}.bak"),
            *_private("cache", surroundings.cache_dir),
            *_private("state", surroundings.state_dir),
            _temporary(surroundings.env),
            *(_export(each) for each in dict.fromkeys(export_directories)),
        ),
    )


def _file(label: str, path: Path) -> Fact:
    """A configuration without a secret may be open; who loads it says whether this one is too open."""
    return Fact(label=label, value=f"{path} ({_about(path)})")


def _about(path: Path) -> str:
    try:
        found = path.lstat()
    except ValueError:  # NUL, or half of a surrogate pair
        return "no file can have this name"
    except OSError as error:
        return "not there" if isinstance(error, FileNotFoundError) else f"cannot be seen: {error.strerror}"
    kind = ", a link" if stat.S_ISLNK(found.st_mode) else ""
    return f"{stat.S_IMODE(found.st_mode):04o}, {_owner(found)}{kind}"


def _owner(found: os.stat_result) -> str:
    if found.st_uid == os.geteuid():
        return "yours"
    return f"of user {found.st_uid}" if found.st_uid else "of root"


def _private(label: str, directory: Path) -> Iterator[Fact]:
    """Yield a directory of ours and those in it; nobody else may enter it, and open files in it are told."""
    held = _held_in(directory)
    free = free_bytes(directory)
    room = f"; {_size(free)} free" if free is not None else ""
    yield Fact(
        label=label,
        value=f"{directory} ({_about(directory)}; {counted(held.files, 'file')}, {_size(held.size)}{room})",
        problem=_trouble(directory, held, free),
    )
    for each in held.directories:
        inside = _held_in(each)
        value = f"{_about(each)}; {counted(inside.files, 'file')}, {_size(inside.size)}"
        yield Fact(label=f"{label}/{each.name}", value=value)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """What lies in a directory and below it."""

    files: int
    size: int
    is_open: bool
    """Whether anything in it could be read or changed by another user."""
    directories: tuple[Path, ...]


def _held_in(directory: Path) -> _Held:
    found = tuple(_below(directory))
    files = [about for _, about in found if not stat.S_ISDIR(about.st_mode)]
    return _Held(
        files=len(files),
        size=sum(about.st_size for about in files),
        is_open=any(_is_open(about) for _, about in found if not stat.S_ISLNK(about.st_mode)),
        directories=tuple(
            sorted(path for path, about in found if stat.S_ISDIR(about.st_mode) and path.parent == directory)
        ),
    )


def _below(directory: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """Yield the directory and what is in it; what is taken away meanwhile is not there."""
    names = (Path(at, name) for at, inner, files in os.walk(directory) for name in (*inner, *files))
    for path in (directory, *names):
        with contextlib.suppress(OSError):
            yield path, path.lstat()


def _is_open(about: os.stat_result) -> bool:
    return about.st_uid != os.geteuid() or bool(about.st_mode & _OPEN_TO_OTHERS)


def _trouble(directory: Path, held: _Held, free: int | None) -> str:
    if held.is_open:
        command = f"chmod -R go= {shlex.quote(str(directory))}"
        return f"Something here is open to other users, or theirs; run: {command}"
    if directory.exists() and not os.access(directory, os.W_OK | os.X_OK):
        return "It cannot be written: nothing is kept from one run to the next."
    if free is not None and free < _LITTLE:
        return "There is little room left: what was read may not be kept."
    return ""


def _temporary(env: Mapping[str, str]) -> Fact:
    directory = Path(env.get("TMPDIR") or "/tmp")  # noqa: S108  # looked at, and nothing is put there
    return Fact(label="temporary files", value=f"{directory} ({_about(directory)})")


def _export(directory: str) -> Fact:
    try:
        path = export_path("import.csv", directory=directory)
    except CannotWriteError as error:
        return Fact(label="import files", value=directory, problem=str(error))
    problem = look_at(path).problem
    value = f"{path.parent} ({_about(path.parent)})"
    return Fact(label="import files", value=value, problem=str(problem) if problem else "")


def _size(number: float) -> str:
    for unit in _UNITS:
        if number < _STEP or unit == _UNITS[-1]:
            return f"{number:,.0f} {unit}" if unit == _UNITS[0] else f"{number:,.1f} {unit}"
        number /= _STEP
    raise AssertionError  # the last unit takes everything
