"""What the screen of saved filters says: a line per filter, and what is on the report's screen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from textual.content import Content

from axtui.core.text import visible
from axtui.core.view import SavedFilter

_MOST_NAME: Final = 28
_HITS: Final = 9
EMPTY: Final = (
    "No saved filter yet. Search for something in the report, then come back here and press s: "
    "it is kept under a name, for this profile."
)
NOTHING_TO_SAVE: Final = "Nothing is searched for: there is nothing to save."


def asked_words(kept: SavedFilter) -> str:
    """Say what a filter asks for: its search and its note."""
    return ", ".join(part for part in (visible(kept.query), kept.note.value if kept.note else "") if part)


def name_room(filters: Iterable[SavedFilter]) -> int:
    """Return how many cells the names take, so that what stands behind them is aligned."""
    return min(_MOST_NAME, max((Content(visible(each.name)).cell_length for each in filters), default=0))


def filter_content(kept: SavedFilter, hits: str, *, room: int) -> Content:
    """Return the line of one filter: name, how many rows it lets through, what it asks for."""
    name = Content.styled(visible(kept.name), "bold").truncate(room, ellipsis=True)
    return Content.assemble(
        name.pad_right(room - name.cell_length), f"{hits:>{_HITS}}  ", (asked_words(kept), "dim")
    )
