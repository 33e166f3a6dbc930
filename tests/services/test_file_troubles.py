"""Each cause for which a file cannot be written has its own sentence and its own next step."""

import errno
from pathlib import Path

import pytest

from axtui.services.file_troubles import cannot_write

_CAUSES = {
    errno.ENOENT: "does not exist",
    errno.ENOTDIR: "is not a directory",
    errno.EEXIST: "exists already",
    errno.EACCES: "no permission",
    errno.EROFS: "read-only file system",
    errno.ENAMETOOLONG: "too long",
    errno.ENOSPC: "too full",
    errno.EDQUOT: "quota",
    errno.EFBIG: "larger than a file may be",
    errno.EMFILE: "Too many files",
    errno.EIO: "The disk failed",
    errno.ENOLCK: "cannot be locked",
    errno.ESTALE: "Stale file handle",
}


@pytest.mark.parametrize("code", _CAUSES, ids=errno.errorcode.get)
def test_a_cause_is_said_with_the_path_and_what_to_do(tmp_path: Path, code: int) -> None:
    """Everything else is told in the system's own words."""
    error = cannot_write(tmp_path / "x\x1b.csv", OSError(code, ""))
    assert _CAUSES[code] in error.message
    assert str(tmp_path) in error.message
    assert error.hint
    assert str(error).isprintable()


def test_no_two_causes_read_alike(tmp_path: Path) -> None:
    """A message that fits everything helps with nothing."""
    said = {cannot_write(tmp_path / "x", OSError(code, "")).message for code in _CAUSES}
    assert len(said) == len(_CAUSES)


def test_an_error_without_a_number_is_told_too(tmp_path: Path) -> None:
    """Some libraries raise such."""
    assert "unknown cause" in str(cannot_write(tmp_path / "x", OSError("x")))


def test_a_full_disk_is_told_with_what_is_needed_and_free(tmp_path: Path) -> None:
    """Whether to delete a little or to go elsewhere depends on the figures."""
    said = str(cannot_write(tmp_path / "x", OSError(errno.ENOSPC, ""), size=1_234_567))
    assert "1,234,567 bytes are needed" in said
    assert " are free" in said
    nowhere = str(cannot_write(tmp_path / "gone" / "x", OSError(errno.ENOSPC, ""), size=1))
    assert "free" not in nowhere
