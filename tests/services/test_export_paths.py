"""Where an export goes, what it is called at first, and the line that fetches it."""

import socket
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from axtui.core.errors import CannotWriteError
from axtui.services.export_paths import copy_line, copy_line_from_here, default_name, export_path


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
