"""How sentences about a template name it, its headings and many of them."""

from collections.abc import Sequence
from typing import Final

from axtui.core import sentences
from axtui.core.errors import ConfigError
from axtui.core.text import quoted

DOWNLOAD_ANEW: Final = (
    "Take the template as Autotask gives it: Contact Import -> Import -> Download import template, or an "
    "export of contacts In Import Template Format."
)
_NAMED_TO: Final = 80
_LISTED: Final = 8


def template_error(name: str, problem: str, *, hint: str = DOWNLOAD_ANEW) -> ConfigError:
    """Return the error for a template that cannot be used; `problem` goes on from its name."""
    return ConfigError(f"The template {quoted(name)} {problem}", hint=hint)


def named(heading: str) -> str:
    """Name a heading in a sentence; of a file that is no template it may be very long."""
    return quoted(sentences.shortened(heading, most=_NAMED_TO))


def listed(names: Sequence[str]) -> str:
    """Name several in a sentence, and of very many the first."""
    return sentences.listed(names, most=_LISTED)
