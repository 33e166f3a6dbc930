"""What has changed between two runs, printed: a table for reading, CSV, and JSON for programs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from axtui.cli.as_csv import csv_lines
from axtui.cli.as_json import json_line, json_time
from axtui.cli.plain_table import table_lines
from axtui.cli.requests import Format
from axtui.core.compare import Change, counts_of
from axtui.core.text import visible
from axtui.services.change_words import TITLES, change_cells, codes_of, open_counts
from axtui.services.row_history import Changes
from axtui.services.row_records import RunHead
from axtui.services.run_changes import KnownRun


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedChange:
    """A change, and what its company is called: exact, and empty where nobody knows by now."""

    change: Change
    name: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """The change as a display-safe row of the table."""
        return change_cells(self.change, company=visible(self.name))


def change_lines(
    form: Format,
    known: KnownRun,
    changes: Changes | None,
    named: Sequence[NamedChange],
    *,
    columns: int | None,
) -> Iterator[str]:
    """Yield the output in a form; without changes there was nothing to compare with."""
    match form:
        case Format.CSV:
            return csv_lines((each.cells for each in named), titles=TITLES)
        case Format.JSON:
            return iter((json_line(_document(known, changes, named)),))
        case Format.JSONL:
            return (json_line(_json_change(each)) for each in named)
        case _:
            return table_lines(TITLES, [each.cells for each in named], columns=columns)


def _document(known: KnownRun, changes: Changes | None, named: Sequence[NamedChange]) -> dict[str, Any]:
    counts = counts_of(changes.changes) if changes else {}
    open_by_now = open_counts(known, now=changes.open if changes else None)
    return {
        "rule": known.head.rule,
        "run": _json_run(known.head) | {"open": open_by_now[-1]},
        "compared_with": _json_run(changes.before) if changes else None,
        "counts": {kind.value: number for kind, number in counts.items()},
        "open": list(open_by_now),
        "changes": [_json_change(each) for each in named],
    }


def _json_run(head: RunHead) -> dict[str, Any]:
    return {
        "fetched_at": {
            "autotask": json_time(head.fetched_at.autotask),
            "xero": json_time(head.fetched_at.xero),
        },
        "complete": head.is_complete,
        "rows": head.rows,
        "open": head.open,
    }


def _json_change(named: NamedChange) -> dict[str, Any]:
    change = named.change
    before, after = change.before, change.after
    return {
        "change": change.kind.value,
        "company_id": change.company,
        "company": named.name or None,
        "note_before": before.note.value if before else None,
        "note": after.note.value if after else None,
        "reasons": [code.value for code in codes_of(change)],
        "renamed_in": change.renamed.value if change.renamed else None,
    }
