"""Web addresses of a company in Autotask and of a customer in Xero.

An address is made of a checked host and a checked id, and of nothing else that was read: it goes to the
terminal as a link. Autotask's form is that of many public clients, on the zone's web host; Xero's is the one
that its own guide to deep links gives (developer.xero.com, "Deep link to Xero", the new contact page).
"""

import re
from typing import Final

from axtui.core.models import CompanyId, CustomerId, TenantFacts

_AUTOTASK_WEB: Final = re.compile(r"https://ww\d{1,3}\.autotask\.net/?", re.ASCII)
_ZONE: Final = re.compile(r"https://webservices(\d{1,3})\.autotask\.net(?:/.*)?", re.ASCII | re.IGNORECASE)
_OPEN_COMPANY: Final = "Autotask/AutotaskExtend/ExecuteCommand.aspx?Code=OpenAccount&AccountID="
_GUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
_XERO_CONTACT: Final = "https://go.xero.com/Contacts/View/"


def company_address(company: CompanyId, facts: TenantFacts) -> str:
    """Return where a browser opens the company; empty where nobody knows the zone's web host."""
    host = _web_host(facts)
    return f"{host}/{_OPEN_COMPANY}{int(company)}" if host else ""


def customer_address(customer: CustomerId) -> str:
    """Return where a browser opens the customer, in the organisation that was opened last; else empty."""
    return f"{_XERO_CONTACT}{customer.lower()}" if _GUID.fullmatch(customer) else ""


def _web_host(facts: TenantFacts) -> str:
    """Return the zone's web host as Autotask named it, else the one with the same number as its API's.

    The two numbers were equal in every answer that was seen (autotask-api.md section 2).
    """
    if _AUTOTASK_WEB.fullmatch(facts.web_url):
        return facts.web_url.rstrip("/")
    zone = _ZONE.fullmatch(facts.zone_url)
    return f"https://ww{zone[1]}.autotask.net" if zone else ""
