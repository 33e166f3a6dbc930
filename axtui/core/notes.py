"""The words of a verdict: the seven notes, and the reasons why a note was given (PRODUCT.md section 2)."""

from enum import StrEnum

from axtui.core.record import record


class Note(StrEnum):
    """The row's verdict, in the order of the note keys 1 to 7."""

    NO_MATCH = "No Match"
    NOT_FOUND = "Not Found"
    LINK = "Link"
    AMBIGUOUS = "Ambiguous"
    MULTIPLE = "Multiple"
    OK = "OK"
    EXCLUDED = "Excluded"

    @property
    def is_problem(self) -> bool:
        """Whether the row asks something of somebody: it is neither OK nor Excluded."""
        return self not in (Note.OK, Note.EXCLUDED)


class ReasonCode(StrEnum):
    """Why a note was given; stable, for scripts."""

    DIFFERS_IN_CASE = "differs-in-case"
    DIFFERS_IN_SPACE = "differs-in-space"
    DIFFERS_IN_NORMAL_FORM = "differs-in-normal-form"
    INVISIBLE_CHARACTER = "invisible-character"
    ARCHIVED_IN_XERO = "archived-in-xero"
    NO_NUMBER = "no-number"
    NUMBER_DIFFERS_IN_CASE = "number-differs-in-case"
    NAME_MATCHES_BUT_NUMBER_DOES_NOT = "name-matches-but-number-does-not"
    NOT_IN_XERO = "not-in-xero"
    SEVERAL_CUSTOMERS = "several-customers"
    SHARED_CUSTOMER = "shared-customer"
    SEVERAL_LINKS = "several-links"
    NO_FIRST_NAME = "no-first-name"
    NO_LAST_NAME = "no-last-name"
    NO_EMAIL = "no-email"
    TOO_LONG = "too-long"
    CONTACT_EXISTS = "contact-exists"
    ONLY_CONTACT = "only-contact"
    INACTIVE_CONTACT_CARRIES_LINK = "inactive-contact-carries-link"
    NO_CONTACTS = "no-contacts"
    MATCHED_BY_NAME_ONLY = "matched-by-name-only"
    ACTIVITY_UNKNOWN = "activity-unknown"


@record
class Reason:
    """One reason: a stable code, and a display-safe sentence that a technician can act on."""

    code: ReasonCode
    text: str
