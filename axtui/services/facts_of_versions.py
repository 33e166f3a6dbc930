"""Which versions of what are running."""

import platform
import ssl

from axtui import __version__
from axtui.core.doctor import Fact, Section
from axtui.services.installed_packages import installed_packages


def facts_of_versions() -> Section:
    """Return the versions of the program and of what it stands on. Reads files."""
    own = (
        Fact(label="axtui", value=__version__),
        Fact(label="Python", value=f"{platform.python_version()} ({platform.python_implementation()})"),
        Fact(label="OpenSSL", value=ssl.OPENSSL_VERSION),
        Fact(label="platform", value=f"{platform.system()} {platform.release()} {platform.machine()}"),
    )
    packages = (
        Fact(label=name, value=found or "not installed") for name, found in installed_packages().items()
    )
    return Section(title="Versions", facts=(*own, *packages))
