"""Both sides' own trouble: a minimal pair for each kind, and what is said of it."""

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from builders import NOON, archived, company, contact, customer, facts, linked, rules, snapshot
from faults.tiers import times
from hypothesis import given, settings
from hypothesis import strategies as st

from axtui.core.match_by import MatchBy
from axtui.core.models import Company, Contact, Customer, CustomerStatus, NumberField
from axtui.core.notes import ReasonCode
from axtui.core.report import build_report
from axtui.core.search import SearchIndex, parse
from axtui.core.trouble import Trouble, TroubleKind, trouble_of
from axtui.core.trouble_lines import ALL_HEADINGS, HEADINGS, cells_of, headings_of, part_of, trouble_lines
from axtui.core.trouble_words import ABOUT, sentences, what

Kind = TroubleKind
_NUMBER = NumberField.ACCOUNT_NUMBER


def found(
    companies: Sequence[Company] = (),
    contacts: Sequence[Contact] = (),
    customers: Sequence[Customer] = (),
    match_by: MatchBy = MatchBy.NAME,
) -> Trouble:
    """Look through these records."""
    return trouble_of(snapshot(companies, contacts, customers), rules(match_by))


def said(trouble: Trouble, kind: Kind) -> list[str]:
    """Return what was found of a kind."""
    return [what(trouble.findings[at], _NUMBER) for at in trouble.places(kind)]


def test_companies_called_alike_are_told() -> None:
    """By the form in which legal form and case count for nothing; a number makes them two."""
    alike = [company(1, "Acme Pty Ltd"), company(2, "ACME Limited")]
    assert said(found(alike), Kind.DUPLICATE_COMPANIES) == [
        '"ACME Limited" (id 2) is called like "Acme Pty Ltd" (id 1).',
        '"Acme Pty Ltd" (id 1) is called like "ACME Limited" (id 2).',
    ]
    assert not found([company(1, "Acme 1 Ltd"), company(2, "Acme 2 Ltd")]).findings
    assert not found([company(1, "!"), company(2, "?")]).findings


def test_an_excluded_company_is_left_alone() -> None:
    """But a customer that belongs to it has a company."""
    excluded = [company(1), company(2, exclude="true")]
    assert not found(excluded, [linked(1, 2, active=False)]).findings
    assert not found([company(2, exclude="true")], [], [customer()]).findings
    assert found([company(2, exclude="false")], [linked(1, 2, active=False)]).findings


def test_customers_called_alike_are_told() -> None:
    """Archived ones are out of use, and no duplicate."""
    one, other = customer("x1", "Acme Ltd", number="C-1", changed=NOON), customer("x2", "acme")
    assert said(found([], [], [one, other]), Kind.DUPLICATE_CUSTOMERS) == [
        '"acme" is called like "Acme Ltd".',
        '"Acme Ltd" (AccountNumber C-1) is called like "acme". Last changed on 2026-03-02.',
    ]
    assert not said(found([], [], [one, archived("x2", "acme")]), Kind.DUPLICATE_CUSTOMERS)


def test_a_number_that_is_there_twice_is_told() -> None:
    """On each side, whatever the case; none is no number."""
    both = [company(1, "Acme", number="C-1"), company(2, "Bolt", number=" c-1 ")]
    assert said(found(both), Kind.COMPANY_NUMBER_TWICE)[0] == (
        'The number "C-1" of "Acme" (id 1) is also that of "Bolt" (id 2).'
    )
    assert not said(found([company(1, "Acme"), company(2, "Bolt")]), Kind.COMPANY_NUMBER_TWICE)
    customers = [customer("x1", "Acme", number="C-1"), customer("x2", "Bolt", number="C-1")]
    assert said(found([], [], customers), Kind.CUSTOMER_NUMBER_TWICE)[1] == (
        'The AccountNumber "C-1" of "Bolt" is also that of "Acme".'
    )
    other = [customers[0], replace(customers[1], account_number="C-2")]
    assert not said(found([], [], other), Kind.CUSTOMER_NUMBER_TWICE)


def test_of_many_that_share_something_a_few_are_named() -> None:
    """And the others counted; each is a finding, and all share one tuple."""
    trouble = found([company(at, "Acme") for at in range(1, 7)])
    assert said(trouble, Kind.DUPLICATE_COMPANIES)[3] == (
        '"Acme" (id 4) is called like "Acme" (id 1), "Acme" (id 2), "Acme" (id 3) and 2 more.'
    )
    assert len({id(finding.companies) for finding in trouble.findings}) == 1


def test_a_customer_without_a_company_is_told() -> None:
    """With what Xero says of it, invoiced ones first, and the company that is called nearly the same."""
    customers = [
        customer("x1", "Never", invoiced=False),
        customer("x2", "Unknown"),
        customer("x3", "Acme Limited", invoiced=True, changed=NOON),
        archived("x4", "Bygone"),
        customer("x5", "Bolt"),
    ]
    assert said(found([company(1), company(2, "Bolt")], [], customers), Kind.CUSTOMER_WITHOUT_COMPANY) == [
        (
            'No company that was read matches "Acme Limited". Called nearly the same: "Acme Ltd" (id 1). '
            "Xero has invoiced it, as of the last full read. Last changed on 2026-03-02."
        ),
        'No company that was read matches "Unknown".',
        'No company that was read matches "Never". Xero has never invoiced it, as of the last full read.',
    ]


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (CustomerStatus.ARCHIVED, "is archived in Xero"),
        (CustomerStatus.GDPRREQUEST, "is under an erasure request in Xero"),
    ],
)
def test_a_company_whose_customer_is_out_of_use_is_told(status: CustomerStatus, state: str) -> None:
    """Where an active one matches, or is nearer, there is no such trouble."""
    gone = customer("x9", status=status)
    trouble = found([company(1), company(2)], [], [gone])
    assert (
        said(trouble, Kind.CUSTOMER_OUT_OF_USE)[0]
        == f'The customer of "Acme Ltd" (id 1) {state}: "Acme Ltd".'
    )
    assert trouble.counts[Kind.CUSTOMER_OUT_OF_USE] == 2
    assert not said(found([company()], [], [gone, customer()]), Kind.CUSTOMER_OUT_OF_USE)
    assert not said(found([company()], [], [customer("x1", "ACME LTD")]), Kind.CUSTOMER_OUT_OF_USE)
    assert not said(found([company(1, "Bolt")], [], [gone]), Kind.CUSTOMER_OUT_OF_USE)


def test_an_accounts_contact_that_is_out_of_reach_is_told() -> None:
    """Inactive or without an address; of an inactive one the address does not matter."""
    trouble = found([company()], [linked(1, active=False, emails=()), linked(2, emails=("", " "))])
    assert said(trouble, Kind.ACCOUNTS_CONTACT_INACTIVE) == [
        'Ada Byron, accounts contact of "Acme Ltd" (id 1), is inactive.'
    ]
    assert said(trouble, Kind.ACCOUNTS_CONTACT_WITHOUT_EMAIL) == [
        'Ada Byron, accounts contact of "Acme Ltd" (id 1), has no e-mail address.'
    ]
    assert not found([company()], [linked(1), linked(2, active=None), contact(3, active=False)]).findings


def test_the_label_of_the_link_counts_as_the_link() -> None:
    """As it does for the report."""
    tenant = facts(udf_value="7", udf_values=[("7", "Accounts")])
    read = snapshot([company()], [linked(active=False)], tenant=tenant)
    assert trouble_of(read, rules()).counts[Kind.ACCOUNTS_CONTACT_INACTIVE] == 1


def test_an_address_of_several_companies_is_told() -> None:
    """Twice in one company is no trouble, and no address is not shared."""
    two = [company(1, "Acme"), company(2, "Bolt")]
    shared = [linked(1, 1, emails=("Ada@acme.example",)), linked(2, 2, emails=("", "ada@acme.example "))]
    assert said(found(two, shared), Kind.EMAIL_OF_SEVERAL_COMPANIES) == [
        'Ada@acme.example of Ada Byron, accounts contact of "Acme" (id 1), is also that of "Bolt" (id 2).',
        'ada@acme.example of Ada Byron, accounts contact of "Bolt" (id 2), is also that of "Acme" (id 1).',
    ]
    assert not found(two, [linked(1, 1), linked(2, 1)]).findings
    nobody = found(two, [linked(1, 1, emails=()), linked(2, 2, emails=(" ",))])
    assert not said(nobody, Kind.EMAIL_OF_SEVERAL_COMPANIES)


@pytest.mark.parametrize(
    ("others", "domains"),
    [
        (["b@bolt.example"], "bolt.example"),
        (["b@bolt.example", "c@cog.example", "d@cog.example"], "cog.example, bolt.example"),
        (["b@acme.example"], ""),
        (["b@bolt.example", "b@mail.acme.example"], ""),
        (["b@gmail.com"], ""),
        ([""], ""),
    ],
)
def test_an_address_of_a_domain_that_nobody_else_uses_is_told(others: list[str], domains: str) -> None:
    """Free mail is no evidence, and a part of a domain belongs to it."""
    contacts = [contact(at, emails=(email,)) for at, email in enumerate(others, start=2)]
    sentence = (
        'ada@acme.example of Ada Byron, accounts contact of "Acme Ltd" (id 1): '
        f"its other contacts use {domains}."
    )
    assert said(found([company()], [linked(1), *contacts]), Kind.EMAIL_OF_OTHER_DOMAIN) == (
        [sentence] if domains else []
    )


def test_a_company_of_many_domains_is_told_in_a_few() -> None:
    """Each finding holds the most used of them and their number, however many contacts carry the link."""
    many = [linked(at, emails=(f"ada@firm-{at:03}.example",)) for at in range(1, 301)]
    trouble = found([company()], many)
    assert trouble.counts[Kind.EMAIL_OF_OTHER_DOMAIN] == 300
    first = trouble.findings[trouble.places(Kind.EMAIL_OF_OTHER_DOMAIN)[0]]
    assert (first.domains, first.more_domains) == (tuple(f"firm-00{at}.example" for at in (2, 3, 4)), 296)
    words = "firm-002.example, firm-003.example, firm-004.example and 296 more"
    assert cells_of(first, headings_of(first.kind), _NUMBER)[-1] == words
    assert said(trouble, first.kind)[0].endswith(f"its other contacts use {words}.")


def test_customers_called_like_the_same_companies_share_what_they_are_called_like() -> None:
    """One tuple for all of them: thousands of one name would otherwise hold millions."""
    companies = [company(at, f"Acme {'!' * at}") for at in range(1, 4)]
    trouble = found(companies, [], [customer(f"x{at}", f"ACME {'?' * at}") for at in range(1, 4)])
    alike = [each.companies for each in trouble.findings if each.kind is Kind.CUSTOMER_WITHOUT_COMPANY]
    assert len(alike) == 3
    assert len(alike[0]) == 3
    assert len({id(companies) for companies in alike}) == 1


def test_an_address_at_free_mail_belongs_to_no_other_firm() -> None:
    """And those who have left say nothing of the company."""
    gmail = linked(1, emails=("ada@gmail.com",))
    assert not found([company()], [gmail, contact(2, emails=("b@bolt.example",))]).findings
    left = contact(2, emails=("b@bolt.example",), active=False)
    assert not found([company()], [linked(1), left]).findings


def test_every_kind_is_spoken_of() -> None:
    """With a name that is its own, why it matters and what to do."""
    assert set(ABOUT) == set(HEADINGS) == set(Kind)
    assert len({about.title for about in ABOUT.values()}) == len(Kind)
    assert all(text.endswith(".") for about in ABOUT.values() for text in (about.why, about.advice))


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        (Kind.DUPLICATE_COMPANIES, ("ACME", '"Acme Ltd" (id 1)', "")),
        (Kind.CUSTOMER_WITHOUT_COMPANY, ("Bolt", "never", "2026-03-02", "C-1", "")),
        (Kind.CUSTOMER_OUT_OF_USE, ("Cog", "Cog", "", "", "")),
        (Kind.EMAIL_OF_OTHER_DOMAIN, ("ada@acme.example", "Acme Ltd", "Ada Byron", "bolt.example")),
    ],
)
def test_a_table_shows_what_a_kind_is_about(kind: Kind, cells: tuple[str, ...]) -> None:
    """Under the headings of the kind; what Xero did not say is empty."""
    trouble = found(
        [company(1), company(2, "ACME"), company(3, "Cog")],
        [linked(1), contact(2, emails=("b@bolt.example",))],
        [customer("x1", "Bolt", number="C-1", invoiced=False, changed=NOON), archived("x2", "Cog")],
    )
    finding = trouble.findings[trouble.places(kind)[0]]
    assert cells_of(finding, headings_of(kind), _NUMBER) == cells


_COMPANIES = st.lists(
    st.builds(
        company,
        at=st.integers(1, 9),
        name=st.sampled_from(["Acme Ltd", "ACME", "Bolt", "Cog 1", "Cog 2", "\x1b[2J"]),
        number=st.sampled_from(["", "C-1", "c-1", "C-2"]),
        exclude=st.sampled_from([None, "true"]),
    ),
    unique_by=lambda each: each.id,
)
_CUSTOMERS = st.lists(
    st.builds(
        customer,
        at=st.sampled_from("abcdef"),
        name=st.sampled_from(["Acme Ltd", "Acme Limited", "Bolt", "Cog 1", "\x1b[2J"]),
        number=st.sampled_from(["", "C-1", "C-2"]),
        status=st.sampled_from(CustomerStatus),
        invoiced=st.sampled_from([None, True, False]),
        changed=st.sampled_from([None, NOON]),
    ),
    unique_by=lambda each: each.id,
)
_CONTACTS = st.lists(
    st.builds(
        contact,
        at=st.integers(1, 9),
        company_at=st.integers(1, 9),
        emails=st.sampled_from([(), ("a@acme.example",), ("b@bolt.example",), ("\x1b@gmail.com",)]),
        active=st.sampled_from([True, False, None]),
        udf=st.sampled_from([None, "Accounts"]),
    ),
    unique_by=lambda each: each.id,
)


@settings(max_examples=times(10_000, quick=60))
@given(
    companies=_COMPANIES,
    contacts=_CONTACTS,
    customers=_CUSTOMERS,
    rule=st.sampled_from(MatchBy),
    shuffled=st.randoms(use_true_random=False),
)
def test_what_holds_for_any_records(
    companies: list[Company],
    contacts: list[Contact],
    customers: list[Customer],
    rule: MatchBy,
    shuffled: random.Random,
) -> None:
    """Their order is of no matter, nothing is found to be like itself, and the report agrees."""
    trouble = found(companies, contacts, customers, rule)
    report = build_report(snapshot(companies, contacts, customers), rules(rule))
    rows = {row.company.id: row for row in report.rows}
    lines = trouble_lines(trouble)
    for places in (companies, contacts, customers):
        shuffled.shuffle(places)
    assert found(companies, contacts, customers, rule) == trouble
    assert [at for kind in Kind for at in trouble.places(kind)] == list(trouble.places(None))
    for at, finding in enumerate(trouble.findings):
        assert at in trouble.places(finding.kind)
        shared = finding.companies or finding.customers
        assert len(shared) != 1 or finding.kind is Kind.CUSTOMER_WITHOUT_COMPANY
        assert sentences(finding, _NUMBER).isprintable()
        assert all(map(str.isprintable, lines.texts[at].split("\n")))
        for heading in (ALL_HEADINGS, headings_of(finding.kind)):
            assert all(map(str.isprintable, cells_of(finding, heading, _NUMBER)))
        if finding.kind is Kind.CUSTOMER_OUT_OF_USE and finding.company is not None:
            assert rows[finding.company.id].has(ReasonCode.ARCHIVED_IN_XERO)
    matched = {each.id for row in report.rows for each in row.customers}
    alone = {trouble.findings[at].customer for at in trouble.places(Kind.CUSTOMER_WITHOUT_COMPANY)}
    assert not matched & {each.id for each in alone if each}


def test_findings_are_searched_as_a_report_is() -> None:
    """By column, by code and sentence under `reason:`, and by no note."""
    trouble = found([company(1, "Bölt"), company(2, "bolt ltd")], [linked(1, 1, active=False)], [customer()])
    lines = trouble_lines(trouble)
    assert lines.companies == [2, 1, -1, 1]

    def rows(query: str) -> list[int]:
        return list(SearchIndex(lines).find(parse(query)).indexes)

    assert rows("company:bolt") == [0, 1, 3]
    assert rows("inactive") == [3]
    assert rows("reason:customer-without-company") == [2]
    assert rows('reason:"no company that was read"') == [2]
    assert rows("customer:acme") == [2]
    assert rows("note:ok") == rows("-note:ok") == []


def test_a_kind_is_searched_by_itself() -> None:
    """A part of all lines, with what belongs to it."""
    trouble = found([company(1, "Bolt"), company(2, "bolt")], [linked(1, 1, active=False)])
    part = part_of(trouble_lines(trouble), trouble.places(Kind.ACCOUNTS_CONTACT_INACTIVE))
    assert len(part) == 1
    assert part.cells(0)[0] == "Bolt"
    assert part.reasons[0].startswith("accounts-contact-inactive\n")
