"""Words of names that mean the same and are written in many ways: `&` and `and`, and legal forms."""

import re
from enum import StrEnum
from itertools import islice
from typing import Final

from axtui.core.company_names import legal_form_of, means_and
from axtui.core.record import record

_MOST_WORDS: Final = 6
"""What the longest legal forms have, each letter of an abbreviation with dots counted for one."""
_WORD: Final = re.compile(r"[^\W_]+")
_LEAD: Final = re.compile(r"[&+]|\(?[^\W_]+")
"""What such words begin with: a letter, a bracket before one, or a sign for `and`."""
_BEHIND: Final = re.compile(r"\.?\)?")
"""A dot or a bracket belongs to the word before it."""


class Meaning(StrEnum):
    """What words stand for, whichever way they are written."""

    AND = "and"
    LEGAL_FORM = "legal form"


@record
class Words:
    """Words at the beginning of a text, exactly as they stand there."""

    text: str
    meaning: Meaning


def leading_words(text: str) -> Words | None:
    """Return the words of this kind that a text begins with, as many as belong together."""
    first = _LEAD.match(text)
    if first is None:
        return None
    if means_and(first[0]):
        return Words(text=first[0], meaning=Meaning.AND)
    ends = [found.end() for found in islice(_WORD.finditer(text), _MOST_WORDS)]
    for end in reversed(ends):
        if legal_form_of(text[:end]):
            behind = _BEHIND.match(text, end)
            return Words(text=text[: behind.end() if behind else end], meaning=Meaning.LEGAL_FORM)
    return None
