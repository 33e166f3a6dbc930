"""What can be done about a row: for every reason, on the side that needs less, step by step."""

import pytest
from builders import archived, company, contact, customer, facts, linked, rules, snapshot
from reason_pairs import PAIRS, Tenants

from axtui.core.errors import Side
from axtui.core.match_by import MatchBy
from axtui.core.models import Customer, CustomerStatus, NumberField
from axtui.core.name_remedies import rename
from axtui.core.notes import Note, ReasonCode
from axtui.core.remedies import remedies_of
from axtui.core.remedy import Remedy
from axtui.core.rule_outcomes import explanation_of


def remedies(tenants: Tenants) -> tuple[Remedy, ...]:
    """Return what can be done about the row that counts."""
    both = snapshot([tenants.company, *tenants.others], tenants.contacts, tenants.customers)
    found = explanation_of(tenants.company, both, tenants.rules)
    return remedies_of(tenants.row, tenants.report, nearest=found.nearest, taken_by=found.taken_by)


def told(tenants: Tenants) -> list[str]:
    """Return each way as one text."""
    return [" ".join(remedy.steps) for remedy in remedies(tenants)]


@pytest.mark.parametrize("code", ReasonCode)
def test_every_reason_has_a_remedy(code: ReasonCode) -> None:
    """In one to three steps that can be shown, at least one of which names a side."""
    found = remedies(PAIRS[code][0])
    assert found
    for remedy in found:
        assert 1 <= len(remedy.steps) <= 3
        assert all(step.isprintable() and step.endswith(".") and step[0].isupper() for step in remedy.steps)
    text = " ".join(step for remedy in found for step in remedy.steps)
    assert "Autotask" in text or "Xero" in text


@pytest.mark.parametrize("code", [ReasonCode.DIFFERS_IN_CASE, ReasonCode.INVISIBLE_CHARACTER])
def test_without_the_snapshot_what_needs_it_is_left_out(code: ReasonCode) -> None:
    """The nearest customer is not in the row."""
    tenants = PAIRS[code][0]
    assert remedies_of(tenants.row, tenants.report) == ()


@pytest.mark.parametrize(
    ("ours", "theirs", "sides", "types"),
    [
        ("acme", "Acme", [Side.AUTOTASK, Side.XERO], ["Acme", "acme"]),
        ("Acme ", "Acme", [Side.AUTOTASK], ["Acme"]),
        ("Acme", "Ac\u200bme", [Side.XERO], ["Acme"]),
        ("Acme  x", "Ac\u200bme x", [Side.AUTOTASK], ["Acme x"]),
    ],
)
def test_a_name_is_put_right_where_it_is_odd(
    ours: str, theirs: str, sides: list[Side], types: list[str]
) -> None:
    """Where neither is, in Autotask first: a change in Xero shows on invoices. Where both are, on both."""
    found = rename(ours, theirs)
    assert [remedy.side for remedy in found] == sides
    assert [remedy.types for remedy in found] == types


@pytest.mark.parametrize(
    ("ours", "theirs", "field", "types"),
    [
        ("C-1", "", NumberField.ACCOUNT_NUMBER, ["C-1"]),
        ("C-1", "C-2", NumberField.ACCOUNT_NUMBER, ["C-2", "C-1"]),
        ("", "C-2", NumberField.ACCOUNT_NUMBER, ["C-2"]),
        ("", "", NumberField.ACCOUNT_NUMBER, [""]),
        ("C-1", "C-2", NumberField.CONTACT_NUMBER, ["C-2"]),
        ("C-1", "", NumberField.CONTACT_NUMBER, []),
        ("", "", NumberField.CONTACT_NUMBER, [""]),
    ],
)
def test_a_number_goes_where_it_is_missing(
    ours: str, theirs: str, field: NumberField, types: list[str]
) -> None:
    """The contact number cannot be edited on Xero's screens, so nobody is sent there for it."""
    other = customer(number=theirs, contact_number=theirs)
    under = rules(MatchBy.NUMBER, field=field)
    found = remedies(Tenants(company=company(number=ours), customers=(other,), rules=under))
    assert [remedy.types for remedy in found] == types


def test_a_number_that_nobody_has() -> None:
    """There is nothing to copy, and no customer to open."""
    alone = Tenants(company=company(), customers=(), rules=rules(MatchBy.NUMBER))
    assert "on both sides" in told(alone)[0]
    numbered = Tenants(company=company(number="C-1"), customers=(), rules=rules(MatchBy.NUMBER))
    assert "suggestions" in told(numbered)[0]


@pytest.mark.parametrize("match_by", [MatchBy.NAME, MatchBy.NUMBER])
def test_a_customer_that_another_company_has_is_not_made_to_match(match_by: MatchBy) -> None:
    """Both would be ambiguous; one of the companies is most likely a duplicate."""
    tenants = Tenants(
        company=company(1, "ACME LTD", number="c-1"),
        others=(company(2, number="C-1"),),
        customers=(customer(number="C-1"),),
        rules=rules(match_by),
    )
    (only,) = told(tenants)
    assert only.startswith('Another company matches "Acme Ltd" already: "Acme Ltd" (id 2).')


def test_without_candidates_nobody_is_to_be_looked_at() -> None:
    """Only what is left is told."""
    alone = Tenants(customers=())
    assert "suggestions" in told(alone)[0]
    (only,) = remedies_of(alone.row, alone.report, has_candidates=False)
    assert only.steps == ('Create the customer "Acme Ltd" in Xero, or leave that to the sync.',)


def test_a_customer_that_is_out_of_use() -> None:
    """It is restored, but for one under an erasure request; or its company leaves the report."""
    assert "the tab Archived" in told(Tenants(customers=(archived(),)))[0]
    erased = customer(status=CustomerStatus.GDPRREQUEST)
    (first, second) = told(Tenants(customers=(erased,)))
    assert "inactive" in first
    assert "create a new customer" in second
    tenants = Tenants(customers=(archived(),))
    assert "select the customer" in " ".join(remedies_of(tenants.row, tenants.report)[0].steps)


def test_customers_of_one_name_are_told_apart_by_number() -> None:
    """As far as they have one."""
    (text,) = told(Tenants(customers=(customer("x1", number="C-1"), customer("x2"))))
    assert '"Acme Ltd" ("C-1"), "Acme Ltd"' in text


@pytest.mark.parametrize(("match_by", "what"), [(MatchBy.NAME, "name"), (MatchBy.NUMBER, "number")])
def test_records_are_told_apart_by_what_the_rule_compares(match_by: MatchBy, what: str) -> None:
    """Another name helps nobody where numbers are compared."""
    ours = company(number="C-1")
    twice = (customer("x1", number="C-1"), customer("x2", number="C-1"))
    assert f"a {what} of its own" in told(Tenants(company=ours, customers=twice, rules=rules(match_by)))[0]
    shared = Tenants(
        company=ours, others=(company(2, number="C-1"),), customers=twice[:1], rules=rules(match_by)
    )
    assert f"a {what} of its own" in told(shared)[1]


def test_a_link_row_is_imported() -> None:
    """Unless somebody is there already, which comes first."""
    two = (contact(1, emails=["a@x.example"]), contact(2, emails=["b@x.example"]))
    assert ["import file" in text for text in told(Tenants(contacts=two))] == [True]
    (only,) = told(Tenants(contacts=(contact(1, emails=["grace@acme.example"]), two[1])))
    assert only.startswith("In Autotask, open the contact Ada Byron")
    assert "import file" in told(Tenants())[0]


def test_a_row_that_cannot_be_imported_is_put_right_first() -> None:
    """What is missing is entered in Xero; a company without anybody can have a contact by hand."""
    first, second = told(Tenants(customers=(customer(last="", email=""),)))
    assert "Enter the last name and the e-mail address" in first
    assert "add a contact" in second


def test_a_contact_that_is_inactive_is_activated() -> None:
    """Before the link on it counts."""
    gone = contact(3, emails=["grace@acme.example"], active=False)
    assert (
        "Set it to active, set Position to Accounts"
        in told(Tenants(contacts=(gone, contact(4), contact(5))))[0]
    )


def test_only_those_who_carry_the_link_are_named() -> None:
    """The field may hold something else of others."""
    gone = linked(3, first="Ada", active=False)
    other = contact(4, first="Boole", active=False, udf="Sales")
    text = " ".join(told(Tenants(contacts=(gone, other, contact(5), contact(6)))))
    assert "carries the link: Ada Byron." in text
    assert "Boole" not in text


@pytest.mark.parametrize(("email", "said"), [("grace@x.example", True), (" ", False)])
def test_an_accounts_contact_without_an_address(email: str, said: bool) -> None:
    """Xero's is offered, where there is one."""
    tenants = Tenants(contacts=(linked(emails=()),), customers=(customer(email=email),))
    (remedy,) = remedies(tenants)
    assert ("grace@x.example" in " ".join(remedy.steps)) is said
    alone = Tenants(contacts=(contact(emails=()),), rules=rules(sole=True))
    assert "Nothing has to be done" in told(alone)[0]


def test_people_know_the_label_of_a_list_value() -> None:
    """Not what is stored."""
    tenant = facts(udf_value="29", udf_values=[("29", "Accounts")])
    assert "Set Position to Accounts" in told(Tenants(contacts=(contact(),), facts=tenant))[0]


def test_rows_that_are_well_need_nothing() -> None:
    """OK and Excluded."""
    assert remedies(Tenants(contacts=(linked(),))) == ()
    excluded = Tenants(company=company(exclude="true"))
    assert excluded.row.note is Note.EXCLUDED
    assert remedies(excluded) == ()


def test_a_few_ways_are_enough() -> None:
    """Whoever has every trouble at once begins with the first."""
    long: Customer = customer(first="x" * 99, last="", email="")
    gone = linked(1, active=False)
    assert len(remedies(Tenants(contacts=(gone,), customers=(long,)))) <= 4


@pytest.mark.parametrize(
    ("match_by", "types"),
    [(MatchBy.NAME, ["Akme", "Acme Ltd", "Acme Ltd"]), (MatchBy.NUMBER, ["C-2", "C-1", "Acme Ltd"])],
)
def test_a_customer_that_is_suggested_is_what_to_match(match_by: MatchBy, types: list[str]) -> None:
    """By name or by number, as the rule in force compares; or a new customer is made after all."""
    tenants = Tenants(company=company(number="C-1"), customers=(), rules=rules(match_by))
    found = remedies_of(tenants.row, tenants.report, nearest=customer(name="Akme", number="C-2"))
    assert [remedy.types for remedy in found if remedy.types] == types
