"""A second, plain telling of what a search finds, over cells only; and rows to search."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from builders import company, customer, linked

from axtui.core.models import Customer
from axtui.core.notes import Note, Reason
from axtui.core.report import Row

_NO_CUSTOMERS: Final[tuple[Customer, ...]] = ()


def row(
    at: int,
    name: str,
    note: Note,
    *,
    number: str = "",
    customers: Sequence[Customer] | None = None,
    linked_as: str = "",
    reasons: Sequence[Reason] = (),
) -> Row:
    """Return a row that looks as the report would build it."""
    if customers is None:
        customers = (
            _NO_CUSTOMERS
            if note is Note.NO_MATCH
            else (customer(f"x{at}", name, email="grace@post.example"),)
        )
    contacts = (linked(at, at, first=linked_as, last=""),) if linked_as else ()
    return Row(
        company=company(at, name, number=number),
        note=note,
        customers=tuple(customers),
        contacts=contacts,
        reasons=tuple(reasons),
    )


@dataclass(frozen=True)
class Condition:
    """One condition as the tests put it: a column word or `any`, a kind, a value."""

    where: str
    kind: str
    value: str
    negated: bool

    def typed(self) -> str:
        """Write the condition as a person would."""
        value = {"contains": f'"{self.value}"', "empty": '""', "starts": f'"/^{self.value}/"'}[self.kind]
        prefix = "" if self.where == "any" else f"{self.where}:"
        return ("-" if self.negated else "") + prefix + value

    def holds(self, cells: Sequence[str]) -> bool:
        """Say whether a row meets it."""
        words = ("company", "number", "customer", "contact", "first", "last", "email", "note")
        looked_at = [cell for word, cell in zip(words, cells, strict=True) if self.where in ("any", word)]
        return any(self._holds_for(cell) for cell in looked_at) is not self.negated

    def _holds_for(self, cell: str) -> bool:
        if self.kind == "empty":
            return cell.strip() == ""
        if self.kind == "starts":
            return plainly(cell).startswith(plainly(self.value))
        return plainly(self.value) in plainly(cell)


def plainly(text: str) -> str:
    """Lower the case and take the accents off, the naive way."""
    letters = unicodedata.normalize("NFD", text.lower().replace("ß", "ss"))
    return "".join(letter for letter in letters if not "\u0300" <= letter <= "\u036f")
