"""Which of very many names are worth a closer look: those that share rare pieces with a given one."""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Final

from rapidfuzz import fuzz, process

_PIECE: Final = 3
_RAREST: Final = 12
_MOST_LOOKED_AT: Final = 2_500
"""A piece that more names have than this, together with rarer ones, says too little for what it costs."""
_CANDIDATES: Final = 30
_MOST_MEASURED: Final = 500
"""Where more than these share as much with a name, thousands are called nearly the same, and any of them will
do."""
_AT_LEAST_ALIKE: Final = 55
"""By rapidfuzz's measure of 100; below it nobody would see a likeness."""
_ANSWERS: Final = 8
_RARE_ANSWERS: Final = 4
"""So many that share the rarest pieces are answers in any case: the measure is all for names that have the
same common words."""


class NameIndex:
    """Texts, each known by its place, and where every piece of three characters occurs."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._places: dict[str, array[int]] = {}

    def add(self, text: str) -> int:
        """Add a text and return its place."""
        place = len(self.texts)
        self.texts.append(text)
        for piece in _pieces(text):
            if (places := self._places.get(piece)) is None:
                places = self._places[piece] = array("I")
            places.append(place)
        return place

    def near(self, text: str) -> tuple[int, ...]:
        """Return the places of the texts that are most like this one, by rapidfuzz's weighted ratio."""
        rarest = tuple(self._rarest(text))
        rare = list(dict.fromkeys(_first_of(rarest, _CANDIDATES)))
        places = [*rare, *self._sharing(rarest, but=set(rare))]
        found = process.extract(
            text,
            [self.texts[place] for place in places],
            scorer=fuzz.WRatio,
            limit=_ANSWERS,
            score_cutoff=_AT_LEAST_ALIKE,
        )
        alike = (places[at] for _, _, at in found)
        return tuple(dict.fromkeys(chain(alike, rare[:_RARE_ANSWERS])))

    def _sharing(self, rarest: Sequence[Sequence[int]], *, but: set[int]) -> Iterator[int]:
        """Yield the places that share the most of the rarest pieces, but those that are known already."""
        votes = Counter(chain.from_iterable(rarest))
        enough = _votes_of_the_last(votes, _CANDIDATES) if len(votes) > _CANDIDATES else 1
        sharing = (place for place, count in votes.items() if count >= enough and place not in but)
        return islice(sharing, _MOST_MEASURED)

    def _rarest(self, text: str) -> Iterator[Sequence[int]]:
        """Yield where the rarest pieces occur, the rarest first; one of them at least."""
        found = [places for piece in _pieces(text) if (places := self._places.get(piece))]
        looked_at = 0
        for places in sorted(found, key=len)[:_RAREST]:
            looked_at += len(places)
            if looked_at > _MOST_LOOKED_AT and looked_at > len(places):
                return
            yield places


def _pieces(text: str) -> Iterable[str]:
    """Return every run of three characters, each once; a space stands before and behind a word.

    In the order of the text: a set would have another one in every process, and candidates with it.
    """
    padded = f" {text} "
    return dict.fromkeys([padded[at : at + _PIECE] for at in range(len(padded) - _PIECE + 1)])


def _first_of(rarest: Iterable[Sequence[int]], most: int) -> Iterator[int]:
    """Yield what shares a piece that hardly any text has, however few others it shares."""
    for places in rarest:
        most -= len(places)
        if most < 0:
            return
        yield from places


def _votes_of_the_last(votes: Counter[int], wanted: int) -> int:
    """Return how many votes a text needs so that about as many as wanted have them; always more than that."""
    how_many = Counter(votes.values())
    enough = max(how_many)
    reached = how_many[enough]
    while reached < wanted and enough > 1:
        enough -= 1
        reached += how_many[enough]
    return enough
