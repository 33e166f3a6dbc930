"""A customer that may be meant by a company, with all that speaks for it and against it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from axtui.core.models import Company, Customer
from axtui.core.name_likeness import Kinship, Likeness, Pair
from axtui.core.record import record
from axtui.core.suggest_evidence import Evidence
from axtui.core.text import quoted

MOST: Final = 3
"""How many customers are suggested for a company."""
_SHOWN_FROM: Final = 60
"""Nothing below this score is a good candidate."""
_CONTRADICTED: Final = 0.75
_OTHER_FORM: Final = 0.97
_FORM_ON_ONE_SIDE: Final = 0.99
_LEAD: Final = 3
"""How far ahead of the next one a customer must be, so that it is this one and no other."""
_LONG: Final = 7
_LIKE_ENOUGH: Final = 0.6
"""From here on, the name and a witness beside it are enough."""


@record
class Suggestion:
    """One customer that may be meant."""

    customer: Customer
    score: int
    """From 0 to 100."""
    why: tuple[str, ...]
    """Short sentences, fit to show."""
    is_confident: bool = False
    """Whether this is expected to be the one: nothing contradicts, and no other customer comes near."""
    matched_by: Company | None = None
    """Another company that matches this customer already."""


@record
class Candidate:
    """What is known of one customer beside the company."""

    customer: Customer
    likeness: Likeness
    evidence: Evidence
    forms: tuple[str, str] = ("", "")
    """The legal form of the company and of the customer."""
    matched_by: Company | None = None

    @property
    def other_form(self) -> bool:
        """Whether both have a legal form and not the same; such are two firms as a rule."""
        ours, theirs = self.forms
        return bool(ours and theirs and ours != theirs)

    @property
    def points(self) -> float:
        """From 0 to 100, not rounded."""
        name = self.likeness.score
        if self.likeness.contradicts:
            name *= _CONTRADICTED
        if self.other_form:
            name *= _OTHER_FORM
        elif self.forms[0] != self.forms[1]:
            name *= _FORM_ON_ONE_SIDE
        return 100 * (1 - (1 - name) * self.evidence.doubt)

    @property
    def score(self) -> int:
        """From 0 to 100."""
        return round(self.points)

    def sentences(self) -> Iterator[str]:
        """Say what speaks for it and against it, the name first."""
        if self.likeness.score:
            yield from self.likeness.sentences()
        else:
            yield "Nothing of the name is the same."
        ours, theirs = self.forms
        if ours != theirs:
            yield f"Legal form: {_named(ours)} in Autotask, {_named(theirs)} in Xero."
        yield from self.evidence.sentences()
        if other := self.matched_by:
            yield f"Already matched by the company {quoted(other.name)} (id {other.id})."


def suggested(candidates: Iterable[Candidate], *, used: Callable[[str], int]) -> tuple[Suggestion, ...]:
    """Return the best candidates, the very best first; none where no candidate is good.

    `used` says how many customers have a word in their name.
    """
    good = sorted((each for each in candidates if each.score >= _SHOWN_FROM), key=_rank)[:MOST]
    return tuple(
        Suggestion(
            customer=each.customer,
            score=each.score,
            why=tuple(each.sentences()),
            is_confident=at == 0 and _is_expected(each, good[1:], used),
            matched_by=each.matched_by,
        )
        for at, each in enumerate(good)
    )


def _rank(candidate: Candidate) -> tuple[int, bool, float, str, str]:
    """Sort by score; where it is equal, customers that no company has matched come first."""
    taken = candidate.matched_by is not None
    return -candidate.score, taken, -candidate.points, candidate.customer.name, candidate.customer.id


def _is_expected(best: Candidate, others: Sequence[Candidate], used: Callable[[str], int]) -> bool:
    """Say whether a person who saw these would take the best one for the company."""
    if best.likeness.contradicts or best.matched_by:
        return False
    if others and best.points - others[0].points < _LEAD:
        return False
    if not all(_is_spelling(pair, used) for pair in best.likeness.pairs):
        return False
    if best.evidence:
        return best.likeness.score >= _LIKE_ENOUGH
    return not best.other_form and (best.likeness.same_words or _is_slip(best.likeness))


def _is_spelling(pair: Pair, used: Callable[[str], int]) -> bool:
    """Say whether one of two words that stand for each other is nobody else's; else they are two."""
    if pair.kinship is Kinship.SAME:
        return True
    return not used("".join(pair.ours)) or used("".join(pair.theirs)) <= 1


def _is_slip(likeness: Likeness) -> bool:
    """Say whether all that differs is a letter of a long word: Hansen and Hanson are two families."""
    pair = likeness.slip
    return pair is not None and min(len("".join(pair.ours)), len("".join(pair.theirs))) >= _LONG


def _named(form: str) -> str:
    return quoted(form) if form else "none"
