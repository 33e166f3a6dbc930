"""How a person has arranged the report of one profile: saved filters, searches made, columns."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from axtui.core.column_choice import ColumnChoice
from axtui.core.notes import Note
from axtui.core.text import natural_key

MOST_SEARCHES: Final = 50
LONGEST_SEARCH: Final = 1_000
"""Characters; something longer was pasted by mistake."""
LONGEST_NAME: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedFilter:
    """A search that a person has given a name."""

    name: str
    query: str = ""
    """As it was typed."""
    note: Note | None = None
    """The note key that was set beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What is remembered of a profile; every change gives another value."""

    filters: tuple[SavedFilter, ...] = ()
    """In natural order of their names, which differ by more than case."""
    searches: tuple[str, ...] = ()
    """What was searched for, the latest last, nothing twice."""
    columns: ColumnChoice = field(default_factory=ColumnChoice)

    def with_columns(self, columns: ColumnChoice) -> View:
        """Show these columns."""
        return replace(self, columns=columns)

    def searched(self, query: str) -> View:
        """Add a search; one that was made before moves to the end."""
        query = query.strip()
        if not query or len(query) > LONGEST_SEARCH:
            return self
        others = (each for each in self.searches if each != query)
        return replace(self, searches=(*others, query)[-MOST_SEARCHES:])

    def without_searches(self, some: Container[str] | None = None) -> View:
        """Forget what was searched for, or some of it."""
        left = () if some is None else tuple(each for each in self.searches if each not in some)
        return replace(self, searches=left)

    def named(self, name: str) -> SavedFilter | None:
        """Return the filter of this name, however its letters are cased."""
        return next((each for each in self.filters if _is_same(each.name, name)), None)

    def saved(self, *kept: SavedFilter) -> View:
        """Keep filters, each in place of the one of the same name."""
        by_name = {each.name.casefold(): each for each in (*self.filters, *kept)}
        return replace(self, filters=_in_order(by_name.values()))

    def removed(self, name: str) -> View:
        """Drop the filter of this name; none is fine."""
        return replace(self, filters=tuple(each for each in self.filters if not _is_same(each.name, name)))

    def renamed(self, was: str, name: str) -> View:
        """Give a filter another name; nothing changes where there is none, or the name is another one's."""
        found, taken = self.named(was), self.named(name)
        if found is None or (taken is not None and taken is not found):
            return self
        return self.removed(was).saved(replace(found, name=name))


def _is_same(name: str, other: str) -> bool:
    return name.casefold() == other.casefold()


def _in_order(filters: Iterable[SavedFilter]) -> tuple[SavedFilter, ...]:
    return tuple(sorted(filters, key=lambda each: natural_key(each.name)))
