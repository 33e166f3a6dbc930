"""Which customers are suggested for a company that found none, which of them confidently, and why."""

import random
from collections.abc import Sequence

import pytest
from builders import archived, company, contact, customer, snapshot
from hypothesis import given
from hypothesis import strategies as st

from axtui.core.match_by import MatchBy
from axtui.core.matching import MatchRule
from axtui.core.models import Company, Contact, Customer
from axtui.core.suggest import Suggestion, suggester_of

_OTHERS = tuple(
    customer(f"z{at}", name, email="")
    for at, name in enumerate(
        (
            *(
                "Kestrel Roofing Ltd",
                "Harbour Printing Ltd",
                "Summit Dental",
                "Delta Freight",
                "Juniper Foods Ltd",
            ),
            *("Onyx Motors Ltd", "Opal Media", "Granite Plumbing Ltd", "Banksia Wines", "Zenith Training"),
            *("Meridian Software", "Falcon Timber", "Rowan Printing", "Wattle Dairy", "Pinnacle Glass Ltd"),
        )
    )
)


def _asked(
    ours: Company | str,
    *theirs: Customer | str,
    contacts: Sequence[Contact] = (),
    companies: Sequence[Company] = (),
    rule: MatchRule | None = None,
) -> tuple[Suggestion, ...]:
    asked = company(1, ours) if isinstance(ours, str) else ours
    customers = [
        customer(f"x{at}", each, email="") if isinstance(each, str) else each
        for at, each in enumerate(theirs)
    ]
    known = snapshot((asked, *companies), contacts, (*customers, *_OTHERS))
    return suggester_of(known, rule or MatchRule()).suggestions(asked)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Bluebird Bakery Pty Ltd", "Bluebird Bakery"),
        ("Bluebird Bakery Pty Ltd", "BLUEBIRD BAKERY P/L"),
        ("Byron & Sons Builders", "Byron and Sons Builders Limited"),
        ("The Lantern", "Lantern Inc."),
        ("Lantern Bakery", "Bakery Lantern"),
        ("Lantern Bakery", "Lanternbakery"),
        ("Köhler Bäckerei GmbH", "Koehler Backerei"),
        ("Bluebird Bakery", "Bleubird Bakery"),
        ("Byron Holdings Ltd t/as Bluebird Bakery", "Bluebird Bakery"),
        ("Bluebird Bakery", "Byron Holdings Ltd trading as Bluebird Bakery"),
        ("Bluebird Mgmt Svcs", "Bluebird Management Services"),
    ],
)
def test_a_customer_of_the_same_name_is_expected_to_be_the_one(ours: str, theirs: str) -> None:
    """Legal form, word order, spaces, accents, a trading name and a slip of the pen leave no doubt."""
    (best,) = _asked(ours, theirs)
    assert (best.customer.name, best.is_confident) == (theirs, True)
    assert best.score >= 90


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Bluebird Bakery", "Bluebird Bakery Group"),
        ("Bluebird Bakery Ltd", "Bluebird Bakery LLP"),
        ("Hansen Motors", "Hanson Motors"),
        ("John Byron Bakery", "J. Byron Bakery"),
        ("Western Bakery Supplies", "WBS"),
        ("WBS", "Western Bakery Supplies"),
        ("Bluebird Electrical", "Bluebird Elec"),
    ],
)
def test_what_may_be_another_firm_is_never_expected_to_be_the_one(ours: str, theirs: str) -> None:
    """Another number, word or legal form, a letter of a short name and initials are for a person."""
    found = _asked(ours, theirs)
    assert theirs in {each.customer.name for each in found}
    assert not any(each.is_confident for each in found)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Bluebird Bakery Coffee Studio 54", "Bluebird Bakery Coffee Studio 55"),
        ("Bluebird Bakery Coffee Studio North", "Bluebird Bakery Coffee Studio South"),
    ],
)
def test_what_is_another_firm_is_never_expected_to_be_the_one(ours: str, theirs: str) -> None:
    """However much else is the same."""
    assert not any(each.is_confident for each in _asked(ours, theirs))


def test_words_that_others_have_too_are_no_slips() -> None:
    """Two spellings that both are names of several firms are two names."""
    for others, is_slip in (((), True), (("Matthews Wines", "Mathews Dental"), False)):
        best = _asked("Matthews Joinery", "Mathews Joinery", *others)[0]
        assert (best.customer.name, best.is_confident) == ("Mathews Joinery", is_slip)


@pytest.mark.parametrize("ours", ["Quokka Catering", "Bluebird Electrical", "---", ""])
def test_no_good_candidate(ours: str) -> None:
    """A name that nothing is like gets no suggestion, and a name without a word none either."""
    assert _asked(ours, "Bluebird Bakery Holdings", "***") == ()


def test_two_customers_that_are_equally_alike_leave_it_open() -> None:
    """Both are shown, and neither is expected to be the one."""
    found = _asked("Bluebird Bakery", "Bluebird Bakery Ltd", "BLUEBIRD BAKERY LTD")
    assert [each.is_confident for each in found] == [False, False]


def test_at_most_three_and_the_best_first() -> None:
    """However many are alike."""
    found = _asked(
        "Bluebird Bakery", *(f"Bluebird Bakery {word}" for word in ("Group", "Two", "Three", "Four"))
    )
    assert len(found) == 3
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    assert found[0].customer.name == "Bluebird Bakery Group"


def test_the_same_number_speaks_for_a_customer() -> None:
    """Whatever it is called; together with a name that is alike it leaves no doubt."""
    asked = company(1, "Bluebird Bakery Group", number="C-100")
    unlike, alike = (
        customer("x1", "Opal", number="c-100"),
        customer("x2", "Bluebird Bakery", contact_number="C-100"),
    )
    assert [each.is_confident for each in _asked(asked, unlike)] == [False]
    (best,) = _asked(asked, alike)
    assert best.is_confident
    assert 'The same number: "C-100".' in best.why


def test_the_same_domain_speaks_for_a_customer() -> None:
    """Where it is a firm's own: at a free provider, anybody has an address."""
    asked = company(1, "Bluebird Bakery Group")
    for domain, speaks in (("bluebird.example", True), ("gmail.com", False)):
        found = _asked(
            asked,
            customer("x1", "Bluebird Bakery", email=f"ada@{domain}"),
            contacts=[contact(1, 1, emails=(f"office@{domain}",))],
        )
        assert found[0].is_confident is speaks
        assert any("domain" in sentence for sentence in found[0].why) is speaks


def test_number_and_domain_add_up() -> None:
    """Two witnesses say more than one."""
    asked = company(1, "Quokka Catering", number="C-100")
    both = customer("x1", "Opal", number="C-100", email="ada@quokka.example")
    one = customer("x2", "Coral", number="C-100", email="")
    found = _asked(asked, both, one, contacts=[contact(1, 1, emails=("me@quokka.example",))])
    assert [each.customer.id for each in found] == ["x1", "x2"]
    assert found[0].why[0] == "Nothing of the name is the same."


def test_evidence_that_many_share_is_none() -> None:
    """A group's domain and a number that stands everywhere tell nothing of one customer."""
    many = [customer(f"x{at}", f"Firm {at}", number="C-100", email="a@group.example") for at in range(4)]
    asked = company(1, "Quokka Catering", number="C-100")
    assert _asked(asked, *many, contacts=[contact(1, 1, emails=("me@group.example",))]) == ()


def test_short_numbers_are_no_evidence() -> None:
    """Both systems have a number 12."""
    assert _asked(company(1, "Quokka Catering", number="12"), customer("x1", "Opal Trees", number="12")) == ()


def test_evidence_never_outweighs_another_number_in_the_name() -> None:
    """Two shops of one owner have one domain."""
    found = _asked(
        company(1, "Bluebird Bakery Studio 54"),
        customer("x1", "Bluebird Bakery Studio 55", email="a@bluebird.example"),
        contacts=[contact(1, 1, emails=("me@bluebird.example",))],
    )
    assert [each.is_confident for each in found] == [False]
    assert 'Other numbers: "54" in Autotask, "55" in Xero.' in found[0].why


def test_a_customer_that_a_company_has_matched_says_so_and_comes_second() -> None:
    """Where both are equally alike; it is never expected to be the one."""
    companies = [company(2, "Bluebird Bakery Ltd")]
    found = _asked("Bluebird  Bakery", "Bluebird Bakery Ltd", "Bluebird Bakery PLC", companies=companies)
    assert [each.customer.name for each in found] == ["Bluebird Bakery PLC"]
    (matched,) = _asked("Bluebird  Bakery", "Bluebird Bakery Ltd", companies=companies)
    assert matched.matched_by == companies[0]
    assert matched.why[-1].startswith("Already matched by the company ")
    assert not matched.is_confident


def test_an_excluded_company_matches_nothing() -> None:
    """Its customer is free for another."""
    (free,) = _asked(
        "Bluebird Bakery",
        "Bluebird Bakery Ltd",
        companies=[company(2, "Bluebird Bakery Ltd", exclude="true")],
    )
    assert (free.matched_by, free.is_confident) == (None, True)


def test_archived_customers_are_not_suggested() -> None:
    """None of them can become the match."""
    assert _asked("Bluebird Bakery", archived("x1", "Bluebird Bakery Ltd")) == ()


def test_who_matches_depends_on_the_rule() -> None:
    """Under a rule by number, a customer of the same name is free, and suggested."""
    asked = company(1, "Bluebird Bakery")
    (found,) = _asked(asked, "Bluebird Bakery", rule=MatchRule(match_by=MatchBy.NUMBER))
    assert found.is_confident
    assert found.why == ("The same words.",)
    (itself,) = _asked(asked, "Bluebird Bakery")
    assert itself.matched_by is None


@given(st.randoms(use_true_random=False))
def test_the_order_of_reading_does_not_matter(chance: random.Random) -> None:
    """Shuffled records give the same suggestions."""
    names = ["Bluebird Bakery Ltd", "Bluebird Bakery", "Bluebird Bakers", "Blue Bakery", "Bakery Bluebird"]
    customers = [customer(f"x{at}", name) for at, name in enumerate(names)] + list(_OTHERS)
    asked = company(1, "Blue Bird Bakery")
    known = suggester_of(snapshot((asked,), (), customers), MatchRule()).suggestions(asked)
    chance.shuffle(customers)
    assert suggester_of(snapshot((asked,), (), customers), MatchRule()).suggestions(asked) == known


@given(st.text(), st.text())
def test_sentences_are_fit_to_show(ours: str, theirs: str) -> None:
    """Whatever the names hold, the score is one and the words are printable."""
    for each in _asked(company(1, ours, number="C-100"), customer("x1", theirs, number="C-100")):
        assert 0 <= each.score <= 100
        assert all(sentence.isprintable() for sentence in each.why)


@pytest.mark.parametrize(("word", "times"), [("a", 501), ("ab ", 33), ("x", 30_000), ("Lantern ", 4_000)])
def test_what_is_longer_than_any_name_is_held_beside_nobody(word: str, times: int) -> None:
    """Neither side takes such a name; thousands of words would keep everybody waiting."""
    long = word * times
    assert not _asked(long, f"{long}s")
    found = {each.customer.id for each in _asked("Lantern Bakery", long, "Lantern Bakery Ltd")}
    assert found == {"x1"}
