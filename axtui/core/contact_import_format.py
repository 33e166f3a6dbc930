"""The form of the import file: headings, delimiter, encoding, and what has to be said about them.

The sections named here are those of autotask-contact-import.md. It is our reading of the format: Autotask
describes it only through the template that each tenant downloads.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from axtui.core.contact_import_checks import udf_cell
from axtui.core.errors import ConfigError, DataError, Side
from axtui.core.models import TenantFacts
from axtui.core.text import describe_character, visible

READING_OF_FORMAT: Final = (
    "The columns and the encoding are our reading of Autotask's Contact Import format. Before you import, "
    "compare the first line of the file with the template that your Autotask offers (Contact Import -> "
    "Import -> Download import template)."
)
BULK_IMPORT_WARNING: Final = (
    "Warning: Bulk imports of data into Autotask has the ability to make major system changes, please "
    "familiarise yourself with the Autotask rollback feature. It is your responsibility to verify that the "
    "output file is correct."
)
"""Word for word as the hosted report shows it (PRODUCT.md section 4)."""
ROLLBACK_LIMITS: Final = (
    "Contacts created by an import can be deleted from Import History unless they are in use by then; "
    "updates made by an import cannot be rolled back."
)
NEXT_STEPS: Final = (
    "Next step, in Autotask: Admin -> Features & Settings -> Contact Import "
    "(newer menus: Organizations & Contacts -> Utilities -> Contact Import)."
)


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


class ImportEncoding(StrEnum):
    """How the file is encoded (section 6)."""

    UTF_8 = "utf-8"
    CP1252 = "cp1252"
    UTF_16 = "utf-16"
    """Multi-language databases: with a byte order mark, and tabs between the cells."""

    @property
    def delimiter(self) -> str:
        """What stands between two cells."""
        return "\t" if self is ImportEncoding.UTF_16 else ","

    def encoded(self, text: str) -> bytes:
        """Return the bytes of a whole file; raise UnicodeEncodeError for what the encoding cannot hold."""
        if self is ImportEncoding.UTF_16:
            return b"\xff\xfe" + text.encode("utf-16-le")
        return text.encode(self.value)

    def misfit(self, text: str) -> str:
        """Name the first character that cannot stand in such a file, and where; empty when all can."""
        if self._holds(text):
            return ""
        at = next(at for at, char in enumerate(text) if not self._holds(char))
        return f"{describe_character(text[at])} at position {at + 1}"

    def _holds(self, text: str) -> bool:
        try:
            self.encoded(text)
        except UnicodeEncodeError:
            return False
        return "\0" not in text


class Heading(StrEnum):
    """The columns that we fill, by their meaning."""

    COMPANY_ID = "{term} ID"
    COMPANY_NAME = "[required] {term} Name"
    FIRST_NAME = "[required] First Name"
    LAST_NAME = "[required] Last Name"
    EMAIL = "[required] Email Address"


_STANDARD: Final = (
    Heading.COMPANY_ID.value,
    Heading.COMPANY_NAME.value,
    "Contact ID [updates only]",
    "External ID",
    "Prefix",
    Heading.FIRST_NAME.value,
    "Middle Name",
    Heading.LAST_NAME.value,
    "Suffix",
    "Title",
    Heading.EMAIL.value,
    "Email Address 2",
    "Email Address 3",
    "Location",
    "Address 1",
    "Address 2",
    "City",
    "County",
    "Post Code",
    "Country",
    "Additional Address Information",
    "Phone",
    "Extension",
    "Alternate Phone",
    "Mobile Phone",
    "Fax",
    "Facebook URL",
    "Twitter URL",
    "LinkedIn URL",
    "Client Portal User Name",
    "Client Portal Security Level",
    "Active/Inactive",
    "Primary Contact",
    "Accepts Task/Ticket Email (yes or no)",
    "Contact Detail Alert",
    "New Ticket Alert",
    "Ticket Detail Alert",
)
"""The standard columns of a real file (section 2)."""
_AMERICAN: Final = {"County": "State", "Post Code": "Zip Code"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFormat:
    """How an import file without a template of the person's own is laid out."""

    term: ImportTerm = ImportTerm.COMPANY
    locale: ImportLocale = ImportLocale.UK
    encoding: ImportEncoding = ImportEncoding.UTF_8
    udf_id: int
    udf_name: str
    udf_cell: str
    """What makes an imported contact the accounts contact."""

    @property
    def header(self) -> tuple[str, ...]:
        """The headings: the standard columns in this tenant's words, and the one UDF."""
        american = self.locale is ImportLocale.US
        standard = (_AMERICAN.get(name, name) if american else name for name in _STANDARD)
        return (*(self.heading(name) for name in standard), f"Contact UDF:{self.udf_id} {self.udf_name}")

    def heading(self, name: str) -> str:
        """Return a heading with the tenant's word for a company."""
        return name.replace("{term}", self.term.value)


def format_for(facts: TenantFacts, *, term: str, locale: str, encoding: str) -> ImportFormat:
    """Return the built-in format for a tenant; the words are those of the configuration's `export` table.

    Raise an error when the UDF's number is not known, because its column cannot be named without it, and
    when the chosen encoding cannot hold the UDF's name or value.
    """
    if facts.udf_id is None:
        raise DataError(
            f'The number of the contact UDF "{visible(facts.udf_name)}" is not known, and the import file '
            "names the UDF's column by it, so no file can be written.",
            hint="Check that the UDF exists on contacts and that the API user may read UDF definitions, "
            "then run the report again.",
            side=Side.AUTOTASK,
        )
    made = ImportFormat(
        term=ImportTerm(term),
        locale=ImportLocale(locale),
        encoding=ImportEncoding(encoding),
        udf_id=facts.udf_id,
        udf_name=facts.udf_name,
        udf_cell=udf_cell(facts),
    )
    _check_udf_fits(made)
    return made


def _check_udf_fits(made: ImportFormat) -> None:
    for what, text in (("name", made.udf_name), ("value", made.udf_cell)):
        if misfit := made.encoding.misfit(text):
            raise ConfigError(
                f"The {what} of the contact UDF holds what {made.encoding} cannot hold: {misfit}.",
                hint="Choose another `encoding` in the profile's export settings.",
            )
