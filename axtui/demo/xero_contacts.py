"""`GET /Contacts`: which customers, in which order, and how each one travels (xero-api.md section 3)."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from axtui.demo.http import encoded
from axtui.demo.live import Customers
from axtui.demo.records import Customer, Status
from axtui.demo.words import scatter

LARGEST_PAGE: Final = 1_000
DEFAULT_PAGE: Final = 100
HIGH_VOLUME: Final = 100_000

Wire = dict[str, Any]

_FAST_ORDERS: Final = frozenset({"contactid", "updateddateutc", "name"})
_ORDERS: Final[Mapping[str, Callable[[Customer], Any]]] = {
    "contactid": lambda customer: customer.id,
    "updateddateutc": lambda customer: customer.updated,
    "name": lambda customer: customer.name.lower(),
    "emailaddress": lambda customer: (customer.email or "").lower(),
    "firstname": lambda customer: (customer.first_name or "").lower(),
    "lastname": lambda customer: (customer.last_name or "").lower(),
    "accountnumber": lambda customer: (customer.account_number or "").lower(),
    "contactstatus": lambda customer: customer.status,
}
_HTTP_DATE: Final = "%a, %d %b %Y %H:%M:%S GMT"


class QueryRefusal(Exception):  # noqa: N818  # an answer of the server, not an error of ours
    """A query that Xero refuses with 400."""

    def __init__(self, number: int, kind: str, message: str) -> None:
        super().__init__(message)
        self.number = number
        self.kind = kind


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactsQuery:
    """What a client asks of the list, cleaned up as Xero does."""

    page: int | None
    """None: everything in one answer, with lighter fields."""
    page_size: int
    include_archived: bool
    summary: bool
    order: str
    """Field in lower case; empty for Xero's own order."""
    descending: bool
    ids: tuple[str, ...]
    term: str
    since: int | None
    """Milliseconds; only contacts changed at this time or later."""

    @classmethod
    def of(cls, query: Mapping[str, str], headers: Mapping[str, str]) -> "ContactsQuery":
        """Read the parameters of a request; their names ignore case."""
        given = {name.lower(): value for name, value in query.items()}
        summary = given.get("summaryonly", "").lower() == "true"
        order, _, direction = given.get("order", "").strip().partition(" ")
        _refuse_what_is_not_known(given, order)
        ids = tuple(part.strip().lower() for part in given.get("ids", "").split(",") if part.strip())
        paged = "page" in given or "pagesize" in given or summary or bool(ids)
        return cls(
            page=max(1, _number(given.get("page"), 1)) if paged else None,
            page_size=min(LARGEST_PAGE, max(1, _number(given.get("pagesize"), DEFAULT_PAGE))),
            include_archived=given.get("includearchived", "").lower() == "true",
            summary=summary,
            order=order.lower(),
            descending=direction.strip().lower() == "desc",
            ids=ids,
            term=given.get("searchterm", "").lower(),
            since=_since(headers.get("if-modified-since")),
        )

    @property
    def key(self) -> tuple[object, ...]:
        """What decides which customers are found, and in which order."""
        return (self.include_archived, self.order, self.descending, self.ids, self.term, self.since)


def _refuse_what_is_not_known(given: Mapping[str, str], order: str) -> None:
    if given.get("where"):
        raise QueryRefusal(16, "QueryParseException", "This imitation of Xero reads no where parameter.")
    if order and order.lower() not in _ORDERS:
        raise QueryRefusal(16, "QueryParseException", f"No property or field '{order[:50]}' exists.")


def _number(text: str | None, otherwise: int) -> int:
    try:
        return int(text or otherwise)
    except ValueError:
        return otherwise


def _since(text: str | None) -> int | None:
    """Read the header in either of the two forms that clients send; an unreadable one counts as not sent."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        try:
            moment = datetime(*time.strptime(text, _HTTP_DATE)[:6], tzinfo=UTC)
        except ValueError:
            return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return int(moment.timestamp()) * 1_000


class ContactsList:
    """The customers of an organisation: what a query finds, and each as the JSON text that travels."""

    def __init__(self, customers: Customers) -> None:
        self._customers = customers
        self._found: dict[tuple[object, ...], tuple[int, list[str]]] = {}

    def find(self, query: ContactsQuery) -> Sequence[str]:
        """Return the ids of the customers that a query finds, in its order; remembered until one changes."""
        slow = query.page is None or (query.order and query.order not in _FAST_ORDERS)
        if len(self._customers) > HIGH_VOLUME and slow:
            raise QueryRefusal(51, "HighVolumeException", "Too many contacts for a request of this kind.")
        if (
            query.include_archived
            and query.order == "contactid"
            and not (query.descending or query.ids or query.term or query.since)
        ):
            return self._customers.ids
        changes = len(self._customers.journal)
        known = self._found.get(query.key)
        if known is None or known[0] != changes:
            known = self._found[query.key] = changes, self._search(query)
        return known[1]

    def _search(self, query: ContactsQuery) -> list[str]:
        ids = self._customers.ids if query.since is None else self._customers.changed_since(query.since)
        wanted = [each for each in map(self._customers.row, ids) if _is_wanted(each, query)]
        wanted.sort(key=_ORDERS[query.order or "updateddateutc"], reverse=query.descending)
        return [each.id for each in wanted]

    def texts(self, ids: Iterable[str], *, summary: bool) -> list[str]:
        """Return customers as they travel, made once for as long as they do not change."""
        known = self._customers.memory(("texts", summary))
        return [
            known.get(key) or known.setdefault(key, encoded(wire(self._customers.row(key), summary=summary)))
            for key in ids
        ]


def _is_wanted(customer: Customer, query: ContactsQuery) -> bool:
    if not query.include_archived and customer.status is not Status.ACTIVE:
        return False
    if query.ids and customer.id not in query.ids:
        return False
    return not query.term or any(query.term in (text or "").lower() for text in _searched(customer))


def _searched(customer: Customer) -> tuple[str | None, ...]:
    return (
        customer.name,
        customer.first_name,
        customer.last_name,
        customer.contact_number,
        customer.email,
    )


_LINES: Final = ("DDI", "DEFAULT", "FAX", "MOBILE")


def wire(customer: Customer, *, summary: bool = False) -> Wire:
    """Return a customer as it travels: a missing value is a missing key or an empty text, never null."""
    contact: Wire = {
        "ContactID": customer.id,
        "ContactNumber": customer.contact_number,
        "AccountNumber": customer.account_number,
        "ContactStatus": str(customer.status),
        "Name": customer.name,
        "FirstName": customer.first_name,
        "LastName": customer.last_name,
        "EmailAddress": customer.email,
        "BankAccountDetails": "",
        "Phones": _phones(customer),
        "UpdatedDateUTC": f"/Date({customer.updated}+0000)/",
        "HasAttachments": False,
        "HasValidationErrors": False,
    }
    if not summary:
        contact |= {
            "Addresses": [{"AddressType": "STREET"}, {"AddressType": "POBOX"}],
            "ContactGroups": [],
            "ContactPersons": [],
            "IsSupplier": customer.is_supplier,
            "IsCustomer": customer.is_customer,
        }
    return {name: value for name, value in contact.items() if value is not None}


def _phones(customer: Customer) -> list[Wire]:
    """Return the four slots, in an order that varies; most are empty."""
    draw = scatter(customer.updated)
    turn = draw % len(_LINES)
    slots: list[Wire] = [{"PhoneType": line} for line in _LINES[turn:] + _LINES[:turn]]
    if draw % 3:
        slots[0] |= {"PhoneNumber": f"01{draw % 100:02}", "PhoneAreaCode": "555"}
    return slots
