"""What the report screen says in words: its title, what is shown of how much, and why nothing is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from textual.content import Content

from axtui.core.cells import COLUMNS, Column
from axtui.core.match_by import MatchBy
from axtui.core.notes import Note
from axtui.core.search import SLICED_ROWS, describe
from axtui.core.text import visible

if TYPE_CHECKING:
    from axtui.core.company_number import Numbered
    from axtui.core.matching import MatchRule
    from axtui.core.models import FetchedAt
    from axtui.core.report import Report, Row
    from axtui.core.report_lines import ReportLines
    from axtui.core.search import Query
    from axtui.core.sorting import Sorting

_RULES: Final = {
    MatchBy.NAME: "by name",
    MatchBy.NAME_IGNORE_CASE: "by name, ignoring case",
    MatchBy.NUMBER: "by number",
    MatchBy.NUMBER_THEN_NAME: "by number, then name",
}
_DAY: Final = "%d %b"
_TIME: Final = "%H:%M"
NO_REPORT: Final = "No report yet. Press R to run it."
_INCOMPLETE: Final = " ! Incomplete: rows may be missing or have a wrong note. R reads again. "
ALL_ACKNOWLEDGED: Final = "Every row is acknowledged. A lists them."
NEW_REPORT: Final = "new report ready: R again, or enter"


def rule_words(rule: MatchRule, *, is_configured: bool = True) -> str:
    """Name the rule in force."""
    words = _RULES[rule.match_by]
    if rule.match_by is MatchBy.NUMBER_THEN_NAME and rule.name_ignore_case:
        words += " ignoring case"
    return words if is_configured else f"{words} (this report only)"


def read_words(fetched_at: FetchedAt) -> str:
    """Say when each side was read, in the time of this computer."""
    autotask, xero = fetched_at.autotask.astimezone(), fetched_at.xero.astimezone()
    if autotask.date() == xero.date():
        return f"read {autotask:{_DAY}}: Autotask {autotask:{_TIME}}, Xero {xero:{_TIME}}"
    return f"read Autotask {_moment(autotask)}, Xero {_moment(xero)}"


def _moment(at: datetime) -> str:
    return f"{at:{_DAY}} {at:{_TIME}}"


def title_content(profile: str, report: Report | None, *, rule_is_configured: bool) -> Content:
    """Return the first line: whose report this is, under which rule, and how old it is."""
    name = Content.styled(visible(profile) or "axtui", "bold")
    if report is None:
        return name
    rule = rule_words(report.rules.match, is_configured=rule_is_configured)
    rest = f"  {rule}, {read_words(report.fetched_at)}"
    return Content.assemble(name, rest)


def banner_content(report: Report) -> Content:
    """Return what stands over an incomplete report: that it is one, what to do about it, and why it is."""
    return Content("\n").join(
        [Content.styled(_INCOMPLETE, "reverse"), *map(Content, report.incomplete_because)]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How much of a report is shown, and why no more of it."""

    shown: int = 0
    total: int = 0
    is_partial: bool = False
    """Whether more rows may be found yet."""
    note: Note | None = None
    marked: int = 0
    hidden_marks: int = 0
    is_broken: bool = False
    """Whether a part of the query is left out."""

    @property
    def words(self) -> str:
        """The figures in words."""
        parts = [f"{self.shown:,}{'+' if self.is_partial else ''} of {self.total:,}"]
        if self.note is not None:
            parts.append(self.note.value)
        if self.marked:
            hidden = f" ({self.hidden_marks} hidden)" if self.hidden_marks else ""
            parts.append(f"{self.marked} marked{hidden}")
        return ", ".join(parts)

    @property
    def widest(self) -> Counted:
        """The same with as many rows shown as there are: what the figures need in cells at most."""
        return replace(self, shown=self.total, is_partial=self.total > SLICED_ROWS)


def found_content(counted: Counted) -> Content:
    """Return what stands beside the search."""
    found = Content(counted.words)
    if counted.is_broken:
        return Content.assemble(("pattern? ", "$text-warning bold"), found)
    return found


def status_content(*, urgent: Iterable[str], calm: Iterable[str]) -> Content:
    """Return the last line: what wants attention first, then what is only good to know."""
    loud = [Content.styled(text, "$text-warning") for text in urgent if text]
    quiet = [Content(text) for text in calm if text]
    return Content("   ").join([*loud, *quiet])


def hidden_words(without_room: Sequence[Column], by_choice: Sequence[Column]) -> str:
    """Say which columns have no room and which the person has hidden, and how to see them."""
    parts = []
    if without_room:
        parts.append(f"No room for {_titles(without_room)} (left/right shows them)")
    if by_choice:
        parts.append(f"Hidden: {_titles(by_choice)} (o)")
    return "   ".join(parts)


def sorting_words(sorting: Sorting, shown: Sequence[Column]) -> str:
    """Say by what the rows are sorted, where no heading does."""
    if sorting.column in shown:
        return ""
    return f"Sorted by {sorting.column.title}{', backwards' if sorting.reverse else ''}"


def _titles(columns: Sequence[Column]) -> str:
    return ", ".join(column.title for column in columns)


def nothing_found_words(query: Query, note: Note | None, *, total: int) -> str:
    """Say what was searched for in vain, and the way back."""
    rows = "row" if note is None else f"{note.value} row"
    way_back = f"Press escape, twice from the search line, to show all {total:,} rows again."
    what = describe(query)
    return f"No {rows} is found. {way_back}" + (f"\n\nSearched for: {what}." if what else "")


def not_exported_words(row: Row) -> str:
    """Say that a mark on this row does not bring it into the export file; empty for a row that it does."""
    if row.note is Note.LINK:
        return ""
    name = visible(row.company.name)
    return f"{name} is marked, but its note is {row.note.value}: only Link rows are exported"


def jump_words(found: Numbered | None, lines: ReportLines, *, is_hidden: bool) -> str:
    """Say where a typed number leads."""
    if found is None:
        return "No company number begins with that."
    cells = dict(zip(COLUMNS, lines.cells(found.row), strict=True))
    number = "" if found.is_exact else f"{cells[Column.NUMBER].strip()}  "
    first = f" (first of {found.same})" if found.same > 1 else ""
    return f"{number}{cells[Column.COMPANY]}{first}{' (hidden)' if is_hidden else ''}"
