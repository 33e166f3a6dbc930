"""What the doctor's screen says: the lines that `axtui doctor` prints, broken to fit, and its help."""

import re
import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

from textual.content import Content

HELP: Final = """\
# Doctor

What `axtui doctor` prints: versions, paths, the terminal, proxy and authorities, settings with where each
came from, the last runs. What needs a look stands first. Nothing is asked over the network, and nothing in it
is secret: it can be pasted into a ticket.

| key | does |
|---|---|
| up, down, `j`, `k`, page up, page down, `g`, `G` | scroll |
| `y` | send all of it to the terminal's clipboard (OSC 52) |
| `L` | all of it as plain text, for the terminal's own selection |
| `R`, `f5` | look again |
| `escape`, `q` | close |
"""
LOOKING: Final = "Looking ..."
WHAT: Final = "safe to paste into a ticket"
_BEFORE_VALUE: Final = re.compile(r"  \S.*?\s{2,}(?=\S)|\s+(?:!! )?")
_MARK: Final = "!!"


def doctor_content(lines: Sequence[str], *, width: int) -> Content:
    """Return the lines as they are drawn: a value that is too long goes on below itself."""
    return Content("\n").join(_drawn(lines, width))


def _drawn(lines: Sequence[str], width: int) -> Iterator[Content]:
    for line in lines:
        style = _style(line)
        for part in wrapped(line, width=width):
            yield Content.styled(part, style) if style else Content(part)


def _style(line: str) -> str:
    if line.lstrip().startswith(_MARK):
        return "bold $text-warning"
    return "bold" if line and not line.startswith(" ") else ""


def wrapped(line: str, *, width: int) -> Sequence[str]:
    """Break one line; what follows stands under its value, unless that would leave no room."""
    before = _BEFORE_VALUE.match(line)
    indent = min(before.end() if before else 0, width // 2)
    found = textwrap.wrap(
        line, max(width, 1), subsequent_indent=" " * indent, break_on_hyphens=False, tabsize=1
    )
    return found or [""]
