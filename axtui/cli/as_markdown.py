"""The report as Markdown, for a ticket or a wiki: a summary, then tables of rows by harm.

Names are text, whatever is in them: nothing of them becomes markup, a link, or a column of its own.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from axtui.core.paper import COUNTS_HEADER, Paper, PaperRow, Section, section_title

_MARKUP: Final = re.compile(
    r"[\\`*{}\[<~$^]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # between letters it is one of them
    r"|(?<!\w)#(?=\w)|#(?=[# ]*$)"  # a reference, the end of a heading
    r"|(?<!\w)@(?=\w)"  # a mention
    r"|&(?=#?\w+;)"
    r"|:(?=//)|(?i:(?<=mailto)|(?<=xmpp)):|(?i:(?<=www)\.)"  # a link that is no more than an address
    r"|:(?=[\w+-]+:)(?![0-9]{2}:)"  # a little picture, which no time of day is
)
"""What can start something where it stands, in CommonMark or in a dialect: all else is written as it is.

An e-mail address is: a backslash before its at sign does not keep GitHub from making a link to it.
"""
_PIPE: Final = "&#124;"
"""Not with a backslash: what a row is taken apart at comes before what a backslash means."""
_SPACE_THAT_GOES: Final = re.compile(r"^ +| +$|(?<= ) +")
_SPACE: Final = "&#32;"


def markdown_lines(paper: Paper) -> Iterator[str]:
    """Yield the whole document line by line, each with its line end."""
    yield f"# {escaped(paper.title)}\n\n"
    yield f"{escaped(paper.headline)}\n\n"
    for warning in paper.warnings:
        yield f"**Note:** {escaped(warning)}\n\n"
    yield "## Summary\n\n"
    yield from _table(COUNTS_HEADER, ((each.note, f"{each.rows:,}", each.meaning) for each in paper.counts))
    yield "\n"
    for label, words in paper.facts:
        yield f"- **{escaped(label)}:** {escaped(words)}\n"
    if paper.is_empty:
        yield "\nNo row is printed here.\n"
    for section in paper.sections:
        yield from _section(section)


def _section(section: Section) -> Iterator[str]:
    yield f"\n## {escaped(section_title(section))}\n\n{escaped(section.meaning)}\n\n"
    yield from _table(section.header, map(_cells, section.rows()))


def _cells(row: PaperRow) -> Sequence[str]:
    return (*row.cells, " ".join(row.reasons))


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _line(header)
    yield _line(["---"] * len(header))
    for cells in rows:
        yield _line(list(map(escaped, cells)))


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def escaped(text: str) -> str:
    """Return display text as Markdown that shows exactly this text, spaces included."""
    inert = _MARKUP.sub(r"\\\g<0>", text).replace("|", _PIPE)
    return _SPACE_THAT_GOES.sub(lambda spaces: _SPACE * len(spaces[0]), inert)
