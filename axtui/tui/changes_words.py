"""What the screen says that holds the report against an earlier run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from axtui.core.cells import COLUMNS, Column
from axtui.core.compare import TO_WATCH, Change
from axtui.core.report_lines import BETWEEN, NOTES, ReportLines
from axtui.core.text import folded_for_search, visible
from axtui.services.change_words import (
    INCOMPLETE,
    TITLES,
    change_cells,
    codes_of,
    compared_words,
    kind_words,
    open_counts,
    open_words,
    other_rule_words,
    renamed_words,
)
from axtui.tui.found_rows import FoundRows, found_as_text

if TYPE_CHECKING:
    from axtui.core.report import Report
    from axtui.services.row_history import Changes
    from axtui.services.run_changes import KnownRun

HELP: Final = """\
# What has changed

The report on the screen against an earlier run of the same profile under the same rule and settings: first
what is new, a `!` beside it. Runs are remembered by ids, notes and hashes of names; what a company is called
comes from this report.

| change | what it means |
|---|---|
| new | a problem, and was none |
| came back | the same, and it was a problem before: fixed, or acknowledged, in between |
| other note, other customer, other reason | as it was, OK or a problem, with something else about it |
| renamed | on one side only; the note has stayed so far |
| fixed | was a problem and is none, or its company is gone |
| acknowledged | acknowledged since |
| appeared, gone | a company without a problem that came or went |

| key | does |
|---|---|
| `<`, `>` | holds it against the run before, or the one after |
| up, down, `j`, `k`, page up, page down, `g`, `G` | move among the changes |
| left, right, home, end | choose a cell, which `y` sends |
| `n` | the next row that is new |
| `enter` | goes to the company's row in the report |
| `/`, `f3` | searches the changes, as in the report; `note:link` finds what is Link by now |
| `y`, `Y` | send the cell, or what is said of the row, to the terminal's clipboard (OSC 52) |
| `L` | the same as plain text, for the terminal's own selection |
| `escape`, `q`, `d`, `f10` | leaves |

The line of open problems leaves out what was acknowledged when each run was noted.
"""
LOOKING: Final = "Looking what earlier runs have found ..."
COMPARING: Final = "Comparing ..."
NOTHING: Final = "Nothing has changed."
NOT_KEPT: Final = (
    "Nothing is remembered of runs here: --no-cache and retention_days = 0 keep nothing to compare with."
)
ONLY_A_LOOK: Final = (
    "This rule is only looked at. Runs are noted under the profile's own: m goes back to it, C changes it."
)
OLDEST: Final = "There is no earlier run to compare with."
LATEST: Final = "This is the last run before the report."
HEADER: Final = TITLES
_REMARKABLE: Final = frozenset(map(kind_words, TO_WATCH))


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A run held against an earlier one, with the lines that a search looks at."""

    changes: Changes
    names: Sequence[str]
    """Of the companies, display-safe, a change each; empty where the report has none of this id."""
    lines: ReportLines


def compared(changes: Changes, report: Report) -> Compared:
    """Prepare changes to be shown and searched beside the report that they lead to."""
    rows = [report.lines.row_of(each.company) for each in changes.changes]
    found = [None if row is None else report.lines.cells(row) for row in rows]
    names = [cells[_COMPANY] if cells else "" for cells in found]
    texts = [
        _line(change, cells, name) for change, cells, name in zip(changes.changes, found, names, strict=True)
    ]
    lines = ReportLines(
        companies=[each.company for each in changes.changes],
        texts=texts,
        folded=list(map(folded_for_search, texts)),
        notes=bytes(map(_note_place, changes.changes)),
        reasons=lambda: [BETWEEN.join(codes_of(each)) for each in changes.changes],
    )
    return Compared(changes=changes, names=names, lines=lines)


_COMPANY: Final = COLUMNS.index(Column.COMPANY)


def _line(change: Change, cells: Sequence[str] | None, name: str) -> str:
    """Return what is searched: the report's cells in their columns, and the change's own in the others."""
    kind, _, before, now, also, number = change_cells(change, company=name)
    row = dict(zip(COLUMNS, cells, strict=True)) if cells else {Column.COMPANY: name}
    row[Column.FIRST] = f"{kind} {also}"
    row[Column.LAST] = f"{number} {before}"
    row[Column.NOTE] = now
    return BETWEEN.join(row.get(column, "") for column in COLUMNS)


def _note_place(change: Change) -> int:
    state = change.after or change.before
    return NOTES.index(state.note) if state else 0


def found_changes(compared: Compared, places: Sequence[int]) -> FoundRows:
    """Return the changes that a search lets through."""

    def cells_at(place: int) -> tuple[str, ...]:
        return change_cells(compared.changes.changes[place], company=compared.names[place])

    return FoundRows(places, cells_at)


def remark_of(cell: str) -> str:
    """Say whether a cell is that of a row to watch; empty for all others."""
    return cell if cell in _REMARKABLE else ""


def head_words(known: KnownRun, before: int, changes: Changes) -> str:
    """Say what is compared with what, and in numbers what came of it."""
    comparable = known.comparable
    place = f"Earlier run {len(comparable) - comparable.index(before)} of {len(comparable)}."
    incomplete = "" if changes.after.is_complete else INCOMPLETE
    sentences = (compared_words(changes), place, other_rule_words(known, before), incomplete)
    return " ".join(filter(None, sentences))


def history_words(known: KnownRun, changes: Changes | None, *, ascii: bool) -> str:  # noqa: A002  # the setting's own name
    """Say how many problems were open over the last runs."""
    return open_words(open_counts(known, now=changes.open if changes else None), ascii=ascii)


def change_sentence(change: Change, name: str, report: Report) -> str:
    """Say all of one change; display-safe."""
    kind, company, before, now, _, number = change_cells(change, company=name)
    renamed = f" It was {renamed_words(change)}." if change.renamed else ""
    row = report.lines.row_of(change.company)
    reasons = " ".join(visible(reason.text) for reason in report.rows[row].reasons) if row is not None else ""
    called = f"{company} (id {number})" if company else f"Company {number}"
    return f"{called}, {kind}: {before} -> {now}.{renamed} {reasons}".rstrip()


def plain_text(head: Sequence[str], rows: FoundRows, *, width: int) -> str:
    """Return the whole screen without frames and colours."""
    return "\n".join([*head, *found_as_text(HEADER, rows, width=width)])
