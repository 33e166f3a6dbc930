"""Autotask: one tenant's companies and contacts, and what it says of its own fields. Every request is a read.

The zone is asked for without credentials; one authenticated probe follows before anything else, and a refused
login is never repeated, since repeated failures lock the API user (autotask-api.md sections 2, 3 and 8).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

from axtui.core.errors import (
    DataError,
    LimitReachedError,
    LoginRefusedError,
    NotAuthorisedError,
    UnavailableError,
)
from axtui.core.models import Company, Contact, FieldLimits, TenantFacts
from axtui.core.secret import Secret
from axtui.sources import autotask_wire as wire
from axtui.sources.answers import Answer
from axtui.sources.autotask_access import Access
from axtui.sources.autotask_answers import refusal, value_of
from axtui.sources.autotask_facts import (
    CompanyScope,
    CompanyType,
    Threshold,
    company_scope,
    company_types,
    contact_limits,
    contact_udf_type,
    threshold,
    udf_id,
    unusable,
)
from axtui.sources.autotask_listing import Listing, ListOf
from axtui.sources.autotask_query import Condition, Operator, Query
from axtui.sources.autotask_udfs import Udf, udf_named
from axtui.sources.autotask_zone import Zone, find_zone, known_zone
from axtui.sources.decoding import JsonReader
from axtui.sources.line import Line
from axtui.sources.pace import Pace

T = TypeVar("T")

_COMPANY_FIELDS: Final = ("id", "companyName", "companyNumber", "companyType", "isActive")
_CONTACTS: Final = Query(entity="Contacts")


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

    @property
    def where(self) -> str:
        """The configured address that the login is meant for: the zone, or who knows the zone."""
        return self.base_url or self.zone_url


async def zone_of(settings: AutotaskSettings, line: Line) -> Zone:
    """Return the tenant's zone: as configured, or as Autotask says without credentials."""
    if settings.base_url:
        return known_zone(settings.base_url)
    return await find_zone(line, zone_url=settings.zone_url, username=settings.username)


async def connected(settings: AutotaskSettings, line: Line, *, pace: Pace | None = None) -> "Autotask":
    """Return the tenant in its zone, once it has let the user in."""
    source = Autotask(settings, line, await zone_of(settings, line), pace=pace)
    await source.probe()
    return source


class Autotask:
    """One tenant in its zone, read as the user of the settings."""

    def __init__(
        self, settings: AutotaskSettings, line: Line, zone: Zone, *, pace: Pace | None = None
    ) -> None:
        self._settings = settings
        self._line = line
        self._access = Access(
            line,
            zone,
            headers=self._headers,
            lanes=settings.lanes,
            find_zone=None if settings.base_url else self._find_zone,
            pace=pace,
        )
        self._company_fields: wire.FieldsWire | None = None

    @property
    def zone(self) -> Zone:
        """Where the tenant lives."""
        return self._access.zone

    def now(self) -> datetime:
        """Return Autotask's time of day, by which it dates changes."""
        return self._line.server_clock.now()

    def go_on(self) -> None:
        """Take the time that a person took to answer for no time without progress."""
        self._line.patience.progressed(self._line.clock.monotonic())

    def contact_value(self, udf: Udf) -> str:
        """Return what contacts store in the UDF for the configured value, which may be a label."""
        return udf.stored_for(self._settings.contact_udf_value)

    async def probe(self) -> None:
        """Make the one authenticated request that comes before all others.

        It asks for what is needed anyway, the types of companies, and proves read access to them.
        """
        path = "/Companies/entityInformation/fields"
        self._company_fields = await self._get(path, wire.FIELDS, "companies")

    async def threshold(self) -> Threshold | None:
        """Return how much of the hour's requests is used; None where it is not told, which stops nothing."""
        try:
            found = await self._access.get("/ThresholdInformation", wire.THRESHOLD)
        except LimitReachedError:
            raise
        except (UnavailableError, DataError):  # a report does not need the figure
            return None
        counted = _unless_refused(found)
        hour = threshold(counted) if counted else None
        if hour is not None:
            self._line.limits.hour_used, self._line.limits.hour_limit = hour.used, hour.limit
        return hour

    def company_types(self) -> tuple[CompanyType, ...]:
        """Return the configured types of companies, as the probe found them; an unknown one is an error."""
        if self._company_fields is None:
            raise RuntimeError("the types of companies are known once the tenant was probed")
        return company_types(self._settings.company_types, self._company_fields.fields)

    async def scope(self, *, was_checked: bool = False) -> CompanyScope:
        """Return which companies are read; a setting that the tenant contradicts is an error that says so.

        A scope that was checked not long ago needs no request, unless values of a list decide in it.
        """
        types, settings = self.company_types(), self._settings
        exclude_udf, filter_udf = settings.company_exclude_udf, settings.company_filter_udf
        if filter_udf is None and (was_checked or not exclude_udf):
            return CompanyScope(types=types, exclude_udf=exclude_udf)
        path = "/Companies/entityInformation/userDefinedFields"
        udfs = await self._get(path, wire.FIELDS, "the user-defined fields of companies")
        return company_scope(types, udfs.fields, exclude_udf=exclude_udf, filter_udf=filter_udf)

    async def usable_contact_udf(self) -> Udf:
        """Return the configured contact UDF; one that cannot carry the link is an error."""
        udf = await self.contact_udf()
        if problem := udf.problem_with(self._settings.contact_udf_value):
            raise unusable("contact_udf_value" if not udf.unreadable else "contact_udf", problem)
        return udf

    def facts_of(self, udf: Udf, *, udf_id: int | None, limits: FieldLimits) -> TenantFacts:
        """Return what the tenant says of itself, put together."""
        return TenantFacts(
            udf_name=udf.name,
            udf_value=self.contact_value(udf),
            udf_id=udf_id,
            udf_values=udf.values,
            limits=limits,
            zone_url=str(self.zone.base),
            web_url=self.zone.web_url,
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
        known = await self._access.get(f"/{entity}/entityInformation/fields", wire.FIELDS)
        fields = _unless_refused(known)
        query = Query(
            entity=entity, conditions=(Condition(field="name", operator=Operator.EQUAL, value=name),)
        )
        found = await self._access.query(query.path, wire.DEFINITIONS, query.page_body())
        definitions = _unless_refused(found)
        if definitions is None:
            return None
        return udf_id(name, definitions.items, contact_udf_type(fields.fields) if fields else "")

    def companies_of(self, scope: CompanyScope) -> ListOf[Company]:
        """Return the list of companies; every one that the server counts arrives, held against the scope.

        What the server was asked to filter is checked again here, since it ignores what it does not
        understand; the filter UDF is applied here alone: the server compares without regard to case.
        """

        def company(record: wire.CompanyWire) -> Company | None:
            return wire.company_from(record, exclude_udf=scope.exclude_udf) if scope.holds(record) else None

        return Listing(
            self._access,
            _companies(scope.types, fields=() if scope.needs_udfs else _COMPANY_FIELDS),
            wire.COMPANIES,
            what="companies",
            changed_field="lastTrackedModifiedDateTime",
            convert=company,
            is_counted=scope.counts,
        )

    def all_contacts(self) -> ListOf[Contact]:
        """Return the list of all contacts, of whatever company; whole records, so the UDF is among them."""
        return Listing(
            self._access,
            _CONTACTS,
            wire.CONTACTS,
            what="contacts",
            changed_field="lastModifiedDate",
            convert=lambda record: wire.contact_from(record, udf=self._settings.contact_udf),
            is_counted=lambda _: True,
        )

    async def contacts_of(self, companies: Iterable[int]) -> tuple[Contact, ...] | None:
        """Return the contacts of a few companies; None where they cannot be told completely."""
        found = await self.all_contacts().with_values("companyID", sorted(companies))
        return None if found is None else tuple(one.value for one in found if one.value is not None)

    async def contacts_with_address(self, addresses: Iterable[str]) -> tuple[Contact, ...] | None:
        """Return contacts of any company whose first address is one of these; None where that is not told.

        It is wanted for a hint only, so a refusal here stops nothing.
        """
        try:
            found = await self.all_contacts().with_values("emailAddress", sorted(addresses))
        except (LimitReachedError, LoginRefusedError):
            raise
        except (UnavailableError, NotAuthorisedError, DataError):
            return None
        return None if found is None else tuple(one.value for one in found if one.value is not None)

    async def count_companies(self, types: tuple[CompanyType, ...]) -> int:
        """Return how many active companies of these types there are, whatever the filter UDF says."""
        return await self.companies_of(CompanyScope(types=types)).count()

    async def count_contacts(self) -> int:
        """Return how many contacts there are, of whatever company."""
        return await self.all_contacts().count()

    async def _find_zone(self) -> Zone:
        settings = self._settings
        return await find_zone(self._line, zone_url=settings.zone_url, username=settings.username)

    async def _get(self, path: str, reader: JsonReader[T], what: str) -> T:
        found = await self._access.get(path, reader)
        return value_of(found, what)

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
    """Return what may be missing, or None; a login refused for its integration code stops everything."""
    if not isinstance(found, Answer):
        return found
    error = refusal(found, "its own fields")
    if isinstance(error, LoginRefusedError):
        raise error
    return None
