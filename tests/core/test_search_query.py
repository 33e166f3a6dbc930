"""The query language: what each way of typing a term means, and that nothing typed is an error."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from axtui.core.cells import Column
from axtui.core.search import Query, describe, parse
from axtui.core.search_terms import Extra, Words


@pytest.mark.parametrize(
    ("typed", "meaning"),
    [
        ("", ""),
        ("   ", ""),
        ("acme", 'any column contains "acme"'),
        ("Acme  LTD", 'any column contains "Acme", any column contains "LTD"'),
        ("acme acme", 'any column contains "acme"'),
        ('"two words"', 'any column contains "two words"'),
        ('"two words"three', 'any column contains "two words", any column contains "three"'),
        ("no match acme", 'any column contains "no match", any column contains "acme"'),
        ("acme NO  Match", 'any column contains "acme", any column contains "NO Match"'),
        ("not found", 'any column contains "not found"'),
        ("not a match", 'any column contains "not", any column contains "a", any column contains "match"'),
        ('no "match"', 'any column contains "no", any column contains "match"'),
        ("no -match", 'any column contains "no", no column contains "match"'),
        ("-term", 'no column contains "term"'),
        ('-"two words"', 'no column contains "two words"'),
        ("-no match", 'no column contains "no match"'),
        ("-note:ok", "note is not OK"),
        ('"-term"', 'any column contains "-term"'),
        ('-"-term"', 'no column contains "-term"'),
        ("--term", 'no column contains "-term"'),
        ("company:acme", 'company contains "acme"'),
        ("COMPANY:acme", 'company contains "acme"'),
        ("number:c-1", 'number contains "c-1"'),
        ("customer:acme", 'Xero customer contains "acme"'),
        ("contact:ada", 'accounts contact contains "ada"'),
        ("first:ada last:byron", 'first name contains "ada", last name contains "byron"'),
        ("email:@acme.example", 'e-mail contains "@acme.example"'),
        ("note:link", "note is Link"),
        ("note:not", 'note contains "not"'),
        ("note:no match", "note is No Match"),
        ('note:"not found" acme', 'note is Not Found, any column contains "acme"'),
        ("-note:not found acme", 'note is not Not Found, any column contains "acme"'),
        ("reason:archived", 'a reason contains "archived"'),
        ("-reason:archived", 'no reason contains "archived"'),
        ('reason:""', "there is no reason"),
        ('-reason:""', "there is a reason"),
        ('company:"two words"', 'company contains "two words"'),
        ('email:""', "e-mail is empty"),
        ('-email:""', "e-mail is not empty"),
        ("colour:red", 'any column contains "colour:red"'),
        ("http://acme.example", 'any column contains "http://acme.example"'),
        ('"company:acme"', 'any column contains "company:acme"'),
        ("company:note:ok", 'company contains "note:ok"'),
        ("/^acme$/", "any column matches /^acme$/"),
        ("-/^acme$/", "no column matches /^acme$/"),
        ("company:/^acme/", "company matches /^acme/"),
        ("-company:/^acme/", "company does not match /^acme/"),
        ('company:"/^the .*(ltd|limited)$/"', "company matches /^the .*(ltd|limited)$/"),
        ('"/a b/"', "any column matches /a b/"),
        ("/a b/", 'any column contains "/a", any column contains "b/"'),
        ("A/S", 'any column contains "A/S"'),
        ("/usr", 'any column contains "/usr"'),
        ("/", 'any column contains "/"'),
        ("//", 'any column contains "//"'),
        ('6"pipe', 'any column contains "6"pipe"'),
    ],
)
def test_what_is_typed_means(typed: str, meaning: str) -> None:
    """Each form of a term is read as the product says, and said again in words."""
    assert describe(parse(typed)) == meaning


@pytest.mark.parametrize(
    "typed",
    ["-", "company:", "-company:", "note:", '"', '""', '-""', 'company:"', "-email:", "\u0301", "-\u0301"],
)
def test_what_is_not_finished_restricts_nothing(typed: str) -> None:
    """The table does not go blank between two keys of a term."""
    query = parse(typed)
    assert query.is_empty
    assert query.problem == ""


def test_an_open_quote_is_taken_as_closed_at_the_end() -> None:
    """While a quoted term is being typed it already filters."""
    assert parse('company:"two wor').terms == parse('company:"two wor"').terms


@pytest.mark.parametrize("typed", ["/(/", "company:/[/", '"/a b(/"', "/*/", "/\\/"])
def test_a_broken_pattern_is_said_and_restricts_nothing(typed: str) -> None:
    """A pattern that cannot be read leaves the rows alone; the other terms still count."""
    query = parse(typed)
    assert query.is_empty
    assert query.problem.startswith("The pattern /")
    assert parse(f"acme {typed}").terms == parse("acme").terms


def test_each_broken_pattern_is_said() -> None:
    """Two broken patterns are two sentences."""
    first, second = (parse(each).problem for each in ("/(/", "/[/"))
    assert parse("/(/ /[/").problem == f"{first} {second}"


def test_terms_are_compared_as_they_are_shown() -> None:
    """A pasted no-break space or control character finds what the screen shows for it."""
    (term,) = parse('"A\u00a0B\x1b"').terms
    assert term.sought == Words(text="A B␛", needle="a b␛")


def test_case_and_accents_make_no_difference() -> None:
    """`ÅNGSTRÖM` looks for the same as `angstrom`."""
    assert _needles(parse("ÅNGSTRÖM Straße")) == ["angstrom", "strasse"]


def test_the_query_keeps_what_was_typed() -> None:
    """The text is kept as it is, for the input and for messages."""
    assert parse(' Acme  "x').text == ' Acme  "x'


QUERY_PIECES = st.sampled_from(
    [
        "-",
        '"',
        ":",
        "/",
        " ",
        "company:",
        "note:",
        "reason:",
        "no",
        "match",
        "not found",
        "ok",
        "(",
        "[",
        "*",
        "\\",
    ]
)


@given(st.lists(QUERY_PIECES | st.text(max_size=3)).map("".join) | st.text())
@example("\ufb01rst:x")
@example("f\u0131rst:x")
@example("la\u017ft:x")
def test_nothing_typed_is_an_error(typed: str) -> None:
    """Whatever is typed or pasted is read, can be said in words, and has no empty needle."""
    query = parse(typed)
    assert describe(query).isprintable()
    assert query.problem.isprintable()
    assert all(_needles(query))
    assert all(term.place in (*Column, *Extra) for term in query.terms)


def _needles(query: Query) -> list[str]:
    return [term.sought.needle for term in query.terms if isinstance(term.sought, Words)]
