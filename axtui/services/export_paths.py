"""Where the files of an export go, what they are called at first, and how they are fetched from here."""

import shlex
import socket
from collections.abc import Mapping
from datetime import datetime, tzinfo
from pathlib import Path

from axtui.core.errors import CannotWriteError
from axtui.core.text import visible


def export_path(typed: str, *, directory: str = ".") -> Path:
    """Return the absolute path that is meant by a typed one, which is relative to `directory`.

    Both may begin with `~`, the person's home directory.
    """
    path = _expanded(directory) / _expanded(typed)
    try:
        return path.absolute()
    except FileNotFoundError:
        raise CannotWriteError(
            "The directory you are in has been removed.",
            hint="Go to another one, or write the path out in full.",
        ) from None


def default_name(profile: str, now: datetime, *, zone: tzinfo | None = None) -> str:
    """Return the file name that is offered, in the person's own time unless another zone is given."""
    return f"axtui-{profile}-{now.astimezone(zone):%Y%m%d-%H%M}.csv"


def copy_line(path: Path, *, host: str, user: str) -> str:
    """Return the command that brings a file to the person's own machine, typed there.

    Empty for a path with characters that do not stand on one line of a terminal.
    """
    whole = f"{user}@{host}:{path}" if user else f"{host}:{path}"
    return f"scp {shlex.quote(whole)} ." if whole.isprintable() else ""


def copy_line_from_here(path: Path, env: Mapping[str, str]) -> str:
    """Return that command for a file on this machine, which is called as it calls itself."""
    return copy_line(path, host=socket.gethostname(), user=env.get("USER") or env.get("LOGNAME", ""))


def _expanded(typed: str) -> Path:
    try:
        return Path(typed).expanduser()
    except RuntimeError:
        raise CannotWriteError(
            f"{visible(typed)} begins with ~, and there is no such home directory.",
            hint="Write the path out in full.",
        ) from None
