"""Every value of an import file is read back exactly, by readers of different authorship."""

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import product, starmap
from typing import Final, NamedTuple

import pytest
from builders import contact, facts
from faults.tiers import times
from hypothesis import example, given, settings
from hypothesis import strategies as st
from import_rows import any_row, any_value, import_bytes, link
from polars_reader import PolarsReader, polars_reader

from axtui.core.contact_import.dialect import ImportEncoding
from axtui.core.contact_import.file_kinds import FileKind
from axtui.core.contact_import.format import ImportFormat, format_for
from axtui.core.contact_import.plan import plan_import
from axtui.core.contact_import.plan_files import lines_of
from axtui.core.contact_import.template import format_from, template_from
from axtui.core.contact_import.updates import Updates
from axtui.core.models import CompanyId, Contact
from axtui.core.notes import ReasonCode
from axtui.core.report_row import Row

HEADINGS: Final = (
    "Client ID",
    "[required] Client Name",
    "Contact ID [updates only]",
    "[required] First Name",
    "[required] Last Name",
    "[required] Email Address",
    'Contact UDF:1 Größe, "in" Zoll; oder\tPunkt|Strich',
    "Contact UDF:29680003 Position",
)
CODECS: Final = ("utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be")


class Form(NamedTuple):
    """A form that somebody's Autotask might give a file."""

    codec: str
    delimiter: str
    quotes_all: bool
    line_end: str

    def file(self, rows: Sequence[Sequence[str]]) -> bytes:
        """Return a file in this form."""
        lines = [self.delimiter.join(map(self._cell, row)) + self.line_end for row in rows]
        return "".join(lines).encode(self.codec)

    def _cell(self, text: str) -> str:
        if not self.quotes_all and not set(text) & {self.delimiter, '"', "\r", "\n"}:
            return text
        doubled = text.replace('"', '""')
        return f'"{doubled}"'


FORMS: Final = tuple(starmap(Form, product(CODECS, ",;\t|", (False, True), ("\r\n", "\n"))))


def formats() -> Iterator[ImportFormat]:
    """Yield the built-in formats, and those of templates in all forms."""
    for encoding in ImportEncoding:
        yield format_for(facts(), term="Company", locale="uk", encoding=encoding)
    for form in FORMS:
        yield format_from(template_from(form.file([HEADINGS]), name="mine.csv"), facts(), encoding="utf-8")


FORMATS: Final = tuple(formats())


@pytest.fixture(scope="module")
def polars() -> Iterator[PolarsReader]:
    """Start polars once."""
    with polars_reader() as reader:
        yield reader


def text_of(data: bytes, fmt: ImportFormat) -> str:
    """Return the text of a file as a reader of its encoding would see it."""
    mark = fmt.dialect.mark
    assert data.startswith(mark)
    return data[len(mark) :].decode(fmt.dialect.codec)


def read_by_csv(text: str, *, delimiter: str) -> list[list[str]]:
    """Return what Python's own reader reads."""
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


def test_a_form_of_each_kind_is_tried() -> None:
    """Every template was understood as what it is."""
    forms = [(f.dialect.codec, f.dialect.mark, f.dialect.delimiter, f.dialect.quotes_all) for f in FORMATS]
    assert len(FORMATS) == 3 + 6 * 4 * 2 * 2
    assert len(set(forms[3:])) == 6 * 4 * 2
    assert {f.dialect.line_end for f in FORMATS} == {"\r\n", "\n"}
    assert all(f.header == HEADINGS for f in FORMATS[3:])


@settings(max_examples=times(10_000, quick=500))
@given(rows=st.lists(any_row(), max_size=4), fmt=st.sampled_from(FORMATS))
@example(rows=[link(1, "\r"), link(2, "\n", first='"'), link(3, ' "a" ', last="a\rb")], fmt=FORMATS[0])
@example(rows=[link(1, "\ufeffa", first="\ufeff")], fmt=FORMATS[2])
def test_two_readers_read_back_every_value_exactly(
    polars: PolarsReader, rows: Sequence[Row], fmt: ImportFormat
) -> None:
    """Whatever a value holds, `csv` and polars get it back to the character; all rows are accounted for."""
    plan = plan_import(rows, fmt, facts())
    text, delimiter = text_of(import_bytes(plan), fmt), fmt.dialect.delimiter
    expected = [list(plan.header), *(list(each.cells) for each in plan.rows)]
    assert read_by_csv(text, delimiter=delimiter) == expected
    assert polars.records(text, delimiter=delimiter) == expected
    assert len(plan.rows) + len(plan.rejected) + len(plan.left_out) == len(rows)


class Exported(NamedTuple):
    """A row of an export, and what is known of its contact and its company."""

    cells: tuple[str, ...]
    contact: Contact
    row: Row


@st.composite
def exported(draw: st.DrawFn, at: int, codec: str) -> Exported:
    """Draw a contact that an export of this codec can hold; most have names and no link."""

    def text(*, is_needed: bool) -> str:
        anything = "".join(filter(lambda char: holds(char, codec), draw(any_value)))
        return anything if anything.strip() or not is_needed else "x"

    company, first, last, email = (text(is_needed=draw(st.integers(0, 9)) > 0) for _ in range(4))
    colour, position = text(is_needed=False), draw(st.sampled_from(["", "Sales", "Accounts"]))
    reasons = draw(st.sampled_from([(ReasonCode.CONTACT_EXISTS,)] * 5 + [()]))
    return Exported(
        cells=(str(at), company, str(900 + at), first, last, email, colour, position),
        contact=contact(900 + at, at, first=first, last=last, emails=(email,), udf=position),
        row=link(at, company, first="Ada", last="Byron", email=email, reasons=reasons),
    )


def holds(char: str, codec: str) -> bool:
    """Say whether text of this codec may hold a character."""
    return char != "\0" and char.encode(codec, "ignore").decode(codec) == char


@st.composite
def any_export(draw: st.DrawFn) -> tuple[Form, list[Exported]]:
    """Draw an export in any form."""
    form = draw(st.sampled_from(FORMS))
    return form, [draw(exported(at, form.codec)) for at in range(1, draw(st.integers(2, 5)))]


@settings(max_examples=times(10_000, quick=200))
@given(export=any_export())
def test_an_update_changes_one_cell_of_what_was_exported(
    polars: PolarsReader, export: tuple[Form, list[Exported]]
) -> None:
    """Both readers find the exported row in the undo file, and in the updates file all of it but one cell."""
    form, known = export
    template = template_from(form.file([HEADINGS, *(each.cells for each in known)]), name="mine.csv")
    plan = plan_import(
        [each.row for each in known],
        format_from(template, facts(), encoding="utf-8"),
        facts(),
        contacts_of={CompanyId(each.row.company.id): (each.contact,) for each in known},
        updates=Updates(export=template),
    )
    exported = {each.contact.id: each.cells for each in known}
    before = [exported[each.contact.id] for each in plan.updates]
    assert all(cells[-1] != "Accounts" for cells in before)
    undo, updates = ([list(HEADINGS), *map(list, rows)] for rows in (before, map(linked, before)))
    for kind, expected in ((FileKind.UNDO, undo), (FileKind.UPDATES, updates)):
        text = text_of(b"".join(lines_of(kind, plan)), plan.update_fmt or plan.fmt)
        assert read_by_csv(text, delimiter=form.delimiter) == expected
        assert polars.records(text, delimiter=form.delimiter) == expected
    assert plan.total == len(known)


def linked(cells: Sequence[str]) -> tuple[str, ...]:
    """Return an exported row with the link on its contact."""
    return (*cells[:-1], "Accounts")
