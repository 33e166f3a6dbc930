"""The person's template from the disk: which files are read, which are refused and why, and what follows."""

import hashlib
import os
from pathlib import Path

import pytest
from builders import facts

from axtui.core.errors import ConfigError
from axtui.services.config import ExportProfile
from axtui.services.import_template import MOST_BYTES, chosen_format, read_template, template_at

_HEADER = (
    b"Client ID;[required] Client Name;[required] First Name;[required] Last Name;"
    b"[required] Email Address;Contact UDF:29680003 Position\r\n"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A template with semicolons."""
    made = tmp_path / "Contact Import.csv"
    made.write_bytes(_HEADER)
    return made


def test_a_template_is_read_with_its_checksum(path: Path) -> None:
    """The checksum is the file's, so that a manifest can say which template was used."""
    template = read_template(path)
    assert template.name == "Contact Import.csv"
    assert template.header_line == _HEADER
    assert template.sha256 == hashlib.sha256(_HEADER).hexdigest()


def test_a_path_may_begin_at_home_or_where_the_program_was_started(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As for every path that is typed."""
    monkeypatch.setenv("HOME", str(path.parent))
    monkeypatch.chdir(path.parent)
    assert read_template(Path("~/Contact Import.csv")) == read_template(path)
    assert template_at("  Contact Import.csv ") == read_template(path)


@pytest.mark.parametrize("typed", ["", "  "])
def test_an_empty_path_names_no_template(typed: str) -> None:
    """An emptied field or an empty flag asks for the built-in columns."""
    assert template_at(typed) is None


def test_a_link_is_followed(path: Path) -> None:
    """What is only read may stand anywhere."""
    link = path.with_name("link.csv")
    link.symlink_to(path)
    assert read_template(link).header == read_template(path).header


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("missing.csv", "does not exist"),
        ("Contact Import.csv/x", "does not exist"),
        (".", "is no plain file"),
        ("pipe", "is no plain file"),
        ("~no-such-user/x.csv", "no such home directory"),
        ("a\0b", "no file name can hold"),
        ("a\ud800b", "no file name can hold"),
        ("x" * 300, "File name too long"),
        ("large", "larger than 64 MiB"),
    ],
)
def test_what_cannot_be_a_template_is_refused(
    typed: str, says: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each in its own words, none after a wait, and with the way to a template."""
    monkeypatch.chdir(path.parent)
    os.mkfifo("pipe")
    Path("large").touch()
    os.truncate("large", MOST_BYTES + 1)
    with pytest.raises(ConfigError) as caught:
        read_template(Path(typed))
    assert says in caught.value.message
    assert caught.value.message.isprintable()
    assert "Download import template" in caught.value.hint


def test_a_file_that_is_no_template_is_refused_by_name(path: Path) -> None:
    """The message names the file, because the setting may have been made long ago."""
    path.write_bytes(b"name,price\r\n")
    with pytest.raises(ConfigError, match=r"Contact Import\.csv"):
        read_template(path)


def test_the_template_decides_the_format(path: Path) -> None:
    """Its words and its form; the configured words are for files without one."""
    settings = ExportProfile(term="Site", encoding="cp1252")
    chosen = chosen_format(facts(), settings, template=read_template(path))
    assert chosen.header[0] == "Client ID"
    assert chosen.dialect.delimiter == ";"
    built_in = chosen_format(facts(), settings, template=None)
    assert built_in.header[0] == "Site ID"
    assert (built_in.is_our_reading, chosen.is_our_reading) == (True, False)
