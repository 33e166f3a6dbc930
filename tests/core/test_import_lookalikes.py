"""What looks alike in an import: contacts that would be there twice, companies with one name."""

from dataclasses import replace
from typing import Final

import pytest
from builders import company, contact, customer, facts, rules, snapshot
from import_rows import link

from axtui.core.contact_import.format import ImportFormat, format_for
from axtui.core.contact_import.plan import ImportPlan, plan_import
from axtui.core.contact_import.template import format_from, template_from
from axtui.core.models import CompanyId, ContactId
from axtui.core.report import build_report

FORM: Final = format_for(facts(), term="Company", locale="uk", encoding="utf-8")


def _without_id() -> ImportFormat:
    header = b"Company Name,First Name,Last Name,Email Address,Contact UDF:29680003 Position\r\n"
    return format_from(template_from(header, name="t.csv"), facts(), encoding="utf-8")


def _beside(held: str, email: str) -> ImportPlan:
    """Plan the import of an address into a company whose contact holds another one."""
    there = replace(contact(9, 174), emails=("", held))
    report = build_report(
        snapshot([company(174)], [there], [customer("x1", email=email)]),
        rules(),
    )
    return plan_import(report.rows, FORM, report.facts, contacts_of=report.contacts_of)


@pytest.mark.parametrize(
    ("held", "email"),
    [
        ("ada@x.example\u200b", "ada@x.example"),
        ("ada@x.example", "Ad\u200ba@x.example"),
        ("jose\u0301@x.example", "jos\u00e9@x.example"),
        ("jos\u00e9@x.example ", "\ufeffjose\u0301@x.example"),
    ],
)
def test_no_contact_is_made_beside_one_whose_address_looks_the_same(held: str, email: str) -> None:
    """The characters that differ cannot be seen, so the company would have the person twice."""
    plan = _beside(held, email)
    ((row, reason),) = plan.rejected
    assert not plan.rows
    assert row.company.id == CompanyId(174)
    assert f"(id {ContactId(9)})" in reason
    assert reason.isprintable()


def test_an_address_that_looks_different_is_another_one() -> None:
    """Nothing is guessed of what people may have meant."""
    assert len(_beside("ada@x.example", "ada@y.example").rows) == 1


@pytest.mark.parametrize("what", ["first", "last", "email"])
def test_a_value_that_shows_nothing_is_not_written(what: str) -> None:
    """Autotask would hold a contact whose name nobody can read or find."""
    plan = plan_import([link(**{what: "\u3164\u200b"})], FORM, facts())  # type: ignore[arg-type]  # texts
    assert not plan.rows
    assert plan.rejected[0].reason.endswith("shows nothing.")


def test_companies_that_share_a_name_are_not_written_without_their_ids() -> None:
    """By name alone, a contact may land in the other company; neither can be told to be the right one."""
    rows = [link(1, "Acme"), link(2, "ACME ", email="b@x.example"), link(3, "Other")]
    plan = plan_import(rows, _without_id(), facts())
    assert [each.row.company.id for each in plan.rows] == [3]
    assert [row.company.id for row, _ in plan.rejected] == [1, 2]
    assert len(plan_import(rows, FORM, facts()).rows) == len(rows)


def test_an_address_for_several_companies_is_said() -> None:
    """Whether Autotask finds a contact by its address alone is not known."""
    rows = [link(1, "A", email="acc@x.example"), link(2, "B", email="ACC@x.example "), link(3, "C")]
    (warning,) = plan_import(rows, FORM, facts()).warnings
    assert "acc@x.example" in warning
    assert "ada@acme.example" not in warning
