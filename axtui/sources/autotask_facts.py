"""What a tenant says of its own lists and user-defined fields, and whether that fits the configuration."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from axtui.core.errors import ConfigError, ConfigProblem
from axtui.core.models import FieldLimits, ListValue
from axtui.core.text import ignoring_case, visible, with_plain_spaces
from axtui.sources.autotask_wire import CompanyWire, DefinitionWire, FieldWire, activity, udf_value

_MOST_NAMES: Final = 12
_OWN_ORGANISATION: Final = 0
"""The tenant's own organisation is a real company with this id (autotask-api.md section 9.1)."""
_NUMBER: Final = re.compile(r"[0-9]{1,9}")
_NO_TEXT: Final = frozenset(
    {"boolean", "date", "datetime", "decimal", "double", "float", "integer", "int", "long", "number", "short"}
)


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

    def holds(self, record: CompanyWire) -> bool:
        """Say whether a company belongs in the report, whatever the server was asked to filter."""
        of = f"company {record.id}"
        if record.id == _OWN_ORGANISATION or all(str(record.type) != str(kind.id) for kind in self.types):
            return False
        if activity(record.is_active, of=of) is False:
            return False
        return not self.filter_udf or udf_value(record.udfs, self.filter_udf, of=of) in self.filter_values


@dataclass(frozen=True, slots=True, kw_only=True)
class Udf:
    """What Autotask knows of a user-defined field that the configuration names."""

    name: str
    entity: str
    """Whose field it is, for messages: `contacts` or `companies`."""
    exists: bool
    others: tuple[str, ...] = ()
    """Names of the other user-defined fields there are."""
    type: str = ""
    is_list: bool = False
    values: tuple[ListValue, ...] = ()
    """Entries of a list; empty for a text."""

    @property
    def kind(self) -> str:
        """What kind of field it is, in a word: `list`, `text`, or Autotask's own word."""
        if self.is_list:
            return "list"
        return visible(self.type) if self.type.lower() in _NO_TEXT else "text"

    def stored_forms(self, value: str) -> frozenset[str]:
        """Return what a record may hold for the value: itself, or what is stored for it as a label."""
        return frozenset({value}) | {entry.stored for entry in self.values if entry.display == value}

    def stored_for(self, value: str) -> str:
        """Return what records hold for the value, which may be a label; a text field stores what is typed."""
        meant = [entry.stored for entry in self.values if entry.display == value]
        is_label = bool(meant) and all(entry.stored != value for entry in self.values)
        return meant[0] if is_label else value

    def problem_with(self, value: str) -> str:
        """Say why the field cannot hold the value; empty when it can."""
        if not self.exists:
            return self.missing
        if self.kind not in ("list", "text"):
            return f"the UDF `{visible(self.name)}` of {self.entity} is a {self.kind} field, no list or text"
        if self.is_list and not any(value in (entry.stored, entry.display) for entry in self.values):
            known = _listed(entry.display for entry in self.values)
            return f"the list UDF `{visible(self.name)}` has no value `{visible(value)}`; it has {known}"
        return ""

    @property
    def missing(self) -> str:
        """Say that there is no such field, and which may be meant; empty when it exists."""
        if self.exists:
            return ""
        missing = f"Autotask has no UDF `{visible(self.name)}` for {self.entity}"
        if near := [other for other in self.others if _loosely(other) == _loosely(self.name)]:
            return f"{missing}, but one that differs in case or spaces: {_listed(near)}"
        return f"{missing}; it has {_listed(self.others)}"


def udf_named(name: str, *, entity: str, fields: Sequence[FieldWire]) -> Udf:
    """Look for the UDF of exactly this name."""
    others = tuple(field.name for field in fields if field.name != name)
    for field in fields:
        if field.name == name:
            return Udf(
                name=name,
                entity=entity,
                exists=True,
                others=others,
                type=field.type or "",
                is_list=bool(field.is_list),
                values=_values_of(field),
            )
    return Udf(name=name, entity=entity, exists=False, others=others)


def _values_of(field: FieldWire) -> tuple[ListValue, ...]:
    return tuple(
        ListValue(stored=str(entry.value), display=entry.label or str(entry.value))
        for entry in field.values or ()
    )


def company_scope(
    types: tuple[CompanyType, ...],
    fields: Sequence[FieldWire],
    *,
    exclude_udf: str,
    filter_udf: tuple[str, str] | None,
) -> CompanyScope:
    """Return which companies are read, checked against the UDFs that companies have."""
    if exclude_udf and (problem := udf_named(exclude_udf, entity="companies", fields=fields).missing):
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
        _loosely(entry.display): CompanyType(id=int(entry.stored), label=entry.display)
        for entry in _values_of(_field("companyType", fields))
        if _NUMBER.fullmatch(entry.stored)
    }
    unknown = [label for label in labels if _loosely(label) not in known]
    if unknown:
        labels_known = _listed(known_type.label for known_type in known.values())
        problem = f"Autotask has no company type {_listed(unknown)}; it has {labels_known}"
        raise unusable("company_types", problem)
    return tuple(known[_loosely(label)] for label in labels)


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
    entries = _values_of(_field("udfType", fields))
    exact = [entry.stored for entry in entries if _loosely(entry.display) in ("contact", "contacts")]
    loose = [entry.stored for entry in entries if "contact" in _loosely(entry.display)]
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


def _field(name: str, fields: Sequence[FieldWire]) -> FieldWire:
    folded = name.lower()
    return next((field for field in fields if field.name.lower() == folded), FieldWire(name=name))


def _loosely(text: str) -> str:
    return ignoring_case(with_plain_spaces(text))


def _listed(names: Iterable[str]) -> str:
    shown = [f"`{visible(name)}`" for name in names]
    if not shown:
        return "none"
    more = f" and {len(shown) - _MOST_NAMES} more" if len(shown) > _MOST_NAMES else ""
    return ", ".join(shown[:_MOST_NAMES]) + more
