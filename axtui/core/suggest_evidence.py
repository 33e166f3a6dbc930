"""What beside the name says that a customer is a company: the same number, or a domain of addresses."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from axtui.core.mail_domains import own_domain_of
from axtui.core.models import Company, CompanyId, Contact, Customer
from axtui.core.record import record
from axtui.core.text import comparable, quoted

_SAME_NUMBER: Final = 0.65
_SAME_DOMAIN: Final = 0.6
"""How sure each makes by itself; beside a likeness it takes this part of the doubt that is left."""
_SHORTEST_NUMBER: Final = 3
"""A number such as 12 is in both systems by chance."""
_MOST_SHARING: Final = 3
"""What more customers have than this tells none of them: such a domain is a group's, or a provider's."""


@record
class Evidence:
    """What beside the name speaks for a customer."""

    number: str = ""
    domain: str = ""

    def __bool__(self) -> bool:
        """Say whether there is any."""
        return bool(self.number or self.domain)

    @property
    def doubt(self) -> float:
        """Which part of the doubt it leaves, from 0 to 1."""
        return (1 - _SAME_NUMBER if self.number else 1.0) * (1 - _SAME_DOMAIN if self.domain else 1.0)

    def sentences(self) -> Iterator[str]:
        """Say it in few words."""
        if self.number:
            yield f"The same number: {quoted(self.number)}."
        if self.domain:
            yield f"The same e-mail domain: {quoted(self.domain)}."


NO_EVIDENCE: Final = Evidence()


class EvidenceIndex:
    """The numbers and domains of customers, and the domains of companies' contacts."""

    def __init__(self, customers: Iterable[Customer], contacts: Iterable[Contact]) -> None:
        self._by_number: defaultdict[str, list[Customer]] = defaultdict(list)
        self._by_domain: defaultdict[str, list[Customer]] = defaultdict(list)
        self._domains_of: defaultdict[CompanyId, set[str]] = defaultdict(set)
        for customer in customers:
            for number in {comparable(customer.account_number), comparable(customer.contact_number)}:
                if len(number) >= _SHORTEST_NUMBER:
                    self._by_number[number].append(customer)
            if domain := own_domain_of(customer.email):
                self._by_domain[domain].append(customer)
        for contact in contacts:
            if domains := set(filter(None, map(own_domain_of, contact.emails))):
                self._domains_of[contact.company_id] |= domains

    def of(self, company: Company) -> Iterator[tuple[Customer, Evidence]]:
        """Yield each customer for which something speaks, with what it is."""
        numbered = self._few(self._by_number, comparable(company.number))
        of_domain = {
            customer.id: (customer, domain)
            for domain in sorted(self._domains_of.get(company.id, ()))
            for customer in self._few(self._by_domain, domain)
        }
        for customer in numbered:
            _, domain = of_domain.pop(customer.id, (customer, ""))
            yield customer, Evidence(number=company.number.strip(), domain=domain)
        for customer, domain in of_domain.values():
            yield customer, Evidence(domain=domain)

    def _few(self, index: dict[str, list[Customer]], key: str) -> list[Customer]:
        found = index.get(key, [])
        return found if len(found) <= _MOST_SHARING else []
