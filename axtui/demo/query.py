"""Autotask's query language (autotask-api.md section 5): from the JSON of a query to a test for one record.

A wrong operator is dropped without a word and everything comes back; a wrong field is refused loudly. Both
are how the vendor's server behaves.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final, Generic, TypeVar

Record = TypeVar("Record")
Test = Callable[[Record], bool]
Json = Any  # type: ignore[explicit-any,unused-ignore]  # whatever a client sends

MOST_CONDITIONS: Final = 500
MOST_RECORDS: Final = 500
ABSENT: Final = object()
"""Read from a field whose key is missing in the record."""


class Refusal(Exception):  # noqa: N818  # an answer of the server, not an error of ours
    """The server says no; the text stands in the reply's `errors` list."""


class FieldKind(StrEnum):
    """What a field holds, in the words of the metadata."""

    LONG = "long"
    INTEGER = "integer"
    SHORT = "short"
    STRING = "string"
    BOOLEAN = "boolean"
    DATETIME = "datetime"


_NUMBERS: Final = frozenset({FieldKind.LONG, FieldKind.INTEGER, FieldKind.SHORT})


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityField(Generic[Record]):
    """A field of an entity: how it is called and how it is read from a record."""

    name: str
    kind: FieldKind
    read: Callable[[Record], object]
    length: int = 0
    picklist: tuple[tuple[str, str], ...] = ()
    """Values and labels; a value is always text here, although the record holds a number (section 9.4)."""
    is_required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary(Generic[Record]):
    """The names that a query may use for an entity."""

    entity: str
    fields: Mapping[str, EntityField[Record]]
    """By name in lower case."""
    udfs: Mapping[str, Callable[[Record], str | None]]
    """By exact name."""


def test_of(conditions: Sequence[Json], vocabulary: Vocabulary[Record]) -> Test[Record]:
    """Return a test that holds for a record when every condition does."""
    if _alternatives(conditions) > MOST_CONDITIONS:
        raise Refusal(f"The query is limited to {MOST_CONDITIONS} or fewer OR conditions.")
    if len(_udf_names(conditions)) > 1:
        raise Refusal("A query may use only one user-defined field.")
    return _all_of(_tests(conditions, vocabulary))


def _tests(conditions: Json, vocabulary: Vocabulary[Record]) -> list[Test[Record]]:
    if not isinstance(conditions, list):
        raise Refusal("A list of filter conditions is expected.")
    tests = [_test(condition, vocabulary) for condition in conditions]
    return [test for test in tests if test is not None]


def _test(condition: Json, vocabulary: Vocabulary[Record]) -> Test[Record] | None:
    """Return the test for one condition; None for an operator that the server does not know."""
    if not isinstance(condition, dict):
        raise Refusal("A filter condition must be an object.")
    parts = {str(key).lower(): value for key, value in condition.items()}
    operator = str(parts.get("op", "")).lower()
    if operator in ("and", "or"):
        tests = _tests(parts.get("items"), vocabulary)
        if not tests:
            return None
        return _all_of(tests) if operator == "and" else _any_of(tests)
    compare = _OPERATORS.get(operator)
    read, kind = _reader(parts, vocabulary)
    if compare is None:
        return None
    return compare(read, _operand(operator, parts.get("value"), kind), kind)


def _reader(
    parts: Mapping[str, Json], vocabulary: Vocabulary[Record]
) -> tuple[Callable[[Record], object], FieldKind]:
    name = str(parts.get("field", ""))
    if parts.get("udf") is True:
        udf = vocabulary.udfs.get(name)
        if udf is None:
            raise Refusal(f"Unable to find {name} in the {vocabulary.entity} Entity.")
        return udf, FieldKind.STRING
    found = vocabulary.fields.get(name.lower())
    if found is None:
        raise Refusal(f"Unable to find {name} in the {vocabulary.entity} Entity.")
    return found.read, found.kind


def _operand(operator: str, value: Json, kind: FieldKind) -> object:
    if operator in ("exist", "notexist"):
        return None
    if operator in ("in", "notin"):
        if not isinstance(value, list):
            raise Refusal(f"The operator {operator} needs a list of values.")
        return frozenset(_comparable(each, kind) for each in value)
    return _comparable(value, kind)


def _comparable(value: Json, kind: FieldKind) -> object:
    """Bring a value of a query or a record into the form in which values of its kind compare."""
    if kind is FieldKind.BOOLEAN:
        if not isinstance(value, bool):
            raise Refusal(f"The value {value!r:.50} is not a boolean.")
        return value
    if kind in _NUMBERS:
        return _number(value)
    if kind is FieldKind.DATETIME:
        return _moment(value)
    return str(value).lower()


def _number(value: Json) -> int:
    if str(value).lower() in ("true", "false"):
        return int(str(value).lower() == "true")
    try:
        return int(value)
    except (TypeError, ValueError):
        shown = f"{value!r:.50}"
        raise Refusal(f"Conversion failed when converting varchar value {shown} to data type int.") from None


def _moment(value: Json) -> datetime:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        raise Refusal(f"The value {value!r:.50} is not a date.") from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _all_of(tests: list[Test[Record]]) -> Test[Record]:
    return lambda record: all(test(record) for test in tests)


def _any_of(tests: list[Test[Record]]) -> Test[Record]:
    return lambda record: any(test(record) for test in tests)


def _comparison(
    holds: Callable[[Any, Any], bool],
) -> Callable[[Callable[[Any], object], object, FieldKind], Test[Any]]:
    """Return a maker of tests; a record without the value passes none of them, as in SQL."""

    def make(read: Callable[[Any], object], operand: object, kind: FieldKind) -> Test[Any]:
        def test(record: object) -> bool:
            value = read(record)
            return _is_there(value) and holds(_comparable(value, kind), operand)

        return test

    return make


def _existence(wanted: bool) -> Callable[[Callable[[Any], object], object, FieldKind], Test[Any]]:
    def make(read: Callable[[Any], object], _operand: object, _kind: FieldKind) -> Test[Any]:
        return lambda record: _is_there(read(record)) is wanted

    return make


def _is_there(value: object) -> bool:
    return value is not None and value is not ABSENT


_OPERATORS: Final = {
    "eq": _comparison(lambda value, operand: value == operand),
    "noteq": _comparison(lambda value, operand: value != operand),
    "gt": _comparison(lambda value, operand: value > operand),
    "gte": _comparison(lambda value, operand: value >= operand),
    "lt": _comparison(lambda value, operand: value < operand),
    "lte": _comparison(lambda value, operand: value <= operand),
    "beginswith": _comparison(lambda value, operand: str(value).startswith(str(operand))),
    "endswith": _comparison(lambda value, operand: str(value).endswith(str(operand))),
    "contains": _comparison(lambda value, operand: str(operand) in str(value)),
    "in": _comparison(lambda value, operand: value in operand),
    "notin": _comparison(lambda value, operand: value not in operand),
    "exist": _existence(True),
    "notexist": _existence(False),
}


def _parts(condition: Json) -> dict[str, Json]:
    return (
        {str(key).lower(): value for key, value in condition.items()} if isinstance(condition, dict) else {}
    )


def _alternatives(conditions: Json) -> int:
    """Return how many conditions the largest OR group has; the values of an `in` are such a group."""
    return max(map(_alternatives_in, map(_parts, conditions or [])), default=0)


def _alternatives_in(parts: Mapping[str, Json]) -> int:
    items, value = parts.get("items"), parts.get("value")
    if isinstance(value, list):
        return len(value)
    if not isinstance(items, list):
        return 1
    within = _alternatives(items)
    return max(len(items), within) if str(parts.get("op", "")).lower() == "or" else within


def _udf_names(conditions: Json) -> set[str]:
    names: set[str] = set()
    for parts in map(_parts, conditions if isinstance(conditions, list) else []):
        names |= _udf_names(parts.get("items"))
        if parts.get("udf") is True:
            names.add(str(parts.get("field")))
    return names
