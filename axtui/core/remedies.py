"""The shortest ways to put a row right: for every reason what to do, on which side, step by step."""

from collections.abc import Callable, Mapping
from typing import Final

from axtui.core import contact_remedies, name_remedies
from axtui.core.models import Company, Contact, Customer
from axtui.core.notes import Note, ReasonCode
from axtui.core.remedy import Remedy, Situation
from axtui.core.report import Report
from axtui.core.report_row import Row

_MOST: Final = 4
"""More ways than that are no help."""

_OF_REASONS: Final[Mapping[ReasonCode, Callable[[Situation], tuple[Remedy, ...]]]] = {
    ReasonCode.ARCHIVED_IN_XERO: name_remedies.of_archived,
    ReasonCode.DIFFERS_IN_SPACE: name_remedies.of_name,
    ReasonCode.INVISIBLE_CHARACTER: name_remedies.of_name,
    ReasonCode.DIFFERS_IN_NORMAL_FORM: name_remedies.of_name,
    ReasonCode.DIFFERS_IN_CASE: name_remedies.of_name,
    ReasonCode.NUMBER_DIFFERS_IN_CASE: name_remedies.of_number,
    ReasonCode.NAME_MATCHES_BUT_NUMBER_DOES_NOT: name_remedies.of_number,
    ReasonCode.NO_NUMBER: name_remedies.of_number,
    ReasonCode.SEVERAL_CUSTOMERS: name_remedies.of_several_customers,
    ReasonCode.SHARED_CUSTOMER: name_remedies.of_shared_customer,
    ReasonCode.SEVERAL_LINKS: contact_remedies.of_several_links,
    ReasonCode.CONTACT_EXISTS: contact_remedies.of_existing_contact,
    ReasonCode.ONLY_CONTACT: contact_remedies.of_only_contact,
    ReasonCode.INACTIVE_CONTACT_CARRIES_LINK: contact_remedies.of_inactive_link,
    ReasonCode.NO_FIRST_NAME: contact_remedies.of_missing_fields,
    ReasonCode.NO_LAST_NAME: contact_remedies.of_missing_fields,
    ReasonCode.NO_EMAIL: contact_remedies.of_missing_fields,
    ReasonCode.TOO_LONG: contact_remedies.of_long_fields,
    ReasonCode.NO_CONTACTS: contact_remedies.of_no_contacts,
    ReasonCode.NOT_IN_XERO: name_remedies.of_nobody,
    ReasonCode.MATCHED_BY_NAME_ONLY: name_remedies.of_number,
    ReasonCode.ACTIVITY_UNKNOWN: contact_remedies.of_unknown_activity,
}
"""In the order of doing: what comes first may settle what comes behind it."""


def remedies_of(
    row: Row,
    report: Report,
    *,
    nearest: Customer | None = None,
    taken_by: Company | None = None,
    has_candidates: bool = True,
) -> tuple[Remedy, ...]:
    """Return what can be done about a row of a report, the shortest way first.

    `nearest` is the customer that a row without a match is to match, where one nearly does, and `taken_by`
    the company that has it already; without `has_candidates` nobody is suggested for it.
    """
    contacts: tuple[Contact, ...] = report.contacts_of.get(row.company.id, ())
    situation = Situation(
        row=row,
        contacts=contacts,
        facts=report.facts,
        rule=report.rules.match,
        nearest=nearest,
        taken_by=taken_by,
        has_candidates=has_candidates,
    )
    found = dict.fromkeys(
        remedy for code, of in _OF_REASONS.items() if row.has(code) for remedy in of(situation)
    )
    if row.note is Note.LINK:
        found |= dict.fromkeys(contact_remedies.of_import(situation))
    return tuple(found)[:_MOST]
