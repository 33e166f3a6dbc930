"""What each rule says of one company, told from the few records that can have a part in it."""

from builders import archived, company, contact, customer, rules, snapshot
from faults.tiers import times
from hypothesis import given, settings
from worlds import RULES, WORLDS

from axtui.core.match_by import MatchBy
from axtui.core.models import Company, Customer, NumberField, Snapshot
from axtui.core.notes import Note
from axtui.core.report import ReportRules, build_report
from axtui.core.rule_outcomes import explanation_of


@given(world=WORLDS, under=RULES)
@settings(max_examples=times(1_500, quick=60), deadline=None)
def test_every_rule_says_what_its_report_says(world: Snapshot, under: ReportRules) -> None:
    """Of each company: the note and the customers of its row under that rule."""
    reports = {match_by: build_report(world, under.matching_by(match_by)) for match_by in MatchBy}
    rows = {match_by: {row.company.id: row for row in report.rows} for match_by, report in reports.items()}
    for each in world.companies:
        found = explanation_of(each, world, under)
        for match_by, outcome in found.outcomes.items():
            row = rows[match_by][each.id]
            assert (outcome.note, outcome.customers) == (row.note, row.customers)


@given(world=WORLDS, under=RULES)
@settings(max_examples=times(1_500, quick=60), deadline=None)
def test_the_nearest_customer_is_named_by_the_reasons(world: Snapshot, under: ReportRules) -> None:
    """There is one exactly where a row without a match has more to say than that nothing is there."""
    for row in build_report(world, under).rows:
        nearest = explanation_of(row.company, world, under).nearest
        codes = {reason.code.value for reason in row.reasons} - {"not-in-xero", "no-number"}
        assert (nearest is not None) is (row.note is Note.NO_MATCH and bool(codes))


def test_a_company_that_shares_the_customer_by_other_means_counts() -> None:
    """One finds it by its number, the other by its name."""
    ours, other = company(1, "Acme", number="C-1"), company(2, "Bolt")
    both = snapshot([ours, other], [], [customer(name="Bolt", number="C-1")])
    outcomes = explanation_of(ours, both, rules()).outcomes
    assert outcomes[MatchBy.NUMBER].note is Note.LINK
    assert outcomes[MatchBy.NUMBER_THEN_NAME].note is Note.AMBIGUOUS


def nearest(ours: Company, *theirs: Customer, under: ReportRules | None = None) -> str:
    """Return the id of the nearest customer, or an empty string."""
    found = explanation_of(ours, snapshot([ours], [contact()], theirs), under or rules()).nearest
    return found.id if found else ""


def test_the_nearest_customer_is_the_one_that_differs_least() -> None:
    """An active one before one that is out of use; the number before the name."""
    assert nearest(company(name="acme ltd"), customer("x1", "ACME  LTD"), customer("x2", "Acme Ltd")) == "x2"
    assert nearest(company(name="acme ltd"), archived("x1", "acme ltd"), customer("x2", "ACME  LTD")) == "x2"
    assert nearest(company(name="acme ltd"), archived("x1", "acme ltd")) == "x1"
    assert nearest(company(), customer("x1", "Bolt")) == ""
    both = (customer("x1", "ACME LTD"), customer("x2", "Bolt", number="c-1"))
    assert nearest(company(number="C-1"), *both, under=rules(MatchBy.NUMBER_THEN_NAME)) == "x2"
    assert nearest(company(number="C-2"), *both, under=rules(MatchBy.NUMBER_THEN_NAME)) == "x1"


def test_another_company_that_has_the_nearest_customer_is_known() -> None:
    """An excluded one has none; nor has one that matches another customer of the name."""
    ours, theirs = company(1, "ACME LTD"), customer()

    def taken_by(*others: Company) -> int:
        both = snapshot([ours, *others], [], [theirs])
        found = explanation_of(ours, both, rules())
        assert found.nearest == theirs
        return found.taken_by.id if found.taken_by else 0

    assert taken_by() == 0
    assert taken_by(company(2)) == 2
    assert taken_by(company(2, exclude="true")) == 0
    assert taken_by(company(2, "Acme ltd")) == 0


def test_by_number_the_nearest_has_the_same_name() -> None:
    """Another number stands on it, or none; the field is the one that the rule compares."""
    same = customer("x1", number="C-9")
    assert nearest(company(number="C-1"), same, under=rules(MatchBy.NUMBER)) == "x1"
    assert nearest(company(), same, under=rules(MatchBy.NUMBER)) == "x1"
    assert nearest(company(number="C-1"), customer("x2", "Bolt"), under=rules(MatchBy.NUMBER)) == ""
    out_of_use = archived("x3", "Bolt", number="C-1")
    assert nearest(company(number="C-1"), out_of_use, under=rules(MatchBy.NUMBER)) == "x3"
    by_contact_number = rules(MatchBy.NUMBER, field=NumberField.CONTACT_NUMBER)
    other = customer("x4", "Bolt", contact_number="c-1")
    assert nearest(company(number="C-1"), other, under=by_contact_number) == "x4"
