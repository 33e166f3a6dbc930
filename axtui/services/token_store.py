"""The Xero logins of people, one private file per profile, changed by one process at a time.

Xero renews a refresh token with every use, so losing the newest one loses the login. A file is whole and on
the disk before what stands in it is used (axtui.services.files); the refresh token before it stays beside it,
for the half hour in which Xero still takes that one (xero-api.md section 2.6).
"""

import json
import os
import stat
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from axtui.core.errors import DataError
from axtui.core.secret import Secret
from axtui.core.text import visible
from axtui.services.files import private_directory, write_private
from axtui.services.partial_files import sweep_partials
from axtui.services.process_lock import locked
from axtui.services.profile_files import move, path_of, remove
from axtui.services.stored_times import stored_time
from axtui.services.surroundings import Surroundings
from axtui.sources.line import Line
from axtui.sources.xero_personal import Granted, Organisation
from axtui.sources.xero_pkce import PersonalApp

LIFE: Final = timedelta(days=60)
"""How long an unused login lasts; Xero sends no date, so it is counted here."""
WARNED_AFTER: Final = timedelta(days=50)
GRACE: Final = timedelta(minutes=28)
"""For how long the refresh token before the newest is tried: Xero's half hour less a margin."""
_SPARE: Final = timedelta(seconds=60)
_VERSION: Final = 1
_LARGEST: Final = 64 * 1024
_FLAGS: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_PRIVATE: Final = 0o600
_OPEN_TO_OTHERS: Final = 0o077


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredLogin:
    """What is kept of one login."""

    client_id: str
    token_url: str
    """Who gave it; a token is never sent to anybody else."""
    organisation: Organisation
    access: Secret = field(repr=False)
    access_until: datetime
    refresh: Secret = field(repr=False)
    refreshed: datetime
    """When the refresh token was last used or made: its sixty days begin there."""
    previous: Secret | None = field(default=None, repr=False)
    previous_used: datetime | None = None
    refused: datetime | None = None
    """When Xero said that this login has ended; it is not asked again."""

    def is_fresh(self, now: datetime) -> bool:
        """Say whether the access token should still be good."""
        return now < self.access_until and self.refused is None

    def is_for(self, app: PersonalApp) -> bool:
        """Say whether this app got it, from this address."""
        return (self.client_id, self.token_url) == (app.client_id, app.token_url)

    def refresh_tokens(self, now: datetime) -> tuple[Secret, ...]:
        """Return the refresh tokens that Xero may take: the newest, and the one before it in its grace."""
        if self.previous is None or self.previous_used is None or now - self.previous_used >= GRACE:
            return (self.refresh,)
        return self.refresh, self.previous

    def renewed_by(self, granted: Granted, now: datetime) -> "StoredLogin":
        """Return the login with new tokens; without a new refresh token the old one goes on."""
        renewed = replace(
            self, access=granted.access, access_until=_end(granted, now), refreshed=now, refused=None
        )
        if granted.refresh is None:
            return renewed
        return replace(renewed, refresh=granted.refresh, previous=self.refresh, previous_used=now)


def new_login(
    app: PersonalApp, organisation: Organisation, granted: Granted, refresh: Secret, now: datetime
) -> StoredLogin:
    """Return what is kept after somebody has signed in."""
    return StoredLogin(
        client_id=app.client_id,
        token_url=app.token_url,
        organisation=organisation,
        access=granted.access,
        access_until=_end(granted, now),
        refresh=refresh,
        refreshed=now,
    )


def _end(granted: Granted, now: datetime) -> datetime:
    return now + timedelta(seconds=granted.seconds) - _SPARE


class TokenStore:
    """Keeps logins in a directory of its own. Every method but `locked` blocks, for a few milliseconds."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    @classmethod
    def of(cls, surroundings: Surroundings) -> "TokenStore":
        """Return the store where logins are kept."""
        return cls(surroundings.state_dir / "tokens")

    def locked(self, profile: str, line: Line) -> AbstractAsyncContextManager[None]:
        """Keep every other process from changing this login; held over read, renewal and save."""
        private_directory(self._directory)
        return locked(self._path_of(profile, ".lock"), line, doing="is busy with this Xero login")

    def load(self, profile: str) -> StoredLogin | None:
        """Return the profile's login, or None where nobody has signed in."""
        path = self._path_of(profile)
        try:
            text = _read(path)
            return _from_json(json.loads(text))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            raise DataError(
                f"The stored Xero login {visible(str(path))} is damaged or cannot be read.",
                hint=f"Sign in again: {login_command(profile)}",
            ) from None  # its cause may quote what stands in the file

    def save(self, profile: str, login: StoredLogin) -> None:
        """Keep the login in place of the profile's last one; it is on the disk when this returns."""
        private_directory(self._directory)
        text = json.dumps(_to_json(login), indent=1)
        write_private(self._path_of(profile), text.encode("ascii"), overwrite=True)

    def forget(self, profile: str) -> None:
        """Remove the profile's login and whatever a killed process left of one; nothing kept is fine."""
        sweep_partials(self._directory)
        remove(self._path_of(profile))

    def rename(self, was: str, now: str) -> None:
        """Let the login follow a profile to its new name."""
        move(self._path_of(was), self._path_of(now))

    def _path_of(self, profile: str, ending: str = ".json") -> Path:
        return path_of(self._directory, profile, ending=ending)


def login_command(profile: str) -> str:
    """Return the command that signs in."""
    return f"axtui login --profile {visible(profile)}"


def token_warning(profile: str, *, surroundings: Surroundings) -> str:
    """Return a sentence when the profile's Xero login has ended or soon will; else an empty text."""
    try:
        login = TokenStore.of(surroundings).load(profile)
    except DataError as error:
        return str(error)
    if login is None:
        return ""
    name, unused = visible(profile), surroundings.now() - login.refreshed
    if login.refused is not None:
        return f"The Xero login of {name} has ended. Sign in again: {login_command(profile)}"
    if unused < WARNED_AFTER:
        return ""
    if unused >= LIFE:
        return (
            f"The Xero login of {name} has not been used for {unused.days} days and should have ended. "
            f"Sign in again: {login_command(profile)}"
        )
    return (
        f"The Xero login of {name} ends on {login.refreshed + LIFE:%Y-%m-%d} unless it is used before: "
        "every run renews it."
    )


def _read(path: Path) -> bytes:
    """Read a file of ours; one that others could read is made private first, one of others' is refused."""
    descriptor = os.open(path, _FLAGS)
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid():
            raise ValueError("not a plain file of ours")
        if found.st_mode & _OPEN_TO_OTHERS:
            os.fchmod(descriptor, _PRIVATE)
        return os.read(descriptor, _LARGEST)
    finally:
        os.close(descriptor)


def _to_json(login: StoredLogin) -> Mapping[str, Any]:
    return {
        "version": _VERSION,
        "client_id": login.client_id,
        "token_url": login.token_url,
        "tenant_id": login.organisation.id,
        "tenant_name": login.organisation.name,
        "access_token": login.access.reveal(),
        "access_until": login.access_until.isoformat(),
        "refresh_token": login.refresh.reveal(),
        "refreshed": login.refreshed.isoformat(),
        "previous_refresh_token": login.previous.reveal() if login.previous else None,
        "previous_used": login.previous_used.isoformat() if login.previous_used else None,
        "refused": login.refused.isoformat() if login.refused else None,
    }


def _from_json(value: dict[str, Any]) -> StoredLogin:
    if value["version"] != _VERSION:
        raise ValueError("kept by another version")
    previous = value["previous_refresh_token"]
    return StoredLogin(
        client_id=_text(value["client_id"]),
        token_url=_text(value["token_url"]),
        organisation=Organisation(id=_text(value["tenant_id"]), name=_text(value["tenant_name"])),
        access=Secret(_text(value["access_token"])),
        access_until=_time(value["access_until"]),
        refresh=Secret(_text(value["refresh_token"])),
        refreshed=_time(value["refreshed"]),
        previous=None if previous is None else Secret(_text(previous)),
        previous_used=_time_or_none(value["previous_used"]),
        refused=_time_or_none(value["refused"]),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _time(value: object) -> datetime:
    return stored_time(_text(value))


def _time_or_none(value: object) -> datetime | None:
    return None if value is None else _time(value)
