"""Stand-ins: nothing of anybody is left, and what was equal stays equal."""

import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

import pytest
from builders import archived, company, contact, customer, facts, linked, rules, snapshot
from hypothesis import given
from hypothesis import strategies as st
from worlds import RULES, WORLDS

from axtui.core.models import CompanyId, Snapshot
from axtui.core.notes import Reason, ReasonCode
from axtui.core.reasons_without_names import WITHOUT_NAMES, without_names
from axtui.core.report import Report, ReportRules, build_report
from axtui.core.stand_ins import CODE_BYTES, StandIns
from axtui.core.text import visible


def stand_ins(salt: bytes = b"salt") -> StandIns:
    """Return stand-ins under a salt."""
    return StandIns(lambda text: hashlib.blake2b(text.encode(), key=salt, digest_size=CODE_BYTES).digest())


def redacted(report: Report) -> Report:
    """Return the whole report under other names."""
    return stand_ins().report(report, range(len(report.rows)))


SIGNS = 'ŽŊĦŁØ日本語|<>&*`"[]()'
LOCAL, DOMAIN = st.text("ŽŊĦŁ", min_size=4, max_size=9), st.text("日本語漢字", min_size=4, max_size=6)
NAMES = st.text(SIGNS, min_size=4, max_size=20)
ADDRESSES = st.builds("{}@{}".format, LOCAL, DOMAIN)


@st.composite
def strange_worlds(draw: st.DrawFn) -> Snapshot:
    """Draw companies with customers of the same or nearly the same name, so that reasons name many of them.

    No sign of a name is one that a report has anyway.
    """
    name, other, number = draw(NAMES), draw(NAMES), draw(NAMES)
    near = draw(
        st.sampled_from(
            [name, name.lower(), f" {name}", f"\u200b{name}", unicodedata.normalize("NFD", name), other]
        )
    )
    first, last = draw(NAMES), draw(NAMES)
    addresses = draw(st.lists(ADDRESSES, min_size=1, max_size=3))
    theirs = customer("x" * 4 + "1", near, number=number, first=first, last=last, email=addresses[0])
    return snapshot(
        [company(40_001, name, number=number), company(40_002, draw(st.sampled_from([name, other])))],
        [
            draw(st.sampled_from([contact, linked]))(
                70_001, 40_001, first=first, last=last, emails=addresses
            ),
            draw(st.sampled_from([contact, linked]))(70_002, 40_001, first=other, last="", emails=()),
        ],
        [theirs, draw(st.sampled_from([customer, archived]))("x" * 4 + "2", near, number=number)],
    )


def values_of(world: Snapshot) -> Iterator[str]:
    """Yield everything by which somebody may be known."""
    for each in world.companies:
        yield from (each.name, each.number, str(each.id))
    for person in world.contacts:
        yield from (person.first_name, person.last_name, *person.emails, str(person.id))
    for them in world.customers:
        yield from (them.id, them.name, them.account_number, them.first_name, them.last_name, them.email)


def texts_of(report: Report) -> Iterator[str]:
    """Yield everything that any form prints of the rows."""
    yield report.profile
    yield report.facts.organisation
    for place, row in enumerate(report.rows):
        yield from report.lines.cells(place)
        yield repr(row)


@given(world=strange_worlds(), rules=RULES)
def test_nothing_of_anybody_is_left(world: Snapshot, rules: ReportRules) -> None:
    """No name, number, address or id of four characters or more, nor a part of an address."""
    text = "\n".join(texts_of(redacted(build_report(world, rules))))
    for value in values_of(world):
        for part in {value, *value.split("@")}:
            if len(part.strip()) >= 4 and part not in ("Ada", "Byron", "Grace", "Hopper"):
                assert part not in text
                assert visible(part) not in text
    assert "acme" not in text.lower()


@given(world=WORLDS, rules=RULES)
def test_what_was_equal_stays_equal_and_nothing_else(world: Snapshot, rules: ReportRules) -> None:
    """Names, numbers and notes stand to each other as before, row by row."""
    report = build_report(world, rules)
    hidden = redacted(report)
    assert [row.note for row in hidden.rows] == [row.note for row in report.rows]
    assert hidden.counts == report.counts
    for one, its in zip(report.rows, hidden.rows, strict=True):
        assert [reason.code for reason in its.reasons] == [reason.code for reason in one.reasons]
        assert (len(its.customers), len(its.contacts)) == (len(one.customers), len(one.contacts))
        assert bool(its.company.number) is bool(one.company.number.strip())
        for other, theirs in zip(report.rows, hidden.rows, strict=True):
            if one.company.name.strip() and other.company.name.strip():
                same = one.company.name == other.company.name
                assert (its.company.name == theirs.company.name) is same
            assert (its.company.id == theirs.company.id) is (one.company.id == other.company.id)


def test_a_customer_of_the_same_name_has_the_company_s_code() -> None:
    """So that a reader sees which two belong together."""
    (row,) = redacted(build_report(snapshot([company()], [], [customer()]), rules())).rows
    assert row.company.name.startswith("Company ")
    assert row.customers[0].name == row.company.name.replace("Company", "Customer")


def test_a_first_name_cannot_be_told_by_how_often_it_occurs() -> None:
    """Two people of the same first name have nothing in common; the same person has the same stand-in."""
    ours = stand_ins()
    ada, same, other = (
        ours.contact(contact(at, last=last)) for at, last in ((1, "Byron"), (2, "Byron"), (3, "Lovelace"))
    )
    assert (ada.first_name, ada.last_name) == (same.first_name, same.last_name)
    assert ada.first_name != other.first_name
    assert ours.contact(contact(4, last=" ")).last_name == ""


@pytest.mark.parametrize("email", ["", "  "])
def test_no_address_stays_none(email: str) -> None:
    """What is not there needs no stand-in."""
    assert stand_ins().address(email) == ""


def test_addresses_keep_their_shape() -> None:
    """Those of one domain still share one; case is no difference; what is no address looks like none."""
    ours = stand_ins()
    one, same, other = map(ours.address, ("ada@acme.example", "ADA@acme.example ", "bob@acme.example"))
    assert one == same != other
    assert one.rpartition("@")[2] == other.rpartition("@")[2]
    assert one.endswith(".example")
    assert "@" not in ours.address("no address")
    assert ours.address("@acme.example").startswith("address-")


def test_another_salt_has_other_stand_ins() -> None:
    """Two profiles, or two hosts, never agree."""
    assert stand_ins(b"1").company_id(CompanyId(1)) != stand_ins(b"2").company_id(CompanyId(1))
    assert stand_ins(b"1").company(company()).name != stand_ins(b"2").company(company()).name


def test_the_organisation_is_not_named() -> None:
    """It is the customer by another name; where it is not known, nothing stands for it."""
    world = snapshot([company()], tenant=replace(facts(), organisation="Zebra Group"))
    assert redacted(build_report(world, rules())).facts.organisation.startswith("Organisation ")
    assert redacted(build_report(snapshot(), rules())).facts.organisation == ""


def test_a_sole_contact_is_replaced_too() -> None:
    """The one that needs no link."""
    world = snapshot([company()], [contact()], [customer()])
    (row,) = redacted(build_report(world, rules(sole=True))).rows
    assert row.sole_contact is not None
    assert row.sole_contact.first_name.startswith("First ")


@pytest.mark.parametrize("code", ReasonCode)
def test_every_reason_has_a_sentence_without_names(code: ReasonCode) -> None:
    """A whole sentence with nothing of the one that it is told for."""
    told = without_names(Reason(code=code, text='Xero has "Acme Ltd".'))
    assert told.code is code
    assert "Acme" not in told.text
    assert told.text == WITHOUT_NAMES[code]
    assert told.text[0].isupper()
    assert told.text.endswith(".")
