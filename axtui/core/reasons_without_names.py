"""What each reason says where no name may stand: the same, but for who and what is meant.

The sentences of a report name customers and people that its rows do not hold, so nothing can be taken out of
them with certainty: they are told anew by their codes.
"""

from collections.abc import Mapping
from typing import Final

from axtui.core.notes import Reason, ReasonCode

WITHOUT_NAMES: Final[Mapping[ReasonCode, str]] = {
    ReasonCode.DIFFERS_IN_CASE: "A Xero customer has this name but for upper and lower case.",
    ReasonCode.DIFFERS_IN_SPACE: "A Xero customer has this name but for its spaces.",
    ReasonCode.DIFFERS_IN_NORMAL_FORM: "A Xero customer has a name that looks the same, but letters with "
    "accents are stored in another form.",
    ReasonCode.INVISIBLE_CHARACTER: "A Xero customer has this name but for an invisible character.",
    ReasonCode.ARCHIVED_IN_XERO: "The Xero customer is archived or under an erasure request; only active "
    "ones match.",
    ReasonCode.NO_NUMBER: "The company has no number in Autotask, and the rule compares numbers.",
    ReasonCode.NUMBER_DIFFERS_IN_CASE: "A Xero customer has this number but for upper and lower case.",
    ReasonCode.NAME_MATCHES_BUT_NUMBER_DOES_NOT: "A Xero customer has the same name, but another number or "
    "none.",
    ReasonCode.NOT_IN_XERO: "No Xero customer has what the rule compares; a sync would create a new one.",
    ReasonCode.SEVERAL_CUSTOMERS: "Several active Xero customers match.",
    ReasonCode.SHARED_CUSTOMER: "The same Xero customer is matched by another Autotask company.",
    ReasonCode.SEVERAL_LINKS: "Several active contacts carry the link, one may.",
    ReasonCode.NO_FIRST_NAME: "The Xero customer's primary person has no first name.",
    ReasonCode.NO_LAST_NAME: "The Xero customer's primary person has no last name.",
    ReasonCode.NO_EMAIL: "There is no e-mail address.",
    ReasonCode.TOO_LONG: "A value in Xero has more characters than Autotask takes.",
    ReasonCode.CONTACT_EXISTS: "A contact of the company has this e-mail address already; set the link there "
    "instead of importing a second one.",
    ReasonCode.ONLY_CONTACT: "The company has one active contact only, and it does not carry the link.",
    ReasonCode.INACTIVE_CONTACT_CARRIES_LINK: "The link stands on an inactive contact.",
    ReasonCode.NO_CONTACTS: "The company has no active contact in Autotask.",
    ReasonCode.MATCHED_BY_NAME_ONLY: "Matched by name only: the number found nothing.",
    ReasonCode.ACTIVITY_UNKNOWN: "Autotask does not say of some contacts whether they are active; they count "
    "as active.",
}


def without_names(reason: Reason) -> Reason:
    """Return a reason that says nothing about anybody."""
    return Reason(code=reason.code, text=WITHOUT_NAMES[reason.code])
