"""What axtui asks of a keyring, and the way to the real one, which importing this does not load."""

from collections.abc import Callable
from typing import Protocol, cast


class Keyring(Protocol):
    """A keyring of this account: secrets by service and user. The package `keyring` is one."""

    def get_password(self, service: str, user: str, /) -> str | None:
        """Return what stands there; None where there is no such entry."""

    def set_password(self, service: str, user: str, password: str, /) -> None:
        """Store an entry, in place of the one that is there."""

    def delete_password(self, service: str, user: str, /) -> None:
        """Remove an entry that is there."""

    def get_keyring(self) -> object:
        """Return what the entries are really kept in."""


OpenKeyring = Callable[[], Keyring]
"""Opens the keyring; may take a while, since it asks the desktop whether there is one."""


def open_keyring() -> Keyring:
    """Return the keyring of this account; ImportError where the extra is not installed."""
    import importlib  # by name: the type checker need not know a package that few have installed

    return cast(Keyring, importlib.import_module("keyring"))
