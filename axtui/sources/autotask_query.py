"""Autotask's query language: a closed set of operators, since the server silently ignores an unknown one.

A wrong operator does not fail: all rows come back (autotask-api.md section 5).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

PAGE_SIZE: Final = 500
"""The most that `MaxRecords` takes; it is the size of a page, not of the result."""


MOST_VALUES: Final = 500
"""The most values of an `in`, which counts as so many OR conditions (autotask-api.md section 5)."""


class Operator(StrEnum):
    """Every operator that Autotask has and axtui needs."""

    EQUAL = "eq"
    GREATER = "gt"
    AT_LEAST = "gte"
    AT_MOST = "lte"
    IN = "in"


Value = str | int | bool | Sequence[int] | Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One entry of a filter; entries are AND-ed."""

    field: str
    operator: Operator
    value: Value

    def as_json(self) -> dict[str, object]:
        """Return the entry as it stands in a query's body."""
        return {"op": self.operator.value, "field": self.field, "value": self.value}


ALL: Final = Condition(field="id", operator=Operator.AT_LEAST, value=0)
"""Everything: a filter is mandatory, and `gt 0` would lose company 0."""


def within(after: int, up_to: int | None) -> tuple[Condition, ...]:
    """Return the conditions for records behind one id, up to another one, or to the end."""
    first = ALL if after < 0 else Condition(field="id", operator=Operator.GREATER, value=after)
    if up_to is None:
        return (first,)
    return first, Condition(field="id", operator=Operator.AT_MOST, value=up_to)


def since(field: str, moment: datetime) -> Condition:
    """Return the condition for records whose date is not earlier; dates are sent in UTC (section 5)."""
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00")
    return Condition(field=field, operator=Operator.AT_LEAST, value=text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is asked of one entity."""

    entity: str
    """Path of the entity, for example `Companies`."""
    conditions: tuple[Condition, ...] = ()
    fields: tuple[str, ...] = ()
    """Only these fields; empty for whole records, the one sure way to get user-defined fields (section 5)."""

    @property
    def path(self) -> str:
        """Where the query is posted."""
        return f"/{self.entity}/query"

    def count_body(self) -> dict[str, object]:
        """Return the body that counts the records."""
        return {"filter": self._filter(ALL)}

    def page_body(self, *bounds: Condition) -> dict[str, object]:
        """Return the body that reads one page of the records within these bounds; without any, of all."""
        body: dict[str, object] = {"MaxRecords": PAGE_SIZE, "filter": self._filter(*(bounds or (ALL,)))}
        return {**body, "IncludeFields": list(self.fields)} if self.fields else body

    def _filter(self, *bounds: Condition) -> list[dict[str, object]]:
        return [condition.as_json() for condition in (*bounds, *self.conditions)]
