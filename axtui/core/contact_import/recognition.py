"""What the heading of a person's template means, whatever its term, spelling and marks.

The sections named here are those of autotask-contact-import.md.
"""

import re
from dataclasses import dataclass
from typing import Final

from axtui.core.contact_import.headings import AMERICAN, BUILT_IN, TERM_PLACE, ImportTerm, Meaning
from axtui.core.text import ignoring_case, with_plain_spaces, without_invisible

_MARK: Final = re.compile(r"\[ ?(required ?\*?|updates? ?only|protected) ?\]", re.IGNORECASE)
"""What a heading says of its column beside the name; sections 2 to 4. It is looked for in any place."""
_REQUIRED: Final = "required"
_UPDATES: Final = "update"
_LOOSE: Final = re.compile(r"[ _\-\u2010-\u2013]")
_OTHER_SPELLING: Final = "Organisation"
_OTHER_HEADINGS: Final = (
    "Contact Group Name",
    "New Email Address",
    "Email Invoices",
    "Middle Initial",
    "Postal Code",
    "State/Province",
    "Region",
)
"""Columns of the Admin template and of older ones that a CRM export has not (section 4)."""
_UDF: Final = "udf"
_LONGEST_NUMBER: Final = 19
_CONTACT: Final = "contact"


def meaning_of(heading: str) -> Meaning | None:
    """Return what a standard column holds, in any term and spelling; None for all that we do not fill.

    The column of the UDF is not among them, because only the tenant can tell which UDF it is: `udf_in`.
    """
    return _MEANINGS.get(_key(heading))


def is_known(heading: str) -> bool:
    """Say whether a heading is one of the contact import's standard ones, filled by us or not."""
    return _key(heading) in _KNOWN


def is_required(heading: str) -> bool:
    """Say whether a heading is marked as required."""
    return _is_marked(heading, _REQUIRED)


def is_for_updates(heading: str) -> bool:
    """Say whether a heading is marked as counting for updates only."""
    return _is_marked(heading, _UPDATES)


def is_combined(heading: str) -> bool:
    """Say whether a heading is one of the combined Organization/Contact template (section 4)."""
    whose, colon, _ = without_marks(heading).partition(":")
    return bool(colon) and _key(whose) in _COMBINED


@dataclass(frozen=True, slots=True, kw_only=True)
class UdfHeading:
    """What the heading of a UDF's column says (section 3)."""

    owner: str
    """Whose UDF it is, for example `Contact` or `Client`; empty where the heading does not say."""
    number: int
    name: str

    @property
    def is_of_contacts(self) -> bool:
        """Whether it can be a UDF of contacts."""
        return _key(self.owner) in {"", _CONTACT}

    def is_named(self, name: str) -> bool:
        """Say whether this is the UDF's name, apart from case and outer spaces."""
        return ignoring_case(self.name) == ignoring_case(without_marks(name))


def udf_in(heading: str) -> UdfHeading | None:
    """Return what a heading says of a UDF, None where it is no UDF's."""
    before, colon, after = without_marks(heading).partition(":")
    owner, _, word = before.strip().rpartition(" ")
    number, _, name = after.strip().partition(" ")
    if not colon or word.casefold() != _UDF or not name or not _is_number(number):
        return None
    return UdfHeading(owner=owner, number=int(number), name=name)


def without_marks(heading: str) -> str:
    """Return a heading without its marks, and with single spaces."""
    return with_plain_spaces(_MARK.sub(" ", _in_plain_spaces(heading)))


def _is_marked(heading: str, word: str) -> bool:
    return any(mark.casefold().startswith(word) for mark in _MARK.findall(_in_plain_spaces(heading)))


def _in_plain_spaces(heading: str) -> str:
    return with_plain_spaces(without_invisible(heading))


def _key(heading: str) -> str:
    """Return a heading as two of them are compared: `E-Mail Address` is `EmailAddress`."""
    return ignoring_case(_LOOSE.sub("", without_marks(heading)))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER


def _keys_of(heading: str) -> set[str]:
    """Return the keys of a standard heading in all terms and both locales."""
    words = {heading, AMERICAN.get(heading, heading)}
    return {_key(word.replace(TERM_PLACE, term)) for word in words for term in (*ImportTerm, _OTHER_SPELLING)}


_MEANINGS: Final = {
    **{key: meaning for heading, meaning in BUILT_IN if meaning for key in _keys_of(heading)},
    _key("Email"): Meaning.EMAIL,
}
_KNOWN: Final = frozenset(
    {
        *_MEANINGS,
        *(key for heading, _ in BUILT_IN for key in _keys_of(heading)),
        *map(_key, _OTHER_HEADINGS),
    }
)
_COMBINED: Final = frozenset(map(_key, (*ImportTerm, _OTHER_SPELLING, _CONTACT)))
