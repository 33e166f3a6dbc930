"""What the screens say that acknowledge a row, and that list what is acknowledged."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from axtui.core.acknowledgements import Acknowledgement, Standing, Standings, counts_of_standings
from axtui.core.cells import COLUMNS, Column
from axtui.core.report_lines import BETWEEN, NOTES, ReportLines
from axtui.core.report_row import Row
from axtui.core.sentences import counted
from axtui.core.text import folded_for_search, natural_key, quoted, visible
from axtui.tui.plain_text import rows_as_text

HELP: Final = """\
# Acknowledge a row

The row is known, and may stay as it is for a reason. It is then neither shown nor counted, found, exported or
watched for. It comes back the day after the last day, and as soon as its note, its reasons or its customers
are others. Nothing is written to Autotask or Xero: the file is beside the configuration, or where the profile
says (`acknowledgements`), and a team can share it.

| key | does |
|---|---|
| `tab`, `shift+tab` | the next field, the one before |
| `enter`, `f3` | acknowledges |
| `f2` | takes back what is acknowledged |
| `escape`, `f10` | leaves all as it was |

In the fields letters are text.
"""
LIST_HELP: Final = """\
# Acknowledged rows

What somebody has acknowledged, what no longer holds first: a `!` stands beside it, and its row is in the
report again.

| state | what it means |
|---|---|
| changed | the row's note, reasons or customers are others by now |
| expired | its last day is over |
| no row | the report has no row for the company |
| in force | the row is left out of the report |

| key | does |
|---|---|
| up, down, `j`, `k`, page up, page down, `g`, `G` | move among the rows |
| left, right, home, end | choose a cell, which `y` sends |
| `n` | the next one that no longer holds |
| `enter` | goes to the row, where `a` changes it; such rows show, with an `a` before them until `escape` |
| `u`, `del` | takes it back (asks) |
| `/`, `f3` | searches, as in the report; `reason:` looks into the reasons alone |
| `y`, `Y` | send the cell, or what is said of the row, to the terminal's clipboard (OSC 52) |
| `L` | the same as plain text, for the terminal's own selection |
| `escape`, `q`, `A`, `f10` | leaves |
"""
HEADER: Final = ("State", "Company", "Note", "Until", "Reason", "By", "Since")
LOOKING: Final = "Looking what is acknowledged ..."
NOTHING: Final = "Nothing is acknowledged. In the report, a on a row does that."
REASON_MISSING: Final = "Type why the row may stay as it is: others will want to know."
NO_END: Final = "no end"
_BEFORE: Final = {Standing.CHANGED: 0, Standing.EXPIRED: 1, Standing.NO_ROW: 2, Standing.IN_FORCE: 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAcknowledgement:
    """An acknowledgement as the table shows it."""

    cells: tuple[str, ...]
    standings: Standings


def shown(standings: Iterable[Standings]) -> tuple[ShownAcknowledgement, ...]:
    """Return the rows for the table: what no longer holds first, then by the company's name."""
    ordered = sorted(
        standings, key=lambda each: (_BEFORE[each.standing], natural_key(each.acknowledgement.company))
    )
    return tuple(ShownAcknowledgement(cells=_cells(each), standings=each) for each in ordered)


def _cells(standings: Standings) -> tuple[str, ...]:
    given = standings.acknowledgement
    until = given.until.isoformat() if given.until else NO_END
    since = given.since.isoformat() if given.since else ""
    return (standings.standing, given.company, given.note, until, given.reason, given.by, since)


def lines_to_search(rows: Sequence[ShownAcknowledgement]) -> ReportLines:
    """Return a line for each row, searched like those of the report; `reason:` looks into the reasons."""
    given = [row.standings.acknowledgement for row in rows]
    texts = [BETWEEN.join(_searched(row)) for row in rows]
    return ReportLines(
        companies=[each.company_id for each in given],
        texts=texts,
        folded=list(map(folded_for_search, texts)),
        notes=bytes(NOTES.index(each.note) for each in given),
        reasons=lambda: [visible(each.reason) for each in given],
    )


def _searched(row: ShownAcknowledgement) -> Iterable[str]:
    """Yield the cells in the report's columns where it has them; the others stand where it has names."""
    state, company, note, until, reason, by, since = map(visible, row.cells)
    cells = {
        Column.COMPANY: company,
        Column.FIRST: f"{state} {until} {since}",
        Column.LAST: f"{by} {reason}",
        Column.NOTE: note,
    }
    return (cells.get(column, "") for column in COLUMNS)


def remark_of(cell: str) -> str:
    """Say whether a cell needs a look: a state that is not `in force`."""
    return cell if cell in _NOT_IN_FORCE else ""


_NOT_IN_FORCE: Final = frozenset(Standing) - {Standing.IN_FORCE}


def summary(standings: Sequence[Standings]) -> str:
    """Say how many there are of each state."""
    if not standings:
        return NOTHING
    counts = counts_of_standings(standings)
    told = ", ".join(f"{number:,} {state}" for state, number in counts.items() if number)
    return f"{counted(len(standings), 'row')}: {told}."


def sentence(standings: Standings) -> str:
    """Say all that there is to say of one acknowledgement."""
    given = standings.acknowledgement
    told = f"{visible(given.company)}: {given.note}, acknowledged{_given(given)}"
    return f"{told} | {_why(standings)}" if _why(standings) else told


def given_words(given: Acknowledgement) -> str:
    """Say of one that holds who gave it, until when and why."""
    said = _given(given).lstrip(", ")
    return said[0].upper() + said[1:]


def _given(given: Acknowledgement) -> str:
    since = f" since {given.since.isoformat()}" if given.since else ""
    who = f" by {visible(given.by)}" if given.by else ""
    return f"{since}{who}, {_end(given)}: {visible(given.reason)}"


def _end(given: Acknowledgement) -> str:
    return f"until {given.until.isoformat()}" if given.until else NO_END


def _why(standings: Standings) -> str:
    if standings.changes:
        return f"Since then {'; '.join(standings.changes)}."
    return "The report has no row for it." if standings.standing is Standing.NO_ROW else ""


def plain_text(profile: str, said: str, rows: Sequence[ShownAcknowledgement], *, width: int) -> str:
    """Return the list as text, with what has changed under it."""
    cells = [tuple(map(visible, each.cells)) for each in rows]
    table = rows_as_text(HEADER, cells, on_screen=[len(title) for title in HEADER], width=width)
    changed = [sentence(each.standings) for each in rows if each.standings.changes]
    return "\n".join(
        [f"Acknowledged rows: {visible(profile)}", said, "", table, *(["", *changed] if changed else [])]
    )


def question(row: Row) -> str:
    """Say which row it is about, and why it has its note."""
    reasons = ", ".join(dict.fromkeys(reason.code.value for reason in row.reasons))
    about = f"{visible(row.company.name)} is {row.note}"
    return f"{about} ({reasons})." if reasons else f"{about}."


def standing_words(standings: Standings | None) -> str:
    """Say what there is of an acknowledgement already; empty where there is none."""
    if standings is None:
        return ""
    given = standings.acknowledgement
    who = f" by {visible(given.by)}" if given.by else ""
    if standings.standing is Standing.IN_FORCE:
        return f"Acknowledged{who}, {_end(given)}."
    if standings.standing is Standing.EXPIRED:
        return f"Was acknowledged{who} {_end(given)}, which is over."
    return f"Was acknowledged{who}. {_why(standings)}"


def take_back_question(standings: Standings) -> str:
    """Ask about taking one back."""
    return f"Take back what is acknowledged of {quoted(standings.acknowledgement.company)}?"


def done_words(row: Row) -> str:
    """Say what came of it."""
    return f"{visible(row.company.name)} is acknowledged: A lists it."


def taken_back_words(standings: Standings) -> str:
    """Say that the row is shown again."""
    return f"{visible(standings.acknowledgement.company)} is no longer acknowledged."


def not_needed_words(row: Row) -> str:
    """Say that there is nothing to acknowledge."""
    return f"{visible(row.company.name)} is {row.note}: there is nothing to acknowledge."
