"""What is said of two names that differ: a sentence for each difference, odd characters by code point."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Final

from axtui.core.alignment import Difference, Pair
from axtui.core.sentences import counted, listed
from axtui.core.text import describe_character, quoted

_MOST_SAID: Final = 8
_BY_CODE_POINT: Final = frozenset({Difference.LOOK_ALIKE, Difference.PUNCTUATION, Difference.FORM})
_WHY: Final = {
    Difference.ACCENT: "an accent differs",
    Difference.AND: "the same word, written differently",
    Difference.LEGAL_FORM: "the legal form is written differently",
    Difference.LOOK_ALIKE: "they only look the same",
    Difference.PUNCTUATION: "two forms of one sign",
    Difference.FORM: "the same letter, stored differently",
}
_WHAT: Final = {Difference.LEGAL_FORM: "the legal form ", Difference.THE: "the leading "}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """Neighbours that differ in one way, with where they begin on each side, from 1."""

    difference: Difference
    ours: str
    theirs: str
    at: int
    other_at: int
    before: str
    after: str
    """What stands around them on the side that has them."""


def differences_in_words(pairs: Sequence[Pair]) -> tuple[str, ...]:
    """Say each way in which two names differ, from their beginning on; of very many the first ones."""
    said = tuple(_sentences(tuple(_runs(pairs))))
    more = len(said) - _MOST_SAID
    return said if more <= 0 else (*said[:_MOST_SAID], f"And {counted(more, 'further difference')}.")


def _sentences(runs: Sequence[_Run]) -> Iterator[str]:
    """Yield what is said of each run; of all that differ in case together, where the first one stands."""
    in_case = [run for run in runs if run.difference is Difference.CASE and run.ours != run.theirs]
    for run in runs:
        if run.difference is not Difference.CASE:
            yield _sentence(run)
        elif in_case[:1] == [run]:
            ours, theirs = (_named(map(side, in_case)) for side in (attrgetter("ours"), attrgetter("theirs")))
            yield f"Autotask has {ours}, Xero has {theirs}: upper and lower case differ."


def _named(words: Iterable[str]) -> str:
    return listed([quoted(word) for word in words], most=_MOST_SAID)


def _runs(pairs: Sequence[Pair]) -> Iterator[_Run]:
    ours, theirs = "".join(pair.ours for pair in pairs), "".join(pair.theirs for pair in pairs)
    at, other_at = 0, 0
    for (difference, _), run in groupby(_with_whole_words(pairs), key=_kind):
        found = tuple(run)
        mine, other = "".join(pair.ours for pair in found), "".join(pair.theirs for pair in found)
        if difference is not Difference.NONE:
            around, begin, length = (ours, at, len(mine)) if mine else (theirs, other_at, len(other))
            yield _Run(
                difference=difference,
                ours=mine,
                theirs=other,
                at=at + 1,
                other_at=other_at + 1,
                before=around[:begin],
                after=around[begin + length :],
            )
        at, other_at = at + len(mine), other_at + len(other)


def _kind(pair: Pair) -> tuple[Difference, str]:
    """Tell apart what only one side has, unless it is part of words that differ anyway."""
    if pair.difference is Difference.OTHER:
        return pair.difference, ""
    return pair.difference, "both" if pair.ours and pair.theirs else "ours" if pair.ours else "theirs"


def _with_whole_words(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Take a word for different as a whole where it has other letters, or another case: words are read."""
    for is_between, run in groupby(pairs, key=_is_between_words):
        found = tuple(run)
        kinds = {pair.difference for pair in found}
        if Difference.OTHER in kinds:
            covered, kind = kinds - ({Difference.NONE} if is_between else set()), Difference.OTHER
        else:
            covered = {Difference.NONE} if Difference.CASE in kinds else set()
            kind = Difference.CASE
        for pair in found:
            is_covered = pair.difference in covered
            yield Pair(ours=pair.ours, theirs=pair.theirs, difference=kind) if is_covered else pair


def _is_between_words(pair: Pair) -> bool:
    return (pair.ours or pair.theirs).isspace() and (pair.theirs or pair.ours).isspace()


def _sentence(run: _Run) -> str:
    if run.difference is Difference.SPACE:
        return _space_sentence(run)
    if run.difference is Difference.INVISIBLE:
        return f"{_where(run)} has {_characters(run.ours or run.theirs)}: nothing is drawn for it."
    if not run.ours or not run.theirs:
        side = "Autotask" if run.ours else "Xero"
        return f"Only {side} has {_WHAT.get(run.difference, '')}{quoted((run.ours or run.theirs).strip())}."
    why = f": {_WHY[run.difference]}" if run.difference in _WHY else ""
    if run.difference in _BY_CODE_POINT:
        ours, theirs = _characters(run.ours), _characters(run.theirs)
        return f"Autotask's name has {ours} at position {run.at}, Xero's has {theirs}{why}."
    return f"Autotask has {quoted(run.ours)}, Xero has {quoted(run.theirs)}{why}."


def _space_sentence(run: _Run) -> str:
    if run.ours and run.theirs:
        ours, theirs = _characters(run.ours), _characters(run.theirs)
        return f"Autotask's name has {ours} at position {run.at}, Xero's has {theirs}."
    return f"{_where(run)} has {_space_words(run)}."


def _space_words(run: _Run) -> str:
    spaces = run.ours or run.theirs
    plain = "a space" if spaces == " " else f"{len(spaces)} spaces"
    what = plain if set(spaces) == {" "} else _characters(spaces)
    if not run.before:
        return f"{what} before its first letter"
    if not run.after:
        return f"{what} behind its last letter"
    is_doubled = run.before[-1:].isspace() or run.after[:1].isspace()
    return f"{what} more between two words" if is_doubled else f"{what} where the other has none"


def _where(run: _Run) -> str:
    side, at = ("Autotask", run.at) if run.ours else ("Xero", run.other_at)
    return f"At position {at}, {side}'s name"


def _characters(text: str) -> str:
    return ", ".join(map(describe_character, text))
