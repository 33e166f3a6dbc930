"""What the export dialog says of a place before anything is written there."""

from pathlib import Path

import pytest

from axtui.core.errors import CannotWriteError
from axtui.tui.export_place import Seen, bytes_in_words, look_around, place_words, refuse_newcomers


def test_every_name_of_the_set_is_looked_at(tmp_path: Path) -> None:
    """A manifest of an earlier export is as precious as its import file."""
    (tmp_path / "x.manifest.json").touch()
    seen = look_around("x.csv", directory=str(tmp_path))
    assert seen.there == ("x.manifest.json",)
    assert "Already there: x.manifest.json." in place_words(seen, typed="x.csv")
    (tmp_path / "x-undo.csv").mkdir()
    seen = look_around("x.csv", directory=str(tmp_path))
    assert seen.problem is not None
    assert "x-undo.csv is a directory" in seen.problem.message


def test_a_file_that_has_come_since_is_not_among_those_that_may_be_replaced(tmp_path: Path) -> None:
    """What was said of some files was said of no others."""
    (tmp_path / "x.csv").touch()
    refuse_newcomers(tmp_path / "x.csv", shown=("x.csv",))
    (tmp_path / "x-undo.csv").touch()
    with pytest.raises(CannotWriteError, match=r"have come: x-undo\.csv"):
        refuse_newcomers(tmp_path / "x.csv", shown=("x.csv",))


def test_the_directory_is_said_where_the_path_does_not_say_it(tmp_path: Path) -> None:
    """And how much room there is."""
    seen = look_around("x.csv", directory=str(tmp_path))
    assert place_words(seen, typed="x.csv").startswith(f"In {tmp_path}. ")
    assert place_words(seen, typed=f"{tmp_path}/x.csv").endswith(" free.")
    assert seen.problem_for(10) is None
    assert place_words(look_around("x.txt", directory=str(tmp_path)), typed="x.txt").endswith("end in .csv.")
    too_much = seen.problem_for(10**20)
    assert too_much is not None
    assert place_words(Seen(), typed="") == ""


@pytest.mark.parametrize("typed", ["no/x.csv", "a\0b", "~nobody-of-that-name/x", "n" * 300, "\ud800"])
def test_what_is_no_place_is_said(tmp_path: Path, typed: str) -> None:
    """With a sentence for each."""
    assert look_around(typed, directory=str(tmp_path)).problem_for(0) is not None


def test_nothing_typed_is_no_place(tmp_path: Path) -> None:
    """Which is said elsewhere."""
    assert look_around(" ", directory=str(tmp_path)) == Seen()


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 B"), (1023, "1023 B"), (1536, "1.5 KiB"), (5 * 1024**4 * 1000, "5,000.0 TiB")]
)
def test_bytes_are_said_for_people(count: int, words: str) -> None:
    """In units of 1,024."""
    assert bytes_in_words(count) == words
