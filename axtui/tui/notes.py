"""How a note looks: always a glyph and a word, so that nothing depends on colour; colours are the theme's."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from axtui.core.notes import Note


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLook:
    """What stands for a note on a screen."""

    glyph: str
    """One cell wide, in the fonts that terminals come with."""
    ascii_glyph: str
    word: str
    css: str
    """Rules of a style sheet; colours by the theme's names."""
    ansi_css: str = ""
    """Rules on top of them for themes of the terminal's own sixteen colours."""

    def sign(self, *, ascii_only: bool) -> str:
        """Return the glyph that the terminal can draw."""
        return self.ascii_glyph if ascii_only else self.glyph

    def words(self, *, ascii_only: bool) -> str:
        """Return glyph and word."""
        return f"{self.sign(ascii_only=ascii_only)} {self.word}"


NOTE_LOOKS: Final[Mapping[Note, NoteLook]] = {
    Note.NO_MATCH: NoteLook(glyph="✗", ascii_glyph="x", word="No Match", css="color: $text-error;"),
    Note.NOT_FOUND: NoteLook(glyph="○", ascii_glyph="o", word="Not Found", css="color: $text-warning;"),
    Note.LINK: NoteLook(
        glyph="→",
        ascii_glyph=">",
        word="Link",
        css="color: $text-primary;",
        ansi_css="color: ansi_cyan;",  # many terminals draw their blue too dark to be read on black
    ),
    Note.AMBIGUOUS: NoteLook(glyph="?", ascii_glyph="?", word="Ambiguous", css="color: $text-error;"),
    Note.MULTIPLE: NoteLook(glyph="≡", ascii_glyph="=", word="Multiple", css="color: $text-warning;"),
    Note.OK: NoteLook(glyph="✓", ascii_glyph="+", word="OK", css="color: $text-success;"),
    Note.EXCLUDED: NoteLook(glyph="–", ascii_glyph="-", word="Excluded", css="text-style: dim;"),
}

NOTE_CLASSES: Final = {note: f"note--{note.name.lower().replace('_', '-')}" for note in Note}
"""The style class of each note, for a widget or one of its components."""


def note_css(widget: str) -> str:
    """Return the style sheet that colours the note classes on and inside a type of widget."""
    rules = [f"{widget} .{NOTE_CLASSES[note]} {{ {look.css} }}" for note, look in NOTE_LOOKS.items()]
    for_ansi = [
        f"{widget}:ansi .{NOTE_CLASSES[note]} {{ {look.ansi_css} }}"
        for note, look in NOTE_LOOKS.items()
        if look.ansi_css
    ]
    return "\n".join([*rules, *for_ansi])
