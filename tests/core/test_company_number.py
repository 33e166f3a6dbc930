"""Which company a typed number leads to."""

import pytest
from builders import company, snapshot

from axtui.core.company_number import CompanyNumbers, Numbered
from axtui.core.report import ReportRules, build_report
from axtui.core.report_lines import ReportLines

NUMBERS = ["C-100", "C-10", "c-9", "Ä-7", "", "C-10", "7\x00", " 55 "]


@pytest.fixture
def lines() -> ReportLines:
    """Companies A, B, C ... with these numbers, in reading order."""
    companies = [
        company(at + 1, f"{'ABCDEFGH'[at]} c-1000 Ltd", number=number) for at, number in enumerate(NUMBERS)
    ]
    return build_report(snapshot(companies), ReportRules()).lines


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("C-100", Numbered(row=0, is_exact=True)),
        ("c-10", Numbered(row=1, is_exact=True, same=2)),
        (" C-9 ", Numbered(row=2, is_exact=True)),
        ("C-", Numbered(row=2, is_exact=False)),
        ("c-1", Numbered(row=1, is_exact=False, same=2)),
        ("a-7", Numbered(row=3, is_exact=True)),
        ("7", Numbered(row=6, is_exact=False)),
        ("55", Numbered(row=7, is_exact=True)),
        ("", None),
        ("  ", None),
        ("C-1000", None),
        ("-10", None),
        ("\n", None),
    ],
)
def test_a_number_leads_to_its_company(lines: ReportLines, typed: str, expected: Numbered | None) -> None:
    """The very number first, else the shortest that begins so; names and other columns do not count."""
    assert CompanyNumbers(lines).find(typed) == expected
