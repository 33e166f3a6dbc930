"""What the screen says that holds the match rules beside each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from textual.content import Content

from axtui.core.cells import COLUMNS, Column
from axtui.core.harm import BY_HARM
from axtui.core.match_by import MatchBy
from axtui.core.notes import Note
from axtui.core.sentences import counted, listed
from axtui.core.what_if_lines import is_worse, move_words
from axtui.tui.found_rows import FoundRows, found_as_text
from axtui.tui.report_words import rule_words

if TYPE_CHECKING:
    from axtui.core.report_lines import ReportLines
    from axtui.core.what_if import WhatIf

HELP: Final = """\
# What if

The report under all four match rules at once, from what was read last: nothing is read anew, and no setting
is changed. Above stands how many companies have each note under each rule, and in brackets how many more or
fewer than under the rule that is in force. Below stand the companies that the chosen rule would change: their
note, or the Xero customer that would be billed. A `!` marks a change that asks for a look. Acknowledged rows
are counted only under rules that would change them.

| key | does |
|---|---|
| `1` to `4`; left and right in the upper table | choose a rule |
| `m`; `enter` in the upper table | shows the report under the chosen rule, for this look only |
| `tab` | goes to the next part |
| up, down, `j`, `k`, page up, page down, `g`, `G` | move among the companies |
| left, right, home, end | choose a cell, which `y` sends |
| `n` | the next company that needs a look |
| `enter` | goes to the company's row in the report |
| `/`, `f3` | searches the companies, as in the report; `note:link` finds what would become Link |
| `y`, `Y` | send the cell, or what is said of the company, to the terminal's clipboard (OSC 52) |
| `L` | the same as plain text, for the terminal's own selection |
| `escape`, `q`, `w`, `f10` | leaves everything as it is |

To change the rule for good, change `match_by` in the profile (`C`).
"""
HEADER: Final = ("Company", "Note", "Xero customer", "Number")
LOOKING: Final = "Looking what each rule says of each company ..."
COMPARING: Final = "Looking which companies would change ..."
_SHOWN: Final = (Column.COMPANY, Column.NOTE, Column.CUSTOMER, Column.NUMBER)
_PLACES: Final = tuple(map(COLUMNS.index, _SHOWN))
_HEADINGS: Final = {
    MatchBy.NAME: ("1 name", ""),
    MatchBy.NAME_IGNORE_CASE: ("2 name,", "any case"),
    MatchBy.NUMBER: ("3 number", ""),
    MatchBy.NUMBER_THEN_NAME: ("4 number,", "then name"),
}
_GAP: Final = "  "
_IN_FORCE: Final = "in force"
_ON_SCREEN: Final = "on screen"
_CHOSEN: Final = "> "
_MOST_MOVES: Final = 4
_WORSE: Final = frozenset(move_words(was, now) for was in Note for now in Note if is_worse(was, now))


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """All rules beside each other, and the two that are held against each other."""

    found: WhatIf
    in_force: MatchBy
    """The profile's own."""
    on_screen: MatchBy
    """The report's, which may have another one for this look."""
    chosen: MatchBy
    changed: Mapping[MatchBy, int]
    """How many companies each rule tells otherwise than the one in force."""
    aside: Sequence[int] = ()
    """Acknowledged rows of the report on the screen: not counted where a rule leaves them as they are."""

    def counts(self, rule: MatchBy) -> Mapping[Note, int]:
        """Return how many rows each note has under a rule."""
        aside = self.found.unchanged(self.aside, self.on_screen, rule)
        return self.found.counts(rule, without=aside)


def choosing(compared: Compared, rule: MatchBy) -> Compared:
    """Return the same with another rule chosen."""
    return replace(compared, chosen=rule)


def found_companies(lines: ReportLines, places: Sequence[int]) -> FoundRows:
    """Return the companies that would change and that a search lets through."""

    def cells_at(place: int) -> tuple[str, ...]:
        cells = lines.cells(place)
        return tuple(cells[at] for at in _PLACES)

    return FoundRows(places, cells_at)


def remark_of(cell: str) -> str:
    """Say whether a cell asks for a look; empty for all others."""
    return cell if cell in _WORSE else ""


def grid_content(compared: Compared, width: int) -> Content:
    """Return the upper table: notes down, rules across; without the differences where they do not fit."""
    table = _columns(compared, differences=True)
    if _width(table) > width:
        table = _columns(compared, differences=False)
    lines = (_line(table, at, compared.chosen) for at in range(len(table[None])))
    return Content("\n").join(lines)


def grid_text(compared: Compared) -> str:
    """Return the same as plain text."""
    table = _columns(compared, differences=True)
    return "\n".join(_line(table, at, compared.chosen).plain.rstrip() for at in range(len(table[None])))


_Table = Mapping[MatchBy | None, Sequence[str]]
"""The cells of each rule from top to bottom, and, under None, the words before them."""


def _columns(compared: Compared, *, differences: bool) -> _Table:
    counts = {rule: compared.counts(rule) for rule in MatchBy}
    notes = [note for note in BY_HARM if any(counts[rule][note] for rule in MatchBy)]

    def cells(rule: MatchBy) -> Iterator[str]:
        first, second = _HEADINGS[rule]
        yield f"{_CHOSEN if rule is compared.chosen else ''}{first}"
        yield second
        yield _state(compared, rule)
        for note in notes:
            more = counts[rule][note] - counts[compared.in_force][note]
            yield f"{counts[rule][note]:,}" + (f" ({more:+,})" if more and differences else "")
        yield "" if rule is compared.in_force else f"{compared.changed[rule]:,}"

    head = ["Rule", "", ""]
    return {None: [*head, *map(str, notes), "Changes"], **{rule: list(cells(rule)) for rule in MatchBy}}


def _state(compared: Compared, rule: MatchBy) -> str:
    if rule is compared.in_force:
        return _IN_FORCE
    return _ON_SCREEN if rule is compared.on_screen else ""


def _width(table: _Table) -> int:
    return sum(max(map(len, cells)) + len(_GAP) for cells in table.values()) - len(_GAP)


def _line(table: _Table, at: int, chosen: MatchBy) -> Content:
    line = Content(f"{table[None][at]:<{max(map(len, table[None]))}}")
    for rule in MatchBy:
        cell = f"{table[rule][at]:>{max(map(len, table[rule]))}}"
        style = "bold reverse" if rule is chosen else ""
        line = Content.assemble(line, _GAP, (cell, style))
    return line


def summary_words(compared: Compared, moves: Sequence[tuple[Note, Note, int]]) -> str:
    """Say in numbers what the chosen rule would change."""
    rule = rule_words(compared.found.rules.matching_by(compared.chosen).match)
    if compared.chosen is compared.in_force:
        return f"Matching {rule} is in force. 1 to 4 choose another rule to hold against it."
    total = counted(len(compared.found.companies), "company", "companies")
    if not moves:
        return f"Matching {rule} would change none of {total}."
    named = [f"{move_words(was, now)}: {number:,}" for was, now, number in moves]
    changed = sum(number for *_, number in moves)
    return f"Matching {rule} would change {changed:,} of {total}. {listed(named, most=_MOST_MOVES)}."


def plain_text(head: Sequence[str], compared: Compared, summary: str, rows: FoundRows, *, width: int) -> str:
    """Return the whole screen without frames and colours."""
    lines = [*head, "", grid_text(compared), "", summary]
    return "\n".join([*lines, *found_as_text(HEADER, rows, width=width)])
