"""Which customers a company finds, rule by rule: keys, blanks, and several as an outcome."""

from typing import Final

import pytest
from builders import company, customer
from hypothesis import given
from hypothesis import strategies as st

from axtui.core.match_by import MatchBy
from axtui.core.matching import CustomerIndex, Match, MatchRule
from axtui.core.models import NumberField

CUSTOMERS: Final = (
    customer("x1", "Acme Ltd", number="C-1", contact_number="77"),
    customer("x2", "ACME LTD", number="c-1", contact_number="C-1"),
    customer("x3", "Groß AG", number="C-3"),
    customer("x4", "Beta", number=""),
    customer("x5", "Gamma", number="C-5"),
    customer("x6", "Gamma Two", number="C-5"),
    customer("x7", "", number="  "),
)


def found(rule: MatchRule, name: str, number: str = "") -> list[str]:
    """Return the ids of the customers that the rule finds, sorted."""
    match = CustomerIndex(CUSTOMERS, rule).find(company(1, name, number=number))
    return sorted(customer.id for customer in match.customers)


@pytest.mark.parametrize(
    ("match_by", "name", "number", "ids"),
    [
        (MatchBy.NAME, "Acme Ltd", "", ["x1"]),
        (MatchBy.NAME, "acme ltd", "", []),
        (MatchBy.NAME, "Acme Ltd ", "", []),
        (MatchBy.NAME, "Nobody", "C-1", []),
        (MatchBy.NAME, "", "", []),
        (MatchBy.NAME_IGNORE_CASE, "acme ltd", "", ["x1", "x2"]),
        (MatchBy.NAME_IGNORE_CASE, "GROSS AG", "", ["x3"]),
        (MatchBy.NAME_IGNORE_CASE, "Gros AG", "", []),
        (MatchBy.NAME_IGNORE_CASE, "", "", []),
        (MatchBy.NUMBER, "Acme Ltd", "C-3", ["x3"]),
        (MatchBy.NUMBER, "Acme Ltd", "", []),
        (MatchBy.NUMBER, "Acme Ltd", "  ", []),
        (MatchBy.NUMBER, "", "C-1", ["x1"]),
        (MatchBy.NUMBER, "", "C-5", ["x5", "x6"]),
        (MatchBy.NUMBER, "Acme Ltd", "C-9", []),
        (MatchBy.NUMBER_THEN_NAME, "Acme Ltd", "C-3", ["x3"]),
        (MatchBy.NUMBER_THEN_NAME, "Acme Ltd", "C-9", ["x1"]),
        (MatchBy.NUMBER_THEN_NAME, "Acme Ltd", "", ["x1"]),
        (MatchBy.NUMBER_THEN_NAME, "Beta", "C-5", ["x5", "x6"]),
        (MatchBy.NUMBER_THEN_NAME, "acme ltd", "", []),
        (MatchBy.NUMBER_THEN_NAME, "", "", []),
    ],
)
def test_what_each_rule_finds(match_by: MatchBy, name: str, number: str, ids: list[str]) -> None:
    """Names to the character, numbers always with case, blanks never."""
    assert found(MatchRule(match_by=match_by), name, number) == ids


def test_case_is_ignored_by_the_fall_back_where_that_is_set() -> None:
    """`name_ignore_case` widens the name, never the number."""
    rule = MatchRule(match_by=MatchBy.NUMBER_THEN_NAME, name_ignore_case=True)
    assert found(rule, "acme ltd") == ["x1", "x2"]
    assert found(rule, "Nobody", "c-3") == []


@pytest.mark.parametrize("match_by", [MatchBy.NAME, MatchBy.NUMBER])
def test_name_ignore_case_is_read_by_the_fall_back_only(match_by: MatchBy) -> None:
    """The setting changes nothing under another rule."""
    assert found(MatchRule(match_by=match_by, name_ignore_case=True), "acme ltd", "c-3") == []


@pytest.mark.parametrize("match_by", [MatchBy.NUMBER, MatchBy.NUMBER_THEN_NAME])
def test_the_number_is_that_of_the_configured_field(match_by: MatchBy) -> None:
    """With ContactNumber the account number is not looked at."""
    rule = MatchRule(match_by=match_by, number_field=NumberField.CONTACT_NUMBER)
    assert found(rule, "Nobody", "77") == ["x1"]
    assert found(rule, "Nobody", "C-1") == ["x2"]
    assert found(rule, "Nobody", "C-3") == []


@pytest.mark.parametrize(
    ("match_by", "name", "number", "expected"),
    [
        (MatchBy.NUMBER_THEN_NAME, "Acme Ltd", "C-9", True),
        (MatchBy.NUMBER_THEN_NAME, "Acme Ltd", "", True),
        (MatchBy.NUMBER_THEN_NAME, "Acme Ltd", "C-1", False),
        (MatchBy.NUMBER_THEN_NAME, "Nobody", "C-9", False),
        (MatchBy.NAME, "Acme Ltd", "C-9", False),
        (MatchBy.NUMBER, "Acme Ltd", "C-1", False),
    ],
)
def test_a_match_by_name_only_is_marked(match_by: MatchBy, name: str, number: str, expected: bool) -> None:
    """Only a match that the fall-back made is marked."""
    match = CustomerIndex(CUSTOMERS, MatchRule(match_by=match_by)).find(company(1, name, number=number))
    assert match.by_name_only is expected


@pytest.mark.parametrize("match_by", list(MatchBy))
def test_without_customers_nothing_is_found(match_by: MatchBy) -> None:
    """An empty Xero organisation is an outcome, not an error."""
    assert CustomerIndex((), MatchRule(match_by=match_by)).find(company(number="C-1")) == Match()


@given(
    ours=st.text("aAß \u00a0\u0301é", max_size=4),
    theirs=st.text("aAß \u00a0\u0301é", max_size=4),
    match_by=st.sampled_from([MatchBy.NAME, MatchBy.NAME_IGNORE_CASE]),
)
def test_equal_means_equal_to_the_character(ours: str, theirs: str, match_by: MatchBy) -> None:
    """A name matches itself and nothing but itself; ignoring case adds what full folding makes equal."""
    match = CustomerIndex([customer(name=theirs)], MatchRule(match_by=match_by)).find(company(name=ours))
    folded = match_by is MatchBy.NAME_IGNORE_CASE
    equal = ours.casefold() == theirs.casefold() if folded else ours == theirs
    assert bool(match.customers) is (equal and ours != "")
