"""The import file on disk: where it goes, what it is called, and that it is exactly the plan's bytes."""

import csv
import hashlib
import socket
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from builders import company, customer, facts, rules, snapshot
from disk import mode_of

from axtui.core.contact_import.format import format_for
from axtui.core.contact_import.plan import ImportPlan, import_bytes, plan_import
from axtui.core.errors import CannotWriteError
from axtui.core.report import build_report
from axtui.services.export import copy_line, copy_line_from_here, default_name, export_path, write_import


def _plan() -> ImportPlan:
    names = ["Acme, Ltd", '=cmd("x")', "Café 中 Ltd"]
    report = build_report(
        snapshot(
            [company(at, name) for at, name in enumerate(names, start=1)],
            customers=[customer(f"x{at}", name, email=f"a{at}@x.example") for at, name in enumerate(names)],
        ),
        rules(),
    )
    return plan_import(
        report.rows, format_for(facts(), term="Company", locale="uk", encoding="utf-8"), facts()
    )


def test_the_file_is_the_plan_to_the_byte(tmp_path: Path) -> None:
    """And what is told of it can be checked by anyone."""
    plan, path = _plan(), tmp_path / "x.csv"
    written = write_import(plan, path, overwrite=False)
    data = path.read_bytes()
    assert data == import_bytes(plan)
    assert (written.path, written.rows, written.bytes) == (path, 3, len(data))
    assert written.sha256 == hashlib.sha256(data).hexdigest()
    assert len(list(csv.reader(data.decode().splitlines()))) == 4
    assert mode_of(path) == 0o600


def test_an_existing_file_is_replaced_only_when_that_is_said(tmp_path: Path) -> None:
    """It may be the file of another profile."""
    path = tmp_path / "x.csv"
    path.write_bytes(b"old")
    with pytest.raises(CannotWriteError, match="exists already"):
        write_import(_plan(), path, overwrite=False)
    assert path.read_bytes() == b"old"
    write_import(_plan(), path, overwrite=True)
    assert path.read_bytes() == import_bytes(_plan())


def test_a_directory_is_not_a_file(tmp_path: Path) -> None:
    """No name is made up."""
    with pytest.raises(CannotWriteError, match="is a directory"):
        write_import(_plan(), tmp_path, overwrite=True)


@pytest.mark.parametrize(
    ("typed", "directory", "path"),
    [
        ("x.csv", ".", "here/x.csv"),
        ("x.csv", "imports", "here/imports/x.csv"),
        ("sub/x.csv", "~/imports", "home/imports/sub/x.csv"),
        ("~/x.csv", "imports", "home/x.csv"),
        ("/srv/x.csv", "~/imports", "/srv/x.csv"),
        ("", "imports", "here/imports"),
    ],
)
def test_a_typed_path_is_relative_to_the_configured_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, directory: str, path: str
) -> None:
    """The directory is relative to where the program was started; `~` is home in both."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert export_path(typed, directory=directory) == tmp_path / path


def test_a_home_that_does_not_exist_is_refused() -> None:
    """A user name after `~` may be mistyped."""
    with pytest.raises(CannotWriteError, match="~no-such-user/x"):
        export_path("~no-such-user/x.csv")


def test_a_start_directory_that_is_gone_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative path has nothing to be relative to."""
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(CannotWriteError, match="has been removed"):
        export_path("x.csv")


@pytest.mark.parametrize(
    ("path", "user", "line"),
    [
        ("/srv/x.csv", "ada", "scp ada@jump:/srv/x.csv ."),
        ("/srv/x.csv", "", "scp jump:/srv/x.csv ."),
        ("/srv/my file's.csv", "ada", "scp 'ada@jump:/srv/my file'\"'\"'s.csv' ."),
        ("/srv/$(id).csv", "ada", "scp 'ada@jump:/srv/$(id).csv' ."),
        ("/srv/a\nb.csv", "ada", ""),
        ("/srv/\x1b[2Jb.csv", "ada", ""),
    ],
)
def test_the_line_that_fetches_a_file_can_be_pasted(path: str, user: str, line: str) -> None:
    """One word for the shell, whatever the name holds; no line at all where a terminal would be steered."""
    assert copy_line(Path(path), host="jump", user=user) == line


def test_a_file_of_this_machine_is_fetched_by_who_wrote_it() -> None:
    """The host is called as it calls itself, as in the line for signing in."""
    host = socket.gethostname()
    path = Path("/srv/x.csv")
    assert copy_line_from_here(path, {"USER": "ada"}) == f"scp ada@{host}:/srv/x.csv ."
    assert copy_line_from_here(path, {"LOGNAME": "ada"}) == f"scp ada@{host}:/srv/x.csv ."
    assert copy_line_from_here(path, {}) == f"scp {host}:/srv/x.csv ."


def test_the_offered_name_tells_profile_and_local_time() -> None:
    """A person looks for the file by the clock on their wall."""
    now = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    assert default_name("acme", now, zone=timezone(timedelta(hours=11))) == "axtui-acme-20260303-1030.csv"
    assert default_name("acme", now) == f"axtui-acme-{now.astimezone():%Y%m%d-%H%M}.csv"
