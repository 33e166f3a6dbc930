"""What a person can do about a row, and what is known when that is worked out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from axtui.core.errors import Side
from axtui.core.matching import MatchRule
from axtui.core.models import Company, Contact, Customer, NumberField, TenantFacts
from axtui.core.report_row import Row
from axtui.core.sentences import listed
from axtui.core.text import quoted, visible

_MOST_NAMED: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """One way to put a row right: where it is done, in which steps, and what is to be typed there."""

    side: Side
    steps: tuple[str, ...]
    """Display-safe sentences, in the order of doing."""
    types: str = ""
    """What is to stand there to the letter, exact and so not fit to show; empty where nothing is copied."""


def one_way(side: Side, *steps: str, types: str = "") -> tuple[Remedy, ...]:
    """Return the one way that there is, of these steps."""
    return (Remedy(side=side, steps=steps, types=types),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A row, and what its remedies need beside it."""

    row: Row
    contacts: Sequence[Contact]
    """Every contact of the company, active or not."""
    facts: TenantFacts
    rule: MatchRule
    """The rule in force."""
    nearest: Customer | None = None
    """The customer that a row without a match is to match, where that is known."""
    taken_by: Company | None = None
    """Another company that matches that customer already."""
    has_candidates: bool = True
    """Whether customers are suggested for a row without a match, or may still be."""

    @property
    def company(self) -> str:
        """The company's name, in quotation marks."""
        return quoted(self.row.company.name)

    @property
    def compared(self) -> str:
        """What the rule compares, in a word; of number and name the number, which is tried first."""
        return "number" if self.rule.by_number else "name"

    @property
    def link(self) -> str:
        """The value of the UDF that makes an accounts contact, as Autotask's screens show it."""
        facts = self.facts
        labels = (each.display for each in facts.udf_values if each.stored == facts.udf_value)
        return visible(next(filter(str.strip, labels), facts.udf_value))

    @property
    def udf(self) -> str:
        """The name of that UDF."""
        return visible(self.facts.udf_name)

    @property
    def has_number_to_edit(self) -> bool:
        """Whether Xero's screens let a person edit the number that is compared (xero-api.md section 3.4)."""
        return self.rule.number_field is NumberField.ACCOUNT_NUMBER


def people(contacts: Sequence[Contact]) -> str:
    """Name contacts; of many the first ones."""
    return listed([visible(contact.called) for contact in contacts], most=_MOST_NAMED)
