"""Accounts contacts that an invoice does not reach, or not the right person."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from axtui.core.mail_domains import are_alike, own_domain_of
from axtui.core.models import Company, CompanyId, Contact
from axtui.core.text import comparable
from axtui.core.trouble_finding import Finding, TroubleKind


@dataclass(frozen=True, slots=True, kw_only=True)
class _Accounts:
    """A contact that carries the link, and where it works."""

    contact: Contact
    company: Company
    colleagues: tuple[Contact, ...]
    """The company's other active contacts."""


def contact_findings(
    companies: Iterable[Company],
    contacts_of: Mapping[CompanyId, Sequence[Contact]],
    *,
    link_values: Collection[str],
) -> Iterator[Finding]:
    """Yield what is amiss with the accounts contacts of these companies, kind by kind, in their sequence."""
    found = [
        accounts
        for company in companies
        for accounts in _accounts_contacts(company, contacts_of.get(company.id, ()), link_values)
    ]
    active = [each for each in found if each.contact.is_active is not False]
    inactive = (each for each in found if each.contact.is_active is False)
    unreachable = (each for each in active if not each.contact.email)
    yield from (_finding(TroubleKind.ACCOUNTS_CONTACT_INACTIVE, each) for each in inactive)
    yield from (_finding(TroubleKind.ACCOUNTS_CONTACT_WITHOUT_EMAIL, each) for each in unreachable)
    yield from _of_several_companies(active)
    yield from _of_other_domain(active)


def _accounts_contacts(
    company: Company, contacts: Sequence[Contact], link_values: Collection[str]
) -> Iterator[_Accounts]:
    for contact in contacts:
        if contact.udf_value in link_values:
            others = (each for each in contacts if each is not contact and each.is_active is not False)
            yield _Accounts(contact=contact, company=company, colleagues=tuple(others))


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


def _of_other_domain(active: Iterable[_Accounts]) -> Iterator[Finding]:
    """Free mail tells nothing, on neither side."""
    for each in active:
        domain = own_domain_of(each.contact.email)
        domains = _domains_of(each.colleagues) if domain else ()
        if domains and not any(are_alike(domain, other) for other in domains):
            yield Finding(
                kind=TroubleKind.EMAIL_OF_OTHER_DOMAIN,
                company=each.company,
                contact=each.contact,
                domains=domains,
            )


def _domains_of(contacts: Iterable[Contact]) -> tuple[str, ...]:
    counts = Counter(filter(None, (own_domain_of(contact.email) for contact in contacts)))
    return tuple(sorted(counts, key=lambda domain: (-counts[domain], domain)))
