"""Invented firms of ten countries: the words of their names, their domains and their numbers."""

import random
import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Final

from bench.suggest_words import (
    BRANCHES,
    BRANDS,
    COUNTRIES,
    FIRST_NAMES,
    PLACES,
    SURNAMES,
    SYLLABLES,
    Country,
)

_LETTERS: Final = "ABCDEFGHJKLMNPRSTVW"
_AND: Final = "{and}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """One firm, and how its name is put together."""

    country: Country
    words: tuple[str, ...]
    """Without the legal form; `{and}` stands for whichever word the country has."""
    ways: tuple[str, ...] = ()
    """How its legal form may be written."""

    @property
    def form(self) -> str:
        """The legal form in its usual spelling, or nothing."""
        return self.ways[0] if self.ways else ""

    @property
    def name(self) -> str:
        """The name as the firm writes it."""
        return self.called()

    @property
    def known_by(self) -> str:
        """Its words without a leading The: no two firms of the benchmark have the same ones."""
        return " ".join(self.words).lower().removeprefix("the ")

    def called(self, *, form: str | None = None, word_for_and: str | None = None) -> str:
        """Return the name with another spelling of its legal form, or of the word for `and`."""
        joint = self.country.ands[0] if word_for_and is None else word_for_and
        words = [joint if word == _AND else word for word in self.words]
        return " ".join((*words, self.form if form is None else form)).strip()

    def with_words(self, *words: str) -> "Firm":
        """Return a firm of the same country and form with other words."""
        return replace(self, words=words)

    @property
    def domain(self) -> str:
        """A domain that follows from the first words of the name."""
        bare = unicodedata.normalize("NFKD", "".join(self.words[:2])).encode("ascii", "ignore").decode()
        return f"{re.sub('[^a-z0-9]', '', bare.lower()) or 'firm'}.{self.country.domain}"


class Firms:
    """Makes firms out of those words that one half of the benchmark may use."""

    def __init__(self, rng: random.Random, *, half: int) -> None:
        self.rng = rng
        self.surnames, self.brands = SURNAMES[half::2], BRANDS[half::2]
        self.places, self.first_names = PLACES[half::2], FIRST_NAMES[half::2]
        self._shares = [country.share for country in COUNTRIES]

    def make(self) -> Firm:
        """Return a firm of any country."""
        rng = self.rng
        country = rng.choices(COUNTRIES, self._shares)[0]
        words: list[str] = []
        for part in re.findall(r"\{\w+\}|\S+", rng.choice(country.patterns)):
            words += self._words(part, country)
        return Firm(country=country, words=tuple(words), ways=rng.choice(country.forms))

    def coined(self) -> str:
        """Return a word that is none, as many firms call themselves."""
        return "".join(self.rng.sample(SYLLABLES, self.rng.choice((2, 3, 3)))).capitalize()

    def _words(self, part: str, country: Country) -> tuple[str, ...]:
        rng = self.rng
        match part:
            case "{surname}":
                return (rng.choice(self.surnames),)
            case "{brand}":
                return (rng.choice(self.brands),)
            case "{coined}":
                return (self.coined(),)
            case "{place}":
                return (rng.choice(self.places),)
            case "{first}":
                return (rng.choice(self.first_names),)
            case "{branch}":
                return (rng.choice(BRANCHES),)
            case "{trade}":
                return rng.choice(country.trades)
            case "{number}":
                return (str(rng.choice((1, 2, 3, 4, 7, 24, 54, 88, 99, 101, 247, 360, 1990, 2000))),)
            case "{initials}":
                return ("".join(rng.sample(_LETTERS, rng.choice((2, 3, 3)))),)
        return (part,)
