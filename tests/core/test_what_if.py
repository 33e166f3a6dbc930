"""The report under all rules at once: what it says of each company, and who would change."""

from dataclasses import replace
from datetime import timedelta

from builders import NOON, company, customer, linked, rules, snapshot
from hypothesis import given
from worlds import RULES, WORLDS

from axtui.core.match_by import MatchBy
from axtui.core.models import FetchedAt, Snapshot
from axtui.core.notes import Note
from axtui.core.report import ReportRules, build_report
from axtui.core.what_if import Outcome, what_if


@given(world=WORLDS, rules=RULES)
def test_every_rule_says_what_its_report_says(world: Snapshot, rules: ReportRules) -> None:
    """Place by place, note and customers are those of the report that is built under the rule."""
    found = what_if(world, rules)
    for match_by in MatchBy:
        report = build_report(world, rules.matching_by(match_by))
        assert [each.id for each in found.companies] == [row.company.id for row in report.rows]
        assert what_if(world, rules, reading_order=report.lines.companies) == found
        assert found.counts(match_by) == dict(report.counts)
        for place, row in enumerate(report.rows):
            assert found.outcome(place, match_by) == Outcome(note=row.note, customers=row.customers)


@given(world=WORLDS, rules=RULES)
def test_who_changes_is_whose_row_differs(world: Snapshot, rules: ReportRules) -> None:
    """Between any two rules exactly those companies change whose note or, not excluded, customers differ."""
    found = what_if(world, rules)
    for was in MatchBy:
        for now in MatchBy:
            before = build_report(world, rules.matching_by(was)).rows
            after = build_report(world, rules.matching_by(now)).rows
            expected = [
                place
                for place, (old, new) in enumerate(zip(before, after, strict=True))
                if old.note is not new.note
                or (old.note is not Note.EXCLUDED and old.customers != new.customers)
            ]
            changed = found.changed(was, now)
            assert changed == expected == found.changed(now, was)
            assert sum(number for *_, number in found.moves(changed, was, now)) == len(expected)


def test_another_customer_under_the_same_note_is_a_change() -> None:
    """Who is billed elsewhere would change, although the note stays."""
    here = company(1, "Acme Ltd", number="C-1")
    named, numbered = customer("x1", "Acme Ltd"), customer("x2", "Other Ltd", number="C-1")
    found = what_if(snapshot([here], [], [named, numbered]), rules())
    assert found.changed(MatchBy.NAME, MatchBy.NUMBER) == [0]
    change = found.change(0, MatchBy.NAME, MatchBy.NUMBER)
    assert (change.was.note, change.now.note) == (Note.LINK, Note.LINK)
    assert (change.was.customers, change.now.customers) == ((named,), (numbered,))
    assert found.moves([0], MatchBy.NAME, MatchBy.NUMBER) == [(Note.LINK, Note.LINK, 1)]


def test_rows_that_are_laid_aside_are_not_counted() -> None:
    """As long as a rule says of them what the rule says under which they were laid aside."""
    companies = [company(1, "Acme"), company(2, "Bravo", number="B-2")]
    found = what_if(snapshot(companies, [], [customer("x1", "bravo", number="B-2")]), rules())
    aside = (0, 1)
    assert found.counts(MatchBy.NAME, without=aside) == dict.fromkeys(Note, 0)
    assert found.unchanged(aside, MatchBy.NAME, MatchBy.NAME) == [0, 1]
    still = found.unchanged(aside, MatchBy.NAME, MatchBy.NUMBER)
    assert still == [0]
    assert found.counts(MatchBy.NUMBER, without=still) == dict.fromkeys(Note, 0) | {Note.LINK: 1}


def test_an_excluded_company_never_changes() -> None:
    """What it matches is of no matter to anybody."""
    here = company(1, "Acme Ltd", number="C-2", exclude="true")
    found = what_if(snapshot([here], [], [customer("x1", "Acme Ltd")]), rules())
    assert found.changed(MatchBy.NAME, MatchBy.NUMBER) == []


def test_moves_are_told_from_the_most_frequent_on() -> None:
    """Whichever notes they are about."""
    companies = [company(at, f"Acme {at}") for at in range(1, 5)] + [company(5, "Twice")]
    customers = [customer(f"x{at}", f"Acme {at}") for at in range(1, 5)]
    customers += [customer("x5", "Twice"), customer("x6", "TWICE")]
    links = [linked(at, at) for at in (1, 2, 5)]
    found = what_if(snapshot(companies, links, customers), rules())
    to_number = found.changed(MatchBy.NAME, MatchBy.NUMBER)
    assert found.moves(to_number, MatchBy.NAME, MatchBy.NUMBER) == [
        (Note.OK, Note.NO_MATCH, 3),
        (Note.LINK, Note.NO_MATCH, 2),
    ]
    to_any_case = found.changed(MatchBy.NAME, MatchBy.NAME_IGNORE_CASE)
    assert found.moves(to_any_case, MatchBy.NAME, MatchBy.NAME_IGNORE_CASE) == [(Note.OK, Note.AMBIGUOUS, 1)]


def test_it_is_about_reports_of_the_same_read_and_settings() -> None:
    """Another rule is the point of it; other settings, or a later read, are another matter."""
    world = snapshot([company()])
    found = what_if(world, rules())
    later = replace(world, fetched_at=FetchedAt(autotask=NOON, xero=NOON + timedelta(hours=1)))
    assert found.is_about(build_report(world, rules(MatchBy.NUMBER)))
    assert not found.is_about(build_report(world, rules(sole=True)))
    assert not found.is_about(build_report(later, rules()))
