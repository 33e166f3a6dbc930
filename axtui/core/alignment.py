"""Two names laid against each other, letter by letter, with the kind of each difference.

What belongs together stands together: a letter with its accents is one piece, and so are `&` and `and`.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Final, TypeAlias

from axtui.core.lookalikes import looks_like
from axtui.core.record import record
from axtui.core.same_words import Meaning, leading_words
from axtui.core.text import ignoring_case, in_normal_form, is_invisible

_MOST_COMPARED: Final = 60_000
"""Pairs of letters; what two longer names do not share at their ends counts as one difference."""
_GAP: Final = 4
_UNSEEN_GAP: Final = 1
_IN_OTHER_DRESS: Final = 1
_OTHER: Final = 7
"""Less than to leave both out, so that another letter stands under the one in whose place it is."""
_WORDS: Final = re.compile(r"\w")


class Difference(StrEnum):
    """How two pieces differ."""

    NONE = "the same"
    CASE = "upper and lower case"
    ACCENT = "an accent"
    FORM = "an accent stored in another form"
    LOOK_ALIKE = "a letter that only looks the same"
    PUNCTUATION = "another form of a sign"
    SPACE = "a space"
    INVISIBLE = "a character that cannot be seen"
    AND = "another word for and"
    LEGAL_FORM = "the legal form"
    THE = "a leading The"
    OTHER = "other letters"


@record
class Pair:
    """What stands in the same place on both sides; empty on the side that has nothing there."""

    ours: str
    theirs: str
    difference: Difference = Difference.NONE


@lru_cache(maxsize=64)
def aligned(ours: str, theirs: str) -> tuple[Pair, ...]:
    """Lay two names against each other (Autotask's first); the pieces of each side make up its name."""
    mine, other = letters_of(ours), letters_of(theirs)
    start = _shared(mine, other)
    end = _shared(mine[start:][::-1], other[start:][::-1])
    # Whole words are compared, or "Ltd" and "Limited" would share their ends.
    start = _start_of_word(mine, start)
    end = _start_of_word(mine[::-1], end)
    middle = mine[start : len(mine) - end], other[start : len(other) - end]
    pairs = [
        *(Pair(ours=piece, theirs=piece) for piece in mine[:start]),
        *_aligned_pieces(*middle),
        *(Pair(ours=piece, theirs=piece) for piece in mine[len(mine) - end :]),
    ]
    return tuple(_with_words_named(pairs))


def letters_of(name: str) -> list[str]:
    """Split a name into letters with their accents; whatever cannot be seen stands alone."""
    found: list[str] = []
    for char in name:
        joins = unicodedata.category(char) in ("Mn", "Me") and not is_invisible(char)
        if joins and found and not is_unseen(found[-1]) and not found[-1].isspace():
            found[-1] += char
        else:
            found.append(char)
    return found


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _start_of_word(pieces: Sequence[str], at: int) -> int:
    while 0 < at < len(pieces) and _is_word(pieces[at - 1]):
        at -= 1
    return at


def _is_word(piece: str) -> bool:
    return _WORDS.match(piece) is not None


# The cheapest way through both names

_Step: TypeAlias = tuple[int, int, Difference]
"""How many pieces of each side stand against each other, and how they differ."""
_END: Final = (0, 0, Difference.NONE)


def _aligned_pieces(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[Pair]:
    if len(ours) * len(theirs) > _MOST_COMPARED:
        yield Pair(ours="".join(ours), theirs="".join(theirs), difference=Difference.OTHER)
        return
    at, other_at = 0, 0
    for mine, other, difference in _cheapest_steps(ours, theirs):
        yield Pair(
            ours="".join(ours[at : at + mine]),
            theirs="".join(theirs[other_at : other_at + other]),
            difference=difference,
        )
        at, other_at = at + mine, other_at + other


def _cheapest_steps(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[_Step]:
    """Yield the steps of least cost from the beginning of both names to their ends."""
    words = _same_words(ours, theirs)
    costs = [[0] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
    steps = [[_END] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
    for at in range(len(ours), -1, -1):
        for other_at in range(len(theirs), -1, -1):
            ways = [
                (cost + costs[at + step[0]][other_at + step[1]], step)
                for cost, step in _ways(ours[at : at + 1], theirs[other_at : other_at + 1])
            ]
            if word := words.get((at, other_at)):
                ways.append((_IN_OTHER_DRESS + costs[at + word[0]][other_at + word[1]], word))
            if ways:
                costs[at][other_at], steps[at][other_at] = min(ways, key=itemgetter(0))
    return _followed(steps)


def _followed(steps: Sequence[Sequence[_Step]]) -> Iterator[_Step]:
    at, other_at = 0, 0
    while at < len(steps) - 1 or other_at < len(steps[0]) - 1:
        step = steps[at][other_at]
        yield step
        at, other_at = at + step[0], other_at + step[1]


def _ways(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[int, _Step]]:
    """Yield how the next pieces can stand, and what that costs; of equal costs the first is taken."""
    if ours and theirs:
        difference = difference_of(ours[0], theirs[0])
        yield _cost_of(difference), (1, 1, difference)
    if ours:
        yield _cost_of_gap(ours[0]), (1, 0, _difference_of_one(ours[0]))
    if theirs:
        yield _cost_of_gap(theirs[0]), (0, 1, _difference_of_one(theirs[0]))


def _cost_of(difference: Difference) -> int:
    if difference is Difference.NONE:
        return 0
    return _OTHER if difference is Difference.OTHER else _IN_OTHER_DRESS


def _cost_of_gap(piece: str) -> int:
    return _UNSEEN_GAP if is_unseen(piece) else _GAP


_Words: TypeAlias = dict[tuple[int, int], _Step]


def _same_words(ours: Sequence[str], theirs: Sequence[str]) -> _Words:
    """Return where words begin on both sides that mean the same and are written differently."""
    mine, other = _meanings(ours), _meanings(theirs)
    return {
        (at, other_at): (length, other_length, _MEANT[meaning])
        for at, (length, meaning, text) in mine.items()
        for other_at, (other_length, other_meaning, other_text) in other.items()
        if meaning is other_meaning and ignoring_case(text) != ignoring_case(other_text)
    }


def _meanings(pieces: Sequence[str]) -> dict[int, tuple[int, Meaning, str]]:
    """Return for each place at which such words begin how long they are, what they mean, and the words."""
    found: dict[int, tuple[int, Meaning, str]] = {}
    for at in range(len(pieces)):
        if at and _is_word(pieces[at - 1]) and _is_word(pieces[at]):
            continue
        words = leading_words("".join(pieces[at:]))
        if words is not None:
            found[at] = (len(letters_of(words.text)), words.meaning, words.text)
    return found


_MEANT: Final = {Meaning.AND: Difference.AND, Meaning.LEGAL_FORM: Difference.LEGAL_FORM}


# How two pieces differ


@lru_cache(maxsize=4096)
def difference_of(ours: str, theirs: str) -> Difference:
    """Say how two letters, each with its accents, differ; the kind that a person sees least comes first."""
    if ours == theirs:
        return Difference.NONE
    if ours.isspace() and theirs.isspace():
        return Difference.SPACE
    if in_normal_form(ours) == in_normal_form(theirs):
        return Difference.FORM
    if ignoring_case(in_normal_form(ours)) == ignoring_case(in_normal_form(theirs)):
        return Difference.CASE
    if _sign(ours) == _sign(theirs):
        return Difference.PUNCTUATION
    if looks_like(ours) == looks_like(theirs):
        return Difference.LOOK_ALIKE
    if _without_accents(ours) == _without_accents(theirs):
        return Difference.ACCENT
    return Difference.OTHER


def is_unseen(piece: str) -> bool:
    """Say whether nothing is drawn for a piece of a name."""
    return len(piece) == 1 and is_invisible(piece)


def _difference_of_one(piece: str) -> Difference:
    if is_unseen(piece):
        return Difference.INVISIBLE
    return Difference.SPACE if piece.isspace() else Difference.OTHER


_SIGNS: Final = {
    **dict.fromkeys("'\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4`", "'"),
    **dict.fromkeys('"\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb', '"'),
    **dict.fromkeys("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
}
"""Quotation marks, apostrophes and dashes that people and their programs put for one another."""


def _sign(piece: str) -> str:
    return _SIGNS.get(piece, piece)


def _without_accents(piece: str) -> str:
    bare = "".join(
        char for char in unicodedata.normalize("NFD", ignoring_case(piece)) if not unicodedata.combining(char)
    )
    return bare or piece


# Words that only one side has


def _with_words_named(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Name what only one side has, where that is its legal form or its leading The."""
    starts_with = True
    for side, run in groupby(pairs, key=_only_side):
        found = tuple(run)
        named = _named(found, starts_with=starts_with) if side else None
        starts_with = False
        for pair in found:
            if named is None or pair.difference is Difference.INVISIBLE:
                yield pair
            else:
                yield Pair(ours=pair.ours, theirs=pair.theirs, difference=named)


def _only_side(pair: Pair) -> str:
    if pair.ours and pair.theirs:
        return ""
    return "ours" if pair.ours else "theirs"


def _named(run: Sequence[Pair], *, starts_with: bool) -> Difference | None:
    text = "".join(pair.ours or pair.theirs for pair in run).strip(" ,")
    words = leading_words(text)
    if words is not None and words.text == text and words.meaning is Meaning.LEGAL_FORM:
        return Difference.LEGAL_FORM
    if starts_with and ignoring_case(text) == "the":
        return Difference.THE
    has_letters = any(pair.difference is Difference.OTHER for pair in run)
    return Difference.OTHER if has_letters else None  # the space before a word belongs to it
