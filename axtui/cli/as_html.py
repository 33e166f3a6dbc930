"""The report as one HTML file: no script, nothing that is loaded from anywhere, fit to be printed.

Names are text, whatever is in them; and a browser that were told otherwise is forbidden to run or fetch
anything.
"""

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Final

from axtui.core.paper import COUNTS_HEADER, HEADER, Paper, PaperRow, Section, section_title

_STYLE: Final = """
:root { color-scheme: light; }
body { font: 14px/1.4 system-ui, sans-serif; margin: 2em; color: #111; background: #fff; }
h1 { font-size: 1.5em; }
h2 { font-size: 1.15em; margin-top: 2em; break-after: avoid; }
h2 + p { break-after: avoid; }
p.warning { border-left: 4px solid #a00; padding-left: .6em; font-weight: bold; }
table { border-collapse: collapse; width: 100%; }
table.facts { width: auto; }
th, td { border: 1px solid #888; padding: .25em .5em; text-align: left; vertical-align: top; }
th, td { white-space: pre-wrap; overflow-wrap: anywhere; }
td.figure { text-align: right; }
thead { background: #eee; }
@page { margin: 12mm; }
@media print {
  body { font-size: 9pt; margin: 0; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
}
"""
_ALLOWED: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode("ascii")
_POLICY: Final = f"default-src 'none'; style-src 'sha256-{_ALLOWED}'; base-uri 'none'; form-action 'none'"
"""Only the style above, known by its hash."""


def html_lines(paper: Paper) -> Iterator[str]:
    """Yield the whole document line by line, each with its line end."""
    title = escape(paper.title)
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">\n'
    yield '<meta name="referrer" content="no-referrer">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
    for warning in paper.warnings:
        yield f'<p class="warning">{escape(warning)}</p>\n'
    yield from _facts(paper)
    yield "<h2>Summary</h2>\n"
    counts = ((str(each.note), f"{each.rows:,}", each.meaning) for each in paper.counts)
    yield from _table(COUNTS_HEADER, counts, figures=1)
    if paper.is_empty:
        yield "<p>No row is printed here.</p>\n"
    for section in paper.sections:
        yield from _section(section)
    yield "</body>\n</html>\n"


def _facts(paper: Paper) -> Iterator[str]:
    yield '<table class="facts">\n<tbody>\n'
    for label, words in paper.facts:
        yield f'<tr><th scope="row">{escape(label)}</th>{_cell(words)}</tr>\n'
    yield "</tbody>\n</table>\n"


def _section(section: Section) -> Iterator[str]:
    yield f"<h2>{escape(section_title(section))}</h2>\n<p>{escape(section.meaning)}</p>\n"
    yield from _table(HEADER, map(_cells, section.rows()))


def _cells(row: PaperRow) -> Sequence[str]:
    return (*row.cells, "\n".join(row.reasons))


def _table(
    header: Sequence[str], rows: Iterable[Sequence[str]], *, figures: int | None = None
) -> Iterator[str]:
    """Yield a table whose column `figures` holds numbers."""
    titles = "".join(f'<th scope="col">{escape(title)}</th>' for title in header)
    yield f"<table>\n<thead>\n<tr>{titles}</tr>\n</thead>\n<tbody>\n"
    for cells in rows:
        line = "".join(_cell(cell, is_figure=at == figures) for at, cell in enumerate(cells))
        yield f"<tr>{line}</tr>\n"
    yield "</tbody>\n</table>\n"


def _cell(text: str, *, is_figure: bool = False) -> str:
    """Return a cell; its text runs in its own direction, whatever stands beside it."""
    kind = ' class="figure"' if is_figure else ""
    return f'<td{kind} dir="auto">{escape(text)}</td>'
