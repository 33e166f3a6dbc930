"""One Autotask entity behind the query endpoints: which records a query finds, and how a page is cut."""

import base64
import binascii
import json
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from axtui.demo.query import ABSENT, MOST_RECORDS, EntityField, Json, Refusal, Vocabulary, test_of

Record = TypeVar("Record")

UDF_KEY: Final = "userDefinedFields"
Wire = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity(Generic[Record]):
    """The records of one kind, by rising id, and what may be asked of them."""

    name: str
    """In the singular, as error texts and metadata have it."""
    rows: Sequence[Record]
    fields: tuple[EntityField[Record], ...]
    place_from: Callable[[int], int]
    """The place of the first record whose id is not below a number."""
    udfs: Mapping[str, Callable[[Record], str | None]]
    udf_form: Callable[[Record], object] = lambda _record: None
    """What stands in place of the list for a record without values: None for the list itself, or `ABSENT`."""
    owner_field: str = ""
    places_of_owner: Callable[[int], Sequence[int]] | None = None
    """A short cut for queries by owner; nothing but speed depends on it."""

    @property
    def vocabulary(self) -> Vocabulary[Record]:
        """The names that a query may use."""
        return Vocabulary(
            entity=self.name,
            fields={each.name.lower(): each for each in self.fields},
            udfs=self.udfs,
        )

    def record_with(self, record_id: int) -> Record | None:
        """Return the record with an id."""
        place = self.place_from(record_id)
        if place >= len(self.rows) or self.fields[0].read(self.rows[place]) != record_id:
            return None
        return self.rows[place]

    def wire(self, record: Record, *, only: frozenset[str] | None = None) -> Wire:
        """Return a record as it travels, all fields or some (names in lower case)."""
        fields = (each for each in self.fields if only is None or each.name.lower() in only)
        values = ((each.name, each.read(record)) for each in fields)
        return {name: value for name, value in values if value is not ABSENT}

    def udf_values(self, record: Record, names: Sequence[str]) -> object:
        """Return the list of a record's UDFs, or what stands in its place."""
        values = [{"name": name, "value": self.udfs[name](record)} for name in names]
        if any(each["value"] is not None for each in values):
            return values
        instead = self.udf_form(record)
        return values if instead is None else instead


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A query as the client wrote it, checked for its form."""

    conditions: Json
    most: int
    include: tuple[str, ...] | None
    digest: int
    """Tells one query from another; a cursor belongs to one."""

    @classmethod
    def of(cls, text: bytes | str) -> "Query":
        """Read the JSON of a query."""
        try:
            value = json.loads(text or "{}")
        except ValueError:
            raise Refusal("The query is not valid JSON.") from None
        if not isinstance(value, dict):
            raise Refusal("A query must be an object.")
        parts = {str(key).lower(): each for key, each in value.items()}
        if not parts.get("filter"):
            raise Refusal("A filter is required.")
        most = parts.get("maxrecords", MOST_RECORDS)
        if not isinstance(most, int) or not 1 <= most <= MOST_RECORDS:
            raise Refusal(f"maxCountOfRecordsToReturn must be between 1 and {MOST_RECORDS}.")
        include = parts.get("includefields")
        canonical = json.dumps(parts, sort_keys=True)
        return cls(
            conditions=parts["filter"],
            most=most,
            include=tuple(map(str, include)) if include else None,
            digest=zlib.crc32(canonical.encode()),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of records as they travel, and the id at which the next one begins."""

    items: list[Wire]
    next_id: int | None


def matching(entity: Entity[Record], query: Query, *, from_id: int | None = None) -> Iterator[Record]:
    """Yield the records that a query finds, by rising id."""
    holds = test_of(query.conditions, entity.vocabulary)
    least = max(_least_id(query.conditions), from_id or 0)
    first = entity.place_from(least)
    return (record for record in map(entity.rows.__getitem__, _places(entity, query, first)) if holds(record))


def _places(entity: Entity[Record], query: Query, first: int) -> Sequence[int]:
    owners = _owners(query.conditions, entity.owner_field)
    if owners is None or entity.places_of_owner is None or not entity.rows:
        return range(first, len(entity.rows))
    places = {place for owner in owners for place in entity.places_of_owner(owner)}
    return sorted(place for place in places if place >= first)


def count(entity: Entity[Record], query: Query) -> int:
    """Return how many records a query finds."""
    if _is_about_ids_only(query.conditions):
        test_of(query.conditions, entity.vocabulary)
        return max(0, len(entity.rows) - entity.place_from(_least_id(query.conditions)))
    return sum(1 for _ in matching(entity, query))


def page_of(entity: Entity[Record], query: Query, *, from_id: int | None) -> Page:
    """Return one page of what a query finds."""
    names = _included_udfs(entity, query)
    only = None if query.include is None else frozenset(name.lower() for name in query.include)
    found: list[Record] = []
    next_id = None
    for record in matching(entity, query, from_id=from_id):
        if len(found) == query.most:
            next_id = _id_of(entity, record)
            break
        found.append(record)
    if next_id is not None and only is not None and "id" not in only:
        raise Refusal("IncludeFields must contain id when the result has more than one page.")
    items = [entity.wire(record, only=only) for record in found]
    _add_udfs(entity, query, names, found, items)
    return Page(items=items, next_id=next_id)


def _included_udfs(entity: Entity[Record], query: Query) -> tuple[str, ...]:
    if query.include is None:
        return tuple(entity.udfs)
    known = entity.vocabulary.fields
    for name in query.include:
        if name.lower() not in known and name not in entity.udfs and name.lower() != UDF_KEY.lower():
            raise Refusal(f"Unable to find {name} in the {entity.name} Entity.")
    return tuple(name for name in query.include if name in entity.udfs)


def _add_udfs(
    entity: Entity[Record], query: Query, names: Sequence[str], found: list[Record], items: list[Wire]
) -> None:
    """Leave the collection out where no row has a value, as section 9.3 says; empty where none was named."""
    if query.include is not None and not names:
        for item in items:
            item[UDF_KEY] = []
        return
    if not any(entity.udfs[name](record) is not None for record in found for name in names):
        return
    for item, record in zip(items, found, strict=True):
        values = entity.udf_values(record, names)
        if values is not ABSENT:
            item[UDF_KEY] = values


def cursor(query: Query, *, next_id: int, method: str) -> str:
    """Return the token of a next page; it remembers the query and the method that began it."""
    text = json.dumps({"nextId": next_id, "pageSize": query.most, "digest": query.digest, "method": method})
    return base64.urlsafe_b64encode(text.encode()).decode()


def opened_cursor(token: str) -> Mapping[str, Any]:
    """Return what a token says."""
    try:
        value = json.loads(base64.urlsafe_b64decode(token.encode()))
    except (ValueError, binascii.Error):
        raise Refusal("The paging token is not valid.") from None
    if not isinstance(value, dict):
        raise Refusal("The paging token is not valid.")
    return value


def _id_of(entity: Entity[Record], record: Record) -> int:
    value = entity.fields[0].read(record)
    if not isinstance(value, int):
        raise TypeError("the first field of an entity is its id")
    return value


def _parts(conditions: Json) -> Iterator[Mapping[str, Json]]:
    """Yield the AND-ed conditions on ordinary fields, keys in lower case."""
    for condition in conditions if isinstance(conditions, list) else []:
        if isinstance(condition, dict):
            parts = {str(key).lower(): value for key, value in condition.items()}
            if parts.get("udf") is not True:
                yield parts


def _names(parts: Mapping[str, Json]) -> tuple[str, str]:
    return str(parts.get("field", "")).lower(), str(parts.get("op", "")).lower()


def _least_id(conditions: Json) -> int:
    """Return the lowest id that the AND-ed conditions allow, as far as they say so."""
    least = 0
    for parts in _parts(conditions):
        name, operator = _names(parts)
        value = parts.get("value")
        if name == "id" and isinstance(value, int) and operator in ("gt", "gte", "eq"):
            least = max(least, value + (operator == "gt"))
    return least


def _owners(conditions: Json, field: str) -> tuple[int, ...] | None:
    """Return the owners that the AND-ed conditions demand by `eq` or `in`; None where they do not."""
    for parts in _parts(conditions):
        name, operator = _names(parts)
        value = parts.get("value")
        values = value if operator == "in" else [value] if operator == "eq" else None
        if (
            name == field.lower()
            and isinstance(values, list)
            and all(isinstance(each, int) for each in values)
        ):
            return tuple(values)
    return None


def _is_about_ids_only(conditions: Json) -> bool:
    return isinstance(conditions, list) and all(
        isinstance(condition, dict)
        and _names({str(key).lower(): value for key, value in condition.items()})
        in (("id", "gt"), ("id", "gte"), ("id", "exist"))
        for condition in conditions
    )
