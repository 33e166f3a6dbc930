"""What the terminal shows, and the least that has to be sent for it to show the next frame.

Textual sends whole lines of a widget again when anything in them may have changed. Here a frame is compared
with what the terminal already has, cell by cell; lines that have only moved are moved by the terminal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import repeat
from operator import eq
from typing import Final, NamedTuple, TypeAlias

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.cache import LRUCache
from textual.geometry import Size
from textual.strip import Strip

from axtui.tui.frame_scroll import Scroll, scroll_between
from axtui.tui.pens import Pen, change_of_pen, end_of_pen, pen_of

_WORTH_SKIPPING: Final = 5
"""To move over as many equal cells costs about as many bytes as to write them again."""
_STRIPS_KEPT: Final = 1_000
_SURE_OF_ITS_WIDTH: Final = re.compile(
    r"[ -~\xa1-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u200a\u2010-\u2027\u202f-\u205f"
    r"\u2070-\u20cf\u2100-\u27bf]*"
)
"""Letters and signs that take one cell on every terminal, if Rich agrees. About other scripts, wide letters
and accents of their own terminals disagree. None of them takes no cell."""


class Lump(NamedTuple):
    """A part of a line that is written as a whole: nobody knows where in it a terminal puts which letter."""

    x: int
    width: int
    chunks: tuple[tuple[str, Pen], ...]


Cell: TypeAlias = tuple[str, Pen] | Lump | None
"""A letter and how it looks, a piece of a lump, or nobody knows."""
Line: TypeAlias = list[Cell]


class FrameDiff:
    """Keeps the cells of one terminal."""

    def __init__(self) -> None:
        self._size = Size(0, 0)
        self._lines: list[Line] = []
        self._cells: LRUCache[tuple[int, int], tuple[Strip, Sequence[Cell]]] = LRUCache(_STRIPS_KEPT)

    def forget(self) -> None:
        """Take nothing for granted: another program, or a new size, has changed what is on the terminal."""
        self._size = Size(0, 0)

    def bytes_for(self, frame: CompositorUpdate, console: Console) -> str | None:
        """Return what to send for a frame, and take it for sent; None for a frame that cannot be compared."""
        colours = console._color_system or ColorSystem.TRUECOLOR  # noqa: SLF001  # as Textual's own strips do
        read = _reading_of(frame)
        if read is None:
            self.forget()
            return None
        size, pieces = read
        if size != self._size:
            self._size = size
            self._lines = [_unknown(size.width) for _ in range(size.height)]
        wanted = self._wanted(pieces, colours)
        writer = _Writer()
        scroll = scroll_between(self._lines, wanted)
        if scroll is not None:
            wanted = {**{y: self._lines[y] for y in scroll.lines}, **wanted}
            writer.scroll(scroll)
            scroll.apply_to(self._lines, _unknown(size.width))
        for y in sorted(wanted):
            writer.write_line(y, self._lines[y], wanted[y])
            self._lines[y] = wanted[y]
        return writer.all_written()

    def _wanted(self, pieces: Iterable[Piece], colours: ColorSystem) -> dict[int, Line]:
        wanted: dict[int, Line] = {}
        width, height = self._size
        for piece in pieces:
            if piece.y >= height:
                continue
            line = wanted.setdefault(piece.y, self._lines[piece.y].copy())
            cells = self._cells_of(piece, colours)
            line[piece.x : piece.x + len(cells)] = cells
            del line[width:]
        return wanted

    def _cells_of(self, piece: Piece, colours: ColorSystem) -> Sequence[Cell]:
        """Return the cells of a strip; a widget that scrolls hands in the same ones again and again."""
        known = self._cells.get((id(piece.strip), piece.x))
        if known is None:  # the strip is kept as well, so that no other one can have its id
            known = self._cells[id(piece.strip), piece.x] = piece.strip, _cells_of(piece, colours)
        return known[1]


class Written(CompositorUpdate):
    """A frame of which is known what to send."""

    def __init__(self, data: str) -> None:
        self._data = data

    def render_segments(self, console: Console) -> str:  # noqa: ARG002  # Textual's signature
        """Return what to send."""
        return self._data


class Piece(NamedTuple):
    """A part of a line of a frame."""

    x: int
    y: int
    strip: Strip


def _unknown(width: int) -> Line:
    return [None] * width


def _reading_of(frame: CompositorUpdate) -> tuple[Size, Iterable[Piece]] | None:
    if isinstance(frame, LayoutUpdate):
        return frame.region.size, _pieces_of_all(frame)
    if isinstance(frame, ChopsUpdate) and frame.chop_ends:
        return Size(frame.chop_ends[0][-1], len(frame.chop_ends)), _pieces_of_some(frame)
    return None


def _pieces_of_all(frame: LayoutUpdate) -> Iterator[Piece]:
    for y, strips in enumerate(frame.strips):
        x = 0
        for strip in strips:
            yield Piece(x, y, strip)
            x += strip.cell_length


def _pieces_of_some(frame: ChopsUpdate) -> Iterator[Piece]:
    """Yield every chop that has a part in a span: those Textual has drawn, and wholly.

    Textual itself cuts them at the end of the span, if need be through the middle of a wide letter.
    """
    for y, first, last in frame.spans:
        for end, (x, strip) in zip(frame.chop_ends[y], frame.chops[y].items(), strict=False):
            if strip is not None and x < last and end > first:
                yield Piece(x, y, strip)


def _cells_of(piece: Piece, colours: ColorSystem) -> Sequence[Cell]:
    chunks = [(text, pen_of(style, colours)) for text, style, _ in piece.strip if text]
    if not all(text.isascii() or _is_sure(text) for text, _ in chunks):
        width = piece.strip.cell_length
        return [Lump(piece.x, width, tuple(_without_lost_accents(chunks)))] * width
    cells: list[Cell] = []
    for text, pen in chunks:
        cells += zip(text, repeat(pen), strict=False)
    return cells


def _without_lost_accents(chunks: Sequence[tuple[str, Pen]]) -> Iterator[tuple[str, Pen]]:
    """Leave out what has no width at the beginning: it would be added to the cell before this piece."""
    is_first = True
    for text, pen in chunks:
        kept = text
        while is_first and kept and cell_len(kept[0]) == 0:
            kept = kept[1:]
        is_first = is_first and not kept
        yield kept, pen


@lru_cache(4096)
def _is_sure(text: str) -> bool:
    return _SURE_OF_ITS_WIDTH.fullmatch(text) is not None and cell_len(text) == len(text)


def changed_spans(old: Sequence[Cell], new: Sequence[Cell]) -> Iterator[tuple[int, int]]:
    """Yield where a line differs, with the equal cells between that cost less than a move of the cursor."""
    start = end = -1
    for x, is_same in enumerate(map(eq, old, new)):
        if is_same:
            continue
        if end < 0:
            start = x
        elif x - end >= _WORTH_SKIPPING:
            yield start, end
            start = x
        end = x + 1
    if end >= 0:
        yield start, end


class _Writer:
    """Writes cells, and remembers where the cursor is and which pen the terminal holds."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._pen: Pen | None = None
        self._at: tuple[int, int] | None = None

    def all_written(self) -> str:
        return "".join([*self._parts, end_of_pen(self._pen)])

    def scroll(self, scroll: Scroll) -> None:
        self._parts.append(scroll.sequence)

    def write_line(self, y: int, old: Line, new: Line) -> None:
        if old == new:
            return
        for start, end in changed_spans(old, new):
            x = start
            while x < end:
                x = self._write_from(x, end, y, new)

    def _write_from(self, x: int, end: int, y: int, line: Line) -> int:
        """Write cells of one look, or a lump from its beginning; return where the next ones stand."""
        cell = line[x]
        if cell is None:
            return x + 1
        if isinstance(cell, Lump):
            return self._write_lump(cell, y, line)
        pen = cell[1]
        letters = []
        for each in line[x:end]:
            if each is None or isinstance(each, Lump) or each[1] is not pen:
                break
            letters.append(each[0])
        self._go_to(x, y)
        self._write("".join(letters), pen)
        self._at = (x + len(letters), y)
        return x + len(letters)

    def _write_lump(self, lump: Lump, y: int, line: Line) -> int:
        """Write a lump, and once more whatever has covered a part of it since."""
        self._go_to(lump.x, y)
        for text, pen in lump.chunks:
            self._write(text, pen)
        self._at = None
        x, end = lump.x, min(lump.x + lump.width, len(line))
        while x < end:
            x = x + 1 if line[x] == lump else self._write_from(x, end, y, line)
        return end

    def _write(self, text: str, pen: Pen) -> None:
        if pen is not self._pen:
            self._parts.append(change_of_pen(self._pen, pen))
            self._pen = pen
        self._parts.append(text)

    def _go_to(self, x: int, y: int) -> None:
        at = self._at
        if at == (x, y):
            return
        if at is not None and at[1] == y and x > at[0]:
            self._parts.append(f"\x1b[{x - at[0]}C")
        else:
            self._parts.append(f"\x1b[{y + 1};{x + 1}H")
