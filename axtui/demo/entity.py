"""One Autotask entity behind the query endpoints, and a query as a client writes it."""

import json
import zlib
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, Protocol, TypeVar

from axtui.demo.query import ABSENT, MOST_RECORDS, EntityField, Json, Refusal, Vocabulary

Record = TypeVar("Record")
Record_co = TypeVar("Record_co", covariant=True)

UDF_KEY: Final = "userDefinedFields"
Wire = dict[str, Any]


class Records(Protocol[Record_co]):
    """Records by rising id, which may change from one request to the next."""

    @property
    def ids(self) -> Sequence[int]:
        """Every id there is, rising."""

    @property
    def journal(self) -> Sequence[int]:
        """The id of every change so far."""

    def row(self, key: int, /) -> Record_co:
        """Return the record with an id that is there."""

    def changed_since(self, moment: int, /) -> list[int]:
        """Return the ids of what was modified at a time or later, rising."""

    def memory(self, name: object, /) -> dict[int, Any]:
        """Return a memory by id that forgets what changes."""


class FixedRecords(Generic[Record]):
    """A few records that never change; each has an `id`."""

    def __init__(self, records: Iterable[Record]) -> None:
        found = {int(record.id): record for record in records}  # type: ignore[attr-defined]  # see above
        self._records = dict(sorted(found.items()))
        self.ids: Sequence[int] = tuple(self._records)
        self.journal: Sequence[int] = ()

    def row(self, key: int, /) -> Record:
        """Return the record with an id."""
        return self._records[key]

    def changed_since(self, _moment: int, /) -> list[int]:
        """Return everything: what never changes has no time of change to ask for."""
        return list(self.ids)

    def memory(self, _name: object, /) -> dict[int, Any]:
        """Return a memory for one request."""
        return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity(Generic[Record]):
    """The records of one kind, by rising id, and what may be asked of them."""

    name: str
    """In the singular, as error texts and metadata have it."""
    records: Records[Record]
    fields: tuple[EntityField[Record], ...]
    udfs: Mapping[str, Callable[[Record], str | None]]
    udf_form: Callable[[Record], object] = lambda _record: None
    """What stands in place of the list for a record without values: None for the list itself, or `ABSENT`."""
    owner_field: str = ""
    owned_by: Callable[[int], Sequence[int]] | None = None
    """The ids of an owner's records: a short cut for queries by owner."""
    modified_field: str = ""
    """The field that holds the time of change: a short cut for queries by it."""

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
        ids = self.records.ids
        place = bisect_left(ids, record_id)
        return self.records.row(record_id) if place < len(ids) and ids[place] == record_id else None

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

    @property
    def shape(self) -> tuple[object, ...]:
        """What decides, beside the records themselves, how they travel and what queries find."""
        return (self.name, *(each.name for each in self.fields), *self.udfs)


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
