"""The newest manifest is found, and an outcome is kept beside it, for reading."""

import csv
import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from builders import linked
from manifests import asked, manifest

from axtui.core.contact_import.verification import verify_rows
from axtui.core.errors import CannotWriteError
from axtui.services.verification_files import newest_manifest, save_beside

NOW = datetime(2026, 11, 22, 12, 34, 56, tzinfo=UTC)


def test_the_manifest_that_was_written_last_is_found(tmp_path: Path) -> None:
    """By its time and not by its name; other files do not count."""
    for age, name in enumerate(("b.manifest.json", "c.manifest.json", "a.manifest.json")):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (1_000 - age, 1_000 - age))
    (tmp_path / "d.json").touch()
    assert newest_manifest(str(tmp_path)) == tmp_path / "b.manifest.json"


@pytest.mark.parametrize("directory", ["absent", "~nobody-of-this-name", "file"])
def test_where_no_manifest_is_there_is_none(
    directory: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A directory that cannot be looked at offers nothing; it is no error before a path is typed."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    assert newest_manifest(directory) is None
    assert newest_manifest(".") is None


def test_an_outcome_is_kept_for_reading(tmp_path: Path) -> None:
    """Private, inert in a spreadsheet, under a name with the time; nothing is ever replaced."""
    found = verify_rows(manifest(asked(name="=1+1"), asked(2, name="Two")), [linked()])
    path = save_beside(tmp_path / "acme.manifest.json", found, now=NOW)

    assert path == tmp_path / f"acme-verified-{NOW.astimezone():%Y%m%d-%H%M%S}.csv"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with path.open(encoding="utf-8-sig", newline="") as lines:
        header, first, second = csv.reader(lines)
    assert header[:2] == ["Outcome", "What is there"]
    assert (first[0], first[4], first[8]) == ("created", "'=1+1", "1")
    assert (second[0], second[4]) == ("missing", "Two")
    with pytest.raises(CannotWriteError):
        save_beside(tmp_path / "acme.manifest.json", found, now=NOW)
