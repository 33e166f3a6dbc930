"""The detail of a row laid out for a width: lines of text, each piece with how it is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len, chop_cells

from axtui.core.text import visible
from axtui.tui.notes import NOTE_LOOKS

if TYPE_CHECKING:
    from axtui.core.report import Report, Row
    from axtui.tui.row_words import Line, Section

_BROAD: Final = 60
"""Cells from which on there is room to spare."""
_WORDS: Final = re.compile("[^ ]* +|[^ ]+")


class Look(StrEnum):
    """How a piece of text is meant."""

    PLAIN = "plain"
    HEADING = "heading"
    NOTE = "note"
    NAME = "name"
    ASIDE = "aside"
    DIFFERENCE = "difference"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that looks the same from end to end."""

    text: str
    look: Look = Look.PLAIN
    link: str = ""
    """A web address of a checked form that the text stands for."""


DetailLine = tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How the room on a line is shared out."""

    width: int

    @property
    def indent(self) -> int:
        """Cells before a name."""
        return 2 if self.width >= _BROAD else 1

    @property
    def name_width(self) -> int:
        """Cells for a name."""
        return 16 if self.width >= _BROAD else 14

    @property
    def values_at(self) -> int:
        """Cells before a value that has a name."""
        return self.indent + self.name_width + self.indent


def detail_lines(row: Row, report: Report, *, width: int, ascii_only: bool = False) -> tuple[DetailLine, ...]:
    """Lay out everything that is known of a row: its name, its note, then section by section."""
    from axtui.tui.row_words import sections_of  # not needed for the first frame

    layout = Layout(width=max(width, 1))
    lines = [*head_lines(row, layout, ascii_only=ascii_only)]
    for section in sections_of(row, report):
        lines += [*section_lines(section, layout), ()]
    return tuple(lines[:-1])


def head_lines(row: Row, layout: Layout, *, ascii_only: bool) -> Iterator[DetailLine]:
    """Yield the company's name, its note, and an empty line."""
    yield from heading_lines(visible(row.company.name), layout)
    yield (Piece(NOTE_LOOKS[row.note].words(ascii_only=ascii_only), Look.NOTE),)
    yield ()


def heading_lines(text: str, layout: Layout) -> Iterator[DetailLine]:
    """Yield a heading."""
    return ((Piece(part, Look.HEADING),) for part in folded(text, layout.width))


def plain_detail(lines: Iterable[DetailLine]) -> tuple[str, ...]:
    """Return the same lines as text alone."""
    return tuple("".join(piece.text for piece in line).rstrip() for line in lines)


def section_lines(section: Section, layout: Layout) -> Iterator[DetailLine]:
    """Yield a heading, and names and values in two columns, an empty line between entries with names."""
    yield from heading_lines(section.title, layout)
    has_names = any(line.name for entry in section.entries for line in entry)
    for at, entry in enumerate(section.entries):
        if at and has_names:
            yield ()
        for line in entry:
            yield from _value_lines(line, layout, has_names=has_names)


def _value_lines(line: Line, layout: Layout, *, has_names: bool) -> Iterator[DetailLine]:
    look = Look.ASIDE if line.is_aside else Look.PLAIN
    start = layout.values_at if has_names else layout.indent
    values = folded(line.value, layout.width - start)
    names = folded(line.name, layout.name_width) if has_names else ()
    for at in range(max(len(values), len(names))):
        name = names[at] if at < len(names) else ""
        gap = " " * (start - layout.indent - cell_len(name))
        value = Piece(values[at] if at < len(values) else "", look, line.value if line.is_address else "")
        yield (Piece(" " * layout.indent), Piece(name, Look.NAME), Piece(gap), value)


def folded(text: str, width: int) -> Sequence[str]:
    """Break a text between words where it can be, inside of them where it must; only spaces are left out."""
    width = max(width, 2)  # the least that a wide letter takes
    if cell_len(text) <= width:
        return (text,)
    lines = [""]
    for word in _WORDS.findall(text):
        if cell_len(lines[-1] + word.rstrip(" ")) > width:
            lines += chop_cells(word.rstrip(" "), width) or [""]
            word = " " * (len(word) - len(word.rstrip(" ")))  # noqa: PLW2901  # what is left of it
        lines[-1] += word
    return [line.rstrip(" ") for line in lines if line.strip(" ")]
