"""Files that belong to one profile: how they are named, and how they follow it."""

from pathlib import Path
from urllib.parse import quote, unquote

from axtui.services.file_troubles import cannot_write


def path_of(directory: Path, profile: str, *, ending: str) -> Path:
    """Return where a profile's file lies; no name leaves the directory.

    Profiles of the configuration have names that pass unchanged.
    """
    return directory / f"{quote(profile, safe='', errors='surrogatepass')}{ending}"


def profile_of(path: Path, *, ending: str) -> str:
    """Return whose file this is, if it is one that `path_of` has named."""
    return unquote(path.name.removesuffix(ending), errors="surrogatepass")


def remove(path: Path) -> None:
    """Remove a file; none there is fine."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise cannot_write(path, error) from error


def move(path: Path, target: Path) -> None:
    """Give a file the name of another one, which goes; none there is fine."""
    try:
        path.replace(target)
    except FileNotFoundError:
        return
    except OSError as error:
        raise cannot_write(target, error) from error
