"""Pieces of sentences: numbers with their nouns, what stays short, and first letters."""

import pytest

from axtui.core.sentences import capitalised, counted, listed, shortened


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (12_345, "12,345 rows")]
)
def test_a_number_has_its_noun(number: int, said: str) -> None:
    """One is one, and large numbers can be read."""
    assert counted(number, "row") == said


def test_a_noun_may_have_its_own_plural() -> None:
    """Where an s at the end would be wrong."""
    assert counted(1, "cell begins", "cells begin") == "1 cell begins"
    assert counted(2, "cell begins", "cells begin") == "2 cells begin"


@pytest.mark.parametrize(
    ("names", "said"), [("", ""), ("a", "a"), ("abc", "a, b, c"), ("abcd", "a, b, c and 1 more")]
)
def test_a_long_list_is_cut(names: str, said: str) -> None:
    """What is not named is counted."""
    assert listed(names, most=3) == said


@pytest.mark.parametrize(("text", "said"), [("abcd", "abcd"), ("abcde", "abc…")])
def test_a_long_text_is_cut(text: str, said: str) -> None:
    """To so many characters at most, the sign for it counted."""
    assert shortened(text, most=4) == said


def test_a_sentence_begins_with_a_large_letter() -> None:
    """And nothing else of it changes."""
    assert capitalised("one company of Acme") == "One company of Acme"
    assert capitalised("") == ""
