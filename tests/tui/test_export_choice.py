"""Which rows an export takes, the numbers that say so, and what is missing before it may be written."""

from dataclasses import replace

import pytest
from builders import company, contact, customer, facts, rules, snapshot
from import_rows import import_bytes
from small_reports import CountingRows, report_of

from axtui.core.acknowledgements import acknowledgement_of
from axtui.core.errors import DataError
from axtui.core.models import CompanyId
from axtui.core.notes import Note
from axtui.core.report import build_report
from axtui.services.config import ExportProfile
from axtui.tui.export_choice import (
    Consent,
    Existing,
    ExportChoice,
    Scope,
    Wish,
    outcome_words,
    size_of,
    what_is_missing,
)
from axtui.tui.export_sentences import include_words, replace_words

REPORT = report_of(10, notes=(Note.LINK, Note.OK))
"""Companies 1, 3, 5, 7 and 9 are Link rows."""


def marks(*ids: int) -> frozenset[CompanyId]:
    """Return marks on these companies."""
    return frozenset(CompanyId(each) for each in ids)


def shown(*ids: int) -> ExportChoice:
    """Return a choice with a filter that lets these companies through."""
    return ExportChoice(report=REPORT, shown=tuple(each - 1 for each in ids))


def marked(*ids: int, shown_ids: tuple[int, ...] = (1, 2, 3)) -> ExportChoice:
    """Return a choice with marks on these companies."""
    return ExportChoice(report=REPORT, shown=shown(*shown_ids).shown, marked=marks(*ids))


def ids(choice: ExportChoice, scope: Scope) -> list[int]:
    """Return the companies that a scope takes."""
    return [row.company.id for row in choice.rows(scope)]


def test_without_marks_the_link_rows_shown_are_taken() -> None:
    """And all Link rows of the report can be chosen instead."""
    choice = shown(1, 2, 3)
    assert choice.scopes == (Scope.SHOWN, Scope.ALL)
    assert ids(choice, Scope.SHOWN) == [1, 3]
    assert ids(choice, Scope.ALL) == [1, 3, 5, 7, 9]
    assert choice.numbers(Scope.SHOWN) == "2 Link rows of 3 shown of 10"
    assert choice.numbers(Scope.ALL) == "5 Link rows of 10"
    assert list(choice.remarks(Scope.SHOWN)) == []


def test_marks_come_first_and_hidden_ones_are_counted_aloud() -> None:
    """A mark counts whether the filter shows its row or not."""
    choice = marked(1, 7, 9)
    assert choice.scopes == (Scope.MARKED, Scope.SHOWN, Scope.ALL)
    assert ids(choice, Scope.MARKED) == [1, 7, 9]
    assert choice.numbers(Scope.MARKED) == "3 marked of 3 shown of 10"
    assert list(choice.remarks(Scope.MARKED)) == [
        "2 marked rows are hidden by the filter and taken all the same."
    ]


@pytest.mark.parametrize("scope", [Scope.MARKED, Scope.ALL])
def test_acknowledged_rows_are_taken_only_on_request(scope: Scope) -> None:
    """They are left out with their reason, marked or not; a wish takes them."""
    held = {at: acknowledgement_of(REPORT.rows[at], reason="wound up") for at in (2, 3, 4)}
    choice = replace(marked(1, 3, 5, 7, 9), acknowledged=held)
    assert choice.acknowledged_in(scope) == 2
    assert list(choice.remarks(Scope.MARKED)) == [
        "2 marked rows are hidden by the filter and taken all the same."
    ]
    plan = choice.plan(Wish(scope=scope), ExportProfile())
    assert [each.row.company.id for each in plan.rows] == [1, 7, 9]
    assert [(each.row.company.id, each.reason) for each in plan.left_out] == [
        (3, "It is acknowledged: wound up"),
        (5, "It is acknowledged: wound up"),
    ]
    with_all = choice.plan(Wish(scope=scope, with_acknowledged=True), ExportProfile())
    assert [each.row.company.id for each in with_all.rows] == [1, 3, 5, 7, 9]
    assert with_all.total == plan.total == 5


def test_a_marked_row_of_another_note_is_accounted_for() -> None:
    """It is left out with its reason, not forgotten."""
    choice = marked(1, 2)
    plan = choice.plan(Wish(scope=Scope.MARKED), ExportProfile())
    assert outcome_words(plan) == "1 row in the file, 0 rejected, 1 left out"
    assert plan.left_out[0].row.note is Note.OK


def test_marks_on_other_notes_alone_do_not_make_a_scope() -> None:
    """The Link rows shown are taken, and the marks are explained."""
    choice = marked(2, 4)
    assert choice.scopes[0] is Scope.SHOWN
    assert list(choice.remarks(Scope.SHOWN)) == [
        "2 marked rows of another note: only Link rows are exported."
    ]


def test_rows_shown_keep_the_order_in_which_they_are_shown() -> None:
    """The file follows the screen."""
    rows = shown(1, 3, 5).shown
    choice = ExportChoice(report=REPORT, shown=rows[::-1])
    assert ids(choice, Scope.SHOWN) == [5, 3, 1]


def test_only_rows_that_go_into_the_file_are_read() -> None:
    """To read a row of a stored report takes time; to count rows does not need it."""
    rows = CountingRows(REPORT.rows)
    choice = ExportChoice(report=replace(REPORT, rows=rows), shown=[8, 1, 2], marked=marks(1, 2))
    for scope in choice.scopes:
        choice.numbers(scope)
        list(choice.remarks(scope))
    assert rows.asked_for == []
    assert ids(choice, Scope.SHOWN) == [9, 3]
    assert rows.asked_for == [2, 8], "one after another as they lie in the file"


def test_every_row_that_was_meant_is_written_rejected_or_left_out() -> None:
    """The three numbers add up."""
    report = build_report(
        snapshot(
            [company(1), company(2, "Long"), company(3, "There")],
            [contact(1, 3, emails=("c@there.example",))],
            [
                customer("a"),
                customer("b", "Long", first="A" * 51),
                customer("c", "There", email="c@there.example"),
            ],
        ),
        rules(),
    )
    choice = ExportChoice(report=report, shown=range(len(report.rows)))
    plan = choice.plan(Wish(scope=Scope.ALL), ExportProfile())
    assert outcome_words(plan) == "1 row in the file, 1 rejected, 1 left out"
    found = Existing(found=1, updatable=1)
    assert choice.existing(plan, Wish(scope=Scope.ALL), ExportProfile()) == found
    updating = choice.plan(Wish(scope=Scope.ALL, with_updates=True), ExportProfile())
    assert outcome_words(updating) == "1 row in the file, 1 update in a second one, 1 rejected, 0 left out"
    assert choice.existing(updating, Wish(scope=Scope.ALL, with_updates=True), ExportProfile()) == found


@pytest.mark.parametrize("are_wanted", [False, True])
def test_only_updates_that_will_be_written_are_offered(are_wanted: bool) -> None:
    """A contact that exists and is inactive cannot be updated, and is not counted as if it could."""
    report = build_report(
        snapshot(
            [company(1, "There"), company(2, "Asleep")],
            [
                contact(1, 1, emails=("c@there.example",)),
                contact(2, 2, emails=("d@asleep.example",), active=False),
            ],
            [
                customer("a", "There", email="c@there.example"),
                customer("b", "Asleep", email="d@asleep.example"),
            ],
        ),
        rules(),
    )
    choice, wish = ExportChoice(report=report), Wish(scope=Scope.ALL, with_updates=are_wanted)
    existing = choice.existing(choice.plan(wish, ExportProfile()), wish, ExportProfile())
    assert existing == Existing(found=2, updatable=1)


@pytest.mark.parametrize(
    ("found", "updatable", "words"),
    [
        (1, 1, "Include 1 contact that exists, as an update in a second file"),
        (1, 0, "Include 0 of 1 contact that exists, as an update in a second file"),
        (3, 1, "Include 1 of 3 contacts that exist, as updates in a second file"),
        (1200, 1200, "Include 1,200 contacts that exist, as updates in a second file"),
    ],
)
def test_the_offer_of_updates_says_how_many_there_will_be(found: int, updatable: int, words: str) -> None:
    """And of how many, where an import cannot update all."""
    assert include_words(Existing(found=found, updatable=updatable)) == words


def test_a_file_that_goes_without_a_successor_is_named() -> None:
    """An undo file of an earlier export may be the only way back from it."""
    plan = ExportChoice(report=REPORT).plan(Wish(scope=Scope.ALL), ExportProfile())
    there = ("X.csv", "X-undo.csv", "X-review.csv")
    words, older = "Replace what is there", ": the undo file there may be the only way back"
    assert replace_words(plan, there[:1], "X.csv", review=False) == words
    one, two = (replace_words(plan, there, "X.csv", review=review) for review in (True, False))
    assert one.startswith(f"{words}, and remove X-undo.csv{older}")
    assert two.startswith(f"{words}, and remove X-undo.csv, X-review.csv{older}")
    assert replace_words(None, there, "X.csv", review=True).startswith(f"{words}{older}")


def test_the_size_is_known_before_anything_is_written() -> None:
    """So that a full disk is said before the confirmation."""
    plan = ExportChoice(report=REPORT).plan(Wish(scope=Scope.ALL), ExportProfile())
    real = len(import_bytes(plan))
    assert 0.9 * real < size_of(plan) < 1.1 * real


def test_without_the_number_of_the_udf_there_is_no_plan() -> None:
    """The column cannot be named, so nothing is written."""
    report = replace(REPORT, facts=replace(facts(), udf_id=None))
    with pytest.raises(DataError, match="Position"):
        ExportChoice(report=report).plan(Wish(scope=Scope.ALL), ExportProfile())


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("update 3", ""),
        ("  update   3 ", ""),
        ("", "Type update 3, to confirm the updates."),
        ("3", 'Type update 3, to confirm the updates: "3" is not it.'),
        ("update 17", '"update 17" is not it'),
    ],
)
def test_updates_are_confirmed_in_words_of_their_own(typed: str, words: str) -> None:
    """The number of rows does not do it, and with no new contact nothing else is asked."""
    for rows, count in ((17, "17"), (0, "")):
        consent = Consent(path="x", typed_count=count, typed_updates=typed)
        missing = what_is_missing(consent, rows=rows, updates=3, complete=True)
        assert words in missing
        assert bool(missing) is bool(words)
    assert "Type 17" in what_is_missing(
        Consent(path="x", typed_updates="update 3"), rows=17, updates=3, complete=True
    )


GIVEN = Consent(path="/tmp/x.csv", typed_count="17")  # noqa: S108  # a name that is never opened


@pytest.mark.parametrize(
    ("consent", "rows", "complete", "words"),
    [
        (GIVEN, 17, True, ""),
        (Consent(path="x", typed_count=" 17 "), 17, True, ""),
        (Consent(path="x", typed_count="1,700"), 1700, True, ""),
        (
            Consent(path="x", typed_count="16"),
            17,
            True,
            'Type 17, the number of rows, to confirm: "16" is not it.',
        ),
        (Consent(path="x"), 17, True, "Type 17"),
        (Consent(path=" ", typed_count="17"), 17, True, "where"),
        (Consent(path="x", typed_count="17", taken=1), 17, True, "A file is there already"),
        (Consent(path="x", typed_count="17", taken=2), 17, True, "2 files are there already"),
        (Consent(path="x", typed_count="17", has_place=False), 17, True, "cannot be written there"),
        (Consent(path="x", typed_count="17", taken=2, may_replace=True), 17, True, ""),
        (GIVEN, 17, False, "incomplete"),
        (Consent(path="x", typed_count="17", accepts_incomplete=True), 17, False, ""),
        (Consent(path="x", typed_count="0"), 0, True, "no row"),
    ],
)
def test_what_is_missing_is_said_in_words(consent: Consent, rows: int, complete: bool, words: str) -> None:
    """Nothing is missing only when everything has been said."""
    missing = what_is_missing(consent, rows=rows, updates=0, complete=complete)
    assert words in missing
    assert bool(missing) is bool(words)
