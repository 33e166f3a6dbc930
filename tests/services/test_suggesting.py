"""Suggestions behind a report: prepared in pieces with pauses, and at once where somebody waits."""

import asyncio
import itertools
from dataclasses import replace

import pytest
from builders import company, customer, rules, snapshot

from axtui.core.match_by import MatchBy
from axtui.core.report import build_report
from axtui.core.suggest import suggester_of
from axtui.services.suggesting import Suggesting

_ASKED = company(1, "Bluebird Bakery")
_KNOWN = snapshot(
    (_ASKED, company(2, "Opal Media")),
    (),
    (customer("x1", "Bluebird Bakery Ltd"), *(customer(f"y{at}", f"Opal {at}") for at in range(1_000))),
)


class _Pauses:
    """Counts pauses, and lets others go first in each."""

    def __init__(self) -> None:
        self.count = 0

    async def __call__(self, _: float) -> None:
        self.count += 1
        await asyncio.sleep(0)


def _suggesting(pauses: _Pauses) -> Suggesting:
    seconds = itertools.count()
    report = build_report(_KNOWN, rules())
    return Suggesting(_KNOWN, report, clock=lambda: float(next(seconds)), pause=pauses)


async def test_what_is_found_is_what_the_core_finds() -> None:
    """Whoever asks while nothing is prepared waits for it, without a pause."""
    pauses = _Pauses()
    suggesting = _suggesting(pauses)
    expected = suggester_of(_KNOWN, rules().match).suggestions(_ASKED)
    assert await suggesting.of(_ASKED) == expected
    assert expected[0].customer.name == "Bluebird Bakery Ltd"
    assert pauses.count == 0


async def test_preparing_makes_pauses() -> None:
    """As long as nobody waits; what was prepared once is not prepared again."""
    pauses = _Pauses()
    suggesting = _suggesting(pauses)
    await suggesting.prepare()
    made = pauses.count
    assert made > 5
    await suggesting.prepare()
    await suggesting.of(_ASKED)
    assert pauses.count == made


async def test_who_asks_meanwhile_ends_the_pauses() -> None:
    """Both get the same, and neither in the other's way."""
    pauses = _Pauses()
    suggesting = _suggesting(pauses)
    preparing = asyncio.create_task(suggesting.prepare())
    await asyncio.sleep(0)
    assert await suggesting.of(_ASKED)
    await preparing
    assert pauses.count < 3


async def test_preparing_that_was_cancelled_is_gone_on_with() -> None:
    """Nothing of it is lost, nor done twice."""
    for _ in range(20):
        suggesting = _suggesting(_Pauses())
        preparing = asyncio.create_task(suggesting.prepare())
        await asyncio.sleep(0)
        preparing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await preparing
        assert len(await suggesting.of(_ASKED)) == 1


def test_suggestions_are_about_one_reading_under_one_rule() -> None:
    """A report of another reading, or under another rule, has others."""
    suggesting = _suggesting(_Pauses())
    assert suggesting.is_about(build_report(_KNOWN, rules(sole=True)))
    assert not suggesting.is_about(build_report(_KNOWN, rules(MatchBy.NUMBER)))
    at = replace(_KNOWN.fetched_at, xero=_KNOWN.fetched_at.xero.replace(year=2001))
    later = replace(_KNOWN, fetched_at=at)
    assert not suggesting.is_about(build_report(later, rules()))
