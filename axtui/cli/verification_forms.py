"""What became of an import's rows, printed: a table for reading, CSV, and JSON for programs."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any, Final

from axtui.cli.as_csv import csv_lines
from axtui.cli.as_json import json_line, json_time
from axtui.cli.plain_table import aligned, narrowed
from axtui.cli.requests import Format
from axtui.cli.widths import width
from axtui.core.contact_import.verification import Verification, VerifiedRow
from axtui.core.contact_import.verification_table import TITLES, contact_ids, table_cells
from axtui.core.contact_import.way_back import way_back
from axtui.core.text import visible

_INDENT: Final = "    "
_TABLE_TITLES: Final = ("Outcome", "Company", "E-mail", "Contact")
_NARROWEST: Final = 10


def verification_lines(form: Format, verification: Verification, *, columns: int | None) -> Iterator[str]:
    """Yield the output in a form; `columns` is the terminal's width, None for a pipe or a file."""
    match form:
        case Format.CSV:
            return csv_lines(map(table_cells, verification.rows), titles=TITLES)
        case Format.JSON:
            return iter((json_line(_document(verification)),))
        case Format.JSONL:
            return (json_line(_json_row(row)) for row in verification.rows)
        case Format.TABLE:
            return _table(verification.rows, columns)


def _table(rows: Sequence[VerifiedRow], columns: int | None) -> Iterator[str]:
    """Yield a line per row, and below it what is said of it where that is more than the outcome."""
    lines = [_table_cells(row) for row in rows]
    natural = [max(map(width, cells)) for cells in zip(_TABLE_TITLES, *lines, strict=True)]
    widths = natural if columns is None else narrowed(natural, columns, narrowest=_NARROWEST)
    yield aligned(_TABLE_TITLES, widths)
    yield aligned(["-" * wide for wide in widths], widths)
    for row, cells in zip(rows, lines, strict=True):
        yield aligned(cells, widths)
        if row.needs_a_look:
            yield from _below(row.text, columns)


def _table_cells(row: VerifiedRow) -> tuple[str, ...]:
    return row.outcome.value, visible(row.row.company), visible(row.row.email), contact_ids(row)


def _below(text: str, columns: int | None) -> Iterator[str]:
    """Yield a text indented; on a terminal wrapped, in a pipe on one line for `grep`."""
    lines = [text] if columns is None else textwrap.wrap(text, max(columns - len(_INDENT), _NARROWEST))
    return (f"{_INDENT}{line}\n" for line in lines)


def _document(verification: Verification) -> dict[str, Any]:
    manifest = verification.manifest
    return {
        "profile": manifest.profile,
        "written_at": json_time(manifest.written_at),
        "files": [{"kind": each.kind.value, "name": each.name} for each in manifest.files],
        "ok": verification.ok,
        "counts": {outcome.value: count for outcome, count in verification.counts.items()},
        "remarks": list(verification.remarks),
        "way_back": list(way_back(verification)),
        "rows": [_json_row(row) for row in verification.rows],
    }


def _json_row(row: VerifiedRow) -> dict[str, Any]:
    asked = row.row
    return {
        "outcome": row.outcome.value,
        "ok": row.ok,
        "text": row.text,
        "row": asked.kind.value,
        "company_id": asked.company_id,
        "company": asked.company,
        "contact_id": asked.contact_id,
        "first_name": asked.first_name,
        "last_name": asked.last_name,
        "email": asked.email,
        "contact_ids": list(row.contact_ids),
    }
