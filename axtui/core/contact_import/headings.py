"""The headings of an import file and what they mean, in a tenant's own words.

The sections named here are those of autotask-contact-import.md.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from axtui.core.text import ignoring_case, with_plain_spaces, without_invisible


class ImportTerm(StrEnum):
    """What a tenant calls a company, in the import's headings (section 4)."""

    COMPANY = "Company"
    ORGANIZATION = "Organization"
    ACCOUNT = "Account"
    BUSINESS_UNIT = "Business Unit"
    CLIENT = "Client"
    CUSTOMER = "Customer"
    SITE = "Site"


class ImportLocale(StrEnum):
    """Whose words the address headings use (section 4)."""

    UK = "uk"
    US = "us"


class Meaning(StrEnum):
    """What a column holds, whatever its heading calls it; the values are our own words for it."""

    COMPANY_ID = "company id"
    COMPANY_NAME = "company name"
    CONTACT_ID = "contact id"
    FIRST_NAME = "first name"
    LAST_NAME = "last name"
    EMAIL = "e-mail address"
    CONTACT_UDF = "contact UDF"
    """The column of the one UDF that marks the accounts contact; columns of other UDFs have no meaning."""


TERM_PLACE: Final = "{term}"
BUILT_IN: Final[tuple[tuple[str, Meaning | None], ...]] = (
    ("{term} ID", Meaning.COMPANY_ID),
    ("[required] {term} Name", Meaning.COMPANY_NAME),
    ("Contact ID [updates only]", Meaning.CONTACT_ID),
    ("External ID", None),
    ("Prefix", None),
    ("[required] First Name", Meaning.FIRST_NAME),
    ("Middle Name", None),
    ("[required] Last Name", Meaning.LAST_NAME),
    ("Suffix", None),
    ("Title", None),
    ("[required] Email Address", Meaning.EMAIL),
    ("Email Address 2", None),
    ("Email Address 3", None),
    ("Location", None),
    ("Address 1", None),
    ("Address 2", None),
    ("City", None),
    ("County", None),
    ("Post Code", None),
    ("Country", None),
    ("Additional Address Information", None),
    ("Phone", None),
    ("Extension", None),
    ("Alternate Phone", None),
    ("Mobile Phone", None),
    ("Fax", None),
    ("Facebook URL", None),
    ("Twitter URL", None),
    ("LinkedIn URL", None),
    ("Client Portal User Name", None),
    ("Client Portal Security Level", None),
    ("Active/Inactive", None),
    ("Primary Contact", None),
    ("Accepts Task/Ticket Email (yes or no)", None),
    ("Contact Detail Alert", None),
    ("New Ticket Alert", None),
    ("Ticket Detail Alert", None),
)
"""The standard columns of a real file (section 2)."""
AMERICAN: Final = {"County": "State", "Post Code": "Zip Code"}


def built_in_heading(heading: str, *, term: ImportTerm, locale: ImportLocale) -> str:
    """Return a standard heading in a tenant's words."""
    if locale is ImportLocale.US:
        heading = AMERICAN.get(heading, heading)
    return heading.replace(TERM_PLACE, term.value)


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
