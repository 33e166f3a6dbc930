"""The cast plays what it says: held against the tests' own, independent telling of the report's rules."""

from functools import cache

import pytest
from builders import addresses, rules, snapshot
from oracle import naive_codes, naive_notes

from axtui.core.match_by import MatchBy
from axtui.core.models import (
    Company,
    CompanyId,
    Contact,
    ContactId,
    Customer,
    CustomerId,
    CustomerStatus,
    Snapshot,
)
from axtui.core.notes import Note, ReasonCode
from axtui.demo.data import Played, Tenant, make_tenant

NUMBER_CODES = {
    ReasonCode.NO_NUMBER,
    ReasonCode.NUMBER_DIFFERS_IN_CASE,
    ReasonCode.NAME_MATCHES_BUT_NUMBER_DOES_NOT,
    ReasonCode.MATCHED_BY_NAME_ONLY,
}


@cache
def whole_cast() -> tuple[Tenant, Snapshot]:
    """Return the smallest tenant with the whole cast, and what a perfect reader makes of it."""
    tenant = make_tenant(120)
    companies = [company for company in tenant.companies if company.in_report]
    ids = {company.id for company in companies}
    return tenant, snapshot(
        [
            Company(
                id=CompanyId(each.id), name=each.name, number=each.number or "", exclude_value=each.no_sync
            )
            for each in companies
        ],
        [
            Contact(
                id=ContactId(each.id),
                company_id=CompanyId(each.company_id),
                first_name=each.first_name,
                last_name=each.last_name,
                emails=addresses(each.email, each.email2, each.email3),
                is_active=None if each.is_active is None else each.is_active == 1,
                udf_value=each.position,
            )
            for each in tenant.contacts
            if each.company_id in ids
        ],
        [
            Customer(
                id=CustomerId(each.id),
                name=each.name,
                account_number=each.account_number or "",
                contact_number=each.contact_number or "",
                status=CustomerStatus(each.status),
                first_name=each.first_name or "",
                last_name=each.last_name or "",
                email=each.email or "",
            )
            for each in tenant.customers
        ],
    )


def key_of(played: Played) -> str:
    """Name a test after its scenario."""
    return played.scenario.key


@pytest.mark.parametrize("played", whole_cast()[0].cast, ids=key_of)
def test_a_scenario_plays_its_note_and_its_reasons(played: Played) -> None:
    """Under the default rule, and under the other rules that the scenario names."""
    company, scenario = CompanyId(played.company_id), played.scenario
    data = whole_cast()[1]

    assert naive_notes(data, rules())[company] == scenario.note
    assert naive_codes(data, rules())[company] >= set(scenario.reasons)
    for rule, code in scenario.other_rules:
        assert code in naive_codes(data, rules(MatchBy(rule)))[company]


def test_every_note_occurs_under_the_default_rule() -> None:
    """All seven of them."""
    assert set(naive_notes(whole_cast()[1], rules()).values()) == set(Note)


def test_every_reason_occurs_under_the_default_rule_or_when_numbers_are_compared() -> None:
    """Only the four reasons about numbers need a rule that looks at numbers."""
    data = whole_cast()[1]
    by_name = {code for codes in naive_codes(data, rules()).values() for code in codes}
    by_number = {
        code
        for rule in (MatchBy.NUMBER, MatchBy.NUMBER_THEN_NAME)
        for codes in naive_codes(data, rules(rule)).values()
        for code in codes
    }

    assert by_name >= set(ReasonCode) - NUMBER_CODES
    assert by_number >= NUMBER_CODES


def test_a_sole_contact_can_stand_for_the_accounts_contact() -> None:
    """Where that is enough, a row is OK with the reason; else it is Link or Not Found with the reason."""
    data = whole_cast()[1]

    def notes_with_the_reason(*, sole: bool) -> set[Note]:
        codes, notes = naive_codes(data, rules(sole=sole)), naive_notes(data, rules(sole=sole))
        return {notes[at] for at in notes if ReasonCode.ONLY_CONTACT in codes[at]}

    assert notes_with_the_reason(sole=False) == {Note.LINK, Note.NOT_FOUND}
    assert notes_with_the_reason(sole=True) == {Note.OK}
