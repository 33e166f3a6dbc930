"""What is shown for the terminal's own selection, and what brings the app back."""

import asyncio
import os
import pty
import termios
import tty
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from axtui.core.cells import COLUMNS, Column
from axtui.tui.lent_terminal import show_until_typed
from axtui.tui.plain_text import ends_plain_text, report_text, rows_as_text

TITLES = ("Company", "E-mail")
ROWS = (("Acme Ltd", "ada@acme.example"), ("日本", "b@c"))


def test_rows_that_fit_are_a_table() -> None:
    """Columns as wide as their broadest value; wide letters take two cells."""
    assert rows_as_text(TITLES, ROWS, on_screen=(3, 3), width=26).splitlines() == [
        "Company   E-mail",
        "Acme Ltd  ada@acme.example",
        "日本      b@c",
    ]


def test_rows_that_do_not_fit_stay_whole() -> None:
    """Columns keep their places as far as they can; the terminal breaks the line, nobody else."""
    assert rows_as_text(TITLES, ROWS, on_screen=(5, 9), width=25).splitlines() == [
        "Company  E-mail",
        "Acme Ltd  ada@acme.example",
        "日本   b@c",
    ]
    no_wider_than_it_needs = rows_as_text(TITLES, ROWS, on_screen=(20, 9), width=25)
    assert no_wider_than_it_needs == rows_as_text(TITLES, ROWS, on_screen=(3, 3), width=26)


@given(st.lists(st.tuples(st.text("ab é", max_size=9), st.text("xyz", max_size=9))), st.integers(1, 60))
def test_every_value_is_there_in_full(rows: list[tuple[str, str]], width: int) -> None:
    """At any width."""
    text = rows_as_text(TITLES, rows, on_screen=(4, 4), width=width)
    assert all(cell.rstrip() in text for row in rows for cell in row)


def test_without_rows_there_are_the_headings() -> None:
    """An empty report is no reason to fail."""
    assert rows_as_text(TITLES, (), on_screen=(9, 9), width=80) == "Company  E-mail"


def test_what_is_shown_of_a_report_stands_under_its_head() -> None:
    """The columns of the screen in their order, and marks where there are any."""
    rows = [tuple(f"{column} {row}" for column in COLUMNS) for row in (1, 2)]
    columns = ((Column.NOTE, 11), (Column.COMPANY, 20))
    assert report_text(("acme", "2 of 9"), rows, marked=(False, True), columns=columns, width=80) == (
        "acme\n2 of 9\n\nMark  Note    Company\n      note 1  company 1\n*     note 2  company 2"
    )
    bare = report_text((), rows, marked=(False, False), columns=columns, width=80)
    assert "Mark" not in bare


@pytest.mark.parametrize(
    ("typed", "ends"),
    [
        *((typed, True) for typed in ("\r", "\n", "x\n", "q", "L", "\x03", "\x1b")),
        *((typed, False) for typed in ("\x1b[A", "x", "\x1a", "quit")),
    ],
)
def test_what_brings_the_app_back(typed: str, ends: bool) -> None:
    """Arrows and stray letters do not, nor does ctrl+z."""
    assert ends_plain_text(typed) is ends


@pytest.fixture
def line() -> Iterator[tuple[int, int]]:
    """Both ends of a terminal: the person's and the program's."""
    person, program = pty.openpty()
    yield person, program
    os.close(person)
    os.close(program)


async def _until_quiet(program: int) -> None:
    for _ in range(10_000):
        if not termios.tcgetattr(program)[tty.LFLAG] & termios.ECHO:
            return
        await asyncio.sleep(0)
    raise AssertionError("keys are echoed")


async def test_the_text_stands_until_the_key_and_the_line_is_as_it_was(line: tuple[int, int]) -> None:
    """While it waits no key is echoed, and ctrl+c and ctrl+s are keys like any other."""
    person, program = line
    before = termios.tcgetattr(program)
    written: list[str] = []
    showing = asyncio.create_task(
        show_until_typed("text", keyboard=program, write=written.append, ends=ends_plain_text)
    )
    await _until_quiet(program)
    during = termios.tcgetattr(program)
    assert not during[tty.LFLAG] & (termios.ECHO | termios.ICANON | termios.ISIG)
    assert not during[tty.IFLAG] & termios.IXON
    os.write(person, b"x")
    os.write(person, b"\x03")
    assert "\x03" in await showing
    assert (written, termios.tcgetattr(program)) == (["text"], before)


async def test_whoever_ends_the_program_meanwhile_gets_the_line_back(line: tuple[int, int]) -> None:
    """A signal cancels what waits."""
    _, program = line
    before = termios.tcgetattr(program)
    written: list[str] = []
    showing = asyncio.create_task(
        show_until_typed("text", keyboard=program, write=written.append, ends=ends_plain_text)
    )
    await _until_quiet(program)
    showing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await showing
    assert termios.tcgetattr(program) == before
