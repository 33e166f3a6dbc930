"""Logins that a server has refused, so that no later run sends the same ones again.

An Autotask user is locked after some failures (autotask-api.md section 8). What is kept of a login is a
salted, slow hash: enough to know it again, and of no use to whoever finds the file.
"""

import contextlib
import hashlib
import hmac
import json
import secrets
from datetime import datetime
from pathlib import Path
from typing import Final

from axtui.core.errors import CannotWriteError
from axtui.core.secret import Secret
from axtui.services.files import private_directory, write_private
from axtui.services.profile_files import move, path_of, remove
from axtui.services.stored_times import stored_time
from axtui.services.surroundings import Surroundings

_ENDING: Final = ".refused"
_ROUNDS: Final = 200_000
"""About a tenth of a second, once per run; a guess at a secret costs as much."""
_SALT_BYTES: Final = 16
_MOST: Final = 8
"""So many logins of a profile are remembered: one a side, and some that were tried in between."""

Credential = Secret | str


class RefusedLogins:
    """Which logins of each profile were refused. Every method blocks: from the event loop, use a thread."""

    def __init__(self, directory: Path, *, rounds: int = _ROUNDS) -> None:
        self._directory = directory
        self._rounds = rounds

    @classmethod
    def of(cls, surroundings: Surroundings) -> "RefusedLogins":
        """Return the logins that this user's runs have seen refused."""
        return cls(surroundings.state_dir / "refused")

    def is_refused(self, profile: str, *credentials: Credential) -> datetime | None:
        """Return when these credentials, as a whole, were refused; None when they were not.

        A file that cannot be read counts as none: at worst one login is sent once more.
        """
        salt, refused = _read(self._path_of(profile))
        if not refused:
            return None
        looked_for = _hash(salt, credentials, rounds=self._rounds)
        return next((at for each, at in refused.items() if hmac.compare_digest(each, looked_for)), None)

    def remember(self, profile: str, *credentials: Credential, now: datetime) -> None:
        """Keep in mind that these credentials were refused; a disk that is full stops nothing."""
        path = self._path_of(profile)
        salt, refused = _read(path)
        looked_for = _hash(salt, credentials, rounds=self._rounds)
        others = [(each, at) for each, at in refused.items() if each != looked_for]
        kept = dict([*others, (looked_for, now)][-_MOST:])
        with contextlib.suppress(CannotWriteError):
            private_directory(self._directory)
            write_private(path, _written(salt, kept), overwrite=True)

    def forget(self, profile: str) -> None:
        """Take no login of the profile for refused any more."""
        remove(self._path_of(profile))

    def rename(self, was: str, now: str) -> None:
        """Let what is kept follow a profile to its new name."""
        move(self._path_of(was), self._path_of(now))

    def _path_of(self, profile: str) -> Path:
        return path_of(self._directory, profile, ending=_ENDING)


def _hash(salt: bytes, credentials: tuple[Credential, ...], *, rounds: int) -> str:
    told = [each.reveal() if isinstance(each, Secret) else each for each in credentials]
    return hashlib.pbkdf2_hmac("sha256", json.dumps(told).encode(), salt, rounds).hex()


def _written(salt: bytes, refused: dict[str, datetime]) -> bytes:
    times = {each: at.isoformat() for each, at in refused.items()}
    return json.dumps({"salt": salt.hex(), "refused": times}).encode()


def _read(path: Path) -> tuple[bytes, dict[str, datetime]]:
    """Return salt and hashes of a file; where there is none that can be read, a new salt."""
    try:
        found = json.loads(path.read_bytes())
        salt = bytes.fromhex(found["salt"])
        refused = {each: stored_time(at) for each, at in found["refused"].items() if each.isascii()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return secrets.token_bytes(_SALT_BYTES), {}
    return salt, refused
