"""Why a company found no customer: the pair that nearly matches, and every way in which it differs."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from axtui.core.match_by import MatchBy
from axtui.core.matching import MatchRule
from axtui.core.models import Company, Customer, CustomerStatus
from axtui.core.notes import Reason, ReasonCode
from axtui.core.text import (
    describe_character,
    ignoring_case,
    in_normal_form,
    invisible_characters,
    quoted,
    with_plain_spaces,
    without_invisible,
)

_Folds = tuple[tuple[ReasonCode, Callable[[str], str]], ...]
_FOLDS: Final[_Folds] = (
    (ReasonCode.INVISIBLE_CHARACTER, without_invisible),
    (ReasonCode.DIFFERS_IN_SPACE, with_plain_spaces),
    (ReasonCode.DIFFERS_IN_NORMAL_FORM, in_normal_form),
    (ReasonCode.DIFFERS_IN_CASE, ignoring_case),
)
_FOLDS_OF_PLAIN_NAMES: Final = tuple(
    (code, fold) for code, fold in _FOLDS if code in (ReasonCode.DIFFERS_IN_SPACE, ReasonCode.DIFFERS_IN_CASE)
)
_ORDER: Final = {code: at for at, code in enumerate(ReasonCode)}
_DOUBLED_SPACES: Final = re.compile(r"\s\s")
_NO_BREAK_SPACE: Final = re.compile("[\u00a0\u2007\u202f]")
_UNUSUAL_SPACE: Final = re.compile(r"[^\S \u00a0\u2007\u202f]")


def near_key(name: str) -> str:
    """Return the form in which names that a person would take for the same are equal."""
    return ignoring_case(with_plain_spaces(name)) if _is_plain(name) else _folded(name, _FOLDS)


def differences(one: str, other: str) -> tuple[ReasonCode, ...]:
    """Return every way in which two names with the same near key differ, in the order of the codes.

    A way counts when the names stay different although all the other ways are folded away.
    """
    if one == other:
        return ()
    folds = _FOLDS_OF_PLAIN_NAMES if _is_plain(one) and _is_plain(other) else _FOLDS
    found = [
        code
        for code, _ in folds
        if _folded(one, folds, leaving_out=code) != _folded(other, folds, leaving_out=code)
    ]
    return tuple(sorted(found, key=_ORDER.__getitem__)) or (ReasonCode.DIFFERS_IN_NORMAL_FORM,)


def _is_plain(name: str) -> bool:
    """Say whether a name has nothing invisible in it, and one form only; most are like that."""
    return name.isascii() and name.isprintable()


def _folded(name: str, folds: _Folds, *, leaving_out: ReasonCode | None = None) -> str:
    for code, fold in folds:
        if code is not leaving_out:
            name = fold(name)
    if leaving_out is not ReasonCode.DIFFERS_IN_NORMAL_FORM:
        name = in_normal_form(name)
    return name


class NoMatchExplainer:
    """Finds the customers that nearly match; built once per report, and only when a row found nothing."""

    def __init__(self, customers: Iterable[Customer], rule: MatchRule) -> None:
        self._rule = rule
        self._nowhere = _not_in_xero(rule)
        self._near: defaultdict[str, list[Customer]] = defaultdict(list)
        self._by_number: defaultdict[str, list[Customer]] = defaultdict(list)
        looks_at_number = rule.by_number
        for customer in customers:
            self._near[near_key(customer.name)].append(customer)
            if looks_at_number and (number := customer.number(rule.number_field)).strip():
                self._by_number[ignoring_case(number)].append(customer)

    def reasons(self, company: Company) -> tuple[Reason, ...]:
        """Return why the rule found no active customer for the company; never empty."""
        found: dict[ReasonCode, Reason] = {}
        for reason in self._all_reasons(company):
            found.setdefault(reason.code, reason)
        return tuple(sorted(found.values(), key=_order_of)) or (self._nowhere,)

    def nearest(self, company: Company) -> Customer | None:
        """Return the customer that the reasons speak of; where there are several, the one by number first."""
        if self._rule.by_number and (alike := self._alike(company)):
            return alike
        if self._rule.by_name:
            near = self._near_to(company)
            return self._closest(company, near) if near else None
        return next(iter(self._of_same_name(company)), None)

    def _all_reasons(self, company: Company) -> Iterator[Reason]:
        if self._rule.by_number:
            yield from self._number_reasons(company)
        if self._rule.by_name:
            yield from self._name_reasons(company)
        else:
            yield from self._same_name_other_number(company)

    def _number_reasons(self, company: Company) -> Iterator[Reason]:
        if not company.number.strip():
            yield Reason(
                code=ReasonCode.NO_NUMBER,
                text="The company has no number in Autotask, and the rule compares numbers.",
            )
            return
        alike = self._alike(company)
        if alike is None:
            return
        if alike.status is not CustomerStatus.ACTIVE:
            yield _archived(alike)
            return
        yield Reason(
            code=ReasonCode.NUMBER_DIFFERS_IN_CASE,
            text=f"Autotask's number is {quoted(company.number)}, Xero's is "
            f"{quoted(alike.number(self._rule.number_field))}: only upper and lower case differ.",
        )

    def _alike(self, company: Company) -> Customer | None:
        """Return an active customer whose number differs in case, else one out of use with this number."""
        if not company.number.strip():
            return None
        alike = self._by_number.get(ignoring_case(company.number), ())
        same = (each for each in alike if each.number(self._rule.number_field) == company.number)
        return next(iter(_active(alike)), None) or next(same, None)

    def _name_reasons(self, company: Company) -> Iterator[Reason]:
        near = self._near_to(company)
        if not near:
            return
        closest = self._closest(company, near)
        if closest.status is not CustomerStatus.ACTIVE:
            yield _archived(closest)
        yield from name_reasons(company.name, closest.name, self._rule)

    def _closest(self, company: Company, near: Sequence[Customer]) -> Customer:
        """Return the one that differs least, an active one where there is any."""
        candidates = _active(near) or near
        if len(candidates) == 1:
            return candidates[0]
        return min(candidates, key=lambda customer: self._distance(company, customer))

    def _near_to(self, company: Company) -> Sequence[Customer]:
        key = near_key(company.name)
        return self._near.get(key, ()) if key else ()

    def _distance(self, company: Company, customer: Customer) -> tuple[int, str, str]:
        ways = differences(self._rule.name_key(company.name), self._rule.name_key(customer.name))
        return len(ways), customer.name, customer.id

    def _same_name_other_number(self, company: Company) -> Iterator[Reason]:
        if same := self._of_same_name(company):
            number = same[0].number(self._rule.number_field)
            has = f"has the number {quoted(number)}" if number.strip() else "has no number"
            yield Reason(
                code=ReasonCode.NAME_MATCHES_BUT_NUMBER_DOES_NOT,
                text=f"A Xero customer has the same name, but {has}.",
            )

    def _of_same_name(self, company: Company) -> Sequence[Customer]:
        return [each for each in _active(self._near_to(company)) if each.name == company.name]


def _order_of(reason: Reason) -> int:
    return _ORDER[reason.code]


def _not_in_xero(rule: MatchRule) -> Reason:
    what = {
        MatchBy.NUMBER: "this number",
        MatchBy.NUMBER_THEN_NAME: "this number or this name",
    }.get(rule.match_by, "this name")
    return Reason(
        code=ReasonCode.NOT_IN_XERO,
        text=f"No Xero customer has {what}; a sync would create a new one.",
    )


def name_reasons(ours: str, theirs: str, rule: MatchRule) -> Iterator[Reason]:
    """Say each way in which two nearly equal names differ under the rule (Autotask's first)."""
    sentences = {
        ReasonCode.DIFFERS_IN_CASE: _case_sentence,
        ReasonCode.DIFFERS_IN_SPACE: _space_sentence,
        ReasonCode.DIFFERS_IN_NORMAL_FORM: _normal_form_sentence,
        ReasonCode.INVISIBLE_CHARACTER: _invisible_sentence,
    }
    for code in differences(rule.name_key(ours), rule.name_key(theirs)):
        yield Reason(code=code, text=sentences[code](ours, theirs))


def _case_sentence(_: str, theirs: str) -> str:
    return f"Xero has {quoted(theirs)}: upper and lower case differ."


def _space_sentence(ours: str, theirs: str) -> str:
    odd = [
        f"{side}'s name has {' and '.join(oddities)}"
        for side, name in (("Autotask", ours), ("Xero", theirs))
        if (oddities := _odd_spaces(name))
    ]
    return f"Xero has {quoted(theirs)}: spaces differ; {', '.join(odd) or 'one side has a space more'}."


def _odd_spaces(name: str) -> tuple[str, ...]:
    bare = without_invisible(name)
    found = {
        "a leading space": bare[:1].isspace(),
        "a trailing space": bare[-1:].isspace(),
        "doubled spaces": _DOUBLED_SPACES.search(bare),
        "a no-break space": _NO_BREAK_SPACE.search(bare),
        "an unusual space": _UNUSUAL_SPACE.search(bare),
    }
    return tuple(words for words, applies in found.items() if applies)


def _normal_form_sentence(_: str, theirs: str) -> str:
    return (
        f"Xero has {quoted(theirs)}: it looks the same, but accented letters are stored in another form; "
        "type the name again on one side."
    )


def _invisible_sentence(ours: str, theirs: str) -> str:
    found = [
        f"{side}'s name has {', '.join(places)}"
        for side, name in (("Autotask", ours), ("Xero", theirs))
        if (
            places := [
                f"{describe_character(char)} at position {at}" for at, char in invisible_characters(name)
            ]
        )
    ]
    return f"Xero has {quoted(theirs)}: an invisible character differs; {'; '.join(found)}."


def _archived(customer: Customer) -> Reason:
    state = "is archived" if customer.status is CustomerStatus.ARCHIVED else "is under an erasure request"
    return Reason(
        code=ReasonCode.ARCHIVED_IN_XERO,
        text=f"The Xero customer {quoted(customer.name)} {state}; only active ones match.",
    )


def _active(customers: Sequence[Customer]) -> Sequence[Customer]:
    return [customer for customer in customers if customer.status is CustomerStatus.ACTIVE]
