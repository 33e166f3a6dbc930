"""What became of an import's rows as a table of display-safe texts, the same for every door that shows it."""

from typing import Final

from axtui.core.contact_import.verification import Verification, VerifiedRow
from axtui.core.text import visible

TITLES: Final = (
    "Outcome",
    "What is there",
    "Row",
    "Company ID",
    "Company",
    "First",
    "Last",
    "E-mail",
    "Contact IDs",
)


def table_cells(row: VerifiedRow) -> tuple[str, ...]:
    """Return a row's cells, one for each title."""
    asked = row.row
    return (
        row.outcome.value,
        row.text,
        asked.kind.value,
        str(asked.company_id),
        visible(asked.company),
        visible(asked.first_name),
        visible(asked.last_name),
        visible(asked.email),
        contact_ids(row),
    )


def counts_in_words(verification: Verification) -> str:
    """Return how many rows have each outcome that there is; empty without rows."""
    return ", ".join(f"{outcome} {count:,}" for outcome, count in verification.counts.items() if count)


def contact_ids(row: VerifiedRow) -> str:
    """Return the contacts that a row is about."""
    return " ".join(map(str, row.contact_ids))
