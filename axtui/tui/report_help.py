"""The help of the report screen."""

from typing import Final

REPORT_HELP: Final = """\
# Report

One row per Autotask company, with one note: whether its billing contact will reach the right Xero customer.

| note | what it means |
|---|---|
| No Match | no active Xero customer matches |
| Not Found | matched, but no accounts contact, and Xero lacks what an import needs |
| Link | matched, no accounts contact; the export can create it |
| Ambiguous | several customers match, or another company matches the same one |
| Multiple | several contacts are the accounts contact |
| OK | exactly one accounts contact |
| Excluded | kept out of the sync in Autotask |

| key | does |
|---|---|
| `/`, `f3` | search; enter, tab and escape go back to the table; up and down bring back earlier searches |
| `escape` | clear search and note filter; hide acknowledged rows |
| `f`, `f8` | saved filters: choose one, or keep this search and note under a name |
| `#` | go to a company by its number; `enter` goes there, `escape` leaves all as it was |
| `0` | all notes; `1` to `7` one note, as the line above the table says |
| up, down, `j`, `k`, page up, page down | move; `g`, home and `G`, end: first and last row |
| left, right | choose a column; `s` sorts by it, again the other way round |
| `space` | mark; `u` takes all marks away |
| `enter` | explain the row, and what to do about it; from 140 cells on a part also stands beside the table |
| `ctrl+d`, `ctrl+u`, `}`, `{` | scroll what stands beside the table |
| `o`, `f2` | columns: which, in which order, how wide |
| `y`, `Y` | send the cell of the active column, or the row, to the terminal's clipboard (OSC 52) |
| `L` | what is shown as plain text, for the terminal's own selection |
| `e`, `f4` | export the marked Link rows, or all Link rows shown |
| `V` | verify an import: what Autotask has made of the rows that were exported |
| `m`, `f7` | another match rule, for this report only |
| `d` | what has changed since an earlier run: new, fixed, back again, renamed |
| `v` | both sides' own trouble: duplicates, customers without a company, contacts out of reach |
| `w` | what if: the report under all four match rules, and which companies another rule would change |
| `a` | acknowledge the row: it is known, and is left out until a day or until it changes |
| `A` | what is acknowledged, and what of it no longer holds |
| `R`, `f5` | run the report; again to see the new one |

Search: words in any column (`acme`), a phrase (`"pty ltd"`), without (`-note:ok`), a pattern (`/^the/`),
one column (`company:acme`, also `number customer contact first last email note reason`), an empty cell
(`email:""`).
"""
