"""A keyring in memory, which stands for the one of an account, and the errors of those that fail."""

from dataclasses import dataclass, field


class NoKeyringError(RuntimeError):
    """What the package raises where there is no keyring; known by its name."""


class KeyringLocked(Exception):  # noqa: N818  # the package's own name
    """The same for one that nobody has unlocked."""


@dataclass(slots=True)
class Vault:
    """Keeps what it is given, unless it is locked or only seems to keep things."""

    entries: dict[tuple[str, str], str] = field(default_factory=dict)
    """Secrets by service and user."""
    is_locked: bool = False
    keeps: bool = True
    kept_in: object = None
    """What the entries are said to be kept in."""

    def get_password(self, service: str, user: str, /) -> str | None:
        """Return what stands there."""
        return self.entries.get((service, user))

    def set_password(self, service: str, user: str, password: str, /) -> None:
        """Keep a secret; a locked keyring repeats it in its error."""
        if self.is_locked:
            raise KeyringLocked(password)
        if self.keeps:
            self.entries[service, user] = password

    def delete_password(self, service: str, user: str, /) -> None:
        """Remove what is there."""
        del self.entries[service, user]

    def get_keyring(self) -> object:
        """Return what keeps it."""
        return self.kept_in
