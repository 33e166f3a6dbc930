"""Accounts contacts that an invoice does not reach, or not the right person."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from axtui.core.mail_domains import OwnDomains, own_domain_of
from axtui.core.models import Company, CompanyId, Contact
from axtui.core.text import comparable
from axtui.core.trouble_finding import Finding, TroubleKind

_MOST_DOMAINS: Final = 3
"""Domains of a company's other contacts that a finding names; a company may have thousands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Accounts:
    """A contact that carries the link, and where it works."""

    contact: Contact
    company: Company


def contact_findings(
    companies: Iterable[Company],
    contacts_of: Mapping[CompanyId, Sequence[Contact]],
    *,
    link_values: Collection[str],
) -> Iterator[Finding]:
    """Yield what is amiss with the accounts contacts of these companies, kind by kind, in their sequence."""
    found = [
        _Accounts(contact=contact, company=company)
        for company in companies
        for contact in contacts_of.get(company.id, ())
        if contact.udf_value in link_values
    ]
    active = [each for each in found if each.contact.is_active is not False]
    inactive = (each for each in found if each.contact.is_active is False)
    unreachable = (each for each in active if not each.contact.email)
    yield from (_finding(TroubleKind.ACCOUNTS_CONTACT_INACTIVE, each) for each in inactive)
    yield from (_finding(TroubleKind.ACCOUNTS_CONTACT_WITHOUT_EMAIL, each) for each in unreachable)
    yield from _of_several_companies(active)
    yield from _of_other_domain(active, contacts_of)


def _finding(kind: TroubleKind, accounts: _Accounts, *, companies: tuple[Company, ...] = ()) -> Finding:
    return Finding(kind=kind, company=accounts.company, contact=accounts.contact, companies=companies)


def _of_several_companies(active: Sequence[_Accounts]) -> Iterator[Finding]:
    sharing: defaultdict[str, list[_Accounts]] = defaultdict(list)
    for each in active:
        sharing[comparable(each.contact.email)].append(each)
    sharing.pop("", None)
    for group in sharing.values():
        companies = tuple({each.company.id: each.company for each in group}.values())
        if len(companies) > 1:
            for each in group:
                yield _finding(TroubleKind.EMAIL_OF_SEVERAL_COMPANIES, each, companies=companies)


def _of_other_domain(
    active: Iterable[_Accounts], contacts_of: Mapping[CompanyId, Sequence[Contact]]
) -> Iterator[Finding]:
    """Free mail tells nothing, on neither side."""
    for company, group in groupby(active, key=lambda each: each.company.id):
        people = (contact for contact in contacts_of[company] if contact.is_active is not False)
        domains = OwnDomains(contact.email for contact in people)
        for each in group:
            domain = own_domain_of(each.contact.email)
            others, more = domains.beside(domain, most=_MOST_DOMAINS)
            if domain and others and not domains.has_alike(domain):
                yield _domain_finding(each, others, more)


def _domain_finding(accounts: _Accounts, domains: tuple[str, ...], more: int) -> Finding:
    return Finding(
        kind=TroubleKind.EMAIL_OF_OTHER_DOMAIN,
        company=accounts.company,
        contact=accounts.contact,
        domains=domains,
        more_domains=more,
    )
