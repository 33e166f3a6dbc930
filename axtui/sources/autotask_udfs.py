"""User-defined fields: whether one that the configuration names can carry what it is meant to carry."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from axtui.core.models import ListValue
from axtui.core.text import ignoring_case, visible, with_plain_spaces
from axtui.sources.autotask_wire import FieldWire

_MOST_NAMES: Final = 12
_NO_TEXT: Final = frozenset(
    {"boolean", "date", "datetime", "decimal", "double", "float", "integer", "int", "long", "number", "short"}
)


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
    length: int = 0
    """Characters that a text holds; 0 where Autotask does not say."""
    is_list: bool = False
    is_reference: bool = False
    values: tuple[ListValue, ...] = ()
    """Entries of a list; empty for a text."""
    inactive: frozenset[str] = frozenset()
    """Stored forms of the entries that can no longer be chosen."""

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
        meant = self._shown_as(value)
        is_label = bool(meant) and all(entry.stored != value for entry in self.values)
        return meant[0] if is_label else value

    def problem_with(self, value: str) -> str:
        """Say why the field cannot hold the value; empty when it can."""
        if problem := self.unreadable:
            return problem
        if self.kind not in ("list", "text"):
            return f"{self._called} is a {self.kind} field; it must be a list or a text field"
        return self._problem_in_list(value) if self.is_list else self._problem_in_text(value)

    @property
    def unreadable(self) -> str:
        """Say why the field cannot be read at all; empty when it can (section 5: two kinds never can)."""
        if not self.exists:
            return self.missing
        if self.is_reference:
            return f"{self._called} refers to other records, which Autotask's API does not support"
        if "multi" in self.type.lower():
            return (
                f"{self._called} takes several values at once, which Autotask's API does not support; "
                "a list of which one is chosen would do"
            )
        return ""

    @property
    def missing(self) -> str:
        """Say that there is no such field, and which may be meant; empty when it exists."""
        if self.exists:
            return ""
        missing = f"Autotask has no UDF `{visible(self.name)}` for {self.entity}"
        if near := [other for other in self.others if loosely(other) == loosely(self.name)]:
            return f"{missing}, but one that differs in case or spaces: {listed(near)}"
        return f"{missing}; it has {listed(self.others)}"

    @property
    def _called(self) -> str:
        return f"the UDF `{visible(self.name)}` of {self.entity}"

    def _problem_in_list(self, value: str) -> str:
        if not any(value in (entry.stored, entry.display) for entry in self.values):
            return self._no_such_value(value)
        stored = self.stored_for(value)
        if all(entry.stored != value for entry in self.values) and len(self._shown_as(value)) > 1:
            return f"the list UDF `{visible(self.name)}` shows several values as `{visible(value)}`"
        if stored in self.inactive:
            return f"the value `{visible(value)}` of the list UDF `{visible(self.name)}` is inactive"
        return ""

    def _no_such_value(self, value: str) -> str:
        missing = f"the list UDF `{visible(self.name)}` has no value `{visible(value)}`"
        near = [
            form
            for entry in self.values
            for form in dict.fromkeys((entry.display, entry.stored))
            if loosely(form) == loosely(value)
        ]
        if near:
            return f"{missing}, but one that differs in case or spaces: {listed(near)}"
        return f"{missing}; it has {listed(entry.display for entry in self.values)}"

    def _problem_in_text(self, value: str) -> str:
        if self.length and len(value) > self.length:
            return f"{self._called} holds {self.length} characters, fewer than `{visible(value)}` has"
        return ""

    def _shown_as(self, label: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(entry.stored for entry in self.values if entry.display == label))


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
                length=field.length or 0,
                is_list=bool(field.is_list),
                is_reference=bool(field.is_reference),
                values=list_values(field),
                inactive=frozenset(
                    str(entry.value) for entry in field.values or () if entry.is_active is False
                ),
            )
    return Udf(name=name, entity=entity, exists=False, others=others)


def list_values(field: FieldWire) -> tuple[ListValue, ...]:
    """Return the entries of a list field."""
    return tuple(
        ListValue(stored=str(entry.value), display=entry.label or str(entry.value))
        for entry in field.values or ()
    )


def loosely(text: str) -> str:
    """Return the text without case and odd spaces, as a near miss is found."""
    return ignoring_case(with_plain_spaces(text))


def listed(names: Iterable[str]) -> str:
    """Return names in a sentence: at most a dozen, and how many more there are."""
    shown = [f"`{visible(name)}`" for name in names]
    if not shown:
        return "none"
    more = f" and {len(shown) - _MOST_NAMES} more" if len(shown) > _MOST_NAMES else ""
    return ", ".join(shown[:_MOST_NAMES]) + more
