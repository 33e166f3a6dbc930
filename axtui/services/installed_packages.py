"""Which versions are installed of what the program stands on, for whoever looks into a trouble."""

from importlib.metadata import PackageNotFoundError, version
from typing import Final

_PACKAGES: Final = ("textual", "rich", "httpx", "httpcore", "msgspec", "truststore", "keyring")
"""What decides how the program draws, connects and keeps secrets; none is imported to be named."""


def installed_packages() -> dict[str, str]:
    """Return the version of each package that counts; empty where it is not installed."""
    return {name: _version_of(name) for name in _PACKAGES}


def _version_of(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
