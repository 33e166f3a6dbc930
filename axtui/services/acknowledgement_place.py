"""Where the acknowledged rows of a profile are kept. Most have none, and then nothing else is loaded."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from axtui.services.config_values import Profile
from axtui.services.profile_files import path_of
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
