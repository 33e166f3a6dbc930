"""Two names laid against each other, and what is said of their differences."""

import unicodedata

import pytest
from faults.tiers import times
from hypothesis import example, given, settings
from hypothesis import strategies as st

from axtui.core.alignment import Difference, aligned, difference_of
from axtui.core.alignment_words import differences_in_words
from axtui.core.lookalikes import looks_like
from axtui.core.same_words import Meaning, leading_words

NAMES = st.text(st.sampled_from("aAbB &.é\u0301\u200b\u00a0\u0410'\u2019-日👩"), max_size=14) | st.text(
    max_size=30
)


def different(ours: str, theirs: str) -> list[tuple[str, str, Difference]]:
    """Return the pairs that differ."""
    found = [(pair.ours, pair.theirs, pair.difference) for pair in aligned(ours, theirs)]
    return [each for each in found if each[2] is not Difference.NONE]


@given(NAMES, NAMES)
@example("Acme Ltd", "Acme Limited")
@example("\u0301", "e\u0301")
@settings(max_examples=times(5_000, quick=100), deadline=None)
def test_each_side_makes_up_its_name(ours: str, theirs: str) -> None:
    """Nothing is lost, nothing is said of equal names, and every difference is a difference."""
    pairs = aligned(ours, theirs)
    assert "".join(pair.ours for pair in pairs) == ours
    assert "".join(pair.theirs for pair in pairs) == theirs
    assert all((pair.difference is Difference.NONE) is (pair.ours == pair.theirs) for pair in pairs)
    assert bool(different(ours, theirs)) is (ours != theirs)
    assert bool(differences_in_words(pairs)) is (ours != theirs)


@given(NAMES, NAMES)
@settings(max_examples=times(3_000, quick=50), deadline=None)
def test_what_is_said_can_be_shown(ours: str, theirs: str) -> None:
    """Whatever stands in the names."""
    assert all(sentence.isprintable() for sentence in differences_in_words(aligned(ours, theirs)))


@pytest.mark.parametrize(
    ("ours", "theirs", "found"),
    [
        ("Acme", "Acme", []),
        ("Acme", "acme", [("A", "a", Difference.CASE)]),
        ("Cafe", "Café", [("e", "é", Difference.ACCENT)]),
        ("Cafe\u0301", "Café", [("e\u0301", "é", Difference.FORM)]),
        ("\u0410cme", "Acme", [("\u0410", "A", Difference.LOOK_ALIKE)]),
        ("\uff21cme", "Acme", [("\uff21", "A", Difference.LOOK_ALIKE)]),
        ("O'Brien", "O\u2019Brien", [("'", "\u2019", Difference.PUNCTUATION)]),
        ("A - B", "A \u2013 B", [("-", "\u2013", Difference.PUNCTUATION)]),
        ("Ac me", "Ac\u00a0me", [(" ", "\u00a0", Difference.SPACE)]),
        ("Acme  Ltd", "Acme Ltd", [(" ", "", Difference.SPACE)]),
        ("Ac\u200bme", "Acme", [("\u200b", "", Difference.INVISIBLE)]),
        ("A & B", "A and B", [("&", "and", Difference.AND)]),
        ("Acme Ltd", "Acme Limited", [("Ltd", "Limited", Difference.LEGAL_FORM)]),
        ("Acme (Pty) Ltd", "Acme Pty Limited", [("(Pty) Ltd", "Pty Limited", Difference.LEGAL_FORM)]),
        ("Acme G.m.b.H.", "Acme GmbH", [("G.m.b.H.", "GmbH", Difference.LEGAL_FORM)]),
        ("Bolt", "Bola", [("t", "a", Difference.OTHER)]),
    ],
)
def test_each_kind_of_difference(ours: str, theirs: str, found: list[tuple[str, str, Difference]]) -> None:
    """Letters stand under letters, and words of one meaning under each other; either side may come first."""
    assert different(ours, theirs) == found
    assert different(theirs, ours) == [(other, mine, kind) for mine, other, kind in found]


def test_words_that_only_one_side_has_are_named() -> None:
    """The leading The and the legal form; a The inside a name is a word as any other."""
    assert {kind for _, _, kind in different("The Acme", "Acme")} == {Difference.THE}
    assert {kind for _, _, kind in different("Acme", "Acme, Pty Ltd")} == {Difference.LEGAL_FORM}
    assert Difference.THE not in {kind for _, _, kind in different("Bank of the Bay", "Bank of Bay")}
    kinds = {kind for _, _, kind in different("Acme", "Acme L\u200btd")}
    assert Difference.INVISIBLE in kinds


def test_names_of_absurd_length_are_one_difference() -> None:
    """Beyond what both share at their ends."""
    (pair,) = different(f"Acme {'ab ' * 200}Ltd", f"Acme {'cd ' * 200}Ltd")
    assert pair[2] is Difference.OTHER
    assert different(f"{'ab ' * 500}x", f"{'ab ' * 500}y") == [("x", "y", Difference.OTHER)]


@pytest.mark.parametrize(
    ("ours", "theirs", "said"),
    [
        ("Acme", "Acme", []),
        ("acMe x", "acME x", ['Autotask has "acMe", Xero has "acME": upper and lower case differ.']),
        (
            "Acme & Son Ltd",
            "Acme & SON LTD",
            ['Autotask has "Son", "Ltd", Xero has "SON", "LTD": upper and lower case differ.'],
        ),
        ("Cafe", "Café", ['Autotask has "e", Xero has "é": an accent differs.']),
        (
            "Café",
            "Cafe\u0301",
            [
                (
                    "Autotask's name has U+00E9 LATIN SMALL LETTER E WITH ACUTE at position 4, Xero's has "
                    "U+0065 LATIN SMALL LETTER E, U+0301 COMBINING ACUTE ACCENT: the same letter, stored "
                    "differently."
                )
            ],
        ),
        (
            "\u0410cme",
            "Acme",
            [
                (
                    "Autotask's name has U+0410 CYRILLIC CAPITAL LETTER A at position 1, Xero's has "
                    "U+0041 LATIN CAPITAL LETTER A: they only look the same."
                )
            ],
        ),
        (
            "O'Brien",
            "O\u2019Brien",
            [
                (
                    "Autotask's name has U+0027 APOSTROPHE at position 2, Xero's has U+2019 RIGHT SINGLE "
                    "QUOTATION MARK: two forms of one sign."
                )
            ],
        ),
        (
            "Ac me",
            "Ac\u00a0me",
            ["Autotask's name has U+0020 SPACE at position 3, Xero's has U+00A0 NO-BREAK SPACE."],
        ),
        ("Ac  me", "Ac me", ["At position 4, Autotask's name has a space more between two words."]),
        ("Acme", "  Acme", ["At position 1, Xero's name has 2 spaces before its first letter."]),
        (
            "Acme\t",
            "Acme",
            ["At position 5, Autotask's name has U+0009 CONTROL CHARACTER behind its last letter."],
        ),
        ("Acme", "Ac me", ["At position 3, Xero's name has a space where the other has none."]),
        (
            "Acme",
            "Ac\u200bme",
            ["At position 3, Xero's name has U+200B ZERO WIDTH SPACE: nothing is drawn for it."],
        ),
        ("A & B", "A and B", ['Autotask has "&", Xero has "and": the same word, written differently.']),
        (
            "Acme Ltd",
            "Acme Limited",
            ['Autotask has "Ltd", Xero has "Limited": the legal form is written differently.'],
        ),
        (
            "The Acme",
            "Acme Ltd",
            ['Only Autotask has the leading "The".', 'Only Xero has the legal form "Ltd".'],
        ),
        ("North Bay", "South Bay", ['Autotask has "North", Xero has "South".']),
        ("Acme Motors", "Acme", ['Only Autotask has "Motors".']),
    ],
)
def test_each_difference_is_said(ours: str, theirs: str, said: list[str]) -> None:
    """In a sentence, by code point and name where letters alone would not show it."""
    assert list(differences_in_words(aligned(ours, theirs))) == said


def test_a_word_that_differs_in_two_ways_is_told_in_both() -> None:
    """The part of it that is the same is left out."""
    assert differences_in_words(aligned("Zero\u200bWidth", "Zerowidth")) == (
        "At position 5, Autotask's name has U+200B ZERO WIDTH SPACE: nothing is drawn for it.",
        'Autotask has "Width", Xero has "width": upper and lower case differ.',
    )


def test_of_very_many_differences_the_first_are_said() -> None:
    """And how many there are besides."""
    said = differences_in_words(aligned("e e e e e e e e e e", "é é é é é é é é é é"))
    assert (len(said), said[-1]) == (9, "And 2 further differences.")


def test_look_alikes_are_letters_of_other_scripts() -> None:
    """Cyrillic or Greek for each Latin letter, and Latin letters are themselves."""
    for letter in "\u0410\u0430\u0391\u03bf":
        assert unicodedata.name(letter).split()[0] in ("CYRILLIC", "GREEK")
        assert looks_like(letter).isascii()
    assert looks_like("Zo\u00eb") == "Zo\u00eb"
    assert difference_of("\u0430", "o") is Difference.OTHER


@pytest.mark.parametrize(
    ("text", "words", "meaning"),
    [
        ("Pty Ltd", "Pty Ltd", Meaning.LEGAL_FORM),
        ("Pty. Ltd. Sydney", "Pty. Ltd.", Meaning.LEGAL_FORM),
        ("P.L.C.", "P.L.C.", Meaning.LEGAL_FORM),
        ("and Sons", "and", Meaning.AND),
        ("& Sons", "&", Meaning.AND),
        ("(Pty) Ltd", "(Pty) Ltd", Meaning.LEGAL_FORM),
        ("Ltd & Co KG", "Ltd", Meaning.LEGAL_FORM),
    ],
)
def test_words_that_are_written_in_many_ways(text: str, words: str, meaning: Meaning) -> None:
    """As many as belong together."""
    found = leading_words(text)
    assert found is not None
    assert (found.text, found.meaning) == (words, meaning)


@pytest.mark.parametrize("text", ["", " ", "Incline", "Andy", "Sons and", "Agfa", "(x"])
def test_words_that_only_begin_like_them(text: str) -> None:
    """They are words of their own."""
    assert leading_words(text) is None
