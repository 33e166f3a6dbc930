"""The Autotask REST API as autotask-api.md describes it: zone, login, limits, metadata, queries."""

from dataclasses import replace
from typing import Any, Final
from urllib.parse import quote

from axtui.demo import autotask_entities, autotask_metadata, credentials
from axtui.demo.autotask_entities import UdfDefinition, UdfState
from axtui.demo.churn import Churner, Listing
from axtui.demo.cursor import Place, cursor, opened_cursor
from axtui.demo.entity import Entity, Query
from axtui.demo.faults import FaultKind, FaultPlan, Side
from axtui.demo.finding import Page, count, items_of, page_of
from axtui.demo.http import Reply, Request, encoded, json_reply
from axtui.demo.limits import Breach, Lanes, Limits, Refused, RollingWindow
from axtui.demo.live import LiveTenant
from axtui.demo.query import Refusal
from axtui.demo.zones import Zones

_ROOT: Final = "/atservicesrest/"
_LONGEST_TARGET: Final = 2_083
"""An over-long address gives 404 (section 6); clients change to POST near 2,048 characters."""
_HOUR: Final = 3_600
_NEARLY: Final = "position"
_CONTACTS: Final = "2"
_LISTINGS: Final = {"Company": Listing.COMPANIES, "Contact": Listing.CONTACTS}


class AutotaskApi:
    """One Autotask zone with one tenant in it."""

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
        self._lanes = Lanes(limits.autotask_threads)
        self._hour = RollingWindow(limits.autotask_hourly, _HOUR, used_before=limits.autotask_used_before)
        self._lock_after = limits.autotask_lock_after
        self._zones = Zones(faults)
        self._turn = 0
        self.failed_logins = 0
        """How often a wrong secret was sent; after `lock_after` of them the user is locked."""

    def endpoint_of(self, request: Request) -> str:
        """Return the entity or service that a request is about, in lower case."""
        parts = _parts(request)
        return (parts[1] if len(parts) > 1 else parts[0] if parts else "").lower()

    def enter(self, endpoint: str, now: float) -> Refused | None:
        """Take a thread and one request of the hour; return the refusal where a limit is reached."""
        if endpoint in ("zoneinformation", "versioninformation"):
            return None
        if not self._lanes.enter(endpoint):
            return Refused(Breach.THREADS, _too_many_threads(self._lanes.limit))
        if not self._hour.enter(now):
            self._lanes.leave(endpoint)
            return Refused(Breach.HOUR, _too_many_requests(self._hour.limit))
        return None

    def leave(self, endpoint: str) -> None:
        """Give the thread back."""
        if endpoint not in ("zoneinformation", "versioninformation"):
            self._lanes.leave(endpoint)

    def slow_down(self, now: float) -> float:
        """Return the seconds that are added to each call from half of the hour's requests on (section 7)."""
        used = self._hour.used(now) / self._hour.limit
        return 0.0 if used < 0.5 else 0.5 if used < 0.75 else 1.0  # noqa: PLR2004  # the vendor's steps

    def answer(self, request: Request, now: float) -> Reply:
        """Answer a request that no limit stands against."""
        if len(request.target) > _LONGEST_TARGET:
            return _message(404, "The resource cannot be found.")
        match [part.lower() for part in _parts(request)]:
            case ["versioninformation"]:
                return json_reply({"apiVersions": ["1.0"]})
            case ["v1.0", "zoneinformation"]:
                return self._zone(request)
            case ["v1.0", *parts] if parts:
                return self._refusal_of_login(request) or self._service(request, parts, now)
            case _:
                return _message(404, f"No HTTP resource was found that matches {request.path[:200]}.")

    def _zone(self, request: Request) -> Reply:
        user = request.query.get("user", "")
        if user.lower() != credentials.AUTOTASK_USERNAME.lower():
            return _errors("Zone information could not be determined")
        web_url = f"{request.scheme}://{request.host}/"
        zone = {"zoneName": "Demonstration", "url": self._zones.url(request), "webUrl": web_url, "ci": 20264}
        return json_reply(zone)

    def contact_udfs(self) -> dict[int, UdfDefinition]:
        """Return the UDFs of contacts by their number, as the tenant has them at this moment."""
        return {
            udf.id: udf for udf in autotask_entities.udf_definitions(self._udf()) if udf.udf_type == _CONTACTS
        }

    def warm(self) -> None:
        """Make every record as it is sent, once for the form in which clients mostly ask."""
        for name in ("companies", "contacts"):
            entity = self._entity(name)
            if entity is not None:
                items_of(entity, entity.records.ids, only=None, names=tuple(entity.udfs))

    def _refusal_of_login(self, request: Request) -> Reply | None:
        headers = request.headers
        wanted = {"username", "secret", "apiintegrationcode"}
        known = headers.get("username", "").lower() == credentials.AUTOTASK_USERNAME.lower()
        if not wanted <= headers.keys() or not known or self._zones.is_wrong(request):
            return _unauthorised()
        refused = self._faults.in_force(FaultKind.REFUSE_LOGIN, Side.AUTOTASK)
        if refused or headers["secret"] != credentials.AUTOTASK_SECRET:
            self.failed_logins += 1
            return _unauthorised()
        if self.failed_logins >= self._lock_after:
            return _unauthorised()
        if headers["apiintegrationcode"] != credentials.AUTOTASK_INTEGRATION_CODE:
            return _errors("IntegrationCode is invalid")
        return None

    def _service(self, request: Request, parts: list[str], now: float) -> Reply:
        if parts == ["thresholdinformation"]:
            return self._threshold(now) if request.method == "GET" else _not_allowed(request)
        entity = self._entity(parts[0])
        if entity is None:
            return _message(404, f"No HTTP resource was found that matches {request.path[:200]}.")
        try:
            return self._entity_reply(request, entity, parts[1:])
        except Refusal as refusal:
            return _errors(str(refusal))

    def _threshold(self, now: float) -> Reply:
        return json_reply(
            {
                "externalRequestThreshold": self._hour.limit,
                "requestThresholdTimeframe": 60,
                "currentTimeframeRequestCount": self._hour.used(now),
            }
        )

    def _entity(self, name: str) -> Entity[Any] | None:
        match name:
            case "companies":
                return autotask_entities.companies(
                    self._live,
                    visible=not self._has(FaultKind.NO_COMPANIES),
                    modified=not self._has(FaultKind.NO_MODIFIED),
                )
            case "contacts":
                return autotask_entities.contacts(
                    self._live,
                    visible=not self._has(FaultKind.NO_CONTACTS),
                    udf=self._udf(),
                    modified=not self._has(FaultKind.NO_MODIFIED),
                )
            case "userdefinedfielddefinitions":
                return autotask_entities.definitions(self._udf())
            case "userdefinedfieldlistitems":
                return autotask_entities.list_items(self._udf())
            case _:
                return None

    def _entity_reply(self, request: Request, entity: Entity[Any], rest: list[str]) -> Reply:
        match request.method, rest:
            case "GET", ["entityinformation"]:
                return json_reply(autotask_metadata.information(entity))
            case "GET", ["entityinformation", "fields"]:
                return json_reply(autotask_metadata.fields(entity))
            case "GET", ["entityinformation", "userdefinedfields"]:
                return json_reply(autotask_metadata.user_defined_fields(entity, self._udf()))
            case (("GET" | "POST"), ["query"]):
                return self._page(request, entity, _query_of(request))
            case (("GET" | "POST"), ["query", "next"]):
                return self._next_page(request, entity)
            case (("GET" | "POST"), ["query", "count"]):
                return json_reply({"queryCount": count(entity, _query_of(request))})
            case "GET", [number] if number.isdecimal():
                return _item(entity, int(number))
            case _:
                return _not_allowed(request)

    def _next_page(self, request: Request, entity: Entity[Any]) -> Reply:
        token = opened_cursor(request.query.get("paging", ""))
        if token.get("method") != request.method:
            return _not_allowed(request)
        query = _query_of(request)
        if token.get("digest") != query.digest:
            raise Refusal("The paging token does not belong to this query.")
        place = Place(int(token["nextId"]), int(token["page"]), int(token["first"]))
        return self._page(request, entity, query, place)

    def _page(self, request: Request, entity: Entity[Any], query: Query, place: Place | None = None) -> Reply:
        falling, overlap = self._has(FaultKind.FALLING_IDS), self._has(FaultKind.OVERLAP)
        from_id = place.from_id if place else None
        page = page_of(entity, query, from_id=from_id, falling=falling, overlap=overlap)
        following = self._following(page, place or Place(page.first_id, 0, page.first_id))
        token = following and cursor(query, following, method=request.method)
        details = {
            "count": len(page.items),
            "requestCount": query.most,
            "prevPageUrl": None,
            "nextPageUrl": _next_url(request, token) if token else None,
        }
        body = f'{{"items":[{",".join(page.items)}],"pageDetails":{encoded(details)}}}'
        listing = _LISTINGS.get(entity.name)
        if listing is not None:
            self._churner.after_page(listing, is_last=page.next_id is None)
        return Reply(body=body.encode())

    def _following(self, page: Page, place: Place) -> Place | None:
        """Return where the next page begins, or where a fault leads to; None at the end."""
        cycle = 2 if self._has(FaultKind.CYCLE_OF_2) else 3 if self._has(FaultKind.CYCLE_OF_3) else 0
        if cycle and place.page + 1 == cycle:
            return Place(place.first, 0, place.first)
        if self._has(FaultKind.SAME_CURSOR):
            return place
        if page.next_id is not None:
            return Place(page.next_id, place.page + 1, place.first)
        if self._has(FaultKind.ENDLESS):
            self._turn += 1
            return replace(place, turn=self._turn)
        return None

    def _has(self, kind: FaultKind) -> bool:
        return self._faults.in_force(kind, Side.AUTOTASK)

    def _udf(self) -> UdfState:
        return UdfState(
            exists=not self._has(FaultKind.NO_UDF),
            name=_NEARLY if self._has(FaultKind.UDF_NEARLY) else autotask_entities.CONTACT_UDF,
            is_list=not self._has(FaultKind.TEXT_UDF),
            is_multi=self._has(FaultKind.MULTI_UDF),
            is_reference=self._has(FaultKind.REFERENCE_UDF),
            display_differs=self._has(FaultKind.DISPLAY_DIFFERS),
            value_exists=not self._has(FaultKind.VALUE_MISSING),
            value_is_active=not self._has(FaultKind.VALUE_INACTIVE),
        )


def _parts(request: Request) -> list[str]:
    """Return the path below the root; letter case never matters (section 4)."""
    path = request.path
    if not path.lower().startswith(_ROOT):
        return []
    return [part for part in path[len(_ROOT) :].split("/") if part]


def _next_url(request: Request, token: str) -> str:
    entity = _parts(request)[1]
    search = f"&search={quote(request.query['search'])}" if request.method == "GET" else ""
    root = f"{request.scheme}://{request.host}/ATServicesRest/V1.0"
    return f"{root}/{entity}/query/next?paging={quote(token)}{search}"


def _query_of(request: Request) -> Query:
    return Query.of(request.body if request.method == "POST" else request.query.get("search", ""))


def _item(entity: Entity[Any], record_id: int) -> Reply:
    record = entity.record_with(record_id)
    if record is None:
        return json_reply({"item": None})
    names = tuple(entity.udfs)
    return json_reply(
        {"item": {**entity.wire(record), "userDefinedFields": entity.udf_values(record, names)}}
    )


def _errors(text: str, *, status: int = 500) -> Reply:
    return json_reply({"errors": [text]}, status=status)


def _message(status: int, text: str) -> Reply:
    return json_reply({"Message": text}, status=status)


def _not_allowed(request: Request) -> Reply:
    return _message(405, f"The requested resource does not support http method '{request.method}'.")


def _unauthorised() -> Reply:
    return Reply(status=401, content_type="")


def _too_many_threads(limit: int) -> Reply:
    text = f"The thread threshold of {limit} threads has been exceeded. (Itgenatr005)"
    return _errors(text, status=429)


def _too_many_requests(limit: int) -> Reply:
    text = f"The database has exceeded its threshold of {limit} external requests within 60 minutes."
    return _errors(text, status=429)
