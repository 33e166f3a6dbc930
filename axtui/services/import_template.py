"""The person's own template from the disk, and the format that an import file gets: its own, or ours."""

import errno
import hashlib
import os
import stat
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Final

from axtui.core.contact_import.format import ImportFormat, format_for
from axtui.core.contact_import.template import Template, format_from, template_from
from axtui.core.errors import ConfigError
from axtui.core.models import TenantFacts
from axtui.core.text import visible
from axtui.services.config_values import ExportProfile

MOST_BYTES: Final = 64 * 1024 * 1024
"""More than any export of contacts has that a person could still look through."""
_OPEN_FLAGS: Final = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK
"""A pipe of that name must not make the program wait."""
_WHERE_FROM: Final = (
    "Download it in Autotask (Contact Import -> Import -> Download import template), "
    "or name none: then the columns are our reading of the format."
)


def read_template(path: Path) -> Template:
    """Read the file that a person names; relative to where the program was started, `~` is home.

    Raise an error when it cannot be read, or is no template of the Contact Import.
    """
    data = _data_of(path)
    template = template_from(data, name=path.name)
    return replace(template, sha256=hashlib.sha256(data).hexdigest())


def template_at(typed: str) -> Template | None:
    """Read the template that a setting or a field names; an empty one names none."""
    return read_template(Path(typed.strip())) if typed.strip() else None


def chosen_format(facts: TenantFacts, settings: ExportProfile, *, template: Template | None) -> ImportFormat:
    """Return the template's format, or without one the built-in format in the configured words."""
    if template is not None:
        return format_from(template, facts, encoding=settings.encoding)
    return format_for(facts, term=settings.term, locale=settings.locale, encoding=settings.encoding)


def _data_of(path: Path) -> bytes:
    shown = visible(str(path))
    try:
        with _opened(path, shown) as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise _unreadable(shown, error) from error
    if len(data) > MOST_BYTES:
        raise ConfigError(
            f"The template {shown} is larger than {MOST_BYTES // 1024**2} MiB, so it is no template.",
            hint=_WHERE_FROM,
        )
    return data


def _opened(path: Path, shown: str) -> BinaryIO:
    """Open a plain file; where a link leads is for the person to know."""
    try:
        descriptor = os.open(path.expanduser(), _OPEN_FLAGS)
    except RuntimeError:
        raise ConfigError(
            f"The template {shown} begins with ~, and there is no such home directory.",
            hint="Write the path out in full.",
        ) from None
    except ValueError:  # NUL, or half of a surrogate pair
        raise ConfigError(
            f"The template {shown} holds a character that no file name can hold.", hint=_WHERE_FROM
        ) from None
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return os.fdopen(descriptor, "rb")
    os.close(descriptor)
    raise ConfigError(f"The template {shown} is no plain file.", hint=_WHERE_FROM)


def _unreadable(shown: str, error: OSError) -> ConfigError:
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return ConfigError(f"The template {shown} does not exist.", hint=_WHERE_FROM)
    reason = os.strerror(error.errno) if error.errno else "unknown cause"
    return ConfigError(
        f"The template {shown} cannot be read: {reason}.", hint="Check the path and who may read it."
    )
