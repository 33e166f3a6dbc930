"""Findings as lines that are searched like those of a report, and as cells that a table shows."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from axtui.core.cells import COLUMNS, Column
from axtui.core.models import CompanyId, NumberField
from axtui.core.report_lines import BETWEEN, ReportLines
from axtui.core.text import folded_for_search, visible
from axtui.core.trouble import Finding, Trouble, TroubleKind
from axtui.core.trouble_words import (
    ABOUT,
    changed_words,
    domains_words,
    invoiced_words,
    others_words,
    sentences,
)

_NO_NOTE: Final = 255
"""A finding has no note of its own: a search for one by `note:` finds nothing."""
_NO_COMPANY: Final = CompanyId(-1)


class Heading(StrEnum):
    """What a table of findings can show."""

    TROUBLE = "Trouble"
    COMPANY = "Company"
    NUMBER = "Number"
    CUSTOMER = "Xero customer"
    CONTACT = "Accounts contact"
    EMAIL = "E-mail"
    INVOICED = "Invoiced"
    CHANGED = "Changed"
    OTHERS = "Shared with"
    ALIKE = "Called like"
    DOMAINS = "Others use"


ALL_HEADINGS: Final = (
    Heading.TROUBLE,
    Heading.COMPANY,
    Heading.NUMBER,
    Heading.CUSTOMER,
    Heading.CONTACT,
    Heading.EMAIL,
)
"""The number so far left that two companies of one name differ on a narrow screen."""
_CONTACT: Final = (Heading.COMPANY, Heading.CONTACT)
_HISTORY: Final = (Heading.INVOICED, Heading.CHANGED)
HEADINGS: Final[Mapping[TroubleKind, tuple[Heading, ...]]] = {
    TroubleKind.DUPLICATE_COMPANIES: (Heading.COMPANY, Heading.ALIKE, Heading.NUMBER),
    TroubleKind.DUPLICATE_CUSTOMERS: (Heading.CUSTOMER, Heading.ALIKE, *_HISTORY, Heading.NUMBER),
    TroubleKind.COMPANY_NUMBER_TWICE: (Heading.NUMBER, Heading.COMPANY, Heading.OTHERS),
    TroubleKind.CUSTOMER_NUMBER_TWICE: (Heading.NUMBER, Heading.CUSTOMER, Heading.OTHERS, *_HISTORY),
    TroubleKind.CUSTOMER_WITHOUT_COMPANY: (Heading.CUSTOMER, *_HISTORY, Heading.NUMBER, Heading.ALIKE),
    TroubleKind.CUSTOMER_OUT_OF_USE: (Heading.COMPANY, Heading.CUSTOMER, *_HISTORY, Heading.NUMBER),
    TroubleKind.ACCOUNTS_CONTACT_INACTIVE: (*_CONTACT, Heading.EMAIL),
    TroubleKind.ACCOUNTS_CONTACT_WITHOUT_EMAIL: _CONTACT,
    TroubleKind.EMAIL_OF_SEVERAL_COMPANIES: (Heading.EMAIL, *_CONTACT, Heading.OTHERS),
    TroubleKind.EMAIL_OF_OTHER_DOMAIN: (Heading.EMAIL, *_CONTACT, Heading.DOMAINS),
}
"""What tells the findings of a kind apart, the most telling first."""


def headings_of(kind: TroubleKind | None) -> tuple[Heading, ...]:
    """Return what a table of these findings shows; without a kind they are of all kinds."""
    return ALL_HEADINGS if kind is None else HEADINGS[kind]


def cells_of(finding: Finding, headings: Sequence[Heading], field: NumberField) -> tuple[str, ...]:
    """Return what stands under these headings; safe to show anywhere, each on one line."""
    cells = _cells(finding, field)
    return tuple(cells[heading] if heading in cells else _rare(finding, heading) for heading in headings)


def _rare(finding: Finding, heading: Heading) -> str:
    match heading:
        case Heading.INVOICED:
            return invoiced_words(finding.customer)
        case Heading.CHANGED:
            return changed_words(finding.customer)
        case Heading.DOMAINS:
            return domains_words(finding)
        case _:
            return others_words(finding)


def _cells(finding: Finding, field: NumberField) -> dict[Heading, str]:
    company, customer, contact = finding.company, finding.customer, finding.contact
    number = company.number if company else customer.number(field) if customer else ""
    return {
        Heading.TROUBLE: ABOUT[finding.kind].short,
        Heading.COMPANY: visible(company.name) if company else "",
        Heading.NUMBER: visible(number),
        Heading.CUSTOMER: visible(customer.name) if customer else "",
        Heading.CONTACT: visible(contact.called) if contact else "",
        Heading.EMAIL: visible(contact.email) if contact else "",
    }


_SEARCHED: Final = {
    Column.COMPANY: Heading.COMPANY,
    Column.NUMBER: Heading.NUMBER,
    Column.CUSTOMER: Heading.CUSTOMER,
    Column.CONTACT: Heading.CONTACT,
    Column.EMAIL: Heading.EMAIL,
    Column.NOTE: Heading.TROUBLE,
}


def trouble_lines(trouble: Trouble) -> ReportLines:
    """Return a line for each finding; `reason:` searches its code and its sentences."""
    field = trouble.rules.match.number_field
    texts = [_text(finding, field) for finding in trouble.findings]
    return ReportLines(
        companies=[finding.company.id if finding.company else _NO_COMPANY for finding in trouble.findings],
        texts=texts,
        folded=list(map(folded_for_search, texts)),
        notes=bytes([_NO_NOTE]) * len(texts),
        reasons=lambda: [f"{each.kind}{BETWEEN}{sentences(each, field)}" for each in trouble.findings],
    )


def _text(finding: Finding, field: NumberField) -> str:
    cells = _cells(finding, field)
    return BETWEEN.join(cells[_SEARCHED[column]] if column in _SEARCHED else "" for column in COLUMNS)


def part_of(lines: ReportLines, places: range) -> ReportLines:
    """Return the lines at these places, to be searched by themselves."""
    at = slice(places.start, places.stop)
    return ReportLines(
        companies=lines.companies[at],
        texts=lines.texts[at],
        folded=lines.folded[at],
        notes=lines.notes[at],
        reasons=lambda: lines.reasons[at],
    )
