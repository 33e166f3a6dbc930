"""Every form of a verification, compared with a golden file in bytes."""

from pathlib import Path

import pytest
from builders import contact, linked
from manifests import asked, manifest

from axtui.cli.requests import Format
from axtui.cli.verification_forms import verification_lines
from axtui.core.contact_import.verification import Outcome, Verification, verify_rows

_GOLDEN = Path(__file__).parent / "golden"
_FORMS: dict[str, tuple[Format, int | None]] = {
    "verify.txt": (Format.TABLE, None),
    "verify-60.txt": (Format.TABLE, 60),
    "verify.csv": (Format.CSV, None),
    "verify.json": (Format.JSON, None),
    "verify.jsonl": (Format.JSONL, None),
}


@pytest.fixture(scope="module")
def verification() -> Verification:
    """Every outcome, and names that strangers might have typed."""
    rows = (
        asked(1),
        asked(2, "Bad [/close] \x1b]0;owned\x07 Ltd", email="ada@bad.example"),
        asked(3, "=cmd()|'calc'!A0", first="=1+1", email="@three.example"),
        asked(4, "株式会社アクメ", first="太郎", last="山田", email="taro@example.jp"),
        asked(5, "Twice Ltd", email="two@twice.example"),
        asked(6, "Changed Pty Ltd", first="Zoë", email="zoe@changed.example"),
        asked(7, "Updated Ltd", email="up@dated.example", update=70),
        asked(8, "Second Accounts Ltd", email="one@second.example"),
    )
    contacts = (
        linked(1, 1),
        contact(2, 2, first="Ad\u200ba", emails=("ada@bad.example",), udf="Bo\x07ss"),
        linked(4, 9, emails=("taro@example.jp",)),
        linked(5, 5, emails=("two@twice.example",)),
        contact(6, 5, emails=("TWO@twice.example",)),
        linked(7, 6, first="ZoÃ«", emails=("zoe@changed.example",), active=False),
        linked(70, 7, emails=("up@dated.example",)),
        linked(8, 8, emails=("one@second.example",)),
        linked(9, 8, emails=("two@second.example",)),
    )
    return verify_rows(manifest(*rows), contacts, remarks=("Something to know.",))


def test_the_golden_files_show_every_outcome(verification: Verification) -> None:
    """What is not in them is not held by them."""
    assert {row.outcome for row in verification.rows} == set(Outcome)


@pytest.mark.parametrize("name", _FORMS)
def test_the_form_is_the_golden_file_to_the_byte(name: str, verification: Verification) -> None:
    """Every form prints the same bytes for the same verification."""
    form, columns = _FORMS[name]
    text = "".join(verification_lines(form, verification, columns=columns))
    assert text.encode() == (_GOLDEN / name).read_bytes()
    assert all(line.isprintable() for line in text.replace("\r\n", "\n").split("\n"))
