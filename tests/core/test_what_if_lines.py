"""What would change under another rule: as lines for a table and a search, and in words."""

import pytest
from builders import company, customer, rules, snapshot
from hypothesis import given
from worlds import RULES, WORLDS

from axtui.core.harm import BY_HARM, MEANINGS, harm_place
from axtui.core.match_by import MatchBy
from axtui.core.models import Snapshot
from axtui.core.notes import Note
from axtui.core.report import ReportRules
from axtui.core.search import SearchIndex, parse
from axtui.core.what_if import WhatIf, what_if
from axtui.core.what_if_lines import change_lines, change_sentence, is_worse, move_words

NUMBER, NAME = MatchBy.NUMBER, MatchBy.NAME


def one_change(found: WhatIf) -> str:
    """Return the sentence about the first company, from name to number."""
    return change_sentence(found.change(0, NAME, NUMBER))


def test_a_line_says_what_was_and_what_would_be() -> None:
    """Company, number, both customers, both notes; the search finds each of them."""
    world = snapshot(
        [company(1, "Acme Ltd", number="C-1"), company(2, "Bravo")],
        [],
        [customer("x1", "Acme Ltd"), customer("x2", "Zulu", number="C-1"), customer("x3", "Bravo")],
    )
    found = what_if(world, rules())
    lines = change_lines(found, found.changed(NAME, NUMBER), NAME, NUMBER)
    assert lines.cells(0) == (
        "Acme Ltd", "C-1", "Acme Ltd -> Zulu", "", "", "", "", "Link, other customer"
    )  # fmt: skip
    assert lines.cells(1) == ("Bravo", "", "Bravo -> none", "", "", "", "", "Link -> No Match")
    index = SearchIndex(lines)
    for query, rows in {"zulu": [0], "note:no match": [1], "link": [0, 1], "reason:x": []}.items():
        assert list(index.find(parse(query)).indexes) == rows
    assert one_change(found) == (
        'Acme Ltd (id 1, number C-1): Link with "Acme Ltd"; would be Link with "Zulu".'
    )
    assert change_sentence(found.change(1, NAME, NUMBER)) == (
        'Bravo (id 2): Link with "Bravo"; would be No Match.'
    )


def test_the_same_customer_is_named_once() -> None:
    """A company may change because another one begins to share its customer."""
    world = snapshot([company(1, "Acme"), company(2, "ACME")], [], [customer("x1", "Acme")])
    found = what_if(world, rules())
    lines = change_lines(found, [0], NAME, MatchBy.NAME_IGNORE_CASE)
    assert lines.cells(0)[2] == "Acme"
    assert lines.cells(0)[-1] == "Link -> Ambiguous"


def test_many_customers_are_counted() -> None:
    """A name that a thousand customers have does not make a line of a thousand names."""
    world = snapshot([company(1, "Acme", number="1")], [], [customer(f"x{at}", "Acme") for at in range(9)])
    found = what_if(world, rules())
    assert one_change(found) == (
        'Acme (id 1, number 1): Ambiguous with "Acme", "Acme", "Acme" and 6 more; would be No Match.'
    )


@given(world=WORLDS, rules=RULES)
def test_whatever_is_there_can_be_shown(world: Snapshot, rules: ReportRules) -> None:
    """Lines and sentences are printable, a cell for each column."""
    found = what_if(world, rules)
    for now in MatchBy:
        places = found.changed(NAME, now)
        lines = change_lines(found, places, NAME, now)
        assert [found.companies[place].id for place in places] == list(lines.companies)
        for row, place in enumerate(places):
            assert all(cell.isprintable() for cell in lines.cells(row))
            assert lines.note(row) is found.outcome(place, now).note
            assert change_sentence(found.change(place, NAME, now)).isprintable()


@pytest.mark.parametrize(
    ("was", "now", "worse"),
    [
        (Note.OK, Note.LINK, True),
        (Note.LINK, Note.OK, False),
        (Note.OK, Note.OK, True),
        (Note.NO_MATCH, Note.AMBIGUOUS, True),
        (Note.AMBIGUOUS, Note.NO_MATCH, False),
    ],
)
def test_what_asks_for_a_look(was: Note, now: Note, worse: bool) -> None:
    """More harm, or the same note with another customer."""
    assert is_worse(was, now) is worse


def test_a_move_is_named() -> None:
    """By both notes, or by what changes although the note stays."""
    assert move_words(Note.OK, Note.NO_MATCH) == "OK -> No Match"
    assert move_words(Note.OK, Note.OK) == "OK, other customer"


def test_every_note_has_its_harm_and_its_meaning() -> None:
    """None is forgotten, and none stands twice."""
    assert sorted(BY_HARM) == sorted(Note) == sorted(MEANINGS)
    assert [harm_place(note) for note in BY_HARM] == list(range(len(Note)))
