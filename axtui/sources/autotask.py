"""Autotask: one tenant's companies and contacts, and what it says of its own fields. Every request is a read.

The zone is asked for without credentials; one authenticated probe follows before anything else, and a refused
login is never repeated, since repeated failures lock the API user (autotask-api.md sections 2, 3 and 8).
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final, TypeVar

from axtui.core.errors import DataError, Side
from axtui.core.models import Company, Contact, FieldLimits, TenantFacts
from axtui.core.secret import Secret
from axtui.sources import autotask_wire as wire
from axtui.sources.answers import Answer
from axtui.sources.autotask_answers import judged, refusal
from axtui.sources.autotask_facts import (
    CompanyScope,
    CompanyType,
    Udf,
    company_scope,
    company_types,
    contact_limits,
    contact_udf_type,
    udf_id,
    udf_named,
    unusable,
)
from axtui.sources.autotask_paging import R, all_records
from axtui.sources.autotask_query import Condition, Operator, Query
from axtui.sources.autotask_zone import Zone, find_zone, known_zone
from axtui.sources.decoding import JsonReader
from axtui.sources.http import ApiClient, Line
from axtui.sources.lanes import Lanes
from axtui.sources.pages import Page

T = TypeVar("T")

_COMPANY_FIELDS: Final = ("id", "companyName", "companyNumber", "companyType", "isActive")


@dataclass(frozen=True, slots=True, kw_only=True)
class AutotaskSettings:
    """Which tenant is read, as whom, and what of it."""

    username: str
    secret: Secret
    integration_code: Secret
    zone_url: str = "https://webservices.autotask.net"
    base_url: str = ""
    """Address of the tenant's zone; skips discovery."""
    lanes: int = 2
    company_types: tuple[str, ...] = ("Customer",)
    """Labels."""
    company_exclude_udf: str = ""
    company_filter_udf: tuple[str, str] | None = None
    """Name and value; only companies that hold the value are read."""
    contact_udf: str = "Position"
    contact_udf_value: str = "Accounts"


async def zone_of(settings: AutotaskSettings, line: Line) -> Zone:
    """Return the tenant's zone: as configured, or as Autotask says without credentials."""
    if settings.base_url:
        return known_zone(settings.base_url)
    return await find_zone(line, zone_url=settings.zone_url, username=settings.username)


class Autotask:
    """One tenant in its zone, read as the user of the settings."""

    def __init__(self, settings: AutotaskSettings, line: Line, zone: Zone) -> None:
        self._settings = settings
        self._client = ApiClient(line, zone.base, judge=judged, lanes=Lanes(settings.lanes))

    async def probe(self) -> None:
        """Make the one authenticated request that comes before all others; it proves read access, too."""
        await self._get("/Companies/entityInformation", wire.ENTITY, "companies")

    async def scope(self) -> CompanyScope:
        """Return which companies are read; a setting that the tenant contradicts is an error that says so."""
        settings = self._settings
        found = await self._get("/Companies/entityInformation/fields", wire.FIELDS, "the fields of companies")
        types = company_types(settings.company_types, found.fields)
        exclude_udf, filter_udf = settings.company_exclude_udf, settings.company_filter_udf
        if not exclude_udf and filter_udf is None:
            return CompanyScope(types=types)
        path = "/Companies/entityInformation/userDefinedFields"
        udfs = await self._get(path, wire.FIELDS, "the user-defined fields of companies")
        return company_scope(types, udfs.fields, exclude_udf=exclude_udf, filter_udf=filter_udf)

    async def facts(self, zone: Zone) -> TenantFacts:
        """Return what the tenant says of itself; a contact UDF that cannot carry the link is an error."""
        settings, udf = self._settings, await self.contact_udf()
        if problem := udf.problem_with(settings.contact_udf_value):
            raise unusable("contact_udf_value" if udf.exists else "contact_udf", problem)
        return TenantFacts(
            udf_name=udf.name,
            udf_value=udf.stored_for(settings.contact_udf_value),
            udf_id=await self.contact_udf_id(),
            udf_values=udf.values,
            limits=await self.contact_limits(),
            zone_url=str(zone.base),
            web_url=zone.web_url,
        )

    async def contact_udf(self) -> Udf:
        """Return what Autotask knows of the configured contact UDF."""
        path = "/Contacts/entityInformation/userDefinedFields"
        found = await self._get(path, wire.FIELDS, "the user-defined fields of contacts")
        return udf_named(self._settings.contact_udf, entity="contacts", fields=found.fields)

    async def contact_limits(self) -> FieldLimits:
        """Return how many characters the contact fields hold."""
        found = await self._get("/Contacts/entityInformation/fields", wire.FIELDS, "the fields of contacts")
        return contact_limits(found.fields)

    async def contact_udf_id(self) -> int | None:
        """Return the number of the contact UDF; None where it is not found or may not be read.

        It is wanted for the import file's heading only, so a refusal here stops nothing.
        """
        entity, name = "UserDefinedFieldDefinitions", self._settings.contact_udf
        path = f"/{entity}/entityInformation/fields"
        known = await self._client.get(path, wire.FIELDS, headers=self._headers())
        fields = _unless_refused(known)
        query = Query(
            entity=entity, conditions=(Condition(field="name", operator=Operator.EQUAL, value=name),)
        )
        found = await self._query(query.path, wire.DEFINITIONS, query.page_body())
        definitions = _unless_refused(found)
        if definitions is None:
            return None
        return udf_id(name, definitions.items, contact_udf_type(fields.fields) if fields else "")

    async def count_companies(self, types: tuple[CompanyType, ...]) -> int:
        """Return how many active companies of these types there are, whatever the filter UDF says."""
        return await self._count(_companies(types), "companies")

    async def count_contacts(self) -> int:
        """Return how many contacts there are, of whatever company."""
        return await self._count(Query(entity="Contacts"), "contacts")

    async def companies(self, scope: CompanyScope, *, expected: int) -> AsyncIterator[Page[Company]]:
        """Yield the companies that belong in the report.

        What the server was asked to filter is checked again here, since it ignores what it does not
        understand; the filter UDF is applied here alone: the server compares without regard to case.
        """
        query = _companies(scope.types, fields=() if scope.needs_udfs else _COMPANY_FIELDS)
        async for records in self._records(query, wire.COMPANIES, "companies", expected=expected):
            items = tuple(
                wire.company_from(record, exclude_udf=scope.exclude_udf)
                for record in records
                if scope.holds(record)
            )
            yield Page(items=items, total=expected, read=len(records))

    async def contacts(self, *, expected: int) -> AsyncIterator[Page[Contact]]:
        """Yield every contact of the tenant, active or not, as whole records: so the UDF is among them."""
        query = Query(entity="Contacts")
        async for records in self._records(query, wire.CONTACTS, "contacts", expected=expected):
            items = tuple(wire.contact_from(record, udf=self._settings.contact_udf) for record in records)
            yield Page(items=items, total=expected, read=len(records))

    async def _count(self, query: Query, what: str) -> int:
        found = await self._query(f"{query.path}/count", wire.COUNT, query.count_body())
        return _value(found, what).count

    async def _records(
        self, query: Query, reader: JsonReader[wire.QueryWire[R]], what: str, *, expected: int
    ) -> AsyncIterator[list[R]]:
        async def ask(start: Condition) -> wire.QueryWire[R]:
            found = await self._query(query.path, reader, query.page_body(start))
            return _value(found, what)

        async def ask_next(address: str) -> wire.QueryWire[R]:
            """Follow the cursor as live reports say it must be: by POST, with the same body (section 6)."""
            self._check_continues(address, query)
            found = await self._query(address, reader, query.page_body())
            return _value(found, what)

        async for records in all_records(ask, ask_next, expected=expected):
            yield records

    def _check_continues(self, address: str, query: Query) -> None:
        """Refuse a cursor that leads to another entity; the client itself refuses another host."""
        path = address.partition("?")[0].lower()
        if not path.startswith("http") or not path.endswith(f"{query.path}/next".lower()):
            raise DataError(
                f"Autotask's next page of {query.entity} leads somewhere else; it was not followed.",
                hint="Run again; if it stays, report it to Autotask with the time of the run.",
                side=Side.AUTOTASK,
            )

    async def _get(self, path: str, reader: JsonReader[T], what: str) -> T:
        found = await self._client.get(path, reader, headers=self._headers())
        return _value(found, what)

    async def _query(self, path: str, reader: JsonReader[T], body: Mapping[str, object]) -> T | Answer:
        return await self._client.query(path, reader, body=body, headers=self._headers())

    def _headers(self) -> Mapping[str, str]:
        settings = self._settings
        return {
            "ApiIntegrationCode": settings.integration_code.reveal(),
            "UserName": settings.username,
            "Secret": settings.secret.reveal(),
            "Content-Type": "application/json",
        }


def _companies(types: tuple[CompanyType, ...], *, fields: tuple[str, ...] = ()) -> Query:
    return Query(
        entity="Companies",
        conditions=(
            Condition(field="isActive", operator=Operator.EQUAL, value=True),
            Condition(field="companyType", operator=Operator.IN, value=[kind.id for kind in types]),
        ),
        fields=fields,
    )


def _unless_refused(found: T | Answer) -> T | None:
    """Return what may be missing, or None; a refused login stops everything all the same."""
    if not isinstance(found, Answer):
        return found
    if found.status == HTTPStatus.UNAUTHORIZED:
        raise refusal(found, "its own fields")
    return None


def _value(found: T | Answer, what: str) -> T:
    if isinstance(found, Answer):
        raise refusal(found, what)
    return found
