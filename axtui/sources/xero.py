"""Xero: the contacts (customers and suppliers) of one organisation. Every request is a read.

All pages, archived contacts included, ordered by id and filtered by nobody but us: the order keeps edits from
shifting rows, the archived ones keep rows from leaving (xero-api.md section 3.2), and above 100,000 contacts
Xero refuses filters.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Final, TypeVar

from axtui.core.errors import DataError, Side
from axtui.core.models import Customer, CustomerId
from axtui.sources.answers import Answer, Ruling
from axtui.sources.connecting import base_address
from axtui.sources.decoding import JsonReader
from axtui.sources.http import ApiClient
from axtui.sources.lanes import Lanes
from axtui.sources.line import Line
from axtui.sources.pace import AT_ONCE, LocalPace, Pace
from axtui.sources.xero_answers import judged, lacks_scope, refusal
from axtui.sources.xero_auth import CONTACTS_SCOPE, ORGANISATION_SCOPE, Tokens
from axtui.sources.xero_quota import Quota
from axtui.sources.xero_wire import CONTACTS, ORGANISATION, ContactsWire, customer_from

T = TypeVar("T")

PAGE_SIZE: Final = 1000
"""The most that Xero takes; more is cut to this silently."""
_MOST_PAGES: Final = 10_000
"""Ten million contacts; more than that is an error, or a trap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class XeroSettings:
    """Which organisation is read, and where."""

    tenant_id: str = ""
    """Sent only when Xero refuses to answer without it, unless `names_tenant` says always."""
    names_tenant: bool = False
    """Whether the login may reach several organisations, so that each request must name one."""
    organisation: str = ""
    """The organisation's name, where the sign-in has told it; it is not asked for then."""
    api_url: str = "https://api.xero.com/api.xro/2.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomersPage:
    """One page of customers, each once, and where it stands."""

    items: tuple[Customer, ...]
    total: int | None
    """How many Xero counted when it made the page; None where Xero does not say."""
    number: int
    """From 1."""
    pages: int | None
    """How many pages there are in all; None where Xero does not say."""

    @property
    def is_last(self) -> bool:
        """Whether nothing follows: by Xero's word, else because nothing is on it."""
        return not self.items if self.pages is None else self.number >= self.pages


class Xero:
    """One organisation, read with tokens from wherever they come."""

    def __init__(
        self, settings: XeroSettings, line: Line, tokens: Tokens, *, pace: Pace | None = None
    ) -> None:
        base = base_address(settings.api_url, key="api_url")
        monotonic = line.clock.monotonic
        self._line = line
        self._quota = Quota(pace or LocalPace(monotonic), monotonic)
        lanes = Lanes(AT_ONCE, per_endpoint=False)
        self._client = ApiClient(line, base, judge=self._judged, lanes=lanes, pace=self._quota)
        self._tokens = tokens
        self._renewal = asyncio.Lock()
        self._renewed = 0
        self._in_vain = 0
        self._tenant_id = settings.tenant_id
        self._names_tenant = settings.names_tenant
        self._organisation = settings.organisation

    def stopwatch(self) -> Callable[[], datetime]:
        """Start now; the function tells when that was by Xero's clock, once Xero has answered anything."""
        began = self._line.clock.monotonic()

        def started() -> datetime:
            passed = self._line.clock.monotonic() - began
            return self._line.server_clock.now() - timedelta(seconds=passed)

        return started

    def demand_of_day(self, requests: int) -> None:
        """Raise LimitReachedError where Xero has said that the day no longer allows so many requests."""
        self._quota.demand_of_day(requests)

    async def organisation(self) -> str:
        """Return the organisation's name; empty where the login may not read it, which is no failure."""
        if self._organisation:
            return self._organisation
        found = await self._get("/Organisation", ORGANISATION, {})
        if isinstance(found, Answer):
            if found.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND):
                return ""
            raise refusal(found, "the organisation", scope=ORGANISATION_SCOPE)
        return (found.organisations[0].name or "") if found.organisations else ""

    async def count_customers(self) -> int | None:
        """Return how many contacts there are, archived ones included; None where Xero does not say."""
        page = await self._page(1, size=1)
        return page.pagination.item_count if page.pagination else None

    async def page(self, number: int) -> CustomersPage:
        """Return one page of all contacts, whatever their status; pages may be read at the same time."""
        return _read(await self._page(number, size=PAGE_SIZE), number)

    async def customers(self, *, after: int = 0) -> AsyncIterator[CustomersPage]:
        """Yield the pages after that one in their order, one at a time, each contact once."""
        seen: set[CustomerId] = set()
        for number in range(after + 1, _MOST_PAGES + 1):
            page = await self.page(number)
            new = tuple(customer for customer in page.items if customer.id not in seen)
            seen.update(customer.id for customer in new)
            yield replace(page, items=new)
            if page.is_last:
                return
            if page.items and not new:
                raise _round_in_circles()
        raise _round_in_circles()

    async def changed_since(self, moment: datetime) -> tuple[Customer, ...]:
        """Return the contacts that are new or were edited since then, by Xero's clock, each once.

        What changed twice while it was read counts as it was read last. Balances and the like move no date
        (xero-api.md section 3.3); none of them is read here.
        """
        changed: dict[CustomerId, Customer] = {}
        since = {"If-Modified-Since": f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"}
        for number in range(1, _MOST_PAGES + 1):
            page = _read(await self._page(number, size=PAGE_SIZE, headers=since), number)
            changed |= {customer.id: customer for customer in page.items}
            if page.is_last or not page.items:
                return tuple(changed.values())
        raise _round_in_circles()

    async def _page(
        self, number: int, *, size: int, headers: Mapping[str, str] | None = None
    ) -> ContactsWire:
        params = {
            "page": str(number),
            "pageSize": str(size),
            "order": "ContactID",
            "includeArchived": "true",
        }
        found = await self._get("/Contacts", CONTACTS, params, headers or {})
        if not isinstance(found, Answer):
            return found
        if headers and found.status == HTTPStatus.NOT_MODIFIED:  # never seen, but what HTTP would say
            return _NOTHING
        raise refusal(found, "contacts", scope=CONTACTS_SCOPE)

    async def _get(
        self,
        path: str,
        reader: JsonReader[T],
        params: Mapping[str, str],
        headers: Mapping[str, str] | None = None,
    ) -> T | Answer:
        """Read with what the answer calls for: a new token once on 401, the tenant's id once on 403."""
        request = _Request(path=path, params=params, headers=headers or {})
        if self._renewal.locked():  # the token in hand was just refused
            async with self._renewal:
                pass
        names_tenant, renewed = self._names_tenant, self._renewed
        found = await self._ask(request, reader)
        if isinstance(found, Answer) and found.status == HTTPStatus.UNAUTHORIZED and not lacks_scope(found):
            found = await self._ask_with_new_token(request, reader, found, renewed)
        may_help = bool(self._tenant_id) and not names_tenant
        if isinstance(found, Answer) and found.status == HTTPStatus.FORBIDDEN and may_help:
            self._names_tenant = True
            found = await self._ask(request, reader)
        return found

    async def _ask_with_new_token(
        self, request: "_Request", reader: JsonReader[T], refused: Answer, renewed: int
    ) -> T | Answer:
        """Ask once more with a new token; of several refused at once, the first alone tries it out.

        A new token that was never accepted is not replaced by another one.
        """
        async with self._renewal:
            if self._in_vain and self._in_vain == self._renewed:
                return refused
            if self._renewed == renewed:
                self._renewed += 1
                self._in_vain = self._renewed
                await self._tokens.renewed()
                return await self._ask(request, reader)
        return await self._ask(request, reader)

    def _judged(self, answer: Answer) -> Ruling:
        self._quota.hear(answer.headers)
        limits = self._line.limits
        limits.minute_left, limits.day_left = self._quota.minute_left, self._quota.day_left
        return judged(answer)

    async def _ask(self, request: "_Request", reader: JsonReader[T]) -> T | Answer:
        headers = {**await self._headers(), **request.headers}
        found = await self._client.get(request.path, reader, params=request.params, headers=headers)
        if not isinstance(found, Answer):
            self._in_vain = 0
        return found

    async def _headers(self) -> Mapping[str, str]:
        token = await self._tokens.current()
        tenant = {"xero-tenant-id": self._tenant_id} if self._names_tenant else {}
        return {"Authorization": f"Bearer {token.reveal()}", **tenant}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    path: str
    params: Mapping[str, str]
    headers: Mapping[str, str]


_NOTHING: Final = ContactsWire(contacts=[])


def _read(wire: ContactsWire, number: int) -> CustomersPage:
    """Return the page's customers, each once."""
    customers = {contact.id: customer_from(contact) for contact in wire.contacts}
    pagination = wire.pagination
    if pagination and (pagination.page_count or 0) > _MOST_PAGES:
        raise DataError(
            f"Xero promises {pagination.page_count:,} pages of customers, which cannot be right.",
            hint="Run again; if it stays, report it to Xero with the time of the run.",
            side=Side.XERO,
        )
    return CustomersPage(
        items=tuple(customers.values()),
        total=pagination.item_count if pagination else None,
        number=number,
        pages=pagination.page_count if pagination else None,
    )


def _round_in_circles() -> DataError:
    return DataError(
        "Xero sends the same contacts again and again instead of the next page.",
        hint="Run again; if it stays, report it to Xero with the time of the run.",
        side=Side.XERO,
    )
