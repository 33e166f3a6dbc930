"""Customers that may be meant by a company that found none: at most three, each with a score and why.

A suggestion is for a person to look at; nothing follows from it by itself. Customers that no company has
matched are looked through first, and only where none of those is nearly the same, the others. Archived
customers are not suggested: none of them can become the match, and the row says so where the name is nearly
the same.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from axtui.core.company_names import CompanyName, name_parts
from axtui.core.matching import CustomerIndex, MatchRule
from axtui.core.models import Company, Customer, CustomerId, CustomerStatus, Snapshot
from axtui.core.name_index import NameIndex
from axtui.core.name_likeness import LITTLE, likeness, says_little
from axtui.core.suggest_candidate import Candidate, Suggestion, suggested
from axtui.core.suggest_evidence import NO_EVIDENCE, Evidence, EvidenceIndex
from axtui.core.verdict import is_excluded

__all__ = ["Suggester", "Suggestion", "suggester_of"]

_NEARLY_THE_SAME: Final = 90
"""Where a customer without a company scores this, those that have one are not looked through."""
_STEP: Final = 100
"""How many names are prepared before whoever prepares them may do something else."""
_SHORTEST_ACRONYM: Final = 3
_MOST_OF_INITIALS: Final = 5
_LONGEST_NAME: Final = 500
"""Characters; neither side takes a longer one (xero-api.md section 3.3, autotask-api.md section 3)."""
_MOST_WORDS: Final = 32
"""No firm has a name of so many; to hold such beside others would take a tenth of a second each."""

Known = tuple[Customer, Sequence[str], str]
"""A customer, the words of one of its names, and its legal form."""


class Suggester:
    """Knows a snapshot's customers by what they are called; `prepare` comes first."""

    def __init__(self, snapshot: Snapshot, rule: MatchRule) -> None:
        self._snapshot, self._rule = snapshot, rule
        self._unmatched, self._matched = _Names(), _Names()
        self._matched_by: dict[CustomerId, Company] = {}
        self._used: Counter[str] = Counter()
        self._most_used = 1.0
        self._weights: dict[str, float] = {}
        self._evidence = EvidenceIndex((), ())

    def prepare(self) -> Iterator[None]:
        """Look at every record once, and pause now and then: very many take seconds."""
        active = [each for each in self._snapshot.customers if each.status is CustomerStatus.ACTIVE]
        yield from self._match(CustomerIndex(active, self._rule))
        self._evidence = EvidenceIndex(active, self._snapshot.contacts)
        yield
        for at, customer in enumerate(active):
            name = name_parts(customer.name)
            self._used.update({*name.words, *name.trades_as})
            (self._matched if customer.id in self._matched_by else self._unmatched).add(customer, name)
            if at % _STEP == 0:
                yield
        self._most_used = math.log(len(active) + 2)

    def suggestions(self, company: Company) -> tuple[Suggestion, ...]:
        """Return the customers that may be meant, the best first; none where no candidate is good."""
        name = name_parts(company.name)
        found = _Found(company, name, evidence=dict(self._evidence.of(company)), weigh=self._weight)
        for customer in found.evidence:
            found.consider(_known(customer), matched_by=self._matched_by)
        for names in (self._unmatched, self._matched):
            if found.most_points < _NEARLY_THE_SAME:
                for ours in _names_of(name):
                    found.consider(names.near(ours), matched_by=self._matched_by)
        return suggested(found.best.values(), used=self._used.__getitem__)

    def _match(self, index: CustomerIndex) -> Iterator[None]:
        for at, company in enumerate(self._snapshot.companies):
            if not is_excluded(company):
                for customer in index.find(company).customers:
                    self._matched_by.setdefault(customer.id, company)
            if at % _STEP == 0:
                yield

    def _weight(self, word: str) -> float:
        """Return from 0 to 1 how much a word tells one firm from another: the less, the more have it."""
        weight = self._weights.get(word)
        if weight is None:
            rarity = 0.0 if says_little(word) else 1 - math.log(self._used[word] + 1) / self._most_used
            weight = self._weights[word] = max(LITTLE, rarity)
        return weight


def suggester_of(snapshot: Snapshot, rule: MatchRule) -> Suggester:
    """Return what knows the snapshot's customers, prepared."""
    suggester = Suggester(snapshot, rule)
    for _ in suggester.prepare():
        pass
    return suggester


class _Found:
    """The customers that were looked at for one company, each by that name of it which is most alike."""

    def __init__(
        self,
        company: Company,
        name: CompanyName,
        *,
        evidence: Mapping[Customer, Evidence],
        weigh: Callable[[str], float],
    ) -> None:
        self.evidence = evidence
        self.best: dict[CustomerId, Candidate] = {}
        self.most_points = 0.0
        self._company, self._name, self._weigh = company, name, weigh

    def consider(self, known: Iterable[Known], *, matched_by: Mapping[CustomerId, Company]) -> None:
        """Hold customers beside the company."""
        for customer, words, form in known:
            other = matched_by.get(customer.id)
            for ours in _names_of(self._name):
                self._keep(
                    Candidate(
                        customer=customer,
                        likeness=likeness(ours, words, self._weigh),
                        evidence=self.evidence.get(customer, NO_EVIDENCE),
                        forms=(self._name.legal_form, form),
                        matched_by=other if other and other.id != self._company.id else None,
                    )
                )

    def _keep(self, candidate: Candidate) -> None:
        points = candidate.points
        best = self.best.get(candidate.customer.id)
        if best is None or best.points < points:
            self.best[candidate.customer.id] = candidate
            self.most_points = max(self.most_points, points)


class _Names:
    """What customers are called."""

    def __init__(self) -> None:
        self._index = NameIndex()
        self._known: list[Known] = []
        self._by_initials: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, customer: Customer, name: CompanyName) -> None:
        """Add every name that a customer goes by."""
        for words in _names_of(name):
            place = self._index.add(" ".join(words))
            self._known.append((customer, words, name.legal_form))
            if len(words) >= _SHORTEST_ACRONYM or len(words) == 1:
                self._by_initials[_initials(words)].append(place)

    def near(self, words: Sequence[str]) -> Iterator[Known]:
        """Yield customers that are called nearly so, or by their initials."""
        places = dict.fromkeys(self._index.near(" ".join(words)))
        if len(words) >= _SHORTEST_ACRONYM or len(words) == 1:
            places |= dict.fromkeys(self._by_initials.get(_initials(words), ())[:_MOST_OF_INITIALS])
        return map(self._known.__getitem__, places)


def _initials(words: Sequence[str]) -> str:
    """Return the letters that words begin with; a word that stands alone may be such letters itself."""
    return words[0] if len(words) == 1 else "".join(word[0] for word in words)


def _known(customer: Customer) -> Iterator[Known]:
    name = name_parts(customer.name)
    for words in _names_of(name):
        yield customer, words, name.legal_form


def _names_of(name: CompanyName) -> Iterator[tuple[str, ...]]:
    """Yield the words of each of its names, but of none that is longer than any name can be."""
    return filter(_may_be_a_name, (name.words, name.trades_as))


def _may_be_a_name(words: Sequence[str]) -> bool:
    return 0 < len(words) <= _MOST_WORDS and sum(map(len, words)) <= _LONGEST_NAME
