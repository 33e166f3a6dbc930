"""What the screen says that shows both sides' own trouble."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from textual.content import Content

from axtui.core.sentences import counted
from axtui.core.trouble import TroubleKind
from axtui.core.trouble_lines import cells_of, headings_of
from axtui.core.trouble_words import ABOUT, INVOICED, what
from axtui.tui.found_rows import MOST_PLAIN, FoundRows, found_as_text
from axtui.tui.plain_text import rows_as_text
from axtui.tui.report_words import rule_words

if TYPE_CHECKING:
    from axtui.core.trouble import Finding, Trouble

HELP: Final = """\
# Both sides' own trouble

What is amiss within Autotask or Xero alone, from what was read last: nothing is read anew, and nothing is
changed. Excluded companies are left alone. Whether Xero has ever invoiced a customer is as of the last full
read: Xero does not tell when that changes.

| key | does |
|---|---|
| `1` to `9`, `0` | choose a kind, or all |
| `[`, `]`; arrows in the list above | choose the kind before or after |
| `tab`, `enter` in the list above | goes to the findings |
| up, down, `j`, `k`, page up, page down, `g`, `G` | move among the findings |
| left, right, home, end | choose a cell, which `y` sends |
| `n` | the next customer that Xero has invoiced, which has a `!` |
| `enter` | goes to the company's row in the report |
| `/`, `f3` | searches, as in the report; `reason:` looks into what is said of a finding |
| `y`, `Y` | send the cell, or what is said of the finding, to the terminal's clipboard (OSC 52) |
| `L` | the same as plain text, for the terminal's own selection |
| `escape`, `q`, `v` | leaves |
"""
LOOKING: Final = "Looking through both sides ..."
NO_ROW: Final = "No company of the report belongs to this finding."
KINDS: Final[tuple[TroubleKind | None, ...]] = (None, *TroubleKind)
"""In the order of the list; all kinds stand first."""
_ALL: Final = "All"
_LAST_KEY: Final = 9
_CHOSEN: Final = "> "
_GAP: Final = "  "
_COLUMNS: Final = 2
_LEAST_LINES: Final = 20
"""Of a screen; on a lower one the list is a single line."""


def header_of(kind: TroubleKind | None) -> tuple[str, ...]:
    """Return the headings of the findings of a kind, or of all of them."""
    return tuple(map(str, headings_of(kind)))


def finding_at(trouble: Trouble, kind: TroubleKind | None, place: int) -> Finding:
    """Return the finding at a place among those of the kind."""
    return trouble.findings[trouble.places(kind)[place]]


def found_findings(trouble: Trouble, kind: TroubleKind | None, places: Sequence[int]) -> FoundRows:
    """Return the findings of the kind that a search lets through."""
    headings, field = headings_of(kind), trouble.rules.match.number_field

    def cells_at(place: int) -> tuple[str, ...]:
        return cells_of(finding_at(trouble, kind, place), headings, field)

    return FoundRows(places, cells_at)


def remark_of(cell: str) -> str:
    """Say of a customer that somebody is billed for it; empty for all other cells."""
    return "Xero has invoiced it" if cell == INVOICED else ""


def kinds_content(trouble: Trouble, chosen: TroubleKind | None, *, width: int, lines: int) -> Content:
    """Return the list of kinds with their counts, in two columns; on a low screen the chosen one only."""
    if lines < _LEAST_LINES:
        at = KINDS.index(chosen)
        entry = _entry(trouble, chosen, chosen, short=True).strip()
        return Content(f"{entry}{_GAP}({at + 1} of {len(KINDS)}: [ and ] choose)")
    short = _broadest(trouble, chosen, short=False) > width
    return Content("\n").join(_lines(trouble, chosen, short=short))


def kinds_text(trouble: Trouble) -> str:
    """Return the same list as plain text."""
    entries = [(_title(kind, short=False), f"{_count(trouble, kind):,}") for kind in KINDS]
    return rows_as_text(("Trouble", "Findings"), entries, on_screen=(40, 9), width=80)


def kind_beside(chosen: TroubleKind | None, step: int) -> TroubleKind | None:
    """Return the kind so many places further in the list, round the end."""
    return KINDS[(KINDS.index(chosen) + step) % len(KINDS)]


def rows_of_kinds() -> int:
    """Return how many lines the list of kinds has in its columns."""
    return -(-len(KINDS) // _COLUMNS)


def _broadest(trouble: Trouble, chosen: TroubleKind | None, *, short: bool) -> int:
    entries = [_entry(trouble, kind, chosen, short=short) for kind in KINDS]
    return _COLUMNS * max(map(len, entries)) + len(_GAP)


def _lines(trouble: Trouble, chosen: TroubleKind | None, *, short: bool) -> list[Content]:
    texts = {kind: _entry(trouble, kind, chosen, short=short) for kind in KINDS}
    broadest = max(map(len, texts.values()))
    entries = [
        Content.assemble((f"{text:<{broadest}}", "bold reverse" if kind is chosen else ""))
        for kind, text in texts.items()
    ]
    rows = rows_of_kinds()
    return [Content(_GAP).join(entries[at::rows]) for at in range(rows)]


def _entry(trouble: Trouble, kind: TroubleKind | None, chosen: TroubleKind | None, *, short: bool) -> str:
    at = KINDS.index(kind)
    key = str(at) if at <= _LAST_KEY else " "
    sign = _CHOSEN if kind is chosen else " " * len(_CHOSEN)
    return f"{sign}{key} {_title(kind, short=short)}: {_count(trouble, kind):,}"


def _title(kind: TroubleKind | None, *, short: bool) -> str:
    if kind is None:
        return _ALL
    return ABOUT[kind].short if short else ABOUT[kind].title


def _count(trouble: Trouble, kind: TroubleKind | None) -> int:
    return len(trouble.places(kind))


def summary_words(trouble: Trouble, kind: TroubleKind | None) -> str:
    """Say what the chosen kind means, and what of it may be wrong."""
    incomplete = (
        " ! Not everything was read, so some of this may be wrong." if trouble.incomplete_because else ""
    )
    if kind is not None:
        return f"{ABOUT[kind].title}: {_count(trouble, kind):,}. {ABOUT[kind].why}{incomplete}"
    found = counted(len(trouble.findings), "finding") if trouble.findings else "Nothing"
    return f"{found} on both sides together, matching {rule_words(trouble.rules.match)}.{incomplete}"


def finding_words(trouble: Trouble, finding: Finding) -> str:
    """Say what was found, and what to do."""
    return f"{what(finding, trouble.rules.match.number_field)} {ABOUT[finding.kind].advice}"


def plain_text(
    head: Sequence[str], trouble: Trouble, kind: TroubleKind | None, rows: FoundRows, *, width: int
) -> str:
    """Return the whole screen without frames and colours, and what is said of each finding."""
    field = trouble.rules.match.number_field
    said = [what(finding_at(trouble, kind, place), field) for place in rows.places[:MOST_PLAIN]]
    lines = [*head, "", kinds_text(trouble), "", summary_words(trouble, kind)]
    lines += found_as_text(header_of(kind), rows, width=width)
    return "\n".join([*lines, *(["", *said] if said else [])])
