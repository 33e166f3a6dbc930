"""What the doctor says: problems first, and nothing in it that may not be pasted into a ticket."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from axtui.core.doctor import Doctor, Fact, Section, document_of, lines_of, pasteable_report
from axtui.core.secret import Secret


def _one(value: str, *, home: str = "/home/ada", problem: str = "") -> Fact:
    """Return what becomes of one fact."""
    fact = Fact(label="fact", value=value, problem=problem)
    return pasteable_report([Section(title="Facts", facts=(fact,))], home=home).sections[0].facts[0]


def test_problems_stand_first_and_again_where_they_belong() -> None:
    """Who has a minute reads the first lines; who has more finds the place."""
    facts = (
        Fact(label="cache", value="~/.cache", problem="It is full."),
        Fact(label="lanes", value="2", source="default"),
    )
    lines = lines_of(Doctor(sections=(Section(title="Paths", facts=facts),)))
    assert lines == (
        "1 thing needs a look:",
        "  !! Paths, cache: It is full.",
        "",
        "Paths",
        "  cache  ~/.cache",
        "         !! It is full.",
        "  lanes  2  (default)",
    )


def test_nothing_to_look_at_is_said() -> None:
    """An empty page would leave it open."""
    assert lines_of(Doctor(sections=()))[0] == "Nothing needs a look."


def test_programs_get_the_same_with_null_for_what_is_not_there() -> None:
    """One value has both forms."""
    facts = (Fact(label="TERM", value="dumb", problem="No."), Fact(label="LANG", value="C", source="env"))
    document = document_of(Doctor(sections=(Section(title="Terminal", facts=facts),)))
    assert json.loads(json.dumps(document)) == {
        "problems": 1,
        "sections": [
            {
                "title": "Terminal",
                "facts": [
                    {"label": "TERM", "value": "dumb", "source": None, "problem": "No."},
                    {"label": "LANG", "value": "C", "source": "env", "problem": None},
                ],
            }
        ],
    }


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("/home/ada/.cache/axtui", "~/.cache/axtui"),
        ("/home/ada (0700)", "~ (0700)"),
        ("a:/home/ada:/home/ada/bin", "a:~:~/bin"),
        ("/home/adam/x", "/home/adam/x"),
        ("/srv/home/ada/x", "/srv/home/ada/x"),
        ("", "-"),
    ],
)
def test_the_home_directory_has_no_name(value: str, shown: str) -> None:
    """It is often a person's; other paths stay whole."""
    assert _one(value).value == shown


@pytest.mark.parametrize("home", ["", "/", "relative"])
def test_a_home_that_is_none_changes_nothing(home: str) -> None:
    """In a container there may be none."""
    assert _one("/var/lib", home=home).value == "/var/lib"


def test_secrets_and_addresses_are_left_out_wherever_they_stand() -> None:
    """By value where the process knows them, by shape where it does not."""
    secret = Secret("s3cr3t-of-ours")
    found = _one(f"{secret.reveal()} http://u:p@proxy ada@acme.example", problem="bearer abcdefgh123")
    assert found.value == "*** http://***@proxy ***"
    assert found.problem == "bearer ***"


def test_what_is_too_long_is_cut_after_it_was_cleaned() -> None:
    """Half an address would not be known for one."""
    found = _one("x" * 295 + " ada@acme.example" + "y" * 300).value
    assert "ada" not in found
    assert len(_one("x" * 500).value) == 300


@given(st.text(), st.text())
def test_no_fact_steers_a_terminal(value: str, problem: str) -> None:
    """Variables and file names may hold anything."""
    found = _one(value, problem=problem)
    assert (found.value + found.problem).isprintable()
