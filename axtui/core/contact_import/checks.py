"""What a person should know of an import file before it is imported, although it is written as it is."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from axtui.core.models import TenantFacts
from axtui.core.sentences import counted, listed, shortened
from axtui.core.text import (
    comparable,
    describe_character,
    invisible_characters,
    quoted,
    starts_like_formula,
    visible,
    without_invisible,
)

_MOST_NAMED: Final = 5
_LONGEST_NAMED: Final = 40


def udf_cell(facts: TenantFacts) -> str:
    """Return what the UDF's cell holds: the display value of a list's entry, the value itself for text.

    That an import takes the display value is inferred (autotask-contact-import.md section 5); where both
    are equal there is no doubt.
    """
    for value in facts.udf_values:
        if value.stored == facts.udf_value:
            return value.display if value.display.strip() else value.stored
    return facts.udf_value


def udf_warnings(facts: TenantFacts) -> Iterator[str]:
    """Say what is doubtful about the UDF's cell (autotask-contact-import.md section 8, rule 5)."""
    name, stored, cell = visible(facts.udf_name), visible(facts.udf_value), visible(udf_cell(facts))
    if facts.udf_values and all(value.stored != facts.udf_value for value in facts.udf_values):
        yield (
            f'The list {name} in Autotask has no entry stored as "{stored}"; '
            f'the import cannot set "{cell}" until it has.'
        )
    elif cell != stored:
        yield (
            f'The list {name} in Autotask stores "{stored}" and shows "{cell}". The file holds what it '
            f'shows, "{cell}"; if the import refuses that, "{stored}" is the other candidate.'
        )


def same_name_warnings(company_names: Sequence[str]) -> Iterator[str]:
    """Warn of companies that only their id tells apart: whether id or name wins is not known."""
    times = Counter(map(comparable, company_names))
    several = sorted({visible(name) for name in company_names if times[comparable(name)] > 1})
    if several:
        yield (
            "Companies in the file share a name and only their id tells them apart; check after the import "
            f"that each contact is where it belongs: {', '.join(several)}."
        )


def same_address_warnings(addresses: Iterable[str]) -> Iterator[str]:
    """Warn of addresses that the file gives to several companies: how an import takes them is not known."""
    times = Counter(comparable(address) for address in addresses)
    if several := sorted(address for address, count in times.items() if count > 1):
        named = listed(list(map(quoted, several)), most=_MOST_NAMED)
        yield (
            "Contacts of several companies in the file have the same e-mail address. Whether Autotask's "
            "import takes them for one contact is not known; check after it that each company has its own: "
            f"{named}."
        )


def preflight_notes(cells: Iterable[str]) -> Iterator[str]:
    """Count and name cells that are written exactly and may surprise in a spreadsheet or in Autotask."""
    filled = [cell for cell in cells if cell]
    formulas = list(filter(starts_like_formula, filled))
    controls = list(filter(_holds_control_character, filled))
    hidden = list(filter(_hides_a_character, filled))
    if formulas:
        yield (
            f"{counted(len(formulas), 'cell begins', 'cells begin')} like a formula, written exactly: "
            f"do not open the file in a spreadsheet. {_first(formulas)}"
        )
    if controls:
        yield (
            f"{counted(len(controls), 'cell holds', 'cells hold')} control characters or line breaks, "
            f"written exactly: look at them in Autotask after the import. {_first(controls)}"
        )
    if hidden:
        yield (
            f"{counted(len(hidden), 'cell holds', 'cells hold')} invisible characters, written exactly: "
            f"nobody will see them in Autotask, and a search may not find such a name. {_first(hidden)}"
        )


def cell_remark(value: str) -> str:
    """Say why a cell should be looked at before it is imported; empty for an ordinary one."""
    if value.isascii() and value.isprintable() and value[:1].isalnum() and value[-1] != " ":
        return ""  # nearly every cell, and a file may have a million
    return ", ".join(_remarks(value))


def _remarks(value: str) -> Iterator[str]:
    if starts_like_formula(value):
        yield "begins like a formula"
    if _holds_control_character(value):
        yield "holds a control character or a line break"
    elif hidden := invisible_characters(value):
        at, char = hidden[0]
        yield f"holds an invisible character, {describe_character(char)} at position {at}"
    if value != value.strip():
        yield "has spaces at an end" if value.strip() else "holds nothing but spaces"


def _holds_control_character(cell: str) -> bool:
    return not cell.isprintable() and any(unicodedata.category(char) == "Cc" for char in cell)


def _hides_a_character(cell: str) -> bool:
    return without_invisible(cell) != cell and not _holds_control_character(cell)


def _first(cells: Iterable[str]) -> str:
    """Name some of the cells, each value once."""
    values = [quoted(shortened(cell, most=_LONGEST_NAMED)) for cell in dict.fromkeys(cells)]
    return f"{listed(values, most=_MOST_NAMED)}."
