"""What the AND-ed conditions of a query say of ids, owners and times: the short cuts to what it finds.

Nothing but speed depends on this module: every record found by a short cut is still put to the whole test.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from axtui.demo.query import Json

_HIGHEST: Final = 1 << 63


@dataclass(frozen=True, slots=True, kw_only=True)
class IdRange:
    """The ids that a query allows, both ends included."""

    least: int = 0
    most: int = _HIGHEST

    def within(self, other: "IdRange") -> "IdRange":
        """Return what both allow."""
        return IdRange(least=max(self.least, other.least), most=min(self.most, other.most))


def id_range(conditions: Json) -> IdRange:
    """Return the ids that the AND-ed conditions allow, as far as they say so."""
    allowed = IdRange()
    for parts in _parts(conditions):
        allowed = allowed.within(_range_of(parts) or IdRange())
    return allowed


def others(conditions: Json) -> list[Json]:
    """Return the conditions that `id_range` does not tell in full."""
    if not isinstance(conditions, list):
        return []
    return [each for each in conditions if not isinstance(each, dict) or _range_of(_lower(each)) is None]


def owners(conditions: Json, field: str) -> tuple[int, ...] | None:
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


def changed_since(conditions: Json, field: str) -> int | None:
    """Return the time, in milliseconds, since which the AND-ed conditions want changes; None without one."""
    for parts in _parts(conditions):
        name, operator = _names(parts)
        if field and name == field.lower() and operator in ("gt", "gte"):
            return _moment(parts.get("value"))
    return None


def _moment(value: Json) -> int | None:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return int(moment.timestamp() * 1_000)


def _range_of(parts: Mapping[str, Json]) -> IdRange | None:
    """Return what one condition allows; None where it is about something else, or not about ids alone."""
    name, operator = _names(parts)
    value = parts.get("value")
    if name != "id" or parts.get("udf") is True:
        return None
    if operator == "exist":
        return IdRange()
    if not isinstance(value, int):
        return None
    match operator:
        case "gt":
            return IdRange(least=value + 1)
        case "gte":
            return IdRange(least=value)
        case "lt":
            return IdRange(most=value - 1)
        case "lte":
            return IdRange(most=value)
        case "eq":
            return IdRange(least=value, most=value)
        case _:
            return None


def _parts(conditions: Json) -> Iterator[Mapping[str, Json]]:
    """Yield the AND-ed conditions on ordinary fields, keys in lower case."""
    for condition in conditions if isinstance(conditions, list) else []:
        if isinstance(condition, dict):
            parts = _lower(condition)
            if parts.get("udf") is not True:
                yield parts


def _lower(condition: Mapping[str, Json]) -> dict[str, Json]:
    return {str(key).lower(): value for key, value in condition.items()}


def _names(parts: Mapping[str, Json]) -> tuple[str, str]:
    return str(parts.get("field", "")).lower(), str(parts.get("op", "")).lower()
