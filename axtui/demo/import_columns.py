"""What the columns of an Autotask contact import hold, by their headings (autotask-contact-import.md 2 to 4).

Written from that document alone, so that a mistake of whoever writes the files cannot repeat itself here.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from axtui.demo.autotask_entities import UdfDefinition

TERMS: Final = ("Organization", "Account", "Business Unit", "Client", "Company", "Customer", "Site")
COMPANY_ID: Final = "ID"
COMPANY_NAME: Final = "Name"
CONTACT_ID: Final = "Contact ID"
FIRST_NAME: Final = "First Name"
LAST_NAME: Final = "Last Name"
EMAIL: Final = "Email Address"
EMAIL_2: Final = "Email Address 2"
EMAIL_3: Final = "Email Address 3"
ACTIVE: Final = "Active/Inactive"
TASK_EMAIL: Final = "Accepts Task/Ticket Email (yes or no)"
UDF: Final = "UDF:"
"""With the number of the UDF behind it."""

_UNUSED: Final = (
    *("External ID", "Prefix", "Middle Name", "Middle Initial", "Suffix", "Title", "Location"),
    *("Address 1", "Address 2", "City", "County", "State", "Post Code", "Zip Code", "Country"),
    *("Additional Address Information", "Phone", "Extension", "Alternate Phone", "Mobile Phone", "Fax"),
    *("Facebook URL", "Twitter URL", "LinkedIn URL", "Client Portal User Name"),
    *("Client Portal Security Level", "Primary Contact", "Contact Detail Alert", "New Ticket Alert"),
    *("Ticket Detail Alert", "Contact Group Name", "New Email Address", "Email Invoices"),
)
"""Taken and thrown away: the imitation's contacts have no room for them."""
_USED: Final = (CONTACT_ID, FIRST_NAME, LAST_NAME, EMAIL, EMAIL_2, EMAIL_3, ACTIVE, TASK_EMAIL)
_STANDARD: Final = {
    **{name.lower(): name for name in (*_UNUSED, *_USED)},
    "e-mail address": EMAIL,
    "email": EMAIL,
}
_OF_A_TERM: Final = {
    f"{term} {what}".lower(): (term, what) for term in TERMS for what in (COMPANY_ID, COMPANY_NAME)
}
_COMBINED: Final = re.compile(rf"^(\[required[ *]*\] )?({'|'.join((*TERMS, 'Contact'))}): ", re.IGNORECASE)
_UDF_HEADING: Final = re.compile(r"^(?:Contact )?UDF:(\d+) (.+)$")
_MARK: Final = re.compile(r"\[(?:required ?\*?|updates only|protected)\]", re.IGNORECASE)


class ImportRefusedError(Exception):
    """The file as a whole is not taken; nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where a file keeps what."""

    places: Mapping[str, int]
    width: int

    def value(self, row: Sequence[str], name: str) -> str | None:
        """Return a cell, None where the file has no such column."""
        place = self.places.get(name)
        return None if place is None else row[place]


def columns_of(header: Sequence[str], udfs: Mapping[int, UdfDefinition]) -> Columns:
    """Return what the columns hold; ImportRefusedError where the tenant would not take the file."""
    if any(_COMBINED.match(heading) for heading in header):
        raise ImportRefusedError("this is a file for the Organization/Contact import")
    names = [_name_of(heading, udfs) for heading in header]
    for name in names:
        if names.count(name) > 1:
            raise ImportRefusedError(f"the column {name!r} is there twice")
    _check_terms(header)
    columns = Columns(places={name: at for at, name in enumerate(names)}, width=len(names))
    _check_needed(columns)
    return columns


def _name_of(heading: str, udfs: Mapping[int, UdfDefinition]) -> str:
    """Return our word for a column, the same whatever the tenant's term is."""
    plain = " ".join(_MARK.sub(" ", heading).split())
    if found := _OF_A_TERM.get(plain.lower()):
        return found[1]
    if udf := _UDF_HEADING.match(plain):
        return _udf_of(heading, int(udf[1]), udf[2], udfs)
    name = _STANDARD.get(plain.lower())
    if name is None:
        raise ImportRefusedError(f"the column {heading!r} is not known")
    return name


def _udf_of(heading: str, number: int, name: str, udfs: Mapping[int, UdfDefinition]) -> str:
    known = udfs.get(number)
    if known is None or known.name != name:
        raise ImportRefusedError(f"there is no contact UDF for the column {heading!r}")
    return f"{UDF}{number}"


def _check_terms(header: Sequence[str]) -> None:
    """A tenant has one word for its companies."""
    plain = (" ".join(_MARK.sub(" ", heading).split()).lower() for heading in header)
    terms = {found[0] for heading in plain if (found := _OF_A_TERM.get(heading))}
    if len(terms) > 1:
        raise ImportRefusedError(f"the columns say both {' and '.join(sorted(terms))}")


def _check_needed(columns: Columns) -> None:
    missing = [name for name in (FIRST_NAME, LAST_NAME, EMAIL) if name not in columns.places]
    if COMPANY_ID not in columns.places and COMPANY_NAME not in columns.places:
        missing.append("Company ID or Name")
    if missing:
        raise ImportRefusedError(f"required columns are missing: {', '.join(missing)}")
