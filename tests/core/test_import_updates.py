"""Updates of contacts that exist: which contact, what stands in its row, and when there is none."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import pytest
from builders import contact, customer, facts
from hypothesis import given
from hypothesis import strategies as st
from import_rows import any_row, any_value, link

from axtui.core.contact_import.file_kinds import FileKind
from axtui.core.contact_import.format import ImportFormat, format_for
from axtui.core.contact_import.plan import ImportPlan, plan_import
from axtui.core.contact_import.plan_files import lines_of
from axtui.core.contact_import.template import Template, format_from, template_from
from axtui.core.contact_import.updates import Updates
from axtui.core.contact_import.words import LEAN_UPDATES, UNDO_LIMITS
from axtui.core.errors import ConfigError
from axtui.core.models import CompanyId, Contact, ContactId, TenantFacts
from axtui.core.notes import Note, ReasonCode
from axtui.core.report_row import Row

LEAN: Final = (
    "Company ID",
    "[required] Company Name",
    "Contact ID [updates only]",
    "[required] First Name",
    "[required] Last Name",
    "[required] Email Address",
    "Contact UDF:29680003 Position",
)
EXPORTED: Final = (
    "Company ID",
    "[required] Company Name",
    "Contact ID [updates only]",
    "[required] First Name",
    "[required] Last Name",
    "[required] Email Address",
    "Email Address 2",
    "Phone",
    "Primary Contact",
    "Contact UDF:29680003 Position",
    "Contact UDF:29680004 Shoe Size",
)
ADA: Final = (
    "174",
    "Acme Ltd",
    "9",
    "Ada",
    "Byron",
    "ada@acme.example",
    " b@x.example",
    "+49 7",
    "Yes",
    "",
    "7",
)
SEVERAL: Final = (("Accounts", "Accounts Contact"), ("Sales", "Sales Person"))


def existing(at: int = 174, *, email: str = "ada@acme.example", name: str = "Acme Ltd") -> Row:
    """Return a Link row of which the report says that the contact exists."""
    return link(at, name, email=email, reasons=[ReasonCode.CONTACT_EXISTS])


def built_in(encoding: str = "utf-8", tenant: TenantFacts | None = None) -> ImportFormat:
    """Return the built-in format."""
    return format_for(tenant or facts(), term="Company", locale="uk", encoding=encoding)


def ada(**changes: object) -> Contact:
    """Return the contact that the rows here are about."""
    return replace(contact(9, 174), **changes)  # type: ignore[arg-type]  # the tests name its fields


def lean(
    *contacts: Contact,
    rows: Sequence[Row] = (existing(),),
    encoding: str = "utf-8",
    tenant: TenantFacts | None = None,
) -> ImportPlan:
    """Return the plan without an export."""
    tenant = tenant or facts()
    fmt = built_in(encoding, tenant)
    return plan_import(rows, fmt, tenant, contacts_of={CompanyId(174): contacts}, updates=Updates())


def export(*rows: Sequence[str], headings: Sequence[str] = EXPORTED) -> Template:
    """Return the person's own export."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([headings, *rows])
    return template_from(text.getvalue().encode("utf-8-sig"), name="export.csv")


def from_export(
    *cells: Sequence[str], contacts: Sequence[Contact] = (ada(),), rows: Sequence[Row] = (existing(),)
) -> ImportPlan:
    """Return the plan with an export of these rows."""
    mine = export(*cells)
    fmt = format_from(mine, facts(), encoding="utf-8")
    updates = Updates(export=mine)
    return plan_import(rows, fmt, facts(), contacts_of={CompanyId(174): tuple(contacts)}, updates=updates)


def reason(plan: ImportPlan) -> str:
    """Return why the one row is rejected."""
    assert (plan.rows, plan.updates, plan.left_out) == ((), (), ())
    ((_, why),) = plan.rejected
    assert why.isprintable()
    return why


def text_of(kind: FileKind, plan: ImportPlan) -> list[list[str]]:
    """Return what a reader finds in one of the files."""
    text = b"".join(lines_of(kind, plan)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


# Only on purpose


def test_nobody_is_updated_unasked() -> None:
    """A contact that exists is left out with the report's own sentence."""
    plan = plan_import([existing()], built_in(), facts(), contacts_of={CompanyId(174): (ada(),)})
    assert (plan.rows, plan.updates, plan.update_fmt, plan.rejected) == ((), (), None, ())
    assert plan.left_out[0].reason == "Because of contact-exists."


def test_rows_to_create_stay_in_their_own_file() -> None:
    """Only a file without updates can be rolled back as a whole."""
    plan = lean(ada(), rows=[link(1, "New"), existing(), link(2, "Ok", note=Note.OK)])
    assert [each.row.company.id for each in plan.rows] == [1]
    assert [each.row.company.id for each in plan.updates] == [174]
    assert [row.company.id for row, _ in plan.left_out] == [2]
    assert plan.total == 3
    assert len(text_of(FileKind.IMPORT, plan)) == len(text_of(FileKind.UPDATES, plan)) == 2


def test_a_company_stands_once_over_both_files() -> None:
    """At most one accounts contact a company, whichever way it comes."""
    plan = lean(ada(), rows=[existing(), link(email="other@acme.example")])
    assert (len(plan.updates), len(plan.rows), len(plan.left_out)) == (1, 0, 1)
    plan = lean(ada(), rows=[link(email="other@acme.example"), existing()])
    assert (len(plan.updates), len(plan.rows), len(plan.left_out)) == (0, 1, 1)


# Without an export


def test_without_an_export_only_known_columns_are_there() -> None:
    """A column that is not in the file holds no blank cell; the undo file holds the present value."""
    plan = lean(ada(udf_value="Sales", emails=("ada@acme.example", "", "c@x.example")))
    asked = ["174", "Acme Ltd", "9", "Ada", "Byron", "ada@acme.example"]
    assert text_of(FileKind.UPDATES, plan) == [list(LEAN), [*asked, "Accounts"]]
    assert text_of(FileKind.UNDO, plan) == [list(LEAN), [*asked, "Sales"]]


def test_what_an_import_takes_is_shown_values() -> None:
    """Of a list the display value, for the value to set as for that of the undo file."""
    plan = lean(ada(udf_value="Sales"), tenant=facts(udf_values=SEVERAL))
    assert (plan.updates[0].cells[-1], plan.updates[0].before[-1]) == ("Accounts Contact", "Sales Person")


def test_the_headings_are_those_of_a_template_without_rows() -> None:
    """Its words, its order, its encoding; it has no rows to take."""
    mine = export(headings=[each.replace("Company", "Client") for each in reversed(EXPORTED)])
    fmt = format_from(mine, facts(), encoding="utf-8")
    plan = plan_import(
        [existing()], fmt, facts(), contacts_of={CompanyId(174): (ada(),)}, updates=Updates(export=mine)
    )
    assert text_of(FileKind.UPDATES, plan)[0] == [
        each.replace("Company", "Client") for each in reversed(LEAN)
    ]
    assert plan.updates[0].cells == ("Accounts", "ada@acme.example", "Byron", "Ada", "9", "Acme Ltd", "174")
    assert LEAN_UPDATES in plan.warnings


def test_a_template_without_the_contact_id_updates_nobody() -> None:
    """An import would create the contact a second time."""
    mine = export(headings=[each for each in EXPORTED if "Contact ID" not in each])
    fmt = format_from(mine, facts(), encoding="utf-8")
    plan = plan_import(
        [existing()], fmt, facts(), contacts_of={CompanyId(174): (ada(),)}, updates=Updates(export=mine)
    )
    assert "no column for the Contact ID" in reason(plan)


def test_limits_do_not_hold_for_what_autotask_has() -> None:
    """What it holds already it can take back."""
    plan = lean(ada(last_name="B" * 300))
    assert plan.updates[0].cells[4] == "B" * 300


@pytest.mark.parametrize(
    ("contacts", "why"),
    [
        ([], "The contact with this e-mail address was not among those that were read."),
        ([contact(9, 174, emails=("b@acme.example",))], "was not among those that were read."),
        (
            [ada(is_active=False)],
            "e-mail address is inactive: Ada Byron (id 9). Activate it in Autotask first",
        ),
        (
            [ada(), ada(id=10, emails=("x@x.example", "", " ADA@acme.example"))],
            "2 active contacts of the company have this e-mail address: Ada Byron (id 9), Ada Byron (id 10).",
        ),
        (
            [ada(first_name=" ")],
            "The contact has no first name in Autotask, and an import refuses such a row.",
        ),
        ([ada(last_name="")], "The contact has no last name in Autotask"),
        ([ada(emails=("", "ada@acme.example"))], "The contact has no e-mail address in Autotask"),
        (
            [ada(first_name="\ud800")],
            "The contact in Autotask holds what a utf-8 file cannot hold: U+D800 at position 1.",
        ),
    ],
)
def test_a_contact_that_cannot_be_updated_is_rejected(contacts: list[Contact], why: str) -> None:
    """One active contact with what an import wants of it, or none; and it is said which."""
    assert why in reason(lean(*contacts))


def test_many_candidates_are_counted() -> None:
    """Ten are named."""
    assert "(id 10) and 2 more. Set the link" in reason(lean(*(ada(id=at) for at in range(1, 13))))


def test_an_inactive_contact_does_not_stand_in_the_way() -> None:
    """The one that is active is meant; where Autotask does not say, a contact counts as active."""
    for is_active in (True, None):
        plan = lean(ada(id=8, is_active=False), ada(is_active=is_active))
        assert [each.contact.id for each in plan.updates] == [9]


def test_the_encoding_holds_for_updates_too() -> None:
    """Nothing is replaced."""
    assert "U+0141" in reason(lean(ada(first_name="\u0141ukasz"), encoding="cp1252"))


def test_the_own_organisation_is_never_updated() -> None:
    """As it is never given a contact."""
    plan = plan_import(
        [existing(0)], built_in(), facts(), contacts_of={CompanyId(0): (contact(9, 0),)}, updates=Updates()
    )
    assert "own organisation" in reason(plan)


def test_a_row_without_a_single_customer_is_rejected() -> None:
    """There is no address to find the contact by."""
    row = replace(existing(), customers=(customer("a"), customer("b")))
    assert "no single Xero customer" in reason(lean(ada(), rows=[row]))


# With an export


def test_of_the_row_in_the_export_one_cell_differs() -> None:
    """Every other cell is as it was, to the character, and the undo file is the row itself."""
    others = ("5", "Acme Ltd", "10", "Bob", "B", "bob@acme.example", "", "", "", "Sales", "")
    plan = from_export(others, ADA)
    (update,) = plan.updates
    assert update.before == ADA
    assert update.cells == (*ADA[:9], "Accounts", ADA[10])
    assert text_of(FileKind.UPDATES, plan) == [list(EXPORTED), list(update.cells)]
    assert text_of(FileKind.UNDO, plan) == [list(EXPORTED), list(ADA)]


@pytest.mark.parametrize("kind", [FileKind.UPDATES, FileKind.UNDO])
def test_the_first_line_of_the_export_stays(kind: FileKind) -> None:
    """To the byte, with its mark."""
    mine = export(ADA)
    first = next(iter(lines_of(kind, from_export(ADA))))
    assert first == mine.header_line


@pytest.mark.parametrize("cell", ["Accounts", " Accounts ", "Accounts Contact"])
def test_a_link_that_the_export_shows_is_left_out(cell: str) -> None:
    """There is nothing to change; of a list both the stored and the display value are the link."""
    tenant, mine = facts(udf_values=SEVERAL), export((*ADA[:9], cell, "7"))
    plan = plan_import(
        [existing()],
        format_from(mine, tenant, encoding="utf-8"),
        tenant,
        contacts_of={CompanyId(174): (ada(),)},
        updates=Updates(export=mine),
    )
    assert (plan.updates, plan.rejected) == ((), ())
    assert plan.left_out[0].reason == "The contact carries the link already."


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([(*ADA[:2], "10", *ADA[3:])], 'Ada Byron (id 9) is not in the export "export.csv"; export it too.'),
        ([ADA, ADA], 'stands in the export "export.csv" 2 times.'),
        ([ADA[:-1]], "has 10 cells under 11 headings"),
        ([(*ADA, "more")], "has 12 cells under 11 headings"),
        ([("175", *ADA[1:])], "belongs to company 175 there."),
        ([("", "Other", *ADA[2:])], 'belongs to "Other" there.'),
        (
            [(*ADA[:5], "b@x.example", *ADA[6:])],
            'has the e-mail address "b@x.example" there, "ada@acme.example"',
        ),
        ([(*ADA[:3], "", *ADA[4:])], "The contact has no first name in Autotask"),
    ],
)
def test_an_export_that_does_not_agree_is_not_taken(rows: list[Sequence[str]], why: str) -> None:
    """What the report saw and what the export holds must be one contact, in one whole row."""
    assert why in reason(from_export(*rows))


def test_outer_spaces_and_case_do_not_make_another_contact() -> None:
    """They are kept in the row, and do not count in the comparison."""
    cells = ("", " ACME Ltd", " 9 ", *ADA[3:5], "ADA@acme.example ", *ADA[6:])
    (update,) = from_export(cells).updates
    assert update.before == cells


def test_an_export_without_the_columns_is_an_error_that_names_them() -> None:
    """No update could be written at all."""
    mine = export(ADA[:-2], headings=EXPORTED[:-2])
    with pytest.raises(ConfigError, match="Position"):
        plan_import([existing()], built_in(), facts(), updates=Updates(export=mine))


def test_a_blank_label_is_not_the_link() -> None:
    """A list's entry may have no display value; a contact without a value is updated all the same."""
    plan = lean(ada(), tenant=facts(udf_values=[("Accounts", " ")]))
    assert [each.cells[-1] for each in plan.updates] == ["Accounts"]


# What is said


def test_what_is_doubtful_about_an_export_is_said_once() -> None:
    """Also where the new contacts go into another form."""
    headings = [each.replace("29680003", "29680099") for each in EXPORTED]
    mine = export(ADA, headings=headings)
    for fmt, times in ((built_in(), 1), (format_from(mine, facts(), encoding="utf-8"), 0)):
        there = {CompanyId(174): (ada(),)}
        plan = plan_import([existing()], fmt, facts(), contacts_of=there, updates=Updates(export=mine))
        assert sum("29680099" in warning for warning in plan.warnings) == times
        assert sum("29680099" in warning for warning in (*fmt.warnings, *plan.warnings)) == 1


def test_the_source_of_the_rows_is_said() -> None:
    """What is not documented, and what an old export would do."""
    assert LEAN_UPDATES in lean(ada()).warnings
    assert UNDO_LIMITS in lean(ada()).warnings
    warnings = " ".join(from_export(ADA).warnings)
    assert 'your export "export.csv"' in warnings
    assert LEAN_UPDATES not in warnings
    assert lean().warnings == ()


def test_values_that_are_replaced_are_named() -> None:
    """Another value in the UDF may have been there for a reason."""
    plan = lean(ada(udf_value="AccountsIncludedPerson"))
    assert any('"AccountsIncludedPerson" (1)' in warning for warning in plan.warnings)
    assert not any("another value" in warning for warning in lean(ada()).warnings)


def test_surprising_cells_of_updates_are_counted() -> None:
    """They are written exactly, as those of new contacts are."""
    assert from_export(ADA).preflight[0].startswith("1 cell begins like a formula")


# All rows, and exactly

any_contact = st.builds(
    Contact,
    id=st.integers(1, 9).map(ContactId),
    company_id=st.just(CompanyId(1)),
    first_name=any_value,
    last_name=any_value,
    emails=st.lists(any_value, max_size=3).map(tuple),
    is_active=st.sampled_from([True, True, False, None]),
    udf_value=st.none() | any_value,
)


@st.composite
def contacts_there(draw: st.DrawFn, rows: Sequence[Row]) -> dict[CompanyId, tuple[Contact, ...]]:
    """Draw contacts of the companies of some rows; most have one with the address that the row is about."""
    there: dict[CompanyId, tuple[Contact, ...]] = {}
    for row in rows:
        email = row.customer.email if row.customer else ""
        found = draw(st.lists(any_contact, max_size=2))
        if draw(st.sampled_from([True, True, True, False])):
            found.append(replace(draw(any_contact), emails=(email.upper(),), last_name="B\u200b"))
        there[row.company.id] = tuple(found)
    return there


@given(rows=st.lists(any_row(), max_size=6), data=st.data())
def test_every_row_is_accounted_for_once(rows: list[Row], data: st.DataObject) -> None:
    """Rows in are rows to create, to update, rejected and left out; what is written is exact."""
    there = data.draw(contacts_there(rows))
    plan = plan_import(rows, built_in(), facts(), contacts_of=there, updates=Updates())
    refused = (*plan.rejected, *plan.left_out)
    kept = [each.row for each in plan.rows] + [each.row for each in plan.updates]
    assert plan.total == len(rows)
    assert sorted(map(id, [*kept, *(row for row, _ in refused)])) == sorted(map(id, rows))
    assert len({row.company.id for row in kept}) == len(kept)
    assert all(why and why.isprintable() for _, why in refused)
    for update in plan.updates:
        one = update.contact
        assert one.is_active is not False
        assert update.cells[:-1] == update.before[:-1]
        assert update.cells[2:] == (str(one.id), one.first_name, one.last_name, one.emails[0], "Accounts")
    assert text_of(FileKind.UPDATES, plan)[1:] == [list(each.cells) for each in plan.updates]
