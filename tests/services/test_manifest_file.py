"""The manifest on disk: exact both ways, inert on a terminal, and nothing damaged is taken for one."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from any_values import any_id, any_text, any_time
from builders import NOON
from hypothesis import given
from hypothesis import strategies as st
from manifests import manifest_bytes

from axtui.core.contact_import.file_kinds import FileKind
from axtui.core.contact_import.manifest import (
    Manifest,
    ManifestFile,
    ManifestRefusal,
    ManifestRow,
    RowKind,
)
from axtui.core.errors import DataError
from axtui.core.models import CompanyId, ContactId
from axtui.services.manifest_file import manifest_from, read_manifest


def _manifest() -> Manifest:
    return Manifest(
        axtui="1.0",
        profile="acme",
        rule="name",
        scope="2 of 2 Link rows",
        written_at=NOON,
        autotask_at=NOON,
        xero_at=NOON,
        incomplete_because=("Xero counted 3 customers, 2 came.",),
        zone_url="https://webservices5.autotask.net/ATServicesRest/",
        organisation="Acme",
        template=None,
        template_sha256=None,
        header=("Company ID",),
        encoding="utf-8",
        delimiter="\t",
        udf_name="Position",
        udf_id=29680003,
        udf_value="Accounts",
        udf_cell="Accounts",
        files=(
            ManifestFile(kind=FileKind.IMPORT, name="x.csv", sha256="0" * 64, rows=1, bytes=99),
            ManifestFile(kind=FileKind.UPDATES, name="x-updates.csv", sha256="1" * 64, rows=1, bytes=98),
        ),
        rows=(
            _row(RowKind.CREATE, "Acme Ltd", None),
            _row(RowKind.UPDATE, "Bad [/close] \x1b]0;owned\x07\x7f\x9b Ltd", ContactId(7)),
        ),
        rejected=(ManifestRefusal(company_id=CompanyId(3), company="\ud83d", reason="No."),),
        left_out=(),
    )


def _row(kind: RowKind, company: str, contact_id: ContactId | None) -> ManifestRow:
    return ManifestRow(
        kind=kind,
        company_id=CompanyId(1),
        company=company,
        contact_id=contact_id,
        first_name="Grace",
        last_name="Hopper",
        email="grace@acme.example",
    )


def _as_json() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(manifest_bytes(_manifest()))
    return found


def _read(values: object) -> Manifest:
    return manifest_from(json.dumps(values).encode(), name="x.manifest.json")


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    """Every field, the odd values among them."""
    path = tmp_path / "x.manifest.json"
    path.write_bytes(manifest_bytes(_manifest()))
    assert read_manifest(path) == _manifest()


@given(st.data())
def test_any_text_and_any_number_is_read_back(data: st.DataObject) -> None:
    """Two halves of a surrogate pair side by side are one character in JSON, however they are written."""
    text = any_text.filter(
        lambda each: each == each.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    )
    row = data.draw(
        st.builds(
            ManifestRow,
            kind=st.just(RowKind.CREATE),
            company_id=any_id,
            company=text,
            contact_id=st.none(),
            first_name=text,
            last_name=text,
            email=text,
        )
    )
    manifest = replace(
        _manifest(),
        rows=(row, replace(_manifest().rows[1], contact_id=ContactId(data.draw(any_id)))),
        scope=data.draw(text),
        written_at=data.draw(any_time),
        left_out=(ManifestRefusal(company_id=row.company_id, company=row.company, reason=data.draw(text)),),
    )
    assert manifest_from(manifest_bytes(manifest), name="x") == manifest


def test_a_person_and_their_terminal_can_read_it() -> None:
    """A line for each value and each row, in printable ASCII."""
    lines = manifest_bytes(_manifest()).decode("ascii").split("\n")
    assert all(line.isprintable() for line in lines)
    assert ' "profile": "acme",' in lines
    assert sum('"company": ' in line for line in lines) == 3


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Company ID,[required] Company Name\r\n",
        b"\xff\xfe{",
        b'{"what"',
        b"[" * 100_000,
        b"1" * 5_000,
        b"[]",
        b"null",
        b'{"form": 1}',
    ],
)
def test_another_file_is_not_taken_for_a_manifest(data: bytes) -> None:
    """The import file itself is the likely mistake: where the manifest is, is said."""
    with pytest.raises(DataError, match=r"x\.csv") as caught:
        manifest_from(data, name="x.csv")
    assert ".manifest.json" in caught.value.hint


def test_another_form_is_told_apart_from_damage() -> None:
    """Another version of the program wrote it."""
    with pytest.raises(DataError, match="another version"):
        _read(_as_json() | {"form": 2})


def _without_rows(found: dict[str, Any]) -> None:
    del found["rows"]


def _number_as_text(found: dict[str, Any]) -> None:
    found["rows"][1]["company_id"] = "1"


def _unknown_kind(found: dict[str, Any]) -> None:
    found["files"][0]["kind"] = "\x1b[31m"


def _half_a_pair_for_a_kind(found: dict[str, Any]) -> None:
    found["files"][0]["kind"] = "\ud800"


def _time_without_zone(found: dict[str, Any]) -> None:
    found["written_at"] = "2026-03-02T12:00:00"


def _row_too_few(found: dict[str, Any]) -> None:
    found["rows"].pop()


def _file_of_more_rows(found: dict[str, Any]) -> None:
    found["files"][0]["rows"] = 2


def _without_any_row(found: dict[str, Any]) -> None:
    found["rows"], found["files"] = [], []


def _update_of_nobody(found: dict[str, Any]) -> None:
    found["rows"][-1]["contact_id"] = None


def _creation_of_somebody(found: dict[str, Any]) -> None:
    found["rows"][0]["contact_id"] = 9


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (_without_any_row, "it lists no row"),
        (_update_of_nobody, "names no contact"),
        (_creation_of_somebody, "one to create does"),
        (_without_rows, "rows"),
        (_number_as_text, "rows[1].company_id"),
        (_unknown_kind, "kind"),
        (_half_a_pair_for_a_kind, "a word"),
        (_time_without_zone, "zone"),
        (_row_too_few, "the file `updates` has 1 rows, and 0 are listed"),
        (_file_of_more_rows, "the file `import` has 2 rows, and 1 are listed"),
    ],
)
def test_a_damaged_manifest_is_refused_and_the_place_named(
    spoil: Callable[[dict[str, Any]], None], says: str
) -> None:
    """Checked field by field, and against itself."""
    found = _as_json()
    spoil(found)
    with pytest.raises(DataError) as caught:
        _read(found)
    assert "is damaged" in caught.value.message
    assert says in caught.value.message
    assert caught.value.message.isprintable()


def test_a_manifest_that_is_not_there_is_an_error_with_words(tmp_path: Path) -> None:
    """The path may be mistyped."""
    with pytest.raises(DataError, match="does not exist"):
        read_manifest(tmp_path / "x.manifest.json")
