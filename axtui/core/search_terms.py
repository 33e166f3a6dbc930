"""The terms of a search: what is looked for, where, and what one term says about another."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from axtui.core.cells import Column
from axtui.core.notes import Note
from axtui.core.search_pattern import Pattern
from axtui.core.text import folded_for_search


class Extra(StrEnum):
    """Places to look in that are no single column of the report."""

    ANYWHERE = "anywhere"
    """Every column, but not the reasons."""
    REASON = "reason"
    """Codes and texts of the reasons."""


Place = Column | Extra

PLACE_WORDS: Final[dict[str, Place]] = {**{column.value: column for column in Column}, "reason": Extra.REASON}
"""What may stand before the colon of `column:term`."""

_SUBJECTS: Final[dict[Place, tuple[str, str]]] = {
    Extra.ANYWHERE: ("any column", "no column"),
    Extra.REASON: ("a reason", "no reason"),
    Column.FIRST: ("first name", ""),
    Column.LAST: ("last name", ""),
    Column.CUSTOMER: ("Xero customer", ""),
    Column.CONTACT: ("accounts contact", ""),
    Column.EMAIL: ("e-mail", ""),
}
"""How a place is called in a sentence, and, where there is more than one of it, when none is meant."""
_NOTES: Final = {folded_for_search(note.value): note.value for note in Note}


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Plain text to look for."""

    text: str
    """As typed, safe to show."""
    needle: str
    """The same without case and accents; never empty."""


@dataclass(frozen=True, slots=True)
class Blank:
    """Nothing at all: `column:""`."""


Sought = Words | Blank | Pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One condition of a query."""

    sought: Sought
    place: Place = Extra.ANYWHERE
    negated: bool = False

    def looks_in(self, place: Place) -> bool:
        """Say whether it looks in this place, alone or among others."""
        return self.place == place or (self.place is Extra.ANYWHERE and place is not Extra.REASON)

    def implies(self, other: "Term") -> bool:
        """Say whether every row that this term lets through is known to be let through by the other one."""
        if self == other:
            return True
        if self.negated is not other.negated:
            return False
        narrow, wide = (other, self) if self.negated else (self, other)
        if not isinstance(narrow.sought, Words) or not isinstance(wide.sought, Words):
            return False
        return wide.looks_in(narrow.place) and wide.sought.needle in narrow.sought.needle

    def in_words(self) -> str:
        """Say the condition in a few words, for example `company contains "acme"`."""
        if self.place is Extra.REASON and isinstance(self.sought, Blank):
            return "there is a reason" if self.negated else "there is no reason"
        subject, none = _SUBJECTS.get(self.place, (self.place.value, ""))
        negated_subject = self.negated and none != ""
        verb = _verb(self, negated=self.negated and not negated_subject)
        return f"{none if negated_subject else subject} {verb}"


def _verb(term: Term, *, negated: bool) -> str:
    match term.sought:
        case Blank():
            return "is not empty" if negated else "is empty"
        case Pattern(text=text):
            return f"{'does not match' if negated else 'matches'} /{text}/"
        case Words(text=text, needle=needle):
            if term.place is Column.NOTE and needle in _NOTES:
                return f"{'is not' if negated else 'is'} {_NOTES[needle]}"
            return f'{"does not contain" if negated else "contains"} "{text}"'
