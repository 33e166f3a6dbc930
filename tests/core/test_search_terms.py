"""What one term says about another, so that a search which narrows the last one looks at its rows only."""

import pytest

from axtui.core.search import parse


@pytest.mark.parametrize(
    ("new", "old", "expected"),
    [
        ("acme", "acme", True),
        ("acme", "ac", True),
        ("ac", "acme", False),
        ("ACMÉ", "acme", True),
        ("company:acme", "acme", True),
        ("company:acme", "company:ac", True),
        ("acme", "company:acme", False),
        ("company:acme", "number:acme", False),
        ("reason:acme", "acme", False),
        ("reason:acme", "reason:ac", True),
        ("acme", "reason:acme", False),
        ("-ac", "-acme", True),
        ("-acme", "-ac", False),
        ("-acme", "-acme", True),
        ("-ac", "-company:acme", True),
        ("-company:ac", "-acme", False),
        ("acme", "-ac", False),
        ("-acme", "ac", False),
        ("acme", "-bolt", False),
        ("/acme/", "/acme/", True),
        ("/acme/", "/ac/", False),
        ("/acme/", "acme", False),
        ("acme", "/acme/", False),
        ('email:""', 'email:""', True),
        ('email:""', "email:a", False),
        ('-email:""', 'email:""', False),
    ],
)
def test_what_a_term_implies(new: str, old: str, *, expected: bool) -> None:
    """Only what is certain from the words alone: a longer text, a column instead of any, the same again."""
    (narrow,), (wide,) = parse(new).terms, parse(old).terms
    assert narrow.implies(wide) is expected


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("company:acme", 'company contains "acme"'),
        ("-company:acme", 'company does not contain "acme"'),
        ("-first:ada", 'first name does not contain "ada"'),
        ("note:link", "note is Link"),
        ("-note:link", "note is not Link"),
        ("-note:lin", 'note does not contain "lin"'),
        ("company:link", 'company contains "link"'),
    ],
)
def test_a_term_in_words(typed: str, words: str) -> None:
    """The name of a note is one in the column of notes alone."""
    (term,) = parse(typed).terms
    assert term.in_words() == words
