"""The export on a real terminal of 80x24, worked as a technician works it who makes every mistake first."""

import csv
import os
from pathlib import Path

import pytest
from faults.tiers import LONG
from pty_driver import AXTUI, OnPty, environment

_ERASE = "\x15"
_BACK_TO_FILE = "\x1b[Z" * 3
"""From Cancel, over the number and the review file."""


def _type_path(app: OnPty, path: str) -> None:
    app.press(f"{_ERASE}{path}")


def _names_in(directory: Path) -> list[str]:
    return sorted(each.name for each in directory.iterdir())


def _says_nothing_is_missing(app: OnPty) -> bool:
    (line,) = (line for line in app.lines if "[ Write the file ]" in line)
    return not line.strip("│ ").partition("[ Cancel ]")[0]


@pytest.mark.skipif(not LONG, reason="AXTUI_LONG=1 walks through every mistake")
def test_every_mistake_is_said_and_none_of_them_writes_anything(read_home: Path, tmp_path: Path) -> None:
    """Wrong places, names that are taken, wrong numbers, another size; then the file, or escape."""
    for name in ("there.csv", "closed/x"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("precious")
    (tmp_path / "closed").chmod(0o500)
    with OnPty(*AXTUI, env=environment(read_home), size=(80, 24)) as app:
        app.wait_for("120 of 120")
        app.press("e")
        app.wait_for("Type 23, the number of rows, to confirm.")
        app.press(_BACK_TO_FILE)
        app.wait_for("File ", "free.")
        _type_path(app, f"{tmp_path}/nowhere/x.csv")
        app.wait_for("does not exist", "type another place")
        if os.geteuid():
            _type_path(app, f"{tmp_path}/closed/x.csv")
            app.wait_for("There is no permission")
        _type_path(app, f"{tmp_path}/{'n' * 260}.csv")
        app.wait_for("The file name is too long")
        _type_path(app, f"{tmp_path}/clo\t")
        app.wait_for("Type a file name too")
        _type_path(app, f"{tmp_path}/there.csv")
        app.wait_for("Already there: there.csv")
        app.press("\r24")
        app.wait_for("A file is there already")
        app.resize(120, 40)
        app.wait_for("Rejected (4)", "Already there: there.csv")
        app.resize(80, 24)
        app.wait_for("there.csv", "24", "A file is there already")
        app.press(_BACK_TO_FILE)
        _type_path(app, f"{tmp_path}/mine.csv")
        app.wait_for('"24" is not it.')
        app.press("\r")
        assert _names_in(tmp_path) == ["closed", "there.csv"]
        app.press("\x1b")
        app.wait_for("enter Detail")
        assert _names_in(tmp_path) == ["closed", "there.csv"]
        app.press("e")
        app.wait_for("Type 23, the number of rows, to confirm.")
        app.press(_BACK_TO_FILE)
        _type_path(app, f"{tmp_path}/mine.csv")
        app.press("\r23")
        app.wait_for("mine-rejects.csv (4)")
        app.wait_until(lambda: _says_nothing_is_missing(app), "nothing that is missing")
        app.press("\r\r")
        app.wait_for("The files are written.", "sha256", "Verify")
        app.press("\r")
        app.wait_for("enter Detail")
        app.press("q")
        assert app.exit_code() == 0
        assert app.changes_left() == set()
    assert (tmp_path / "there.csv").read_text() == "precious"
    with (tmp_path / "mine.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.reader(file))) == 24
