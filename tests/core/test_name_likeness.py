"""How much two names are alike, word by word, and how the difference is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from axtui.core.name_likeness import Kinship, likeness

_WORDS = st.lists(
    st.sampled_from(["acme", "akme", "group", "54", "55", "blue", "bird", "bluebird", "ab", "a"])
)


def _all_the_same(_: str) -> float:
    return 1.0


@pytest.mark.parametrize(
    ("ours", "theirs", "kinship"),
    [
        ("koehler", "kohler", Kinship.SAME),
        ("blue bird", "bluebird", Kinship.SAME),
        ("bluebird", "blue bird", Kinship.SAME),
        ("bakery", "bakrey", Kinship.MISTYPED),
        ("plumbing", "plummbign", Kinship.MISTYPED),
        ("electrical", "elec", Kinship.SHORTENED),
        ("mgnt", "management", Kinship.SHORTENED),
        ("john robert", "jr", Kinship.INITIALS),
        ("wbs", "western bakery supplies", Kinship.INITIALS),
    ],
)
def test_words_that_stand_for_each_other(ours: str, theirs: str, kinship: Kinship) -> None:
    """Each kind of kin is known as what it is, and costs less than a word that is missing."""
    found = likeness(ours.split(), theirs.split(), _all_the_same)
    assert [pair.kinship for pair in found.pairs] == [kinship]
    assert found.score > 0.7


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("54", "55"),
        ("54", "5"),
        ("365a", "365"),
        ("abc", "abd"),
        ("acme", "other"),
        ("smart", "manager"),
        ("gant", "granite"),
    ],
)
def test_words_that_do_not(ours: str, theirs: str) -> None:
    """A number is never a slip, nor is a letter of a short word; vowels are no abbreviation."""
    found = likeness(ours.split(), theirs.split(), _all_the_same)
    assert not found.pairs
    assert found.contradicts


@pytest.mark.parametrize(
    ("ours", "theirs", "sentences"),
    [
        ("acme bakery", "acme bakery", ["The same words."]),
        ("acme bakery", "bakery acme", ["The same words in another order."]),
        ("blue bird", "bluebird", ["The same words.", '"blue bird" is written "bluebird" in Xero.']),
        ("acme bakrey", "acme bakery", ['"bakrey" may be "bakery" with a typing error.']),
        ("acme elec", "acme electrical", ['"elec" and "electrical" may be short and long for the same.']),
        ("j byron", "john byron", ['"j" and "john" may be initials and what they stand for.']),
        ("acme north", "acme south west", ['Other words: "north" in Autotask, "south", "west" in Xero.']),
        ("acme unit 4", "acme 5", ['Other numbers: "4" in Autotask, "5" in Xero.']),
        ("acme bakery", "acme", ['Only Autotask has "bakery".']),
        ("acme", "acme bakery shop", ['Only Xero has "bakery", "shop".']),
    ],
)
def test_the_difference_is_said(ours: str, theirs: str, sentences: list[str]) -> None:
    """In few words, and from both sides."""
    assert list(likeness(ours.split(), theirs.split(), _all_the_same).sentences()) == sentences


def test_one_wrong_letter_is_a_slip_where_nothing_else_differs() -> None:
    """Two wrong letters are none, and neither is one beside another difference."""
    for theirs, is_slip in (("acme bakrey", True), ("acme bakreyx", False), ("acme bakrey shop", False)):
        found = likeness(["acme", "bakery"], theirs.split(), _all_the_same)
        assert (found.slip is not None) is is_slip


@given(_WORDS, _WORDS)
def test_a_score_is_a_share(ours: list[str], theirs: list[str]) -> None:
    """From 0 to 1, the same from either side, and 1 for the same words."""
    found = likeness(ours, theirs, _all_the_same)
    assert 0 <= found.score <= 1
    assert likeness(ours, list(ours), _all_the_same).score == 1
