"""A contact that the person's own export has already is not created, although the report has not seen it."""

from collections.abc import Sequence

import pytest
from builders import facts
from import_rows import link

from axtui.core.contact_import.plan import ImportPlan, plan_import
from axtui.core.contact_import.template import format_from, template_from

HEADINGS = (
    "Company ID,[required] Company Name,Contact ID [updates only],[required] First Name,[required] Last Name,"
    "[required] Email Address,Contact UDF:29680003 Position"
)


def planned(*lines: str, headings: str = HEADINGS) -> ImportPlan:
    """Return the plan for one Link row, with a template that has these rows."""
    template = template_from("\n".join([headings, *lines, ""]).encode(), name="all.csv")
    fmt = format_from(template, facts(), encoding="utf-8")
    return plan_import([link(174, "Acme Ltd", email="Ada@acme.example")], fmt, facts(), template=template)


@pytest.mark.parametrize(
    "lines",
    [
        ["174,Acme Ltd,9,Ada,Byron,ada@ACME.example,"],
        ["174,Renamed since,9,Ada,Byron, ada@acme.example ,"],
        [",acme ltd,9,Ada,Byron,ada@acme.example,"],
        ["175,Other,8,Bob,Byron,b@acme.example,", "174,Acme Ltd,9,Ada,Byron,ada@acme.example"],
    ],
    ids=["by its id", "under another name", "by its name", "in a short row"],
)
def test_a_contact_of_the_export_is_not_created(lines: Sequence[str]) -> None:
    """The export may be newer than the report; the reason names it and says what to do."""
    plan = planned(*lines)
    assert not plan.rows
    (rejected,) = plan.rejected
    assert rejected.reason.startswith('The export "all.csv" has a contact of this company')
    assert rejected.reason.endswith("Run the report again.")


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["175,Acme Ltd,9,Ada,Byron,ada@acme.example,"],
        ["174,Acme Ltd,9,Ada,Byron,other@acme.example,"],
        ["174,Acme Ltd,9,Ada,Byron,,"],
        ["174,Acme Ltd"],
    ],
    ids=["an empty template", "another company", "another address", "no address", "a short row"],
)
def test_what_else_the_export_has_hinders_nothing(lines: Sequence[str]) -> None:
    """Only the same address at the same company is the same contact."""
    plan = planned(*lines)
    assert (len(plan.rows), plan.rejected) == (1, ())


def test_without_a_column_for_the_id_the_name_tells_the_company() -> None:
    """It is all that such a template has."""
    plan = planned("Acme Ltd,9,Ada,Byron,ada@acme.example,", headings=HEADINGS.removeprefix("Company ID,"))
    assert not plan.rows
    assert "has a contact of this company" in plan.rejected[0].reason
