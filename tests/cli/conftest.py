"""A small report with every note in it, and names that strangers might have typed."""

import pytest
from builders import company, contact, customer, linked, rules, snapshot

from axtui.core.report import Report, build_report

HOSTILE = "Bad [/close] \x1b]0;owned\x07 Ltd"
RIGHT_TO_LEFT = "\u05d7\u05d1\u05e8\u05d4 \u202eevil"
WIDE = "株式会社アクメ"


@pytest.fixture(scope="session")
def report() -> Report:
    """Return the report that the golden files show."""
    companies = (
        company(1, "Acme Ltd", number="C-001"),
        company(2, HOSTILE, number="-2+3"),
        company(3, "=cmd()|'calc'!A0", number="007"),
        company(4, 'Quote "and", comma', number="+61 2"),
        company(5, RIGHT_TO_LEFT),
        company(6, WIDE, number="@6"),
        company(7, "Multiple Pty Ltd"),
        company(8, "Twice Ltd"),
        company(9, "Left Out Ltd", exclude="true"),
        company(10, "Not Known Ltd", number="\x7f\tN-10"),
    )
    contacts = (
        linked(1, 1),
        contact(2, 3, first="Joan", last="Clarke", emails=("joan@three.example",)),
        linked(3, 7),
        linked(4, 7, first="", last="", emails=("second@seven.example", "other@seven.example")),
    )
    customers = (
        customer("x1", "Acme Ltd", number="C-001"),
        customer("x2", HOSTILE, first="A\u200bda", last="By\nron", email="ada@bad.example"),
        customer("x3", "=cmd()|'calc'!A0", first="=1+1", last="＝2", email="@three.example"),
        customer("x4", 'Quote "and", comma', last=""),
        customer("x5", RIGHT_TO_LEFT, email=""),
        customer("x6", WIDE, first="太郎", last="山田", email="taro@example.jp"),
        customer("x7", "Multiple Pty Ltd"),
        customer("x8", "Twice Ltd"),
        customer("x9", "Twice Ltd"),
    )
    return build_report(snapshot(companies, contacts, customers), rules())
