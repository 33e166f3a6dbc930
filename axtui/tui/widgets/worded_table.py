"""The report's table with a sentence in the place of rows where there are none to show."""

from typing import Any

from textual.content import Content
from textual.strip import Strip
from textual.visual import Visual

from axtui.tui.widgets.report_table import ReportTable

_INDENT = 2


class WordedTable(ReportTable):
    """Says why it shows nothing; a widget of its own for that would lay out the screen at a key."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._words = ""
        self._lines_of_words: list[Strip] = []
        self._width_of_words = 0

    @property
    def words(self) -> str:
        """What stands in the place of rows; empty while there are some."""
        return self._words

    @words.setter
    def words(self, words: str) -> None:
        if words != self._words:
            self._words, self._width_of_words = words, 0
            self._repaint()

    def _forget_looks(self) -> None:
        super()._forget_looks()
        self._width_of_words = 0

    def _strip(self, y: int) -> Strip:
        heading = self._scene.heading
        if not self._words or y < heading:
            return super()._strip(y)
        lines = self._wrapped()
        at = y - heading - 1
        return lines[at] if 0 <= at < len(lines) else Strip.blank(self._scene.width, self._scene.base)

    def _wrapped(self) -> list[Strip]:
        """Return the words in lines of the width that there is."""
        width = self._scene.width
        if width != self._width_of_words:
            self._width_of_words = width
            room, indent = max(1, width - 2 * _INDENT), Strip.blank(_INDENT, self._scene.base)
            found = Visual.to_strips(self, Content(self._words), room, None, self.visual_style, pad=True)
            self._lines_of_words = [
                Strip.join([indent, line]).adjust_cell_length(width, self._scene.base) for line in found
            ]
        return self._lines_of_words
