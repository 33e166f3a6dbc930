"""Patterns: what they ignore, what is refused, and that none runs for ever."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from axtui.core.search_pattern import WATCHED_AT_ONCE, Patience, Pattern, pattern_from

CATASTROPHE = "(a|aa)+$"
VICTIM = "a" * 150 + "!"


def found(source: str, text: str) -> bool:
    """Say whether the pattern is found in the text."""
    return text in compiled(source).found_among([text], Patience())


def compiled(source: str) -> Pattern:
    """Return the pattern, which must be fine."""
    pattern = pattern_from(source)
    assert isinstance(pattern, Pattern)
    return pattern


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("^the .*(ltd|limited)$", "The Acme Company LIMITED", True),
        ("^the .*(ltd|limited)$", "Acme the Ltd", False),
        ("muller", "Müller", True),
        ("Müller", "MULLER", False),
        ("Müller", "Mu\u0308ller", True),
        ("m[uü]ller", "müller", True),
        ("^M.ller$", "Müller", True),
        ("[^\\x00-\\x7f]", "Müller", True),
        ("[^\\x00-\\x7f]", "Muller", False),
        ("strasse", "Straße", True),
        ("\\bltd\\b", "Acme Ltd.", True),
        ("^$", "", True),
        ("[^\u0301]", "é", True),
    ],
)
def test_patterns_ignore_case_and_accents_of_the_text(source: str, text: str, expected: bool) -> None:
    """A pattern is tried on the display text, and on the text without accents where it has any."""
    assert found(source, text) is expected


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("(", "missing )"),
        ("(?:a{1000}){1000}", "repeats too much"),
        ("(?:(?:a{1000}){1000}){1000}", "repeats too much"),
        ("a{99999999999999999999}", "repeats too much"),
        ("(?R)", "calls itself"),
        ("(a)(?1)", "calls itself"),
        ("(?P<n>a)(?&n)", "calls itself"),
        ("(" * 1000 + ")" * 1000, "too involved"),
        ("(?ua)", "too involved"),
        ("\x1b(", "/␛(/"),
    ],
)
def test_what_cannot_be_used_is_said_in_a_sentence(source: str, why: str) -> None:
    """A broken or dangerous pattern is a sentence, safe to show and of bounded length."""
    problem = pattern_from(source)
    assert isinstance(problem, str)
    assert why in problem
    assert problem.isprintable()
    assert len(problem) < 600


def test_a_pattern_that_takes_too_long_for_one_cell_is_given_up() -> None:
    """The library's own limit ends a search that would never end."""
    with pytest.raises(TimeoutError):
        found(CATASTROPHE, VICTIM)


def test_a_pattern_that_takes_too_long_for_all_cells_is_given_up() -> None:
    """With a clock the time for all cells is limited too, also for patterns that are quick on each."""
    seconds = iter([0.0, 0.4, 0.9, 1.3])
    with pytest.raises(TimeoutError):
        compiled("(a)+").found_among(["b", "c", "d"], Patience(lambda: next(seconds)))
    seconds = iter([0.0, 0.4, 0.9, 1.3])
    with pytest.raises(TimeoutError):
        compiled("a").found_among(["b"] * 3 * WATCHED_AT_ONCE, Patience(lambda: next(seconds)))


def test_what_is_in_time_is_found() -> None:
    """As long as the clock is within the limit the search goes on."""
    seconds = iter([0.0, 0.4, 0.9])
    assert compiled("(c)+").found_among(["b", "c"], Patience(lambda: next(seconds))) == {"c"}
    seconds = iter([0.0, 0.4, 0.9])
    cells = ["b"] * (2 * WATCHED_AT_ONCE - 1)
    assert compiled("c").found_among([*cells, "c"], Patience(lambda: next(seconds))) == {"c"}


def test_the_time_stands_still_while_a_search_waits() -> None:
    """What a person does between two steps of a search is not the pattern's fault."""
    seconds = iter([0.0, 0.4, 50.0, 50.5, 50.7])
    patience = Patience(lambda: next(seconds))
    patience.pause()
    patience.go_on()
    assert patience.left() > 0
    with pytest.raises(TimeoutError):
        patience.left()


PIECES = st.sampled_from([*"ab(){}[]?*+^$.\\|-:<>=!,019&pPLkKNRrXGm_#éß\u0301", "(?", "(?<", "\\p{", "{1,"])


@given(st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=20))
def test_no_pattern_raises_anything_but_a_timeout(source: str) -> None:
    """Whatever stands between the slashes is a pattern or a sentence, and searching ends."""
    pattern = pattern_from(source)
    if isinstance(pattern, str):
        assert pattern.startswith("The pattern /")
        return
    try:
        pattern.found_among(["abc (def) 12-é ß", "", "a" * 300], Patience())
    except TimeoutError:
        return


def test_equal_sources_are_equal_patterns() -> None:
    """Two readings of one query are the same terms, so that an earlier answer can be used again."""
    assert pattern_from("a.b") == pattern_from("a.b")
    assert pattern_from("a.b") != pattern_from("a.c")


def test_patience_without_a_clock_cannot_be_paused() -> None:
    """Only the time for one cell is limited then, and a pause takes none of it."""
    patience = Patience(for_one=0.5)
    patience.pause()
    patience.go_on()
    assert patience.left() == 0.5
