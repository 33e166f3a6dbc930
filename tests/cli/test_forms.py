"""Every output form, compared with a golden file in bytes, and what each promises of hostile names."""

import csv
import io
import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from axtui.cli.as_csv import csv_lines
from axtui.cli.as_json import json_lines, jsonl_lines
from axtui.cli.as_table import Table
from axtui.cli.widths import fitted, width
from axtui.core.cells import TITLES, cells_of
from axtui.core.report import Report
from axtui.core.text import safe_in_spreadsheet


def cells_in(report: Report) -> list[tuple[str, ...]]:
    """Return the cells of every row."""
    return [cells_of(row) for row in report.rows]


_GOLDEN = Path(__file__).parent / "golden"
_FORMS: dict[str, Callable[[Report], Iterable[str]]] = {
    "report.csv": lambda report: csv_lines(cells_in(report)),
    "report.json": lambda report: json_lines(report, report.rows),
    "report.jsonl": lambda report: jsonl_lines(report, report.rows),
    "report.txt": lambda report: Table(cells_in(report), columns=None).lines(),
    "report-80.txt": lambda report: Table(cells_in(report), columns=80).lines(),
}


@pytest.mark.parametrize("name", _FORMS)
def test_the_form_is_the_golden_file_to_the_byte(name: str, report: Report) -> None:
    """Every form prints the same bytes for the same report."""
    assert "".join(_FORMS[name](report)).encode() == (_GOLDEN / name).read_bytes()


@pytest.mark.parametrize("name", _FORMS)
def test_no_form_lets_a_control_character_through(name: str, report: Report) -> None:
    """Nothing but line ends and printable characters reaches stdout."""
    text = "".join(_FORMS[name](report)).replace("\r\n", "\n")
    assert all(line.isprintable() for line in text.split("\n"))


def test_csv_shows_the_screen_s_cells(report: Report) -> None:
    """Read back, the CSV holds the screen's columns, an apostrophe before what looks like a formula aside."""
    read = list(csv.reader(io.StringIO("".join(csv_lines(cells_in(report))), newline="")))
    assert read[0] == list(TITLES)
    assert read[1:] == [[safe_in_spreadsheet(cell) for cell in cells] for cells in cells_in(report)]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_what_starts_like_a_formula_gets_an_apostrophe(start: str) -> None:
    """Each start that a spreadsheet would calculate is disarmed."""
    assert safe_in_spreadsheet(f"{start}1") == f"'{start}1"


def test_what_does_not_start_like_a_formula_stays(report: Report) -> None:
    """An address with an @ in it, or a number, is left alone."""
    assert safe_in_spreadsheet("ada@acme.example") == "ada@acme.example"
    assert safe_in_spreadsheet("007") == "007"


def test_json_holds_exact_values_and_nulls(report: Report) -> None:
    """A program gets names to the character, and null where there is nothing."""
    document = json.loads("".join(json_lines(report, report.rows)))
    rows = {row["company_id"]: row for row in document["rows"]}
    assert rows[2]["company"] == "Bad [/close] \x1b]0;owned\x07 Ltd"
    assert rows[10]["company_number"] == "\x7f\tN-10"
    assert rows[5]["company_number"] is None
    assert rows[10]["first_name"] is None
    assert rows[8]["email"] is None, "two customers match, so none of them is the customer"
    assert [each["id"] for each in rows[8]["customers"]] == ["x8", "x9"]
    assert rows[1]["contacts"] == [
        {"id": 1, "first_name": "Ada", "last_name": "Byron", "email": "ada@acme.example"}
    ]
    assert document["fetched_at"] == {"autotask": "2026-03-02T12:00:00Z", "xero": "2026-03-02T12:00:00Z"}


def test_jsonl_prints_the_rows_of_json(report: Report) -> None:
    """Line by line the rows are those of the JSON document."""
    document = json.loads("".join(json_lines(report, report.rows)))
    assert [json.loads(line) for line in jsonl_lines(report, report.rows)] == document["rows"]


@pytest.mark.parametrize("columns", [200, 132, 100, 80, 60, 40, 24])
def test_a_table_fits_the_terminal(columns: int, report: Report) -> None:
    """No line is wider than the terminal, and company and note are always there."""
    lines = [line.rstrip("\n") for line in Table(cells_in(report), columns=columns).lines()]
    assert max(map(width, lines)) <= columns
    assert lines[0].startswith("Company")
    assert lines[0].endswith("Note")
    assert len(lines) == len(report.rows) + 2


def test_a_table_names_the_columns_it_left_out(report: Report) -> None:
    """A narrow terminal is told what it does not see, and a pipe sees everything."""
    assert Table(cells_in(report), columns=None).left_out == ()
    assert [column.title for column in Table(cells_in(report), columns=60).left_out] == [
        "First",
        "Last",
        "E-mail",
    ]


def test_an_empty_report_has_a_heading(report: Report) -> None:
    """Zero rows are a table without rows, not a crash."""
    assert len(list(Table((), columns=80).lines())) == 2
    assert len(list(csv_lines(()))) == 1
    assert json.loads("".join(json_lines(report, ())))["rows"] == []


@given(text=st.text(), columns=st.integers(min_value=1, max_value=40))
def test_a_cell_takes_exactly_its_columns(text: str, columns: int) -> None:
    """Whatever is in it, a fitted cell is as wide as it should be."""
    assert width(fitted(text, columns)) == columns
