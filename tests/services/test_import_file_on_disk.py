"""The files of an export on disk: each the plan's bytes, all of them or none, and the manifest true."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from builders import NOON, company, contact, customer, facts, rules, snapshot
from disk import mode_of
from import_rows import import_bytes

from axtui import __version__
from axtui.core.contact_import.file_kinds import FileKind
from axtui.core.contact_import.format import format_for
from axtui.core.contact_import.manifest import RowKind
from axtui.core.contact_import.plan import ImportPlan, plan_import
from axtui.core.contact_import.plan_files import lines_of
from axtui.core.contact_import.updates import Updates
from axtui.core.errors import CannotWriteError
from axtui.core.report import Report, build_report
from axtui.services.export import Order, keep_older_undo, write_export
from axtui.services.import_template import read_template
from axtui.services.manifest_file import read_manifest

_NAMES = ("Acme, Ltd", '=cmd("x")', "Café 中 Ltd")


def _report(*, existing: Sequence[int] = ()) -> Report:
    """Return a report of Link rows; the companies of these numbers have a contact with the address."""
    people = [(at, name, f"a{at}@x.example") for at, name in enumerate(_NAMES, start=1)]
    return build_report(
        snapshot(
            [company(at, name) for at, name, _ in people],
            [
                contact(at * 10 + which, at, emails=(email if which == 0 else f"b{email}",))
                for at, _, email in people
                if at in existing
                for which in range(2)
            ],
            [customer(f"x{at}", name, email=email) for at, name, email in people],
        ),
        rules(),
    )


def _plan(report: Report, *, updates: bool = True) -> ImportPlan:
    return plan_import(
        report.rows,
        format_for(facts(), term="Company", locale="uk", encoding="utf-8"),
        facts(),
        contacts_of=report.contacts_of,
        updates=Updates() if updates else None,
    )


def _order(path: Path, report: Report | None = None, *, overwrite: bool = False) -> Order:
    report = report or _report()
    return Order(
        plan=_plan(report), path=path, report=report, scope="3 Link rows", now=NOON, overwrite=overwrite
    )


def _names(directory: Path) -> set[str]:
    return {path.name for path in directory.iterdir()}


def test_the_file_is_the_plan_to_the_byte(tmp_path: Path) -> None:
    """And what is told of it can be checked by anyone."""
    order = _order(tmp_path / "x.csv")
    written = write_export(order)
    data = (tmp_path / "x.csv").read_bytes()
    assert data == import_bytes(order.plan)
    (file,) = written.files
    assert (file.path, file.rows, file.bytes) == (tmp_path / "x.csv", 3, len(data))
    assert file.sha256 == hashlib.sha256(data).hexdigest()
    assert written.to_import == (file,)
    assert _names(tmp_path) == {"x.csv", "x.manifest.json"}
    assert {mode_of(path) for path in tmp_path.iterdir()} == {0o600}


def test_updates_have_a_file_of_their_own_and_one_that_undoes_them(tmp_path: Path) -> None:
    """What creates contacts can be rolled back as a whole only without them."""
    order = _order(tmp_path / "x.csv", _report(existing=[2]))
    written = write_export(order)
    assert _names(tmp_path) == {"x.csv", "x-updates.csv", "x-undo.csv", "x.manifest.json"}
    assert [(file.kind, file.path.name, file.rows) for file in written.files] == [
        (FileKind.IMPORT, "x.csv", 2),
        (FileKind.UPDATES, "x-updates.csv", 1),
        (FileKind.UNDO, "x-undo.csv", 1),
    ]
    for file in written.files:
        assert file.path.read_bytes() == b"".join(lines_of(file.kind, order.plan))
    assert [file.kind for file in written.to_import] == [FileKind.IMPORT, FileKind.UPDATES]


def test_what_is_for_reading_stands_beside_it(tmp_path: Path) -> None:
    """Rejects wherever there are some, the review where it is wished."""
    report = build_report(
        snapshot(
            [company(1), company(2, "Half \ud83d Ltd")],
            [],
            [customer("x1"), customer("x2", "Half \ud83d Ltd")],
        ),
        rules(),
    )
    order = replace(_order(tmp_path / "x.csv", report), review=True)
    written = write_export(order)
    assert [(file.kind, file.rows) for file in written.files] == [
        (FileKind.IMPORT, 1),
        (FileKind.REVIEW, 1),
        (FileKind.REJECTS, 1),
    ]
    assert all(file.path.read_bytes() == b"".join(lines_of(file.kind, order.plan)) for file in written.files)
    assert read_manifest(tmp_path / "x.manifest.json").rejected[0].company == "Half \ud83d Ltd"


def test_updates_alone_make_no_file_that_creates(tmp_path: Path) -> None:
    """Theirs is then the only one to import."""
    written = write_export(_order(tmp_path / "x.csv", _report(existing=[1, 2, 3])))
    assert _names(tmp_path) == {"x-updates.csv", "x-undo.csv", "x.manifest.json"}
    (file,) = written.to_import
    assert (file.kind, file.path, file.rows) == (FileKind.UPDATES, tmp_path / "x-updates.csv", 3)


def test_the_manifest_tells_of_every_file_and_row(tmp_path: Path) -> None:
    """Checksums as they are on the disk; what was read when, under which rule; whom the rows mean."""
    order = _order(tmp_path / "x.csv", _report(existing=[2]))
    written = write_export(order)
    assert written.manifest == tmp_path / "x.manifest.json"
    manifest = read_manifest(tmp_path / "x.manifest.json")
    assert {file.name: file.sha256 for file in manifest.files} == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in tmp_path.iterdir()
        if path != written.manifest
    }
    assert (manifest.axtui, manifest.profile, manifest.rule) == (__version__, "acme", "name")
    assert (manifest.written_at, manifest.autotask_at, manifest.scope) == (NOON, NOON, "3 Link rows")
    assert (manifest.udf_id, manifest.udf_value, manifest.udf_cell) == (29680003, "Accounts", "Accounts")
    assert manifest.template is None
    assert [(row.kind, row.company, row.contact_id, row.email) for row in manifest.rows] == [
        (RowKind.CREATE, "Acme, Ltd", None, "a1@x.example"),
        (RowKind.CREATE, "Café 中 Ltd", None, "a3@x.example"),
        (RowKind.UPDATE, '=cmd("x")', 20, "a2@x.example"),
    ]


def test_the_manifest_names_the_template_by_its_checksum(tmp_path: Path) -> None:
    """A name alone says little after the next download."""
    header = b"Company ID,First Name,Last Name,Email Address,Contact UDF:29680003 Position\n"
    (tmp_path / "t.csv").write_bytes(header)
    template = read_template(tmp_path / "t.csv")
    write_export(replace(_order(tmp_path / "x.csv"), template=template))
    manifest = read_manifest(tmp_path / "x.manifest.json")
    assert (manifest.template, manifest.template_sha256) == ("t.csv", hashlib.sha256(header).hexdigest())


def test_rows_that_stand_in_no_file_stand_in_the_manifest_with_the_reason(tmp_path: Path) -> None:
    """Every row of the report that was meant is accounted for."""
    report = _report(existing=[2])
    order = replace(_order(tmp_path / "x.csv", report), plan=_plan(report, updates=False))
    write_export(order)
    manifest = read_manifest(tmp_path / "x.manifest.json")
    (refusal,) = manifest.left_out
    assert (refusal.company_id, refusal.company, refusal.reason) == (
        2,
        '=cmd("x")',
        order.plan.left_out[0].reason,
    )
    assert len(manifest.rows) + len(manifest.left_out) + len(manifest.rejected) == order.plan.total


@pytest.mark.parametrize("name", ["x.csv", "x.manifest.json", "x-updates.csv", "x-rejects.csv"])
def test_nothing_is_written_where_one_of_the_names_is_taken(tmp_path: Path, name: str) -> None:
    """It may be of another profile; and an old file of updates would be taken for one of this export."""
    (tmp_path / name).write_bytes(b"old")
    with pytest.raises(CannotWriteError, match=name):
        write_export(_order(tmp_path / "x.csv"))
    assert _names(tmp_path) == {name}
    assert (tmp_path / name).read_bytes() == b"old"


def test_files_are_replaced_where_that_is_said_and_none_of_an_earlier_export_is_left(tmp_path: Path) -> None:
    """The old updates would otherwise be imported with the new rows."""
    write_export(_order(tmp_path / "x.csv", _report(existing=[1])))
    (tmp_path / "mine.csv").write_bytes(b"mine")
    order = _order(tmp_path / "x.csv", overwrite=True)
    write_export(order)
    assert _names(tmp_path) == {"x.csv", "x.manifest.json", "mine.csv"}
    assert (tmp_path / "x.csv").read_bytes() == import_bytes(order.plan)


@pytest.mark.parametrize("existing", [(), (1,)])
def test_an_undo_file_with_more_than_the_new_one_is_kept(tmp_path: Path, existing: tuple[int, ...]) -> None:
    """Once its updates are imported, it is all there is of what the contacts held."""
    write_export(_order(tmp_path / "x.csv", _report(existing=[1, 2])))
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(CannotWriteError, match=r"x-undo\.csv holds what contacts held"):
        keep_older_undo(_order(tmp_path / "x.csv", _report(existing=existing), overwrite=True))
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_an_undo_file_is_replaced_by_one_that_holds_it_all(tmp_path: Path) -> None:
    """As where the same export is made once more, before anything was imported."""
    write_export(_order(tmp_path / "x.csv", _report(existing=[1])))
    keep_older_undo(_order(tmp_path / "x.csv", _report(existing=[1, 2]), overwrite=True))
    keep_older_undo(_order(tmp_path / "y.csv", overwrite=True))


@pytest.mark.parametrize("name", ["x.csv", "x-updates.csv", "x-review.csv"])
def test_the_template_is_never_replaced(tmp_path: Path, name: str) -> None:
    """Nor does it go as a file of an earlier export; it may be an export that cannot be made again."""
    header = b"Company ID,First Name,Last Name,Email Address,Contact UDF:29680003 Position\n"
    (tmp_path / name).write_bytes(header)
    (tmp_path / "link.csv").symlink_to(tmp_path / name)
    template = read_template(tmp_path / "link.csv")
    with pytest.raises(CannotWriteError, match="is the template itself"):
        write_export(replace(_order(tmp_path / "x.csv", overwrite=True), template=template))
    assert _names(tmp_path) == {name, "link.csv"}
    assert (tmp_path / name).read_bytes() == header


def test_a_directory_is_not_a_file(tmp_path: Path) -> None:
    """No name is made up."""
    (tmp_path / "x.csv").mkdir()
    with pytest.raises(CannotWriteError, match="is a directory"):
        write_export(_order(tmp_path / "x.csv", overwrite=True))
