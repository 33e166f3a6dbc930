"""The export on a real terminal of 80x24, worked as a technician works it who makes every mistake first."""

import csv
import os
import random
from pathlib import Path
from signal import Signals

import pytest
from faults.figures import Figure
from faults.tiers import LONG, times
from pty_driver import AXTUI, DEMO, OnPty, environment

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


_WITH_A_SLOW_DISK = """
import sys, time
from axtui.services import file_sets

fill = file_sets._FileSet._fill

def slowly(self, partial, file):
    time.sleep(0.15)
    fill(self, partial, file)

file_sets._FileSet._fill = slowly
from axtui.__main__ import main
sys.exit(main(sys.argv[1:]))
"""
_ENDS = {"SIGTERM": 143, "SIGINT": 130, "SIGHUP": 129, "closed": 129}


@pytest.mark.fault("E06")
@pytest.mark.parametrize("turn", range(times(50, quick=1)))
def test_an_app_that_ends_while_it_writes_leaves_the_export_whole_or_absent(
    turn: int, read_home: Path, tmp_path: Path, figure: Figure
) -> None:
    """A signal, or the loss of the line, at a random moment; where files are written, that is said."""
    how = ("SIGTERM", "closed", "SIGINT", "SIGHUP")[turn % 4]
    with OnPty("-c", _WITH_A_SLOW_DISK, *DEMO, env=environment(read_home), cwd=tmp_path) as app:
        app.wait_for("120 of 120")
        app.press("e")
        app.wait_for("Type 23, the number of rows, to confirm.")
        app.press("23\r")
        app.wait_until(lambda: _says_nothing_is_missing(app), "nothing that is missing")
        app.press("\r")
        app.read(random.Random(turn).uniform(0, 0.6))  # noqa: S311  # a moment, no secret
        if how == "closed":
            code = app.hang_up()
        else:
            app.signal(Signals[how])
            code = app.exit_code()
        assert code == _ENDS[how]
        assert not app.processes_left()
        assert how == "closed" or app.changes_left() == set()
    names = _names_in(tmp_path)
    endings = [name.partition(".")[2] if "-rejects" not in name else "rejects" for name in names]
    assert sorted(endings) in ([], ["csv", "manifest.json", "rejects"]), names
    if names and how != "closed":
        said = "".join(app.said_at_the_end.split())
        assert "Theexportwaswritten:" in said or "Thefilesarewritten." in app.text
    figure("exports whole", int(bool(names)))
