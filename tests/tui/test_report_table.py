"""The report's table: lazy, sorted, marked, in the columns that have room; otherwise Textual's own."""

import random
from collections.abc import Callable

import pytest
from faults.tiers import foremost
from rich.text import Text
from small_reports import HOSTILE_NAMES, CountingLines, hostile_report, plain_name, report_of
from table_app import TableApp, text_on
from textual.actions import SkipAction
from textual.coordinate import Coordinate
from textual.pilot import Pilot
from textual.widgets.data_table import ColumnKey, RowKey

from axtui.core.cells import Column
from axtui.core.column_choice import ColumnChoice
from axtui.core.notes import Note
from axtui.core.report_lines import ReportLines, lines_of
from axtui.core.sorting import Sorting
from axtui.core.text import visible
from axtui.tui.notes import NOTE_LOOKS
from axtui.tui.widgets.report_table import ReportTable


def here(table: ReportTable) -> str:
    """Return the name of the company under the cursor."""
    assert table.current is not None
    return table.lines.cells(table.current)[0]


def active_in(table: ReportTable) -> Column:
    """Return the column that left and right have chosen."""
    return table.active_column


def hidden_in(table: ReportTable) -> list[Column]:
    """Return the columns for which there is no room."""
    return list(table.fit.hidden)


def marks_of(table: ReportTable) -> tuple[list[int], int]:
    """Return the ids of the marked companies, and how many of them are hidden."""
    return sorted(table.marked), table.hidden_marks


def names_in(table: ReportTable) -> list[str]:
    """Return the names of the companies shown, from top to bottom."""
    return [table.lines.cells(row)[0] for row in table.shown]


async def started(pilot: Pilot[None], lines: ReportLines) -> ReportTable:
    """Show a report in the app's table, and wait until it is drawn."""
    table = pilot.app.query_one(ReportTable)
    table.focus()
    await pilot.pause()
    table.show(lines)
    await pilot.pause()
    return table


# Like any table


async def test_it_answers_like_a_table_about_rows_and_cells() -> None:
    """Rows and cells are found by position and by key, the company id, and columns by their search words."""
    app = TableApp(ReportTable())
    async with app.run_test(size=(120, 40)) as pilot:
        table = await started(pilot, report_of(20).lines)
        table.show_only([2, 5, 9])
        assert table.row_count == 3
        assert table.get_row_index("6") == 1
        assert table.get_cell("6", "company").plain == plain_name(6)
        assert table.get_row("6") == table.get_row_at(1)
        assert table.get_cell_at(Coordinate(2, 1)).plain == plain_name(10)
        assert table.coordinate_to_cell_key(Coordinate(0, 1)) == (RowKey("3"), ColumnKey("company"))
        assert [cell.plain for cell in table.get_column("company")] == [plain_name(at) for at in (3, 6, 10)]
        assert [row.key.value for row in table.ordered_rows[1:]] == ["6", "10"]
        assert "4" not in table.rows
        assert [key.value for key in table.rows] == ["3", "6", "10"]
        assert table.get_cell_coordinate("10", "company") == Coordinate(2, 1)


@pytest.mark.parametrize(
    "call",
    [
        lambda table: table.add_row("x"),
        lambda table: table.add_rows([["x"]]),
        lambda table: table.remove_row("1"),
        lambda table: table.update_cell("1", "company", Text("x")),
        lambda table: table.update_cell_at(Coordinate(0, 0), Text("x")),
        lambda table: table.add_column("x"),
        lambda table: table.add_columns("x"),
        lambda table: table.remove_column("company"),
        lambda table: table.clear(),
        lambda table: table.sort("company"),
    ],
)
async def test_what_a_report_has_no_use_for_says_so(call: Callable[[ReportTable], object]) -> None:
    """The rows are the report's own: no call changes them one by one, and each refusal names what to call."""
    app = TableApp(ReportTable())
    async with app.run_test() as pilot:
        table = await started(pilot, report_of(3).lines)
        with pytest.raises(NotImplementedError, match=r"no \w+\(\), but "):
            call(table)
        assert table.row_count == 3


# Lazy


async def test_nothing_is_done_per_row() -> None:
    """Showing, filtering, moving and marking 10,000 rows looks at about a screenful of them."""
    lines = CountingLines(report_of(10_000).rows)
    app = TableApp(ReportTable())
    async with app.run_test(size=(80, 24)) as pilot:
        table = await started(pilot, lines)
        assert 0 < lines.looked_at < 2_000
        changes: list[Callable[[], object]] = [
            lambda: table.show_only(range(0, 10_000, 2)),
            lambda: table.show_only(range(9_000, 9_500)),
            lambda: table.show_only(range(10_000)),
            table.action_scroll_bottom,
            table.action_page_up,
            table.action_toggle_mark,
        ]
        for change in changes:
            lines.looked_at = 0
            change()
            await pilot.pause()
            assert lines.looked_at < 2_000


# Cursor


async def test_the_cursor_stays_on_its_company_through_filter_sort_and_refresh() -> None:
    """The person looks at a company, not at a line number."""
    app = TableApp(ReportTable())
    async with app.run_test() as pilot:
        table = await started(pilot, report_of(50).lines)
        table.move_cursor(row=20)
        company = here(table)
        table.show_only(range(10, 30))
        assert (here(table), table.cursor_row) == (company, 10)
        table.sort_by(Sorting(column=Column.NUMBER))
        assert here(table) == company
        table.show(report_of(80).lines)
        assert here(table) == company
        await pilot.pause()
        line = table.cursor_row - table.scroll_offset.y
        assert 0 <= line < table.size.height - 1
        assert app.heard[-1] == ("highlighted", table.cursor_row, "21")


async def test_a_hidden_company_is_stood_for_and_comes_back() -> None:
    """The nearest row that is shown takes the cursor until the company is shown again."""
    app = TableApp(ReportTable())
    async with app.run_test() as pilot:
        table = await started(pilot, report_of(50).lines)
        table.move_cursor(row=20)
        for visible_rows, stands in ([5, 18, 30], 19), ([], None), ([30, 40], 31), (range(50), 21):
            table.show_only(visible_rows)
            assert (None if table.current is None else table.lines.companies[table.current]) == stands


async def test_moving_on_from_a_stand_in_makes_a_new_choice() -> None:
    """Once the person moves or chooses, the company they left is no longer waited for."""
    app = TableApp(ReportTable())
    async with app.run_test() as pilot:
        table = await started(pilot, report_of(50).lines)
        table.move_cursor(row=20)
        table.show_only([5, 18, 30])
        await pilot.press("down")
        table.show_only(range(50))
        assert here(table) == plain_name(31)
        table.show_only([5, 18])
        await pilot.press("enter")
        table.show_only(range(50))
        assert here(table) == plain_name(19)


async def test_a_company_that_is_gone_leaves_the_cursor_with_its_neighbour() -> None:
    """After a refresh without the company the cursor is on the nearest one that was beside it."""
    app = TableApp(ReportTable())
    async with app.run_test() as pilot:
        rows = report_of(30).rows
        table = await started(pilot, lines_of(rows))
        table.move_cursor(row=20)
        table.show(lines_of([row for row in rows if row.company.id not in range(19, 24)]))
        assert here(table) == plain_name(24)
        table.show(lines_of(()))
        assert table.current is None
        table.show(lines_of(rows))
        assert here(table) == plain_name(1)


@pytest.mark.parametrize(
    ("keys", "row"),
    [
        ("j", 1),
        ("j j k", 1),
        ("G", 99),
        ("G g", 0),
        ("end", 99),
        ("end home", 0),
        ("down up down", 1),
        ("pagedown", 22),
        ("pagedown pageup", 0),
        ("ctrl+end", 99),
        ("ctrl+end ctrl+home", 0),
    ],
)
async def test_every_way_to_move(keys: str, row: int) -> None:
    """Letters for those who know vi, arrows and page keys for everybody."""
    app = TableApp(ReportTable())
    async with app.run_test(size=(80, 23)) as pilot:
        table = await started(pilot, report_of(100).lines)
        await pilot.press(*keys.split())
        assert table.cursor_row == row


# Columns and sorting


@pytest.mark.parametrize("size", foremost([(80, 24), (120, 40)]))
async def test_every_column_can_be_reached_and_sorted_by(size: tuple[int, int]) -> None:
    """A narrow screen loses columns, never function: left and right bring each one in."""
    app = TableApp(ReportTable())
    async with app.run_test(size=size) as pilot:
        table = await started(pilot, report_of(30).lines)
        for column in Column:
            assert active_in(table) is column
            await pilot.press("s")
            assert table.sorting == Sorting(column=column, reverse=column is Column.COMPANY)
            heading = text_on(app)[0]
            assert f"{column.title[:5]}" in heading
            assert ("▼" if column is Column.COMPANY else "▲") in heading
            assert table.virtual_size.width <= table.size.width
            await pilot.press("right")
        await pilot.press("right")
        assert active_in(table) is Column.NOTE
        await pilot.press(*["left"] * 9)
        assert active_in(table) is Column.COMPANY


async def test_sorting_again_reverses() -> None:
    """`s` sorts by the active column, `s` again the other way round; equal rows stay in reading order."""
    app = TableApp(ReportTable())
    async with app.run_test() as pilot:
        table = await started(pilot, report_of(12).lines)
        await pilot.press("right", "s")
        assert names_in(table) == [plain_name(at) for at in range(12, 0, -1)]
        await pilot.press("s")
        assert names_in(table) == [plain_name(at) for at in range(1, 13)]
        assert "Number ▼" in text_on(app)[0]
        table.show_only([1, 3, 8])
        assert names_in(table) == [plain_name(at) for at in (2, 4, 9)]


async def test_a_click_on_a_heading_sorts() -> None:
    """The mouse reaches what the keyboard does; the gutter of the marks is no column."""
    app = TableApp(ReportTable())
    async with app.run_test(size=(120, 20)) as pilot:
        table = await started(pilot, report_of(12).lines)
        await pilot.click(ReportTable, offset=(27, 0))
        assert (table.active_column, table.sorting) == (Column.NUMBER, Sorting(column=Column.NUMBER))
        await pilot.click(ReportTable, offset=(0, 0))
        assert table.sorting == Sorting(column=Column.NUMBER)


async def test_a_row_can_be_clicked_to_the_right_of_its_last_column() -> None:
    """On a wide screen the columns end before the row does."""
    app = TableApp(ReportTable())
    async with app.run_test(size=(300, 20)) as pilot:
        table = await started(pilot, report_of(12).lines)
        await pilot.click(ReportTable, offset=(290, 4))
        assert here(table) == plain_name(4)


async def test_columns_follow_the_width_of_the_screen() -> None:
    """Resizing brings columns in and drops them by priority; the cursor stays where it is."""
    app = TableApp(ReportTable())
    async with app.run_test(size=(120, 40)) as pilot:
        table = await started(pilot, report_of(50).lines)
        assert hidden_in(table) == []
        table.move_cursor(row=30)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert hidden_in(table) == [Column.NUMBER, Column.FIRST, Column.LAST, Column.EMAIL]
        assert here(table) == plain_name(31)
        assert any(plain_name(31) in line for line in text_on(app))
        await pilot.resize_terminal(20, 5)
        await pilot.pause()
        assert Column.COMPANY in table.fit.shown
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert hidden_in(table) == []


async def test_a_person_chooses_the_columns() -> None:
    """Order, width and what is left out follow at once; cursor, marks and sorting stay."""
    app = TableApp(ReportTable())
    async with app.run_test(size=(120, 20)) as pilot:
        table = await started(pilot, report_of(30).lines)
        table.sort_by(Sorting(column=Column.NUMBER))
        table.move_cursor(row=7)
        table.action_toggle_mark()
        before = here(table), marks_of(table), table.sorting
        table.active_column = Column.NUMBER
        table.column_choice = (
            ColumnChoice().moved(Column.NOTE, -9).sized(Column.COMPANY, 9).toggled(Column.NUMBER)
        )
        await pilot.pause()
        assert text_on(app)[0].split()[:4] == ["Note", "Company", "Xero", "customer"]
        assert table.fit.widths[1] == (Column.COMPANY, 9)
        assert (here(table), marks_of(table), table.sorting) == before
        assert active_in(table) is Column.COMPANY
        await pilot.press("right")
        assert active_in(table) is Column.CUSTOMER


# Cells and marks


async def test_names_stand_in_the_cells_exactly() -> None:
    """Markup, control characters and other scripts are text; what cannot be drawn has a stand-in."""
    app = TableApp(ReportTable())
    async with app.run_test(size=(120, 40)) as pilot:
        table = await started(pilot, hostile_report().lines)
        names = {cell.plain for cell in table.get_column("company")}
        assert names == {visible(name) for name in HOSTILE_NAMES}
        screen = "\n".join(text_on(app))
        assert all(
            name in screen for name in ("Bad [/close] Ltd", "[red]Acme[/red]", "Esc ␛[31m Ltd", "=cmd()")
        )


@pytest.mark.parametrize("ascii_only", [False, True])
async def test_every_note_is_a_glyph_a_word_and_a_colour(ascii_only: bool) -> None:
    """No two notes look alike, with or without colour."""
    app = TableApp(ReportTable(ascii=ascii_only))
    async with app.run_test(size=(120, 40)) as pilot:
        table = await started(pilot, report_of(7).lines)
        cells = [table.get_cell(str(at), "note") for at in range(1, 8)]
        looks = [NOTE_LOOKS[note] for note in Note]
        assert [cell.plain for cell in cells] == [
            f"{look.sign(ascii_only=ascii_only)} {look.word}" for look in looks
        ]
        assert len({cell.plain[0] for cell in cells}) == len(Note)
        assert all(cell.style for cell in cells)
        if ascii_only:
            await pilot.press("space", "s")
            assert "\n".join(text_on(app)).isascii()


async def test_marks_are_kept_by_company() -> None:
    """Filter, sort and refresh keep marks; `space` again takes one away, `u` all, hidden ones included."""
    app = TableApp(ReportTable())
    async with app.run_test() as pilot:
        rows = report_of(30).rows
        table = await started(pilot, lines_of(rows))
        await pilot.press("space", "j", "space", "j", "j", "space")
        assert marks_of(table) == ([1, 2, 4], 0)
        await pilot.press("space")
        table.show_only(range(1, 30))
        assert marks_of(table) == ([1, 2], 1)
        table.sort_by(Sorting(column=Column.NOTE))
        table.show(lines_of(rows[1:]))
        assert marks_of(table) == ([2], 0)
        await pilot.press("u")
        assert marks_of(table) == ([], 0)
        assert app.heard[-1] == ("marks", None)


@pytest.mark.parametrize("marks", [0, 1, 40, 90])
async def test_hidden_marks_are_counted_however_many_there_are(marks: int) -> None:
    """What is counted is what is marked and not among the rows shown, sorted or not."""
    choice = random.Random(marks)  # noqa: S311  # the same rows every time
    app = TableApp(ReportTable())
    async with app.run_test() as pilot:
        lines = report_of(90).lines
        table = await started(pilot, lines)
        marked = set(choice.sample(range(90), k=marks))
        table._mark(lines.companies[row] for row in marked)
        for size in (0, 1, 30, 89, 90):
            visible_rows = sorted(choice.sample(range(90), k=size))
            table.show_only(visible_rows)
            assert table.hidden_marks == len(marked.difference(visible_rows))
            table.sort_by(Sorting(column=Column.NUMBER))
            assert table.hidden_marks == len(marked.difference(visible_rows))


async def test_a_mark_shows_in_its_row() -> None:
    """A glyph in the gutter and bold letters, on this row only."""
    app = TableApp(ReportTable())
    async with app.run_test() as pilot:
        table = await started(pilot, report_of(5).lines)
        await pilot.press("j", "space")
        await pilot.pause()
        assert [line[1] for line in text_on(app)[1:6]] == [" ", "●", " ", " ", " "]
        bold = [table.get_cell(str(at), "company").style for at in (1, 2)]
        assert [getattr(style, "bold", None) for style in bold] == [None, True]


async def test_an_empty_table_bears_every_key() -> None:
    """No rows, no crash, and no company that is marked or chosen."""
    app = TableApp(ReportTable())
    async with app.run_test() as pilot:
        table = await started(pilot, lines_of(()))
        await pilot.press(
            *"jkgGsu", *("right", "s", "space", "u", "enter", "pagedown", "pageup", "home", "end")
        )
        assert (table.current, table.marked) == (None, frozenset())
        assert ("marks", None) in app.heard
        assert not [each for each in app.heard if each[0] == "selected"]


async def test_nothing_is_chosen_in_a_table_that_was_never_on_the_screen() -> None:
    """On a terminal of one line it has the focus, but neither columns nor room."""
    app = TableApp(ReportTable())
    app.table.display = False
    async with app.run_test():
        table = app.query_one(ReportTable)
        table.show(report_of(3).lines)
        with pytest.raises(SkipAction):
            table.action_select_cursor()


async def test_a_key_from_an_earlier_report_is_not_mistaken() -> None:
    """A row key that was kept finds its company, not whoever stands in its place now."""
    app = TableApp(ReportTable())
    async with app.run_test() as pilot:
        rows = report_of(10).rows
        table = await started(pilot, lines_of(rows))
        key = table.coordinate_to_cell_key(Coordinate(4, 0)).row_key
        table.show(lines_of(rows[2:]))
        assert table.row_of(key) == 2
        assert table.get_row_index(key) == 2
        table.show(lines_of(rows[:2]))
        assert table.row_of(key) is None
        assert key not in table.rows
        assert table.row_of("nobody") is None
        assert ColumnKey("company") in table.columns
