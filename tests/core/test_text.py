"""Remote strings: what is shown of them is safe and says what is odd, and the forms that are compared."""

import sys
import unicodedata
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from axtui.core.text import (
    describe_character,
    folded_for_search,
    ignoring_case,
    in_normal_form,
    invisible_characters,
    is_invisible,
    natural_key,
    natural_keys,
    visible,
    with_plain_spaces,
    without_invisible,
)

ANY_TEXT: Final = st.text(st.characters())
"""Any code points, lone surrogates included: an API may send them as JSON escapes."""
ODD_TEXT: Final = st.text(
    st.sampled_from(
        "aé\u0301 \u00a0\t\n\x00\x1b\x7f\x9b\u00ad\u200b\u200d\u202e\u2060\ufe0f\ufeff👩🚀🏽\ud800"
    )
)
"""Few characters, most of them odd, so that they meet."""
EVERY_CHARACTER: Final = tuple(map(chr, range(sys.maxunicode + 1)))


@given(ANY_TEXT | ODD_TEXT)
def test_what_is_shown_is_printable(text: str) -> None:
    """Whatever an API sends, the copy to show holds printable characters only."""
    assert visible(text).isprintable()


def test_every_character_can_be_shown() -> None:
    """No character of Unicode passes that could move a terminal, not even between two others."""
    assert [char for char in EVERY_CHARACTER if not visible(f"a{char}b").isprintable()] == []


@given(ANY_TEXT | ODD_TEXT)
def test_showing_twice_changes_nothing(text: str) -> None:
    """A copy that was made to be shown is shown as it is."""
    assert visible(visible(text)) == visible(text)


@given(st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" ")))
def test_printable_text_is_left_alone(text: str) -> None:
    """Names in any script, markup and formulas are shown exactly."""
    assert visible(text) == text


@given(ODD_TEXT)
def test_nothing_odd_disappears_silently(text: str) -> None:
    """Every character has its place in what is shown, but for the joiner inside an emoji."""
    assert len(visible(text)) >= len(text.replace("\u200d", ""))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Acme Ltd", "Acme Ltd"),
        ("[red]Acme[/red] :smile:", "[red]Acme[/red] :smile:"),
        ("=cmd()|' /C calc'!A0", "=cmd()|' /C calc'!A0"),
        ("\x1b[31mAcme", "\u241b[31mAcme"),
        ("\x00\x07\x0e\x1f", "\u2400\u2407\u240e\u241f"),
        ("a\tb\r\nc", "a\u2409b\u240d\u240ac"),
        ("\x7f", "\u2421"),
        ("\x9b31m", "\ufffd31m"),
        ("\x85", "\ufffd"),
        ("Acme\u00a0Ltd", "Acme Ltd"),
        ("Acme\u2009\u3000Ltd", "Acme  Ltd"),
        ("Ac\u00adme", "Ac\ufffdme"),
        ("Ac\u200bme\ufeff", "Ac\ufffdme\ufffd"),
        ("\u202edtL emcA", "\ufffddtL emcA"),
        ("\u2066Acme\u2069", "\ufffdAcme\ufffd"),
        ("a\u2028b\u2029c", "a\ufffdb\ufffdc"),
        ("\ud800Acme", "\ufffdAcme"),
        ("\ue000\U0010ffff", "\ufffd\ufffd"),
        ("Ac\u200dme", "Ac\ufffdme"),
        ("\u200d", "\ufffd"),
        ("👩\u200d", "👩\ufffd"),
        ("e\u0301\u200d\u0301", "e\u0301\ufffd\u0301"),
        ("مرحبا", "مرحبا"),
        ("שלום", "שלום"),
        ("Café \u2126 北京", "Café \u2126 北京"),
    ],
)
def test_stand_ins(text: str, shown: str) -> None:
    """Control characters get their picture, odd spaces a space, what is invisible a replacement mark."""
    assert visible(text) == shown


def test_an_emoji_of_several_is_no_odd_name() -> None:
    """The joiner inside an emoji leaves no replacement mark: people do put them into names."""
    assert visible("Rocket 👩\u200d🚀 Ltd") == "Rocket 👩🚀 Ltd"
    assert "\ufffd" not in visible("👩🏽\u200d🚀 ❤\ufe0f\u200d🔥")


@pytest.mark.parametrize(
    ("char", "words"),
    [
        ("\u200b", "U+200B ZERO WIDTH SPACE"),
        ("\u00ad", "U+00AD SOFT HYPHEN"),
        ("\ufeff", "U+FEFF ZERO WIDTH NO-BREAK SPACE"),
        ("\x1b", "U+001B CONTROL CHARACTER"),
        ("\ud800", "U+D800"),
        ("\U000e0001", "U+E0001 LANGUAGE TAG"),
    ],
)
def test_a_character_is_named_by_code_point(char: str, words: str) -> None:
    """A technician can look the character up."""
    assert describe_character(char) == words


def test_every_character_has_a_description() -> None:
    """The description of any character can be shown."""
    for char in EVERY_CHARACTER:
        words = describe_character(char)
        assert words.startswith("U+")
        assert words.isascii()


@pytest.mark.parametrize(
    "char",
    [
        *"\x00\x1b\x7f\x9b\u00ad\u034f\u061c\u115f\u180b\u180e\u200b\u200c\u200d\u200e\u202e",
        *"\u2060\u2066\u2800\u3164\ufe0f\ufeff\uffa0\U000e0041\U000e0100",
    ],
    ids=ascii,
)
def test_invisible(char: str) -> None:
    """Nothing is drawn for these, and they make two names differ."""
    assert is_invisible(char)


@pytest.mark.parametrize("char", [*"aé0-.'&漢 ", "\u0301", "\u00a0", "\u3000", "\t", "\n"], ids=ascii)
def test_not_invisible(char: str) -> None:
    """Letters, signs and accents are drawn; white space is a difference of its own kind."""
    assert not is_invisible(char)


def test_invisible_characters_are_counted_from_one() -> None:
    """Positions are those a person counts, of the exact text."""
    assert invisible_characters("\ufeffAc\u200bme") == ((1, "\ufeff"), (4, "\u200b"))
    assert invisible_characters("Acme Ltd") == ()


@given(ANY_TEXT | ODD_TEXT)
def test_without_invisible_nothing_invisible_is_left(text: str) -> None:
    """What is dropped is what is told, and nothing else."""
    bare = without_invisible(text)
    assert invisible_characters(bare) == ()
    assert len(bare) + len(invisible_characters(text)) == len(text)


@pytest.mark.parametrize(
    "text", [" Acme Ltd", "Acme Ltd ", "Acme  Ltd", "Acme\u00a0Ltd", "Acme\tLtd\n", "\u3000Acme \u2009 Ltd"]
)
def test_plain_spaces(text: str) -> None:
    """Leading, trailing, doubled and odd spaces come down to one plain space."""
    assert with_plain_spaces(text) == "Acme Ltd"


@given(ANY_TEXT | ODD_TEXT)
def test_forms_are_reached_in_one_step(text: str) -> None:
    """A compared form of a compared form is the same, and none of them fails on any text."""
    for form in (with_plain_spaces, in_normal_form, ignoring_case, without_invisible):
        assert form(form(text)) == form(text)


def test_normal_form_joins_letter_and_accent() -> None:
    """Both ways to write an accented letter become one; other letters stay apart."""
    assert in_normal_form("Cafe\u0301") == in_normal_form("Caf\u00e9") == "Caf\u00e9"
    assert in_normal_form("Acme\u00b2") != in_normal_form("Acme2")


@pytest.mark.parametrize(
    ("one", "other"), [("Acme", "ACME"), ("Groß", "GROSS"), ("ΣΊΣΥΦΟΣ", "σίσυφος"), ("ﬁn", "FIN")]
)
def test_full_case_folding(one: str, other: str) -> None:
    """Letters that only full folding brings together are one."""
    assert ignoring_case(one) == ignoring_case(other)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("cafe", "Café"),
        ("cafe", "Cafe\u0301"),
        ("CAFÉ", "cafe"),
        ("gross", "Groß"),
        ("muller", "Müller"),
        ("tieng viet", "Tiếng Việt"),
        ("istanbul", "İstanbul"),
        ("aa", "\u00e5a"),
    ],
)
def test_the_search_ignores_case_and_accents(typed: str, shown: str) -> None:
    """What is typed plainly finds what is written with accents, and the other way round."""
    assert folded_for_search(typed) == folded_for_search(shown)


@given(ANY_TEXT | ODD_TEXT)
def test_folding_for_the_search_is_reached_in_one_step(text: str) -> None:
    """Folding what is folded changes nothing, so a term and a cell can meet."""
    assert folded_for_search(folded_for_search(text)) == folded_for_search(text)


def test_folding_for_the_search_leaves_no_accent_on_any_letter() -> None:
    """Every letter that is a plain letter with marks is found by the plain letter."""
    marked = [
        char
        for char in EVERY_CHARACTER
        if unicodedata.decomposition(char)
        and not unicodedata.decomposition(char).startswith("<")
        and "LATIN" in unicodedata.name(char, "")
    ]
    assert len(marked) > 400
    assert [char for char in marked if any(map(unicodedata.combining, folded_for_search(char)))] == []


@given(st.lists(st.tuples(st.sampled_from(["A", "a", "B"]), st.integers(0, 2000)), min_size=1))
def test_natural_order_reads_numbers_by_value(labels: list[tuple[str, int]]) -> None:
    """A2 stands before A10, whatever the case."""
    names = [f"{word}{number}" for word, number in labels]
    by_hand = [
        f"{word}{number}" for word, number in sorted(labels, key=lambda each: (each[0].lower(), each[1]))
    ]
    assert sorted(names, key=natural_key) == by_hand


@given(st.lists(ANY_TEXT | st.text("aA12²٣ "), max_size=6))
def test_natural_order_takes_any_text(texts: list[str]) -> None:
    """Keys of any texts can be compared, digits of other scripts and powers included."""
    keys = [natural_key(text) for text in texts]
    for one in keys:
        assert [(one < other) + (one == other) + (one > other) for other in keys] == [1] * len(keys)


@given(st.lists(ANY_TEXT.map(visible) | st.text("aA12²٣ é0"), max_size=6))
def test_keys_for_many_texts_sort_as_the_key_for_one(texts: list[str]) -> None:
    """The quick way orders display texts, and takes them for equal, exactly as the plain one does."""
    plain = [natural_key(text) for text in texts]
    quick = natural_keys(texts)
    for one, key in zip(plain, quick, strict=True):
        assert [key < other for other in quick] == [one < other for other in plain]
        assert [key == other for other in quick] == [one == other for other in plain]


def test_natural_order_takes_endless_numbers() -> None:
    """A name of ten thousand digits is a name like any other, not an integer too large to convert."""
    assert natural_key("9" * 10_000) < natural_key("1" + "0" * 10_000)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Acme", ("acme",)),
        ("A2", ("a", (1, "2"), "")),
        ("A10B", ("a", (2, "10"), "b")),
        ("007x20", ("", (1, "7"), "x", (2, "20"), "")),
    ],
)
def test_every_second_part_of_a_key_is_a_number(text: str, key: tuple[object, ...]) -> None:
    """Words and numbers take turns, so that like is compared with like; leading zeros do not count."""
    assert natural_key(text) == key
