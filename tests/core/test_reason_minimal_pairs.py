"""Every reason beside a case that lacks it and differs in one thing."""

from dataclasses import fields

import pytest
from reason_pairs import PAIRS, Tenants

from axtui.core.notes import ReasonCode


def test_no_reason_is_left_out() -> None:
    """Whoever adds a reason adds its pair."""
    assert set(PAIRS) == set(ReasonCode)


@pytest.mark.parametrize("code", ReasonCode)
def test_one_thing_decides(code: ReasonCode) -> None:
    """With it the reason is given, without it not."""
    having, lacking = PAIRS[code]
    assert having.row.has(code)
    assert not lacking.row.has(code)


@pytest.mark.parametrize("code", ReasonCode)
def test_the_pair_differs_in_one_record(code: ReasonCode) -> None:
    """One field of the tenants, and in it one value."""
    having, lacking = PAIRS[code]
    other = [
        each.name for each in fields(Tenants) if getattr(having, each.name) != getattr(lacking, each.name)
    ]
    assert len(other) == 1
    one, two = getattr(having, other[0]), getattr(lacking, other[0])
    if isinstance(one, tuple) and len(one) == len(two):
        assert sum(a != b for a, b in zip(one, two, strict=True)) == 1


@pytest.mark.parametrize("code", ReasonCode)
def test_the_sentence_is_fit_for_a_technician(code: ReasonCode) -> None:
    """A whole sentence that can be shown and read at a glance; the code is not repeated in it."""
    (text,) = {reason.text for reason in PAIRS[code][0].row.reasons if reason.code is code}
    assert text.isprintable()
    assert text[0].isupper() or text[0].isdigit()
    assert text.endswith(".")
    assert code.value not in text
    assert len(text) < 170
