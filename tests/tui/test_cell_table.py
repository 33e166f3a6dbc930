"""The preview of an import file: every row and column of it, to the letter, drawn only where one looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

import pytest
from textual.app import App, ComposeResult

from axtui.tui.widgets.cell_table import CellTable, column_widths, heading_lines, next_remark

HEADER = ("Company ID", "[required] Company Name", "Contact ID [updates only]", "Position")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of a file."""

    cells: tuple[str, ...]


class Counting(Sequence[Line]):
    """50,000 rows that count how often one is asked for."""

    def __init__(self) -> None:
        self.asked = 0

    def __len__(self) -> int:
        return 50_000

    @overload
    def __getitem__(self, at: int) -> Line: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Line]: ...

    def __getitem__(self, at: int | slice) -> Line | Sequence[Line]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        self.asked += 1
        return line(str(at), f"Name {at}")


def line(*cells: str) -> Line:
    """Return a row with blank cells after these."""
    return Line(cells=(*cells, *[""] * (len(HEADER) - len(cells))))


def remark(cell: str) -> str:
    """Remark on what begins with an equals sign."""
    return "begins like a formula" if cell.startswith("=") else ""


class Showing(App[None]):
    """Shows one file."""

    def __init__(self, rows: Sequence[Line]) -> None:
        super().__init__()
        self.preview = CellTable(remark)
        self.rows = rows

    def compose(self) -> ComposeResult:
        yield self.preview

    def on_mount(self) -> None:
        self.preview.show(HEADER, self.rows)

    @property
    def seen(self) -> list[str]:
        """What stands in the lines of the table."""
        return [self.preview.render_line(y).text for y in range(self.preview.size.height)]


async def test_a_file_of_any_length_costs_what_is_in_sight() -> None:
    """First and last row are a key away, and the rows between are not looked at."""
    rows = Counting()
    app = Showing(rows)
    async with app.run_test(size=(60, 12)) as pilot:
        assert "Name 0" in app.seen[2]
        await pilot.press("tab", "G")
        assert "Name 49999" in app.seen[-1]
        assert app.preview.row == 49_999
        assert rows.asked < 500
        assert " ".join(app.seen[1].split()) == "Company ID Company Name [updates only] Position"


async def test_the_chosen_cell_is_whole_and_in_sight() -> None:
    """A long value is cut on the screen, not in what is said of the chosen cell."""
    app = Showing([line("1", "x" * 100, "", "=1+1"), line("2", "\x1b[31m")])
    async with app.run_test(size=(40, 12)) as pilot:
        assert "!" not in app.seen[3]
        await pilot.press("tab", "right")
        assert "xxx…" in app.seen[2]
        assert (app.preview.heading, app.preview.cell) == (HEADER[1], "x" * 100)
        await pilot.press("end")
        assert app.preview.cell == "=1+1"
        assert "!=1+1" in app.seen[2]
        await pilot.press("down", "left", "left")
        assert app.preview.cell == "\x1b[31m"
        assert "␛[31m" in app.seen[3]
        await pilot.press("n")
        assert app.preview.cell == "=1+1"
        await pilot.press("home", "g")
        assert app.preview.cell == "1"
        assert app.seen[2].startswith(" 1")


async def test_a_click_chooses_the_cell_under_the_pointer() -> None:
    """Also in a table that is scrolled; one on the headings chooses none."""
    app = Showing([line(str(at), f"Name {at}") for at in range(50)])
    async with app.run_test(size=(60, 12)) as pilot:
        preview = app.preview
        await pilot.click(preview, offset=(15, 3))
        assert (preview.row, preview.heading) == (1, HEADER[1])
        preview.focus()
        await pilot.press("G")
        await pilot.click(preview, offset=(3, 2))
        assert preview.row > 30
        assert preview.heading == HEADER[0]
        await pilot.click(preview, offset=(15, 0))
        assert preview.heading == HEADER[0]
        await pilot.press("pageup", "pageup", "pageup", "pageup", "pageup", "pageup")
        assert preview.row == 0


async def test_another_file_begins_at_its_first_cell() -> None:
    """And one without rows has headings and no cell."""
    app = Showing([line("1", "a"), line("2", "b")])
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("tab", "G", "end")
        app.preview.show(HEADER, [])
        await pilot.press("down", "right", "n", "end", "G", "pagedown")
        assert (app.preview.row, app.preview.heading, app.preview.cell) == (0, "", "")
        assert "Company ID" in app.seen[1]


@pytest.mark.parametrize(
    ("heading", "lines"),
    [
        ("[required] First Name", ("[required]", "First Name")),
        ("Contact ID [updates only]", ("Contact ID", "[updates only]")),
        ("Company ID", ("", "Company ID")),
        ("Accepts Task/Ticket Email (yes or no)", ("Accepts Task/Ticket", "Email (yes or no)")),
        ("Contact UDF:1 Position", ("Contact UDF:1", "Position")),
        ("a\tb", ("", "a␉b")),
    ],
)
def test_a_heading_is_broken_in_two(heading: str, lines: tuple[str, str]) -> None:
    """No character of it is lost but the space."""
    assert heading_lines(heading) == lines


def test_wide_letters_count_for_what_they_take() -> None:
    """And no column takes the whole screen."""
    headings = (("", "ab"), ("", "b"))
    rows = [Line(cells=("株式会社", "y" * 99))]
    assert column_widths(headings, rows) == (8, 28)


def test_the_next_remark_is_found_round_the_end() -> None:
    """The chosen cell is the last that is looked at."""
    rows = [line("=a"), line(), line("", "=b")]
    assert next_remark(rows, remark, after=(0, 0)) == (2, 1)
    assert next_remark(rows, remark, after=(2, 1)) == (0, 0)
    assert next_remark(rows[:2], remark, after=(0, 0)) == (0, 0)
    assert next_remark(rows[1:2], remark, after=(0, 0)) is None
    assert next_remark([], remark, after=(0, 0)) is None
