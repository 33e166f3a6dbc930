"""Words of names that mean the same and are written in many ways: `&` and `and`, and legal forms."""

import re
from enum import StrEnum
from typing import Final

from axtui.core.record import record


class Meaning(StrEnum):
    """What words stand for, whichever way they are written."""

    AND = "and"
    LEGAL_FORM = "legal form"


@record
class Words:
    """Words at the beginning of a text, exactly as they stand there."""

    text: str
    meaning: Meaning


_AND: Final = ("&", "+", "and", "und", "et", "en", "y")
_LEGAL_FORMS: Final = (
    *(r"\(pty\) ltd", r"\(pty\) limited", "pty ltd", "pty limited", "proprietary limited", "pty"),
    *("private limited", "pvt ltd", "ltd", "limited", "limited partnership", "unlimited", "ulc", "lp", "llp"),
    *("plc", "p l c", "public limited company", "cic", "clg", "dac", "teoranta", "teo", "cpt", "npc", "cc"),
    *("llc", "l l c", "pllc", "pc", "inc", "incorporated", "corp", "corporation", "co", "company"),
    *("ltée", "ltee", "limitée", "limitee", "inc/ltée"),
    *("gmbh & co kg", "gmbh", "ggmbh", "mbh", "ag", "ug", "ug (haftungsbeschränkt)", "kg", "ohg", "gbr"),
    *("e k", "e v", "eg", "kgaa", "se"),
    *("sarl", "s a r l", "sas", "s a s", "sasu", "sa", "s a", "eurl", "sci", "snc"),
    *("bv", "b v", "nv", "n v", "vof", "v o f"),
)


def _pattern(phrase: str) -> str:
    """Let dots stand behind letters, and any spaces between words."""
    return r"\.?[ ]+".join(_word(word) for word in phrase.split(" ")) + r"\.?"


def _word(word: str) -> str:
    return word if word.startswith("\\") else re.escape(word)


def _initials(phrase: str) -> str:
    """Let the letters of an abbreviation stand with dots and without spaces between them, as in G.m.b.H."""
    return r"\.[ ]*".join(map(re.escape, phrase)) + r"\."


_SHORT: Final = 5
_FORMS: Final = "|".join(
    sorted(
        {
            *map(_pattern, _LEGAL_FORMS),
            *(_initials(form) for form in _LEGAL_FORMS if form.isalpha() and len(form) <= _SHORT),
        },
        key=len,
        reverse=True,
    )
)
_LEGAL_FORM: Final = re.compile(rf"(?:{_FORMS})(?!\w)", re.IGNORECASE)
_MEANS_AND: Final = re.compile(rf"(?:{'|'.join(map(re.escape, _AND))})(?!\w)", re.IGNORECASE)


def leading_words(text: str) -> Words | None:
    """Return the words of this kind that a text begins with, as many as belong together."""
    for meaning, pattern in ((Meaning.LEGAL_FORM, _LEGAL_FORM), (Meaning.AND, _MEANS_AND)):
        if found := pattern.match(text):
            return Words(text=found[0], meaning=meaning)
    return None
