"""Two names drawn under each other, letter under letter, with a line of marks for where they differ."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from typing import Final

from rich.cells import cell_len

from axtui.core.alignment import Difference, Pair, aligned, letters_of
from axtui.core.alignment_words import differences_in_words
from axtui.core.text import visible
from axtui.tui.row_lines import DetailLine, Layout, Look, Piece, folded

_MARKS: Final = {
    "-": "only in Autotask",
    "+": "only in Xero",
    "~": "the same in another form",
    "^": "another letter",
    "!": "nothing is drawn for it",
}
_SIDES: Final = ("Autotask", "Xero", "")
_UNSEEN: Final = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """What stands in one place: a letter of each name, and the mark under them, all of the same width."""

    texts: tuple[str, str, str]
    looks: tuple[Look, Look, Look]
    width: int


def aligned_lines(
    ours: str, theirs: str, layout: Layout, *, ascii_only: bool, in_words: bool = True
) -> Iterator[DetailLine]:
    """Draw both names and their marks, broken together where they are too long; then say what differs."""
    pairs = aligned(ours, theirs)
    columns = [column for pair in pairs for column in _columns(pair, ascii_only=ascii_only)]
    room = max(layout.width - layout.values_at, 2)
    for at, part in enumerate(_broken(columns, room)):
        if at:
            yield ()
        yield from _drawn(part, layout)
    if in_words:
        yield from _said(pairs, columns, layout)


def _columns(pair: Pair, *, ascii_only: bool) -> Iterator[_Column]:
    mark = _mark_of(pair)
    nothing, space = (".", "_") if ascii_only else ("·", "␣")
    differs = pair.difference is not Difference.NONE
    for mine, other in zip_longest(letters_of(pair.ours), letters_of(pair.theirs), fillvalue=""):
        shown = [_shown(each, nothing, space if differs else " ") for each in (mine, other)]
        width = max(map(cell_len, shown))
        look = Look.DIFFERENCE if differs else Look.PLAIN
        yield _Column(
            texts=(_padded(shown[0], width), _padded(shown[1], width), _padded(mark, width)),
            looks=(look if mine else Look.ASIDE, look if other else Look.ASIDE, Look.MARK),
            width=width,
        )


def _mark_of(pair: Pair) -> str:
    if pair.difference is Difference.NONE:
        return " "
    if pair.difference is Difference.INVISIBLE:
        return "!"
    if not pair.theirs:
        return "-"
    if not pair.ours:
        return "+"
    return "^" if pair.difference is Difference.OTHER else "~"


def _shown(letter: str, nothing: str, space: str) -> str:
    """Return what is drawn for a letter; whatever takes no room gets a stand-in that does."""
    if not letter:
        return nothing
    shown = visible(letter)
    if shown == " ":
        return space
    return shown if cell_len(shown) else _UNSEEN


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text))


def _broken(columns: Sequence[_Column], room: int) -> Iterator[list[_Column]]:
    """Yield as many columns as fit side by side, again and again."""
    part: list[_Column] = []
    taken = 0
    for column in columns:
        if part and taken + column.width > room:
            yield part
            part, taken = [], 0
        part.append(column)
        taken += column.width
    if part:
        yield part


def _drawn(columns: Sequence[_Column], layout: Layout) -> Iterator[DetailLine]:
    has_marks = any(column.texts[2].strip() for column in columns)
    for at, side in enumerate(_SIDES if has_marks else _SIDES[:2]):
        start = f"{' ' * layout.indent}{side}"
        gap = " " * (layout.values_at - len(start))
        yield (
            Piece(" " * layout.indent),
            Piece(side, Look.NAME),
            Piece(gap),
            *(
                Piece("".join(column.texts[at] for column in run), look)
                for look, run in groupby(columns, key=lambda column: column.looks[at])  # used at once
            ),
        )


def _said(pairs: Sequence[Pair], columns: Sequence[_Column], layout: Layout) -> Iterator[DetailLine]:
    used = {column.texts[2].strip() for column in columns}
    legend = ", ".join(f"{mark} {words}" for mark, words in _MARKS.items() if mark in used)
    for text, look in ((legend, Look.ASIDE), *((said, Look.PLAIN) for said in differences_in_words(pairs))):
        for part in folded(text, layout.width - layout.indent) if text else ():
            yield (Piece(" " * layout.indent), Piece(part, look))
