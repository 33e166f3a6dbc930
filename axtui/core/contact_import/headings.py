"""The headings of an import file as we write them, in a tenant's own words, and what their columns hold.

The sections named here are those of autotask-contact-import.md.
"""

from enum import StrEnum
from typing import Final


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
