"""The report as one HTML file: no script, nothing that is loaded from anywhere, fit to be printed.

Names are text, whatever is in them; and a browser that were told otherwise is forbidden to run or fetch
anything.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from axtui.cli.html_style import POLICY, STYLE, kind_of
from axtui.core.paper import COUNTS_HEADER, HEADER, Counted, Paper, PaperRow, Section, section_title

_RIGHT_TO_LEFT: Final = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""The blocks of the scripts that run that way."""
_QUOTED: Final = re.compile('"([^"]*)"')


def html_lines(paper: Paper) -> Iterator[str]:
    """Yield the whole document line by line, each with its line end."""
    title = escape(paper.title)
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">\n'
    yield '<meta name="referrer" content="no-referrer">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
    yield f'<p class="headline">{escape(paper.headline)}</p>\n'
    for warning in paper.warnings:
        yield f'<p class="warning">{_text(warning)}</p>\n'
    yield from _summary(paper)
    yield from _facts(paper)
    if paper.is_empty:
        yield "<p>No row is printed here.</p>\n"
    for section in paper.sections:
        yield from _section(section)
    yield "</main>\n</body>\n</html>\n"


def _summary(paper: Paper) -> Iterator[str]:
    """Yield the counts; from those that are printed, a link leads to the rows."""
    printed = {section.note for section in paper.sections}
    yield '<table class="summary">\n<caption><h2>Summary</h2></caption>\n'
    yield _head(COUNTS_HEADER)
    for each in paper.counts:
        yield _count(each, is_printed=each.note in printed)
    yield "</tbody>\n</table>\n"


def _count(counted: Counted, *, is_printed: bool) -> str:
    note, kind = escape(counted.note), kind_of(counted.note)
    name = f'<a href="#{kind}">{note}</a>' if is_printed else note
    figure = f'<td class="figure">{counted.rows:,}</td>'
    return f'<tr class="{kind}"><th scope="row">{name}</th>{figure}<td>{escape(counted.meaning)}</td></tr>\n'


def _facts(paper: Paper) -> Iterator[str]:
    yield '<table class="facts">\n<caption><h2>About this report</h2></caption>\n<tbody>\n'
    for label, words in paper.facts:
        yield f'<tr><th scope="row">{escape(label)}</th>{_cell(words)}</tr>\n'
    yield "</tbody>\n</table>\n"


def _section(section: Section) -> Iterator[str]:
    kind = kind_of(section.note)
    yield f'<section class="{kind}">\n<h2 id="{kind}">{escape(section_title(section))}</h2>\n'
    yield f"<table>\n<caption>{escape(section.meaning)}</caption>\n"
    yield "".join([*(f'<col class="c{HEADER.index(title)}">' for title in section.header), "\n"])
    yield _head(section.header)
    yield from map(_row, section.rows())
    yield "</tbody>\n</table>\n</section>\n"


def _head(header: Sequence[str]) -> str:
    titles = "".join(f'<th scope="col">{escape(title)}</th>' for title in header)
    return f"<thead>\n<tr>{titles}</tr>\n</thead>\n<tbody>\n"


def _row(row: PaperRow) -> str:
    company, *others = row.cells
    cells = "".join(map(_cell, others))
    why = "\n".join(map(_text, row.reasons))
    return f'<tr><th scope="row" dir="auto">{_text(company)}</th>{cells}<td>{why}</td></tr>\n'


def _cell(text: str) -> str:
    """Return a cell; its text runs in its own direction, whatever stands beside it."""
    return f'<td dir="auto">{_text(text)}</td>'


def _text(text: str) -> str:
    """Return display text; what it quotes of a script from the right does not turn the words beside it."""
    inert = escape(text, quote=False)
    return _QUOTED.sub(r'"<bdi>\1</bdi>"', inert) if _RIGHT_TO_LEFT.search(text) else inert
