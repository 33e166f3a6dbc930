"""What Autotask sends, as structs, and how it becomes domain values; the one place with its field names.

Unknown fields are ignored; a field of the wrong kind is an error that names it and its record.
"""

from typing import Annotated, Final, Generic, TypeVar

import msgspec

from axtui.core.errors import DataError, Side
from axtui.core.models import Company, CompanyId, Contact, ContactId
from axtui.core.text import visible
from axtui.sources.decoding import JsonReader, Records

T = TypeVar("T")

_TRUE: Final = frozenset({"true", "1"})
_FALSE: Final = frozenset({"false", "0"})
_LONGEST_QUOTE: Final = 40

Id = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]
"""Ids are 64-bit numbers in the Swagger file; a longer one could not be stored."""
Scalar = bool | int | float | str | None


class UdfWire(msgspec.Struct, frozen=True, gc=False):
    """One user-defined field of a record: only name and value (autotask-api.md section 9.3)."""

    name: str
    value: Scalar = None


Udfs = list[UdfWire] | dict[str, object] | str | None
"""The collection may be missing, `[]`, `{}` or an empty text: all mean no values."""


class CompanyWire(msgspec.Struct, frozen=True, gc=False):
    """A record of `Companies`, as far as the report needs it."""

    id: Id
    name: str = msgspec.field(name="companyName")
    type: int | str = msgspec.field(name="companyType")
    number: str | None = msgspec.field(name="companyNumber", default=None)
    is_active: Scalar = msgspec.field(name="isActive", default=None)
    udfs: Udfs = msgspec.field(name="userDefinedFields", default=None)

    def __str__(self) -> str:
        """Name the record as a message does."""
        return f"company {self.id}"


class ContactWire(msgspec.Struct, frozen=True, gc=False):
    """A record of `Contacts`, as far as the report needs it."""

    id: Id
    company_id: Id = msgspec.field(name="companyID")
    first_name: str | None = msgspec.field(name="firstName", default=None)
    last_name: str | None = msgspec.field(name="lastName", default=None)
    email: str | None = msgspec.field(name="emailAddress", default=None)
    email2: str | None = msgspec.field(name="emailAddress2", default=None)
    email3: str | None = msgspec.field(name="emailAddress3", default=None)
    is_active: Scalar = msgspec.field(name="isActive", default=None)
    udfs: Udfs = msgspec.field(name="userDefinedFields", default=None)

    def __str__(self) -> str:
        """Name the record as a message does."""
        return f"contact {self.id}"


class DefinitionWire(msgspec.Struct, frozen=True):
    """A record of `UserDefinedFieldDefinitions`: the only place with a UDF's number."""

    id: Id
    name: str
    type: int | str | None = msgspec.field(name="udfType", default=None)


class PageDetailsWire(msgspec.Struct, frozen=True):
    """How a query goes on; `count` and `requestCount` are no totals (section 6)."""

    next_page: str | None = msgspec.field(name="nextPageUrl", default=None)


class QueryWire(msgspec.Struct, Generic[T], frozen=True):
    """One page of a query."""

    items: list[T]
    details: PageDetailsWire | None = msgspec.field(name="pageDetails", default=None)

    @property
    def next_page(self) -> str:
        """Address of the next page; empty at the end."""
        return (self.details.next_page or "") if self.details else ""


class CountWire(msgspec.Struct, frozen=True):
    """The answer of `/query/count`: the only total there is."""

    count: int = msgspec.field(name="queryCount")


class ZoneWire(msgspec.Struct, frozen=True):
    """The answer of zone discovery (section 2)."""

    url: str
    name: str | None = msgspec.field(name="zoneName", default=None)
    web_url: str | None = msgspec.field(name="webUrl", default=None)


class ThresholdWire(msgspec.Struct, frozen=True):
    """The answer of `ThresholdInformation` (section 7); in another form it is only not understood."""

    used: Scalar = msgspec.field(name="currentTimeframeRequestCount", default=None)
    limit: Scalar = msgspec.field(name="externalRequestThreshold", default=None)


class PicklistWire(msgspec.Struct, frozen=True):
    """One entry of a list: the code is a text here and a number in records (section 9.4)."""

    value: str | int
    label: str | None = None
    is_active: bool | None = msgspec.field(name="isActive", default=None)


class FieldWire(msgspec.Struct, frozen=True):
    """What Autotask says of one field, built-in or user-defined."""

    name: str
    type: str | None = None
    length: int | None = None
    is_list: bool | None = msgspec.field(name="isPickList", default=None)
    is_reference: bool | None = msgspec.field(name="isReference", default=None)
    values: list[PicklistWire] | None = msgspec.field(name="picklistValues", default=None)


class FieldsWire(msgspec.Struct, frozen=True):
    """The answer of `entityInformation/fields` and `.../userDefinedFields`."""

    fields: list[FieldWire]


_SIDE: Final = Side.AUTOTASK
COMPANIES: Final = JsonReader(
    QueryWire[CompanyWire],
    side=_SIDE,
    what="companies",
    records=Records(key="items", one="company", once=("id", "companyName", "companyType")),
)
CONTACTS: Final = JsonReader(
    QueryWire[ContactWire],
    side=_SIDE,
    what="contacts",
    records=Records(key="items", one="contact", once=("id", "companyID")),
)
DEFINITIONS: Final = JsonReader(
    QueryWire[DefinitionWire],
    side=_SIDE,
    what="UDF definitions",
    records=Records(key="items", one="UDF definition"),
)
COUNT: Final = JsonReader(CountWire, side=_SIDE, what="a count")
ZONE: Final = JsonReader(ZoneWire, side=_SIDE, what="its zone information")
THRESHOLD: Final = JsonReader(ThresholdWire, side=_SIDE, what="its count of requests")
FIELDS: Final = JsonReader(
    FieldsWire,
    side=_SIDE,
    what="its description of fields",
    records=Records(key="fields", one="field", id_key="name"),
)


def company_from(wire: CompanyWire, *, exclude_udf: str) -> Company:
    """Return the company; `exclude_udf` names the UDF whose value may exclude it, or is empty."""
    return Company(
        id=CompanyId(wire.id),
        name=wire.name,
        number=wire.number or "",
        exclude_value=udf_value(wire.udfs, exclude_udf, of=wire) if exclude_udf else None,
    )


def contact_from(wire: ContactWire, *, udf: str) -> Contact:
    """Return the contact with its value of the contact UDF."""
    return Contact(
        id=ContactId(wire.id),
        company_id=CompanyId(wire.company_id),
        first_name=wire.first_name or "",
        last_name=wire.last_name or "",
        emails=_addresses(wire.email, wire.email2, wire.email3),
        is_active=activity(wire.is_active, of=wire),
        udf_value=udf_value(wire.udfs, udf, of=wire),
    )


def _addresses(*fields: str | None) -> tuple[str, ...]:
    """Return the addresses, each in its place, as an update of the contact must give them back."""
    found = [email if email and email.strip() else "" for email in fields]
    while found and not found[-1]:
        found.pop()
    return tuple(found)


def activity(value: Scalar, *, of: object) -> bool | None:
    """Read `isActive` in every form that was seen; None where Autotask does not say (section 11)."""
    if isinstance(value, int) and value in (0, 1):  # true and false are 1 and 0
        return bool(value)
    if value is None or value == "":
        return None
    folded = str(value).strip().casefold()
    if folded in _TRUE:
        return True
    if folded in _FALSE:
        return False
    raise _unexpected(of, "isActive", folded)


def udf_value(udfs: Udfs, name: str, *, of: object) -> str | None:
    """Return the value of the UDF of exactly this name; None where the record has none."""
    if not udfs:
        return None
    if not isinstance(udfs, list):
        raise _unexpected(of, "userDefinedFields", str(udfs))
    for udf in udfs:
        if udf.name == name:
            return None if udf.value is None else _as_text(udf.value)
    return None


def _as_text(value: Scalar) -> str:
    """Return a UDF value as text; Autotask documents texts only, so other kinds are put as JSON would."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _unexpected(of: object, field: str, value: str) -> DataError:
    return DataError(
        f"{_SIDE} sent {of} in an unexpected form, in `{field}`: {visible(value[:_LONGEST_QUOTE])}.",
        hint=f"Look at it in {_SIDE}; if it looks right there, the API has changed.",
        side=_SIDE,
    )
