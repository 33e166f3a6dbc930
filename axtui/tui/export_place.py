"""What there is to say of the place that was typed, before anything is written there."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from axtui.core.contact_import.file_kinds import FileKind, name_beside
from axtui.core.errors import CannotWriteError
from axtui.core.text import visible
from axtui.services.export import export_path
from axtui.services.places import Place, look_at, shortage

_UNITS: Final = ("B", "KiB", "MiB", "GiB", "TiB")
_STEP: Final = 1024
_NO_CSV: Final = "! Autotask takes files whose names end in .csv."
"""autotask-contact-import.md section 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was found where the files of an export would go."""

    place: Place | None = None
    """Of the import file; None where the path cannot be one."""
    problem: CannotWriteError | None = None
    """Why the files cannot be written there."""
    there: tuple[str, ...] = ()
    """Names of the set that are taken by files, which would be replaced."""

    def problem_for(self, size: int) -> CannotWriteError | None:
        """Say why so many bytes cannot be written there."""
        return self.problem or (shortage(self.place, size) if self.place else None)


def look_around(typed: str, *, directory: str) -> Seen:
    """Look at every name that the files of an export may take. Blocks, and writes nothing."""
    if not typed.strip():
        return Seen()
    try:
        path = export_path(typed, directory=directory)
    except CannotWriteError as problem:
        return Seen(problem=problem)
    place = look_at(path)
    if place.problem:
        return Seen(place=place, problem=place.problem)
    beside = _beside(path)
    return Seen(
        place=place,
        problem=next((each.problem for each in beside if each.problem), None),
        there=_names_there(beside),
    )


def refuse_newcomers(path: Path, *, shown: tuple[str, ...]) -> None:
    """Raise CannotWriteError where a file has come since that nobody has said may be replaced. Blocks."""
    new = [name for name in _names_there(_beside(path)) if name not in shown]
    if new:
        raise CannotWriteError(
            f"Since you looked, files have come: {', '.join(new)}.",
            hint="Nothing was written. Say again what may be replaced, or type another name.",
        )


def _beside(path: Path) -> list[Place]:
    return [look_at(path.with_name(name_beside(kind, path.name))) for kind in FileKind]


def _names_there(places: Iterable[Place]) -> tuple[str, ...]:
    return tuple(visible(each.path.name) for each in places if each.is_there)


def place_words(seen: Seen, *, typed: str) -> str:
    """Say in which directory the files will be where the path does not, what is there, how much room."""
    if seen.place is None:
        return ""
    directory, free = seen.place.path.parent, seen.place.free
    parts = [
        "" if typed.lstrip().startswith("/") else f"In {visible(str(directory))}.",
        "" if free is None else f"{bytes_in_words(free)} free.",
        f"Already there: {', '.join(seen.there)}." if seen.there else "",
        "" if seen.place.path.suffix.lower() == ".csv" else _NO_CSV,
    ]
    return " ".join(filter(None, parts))


def bytes_in_words(count: int) -> str:
    """Return a number of bytes as a person reads it."""
    size, unit = float(count), 0
    while size >= _STEP and unit < len(_UNITS) - 1:
        size, unit = size / _STEP, unit + 1
    return f"{count} B" if unit == 0 else f"{size:,.1f} {_UNITS[unit]}"
