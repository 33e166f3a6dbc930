"""How much two names of companies are alike, word by word, and what a person would say of the difference."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import OSA

from axtui.core.record import record
from axtui.core.text import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_SAYS_LITTLE: Final = frozenset(
    {
        *("group", "holding", "holdings", "service", "services", "solutions", "international", "global"),
        *("trading", "enterprises", "company", "associates", "partners", "australia", "newzealand"),
        *("unitedkingdom", "unitedstates", "ireland", "canada", "southafrica", "deutschland", "france"),
        *("nederland", "europe", "pacific", "national"),
    }
)
"""Words that a firm has in one list and leaves out in the other."""
LITTLE: Final = 0.25
"""How much such a word counts, beside one that only this firm has."""
_SHORTEST_WITH_ERROR: Final = 4
_TWO_ERRORS_FROM: Final = 8
_MOST_ERRORS: Final = 2
_SHORTEST_START: Final = 3


class Kinship(IntEnum):
    """How two words, or runs of words, belong together although they are not the same."""

    SAME = 0
    """But for spaces, or an umlaut written out."""
    MISTYPED = 1
    SHORTENED = 2
    INITIALS = 3


_CREDIT: Final = {
    Kinship.SAME: 1.0,
    Kinship.MISTYPED: 0.9,
    Kinship.SHORTENED: 0.85,
    Kinship.INITIALS: 0.75,
}


_LONGEST_RUN: Final = {Kinship.SAME: 3, Kinship.MISTYPED: 1, Kinship.SHORTENED: 1, Kinship.INITIALS: 6}
"""How many words may be kin to one."""


@record
class Pair:
    """Words of either side that stand for each other."""

    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    kinship: Kinship
    errors: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What two names have in common and what not."""

    score: float
    """From 0 to 1: the share of what their words tell that is in both."""
    pairs: tuple[Pair, ...] = ()
    only_ours: tuple[str, ...] = ()
    only_theirs: tuple[str, ...] = ()
    in_order: bool = True
    other_numbers: bool = False
    """Each side has a number that the other has not."""
    other_words: bool = False
    """Each side has a word that the other has not, nor anything like it."""

    @property
    def contradicts(self) -> bool:
        """Whether something says that these are two firms, however much is the same."""
        return self.other_numbers or self.other_words

    @property
    def same_words(self) -> bool:
        """Whether nothing differs but what counts for nothing, and the order."""
        return not (self.only_ours or self.only_theirs) and all(
            pair.kinship is Kinship.SAME for pair in self.pairs
        )

    @property
    def slip(self) -> Pair | None:
        """The one misspelt word, where nothing else differs."""
        odd = [pair for pair in self.pairs if pair.kinship is not Kinship.SAME]
        if len(odd) != 1 or odd[0].kinship is not Kinship.MISTYPED or self.only_ours or self.only_theirs:
            return None
        return odd[0] if odd[0].errors == 1 else None

    def sentences(self) -> Iterator[str]:
        """Say what differs, and what that may mean, in few words."""
        if self.same_words:
            yield "The same words." if self.in_order else "The same words in another order."
        for pair in self.pairs:
            yield _pair_sentence(pair)
        if self.other_numbers:
            yield f"Other numbers: {_listed(self.only_ours, self.only_theirs, str.isdigit)}."
        elif self.only_ours and self.only_theirs:
            yield f"Other words: {_listed(self.only_ours, self.only_theirs, _any)}."
        elif self.only_ours:
            yield f"Only Autotask has {_words(self.only_ours)}."
        elif self.only_theirs:
            yield f"Only Xero has {_words(self.only_theirs)}."


def likeness(ours: Sequence[str], theirs: Sequence[str], weigh: Callable[[str], float]) -> Likeness:
    """Compare the words of two names; `weigh` says from 0 to 1 how much a word tells firms apart."""
    if ours == theirs:
        return Likeness(score=1.0)
    common, only_ours, only_theirs = _apart(ours, theirs)
    pairs = tuple(_pairs(only_ours, only_theirs))
    total = sum(map(weigh, ours)) + sum(map(weigh, theirs))
    shared = 2 * sum(map(weigh, common))
    for pair in pairs:
        light = min(sum(map(weigh, pair.ours)), sum(map(weigh, pair.theirs)))
        total -= sum(map(weigh, pair.ours)) + sum(map(weigh, pair.theirs)) - 2 * light
        shared += 2 * light * _CREDIT[pair.kinship] * (1 - 0.1 * max(0, pair.errors - 1))
    return Likeness(
        score=shared / total if total else 0.0,
        pairs=pairs,
        only_ours=tuple(only_ours),
        only_theirs=tuple(only_theirs),
        in_order=_in_order(ours, theirs, common),
        other_numbers=_any_number(only_ours) and _any_number(only_theirs),
        other_words=bool(only_ours and only_theirs),
    )


def says_little(word: str) -> bool:
    """Say whether firms add such a word to their names or leave it out as they like."""
    return word in _SAYS_LITTLE


def _apart(ours: Sequence[str], theirs: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """Return the words that both have, as often as both do, and those that either side alone has."""
    common, only_ours, only_theirs = [], [], list(theirs)
    for word in ours:
        if word in only_theirs:
            only_theirs.remove(word)
            common.append(word)
        else:
            only_ours.append(word)
    return common, only_ours, only_theirs


def _in_order(ours: Sequence[str], theirs: Sequence[str], common: Sequence[str]) -> bool:
    return [word for word in ours if word in common] == [word for word in theirs if word in common]


def _any_number(words: Iterable[str]) -> bool:
    return any(map(str.isdigit, words))


# Words that stand for each other


def _pairs(ours: list[str], theirs: list[str]) -> Iterator[Pair]:
    """Take what belongs together out of both lists, the closest kin first.

    All but what is mistyped begins with the same letter.
    """
    letters = {word[0] for word in ours}
    may_be_any = not letters.isdisjoint(word[0] for word in theirs)
    for kinship in Kinship if may_be_any else (Kinship.MISTYPED,):
        while ours and theirs and (found := _next_pair(ours, theirs, kinship)):
            (start, end), (their_start, their_end), errors = found
            yield Pair(
                ours=tuple(ours[start:end]),
                theirs=tuple(theirs[their_start:their_end]),
                kinship=kinship,
                errors=errors,
            )
            del ours[start:end]
            del theirs[their_start:their_end]


Span = tuple[int, int]


def _next_pair(ours: list[str], theirs: list[str], kinship: Kinship) -> tuple[Span, Span, int] | None:
    for at, word in enumerate(ours):
        if found := _kin_of(word, theirs, kinship):
            return (at, at + 1), *found
    if _LONGEST_RUN[kinship] > 1:
        for at, word in enumerate(theirs):
            if found := _kin_of(word, ours, kinship):
                return found[0], (at, at + 1), found[1]
    return None


def _kin_of(word: str, others: Sequence[str], kinship: Kinship) -> tuple[Span, int] | None:
    """Return which of the other words, or which run of them, is kin to a word, and by how many errors."""
    if word.isdigit():
        return None
    if kinship is Kinship.MISTYPED:
        return _mistyped(word, others)
    for start, other in enumerate(others):
        if word[0] != other[0]:
            continue
        for end in range(start + 1, min(len(others), start + _LONGEST_RUN[kinship]) + 1):
            if _is_kin(word, others[start:end], kinship):
                return (start, end), 0
    return None


def _mistyped(word: str, others: Sequence[str]) -> tuple[Span, int] | None:
    for at, other in enumerate(others):
        if -_MOST_ERRORS <= len(word) - len(other) <= _MOST_ERRORS and not other.isdigit():
            errors = _typing_errors(word, other)
            if errors is not None:
                return (at, at + 1), errors
    return None


def _is_kin(word: str, others: Sequence[str], kinship: Kinship) -> bool:
    joined = "".join(others)
    if joined.isdigit():
        return False
    match kinship:
        case Kinship.SAME:
            return _written_out(word) == _written_out(joined)
        case Kinship.SHORTENED:
            return _is_short_for(word, joined) or _is_short_for(joined, word)
        case _:
            return _are_initials(word, others) or _are_initials(joined, (word,))


def _written_out(word: str) -> str:
    """Return a word in which ü and ue are the same letter."""
    return word.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def _typing_errors(one: str, other: str) -> int | None:
    longer = max(len(one), len(other))
    if longer < _SHORTEST_WITH_ERROR:
        return None
    allowed = _MOST_ERRORS if longer >= _TWO_ERRORS_FROM else 1
    errors = OSA.distance(one, other, score_cutoff=allowed)
    return errors if errors <= allowed else None


def _is_short_for(short: str, long: str) -> bool:
    """Say whether a word is the beginning of another, or its consonants in their order, as mgmt is."""
    if not _SHORTEST_START <= len(short) < len(long):
        return False
    if long.startswith(short):
        return True
    if short[0] != long[0] or not set("aeiou").isdisjoint(short[1:]):
        return False
    letters = iter(long)
    return all(letter in letters for letter in short)


def _are_initials(word: str, others: Sequence[str]) -> bool:
    return len(word) == len(others) and all(
        len(other) > 1 and other.startswith(letter) for letter, other in zip(word, others, strict=True)
    )


# Sentences


def _pair_sentence(pair: Pair) -> str:
    ours, theirs = _words(pair.ours, " "), _words(pair.theirs, " ")
    match pair.kinship:
        case Kinship.SAME:
            return f"{ours} is written {theirs} in Xero."
        case Kinship.MISTYPED:
            return f"{ours} may be {theirs} with a typing error."
        case Kinship.SHORTENED:
            return f"{ours} and {theirs} may be short and long for the same."
        case Kinship.INITIALS:
            return f"{ours} and {theirs} may be initials and what they stand for."


def _words(words: Iterable[str], joint: str = ", ") -> str:
    if joint == " ":
        return quoted(" ".join(words))
    return joint.join(map(quoted, words))


def _any(_: str) -> bool:
    return True


def _listed(ours: Iterable[str], theirs: Iterable[str], which: Callable[[str], bool]) -> str:
    return f"{_words(filter(which, ours))} in Autotask, {_words(filter(which, theirs))} in Xero"
