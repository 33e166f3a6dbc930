"""The benchmark of the suggestions: companies that found no customer, and which customer each one is.

Written down before there was anything to tune. Every half has 400 companies whose customer is in Xero under
another spelling, 400 without a counterpart, and 5,000 other customers. `TUNING` may be looked at; `UNSEEN`
has another seed and other words, and is for the end.

Which spellings differ how, and how often, is in `PAIRS`; what stands beside a company that has no
counterpart, in `WITHOUT`. Shares are percentages. They are our judgement of what two systems kept by hand do
to a name: legal forms and typing errors most, a whole new name seldom. Ways to differ that a name cannot have
(accents, where there is none) get another name.

Evidence: 60 of 100 companies have a contact with an address, a fifth of those at a free provider; of the
customers that are pairs, 70 of 100 have an address of the same domain or a free one. 20 of 100 pairs have the
same number on both sides, 10 have two different ones. Two in five of the other customers belong to a company
of the same name, as most customers do.
"""

import random
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from bench.suggest_firms import Firm, Firms
from bench.suggest_words import ABBREVIATIONS, ADDED, BRANCHES, FREE_MAIL, NEIGHBOURS
from builders import company, contact, customer, snapshot

from axtui.core.models import Company, CompanyId, Contact, Customer, CustomerId, Snapshot

TUNING: Final = 0
UNSEEN: Final = 1
_SEEDS: Final = (20261123, 74110037)
_PAIRS: Final = 400
_WITHOUT: Final = 400
_OTHERS: Final = 5_000

_AS_IN_GERMANY: Final[dict[str, str]] = {"ü": "ue", "ö": "oe", "ä": "ae", "Ü": "Ue", "Ö": "Oe", "ß": "ss"}

Spelling = tuple[str, str]
"""One name, as Autotask has it and as Xero has it."""


def _legal_form_written_otherwise(_: Firms, rng: random.Random, firm: Firm) -> Spelling | None:
    if len(firm.ways) < 2:
        return None
    ours, theirs = rng.sample(firm.ways, 2)
    return firm.called(form=ours), firm.called(form=theirs)


def _legal_form_on_one_side(_: Firms, rng: random.Random, firm: Firm) -> Spelling | None:
    return (firm.name, firm.called(form="")) if firm.form else None


def _other_legal_form(firms: Firms, rng: random.Random, firm: Firm) -> Spelling | None:
    forms = [ways[0] for ways in firm.country.forms if ways and ways[0] != firm.form]
    return (firm.name, firm.called(form=rng.choice(forms))) if firm.form and forms else None


def _and(_: Firms, rng: random.Random, firm: Firm) -> Spelling | None:
    if "{and}" not in firm.words:
        return None
    ours, theirs = rng.sample(firm.country.ands, 2)
    return firm.called(word_for_and=ours), firm.called(word_for_and=theirs)


def _leading_the(_: Firms, rng: random.Random, firm: Firm) -> Spelling:
    bare = firm.with_words(*firm.words[1:]) if firm.words[0] == "The" else firm
    return firm.name, (bare.name if bare is not firm else f"The {firm.name}")


def _typing_error(_: Firms, rng: random.Random, firm: Firm) -> Spelling | None:
    wrong = _mistyped(rng, firm.words)
    return (firm.name, firm.with_words(*wrong).name) if wrong else None


def _two_typing_errors(_: Firms, rng: random.Random, firm: Firm) -> Spelling | None:
    once = _mistyped(rng, firm.words)
    twice = once and _mistyped(rng, once)
    return (firm.name, firm.with_words(*twice).name) if twice else None


def _mistyped(rng: random.Random, words: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return the words with one letter left out, doubled, exchanged or wrong, in a word of five or more."""
    long = [at for at, word in enumerate(words) if len(word) >= 5 and word.isalpha()]
    if not long:
        return None
    at = rng.choice(long)
    word, place = words[at], rng.randrange(1, len(words[at]) - 1)
    left, letter, right = word[:place], word[place], word[place + 1 :]
    mistakes = (
        left + right,
        left + letter + letter + right,
        left + right[0] + letter + right[1:],
        left + rng.choice("aeiourstln") + right,
    )
    wrong = rng.choice([each for each in mistakes if each != word])
    return (*words[:at], wrong, *words[at + 1 :])


def _word_left_out(_: Firms, rng: random.Random, firm: Firm) -> Spelling | None:
    if len(firm.words) < 3 or firm.words[-1].isdigit() or firm.words[-2] == "{and}":
        return None
    return firm.name, firm.with_words(*firm.words[:-1]).name


def _word_added(_: Firms, rng: random.Random, firm: Firm) -> Spelling:
    return firm.name, firm.with_words(*firm.words, rng.choice(ADDED)).name


def _other_order(_: Firms, rng: random.Random, firm: Firm) -> Spelling | None:
    if len(firm.words) < 2 or "{and}" in firm.words:
        return None
    turned = (*firm.words[1:], firm.words[0])
    if rng.random() < 0.5:
        return firm.name, f"{firm.words[0]}, {firm.with_words(*firm.words[1:]).name}"
    return firm.name, firm.with_words(*turned).name


def _punctuation(_: Firms, rng: random.Random, firm: Firm) -> Spelling | None:
    ways: list[Spelling] = []
    if len(firm.words) > 1 and "{and}" not in firm.words:
        ways.append((firm.name, firm.with_words("-".join(firm.words[:2]), *firm.words[2:]).name))
        ways.append((firm.name, firm.with_words(firm.words[0], f"({firm.words[1]})", *firm.words[2:]).name))
    if firm.words[0].isalpha() and not firm.words[0].isupper():
        owner = firm.words[0]
        ways.append(
            (
                firm.with_words(f"{owner}'s", *firm.words[1:]).name,
                firm.with_words(f"{owner}s", *firm.words[1:]).name,
            )
        )
    if firm.words[0].isupper():
        ways.append((firm.name, firm.with_words(".".join((*firm.words[0], "")), *firm.words[1:]).name))
    return rng.choice(ways) if ways else None


def _joined_words(_: Firms, rng: random.Random, firm: Firm) -> Spelling | None:
    if len(firm.words) < 2 or not all(word.isalpha() for word in firm.words[:2]) or firm.words[0] == "The":
        return None
    return firm.name, firm.with_words(firm.words[0] + firm.words[1].lower(), *firm.words[2:]).name


def _accents(_: Firms, rng: random.Random, firm: Firm) -> Spelling | None:
    name = firm.name
    if name.isascii():
        return None
    bare = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    bare = bare.replace("ß", "ss").replace("ø", "o").replace("Ø", "O")
    german = "".join(_AS_IN_GERMANY.get(char, char) for char in name)
    ways = {bare, german} - {name}
    return name, rng.choice(sorted(ways))


def _trading_as(firms: Firms, rng: random.Random, firm: Firm) -> Spelling:
    what = rng.choice(("Holdings", "Enterprises", "Investments", "Family Trust"))
    owner = f"{rng.choice(firms.surnames)} {what}"
    joint = rng.choice(("t/as", "T/A", "trading as", "Trading As", "t/a", "TA"))
    form = rng.choice([ways[0] for ways in firm.country.forms if ways])
    return f"{owner} {form} {joint} {firm.called(form='')}", rng.choice((firm.called(form=""), firm.name))


def _initials(firms: Firms, rng: random.Random, firm: Firm) -> Spelling:
    first, second = rng.sample(firms.first_names, 2)
    surname, rest = rng.choice(firms.surnames), firm.words[-1]
    full = (
        firm.with_words(first, surname, rest)
        if rng.random() < 0.6
        else firm.with_words(first, second, surname, rest)
    )
    givens = [first] if len(full.words) == 3 else [first, second]
    dotted = (
        [f"{given[0]}." for given in givens]
        if rng.random() < 0.5
        else ["".join(given[0] for given in givens)]
    )
    return full.name, full.with_words(*dotted, surname, rest).name


def _acronym(firms: Firms, rng: random.Random, firm: Firm) -> Spelling:
    words = (rng.choice(firms.places), rng.choice(firms.brands), *firm.words[-1:])
    if words[-1].isdigit():
        words = (*words[:-1], "Services")
    short = "".join(word[0] for word in words).upper()
    return firm.with_words(*words).name, firm.with_words(short).name


def _abbreviated(_: Firms, rng: random.Random, firm: Firm) -> Spelling | None:
    known = [at for at, word in enumerate(firm.words) if word in ABBREVIATIONS]
    if not known:
        return None
    at = rng.choice(known)
    short = rng.choice(ABBREVIATIONS[firm.words[at]])
    return firm.name, firm.with_words(*firm.words[:at], short, *firm.words[at + 1 :]).name


def _several_at_once(firms: Firms, rng: random.Random, firm: Firm) -> Spelling | None:
    """Return a legal form that is left out or written otherwise, and a second difference."""
    second = rng.choice(
        (_typing_error, _and, _leading_the, _word_added, _other_order, _accents, _abbreviated)
    )
    differing = second(firms, rng, firm)
    if not firm.form or differing is None:
        return None
    ours, theirs = differing
    return ours, theirs.replace(firm.form, rng.choice(("", *firm.ways[1:])), 1).strip(" ,").upper()


def _new_name(firms: Firms, rng: random.Random, firm: Firm) -> Spelling:
    """Return two names without a word in common: only an address or a number tells."""
    return firm.name, firms.make().name


Kind = Callable[[Firms, random.Random, Firm], Spelling | None]
PAIRS: Final[tuple[tuple[str, int, Kind], ...]] = (
    ("legal form written otherwise", 15, _legal_form_written_otherwise),
    ("legal form on one side only", 14, _legal_form_on_one_side),
    ("another legal form", 3, _other_legal_form),
    ("& written otherwise", 6, _and),
    ("leading The", 4, _leading_the),
    ("a typing error", 13, _typing_error),
    ("two typing errors", 2, _two_typing_errors),
    ("a word left out", 6, _word_left_out),
    ("a word added", 6, _word_added),
    ("another order", 4, _other_order),
    ("punctuation", 5, _punctuation),
    ("words joined", 3, _joined_words),
    ("accents", 4, _accents),
    ("trading as", 4, _trading_as),
    ("initials", 2, _initials),
    ("an acronym", 1, _acronym),
    ("abbreviated", 3, _abbreviated),
    ("several at once", 4, _several_at_once),
    ("a new name, same address or number", 1, _new_name),
)


def _nothing_like_it(firms: Firms, rng: random.Random, firm: Firm) -> Firm | None:
    return None


def _same_first_word(firms: Firms, rng: random.Random, firm: Firm) -> Firm | None:
    other = firms.make()
    return firm.with_words(firm.words[0], *other.words[1:]) if other.words[1:] != firm.words[1:] else None


def _same_trade(firms: Firms, rng: random.Random, firm: Firm) -> Firm | None:
    if firm.words[0] == "The" or len(firm.words) < 2:
        return None
    other = rng.choice((*firms.brands, *firms.surnames))
    return firm.with_words(other, *firm.words[1:]) if other != firm.words[0] else None


def _sibling(firms: Firms, rng: random.Random, firm: Firm) -> Firm | None:
    """Return the firm's sister in another place; both are said with their place."""
    return firm.with_words(*firm.words[:-1], rng.choice(BRANCHES)) if firm.words[-1] in BRANCHES else None


def _other_number(firms: Firms, rng: random.Random, firm: Firm) -> Firm | None:
    last = firm.words[-1]
    return (
        firm.with_words(*firm.words[:-1], str(int(last) + rng.randrange(1, 30))) if last.isdigit() else None
    )


def _neighbour(firms: Firms, rng: random.Random, firm: Firm) -> Firm | None:
    """Return a firm of a family whose name differs by a letter: nothing but knowing them tells them apart."""
    pair = next((pair for pair in NEIGHBOURS if firm.words[0] in pair), None)
    return pair and firm.with_words(pair[pair[0] == firm.words[0]], *firm.words[1:])


Near = Callable[[Firms, random.Random, Firm], Firm | None]
WITHOUT: Final[tuple[tuple[str, int, Near], ...]] = (
    ("nothing like it", 45, _nothing_like_it),
    ("same first word", 20, _same_first_word),
    ("same trade", 13, _same_trade),
    ("sister in another place", 10, _sibling),
    ("another number", 10, _other_number),
    ("a family's name that differs by a letter", 2, _neighbour),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """One half: everything that a suggester is given, and what it should say."""

    companies: tuple[Company, ...]
    """Those that are asked about."""
    snapshot: Snapshot = field(repr=False)
    truth: dict[CompanyId, CustomerId]
    """Companies without a counterpart are not in it."""
    kinds: dict[CompanyId, str]


class _Making:
    """One half while it is made."""

    def __init__(self, half: int, *, pairs: int, without: int, others: int, matched: float) -> None:
        self.rng = random.Random(_SEEDS[half])  # noqa: S311  # the same names each time
        self.firms = Firms(self.rng, half=half)
        self.companies: list[Company] = []
        self.matched: list[Company] = []
        self.contacts: list[Contact] = []
        self.customers: list[Customer] = []
        self.truth: dict[CompanyId, CustomerId] = {}
        self.kinds: dict[CompanyId, str] = {}
        self._firms: set[str] = set()
        for kind in _dealt(self.rng, [(name, share) for name, share, _ in PAIRS], pairs):
            self._add_pair(kind)
        for near in _dealt(self.rng, [(name, share) for name, share, _ in WITHOUT], without):
            self._add_without(near)
        others -= len(self.customers) - pairs
        for at in range(others):
            self._add_other(at, matched)

    def _add_pair(self, kind: str) -> None:
        make = next(make for name, _, make in PAIRS if name == kind)
        firm, (ours, theirs) = self._differing(make)
        if self.rng.random() < 0.5 and kind != "trading as":
            ours, theirs = theirs, ours
        only_evidence = kind == PAIRS[-1][0]
        number, other = self._numbers(same=only_evidence and self.rng.random() < 0.5)
        asked = company(len(self.companies) + 1, ours, number=number)
        theirs_is = self._customer(theirs, number=other)
        needs_address = only_evidence and not (number and number == other)
        self._give_address(asked.id, firm, always=needs_address)
        if needs_address or self.rng.random() < 0.7:
            address = self._address(firm, free=not needs_address and self.rng.random() < 0.2)
            theirs_is = replace(theirs_is, email=address)
        self.companies.append(asked)
        self.customers.append(theirs_is)
        self.truth[asked.id], self.kinds[asked.id] = theirs_is.id, kind

    def _differing(self, make: Kind) -> tuple[Firm, Spelling]:
        while True:
            firm = self.firms.make()
            spelling = make(self.firms, self.rng, firm)
            if spelling and spelling[0] != spelling[1] and self._is_new(firm):
                self._firms.add(firm.known_by)
                return firm, spelling

    def _is_new(self, *firms: Firm) -> bool:
        """Say whether no firm has these words already: nothing is called like a firm that it is not."""
        known = {firm.known_by for firm in firms}
        return len(known) == len(firms) and self._firms.isdisjoint(known)

    def _numbers(self, *, same: bool) -> Spelling:
        luck = self.rng.random()
        number = f"C-{self.rng.randrange(100_000):05}"
        if same or luck < 0.2:
            return number, number
        return (number, f"C-{self.rng.randrange(100_000):05}") if luck < 0.3 else ("", "")

    def _add_without(self, kind: str) -> None:
        make = next(make for name, _, make in WITHOUT if name == kind)
        while True:
            firm = self._any_firm(kind)
            near = make(self.firms, self.rng, firm)
            if (near or make is _nothing_like_it) and self._is_new(firm, *([near] if near else [])):
                break
        self._firms.update({firm.known_by, *([near.known_by] if near else [])})
        asked = company(len(self.companies) + 1, firm.name, number=self._numbers(same=False)[0])
        self._give_address(asked.id, firm)
        self.companies.append(asked)
        self.kinds[asked.id] = kind
        if near:
            address = self._address(near.with_words(*near.words, "x"), free=self.rng.random() < 0.2)
            self.customers.append(self._customer(near.name, email=address))

    def _any_firm(self, kind: str) -> Firm:
        firm = self.firms.make()
        if kind == "another number":
            return firm.with_words(*firm.words, str(self.rng.randrange(2, 60)))
        if kind == "sister in another place":
            return firm.with_words(*firm.words, self.rng.choice(BRANCHES))
        if kind == "a family's name that differs by a letter":
            return firm.with_words(self.rng.choice(self.rng.choice(NEIGHBOURS)), *firm.words[1:])
        return firm

    def _add_other(self, at: int, matched: float) -> None:
        firm = self.firms.make()
        while not self._is_new(firm):
            firm = self.firms.make()
        self._firms.add(firm.known_by)
        number = f"C-{self.rng.randrange(100_000):05}" if self.rng.random() < 0.5 else ""
        address = self._address(firm, free=self.rng.random() < 0.3) if self.rng.random() < 0.7 else ""
        self.customers.append(self._customer(firm.name, number=number, email=address))
        if self.rng.random() < matched:
            self.matched.append(company(1_000_000 + at, firm.name))

    def _customer(self, name: str, *, number: str = "", email: str = "") -> Customer:
        return customer(f"x{len(self.customers):07}", name, number=number, email=email)

    def _give_address(self, whose: CompanyId, firm: Firm, *, always: bool = False) -> None:
        if always or self.rng.random() < 0.6:
            address = self._address(firm, free=not always and self.rng.random() < 0.2)
            self.contacts.append(contact(len(self.contacts) + 1, whose, emails=(address,)))

    def _address(self, firm: Firm, *, free: bool) -> str:
        who = self.rng.choice(self.firms.first_names).lower()
        return f"{who}{self.rng.randrange(100)}@{self.rng.choice(FREE_MAIL) if free else firm.domain}"


def _dealt(rng: random.Random, shares: list[tuple[str, int]], count: int) -> Iterator[str]:
    """Yield names by their shares, exactly as often as they should come, shuffled."""
    dealt = [name for name, share in shares for _ in range(round(share * count / 100))]
    rng.shuffle(dealt)
    yield from dealt


class Halves:
    """Both halves, each made when it is first asked for."""

    @cached_property
    def tuning(self) -> Benchmark:
        """The half that may be looked at."""
        return made(TUNING)

    @cached_property
    def unseen(self) -> Benchmark:
        """The half that is for the end."""
        return made(UNSEEN)


def made(
    half: int, *, pairs: int = _PAIRS, without: int = _WITHOUT, others: int = _OTHERS, matched: float = 0.4
) -> Benchmark:
    """Make one half, or one of another size with its words; the same each time.

    `matched` is the share of the other customers that belong to a company already.
    """
    making = _Making(half, pairs=pairs, without=without, others=others, matched=matched)
    return Benchmark(
        companies=tuple(making.companies),
        snapshot=snapshot((*making.companies, *making.matched), making.contacts, making.customers),
        truth=making.truth,
        kinds=making.kinds,
    )
