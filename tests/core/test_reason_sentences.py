"""What each reason says, to the letter: a technician acts on the sentence, and on nothing else."""

import pytest
from builders import archived, company, contact, customer, facts, linked, rules, snapshot

from axtui.core.explain import differences
from axtui.core.match_by import MatchBy
from axtui.core.models import (
    Company,
    Contact,
    Customer,
    CustomerStatus,
    FieldLimits,
    NumberField,
    TenantFacts,
)
from axtui.core.notes import ReasonCode
from axtui.core.report import ReportRules, build_report


def said(
    *others: Company,
    ours: Company | None = None,
    contacts: tuple[Contact, ...] = (),
    customers: tuple[Customer, ...] = (customer(),),
    under: ReportRules | None = None,
    tenant: TenantFacts | None = None,
) -> list[str]:
    """Return the sentences of company 1."""
    both = snapshot([ours or company(), *others], contacts, customers, tenant=tenant)
    rows = {row.company.id: row for row in build_report(both, under or rules()).rows}
    return [reason.text for reason in rows[(ours or company()).id].reasons]


@pytest.mark.parametrize(
    ("ours", "theirs", "sentences"),
    [
        ("Acme", "ACME", ['Xero has "ACME": upper and lower case differ.']),
        ("Acme ", "Acme", ["""Xero has "Acme": spaces differ; Autotask's name has a trailing space."""]),
        ("Acme", " Acme", ["""Xero has " Acme": spaces differ; Xero's name has a leading space."""]),
        (
            " Ac  me",
            "Ac\u00a0me",
            [
                (
                    """Xero has "Ac me": spaces differ; Autotask's name has a leading space and doubled """
                    "spaces, Xero's name has a no-break space."
                )
            ],
        ),
        ("Ac me", "Ac\u2009me", ["""Xero has "Ac me": spaces differ; Xero's name has an unusual space."""]),
        (
            "Caf\u00e9",
            "Cafe\u0301",
            [
                (
                    'Xero has "Cafe\u0301": it looks the same, but accented letters are stored in '
                    "another form; type the name again on one side."
                )
            ],
        ),
        (
            "Ac\u200bme\u00ad",
            "Acme\ufeff",
            [
                (
                    """Xero has "Acme\ufffd": an invisible character differs; Autotask's name has """
                    "U+200B ZERO WIDTH SPACE at position 3, U+00AD SOFT HYPHEN at position 6; Xero's name "
                    "has U+FEFF ZERO WIDTH NO-BREAK SPACE at position 5."
                )
            ],
        ),
        (
            "acme ltd",
            "ACME  LTD",
            [
                'Xero has "ACME  LTD": upper and lower case differ.',
                """Xero has "ACME  LTD": spaces differ; Xero's name has doubled spaces.""",
            ],
        ),
        ("Acme", "Bolt", ["No Xero customer has this name; a sync would create a new one."]),
        ("", "Bolt", ["No Xero customer has this name; a sync would create a new one."]),
    ],
)
def test_a_name_that_nearly_matches(ours: str, theirs: str, sentences: list[str]) -> None:
    """Every way in which it differs, the one of Xero as it may be shown, and whose name is odd."""
    assert said(ours=company(name=ours), customers=(customer(name=theirs),)) == sentences


def test_the_name_that_differs_least_is_told() -> None:
    """Of several that nearly match, the active ones first, then by name and id."""
    near = (archived("x0", "ACME"), customer("x1", "ACME  ltd"), customer("x3", "ACME LTD"))
    both = (*near, customer("x2", "Acme ltd"))
    assert said(ours=company(name="Acme LTD"), customers=both) == [
        'Xero has "ACME LTD": upper and lower case differ.'
    ]


def test_a_customer_that_is_not_active() -> None:
    """And why, with what differs beside it."""
    erased = customer(status=CustomerStatus.GDPRREQUEST)
    assert said(customers=(archived(),)) == [
        'The Xero customer "Acme Ltd" is archived; only active ones match.'
    ]
    assert said(customers=(erased,)) == [
        'The Xero customer "Acme Ltd" is under an erasure request; only active ones match.'
    ]
    assert said(ours=company(name="acme ltd"), customers=(archived(),)) == [
        'Xero has "Acme Ltd": upper and lower case differ.',
        'The Xero customer "Acme Ltd" is archived; only active ones match.',
    ]


@pytest.mark.parametrize(
    ("match_by", "ours", "theirs", "sentences"),
    [
        (
            MatchBy.NUMBER,
            "",
            "C-1",
            [
                "The company has no number in Autotask, and the rule compares numbers.",
                'A Xero customer has the same name, but has the number "C-1".',
            ],
        ),
        (
            MatchBy.NUMBER,
            "c-1",
            "C-1",
            [
                """Autotask's number is "c-1", Xero's is "C-1": only upper and lower case differ.""",
                'A Xero customer has the same name, but has the number "C-1".',
            ],
        ),
        (MatchBy.NUMBER, "C-2", "", ["A Xero customer has the same name, but has no number."]),
        (MatchBy.NUMBER, "C-2", " ", ["A Xero customer has the same name, but has no number."]),
    ],
)
def test_a_number_that_does_not_match(
    match_by: MatchBy, ours: str, theirs: str, sentences: list[str]
) -> None:
    """What both sides have, and the customer that is probably meant."""
    found = said(ours=company(number=ours), customers=(customer(number=theirs),), under=rules(match_by))
    assert found == sentences


@pytest.mark.parametrize(
    ("match_by", "what"),
    [
        (MatchBy.NAME, "this name"),
        (MatchBy.NAME_IGNORE_CASE, "this name"),
        (MatchBy.NUMBER, "this number"),
        (MatchBy.NUMBER_THEN_NAME, "this number or this name"),
    ],
)
def test_nobody_at_all(match_by: MatchBy, what: str) -> None:
    """What the rule looked for."""
    found = said(ours=company(number="C-1"), customers=(), under=rules(match_by))
    assert found == [f"No Xero customer has {what}; a sync would create a new one."]


def test_an_archived_customer_has_the_number() -> None:
    """The number is right, and its customer is out of use; another field is another number."""
    under = rules(MatchBy.NUMBER, field=NumberField.CONTACT_NUMBER)
    theirs = customer(name="Bolt", contact_number="C-1", status=CustomerStatus.ARCHIVED)
    assert said(ours=company(number="C-1"), customers=(theirs,), under=under) == [
        'The Xero customer "Bolt" is archived; only active ones match.'
    ]
    assert said(ours=company(number="C-2"), customers=(theirs,), under=under) == [
        "No Xero customer has this number; a sync would create a new one."
    ]


@pytest.mark.parametrize("number", ["", "C-9"])
def test_a_match_by_name_only_is_said(number: str) -> None:
    """Where the rule compares numbers first."""
    why = (
        'no active Xero customer has the number "C-9"' if number else "the company has no number in Autotask"
    )
    found = said(ours=company(number=number), contacts=(linked(),), under=rules(MatchBy.NUMBER_THEN_NAME))
    assert found == [f"Matched by name only: {why}."]


def test_several_of_something_are_counted_and_named() -> None:
    """Customers with the number that tells them apart, companies with their id, contacts by their names."""
    customers = (customer("x1", number="A-1"), customer("x2", contact_number="K-2"), customer("x3"))
    assert said(customers=customers) == [
        '3 active Xero customers match: "Acme Ltd" (A-1), "Acme Ltd" (K-2), "Acme Ltd".'
    ]
    assert said(company(2), company(3)) == [
        'The same Xero customer is matched by another Autotask company: "Acme Ltd" (id 2), "Acme Ltd" (id 3).'
    ]
    two = (linked(1), linked(2, first="", last="", emails=()))
    assert said(contacts=two) == ["2 active contacts carry the link, but only one may: Ada Byron, contact 2."]


@pytest.mark.parametrize(("others", "ending"), [(10, "(id 11)."), (11, "(id 11) and 1 more.")])
def test_of_many_the_first_ten_are_named(others: int, ending: str) -> None:
    """The others are counted."""
    (sentence,) = said(*map(company, range(2, others + 2)))
    assert sentence.endswith(ending)
    assert sentence.count("(id ") == 10


def test_many_contacts_and_thousands_more() -> None:
    """The count can be read."""
    (sentence,) = said(contacts=tuple(linked(at) for at in range(1, 1012)))
    assert sentence.startswith("1011 active contacts carry the link, but only one may: Ada Byron, ")
    assert sentence.endswith(", Ada Byron and 1,001 more.")


def test_what_the_import_lacks() -> None:
    """Each field that is missing in Xero, or longer than Autotask takes."""
    blank = customer(first=" ", last="", email="")
    assert said(contacts=(contact(1), contact(2)), customers=(blank,)) == [
        "The Xero customer's primary person has no first name; add it in Xero.",
        "The Xero customer's primary person has no last name; add it in Xero.",
        "The Xero customer's primary person has no e-mail address; add it in Xero.",
    ]
    short = facts(limits=FieldLimits(first_name=4, last_name=6, email=9))
    others = (contact(1, emails=()), contact(2, emails=()))
    assert said(contacts=others, tenant=short) == [
        "The first name in Xero has 5 characters; Autotask takes 4.",
        "The e-mail address in Xero has 18 characters; Autotask takes 9.",
    ]
    long = customer(last="Hopper-Murray")
    assert "The last name in Xero has 13 characters; Autotask takes 6." in said(
        contacts=others, customers=(long,), tenant=short
    )


def test_a_contact_that_exists() -> None:
    """The first one that has the address, with what to do about it; case and outer spaces do not matter."""
    grace = contact(3, first="G", last="H", emails=("x@acme.example", " GRACE@acme.example "))
    assert said(contacts=(contact(1), grace, contact(4, emails=("grace@acme.example",)))) == [
        (
            "The contact G H has this e-mail address already; set the link there instead of importing a "
            "second one."
        )
    ]
    gone = contact(3, first="G", last="H", emails=("grace@acme.example",), active=False)
    assert said(contacts=(contact(1), contact(2), gone)) == [
        (
            "The inactive contact G H has this e-mail address already; activate it and set the link there "
            "instead of importing a second one."
        )
    ]


def test_who_is_there_instead_of_an_accounts_contact() -> None:
    """The only contact, a link that stands on somebody inactive, or nobody."""
    assert said(contacts=(contact(),)) == [
        (
            "Ada Byron is the only active contact and does not carry the link; a sync takes a sole contact "
            "without it."
        )
    ]
    assert said(contacts=(linked(1, active=False), linked(2, first="Alan", last="T", active=False))) == [
        "The link stands on an inactive contact: Ada Byron, Alan T.",
        "The company has no active contact in Autotask; 2 inactive.",
    ]
    assert said() == ["The company has no active contact in Autotask."]


def test_what_is_to_know_of_an_accounts_contact() -> None:
    """Nothing, where all is well."""
    assert said(contacts=(linked(),)) == []
    assert said(contacts=(linked(emails=()),)) == ["Ada Byron has no e-mail address in Autotask."]
    assert said(contacts=(contact(emails=(" ",)),), under=rules(sole=True)) == [
        "Ada Byron is the only active contact and needs no link.",
        "Ada Byron has no e-mail address in Autotask.",
    ]
    assert said(contacts=(linked(active=None), contact(2, first="\x1b[1m", last="B", active=None))) == [
        "Autotask does not say whether these contacts are active, they count as active: Ada Byron, ␛[1m B."
    ]


def test_differences_come_in_the_order_of_the_codes() -> None:
    """Not in that of the alphabet, nor in the one in which they are looked for."""
    found = differences("CAF\u00c9\u200b ", "cafe\u0301")
    assert set(found) == {
        ReasonCode.DIFFERS_IN_CASE,
        ReasonCode.DIFFERS_IN_SPACE,
        ReasonCode.DIFFERS_IN_NORMAL_FORM,
        ReasonCode.INVISIBLE_CHARACTER,
    }
    assert list(found) == [code for code in ReasonCode if code in found]
