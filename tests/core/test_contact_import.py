"""The import file: its headings, what may stand in it, and that nothing is altered on the way."""

from dataclasses import replace

import pytest
from builders import customer, facts
from hypothesis import given
from hypothesis import strategies as st
from import_rows import any_row, any_value, import_bytes, link

from axtui.core.contact_import.dialect import ImportEncoding
from axtui.core.contact_import.format import ImportFormat, format_for
from axtui.core.contact_import.headings import ImportLocale, ImportTerm
from axtui.core.contact_import.plan import ImportPlan, plan_import
from axtui.core.contact_import.words import (
    BULK_IMPORT_WARNING,
    NEXT_STEPS,
    READING_OF_FORMAT,
    ROLLBACK_LIMITS,
)
from axtui.core.errors import ConfigError, DataError, Side
from axtui.core.models import FieldLimits
from axtui.core.notes import Note, ReasonCode
from axtui.core.report import Row

HEADER = (
    "Company ID,[required] Company Name,Contact ID [updates only],External ID,Prefix,[required] First Name,"
    "Middle Name,[required] Last Name,Suffix,Title,[required] Email Address,Email Address 2,Email Address 3,"
    "Location,Address 1,Address 2,City,County,Post Code,Country,Additional Address Information,Phone,"
    "Extension,Alternate Phone,Mobile Phone,Fax,Facebook URL,Twitter URL,LinkedIn URL,"
    "Client Portal User Name,Client Portal Security Level,Active/Inactive,Primary Contact,"
    "Accepts Task/Ticket Email (yes or no),Contact Detail Alert,New Ticket Alert,Ticket Detail Alert,"
    "Contact UDF:29680003 Position"
)


def built_in(*, term: str = "Company", locale: str = "uk", encoding: str = "utf-8") -> ImportFormat:
    """Return the built-in format for the tenant of the builders."""
    return format_for(facts(), term=term, locale=locale, encoding=encoding)


def planned(*rows: Row, encoding: str = "utf-8", limits: FieldLimits | None = None) -> ImportPlan:
    """Return the plan for these rows."""
    return plan_import(rows, built_in(encoding=encoding), facts(limits=limits))


def ids(plan: ImportPlan) -> tuple[list[int], list[int], list[int]]:
    """Return the company ids that are written, rejected and left out."""
    return (
        [each.row.company.id for each in plan.rows],
        [row.company.id for row, _ in plan.rejected],
        [row.company.id for row, _ in plan.left_out],
    )


# The file


def test_the_built_in_header_is_that_of_a_real_file() -> None:
    """The headings are those of the facts, without the UDFs of the tenant they came from."""
    assert ",".join(built_in().header) == HEADER


@pytest.mark.parametrize("term", ImportTerm)
@pytest.mark.parametrize("locale", ImportLocale)
def test_every_term_and_locale_has_its_words(term: str, locale: str) -> None:
    """The term replaces the word in two headings, American words two others; the rest stays."""
    header = built_in(term=term, locale=locale).header
    changed = {
        (ours, theirs) for ours, theirs in zip(header, HEADER.split(","), strict=True) if ours != theirs
    }
    expected = set()
    if term != "Company":
        expected |= {(f"{term} ID", "Company ID"), (f"[required] {term} Name", "[required] Company Name")}
    if locale == "us":
        expected |= {("State", "County"), ("Zip Code", "Post Code")}
    assert changed == expected


def test_a_file_without_rows_is_its_header() -> None:
    """Nothing to write is a heading alone."""
    assert import_bytes(planned()) == f"{HEADER}\r\n".encode()


def test_a_row_fills_six_cells_and_leaves_the_others_to_autotask() -> None:
    """Company by id and name, the person, the UDF; Active/Inactive and the like stay blank."""
    plan = planned(link())
    filled = {name: cell for name, cell in zip(plan.header, plan.rows[0].cells, strict=True) if cell}
    assert filled == {
        "Company ID": "174",
        "[required] Company Name": "Acme Ltd",
        "[required] First Name": "Ada",
        "[required] Last Name": "Byron",
        "[required] Email Address": "ada@acme.example",
        "Contact UDF:29680003 Position": "Accounts",
    }


# The UDF


def test_without_the_udfs_number_there_is_no_file() -> None:
    """The column cannot be named, so the error names the UDF and what to check."""
    with pytest.raises(DataError, match="Position") as caught:
        format_for(replace(facts(), udf_id=None), term="Company", locale="uk", encoding="utf-8")
    assert caught.value.side is Side.AUTOTASK
    assert "UDF definitions" in caught.value.hint


def test_a_udf_that_the_encoding_cannot_hold_is_an_error_of_the_configuration() -> None:
    """No row could be written, so no file is."""
    tenant = replace(facts(), udf_name="Funkcja \u0141")
    with pytest.raises(ConfigError, match=r"U\+0141"):
        format_for(tenant, term="Company", locale="uk", encoding="cp1252")


@pytest.mark.parametrize(
    ("values", "cell", "warned"),
    [
        ([], "Accounts", []),
        ([("Accounts", "Accounts"), ("Sales", "Sales")], "Accounts", []),
        (
            [("Sales", "Sales"), ("Accounts", "Accounts Contact")],
            "Accounts Contact",
            ["Accounts Contact", '"Accounts"'],
        ),
        ([("Accounts", "")], "Accounts", []),
        ([("Sales", "Sales")], "Accounts", ["has no entry"]),
    ],
)
def test_the_udf_cell_holds_the_display_value(
    values: list[tuple[str, str]], cell: str, warned: list[str]
) -> None:
    """Equal values are written without a word; where they differ the display value, and both are named."""
    tenant = facts(udf_values=values)
    fmt = format_for(tenant, term="Company", locale="uk", encoding="utf-8")
    plan = plan_import([link()], fmt, tenant)
    assert plan.rows[0].cells[-1] == cell
    assert len(plan.warnings) == bool(warned)
    assert all(words in plan.warnings[0] for words in warned)


# Which rows


@pytest.mark.parametrize("note", [note for note in Note if note is not Note.LINK])
def test_only_link_rows_are_written(note: Note) -> None:
    """Any other note is left out and named."""
    plan = planned(link(1, note=note), link(2))
    assert ids(plan) == ([2], [], [1])
    assert f"Its note is {note.value}" in plan.left_out[0].reason


def test_a_row_whose_contact_exists_is_left_out_with_the_reports_reason() -> None:
    """A second contact with the address would be a duplicate."""
    plan = planned(link(1, reasons=[ReasonCode.NO_CONTACTS, ReasonCode.CONTACT_EXISTS]), link(2))
    assert ids(plan) == ([2], [], [1])
    assert plan.left_out[0].reason == "Because of contact-exists."


def test_a_company_stands_in_the_file_once() -> None:
    """A row that is given twice is written once and accounted for twice."""
    assert ids(planned(link(1), link(1, email="other@acme.example"))) == ([1], [], [1])


def test_the_same_address_twice_under_one_company_name_is_rejected() -> None:
    """Two companies of one name cannot be told apart by name, and one person would be created twice."""
    plan = planned(link(1, email="Ada@acme.example"), link(2, "acme ltd ", email=" ada@ACME.example"))
    assert ids(plan) == ([1], [2], [])
    assert "same company name" in plan.rejected[0].reason


def test_companies_of_one_name_are_warned_of() -> None:
    """Whether the import goes by id or by name is not known."""
    plan = planned(link(1), link(2, email="b@acme.example"), link(3, "Other", email="c@acme.example"))
    assert ids(plan) == ([1, 2, 3], [], [])
    (warning,) = plan.warnings
    assert "only their id tells them apart" in warning
    assert warning.endswith("where it belongs: Acme Ltd.")


def test_a_rejected_row_takes_nothing_from_those_that_follow() -> None:
    """Only what is written counts as taken."""
    assert ids(planned(link(1, first=""), link(1))) == ([1], [1], [])


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (link(first=" "), "The first name is missing."),
        (link(last=""), "The last name is missing."),
        (link(email="\u00a0"), "The e-mail address is missing."),
        (link(name=""), "The company name is missing."),
        (link(first="a" * 51), "The first name has 51 characters; Autotask takes 50."),
        (link(last="a" * 51), "The last name has 51 characters; Autotask takes 50."),
        (link(email="a" * 255), "The e-mail address has 255 characters; Autotask takes 254."),
        (
            link(first="A\0"),
            "The first name holds what a utf-8 file cannot hold: U+0000 CONTROL CHARACTER at position 2.",
        ),
        (link(last="\ud800x"), "The last name holds what a utf-8 file cannot hold: U+D800 at position 1."),
        (link(name="a\udfff"), "The company name holds what a utf-8 file cannot hold: U+DFFF at position 2."),
        (link(at=0), "Company id 0 is the tenant's own organisation, which an import must not touch."),
        (replace(link(), customers=()), "It has no single Xero customer to take the contact from."),
        (
            replace(link(), customers=(customer("a"), customer("b"))),
            "It has no single Xero customer to take the contact from.",
        ),
    ],
)
def test_what_cannot_be_written_is_rejected_with_its_reason(row: Row, why: str) -> None:
    """Nothing is cut, replaced or invented."""
    plan = planned(row, link(2, "Other"))
    assert plan.rejected == ((row, why),)
    assert [each.row.company.id for each in plan.rows] == [2]


def test_limits_are_those_of_the_tenant() -> None:
    """Autotask's own lengths count, to the last character."""
    limits = FieldLimits(first_name=3, last_name=5, email=16)
    assert ids(planned(link(1), limits=limits)) == ([1], [], [])
    assert ids(planned(link(1, first="Adas"), limits=limits)) == ([], [1], [])


@pytest.mark.parametrize(
    ("encoding", "name", "is_written"),
    [
        ("cp1252", "Zoë €", True),
        ("cp1252", "\u0141ukasz", False),
        ("utf-16", "\u0141ukasz 😀", True),
        ("utf-8", "\u0141ukasz 😀", True),
        ("utf-16", "\udc00", False),
    ],
)
def test_the_encoding_decides_what_can_be_written(encoding: str, name: str, is_written: bool) -> None:
    """A character that the file cannot hold sends the row to the rejects; it is not replaced."""
    plan = planned(link(1, first=name), encoding=encoding)
    assert bool(plan.rows) is is_written
    assert bool(plan.rejected) is not is_written


# What is said


def test_surprising_cells_are_counted() -> None:
    """Formulas and control characters are written exactly, and said."""
    plan = planned(
        link(1, "=cmd()", first="+49", last="B\x1b"), link(2, "Two\r\nLines", email="@b"), link(3, "Ok")
    )
    assert ids(plan) == ([1, 2, 3], [], [])
    formulas, controls = plan.preflight
    assert formulas.startswith("3 cells begin like a formula, written exactly")
    assert controls.startswith("2 cells hold control characters or line breaks, written exactly")
    assert formulas.endswith(' "=cmd()", "+49", "@b".')
    assert controls.endswith(' "B␛", "Two␍␊Lines".')


def test_of_many_surprising_cells_the_first_are_named() -> None:
    """Each value once, and a long one by its beginning; all of them are counted."""
    names = ["=" + "x" * 60, *(f"={at}" for at in range(5)), "=4"]
    (words,) = planned(*(link(at, name, email=f"{at}@b") for at, name in enumerate(names, start=1))).preflight
    assert words.startswith("7 cells begin")
    assert words.endswith(f' "={"x" * 38}…", "=0", "=1", "=2", "=3" and 1 more.')


def test_one_cell_is_counted_in_the_singular() -> None:
    """The sentences read well for one, and nothing is said of ordinary rows."""
    assert planned(link(1, "-dash")).preflight[0].startswith("1 cell begins like a formula")
    assert planned(link(1, "Zero\u200b Ltd")).preflight[0].startswith("1 cell holds invisible characters")
    assert planned(link(1, last="B\x1b")).preflight[0].startswith("1 cell holds control characters")
    hidden = planned(link(1, "Zero\u200b Ltd"), link(2, "One\u200b Ltd")).preflight[0]
    assert hidden.startswith("2 cells hold invisible characters")
    assert planned(link(1)).preflight == ()
    assert planned(link(1)).warnings == ()


def test_the_warning_is_the_hosted_reports_word_for_word() -> None:
    """It is shown in full, as it is."""
    assert BULK_IMPORT_WARNING == (
        "Warning: Bulk imports of data into Autotask has the ability to make major system changes, please "
        "familiarise yourself with the Autotask rollback feature. It is your responsibility to verify that "
        "the output file is correct."
    )


def test_the_other_sentences_say_what_a_person_needs() -> None:
    """What the rollback does not do, where to import, and that the format is our reading."""
    assert "updates made by an import cannot be rolled back" in ROLLBACK_LIMITS
    assert "Admin -> Features & Settings -> Contact Import" in NEXT_STEPS
    assert "Import each file once" in NEXT_STEPS  # a second import would create everybody again
    assert "our reading" in READING_OF_FORMAT


# All rows, and exactly


@given(
    rows=st.lists(any_row(), max_size=6), encoding=st.sampled_from(ImportEncoding), limit=st.integers(3, 60)
)
def test_every_row_is_accounted_for(rows: list[Row], encoding: ImportEncoding, limit: int) -> None:
    """Rows in are rows written, rejected and left out, each once, in order; every reason is fit to show."""
    plan = planned(*rows, encoding=encoding, limits=FieldLimits(first_name=limit))
    refused = (*plan.rejected, *plan.left_out)
    kept = [each.row for each in plan.rows]
    assert len(kept) + len(refused) == len(rows)
    assert sorted(map(id, [*kept, *(row for row, _ in refused)])) == sorted(map(id, rows))
    assert all(reason and reason.isprintable() for _, reason in refused)
    assert all(row.note is Note.LINK for row in kept)
    assert len({row.company.id for row in kept}) == len(kept)
    assert [row for row in rows if any(row is one for one in kept)] == kept


WRITABLE = st.builds(
    lambda before, visible, after: f"{before}{visible}{after}".replace("\0", "").replace("\ud800", ""),
    any_value,
    st.sampled_from("a\"',=+-@é€\u0141😀"),
    any_value,
)


@given(name=WRITABLE, first=WRITABLE, last=WRITABLE, email=WRITABLE)
def test_a_written_row_holds_the_values_as_they_were_read(
    name: str, first: str, last: str, email: str
) -> None:
    """No trimming, no apostrophe, no normal form."""
    cells = planned(link(7, name, first=first, last=last, email=email)).rows[0].cells
    assert (cells[0], cells[1], cells[5], cells[7], cells[10]) == ("7", name, first, last, email)
