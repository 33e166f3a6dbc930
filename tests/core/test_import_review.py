"""The files for reading: what is created and updated, and what could not be written."""

import csv
import io
from dataclasses import replace
from typing import Final

import pytest
from builders import contact, facts
from hypothesis import given
from hypothesis import strategies as st
from import_rows import any_row, link

from axtui.core.contact_import.checks import cell_remark, same_address_warnings, same_name_warnings
from axtui.core.contact_import.file_kinds import FileKind, name_beside
from axtui.core.contact_import.format import format_for
from axtui.core.contact_import.plan import ImportPlan, plan_import
from axtui.core.contact_import.plan_files import kinds_of, lines_of, rows_in
from axtui.core.contact_import.template import template_from
from axtui.core.contact_import.updates import Updates
from axtui.core.errors import ConfigError
from axtui.core.models import CompanyId
from axtui.core.notes import ReasonCode
from axtui.core.report_row import Row
from axtui.core.text import starts_like_formula

FORMULAS: Final = ("=1", "+1", "-1", "@A1", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1")


def planned(*rows: Row) -> ImportPlan:
    """Return the plan for these rows; company 9 has a contact that can be updated."""
    fmt = format_for(facts(), term="Company", locale="uk", encoding="utf-8")
    there = {CompanyId(9): (contact(5, 9, udf="Sales"),)}
    return plan_import(rows, fmt, facts(), contacts_of=there, updates=Updates())


def existing() -> Row:
    """Return the row of company 9."""
    return link(9, "Nine", reasons=[ReasonCode.CONTACT_EXISTS])


def read(kind: FileKind, plan: ImportPlan) -> list[list[str]]:
    """Return what a reader finds in a file for reading."""
    data = b"".join(lines_of(kind, plan))
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


# Rows in both files


def test_the_review_file_has_the_rows_of_both_imports() -> None:
    """The columns of the import file, and before them what the import does; a lean update fills its own."""
    plan = planned(link(1, "One"), existing())
    first, header, one, nine = read(FileKind.REVIEW, plan)
    assert first == ["Not for import: a copy for reading, in which cells may be changed."]
    assert header[1:] == list(plan.header)
    assert one == ["create", *plan.rows[0].cells]
    filled = {head: cell for head, cell in zip(header, nine, strict=True) if cell}
    assert nine[0] == "update"
    assert (filled["Contact ID [updates only]"], filled["[required] Company Name"]) == ("5", "Nine")
    assert filled["Contact UDF:29680003 Position"] == "Accounts"
    assert len(filled) == 8


def test_columns_that_only_updates_have_follow() -> None:
    """A heading that stands there twice keeps both its columns apart."""
    headings = (
        b"Contact ID,Notes,First Name,Last Name,Email,Company ID,Contact UDF:29680003 Position,Notes\r\n"
    )
    mine = template_from(headings + b"5,a,Ada,Byron,ada@acme.example,9,,b\r\n", name="mine.csv")
    fmt = format_for(facts(), term="Company", locale="uk", encoding="utf-8")
    there = {CompanyId(9): (contact(5, 9),)}
    plan = plan_import([existing()], fmt, facts(), contacts_of=there, updates=Updates(export=mine))
    _, header, nine = read(FileKind.REVIEW, plan)
    assert header[1:] == [*fmt.header, "Contact ID", "Notes", "First Name", "Last Name", "Email", "Notes"]
    assert nine[-6:] == ["5", "a", "Ada", "Byron", "ada@acme.example", "b"]
    assert (nine[1], nine[len(fmt.header)]) == ("9", "Accounts")


def test_the_review_file_is_no_template() -> None:
    """Nobody can import it by mistake for one, nor give it to us as one."""
    data = b"".join(lines_of(FileKind.REVIEW, planned(link(1))))
    with pytest.raises(ConfigError):
        template_from(data, name="review.csv")


# What is rejected


def test_the_rejects_file_says_who_and_why() -> None:
    """Whoever reads it finds the company, the person and the reason, and can act on it."""
    plan = planned(link(1, "One", first=""), replace(link(2, "Two"), customers=()))
    assert read(FileKind.REJECTS, plan) == [
        ["Company ID", "Company", "First name", "Last name", "E-mail", "Why it is in no import file"],
        ["1", "One", "", "Byron", "ada@acme.example", "The first name is missing."],
        ["2", "Two", "", "", "", "It has no single Xero customer to take the contact from."],
    ]


# Safe in a spreadsheet


@pytest.mark.parametrize("kind", [FileKind.REVIEW, FileKind.REJECTS])
@pytest.mark.parametrize("value", FORMULAS)
def test_nothing_in_a_file_for_reading_is_a_formula(kind: FileKind, value: str) -> None:
    """Of the cells as a spreadsheet gets them, none begins like one."""
    plan = planned(link(1, value, last="" if kind is FileKind.REJECTS else "Byron"))
    cells = [cell for row in read(kind, plan) for cell in row]
    assert not any(map(starts_like_formula, cells))
    assert any(value.strip() in cell for cell in cells)


@given(rows=st.lists(any_row(), max_size=5))
def test_the_files_for_reading_take_any_text(rows: list[Row]) -> None:
    """Halves of surrogate pairs, NUL and line breaks are shown; one line is one row; no cell is a formula."""
    plan = planned(*rows)
    for kind, more in ((FileKind.REVIEW, 2), (FileKind.REJECTS, 1)):
        table = read(kind, plan)
        assert len(table) == rows_in(kind, plan) + more
        assert all(cell.isprintable() and not starts_like_formula(cell) for row in table for cell in row)


# What a cell is worth a look for


@pytest.mark.parametrize(
    ("value", "remark"),
    [
        ("", ""),
        ("Ada", ""),
        ("A", ""),
        ("Ada ", "has spaces at an end"),
        ("Ada  Byron", ""),
        ("Zoë 😀", ""),
        ("=1", "begins like a formula"),
        ("a\x1b", "holds a control character or a line break"),
        ("\ta", "begins like a formula, holds a control character or a line break, has spaces at an end"),
        ("a\u200bb", "holds an invisible character, U+200B ZERO WIDTH SPACE at position 2"),
        (" a", "has spaces at an end"),
        ("a\u00a0", "has spaces at an end"),
        ("  ", "holds nothing but spaces"),
    ],
)
def test_a_cell_says_why_it_should_be_looked_at(value: str, remark: str) -> None:
    """An ordinary one says nothing."""
    assert cell_remark(value) == remark


# The files of a set


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("x.csv", "x.csv x-updates.csv x-undo.csv x-rejects.csv x-review.csv x.manifest.json"),
        ("x.CSV", "x.CSV x-updates.csv x-undo.csv x-rejects.csv x-review.csv x.manifest.json"),
        ("x.y", "x.y x.y-updates.csv x.y-undo.csv x.y-rejects.csv x.y-review.csv x.y.manifest.json"),
    ],
)
def test_every_file_has_its_name_beside_the_import_file(name: str, names: str) -> None:
    """One name says of all where they are."""
    assert [name_beside(kind, name) for kind in FileKind] == names.split()


def test_the_file_that_counts_comes_last() -> None:
    """The undo file is there before the updates, and the manifest before the file that a person looks for."""
    create, update, refused = link(1, "One"), existing(), link(2, "Two", first="")
    assert kinds_of(planned(refused), review=True) == ()
    assert kinds_of(planned(create), review=False) == (FileKind.MANIFEST, FileKind.IMPORT)
    assert kinds_of(planned(update), review=True) == (
        FileKind.REVIEW,
        FileKind.UNDO,
        FileKind.MANIFEST,
        FileKind.UPDATES,
    )
    assert kinds_of(planned(create, update, refused), review=True) == (
        FileKind.REJECTS,
        FileKind.REVIEW,
        FileKind.UNDO,
        FileKind.UPDATES,
        FileKind.MANIFEST,
        FileKind.IMPORT,
    )


# What is warned of


def test_companies_that_only_their_id_tells_apart_are_named() -> None:
    """To the letter; case and outer spaces do not tell companies apart."""
    assert list(same_name_warnings(["Bolt", "Acme", "acme ", "Bolt", "Other"])) == [
        (
            "Companies in the file share a name and only their id tells them apart; check after the import "
            "that each contact is where it belongs: Acme, Bolt, acme ."
        )
    ]
    assert list(same_name_warnings(["Acme", "Bolt"])) == []


def test_addresses_of_several_companies_are_named() -> None:
    """To the letter as well."""
    assert list(same_address_warnings(["b@x.example", "A@x.example", "a@x.example ", "b@x.example"])) == [
        (
            "Contacts of several companies in the file have the same e-mail address. Whether Autotask's "
            "import takes them for one contact is not known; check after it that each company has its own: "
            '"a@x.example", "b@x.example".'
        )
    ]
    assert list(same_address_warnings(["a@x.example", "b@x.example"])) == []
