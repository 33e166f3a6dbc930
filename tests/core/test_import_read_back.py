"""Every value of an import file is read back exactly, by readers of different authorship."""

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Final

import pytest
from builders import facts
from faults.tiers import times
from hypothesis import example, given, settings
from hypothesis import strategies as st
from import_rows import any_row, link
from polars_reader import PolarsReader, polars_reader

from axtui.core.contact_import.dialect import ImportEncoding
from axtui.core.contact_import.format import ImportFormat, format_for
from axtui.core.contact_import.plan import import_bytes, plan_import
from axtui.core.contact_import.template import format_from, template_from
from axtui.core.report_row import Row

HEADINGS: Final = (
    "Client ID",
    "[required] Client Name",
    "[required] First Name",
    "[required] Last Name",
    "[required] Email Address",
    'Contact UDF:1 Größe, "in" Zoll; oder\tPunkt|Strich',
    "Contact UDF:29680003 Position",
)
CODECS: Final = ("utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be")


def template(codec: str, delimiter: str, *, quotes_all: bool, line_end: str) -> bytes:
    """Return a template in a form that somebody's Autotask might give it."""
    cells = [
        f'"{heading.replace(chr(34), chr(34) * 2)}"'
        if quotes_all or delimiter in heading or '"' in heading
        else heading
        for heading in HEADINGS
    ]
    return (delimiter.join(cells) + line_end).encode(codec)


def formats() -> Iterator[ImportFormat]:
    """Yield the built-in formats, and those of templates in all forms."""
    for encoding in ImportEncoding:
        yield format_for(facts(), term="Company", locale="uk", encoding=encoding)
    for codec, delimiter, quotes_all, line_end in product(CODECS, ",;\t|", (False, True), ("\r\n", "\n")):
        data = template(codec, delimiter, quotes_all=quotes_all, line_end=line_end)
        yield format_from(template_from(data, name="mine.csv"), facts(), encoding="utf-8")


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
