"""Xero: the contacts (customers and suppliers) of one organisation. Every request is a read.

All pages, archived contacts included, ordered by id and filtered by nobody but us: the order keeps edits from
shifting rows, the archived ones keep rows from leaving (xero-api.md section 3.2).
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final, TypeVar

from axtui.core.errors import DataError, Side
from axtui.core.models import Customer
from axtui.sources.answers import Answer
from axtui.sources.connecting import base_address
from axtui.sources.decoding import JsonReader
from axtui.sources.http import ApiClient, Line
from axtui.sources.lanes import Lanes
from axtui.sources.pages import Page
from axtui.sources.xero_answers import judged, lacks_scope, refusal
from axtui.sources.xero_auth import CONTACTS_SCOPE, ORGANISATION_SCOPE, Tokens
from axtui.sources.xero_wire import CONTACTS, ORGANISATION, ContactsWire, ContactWire, customer_from

T = TypeVar("T")

PAGE_SIZE: Final = 1000
"""The most that Xero takes; more is cut to this silently."""
_MOST_AT_ONCE: Final = 5
_MOST_PAGES: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class XeroSettings:
    """Which organisation is read, and where."""

    tenant_id: str = ""
    """Sent only when Xero refuses to answer without it."""
    api_url: str = "https://api.xero.com/api.xro/2.0"


class Xero:
    """One organisation, read with tokens from wherever they come."""

    def __init__(self, settings: XeroSettings, line: Line, tokens: Tokens) -> None:
        base = base_address(settings.api_url, key="api_url")
        self._client = ApiClient(line, base, judge=judged, lanes=Lanes(_MOST_AT_ONCE))
        self._tokens = tokens
        self._tenant_id = settings.tenant_id
        self._names_tenant = False

    async def organisation(self) -> str:
        """Return the organisation's name; empty where the login may not read it, which is no failure."""
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

    async def customers(self) -> AsyncIterator[Page[Customer]]:
        """Yield every contact once, whatever its status; `pagination` says where the end is."""
        seen: set[str] = set()
        for number in range(1, _MOST_PAGES + 1):
            page = await self._page(number, size=PAGE_SIZE)
            new = _new(page.contacts, seen)
            total = page.pagination.item_count if page.pagination else None
            yield Page(items=tuple(customer_from(contact) for contact in new), total=total, read=len(new))
            pages = page.pagination.page_count if page.pagination else None
            if not page.contacts or (pages is not None and number >= pages):
                return
            if not new:
                raise _round_in_circles()
        raise _round_in_circles()

    async def _page(self, number: int, *, size: int) -> ContactsWire:
        params = {
            "page": str(number),
            "pageSize": str(size),
            "order": "ContactID",
            "includeArchived": "true",
        }
        found = await self._get("/Contacts", CONTACTS, params)
        if isinstance(found, Answer):
            raise refusal(found, "contacts", scope=CONTACTS_SCOPE)
        return found

    async def _get(self, path: str, reader: JsonReader[T], params: Mapping[str, str]) -> T | Answer:
        """Read with what the answer calls for: a new token once on 401, the tenant's id once on 403."""
        found = await self._ask(path, reader, params)
        if isinstance(found, Answer) and found.status == HTTPStatus.UNAUTHORIZED and not lacks_scope(found):
            await self._tokens.renewed()
            found = await self._ask(path, reader, params)
        if isinstance(found, Answer) and found.status == HTTPStatus.FORBIDDEN and self._may_name_tenant:
            self._names_tenant = True
            found = await self._ask(path, reader, params)
        return found

    @property
    def _may_name_tenant(self) -> bool:
        return bool(self._tenant_id) and not self._names_tenant

    async def _ask(self, path: str, reader: JsonReader[T], params: Mapping[str, str]) -> T | Answer:
        return await self._client.get(path, reader, params=params, headers=await self._headers())

    async def _headers(self) -> Mapping[str, str]:
        token = await self._tokens.current()
        tenant = {"xero-tenant-id": self._tenant_id} if self._names_tenant else {}
        return {"Authorization": f"Bearer {token.reveal()}", **tenant}


def _new(contacts: list[ContactWire], seen: set[str]) -> list[ContactWire]:
    """Return the contacts not seen before, and remember them: a repeat is a shift between pages."""
    new = {contact.id: contact for contact in contacts if contact.id not in seen}
    seen.update(new)
    return list(new.values())


def _round_in_circles() -> DataError:
    return DataError(
        "Xero sends the same contacts again and again instead of the next page.",
        hint="Run again; if it stays, report it to Xero with the time of the run.",
        side=Side.XERO,
    )
