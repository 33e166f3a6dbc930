"""What a tenant says of its own lists, fields and limits, and whether that fits the configuration."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from axtui.core.errors import ConfigError, ConfigProblem
from axtui.core.models import FieldLimits
from axtui.sources.autotask_udfs import list_values, listed, loosely, udf_named
from axtui.sources.autotask_wire import (
    CompanyWire,
    DefinitionWire,
    FieldWire,
    Scalar,
    ThresholdWire,
    activity,
    udf_value,
)

_OWN_ORGANISATION: Final = 0
"""The tenant's own organisation is a real company with this id (autotask-api.md section 9.1)."""
_NUMBER: Final = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyType:
    """One entry of the company-type list: the code that records hold, and its label."""

    id: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyScope:
    """Which companies belong in the report (PRODUCT.md section 1)."""

    types: tuple[CompanyType, ...]
    exclude_udf: str = ""
    """The UDF whose value may exclude a company; such a company is read all the same."""
    filter_udf: str = ""
    """The UDF that must hold one of these values; empty for no filter."""
    filter_values: frozenset[str] = frozenset()

    @property
    def needs_udfs(self) -> bool:
        """Whether companies must be read with their user-defined fields."""
        return bool(self.exclude_udf or self.filter_udf)

    def counts(self, record: CompanyWire) -> bool:
        """Say whether the server counts a company when it is asked for active ones of these types."""
        return self._is_of_type(record) and activity(record.is_active, of=record) is not False

    def holds(self, record: CompanyWire) -> bool:
        """Say whether a company belongs in the report, whatever the server was asked to filter."""
        if record.id == _OWN_ORGANISATION or not self.counts(record):
            return False
        return not self.filter_udf or udf_value(record.udfs, self.filter_udf, of=record) in self.filter_values

    def _is_of_type(self, record: CompanyWire) -> bool:
        for kind in self.types:  # noqa: SIM110  # any() takes three times as long, and there are many companies
            if kind.id == record.type or str(kind.id) == record.type:
                return True
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """How many requests all integrations of the tenant have made within the hour (section 7)."""

    used: int
    limit: int


def company_scope(
    types: tuple[CompanyType, ...],
    fields: Sequence[FieldWire],
    *,
    exclude_udf: str,
    filter_udf: tuple[str, str] | None,
) -> CompanyScope:
    """Return which companies are read, checked against the UDFs that companies have."""
    if exclude_udf and (problem := udf_named(exclude_udf, entity="companies", fields=fields).unreadable):
        raise unusable("company_exclude_udf", problem)
    if filter_udf is None:
        return CompanyScope(types=types, exclude_udf=exclude_udf)
    name, value = filter_udf
    udf = udf_named(name, entity="companies", fields=fields)
    if problem := udf.problem_with(value):
        raise unusable("company_filter_udf", problem)
    values = udf.stored_forms(value)
    return CompanyScope(types=types, exclude_udf=exclude_udf, filter_udf=name, filter_values=values)


def company_types(labels: Sequence[str], fields: Sequence[FieldWire]) -> tuple[CompanyType, ...]:
    """Return the company types of these labels; an unknown one is an error that lists the known ones."""
    known = {
        loosely(entry.display): CompanyType(id=int(entry.stored), label=entry.display)
        for entry in list_values(_field("companyType", fields))
        if _NUMBER.fullmatch(entry.stored)
    }
    unknown = [label for label in labels if loosely(label) not in known]
    if unknown:
        labels_known = listed(known_type.label for known_type in known.values())
        problem = f"Autotask has no company type {listed(unknown)}; it has {labels_known}"
        raise unusable("company_types", problem)
    return tuple(known[loosely(label)] for label in labels)


def contact_limits(fields: Sequence[FieldWire]) -> FieldLimits:
    """Return how much the contact fields of an import hold; documented lengths where Autotask names none."""
    usual = FieldLimits()
    return FieldLimits(
        first_name=_field("firstName", fields).length or usual.first_name,
        last_name=_field("lastName", fields).length or usual.last_name,
        email=_field("emailAddress", fields).length or usual.email,
    )


def contact_udf_type(fields: Sequence[FieldWire]) -> str:
    """Return the code of `udfType` that means contacts, by its label: the number is not documented."""
    entries = list_values(_field("udfType", fields))
    exact = [entry.stored for entry in entries if loosely(entry.display) in ("contact", "contacts")]
    loose = [entry.stored for entry in entries if "contact" in loosely(entry.display)]
    return next(iter(exact or (loose if len(loose) == 1 else [])), "")


def udf_id(name: str, definitions: Iterable[DefinitionWire], contact_type: str) -> int | None:
    """Return the number of the contact UDF of exactly this name; None where it cannot be told.

    The server compares names without regard to case, and other entities may have a UDF of the same name.
    """
    named = [definition for definition in definitions if definition.name == name]
    if contact_type:
        named = [definition for definition in named if str(definition.type) == contact_type]
    return named[0].id if len(named) == 1 else None


def unusable(key: str, problem: str) -> ConfigError:
    """Return the error for a setting that the tenant contradicts."""
    return ConfigError(
        f"The setting `{key}` does not fit this Autotask tenant: {problem}.",
        hint="Change the setting, or ask whoever administers Autotask.",
        problems=(ConfigProblem(key=key, message=problem),),
    )


def threshold(found: ThresholdWire) -> Threshold | None:
    """Return what the tenant has used of its hour; None where Autotask does not say it in numbers."""
    used, limit = _whole(found.used), _whole(found.limit)
    return None if used is None or limit is None or limit <= 0 else Threshold(used=used, limit=limit)


def _whole(value: Scalar) -> int | None:
    text = "" if isinstance(value, bool) else str(value)
    return int(text) if _NUMBER.fullmatch(text) else None


def _field(name: str, fields: Sequence[FieldWire]) -> FieldWire:
    folded = name.lower()
    return next((field for field in fields if field.name.lower() == folded), FieldWire(name=name))
