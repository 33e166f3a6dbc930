"""What is asked of a report, and how far the answer is: the first rows at once, the rest between keys."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Final

from axtui.core.search import SLICED_ROWS, Found, Scan, SearchIndex, parse

if TYPE_CHECKING:
    from axtui.core.notes import Note
    from axtui.core.report_lines import ReportLines
    from axtui.core.search_pattern import Clock
    from axtui.core.view import SavedFilter

_AT_ONCE: Final = 0.06
"""Seconds within which nearly every question to an ordinary report is answered, in one frame."""
_AT_ONCE_OF_MANY: Final = 0.006
"""Seconds for the first rows of a report that needs more than one frame anyway."""
_SLICE: Final = 0.006
"""Seconds between two moments in which a key can be heard."""
_BETWEEN_COUNTS: Final = 0.5


class Searching:
    """One question at a time; a new one abandons the one before."""

    def __init__(self, lines: ReportLines, *, clock: Clock) -> None:
        self._clock = clock
        self._index = SearchIndex(lines, clock=clock)
        self.note: Note | None = None
        """The note key that holds beside what is typed."""
        self._scan = self._scanned("")
        self.found: Found = self._scan.found
        """The rows that were found so far, in reading order."""

    def open(self, lines: ReportLines, *, without: Collection[int] = ()) -> None:
        """Search another report, `without` some of its rows; the note stays."""
        self._index = SearchIndex(lines, without=without, clock=self._clock)

    @property
    def total(self) -> int:
        """How many rows there are to be looked at."""
        return len(self._index.lines)

    @property
    def is_done(self) -> bool:
        """Whether every row has been looked at."""
        return self._scan.is_done

    def ask(self, text: str) -> None:
        """Ask anew; as much of the answer as a frame has time for is there at once."""
        self._scan = self._scanned(text)
        self.found = self._scan.found

    def _scanned(self, text: str) -> Scan:
        scan = self._index.scan(parse(text), notes=_notes_of(self.note))
        many = len(self._index.lines) > SLICED_ROWS
        scan.advance(_AT_ONCE_OF_MANY if many else _AT_ONCE, self._clock)
        return scan

    def finish(self) -> bool:
        """Look at all rows that are left; say whether there were any."""
        if self._scan.is_done:
            return False
        self._scan.finish()
        self.found = self._scan.found
        return True

    async def go_on(self, show: Callable[[], None]) -> None:
        """Look at the rest, and let it be shown now and then and at the end; give way to every key."""
        scan, shown_at = self._scan, self._clock()
        while not scan.is_done:
            await asyncio.sleep(0)
            if scan is not self._scan:
                return
            scan.advance(_SLICE, self._clock)
            if self._clock() - shown_at >= _BETWEEN_COUNTS:
                shown_at = self._clock()
                self.found = scan.found
                show()
        self.found = scan.found
        show()

    def counter(self) -> Callable[[SavedFilter], str]:
        """Return what says how many rows a saved filter lets through; it may be asked in another thread."""
        lines, without = self._index.lines, self._index.left_out

        def count(kept: SavedFilter) -> str:
            # Its own index: a thread that was cancelled still counts while the next one begins.
            index = SearchIndex(lines, without=without, clock=self._clock)
            found = index.find(parse(kept.query), notes=_notes_of(kept.note))
            return "pattern?" if found.query.problem else f"{len(found):,}"

        return count


def _notes_of(note: Note | None) -> frozenset[Note]:
    """Return the notes that a note key lets through; none means all."""
    return frozenset() if note is None else frozenset({note})
