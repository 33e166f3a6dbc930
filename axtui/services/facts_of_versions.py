"""Which versions of what are running."""

import platform
import ssl
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from axtui import __version__
from axtui.core.doctor import Fact, Section

_PACKAGES: Final = ("textual", "rich", "httpx", "httpcore", "msgspec", "truststore", "keyring")
"""What decides how the program draws, connects and keeps secrets; none is imported to be named."""


def facts_of_versions() -> Section:
    """Return the versions of the program and of what it stands on. Reads files."""
    own = (
        Fact(label="axtui", value=__version__),
        Fact(label="Python", value=f"{platform.python_version()} ({platform.python_implementation()})"),
        Fact(label="OpenSSL", value=ssl.OPENSSL_VERSION),
        Fact(label="platform", value=f"{platform.system()} {platform.release()} {platform.machine()}"),
    )
    return Section(title="Versions", facts=(*own, *map(_package, _PACKAGES)))


def _package(name: str) -> Fact:
    try:
        return Fact(label=name, value=version(name))
    except PackageNotFoundError:
        return Fact(label=name, value="not installed")
