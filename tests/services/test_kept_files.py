"""What an export never replaces: the template that it is made in, and what only an older undo file holds."""

import hashlib
from pathlib import Path

import pytest

from axtui.core.errors import CannotWriteError
from axtui.services.kept_files import refuse_older_undo, refuse_template

_TEMPLATE = b"Company ID,First Name\r\n"
_SUM = hashlib.sha256(_TEMPLATE).hexdigest()


def test_the_template_is_known_by_its_bytes(tmp_path: Path) -> None:
    """Under whatever name; other files, and names without one, are no matter."""
    (tmp_path / "other.csv").write_bytes(b"Company ID\r\n")
    (tmp_path / "mine.csv").write_bytes(_TEMPLATE)
    refuse_template([tmp_path / "other.csv", tmp_path / "gone.csv", tmp_path, Path("/dev/null")], _SUM)
    with pytest.raises(CannotWriteError, match=r"mine\.csv is the template itself"):
        refuse_template([tmp_path / "other.csv", tmp_path / "mine.csv"], _SUM)


@pytest.mark.parametrize("old", [b"", b"a\r\n", b"b\na\n"])
def test_an_undo_file_that_the_new_one_holds_may_go(tmp_path: Path, old: bytes) -> None:
    """The same export once more."""
    (tmp_path / "undo.csv").write_bytes(old)
    refuse_older_undo(tmp_path / "undo.csv", [b"a\r\n", b"b\r\n"])
    refuse_older_undo(tmp_path / "gone.csv", [])


def test_an_undo_file_with_more_in_it_stays(tmp_path: Path) -> None:
    """It may be the only copy of what contacts held."""
    (tmp_path / "undo.csv").write_bytes(b"a\r\nc\r\n")
    with pytest.raises(CannotWriteError, match="only copy") as caught:
        refuse_older_undo(tmp_path / "undo.csv", [b"a\r\n", b"b\r\n"])
    assert "delete the file first" in caught.value.hint
