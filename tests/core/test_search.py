"""The filter engine: every example of the product, and that the way to an answer never changes it."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count

import pytest
from builders import contact, customer
from hypothesis import given
from hypothesis import strategies as st
from plain_search import Condition, row

from axtui.core import search
from axtui.core.cells import COLUMNS, cells_of
from axtui.core.notes import Note, Reason, ReasonCode
from axtui.core.report import Row
from axtui.core.report_lines import lines_of
from axtui.core.search import Found, Scan, SearchIndex, describe, parse

ARCHIVED = Reason(code=ReasonCode.ARCHIVED_IN_XERO, text="The customer Acme Old is archived in Xero.")
ROWS = (
    row(1, "Acme Ltd", Note.LINK, number="C-001"),
    row(2, "Acme Old", Note.NO_MATCH, reasons=[ARCHIVED]),
    row(3, "Blinker Ltd", Note.OK, linked_as="Ada"),
    row(4, "The Small Pty Ltd", Note.NOT_FOUND, customers=[customer("x4", "The Small Pty Ltd", email="")]),
    row(5, "The Large Pty Ltd", Note.OK, linked_as="Zoë"),
    row(6, "Nørre & Søn A/S", Note.LINK),
    row(7, "Ångström Limited", Note.MULTIPLE, linked_as="Bob"),
    row(8, "The Match No One Found", Note.AMBIGUOUS, customers=[customer("a", "M"), customer("b", "N")]),
    row(9, "-dashed", Note.EXCLUDED, customers=[]),
    row(10, 'Bad [/close] "Ltd"', Note.NO_MATCH),
)
LINES = lines_of(ROWS)


def found(typed: str, *notes: Note) -> list[int]:
    """Return the ids of the companies found, in order."""
    return [
        ROWS[at].company.id for at in SearchIndex(LINES).find(parse(typed), notes=frozenset(notes)).indexes
    ]


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
        ("acme", [1, 2]),
        ("no match acme", [2]),
        ("acme no match", [2]),
        ("not found", [1, 4, 6]),
        ("note:not found", [4]),
        ("link", [1, 3, 6]),
        ('"pty ltd" -note:ok email:""', [4]),
        ('company:"/^the .*(ltd|limited)$/"', [4, 5]),
        ("A/S", [6]),
    ],
)
def test_the_examples_of_the_product(typed: str, ids: list[int]) -> None:
    """What PRODUCT.md section 3 shows for what is typed."""
    assert found(typed) == ids


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("ltd the", [4, 5]),
        ("the ltd", [4, 5]),
        ('"the ltd"', []),
        ("-acme -ltd", [6, 7, 8, 9]),
        ('-"pty ltd" the', [8]),
        ("-note:ok ltd", [1, 4, 10]),
        ('"-dashed"', [9]),
        ("angstrom", [7]),
        ("ÅNGSTRÖM", [7]),
        ("zoe", [5]),
        ("number:c-0", [1]),
        ("customer:no match", [2, 10]),
        ("contact:not found", [1, 4, 6]),
        ("note:no match", [2, 10]),
        ("note:ok", [3, 5]),
        ("note:no", [2, 4, 10]),
        ("company:link", [3]),
        ("first:grace -note:link", [3, 4, 5, 7]),
        ("last:hopper note:link", [1, 6]),
        ("email:grace@ note:link", [1, 6]),
        ('customer:""', [9]),
        ('-contact:""', [1, 3, 4, 5, 6, 7]),
        ("archived", []),
        ("reason:archived", [2]),
        ("reason:archived-in-xero", [2]),
        ('-reason:""', [2]),
        ("-reason:archived acme", [1]),
        ("reason:/^archived-in/", [2]),
        ("reason:/xero\\.$/", [2]),
        ("[/close]", [10]),
        ("/^acme/", [1, 2]),
        ("/^link$/", [1, 6]),
        ("-/ltd/", [2, 6, 7, 8, 9]),
        ("/(/", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
        ("/(/ acme", [1, 2]),
        ("company: acme", [1, 2]),
        ("- acme", [1, 2]),
        ("ltdc-001", []),
        ('"ltd c-001"', []),
        ('"ltd\nc-001"', []),
    ],
)
def test_where_and_how_a_term_looks(typed: str, ids: list[int]) -> None:
    """Columns, exclusion, patterns, reasons, and that nothing matches from one cell into the next."""
    assert found(typed) == ids


def test_note_keys_and_with_the_query() -> None:
    """The notes chosen by key restrict the query further; none chosen means all."""
    assert found("", Note.LINK) == [1, 6]
    assert found("acme", Note.LINK) == [1]
    assert found("ltd", Note.LINK, Note.OK) == [1, 3, 5]


def test_a_cell_of_spaces_is_empty() -> None:
    """What shows nothing counts as empty."""
    rows = [row(1, "A", Note.OK, number="\u00a0 "), row(2, "B", Note.OK, number="7")]
    assert SearchIndex(lines_of(rows)).find(parse('number:""')).indexes == [0]


def test_no_rows_are_searched_without_complaint() -> None:
    """A report without companies can be searched."""
    assert SearchIndex(lines_of(())).find(parse("acme /x/ -note:ok")).indexes == []


def test_an_answer_knows_its_query() -> None:
    """What was found carries the query as it was applied, with its problem."""
    answer = SearchIndex(LINES).find(parse("acme /(/"))
    assert isinstance(answer, Found)
    assert describe(answer.query) == 'any column contains "acme"'
    assert "missing )" in answer.query.problem


def test_the_same_terms_typed_otherwise_keep_their_own_text() -> None:
    """An answer that is used again is for the query that was asked now."""
    index = SearchIndex(LINES)
    index.find(parse("acme"))
    again = index.find(parse("acme /(/"))
    assert again.query.text == "acme /(/"
    assert again.query.problem


SLOW_ROWS = tuple(row(at, "a" * 150 + "!", Note.OK) for at in range(1, 5))


def test_a_pattern_that_never_ends_is_given_up_and_said() -> None:
    """It filters nothing, the other terms do, and the answer says so."""
    answer = SearchIndex(lines_of((*ROWS, *SLOW_ROWS))).find(parse("company:/(a|aa)+$/ aaa"))
    assert answer.indexes == list(range(len(ROWS), len(ROWS) + len(SLOW_ROWS)))
    assert "takes too long" in answer.query.problem
    assert describe(answer.query) == 'any column contains "aaa"'


def test_patterns_come_last() -> None:
    """Other terms first leave fewer rows, on which even a slow pattern may be quick."""
    answer = SearchIndex(lines_of((*ROWS, *SLOW_ROWS))).find(parse("company:/(a|aa)+$/ ltd"))
    assert answer.indexes == []
    assert answer.query.problem == ""


def test_with_a_clock_all_rows_together_have_a_limit() -> None:
    """A pattern that is quick on each of very many rows is given up as well."""
    index = SearchIndex(LINES, clock=_clock(step=0.3))
    answer = index.find(parse("company:/acme/"))
    assert len(answer) == len(ROWS)
    assert "takes too long" in answer.query.problem


def test_a_given_up_pattern_is_tried_again_on_far_fewer_rows() -> None:
    """Other terms may leave so few rows that it is quick enough; on as many it is not tried again."""
    step = 0.3
    readings = count()
    index = SearchIndex(LINES, clock=lambda: next(readings) * step)
    assert len(index.find(parse("company:/acme/"))) == len(ROWS)
    before = next(readings)
    assert len(index.find(parse("company:/acme/ e"))) > 1
    assert next(readings) == before + 1
    assert [ROWS[at].company.id for at in index.find(parse("company:/acme/ number:c-001")).indexes] == [1]


def _clock(*, step: float) -> Callable[[], float]:
    readings = count()
    return lambda: next(readings) * step


NAMES = st.sampled_from(
    ["", " ", "Acme", "No Match", "Linker", "Zoë", "Straße", "ÅB co", "a", "A/S", "-x", "ab"]
)
NEEDLES = st.sampled_from(
    [
        "a",
        "ab",
        "no",
        "no match",
        "link",
        "found",
        "ss",
        "zoe",
        "Å",
        "o",
        " ",
        "-x",
        "/s",
        "ac",
        "acm",
        "acme",
    ]
)
WHERE = st.sampled_from(["any", *COLUMNS])
CONDITIONS = st.one_of(
    st.builds(Condition, WHERE, st.just("contains"), NEEDLES, st.booleans()),
    st.builds(Condition, st.sampled_from([*COLUMNS]), st.just("empty"), st.just(""), st.booleans()),
    st.builds(Condition, WHERE, st.just("starts"), st.sampled_from(["a", "no", "zoë", "ac"]), st.booleans()),
)
NOTES = st.frozensets(st.sampled_from(Note), max_size=3)


@st.composite
def made_rows(draw: st.DrawFn) -> tuple[Row, ...]:
    """Draw a few rows with every kind of cell."""
    made = []
    for at in range(1, draw(st.integers(1, 8))):
        one = customer(f"x{at}", draw(NAMES), first=draw(NAMES), last=draw(NAMES), email=draw(NAMES))
        note = draw(st.sampled_from(Note))
        drawn = row(at, draw(NAMES), note, number=draw(NAMES), customers=(one,) * draw(st.integers(0, 2)))
        people = (contact(at, at, first=draw(NAMES), last=draw(NAMES)),) * draw(st.integers(0, 2))
        made.append(replace(drawn, contacts=people))
    return tuple(made)


@given(rows=made_rows(), conditions=st.lists(CONDITIONS, max_size=4), notes=NOTES)
def test_found_is_what_a_plain_reading_finds(
    rows: tuple[Row, ...], conditions: list[Condition], notes: frozenset[Note]
) -> None:
    """The engine and the naive reading agree on every row."""
    expected = [
        at
        for at, one in enumerate(rows)
        if (not notes or one.note in notes) and all(each.holds(cells_of(one)) for each in conditions)
    ]
    query = parse(" ".join(each.typed() for each in conditions))
    assert list(SearchIndex(lines_of(rows)).find(query, notes=notes).indexes) == expected


@given(rows=made_rows(), first=st.lists(CONDITIONS, max_size=3), added=CONDITIONS)
def test_another_term_never_adds_rows(
    rows: tuple[Row, ...], first: list[Condition], added: Condition
) -> None:
    """Terms are ANDed."""
    index = SearchIndex(lines_of(rows))
    before = index.find(parse(" ".join(each.typed() for each in first)))
    after = index.find(parse(" ".join(each.typed() for each in [*first, added])))
    assert set(after.indexes) <= set(before.indexes)


@given(rows=made_rows(), notes=NOTES)
def test_an_empty_query_is_identity(rows: tuple[Row, ...], notes: frozenset[Note]) -> None:
    """Nothing asked, everything found, in order."""
    index = SearchIndex(lines_of(rows))
    index.find(parse("a"), notes=notes)
    assert index.find(parse(" ")).indexes == range(len(rows))


FRAGMENTS = st.sampled_from(
    [
        "a",
        "ac",
        "acme",
        " ",
        "no",
        "no match",
        "-",
        '"',
        "note:",
        "company:",
        "/",
        "^a",
        "z",
        "link",
        '""',
        "o",
        "reason:",
    ]
)
EDITS = st.lists(st.tuples(st.sampled_from(["type", "delete", "paste"]), FRAGMENTS, NOTES), max_size=8)


@given(rows=made_rows(), edits=EDITS)
def test_the_way_to_a_query_never_changes_its_answer(
    rows: tuple[Row, ...], edits: list[tuple[str, str, frozenset[Note]]]
) -> None:
    """Typing key by key, deleting and pasting end where asking at once ends, for every state in between."""
    index = SearchIndex(lines_of(rows))
    text = ""
    for edit, fragment, notes in edits:
        for state in _states(text, edit, fragment):
            query = parse(state)
            assert index.find(query, notes=notes) == SearchIndex(lines_of(rows)).find(query, notes=notes)
            text = state


def _states(text: str, edit: str, fragment: str) -> list[str]:
    if edit == "paste":
        return [fragment]
    if edit == "delete":
        return [text[:end] for end in range(len(text) - 1, len(text) - 1 - len(fragment), -1) if end >= 0]
    return [text + fragment[:end] for end in range(1, len(fragment) + 1)]


@given(first=st.lists(CONDITIONS, max_size=2), second=st.lists(CONDITIONS, max_size=2), rows=made_rows())
def test_a_narrower_question_finds_no_other_rows(
    first: list[Condition], second: list[Condition], rows: tuple[Row, ...]
) -> None:
    """Where one term is taken to imply another, its rows are among the other's."""
    wide, narrow = (parse(" ".join(each.typed() for each in some)).terms for some in (first, second))
    for one in wide:
        for other in narrow:
            if other.implies(one):
                by = {
                    term: set(SearchIndex(lines_of(rows)).find(replace(parse(""), terms=(term,))).indexes)
                    for term in (one, other)
                }
                assert by[other] <= by[one]


# Bit by bit


def _finished(scan: Scan) -> list[tuple[int, ...]]:
    """Take a scan to its end in the smallest steps; return what it had found after each."""
    seen = []
    while not scan.is_done:
        scan.advance(0.0, lambda: 1.0)
        seen.append(tuple(scan.found.indexes))
    return seen


@given(
    rows=made_rows(), asked=st.lists(st.lists(CONDITIONS, max_size=3), min_size=1, max_size=3), notes=NOTES
)
def test_a_scan_comes_bit_by_bit_to_what_is_found_at_once(
    rows: tuple[Row, ...], asked: list[list[Condition]], notes: frozenset[Note]
) -> None:
    """What it had found before is always the beginning of it, whichever questions came first."""
    lines = lines_of(rows)
    index = SearchIndex(lines, clock=lambda: 0.0)
    with pytest.MonkeyPatch.context() as small:
        small.setattr(search, "_AT_ONCE", 2)
        small.setattr(search, "_WITH_PATTERN_AT_ONCE", 1)
        for conditions in asked:
            query = parse(" ".join(each.typed() for each in conditions))
            at_once = tuple(SearchIndex(lines).find(query, notes=notes).indexes)
            seen = _finished(index.scan(query, notes=notes))
            assert seen[-1] == at_once
            assert all(part == at_once[: len(part)] for part in seen)


@given(rows=made_rows(), left=CONDITIONS, asked=CONDITIONS)
def test_a_scan_that_is_left_does_no_harm(rows: tuple[Row, ...], left: Condition, asked: Condition) -> None:
    """The next key is answered as if the last one had never been asked."""
    lines = lines_of(rows)
    index = SearchIndex(lines)
    with pytest.MonkeyPatch.context() as small:
        small.setattr(search, "_AT_ONCE", 1)
        index.scan(parse(left.typed())).advance(0.0, lambda: 1.0)
    query = parse(asked.typed())
    assert list(index.find(query).indexes) == list(SearchIndex(lines).find(query).indexes)


def test_a_scan_keeps_to_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """It looks at the clock after every few rows, and takes at least one step."""
    monkeypatch.setattr(search, "_AT_ONCE", 2)
    readings = count()
    scan = SearchIndex(LINES).scan(parse("ltd"))
    scan.advance(2.0, lambda: float(next(readings)))
    assert (len(scan.found), scan.is_done) == (3, False)
    scan.advance(100.0, lambda: float(next(readings)))
    assert (len(scan.found), scan.is_done) == (5, True)
    scan.advance(100.0, lambda: float(next(readings)))
    assert len(scan.found) == 5


def test_a_pattern_that_may_take_long_gives_way_after_few_rows() -> None:
    """Each of them may take milliseconds, and a key that is typed meanwhile must not wait for hundreds."""
    quick, slow = (SearchIndex(lines_of(ROWS * 4)).scan(parse(text)) for text in ("/ltd+/", "/(ltd)+/"))
    for scan in (quick, slow):
        scan.advance(0.0, lambda: 1.0)
    assert 0 < len(slow.found) < len(quick.found)


def test_a_pattern_is_not_given_up_for_the_time_between_two_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour may pass before the person asks for the rest."""
    monkeypatch.setattr(search, "_WITH_PATTERN_AT_ONCE", 2)
    now = 0.0
    scan = SearchIndex(LINES, clock=lambda: now).scan(parse("/ltd/"))
    for _ in range(2):
        scan.advance(0.0, lambda: 1.0)
        now += 3_600.0
    scan.finish()
    assert scan.found.query.problem == ""
    assert list(scan.found.indexes) == [0, 2, 3, 4, 9]


def test_a_pattern_that_is_given_up_on_the_way_lets_every_row_through() -> None:
    """What it had let through until then is not the answer; the other terms still are."""
    lines = lines_of((*ROWS, *SLOW_ROWS, *ROWS))
    scan = SearchIndex(lines).scan(parse("company:/(a|aa)+$/ -note:link"))
    _finished(scan)
    assert scan.found.indexes == SearchIndex(lines).find(parse("-note:link")).indexes
    assert "takes too long" in scan.found.query.problem


def test_one_index_answers_one_question_about_reasons_after_the_other() -> None:
    """They are made ready once; the second answer is as right as the first."""
    index = SearchIndex(LINES)
    for typed in ("reason:archived", 'reason:"" acme', "-reason:archived bad"):
        assert [ROWS[at].company.id for at in index.find(parse(typed)).indexes] == found(typed)
    assert found("reason:archived") == [2]
