"""Whether the files to import are still the ones that were exported."""

import os
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from manifests import asked, manifest

from axtui.core.contact_import.file_kinds import FileKind
from axtui.core.contact_import.manifest import Manifest, ManifestFile
from axtui.core.contact_import.verification import verify_rows
from axtui.services.files_of_manifest import with_file_remarks

_DATA = b"Company ID\r\n001\r\n"


def told(name: str = "acme.csv", *, kind: FileKind = FileKind.IMPORT, data: bytes = _DATA) -> Manifest:
    """Return a manifest that tells of this file."""
    digest = sha256(data).hexdigest()
    file = ManifestFile(kind=kind, name=name, sha256=digest, rows=1, bytes=len(data))
    return replace(manifest(asked()), files=(file,))


def changed_files(manifest: Manifest, path: Path) -> tuple[str, ...]:
    """Return the remarks on the manifest's files; others come behind them."""
    verification = replace(verify_rows(manifest, ()), remarks=("Another.",))
    *said, last = with_file_remarks(verification, path).remarks
    assert last == "Another."
    return tuple(said)


@pytest.mark.parametrize("data", [b"Company ID\r\n1\r\n", b"Company ID\r\n002\r\n", b""])
def test_a_file_that_was_saved_anew_is_said(tmp_path: Path, data: bytes) -> None:
    """Of another size, or of the same size with other bytes."""
    (tmp_path / "acme.csv").write_bytes(data)
    (said,) = changed_files(told(), tmp_path / "acme.manifest.json")
    assert said.startswith("acme.csv is not the file that was exported")


@pytest.mark.parametrize("kind", list(FileKind))
def test_only_files_to_import_count(tmp_path: Path, kind: FileKind) -> None:
    """What is for reading may be saved anew by a spreadsheet without harm."""
    (tmp_path / "acme.csv").write_bytes(b"other")
    said = changed_files(told(kind=kind), tmp_path / "acme.manifest.json")
    assert bool(said) == (kind in (FileKind.IMPORT, FileKind.UPDATES))


def test_the_file_as_it_was_written_is_nothing_to_speak_of(tmp_path: Path) -> None:
    """Nor is one that was deleted after the import."""
    path = tmp_path / "acme.manifest.json"
    assert changed_files(told(), path) == ()
    (tmp_path / "acme.csv").write_bytes(_DATA)
    assert changed_files(told(), path) == ()


@pytest.mark.parametrize("name", ["../acme.csv", "/etc/hostname", "a\0b", "\ud800", "..", ""])
def test_a_name_that_leads_elsewhere_is_not_followed(tmp_path: Path, name: str) -> None:
    """A manifest may have been edited."""
    (tmp_path / "below").mkdir()
    (tmp_path / "acme.csv").write_bytes(b"other")
    assert changed_files(told(name), tmp_path / "below" / "acme.manifest.json") == ()


@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir, lambda path: path.symlink_to("other.csv")])
def test_what_is_no_plain_file_is_not_read(tmp_path: Path, make: Callable[[Path], None]) -> None:
    """A pipe would wait for ever."""
    (tmp_path / "other.csv").write_bytes(b"other")
    make(tmp_path / "acme.csv")
    assert changed_files(told(), tmp_path / "acme.manifest.json") == ()


def test_a_home_that_does_not_exist_is_nothing_to_speak_of() -> None:
    """The manifest could not be read from there either."""
    assert changed_files(told(), Path("~nobody-of-this-name/acme.manifest.json")) == ()
