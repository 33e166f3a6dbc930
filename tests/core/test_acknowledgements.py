"""Acknowledged rows: for what they hold, until when, and what ends it."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from builders import archived, company, customer, linked, rules, snapshot

from axtui.core.acknowledgements import (
    LONGEST_NAME,
    MOST_NAMED,
    Acknowledgement,
    Standing,
    acknowledged_in,
    acknowledgement_of,
    changes_of,
    counts_of_standings,
    counts_without,
    standings_in,
)
from axtui.core.match_by import MatchBy
from axtui.core.models import Company, Contact, Customer
from axtui.core.notes import Note, ReasonCode
from axtui.core.report import Report, Row, build_report

_TODAY = date(2026, 3, 2)
_DAY = timedelta(days=1)


def _report(
    companies: Sequence[Company],
    customers: Sequence[Customer] = (),
    contacts: Sequence[Contact] = (),
    *,
    match_by: MatchBy = MatchBy.NAME,
) -> Report:
    return build_report(snapshot(companies, contacts, customers), rules(match_by))


def _given(row: Row, *, until: date | None = None) -> Acknowledgement:
    return acknowledgement_of(row, reason="internal", until=until, since=_TODAY, by="ada")


def _holds(before: Report, after: Report) -> bool:
    return bool(acknowledged_in(after, [_given(before.rows[0])], _TODAY))


_MISSING = _report([company()])
_FOUND = _report([company()], [customer()])


def test_it_holds_for_the_row_that_it_was_given_for() -> None:
    """The same note, reasons and customers: the row is out of the way."""
    for report in (_MISSING, _FOUND):
        assert acknowledged_in(report, [_given(report.rows[0])], _TODAY) == {0: _given(report.rows[0])}


@pytest.mark.parametrize(("days", "holds"), [(-1, False), (0, True), (1, True)])
def test_its_last_day_belongs_to_it(days: int, holds: bool) -> None:
    """What is acknowledged until a day comes back on the day after it."""
    one = _given(_MISSING.rows[0], until=_TODAY + days * _DAY)
    assert bool(acknowledged_in(_MISSING, [one], _TODAY)) is holds


def test_another_note_ends_it() -> None:
    """A row that has come to match, or no longer does, is looked at again."""
    assert not _holds(_MISSING, _FOUND)
    assert not _holds(_FOUND, _MISSING)
    assert changes_of(_given(_MISSING.rows[0]), _FOUND.rows[0])[0] == "the note was No Match and is Link"


def test_another_reason_ends_it() -> None:
    """A customer that was not there, and is there archived, asks for something else."""
    after = _report([company()], [archived()])
    assert not _holds(_MISSING, after)
    assert changes_of(_given(_MISSING.rows[0]), after.rows[0]) == (
        "the reasons were not-in-xero and are archived-in-xero",
    )


def test_another_customer_ends_it() -> None:
    """The same note for the same reasons may be about another customer, who would be billed instead."""
    after = _report([company()], [customer("x2")])
    assert not _holds(_FOUND, after)
    assert changes_of(_given(_FOUND.rows[0]), after.rows[0]) == ("it matches another customer",)


def test_another_number_of_customers_ends_it() -> None:
    """One more that matches makes another choice."""
    two = _report([company()], [customer("x1"), customer("x2")])
    three = _report([company()], [customer("x1"), customer("x2"), customer("x3")])
    others = _report([company()], [customer("x1"), customer("x4")])
    assert changes_of(_given(two.rows[0]), three.rows[0]) == ("it matched 2 customers and matches 3",)
    assert changes_of(_given(two.rows[0]), others.rows[0]) == ("it matches other customers",)


def test_another_rule_ends_it_only_where_the_row_is_another() -> None:
    """What a row says counts, not by which rule it came to say so."""
    companies = [company(1, "Acme"), company(2, "Zebra")]
    customers = [customer("x1", "ACME"), customer("x2", "Zebra")]
    by_name = _report(companies, customers)
    without_case = _report(companies, customers, match_by=MatchBy.NAME_IGNORE_CASE)
    given_by_name = [_given(row) for row in by_name.rows]
    assert list(acknowledged_in(without_case, given_by_name, _TODAY)) == [1]


def test_other_records_do_not_end_it() -> None:
    """A customer's new name, or a company's, leaves the row what it was."""
    renamed = [customer("x1", "New"), customer("x2", "New")]
    before = _report([company(1, "Old")], [customer("x1", "Old"), customer("x2", "Old")])
    assert _holds(before, _report([company(1, "New")], renamed))


def test_each_standing_is_told() -> None:
    """What is over, what has changed and what has no row are listed, with the row where there is one."""
    report = _report([company(1, "A"), company(2, "B"), company(3, "C")], [customer("x3", "C")])
    a, b, c = (_given(row) for row in report.rows)
    elsewhere = _given(_report([company(9)]).rows[0])
    over = _given(report.rows[1], until=_TODAY - _DAY)
    after = _report([company(1, "A"), company(2, "B"), company(3, "C")])
    told = standings_in(after, [a, over, c, elsewhere], _TODAY)
    assert [(each.standing, each.place) for each in told] == [
        (Standing.IN_FORCE, 0),
        (Standing.EXPIRED, 1),
        (Standing.CHANGED, 2),
        (Standing.NO_ROW, None),
    ]
    assert told[2].changes
    assert counts_of_standings(told) == dict.fromkeys(Standing, 1)
    assert list(acknowledged_in(after, [c, b, a], _TODAY)) == [0, 1]


def test_a_row_without_a_problem_needs_none() -> None:
    """There is nothing to acknowledge where nobody is asked for anything."""
    assert {note for note in Note if not note.is_problem} == {Note.OK, Note.EXCLUDED}


def test_reasons_count_once_and_in_no_order() -> None:
    """The order of records says nothing; which contacts a reason names does not either."""
    report = _report([company()], [customer(first="", last="", email="")])
    one = _given(report.rows[0])
    assert one.codes == tuple(sorted(set(one.codes)))
    assert ReasonCode.NO_FIRST_NAME in one.codes
    assert one.key == _given(_report([company()], [customer(first="", last="", email="")]).rows[0]).key


def test_of_many_customers_only_the_first_are_named() -> None:
    """Their ids decide; the names are for people."""
    many = [customer(f"x{at:02}", "Acme Ltd") for at in range(40)]
    one = _given(_report([company()], many).rows[0])
    assert len(one.customers) == 40
    assert len(one.customer_names) == MOST_NAMED


def test_names_are_fit_to_show() -> None:
    """A file that people read in a terminal holds nothing that could change it."""
    one = _given(_report([company(1, "A\x1b[2J")]).rows[0])
    assert one.company.isprintable()


def test_of_a_very_long_name_the_beginning_is_kept() -> None:
    """The file takes lines that people can read, and the id says which company is meant."""
    name = "A" * 5000
    one = _given(_report([company(1, name)], [customer(name=name)]).rows[0])
    assert len(one.company) == len(one.customer_names[0]) == LONGEST_NAME


def test_counts_are_of_the_rows_that_are_left() -> None:
    """A bar of notes adds up to the rows that it stands over."""
    report = _report(
        [company(1, "A"), company(2, "B"), company(3, "C")], [customer("x3", "C")], [linked(1, 3)]
    )
    counts = counts_without(report, [1])
    assert counts[Note.NO_MATCH] == 1
    assert counts[Note.OK] == 1
    assert sum(counts.values()) == 2
    assert report.counts[Note.NO_MATCH] == 2
