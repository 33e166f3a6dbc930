"""The report as a whole: held against the naive telling on random small worlds, and its order and counts."""

from collections import Counter
from dataclasses import replace
from random import Random
from typing import TypeVar

import pytest
from builders import NAME, company, contact, customer, facts, linked, rules, snapshot
from hypothesis import given
from hypothesis import strategies as st
from oracle import naive_counts, naive_rows
from worlds import RULES, WORLDS

from axtui.core.match_by import MatchBy
from axtui.core.models import (
    CompanyId,
    CustomerStatus,
    Snapshot,
)
from axtui.core.notes import Note, ReasonCode
from axtui.core.report import ReportRules, Row, build_report

_Record = TypeVar("_Record")


def _in_another_order(records: tuple[_Record, ...], order: Random) -> tuple[_Record, ...]:
    return tuple(order.sample(records, len(records)))


def codes_of(row: Row) -> frozenset[ReasonCode]:
    """Return the codes of the row's reasons."""
    return frozenset(reason.code for reason in row.reasons)


@given(world=WORLDS, rules=RULES)
def test_the_report_equals_the_naive_telling(world: Snapshot, rules: ReportRules) -> None:
    """Note, reasons, customers and accounts contacts are the oracle's, row by row, under every rule."""
    expected = naive_rows(world, rules)
    for row in build_report(world, rules).rows:
        naive = expected[row.company.id]
        assert row.note is naive.note
        assert codes_of(row) == naive.codes
        assert {customer.id for customer in row.customers} == naive.customers
        assert {contact.id for contact in row.contacts} == naive.contacts
        assert (row.sole_contact.id if row.sole_contact else None) == naive.sole_contact


@given(world=WORLDS, rules=RULES)
def test_every_company_has_exactly_one_row(world: Snapshot, rules: ReportRules) -> None:
    """No company is left out or told twice, and the counts are those of the rows, zero included."""
    report = build_report(world, rules)
    assert sorted(row.company.id for row in report.rows) == sorted(each.id for each in world.companies)
    assert list(report.counts) == list(Note)
    assert sum(report.counts.values()) == len(world.companies)
    assert dict(report.counts) == naive_counts(world, rules)
    assert Counter(row.note for row in report.rows) == Counter(dict(report.counts)) + Counter()


@given(world=WORLDS, rules=RULES, order=st.randoms(use_true_random=False))
def test_the_order_of_reading_is_of_no_matter(world: Snapshot, rules: ReportRules, order: Random) -> None:
    """The same records in another order make the same report, to the word."""
    shuffled = replace(
        world,
        companies=_in_another_order(world.companies, order),
        contacts=_in_another_order(world.contacts, order),
        customers=_in_another_order(world.customers, order),
    )
    assert build_report(shuffled, rules).rows == build_report(world, rules).rows


@given(world=WORLDS, rules=RULES)
def test_every_reason_is_a_sentence_that_can_be_shown(world: Snapshot, rules: ReportRules) -> None:
    """Reasons are printable, on one line, and end like sentences, whatever the names hold."""
    for row in build_report(world, rules).rows:
        for reason in row.reasons:
            assert reason.text.isprintable()
            assert reason.text == reason.text.strip()
            assert reason.text.endswith(".")


@given(world=WORLDS, rules=RULES)
def test_a_row_that_needs_a_hand_says_why(world: Snapshot, rules: ReportRules) -> None:
    """No Match, Ambiguous, Multiple and Not Found never stand without a reason, Excluded always does."""
    for row in build_report(world, rules).rows:
        if row.note in {Note.NO_MATCH, Note.AMBIGUOUS, Note.MULTIPLE, Note.NOT_FOUND}:
            assert row.reasons
        if row.note is Note.EXCLUDED:
            assert not row.reasons


@given(
    labels=st.lists(
        st.tuples(st.sampled_from(["A", "a", "B", "Zoe "]), st.integers(0, 120)), min_size=1, max_size=12
    )
)
def test_rows_stand_in_natural_order(labels: list[tuple[str, int]]) -> None:
    """Rows stand by name without regard to case, numbers by value, then by id."""
    companies = [company(at, f"{word}{number}") for at, (word, number) in enumerate(labels, start=1)]
    report = build_report(snapshot(companies[::-1]), rules())
    by_hand = sorted((word.lower(), number, at) for at, (word, number) in enumerate(labels, start=1))
    assert [row.company.id for row in report.rows] == [at for _, _, at in by_hand]


def test_a2_stands_before_a10() -> None:
    """The order is the one in which people read numbers."""
    names = ["b1", "A10", "a2", "B", "A2", "A2 Ltd", "10 Acme", "9 Acme"]
    report = build_report(snapshot([company(at, name) for at, name in enumerate(names)]), rules())
    shown = [row.company.name for row in report.rows]
    assert shown == ["9 Acme", "10 Acme", "a2", "A2", "A2 Ltd", "A10", "B", "b1"]


def test_contacts_of_unknown_companies_are_ignored() -> None:
    """A contact whose company is not in the report changes nothing and disturbs nothing."""
    world = snapshot([company(1)], [contact(1), contact(2)], [customer()])
    strangers = (linked(3, 99), contact(4, 99, active=None), contact(5, 0, emails=["grace@acme.example"]))
    with_strangers = replace(world, contacts=(*strangers, *world.contacts))
    assert build_report(with_strangers, rules()).rows == build_report(world, rules()).rows


def test_contacts_are_kept_company_by_company() -> None:
    """The report knows every contact of a company, active or not, for the row's detail and the export."""
    contacts = [contact(2), contact(1, active=False), contact(3, 2)]
    report = build_report(snapshot([company(1), company(2, "Other"), company(3, "None")], contacts), rules())
    assert {each.id for each in report.contacts_of.get(CompanyId(1), ())} == {1, 2}
    assert {each.id for each in report.contacts_of.get(CompanyId(2), ())} == {3}
    assert report.contacts_of.get(CompanyId(3), ()) == ()


@pytest.mark.parametrize("blank", ["", " "])
def test_a_blank_label_is_not_the_link(blank: str) -> None:
    """A list's entry may have no display value; contacts with a blank value do not carry the link for it."""
    tenant = facts(udf_values=[("Accounts", blank)])
    world = snapshot([company()], [contact(udf=blank), contact(2)], [customer()], tenant=tenant)
    assert build_report(world, rules()).rows[0].note is Note.LINK


def test_nothing_read_is_an_empty_report() -> None:
    """Without companies there are no rows, and every note is counted zero times."""
    report = build_report(snapshot(), rules())
    assert report.rows == ()
    assert dict(report.counts) == dict.fromkeys(Note, 0)
    assert report.customers_read == 0


def test_the_report_says_what_it_was_made_from() -> None:
    """What heads a report comes from the snapshot; archived customers count as read."""
    world = snapshot(
        [company()],
        [],
        [customer(), customer("x2", "Old", status=CustomerStatus.ARCHIVED)],
        incomplete_because=["Xero stopped after page 3."],
    )
    rule = rules(MatchBy.NUMBER, sole=True)
    report = build_report(world, rule)
    assert report.profile == world.profile
    assert report.rules == rule
    assert report.fetched_at == world.fetched_at
    assert report.facts == world.facts
    assert report.customers_read == 2
    assert report.incomplete_because == ("Xero stopped after page 3.",)
    assert not report.complete


@pytest.mark.parametrize(
    ("world", "code", "words"),
    [
        (
            snapshot([company(name="Ac\u200bme Ltd")], [], [customer()]),
            ReasonCode.INVISIBLE_CHARACTER,
            ["U+200B", "position 3"],
        ),
        (
            snapshot([company(name="Acme\u00a0Ltd")], [], [customer()]),
            ReasonCode.DIFFERS_IN_SPACE,
            ["no-break space"],
        ),
        (snapshot([company(name="ACME LTD")], [], [customer()]), ReasonCode.DIFFERS_IN_CASE, [NAME]),
        (
            snapshot([company()], [], [customer(status=CustomerStatus.ARCHIVED)]),
            ReasonCode.ARCHIVED_IN_XERO,
            ["archived"],
        ),
        (
            snapshot([company(1), company(2)], [], [customer()]),
            ReasonCode.SHARED_CUSTOMER,
            [NAME, "2"],
        ),
        (
            snapshot([company()], [], [customer("x1", number="C-7"), customer("x2", number="C-8")]),
            ReasonCode.SEVERAL_CUSTOMERS,
            ["C-7", "C-8"],
        ),
        (
            snapshot([company()], [linked(1), linked(2, first="Bob", last="Babbage")], [customer()]),
            ReasonCode.SEVERAL_LINKS,
            ["Ada Byron", "Bob Babbage"],
        ),
        (
            snapshot([company()], [], [customer(last="b" * 51)]),
            ReasonCode.TOO_LONG,
            ["last name", "51", "50"],
        ),
        (
            snapshot([company()], [contact(1, emails=["grace@acme.example"])], [customer()]),
            ReasonCode.CONTACT_EXISTS,
            ["Ada Byron"],
        ),
        (
            snapshot([company()], [contact(1, emails=["grace@acme.example"], active=False)], [customer()]),
            ReasonCode.CONTACT_EXISTS,
            ["inactive contact Ada Byron", "activate it and set the link there"],
        ),
        (
            snapshot([company()], [linked(1, active=False)], [customer()]),
            ReasonCode.INACTIVE_CONTACT_CARRIES_LINK,
            ["Ada Byron"],
        ),
        (
            snapshot([company()], [contact(1, active=False), contact(2, active=False)], [customer()]),
            ReasonCode.NO_CONTACTS,
            ["2 inactive"],
        ),
        (snapshot([company()], [contact(1)], [customer()]), ReasonCode.ONLY_CONTACT, ["Ada Byron"]),
        (
            snapshot([company()], [contact(1, active=None)], [customer()]),
            ReasonCode.ACTIVITY_UNKNOWN,
            ["Ada Byron"],
        ),
    ],
    ids=lambda value: value.value if isinstance(value, ReasonCode) else "",
)
def test_a_reason_names_what_to_look_at(world: Snapshot, code: ReasonCode, words: list[str]) -> None:
    """A technician finds in the sentence who, where and how much."""
    row = next(row for row in build_report(world, rules()).rows if row.company.id == 1)
    (text,) = (reason.text for reason in row.reasons if reason.code is code)
    assert [word for word in words if word not in text] == []


def test_each_field_that_is_too_long_has_its_own_reason() -> None:
    """First name, last name and e-mail are told apart, each with its own limit."""
    world = snapshot([company()], [], [customer(first="a" * 51, last="b" * 51, email="c" * 255)])
    (row,) = build_report(world, rules()).rows
    texts = [reason.text for reason in row.reasons if reason.code is ReasonCode.TOO_LONG]
    assert len(texts) == 3
    for text, field, limit in zip(
        texts, ["first name", "last name", "e-mail"], ["50", "50", "254"], strict=True
    ):
        assert field in text
        assert limit in text


def test_names_from_outside_are_shown_safely_in_reasons() -> None:
    """An escape sequence in a name reaches no terminal through a reason."""
    world = snapshot([company(name="\x1b[31mred \u202eLtd")], [], [customer(name="\x1b[31mRED \u202eLtd")])
    (row,) = build_report(world, rules()).rows
    (reason,) = row.reasons
    assert "\u241b[31mRED" in reason.text
    assert reason.text.isprintable()


def test_a_name_that_many_companies_have_is_told_of_some_and_counted() -> None:
    """Each row names ten of the others; all of them in each row would grow by the square."""
    companies = [company(at) for at in range(1, 2001)]
    report = build_report(snapshot(companies, [], [customer()]), rules())
    assert report.counts[Note.AMBIGUOUS] == 2000
    for row in (report.rows[0], report.rows[5], report.rows[10], report.rows[-1]):
        (reason,) = row.reasons
        assert reason.text.count(NAME) == 10
        assert f"(id {row.company.id})" not in reason.text
        assert reason.text.endswith(" and 1,989 more.")


@pytest.mark.parametrize(("others", "more"), [(10, ""), (11, " and 1 more")])
def test_what_is_named_in_full_has_no_rest(others: int, more: str) -> None:
    """The one row that stands in the middle counts itself out."""
    companies = [company(at) for at in range(1, others + 2)]
    report = build_report(snapshot(companies, [], [customer()]), rules())
    text = report.rows[4].reasons[0].text
    assert text.count(NAME) == 10
    assert text.endswith(f"{more}.")
    assert text.count("more") == bool(more)


def test_rows_are_returned_in_the_order_that_is_asked_for() -> None:
    """Marked rows are exported as they stand on the screen, one of them more than once if need be."""
    report = build_report(snapshot([company(at) for at in (1, 2, 3)]), rules())
    assert [row.company.id for row in report.rows_at([2, 0, 2])] == [3, 1, 3]
    assert report.rows_at([]) == []


def test_a_row_knows_its_reasons() -> None:
    """By code, so that nobody searches their words."""
    (row,) = build_report(snapshot([company()]), rules()).rows
    assert codes_of(row) == {code for code in ReasonCode if row.has(code)}
    assert codes_of(row)
