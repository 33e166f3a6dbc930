"""Xero's identity and accounting APIs as xero-api.md describes them: login, limits, contacts, errors."""

import json
from collections.abc import Mapping
from html import escape
from typing import Any, Final

from axtui.demo import credentials
from axtui.demo.churn import Churner, Listing
from axtui.demo.faults import FaultKind, FaultPlan, Side
from axtui.demo.http import Reply, Request, encoded, json_reply
from axtui.demo.limits import Breach, FixedWindow, Lanes, Limits, Refused
from axtui.demo.live import LiveTenant
from axtui.demo.xero_contacts import ContactsList, ContactsQuery, QueryRefusal, Wire, wire
from axtui.demo.xero_login import CONTACTS_SCOPES, SETTINGS_SCOPES, TokenState, XeroLogin

API_PATH: Final = "/api.xro/2.0"
TOKEN_PATH: Final = "/connect/token"  # noqa: S105  # a path
REVOCATION_PATH: Final = "/connect/revocation"
AUTHORIZE_PATH: Final = "/identity/connect/authorize"
CONNECTIONS_PATH: Final = "/connections"
ORGANISATION_NAME: Final = "Axtui Demonstrations Limited"
SECOND_NAME: Final = "Axtui Second Limited"

_MINUTE: Final = 60
_DAY: Final = 86_400
_APP_MINUTE: Final = 10_000
_ANSWER_ID: Final = "04e93d48-e72f-4775-b7dd-15a041fab972"


class XeroApi:
    """Xero's organisations, opened by a Custom Connection or by people who sign in."""

    def __init__(
        self,
        live: LiveTenant,
        faults: FaultPlan,
        churner: Churner,
        *,
        limits: Limits,
    ) -> None:
        self._live = live
        self._faults = faults
        self._churner = churner
        self._lanes = Lanes(limits.xero_at_once)
        self._minute = FixedWindow(limits.xero_per_minute, _MINUTE, offset=17)
        self._day = FixedWindow(limits.xero_per_day, _DAY, offset=40_000)
        self._contacts_list: ContactsList | None = None
        self.login = XeroLogin(token_seconds=limits.xero_token_seconds)

    def endpoint_of(self, request: Request) -> str:
        """Return the resource that a request is about, in lower case."""
        if request.path.startswith(API_PATH + "/"):
            return request.path[len(API_PATH) + 1 :].split("/")[0].lower()
        return request.path.strip("/").split("/")[-1].lower()

    def enter(self, endpoint: str, now: float) -> Refused | None:
        """Count a request to the organisation; return the 429 where a limit is reached (section 4.2)."""
        if not _is_tenanted(endpoint):
            return None
        if not self._lanes.enter("organisation"):
            return self._limit_reached(Breach.CONCURRENT, now, None)
        for problem, window in ((Breach.DAY, self._day), (Breach.MINUTE, self._minute)):
            if window.remaining(now) <= 0:
                self._lanes.leave("organisation")
                return self._limit_reached(problem, now, window.seconds_left(now))
        self._day.count()
        self._minute.count()
        return None

    def leave(self, endpoint: str) -> None:
        """Note that a request to the organisation is done."""
        if _is_tenanted(endpoint):
            self._lanes.leave("organisation")

    def slow_down(self, _now: float) -> float:
        """Return 0: Xero refuses, it does not slow down."""
        return 0.0

    def _limit_reached(self, problem: Breach, now: float, wait: int | None) -> Refused:
        headers = {"X-Rate-Limit-Problem": problem.value, **self._limit_headers(now)}
        if wait is not None:
            headers["Retry-After"] = str(wait)
        return Refused(problem, Reply(status=429, content_type="", headers=headers))

    def _limit_headers(self, now: float) -> dict[str, str]:
        return {
            "X-DayLimit-Remaining": str(max(0, self._day.remaining(now))),
            "X-MinLimit-Remaining": str(max(0, self._minute.remaining(now))),
            "X-AppMinLimit-Remaining": str(_APP_MINUTE - 1),
        }

    def answer(self, request: Request, now: float) -> Reply:
        """Answer a request that no limit stands against."""
        if request.path == TOKEN_PATH:
            return self.login.answer(request, now, has=self._has)
        if request.path == REVOCATION_PATH:
            return self.login.revoke(request)
        if request.path == AUTHORIZE_PATH:
            refuses = self._has(FaultKind.REFUSE_CONSENT)
            return self.login.consents.page(request.query, now, refuses=refuses)
        if request.path.lower() == CONNECTIONS_PATH:
            return self._connections(request, now)
        if not request.path.startswith(API_PATH + "/"):
            return _not_found()
        return self._tenanted(request, now)

    def _connections(self, request: Request, now: float) -> Reply:
        refusal = self._refusal_of_token(request, now, frozenset())
        headers = {"X-AppMinLimit-Remaining": str(_APP_MINUTE - 1)}
        return refusal or json_reply(self._reached_by(request), headers=headers)

    def _reached_by(self, request: Request) -> list[Wire]:
        """Return the connections of a token: one for a Custom Connection, maybe more for a person."""
        several = self._has(FaultKind.SEVERAL_ORGANISATIONS) and self.login.is_of_person(request)
        return [_PRACTICE, _SECOND_CONNECTION, _CONNECTION] if several else [_CONNECTION]

    def _tenanted(self, request: Request, now: float) -> Reply:
        resource, *rest = request.path[len(API_PATH) + 1 :].split("/")
        scopes = {"contacts": CONTACTS_SCOPES, "organisation": SETTINGS_SCOPES}.get(resource.lower())
        if scopes is None:
            return _not_found()
        refusal = self._refusal_of_token(request, now, scopes) or self._refusal_of_tenant(request)
        if refusal:
            return refusal
        if request.method != "GET":
            return Reply(status=405, content_type="")
        try:
            value = (
                self._organisation(request, now)
                if resource.lower() == "organisation"
                else self._contacts(request, rest, now)
            )
        except QueryRefusal as refused:
            return _bad_request(refused)
        if value is None:
            return _not_found()
        return _in_wanted_form(request, value, self._limit_headers(now))

    def _refusal_of_token(self, request: Request, now: float, scopes: frozenset[str]) -> Reply | None:
        state = self.login.state_of(request, now, scopes=scopes)
        if self._has(FaultKind.REFUSE_LOGIN):
            state = TokenState.UNKNOWN
        match state:
            case TokenState.GOOD:
                return None
            case TokenState.EXPIRED:
                return _problem(401, "Unauthorized", "TokenExpired: token expired at a time that has passed")
            case TokenState.LACKS_SCOPE:
                return _problem(401, "Unauthorized", "AuthorizationUnsuccessful")
            case TokenState.UNKNOWN:
                return _problem(401, "Unauthorized", "AuthenticationUnsuccessful")

    def _refusal_of_tenant(self, request: Request) -> Reply | None:
        """A person's token needs the id of an organisation that it reaches; a Custom Connection's needs none.

        A wrong one is refused either way (sections 2.3 and 5).
        """
        tenant = _tenant_id(request)
        reached = {each["tenantId"] for each in self._reached_by(request) if each != _PRACTICE}
        if tenant in reached or (not tenant and not self.login.is_of_person(request)):
            return None
        return _problem(403, "Forbidden", "AuthenticationUnsuccessful")

    def _organisation(self, request: Request, now: float) -> Wire:
        is_second = _tenant_id(request) == credentials.XERO_SECOND_TENANT_ID
        return {**_envelope(now), "Organisations": [_SECOND_ORGANISATION if is_second else _ORGANISATION]}

    def _contacts(self, request: Request, rest: list[str], now: float) -> Wire | str | None:
        if rest and rest[0]:
            return self._single(rest[0], now)
        query = ContactsQuery.of(request.query, request.headers)
        contacts = self._list()
        found = () if self._has(FaultKind.NO_CUSTOMERS) else contacts.find(query)
        head, shown = _envelope(now), found
        if query.page is not None:
            first = self._first_place(query.page, query.page_size)
            shown = found[first : first + query.page_size]
            if not self._has(FaultKind.NO_PAGINATION):
                head["pagination"] = _pagination(query.page, query.page_size, len(found))
        texts = ",".join(contacts.texts(shown, summary=query.summary))
        is_last = query.page is None or query.page * query.page_size >= len(found)
        is_last = is_last or query.page_size == 1  # who asks for one contact wants to know how many there are
        self._churner.after_page(Listing.CUSTOMERS, is_last=is_last)
        return f'{encoded(head)[:-1]},"Contacts":[{texts}]}}'

    def warm(self) -> None:
        """Make every contact as it is sent."""
        self._list().texts(self._live.customers.ids, summary=False)

    def _first_place(self, page: int, size: int) -> int:
        if self._has(FaultKind.SAME_PAGE):
            return 0
        return max(0, (page - 1) * size - self._has(FaultKind.OVERLAP))

    def _list(self) -> ContactsList:
        if self._contacts_list is None:
            self._contacts_list = ContactsList(self._live.customers)
        return self._contacts_list

    def _single(self, name: str, now: float) -> Wire | None:
        customer = self._live.customers.get(name.lower())
        if customer is None or self._has(FaultKind.NO_CUSTOMERS):
            return None
        return {**_envelope(now), "Contacts": [wire(customer)]}

    def _has(self, kind: FaultKind) -> bool:
        return self._faults.in_force(kind, Side.XERO)


def _is_tenanted(endpoint: str) -> bool:
    return endpoint in ("contacts", "organisation")


def _envelope(now: float) -> Wire:
    return {
        "Id": _ANSWER_ID,
        "Status": "OK",
        "ProviderName": "axtui demo",
        "DateTimeUTC": f"/Date({int(now * 1_000)})/",
    }


def _tenant_id(request: Request) -> str:
    return request.headers.get("xero-tenant-id", "").lower()


def _problem(status: int, title: str, detail: str) -> Reply:
    body: Wire = {
        "Type": None,
        "Title": title,
        "Status": status,
        "Detail": detail,
        "Instance": _ANSWER_ID,
        "Extensions": {},
    }
    return json_reply(body, status=status)


def _bad_request(refusal: QueryRefusal) -> Reply:
    body = {"ErrorNumber": refusal.number, "Type": refusal.kind, "Message": str(refusal)}
    return json_reply(body, status=400)


def _not_found() -> Reply:
    return Reply(status=404, content_type="text/html")


def _pagination(page: int, size: int, total: int) -> Wire:
    return {"page": page, "pageSize": size, "pageCount": -(-total // size), "itemCount": total}


def _in_wanted_form(request: Request, value: Wire | str, headers: Mapping[str, str]) -> Reply:
    """JSON, which a text is already, is sent only to those who ask for it (section 1)."""
    if "application/json" in request.headers.get("accept", "").lower():
        text = value if isinstance(value, str) else encoded(value)
        return Reply(body=text.encode(), headers=headers)
    text = f"<Response>{_xml(json.loads(value) if isinstance(value, str) else value)}</Response>"
    return Reply(body=text.encode(), content_type="text/xml; charset=utf-8", headers=headers)


def _xml(value: Any) -> str:
    if isinstance(value, dict):
        return "".join(f"<{name}>{_xml(each)}</{name}>" for name, each in value.items())
    if isinstance(value, list):
        return "".join(f"<Item>{_xml(each)}</Item>" for each in value)
    return escape(str(value), quote=False)


_CONNECTION: Final[Wire] = {
    "id": credentials.XERO_CONNECTION_ID,
    "authEventId": "d99ecdfe-391d-43d2-b834-17636ba90e8d",
    "tenantId": credentials.XERO_TENANT_ID,
    "tenantType": "ORGANISATION",
    "tenantName": ORGANISATION_NAME,
    "createdDateUtc": "2019-07-09T23:40:30.1833130",
    "updatedDateUtc": "2020-05-15T01:35:13.8491980",
}

_SECOND_CONNECTION: Final[Wire] = {
    **_CONNECTION,
    "id": "7cb59f93-2964-421d-bb5e-a0f7a4572a44",
    "tenantId": credentials.XERO_SECOND_TENANT_ID,
    "tenantName": SECOND_NAME,
}
_PRACTICE: Final[Wire] = {
    **_CONNECTION,
    "id": "2f4e1b0a-95bb-43f5-a2a6-5d2f3bb2b8a5",
    "tenantId": credentials.XERO_PRACTICE_ID,
    "tenantType": "PRACTICE",
    "tenantName": None,
}

_ORGANISATION: Final = {
    "OrganisationID": credentials.XERO_TENANT_ID,
    "Name": ORGANISATION_NAME,
    "LegalName": ORGANISATION_NAME,
    "PaysTax": True,
    "Version": "GLOBAL",
    "OrganisationType": "COMPANY",
    "BaseCurrency": "GBP",
    "CountryCode": "GB",
    "IsDemoCompany": True,
    "OrganisationStatus": "ACTIVE",
    "FinancialYearEndDay": 31,
    "FinancialYearEndMonth": 3,
    "CreatedDateUTC": "/Date(1573755038314)/",
    "OrganisationEntityType": "COMPANY",
    "ShortCode": "!aXt01",
    "Class": "DEMO",
    "Edition": "BUSINESS",
    "Addresses": [],
    "Phones": [],
}
_SECOND_ORGANISATION: Final = {
    **_ORGANISATION,
    "OrganisationID": credentials.XERO_SECOND_TENANT_ID,
    "Name": SECOND_NAME,
    "LegalName": SECOND_NAME,
}
