"""Where an export is asked to go and cannot, or should not; and the same bytes in every locale."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from faults.figures import Figure

from axtui.core.errors import CannotWriteError
from axtui.services.export import export_path
from axtui.services.file_sets import ToWrite, write_together
from axtui.services.places import look_at

_TAKEN: Final[dict[str, tuple[Callable[[Path], object], str]]] = {
    "a file": (lambda path: path.write_bytes(b"old"), "exists already"),
    "a hard link": (lambda path: path.hardlink_to(path.parent / "other"), "exists already"),
    "a link": (lambda path: path.symlink_to("other"), "is a symbolic link"),
    "a link to nothing": (lambda path: path.symlink_to("nowhere"), "is a symbolic link"),
    "a directory": (Path.mkdir, "is a directory"),
    "a pipe": (os.mkfifo, "is a device, a pipe"),
}


@pytest.mark.fault("C07")
@pytest.mark.parametrize("what", _TAKEN)
def test_what_has_the_name_is_left_as_it_is(tmp_path: Path, what: str) -> None:
    """Only a plain file is replaced, and only when that is said; what a link leads to, never."""
    other, path = tmp_path / "other", tmp_path / "x.csv"
    other.write_bytes(b"of another")
    make, says = _TAKEN[what]
    make(path)
    before = path.lstat()
    assert says in _refusal(path, overwrite=False)
    assert path.lstat() == before
    if says == "exists already":
        write_together(_new(path), overwrite=True)
        assert path.read_bytes() == b"new"
    else:
        assert says in _refusal(path, overwrite=True)
        assert path.lstat() == before
    assert other.read_bytes() == b"of another"
    assert set(tmp_path.iterdir()) == {other, path}


def _new(path: Path) -> list[ToWrite]:
    return [ToWrite(path=path, chunks=[b"new"])]


def _refusal(path: Path, *, overwrite: bool) -> str:
    with pytest.raises(CannotWriteError) as caught:
        write_together(_new(path), overwrite=overwrite)
    assert caught.value.hint
    return str(caught.value)


_TYPED: Final = {
    "gone/x.csv": "The directory {own}/gone does not exist. Make it: mkdir -p {own}/gone",
    "read-only/x.csv": "There is no permission to write {own}/read-only/x.csv.",
    "closed/x.csv": "There is no permission to write {own}/closed/x.csv.",
    "x" * 256: "The file name is too long",
    "a/b.csv": "The directory {own}/a does not exist.",
    "a\0b.csv": "a␀b.csv holds a character that no file name can hold.",
    "..": "{own}/.. is a directory",
    "~nobody-at-all/x.csv": "there is no such home directory",
}


@pytest.mark.fault("C09")
@pytest.mark.parametrize("typed", _TYPED, ids=lambda typed: ascii(typed)[:20])
def test_a_path_that_cannot_be_has_its_own_message(own: Path, typed: str) -> None:
    """Before the confirmation as at the write, for a user whom permissions hold; nothing is made or left."""
    for name, mode in (("read-only", 0o500), ("closed", 0o000)):
        (own / name).mkdir(mode)
    before = set(own.iterdir())
    said = {_said(typed, own, look=look) for look in (False, True)}
    (own / "closed").chmod(0o700)
    assert len(said) == 1
    assert _TYPED[typed].format(own=own) in said.pop()
    assert set(own.iterdir()) == before


def _said(typed: str, directory: Path, *, look: bool) -> str:
    with pytest.raises(CannotWriteError) as caught:
        _go_to(export_path(typed, directory=str(directory)), look=look)
    assert caught.value.hint
    return str(caught.value)


def _go_to(path: Path, *, look: bool) -> None:
    if not look:
        write_together(_new(path), overwrite=True)
    elif problem := look_at(path).problem:
        raise problem


_LOCALES: Final = (
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LC_ALL": "C.UTF-8"},
    {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LC_ALL": "en_US.ISO-8859-1", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
)
_PROGRAM: Final = """
import sys
from pathlib import Path
from builders import company, customer, facts, rules, snapshot
from axtui.core.contact_import.format import format_for
from axtui.core.contact_import.plan import import_lines, plan_import
from axtui.core.report import build_report
from axtui.services.file_sets import ToWrite, write_together

names = ["Caf\\u00e9 \\u4e2d Ltd", "a\\u0085b\\r\\n=c", "Zo\\u00eb \\U0001f600"]
companies = [company(at, name) for at, name in enumerate(names, start=1)]
customers = [customer(f"x{at}", name, email=f"a{at}@x.example") for at, name in enumerate(names)]
report = build_report(snapshot(companies, customers=customers), rules())
fmt = format_for(facts(), term="Company", locale="uk", encoding="utf-8")
plan = plan_import(report.rows, fmt, facts())
assert len(plan.rows) == len(names)
write_together([ToWrite(path=Path(sys.argv[1]), chunks=import_lines(plan))], overwrite=False)
"""


@pytest.mark.fault("C06")
def test_the_bytes_are_the_same_in_every_locale(tmp_path: Path, figure: Figure) -> None:
    """Also without UTF-8, where Python would take ASCII; a name with other letters is written as typed."""
    found = set()
    for at, locale in enumerate(_LOCALES):
        path = tmp_path / f"Zoë {at}.csv"
        _export(path, locale)
        found.add(path.read_bytes())
    assert len(found) == 1
    assert len(list(tmp_path.iterdir())) == len(_LOCALES)
    figure("locales", len(_LOCALES))


def _export(path: Path, locale: dict[str, str]) -> None:
    environment = {"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(sys.path), **locale}
    found = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-c", _PROGRAM, path], env=environment, capture_output=True, check=False
    )
    assert found.returncode == 0, found.stderr
