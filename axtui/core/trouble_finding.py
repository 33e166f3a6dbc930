"""What can be amiss within one system alone, and one case of it."""

from enum import StrEnum

from axtui.core.models import Company, Contact, Customer
from axtui.core.record import record


class TroubleKind(StrEnum):
    """What is amiss; stable, for scripts. In the order in which the kinds are shown."""

    DUPLICATE_COMPANIES = "duplicate-companies"
    DUPLICATE_CUSTOMERS = "duplicate-customers"
    COMPANY_NUMBER_TWICE = "company-number-twice"
    CUSTOMER_NUMBER_TWICE = "customer-number-twice"
    CUSTOMER_WITHOUT_COMPANY = "customer-without-company"
    CUSTOMER_OUT_OF_USE = "customer-out-of-use"
    ACCOUNTS_CONTACT_INACTIVE = "accounts-contact-inactive"
    ACCOUNTS_CONTACT_WITHOUT_EMAIL = "accounts-contact-without-email"
    EMAIL_OF_SEVERAL_COMPANIES = "email-of-several-companies"
    EMAIL_OF_OTHER_DOMAIN = "email-of-other-domain"


@record
class Finding:
    """One record with what is amiss; where several share something, each of them is a finding."""

    kind: TroubleKind
    company: Company | None = None
    customer: Customer | None = None
    contact: Contact | None = None
    companies: tuple[Company, ...] = ()
    """All companies that share it, this one among them, and the same tuple for each; for a customer without
    company those with nearly its name."""
    customers: tuple[Customer, ...] = ()
    """All customers that share it, this one among them."""
    domains: tuple[str, ...] = ()
    """Those of the company's other contacts, the most frequent first; a few of very many."""
    more_domains: int = 0
    """How many there are besides these."""
