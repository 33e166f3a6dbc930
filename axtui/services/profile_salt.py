"""A secret number of each profile, with which names are hashed: the same name, the same hash, on this host.

Whoever finds a hash cannot try names against it without this number, and two profiles, or two hosts, never
agree on one.
"""

import hashlib
import secrets
import time
from contextlib import closing
from pathlib import Path
from typing import Final, Self

from axtui.services.files import private_directory
from axtui.services.locked_file import read_unlocked
from axtui.services.partial_files import explained
from axtui.services.profile_files import move, path_of, remove
from axtui.services.surroundings import Surroundings
from axtui.services.waited_file import Sleep, opened_in_turn

SALT_BYTES: Final = 32
_ENDING: Final = ".salt"


def salt_of(profile: str, surroundings: Surroundings, *, sleep: Sleep = time.sleep) -> bytes:
    """Return the profile's salt, made when it is first asked for; CannotWriteError where it cannot be kept.

    All processes get the same one. With `--no-cache` one that is kept is used, and none is made to last.
    Blocks.
    """
    path = path_of(surroundings.history_dir, profile, ending=_ENDING)
    if salt := _kept(path):
        return salt
    if not surroundings.uses_cache:
        return secrets.token_bytes(SALT_BYTES)
    private_directory(path.parent)
    with closing(opened_in_turn(path, sleep=sleep)) as file, explained(path):
        salt = file.read()
        if len(salt) != SALT_BYTES:  # a new file, or one that a kill or a full disk has cut short
            salt = secrets.token_bytes(SALT_BYTES)
            file.cut(0)
            file.add(salt)
            file.make_certain()
        return salt


def salted(salt: bytes, text: str, *, size: int) -> bytes:
    """Return the hash of a text under a salt, of so many bytes."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), key=salt, digest_size=size).digest()


class ProfileSalts:
    """The salts of all profiles, as belongings that follow a profile and go with it."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    @classmethod
    def of(cls, surroundings: Surroundings) -> Self:
        """Return the salts of this user's profiles."""
        return cls(surroundings.history_dir)

    def forget(self, profile: str) -> None:
        """Remove the profile's salt: hashes made with it mean nothing from then on."""
        remove(self._path_of(profile))

    def rename(self, was: str, now: str) -> None:
        """Let the salt follow a profile to its new name."""
        move(self._path_of(was), self._path_of(now))

    def _path_of(self, profile: str) -> Path:
        return path_of(self._directory, profile, ending=_ENDING)


def _kept(path: Path) -> bytes:
    """Return the salt that is kept, or nothing where there is none that is whole."""
    try:
        salt = read_unlocked(path)
    except OSError:  # one that is being made, too: who waits for the file gets it
        return b""
    return salt if len(salt) == SALT_BYTES else b""
