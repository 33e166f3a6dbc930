"""How the HTML report looks: on a screen, on a narrow one, in the dark, and on paper.

Colours are only ever beside words. What stands here is hashed into the document's policy, so that a browser
takes this style and no other one.
"""

import base64
import hashlib
from collections.abc import Iterator
from typing import Final

from axtui.core.harm import BY_HARM
from axtui.core.notes import Note
from axtui.core.paper import HEADER, header_of

_LOOK: Final = """
:root {
  color-scheme: light dark;
  --text: #1c2430; --quiet: #566070; --line: #d5dae1; --head: #f3f5f8; --page: #fff; --link: #1d4ed8;
  --alarm: #b42318; --bad: #c2570c; --fair: #a16207; --next: #1d4ed8; --good: #18794e; --off: #68707d;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --text: #e4e8ee; --quiet: #a3adba; --line: #39424e; --head: #1f262e; --page: #14191f; --link: #8ab4ff;
    --alarm: #ff8a80; --bad: #ffab70; --fair: #e8c55b; --next: #8ab4ff; --good: #6fd19b; --off: #9aa4b1;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
main { max-width: 78rem; margin: 0 auto; padding: 2.5rem 2rem 4rem; }
h1, h2, p, caption, th, td { overflow-wrap: anywhere; }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.25; letter-spacing: -.01em; }
h2 { margin: 0; font-size: 1.2rem; line-height: 1.3; }
a { color: var(--link); }
.headline { margin: .4rem 0 0; font-size: 1.1rem; }
.warning { margin: 1rem 0 0; padding: .6rem .9rem; border: 1px solid var(--alarm);
  border-left-width: 5px; border-radius: 3px; font-weight: 600; }
section, table.summary, table.facts { margin-top: 2.5rem; }
section h2 { margin-bottom: .3rem; padding-left: .6rem; border-left: 5px solid var(--kind); }
table { width: 100%; border-collapse: collapse; }
section table { table-layout: fixed; }
caption { padding: 0 0 .6rem; text-align: left; color: var(--quiet); }
caption h2 { color: var(--text); }
th, td { padding: .4rem .6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th, td { white-space: pre-wrap; }
th { font-weight: 600; }
thead th { background: var(--head); color: var(--quiet); font-size: .88em; white-space: normal; }
section tbody th { font-weight: 500; }
.summary th:first-child { border-left: 5px solid var(--kind, var(--head)); }
.summary tbody th, .summary .figure { width: 1%; white-space: nowrap; }
.summary .figure { text-align: right; font-variant-numeric: tabular-nums; font-weight: 600; }
.summary thead th:nth-child(2) { text-align: right; overflow-wrap: normal; }
.facts { width: auto; }
.facts th { padding-left: 0; color: var(--quiet); font-weight: 400; white-space: nowrap; }
.c0 { width: 17%; } .c1 { width: 9%; } .c2 { width: 15%; } .c3 { width: 11%; } .c4 { width: 23%; }
.no-match .c0 { width: 32%; }
.ambiguous { --kind: var(--alarm); } .no-match { --kind: var(--bad); }
.multiple, .not-found { --kind: var(--fair); } .link { --kind: var(--next); }
.ok { --kind: var(--good); } .excluded { --kind: var(--off); }
"""
_NARROW: Final = """
  main { padding: 1.5rem 1rem 3rem; }
  section table, section caption, section tbody, section tr, section td, section tbody th { display: block; }
  section thead { position: absolute; clip-path: inset(50%); }
  section tr { padding: .6rem 0; border-bottom: 1px solid var(--line); }
  section td, section tbody th { padding: .1rem 0; border: 0; }
  section tbody th { font-weight: 600; }
  section td:empty { display: none; }
  section td::before { color: var(--quiet); }
  .facts tr, .facts th, .facts td { display: block; padding: 0; border: 0; }
  .facts tr { padding: .3rem 0; border-bottom: 1px solid var(--line); }
"""
"""There a row stands as lines below each other, each with its column's title before it."""
_PAPER: Final = """
@page {
  margin: 14mm 12mm 16mm;
  font: 8pt system-ui, sans-serif; color: #566070;
  @bottom-left { content: "Autotask to Xero"; }
  @bottom-right { content: counter(page) " / " counter(pages); }
}
@media print {
  body { font-size: 8.5pt; line-height: 1.35; }
  main { max-width: none; padding: 0; }
  h1 { font-size: 17pt; }
  h2 { font-size: 11.5pt; break-after: avoid; }
  .headline { font-size: 10.5pt; }
  a { color: inherit; text-decoration: none; }
  section, table.summary, table.facts { margin-top: 7mm; }
  caption, thead, .warning { break-inside: avoid; }
  caption { break-after: avoid; }
  thead { display: table-header-group; }
  thead th { border-bottom: 1px solid #566070; print-color-adjust: exact; }
  th, td { padding: 1mm 1.5mm; }
  tr { break-inside: avoid; }
}
"""


def kind_of(note: Note) -> str:
    """Return what the document calls a note where a name has neither spaces nor capitals."""
    return note.lower().replace(" ", "-")


def _titles() -> Iterator[str]:
    """Yield what stands before a cell on a narrow screen, for each title once."""
    for title in HEADER[1:]:
        cells = [
            f"section.{kind_of(note)} td:nth-child({header.index(title) + 1})::before"
            for note in BY_HARM
            if title in (header := header_of(note))
        ]
        yield f'  {", ".join(cells)} {{ content: "{title}: "; }}\n'


STYLE: Final = (
    f"{_LOOK}@media screen and (max-width: 46rem) {{{_NARROW}{''.join(_titles())}}}\n{_PAPER.lstrip()}"
)
_ALLOWED: Final = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode("ascii")
POLICY: Final = f"default-src 'none'; style-src 'sha256-{_ALLOWED}'; base-uri 'none'; form-action 'none'"
"""Only the style above, known by its hash."""
