"""Where the acknowledged rows of a profile are kept. Most have none, and then nothing else is loaded."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final, Self

from axtui.services.config_values import Profile
from axtui.services.file_troubles import exists_already
from axtui.services.profile_files import move, path_of
from axtui.services.surroundings import Surroundings

ENDING: Final = ".toml"


def place_of(profile: Profile, surroundings: Surroundings) -> Path:
    """Return the file that a profile names, seen from the configuration, or the usual one beside that."""
    named = profile.report.acknowledgements
    if not named:
        return path_of(surroundings.acknowledged_dir, profile.name, ending=ENDING)
    path = Path(named)
    with suppress(RuntimeError):  # no such home: then it is not there, which is said
        path = path.expanduser()
    return surroundings.config_file.parent / path


def is_any(profile: Profile, surroundings: Surroundings) -> bool:
    """Say whether something lies there. Blocks for as long as that takes."""
    return os.path.lexists(place_of(profile, surroundings))


class AcknowledgementPlaces:
    """The usual files of all profiles; one that a profile names elsewhere belongs to its team."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    @classmethod
    def of(cls, surroundings: Surroundings) -> Self:
        """Return those of this configuration."""
        return cls(surroundings.acknowledged_dir)

    def rename(self, was: str, now: str) -> None:
        """Let what is acknowledged follow a profile; what lies there under the new name is never replaced."""
        old, new = self._path_of(was), self._path_of(now)
        if os.path.lexists(old) and os.path.lexists(new):
            raise exists_already(new)
        move(old, new)

    def forget(self, profile: str) -> None:
        """Put the file aside: people have written it, and another profile of that name must not find it."""
        path = self._path_of(profile)
        move(path, path.with_name(f"{path.name}.bak"))

    def _path_of(self, profile: str) -> Path:
        return path_of(self._directory, profile, ending=ENDING)
