"""Two names drawn letter under letter."""

import pytest
from faults.tiers import times
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from axtui.tui.aligned_lines import aligned_lines
from axtui.tui.row_lines import Layout, Look, plain_detail

NAMES = st.text(st.sampled_from("aAbB &é\u0301\u200b\u00a0\u0410'日👩\ufe0f\x1b\n"), max_size=40) | st.text(
    max_size=40
)


def drawn(ours: str, theirs: str, *, width: int = 76, ascii_only: bool = False) -> list[str]:
    """Return the lines as text."""
    layout = Layout(width=width)
    return list(plain_detail(aligned_lines(ours, theirs, layout, ascii_only=ascii_only)))


@given(NAMES, NAMES, st.integers(24, 140))
@example("\u0301", "", 24)
@example("日本" * 20, "日木" * 20, 25)
@settings(max_examples=times(4_000, quick=100), deadline=None)
def test_both_names_and_their_marks_are_of_one_width(ours: str, theirs: str, width: int) -> None:
    """Whatever the letters take; every line fits and can be shown, and the names are broken together."""
    lines = tuple(aligned_lines(ours, theirs, Layout(width=width), ascii_only=False))
    text = ["".join(piece.text for piece in line) for line in lines]
    assert all(cell_len(each) <= width and each.isprintable() for each in text)
    mine = [cell_len(each) for each in text if each.strip(" ").startswith("Autotask  ")]
    other = [cell_len(each) for each in text if each.strip(" ").startswith("Xero  ")]
    assert mine == other
    marks = [piece for line in lines for piece in line if piece.look is Look.MARK and piece.text.strip()]
    assert bool(marks) is (ours != theirs)


def test_letters_stand_under_letters() -> None:
    """A dot where a side has nothing, a sign for a space that counts, and what each mark means."""
    assert drawn("Smith & Sons Ltd", "Smith and Sons  Limited")[:4] == [
        "  Autotask          Smith &·· Sons ·Ltd····",
        "  Xero              Smith and Sons ␣Limited",
        "                          ~~~      +~~~~~~~",
        "  + only in Xero, ~ the same in another form",
    ]


def test_plain_characters_are_enough() -> None:
    """Where a terminal draws no others."""
    assert drawn("Ac  me", "Acme", ascii_only=True)[:3] == [
        "  Autotask          Ac__me",
        "  Xero              Ac..me",
        "                      --",
    ]


def test_what_cannot_be_seen_has_a_place_of_its_own() -> None:
    """And a mark of its own."""
    assert drawn("Ac\u200bme", "Bcme")[:4] == [
        "  Autotask          Ac�me",
        "  Xero              Bc·me",
        "                    ^ !",
        "  ^ another letter, ! nothing is drawn for it",
    ]


@pytest.mark.parametrize(("ours", "theirs"), [("日本語 Ltd", "日本 Ltd"), ("Cafe\u0301 X", "Cafe Y")])
def test_wide_and_joined_letters_keep_their_places(ours: str, theirs: str) -> None:
    """A wide letter takes two cells on both sides, an accent none."""
    mine, other, marks = drawn(ours, theirs)[:3]
    assert cell_len(mine) == cell_len(other) >= cell_len(marks)


def test_long_names_are_broken_together() -> None:
    """An empty line between the parts."""
    lines = drawn("a" * 30 + "x", "a" * 30 + "y", width=36)
    assert [line.split()[0] for line in lines if line][:4] == ["Autotask", "Xero", "Autotask", "Xero"]
    assert lines[2] == ""


def test_equal_names_have_no_marks() -> None:
    """There is nothing to say of them."""
    assert drawn("Acme", "Acme") == ["  Autotask          Acme", "  Xero              Acme"]
