"""Autotask's query language: a closed set of operators, since the server silently ignores an unknown one.

A wrong operator does not fail: all rows come back (autotask-api.md section 5).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

PAGE_SIZE: Final = 500
"""The most that `MaxRecords` takes; it is the size of a page, not of the result."""


class Operator(StrEnum):
    """Every operator that Autotask has and axtui needs."""

    EQUAL = "eq"
    GREATER = "gt"
    AT_LEAST = "gte"
    IN = "in"


Value = str | int | bool | Sequence[int]


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


def after(record_id: int) -> Condition:
    """Return the condition for records behind this id."""
    return Condition(field="id", operator=Operator.GREATER, value=record_id)


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

    def page_body(self, start: Condition = ALL) -> dict[str, object]:
        """Return the body that reads one page of the records from this start."""
        body: dict[str, object] = {"MaxRecords": PAGE_SIZE, "filter": self._filter(start)}
        return {**body, "IncludeFields": list(self.fields)} if self.fields else body

    def _filter(self, start: Condition) -> list[dict[str, object]]:
        return [condition.as_json() for condition in (start, *self.conditions)]
