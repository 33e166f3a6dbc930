"""How good suggestions are and how quickly they come, beside plain rapidfuzz and difflib on the same names.

    python tests/bench/suggest.py [--half tuning|unseen] [--missed] [--no-quality] [--no-speed]

Which names, and which differences in which shares, was written down before anything was tuned:
suggest_names.py. Recall at 1 and 3 is the share of companies with a counterpart whose customer is first, or
among three; precision the share of right ones among all that were put first, or were shown, those for
companies without a counterpart included. Times are of the processor, on one core. The peers see the raw names
of all customers; their second line keeps answers from that score on with which precision and recall are best
together. "names alone" is ours without addresses and numbers. The comparison of every name with every name
needs numpy; it is left out where that is missing.
"""

import argparse
import difflib
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from rapidfuzz import fuzz, process

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.suggest_names import TUNING, UNSEEN, Benchmark, made

from axtui.core.company_names import comparable_name
from axtui.core.matching import MatchRule
from axtui.core.models import CompanyId, CustomerId, Snapshot
from axtui.core.suggest import suggester_of

_BEST: Final = 3
_THRESHOLDS: Final = range(50, 100, 5)
_HALVES: Final = {"tuning": TUNING, "unseen": UNSEEN}
_SIDE: Final = 1_000
"""How many rows are asked for when time counts, and how many of them have a counterpart is half."""
_LARGE: Final = 100_000
_AT_ONCE: Final = 20
_CONFIDENT_AT_MOST: Final = 0.03

Ranked = Sequence[tuple[CustomerId, float]]
"""Customers with scores, the best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What one way of looking answers for every company."""

    name: str
    found: Mapping[CompanyId, Ranked]
    confident: frozenset[CompanyId] = field(default=frozenset())

    def above(self, least: float) -> "Answers":
        """Return the answers of at least this score."""
        found = {key: [pair for pair in ranked if pair[1] >= least] for key, ranked in self.found.items()}
        return replace(self, found=found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """How good answers are."""

    at_1: float
    at_3: float
    precision_1: float
    precision_3: float
    answered_without: float
    """Share of the companies without a counterpart that get any answer."""

    def __str__(self) -> str:
        """Show it as a line of the table."""
        figures = (self.at_1, self.at_3, self.precision_1, self.precision_3, self.answered_without)
        return "".join(f"{figure:10.1%}" for figure in figures)


def quality(answers: Answers, bench: Benchmark) -> Quality:
    """Measure answers."""
    with_truth = [answers.found[company] for company in bench.truth]
    truths = list(bench.truth.values())
    firsts = sum(
        bool(found) and found[0][0] == truth for found, truth in zip(with_truth, truths, strict=True)
    )
    among = sum(truth in dict(found) for found, truth in zip(with_truth, truths, strict=True))
    answered = sum(map(bool, answers.found.values()))
    shown = sum(map(len, answers.found.values()))
    without = [found for company, found in answers.found.items() if company not in bench.truth]
    return Quality(
        at_1=firsts / len(truths),
        at_3=among / len(truths),
        precision_1=firsts / (answered or 1),
        precision_3=among / (shown or 1),
        answered_without=sum(map(bool, without)) / len(without),
    )


# Ways of looking


def ours(name: str, bench: Benchmark, snapshot: Snapshot) -> Answers:
    """Ask our own suggester."""
    suggester = suggester_of(snapshot, MatchRule())
    suggested = {company.id: suggester.suggestions(company) for company in bench.companies}
    return Answers(
        name=name,
        found={
            company: [(each.customer.id, each.score) for each in found]
            for company, found in suggested.items()
        },
        confident=frozenset(
            company for company, found in suggested.items() if found and found[0].is_confident
        ),
    )


def names_alone(snapshot: Snapshot) -> Snapshot:
    """Return the same records without what could be evidence."""
    return replace(
        snapshot,
        companies=tuple(replace(each, number="") for each in snapshot.companies),
        contacts=(),
        customers=tuple(replace(each, email="", account_number="") for each in snapshot.customers),
    )


def by_ratio(bench: Benchmark) -> Answers:
    """Ask rapidfuzz's WRatio about the names as they are."""
    names = [each.name for each in bench.snapshot.customers]

    def nearest(name: str) -> Iterable[tuple[int, float]]:
        return ((at, score) for _, score, at in process.extract(name, names, scorer=fuzz.WRatio, limit=_BEST))

    return _asked("rapidfuzz.WRatio", bench, nearest)


def by_difflib(bench: Benchmark) -> Answers:
    """Ask difflib about the names as they are."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at, customer in enumerate(bench.snapshot.customers):
        places[customer.name].append(at)

    def nearest(name: str) -> Iterable[tuple[int, float]]:
        for near in difflib.get_close_matches(name, places, n=_BEST, cutoff=_THRESHOLDS[0] / 100):
            ratio = 100 * difflib.SequenceMatcher(None, near, name).ratio()
            yield from ((at, ratio) for at in places[near])

    return _asked("difflib", bench, nearest)


def _asked(name: str, bench: Benchmark, nearest: Callable[[str], Iterable[tuple[int, float]]]) -> Answers:
    customers = bench.snapshot.customers
    found = {
        company.id: [(customers[at].id, score) for at, score in nearest(company.name)][:_BEST]
        for company in bench.companies
    }
    return Answers(name=name, found=found)


def at_their_best(answers: Answers, bench: Benchmark) -> tuple[int, Answers]:
    """Return from which score on a peer's precision and recall at 1 are best together, and what is left."""

    def balance(least: int) -> float:
        seen = quality(answers.above(least), bench)
        return seen.at_1 * seen.precision_1 / ((seen.at_1 + seen.precision_1) or 1)

    least = max(_THRESHOLDS, key=balance)
    return least, answers.above(least)


# What is told


def tell_quality(half: str, *, missed: bool) -> bool:
    """Print the figures of one half; say whether the aims are met."""
    bench = made(_HALVES[half])
    _say(
        f"{half} half: {len(bench.truth)} pairs, {len(bench.companies) - len(bench.truth)} without, "
        f"{len(bench.snapshot.customers):,} customers"
    )
    _say(
        f"  {'':34}"
        + "".join(f"{title:>10}" for title in ("recall@1", "recall@3", "prec.@1", "prec.@3", "w/o: any"))
    )
    full = ours("axtui", bench, bench.snapshot)
    _tell(full, bench)
    _tell(ours("axtui, names alone", bench, names_alone(bench.snapshot)), bench)
    for peer in (by_ratio(bench), by_difflib(bench)):
        _tell(peer, bench)
        least, kept = at_their_best(peer, bench)
        _tell(replace(kept, name=f"{peer.name}, from {least}"), bench)
    without = [company.id for company in bench.companies if company.id not in bench.truth]
    falsely = len(full.confident.intersection(without)) / len(without)
    surely = full.confident.intersection(bench.truth)
    wrong = sum(full.found[company][0][0] != bench.truth[company] for company in surely)
    _say(
        f"  confident: {len(surely) / len(bench.truth):.1%} of the pairs ({wrong} of them wrong), "
        f"{falsely:.1%} of the others"
    )
    _tell_kinds(full, bench)
    if missed:
        _tell_missed(full, bench)
    seen = quality(full, bench)
    met = seen.at_1 >= 0.97 and seen.at_3 >= 0.99 and falsely <= _CONFIDENT_AT_MOST
    _say(
        f"  aims (97 % first, 99 % among three, at most 3 % confident without): "
        f"{'met' if met else 'MISSED'}\n"
    )
    return met


def _tell(answers: Answers, bench: Benchmark) -> None:
    _say(f"  {answers.name:34}{quality(answers, bench)}")


def _tell_kinds(answers: Answers, bench: Benchmark) -> None:
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for company, kind in bench.kinds.items():
        found, truth = answers.found[company], bench.truth.get(company)
        counts[kind]["all"] += 1
        counts[kind]["first"] += bool(found) and found[0][0] == truth
        counts[kind]["among three"] += truth in dict(found)
        counts[kind]["any"] += bool(found)
        counts[kind]["confident"] += company in answers.confident
    for kind, count in counts.items():
        paired = any(bench.kinds[company] == kind for company in bench.truth)
        told = ("first", "among three", "confident") if paired else ("any", "confident")
        _say(f"    {kind:42}{count['all']:4}   " + ", ".join(f"{key} {count[key]}" for key in told))


def _tell_missed(answers: Answers, bench: Benchmark) -> None:
    names = {each.id: each.name for each in bench.snapshot.customers}
    for company in bench.companies:
        found, truth = answers.found[company.id], bench.truth.get(company.id)
        if (
            (truth and found[:1] and found[0][0] != truth)
            or (truth and not found)
            or (not truth and company.id in answers.confident)
        ):
            shown = [(names[customer], score) for customer, score in found]
            _say(
                f"    {bench.kinds[company.id]}: {company.name} | "
                f"{names.get(truth) if truth else None} | {shown}"
            )


def tell_speed() -> None:
    """Print how long suggestions take among very many customers, beside every name against every name."""
    bench = made(TUNING, pairs=_SIDE // 2, without=_SIDE // 2, others=_LARGE, matched=0.87)
    customers = bench.snapshot.customers
    _say(
        f"{len(bench.companies):,} rows without a match among {len(customers):,} customers, "
        "nine in ten of them matched"
    )
    began = time.process_time()
    suggester = suggester_of(bench.snapshot, MatchRule())
    prepared = time.process_time()
    for company in bench.companies:
        suggester.suggestions(company)
    asked = time.process_time()
    own = asked - prepared
    _say(f"  preparing (once, in pieces)      {prepared - began:8.2f} s")
    _say(f"  suggestions for all rows         {own:8.2f} s   {'met' if own <= 1 else 'MISSED'} (aim 1 s)")
    if find_spec("numpy") is None:
        _say("  process.cdist: numpy is missing")
        return
    texts = [comparable_name(each.name) for each in customers]
    wanted = [comparable_name(each.name) for each in bench.companies[:_AT_ONCE]]
    before = time.process_time()
    process.cdist(wanted, texts, scorer=fuzz.WRatio, workers=1)
    brute = (time.process_time() - before) * len(bench.companies) / _AT_ONCE
    _say(f"  process.cdist, the same scorer   {brute:8.2f} s   {brute / own:.0f} times ours")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    """Run what is asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--half", choices=tuple(_HALVES), action="append")
    parser.add_argument("--missed", action="store_true", help="name what was not found")
    parser.add_argument("--no-quality", action="store_true")
    parser.add_argument("--no-speed", action="store_true")
    wanted = parser.parse_args()
    halves = () if wanted.no_quality else wanted.half or _HALVES
    met = [tell_quality(half, missed=wanted.missed) for half in halves]
    if not wanted.no_speed:
        tell_speed()
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
