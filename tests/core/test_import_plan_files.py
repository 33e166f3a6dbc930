"""Which files an export has, in which order they get their names, and what they are called."""

import pytest
from builders import contact, facts
from import_rows import link

from axtui.core.contact_import.file_kinds import FileKind, name_beside
from axtui.core.contact_import.format import format_for
from axtui.core.contact_import.plan import ImportPlan, plan_import
from axtui.core.contact_import.plan_files import kinds_of, rows_in
from axtui.core.contact_import.updates import Updates
from axtui.core.models import CompanyId
from axtui.core.notes import ReasonCode

_NEW, _EXISTING = link(1, "New Ltd"), link(2, "Old Ltd", reasons=[ReasonCode.CONTACT_EXISTS])
_REJECTED = link(3, "Long Ltd", first="x" * 51)


def _plan(*names: str) -> ImportPlan:
    rows = {"new": _NEW, "existing": _EXISTING, "rejected": _REJECTED}
    fmt = format_for(facts(), term="Company", locale="uk", encoding="utf-8")
    there = contact(20, 2, first="Ada", last="Byron", emails=("ada@acme.example",))
    return plan_import(
        [rows[name] for name in names],
        fmt,
        facts(),
        contacts_of={CompanyId(2): (there,)},
        updates=Updates(),
    )


@pytest.mark.parametrize(
    ("rows", "review", "kinds"),
    [
        ("new", False, "manifest import"),
        ("new", True, "review manifest import"),
        ("new rejected", False, "rejects manifest import"),
        ("existing", False, "undo manifest updates"),
        ("existing rejected", True, "rejects review undo manifest updates"),
        ("new existing", False, "undo updates manifest import"),
        ("new existing rejected", True, "rejects review undo updates manifest import"),
        ("rejected", True, ""),
        ("", True, ""),
    ],
)
def test_what_is_to_be_imported_gets_its_name_last(rows: str, review: bool, kinds: str) -> None:
    """Never without the undo file of its updates, nor without the manifest; and no file where none is."""
    assert " ".join(kinds_of(_plan(*rows.split()), review=review)) == kinds


def test_the_rows_of_a_file_are_counted_as_the_plan_has_them() -> None:
    """Headings and the line that says what the review is for are no rows."""
    plan = _plan("new", "existing", "rejected")
    assert {kind: rows_in(kind, plan) for kind in FileKind} == {
        FileKind.IMPORT: 1,
        FileKind.UPDATES: 1,
        FileKind.UNDO: 1,
        FileKind.REJECTS: 1,
        FileKind.REVIEW: 2,
        FileKind.MANIFEST: 3,
    }


@pytest.mark.parametrize(
    ("name", "beside"),
    [
        ("x.csv", ("x.csv", "x-updates.csv", "x.manifest.json")),
        ("x.CSV", ("x.CSV", "x-updates.csv", "x.manifest.json")),
        ("x", ("x", "x-updates.csv", "x.manifest.json")),
        ("x.csv.txt", ("x.csv.txt", "x.csv.txt-updates.csv", "x.csv.txt.manifest.json")),
        (".csv", (".csv", "-updates.csv", ".manifest.json")),
    ],
)
def test_the_other_files_are_called_after_the_import_file(name: str, beside: tuple[str, ...]) -> None:
    """So that they stand together in a list, and no two of them are one."""
    kinds = (FileKind.IMPORT, FileKind.UPDATES, FileKind.MANIFEST)
    assert tuple(name_beside(kind, name) for kind in kinds) == beside
    assert len({name_beside(kind, name) for kind in FileKind}) == len(FileKind)
