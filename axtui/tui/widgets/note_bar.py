"""The notes with their keys, glyphs and counts: the legend of the note keys, and the filter that is set."""

from collections.abc import Mapping
from typing import ClassVar, Final

from textual.content import Content
from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from axtui.core.notes import Note
from axtui.tui.notes import NOTE_CLASSES, NOTE_LOOKS, note_css

NOTE_KEYS: Final[Mapping[str, Note | None]] = {
    "0": None,
    **{str(at): note for at, note in enumerate(Note, start=1)},
}
"""Which key shows which note; 0 shows all."""
_GAP: Final = 2
_COLUMNS: Final = (4, 2, 1)
"""How many entries stand on a line where all of them do not fit into one; columns keep them aligned."""


class NoteBar(Widget):
    """Shows one entry per note, in one line where there is room for it, in columns otherwise."""

    class Chosen(Message):
        """The person clicked on an entry; None stands for all notes."""

        def __init__(self, note: Note | None) -> None:
            super().__init__()
            self.note = note

    ALLOW_SELECT: ClassVar[bool] = False

    COMPONENT_CLASSES: ClassVar[set[str]] = set(NOTE_CLASSES.values())

    DEFAULT_CSS = f"""
    NoteBar {{ height: auto; padding: 0 1; color: $text-muted; }}
    {note_css("NoteBar")}
    """

    counts: reactive[Mapping[Note, int]] = reactive({}, layout=True)
    """Rows per note; empty before there is a report."""
    active: reactive[Note | None] = reactive(None)

    def __init__(
        self,
        *,
        ascii: bool = False,  # noqa: A002  # the setting's own name
        id: str | None = None,  # noqa: A002  # Textual's own name
    ) -> None:
        super().__init__(id=id)
        self._ascii = ascii

    def render(self) -> Content:
        """Draw the entries for the width that there is."""
        lines = self._lines(self.size.width)
        return Content("\n").join(Content("  ").join(line) for line in lines)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  # Textual's
        """Return the number of lines that the entries need at this width."""
        return len(self._lines(width))

    def _lines(self, width: int) -> list[list[Content]]:
        entries = [self._entry(key, note) for key, note in NOTE_KEYS.items()]
        if sum(entry.cell_length for entry in entries) + _GAP * (len(entries) - 1) <= width:
            return [entries]
        broadest = max(entry.cell_length for entry in entries)
        fitting = [columns for columns in _COLUMNS if columns * (broadest + _GAP) - _GAP <= width]
        columns = fitting[0] if fitting else _COLUMNS[-1]
        padded = [entry.pad_right(broadest - entry.cell_length) for entry in entries]
        return [padded[at : at + columns] for at in range(0, len(padded), columns)]

    def _entry(self, key: str, note: Note | None) -> Content:
        look = NOTE_LOOKS[note] if note else None
        name = look.words(ascii_only=self._ascii) if look else "All"
        count = self.counts.get(note, 0) if note else sum(self.counts.values())
        number = str(count) if self.counts else ""
        if note is self.active and self.counts:
            entry = Content.styled(f"{key} {name} {number}", "$foreground bold reverse")
        else:
            style = self.get_visual_style(NOTE_CLASSES[note], partial=True) if note and count else ""
            entry = Content.assemble((key, "$foreground bold"), " ", (name, style), " ", number)
        return entry.stylize(Style.from_meta({"note_key": key}))

    def on_click(self, event: Click) -> None:
        """Choose the note that was clicked on."""
        key = event.style.meta.get("note_key")
        if isinstance(key, str) and key in NOTE_KEYS:
            self.post_message(self.Chosen(NOTE_KEYS[key]))
