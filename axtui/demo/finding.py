"""What a query finds among the records of an entity, and the pages in which it is sent."""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from axtui.demo.conditions import IdRange, changed_since, id_range, others, owners
from axtui.demo.entity import UDF_KEY, Entity, Query
from axtui.demo.http import encoded
from axtui.demo.query import ABSENT, Json, Refusal, Test, test_of

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Records as they travel, each as its JSON text, and the ids at which this and the next page begin."""

    items: list[str]
    first_id: int
    next_id: int | None


def found(entity: Entity[Record], query: Query) -> tuple[Sequence[int], IdRange]:
    """Return the ids that a query finds but for its conditions on ids, rising, and what those allow."""
    test = test_of(query.conditions, entity.vocabulary)
    rest = others(query.conditions)
    bounds = id_range(query.conditions)
    if not rest:
        return entity.records.ids, bounds
    few = _few(entity, rest)
    if few is not None:
        return [key for key in few if test(entity.records.row(key))], bounds
    return _matches(entity, rest), bounds


def _few(entity: Entity[Record], rest: Json) -> Sequence[int] | None:
    """Return few ids among which all that fit must be, or None where no short cut leads to them."""
    moment = changed_since(rest, entity.modified_field)
    if moment is not None:
        return entity.records.changed_since(moment)
    whose = owners(rest, entity.owner_field)
    if whose is None or entity.owned_by is None:
        return None
    return sorted({key for owner in whose for key in entity.owned_by(owner)})


@dataclass(slots=True)
class _Matches:
    """Which records conditions hold for, kept up to date change by change."""

    ids: list[int]
    upto: int
    """So many changes of the journal are told in `ids`."""


def _matches(entity: Entity[Record], rest: Json) -> Sequence[int]:
    """Find what conditions hold for: every record is looked at once, and later only what has changed."""
    records = entity.records
    test = test_of(rest, entity.vocabulary)
    kept: dict[int, Any] = records.memory(("matches", entity.shape, json.dumps(rest, sort_keys=True)))
    matches: _Matches | None = kept.get(_WHOLE)
    if matches is None:
        ids = [key for key in records.ids if test(records.row(key))]
        kept[_WHOLE] = _Matches(ids, len(records.journal))
        return ids
    for key in set(records.journal[matches.upto :]):
        _update(matches.ids, key, holds=_holds(entity, test, key))
    matches.upto = len(records.journal)
    return matches.ids


_WHOLE: Final = -1
"""No record's id, so that no change of a record makes the memory of all forget."""


def _holds(entity: Entity[Record], test: Test[Record], key: int) -> bool:
    record = entity.record_with(key)
    return record is not None and test(record)


def _update(ids: list[int], key: int, *, holds: bool) -> None:
    at = bisect_left(ids, key)
    is_there = at < len(ids) and ids[at] == key
    if holds and not is_there:
        ids.insert(at, key)
    if is_there and not holds:
        del ids[at]


def count(entity: Entity[Record], query: Query) -> int:
    """Return how many records a query finds."""
    ids, bounds = found(entity, query)
    return max(0, bisect_right(ids, bounds.most) - bisect_left(ids, bounds.least))


def page_of(
    entity: Entity[Record], query: Query, *, from_id: int | None, falling: bool = False, overlap: bool = False
) -> Page:
    """Return one page of what a query finds.

    `falling` turns the order round, `overlap` lets the page begin with the record before its first one.
    """
    names = _included_udfs(entity, query)
    ids, start = _in_order(entity, query, from_id=from_id, falling=falling, overlap=overlap)
    last = min(start + query.most, len(ids))
    next_id = ids[last] if last < len(ids) else None
    only = None if query.include is None else frozenset(name.lower() for name in query.include)
    if next_id is not None and only is not None and "id" not in only:
        raise Refusal("IncludeFields must contain id when the result has more than one page.")
    items = items_of(entity, ids[start:last], only=only, names=names)
    return Page(items=items, first_id=ids[start] if items else 0, next_id=next_id)


def _in_order(
    entity: Entity[Record], query: Query, *, from_id: int | None, falling: bool, overlap: bool
) -> tuple[Sequence[int], int]:
    """Return ids in the order of the pages, and the place among them where this page begins."""
    ids, bounds = found(entity, query)
    first, end = bisect_left(ids, bounds.least), bisect_right(ids, bounds.most)
    if falling:
        ids, from_id = [-key for key in reversed(ids[first:end])], None if from_id is None else -from_id
        start = 0 if from_id is None else bisect_left(ids, from_id)
        return [-key for key in ids], start
    start = first if from_id is None else max(first, bisect_left(ids, from_id))
    ids = ids if end == len(ids) else ids[:end]
    return ids, max(0, start - overlap)


def _included_udfs(entity: Entity[Record], query: Query) -> tuple[str, ...]:
    if query.include is None:
        return tuple(entity.udfs)
    known = entity.vocabulary.fields
    for name in query.include:
        if name.lower() not in known and name not in entity.udfs and name.lower() != UDF_KEY.lower():
            raise Refusal(f"Unable to find {name} in the {entity.name} Entity.")
    return tuple(name for name in query.include if name in entity.udfs)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A record as JSON, in the two parts from which pages are put together."""

    fields: str
    """Without the closing brace."""
    udfs: str = field(default="")
    """Empty where the record comes without the collection."""
    has_value: bool = False


def items_of(
    entity: Entity[Record], ids: Sequence[int], *, only: frozenset[str] | None, names: tuple[str, ...]
) -> list[str]:
    """Return records as JSON texts, made once for as long as they do not change.

    The UDFs are left out where no row has a value, as section 9.3 says, and empty where none was named.
    """
    known = entity.records.memory(("pieces", entity.shape, only, names))
    for key in ids:
        if key not in known:
            known[key] = _piece(entity, entity.records.row(key), only=only, names=names)
    pieces: list[_Piece] = [known[key] for key in ids]
    if only is not None and not names:
        return [_closed(piece.fields, f'"{UDF_KEY}":[]') for piece in pieces]
    if not any(piece.has_value for piece in pieces):
        return [_closed(piece.fields, "") for piece in pieces]
    return [_closed(piece.fields, piece.udfs) for piece in pieces]


def _piece(
    entity: Entity[Record], record: Record, *, only: frozenset[str] | None, names: tuple[str, ...]
) -> _Piece:
    values = entity.udf_values(record, names) if names else ABSENT
    return _Piece(
        encoded(entity.wire(record, only=only))[:-1],
        "" if values is ABSENT else f'"{UDF_KEY}":{encoded(values)}',
        any(entity.udfs[name](record) is not None for name in names),
    )


def _closed(fields: str, udfs: str) -> str:
    between = "," if udfs and fields != "{" else ""
    return f"{fields}{between}{udfs}}}"
